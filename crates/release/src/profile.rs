//! What may be released to whom: topics, the answers they show, and the ladders those climb.
//!
//! These are plain types of this crate. They are filled from the London standard
//! (`schemas/release-profiles/`, `schemas/codelists/ladders/`), and both the engine and the
//! verifier read them.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Authority, Refusal};

/// What a masked answer prints. It exists in releases only.
pub const MASKED: &str = "SUPP";

/// The reasons why there is no answer. Each is an answer of its own in a release, and a leaf of
/// every ladder: a ladder that does not place one gets it placed under `NOT_KNOWN`, or, for
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What each topic is crossed with, one at a time.
    pub by: Vec<By>,
    /// The topics, in the order in which they are written.
    pub topics: Vec<Topic>,
    /// Which answers say something of others.
    #[serde(default)]
    pub follows: Vec<Follows>,
    /// How the codes of the variables are merged.
    pub ladders: Vec<Ladder>,
    /// Who may make a release under it.
    pub authorities: Vec<Authority>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Name of the column, and key in [`crate::Row::values`].
    pub name: String,
    /// What people read, such as "Ethnic group".
    pub title: String,
    /// The ladder its codes climb.
    pub ladder: String,
    /// The lowest level of the ladder that a table may show. 0 is the codes that rows hold.
    #[serde(default)]
    pub floor: u8,
    /// How dear it is to merge this answer, against 1 for an ordinary one. Ethnicity weighs most,
    /// since Recommendation 2 of the London Assembly's report rests on it.
    #[serde(default = "one")]
    pub weight: u32,
}

/// One thing that tables are made about: one table of it alone, and, unless it is [`Topic::alone`],
/// one for each [`By`] of the profile that is not the topic itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Permanent id and first part of the table's file name.
    pub id: String,
    /// What people read.
    pub title: String,
    /// The variable that the topic is about.
    pub variable: String,
    /// Whether it is crossed with two at a time as well.
    #[serde(default)]
    pub pairs: bool,
    /// The answers, as rows hold them, that say that something bad happened. A table shows no group
    /// of a [`By`], and not all episodes together, where every episode has one.
    #[serde(default)]
    pub telling: BTreeSet<String>,
    /// Whether it is crossed with nothing at all.
    #[serde(default)]
    pub alone: bool,
    /// What it is a yes or no of, if it asks whether a question with several answers has some of
    /// them. Topics of one question tell of each other: see `linked`.
    #[serde(default)]
    pub names: Option<Named>,
}

/// Some of the answers that one question may have several of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The question.
    pub question: String,
    /// The codes that make it a yes.
    pub codes: BTreeSet<String>,
    /// All codes that the question can be answered with.
    #[serde(default)]
    pub all: BTreeSet<String>,
}

/// What one answer of an episode says of another, by the way they are asked or worked out. Both the
/// engine and the verifier compare such answers, since whoever lays two tables side by side does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// The variable of which it says something. One that is a yes or no of a question with several
    /// answers stands for all topics of that question, unless yes and no are told apart.
    pub variable: String,
    /// The variable that says it.
    pub of: String,
    /// Code of `of`, to the only codes that the other can have then. Beside a code that is not here
    /// anything may stand.
    pub then: BTreeMap<String, BTreeSet<String>>,
}

impl Follows {
    /// Whether an episode can have both: a code of [`Self::of`] and one of [`Self::variable`].
    pub fn allows(&self, of: &str, code: &str) -> bool {
        self.then.get(of).is_none_or(|codes| codes.contains(code))
    }

    /// Whether it says of one code something else than of another.
    pub fn tells(&self, one: &str, other: &str) -> bool {
        self.then.values().any(|codes| codes.contains(one) != codes.contains(other))
    }
}

/// What a topic is crossed with, such as age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// Permanent id and last part of the table's file name.
    pub id: String,
    /// What people read.
    pub title: String,
    /// The variable that it shows.
    pub variable: String,
}

/// How codes are merged: each code names the broader code it is merged to.
///
/// A code without a broader one is merged to [`MASKED`] when it is too small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Permanent id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Every code at every level, in the order in which tables list them.
    pub steps: Vec<Step>,
}

/// One code of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The code that a row or a table holds.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The highest level of the ladder at which it still stands, 0 for a code that is merged at
    /// the first step.
    #[serde(default)]
    pub level: u8,
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
        && letters.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
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

    /// All tables that this profile makes, in order.
    pub(crate) fn tables(&self) -> Vec<Table<'_>> {
        let mut tables = Vec::new();
        for topic in &self.topics {
            let crossed = |by: &&By| !topic.alone && by.variable != topic.variable;
            let others: Vec<&By> = self.by.iter().filter(crossed).collect();
            tables.push(Table { topic, by: Vec::new() });
            tables.extend(others.iter().map(|by| Table { topic, by: vec![by] }));
            if topic.pairs {
                for (place, first) in others.iter().enumerate() {
                    let rest = others[place + 1..].iter();
                    tables.extend(rest.map(|second| Table { topic, by: vec![first, second] }));
                }
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
        let topics = self.topics.iter().map(|t| (t.id.as_str(), t.variable.as_str()));
        let by = self.by.iter().map(|b| (b.id.as_str(), b.variable.as_str()));
        for (id, variable) in topics.chain(by) {
            if !is_id(id) {
                return broken(id, "is not an id for a topic");
            }
            if !names.contains(variable) {
                return broken(id, "names a variable that is not there");
            }
        }
        let mut related = BTreeSet::new();
        for follows in &self.follows {
            if !names.contains(follows.variable.as_str()) || !names.contains(follows.of.as_str()) {
                return broken(&follows.variable, "follows from a variable that is not there");
            }
            let pair = BTreeSet::from([&follows.variable, &follows.of]);
            if pair.len() < 2 || !related.insert(pair) {
                return broken(
                    &follows.variable,
                    "follows twice from one variable, or from itself",
                );
            }
        }
        let mut tables = BTreeSet::new();
        for table in self.tables() {
            if !tables.insert(table.file()) {
                return broken(&table.topic.id, "would write one table twice");
            }
        }
        if self.topics.is_empty() {
            return broken(&self.id, "has no topic");
        }
        self.ladders.iter().try_for_each(Ladder::checked)
    }
}

/// One table that a profile makes.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub topic: &'a Topic,
    /// What it is crossed with: nothing, one, or two.
    pub by: Vec<&'a By>,
}

impl<'a> Table<'a> {
    /// Its name within the release.
    pub(crate) fn file(&self) -> String {
        let by: Vec<&str> = self.by.iter().map(|b| b.id.as_str()).collect();
        match by.as_slice() {
            [] => format!("tables/{}.csv", self.topic.id),
            by => format!("tables/{}-by-{}.csv", self.topic.id, by.join("-and-")),
        }
    }

    /// The variables it shows, the topic's first.
    pub(crate) fn variables(&self) -> Vec<&'a str> {
        std::iter::once(self.topic.variable.as_str())
            .chain(self.by.iter().map(|b| b.variable.as_str()))
            .collect()
    }

    /// What people read.
    pub(crate) fn title(&self) -> String {
        let by: Vec<String> = self.by.iter().map(|b| b.title.to_lowercase()).collect();
        match by.as_slice() {
            [] => self.topic.title.clone(),
            by => format!("{} by {}", self.topic.title, by.join(" and ")),
        }
    }
}

impl Ladder {
    /// A hash of the whole ladder, so that a manifest can say which one was used.
    pub(crate) fn fingerprint(&self, hash: &dyn Fn(&[u8]) -> String) -> String {
        let mut text = String::new();
        for step in &self.steps {
            let broader = step.broader.as_deref().unwrap_or(MASKED);
            text.push_str(&format!("{}\t{}\t{}\t{broader}\n", step.code, step.level, step.label));
        }
        hash(text.as_bytes())
    }

    /// This ladder with every absence code placed. What the ladder places itself stays there.
    pub(crate) fn completed(&self) -> Self {
        let mut all = self.clone();
        let has = |all: &Self, code: &str| all.steps.iter().any(|s| s.code == code);
        for (code, label) in ABSENCE_CODES.into_iter().zip(ABSENCE_LABELS) {
            if has(&all, code) {
                continue;
            }
            let broader = (code != "NAPP").then(|| NOT_KNOWN.to_owned());
            let (code, label) = (code.to_owned(), label.to_owned());
            all.steps.push(Step { code, label, level: 0, broader });
        }
        let used = all.steps.iter().any(|s| s.broader.as_deref() == Some(NOT_KNOWN));
        if used && !has(&all, NOT_KNOWN) {
            let label = "No answer, for whatever reason".to_owned();
            all.steps.push(Step { code: NOT_KNOWN.to_owned(), label, level: 1, broader: None });
        }
        all
    }

    pub(crate) fn checked(&self) -> Result<(), Refusal> {
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
                if next.level < at.level {
                    return broken("has a broader code on a lower level");
                }
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
