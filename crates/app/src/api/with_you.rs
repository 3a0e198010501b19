//! Pages that are held beside the child.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::record::QuestionView;

/// The *With you* pages of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WithYou {
    /// The conversation.
    pub record: String,
    /// What the child reads first: what this is, and that they can skip or stop at any time.
    pub welcome: Vec<String>,
    /// One question a page.
    pub pages: Vec<WithYouPage>,
    /// What the child reads at the end.
    pub thanks: Vec<String>,
    /// Whether answers can be changed.
    pub open: bool,
}

/// One question for the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WithYouPage {
    /// The question in plain words.
    pub ask: String,
    /// The same question as the worker has it; its answer is the same answer.
    pub question: QuestionView,
}
