//! What *check answers* says about answers that contradict each other.
//!
//! A rule takes two answers or more, or the time of day: a return before the start, an offer that
//! nobody made, two episodes at once. The rules are those of section 7.9 of the data standard, with
//! the rules of the national return for looked-after children (SSDA903) that it names.
//!
//! One list serves the page, *check answers*, the review and an import. Some rules say only that an
//! answer is missing ([`About::Missing`]). Where its question is needed by its set, the page says so
//! itself, so [`check`] leaves those out; [`check_whole`] does not, for a record that nobody was
//! asked about.
//!
//! Three rules of section 7.9 are held elsewhere. A level of the police for a report that was not
//! opened cannot be answered, since it is not asked; whether 72 and 24 hours were kept is worked out
//! and cannot be typed; and *missing* against *away* follows from whether it was known where the
//! child was, for which there is no question but the two types themselves.
//!
//! A rule over times speaks only when it is broken whatever the exact times were. A date without a
//! time is never held against anybody.

mod age_and_placement;
mod case;
mod child;
mod child_and_episode;
mod conversation;
pub(crate) mod episode_dates;
mod held_or_declined;
mod interview;
mod interview_and_support;
mod report_and_risk;
mod response_and_return;
mod support;
mod talk;
#[cfg(test)]
mod tests;

use crate::RecordKind;
use case::Case;
use chrono::{DateTime, Utc};
use homeward_standard::{Facts, Moment, Needed, QuestionSet};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It cannot be so. It stands in the way of *ready for review*.
    Problem,
    /// It is unusual. It is shown, and the writer may leave it.
    Warning,
}

/// What a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// Answers that do not fit each other.
    Contradiction,
    /// An answer that another one calls for. The first question of the rule is where it belongs. It
    /// is never said while somebody writes.
    Missing,
}

/// One rule.
#[derive(Debug)]
pub struct Check {
    /// A permanent name.
    pub id: &'static str,
    /// The kind of record it looks at.
    pub kind: RecordKind,
    /// How much it weighs.
    pub severity: Severity,
    /// What it speaks of.
    pub about: About,
    /// The rules of the validation of the national return (SSDA903) that say the same.
    pub ssda903: &'static [u16],
    /// What is wrong and what to do. No answer is in it.
    pub sentence: &'static str,
    /// The questions to look at: those of the record itself by their id, those of records before it
    /// as `set.id`. The first one of the record itself is where a link leads.
    pub questions: &'static [&'static str],
    /// Where it is broken: nowhere, in the record, or in rows of a group.
    broken: fn(&Case<'_>) -> Vec<Option<u32>>,
}

impl Check {
    /// The questions that it looks at and that the record itself is asked by this set.
    pub fn own_questions<'a>(
        &'a self,
        set: &'a QuestionSet,
    ) -> impl Iterator<Item = &'static str> + 'a {
        self.questions.iter().copied().filter(|question| set.question(question).is_some())
    }
}

/// A rule that is broken.
#[derive(Debug, Clone, Copy)]
pub struct Finding {
    /// The rule.
    pub check: &'static Check,
    /// The row of the group, when it is about one row.
    pub item: Option<u32>,
}

/// What the rules need to know besides answers.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The time now.
    pub now: DateTime<Utc>,
    /// Start and end of the other episodes of the child. Only looked at for an episode.
    pub other_episodes: &'a [(Moment, Option<Moment>)],
}

/// All rules, in the order in which they are shown.
pub fn all() -> impl Iterator<Item = &'static Check> {
    [
        child_and_episode::CHECKS,
        child::CHECKS,
        age_and_placement::CHECKS,
        report_and_risk::CHECKS,
        response_and_return::CHECKS,
        interview_and_support::INTERVIEW,
        interview::CHECKS,
        conversation::CHECKS,
        held_or_declined::CHECKS,
        talk::CHECKS,
        interview_and_support::SUPPORT,
        support::CHECKS,
    ]
    .into_iter()
    .flatten()
}

/// The rule of this name.
pub fn by_id(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id == id)
}

/// The rules that say the same as a rule of the validation of the national return.
pub fn by_ssda903(rule: u16) -> impl Iterator<Item = &'static Check> {
    all().filter(move |check| check.ssda903.contains(&rule))
}

/// The rules that the answers of a record break, problems first.
///
/// `set` is the question set that the record answers. `facts` gives its own answers by their bare
/// id, and those of the records before it as `set.id`. An answer whose question is not asked now
/// is passed over. That an answer is missing is left to its question where the set needs it.
pub fn check(set: &QuestionSet, facts: &dyn Facts, around: &Around<'_>) -> Vec<Finding> {
    let mut found = check_whole(set, facts, around);
    found.retain(|finding| {
        let question = finding.check.questions.first().and_then(|id| set.question(id));
        finding.check.about != About::Missing
            || question.is_none_or(|question| question.needed != Needed::AtCheck)
    });
    found
}

/// All rules that the answers of a record break, problems first: those that a needed answer is
/// missing too. For a record that came in from elsewhere, such as a row of an import.
pub fn check_whole(set: &QuestionSet, facts: &dyn Facts, around: &Around<'_>) -> Vec<Finding> {
    let Some(kind) = RecordKind::of_set(&set.id) else { return Vec::new() };
    let case = Case::new(set, facts, around);
    let mut found: Vec<Finding> = all()
        .filter(|check| check.kind == kind)
        .flat_map(|check| {
            let places = (check.broken)(&case).into_iter();
            places.map(move |item| Finding { check, item })
        })
        .collect();
    found.sort_by_key(|finding| finding.check.severity);
    found
}
