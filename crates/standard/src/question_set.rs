//! What a question set is made of: sections of questions in reading order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Absence;
use crate::rule::Rule;

/// A set of questions about one kind of record, in one version.
///
/// A record keeps the version that asked it, so every version stays loadable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSet {
    /// `child`, `episode`, `ppi`, `rhi` or `support`. Permanent.
    pub id: String,
    /// Counts up from 1. A published version never changes.
    pub version: u32,
    /// A published version is frozen by the hash of its file.
    pub status: Status,
    /// What the set is about, in words for a person.
    pub title: String,
    /// In reading order.
    pub sections: Vec<Section>,
}

impl QuestionSet {
    /// The question with this id. Columns of rows are found too.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions_and_columns().find(|question| question.id == id)
    }

    /// The questions in reading order, without the columns of rows.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The questions in reading order, each rows question followed by its columns.
    pub fn questions_and_columns(&self) -> impl Iterator<Item = &Question> {
        self.questions().flat_map(|question| std::iter::once(question).chain(&question.columns))
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The rows question that this column belongs to.
    pub fn rows_of(&self, column: &str) -> Option<&Question> {
        self.questions().find(|question| question.columns.iter().any(|found| found.id == column))
    }

    /// The question whose answer is also kept in this typed column of its record.
    pub fn bound_to(&self, bind: &str) -> Option<&Question> {
        self.questions().find(|question| question.bind.as_deref() == Some(bind))
    }
}

/// Questions that stand together on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Permanent, and unique within its set.
    pub id: String,
    /// The heading of the page.
    pub title: String,
    /// A line under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The section is asked when this holds. Without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Rule>,
    /// The question of this set whose answer stands beside the page, such as the account beside its codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// In reading order.
    pub questions: Vec<Question>,
}

/// One question, or one column of a rows question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Permanent, never the wording, and unique within its set (columns included).
    pub id: String,
    /// What an answer is.
    pub kind: Kind,
    /// The question as a person reads it.
    pub label: String,
    /// How to answer, under the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Why it is asked, for someone who wonders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The strict meaning of a term, where places differ about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// The code list of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The smallest and the largest number that can be right, when the kind is number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(i64, i64)>,
    /// What a number counts ("minutes"), behind the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The question in plain words for the child, on the *With you* pages. Without it, it is not on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_child: Option<String>,
    /// Whether last time's answer is shown beside it and may be brought over on request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carry: bool,
    /// Whether its source could not be checked. The dictionary says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// How often it matters.
    pub weight: Weight,
    /// When in the life of a return it is asked.
    pub stage: Stage,
    /// The question is asked when this holds. Without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Rule>,
    /// Whether *check answers* asks for it. Nothing is needed before that.
    #[serde(default)]
    pub needed: Needed,
    /// The absence codes a person may choose in place of an answer.
    #[serde(default)]
    pub absences: Vec<Absence>,
    /// What may leave of it. There is no default: a question without this does not load.
    pub disclosure: DisclosureRule,
    /// The typed column that also keeps the answer, such as `episode.returned_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bind: Option<String>,
    /// Where the question comes from.
    pub source: Vec<Source>,
    /// The questions of one row, when the kind is rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Question>,
    /// What one row is called within a sentence ("attempt"), when the kind is rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_title: Option<String>,
}

/// The largest whole number that every program reads exactly, whatever it counts with. The smallest is its negative.
pub const MOST_EXACT: i64 = 999_999_999_999_999;

impl Question {
    /// The smallest and the largest number that can be an answer.
    pub fn bounds(&self) -> (i64, i64) {
        self.range.unwrap_or((-MOST_EXACT, MOST_EXACT))
    }
}

/// What an answer is. Closed: a new kind is a compile error wherever a kind is matched.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A line of free text.
    Text,
    /// Free text of any length.
    LongText,
    /// A calendar date.
    Date,
    /// A date with or without a time of day, in London.
    Moment,
    /// A whole number.
    Number,
    /// One code of a list.
    Choice,
    /// Any number of codes of a list.
    Choices,
    /// A repeating group.
    Rows,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] = [
        Kind::Text,
        Kind::LongText,
        Kind::Date,
        Kind::Moment,
        Kind::Number,
        Kind::Choice,
        Kind::Choices,
        Kind::Rows,
    ];

    /// The word in the schema files.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::LongText => "long_text",
            Kind::Date => "date",
            Kind::Moment => "moment",
            Kind::Number => "number",
            Kind::Choice => "choice",
            Kind::Choices => "choices",
            Kind::Rows => "rows",
        }
    }

    /// Whether a person may write anything at all, so that no rule can make it safe to release.
    pub fn is_free_text(self) -> bool {
        matches!(self, Kind::Text | Kind::LongText)
    }
}

/// A draft may still change; a published version may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// May still change.
    Draft,
    /// Frozen by the hash of its file.
    Published,
}

/// How often a question matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Asked every time.
    Core,
    /// There when the case calls for it.
    WhenRelevant,
    /// Seldom.
    Rare,
}

/// When in the life of a return a question is asked.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// At *Add a return*, from the police notification.
    Notification,
    /// When the return is known about, before the conversation.
    Return,
    /// When the conversation is written up.
    WriteUp,
    /// In the weeks after.
    FollowUp,
}

/// Whether *check answers* asks for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// May stay unanswered.
    #[default]
    No,
    /// *Check answers* wants an answer or an absence code.
    AtCheck,
}

/// What an answer could do to a child if it left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Never leaves. The only class free text can have.
    Drop,
    /// Names the child by itself, such as a date of birth. Never leaves as it is.
    Direct,
    /// Names the child together with others, such as age or ethnic group.
    Quasi,
    /// What a stranger must not learn about a child.
    Sensitive,
    /// About the work done, not about the child.
    Operational,
    /// Joins records inside the store. Never leaves.
    Key,
}

/// What may leave of a question or of a derived variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRule {
    /// What an answer could do if it left.
    pub class: Disclosure,
    /// The ladder it is generalised along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<String>,
    /// The lowest level of the ladder that may leave. 0 is the answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<u8>,
}

/// Where a question, a list or a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document, by title.
    pub document: String,
    /// The page, section or recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}
