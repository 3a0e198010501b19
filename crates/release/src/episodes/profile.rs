//! What episode records show, and the rules that every group of them holds.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::profile::is_id;
use crate::records::Rules;
use crate::{Authority, Ladder, Refusal};

/// The column that names the authority. It is the same in all rows of one release.
pub(crate) const AUTHORITY: &str = "authority";

/// Who may get which episode records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordsProfile {
    /// Permanent id, such as `borough`.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// What people read.
    pub title: String,
    /// The rules.
    pub policy: RecordsPolicy,
    /// What somebody may know about an episode of a child, in the order of the columns.
    pub known: Vec<Known>,
    /// What only a conversation tells, in the order of the columns.
    pub told: Vec<Told>,
    /// How the codes are merged.
    pub ladders: Vec<Ladder>,
    /// Who may make a release under it.
    pub authorities: Vec<Authority>,
}

/// The rules that every group of rows with the same labels holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsPolicy {
    /// The fewest different children of a group, and of the rows of a group that show any two items
    /// of what was told.
    pub k: u32,
    /// The fewest different answers of a group in a column that must be diverse.
    pub l: u32,
    /// The largest share of a group's rows that may belong to one child, in per cent.
    pub largest_share_percent: u32,
    /// The largest share of a group's children who may share an answer that says that something
    /// bad happened, in per cent.
    pub largest_answer_percent: u32,
    /// The largest share of all rows that may be left out, in thousandths.
    pub most_dropped_per_mille: u32,
}

/// A column that somebody may know about an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Name of the column.
    pub name: String,
    /// What people read.
    pub title: String,
    /// Key in [`EpisodeRow::codes`](super::EpisodeRow::codes). Topic tables name the same thing so.
    pub variable: String,
    /// The ladder its codes climb.
    pub ladder: String,
    /// The lowest level of the ladder that may be shown.
    pub floor: u8,
    /// How dear it is to make it broader, against 1 for an ordinary column.
    pub weight: u32,
    /// Other variables of topic tables that this one settles, such as whether a child is looked
    /// after by its care status.
    #[serde(default)]
    pub settles: Vec<String>,
}

/// A column of what only a conversation tells. A row may hold several items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Name of the column.
    pub name: String,
    /// What people read.
    pub title: String,
    /// Key in [`EpisodeRow::sets`](super::EpisodeRow::sets).
    pub variable: String,
    /// The ladder its codes climb.
    pub ladder: String,
    /// The lowest level of the ladder that may be shown.
    pub floor: u8,
    /// How dear it is to make it broader, against 1 for an ordinary column.
    pub weight: u32,
    /// The codes, of any level, under which everything says that something bad happened.
    pub telling: BTreeSet<String>,
    /// Whether a group must have several different answers in it.
    pub diverse: bool,
}

impl RecordsPolicy {
    /// The same rules for the engine, with so many children to a group.
    pub(crate) fn rules(&self, k: u32, most_dropped_per_mille: u32) -> Rules {
        Rules {
            k,
            l: self.l,
            dominance: self.largest_share_percent * 10,
            homogeneity: self.largest_answer_percent * 10,
            drop_cap: most_dropped_per_mille,
        }
    }
}

impl RecordsProfile {
    /// The ladder with that id.
    pub fn ladder(&self, id: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|l| l.id == id)
    }

    /// The columns of a row, in order.
    pub fn columns(&self) -> Vec<&str> {
        let known = self.known.iter().map(|known| known.name.as_str());
        let told = self.told.iter().map(|told| told.name.as_str());
        std::iter::once(AUTHORITY).chain(known).chain(told).collect()
    }

    /// Checks that the profile hangs together.
    ///
    /// # Errors
    /// [`Refusal::ProfileBroken`] names the first place that does not.
    pub fn checked(&self) -> Result<(), Refusal> {
        let broken =
            |place: &str, reason| Err(Refusal::ProfileBroken { place: place.to_owned(), reason });
        let RecordsPolicy { k, l, largest_share_percent: share, .. } = self.policy;
        if k < 2 || l < 1 {
            return broken("policy", "k must be at least 2, and l at least 1");
        }
        let percents = [share, self.policy.largest_answer_percent];
        if percents.iter().any(|percent| !(50..=100).contains(percent)) {
            return broken("policy", "a largest share must be between 50 and 100 per cent");
        }
        if self.policy.most_dropped_per_mille > 10 {
            return broken("policy", "no more than 10 in a thousand rows may be left out");
        }
        let known = self.known.iter().map(|c| (&c.name, &c.ladder, c.weight));
        let told = self.told.iter().map(|c| (&c.name, &c.ladder, c.weight));
        let mut names = BTreeSet::from([AUTHORITY]);
        for (name, ladder, weight) in known.chain(told) {
            if !is_id(name) || !names.insert(name.as_str()) {
                return broken(name, "is not the name of a column, or is there twice");
            }
            if weight == 0 || weight > 1_000 {
                return broken(name, "has a weight that is not between 1 and 1,000");
            }
            if self.ladder(ladder).is_none() {
                return broken(name, "names a ladder that is not there");
            }
        }
        if self.known.is_empty() {
            return broken(&self.id, "has no column");
        }
        self.ladders.iter().try_for_each(Ladder::checked)
    }
}
