//! Bringing in missing episodes from SSDA903 files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which files, for whom.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportAsk {
    /// GSS code of the authority whose return it is.
    pub authority: String,
    /// Path of `header.csv`.
    pub header: String,
    /// Path of `missing.csv`.
    pub missing: String,
    /// Whether rows that cannot be read are left out instead of stopping everything.
    pub skip_wrong: bool,
    /// Only look.
    pub dry_run: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportSummary {
    /// Episodes that are new.
    pub new: u32,
    /// Episodes that were there already.
    pub already: u32,
    /// Rows that cannot be read.
    pub wrong: u32,
    /// Episodes that break a rule of the return and come in with a flag.
    pub flagged: u32,
    /// Children who are new.
    pub new_children: u32,
    /// Row by row what is wrong or flagged, at most 1,000 on screen.
    pub problems: Vec<ImportProblem>,
    /// Whether it was written.
    pub written: bool,
    /// "43 episodes of 39 children are new, none is here already, 1 breaks a rule and comes in with a flag."
    pub sentence: String,
    /// The whole list as CSV, to save.
    pub list_csv: String,
}

/// One row with something to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportProblem {
    /// `missing.csv` or `header.csv`.
    pub file: String,
    /// Line in the file, 1 is the heading.
    pub line: u32,
    /// Column, if one.
    pub column: Option<String>,
    /// `wrong`, `flag`, `double` or `check`.
    pub severity: String,
    /// The rule that is broken: a number of the return, such as 574, or the id of a consistency check.
    pub rule: Option<String>,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// How far a long job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Progress {
    /// Done so far.
    pub done: u32,
    /// Of so many.
    pub of: u32,
}
