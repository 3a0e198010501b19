//! *What I told you, and who sees it*: a one-page copy for a child who wants one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What to know before a copy is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChildCopyForm {
    /// The conversation.
    pub record: String,
    /// The child's name.
    pub child: String,
    /// Whether paper could put the child at risk, by what is recorded. It then has to be weighed and said so.
    pub home_may_not_be_safe: bool,
    /// What to think of before paper goes home with a child.
    pub warnings: Vec<String>,
}

/// Asks for the copy.
#[derive(Clone, Deserialize, TS)]
pub struct ChildCopyAsk {
    /// The conversation.
    pub record: String,
    /// The person has read the warnings and talked with the child about where the paper will be.
    pub talked_about: bool,
    /// The passphrase, again.
    pub passphrase: String,
}
