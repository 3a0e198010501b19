//! The borough's profile of the London standard, as it is built in.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::verify::{self, Outcome};
use homeward_release::{ABSENCE_CODES, Follows, Profile, Request, Row, Tools, Version, make};
use homeward_standard::Standard;

use crate::sample::{Draws, hash, request};

pub fn standard() -> Standard {
    Standard::built_in_frozen_by(&hash).unwrap()
}

pub fn borough_profile(standard: &Standard) -> Profile {
    Profile::from_standard(standard, "borough").unwrap()
}

/// Rows for any profile: a child's demographics stay the same, the topics change with the episode.
/// Leaves that stand first in their ladder are drawn most often.
pub fn rows_for(profile: &Profile, children: u64, episodes: u64, seed: u64) -> Vec<Row> {
    let mut draws = Draws(seed);
    let leaves: BTreeMap<&str, Vec<&str>> = profile
        .variables
        .iter()
        .map(|variable| {
            let ladder = profile.ladder(&variable.ladder).unwrap();
            let held = ladder.steps.iter().filter(|s| {
                !ladder.steps.iter().any(|other| other.broader.as_ref() == Some(&s.code))
            });
            (variable.name.as_str(), held.map(|s| s.code.as_str()).collect())
        })
        .collect();
    let mut draw = |name: &str| -> String {
        let (answers, absent): (Vec<&str>, Vec<&str>) =
            leaves[name].iter().partition(|code| !ABSENCE_CODES.contains(code));
        let from = if draws.below(12) == 0 { absent } else { answers };
        let many = u64::try_from(from.len()).unwrap();
        let place = draws.below(many).min(draws.below(many));
        from[usize::try_from(place).unwrap()].to_owned()
    };
    // Whoever is looked after follows from the care status.
    let care =
        profile.variables.iter().map(|v| v.name.as_str()).filter(|name| *name == "care_status");
    let lasting: Vec<&str> = profile.by.iter().map(|by| by.variable.as_str()).chain(care).collect();
    let people: Vec<BTreeMap<String, String>> = (0..children)
        .map(|_| lasting.iter().map(|name| ((*name).to_owned(), draw(name))).collect())
        .collect();
    let mut owners: Vec<u64> = (0..children).collect();
    let mut more = Draws(seed + 1);
    while u64::try_from(owners.len()).unwrap() < episodes {
        owners.push(more.below(children).min(more.below(children)));
    }
    let mut questions: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for named in profile.topics.iter().filter_map(|topic| topic.names.as_ref()) {
        questions.entry(&named.question).or_default().extend(&named.codes);
    }
    for codes in questions.values_mut() {
        codes.sort();
        codes.dedup();
    }
    owners
        .into_iter()
        .map(|child| {
            let mut values = people[usize::try_from(child).unwrap()].clone();
            for variable in profile.variables.iter().filter(|v| !lasting.contains(&v.name.as_str()))
            {
                values.insert(variable.name.clone(), draw(&variable.name));
            }
            // Topics of one question with several answers have the same reason for none, and a group has a yes
            // where one of its codes has.
            for (question, codes) in &questions {
                let absent = more.below(12) == 0;
                let many = u64::try_from(codes.len()).unwrap();
                let given: BTreeSet<&String> = (0..1 + more.below(3))
                    .map(|_| more.below(many).min(more.below(many)))
                    .map(|at| codes[usize::try_from(at).unwrap()])
                    .collect();
                for topic in &profile.topics {
                    let Some(named) = topic.names.as_ref().filter(|n| n.question == **question)
                    else {
                        continue;
                    };
                    let yes = named.codes.iter().any(|code| given.contains(code));
                    let said = if absent { "PEND" } else { ["N", "Y"][usize::from(yes)] };
                    values.insert(topic.variable.clone(), said.to_owned());
                }
            }
            follow(profile, &mut values);
            Row { child, values }
        })
        .collect()
}

/// Makes answers go with those that say something of them, and leaves as many as can be as they are.
pub fn follow(profile: &Profile, values: &mut BTreeMap<String, String>) {
    let mut names: Vec<&str> = Vec::new();
    for follows in profile.follows.iter().flat_map(|f| [f.of.as_str(), f.variable.as_str()]) {
        if !names.contains(&follows) {
            names.push(follows);
        }
    }
    let given: Vec<Vec<String>> = names
        .iter()
        .map(|name| {
            let drawn = values[*name].clone();
            let mut codes = leaves(profile, name);
            codes.retain(|code| *code != drawn);
            codes.insert(0, drawn);
            codes
        })
        .collect();
    let mut chosen = Vec::new();
    assert!(choose(profile, &names, &given, &mut chosen), "the profile leaves no answers possible");
    let questions: BTreeMap<&String, &String> = profile
        .topics
        .iter()
        .filter_map(|topic| Some((&topic.variable, &topic.names.as_ref()?.question)))
        .collect();
    for (name, code) in names.iter().zip(chosen) {
        let tells = profile.follows.iter().any(|f| f.variable == *name && f.tells("Y", "N"));
        let is_of = profile.follows.iter().any(|f| f.of == *name);
        let question = questions.get(&(*name).to_owned()).filter(|_| !tells && !is_of);
        let was_absent = ABSENCE_CODES.contains(&values[*name].as_str());
        let is_absent = ABSENCE_CODES.contains(&code.as_str());
        if question.is_some() && (is_absent || was_absent) {
            for variable in questions.iter().filter(|(_, q)| Some(*q) == question).map(|(v, _)| *v)
            {
                values.insert(variable.clone(), code.clone());
            }
        }
        values.insert((*name).to_owned(), code);
    }
}

/// The codes that rows may hold of a variable.
fn leaves(profile: &Profile, name: &str) -> Vec<String> {
    let steps = &profile.ladder(&profile.variable(name).unwrap().ladder).unwrap().steps;
    let is_leaf = |code: &String| !steps.iter().any(|other| other.broader.as_ref() == Some(code));
    let codes = steps.iter().map(|step| step.code.clone()).filter(is_leaf);
    let absent = ABSENCE_CODES.map(str::to_owned);
    let mut all: Vec<String> = codes.collect();
    let more: Vec<String> = absent.into_iter().filter(|code| !all.contains(code)).collect();
    all.extend(more);
    all
}

/// Goes on choosing a code for each name, and goes back where none is left.
fn choose(
    profile: &Profile,
    names: &[&str],
    given: &[Vec<String>],
    chosen: &mut Vec<String>,
) -> bool {
    let at = chosen.len();
    let Some(codes) = given.get(at) else { return true };
    for code in codes {
        chosen.push(code.clone());
        let code_of = |name: &str| {
            chosen.get(names.iter().position(|other| *other == name).unwrap()).map(String::as_str)
        };
        let is_about =
            |follows: &&Follows| follows.of == names[at] || follows.variable == names[at];
        let allowed = profile.follows.iter().filter(is_about).all(|follows| {
            match (code_of(&follows.of), code_of(&follows.variable)) {
                (Some(of), Some(code)) => follows.allows(of, code),
                _ => true,
            }
        });
        if allowed && choose(profile, names, given, chosen) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[test]
fn the_boroughs_profile_makes_a_release_that_holds() {
    let standard = standard();
    let profile = borough_profile(&standard);
    let rows = rows_for(&profile, 285, 900, 7);
    let mut draws = Draws(1);
    let request = Request { versions: Version::all_of(&standard, &hash), ..request() };
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    let release = make(&profile, &rows, &request, tools).unwrap();
    let report = verify::check(&release.files, &profile, &hash, Some(&rows));
    assert_eq!(report.problems, []);
    assert_eq!(report.outcome, Outcome::Holds);
    assert_eq!(release.manifest.policy.k, 5);
    assert_eq!(release.manifest.policy.largest_share_percent, 50);
    let ethnicity = profile.variable("ethnicity").unwrap();
    assert!(profile.variables.iter().all(|v| v.name == "ethnicity" || v.weight < ethnicity.weight));
}

#[test]
fn every_ladder_of_the_standard_takes_its_codes_to_the_level_the_profile_asks_for() {
    let standard = standard();
    let profile = borough_profile(&standard);
    for ladder in standard.ladders() {
        let Some(ours) = profile.ladder(&ladder.id) else { continue };
        for leaf in ladder.leaves() {
            for level in 0..ladder.top() {
                let mut at = ours.steps.iter().find(|s| s.code == leaf).unwrap();
                while at.level < level && at.broader.is_some() {
                    at = ours.steps.iter().find(|s| Some(&s.code) == at.broader.as_ref()).unwrap();
                }
                let expected = ladder.at(leaf, level).unwrap();
                if expected != "SUPP" {
                    assert_eq!(at.code, expected, "{} {leaf} level {level}", ladder.id);
                }
            }
        }
    }
}
