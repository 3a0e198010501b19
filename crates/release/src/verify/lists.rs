//! The codes that may stand in a release, read from the profile's ladders by this module alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Ladder, MASKED, Profile, Variable};

/// The codes of every variable of a profile.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    codes: BTreeMap<&'a str, Codes>,
}

/// The codes of one variable.
#[derive(Debug)]
pub(super) struct Codes {
    /// What people read for the variable.
    pub title: String,
    /// Code to its label.
    pub labels: BTreeMap<String, String>,
    /// Code to the code directly above it.
    above: BTreeMap<String, String>,
    /// Codes that a row of the store may hold: no code lies under them.
    pub held: BTreeSet<String>,
    /// Codes that a table may show.
    shown: BTreeSet<String>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(profile: &'a Profile) -> Self {
        let codes = profile
            .variables
            .iter()
            .filter_map(|variable| {
                let ladder = profile.ladder(&variable.ladder)?;
                Some((variable.name.as_str(), Codes::new(&ladder.completed(), variable)))
            })
            .collect();
        Self { codes }
    }

    pub(super) fn of(&self, variable: &str) -> Option<&Codes> {
        self.codes.get(variable)
    }
}

impl Codes {
    fn new(ladder: &Ladder, variable: &Variable) -> Self {
        let above: BTreeMap<String, String> = ladder
            .steps
            .iter()
            .filter_map(|step| Some((step.code.clone(), step.broader.clone()?)))
            .filter(|(_, up)| up != MASKED)
            .collect();
        let over: BTreeSet<&String> = above.values().collect();
        let held = ladder
            .steps
            .iter()
            .filter(|step| !over.contains(&step.code))
            .map(|step| step.code.clone())
            .collect();
        let shown = ladder
            .steps
            .iter()
            .filter(|step| step.level >= variable.floor || !above.contains_key(&step.code))
            .map(|step| step.code.clone())
            .collect();
        let labels = ladder.steps.iter().map(|s| (s.code.clone(), s.label.clone())).collect();
        Self { title: variable.title.clone(), labels, above, held, shown }
    }

    /// Whether a table may show it.
    pub(super) fn may_show(&self, code: &str) -> bool {
        code == MASKED || self.shown.contains(code)
    }

    /// The code itself and everything above it, [`MASKED`] aside.
    pub(super) fn upwards<'b>(&'b self, code: &'b str) -> impl Iterator<Item = &'b str> {
        // A ladder cannot go round for longer than it has codes, whatever the profile says.
        std::iter::successors(Some(code), |at| self.above.get(*at).map(String::as_str))
            .take(self.labels.len() + 1)
    }

    /// The highest code over this one.
    pub(super) fn branch<'b>(&'b self, code: &'b str) -> &'b str {
        self.upwards(code).last().unwrap_or(code)
    }

    /// What is wrong with a map from the store's codes to those shown, if anything.
    pub(super) fn fault_of(&self, map: &BTreeMap<String, String>) -> Option<&'static str> {
        if !map.keys().eq(self.held.iter()) {
            return Some("does not list each code of the ladder once");
        }
        for (held, shown) in map {
            if shown == MASKED {
                let branch = self.branch(held);
                if map.iter().any(|(other, to)| self.branch(other) == branch && to != MASKED) {
                    return Some("masks one part of a code and shows another");
                }
            } else if !self.upwards(held).any(|up| up == shown) {
                return Some("merges a code to one that does not lie above it");
            } else if !self.may_show(shown) {
                return Some("shows a code below the floor of the profile");
            } else if map
                .iter()
                .any(|(other, to)| to != shown && self.upwards(other).any(|up| up == shown))
            {
                return Some("shows a code together with its own broader code");
            }
        }
        None
    }
}
