//! Profiles and rows by chance.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::{ABSENCE_CODES, By, Ladder, Policy, Profile, Row, Step, Topic, Variable};

use crate::sample::{self, Draws};

/// What the tables of a case are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One topic, crossed with nothing.
    Alone,
    /// A topic by one and by another.
    By,
    /// A topic by one, by another, and by both.
    Pairs,
    /// Three yes-or-no topics over the several harms of an episode, of which a yes tells of harm.
    Harms,
}

/// A profile and the rows it is used on.
pub struct Case {
    pub profile: Profile,
    pub rows: Vec<Row>,
}

fn step(code: String, level: u8, broader: Option<String>) -> Step {
    Step { label: code.to_lowercase(), code, level, broader }
}

/// Two to six codes, some of them in groups, some of these in one group again, and in some ladders
/// an absence code that the ladder places itself.
fn random_ladder(id: &str, draws: &mut Draws) -> Ladder {
    let groups = draws.below(3);
    let above = groups > 0 && draws.below(3) == 0;
    let mut steps = Vec::new();
    for leaf in 0..2 + draws.below(5) {
        let group = draws.below(groups + 1);
        let broader = (group < groups).then(|| format!("G{group}"));
        let level = u8::from(broader.is_none());
        steps.push(step(format!("L{leaf}"), level, broader));
    }
    for group in 0..groups {
        let is_above = above && draws.below(2) == 0;
        steps.push(step(format!("G{group}"), 1, is_above.then(|| "TOP".to_owned())));
    }
    if above {
        steps.push(step("TOP".to_owned(), 2, None));
    }
    match draws.below(4) {
        0 => steps.push(step("NAPP".to_owned(), 1, None)),
        1 if groups > 0 => steps.push(step("UNKN".to_owned(), 0, Some("G0".to_owned()))),
        _ => {}
    }
    Ladder { id: id.into(), title: id.into(), steps }
}

fn yes_or_no() -> Ladder {
    let steps = ["Y", "N"].map(|code| step(code.to_owned(), 1, None)).to_vec();
    Ladder { id: "yes_or_no".into(), title: "Yes or no".into(), steps }
}

/// The codes that rows may hold: those that nothing lies under, and every absence code.
pub fn leaves(ladder: &Ladder) -> Vec<String> {
    let broader: BTreeSet<&str> =
        ladder.steps.iter().filter_map(|s| s.broader.as_deref()).collect();
    let held = ladder.steps.iter().map(|s| s.code.as_str()).filter(|code| !broader.contains(code));
    let all: BTreeSet<&str> = held.chain(ABSENCE_CODES).collect();
    all.into_iter().map(str::to_owned).collect()
}

pub fn random_case(shape: Shape, seed: u64) -> Case {
    let mut draws = Draws(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed);
    (0..8).for_each(|_| {
        draws.below(2);
    });
    let mut profile = sample::profile();
    profile.policy = Policy {
        k: u32::try_from(2 + draws.below(5)).unwrap(),
        largest_share_percent: [34, 50, 50, 60, 80, 100][usize::try_from(draws.below(6)).unwrap()],
    };
    let by_names: &[&str] = match shape {
        Shape::Alone => &[],
        Shape::By | Shape::Pairs => &["first", "second"],
        Shape::Harms => &["first"],
    };
    let topic_names: &[&str] = match shape {
        Shape::Harms => &["hurt", "exploited", "afraid"],
        _ => &["answer"],
    };
    profile.variables.clear();
    profile.ladders.clear();
    for name in by_names.iter().chain(topic_names) {
        let is_yes_or_no = shape == Shape::Harms && topic_names.contains(name);
        profile.variables.push(Variable {
            name: (*name).into(),
            title: (*name).into(),
            ladder: if is_yes_or_no { "yes_or_no".into() } else { (*name).into() },
            floor: u8::from(!is_yes_or_no && draws.below(4) == 0),
            weight: u32::try_from(1 + 3 * draws.below(2)).unwrap(),
        });
        if !is_yes_or_no {
            profile.ladders.push(random_ladder(name, &mut draws));
        }
    }
    if shape == Shape::Harms {
        profile.ladders.push(yes_or_no());
    }
    profile.by = by_names
        .iter()
        .map(|name| By { id: (*name).into(), title: (*name).into(), variable: (*name).into() })
        .collect();
    profile.topics = topic_names
        .iter()
        .map(|name| {
            let ladder = &profile.variables.iter().find(|v| v.name == *name).unwrap().ladder;
            let telling = match shape {
                Shape::Harms => BTreeSet::from(["Y".to_owned()]),
                // Any one of the codes, sometimes.
                _ if draws.below(3) == 0 => {
                    let codes = leaves(profile.ladder(ladder).unwrap());
                    let many = u64::try_from(codes.len()).unwrap();
                    BTreeSet::from([codes[usize::try_from(draws.below(many)).unwrap()].clone()])
                }
                _ => BTreeSet::new(),
            };
            Topic {
                id: (*name).into(),
                title: (*name).into(),
                variable: (*name).into(),
                pairs: shape == Shape::Pairs,
                telling,
                alone: false,
                names: None,
            }
        })
        .collect();
    let rows = random_rows(&profile, shape, &mut draws);
    Case { profile, rows }
}

/// Up to 48 rows. In half of the cases most rows share one code, in some a few children have most
/// of the rows.
fn random_rows(profile: &Profile, shape: Shape, draws: &mut Draws) -> Vec<Row> {
    let children = 1 + draws.below(24);
    let many = draws.below(49);
    let (skewed, heavy) = (draws.below(2) == 0, draws.below(4) == 0);
    let absences = draws.below(3) == 0;
    let harmful = 1 + draws.below(10);
    let mut rows = Vec::new();
    for _ in 0..many {
        let mut child = draws.below(children);
        if heavy {
            child = child.min(draws.below(children)).min(draws.below(children));
        }
        let mut values = BTreeMap::new();
        for variable in &profile.variables {
            let codes = leaves(profile.ladder(&variable.ladder).unwrap());
            let absent = |code: &String| ABSENCE_CODES.contains(&code.as_str());
            let codes: Vec<&String> = codes.iter().filter(|c| absences || !absent(c)).collect();
            let mut at = draws.below(u64::try_from(codes.len()).unwrap());
            if skewed {
                at = at.min(draws.below(u64::try_from(codes.len()).unwrap()));
            }
            values.insert(variable.name.clone(), codes[usize::try_from(at).unwrap()].clone());
        }
        if shape == Shape::Harms {
            tell_harms(&mut values, harmful, draws);
        }
        rows.push(Row { child: child * 11 + 5, values });
    }
    rows
}

/// An episode has any number of four harms. Each topic names some of them, and is a yes where the
/// episode has one of those; where nobody was asked, all say so.
fn tell_harms(values: &mut BTreeMap<String, String>, harmful: u64, draws: &mut Draws) {
    let harms: BTreeSet<&str> = ["assaulted", "neglected", "exploited", "threatened"]
        .into_iter()
        .filter(|_| draws.below(10) < harmful)
        .collect();
    let asked = draws.below(8) > 0;
    for (topic, names) in [
        ("hurt", &["assaulted", "neglected"][..]),
        ("exploited", &["exploited"]),
        ("afraid", &["threatened", "exploited"]),
    ] {
        let answer = match (asked, names.iter().any(|name| harms.contains(name))) {
            (false, _) => "NASK",
            (true, true) => "Y",
            (true, false) => "N",
        };
        values.insert(topic.to_owned(), answer.to_owned());
    }
}
