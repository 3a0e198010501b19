//! A record's answers as another program writes them: the JSON that `published/answers-*.schema.json` describes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value as Json, json};

use crate::answer::{Absence, Answer, Value};
use crate::answers_schema;
use crate::question_set::{Kind, MOST_EXACT, Question, QuestionSet};
use crate::read::{Problem, ROW_LIMIT, settle};
use crate::rule::{Facts, Reference};
use crate::standard::Standard;

/// The years that a date may be in: those that can be typed.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// The answers of one record, each of them held against its question.
///
/// Written as `{"set": "rhi", "version": 1, "answers": {…}}`. Rows are objects in their order; here they are numbered
/// from 0. Whether each question was to be asked (its `when`) is not judged: see [`QuestionSet::visible`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    set: String,
    version: u32,
    answers: BTreeMap<(String, Option<u32>), Answer>,
}

/// One thing wrong with a document. It names questions, and repeats nothing out of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFault {
    /// The question, and for a column the rows it stands in: `reasons[2].reason_view`. Empty for the whole document.
    pub place: String,
    /// What is wrong there.
    pub reason: DocumentReason,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}", self.reason)
        } else {
            write!(f, "{}: {}", self.place, self.reason)
        }
    }
}

impl std::error::Error for DocumentFault {}

/// Why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentReason {
    /// Not an object of `set`, `version` and `answers`.
    #[error("a document has `set`, `version` and `answers`, and nothing else")]
    NotADocument,
    /// A set or a version that this standard does not have.
    #[error("this standard has no such question set in that version")]
    UnknownVersion,
    /// A key that is no question of the set, or no column of the rows.
    #[error("there is an answer to a question that is not there")]
    UnknownQuestion,
    /// JSON of another kind than the question.
    #[error("this is no answer of the kind `{0}`")]
    NotAnAnswer(&'static str),
    /// Nothing but white space, or an empty list of choices. Blank is not an answer.
    #[error("blank is not an answer: leave the question out, or give an absence code")]
    Blank,
    /// A reason for having no answer that this question does not take.
    #[error("this question does not take that absence code")]
    AbsenceNotTaken,
    /// The same choice twice.
    #[error("a choice stands twice")]
    DoubleChoice,
    /// A date before 1900 or after 2100.
    #[error("the year must be from 1900 to 2100")]
    YearOutOfRange,
    /// More rows than a record can have.
    #[error("there can be at most {ROW_LIMIT} rows")]
    TooManyRows,
    /// What a person who typed it would be told.
    #[error("{0}")]
    Problem(Problem),
}

impl Document {
    /// Reads a document and holds every answer against its question.
    ///
    /// # Errors
    ///
    /// Every fault found. A document with a fault is not read in part.
    pub fn read(json: &Json, standard: &Standard) -> Result<Document, Vec<DocumentFault>> {
        let whole = |reason| vec![DocumentFault { place: String::new(), reason }];
        let (id, version, given) =
            parts(json).ok_or_else(|| whole(DocumentReason::NotADocument))?;
        let set = u32::try_from(version)
            .ok()
            .and_then(|version| standard.set_version(id, version))
            .ok_or_else(|| whole(DocumentReason::UnknownVersion))?;
        let mut reading = Reading { standard, answers: BTreeMap::new(), faults: Vec::new() };
        let questions: Vec<&Question> = set.questions().collect();
        reading.all(&questions, given, None, "");
        if reading.faults.is_empty() {
            Ok(Document { set: set.id.clone(), version: set.version, answers: reading.answers })
        } else {
            Err(reading.faults)
        }
    }

    /// Writes the answers of one record as a document.
    ///
    /// A question that is not asked reads `NAPP`, whatever was answered before. One without an answer is left out.
    pub fn write(set: &QuestionSet, facts: &dyn Facts) -> Json {
        json!({
            "set": set.id,
            "version": set.version,
            "answers": answers_schema::record(set, facts),
        })
    }

    /// The set that was answered.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The version of the set.
    pub fn version(&self) -> u32 {
        self.version
    }
}

impl Facts for Document {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        if reference.set.as_ref().is_some_and(|set| *set != self.set) {
            return None;
        }
        self.answers.get(&(reference.id.clone(), item)).cloned()
    }
}

/// The set, the version and the answers of a document, if it has these and nothing else.
fn parts(json: &Json) -> Option<(&str, i64, &Map<String, Json>)> {
    let object = json.as_object().filter(|object| object.len() == 3)?;
    let version = whole_number(object.get("version")?)?;
    Some((object.get("set")?.as_str()?, version, object.get("answers")?.as_object()?))
}

/// A whole number, however it is written: JSON has one kind of number, and 3.0 is 3.
fn whole_number(json: &Json) -> Option<i64> {
    if let Some(number) = json.as_i64() {
        return Some(number);
    }
    let number = json.as_f64()?;
    #[allow(clippy::cast_precision_loss, reason = "15 digits are exact")]
    let exact = number.fract() == 0.0 && number.abs() <= MOST_EXACT as f64;
    #[allow(clippy::cast_possible_truncation, reason = "whole and of at most 15 digits")]
    exact.then_some(number as i64)
}

struct Reading<'a> {
    standard: &'a Standard,
    answers: BTreeMap<(String, Option<u32>), Answer>,
    faults: Vec<DocumentFault>,
}

impl Reading<'_> {
    fn all(
        &mut self,
        questions: &[&Question],
        given: &Map<String, Json>,
        item: Option<u32>,
        before: &str,
    ) {
        if given.keys().any(|id| !questions.iter().any(|question| question.id == *id)) {
            let place = before.trim_end_matches('.').to_owned();
            self.faults.push(DocumentFault { place, reason: DocumentReason::UnknownQuestion });
        }
        for question in questions {
            let Some(json) = given.get(&question.id) else { continue };
            let place = format!("{before}{}", question.id);
            match self.one(question, json, &place) {
                Ok(answer) => {
                    self.answers.insert((question.id.clone(), item), answer);
                }
                Err(reason) => self.faults.push(DocumentFault { place, reason }),
            }
        }
    }

    fn one(
        &mut self,
        question: &Question,
        json: &Json,
        place: &str,
    ) -> Result<Answer, DocumentReason> {
        let not_an_answer = DocumentReason::NotAnAnswer(question.kind.as_str());
        if json.is_object() {
            let absence = Answer::from_json(question.kind, json).and_then(|found| found.absence());
            let absence = absence.ok_or(not_an_answer)?;
            let taken = absence == Absence::Napp || question.absences.contains(&absence);
            return if taken {
                Ok(Answer::Absent(absence))
            } else {
                Err(DocumentReason::AbsenceNotTaken)
            };
        }
        let value = match question.kind {
            Kind::Rows => self.rows(question, json, place)?,
            Kind::Number => whole_number(json).map(Value::Number).ok_or(not_an_answer)?,
            kind => Value::from_json(kind, json).ok_or(not_an_answer)?,
        };
        possible(&value)?;
        settle(question, self.standard, value).map(Answer::Given).map_err(DocumentReason::Problem)
    }

    fn rows(
        &mut self,
        question: &Question,
        json: &Json,
        place: &str,
    ) -> Result<Value, DocumentReason> {
        let not_an_answer = || DocumentReason::NotAnAnswer(question.kind.as_str());
        let rows = json.as_array().ok_or_else(not_an_answer)?;
        let columns: Vec<&Question> = question.columns.iter().collect();
        let count = u32::try_from(rows.len()).ok().filter(|count| *count <= ROW_LIMIT);
        let count = count.ok_or(DocumentReason::TooManyRows)?;
        for (item, row) in (0..count).zip(rows) {
            let row = row.as_object().ok_or_else(not_an_answer)?;
            self.all(&columns, row, Some(item), &format!("{place}[{item}]."));
        }
        Ok(Value::Rows((0..count).collect()))
    }
}

/// What a person could not even have typed.
fn possible(value: &Value) -> Result<(), DocumentReason> {
    let in_years = |date: &NaiveDate| YEARS.contains(&date.year());
    match value {
        Value::Text(text) if text.trim().is_empty() => Err(DocumentReason::Blank),
        Value::Choices(codes) if codes.is_empty() => Err(DocumentReason::Blank),
        Value::Choices(codes) if codes.iter().collect::<BTreeSet<_>>().len() < codes.len() => {
            Err(DocumentReason::DoubleChoice)
        }
        Value::Date(date) if !in_years(date) => Err(DocumentReason::YearOutOfRange),
        Value::Moment(moment) if !in_years(&moment.date) => Err(DocumentReason::YearOutOfRange),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
