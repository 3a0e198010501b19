//! Works a release out whole, in memory: rows out of the store, files by the engine, proof by the
//! verifier, what was sent before, attacks and measures. Nothing is written.

use homeward_casework::time;
use homeward_release::history::Held;
use homeward_release::{
    Manifest, Profile, Release, Request, Tools, Version, VersionOf, attacks, make, measures, verify,
};
use homeward_standard::Standard;
use homeward_vault::{Seeded, random_bytes, sha256_hex};

use super::asked::{self, Wanted};
use super::before::Before;
use super::rows::{self, Asked, Found};
use super::words::number;
use super::{PROFILE, risk, weigh, words};
use crate::api::ApiError;
use crate::api::door::Authority;
use crate::api::release_preview::{PolicyVersion, ReleasePreview};
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// A release that may leave, as it is in memory.
pub(super) struct Worked {
    pub(super) release: Release,
    pub(super) profile: Profile,
    pub(super) found: Found,
    pub(super) before: Before,
}

/// What came of working a release out: what is shown of it, and, if everything holds, itself.
pub(super) struct Looked {
    pub(super) preview: ReleasePreview,
    pub(super) worked: Option<Box<Worked>>,
}

/// Works it out. Whoever asks may look at it.
///
/// # Errors
/// The store cannot be read, another long job runs, or it was stopped. A release that may not leave
/// is no error: its preview says why.
pub(super) fn look(home: &Homeward, wanted: &Wanted) -> Result<Looked, ApiError> {
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    look_while(home, wanted, &running)
}

/// The same, while a long job of the caller's runs.
///
/// # Errors
/// As for [`look`].
pub(super) fn look_while(
    home: &Homeward,
    wanted: &Wanted,
    running: &Running<'_>,
) -> Result<Looked, ApiError> {
    let asked = &wanted.asked;
    home.with(Act::LookAtRelease, |open| asked::must_be_ours(open, &asked.authority))?;
    let profile = Profile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| ApiError::fault(refusal.to_string()))?;
    let made_on = home.today();
    let found = rows::find(
        home,
        &Asked { authority: &asked.authority, period: &asked.period, as_of: time::day(made_on).to },
        running,
    )?;
    let request = Request {
        authority: wanted.authority.clone(),
        period: asked.period.clone(),
        receiver: asked.receiver.clone(),
        purpose: asked.purpose.clone(),
        agreement: asked.agreement.clone(),
        made_on,
        policy: None,
        versions: versions(home.standard(), &found),
    };
    let mut before = Before::look(home, asked)?;
    let mut preview = empty(wanted, &profile);

    // The order of the rows in a table is drawn from a key that nobody ever has again.
    let mut draws = Seeded::from_key(random_bytes());
    let made = make(
        &profile,
        &found.rows,
        &request,
        Tools { hash: &sha256_hex, below: &mut |many| draws.below(many) },
    );
    let release = match made {
        Ok(release) => release,
        Err(refusal) => return Ok(stopped(preview, refusal.to_string())),
    };
    let k = profile.policy.k;
    fill(&mut preview, &profile, &release, &found)?;

    let report = verify::check(&release.files, &profile, &sha256_hex, Some(&found.rows));
    if report.outcome != verify::Outcome::Holds {
        return Ok(stopped(preview, not_its_own_check(&report)));
    }
    let could_not = |fault: attacks::AttackFault| ApiError::fault(fault.to_string());
    let attacks =
        attacks::on_tables(&release.files, &profile, &found.rows, k).map_err(could_not)?;
    preview.tests = risk::tests(&attacks, k);
    preview.measures = risk::measured(&measures::of_tables(&release.files).map_err(could_not)?);
    if attacks.iter().any(|attack| !attack.holds()) {
        return Ok(stopped(
            preview,
            "An attack on the finished files could tell children apart, so they must not leave. Please report this; do not release in another way.".to_owned(),
        ));
    }
    let held = Held::of(&release.manifest, &found.rows, &found.ids);
    if let Err(waits) = before.and(held, k, &asked.period) {
        return Ok(stopped(preview, waits));
    }
    preview.holds = true;
    preview.verdict = format!(
        "Nobody can be told apart in these tables: at least {k} different children stand behind everything that they show."
    );
    preview.shown = fingerprint(wanted, &profile, &release)?;
    let worked = Worked { release, profile, found, before };
    Ok(Looked { preview, worked: Some(Box::new(worked)) })
}

/// Why a release that does not pass its own check goes nowhere.
pub(super) fn not_its_own_check(report: &verify::Report) -> String {
    let first = report.problems.first().map_or_else(String::new, |problem| format!(" ({problem})"));
    format!(
        "The release did not pass its own check{first}. Nothing was written. Please report this; do not release in another way."
    )
}

/// A release that may not leave, and why.
fn stopped(preview: ReleasePreview, why: String) -> Looked {
    Looked { preview: ReleasePreview { holds: false, verdict: why, ..preview }, worked: None }
}

/// What is known of a release before its files are made.
fn empty(wanted: &Wanted, profile: &Profile) -> ReleasePreview {
    let asked = &wanted.asked;
    ReleasePreview {
        product: asked::product(asked.product).to_owned(),
        authority: Authority {
            code: wanted.authority.code.clone(),
            name: wanted.authority.name.clone(),
        },
        period: asked.period.clone(),
        receiver: asked.receiver.clone(),
        purpose: asked.purpose.clone(),
        agreement: asked.agreement.clone(),
        k: profile.policy.k,
        holds: false,
        verdict: String::new(),
        leaves: Vec::new(),
        episodes: 0,
        children: 0,
        tables: Vec::new(),
        merged: Vec::new(),
        cost: None,
        smallest: None,
        small_groups: Vec::new(),
        tests: Vec::new(),
        measures: Vec::new(),
        versions: Vec::new(),
        shown: String::new(),
    }
}

/// Puts in what the finished files say.
fn fill(
    preview: &mut ReleasePreview,
    profile: &Profile,
    release: &Release,
    found: &Found,
) -> Result<(), ApiError> {
    let manifest = &release.manifest;
    let cells = weigh::cells(manifest, &release.files)?;
    preview.leaves = leaves(profile, manifest, release.audited.merged_further.len());
    preview.episodes = number(manifest.totals.episodes);
    preview.children = number(manifest.totals.children);
    preview.tables = words::tables(manifest);
    preview.merged = words::merged(manifest);
    preview.cost = Some(weigh::cost(&cells));
    preview.smallest = weigh::smallest(profile, &cells);
    preview.small_groups = weigh::small_groups(profile, manifest, &found.rows);
    preview.versions = policy(profile, manifest)?;
    Ok(())
}

/// What leaves, in plain sentences.
fn leaves(profile: &Profile, manifest: &Manifest, merged_further: usize) -> Vec<String> {
    let by: Vec<String> = profile.by.iter().map(|by| show::lower_first(&by.title)).collect();
    let by = match by.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => by.concat(),
    };
    let of = |number: u64, one: &str, many: &str| {
        show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
    };
    let mut leaves = vec![
        format!(
            "{}, each about one question, alone or with {by}.",
            show::count(manifest.tables.len(), "small table", "small tables"),
        ),
        format!(
            "Each table has a row for each of {} of {}, in an order drawn by chance. No row of one table can be joined to a row of another.",
            of(manifest.totals.episodes, "episode", "episodes"),
            of(manifest.totals.children, "child", "children"),
        ),
        "With them: the counts of each group, what was merged, the lists of codes, and this report."
            .to_owned(),
        "No name, date, place, number of a child or own words.".to_owned(),
    ];
    if merged_further > 0 {
        leaves.push(format!(
            "All tables were looked at together: {} so that no small group can be worked out from several of them.",
            match merged_further {
                1 => "one was merged further".to_owned(),
                more => format!("{more} were merged further"),
            }
        ));
    }
    leaves
}

/// What it is made under: the profile, the questions, the lists and the ladders.
fn policy(profile: &Profile, manifest: &Manifest) -> Result<Vec<PolicyVersion>, ApiError> {
    let mut versions = vec![PolicyVersion {
        of: format!("Release profile {}, version {}", profile.id, profile.version),
        is: profile_hash(profile)?,
    }];
    versions.extend(manifest.versions.iter().map(|version| {
        let kind = match version.kind {
            VersionOf::QuestionSet => "Questions",
            VersionOf::List => "List",
            VersionOf::Ladder => "Ladder",
        };
        let of = match version.version {
            Some(number) => format!("{kind} {}, version {number}", version.id),
            None => format!("{kind} {}", version.id),
        };
        let is = match (&version.sha256, version.version) {
            (Some(hash), _) => hash.clone(),
            (None, Some(number)) => format!("version {number}"),
            (None, None) => String::new(),
        };
        PolicyVersion { of, is }
    }));
    Ok(versions)
}

fn profile_hash(profile: &Profile) -> Result<String, ApiError> {
    serde_json::to_vec(profile)
        .map(|bytes| sha256_hex(&bytes))
        .map_err(|_| ApiError::fault("The release profile cannot be written down."))
}

/// The fingerprint of all that a release shows and of what was asked. It does not depend on the
/// order of rows, which is drawn anew each time, nor on the day.
fn fingerprint(wanted: &Wanted, profile: &Profile, release: &Release) -> Result<String, ApiError> {
    let cells = release.files.iter().find(|file| file.name == "cells.csv");
    let tables: Vec<_> = release
        .manifest
        .tables
        .iter()
        .map(|table| (&table.file, &table.title, table.rows, &table.merges))
        .collect();
    let all = (
        &wanted.asked,
        profile_hash(profile)?,
        cells.map(|file| sha256_hex(&file.bytes)),
        tables,
        release.manifest.totals,
    );
    serde_json::to_vec(&all)
        .map(|bytes| sha256_hex(&bytes))
        .map_err(|_| ApiError::fault("The release could not be given a fingerprint. Try again."))
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
