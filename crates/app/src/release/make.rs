//! Makes a release: rows out of the store, files by the engine, proof by the verifier, then into
//! their place.

use std::path::Path;

use homeward_casework::time;
use homeward_release::history::{Held, exposed};
use homeward_release::{
    Authority, Manifest, Profile, ReleaseFile, Request, Tools, Version, VersionOf, make, verify,
};
use homeward_standard::Standard;
use homeward_store::{LedgerEntry, Op};
use homeward_vault::{Seeded, random_bytes, random_id, sha256_hex};

use super::folder::{self, Unplaced};
use super::rows::{self, Asked, Found};
use super::{PRODUCT, PROFILE, receivers};
use crate::answers::durably;
use crate::api::ApiError;
use crate::api::release::{ReleaseAsk, ReleaseDone, TableLine};
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// Makes it. Who asks, and whether they gave their passphrase, is settled by then.
///
/// # Errors
/// It is refused, it does not pass its own check, or the disk failed. Nothing stands in the folder
/// then, and nothing is in the ledger.
pub(super) fn release(home: &Homeward, ask: &ReleaseAsk) -> Result<ReleaseDone, ApiError> {
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    home.with(Act::Release, |open| crate::import::commission_of(open, &ask.authority).map(|_| ()))?;
    let out = Path::new(ask.out.trim());
    folder::must_be_new(out)?;
    let authority = home.authority(&ask.authority).ok_or_else(|| {
        ApiError::problem("That authority is not in the list. Choose one of the 33 in London.")
    })?;
    let profile = Profile::from_standard(home.standard(), PROFILE).map_err(refused)?;
    let receiver = receivers::name(&ask.receiver);
    let made_on = home.today();
    let asked =
        Asked { authority: &ask.authority, period: &ask.period, as_of: time::day(made_on).to };
    let found = rows::find(home, &asked, &running)?;
    let request = Request {
        authority: Authority { code: authority.code.clone(), name: authority.name.clone() },
        period: ask.period.clone(),
        receiver: receiver.clone(),
        made_on,
        policy: None,
        versions: versions(home.standard(), &found),
    };
    let mut before = Before::look(home, ask)?;

    // The order of the rows in a table is drawn from a key that nobody ever has again.
    let mut draws = Seeded::from_key(random_bytes());
    let made = make(
        &profile,
        &found.rows,
        &request,
        Tools { hash: &sha256_hex, below: &mut |many| draws.below(many) },
    )
    .map_err(refused)?;
    before.and(Held::of(&made.manifest, &found.rows, &found.ids), profile.policy.k, &ask.period)?;
    let unplaced = Unplaced::write(out, &made.files)?;
    must_hold(&unplaced.read_back()?, &profile, &found)?;

    note(home, ask, &receiver, &made.files, &before)?;
    unplaced.place(out)?;
    Ok(done(&made.manifest, &receiver, out, before.reissue_of(&receiver)))
}

/// What the rows rest on: the questions that ask now, and the versions that asked older records.
fn versions(standard: &Standard, found: &Found) -> Vec<Version> {
    let older = found.other_versions.iter().map(|(id, version)| Version {
        kind: VersionOf::QuestionSet,
        id: id.clone(),
        version: Some(*version),
        sha256: None,
    });
    Version::all_of(standard, &sha256_hex).into_iter().chain(older).collect()
}

/// The finished bytes, read back from the disk, by the verifier, with the children.
fn must_hold(files: &[ReleaseFile], profile: &Profile, found: &Found) -> Result<(), ApiError> {
    let report = verify::check(files, profile, &sha256_hex, Some(&found.rows));
    if report.outcome == verify::Outcome::Holds {
        return Ok(());
    }
    let first = report.problems.first().map_or_else(String::new, |problem| format!(" ({problem})"));
    Err(ApiError::fault(format!(
        "The release did not pass its own check{first}. Nothing was written. Please report this; do not release in another way."
    )))
}

fn refused(refusal: homeward_release::Refusal) -> ApiError {
    ApiError::refused(refusal.to_string())
}

/// What was released of this period before, to whomever.
struct Before {
    ledger: Vec<LedgerEntry>,
    /// What each of those releases showed of each episode, oldest first.
    held: Vec<Held>,
}

/// The name of the setting in which the store keeps what it showed of a period.
fn held_as(ask: &ReleaseAsk) -> String {
    format!("released {} {}", ask.authority, ask.period)
}

impl Before {
    fn look(home: &Homeward, ask: &ReleaseAsk) -> Result<Self, ApiError> {
        home.with(Act::Release, |open| {
            let reader = open.store.read()?;
            let mut ledger = reader.ledger(&ask.authority)?;
            ledger.retain(|entry| entry.period == ask.period);
            let held = match reader.setting(&held_as(ask))? {
                None => Vec::new(),
                Some(kept) => serde_json::from_str(&kept).map_err(|_| {
                    ApiError::fault("What was released before cannot be read, so nothing was released. Ask IT to look at the store.")
                })?,
            };
            Ok(Self { ledger, held })
        })
    }

    /// Adds what is about to be released, unless it and all that went out before it would together
    /// show a change about fewer than `k` children.
    fn and(&mut self, now: Held, k: u32, period: &str) -> Result<(), ApiError> {
        // The same as before shows nothing new, so it is not kept twice.
        if self.held.last() == Some(&now) {
            return Ok(());
        }
        self.held.push(now);
        let Some(few) = exposed(&self.held, k) else { return Ok(()) };
        let whom = show::count(few.children, "child", "children");
        Err(ApiError::refused(format!(
            "{period} was released before. Side by side with what was sent then, this release would show what changed about {whom} since, so it waits until enough other records have changed in the same way. Nothing has to be done; what was sent stays right for its day."
        )))
    }

    fn reissue_of(&self, receiver: &str) -> Option<&LedgerEntry> {
        self.ledger.iter().find(|entry| entry.receiver == receiver)
    }
}

/// Puts it down in the ledger and the audit, before it is in its place: the store would rather
/// know of a release that nobody has than not know of one that somebody has.
fn note(
    home: &Homeward,
    ask: &ReleaseAsk,
    receiver: &str,
    files: &[ReleaseFile],
    before: &Before,
) -> Result<(), ApiError> {
    let kept = serde_json::to_string(&before.held)
        .map_err(|_| ApiError::fault("The release could not be put down in the ledger."))?;
    let hash = folder::manifest_hash(files);
    let product = match before.reissue_of(receiver) {
        None => PRODUCT.to_owned(),
        Some(_) => format!("{PRODUCT}, reissued"),
    };
    let entry = random_id();
    home.with(Act::Release, |open| {
        let op = Op {
            detail: format!("{} {} {hash}", ask.authority, ask.period),
            ..home.op(open, "made a release", None)
        };
        let id = op.id;
        durably(
            open,
            |open| {
                open.store.transact(&op, |tx| {
                    tx.add_to_ledger(
                        entry,
                        &ask.authority,
                        &ask.period,
                        &product,
                        receiver,
                        &hash,
                    )?;
                    tx.set_setting(&held_as(ask), &kept)
                })
            },
            id,
        )?;
        Ok(())
    })
}

fn done(
    manifest: &Manifest,
    receiver: &str,
    out: &Path,
    reissue: Option<&LedgerEntry>,
) -> ReleaseDone {
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let (episodes, children) = (count(manifest.totals.episodes), count(manifest.totals.children));
    let tables: Vec<TableLine> = manifest
        .tables
        .iter()
        .map(|table| {
            let words: Vec<String> =
                table.merges.iter().flat_map(|merge| &merge.words).map(|w| plain(w)).collect();
            TableLine {
                file: table.file.clone(),
                title: table.title.clone(),
                rows: count(table.rows),
                merged: words.join(" "),
            }
        })
        .collect();
    let mut merged: Vec<String> = Vec::new();
    for words in manifest.tables.iter().flat_map(|table| &table.merges).flat_map(|m| &m.words) {
        let words = plain(words);
        // What is so in one table only is said beside that table.
        if !words.contains("this table") && !merged.contains(&words) {
            merged.push(words);
        }
    }
    let of = |number: u32, one: &str, many: &str| {
        show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
    };
    let mut sentence = format!(
        "Made for {receiver}: {} of {} and {}. It passed its check.",
        show::count(tables.len(), "table", "tables"),
        of(episodes, "episode", "episodes"),
        of(children, "child", "children"),
    );
    if let Some(earlier) = reissue {
        sentence.push_str(&format!(
            " They have a release of this period from {}: this one replaces it whole, so ask them to delete that one.",
            time::show_date(time::date_at(earlier.made_at))
        ));
    }
    ReleaseDone { sentence, episodes, children, tables, merged, out: out.display().to_string() }
}

/// The words of a merge without the codes in brackets, which the receiver needs and the maker of
/// the release does not.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(" (") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from.get(2..).unwrap_or_default();
        let end = code.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        match end {
            Some(end) if end > 0 && code[end..].starts_with(')') => rest = &code[end + 1..],
            _ => {
                plain.push_str(" (");
                rest = code;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod words_of_a_merge {
    use super::plain;

    #[test]
    fn codes_in_brackets_are_left_out_and_other_brackets_stay() {
        assert_eq!(
            plain("Age: “15” and “16” are shown together as 15 to 17 (A15_17)."),
            "Age: “15” and “16” are shown together as 15 to 17."
        );
        assert_eq!(
            plain("Could not (unwell, asleep) talk (SUPP)"),
            "Could not (unwell, asleep) talk"
        );
        assert_eq!(plain("An open (bracket"), "An open (bracket");
        assert_eq!(plain("Nothing () in it"), "Nothing () in it");
    }
}
