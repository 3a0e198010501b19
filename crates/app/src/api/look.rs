//! How the screen looks for the person whose store it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Size of text and colours. Kept in the store, since the web view keeps nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Look {
    /// In percent: 100, 125, 150 or 200.
    pub text: u16,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
}

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
