//! Make a release: one person proposes it, another one looks at it and approves it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::door::Authority;

/// What the page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleaseForm {
    /// Authorities of this store.
    pub authorities: Vec<Authority>,
    /// Financial years, newest first: those that hold an episode, and those that are over since the
    /// first of them.
    pub periods: Vec<String>,
    /// Who it can be for.
    pub receivers: Vec<Receiver>,
    /// What can be made.
    pub products: Vec<ProductChoice>,
    /// Whether this person may propose a release; others may only look at and approve one.
    pub may_propose: bool,
    /// Whether somebody else of this store may approve what this person proposes.
    pub has_second_person: bool,
    /// Proposals that wait for a second person, oldest first.
    pub waiting: Vec<Proposal>,
}

/// Who it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Receiver {
    /// Handed back.
    pub code: String,
    /// What it says.
    pub label: String,
}

/// What is made of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// Many small tables, each of one topic.
    TopicTables,
    /// One row an episode with few columns.
    EpisodeRecords,
}

/// A product to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProductChoice {
    /// Handed back.
    pub product: Product,
    /// What it says.
    pub label: String,
    /// When to choose it.
    pub hint: String,
}

/// What is to be released, to whom and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleaseFor {
    /// What is made.
    pub product: Product,
    /// GSS code.
    pub authority: String,
    /// Financial year, `2025-26`.
    pub period: String,
    /// Code of who it is for.
    pub receiver: String,
    /// What it is for, as it will stand in the manifest. At most 300 characters.
    pub purpose: String,
    /// The agreement under which it is shared, as it will stand in the manifest. At most 200
    /// characters.
    pub agreement: String,
}

/// Ask a second person to approve a release.
#[derive(Clone, Deserialize, TS)]
pub struct ProposeRelease {
    /// What was looked at.
    pub asked: ReleaseFor,
    /// [`ReleasePreview::shown`](super::release_preview::ReleasePreview::shown) of what was looked
    /// at, so that nothing else is proposed.
    pub shown: String,
    /// The passphrase, again. None on the command line, which was just given it.
    pub passphrase: Option<String>,
}

/// A release that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Proposal {
    /// Random id, handed back.
    pub id: String,
    /// "Topic tables", or "Statement".
    pub product: String,
    /// Whose children.
    pub authority: Authority,
    /// Financial year, `2025-26`.
    pub period: String,
    /// Who it is for, in words.
    pub receiver: String,
    /// What it is for.
    pub purpose: String,
    /// The agreement.
    pub agreement: String,
    /// Who proposed it.
    pub by: String,
    /// When: "23 November 2026 at 14:32".
    pub at: String,
    /// Whether the person who asks proposed it; they cannot approve it then.
    pub mine: bool,
    /// Whether the person who asks may approve it.
    pub may_approve: bool,
}

/// Approve a proposed release and write it.
#[derive(Clone, Deserialize, TS)]
pub struct ApproveRelease {
    /// Id of the proposal.
    pub proposal: String,
    /// [`ReleasePreview::shown`](super::release_preview::ReleasePreview::shown) of what was looked
    /// at.
    pub shown: String,
    /// Folder into which it is written; must be empty or new.
    pub out: String,
    /// The passphrase of the person who approves. None on the command line, which was just given
    /// it.
    pub passphrase: Option<String>,
}

/// A release was made and checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleaseDone {
    /// "Made for London Datastore: 24 tables of 897 episodes and 285 children."
    pub sentence: String,
    /// Episodes in the period. None for a statement.
    pub episodes: Option<u32>,
    /// Children in the period. None for a statement.
    pub children: Option<u32>,
    /// The tables. A statement has none.
    pub tables: Vec<TableLine>,
    /// What was merged so that nobody can be told apart, in plain words.
    pub merged: Vec<String>,
    /// Where it is.
    pub out: String,
    /// Where its report is, to open or print.
    pub report: String,
}

/// One table, or several of one topic that are alike: a table for each code of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TableLine {
    /// File name, or the first and the last.
    pub file: String,
    /// How many tables stand in this line, each in a file of its own.
    pub files: u32,
    /// What it answers.
    pub title: String,
    /// Rows.
    pub rows: u32,
    /// In plain words, what was merged in it.
    pub merged: String,
}

impl TableLine {
    /// How many tables all lines stand for.
    #[must_use]
    pub fn count(lines: &[Self]) -> usize {
        lines.iter().map(|line| usize::try_from(line.files).unwrap_or(usize::MAX)).sum()
    }
}
