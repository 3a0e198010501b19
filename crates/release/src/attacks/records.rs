//! Attacks on a written file of records: one row an episode, with the person of each row known here
//! and to nobody who gets the file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attack, Test, count};
use crate::records_check::{Kind, Written};

/// The share of a group's people that may have one harm, in thousandths, before it is skewed.
const MOST_SKEWED: u64 = 800;

/// Rows of one group, sorted by person, and how many people they are.
pub(super) struct Group<'a> {
    pub rows: &'a [u32],
    pub people: u64,
}

pub(super) fn groups<'a>(written: &Written<'_>, alike: &'a [Vec<u32>]) -> Vec<Group<'a>> {
    alike.iter().map(|rows| Group { people: written.people_of(rows), rows }).collect()
}

/// For each row: the people whose rows read alike in every column that was made broader.
pub(super) fn one_incident(groups: &[Group<'_>], k: u64) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "one_incident");
    for group in groups {
        attack.left_often(group.people, k, count(group.rows.len()));
    }
    attack
}

/// How many facts are known.
const FACTS: usize = 8;

/// How many rows times choices of facts are looked at, so that time stays bounded.
const MOST_LOOKED_AT: usize = 200_000;

/// Any eight of the columns that hold one fact of an episode, those that leave as recorded too.
/// Where there are so many choices that not all can be tried, the eight columns with the most
/// different answers are among those that are.
pub(super) fn eight_facts(written: &Written<'_>, k: u64) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "eight_facts");
    let mut facts: Vec<usize> = written
        .columns()
        .filter(|(_, column)| {
            matches!(column.kind, Kind::Broader { .. } | Kind::AsRecorded { separator: None, .. })
        })
        .map(|(at, _)| at)
        .collect();
    facts.sort_by_key(|&at| (std::cmp::Reverse(written.cells[at].texts.len()), at));
    let most = MOST_LOOKED_AT / written.rows().max(1) + 1;
    let mut chosen = Vec::new();
    let mut choices = Vec::new();
    choose(&facts, FACTS.min(facts.len()), &mut chosen, &mut choices, most);
    for columns in choices {
        for group in groups(written, &written.alike(&columns)) {
            attack.left_often(group.people, k, count(group.rows.len()));
        }
    }
    attack
}

/// Up to so many choices of `many` columns, those of the first columns first.
fn choose(
    from: &[usize],
    many: usize,
    chosen: &mut Vec<usize>,
    into: &mut Vec<Vec<usize>>,
    most: usize,
) {
    if many == 0 && into.len() < most {
        into.push(chosen.clone());
    }
    if many == 0 || into.len() >= most || from.len() < many {
        return;
    }
    for at in 0..=from.len() - many {
        chosen.push(from[at]);
        choose(&from[at + 1..], many - 1, chosen, into, most);
        chosen.pop();
    }
}

/// Whoever knows the columns that were made broader, and any two things that were said: who of the
/// group has a row with both?
pub(super) fn two_items(written: &Written<'_>, groups: &[Group<'_>], k: u64) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "two_items");
    let told: Vec<_> = written.told().into_iter().map(|at| (at, written.items(at))).collect();
    for group in groups {
        for people in written.people_with_two(&told, group.rows) {
            attack.left(people, k);
        }
    }
    attack
}

/// Whether one person has too many of the rows of a group. Where the policy sets no limit, half.
pub(super) fn dominance(written: &Written<'_>, groups: &[Group<'_>]) -> Attack {
    let mut attack = Attack::new(Test::SinglingOut, "dominance");
    let most_allowed = match written.beside.rules.dominance {
        1000.. => 500,
        limit => u64::from(limit),
    };
    for group in groups {
        let (most, rows) = (written.most_of_one(group.rows), count(group.rows.len()));
        attack.met(most, rows, most * 1000 > rows * most_allowed);
    }
    attack
}

/// So many episodes of a person are known, one after another in the records. Rows hold no number to
/// link them by; a column that says the same of a person each time is tried as one.
pub(super) fn several_incidents(
    written: &Written<'_>,
    groups: &[Group<'_>],
    k: u64,
    many: usize,
) -> Attack {
    let id = if many == 2 { "two_incidents" } else { "three_incidents" };
    let mut attack = Attack::new(Test::Linking, id);
    let mut group_of = vec![0; written.rows()];
    let mut of_person: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for &row in group.rows {
            group_of[place(row)] = at;
            of_person.entry(written.person(row)).or_default().push(row);
        }
    }
    of_person.values_mut().for_each(|rows| rows.sort_by_key(|&row| written.record(row)));
    let lasting = lasting(written, &of_person);
    // The lasting answers of the rows of each group, with the people who have them.
    let key = |row: u32| -> Vec<u32> { lasting.iter().map(|&c| written.cell(c, row)).collect() };
    let holders: Vec<BTreeMap<Vec<u32>, BTreeSet<u32>>> = match lasting.is_empty() {
        true => Vec::new(),
        false => groups
            .iter()
            .map(|group| {
                let mut holders: BTreeMap<Vec<u32>, BTreeSet<u32>> = BTreeMap::new();
                for &row in group.rows {
                    holders.entry(key(row)).or_default().insert(written.person(row));
                }
                holders
            })
            .collect(),
    };
    for known in of_person.values().flat_map(|rows| rows.windows(many)) {
        let at: BTreeSet<usize> = known.iter().map(|&row| group_of[place(row)]).collect();
        let alone = at.iter().map(|&at| groups[at].people).min().unwrap_or(0);
        let told = known.windows(2).all(|two| key(two[0]) == key(two[1]));
        let linked = (!lasting.is_empty() && told && at.len() > 1).then(|| {
            let Some((first, others)) = at.iter().next().zip(at.len().checked_sub(1)) else {
                return alone;
            };
            let in_all = |key: &Vec<u32>| {
                at.iter().skip(1).take(others).all(|&at| holders[at].contains_key(key))
            };
            let left = holders[*first].iter().filter(|(key, _)| in_all(key));
            count(left.flat_map(|(_, people)| people).collect::<BTreeSet<_>>().len())
        });
        attack.left(linked.map_or(alone, |linked| linked.min(alone)), k);
    }
    attack
}

/// Columns that leave as recorded and say the same in nearly all rows of each person.
fn lasting(written: &Written<'_>, of_person: &BTreeMap<u32, Vec<u32>>) -> Vec<usize> {
    let plain = written.columns().filter(|(_, c)| matches!(c.kind, Kind::AsRecorded { .. }));
    let lasts = |column: &usize| {
        let pairs = || of_person.values().flat_map(|rows| rows.windows(2));
        let same = |two: &&[u32]| written.cell(*column, two[0]) == written.cell(*column, two[1]);
        let different = written.cells[*column].texts.len() > 1;
        different && pairs().filter(same).count() * 10 >= pairs().count() * 9
    };
    plain.map(|(at, _)| at).filter(lasts).collect()
}

/// Whether too many people of a group share an item that tells something. Where the policy does not
/// ask for different answers, whether all do.
pub(super) fn homogeneity(written: &Written<'_>, groups: &[Group<'_>]) -> Attack {
    let mut attack = Attack::new(Test::Inference, "homogeneity");
    let rules = &written.beside.rules;
    let most = if rules.l > 1 { u64::from(rules.homogeneity) } else { 999 };
    for column in written.sensitive() {
        let items = written.items(column);
        for group in groups {
            let sharing = written.sharing(column, &items, group.rows);
            attack.met(sharing, group.people, sharing * 1000 > group.people * most);
        }
    }
    attack
}

/// Whether an item is known of nearly everybody in a group, and at most half as common among all.
pub(super) fn skew(written: &Written<'_>, groups: &[Group<'_>]) -> Attack {
    let mut attack = Attack::new(Test::Inference, "skew");
    let everybody = written.alike(&[]);
    let everybody = self::groups(written, &everybody);
    let Some(all) = everybody.first().filter(|_| groups.len() > 1) else { return attack };
    for column in written.sensitive() {
        let items = written.items(column);
        let of_all = written.people_with(column, &items, all.rows);
        for group in groups {
            let (mut most, mut skewed) = (0, false);
            let telling = written.telling(column, &items, group.rows);
            for (item, with) in written.people_with(column, &items, group.rows) {
                if !telling.contains(&item) {
                    continue;
                }
                let among_all = of_all.get(&item).copied().unwrap_or(0);
                let far_more = with * all.people >= 2 * among_all * group.people;
                skewed |= far_more && with * 1000 > group.people * MOST_SKEWED;
                most = most.max(with);
            }
            attack.met(most, group.people, skewed);
        }
    }
    attack
}

fn place(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
