//! Takes a release profile and its ladders out of the London standard.

use std::collections::{BTreeMap, BTreeSet};

use homeward_standard as standard;
use homeward_standard::Standard;

use crate::{
    Authority, By, Follows, Ladder, MASKED, Named, Policy, Profile, Refusal, Step, Topic, Variable,
    Version, VersionOf,
};

/// The ladder that is merged last, and how dear each of its steps is against any other. The
/// Assembly's Recommendation 2 is about ethnicity, and it is the first to vanish from small counts.
const DEAREST_LADDER: (&str, u32) = ("ethnicity", 4);

impl Profile {
    /// The release profile of that id, with its ladders.
    ///
    /// # Errors
    /// [`Refusal::ProfileBroken`] if there is none, or if it cannot be used.
    pub fn from_standard(standard: &Standard, id: &str) -> Result<Self, Refusal> {
        let found = standard.profile(id).ok_or_else(|| broken(id, "is not there"))?;
        let columns = found
            .topics
            .iter()
            .map(|t| (&t.variable, &t.title, &t.ladder, t.floor))
            .chain(found.by.iter().map(|b| (&b.variable, &b.title, &b.ladder, b.floor)));
        let mut variables: Vec<Variable> = Vec::new();
        for (name, title, ladder, floor) in columns {
            let weight = if ladder == DEAREST_LADDER.0 { DEAREST_LADDER.1 } else { 1 };
            let (title, ladder) = (title.clone(), ladder.clone());
            let variable = Variable { name: name.clone(), title, ladder, floor, weight };
            match variables.iter().find(|v| v.name == *name) {
                None => variables.push(variable),
                Some(other) if other.ladder == variable.ladder && other.floor == floor => {}
                Some(_) => return Err(broken(name, "has two ladders or two floors")),
            }
        }
        let used: BTreeSet<&str> = variables.iter().map(|v| v.ladder.as_str()).collect();
        let ladders =
            used.into_iter().map(|id| ladder(standard, id)).collect::<Result<Vec<_>, _>>()?;
        let profile = Self {
            id: found.id.clone(),
            version: found.version,
            title: found.title.clone(),
            policy: Policy { k: found.k, largest_share_percent: percent(found.dominance) },
            variables,
            by: found
                .by
                .iter()
                .map(|b| By {
                    id: b.id.clone(),
                    title: b.title.clone(),
                    variable: b.variable.clone(),
                })
                .collect(),
            topics: found
                .topics
                .iter()
                .map(|t| Topic {
                    id: t.id.clone(),
                    title: t.title.clone(),
                    variable: t.variable.clone(),
                    pairs: t.pairs,
                    telling: t.telling.iter().cloned().collect(),
                    alone: t.alone,
                    names: named(standard, t),
                })
                .collect(),
            follows: found.follows.iter().flat_map(follows).collect(),
            ladders,
            authorities: authorities(standard),
        };
        profile.checked()?;
        Ok(profile)
    }
}

/// The codes that a topic names, each by itself, as the question that asks new records has them.
fn named(standard: &Standard, topic: &standard::Topic) -> Option<Named> {
    let standard::TopicSource::Question { set, id } = &topic.source else { return None };
    if topic.names.is_empty() {
        return None;
    }
    let question = standard.set(set)?.question(id)?;
    let ladder = question.disclosure.ladder.as_ref().and_then(|id| standard.ladder(id));
    let is_named = |code: &str| {
        let under = |name: &String| ladder.is_some_and(|ladder| ladder.is_under(code, name));
        topic.names.iter().any(|name| name == code || under(name))
    };
    let list = &standard.list(question.list.as_deref()?)?.codes;
    let all: BTreeSet<String> = list.iter().map(|code| code.code.clone()).collect();
    let codes = all.iter().filter(|code| is_named(code)).cloned().collect();
    Some(Named { question: topic.source.to_string(), codes, all })
}

/// What a line of the profile says of each of its variables.
fn follows(line: &standard::Follows) -> impl Iterator<Item = Follows> {
    let then: BTreeMap<String, BTreeSet<String>> = line
        .then
        .iter()
        .flat_map(|then| then.is.iter().map(|code| (code, &then.can_be)))
        .map(|(code, can_be)| (code.clone(), can_be.iter().cloned().collect()))
        .collect();
    line.variables.iter().map(move |variable| Follows {
        variable: variable.clone(),
        of: line.of.clone(),
        then: then.clone(),
    })
}

impl Version {
    /// The question sets that ask new records, and every code list, for [`crate::Request::versions`].
    pub fn all_of(standard: &Standard, hash: &dyn Fn(&[u8]) -> String) -> Vec<Self> {
        let sets = standard.sets().map(|set| Self {
            kind: VersionOf::QuestionSet,
            id: set.id.clone(),
            version: Some(set.version),
            sha256: None,
        });
        let lists = standard.lists().map(|list| {
            let codes = list.codes.iter().map(|code| format!("{}\t{}\n", code.code, code.label));
            let (name, version) = standard::list_version(&list.id);
            Self {
                kind: VersionOf::List,
                id: name.to_owned(),
                version: (version > 1).then_some(version),
                sha256: Some(hash(codes.collect::<String>().as_bytes())),
            }
        });
        sets.chain(lists).collect()
    }
}

/// The largest share in per cent. It is rounded down, so that a release is never looser.
pub(crate) fn percent(share: f64) -> u32 {
    (1..=100).rev().find(|percent| f64::from(*percent) <= share * 100.0).unwrap_or(0)
}

/// Whose children a release can be about.
pub(crate) fn authorities(standard: &Standard) -> Vec<Authority> {
    let all = standard.authorities().iter();
    all.map(|a| Authority { code: a.gss.clone(), name: a.name.clone() }).collect()
}

pub(crate) fn ladder(standard: &Standard, id: &str) -> Result<Ladder, Refusal> {
    let found = standard.ladder(id).ok_or_else(|| broken(id, "is not there"))?;
    let list = standard.list(&found.list).ok_or_else(|| broken(id, "has no list"))?;
    let leaf_label = |code: &str| {
        standard::Absence::from_code(code)
            .map(|absence| absence.label().to_owned())
            .or_else(|| list.label(code).map(str::to_owned))
            .unwrap_or_else(|| code.to_owned())
    };
    let mut steps: Vec<Step> = found
        .leaves()
        .map(|code| Step {
            code: code.to_owned(),
            label: leaf_label(code),
            level: 0,
            broader: None,
        })
        .collect();
    let mut places: BTreeMap<String, usize> =
        steps.iter().enumerate().map(|(place, step)| (step.code.clone(), place)).collect();
    for (level, groups) in (1..).zip(found.levels.iter().map(|level| &level.groups)) {
        // A masked group is no code of its own: what it takes in is simply at the top.
        for group in groups.iter().filter(|group| group.code != MASKED) {
            if group.of == [group.code.as_str()] {
                let place = places.get(&group.code).ok_or_else(|| broken(id, "skips a level"))?;
                steps[*place].level = level;
                continue;
            }
            if places.contains_key(&group.code) {
                return Err(broken(id, "uses one code for two groups"));
            }
            places.insert(group.code.clone(), steps.len());
            let (code, label) = (group.code.clone(), group.label.clone());
            steps.push(Step { code, label, level, broader: None });
            for of in &group.of {
                let place = places.get(of).ok_or_else(|| broken(id, "skips a level"))?;
                steps[*place].broader = Some(group.code.clone());
            }
        }
    }
    Ok(Ladder { id: found.id.clone(), title: found.title.clone(), steps })
}

pub(crate) fn broken(place: &str, reason: &'static str) -> Refusal {
    Refusal::ProfileBroken { place: place.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_so_that_the_release_is_never_looser() {
        assert_eq!(percent(0.5), 50);
        assert_eq!(percent(0.509), 50);
        assert_eq!(percent(1.0), 100);
        assert_eq!(percent(0.0), 0);
        assert_eq!(percent(f64::NAN), 0);
    }
}
