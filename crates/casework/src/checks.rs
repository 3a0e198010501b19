//! What *check answers* says about answers that contradict each other.
//!
//! That a question *must* be answered is said by the question itself (`needed` in its set). What is
//! here takes two answers or more, or the time of day: a return before the start, an offer that
//! nobody made, two episodes at once. The rules are those of section 7.9 of the data standard, as far
//! as the questions of the first sets go.
//!
//! A rule over times speaks only when it is broken whatever the exact times were. A date without a
//! time is never held against anybody.

mod case;
mod child_and_episode;
mod conversation;
mod interview_and_support;
#[cfg(test)]
mod tests;

use crate::RecordKind;
use case::Case;
use chrono::{DateTime, Utc};
use homeward_standard::{Facts, Moment, QuestionSet};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It cannot be so. It stands in the way of *ready for review*.
    Problem,
    /// It is unusual. It is shown, and the writer may leave it.
    Warning,
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
    /// What is wrong and what to do. No answer is in it.
    pub sentence: &'static str,
    /// The questions to look at: those of the record itself by their id, those of records before it
    /// as `set.id`. The first one of the record itself is where a link leads.
    pub questions: &'static [&'static str],
    /// Where it is broken: nowhere, in the record, or in rows of a group.
    broken: fn(&Case<'_>) -> Vec<Option<u32>>,
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
        interview_and_support::INTERVIEW,
        conversation::CHECKS,
        interview_and_support::SUPPORT,
    ]
    .into_iter()
    .flatten()
}

/// The rules that the answers of a record break, problems first.
///
/// `set` is the question set that the record answers. `facts` gives its own answers by their bare
/// id, and those of the records before it as `set.id`. An answer whose question is not asked now
/// is passed over.
pub fn check(set: &QuestionSet, facts: &dyn Facts, around: &Around<'_>) -> Vec<Finding> {
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
