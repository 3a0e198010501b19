//! Why a table was not anonymised. Each is one sentence that names a kind of file, a line or a
//! column, and never a value of a row.

use thiserror::Error;

use crate::api::ApiError;

/// A kind of file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The table.
    Records,
    /// The policy.
    Policy,
    /// A hierarchy beside the policy.
    Hierarchy,
}

impl std::fmt::Display for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Records => "records file",
            Self::Policy => "policy",
            Self::Hierarchy => "hierarchy file",
        })
    }
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// There is no such file.
    #[error("The {file}{} is not in that place. Check its name.", of(.column))]
    NoSuchFile {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
    },
    /// It is a folder, or may not be read.
    #[error("The {file}{} is not a file that can be read. Check its name, and that you may read it.", of(.column))]
    Unreadable {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
    },
    /// More than is read.
    #[error("The {file}{} is larger than Homeward reads.", of(.column))]
    TooLarge {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
    },
    /// Not UTF-8.
    #[error("The {file}{} is not plain text (UTF-8): see line {line}. Save it as CSV in UTF-8.", of(.column))]
    NotText {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
        /// Counted from one.
        line: u64,
    },
    /// Nothing in it.
    #[error("The {file}{} is empty.", of(.column))]
    Empty {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
    },
    /// Rows of different lengths.
    #[error("Line {line} of the {file}{} has {found} columns and not {expected}.", of(.column))]
    Ragged {
        /// Which file.
        file: File,
        /// The column whose hierarchy it is.
        column: Option<String>,
        /// Counted from one.
        line: u64,
        /// Cells of the line.
        found: u64,
        /// Cells of the lines before it.
        expected: u64,
    },
    /// Quotation marks that are never closed, or the like.
    #[error(
        "Line {line} of the {file} cannot be read as CSV. Check its commas and its quotation marks."
    )]
    NotCsv {
        /// Which file.
        file: File,
        /// Counted from one.
        line: u64,
    },
    /// Only a heading.
    #[error("The records file has a heading and no rows, so there is nothing to anonymise.")]
    NoRows,
    /// More rows than are counted.
    #[error("The records file has more rows than Homeward anonymises at once.")]
    TooManyRows,
    /// A heading that is empty.
    #[error("Column {number} of the records file has no name. Give each column one.")]
    NamelessColumn {
        /// Counted from one.
        number: usize,
    },
    /// Two headings alike.
    #[error(
        "Columns {first} and {second} of the records file have the same name. Give each column its own."
    )]
    ColumnTwice {
        /// Counted from one.
        first: usize,
        /// Counted from one.
        second: usize,
    },
    /// The column of the person is not there.
    #[error("The records file has no column \"{column}\", by which the policy counts people.")]
    NoPersonColumn {
        /// As the policy names it.
        column: String,
    },
    /// A column of the policy is not there.
    #[error("The records file has no column \"{column}\", which the policy names.")]
    NoSuchColumn {
        /// As the policy names it.
        column: String,
    },
    /// A column that the policy says nothing about.
    #[error(
        "The policy does not say what becomes of the column \"{column}\". Give it a role; drop leaves it out."
    )]
    ColumnWithoutRole {
        /// As its heading names it.
        column: String,
    },
    /// A row of nobody.
    #[error(
        "Line {line} of the records file has nothing in the column \"{column}\", so it cannot be counted as anybody's."
    )]
    NoPerson {
        /// Counted from one.
        line: u64,
        /// The column of the person.
        column: String,
    },
    /// A value that is no leaf.
    #[error(
        "Line {line} of the records file has a value in the column \"{column}\" that is not in its hierarchy."
    )]
    OutsideHierarchy {
        /// Counted from one.
        line: u64,
        /// Which column.
        column: String,
    },
    /// Not JSON.
    #[error("The policy is not JSON: see line {line}.")]
    NotJson {
        /// Counted from one.
        line: usize,
    },
    /// A key that is not known here.
    #[error(
        "The policy has the key \"{key}\" in {place}, which means nothing there. Check its spelling, or take it out."
    )]
    UnknownKey {
        /// As it stands there.
        key: String,
        /// Where.
        place: String,
    },
    /// One key twice.
    #[error("The policy has the key \"{key}\" twice in one place.")]
    KeyTwice {
        /// As it stands there.
        key: String,
    },
    /// A key that has to be there.
    #[error("The policy lacks the key \"{key}\" in {place}.")]
    NoKey {
        /// Which.
        key: &'static str,
        /// Where.
        place: String,
    },
    /// A key with something that it cannot have.
    #[error("In the policy, \"{key}\" in {place} must be {must}.")]
    WrongValue {
        /// Which.
        key: &'static str,
        /// Where.
        place: String,
        /// What it can be.
        must: &'static str,
    },
    /// The person would leave.
    #[error(
        "The policy counts people by the column \"{column}\" and also lets it leave. Give it the role identifier or drop."
    )]
    PersonLeaves {
        /// Which.
        column: String,
    },
    /// Nothing to make broader.
    #[error(
        "The policy gives no column the role quasi, so there is nothing by which people could be told apart."
    )]
    NoQuasi,
    /// l without anything to count.
    #[error("The policy asks for {rule} and gives no column the role sensitive.")]
    NothingSensitive {
        /// Which rule.
        rule: &'static str,
    },
    /// A floor above the top.
    #[error(
        "In the policy, the floor of the column \"{column}\" is above the top of its hierarchy."
    )]
    FloorTooHigh {
        /// Which column.
        column: String,
    },
    /// Fewer people than k.
    #[error(
        "There are fewer people in the records file than k asks for in each group ({k}), so nothing can be shown."
    )]
    TooFewPeople {
        /// As the policy has it.
        k: u32,
    },
    /// The engine refuses.
    #[error("{0}")]
    Refused(String),
    /// The verifier found something.
    #[error(
        "The written file does not hold the rules, so nothing was put in place: {problem} This is a fault in Homeward; please report it."
    )]
    DoesNotHold {
        /// What the verifier says.
        problem: String,
    },
    /// A file could not be put together.
    #[error(
        "The files could not be put together, so nothing was written. This is a fault in Homeward; please report it."
    )]
    NotMade,
}

fn of(column: &Option<String>) -> String {
    column.as_ref().map_or_else(String::new, |column| format!(" of the column \"{column}\""))
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        let message = fault.to_string();
        match fault {
            Fault::NoSuchFile { .. }
            | Fault::Unreadable { .. }
            | Fault::TooLarge { .. }
            | Fault::NotText { .. }
            | Fault::Empty { .. }
            | Fault::Ragged { .. }
            | Fault::NotCsv { .. }
            | Fault::NotJson { .. }
            | Fault::NotMade => Self::fault(message),
            _ => Self::problem(message),
        }
    }
}
