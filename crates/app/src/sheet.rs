//! The answers of one record, with what its rules may look at: the records before it and what is
//! worked out. Pages, checks and reports are made from a sheet, never from the store.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use homeward_standard::{
    Answer, Code, Facts, Kind, Problem, Question, QuestionSet, Reference, Section, Standard, Value,
    read,
};
use uuid::Uuid;

use crate::api::Line;

/// Where an answer stands: its question, and its row in a repeating group.
pub type Spot = (String, Option<u32>);

/// What stands under one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What was typed, as typed.
    pub raw: String,
    /// The answer that was read out of it, or the last that could be.
    pub answer: Option<Answer>,
    /// Whether `answer` is what `raw` says now.
    pub valid: bool,
}

/// Answers by where they stand.
pub type Answers = BTreeMap<Spot, Recorded>;

/// The answers of one record.
#[derive(Debug)]
pub struct Sheet<'s> {
    /// The whole standard, for lists.
    pub standard: &'s Standard,
    /// The set that asked them.
    pub set: &'s QuestionSet,
    /// The record.
    pub record: Uuid,
    /// Its answers.
    pub answers: Answers,
    /// Answers of the records before it, by the id of their set: `child`, `episode`, `ppi`.
    pub before: BTreeMap<&'static str, Answers>,
    /// What is worked out, by its id.
    pub derived: BTreeMap<String, Answer>,
    /// Today in London, by which typed dates are read.
    pub today: NaiveDate,
    /// The version of the questions that the record was asked by, when this Homeward does not know it. Its answers are
    /// then shown by the newest questions that are known, and none of them can be mended here.
    pub unknown_version: Option<u32>,
    /// Ids of the questions that are asked now, columns aside.
    asked: BTreeSet<String>,
}

impl Facts for Sheet<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        let answers = match reference.set.as_deref() {
            Some("derived") => return self.derived.get(&reference.id).cloned(),
            Some(set) if set != self.set.id => self.before.get(set)?,
            _ => &self.answers,
        };
        answers.get(&(reference.id.clone(), item))?.answer.clone()
    }
}

impl<'s> Sheet<'s> {
    /// A sheet, with its rules worked out.
    pub fn new(
        standard: &'s Standard,
        set: &'s QuestionSet,
        record: Uuid,
        answers: Answers,
        before: BTreeMap<&'static str, Answers>,
        derived: BTreeMap<String, Answer>,
        today: NaiveDate,
    ) -> Self {
        let mut sheet = Self {
            standard,
            set,
            record,
            answers,
            before,
            derived,
            today,
            unknown_version: None,
            asked: BTreeSet::new(),
        };
        sheet.asked = set
            .visible(&sheet)
            .into_iter()
            .flat_map(|section| section.questions)
            .map(|question| question.id.clone())
            .collect();
        sheet
    }

    /// What stands under a question.
    pub fn recorded(&self, question: &str, item: Option<u32>) -> Option<&Recorded> {
        self.answers.get(&(question.to_owned(), item))
    }

    /// The valid answer under a question outside a group.
    pub fn answer_to(&self, question: &str) -> Option<&Answer> {
        self.recorded(question, None)?.answer.as_ref()
    }

    /// The rows of a repeating group, in their order.
    pub fn rows(&self, group: &str) -> Vec<u32> {
        match self.answer_to(group) {
            Some(Answer::Given(Value::Rows(items))) => items.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether a section is asked now.
    pub fn asks_section(&self, section: &Section) -> bool {
        section.questions.iter().any(|question| self.asks(question))
    }

    /// Whether a question is asked now. Not for columns.
    pub fn asks(&self, question: &Question) -> bool {
        self.asked.contains(&question.id)
    }

    /// The columns of a repeating group that are asked in a row.
    pub fn columns<'a>(&'a self, group: &'a Question, item: u32) -> Vec<&'a Question> {
        self.set.visible_columns(group, self, item)
    }

    /// The sections that are asked now.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.set.sections.iter().filter(|section| self.asks_section(section))
    }

    /// The questions of a section that are asked now, without columns.
    pub fn asked<'a>(&'a self, section: &'a Section) -> impl Iterator<Item = &'a Question> {
        section.questions.iter().filter(|question| self.asks(question))
    }

    /// What is wrong with what was typed, if anything.
    pub fn problem(&self, question: &Question, item: Option<u32>) -> Option<Problem> {
        let recorded = self.recorded(&question.id, item)?;
        if self.unknown_version.is_none() && self.unlisted(question, item) {
            return Some(Problem::NotInList { label: question.label.clone() });
        }
        if recorded.valid || recorded.raw.trim().is_empty() {
            return None;
        }
        read(question, self.standard, &recorded.raw, self.today).err()
    }

    /// Whether an answer holds a code that the question's list does not have: the list was cut short, or the code comes
    /// from elsewhere. It is kept and shown as it stands, and counts as something to mend.
    pub fn unlisted(&self, question: &Question, item: Option<u32>) -> bool {
        self.chosen(question, item).iter().any(|code| self.code(question, code).is_none())
    }

    /// Whether an answer holds a code that has ended in its list. It was right on its day, so it is no problem; it is
    /// only no longer offered.
    pub fn ended(&self, question: &Question, item: Option<u32>) -> bool {
        self.chosen(question, item).iter().any(|code| {
            self.code(question, code)
                .is_some_and(|code| code.valid_to.is_some_and(|last| last < self.today))
        })
    }

    fn chosen(&self, question: &Question, item: Option<u32>) -> &[String] {
        let recorded = self.recorded(&question.id, item).filter(|recorded| recorded.valid);
        match recorded.and_then(|recorded| recorded.answer.as_ref()) {
            Some(Answer::Given(Value::Choice(code))) => std::slice::from_ref(code),
            Some(Answer::Given(Value::Choices(codes))) => codes,
            _ => &[],
        }
    }

    fn code(&self, question: &Question, code: &str) -> Option<&Code> {
        self.standard.list(question.list.as_deref()?)?.code(code)
    }

    /// What was recorded under questions that these do not have, as text: "Recorded with a newer version: knew who".
    /// In the order of their ids, since nothing here knows the order in which they were asked.
    pub fn of_other_questions(&self) -> Vec<Line> {
        self.answers
            .iter()
            .filter(|((id, _), _)| self.set.question(id).is_none())
            .filter_map(|((id, item), recorded)| {
                let value = match &recorded.answer {
                    Some(Answer::Absent(absence)) => absence.label().to_owned(),
                    _ if recorded.raw.trim().is_empty() => return None,
                    _ => recorded.raw.clone(),
                };
                let row = item.map_or_else(String::new, |item| format!(", {item}"));
                let name = id.replace('_', " ");
                let label = format!("Recorded with a newer version: {name}{row}");
                Some(Line { label, value, muted: false })
            })
            .collect()
    }

    /// Whether a question holds an answer, be it an absence code.
    pub fn is_answered(&self, question: &Question, item: Option<u32>) -> bool {
        if question.kind == Kind::Rows {
            return !self.rows(&question.id).is_empty()
                || matches!(self.answer_to(&question.id), Some(Answer::Absent(_)));
        }
        self.recorded(&question.id, item).is_some_and(|r| r.valid && r.answer.is_some())
    }
}

#[cfg(test)]
mod tests;
