//! What is wrong with the files of `schemas/`.

use std::fmt;

/// One thing wrong with the files of the standard. Its text is a sentence that says where and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, relative to `schemas/`.
    pub file: String,
    /// The path inside the file, with the question id where there is one.
    pub place: String,
    /// What is wrong there.
    pub reason: Reason,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}.", self.file, self.reason)
        } else {
            write!(f, "{}, {}: {}.", self.file, self.place, self.reason)
        }
    }
}

impl std::error::Error for Fault {}

/// Why a file of the standard is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The file is not JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// The JSON has another shape than its kind of file.
    #[error("{0}")]
    WrongShape(String),
    /// No kind of file belongs at this path.
    #[error("no file of the standard belongs at this path")]
    UnknownFile,
    /// A file that must be there is not.
    #[error("this file is needed and is not there")]
    MissingFile,
    /// The file is called something else than its id (and version) say.
    #[error("the file must be called `{0}`, after what it says inside")]
    WrongName(String),
    /// The same id stands twice.
    #[error("the id `{0}` is used twice")]
    DoubleId(String),
    /// The same code stands twice in a list.
    #[error("the code `{0}` stands twice in this list")]
    DoubleCode(String),
    /// A code that is not made of upper-case letters, digits, `_` and `-`, or is an absence code.
    #[error(
        "`{0}` cannot be a code: it must be upper-case letters, digits, `_` or `-`, and no absence code"
    )]
    BadCode(String),
    /// A list that does not exist.
    #[error("there is no code list called `{0}`")]
    UnknownList(String),
    /// A code that its list does not have.
    #[error("the list `{list}` has no code `{code}`")]
    UnknownCode {
        /// The list.
        list: String,
        /// The code it does not have.
        code: String,
    },
    /// A ladder that does not exist.
    #[error("there is no ladder called `{0}`")]
    UnknownLadder(String),
    /// A ladder over another list than the answers have.
    #[error("the ladder `{ladder}` is for the list `{list}`, not for this one")]
    LadderOfOtherList {
        /// The ladder.
        ladder: String,
        /// The list it is for.
        list: String,
    },
    /// A floor above the top of its ladder, or below the floor it must keep to.
    #[error("the floor {floor} must be from {least} to {most}")]
    BadFloor {
        /// The floor as given.
        floor: u8,
        /// The lowest it may be.
        least: u8,
        /// The highest it may be.
        most: u8,
    },
    /// A code of the level below that is in no group, or in two.
    #[error("the code `{0}` must stand in exactly one group of this level")]
    LadderNotWhole(String),
    /// A code in a ladder that the level below does not have.
    #[error("the level below has no code `{0}`")]
    LadderStranger(String),
    /// The last level does not end in `SUPP`.
    #[error("the last level must have one group, `SUPP`")]
    LadderTop,
    /// A question without a disclosure rule. There is no default.
    #[error("the question has no `disclosure`, and there is no default")]
    NoDisclosure,
    /// Free text that is not dropped.
    #[error("free text can only be dropped: its `disclosure` class must be `drop`")]
    FreeTextMustDrop,
    /// A choice that names no list.
    #[error("a choice needs a `list`")]
    ChoiceWithoutList,
    /// A list on a question that is no choice.
    #[error("only a choice has a `list`")]
    ListOnOtherKind,
    /// Rows without columns.
    #[error("rows need `columns` and a `row_title`")]
    RowsWithoutColumns,
    /// Columns on a question that is not rows, or rows inside rows.
    #[error("only rows have `columns`, and a column cannot be rows itself")]
    ColumnsOnOtherKind,
    /// A range or a unit on a question that is no number.
    #[error("only a number has a `range` or a `unit`")]
    RangeOnOtherKind,
    /// A range whose ends are the wrong way round, or beyond what every program counts exactly.
    #[error("the `range` must go from the smallest number to the largest, within 15 digits")]
    BadRange,
    /// A section beside something that is no long text of another section of its set.
    #[error(
        "`{0}` cannot stand beside this section: it must be a long text of another section of this set"
    )]
    BadBeside(String),
    /// A column of rows with words for the child, or one that is carried over.
    #[error("a column of rows has no `with_child` and no `carry`")]
    OnlyOnQuestions,
    /// A text that is there and says nothing.
    #[error("`{0}` must not be empty")]
    EmptyText(&'static str),
    /// A typed column that does not exist, is of another set or kind, or is on a column of rows.
    #[error("`{0}` is no typed column that this question can be bound to")]
    BadBind(String),
    /// Two questions bound to the same typed column.
    #[error("two questions are bound to `{0}`")]
    DoubleBind(String),
    /// An absence code that nobody may choose by hand.
    #[error("nobody can choose `{0}` by hand")]
    AbsenceNotChosen(String),
    /// A rule over something that does not exist.
    #[error("the rule names `{0}`, which does not exist")]
    RuleUnknown(String),
    /// A rule over a question that comes later, or that it cannot see.
    #[error("the rule names `{0}`, which is not asked before it")]
    RuleLater(String),
    /// A rule that compares an answer of the wrong kind.
    #[error("the rule compares `{0}`, whose answer is of another kind")]
    RuleKind(String),
    /// A published file without an entry in `published-hashes.json`.
    #[error("a published file needs its hash in `published-hashes.json`")]
    PublishedWithoutHash,
    /// A published file that has changed.
    #[error("a published file never changes, and this one has: make a new version instead")]
    PublishedChanged,
    /// A published file that rests on a draft list.
    #[error("what is published may use only published lists, and `{0}` is a draft")]
    PublishedOnDraft(String),
    /// A newer version of a list that does not name the version before it.
    #[error("a newer version of a list must say `extends` with the version before it, here `{0}`")]
    NotTheVersionBefore(String),
    /// A map between versions of which one is not there, or that do not follow one another.
    #[error("`{0}` does not name two versions of a question set that follow one another")]
    NoSuchVersions(String),
    /// A difference between two versions that their map leaves out.
    #[error("the two versions differ in `{id}` ({change}), and the map does not say so")]
    NotMapped {
        /// The question or section.
        id: String,
        /// The word of the change.
        change: &'static str,
    },
    /// A difference in the map that is none.
    #[error("the map says {0}, and the two versions do not differ so")]
    MappedButSame(&'static str),
    /// A difference that a question may not have from one version to the next.
    #[error(
        "`{0}` keeps its kind, its disclosure rule, its typed column and its rows in every version, and a set its title: a new meaning needs a new id"
    )]
    KeptForGood(String),
    /// A list that is not a newer version of the one before.
    #[error("the list `{new}` is no newer version of `{old}`")]
    OtherList {
        /// The list of the older version.
        old: String,
        /// The list of the newer version.
        new: String,
    },
    /// An added code without what it counts as.
    #[error("the map does not say which older code `{0}` counts as")]
    CodeNotMapped(String),
    /// An absence code that does not say that nobody was asked.
    #[error("a question that a version does not ask reads NASK or NAPP, not {0}")]
    NotAskedAs(&'static str),
    /// The absence codes of the file and of the program differ.
    #[error("the absence codes must be the seven that the program knows, with the same words")]
    AbsenceCodes,
    /// A number that makes no sense.
    #[error("`{0}` is out of range")]
    OutOfRange(&'static str),
}
