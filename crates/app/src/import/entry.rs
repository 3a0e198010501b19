//! A record that is made whole at once, by an import or as demo data.
//!
//! Its answers go the way of typed ones: each is written as a person would have typed it, read by
//! the standard, and kept with the text, the value and the typed column that its question names.

use chrono::NaiveDate;
use homeward_casework::RecordKind;
use homeward_standard::{Absence, Answer, Kind, Question, QuestionSet, Standard, Value, read};
use homeward_store::{Bind, Bound, Fault, Given, NewAnswer, NewRecord, Tx};

use crate::answers::bound;
use crate::api::ApiError;

/// The answers of a record that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'s> {
    standard: &'s Standard,
    set: &'s QuestionSet,
    today: NaiveDate,
    answers: Vec<Filled<'s>>,
    binds: Vec<(&'s str, Bound)>,
}

#[derive(Debug, Clone)]
struct Filled<'s> {
    question: &'s str,
    item: Option<u32>,
    raw: String,
    value: Option<String>,
    absence: Option<&'static str>,
    answer: Answer,
}

impl<'s> Entry<'s> {
    /// No answers yet, to the newest questions about this kind of record.
    ///
    /// # Errors
    /// The standard has no such questions.
    pub(crate) fn new(
        standard: &'s Standard,
        kind: RecordKind,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let id = kind.set_id();
        let set = standard
            .set(id)
            .ok_or_else(|| ApiError::fault(format!("The standard has no questions “{id}”.")))?;
        Ok(Self::under(standard, set, today))
    }

    /// No answers yet, to one version of the questions.
    pub(crate) fn under(standard: &'s Standard, set: &'s QuestionSet, today: NaiveDate) -> Self {
        Self { standard, set, today, answers: Vec::new(), binds: Vec::new() }
    }

    /// The questions that it answers.
    pub(crate) fn set(&self) -> &'s QuestionSet {
        self.set
    }

    /// The answer that was given to a question of no row.
    pub(crate) fn answer(&self, question: &str) -> Option<&Answer> {
        let mut given = self.answers.iter().rev();
        given.find(|one| one.question == question && one.item.is_none()).map(|one| &one.answer)
    }

    /// The version of the questions that it answers.
    pub(crate) fn set_version(&self) -> u32 {
        self.set.version
    }

    /// Answers a question as a person would type it.
    ///
    /// # Errors
    /// There is no such question, or the text is no answer to it: a fault in the caller, told by
    /// the id of the question alone.
    pub(crate) fn give(&mut self, question: &str, raw: &str) -> Result<(), ApiError> {
        self.put(question, None, raw)
    }

    /// Answers a question in a row of a repeating group.
    ///
    /// # Errors
    /// As for [`Entry::give`].
    pub(crate) fn give_in(&mut self, item: u32, question: &str, raw: &str) -> Result<(), ApiError> {
        self.put(question, Some(item), raw)
    }

    /// Answers the question that is kept in this typed column.
    ///
    /// # Errors
    /// As for [`Entry::give`].
    pub(crate) fn give_bound(&mut self, bind: &str, raw: &str) -> Result<(), ApiError> {
        let question = self.bound_question(bind)?;
        self.put(&question.id, None, raw)
    }

    /// Takes over an answer, or the reason why there is none, for a typed column.
    ///
    /// # Errors
    /// As for [`Entry::give`].
    pub(crate) fn answer_bound(&mut self, bind: &str, answer: &Answer) -> Result<(), ApiError> {
        let question = self.bound_question(bind)?;
        match answer {
            Answer::Absent(absence) => self.absent(&question.id, *absence),
            Answer::Given(value) => self.put(&question.id, None, &typed(value)),
        }
    }

    /// Says why there is no answer.
    ///
    /// # Errors
    /// There is no such question.
    pub(crate) fn absent(&mut self, question: &str, absence: Absence) -> Result<(), ApiError> {
        let question = self.question(question)?;
        if let Some(bind) = &question.bind {
            // A column of codes keeps the reason; a column of times has no room for it.
            let bound = match question.kind {
                Kind::Choice => Bound::Text(absence.code().to_owned()),
                _ => Bound::Nothing,
            };
            self.binds.push((bind, bound));
        }
        self.answers.push(Filled {
            question: &question.id,
            item: None,
            raw: String::new(),
            value: None,
            absence: Some(absence.code()),
            answer: Answer::Absent(absence),
        });
        Ok(())
    }

    /// Whether this version of the questions has one.
    pub(crate) fn asks(&self, question: &str) -> bool {
        self.set.question(question).is_some()
    }

    fn question(&self, id: &str) -> Result<&'s Question, ApiError> {
        self.set.question(id).ok_or_else(|| {
            ApiError::fault(format!("The standard has no question “{}.{id}”.", self.set.id))
        })
    }

    fn bound_question(&self, bind: &str) -> Result<&'s Question, ApiError> {
        self.set.bound_to(bind).ok_or_else(|| {
            ApiError::fault(format!("No question of the standard is kept in “{bind}”."))
        })
    }

    fn put(&mut self, question: &str, item: Option<u32>, raw: &str) -> Result<(), ApiError> {
        let question = self.question(question)?;
        let value = match read(question, self.standard, raw, self.today) {
            Ok(Some(value)) => value,
            Ok(None) => return Ok(()),
            Err(_) => {
                return Err(ApiError::fault(format!(
                    "The standard cannot read an answer to “{}.{}”.",
                    self.set.id, question.id
                )));
            }
        };
        if let Some(bind) = &question.bind {
            self.binds.push((bind, bound(&value)));
        }
        self.answers.push(Filled {
            question: &question.id,
            item,
            raw: raw.to_owned(),
            value: Some(value.to_json().to_string()),
            absence: None,
            answer: Answer::Given(value),
        });
        Ok(())
    }

    /// Makes the record with its answers and typed columns.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn write(&self, tx: &mut Tx<'_>, new: &NewRecord) -> Result<(), Fault> {
        tx.insert_record(new)?;
        let answers: Vec<NewAnswer<'_>> = self
            .answers
            .iter()
            .map(|filled| NewAnswer {
                question: filled.question,
                item: filled.item,
                raw: &filled.raw,
                given: match (&filled.value, filled.absence) {
                    (Some(value), _) => Given::Value(value),
                    (None, Some(absence)) => Given::Absence(absence),
                    (None, None) => Given::Blank,
                },
            })
            .collect();
        tx.add_answers(new.id, &answers)?;
        for (name, bound) in &self.binds {
            tx.project(new.id, &Bind { name, bound: bound.clone() })?;
        }
        Ok(())
    }
}

/// A value as a person would type it.
pub(crate) fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Date(date) => date.format("%d/%m/%Y").to_string(),
        Value::Moment(moment) => {
            let mut raw = moment.date.format("%d/%m/%Y").to_string();
            if let Some(time) = moment.time {
                raw.push_str(&time.format("\n%H:%M").to_string());
            }
            match moment.which {
                Some(homeward_standard::Which::First) => raw.push_str("\n1"),
                Some(homeward_standard::Which::Second) => raw.push_str("\n2"),
                None => {}
            }
            raw
        }
        Value::Number(number) => number.to_string(),
        Value::Choices(codes) => codes.join(","),
        Value::Rows(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    }
}
