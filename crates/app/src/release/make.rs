//! Makes an approved release: worked out anew, written beside its place, read back, verified, put
//! down in the ledger, and only then in its place.

use std::path::Path;

use homeward_casework::time;
use homeward_release::statement::STATEMENT;
use homeward_release::{ReleaseFile, episodes, verify};
use homeward_store::{LedgerEntry, NewRelease, Op};
use homeward_vault::{random_id, sha256_hex};

use super::asked::Wanted;
use super::before::TABLES;
use super::folder::{self, Unplaced};
use super::preview::{self, Looked, Made, Verified, Worked};
use super::proposals::{self, Kept};
use super::report;
use crate::answers::durably;
use crate::api::ApiError;
use crate::api::release::{ReleaseDone, TableLine};
use crate::api::release_preview::ReleasePreview;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// Said when what is shown now is not what was looked at, by whichever of the two.
pub(super) const CHANGED: &str =
    "The records have changed since it was looked at, and so have the figures. Propose it again.";

/// Makes it. Whether whoever approves gave their passphrase is settled by then. `looked` is the
/// fingerprint of what they looked at, if they did so in the same sitting.
///
/// # Errors
/// It is their own proposal, the figures have changed, it is refused, or the disk failed. Nothing
/// stands in the folder then, and nothing is in the ledger.
pub(super) fn release(
    home: &Homeward,
    proposal: &str,
    out: &Path,
    looked: Option<&str>,
) -> Result<ReleaseDone, ApiError> {
    let kept = approvable(home, proposal)?;
    folder::must_be_new(out)?;
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    let wanted = Wanted::new(home, &kept.asked)?;
    let Looked { preview, worked } =
        preview::look_while(home, &wanted, Verified::OnceWritten, &running)?;
    let Some(mut worked) = worked else { return Err(ApiError::refused(preview.verdict)) };
    if preview.shown != kept.shown || looked.is_some_and(|looked| looked != kept.shown) {
        return Err(ApiError::refused(CHANGED));
    }
    add_report(&mut worked.made, &preview)?;
    let unplaced = Unplaced::write(out, worked.made.files())?;
    must_hold(&unplaced.read_back()?, &worked)?;
    let product = worked.made.ledger_name();
    let earlier = worked.before.reissue_of(&kept.asked.receiver, product).cloned();
    note(home, &kept, &worked)?;
    unplaced.place(out)?;
    Ok(done(preview, out, earlier.as_ref()))
}

/// Adds what was found out about the finished files, in the words in which both people saw it. The
/// verifier reads the whole folder after that, so the report is hashed and checked like the rest.
fn add_report(made: &mut Made, preview: &ReleasePreview) -> Result<(), ApiError> {
    let could_not = || {
        ApiError::fault(
            "The risk report could not be put together. Please report this; nothing was written.",
        )
    };
    let html = report::risk_report_html(preview).into_bytes();
    let json = report::risk_report_json(preview).map_err(|_| could_not())?.into_bytes();
    match made {
        Made::Tables { release, .. } => release.add_report(html, json, &sha256_hex),
        Made::Statement { statement, .. } => statement.add_report(html, json, &sha256_hex),
        Made::Records(worked) => worked.release.add_report(html, json, &sha256_hex),
    }
    .map_err(|_| could_not())
}

/// The proposal, if the person who is in may approve it.
///
/// # Errors
/// They may not, they proposed it themselves, or it no longer waits.
pub(super) fn approvable(home: &Homeward, id: &str) -> Result<Kept, ApiError> {
    home.with(Act::ApproveRelease, |open| {
        let kept = proposals::one(open, id)?;
        if kept.by == open.person {
            return Err(ApiError::refused(
                "You proposed this release, so somebody else has to approve it: another supervisor, or the information-governance officer.",
            ));
        }
        Ok(kept)
    })
}

impl Made {
    fn files(&self) -> &[ReleaseFile] {
        match self {
            Self::Tables { release, .. } => &release.files,
            Self::Statement { statement, .. } => &statement.files,
            Self::Records(worked) => &worked.release.files,
        }
    }

    /// What is made, as the ledger names it.
    fn ledger_name(&self) -> &'static str {
        match self {
            Self::Tables { .. } => TABLES,
            Self::Statement { .. } => STATEMENT,
            Self::Records(_) => "episode records",
        }
    }
}

/// The finished bytes, read back from the disk, by the verifier, with the children.
fn must_hold(files: &[ReleaseFile], worked: &Worked) -> Result<(), ApiError> {
    match &worked.made {
        Made::Tables { profile, .. } | Made::Statement { profile, .. } => {
            let rows = Some(worked.found.rows.as_slice());
            let report = verify::check(files, profile, &sha256_hex, rows);
            if report.outcome == verify::Outcome::Holds {
                return Ok(());
            }
            Err(ApiError::fault(preview::not_its_own_check(&report)))
        }
        Made::Records(made) => {
            let (rows, behind) = (&worked.found.records, &made.release.behind);
            let faults = episodes::check(files, &made.profile, rows, behind);
            // What was made, name by name and byte by byte, and nothing beside it.
            let mut written: Vec<&ReleaseFile> = made.release.files.iter().collect();
            written.sort_by(|a, b| a.name.cmp(&b.name));
            if faults.is_empty() && files.iter().eq(written) {
                return Ok(());
            }
            Err(ApiError::fault(
                "The release did not pass its own check. Nothing was written. Please report this; do not release in another way.",
            ))
        }
    }
}

/// Puts it down in the ledger and the audit, before it is in its place: the store would rather
/// know of a release that nobody has than not know of one that somebody has.
fn note(home: &Homeward, kept: &Kept, worked: &Worked) -> Result<(), ApiError> {
    let asked = &kept.asked;
    let held = worked.before.kept(asked)?;
    let hash = folder::manifest_hash(worked.made.files());
    let product = worked.made.ledger_name();
    let product = match worked.before.reissue_of(&asked.receiver, product) {
        None => product.to_owned(),
        Some(_) => format!("{product}, reissued"),
    };
    let entry = random_id();
    home.with(Act::ApproveRelease, |open| {
        // Withdrawn while it was worked out, it goes nowhere.
        let still = proposals::one(open, &kept.id.to_string())?;
        let mut others = proposals::all(open)?;
        others.retain(|one| one.id != still.id);
        let (name, others) = proposals::as_kept(&others)?;
        let op = Op {
            detail: format!("{} {hash}", proposals::detail(kept)),
            ..home.op(open, "approved a release", None)
        };
        let id = op.id;
        durably(
            open,
            |open| {
                open.store.transact(&op, |tx| {
                    tx.add_to_ledger(&NewRelease {
                        id: entry,
                        authority: &asked.authority,
                        period: &asked.period,
                        product: &product,
                        receiver: &asked.receiver,
                        purpose: &asked.purpose,
                        agreement: &asked.agreement,
                        proposed_by: kept.by,
                        manifest_hash: &hash,
                    })?;
                    tx.set_setting(name, &others)?;
                    held.iter().try_for_each(|(name, held)| tx.set_setting(name, held))
                })
            },
            id,
        )?;
        Ok(())
    })
}

fn done(preview: ReleasePreview, out: &Path, reissue: Option<&LedgerEntry>) -> ReleaseDone {
    let ReleasePreview { receiver, statement, episodes, children, tables, merged, .. } = preview;
    let of = |number: Option<u32>, one: &str, many: &str| {
        show::count(usize::try_from(number.unwrap_or(0)).unwrap_or(usize::MAX), one, many)
    };
    let mut sentence = match statement {
        Some(words) => {
            let words = show::lower_first(&words);
            format!("Made for {receiver}, a statement: {words} It passed its check.")
        }
        None => format!(
            "Made for {receiver}: {} of {} and {}. It passed its check.",
            show::count(TableLine::count(&tables), "table", "tables"),
            of(episodes, "episode", "episodes"),
            of(children, "child", "children"),
        ),
    };
    if let Some(earlier) = reissue {
        sentence.push_str(&format!(
            " They have a release of this period from {}: this one replaces it whole, so ask them to delete that one.",
            time::show_date(time::date_at(earlier.made_at))
        ));
    }
    ReleaseDone {
        sentence,
        episodes,
        children,
        tables,
        merged,
        out: out.display().to_string(),
        report: out.join("risk-report.html").display().to_string(),
    }
}
