//! Checks a release that is on the disk.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use homeward_casework::time;
use homeward_release::episodes::{RecordsManifest, RecordsProfile};
use homeward_release::{Profile, ReleaseFile, verify};
use homeward_vault::sha256_hex;
use serde::Serialize;

use super::rows::{self, Asked, Found};
use super::{PROFILE, check_records, folder};
use crate::api::ApiError;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckDone {
    /// The answer in one word.
    pub outcome: Outcome,
    /// All that in a sentence.
    pub sentence: String,
    /// What is wrong, a line each.
    pub problems: Vec<String>,
    /// What the check could not see.
    pub notes: Vec<String>,
    /// Tables read.
    pub tables: usize,
    /// Episodes by the manifest.
    pub episodes: u64,
    /// Whether children were counted again from a store.
    pub children_counted: bool,
}

/// Whether a release holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing is wrong.
    Holds,
    /// Something is wrong.
    DoesNotHold,
    /// Nothing can be said.
    CannotBeRead,
}

pub(super) fn release(home: &Homeward, folder: &Path) -> Result<CheckDone, ApiError> {
    let files = folder::read(folder)?;
    if let Some(manifest) = check_records::manifest_of(&files) {
        return records(home, &files, &manifest);
    }
    let profile = Profile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| ApiError::fault(refusal.to_string()))?;
    let stated = verify::statement_of(&files);
    let of_tables = verify::manifest_of(&files).map(|m| (m.authority.code, m.period, m.made_on));
    let about =
        of_tables.or_else(|| stated.clone().map(|m| (m.authority.code, m.period, m.made_on)));
    let found = match &about {
        Some((authority, period, made_on)) => counted_again(home, authority, period, *made_on)?,
        None => None,
    };
    let report = verify::check(
        &files,
        &profile,
        &sha256_hex,
        found.as_ref().map(|found| found.rows.as_slice()),
    );
    let (outcome, sentence) = match report.outcome {
        verify::Outcome::Holds => {
            let what = match &stated {
                Some(manifest) => format!("It is a statement: {}", manifest.statement.words),
                None => {
                    format!("{} tables of {} episodes.", report.tables, report.episodes)
                }
            };
            let counted = if report.children_counted {
                "Its children were counted again from the store."
            } else {
                "Its children were not counted: that needs the store it was made from."
            };
            (Outcome::Holds, format!("The release holds: {} {counted}", show::lower_first(&what)))
        }
        verify::Outcome::DoesNotHold => (
            Outcome::DoesNotHold,
            "The release does not hold. Do not use it; ask whoever sent it for another.".to_owned(),
        ),
        verify::Outcome::CannotBeRead => (
            Outcome::CannotBeRead,
            "The release cannot be read. Check that this is its folder, and that all of it arrived."
                .to_owned(),
        ),
    };
    Ok(CheckDone {
        outcome,
        sentence,
        problems: report.problems.iter().map(ToString::to_string).collect(),
        notes: report.notes,
        tables: report.tables,
        episodes: report.episodes,
        children_counted: report.children_counted,
    })
}

/// The episodes of a release, out of the open store. None if no store is open.
fn counted_again(
    home: &Homeward,
    authority: &str,
    period: &str,
    made_on: NaiveDate,
) -> Result<Option<Found>, ApiError> {
    if !home.is_open() {
        return Ok(None);
    }
    let running = home.job.begin().ok_or_else(|| {
        ApiError::refused("Another import or release is under way. Wait until it is done.")
    })?;
    home.with(Act::Enter, |open| crate::import::commission_of(open, authority).map(|_| ()))?;
    // As known on the day it was made, or "not yet" would have become "too late" since.
    let asked = Asked { authority, period, as_of: time::day(made_on).to };
    rows::find(home, &asked, &running).map(Some)
}

/// The same for episode records.
fn records(
    home: &Homeward,
    files: &[ReleaseFile],
    manifest: &RecordsManifest,
) -> Result<CheckDone, ApiError> {
    let profile = RecordsProfile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| ApiError::fault(refusal.to_string()))?;
    let found = counted_again(home, &manifest.authority.code, &manifest.period, manifest.made_on)?;
    let counted = found.as_ref().map(|found| {
        let children: BTreeSet<u128> = found.records.iter().map(|row| row.child).collect();
        (found.records.len(), children.len())
    });
    let problems = check_records::problems(files, manifest, &profile, counted);
    let totals = manifest.totals;
    let (outcome, sentence) = match (problems.is_empty(), counted.is_some()) {
        (false, _) => (
            Outcome::DoesNotHold,
            "The release does not hold. Do not use it; ask whoever sent it for another.".to_owned(),
        ),
        (true, true) => (
            Outcome::Holds,
            format!(
                "The release holds: {} rows of {} episodes. Its episodes and children were counted again from the store.",
                totals.rows, totals.episodes
            ),
        ),
        (true, false) => (
            Outcome::Holds,
            format!(
                "The release holds: {} rows of {} episodes. Its children were not counted: that needs the store it was made from.",
                totals.rows, totals.episodes
            ),
        ),
    };
    Ok(CheckDone {
        outcome,
        sentence,
        problems,
        notes: vec![
            "Whether each row stands for what was recorded was checked when it was made; no row leads back to its record.".to_owned(),
            manifest.signature.words.clone(),
        ],
        tables: 1,
        episodes: totals.episodes,
        children_counted: counted.is_some(),
    })
}
