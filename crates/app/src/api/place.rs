//! Where somebody is, so that unlocking brings back the same page and caret.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page, and the caret in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    /// The screen's own address of the page, without a name or an answer: `record/<id>/<section>`.
    pub path: String,
    /// Where the caret was.
    pub caret: Option<Caret>,
}

/// A place in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Caret {
    /// The DOM id of the field.
    pub field: String,
    /// Start of the selection, in UTF-16 units as the browser counts.
    pub start: u32,
    /// End of the selection.
    pub end: u32,
}
