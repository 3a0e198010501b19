//! What can be wrong with the files, their rows and their episodes, in sentences.
//!
//! No sentence holds a value out of a file.

use crate::checks::{self, Check};
use std::fmt;

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// `missing.csv`: one row an episode.
    Missing,
    /// `header.csv`: one row a looked-after child.
    Header,
}

impl File {
    /// The name of the file in the return.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing.csv",
            Self::Header => "header.csv",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Missing => Self::Header,
            Self::Header => Self::Missing,
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a file cannot be read at all. Its `Display` is one sentence that says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing, or blank lines only.
    #[error("{file} is empty; choose the file that holds the rows of the return")]
    Empty {
        /// The file.
        file: File,
    },
    /// More bytes than allowed.
    #[error(
        "{file} is larger than {} MB, which no return is; check that it is the right file",
        .bytes / 1_048_576
    )]
    TooLarge {
        /// The file.
        file: File,
        /// How many are allowed.
        bytes: u64,
    },
    /// More rows than allowed.
    #[error("{file} has more than {rows} rows; split it into years and bring them in one by one")]
    TooManyRows {
        /// The file.
        file: File,
        /// How many are allowed.
        rows: u64,
    },
    /// Two bytes a character.
    #[error("{file} is saved as UTF-16; open it and save it again as “CSV UTF-8”")]
    Utf16 {
        /// The file.
        file: File,
    },
    /// Some other encoding, such as Windows-1252.
    #[error("line {line} of {file} is not UTF-8; open the file and save it again as “CSV UTF-8”")]
    NotUtf8 {
        /// The file.
        file: File,
        /// The first line that shows it.
        line: u64,
    },
    /// An Excel workbook.
    #[error("{file} is a spreadsheet, not a CSV file; open it and save it as “CSV UTF-8”")]
    Spreadsheet {
        /// The file.
        file: File,
    },
    /// No text at all.
    #[error("{file} is not a CSV text file; check that it is the right file")]
    NotText {
        /// The file.
        file: File,
    },
    /// Semicolons or tabs instead of commas.
    #[error("the columns of {file} are not separated by commas; save it again as “CSV UTF-8”")]
    NoCommas {
        /// The file.
        file: File,
    },
    /// A needed column is not there.
    #[error("{file} has no column {column}; its first line must name every column of the return")]
    MissingColumn {
        /// The file.
        file: File,
        /// The column.
        column: &'static str,
    },
    /// A needed column is there twice.
    #[error("{file} has the column {column} twice; delete the one that does not belong there")]
    DoubleColumn {
        /// The file.
        file: File,
        /// The column.
        column: &'static str,
    },
    /// Each file was given in place of the other.
    #[error("header.csv and missing.csv are the wrong way round; choose them again")]
    Swapped,
    /// The disk did not give the file.
    #[error("{file} could not be read ({kind}); copy it to this laptop and try again")]
    CouldNotRead {
        /// The file.
        file: File,
        /// What the system said, without the path.
        kind: std::io::ErrorKind,
    },
    /// Stopped by the caller.
    #[error("the import was stopped; nothing was brought in")]
    Cancelled,
}

impl Refusal {
    /// A short permanent name of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Utf16 { .. } => "utf16",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Spreadsheet { .. } => "spreadsheet",
            Self::NotText { .. } => "not_text",
            Self::NoCommas { .. } => "no_commas",
            Self::MissingColumn { .. } => "missing_column",
            Self::DoubleColumn { .. } => "double_column",
            Self::Swapped => "swapped",
            Self::CouldNotRead { .. } => "could_not_read",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A row that could not be read. Its `Display` is the sentence, without file, line and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The file.
    pub file: File,
    /// The line, counted from 1, column names included: the number that an editor shows.
    pub line: u64,
    /// The column, when one is to blame.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub code: ProblemCode,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.sentence())
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// More or fewer fields than columns.
    FieldCount,
    /// A quotation mark is opened and not closed on the line.
    OpenQuote,
    /// The line is longer than allowed.
    LineTooLong,
    /// A field is longer than allowed.
    FieldTooLong,
    /// A needed field is blank.
    Blank,
    /// A local id that is too long or has other signs than letters and digits.
    LocalId,
    /// Not dd/mm/yyyy.
    DateForm,
    /// yyyy-mm-dd.
    IsoDate,
    /// dd/mm/yy.
    ShortYear,
    /// 31/02/2020.
    NoSuchDate,
    /// A year in which no child of the return lived.
    FarDate,
    /// Neither M nor A.
    MissingType,
    /// None of the sex codes of old and new years.
    Sex,
    /// None of the ethnic group codes.
    Ethnicity,
    /// Another date of birth than in the child's first or header row.
    BirthDateDiffers,
    /// The same child, start and type as an earlier row, but another end.
    EndDiffers,
    /// The same child as an earlier row of the header, but another sex, ethnic group or birthday.
    ChildDiffers,
}

impl ProblemCode {
    /// Every kind of problem.
    pub const ALL: [Self; 17] = [
        Self::FieldCount,
        Self::OpenQuote,
        Self::LineTooLong,
        Self::FieldTooLong,
        Self::Blank,
        Self::LocalId,
        Self::DateForm,
        Self::IsoDate,
        Self::ShortYear,
        Self::NoSuchDate,
        Self::FarDate,
        Self::MissingType,
        Self::Sex,
        Self::Ethnicity,
        Self::BirthDateDiffers,
        Self::EndDiffers,
        Self::ChildDiffers,
    ];

    /// A short permanent name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FieldCount => "field_count",
            Self::OpenQuote => "open_quote",
            Self::LineTooLong => "line_too_long",
            Self::FieldTooLong => "field_too_long",
            Self::Blank => "blank",
            Self::LocalId => "local_id",
            Self::DateForm => "date_form",
            Self::IsoDate => "iso_date",
            Self::ShortYear => "short_year",
            Self::NoSuchDate => "no_such_date",
            Self::FarDate => "far_date",
            Self::MissingType => "missing_type",
            Self::Sex => "sex",
            Self::Ethnicity => "ethnicity",
            Self::BirthDateDiffers => "birth_date_differs",
            Self::EndDiffers => "end_differs",
            Self::ChildDiffers => "child_differs",
        }
    }

    /// What is wrong and what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::FieldCount => "The row has more or fewer fields than there are columns.",
            Self::OpenQuote => "A quotation mark is opened and not closed on this line.",
            Self::LineTooLong => "The line is far too long for a row of the return.",
            Self::FieldTooLong => "A field is far too long.",
            Self::Blank => "The field is blank and must be filled in.",
            Self::LocalId => "The child’s ID must be up to 20 letters and digits.",
            Self::DateForm => "The date must be written as day/month/year, like 27/03/2025.",
            Self::IsoDate => {
                "The date is written year first; it must be day/month/year, like 27/03/2025."
            }
            Self::ShortYear => "The year must have four digits, like 27/03/2025.",
            Self::NoSuchDate => "There is no such date in the calendar.",
            Self::FarDate => "The year of the date cannot be right.",
            Self::MissingType => "The type must be M (missing) or A (away without authorisation).",
            Self::Sex => "The sex must be M, F or U, or 1 or 2 as in years before 2024-25.",
            Self::Ethnicity => "The ethnic group is not a code of the return.",
            Self::BirthDateDiffers => "The date of birth differs from the child’s other row.",
            Self::EndDiffers => {
                "Another row has the same child, start and type but a different end date."
            }
            Self::ChildDiffers => "Another row has the same child with different details.",
        }
    }
}

/// A rule of the return that a row breaks. The row comes in all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// 574: it begins before an earlier episode of the child has ended.
    Overlap {
        /// The line of the earlier episode in `missing.csv`. None when that is in the store.
        with: Option<u64>,
    },
    /// 567: it ends before it begins.
    EndBeforeStart,
    /// 586: it begins before the child was born.
    StartBeforeBirth,
    /// The child was 18 or older when it began.
    AdultAtStart,
    /// 570: it begins or ends after the day of the import.
    InFuture,
    /// The child has no readable row in `header.csv`.
    NotInHeader,
    /// 101: the header gives no sex.
    SexBlank,
    /// 103: the header gives no ethnic group.
    EthnicityBlank,
}

impl Flag {
    /// A short permanent name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overlap { .. } => "overlap",
            Self::EndBeforeStart => "end_before_start",
            Self::StartBeforeBirth => "start_before_birth",
            Self::AdultAtStart => "adult_at_start",
            Self::InFuture => "in_future",
            Self::NotInHeader => "not_in_header",
            Self::SexBlank => "sex_blank",
            Self::EthnicityBlank => "ethnicity_blank",
        }
    }

    /// The flag that the store keeps under this name: its rule number, or its short name where it
    /// has none. The line that an overlap was found with is not in the name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Overlap { with: None },
            Self::EndBeforeStart,
            Self::StartBeforeBirth,
            Self::AdultAtStart,
            Self::InFuture,
            Self::NotInHeader,
            Self::SexBlank,
            Self::EthnicityBlank,
        ]
        .into_iter()
        .find(|flag| match flag.rule() {
            Some(rule) => rule.to_string() == name,
            None => flag.as_str() == name,
        })
    }

    /// The number of the rule in the validation of the return, where it has one.
    pub fn rule(self) -> Option<u16> {
        match self {
            Self::Overlap { .. } => Some(574),
            Self::EndBeforeStart => Some(567),
            Self::StartBeforeBirth => Some(586),
            Self::InFuture => Some(570),
            Self::SexBlank => Some(101),
            Self::EthnicityBlank => Some(103),
            Self::AdultAtStart | Self::NotInHeader => None,
        }
    }

    /// The check that says the same of an episode that somebody enters. Both rest on one function.
    ///
    /// None where nothing entered can break the rule: there is no header, and sex and ethnic group
    /// are answers that the child's own questions need.
    #[must_use]
    pub fn check(self) -> Option<&'static Check> {
        match (self, self.rule()) {
            (Self::AdultAtStart, _) => checks::by_id("no_child_at_start"),
            (_, Some(rule)) => checks::by_ssda903(rule).next(),
            (_, None) => None,
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlap { with: Some(line) } => {
                write!(f, "It begins before the episode on line {line} has ended")
            }
            Self::Overlap { with: None } => {
                f.write_str("It overlaps an episode that is already here")
            }
            Self::EndBeforeStart => f.write_str("It ends before it begins"),
            Self::StartBeforeBirth => f.write_str("It begins before the child was born"),
            Self::AdultAtStart => f.write_str("The child was 18 or older when it began"),
            Self::InFuture => f.write_str("It begins or ends in the future"),
            Self::NotInHeader => f.write_str("The child has no readable row in header.csv"),
            Self::SexBlank => f.write_str("The header gives no sex for the child"),
            Self::EthnicityBlank => f.write_str("The header gives no ethnic group for the child"),
        }?;
        match self.rule() {
            Some(rule) => write!(f, " (rule {rule})."),
            None => f.write_str("."),
        }
    }
}
