//! `manifest.json` of a release of episode records.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::profile::RecordsPolicy;
use crate::files::{MANIFEST, json_file};
use crate::{Authority, FileEntry, Made, Refusal, Signature, Version};

/// The layout of the files of episode records.
pub const RECORDS_SCHEMA: &str = "london-release-records-1";

/// What a release of episode records says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsManifest {
    /// Always `london-release-records-1`.
    pub schema: String,
    /// Whose children the episodes are about.
    pub authority: Authority,
    /// The financial year, such as `2025-26`.
    pub period: String,
    /// The organisation that the release was made for.
    pub receiver: String,
    /// What they need it for.
    pub purpose: String,
    /// The agreement under which it is shared.
    pub agreement: String,
    /// The day on which it was made.
    #[schemars(with = "String", extend("format" = "date"))]
    pub made_on: NaiveDate,
    /// The release profile it was made under.
    pub profile: Made,
    /// The rules that every group of rows holds.
    pub policy: RecordsPolicy,
    /// What the file adds up to.
    pub totals: RecordsTotals,
    /// The columns of `episodes.csv`, in order.
    pub columns: Vec<ColumnEntry>,
    /// The other files, `episodes.csv` among them. The manifest does not list itself.
    pub files: Vec<FileEntry>,
    /// The question sets, lists and ladders in use.
    pub versions: Vec<Version>,
    /// Whether the release is signed.
    pub signature: Signature,
}

/// What a file of episode records adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsTotals {
    /// Episodes of the period, those left out too.
    pub episodes: u64,
    /// Different children of the period.
    pub children: u64,
    /// Rows of the file.
    pub rows: u64,
    /// Episodes that fit into no group and were left out.
    pub left_out: u64,
    /// Groups of rows that read alike in every column that somebody may know.
    pub groups: u64,
    /// Children of the smallest of them.
    pub fewest_children: u64,
}

/// One column, with what each of its labels stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry {
    /// Its heading.
    pub name: String,
    /// What people read.
    pub title: String,
    /// What kind of column it is.
    pub kind: ColumnKind,
    /// Parts the items of a cell, where there can be several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// What was merged, in plain words.
    pub words: Vec<String>,
    /// Every label that may stand in it, whether or not a row has it.
    pub labels: Vec<LabelEntry>,
}

/// What kind of column it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// The same in every row.
    Same,
    /// Somebody may know it. It was made broader until nobody stands out by all such columns.
    Known,
    /// Only a conversation tells it. It was made broader until nobody stands out by two items.
    Told,
}

/// A label, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelEntry {
    /// As it stands in the file.
    pub code: String,
    /// In words.
    pub label: String,
    /// The codes of records that it can stand for.
    pub stands_for: Vec<String>,
}

impl RecordsManifest {
    /// What stands in `manifest.json`.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        json_file(MANIFEST, self)
    }
}
