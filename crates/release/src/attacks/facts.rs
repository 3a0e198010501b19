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
        // Children whose episodes stand in the same groups are found alike.
        let mut alike: BTreeMap<BTreeMap<usize, u64>, u64> = BTreeMap::new();
        for has in of_child.into_values() {
            let mut known = Vec::new();
            choose(&has.into_iter().collect::<Vec<_>>(), many, &mut known, &mut alike);
        }
        for (known, times) in alike {
            let alone = known.keys().map(|&at| count(table.groups[at].children.len())).min();
            let linked = keys.as_ref().map(|keys| {
                let fits = |has: &&BTreeMap<usize, u64>| {
                    known.iter().all(|(at, many)| has.get(at).is_some_and(|n| n >= many))
                };
                count(keys.values().filter(fits).count())
            });
            let candidates = alone.into_iter().chain(linked).min().unwrap_or(0);
            attack.left_often(candidates, k, times);
        }
    }
    attack
}

/// Every way to know so many episodes, by the groups they stand in.
fn choose(
    left: &[(usize, u64)],
    many: u64,
    known: &mut Vec<(usize, u64)>,
    into: &mut BTreeMap<BTreeMap<usize, u64>, u64>,
) {
    if many == 0 {
        *into.entry(known.iter().copied().collect()).or_default() += 1;
        return;
    }
    let Some(((group, has), rest)) = left.split_first() else { return };
    for taken in 0..=many.min(*has) {
        if taken > 0 {
            known.push((*group, taken));
        }
        choose(rest, many - taken, known, into);
        if taken > 0 {
            known.pop();
        }
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
        for groups in known {
            let holders = |((_, keys), at): (&&(&Table, Keys<'_>), &usize)| -> BTreeSet<String> {
                let has = keys.iter().filter(|(_, groups)| groups.contains_key(at));
                has.map(|(key, _)| (*key).to_owned()).collect()
            };
            let fitting = joined.iter().zip(&groups).map(holders);
            let left = fitting.reduce(|a, b| &a & &b).unwrap_or_default();
            attack.left(count(left.len()), k);
        }
    }
    attack
}
