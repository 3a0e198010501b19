//! What a group says of everybody in it, though nobody is told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Table, Tables};
use super::{Attack, Test, count};
use crate::Profile;

/// A group is skewed if a table says of more than this, in per cent of its children, that something
/// bad happened to them, and that is at least twice the share among all children. The design allows
/// one harm the same share of a class of records.
const MOST_PERCENT: u64 = 80;

/// Whether one child has too many of the rows of a group: then what it says is about that child.
pub(super) fn dominance(tables: &Tables<'_>) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "dominance");
    let most_percent = u64::from(tables.manifest.policy.largest_share_percent);
    for group in tables.tables.iter().flat_map(|table| &table.groups) {
        let most = group.children.values().copied().max().unwrap_or(0);
        attack.met(most, group.rows, most * 100 > group.rows * most_percent);
    }
    attack
}

/// A group of what a table is crossed with, such as an age: its children, and those of them who
/// have an answer that tells of harm.
struct Crossed {
    children: BTreeSet<u64>,
    told: BTreeSet<u64>,
}

/// The groups of each table whose topic has answers that tell of harm.
fn crossed(table: &Table, profile: &Profile) -> Vec<Crossed> {
    let topic = profile.topics.iter().find(|topic| topic.id == table.topic);
    let Some(topic) = topic.filter(|topic| !topic.telling.is_empty()) else { return Vec::new() };
    let mut by: BTreeMap<&[String], Crossed> = BTreeMap::new();
    for group in &table.groups {
        let Some((answer, others)) = group.codes.split_first() else { continue };
        let empty = || Crossed { children: BTreeSet::new(), told: BTreeSet::new() };
        let here = by.entry(others).or_insert_with(empty);
        here.children.extend(group.children.keys());
        if table.leaves(0, answer).iter().all(|leaf| topic.telling.contains(*leaf)) {
            here.told.extend(group.children.keys());
        }
    }
    by.into_values().collect()
}

/// Whether all children of a group have an answer that tells of harm: then it is known of each.
pub(super) fn homogeneity(tables: &Tables<'_>, profile: &Profile) -> Attack {
    let mut attack = Attack::new(Test::Inference, "homogeneity");
    for group in tables.tables.iter().flat_map(|table| crossed(table, profile)) {
        let (told, all) = (count(group.told.len()), count(group.children.len()));
        attack.met(told, all, told > 0 && told == all);
    }
    attack
}

/// Whether harm is so much more common in a group than among all children that belonging to it
/// says nearly as much.
pub(super) fn skew(tables: &Tables<'_>, profile: &Profile) -> Attack {
    let mut attack = Attack::new(Test::Inference, "skew");
    for table in &tables.tables {
        let groups = crossed(table, profile);
        let together = |of: fn(&Crossed) -> &BTreeSet<u64>| {
            let all: BTreeSet<u64> = groups.iter().flat_map(of).copied().collect();
            count(all.len())
        };
        let whole = (together(|group| &group.told), together(|group| &group.children));
        if groups.len() < 2 {
            continue;
        }
        for group in &groups {
            let (told, all) = (count(group.told.len()), count(group.children.len()));
            let far_more = told * whole.1 >= 2 * whole.0 * all;
            attack.met(told, all, told > 0 && far_more && told * 100 > all * MOST_PERCENT);
        }
    }
    attack
}
