//! Code lists and the authorities of London.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::question_set::{Source, Status};

/// A list of codes. One file a list in `schemas/codelists/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// Permanent. The name of its file.
    pub id: String,
    /// What the list is about.
    pub title: String,
    /// A published list is frozen by the hash of its file.
    pub status: Status,
    /// Where the list comes from.
    pub source: Vec<Source>,
    /// How the list is to be used, for someone who reads the dictionary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the source of the whole list could not be checked. The dictionary says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// The list whose next version this is. The file then holds only what is added, and the loader puts all codes of
    /// the version before in front of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// The code of the version before that the added codes stand before, such as "Something else". Without it, they
    /// stand last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Codes of the version before that end, with the last day each may be chosen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub retired: BTreeMap<String, NaiveDate>,
    /// In the order they are shown.
    pub codes: Vec<Code>,
}

/// The name and the version that the id of a list says: `mode` is version 1 of `mode`, `mode.v2` its version 2.
pub fn list_version(id: &str) -> (&str, u32) {
    id.rsplit_once(".v")
        .filter(|(_, number)| {
            !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit())
        })
        .and_then(|(name, number)| Some((name, number.parse().ok()?)))
        .filter(|(_, version)| *version > 1)
        .unwrap_or((id, 1))
}

impl CodeList {
    /// The name that all versions of the list share: its id without `.v2`.
    pub fn name(&self) -> &str {
        list_version(&self.id).0
    }

    /// The code of this name.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|found| found.code == code)
    }

    /// The words for this code.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.code(code).map(|found| found.label.as_str())
    }

    /// The codes that are offered on this day, in the order they are shown.
    pub fn current(&self, on: NaiveDate) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |code| code.is_valid(on) && !code.only_imported)
    }
}

/// One code. Never reused; a retired one keeps `valid_to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Upper-case ASCII, unique in its list.
    pub code: String,
    /// The words on screen.
    pub label: String,
    /// A line under the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The heading it stands under on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The broader code it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broader: Option<String>,
    /// The first day it may be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<NaiveDate>,
    /// The last day it may be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<NaiveDate>,
    /// Whether no other code can be chosen with it ("None of these").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// Whether it only comes in with other systems' files, and is never offered on screen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_imported: bool,
    /// For a reason: whether it drove the child away or drew the child to something. Neither, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The code of the same thing in other systems, by the name of the system, such as `dfe`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub elsewhere: BTreeMap<String, String>,
    /// Whether its source could not be checked. The dictionary says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
}

/// What a reason did. The sector thinks of reasons as push and pull factors (Missing People).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It drove the child away from where they live.
    Push,
    /// It drew the child to somebody or something.
    Pull,
}

impl Code {
    /// Whether it may be chosen on this day.
    pub fn is_valid(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}

/// `schemas/codelists/authorities.json`: the 33 authorities of London, and what lies outside. The list `authority` is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorities {
    /// Always `authorities`.
    pub id: String,
    /// What the file is.
    pub title: String,
    /// A published file is frozen by its hash.
    pub status: Status,
    /// Where it comes from.
    pub source: Vec<Source>,
    /// The 33 authorities.
    pub authorities: Vec<Authority>,
    /// Codes for areas outside London.
    pub outside: Vec<OutsideArea>,
}

/// An authority of London.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// The code of the Office for National Statistics, such as `E09000012`.
    pub gss: String,
    /// The name, such as "Hackney".
    pub name: String,
    /// The three letters of the London Innovation and Improvement Alliance.
    pub liia: String,
    /// The number at the Department for Education.
    pub dfe_la: String,
    /// The Met command unit, or `COLP` for the City of London Police.
    pub police_unit: String,
}

/// An area outside London.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideArea {
    /// Upper-case ASCII.
    pub code: String,
    /// The words on screen.
    pub label: String,
}
