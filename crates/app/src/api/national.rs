//! The three national returns: open copies (design, invariant 6).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::door::Authority;

/// What the page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalForm {
    /// The returns.
    pub returns: Vec<NationalReturnChoice>,
    /// Authorities of this store.
    pub authorities: Vec<Authority>,
    /// Collection years that an episode can reach into, newest first.
    pub years: Vec<String>,
}

/// One of the returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalReturnChoice {
    /// Handed back.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Who asks for it, and what it holds.
    pub hint: String,
}

/// What is asked for.
#[derive(Clone, Deserialize, TS)]
pub struct NationalAsk {
    /// Code of the return.
    pub which: String,
    /// GSS code.
    pub authority: String,
    /// Collection year, `2025-26`.
    pub year: String,
    /// Who it is for; goes into the audit log.
    pub recipient: String,
    /// Why it is needed; goes into the audit log.
    pub reason: String,
    /// The passphrase, again. None on the command line, which was just given it.
    pub passphrase: Option<String>,
}

/// Where the return that was just made goes.
#[derive(Clone, Deserialize, TS)]
pub struct SaveNational {
    /// Code of the return.
    pub which: String,
    /// GSS code.
    pub authority: String,
    /// Collection year.
    pub year: String,
    /// Folder into which it is written; must be empty or new.
    pub folder: String,
}

/// A return was made. It is not on the disk yet, and no row of it stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalDone {
    /// Code of the return.
    pub which: String,
    /// What it is called, and of which year.
    pub title: String,
    /// How many rows of how many children.
    pub sentence: String,
    /// "3 rows need a look before you submit: …". None when nothing was found.
    pub look: Option<String>,
    /// The files that saving writes.
    pub files: Vec<NationalFile>,
    /// What was counted.
    pub counts: Vec<NationalCount>,
    /// What needs a look.
    pub findings: Vec<NationalFinding>,
    /// What the return loses, in plain sentences.
    pub losses: Vec<String>,
}

/// A file of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalFile {
    /// Its name.
    pub name: String,
    /// Rows, without column names. None for a file of sentences.
    pub rows: Option<u32>,
}

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalCount {
    /// What was counted.
    pub label: String,
    /// How many.
    pub number: u32,
}

/// Something that needs a look before the return is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalFinding {
    /// The sector's rule that it would break.
    pub rule: Option<String>,
    /// What it is and what to do.
    pub sentence: String,
    /// How many times.
    pub count: u32,
    /// Whether what was found is not in the file.
    pub left_out: bool,
    /// Where, as far as it is shown; the saved list has all of them.
    pub places: Vec<NationalPlace>,
}

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalPlace {
    /// "missing.csv, line 12", or "A child's record" for what is not in the file.
    pub label: String,
    /// Path of the child's page.
    pub path: String,
}

/// A return was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NationalSaved {
    /// What was done, and what to do with it.
    pub sentence: String,
    /// Where it is.
    pub out: String,
}
