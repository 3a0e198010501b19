//! The report for the social worker: an open copy (design, invariant 6).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Line;

/// What an open copy asks for.
#[derive(Clone, Deserialize, TS)]
pub struct ReportAsk {
    /// The return conversation.
    pub record: String,
    /// Why it is needed; goes into the audit log.
    pub reason: String,
    /// Who it is for; goes into the audit log and onto the report.
    pub recipient: String,
    /// The passphrase, again.
    pub passphrase: String,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Report {
    /// OFFICIAL-SENSITIVE.
    pub marking: String,
    /// Title.
    pub title: String,
    /// Sections with lines.
    pub sections: Vec<ReportSection>,
    /// The same as plain text, to select and copy.
    pub text: String,
    /// The same as one self-contained HTML file, to save or print.
    pub html: String,
    /// A file name that names nobody.
    pub file_name: String,
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportSection {
    /// Its title.
    pub title: String,
    /// What is recorded.
    pub lines: Vec<Line>,
}
