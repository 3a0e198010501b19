//! `manifest.json`: what a release holds, under which rules, and what was merged.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::{MANIFEST, json_file};
use crate::{Authority, Ladder, Policy, Refusal};

/// The layout of files that this crate writes and reads.
pub const MANIFEST_SCHEMA: &str = "london-release-1";

/// What a release says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `london-release-1`.
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
    /// The rules that every group of every table holds.
    pub policy: Policy,
    /// What every table adds up to.
    pub totals: Totals,
    /// The topic tables.
    pub tables: Vec<TableEntry>,
    /// The other files, those of the risk report among them. The manifest does not list itself.
    pub files: Vec<FileEntry>,
    /// The question sets, lists and ladders in use.
    pub versions: Vec<Version>,
    /// Whether the release is signed.
    pub signature: Signature,
}

/// An id with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Permanent id.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
}

/// What every table adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Episodes: the number of rows of each table.
    pub episodes: u64,
    /// Different children. Answers do not add up to it, since a child with several episodes can
    /// stand in several groups.
    pub children: u64,
}

/// One topic table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableEntry {
    /// Its name within the release.
    pub file: String,
    /// Id of the topic.
    pub topic: String,
    /// What people read.
    pub title: String,
    /// What it is crossed with: nothing, one, or two.
    pub by: Vec<String>,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Rows under the heading.
    pub rows: u64,
    /// SHA-256 of the file in lower-case hexadecimal.
    pub sha256: String,
    /// How the codes of each shown answer were merged in this table.
    pub merges: Vec<Merge>,
}

/// How the codes of one answer were merged in one table.
///
/// Every code that the answer may have is listed, whether or not an episode has it: a list of the
/// codes that occur would give small groups away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Name of the column.
    pub variable: String,
    /// What was merged, in plain words.
    pub words: Vec<String>,
    /// Every code to the code it is shown as.
    pub codes: BTreeMap<String, String>,
}

/// A file that is no topic table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name within the release.
    pub file: String,
    /// SHA-256 of the file in lower-case hexadecimal.
    pub sha256: String,
}

/// A question set, list or ladder in use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// What it is.
    pub kind: VersionOf,
    /// Permanent id.
    pub id: String,
    /// Counts up with every change, for what has a number. A list has one from its second version on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// SHA-256 of what it says, for what has no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl Version {
    /// What the caller named, and the ladders in use, each once and in order.
    pub(crate) fn with_ladders(
        named: &[Self],
        ladders: &[Ladder],
        hash: &dyn Fn(&[u8]) -> String,
    ) -> Vec<Self> {
        let ladders = ladders.iter().map(|ladder| Self {
            kind: VersionOf::Ladder,
            id: ladder.id.clone(),
            version: None,
            sha256: Some(ladder.fingerprint(hash)),
        });
        let mut versions: Vec<Self> = named.iter().cloned().chain(ladders).collect();
        versions.sort();
        versions.dedup();
        versions
    }
}

/// What has a version.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum VersionOf {
    /// A set of questions.
    QuestionSet,
    /// A list of codes.
    List,
    /// A ladder, along which codes are merged.
    Ladder,
}

/// Whether the release is signed. In this layout it never is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// False.
    pub signed: bool,
    /// What that means for who checks it.
    pub words: String,
}

impl Manifest {
    /// What stands in `manifest.json`.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        json_file(MANIFEST, self)
    }
}

impl Signature {
    /// The statement that stands in every manifest of this layout.
    pub fn unsigned() -> Self {
        Self { signed: false, words: UNSIGNED.to_owned() }
    }
}

/// What an unsigned manifest can show and what it cannot.
pub(crate) const UNSIGNED: &str = "This release is not signed. Its hashes show damage, such as a \
file changed or lost on the way. They do not show forgery: whoever changes a file can also write \
a new manifest. Ask the sender to confirm it another way.";
