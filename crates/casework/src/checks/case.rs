//! The answers of one record, as the rules look at them.

use super::Around;
use crate::time::{Certainty, Interval, before, date_at, interval};
use chrono::NaiveDate;
use homeward_standard::{Answer, Facts, Moment, QuestionSet, Reference, Value};
use std::collections::BTreeSet;

/// The answers of one record and of those before it.
pub(super) struct Case<'a> {
    set: &'a str,
    asked: BTreeSet<&'a str>,
    facts: &'a dyn Facts,
    pub(super) around: &'a Around<'a>,
}

/// Broken in the record as a whole, or not.
pub(super) fn whole(broken: bool) -> Vec<Option<u32>> {
    if broken { vec![None] } else { Vec::new() }
}

impl<'a> Case<'a> {
    pub(super) fn new(set: &'a QuestionSet, facts: &'a dyn Facts, around: &'a Around<'a>) -> Self {
        let asked = set
            .visible(facts)
            .into_iter()
            .flat_map(|section| section.questions)
            .flat_map(|question| {
                let columns = question.columns.iter().map(|column| column.id.as_str());
                std::iter::once(question.id.as_str()).chain(columns)
            })
            .collect();
        Self { set: &set.id, asked, facts, around }
    }

    fn answer(&self, question: &str, item: Option<u32>) -> Option<Answer> {
        let mut reference: Reference = question.parse().ok()?;
        if reference.set.as_deref() == Some(self.set) {
            reference.set = None;
        }
        if reference.set.is_none() && !self.asked.contains(reference.id.as_str()) {
            return None;
        }
        self.facts.answer(&reference, item)
    }

    /// The code of a choice.
    pub(super) fn code(&self, question: &str) -> Option<String> {
        self.code_in(question, None)
    }

    /// The code of a choice in a row.
    pub(super) fn code_in(&self, question: &str, item: Option<u32>) -> Option<String> {
        match self.answer(question, item)? {
            Answer::Given(Value::Choice(code)) => Some(code),
            _ => None,
        }
    }

    /// Whether a choice is one of these codes.
    pub(super) fn is(&self, question: &str, codes: &[&str]) -> bool {
        self.code(question).is_some_and(|code| codes.contains(&code.as_str()))
    }

    /// The codes of a question with several.
    pub(super) fn codes(&self, question: &str) -> Vec<String> {
        match self.answer(question, None) {
            Some(Answer::Given(Value::Choices(codes))) => codes,
            _ => Vec::new(),
        }
    }

    /// The rows of a group.
    pub(super) fn rows(&self, question: &str) -> Vec<u32> {
        match self.answer(question, None) {
            Some(Answer::Given(Value::Rows(rows))) => rows,
            _ => Vec::new(),
        }
    }

    /// The codes of one column of a group, with their rows.
    pub(super) fn column(&self, group: &str, column: &str) -> Vec<(u32, String)> {
        self.rows(group)
            .into_iter()
            .filter_map(|row| Some((row, self.code_in(column, Some(row))?)))
            .collect()
    }

    /// A moment as typed.
    pub(super) fn moment(&self, question: &str) -> Option<Moment> {
        match self.answer(question, None)? {
            Answer::Given(Value::Moment(moment)) => Some(moment),
            _ => None,
        }
    }

    /// A moment as an interval. The hour that March skips is the question's own problem.
    pub(super) fn time(&self, question: &str) -> Option<Interval> {
        self.time_in(question, None)
    }

    /// A moment in a row.
    pub(super) fn time_in(&self, question: &str, item: Option<u32>) -> Option<Interval> {
        match self.answer(question, item)? {
            Answer::Given(Value::Moment(moment)) => interval(&moment).ok(),
            _ => None,
        }
    }

    /// A date.
    pub(super) fn date(&self, question: &str, item: Option<u32>) -> Option<NaiveDate> {
        match self.answer(question, item)? {
            Answer::Given(Value::Date(date)) => Some(date),
            _ => None,
        }
    }

    /// When the child returned. While an episode is open or closed otherwise the question is not
    /// asked, and an answer given before does not count.
    pub(super) fn returned(&self) -> Option<Interval> {
        let open = self.is("episode.episode_status", &["OPEN", "CLOSED"]);
        if open { None } else { self.time("episode.returned_at") }
    }

    /// Whether one thing was certainly before another, with both known.
    pub(super) fn surely_before(first: Option<Interval>, second: Option<Interval>) -> bool {
        matches!((first, second), (Some(a), Some(b)) if before(a, b) == Certainty::Yes)
    }

    /// Whether a time certainly lies ahead.
    pub(super) fn ahead(&self, question: &str) -> bool {
        self.ahead_in(question, None)
    }

    /// Whether a time or a date in a row certainly lies ahead.
    pub(super) fn ahead_in(&self, question: &str, item: Option<u32>) -> bool {
        let now = Interval::at(self.around.now);
        Self::surely_before(Some(now), self.time_in(question, item))
            || self.date(question, item).is_some_and(|date| date > date_at(self.around.now))
    }
}
