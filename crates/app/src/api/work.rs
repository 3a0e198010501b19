//! My work: what is due first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Line, Tag};

/// The first page after unlocking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MyWork {
    /// "3 return conversations are due. 1 is late."
    pub summary: String,
    /// Due first; late ones on top.
    pub rows: Vec<WorkRow>,
    /// Said when there is nothing: what to do next.
    pub nothing: Option<Nothing>,
    /// Set when there are more rows than shown.
    pub more: u32,
    /// A few figures about the store: children, episodes, conversations.
    pub figures: Vec<Line>,
}

/// An empty page says what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {
    /// A sentence.
    pub title: String,
    /// What to do.
    pub body: String,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WorkRow {
    /// The record that opens.
    pub record: String,
    /// The screen's path to open it.
    pub path: String,
    /// The child's name.
    pub child: String,
    /// "Return conversation", "Police prevention interview", "Finish adding this return", "Still missing".
    pub what: String,
    /// "Missing 3 March 2026, returned 5 March 2026 at 2:32pm".
    pub detail: String,
    /// "Due in 6 hours".
    pub due: Tag,
    /// Draft, Ready for review, ...
    pub state: Tag,
}

/// A child found by a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChildHit {
    /// The child's record.
    pub record: String,
    /// Name as shown.
    pub name: String,
    /// "Born 12 March 2010, local id EX12, Hackney".
    pub detail: String,
    /// "3 episodes, the last on 5 March 2026".
    pub episodes: String,
}
