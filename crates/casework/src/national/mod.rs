//! The three national returns, written: SSDA903 Missing, the Standard Safeguarding Dataset's
//! `ssd_missing`, and the columns of Ofsted's Annex A list 8 that are about missing episodes.
//!
//! Each is made out of a [`History`] by a mapping that is data (`schemas/mappings/`). What would
//! break a rule of the return is written all the same and told as a [`Finding`]; what cannot be
//! written is told as a finding too. Nothing is left out in silence.
//!
//! How the days of SSDA903 are worked out:
//!
//! * `MIS_START` is the later of two days in London: the one from which the child was missing, and
//!   the one on which a responsible adult last saw them;
//! * `MIS_END` is, for a missing child, the day on which they were located or else came back, and
//!   for one who was away, the day on which they came back. An end after the collection year is
//!   left blank, since on 31 March the period was open;
//! * two episodes of a child of the same kind that begin on the same day are **joined** into one
//!   row with the later end, because a row is known by child, day and kind. Rows that only touch
//!   stay apart: rule 574 allows it. Rows that overlap stay as they are recorded and are told,
//!   since nobody but the writer of the record can say which is right.

mod annex_a;
mod cells;
mod findings;
mod ssd_missing;
mod ssda903;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use homeward_standard::Moment;
use uuid::Uuid;

pub use annex_a::annex_a;
pub use findings::{Finding, FindingKind, Place, look_before_you_submit};
pub use ssd_missing::ssd_missing;
pub use ssda903::ssda903;

use crate::derived::financial_year_days;

/// The longest local id that loaders take.
const LOCAL_ID_LENGTH: usize = 20;

/// A child, as far as a national return asks.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Child {
    /// The id in the authority's own system.
    pub local_id: Option<String>,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// The unique pupil number.
    pub pupil_number: Option<String>,
    /// A code of the list `sex`, or an absence code.
    pub sex: Option<String>,
    /// A code of the list `ethnicity`, or an absence code.
    pub ethnicity: Option<String>,
    /// A code of the list `care_status`, or an absence code.
    pub care_status: Option<String>,
}

/// An episode, as far as a national return asks.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq)]
pub struct Episode {
    /// The record.
    pub record: Uuid,
    /// The child's record.
    pub child: Uuid,
    /// A code of the list `episode_type`.
    pub episode_type: Option<String>,
    /// A code of the list `dfe_missing_type`.
    pub dfe_missing_type: Option<String>,
    /// When the child went missing.
    pub missing_from: Moment,
    /// When a responsible adult last saw them.
    pub last_seen: Option<Moment>,
    /// When they were located.
    pub located: Option<Moment>,
    /// When they came back.
    pub returned: Option<Moment>,
    /// Why it was closed without a return: a code of the list `close_reason`.
    pub close_reason: Option<String>,
    /// The return conversations over it.
    pub conversations: Vec<Conversation>,
}

/// What a return conversation says of its offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conversation {
    /// A code of the list `rhi_offer`.
    pub offer: Option<String>,
    /// A code of the list `rhi_outcome`.
    pub outcome: Option<String>,
    /// Whether somebody else has signed it off. What nobody has read does not leave.
    pub signed_off: bool,
}

/// What the store holds, up to the end of the year: every episode that may reach into it.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The children, by their records.
    pub children: BTreeMap<Uuid, Child>,
    /// The episodes.
    pub episodes: Vec<Episode>,
    /// How many episodes have no start and so are in no year.
    pub without_start: u64,
}

/// A collection year: 1 April to 31 March.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// The day on which the return is made.
    pub today: NaiveDate,
}

impl Year {
    /// The year of a name such as "2025-26". None when it is none, or begins after `today`.
    pub fn named(name: &str, today: NaiveDate) -> Option<Self> {
        let (first, last) = financial_year_days(name)?;
        (first <= today).then_some(Self { first, last, today })
    }

    /// The last day of it that has come.
    pub fn until(&self) -> NaiveDate {
        self.last.min(self.today)
    }
}

/// A file of a return.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its name. It names nobody.
    pub name: String,
    /// Its text, as UTF-8 with a line feed after each row.
    pub text: String,
    /// Rows, without the line of column names.
    pub rows: usize,
}

/// A return that was made.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    /// Its files.
    pub files: Vec<File>,
    /// What was counted, in plain words and in order.
    pub counts: Vec<(String, usize)>,
    /// What needs a look before it is submitted.
    pub findings: Vec<Finding>,
    /// What the return loses, in plain sentences.
    pub losses: Vec<String>,
}

/// Whether a unique pupil number can be written: 13 letters and digits.
fn is_pupil_number(number: &str) -> bool {
    number.len() == 13 && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether an id can be written: 1 to 20 letters and digits. No spreadsheet takes one for a
/// formula, and no loader for two cells.
fn is_local_id(id: &str) -> bool {
    (1..=LOCAL_ID_LENGTH).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The sentences of a mapping: those of its columns by name, then the others.
fn losses(files: &[homeward_standard::WrittenFile], others: &[String]) -> Vec<String> {
    let of_columns = files.iter().flat_map(|file| &file.columns);
    of_columns
        .filter_map(|column| Some(format!("{}: {}", column.name, column.loses.as_ref()?)))
        .chain(others.iter().cloned())
        .collect()
}
