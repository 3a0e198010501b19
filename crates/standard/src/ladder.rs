//! Ladders: how an answer is made broader, level by level, up to nothing at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Absence;
use crate::question_set::{Source, Status};

/// How the codes of a list are made broader. Level 0 is the code itself; the top level is always `SUPP`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Permanent. The name of its file.
    pub id: String,
    /// What is made broader.
    pub title: String,
    /// A published ladder is frozen by the hash of its file.
    pub status: Status,
    /// The list whose codes, with the absence codes, are level 0.
    pub list: String,
    /// Where the ladder comes from.
    pub source: Vec<Source>,
    /// Level 1 and up. The last one has one group, `SUPP`.
    pub levels: Vec<Level>,
}

/// One level of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What the level is called ("Five age groups").
    pub title: String,
    /// Every code of the level below stands in exactly one group.
    pub groups: Vec<Group>,
}

/// A code of a level, with the codes of the level below that it takes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The code at this level.
    pub code: String,
    /// The words for it.
    pub label: String,
    /// The codes of the level below.
    pub of: Vec<String>,
}

impl Ladder {
    /// The number of the top level, where everything is `SUPP`.
    pub fn top(&self) -> u8 {
        u8::try_from(self.levels.len()).unwrap_or(u8::MAX)
    }

    /// What a leaf (a code of the list or an absence code) is at a level. `None` for an unknown leaf or level.
    pub fn at<'a>(&'a self, leaf: &'a str, level: u8) -> Option<&'a str> {
        let mut code = leaf;
        if level == 0 {
            let known = self
                .levels
                .first()?
                .groups
                .iter()
                .any(|group| group.of.iter().any(|of| of == leaf));
            return known.then_some(leaf);
        }
        for step in self.levels.get(..usize::from(level))? {
            code = &step.groups.iter().find(|group| group.of.iter().any(|of| of == code))?.code;
        }
        Some(code)
    }

    /// The words for a code of level 1 or above. For level 0 ask the list.
    pub fn label(&self, code: &str, level: u8) -> Option<&str> {
        let step = self.levels.get(usize::from(level).checked_sub(1)?)?;
        step.groups.iter().find(|group| group.code == code).map(|group| group.label.as_str())
    }

    /// The leaves: the codes that level 1 takes in.
    pub fn leaves(&self) -> impl Iterator<Item = &str> {
        self.levels
            .first()
            .into_iter()
            .flat_map(|level| &level.groups)
            .flat_map(|group| group.of.iter().map(String::as_str))
    }

    /// Whether this is the code of a group of any level but the top.
    pub fn is_group(&self, code: &str) -> bool {
        let below_top = self.levels.iter().take(self.levels.len().saturating_sub(1));
        below_top.flat_map(|level| &level.groups).any(|group| group.code == code)
    }

    /// Whether a leaf is that code, or lies under the group of that code.
    pub fn is_under(&self, leaf: &str, code: &str) -> bool {
        leaf == code || self.groups_of(leaf).any(|group| group == code)
    }

    /// The groups that a leaf lies in, below the top: those that [`Self::is_under`] says yes to.
    pub fn groups_of<'a>(&'a self, leaf: &'a str) -> impl Iterator<Item = &'a str> {
        (1..self.top()).filter_map(move |level| self.at(leaf, level))
    }

    /// Whether a leaf is an absence code.
    pub fn is_absence(leaf: &str) -> bool {
        Absence::from_code(leaf).is_some()
    }
}
