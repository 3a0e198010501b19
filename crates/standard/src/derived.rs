//! Variables that are worked out, never typed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::question_set::{DisclosureRule, Source, Status};

/// A variable that is worked out from answers by one function of `casework`. One file a variable in `schemas/derived/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Permanent. The name of its file.
    pub id: String,
    /// The words on screen and in tables.
    pub label: String,
    /// A published variable is frozen by the hash of its file.
    pub status: Status,
    /// What its value is.
    pub kind: DerivedKind,
    /// The list of its codes, when it is a choice; for a number, the list that it has in a release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// How it is worked out, in words.
    pub meaning: String,
    /// What may leave of it.
    pub disclosure: DisclosureRule,
    /// Where the rule comes from.
    pub source: Vec<Source>,
}

/// What the value of a derived variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DerivedKind {
    /// A whole number.
    Number,
    /// One code of its list, or an absence code.
    Choice,
    /// A financial year such as `2025-26`.
    FinancialYear,
    /// A date, with a time if one was given. It never leaves the store.
    Moment,
    /// Earlier values of an answer, each with its date and source. It never leaves the store.
    History,
}
