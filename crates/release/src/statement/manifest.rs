//! `manifest.json` of a statement.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::{MANIFEST, json_file};
use crate::{Authority, FileEntry, Made, Refusal, Signature, Version};

/// The layout of a statement.
pub const STATEMENT_SCHEMA: &str = "london-release-statement-1";

/// What a statement is called where the product of a release is named.
pub const STATEMENT: &str = "statement";

/// What a statement says about itself: for whom it is and why, like every release, and one sentence.
/// It has no place for a table, a total or a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementManifest {
    /// Always `london-release-statement-1`.
    pub schema: String,
    /// Always `statement`.
    pub product: String,
    /// Whose children it is about.
    pub authority: Authority,
    /// The financial year, such as `2025-26`.
    pub period: String,
    /// The organisation that it was made for.
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
    /// The fewest different children that anything else than a statement is made of.
    pub k: u32,
    /// What it says.
    pub statement: Fewer,
    /// The other files. The manifest does not list itself.
    pub files: Vec<FileEntry>,
    /// The question sets, lists and ladders in use.
    pub versions: Vec<Version>,
    /// Whether it is signed.
    pub signature: Signature,
}

/// That there are fewer children than so many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fewer {
    /// Fewer different children than this went missing in the period. It may be none. The same as k.
    pub fewer_than: u32,
    /// The same in words.
    pub words: String,
}

impl StatementManifest {
    /// What stands in `manifest.json`.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        json_file(MANIFEST, self)
    }
}
