//! Make a release.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::door::Authority;

/// What the page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleaseForm {
    /// Authorities of this store.
    pub authorities: Vec<Authority>,
    /// Financial years that hold an episode, newest first.
    pub periods: Vec<String>,
    /// Who it can be for.
    pub receivers: Vec<Receiver>,
}

/// Who it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Receiver {
    /// Handed back.
    pub code: String,
    /// What it says.
    pub label: String,
}

/// What is asked for.
#[derive(Clone, Deserialize, TS)]
pub struct ReleaseAsk {
    /// GSS code.
    pub authority: String,
    /// Financial year, `2025-26`.
    pub period: String,
    /// Who it is for.
    pub receiver: String,
    /// Folder into which it is written; must be empty or new.
    pub out: String,
    /// The passphrase, again. None on the command line, which was just given it.
    pub passphrase: Option<String>,
}

/// A release was made and checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleaseDone {
    /// "Made for London Datastore: 24 tables of 897 episodes and 285 children."
    pub sentence: String,
    /// Episodes in the period.
    pub episodes: u32,
    /// Children in the period.
    pub children: u32,
    /// The tables.
    pub tables: Vec<TableLine>,
    /// What was merged so that nobody can be told apart, in plain words.
    pub merged: Vec<String>,
    /// Where it is.
    pub out: String,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TableLine {
    /// File name.
    pub file: String,
    /// What it answers.
    pub title: String,
    /// Rows.
    pub rows: u32,
    /// In plain words, what was merged in it.
    pub merged: String,
}
