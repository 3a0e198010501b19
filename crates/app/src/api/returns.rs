//! Add a return, from the police notification.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::record::PageView;

/// A return that is being added. It is saved from the first key on, as a draft child and a
/// draft episode, so that nothing typed is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReturnDraft {
    /// The episode being added. Its path is `return/<episode>`.
    pub episode: String,
    /// The child it is put down for.
    pub child: String,
    /// Whether that child was in the store before.
    pub known_child: bool,
    /// The child's name when known before.
    pub child_name: Option<String>,
    /// The questions: about the child (absent for a known child), then about the episode.
    pub pages: Vec<PageView>,
    /// Children who may be the same, with the reason.
    pub likely: Vec<Likely>,
}

/// A child, or an episode, that may be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Likely {
    /// The record that may be the same.
    pub record: String,
    /// Name as shown.
    pub name: String,
    /// "Born 12 March 2010, local id EX12".
    pub detail: String,
    /// "Same date of birth and a similar name."
    pub reason: String,
    /// Whether it is the child (choose it) or an episode (look at it).
    pub is_episode: bool,
}
