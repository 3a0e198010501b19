//! How two versions of a question set belong together, so that records of both can be counted in one table.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Absence;
use crate::question_set::{Source, Status};
use crate::standard::Standard;

/// What differs between a version of a question set and the next, in `schemas/mappings/<set>.v1-v2.json`.
///
/// A question that stands in no entry is the same in both. Loading compares the two versions and refuses a map that
/// leaves a difference out, or names one that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionMap {
    /// `<set>.v<from>-v<to>`. The name of its file.
    pub id: String,
    /// What the map is about.
    pub title: String,
    /// A published map is frozen by the hash of its file.
    pub status: Status,
    /// Why the newer version was made, and where its changes come from.
    pub source: Vec<Source>,
    /// The set.
    pub set: String,
    /// The older version.
    pub from: u32,
    /// The next version.
    pub to: u32,
    /// What differs in questions and columns. A question may stand in several entries.
    pub questions: Vec<QuestionChange>,
    /// What differs in sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionChange>,
}

/// One way in which a question differs between two versions. Its kind, its disclosure rule and its typed column never
/// differ: a question that needs others is another question, with another id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum QuestionChange {
    /// Other words for the same question: label, hint, why, definition, the words for the child, or its source.
    Reworded {
        /// The question.
        question: String,
    },
    /// Asked at another time, of other records or in other limits: rule, weight, stage, need, absence codes, range.
    AskedDifferently {
        /// The question.
        question: String,
    },
    /// In another section, or elsewhere in the order.
    Moved {
        /// The question.
        question: String,
    },
    /// Its list is a newer version of the same list.
    ListExtended {
        /// The question.
        question: String,
        /// Each added code with the older code that it counts as where both versions are counted together. A code
        /// that counts as itself needs a release whose list holds it.
        codes: BTreeMap<String, String>,
    },
    /// No longer asked.
    Retired {
        /// The question.
        question: String,
        /// What a record of the newer version says in its place: `NASK` or `NAPP`.
        newer_records: Absence,
    },
    /// Asked from the newer version on.
    Added {
        /// The question.
        question: String,
        /// What a record of the older version says in its place: `NASK` or `NAPP`.
        older_records: Absence,
    },
}

/// One way in which a section differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum SectionChange {
    /// Another heading, line under it, rule, or answer beside it.
    Changed {
        /// The section.
        section: String,
    },
    /// No longer there.
    Retired {
        /// The section.
        section: String,
    },
    /// There from the newer version on.
    Added {
        /// The section.
        section: String,
    },
}

impl QuestionChange {
    /// The question.
    pub fn question(&self) -> &str {
        match self {
            Self::Reworded { question }
            | Self::AskedDifferently { question }
            | Self::Moved { question }
            | Self::ListExtended { question, .. }
            | Self::Retired { question, .. }
            | Self::Added { question, .. } => question,
        }
    }

    /// The word in the file.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Reworded { .. } => "reworded",
            Self::AskedDifferently { .. } => "asked_differently",
            Self::Moved { .. } => "moved",
            Self::ListExtended { .. } => "list_extended",
            Self::Retired { .. } => "retired",
            Self::Added { .. } => "added",
        }
    }
}

impl SectionChange {
    /// The section.
    pub fn section(&self) -> &str {
        match self {
            Self::Changed { section } | Self::Retired { section } | Self::Added { section } => {
                section
            }
        }
    }

    /// The word in the file.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "changed",
            Self::Retired { .. } => "retired",
            Self::Added { .. } => "added",
        }
    }
}

impl VersionMap {
    /// The id that set and versions ask for.
    pub fn expected_id(&self) -> String {
        format!("{}.v{}-v{}", self.set, self.from, self.to)
    }

    /// What the newer version's code of a question counts as in the older one.
    pub(crate) fn older_code<'a>(&'a self, question: &str, code: &'a str) -> &'a str {
        let changes = self.questions.iter().find_map(|change| match change {
            QuestionChange::ListExtended { question: of, codes } if of == question => Some(codes),
            _ => None,
        });
        changes.and_then(|codes| codes.get(code)).map_or(code, String::as_str)
    }
}

impl Standard {
    /// The maps between the versions of a set, the oldest first.
    pub fn maps_of(&self, set: &str) -> Vec<&VersionMap> {
        let mut maps: Vec<&VersionMap> = self.maps.iter().filter(|map| map.set == set).collect();
        maps.sort_by_key(|map| map.from);
        maps
    }

    /// What a code that a record of some version holds counts as in a list of any version: the code itself if the list
    /// has it, otherwise what the maps make of it, version by version. `None` when even that is not in the list.
    pub fn joined_code<'a>(
        &'a self,
        set: &str,
        version: u32,
        question: &str,
        code: &'a str,
        list: &str,
    ) -> Option<&'a str> {
        let list = self.list(list)?;
        let older = self.maps_of(set).into_iter().rev().filter(|map| map.to <= version);
        let mut code = code;
        if list.code(code).is_some() {
            return Some(code);
        }
        for map in older {
            code = map.older_code(question, code);
            if list.code(code).is_some() {
                return Some(code);
            }
        }
        None
    }

    /// What a record of a version says for a question that its version does not ask and another one does. `None` when
    /// no map knows.
    pub fn not_in_version(&self, set: &str, version: u32, question: &str) -> Option<Absence> {
        let maps = self.maps_of(set);
        let retired = maps.iter().rev().filter(|map| map.to <= version).find_map(|map| {
            map.questions.iter().find_map(|change| match change {
                QuestionChange::Retired { question: of, newer_records } if of == question => {
                    Some(*newer_records)
                }
                _ => None,
            })
        });
        retired.or_else(|| {
            maps.iter().filter(|map| map.from >= version).find_map(|map| {
                map.questions.iter().find_map(|change| match change {
                    QuestionChange::Added { question: of, older_records } if of == question => {
                        Some(*older_records)
                    }
                    _ => None,
                })
            })
        })
    }
}
