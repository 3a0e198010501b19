//! What may be released to whom: topics, the answers they show, and the ladders those climb.
//!
//! These are plain types of this crate. They are filled from the London standard
//! (`schemas/release-profiles/`, `schemas/codelists/ladders/`), and both the engine and the
//! verifier read them.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Refusal;

/// What a masked answer prints. It exists in releases only.
pub const MASKED: &str = "SUPP";

/// The reasons why there is no answer. Each is an answer of its own in a release, and a leaf of
/// every ladder: a ladder that does not place one gets it placed under [`NOT_KNOWN`], or, for
/// *not applicable*, beside the other top codes.
pub const ABSENCE_CODES: [&str; 6] = ["NASK", "ASKU", "DECL", "PEND", "UNKN", "NAPP"];

/// Labels of [`ABSENCE_CODES`], in the same order.
pub(crate) const ABSENCE_LABELS: [&str; 6] = [
    "Not asked",
    "Asked, does not know",
    "Asked, prefers not to say",
    "Not yet obtained",
    "Not known",
    "Not applicable",
];

/// The code that *not asked*, *does not know*, *prefers not to say*, *not yet obtained* and
/// *not known* are merged to when one of them is too small to stand alone.
pub(crate) const NOT_KNOWN: &str = "NOT_KNOWN";

/// Who may get what: the list of topic tables with the rules they are held to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Permanent id, such as `borough`.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// What people read.
    pub title: String,
    /// The loosest rules a release under this profile may have.
    pub policy: Policy,
    /// Every answer that a table may show.
    pub variables: Vec<Variable>,
    /// The topics, in the order in which they are written.
    pub topics: Vec<Topic>,
    /// How the codes of the variables are merged.
    pub ladders: Vec<Ladder>,
}

/// The rules of disclosure that hold in every group of every table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The smallest number of different children that may share their answers.
    pub k: u32,
    /// The largest share of a group's rows that may belong to one child, in per cent.
    pub largest_share_percent: u32,
}

/// One answer that a table may show: a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Name of the column, and key in [`crate::Row::values`].
    pub name: String,
    /// What people read, such as "Ethnic group".
    pub title: String,
    /// The ladder its codes climb.
    pub ladder: String,
    /// How many steps up the ladder a leaf code is taken before anything is counted. 0 starts at
    /// the leaves.
    #[serde(default)]
    pub floor: u32,
    /// How dear it is to merge this answer, against 1 for an ordinary one. Ethnicity weighs most,
    /// since Recommendation 2 of the London Assembly's report rests on it.
    #[serde(default = "one")]
    pub weight: u32,
}

/// One thing that tables are made about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Permanent id and first part of the table's file name.
    pub id: String,
    /// What people read.
    pub title: String,
    /// The variable that the topic is about.
    pub variable: String,
    /// What it is crossed with. The table of the topic alone is always made and not listed here.
    pub by: Vec<By>,
}

/// What a topic is crossed with, such as age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// Permanent id and last part of the table's file name.
    pub id: String,
    /// The variable that it shows.
    pub variable: String,
}

/// How codes are merged: each code names the broader code it is merged to.
///
/// A code without a broader one is merged to [`MASKED`] when it is too small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Permanent id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Its version, as the manifest names it.
    #[serde(default = "one")]
    pub version: u32,
    /// Every code at every level, in the order in which tables list them.
    pub steps: Vec<Step>,
}

/// One code of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The code that a row or a table holds.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The code it is merged to. None, or [`MASKED`], at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broader: Option<String>,
}

fn one() -> u32 {
    1
}

/// Whether `code` can stand in a table: it cannot be read as a name, a sentence or a formula.
pub(crate) fn is_code(code: &str) -> bool {
    let mut letters = code.bytes();
    letters.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && code.len() <= 40
        && letters.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'+'))
}

/// Whether `id` can be a topic, a column or a part of a file name.
pub(crate) fn is_id(id: &str) -> bool {
    let mut letters = id.bytes();
    letters.next().is_some_and(|b| b.is_ascii_lowercase())
        && id.len() <= 48
        && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl Profile {
    /// The variable with that name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|v| v.name == name)
    }

    /// The ladder with that id.
    pub fn ladder(&self, id: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|l| l.id == id)
    }

    /// The names of all tables this profile makes, in order, each with its topic and what it is
    /// crossed with.
    pub(crate) fn tables(&self) -> Vec<(String, &Topic, Option<&By>)> {
        let mut tables = Vec::new();
        for topic in &self.topics {
            tables.push((table_name(&topic.id, None), topic, None));
            for by in &topic.by {
                tables.push((table_name(&topic.id, Some(&by.id)), topic, Some(by)));
            }
        }
        tables
    }

    /// Checks that the profile hangs together.
    ///
    /// # Errors
    /// [`Refusal::ProfileBroken`] names the first place that does not.
    pub fn checked(&self) -> Result<(), Refusal> {
        let broken =
            |place: &str, reason| Err(Refusal::ProfileBroken { place: place.to_owned(), reason });
        if self.policy.k < 2 {
            return broken("policy", "k must be at least 2");
        }
        if !(1..=100).contains(&self.policy.largest_share_percent) {
            return broken("policy", "the largest share must be between 1 and 100 per cent");
        }
        let mut names = BTreeSet::new();
        for variable in &self.variables {
            if !is_id(&variable.name) || matches!(variable.name.as_str(), "authority" | "year") {
                return broken(&variable.name, "is not the name of a column");
            }
            if !names.insert(variable.name.as_str()) {
                return broken(&variable.name, "is there twice");
            }
            if variable.weight == 0 || variable.weight > 1_000 {
                return broken(&variable.name, "has a weight that is not between 1 and 1,000");
            }
            if self.ladder(&variable.ladder).is_none() {
                return broken(&variable.name, "names a ladder that is not there");
            }
        }
        let mut tables = BTreeSet::new();
        for (name, topic, by) in self.tables() {
            if !is_id(&topic.id) || by.is_some_and(|b| !is_id(&b.id)) {
                return broken(&topic.id, "is not an id for a topic");
            }
            if !tables.insert(name) {
                return broken(&topic.id, "would write one table twice");
            }
            if !names.contains(topic.variable.as_str())
                || by.is_some_and(|b| !names.contains(b.variable.as_str()))
            {
                return broken(&topic.id, "names a variable that is not there");
            }
            if by.is_some_and(|b| b.variable == topic.variable) {
                return broken(&topic.id, "is crossed with itself");
            }
        }
        if self.topics.is_empty() {
            return broken(&self.id, "has no topic");
        }
        self.ladders.iter().try_for_each(Ladder::checked)
    }
}

/// The file name of a table.
pub(crate) fn table_name(topic: &str, by: Option<&str>) -> String {
    by.map_or_else(|| format!("tables/{topic}.csv"), |by| format!("tables/{topic}-by-{by}.csv"))
}

impl Ladder {
    fn checked(&self) -> Result<(), Refusal> {
        let broken =
            |reason| Err(Refusal::ProfileBroken { place: format!("ladder {}", self.id), reason });
        let mut codes = BTreeSet::new();
        for step in &self.steps {
            if !is_code(&step.code) {
                return broken("has a code that cannot stand in a table");
            }
            if step.code == MASKED {
                return broken("lists SUPP, which is always at the top and never listed");
            }
            if !codes.insert(step.code.as_str()) {
                return broken("lists one code twice");
            }
        }
        for step in &self.steps {
            let mut at = step;
            let mut steps = 0;
            while let Some(up) = at.broader.as_deref().filter(|up| *up != MASKED) {
                let Some(next) = self.steps.iter().find(|s| s.code == up) else {
                    return broken("names a broader code that is not there");
                };
                steps += 1;
                if steps > self.steps.len() {
                    return broken("goes round in a circle");
                }
                at = next;
            }
        }
        Ok(())
    }
}
