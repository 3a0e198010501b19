//! How files of other systems are read and written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::question_set::{Source, Status};

/// The SSDA903 files `header.csv` and `missing.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ssda903 {
    /// Always `ssda903`.
    pub id: String,
    /// What the files are.
    pub title: String,
    /// A published mapping is frozen by the hash of its file.
    pub status: Status,
    /// Where the mapping comes from.
    pub source: Vec<Source>,
    /// How dates are written, in the letters of `strftime`.
    pub date_format: String,
    /// The columns of `header.csv` that are needed.
    pub header_columns: Vec<String>,
    /// The columns of `missing.csv` that are needed.
    pub missing_columns: Vec<String>,
    /// The sex codes of old and new years.
    pub sex: Vec<SexCode>,
    /// The type of absence.
    pub missing: BTreeMap<String, MissingCodes>,
    /// The ethnicity code of the Department for Education to the code asked here, or to an absence code.
    pub ethnicity: BTreeMap<String, String>,
    /// The care status of every child in these files.
    pub care_status: String,
}

/// A sex code of SSDA903.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SexCode {
    /// As in the file.
    pub code: String,
    /// The code of the list `sex`.
    pub sex: String,
    /// The first collection year that has it, such as `2024-25`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last collection year that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What a type of absence is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingCodes {
    /// The code of the list `episode_type`.
    pub episode_type: String,
    /// The code of the list `dfe_missing_type`.
    pub dfe_missing_type: String,
}
