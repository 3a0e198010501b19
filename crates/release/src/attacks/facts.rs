//! Somebody knows facts about one time a child went missing, or about several.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Table, Tables};
use super::{Attack, Test, count};

/// What the rows of one table can be linked by, if there is anything: how many rows of each group
/// have each key.
type Keys<'a> = BTreeMap<&'a str, BTreeMap<usize, u64>>;

fn keys(table: &Table) -> Option<Keys<'_>> {
    let mut keys = Keys::new();
    for (key, group) in table.keys.as_ref()?.iter().zip(&table.order) {
        *keys.entry(key).or_default().entry(*group).or_default() += 1;
    }
    Some(keys)
}

/// For each episode and table: who has a row in the same group.
pub(super) fn one_incident(tables: &Tables<'_>, k: u64) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "one_incident");
    for table in &tables.tables {
        for group in &table.groups {
            attack.left_often(count(group.children.len()), k, group.rows);
        }
    }
    attack
}

/// For each child and table: so many of their episodes are known. Without anything to link rows by,
/// each can only be looked up by itself; with it, only those are left who have them all.
pub(super) fn several_incidents(tables: &Tables<'_>, k: u64, many: u64) -> Attack {
    let id = if many == 2 { "two_incidents" } else { "three_incidents" };
    let mut attack = Attack::new(Test::Linking, id);
    for table in &tables.tables {
        let keys = keys(table);
        let mut of_child: BTreeMap<u64, BTreeMap<usize, u64>> = BTreeMap::new();
        for (row, group) in tables.rows.iter().zip(&table.of_row) {
            *of_child.entry(row.child).or_default().entry(*group).or_default() += 1;
        }
        let alone: Vec<u64> =
            table.groups.iter().map(|group| count(group.children.len())).collect();
        for has in of_child.into_values() {
            let has: Vec<(usize, u64)> = has.into_iter().collect();
            choose(&has, many, &mut Vec::new(), &mut |known| {
                let alone = known.iter().map(|(at, _)| alone[*at]).min();
                let linked = keys.as_ref().map(|keys| {
                    let fits = |has: &&BTreeMap<usize, u64>| {
                        known.iter().all(|(at, many)| has.get(at).is_some_and(|n| n >= many))
                    };
                    count(keys.values().filter(fits).count())
                });
                attack.left(alone.into_iter().chain(linked).min().unwrap_or(0), k);
            });
        }
    }
    attack
}

/// Every way to know so many episodes, by the groups they stand in and how many in each.
fn choose(
    left: &[(usize, u64)],
    many: u64,
    known: &mut Vec<(usize, u64)>,
    then: &mut impl FnMut(&[(usize, u64)]),
) {
    if many == 0 {
        return then(known);
    }
    let Some(((group, has), rest)) = left.split_first() else { return };
    choose(rest, many, known, then);
    for taken in 1..=many.min(*has) {
        known.push((*group, taken));
        choose(rest, many - taken, known, then);
        known.pop();
    }
}

/// How many facts are known.
const FACTS: usize = 8;

/// For each table and each choice of its columns that is known: who fits. Eight facts hold all
/// columns of any one table, and no more of them help unless tables can be joined row by row; if
/// they can, they are joined.
pub(super) fn eight_facts(tables: &Tables<'_>, k: u64) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "eight_facts");
    for table in &tables.tables {
        for chosen in 1_u32..1 << table.merges.len() {
            let known = |at: usize| -> Vec<&str> {
                let codes = table.groups[at].codes.iter().enumerate();
                codes.filter(|(c, _)| chosen & (1 << c) != 0).map(|(_, code)| &**code).collect()
            };
            let mut fitting: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
            for at in 0..table.groups.len() {
                fitting.entry(known(at)).or_default().push(at);
            }
            for groups in fitting.into_values() {
                attack.left(count(table.children_of(groups).len()), k);
            }
        }
    }
    let linked: Vec<(&Table, Keys<'_>)> =
        tables.tables.iter().filter_map(|table| Some((table, keys(table)?))).collect();
    for first in 0..linked.len() {
        let mut facts: BTreeSet<&str> = BTreeSet::new();
        let mut joined: Vec<&(&Table, Keys<'_>)> = Vec::new();
        for pair in linked.iter().cycle().skip(first).take(linked.len()) {
            let more = pair.0.merges.iter().map(|merge| merge.variable.as_str());
            let all: BTreeSet<&str> = facts.iter().copied().chain(more).collect();
            if all.len() <= FACTS {
                facts = all;
                joined.push(pair);
            }
        }
        let known: BTreeSet<Vec<usize>> = (0..tables.rows.len())
            .map(|row| joined.iter().map(|(table, _)| table.of_row[row]).collect())
            .collect();
        let holders: Vec<Vec<BTreeSet<&str>>> =
            joined.iter().map(|(table, keys)| holders(table, keys)).collect();
        for groups in known {
            let fitting = holders.iter().zip(&groups).map(|(of_group, &at)| of_group[at].clone());
            let left = fitting.reduce(|a, b| &a & &b).unwrap_or_default();
            attack.left(count(left.len()), k);
        }
    }
    attack
}

/// Which keys each group has.
fn holders<'a>(table: &Table, keys: &Keys<'a>) -> Vec<BTreeSet<&'a str>> {
    let mut holders = vec![BTreeSet::new(); table.groups.len()];
    for (key, groups) in keys {
        for &at in groups.keys() {
            holders[at].insert(*key);
        }
    }
    holders
}
