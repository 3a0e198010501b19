//! Checks a release that is on the disk.

use std::path::Path;

use homeward_casework::time;
use homeward_release::{Profile, verify};
use homeward_vault::sha256_hex;
use serde::Serialize;

use super::rows::{self, Asked};
use super::{PROFILE, folder};
use crate::api::ApiError;
use crate::roles::Act;
use crate::session::Homeward;

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
    let profile = Profile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| ApiError::fault(refusal.to_string()))?;
    let manifest = verify::manifest_of(&files);
    let found = match (home.is_open(), &manifest) {
        (true, Some(manifest)) => {
            let running = home.job.begin().ok_or_else(|| {
                ApiError::refused("Another import or release is under way. Wait until it is done.")
            })?;
            home.with(Act::Enter, |open| {
                crate::import::commission_of(open, &manifest.authority.code).map(|_| ())
            })?;
            // As known on the day it was made, or "not yet" would have become "too late" since.
            let as_of = time::day(manifest.made_on).to;
            let asked =
                Asked { authority: &manifest.authority.code, period: &manifest.period, as_of };
            Some(rows::find(home, &asked, &running)?)
        }
        _ => None,
    };
    let report = verify::check(
        &files,
        &profile,
        &sha256_hex,
        found.as_ref().map(|found| found.rows.as_slice()),
    );
    let (outcome, sentence) = match report.outcome {
        verify::Outcome::Holds => (
            Outcome::Holds,
            format!(
                "The release holds: {} tables of {} episodes. {}",
                report.tables,
                report.episodes,
                if report.children_counted {
                    "Its children were counted again from the store."
                } else {
                    "Its children were not counted: that needs the store it was made from."
                }
            ),
        ),
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
