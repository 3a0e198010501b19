//! Reads a written file of records again and says whether it keeps every rule.
//!
//! This is code apart from [`crate::records`], which makes such files: it reads the bytes, the lines
//! of the hierarchies, the policy and the person and recorded values of each row, and calls nothing
//! of the engine. Where the engine builds trees of nodes and classes of rows, rows are sorted here
//! by the text that stands in the file, and a label is looked up in the line of its recorded value.
//! So one mistake cannot hide in both.
//!
//! [`Written`] is such a file, read; [`crate::attacks::on_records`] and
//! [`crate::measures::of_records`] take it too.

mod cells;
mod episodes;
mod found;
mod groups;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thiserror::Error;

use crate::records::Rules;

pub use episodes::of_episodes;
pub use found::Found;
pub use written::Written;

/// What a column of the file may hold.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A label that may be broader than what was recorded.
    Broader {
        /// The lines of its hierarchy: a recorded value, its label on level 1, and so on to `*`.
        lines: Vec<Vec<String>>,
        /// The finest level that may be shown.
        floor: usize,
    },
    /// What must not be learned of a person, as it was recorded.
    Sensitive {
        /// Parts the items of a cell.
        separator: Option<String>,
        /// The item that says that there is nothing to learn.
        none: Option<String>,
        /// What an item may be. None where that is not known.
        codes: Option<BTreeSet<String>>,
    },
    /// What only the person told: items that may be broader than what was recorded, in each group
    /// of rows in another way. Any two of them known beside the group must leave k people.
    Told {
        /// Parts the items of a cell.
        separator: String,
        /// The labels that may stand for each code that may be recorded.
        labels: BTreeMap<String, BTreeSet<String>>,
        /// The codes that say that something bad happened.
        telling: BTreeSet<String>,
        /// Whether a group must have several different answers.
        diverse: bool,
    },
    /// As it was recorded.
    AsRecorded {
        /// Parts the items of a cell.
        separator: Option<String>,
        /// What an item may be. None where that is not known.
        codes: Option<BTreeSet<String>>,
    },
}

/// A column that may leave.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What it may hold.
    pub kind: Kind,
}

/// What is known beside the file, and no receiver has.
pub struct Beside<'a> {
    /// The columns that may leave, in their order.
    pub columns: &'a [Column],
    /// The headings of columns that must not leave.
    pub kept_back: &'a [String],
    /// The rules of the policy.
    pub rules: Rules,
    /// The person of each record, of those that were left out too.
    pub people: &'a [u32],
    /// The record behind each written row, in the order of the file.
    pub rows: &'a [u32],
    /// What was recorded in a column (its place in `columns`) of a record.
    pub recorded: &'a dyn Fn(usize, usize) -> Option<&'a str>,
    /// What the report or the manifest says of the file, if it is written already.
    pub said: Option<Said>,
}

/// What is said about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Rows written.
    pub rows_written: u64,
    /// Records left out.
    pub rows_left_out: u64,
    /// People in all records.
    pub people: u64,
    /// Groups of rows that are alike in every broader column.
    pub groups: u64,
    /// People in the smallest of them.
    pub smallest_group: u64,
}

/// A rule that a file breaks. None holds a value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Breach {
    /// It is no CSV in UTF-8, or cut short.
    #[error("It cannot be read again.")]
    Unreadable,
    /// A row has more or fewer cells than the heading.
    #[error("A row has more or fewer cells than the heading.")]
    Ragged,
    /// A column that must not leave.
    #[error("A column leaves that may not: {0}.")]
    KeptBack(String),
    /// Other columns than may leave, or in another order.
    #[error("Its columns are not those that may leave.")]
    Columns,
    /// More rows than records behind them.
    #[error("It has a row that is nobody's.")]
    NobodysRow,
    /// Fewer rows than records behind them.
    #[error("It lacks a row.")]
    LacksRow,
    /// More records are missing than the drop cap allows.
    #[error("More rows were left out than may be.")]
    LeftOut,
    /// A label that the hierarchy does not have.
    #[error("A label of {0} is not in its hierarchy.")]
    OutsideHierarchy(String),
    /// A label on a finer level than may be shown.
    #[error("A label of {0} is finer than its floor.")]
    FinerThanFloor(String),
    /// A label that does not stand for what was recorded.
    #[error("A label of {0} is untrue: it does not stand for what was recorded.")]
    Untrue(String),
    /// A cell that leaves as recorded, and does not.
    #[error("A cell of {0} is untrue: it is not what was recorded.")]
    NotAsRecorded(String),
    /// An item that is no code of its list.
    #[error("A cell of {0} holds what is no code of its list.")]
    NoCode(String),
    /// Fewer than k people in a group.
    #[error("A group has fewer people than k.")]
    FewPeople,
    /// One person has most rows of a group.
    #[error("One person has too large a share of a group.")]
    Dominance,
    /// Two items of what was told leave too few people of a group.
    #[error("Two items of a row leave fewer people than k.")]
    FewWithItems,
    /// Too few different answers in a group.
    #[error("A group has too few different answers of {0}.")]
    FewAnswers(String),
    /// Too many people of a group share an item.
    #[error("Too many people of a group share one item of {0}.")]
    Homogeneity(String),
    /// The report says something else than the file.
    #[error("The report says another number of {0} than the file has.")]
    Said(&'static str),
}

/// A breach, with the first row that it was found in and how many rows or groups break it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is broken.
    pub breach: Breach,
    /// The first row, counted from 1 below the heading. None for what is about the whole file.
    pub row: Option<u64>,
    /// How often it was found.
    pub times: u64,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "Row {row}: {}", self.breach),
            None => write!(f, "{}", self.breach),
        }
    }
}
