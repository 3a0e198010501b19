//! What goes wrong, in the few kinds on which the screen acts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One sentence for the person, and the kind that tells the screen what to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApiError {
    /// What the screen does.
    pub kind: Kind,
    /// A calm sentence that says what to do. Never holds a name, an answer or a path.
    pub message: String,
}

/// What the screen does about it. On the screen's side it is called `ErrorKind`, since a
/// question's kind is already `Kind` there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ErrorKind")]
pub enum Kind {
    /// The store is locked: show the unlock page.
    Locked,
    /// Refused now, nothing is broken: a calm notice on the same page.
    Refused,
    /// Something in what was typed: show it beside the field.
    Problem,
    /// The passphrase is not right, or may not be tried yet: show it beside its field.
    Passphrase,
    /// It could not be saved or read: keep what was typed on screen and offer to try again.
    Fault,
}

impl ApiError {
    /// A refusal.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, message: message.into() }
    }
    /// A problem with what was typed.
    pub fn problem(message: impl Into<String>) -> Self {
        Self { kind: Kind::Problem, message: message.into() }
    }
    /// A passphrase that is not right, or that may not be tried yet.
    pub fn passphrase(message: impl Into<String>) -> Self {
        Self { kind: Kind::Passphrase, message: message.into() }
    }
    /// A fault of the machine or of this program.
    pub fn fault(message: impl Into<String>) -> Self {
        Self { kind: Kind::Fault, message: message.into() }
    }
    /// The store is locked.
    pub fn locked() -> Self {
        Self { kind: Kind::Locked, message: "Homeward is locked. Enter your passphrase.".into() }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
