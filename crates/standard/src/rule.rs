//! Skip rules: a small tree over answers that decides whether a question is asked.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Value};

/// Names an answer or a derived fact: `rhi_outcome`, `child.sex`, `derived.age_at_start`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    /// Another set, or `derived`. `None` means the set (or the row) of the question that has the rule.
    pub set: Option<String>,
    /// The question or the derived variable.
    pub id: String,
}

impl Reference {
    /// Whether this names a derived variable.
    pub fn is_derived(&self) -> bool {
        self.set.as_deref() == Some("derived")
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.set {
            Some(set) => write!(f, "{set}.{}", self.id),
            None => f.write_str(&self.id),
        }
    }
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Reference, String> {
        let word = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        match text.split_once('.') {
            Some((set, id)) if word(set) && word(id) => {
                Ok(Reference { set: Some(set.to_owned()), id: id.to_owned() })
            }
            None if word(text) => Ok(Reference { set: None, id: text.to_owned() }),
            _ => Err(format!("a reference is written like `id` or `set.id`, not `{text}`")),
        }
    }
}

impl TryFrom<String> for Reference {
    type Error = String;

    fn try_from(text: String) -> Result<Reference, String> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.to_string()
    }
}

impl JsonSchema for Reference {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Reference".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A question of the same set or row, `set.question` of an earlier set, or `derived.variable`.",
            "type": "string",
            "pattern": "^([a-z0-9_]+\\.)?[a-z0-9_]+$"
        })
    }
}

/// A condition over answers. Written as `{"eq": ["rhi_outcome", "COMPLETED"]}` and so on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The answer is this code, or has it among its choices. An absence code may be named too.
    Eq(Reference, String),
    /// The answer is one of these codes, or has one among its choices.
    In(Reference, Vec<String>),
    /// The number is below this.
    Lt(Reference, i64),
    /// The number is this or more.
    Gte(Reference, i64),
    /// A value was given. An absence code is not enough, and neither is an empty list of rows or choices.
    Answered(Reference),
    /// Every one holds.
    All(Vec<Rule>),
    /// At least one holds.
    Any(Vec<Rule>),
    /// It does not hold.
    Not(Box<Rule>),
}

/// Where a rule finds answers.
pub trait Facts {
    /// The answer to a question, or a derived fact; `item` is the row for a column of a rows question.
    ///
    /// A rule looks for an answer of its own row first and, finding none, asks again without `item`.
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer>;
}

impl Rule {
    /// Whether the rule holds, for this row if it stands on a column.
    pub fn holds(&self, facts: &dyn Facts, item: Option<u32>) -> bool {
        let find = |reference: &Reference| {
            let of_row = item.and_then(|_| facts.answer(reference, item));
            of_row.or_else(|| facts.answer(reference, None))
        };
        match self {
            Rule::Eq(reference, code) => {
                find(reference).is_some_and(|answer| has_code(&answer, code))
            }
            Rule::In(reference, codes) => find(reference)
                .is_some_and(|answer| codes.iter().any(|code| has_code(&answer, code))),
            Rule::Lt(reference, bound) => {
                number(find(reference)).is_some_and(|number| number < *bound)
            }
            Rule::Gte(reference, bound) => {
                number(find(reference)).is_some_and(|number| number >= *bound)
            }
            Rule::Answered(reference) => find(reference).is_some_and(|answer| match answer {
                Answer::Given(Value::Rows(items)) => !items.is_empty(),
                Answer::Given(Value::Choices(codes)) => !codes.is_empty(),
                Answer::Given(_) => true,
                Answer::Absent(_) => false,
            }),
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(facts, item)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(facts, item)),
            Rule::Not(rule) => !rule.holds(facts, item),
        }
    }

    /// Everything the rule looks at, in reading order.
    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Reference>) {
        match self {
            Rule::Eq(reference, _)
            | Rule::In(reference, _)
            | Rule::Lt(reference, _)
            | Rule::Gte(reference, _)
            | Rule::Answered(reference) => found.push(reference),
            Rule::All(rules) | Rule::Any(rules) => {
                rules.iter().for_each(|rule| rule.collect(found))
            }
            Rule::Not(rule) => rule.collect(found),
        }
    }
}

fn has_code(answer: &Answer, code: &str) -> bool {
    match answer {
        Answer::Given(Value::Choice(chosen)) => chosen == code,
        Answer::Given(Value::Choices(chosen)) => chosen.iter().any(|one| one == code),
        Answer::Given(_) => false,
        Answer::Absent(absence) => absence.code() == code,
    }
}

fn number(answer: Option<Answer>) -> Option<i64> {
    match answer {
        Some(Answer::Given(Value::Number(number))) => Some(number),
        _ => None,
    }
}

impl fmt::Display for Rule {
    /// The rule in words, for the data dictionary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Eq(reference, code) => write!(f, "{reference} is {code}"),
            Rule::In(reference, codes) => write!(f, "{reference} is one of {}", codes.join(", ")),
            Rule::Lt(reference, bound) => write!(f, "{reference} is below {bound}"),
            Rule::Gte(reference, bound) => write!(f, "{reference} is {bound} or more"),
            Rule::Answered(reference) => write!(f, "{reference} is answered"),
            Rule::All(rules) => joined(f, rules, " and "),
            Rule::Any(rules) => joined(f, rules, " or "),
            Rule::Not(rule) => write!(f, "not ({rule})"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, rules: &[Rule], word: &str) -> fmt::Result {
    for (at, rule) in rules.iter().enumerate() {
        let word = if at == 0 { "" } else { word };
        match rule {
            Rule::All(_) | Rule::Any(_) => write!(f, "{word}({rule})")?,
            _ => write!(f, "{word}{rule}")?,
        }
    }
    Ok(())
}
