//! Episode records, the second product: one row an episode, with few columns.
//!
//! What somebody may know of an episode (age, sex, what the police and the provider of return
//! conversations did) is made broader by [`records::anonymise`](crate::records::anonymise) until
//! rows that read alike stand for at least k children. What only a conversation tells (reasons,
//! harms, what was disclosed) is then made broader within each such group (`told`), until any two
//! items known beside stand for k children as well. Whoever holds the topic tables of the same
//! period holds them beside these rows, so the two are compared (`crossing`).
//!
//! Larger groups tell less of who, and more of what was told: several sizes are tried, and the one
//! that loses least is taken. The same rows in any order, the same profile, request, tables and
//! draws give the same bytes.

mod check;
mod columns;
mod crossing;
mod from_standard;
mod history;
mod make;
mod manifest;
mod profile;
mod readme;
mod schema;
mod told;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use check::{RecordsFault, check};
pub use history::{HeldRecords, exposed_records};
pub use make::{EpisodeRelease, make};
pub use manifest::{
    ColumnEntry, ColumnKind, LabelEntry, RECORDS_SCHEMA, RecordsManifest, RecordsTotals,
};
pub use profile::{Known, RecordsPolicy, RecordsProfile, Told};

/// The file with the rows.
pub const EPISODES: &str = "episodes.csv";

/// Parts the items of a cell of what was told.
pub const SEPARATOR: &str = "|";

/// One episode, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRow {
    /// Which episode, as the store knows it. It is never written.
    pub episode: u128,
    /// Which child, as the store knows it. Likely doubles that nobody has settled have one here.
    /// It is never written.
    pub child: u128,
    /// Variable to leaf code or absence code.
    pub codes: BTreeMap<String, String>,
    /// Variable to leaf codes, or to the one absence code that says why there is none.
    pub sets: BTreeMap<String, BTreeSet<String>>,
}
