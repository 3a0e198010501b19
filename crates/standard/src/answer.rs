//! Answers: a value, or one of the absence codes. Blank is not an answer.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::moment::Moment;
use crate::question_set::Kind;

/// Why there is no value. One scheme for every question.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Absence {
    /// The question was put to nobody.
    Nask,
    /// Asked; the person does not know.
    Asku,
    /// Asked; the person chose not to say.
    Decl,
    /// Still to be found out.
    Pend,
    /// Nobody can tell, and it cannot be asked.
    Unkn,
    /// The question cannot apply. Set by rules, never chosen by hand.
    Napp,
    /// Hidden to protect a child. Only ever in a release.
    Supp,
}

impl Absence {
    /// All absence codes, in the order they are shown.
    pub const ALL: [Absence; 7] = [
        Absence::Nask,
        Absence::Asku,
        Absence::Decl,
        Absence::Pend,
        Absence::Unkn,
        Absence::Napp,
        Absence::Supp,
    ];

    /// The code, as in files and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Absence::Nask => "NASK",
            Absence::Asku => "ASKU",
            Absence::Decl => "DECL",
            Absence::Pend => "PEND",
            Absence::Unkn => "UNKN",
            Absence::Napp => "NAPP",
            Absence::Supp => "SUPP",
        }
    }

    /// The absence with this code.
    pub fn from_code(code: &str) -> Option<Absence> {
        Absence::ALL.into_iter().find(|absence| absence.code() == code)
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Absence::Nask => "Not asked",
            Absence::Asku => "Asked, does not know",
            Absence::Decl => "Asked, prefers not to say",
            Absence::Pend => "Not found out yet",
            Absence::Unkn => "Not known",
            Absence::Napp => "Does not apply",
            Absence::Supp => "Hidden to protect children",
        }
    }
}

/// A valid answer of some kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text or long text, exactly as typed.
    Text(String),
    /// A calendar date.
    Date(NaiveDate),
    /// A date with or without a time of day.
    Moment(Moment),
    /// A whole number.
    Number(i64),
    /// One code.
    Choice(String),
    /// Codes, in the order of their list.
    Choices(Vec<String>),
    /// The item numbers of the rows there are. Each column has its own answers, by item.
    Rows(Vec<u32>),
}

impl Value {
    /// The JSON form: text, date, moment and choice as strings, a number as a number, the others as arrays.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Text(text) | Value::Choice(text) => Json::String(text.clone()),
            Value::Date(date) => Json::String(date.format("%Y-%m-%d").to_string()),
            Value::Moment(moment) => Json::String(moment.to_string()),
            Value::Number(number) => Json::from(*number),
            Value::Choices(codes) => Json::from(codes.clone()),
            Value::Rows(items) => Json::from(items.clone()),
        }
    }

    /// Reads the JSON form back. `None` when it is no value of this kind.
    pub fn from_json(kind: Kind, json: &Json) -> Option<Value> {
        match kind {
            Kind::Text | Kind::LongText => json.as_str().map(|text| Value::Text(text.to_owned())),
            Kind::Date => iso_date(json.as_str()?).map(Value::Date),
            Kind::Moment => json.as_str()?.parse().ok().map(Value::Moment),
            Kind::Number => json.as_i64().map(Value::Number),
            Kind::Choice => json.as_str().map(|code| Value::Choice(code.to_owned())),
            Kind::Choices => json
                .as_array()?
                .iter()
                .map(|code| code.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .map(Value::Choices),
            Kind::Rows => json
                .as_array()?
                .iter()
                .map(|item| u32::try_from(item.as_u64()?).ok())
                .collect::<Option<Vec<_>>>()
                .map(Value::Rows),
        }
    }

    /// Whether this is a value of that kind.
    pub fn is_of(&self, kind: Kind) -> bool {
        match self {
            Value::Text(_) => kind.is_free_text(),
            Value::Date(_) => kind == Kind::Date,
            Value::Moment(_) => kind == Kind::Moment,
            Value::Number(_) => kind == Kind::Number,
            Value::Choice(_) => kind == Kind::Choice,
            Value::Choices(_) => kind == Kind::Choices,
            Value::Rows(_) => kind == Kind::Rows,
        }
    }
}

/// Reads `2026-03-27` and nothing else.
pub(crate) fn iso_date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
        });
    if shaped { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// What the store holds for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A value.
    Given(Value),
    /// The reason there is none.
    Absent(Absence),
}

impl Answer {
    /// The value, if one was given.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Answer::Given(value) => Some(value),
            Answer::Absent(_) => None,
        }
    }

    /// The absence code, if no value was given.
    pub fn absence(&self) -> Option<Absence> {
        match self {
            Answer::Given(_) => None,
            Answer::Absent(absence) => Some(*absence),
        }
    }

    /// The JSON form: the value's own, or `{"absence": "DECL"}`.
    pub fn to_json(&self) -> Json {
        match self {
            Answer::Given(value) => value.to_json(),
            Answer::Absent(absence) => serde_json::json!({ "absence": absence.code() }),
        }
    }

    /// Reads the JSON form back. `None` when it is no answer of this kind.
    pub fn from_json(kind: Kind, json: &Json) -> Option<Answer> {
        match json.as_object() {
            Some(object) if object.len() == 1 => {
                Absence::from_code(object.get("absence")?.as_str()?).map(Answer::Absent)
            }
            Some(_) => None,
            None => Value::from_json(kind, json).map(Answer::Given),
        }
    }
}

#[cfg(test)]
mod tests;
