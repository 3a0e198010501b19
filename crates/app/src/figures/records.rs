//! What the records of one episode say: the code of each answer, or why there is none.

use std::collections::BTreeMap;

use homeward_casework::RecordKind;
use homeward_standard::{Absence, Answer, Facts, Moment, Reference, Value};

use super::episode::{Code, Counter, NOT_APPLICABLE, PENDING};
use crate::sheet::Answers;

/// The answers of an episode's records, by their set.
pub(super) struct Records {
    pub(super) answers: BTreeMap<&'static str, Answers>,
    pub(super) worked_out: BTreeMap<&'static str, &'static str>,
    /// Whether the child is missing still, so that nothing is due.
    pub(super) missing: bool,
}

impl Records {
    pub(super) fn answer(
        &self,
        kind: RecordKind,
        question: &str,
        item: Option<u32>,
    ) -> Option<&Answer> {
        let own = self.answers.get(kind.set_id())?;
        own.get(&(question.to_owned(), item))?.answer.as_ref()
    }

    pub(super) fn moment(&self, kind: RecordKind, question: &str) -> Option<&Moment> {
        match self.answer(kind, question, None)? {
            Answer::Given(Value::Moment(moment)) => Some(moment),
            _ => None,
        }
    }

    pub(super) fn given_code(&self, kind: RecordKind, question: &str) -> Option<&str> {
        match self.answer(kind, question, None)? {
            Answer::Given(Value::Choice(code)) => Some(code),
            Answer::Absent(absence) => Some(absence.code()),
            Answer::Given(_) => None,
        }
    }

    /// Whether a question is asked. An answer whose question is hidden again does not count.
    fn is_asked(
        &self,
        counter: &Counter<'_>,
        kind: RecordKind,
        question: &str,
        item: Option<u32>,
    ) -> bool {
        let facts = Look { records: self, counter, kind };
        counter
            .asked
            .get(&(kind, question))
            .is_some_and(|asked| asked.rules.iter().all(|rule| rule.holds(&facts, item)))
    }

    /// Why there can be no answer, whatever was typed.
    fn unanswerable(
        &self,
        counter: &Counter<'_>,
        kind: RecordKind,
        question: &str,
    ) -> Option<&'static str> {
        if !self.answers.contains_key(kind.set_id()) {
            return Some(if self.missing { NOT_APPLICABLE } else { PENDING });
        }
        (!self.is_asked(counter, kind, question, None)).then_some(NOT_APPLICABLE)
    }

    /// The code of an answer, or the reason why there is none.
    pub(super) fn code(&self, counter: &Counter<'_>, kind: RecordKind, question: &str) -> Code {
        match self.unanswerable(counter, kind, question) {
            Some(reason) => reason.into(),
            None => match self.answer(kind, question, None) {
                Some(Answer::Given(Value::Choice(code))) => code.clone().into(),
                Some(Answer::Absent(absence)) => absence.code().into(),
                Some(Answer::Given(_)) | None => PENDING.into(),
            },
        }
    }

    /// Whether there is a date or a time.
    pub(super) fn given(
        &self,
        counter: &Counter<'_>,
        kind: RecordKind,
        question: &str,
    ) -> &'static str {
        match (self.unanswerable(counter, kind, question), self.answer(kind, question, None)) {
            (Some(reason), _) => reason,
            (None, Some(Answer::Given(_))) => "Y",
            (None, Some(Answer::Absent(absence))) => absence.code(),
            (None, None) => "N",
        }
    }

    /// The codes under a question with several, or in a column of all rows.
    pub(super) fn named(
        &self,
        counter: &Counter<'_>,
        kind: RecordKind,
        question: &str,
    ) -> Vec<String> {
        let Some(own) = self.answers.get(kind.set_id()) else { return Vec::new() };
        let rows = counter.standard.set(kind.set_id()).and_then(|set| set.rows_of(question));
        let group = rows.map_or(question, |rows| rows.id.as_str());
        if !self.is_asked(counter, kind, group, None) {
            return Vec::new();
        }
        // A row that was taken away keeps its answers, and does not count.
        let items = match (rows, self.answer(kind, group, None)) {
            (None, _) => vec![None],
            (Some(_), Some(Answer::Given(Value::Rows(items)))) => {
                items.iter().copied().map(Some).collect()
            }
            (Some(_), _) => Vec::new(),
        };
        let answers = items.into_iter().filter_map(|item| {
            let recorded = own.get(&(question.to_owned(), item))?;
            self.is_asked(counter, kind, question, item).then_some(recorded.answer.as_ref()?)
        });
        let mut codes = Vec::new();
        for answer in answers {
            match answer {
                Answer::Given(Value::Choice(code)) => codes.push(code.clone()),
                Answer::Given(Value::Choices(chosen)) => codes.extend(chosen.iter().cloned()),
                Answer::Absent(absence) => codes.push(absence.code().to_owned()),
                Answer::Given(_) => {}
            }
        }
        codes
    }
}

/// What the rules of one set may look at.
struct Look<'a> {
    records: &'a Records,
    counter: &'a Counter<'a>,
    kind: RecordKind,
}

impl Facts for Look<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        if reference.is_derived() {
            let code = self.records.worked_out.get(reference.id.as_str())?;
            let absence = Absence::from_code(code).map(Answer::Absent);
            return absence.or_else(|| Some(Answer::Given(Value::Choice((*code).to_owned()))));
        }
        let kind = kind_of(reference, self.kind)?;
        let known = self.counter.asks(kind, &reference.id);
        // Rules look back only, so this ends.
        if known && !self.records.is_asked(self.counter, kind, &reference.id, item) {
            return Some(Answer::Absent(Absence::Napp));
        }
        self.records.answer(kind, &reference.id, item).cloned()
    }
}

/// The kind of record that a reference of a rule looks at. None for derived facts.
pub(super) fn kind_of(reference: &Reference, own: RecordKind) -> Option<RecordKind> {
    match reference.set.as_deref() {
        None => Some(own),
        Some(set) => RecordKind::of_set(set),
    }
}
