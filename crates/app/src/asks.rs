//! Small asks of the window that take more than one value.

use serde::Deserialize;
use ts_rs::TS;

/// A new passphrase, to be judged.
#[derive(Clone, Deserialize, TS)]
pub struct NewPassphrase {
    /// As typed so far.
    pub passphrase: String,
    /// The person's name: a passphrase that repeats it counts as weaker.
    pub name: String,
}

/// "This is the same child."
#[derive(Clone, Deserialize, TS)]
pub struct ChooseChild {
    /// The episode that is being added.
    pub episode: String,
    /// The child who is here already.
    pub child: String,
}

/// A section of a record.
#[derive(Clone, Deserialize, TS)]
pub struct InSection {
    /// The record.
    pub record: String,
    /// The section.
    pub section: String,
}

/// A repeating group of a record.
#[derive(Clone, Deserialize, TS)]
pub struct OneRowGroup {
    /// The record.
    pub record: String,
    /// The group.
    pub question: String,
}

/// A row of a repeating group.
#[derive(Clone, Deserialize, TS)]
pub struct OneRow {
    /// The record.
    pub record: String,
    /// The group.
    pub question: String,
    /// The row.
    pub item: u32,
}

/// Where the report goes.
#[derive(Clone, Deserialize, TS)]
pub struct SaveReport {
    /// The file to write.
    pub path: String,
    /// The report, as it was just given out.
    pub html: String,
}

/// Where the list of an import goes.
#[derive(Clone, Deserialize, TS)]
pub struct SaveList {
    /// The file to write.
    pub path: String,
    /// The list, as it was just given out.
    pub csv: String,
}
