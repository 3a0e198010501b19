//! A child across episodes: what happened when, and the reasons of each conversation side by side.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Tag;

/// What happened to a child over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Chronology {
    /// The child's record.
    pub child: String,
    /// The child's name as shown.
    pub name: String,
    /// "4 episodes since 3 March 2026".
    pub summary: String,
    /// Newest first.
    pub events: Vec<Event>,
    /// The reasons of each conversation, side by side.
    pub reasons: ReasonTable,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Event {
    /// "3 March 2026, 14:32", or what is known of it.
    pub when: String,
    /// "Went missing".
    pub title: String,
    /// One line about it.
    pub detail: String,
    /// In time, late, declined.
    pub tag: Option<Tag>,
    /// The screen's path to its record.
    pub path: String,
}

/// Push and pull across conversations: a row a reason, a column a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonTable {
    /// The conversations that recorded reasons, the oldest first.
    pub columns: Vec<ReasonColumn>,
    /// What drove the child away, what drew the child, and the rest.
    pub groups: Vec<ReasonGroup>,
}

/// A conversation in the table of reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonColumn {
    /// "3 March 2026".
    pub title: String,
    /// The screen's path to it.
    pub path: String,
}

/// Reasons of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonGroup {
    /// "What pushed them away", "What pulled them".
    pub title: String,
    /// Each reason that was given at least once.
    pub rows: Vec<ReasonRow>,
}

/// One reason across conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonRow {
    /// The reason.
    pub label: String,
    /// For each column what was recorded: "Main reason, said by the child", "Yes"; empty if it was not given.
    pub marks: Vec<String>,
}
