//! The typed columns that also keep an answer, for clocks, lists and SQL.

use crate::question_set::Kind;

/// A typed column of a record. The answer is the home of the fact; the column can be rebuilt from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bind {
    /// As a question names it, such as `episode.returned_at`.
    pub name: &'static str,
    /// The question set whose questions may name it.
    pub set: &'static str,
    /// The kind such a question must have.
    pub kind: Kind,
}

const fn bind(name: &'static str, set: &'static str, kind: Kind) -> Bind {
    Bind { name, set, kind }
}

/// Every typed column there is.
pub const BINDS: &[Bind] = &[
    bind("child.forename", "child", Kind::Text),
    bind("child.surname", "child", Kind::Text),
    bind("child.local_id", "child", Kind::Text),
    bind("child.date_of_birth", "child", Kind::Date),
    bind("child.sex", "child", Kind::Choice),
    bind("child.ethnicity", "child", Kind::Choice),
    bind("child.care_status", "child", Kind::Choice),
    bind("episode.missing_from_at", "episode", Kind::Moment),
    bind("episode.returned_at", "episode", Kind::Moment),
    bind("episode.located_at", "episode", Kind::Moment),
    bind("episode.la_notified_at", "episode", Kind::Moment),
    bind("episode.last_seen_at", "episode", Kind::Moment),
    bind("episode.type", "episode", Kind::Choice),
    bind("episode.dfe_missing_type", "episode", Kind::Choice),
    bind("ppi.status", "ppi", Kind::Choice),
    bind("ppi.at", "ppi", Kind::Moment),
    bind("conversation.offer", "rhi", Kind::Choice),
    bind("conversation.offered_at", "rhi", Kind::Moment),
    bind("conversation.outcome", "rhi", Kind::Choice),
    bind("conversation.held_at", "rhi", Kind::Moment),
    bind("support.plan_made", "support", Kind::Choice),
    bind("support.told_child_at", "support", Kind::Date),
];
