//! What only a conversation tells, made so broad that two things known of it single nobody out.
//!
//! Somebody may know of a child all that stands in the known columns, and so the group of rows the
//! child stands in, and on top of that any two items of what was told: a reason and a harm, say. So
//! in each group, the rows that show any one item, and any two, stand for at least k children. And
//! no item that says something bad happened is shown by too many of a group's children, and a
//! column that must be diverse has several answers.
//!
//! In each group and column, each code is shown as one label: itself, a broader code with all else
//! under it, or [`MASKED`](crate::MASKED), which stands for whatever in that group has no label of
//! its own. Labels are made broader one step at a time: whichever step costs least for what it
//! mends.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{ToldColumn, place};
use super::profile::RecordsPolicy;

/// What each leaf of a column is shown as: a node of its tree, or masked.
pub(super) type Cut = Vec<Option<usize>>;

/// A step that was tried: how it compares, its column, what that is shown as, what is still broken
/// and what the column loses.
type Tried = ((bool, u64, usize), usize, Cut, Vec<Item>, u64);

/// One item that a row shows: a column, and a label of it.
type Item = (usize, Option<usize>);

/// A row of a group as far as it counts here, with how many rows are like it.
struct Seen {
    person: u32,
    /// The leaves in each column.
    sets: Vec<Vec<usize>>,
    many: u64,
}

/// The labels of each column for one group of rows, which has at least k children.
pub(super) fn cuts(
    columns: &[ToldColumn<'_>],
    people: &[u32],
    rows: &[u32],
    policy: RecordsPolicy,
) -> Vec<Cut> {
    let seen = seen(columns, people, rows);
    let group = Group { columns, policy, seen: &seen };
    let mut cuts: Vec<Cut> =
        columns.iter().map(|c| c.tree.leaves.iter().map(|leaf| Some(*leaf)).collect()).collect();
    let (mut broken, mut losses) = (group.broken(&cuts), group.losses(&cuts));
    // Each step makes a column broader, so there is an end; and with everything masked nothing is
    // broken.
    while !broken.is_empty() {
        // By what a step costs for each thing it mends; one that mends nothing by cost alone.
        let mut best: Option<Tried> = None;
        for (order, (column, cut)) in group.steps(&cuts, &broken).into_iter().enumerate() {
            let before = std::mem::replace(&mut cuts[column], cut);
            let after = group.broken(&cuts);
            let loss = group.loss(column, &cuts[column]);
            let cut = std::mem::replace(&mut cuts[column], before);
            let mended = broken.len().saturating_sub(after.len());
            let cost = (loss.saturating_sub(losses[column]) + 1) * 1000;
            let mends = u64::try_from(mended.max(1)).unwrap_or(1);
            let key = (mended == 0, cost / mends, order);
            if best.as_ref().is_none_or(|(least, ..)| key < *least) {
                best = Some((key, column, cut, after, loss));
            }
        }
        let Some((_, column, cut, after, loss)) = best else { break };
        (cuts[column], broken, losses[column]) = (cut, after, loss);
    }
    cuts
}

/// What a group of rows loses in all columns, in millionths of a cell, weighted.
pub(super) fn loss(
    columns: &[ToldColumn<'_>],
    people: &[u32],
    rows: &[u32],
    policy: RecordsPolicy,
    cuts: &[Cut],
) -> u64 {
    let seen = seen(columns, people, rows);
    Group { columns, policy, seen: &seen }.losses(cuts).iter().sum()
}

/// The labels that a row shows in a column, in the order of the ladder, the masked one last.
pub(super) fn shown(cut: &Cut, set: &[usize]) -> BTreeSet<(bool, usize)> {
    let label = |leaf: &usize| cut.get(*leaf).copied().flatten();
    set.iter().map(|leaf| (label(leaf).is_none(), label(leaf).unwrap_or_default())).collect()
}

fn seen(columns: &[ToldColumn<'_>], people: &[u32], rows: &[u32]) -> Vec<Seen> {
    let mut like: BTreeMap<(u32, Vec<&[usize]>), u64> = BTreeMap::new();
    for &row in rows {
        let sets = columns.iter().map(|c| c.sets[place(row)].as_slice()).collect();
        *like.entry((people[place(row)], sets)).or_default() += 1;
    }
    like.into_iter()
        .map(|((person, sets), many)| Seen {
            person,
            sets: sets.into_iter().map(<[usize]>::to_vec).collect(),
            many,
        })
        .collect()
}

/// One group of rows, child by child.
struct Group<'a> {
    columns: &'a [ToldColumn<'a>],
    policy: RecordsPolicy,
    seen: &'a [Seen],
}

impl Group<'_> {
    /// Every rule that is broken, each by the items it is about: one entry a rule.
    fn broken(&self, cuts: &[Cut]) -> Vec<Item> {
        let mut with: BTreeMap<(Item, Item), (u32, u32)> = BTreeMap::new();
        let mut answers: Vec<BTreeSet<Vec<Item>>> = vec![BTreeSet::new(); cuts.len()];
        let (mut children, mut last) = (0_u64, None);
        let mut items: Vec<Item> = Vec::new();
        for row in self.seen {
            if last != Some(row.person) {
                (children, last) = (children + 1, Some(row.person));
            }
            items.clear();
            for (column, set) in row.sets.iter().enumerate() {
                let from = items.len();
                items.extend(set.iter().map(|leaf| (column, cuts[column][*leaf])));
                items[from..].sort_unstable();
                items.dedup();
                if self.columns[column].told.diverse {
                    answers[column].insert(items[from..].to_vec());
                }
            }
            for (at, one) in items.iter().enumerate() {
                for other in &items[at..] {
                    let (many, counted) = with.entry((*one, *other)).or_insert((0, u32::MAX));
                    if *many == 0 || *counted != row.person {
                        (*many, *counted) = (*many + 1, row.person);
                    }
                }
            }
        }
        let mut broken = Vec::new();
        let most = children * u64::from(self.policy.largest_answer_percent);
        for (&(one, other), &(many, _)) in &with {
            if many < self.policy.k {
                broken.push(one);
                if one != other {
                    broken.push(other);
                }
            }
            if one == other && u64::from(many) * 100 > most && self.tells(cuts, one) {
                broken.push(one);
            }
        }
        for (column, answers) in answers.iter().enumerate() {
            let too_few = answers.len() < place(self.policy.l);
            let item = answers.first().and_then(|set| set.first()).copied();
            if let Some(item) = item.filter(|item| too_few && !self.says_nothing(cuts, *item)) {
                debug_assert_eq!(item.0, column);
                broken.push(item);
            }
        }
        broken
    }

    /// The leaves in use that are shown as an item.
    fn leaves_of(&self, cuts: &[Cut], (column, label): Item) -> BTreeSet<usize> {
        let used = self.seen.iter().flat_map(|row| &row.sets[column]).copied();
        used.filter(|leaf| cuts[column][*leaf] == label).collect()
    }

    /// Whether an item says that something bad happened. A masked one does if all that it hides
    /// does, unless the whole column is masked.
    fn tells(&self, cuts: &[Cut], item: Item) -> bool {
        let column = &self.columns[item.0];
        let tells = self.leaves_of(cuts, item).iter().all(|leaf| column.telling[*leaf]);
        tells && !(item.1.is_none() && self.is_masked(cuts, item.0))
    }

    /// Whether an item, shared by a whole group, tells nothing of anybody.
    fn says_nothing(&self, cuts: &[Cut], item: Item) -> bool {
        let column = &self.columns[item.0];
        self.is_masked(cuts, item.0)
            || self.leaves_of(cuts, item).iter().all(|leaf| column.no_answer[*leaf])
    }

    fn is_masked(&self, cuts: &[Cut], column: usize) -> bool {
        cuts[column].iter().all(Option::is_none)
    }

    /// Every next step for the columns in which a rule is broken: a label made one code broader,
    /// masked, or the whole column masked.
    fn steps(&self, cuts: &[Cut], broken: &[Item]) -> Vec<(usize, Cut)> {
        let columns: BTreeSet<usize> = broken.iter().map(|(column, _)| *column).collect();
        let mut steps = Vec::new();
        for column in columns {
            let cut = &cuts[column];
            let tree = &self.columns[column].tree;
            let used: BTreeSet<usize> = self
                .seen
                .iter()
                .flat_map(|row| &row.sets[column])
                .filter_map(|l| cut[*l])
                .collect();
            let with = |leaves: &dyn Fn(usize) -> bool, label: Option<usize>| -> Cut {
                let mut next = cut.clone();
                for (leaf, shown) in next.iter_mut().enumerate() {
                    if leaves(leaf) {
                        *shown = label;
                    }
                }
                next
            };
            for &label in &used {
                let up = tree.nodes.iter().position(|node| node.below.contains(&label));
                if let Some(up) = up {
                    let under = &tree.nodes[up].leaves;
                    // What lies beside a masked code can only be masked with it.
                    let free = under.iter().all(|leaf| cut[*leaf].is_some());
                    steps.push((column, with(&|leaf| under.contains(&leaf), free.then_some(up))));
                }
                steps.push((column, with(&|leaf| cut[leaf] == Some(label), None)));
            }
            if !self.is_masked(cuts, column) {
                steps.push((column, vec![None; cut.len()]));
            }
        }
        steps
    }

    fn losses(&self, cuts: &[Cut]) -> Vec<u64> {
        cuts.iter().enumerate().map(|(column, cut)| self.loss(column, cut)).collect()
    }

    /// What the rows lose in one column. Each item that a label could stand for beside the one it
    /// does stand for is a loss.
    fn loss(&self, column: usize, cut: &Cut) -> u64 {
        let others = u64::try_from(cut.len().saturating_sub(1)).unwrap_or(0).max(1);
        let mut wide: BTreeMap<Option<usize>, u64> = BTreeMap::new();
        for label in cut {
            *wide.entry(*label).or_default() += 1;
        }
        let weight = u64::from(self.columns[column].told.weight) * 1_000_000;
        self.seen
            .iter()
            .map(|row| {
                let set = &row.sets[column];
                let lost: u64 =
                    set.iter().map(|leaf| wide.get(&cut[*leaf]).map_or(0, |wide| wide - 1)).sum();
                let items = u64::try_from(set.len()).unwrap_or(1).max(1);
                row.many * weight * lost / (others * items)
            })
            .sum()
    }
}
