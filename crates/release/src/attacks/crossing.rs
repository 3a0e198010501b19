//! Somebody puts tables beside each other: takes one from another, or works back from how codes
//! were merged.
//!
//! These try what a person can do with a calculator. [`crate::audit`] asks by linear programming
//! whether anything at all can be worked out.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Table, Tables};
use super::{Attack, Test, count};
use crate::{Ladder, MASKED, Profile};

type Leaves<'a> = BTreeSet<&'a str>;

/// Some codes of each of some variables.
type Place<'a> = BTreeMap<&'a str, Leaves<'a>>;

/// What the tables say of a place.
#[derive(Debug, Clone, Copy)]
struct Counted {
    episodes: u64,
    /// Bounds of its children: a sum over groups is no number of children.
    fewest: u64,
    most: u64,
}

/// Every group of every table, and every sum over the groups of one table.
fn places<'a>(tables: &'a Tables<'_>) -> BTreeMap<Place<'a>, Counted> {
    let mut places: BTreeMap<Place<'a>, Counted> = BTreeMap::new();
    for table in &tables.tables {
        let sets: Vec<Place<'a>> =
            table.groups.iter().map(|group| place_of(table, &group.codes)).collect();
        for chosen in 1_u32..1 << table.merges.len() {
            let mut sums: BTreeMap<Place<'a>, Counted> = BTreeMap::new();
            for (group, set) in table.groups.iter().zip(&sets) {
                let mut place = set.clone();
                for (at, merge) in table.merges.iter().enumerate() {
                    if chosen & (1 << at) == 0 {
                        place.remove(merge.variable.as_str());
                    }
                }
                let children = count(group.children.len());
                let sum = sums.entry(place).or_insert(Counted { episodes: 0, fewest: 0, most: 0 });
                sum.episodes += group.rows;
                sum.fewest = sum.fewest.max(children);
                sum.most += children;
            }
            for (place, sum) in sums {
                let known = places.entry(place).or_insert(sum);
                known.fewest = known.fewest.max(sum.fewest);
                known.most = known.most.min(sum.most).min(sum.episodes);
            }
        }
    }
    places
}

fn place_of<'a>(table: &'a Table, codes: &[String]) -> Place<'a> {
    let columns = table.merges.iter().zip(codes).enumerate();
    columns.map(|(at, (merge, code))| (merge.variable.as_str(), table.leaves(at, code))).collect()
}

/// Children with an episode in a place, by the rows.
fn children_in(tables: &Tables<'_>, place: &Place<'_>) -> BTreeSet<u64> {
    let lies = |row: &&crate::Row| {
        let mut codes = place.iter().map(|(variable, leaves)| (row.values.get(*variable), leaves));
        codes.all(|(code, leaves)| code.is_some_and(|code| leaves.contains(code.as_str())))
    };
    tables.rows.iter().filter(lies).map(|row| row.child).collect()
}

/// From everything that is shown, the parts of it that are shown too are taken away: what is left
/// must be nobody, or k children.
pub(super) fn crossing(tables: &Tables<'_>, k: u64) -> Attack {
    let mut attack = Attack::new(Test::Linking, "crossing");
    let places = places(tables);
    let mut left: BTreeSet<Place<'_>> = BTreeSet::new();
    for whole in places.keys() {
        for (variable, leaves) in whole {
            let alike = |part: &&Place<'_>| {
                part.len() == whole.len()
                    && part.iter().all(|(name, of)| {
                        name == variable || whole.get(name).is_some_and(|also| also == of)
                    })
            };
            let mut parts: Vec<&Leaves<'_>> = places
                .keys()
                .filter(alike)
                .filter_map(|part| part.get(variable))
                .filter(|part| part.len() < leaves.len() && part.is_subset(leaves))
                .collect();
            parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
            let mut rest = leaves.clone();
            for part in parts {
                if part.is_subset(&rest) {
                    rest = &rest - part;
                }
            }
            if !rest.is_empty() && rest.len() < leaves.len() {
                let mut place = whole.clone();
                place.insert(variable, rest);
                left.insert(place);
            }
        }
    }
    for place in left {
        match count(children_in(tables, &place).len()) {
            0 => attack.tried += 1,
            some => attack.left(some, k),
        }
    }
    attack
}

/// A part of a merged group that no table shows: what can be said of it.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    episodes: (u64, u64),
    children: (u64, u64),
}

/// Somebody who knows how Homeward merges knows that a group was merged because one of its parts
/// would have broken a rule. From that, and from every count that is shown, they bound each part:
/// so many children must still come into question.
pub(super) fn own_algorithm(tables: &Tables<'_>, profile: &Profile, k: u64) -> Attack {
    let mut attack = Attack::new(Test::Inference, "own_algorithm");
    let places = places(tables);
    let percent = u64::from(tables.manifest.policy.largest_share_percent);
    for table in &tables.tables {
        for (column, merge) in table.merges.iter().enumerate() {
            let codes: BTreeSet<&String> = table.groups.iter().map(|g| &g.codes[column]).collect();
            for code in codes {
                let parts = parts(profile, &merge.variable, code, &table.leaves(column, code));
                if parts.len() < 2 {
                    continue;
                }
                let merged: Vec<Place<'_>> = table
                    .groups
                    .iter()
                    .filter(|group| group.codes[column] == *code)
                    .map(|group| place_of(table, &group.codes))
                    .collect();
                let bounds = bounds(&places, &merged, &merge.variable, &parts);
                work_back(
                    tables,
                    &merged,
                    &merge.variable,
                    &parts,
                    bounds,
                    k,
                    percent,
                    &mut attack,
                );
            }
        }
    }
    attack
}

/// The codes that a shown code could have been shown as instead, one step finer, as their leaves.
fn parts<'a>(
    profile: &Profile,
    variable: &str,
    code: &str,
    leaves: &Leaves<'a>,
) -> Vec<Leaves<'a>> {
    let Some(variable) = profile.variable(variable) else { return Vec::new() };
    let Some(ladder) = profile.ladder(&variable.ladder).map(Ladder::completed) else {
        return Vec::new();
    };
    let mut parts: BTreeMap<String, Leaves<'a>> = BTreeMap::new();
    for leaf in leaves {
        let mut at = (*leaf).to_owned();
        for _ in 0..ladder.steps.len() {
            let step = ladder.steps.iter().find(|step| step.code == at);
            let Some(step) = step.filter(|step| step.code != code) else { break };
            let up = step.broader.clone().unwrap_or_else(|| MASKED.to_owned());
            if up == code {
                // What lies below the floor is in no table, whatever the counts are.
                if step.level >= variable.floor || code == MASKED {
                    parts.entry(at).or_default().insert(leaf);
                }
                break;
            }
            at = up;
        }
    }
    parts.into_values().collect()
}

/// For each merged group, what the counts alone say of each of its parts.
fn bounds<'a>(
    places: &BTreeMap<Place<'a>, Counted>,
    merged: &[Place<'a>],
    variable: &str,
    parts: &[Leaves<'a>],
) -> Vec<Vec<Bounds>> {
    let within = |inner: &Place<'_>, outer: &Place<'_>| {
        outer.iter().all(|(name, of)| inner.get(name).is_some_and(|also| also.is_subset(of)))
    };
    let known: Vec<Option<&Counted>> = merged.iter().map(|place| places.get(place)).collect();
    let mut bounds: Vec<Vec<Bounds>> = Vec::new();
    for place in merged {
        let mut here = Vec::new();
        for part in parts {
            let mut cell = place.clone();
            if let Some(leaves) = cell.get_mut(variable) {
                leaves.clone_from(part);
            }
            let mut of = Bounds { episodes: (0, u64::MAX), children: (0, u64::MAX) };
            for (place, counted) in places {
                if within(&cell, place) {
                    of.episodes.1 = of.episodes.1.min(counted.episodes);
                    of.children.1 = of.children.1.min(counted.most);
                }
                if within(place, &cell) {
                    of.episodes.0 = of.episodes.0.max(counted.episodes);
                    of.children.0 = of.children.0.max(counted.fewest);
                }
            }
            here.push(of);
        }
        bounds.push(here);
    }
    // What is left of a whole when the other parts are as large, or as small, as they can be.
    for _ in 0..4 {
        for (here, whole) in bounds.iter_mut().zip(&known) {
            if let Some(whole) = whole {
                squeeze(here, whole);
            }
        }
        for (at, part) in parts.iter().enumerate() {
            let alone = [(variable, part.clone())].into_iter().collect();
            let mut across: Vec<Bounds> = bounds.iter().map(|here| here[at]).collect();
            if let Some(whole) = places.get(&alone) {
                squeeze(&mut across, whole);
            }
            for (here, found) in bounds.iter_mut().zip(across) {
                here[at] = found;
            }
        }
    }
    bounds
}

fn squeeze(parts: &mut [Bounds], whole: &Counted) {
    for at in 0..parts.len() {
        let others = || parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, p)| p);
        let sum = |of: fn(&Bounds) -> u64| others().map(of).fold(0, u64::saturating_add);
        let most_others = sum(|p| p.episodes.1);
        let fewest_others = sum(|p| p.episodes.0);
        let most_children = sum(|p| p.children.1);
        let part = &mut parts[at];
        part.episodes.0 = part.episodes.0.max(whole.episodes.saturating_sub(most_others));
        part.episodes.1 = part.episodes.1.min(whole.episodes.saturating_sub(fewest_others));
        part.children.0 = part.children.0.max(whole.fewest.saturating_sub(most_children));
        part.children.0 = part.children.0.max(u64::from(part.episodes.0 > 0));
        part.children.1 = part.children.1.min(part.episodes.1);
    }
}

#[expect(clippy::too_many_arguments, reason = "one place, called once")]
fn work_back(
    tables: &Tables<'_>,
    merged: &[Place<'_>],
    variable: &str,
    parts: &[Leaves<'_>],
    mut bounds: Vec<Vec<Bounds>>,
    k: u64,
    percent: u64,
    attack: &mut Attack,
) {
    // A part that can break no rule was not why these were merged.
    let may_break = |of: &Bounds| {
        let (most, fewest) = (of.episodes.1, of.children.0);
        let one_child = (most + 1).saturating_sub(fewest.max(1));
        most > 0 && (fewest < k || one_child * 100 > most * percent)
    };
    let mut suspects: Vec<&mut Bounds> =
        bounds.iter_mut().flatten().filter(|of| may_break(of)).collect();
    if let [only] = suspects.as_mut_slice()
        && only.episodes.0 > 0
    {
        only.children.1 = only.children.1.min(k - 1);
    }
    for (place, here) in merged.iter().zip(&bounds) {
        for (part, of) in parts.iter().zip(here) {
            let mut cell: Place<'_> = place.clone();
            if let Some(leaves) = cell.get_mut(variable) {
                leaves.clone_from(part);
            }
            let children = count(children_in(tables, &cell).len());
            match children {
                0 => attack.tried += 1,
                _ if children >= k && of.children.1 < k => attack.left(children, k),
                _ => attack.left(of.children.1, k),
            }
        }
    }
}
