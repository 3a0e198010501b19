//! Somebody puts tables beside each other: takes one from another, or works back from how codes
//! were merged.
//!
//! These try what a person can do with a calculator. [`crate::audit`] asks by linear programming
//! whether anything at all can be worked out.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{Codes, Counted, Place, Places, Subset};
use super::reading::Tables;
use super::{Attack, Test};
use crate::{Ladder, MASKED, Profile};

/// From everything that is shown, the parts of it that are shown too are taken away: what is left
/// must be nobody, or k children.
pub(super) fn crossing(tables: &Tables<'_>, places: &Places, k: u64) -> Attack {
    let mut attack = Attack::new(Test::Linking, "crossing");
    let mut left: BTreeSet<Place> = BTreeSet::new();
    for known in places.known.values() {
        for whole in known.keys() {
            for (at, (variable, codes)) in whole.iter().enumerate() {
                let alike = |part: &&Place| {
                    part.iter().zip(whole).all(|(a, b)| a.0 == *variable || a.1 == b.1)
                };
                let mut parts: Vec<Subset> = known.keys().filter(alike).map(|p| p[at].1).collect();
                parts.retain(|part| part.within(*codes) && part != codes);
                parts.sort_by_key(|part| std::cmp::Reverse(part.many()));
                let mut rest = *codes;
                for part in parts {
                    if part.within(rest) {
                        rest = rest.without(part);
                    }
                }
                if rest.many() > 0 && rest != *codes {
                    let mut place = whole.clone();
                    place[at].1 = rest;
                    left.insert(place);
                }
            }
        }
    }
    for place in left {
        match places.children_in(tables, &place) {
            0 => attack.tried += 1,
            some => attack.left(some, k),
        }
    }
    attack
}

/// What can be said of a part of a merged group that no table shows: from, and up to.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    episodes: (u64, u64),
    children: (u64, u64),
}

/// The rules by which groups are merged.
#[derive(Clone, Copy)]
struct Policy {
    k: u64,
    percent: u64,
}

/// Somebody who knows how Homeward merges knows that a group was merged because one of its parts
/// would have broken a rule. From that, and from every count that is shown, they bound each part:
/// so many children must still come into question.
pub(super) fn own_algorithm(
    tables: &Tables<'_>,
    places: &Places,
    profile: &Profile,
    k: u64,
) -> Attack {
    let mut attack = Attack::new(Test::Inference, "own_algorithm");
    let percent = u64::from(tables.manifest.policy.largest_share_percent);
    let policy = Policy { k, percent };
    for table in &tables.tables {
        let near = places.near(table);
        for (column, merge) in table.merges.iter().enumerate() {
            let shown: BTreeSet<&String> = table.groups.iter().map(|g| &g.codes[column]).collect();
            for code in shown {
                let of = places.codes(&merge.variable);
                let parts = parts(profile, of, &merge.variable, code, &table.leaves(column, code));
                if parts.len() < 2 {
                    continue;
                }
                let groups = table.groups.iter().filter(|group| group.codes[column] == *code);
                let merged: Vec<Place> =
                    groups.map(|group| places.place_of(table, &group.codes)).collect();
                let variable = of.number;
                let mut bounds = bounds(&near, &merged, variable, &parts);
                blame(&mut bounds, policy);
                for (place, here) in merged.iter().zip(&bounds) {
                    for (part, of) in parts.iter().zip(here) {
                        let cell = with(place, variable, *part);
                        match places.children_in(tables, &cell) {
                            0 => attack.tried += 1,
                            // Who thinks that these are few is mistaken.
                            some if some >= k => attack.left(some.max(of.children.1), k),
                            _ => attack.left(of.children.1, k),
                        }
                    }
                }
            }
        }
    }
    attack
}

/// A place with other codes of one variable.
fn with(place: &Place, variable: usize, codes: Subset) -> Place {
    let swap = |&(at, of): &(usize, Subset)| (at, if at == variable { codes } else { of });
    place.iter().map(swap).collect()
}

/// The codes that a shown code could have been shown as instead, one step finer.
fn parts(
    profile: &Profile,
    codes: &Codes,
    variable: &str,
    code: &str,
    leaves: &BTreeSet<&str>,
) -> Vec<Subset> {
    let Some(variable) = profile.variable(variable) else { return Vec::new() };
    let Some(ladder) = profile.ladder(&variable.ladder).map(Ladder::completed) else {
        return Vec::new();
    };
    let mut parts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
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
    parts.values().map(|part| codes.subset(part)).collect()
}

/// For each merged group, what the counts alone say of each of its parts.
fn bounds(
    near: &BTreeMap<Place, Counted>,
    merged: &[Place],
    variable: usize,
    parts: &[Subset],
) -> Vec<Vec<Bounds>> {
    let within = |inner: &Place, outer: &Place| {
        outer
            .iter()
            .all(|(at, of)| inner.iter().any(|(also, codes)| at == also && codes.within(*of)))
    };
    let bound = |cell: &Place| {
        let mut of = Bounds { episodes: (0, u64::MAX), children: (0, u64::MAX) };
        for (place, counted) in near {
            if within(cell, place) {
                of.episodes.1 = of.episodes.1.min(counted.episodes);
                of.children.1 = of.children.1.min(counted.most);
            }
            if within(place, cell) {
                of.episodes.0 = of.episodes.0.max(counted.episodes);
                of.children.0 = of.children.0.max(counted.fewest);
            }
        }
        of
    };
    let mut bounds: Vec<Vec<Bounds>> = merged
        .iter()
        .map(|place| parts.iter().map(|part| bound(&with(place, variable, *part))).collect())
        .collect();
    // What is left of a whole when the other parts are as large, or as small, as they can be.
    for _ in 0..4 {
        for (here, place) in bounds.iter_mut().zip(merged) {
            if let Some(whole) = near.get(place) {
                squeeze(here, whole);
            }
        }
        for (at, part) in parts.iter().enumerate() {
            let Some(whole) = near.get(&vec![(variable, *part)]) else { continue };
            let mut across: Vec<Bounds> = bounds.iter().map(|here| here[at]).collect();
            squeeze(&mut across, whole);
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

/// If only one part can have broken a rule, that one did: it has fewer than k children.
fn blame(bounds: &mut [Vec<Bounds>], policy: Policy) {
    let may_break = |of: &&mut Bounds| {
        let (most, fewest) = (of.episodes.1, of.children.0);
        let one_child = most.saturating_add(1).saturating_sub(fewest.max(1));
        most > 0 && (fewest < policy.k || one_child * 100 > most * policy.percent)
    };
    let mut suspects: Vec<&mut Bounds> = bounds.iter_mut().flatten().filter(may_break).collect();
    if let [only] = suspects.as_mut_slice()
        && only.episodes.0 > 0
    {
        only.children.1 = only.children.1.min(policy.k.saturating_sub(1));
    }
}
