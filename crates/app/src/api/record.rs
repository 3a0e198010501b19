//! A child, a record as a task list, a section as a page, an answer given, and check answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Line, Tag};

/// A child with episodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChildView {
    /// The child's record.
    pub record: String,
    /// Name as shown; "No name recorded" if there is none.
    pub name: String,
    /// Date of birth and age today, local id, authority, and so on.
    pub facts: Vec<Line>,
    /// Newest first.
    pub episodes: Vec<EpisodeRow>,
    /// What can be done from here.
    pub actions: Vec<Action>,
    /// Likely doubles of this child, said and never merged.
    pub notices: Vec<String>,
}

/// One episode in a child's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EpisodeRow {
    /// The episode's record.
    pub record: String,
    /// "Went missing 3 March 2026, returned 5 March 2026".
    pub title: String,
    /// "About 2 days", "From an import".
    pub detail: String,
    /// Due, done, history.
    pub tag: Tag,
    /// The records about it: return conversation, police prevention interview, support.
    pub records: Vec<Action>,
}

/// A record as a task list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordView {
    /// The record.
    pub record: String,
    /// "Return conversation".
    pub title: String,
    /// The child's name.
    pub child: String,
    /// The child's record, to go back to.
    pub child_record: String,
    /// Draft, Ready for review (self-checked), ...
    pub state: Tag,
    /// The clock, if one runs: "Due in 6 hours".
    pub due: Option<Tag>,
    /// The episodes it is about, in words, when it can be about more than one.
    pub about: Vec<String>,
    /// What is worked out and cannot be typed: offered in time, completed in time.
    pub derived: Vec<Line>,
    /// The sections.
    pub tasks: Vec<Task>,
    /// What can be done: check answers, report for the social worker, ...
    pub actions: Vec<Action>,
    /// Whether answers can be changed.
    pub open: bool,
    /// Flags, such as "This episode overlaps another (rule 574)".
    pub notices: Vec<String>,
    /// Answers to questions that this version does not know, as text.
    pub kept: Vec<Line>,
}

/// A section in the task list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Task {
    /// The section.
    pub section: String,
    /// Its title.
    pub title: String,
    /// One line on what it is about.
    pub hint: Option<String>,
    /// "Not started", "In progress", "Completed", "1 problem".
    pub state: Tag,
    /// "4 of 6 answered".
    pub count: String,
}

/// Something that can be done from a page: a link or a button of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Action {
    /// What it says.
    pub label: String,
    /// The screen's path it leads to, or a command word after `do:`, such as `do:start-conversation`.
    pub path: String,
    /// Whether it is the main thing to do here.
    pub main: bool,
}

/// One section of a record, as a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageView {
    /// The record whose answers these are.
    pub record: String,
    /// The section.
    pub section: String,
    /// Title of the page.
    pub title: String,
    /// "Return conversation, Example Child 12".
    pub caption: String,
    /// One line under the title.
    pub hint: Option<String>,
    /// The questions to show now, core ones first within their order; hidden ones are absent.
    pub questions: Vec<QuestionView>,
    /// Rarely needed questions, shown behind "More questions".
    pub more: Vec<QuestionView>,
    /// What stands beside the questions to read while answering, such as the account beside its codes.
    pub beside: Option<Beside>,
    /// Last time's answers that can be brought over to this page.
    pub carry: Option<CarryOffer>,
    /// What to know about the page: that it is history, or that a newer version recorded it.
    pub notices: Vec<String>,
    /// The section before, if any.
    pub previous: Option<String>,
    /// The section after; none leads to check answers.
    pub next: Option<String>,
    /// Whether answers can be changed.
    pub open: bool,
}

/// An answer that stands beside a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Beside {
    /// The question.
    pub label: String,
    /// The answer, word for word.
    pub text: String,
    /// The screen's path to change it.
    pub path: String,
}

/// What of last time's answers can be brought over to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarryOffer {
    /// "From the return conversation of 3 March 2026".
    pub said: String,
    /// How many questions of the page it would answer.
    pub count: u32,
}

/// What was answered last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LastAnswer {
    /// "Last time (3 March 2026): Foster carer".
    pub said: String,
    /// Whether it can be brought over: nothing is answered yet, and its code is still in the list.
    pub can_carry: bool,
}

/// A question with its answer so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuestionView {
    /// Opaque to the screen: handed back with an answer.
    pub question: String,
    /// Row of a repeating group, 0 outside one.
    pub item: u32,
    /// Stable DOM id: `q-<question>` or `q-<question>-<item>`.
    pub field: String,
    /// How it is asked.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// The hint under it.
    pub hint: Option<String>,
    /// Why we ask.
    pub why: Option<String>,
    /// The strict definition of a word in it, such as "offered".
    pub definition: Option<String>,
    /// The choices, for choice and choices.
    pub choices: Vec<Choice>,
    /// Whether the list is long enough to be searched.
    pub filter: bool,
    /// What a number counts: "minutes".
    pub unit: Option<String>,
    /// What was answered last time, when the question seldom changes.
    pub last: Option<LastAnswer>,
    /// Said quietly when the answer does not fit another: a consistency check, while there is time to mend it.
    pub caution: Option<String>,
    /// Set when the answer is kept although its list no longer holds it.
    pub flag: Option<String>,
    /// The absence codes that may be given: "Not asked", "Does not know", "Prefers not to say".
    pub absences: Vec<Choice>,
    /// What was typed, as typed. For a moment: date, newline, time, and for a repeated hour another newline and 1 or 2.
    pub raw: String,
    /// The absence code given, if any.
    pub absence: Option<String>,
    /// What is wrong with what was typed. Shown only after the field was left, and never in red while typing.
    pub problem: Option<String>,
    /// Set when the hour typed happened twice: the two labels to choose from.
    pub repeated_hour: Option<Vec<Choice>>,
    /// What was understood, when it differs from what was typed: "Tuesday 3 March 2026 at 2:32pm".
    pub read_as: Option<String>,
    /// The rows, for a repeating group.
    pub rows: Option<RowGroup>,
    /// Whether a person may answer it at all now.
    pub open: bool,
}

/// The closed set of ways to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A date.
    Date,
    /// A date with a time, which may be left blank.
    Moment,
    /// A whole number.
    Number,
    /// One of a list.
    Choice,
    /// Several of a list.
    Choices,
    /// A repeating group.
    Rows,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Choice {
    /// Handed back as the raw answer.
    pub code: String,
    /// What it says.
    pub label: String,
    /// One line under it.
    pub hint: Option<String>,
    /// Heading under which it stands in a long list.
    pub group: Option<String>,
}

/// A repeating group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowGroup {
    /// "attempt", "promise": for "Add another attempt".
    pub row_title: String,
    /// The rows in their order.
    pub rows: Vec<RowView>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowView {
    /// Its item number.
    pub item: u32,
    /// "Attempt 1".
    pub title: String,
    /// Its questions.
    pub questions: Vec<QuestionView>,
}

/// An answer as it is given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Give {
    /// A new random id for each thing sent, so that a repeat is not written twice.
    pub op: String,
    /// The record.
    pub record: String,
    /// The question.
    pub question: String,
    /// The row, 0 outside a group.
    pub item: u32,
    /// What stands in the field now.
    pub raw: String,
    /// An absence code instead.
    pub absence: Option<String>,
    /// Whether the field was left: closes the revision.
    pub left: bool,
}

/// It is in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Saved {
    /// "Saved 14:32 on this laptop".
    pub said: String,
    /// The page as it stands now: questions that the answer opened or closed.
    pub page: PageView,
}

/// Check answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckView {
    /// The record.
    pub record: String,
    /// "Check answers".
    pub title: String,
    /// "Return conversation, Example Child 12".
    pub caption: String,
    /// What to mend, linked to the question. Empty means it can be marked ready.
    pub problems: Vec<Problem>,
    /// What to look at again; does not block.
    pub warnings: Vec<Problem>,
    /// All answers.
    pub sections: Vec<CheckSection>,
    /// What is worked out.
    pub derived: Vec<Line>,
    /// Whether it can be marked ready for review now.
    pub can_be_ready: bool,
    /// Whether answers can be changed.
    pub open: bool,
    /// Draft, Ready for review ...
    pub state: Tag,
    /// Said beside the button: "There is no second person in this version. You check it yourself, and the record says so."
    pub ready_note: String,
}

/// A section of check answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckSection {
    /// The section.
    pub section: String,
    /// Its title.
    pub title: String,
    /// Its answers.
    pub lines: Vec<CheckLine>,
}

/// An answer in check answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckLine {
    /// The question.
    pub label: String,
    /// The answer as shown; "No answer yet" if none.
    pub value: String,
    /// Set when there is none, or an absence code.
    pub muted: bool,
    /// The screen's path to change it: `record/<id>/<section>#<field>`.
    pub path: String,
}

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// What to do.
    pub sentence: String,
    /// The screen's path to the question.
    pub path: String,
}
