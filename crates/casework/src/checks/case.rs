//! The answers of one record, as the rules look at them.

use super::Around;
use super::episode_dates::is_ahead;
use crate::derived::age_at;
use crate::time::{Certainty, Interval, before, date_at, interval};
use chrono::NaiveDate;
use homeward_standard::{Absence, Answer, Facts, Moment, QuestionSet, Reference, Value};
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
        self.time_in(question, item).is_some_and(|at| is_ahead(now, at))
            || self.date(question, item).is_some_and(|date| date > date_at(self.around.now))
    }

    /// Whether a question is asked and nothing stands there: no value, no absence code, no row. A
    /// question that is not asked is not blank.
    pub(super) fn blank(&self, question: &str) -> bool {
        self.asked.contains(question)
            && match self.answer(question, None) {
                None => true,
                Some(Answer::Given(Value::Rows(rows))) => rows.is_empty(),
                Some(Answer::Given(_) | Answer::Absent(_)) => false,
            }
    }

    /// Whether nothing stands in a column of a row.
    pub(super) fn blank_in(&self, column: &str, row: u32) -> bool {
        self.asked.contains(column) && self.answer(column, Some(row)).is_none()
    }

    /// Whether a question holds a value.
    pub(super) fn answered(&self, question: &str) -> bool {
        matches!(self.answer(question, None), Some(Answer::Given(_)))
    }

    /// A short text as typed.
    pub(super) fn text(&self, question: &str) -> Option<String> {
        match self.answer(question, None)? {
            Answer::Given(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The child's age today.
    pub(super) fn age_now(&self) -> Option<i32> {
        let born = self.date("child.date_of_birth", None)?;
        Some(age_at(born, date_at(self.around.now)))
    }

    /// Whether any answer of the record is the code of a hidden value. Nobody can type it; a file
    /// that was brought in might hold it.
    pub(super) fn holds_hidden(&self) -> bool {
        let hidden = |answer: Option<Answer>| matches!(answer, Some(Answer::Absent(Absence::Supp)));
        let rows: BTreeSet<u32> = self.asked.iter().flat_map(|id| self.rows(id)).collect();
        self.asked.iter().any(|id| {
            hidden(self.answer(id, None))
                || rows.iter().any(|row| hidden(self.answer(id, Some(*row))))
        })
    }
}

/// Answers to "who was spoken to" without the child.
pub(super) const WITHOUT_CHILD: [&str; 4] = ["PARENT_ONLY", "CARER_ONLY", "PROF_ONLY", "NONE"];

/// Whether one of several codes was chosen.
pub(super) fn has(case: &Case<'_>, question: &str, code: &str) -> bool {
    case.codes(question).iter().any(|chosen| chosen == code)
}

/// Whether a code that says "none" stands beside others.
pub(super) fn beside_none(case: &Case<'_>, question: &str, none: &str) -> bool {
    case.codes(question).len() > 1 && has(case, question, none)
}

/// The rows whose code says "none" while other rows say something.
pub(super) fn rows_beside_none(
    case: &Case<'_>,
    group: &str,
    column: &str,
    none: &str,
) -> Vec<Option<u32>> {
    let codes = case.column(group, column);
    let others = codes.iter().any(|(_, code)| code != none);
    let rows = codes.iter().filter(|(_, code)| others && code == none);
    rows.map(|(row, _)| Some(*row)).collect()
}

/// The rows whose code stands in a row before them. "Other" may be there more than once.
pub(super) fn twice(codes: &[(u32, String)]) -> Vec<Option<u32>> {
    let repeated = codes.iter().enumerate().filter(|(place, (_, code))| {
        code != "Z99" && codes.iter().take(*place).any(|(_, earlier)| earlier == code)
    });
    repeated.map(|(_, (row, _))| Some(*row)).collect()
}

/// The rows of a group of which something holds.
pub(super) fn rows_where(
    case: &Case<'_>,
    group: &str,
    holds: impl Fn(u32) -> bool,
) -> Vec<Option<u32>> {
    case.rows(group).into_iter().filter(|row| holds(*row)).map(Some).collect()
}

/// The rows of a group of which one of the columns certainly lies ahead.
pub(super) fn rows_ahead(case: &Case<'_>, group: &str, columns: &[&str]) -> Vec<Option<u32>> {
    rows_where(case, group, |row| columns.iter().any(|column| case.ahead_in(column, Some(row))))
}

/// Whether in a row the day in one column lies before that in another.
pub(super) fn day_before(case: &Case<'_>, first: &str, second: &str, row: u32) -> bool {
    let days = (case.date(first, Some(row)), case.date(second, Some(row)));
    matches!(days, (Some(first), Some(second)) if first < second)
}

/// Whether what is said of a time's precision cannot be true of what was written: a date alone that
/// is called exact to the hour, or a time of day that is called a date alone.
pub(super) fn precision_differs(case: &Case<'_>, question: &str, precision: &str) -> bool {
    let Some(moment) = case.moment(question) else { return false };
    match moment.time {
        Some(_) => case.is(precision, &["DATE"]),
        None => case.is(precision, &["EXACT", "H1"]),
    }
}
