//! What is done to a whole solution: finer labels, further splits, and groups that are dissolved
//! into others where that loses less.

use std::collections::BTreeMap;

use super::grid::{Draft, Grid, Group, long};
use super::leftovers;
use super::moves;
use super::top_down::split;

/// A solution that loses no more than before.
pub(super) fn refined(grid: &Grid<'_>, draft: Draft) -> Draft {
    let mut groups = Vec::new();
    for group in draft.groups {
        split(grid, group, &mut groups);
    }
    let mut groups = united(grid, groups);
    if grid.rows() <= super::MOST_ROWS_FOR_COVERING {
        dissolve(grid, &mut groups);
        let mut again = Vec::new();
        for group in groups {
            split(grid, group, &mut again);
        }
        groups = united(grid, again);
    }
    let mut draft = Draft { groups, dropped: draft.dropped };
    moves::searched(grid, &mut draft);
    groups = united(grid, draft.groups);
    // Two groups that only differ in what no label says may have become one that does not hold.
    let mut dropped = draft.dropped;
    groups.retain(|group| {
        let holds = grid.holds(&group.rows);
        if !holds {
            dropped.extend(&group.rows);
        }
        holds
    });
    dropped.sort_unstable();
    Draft { groups, dropped }
}

/// Groups with the same labels are one class in what is written, so they become one here. Where one
/// class would not hold, the labels of one of them are made broader until it would, or the two are
/// kept apart by labels.
fn united(grid: &Grid<'_>, groups: Vec<Group>) -> Vec<Group> {
    let mut by_labels: BTreeMap<Vec<u32>, Group> = BTreeMap::new();
    let mut waiting = groups;
    while let Some(group) = waiting.pop() {
        match by_labels.remove(&grid.nodes(&group)) {
            None => {
                by_labels.insert(grid.nodes(&group), group);
            }
            Some(other) => {
                let mut both = other;
                both.rows.extend(&group.rows);
                both.rows.sort_unstable();
                if !grid.holds(&both.rows) {
                    broaden(grid, &mut both);
                }
                waiting.push(both);
            }
        }
    }
    by_labels.into_values().collect()
}

/// Takes one level off the column that loses least by it. At the top of all there is one group, and
/// the rows of everything hold.
fn broaden(grid: &Grid<'_>, group: &mut Group) {
    let best = (0..grid.columns.len())
        .filter(|j| usize::from(group.levels[*j]) + 1 < grid.columns[*j].levels)
        .min_by_key(|j| {
            let mut up = group.clone();
            up.levels[*j] += 1;
            (grid.row_loss(&up), *j)
        });
    if let Some(j) = best {
        group.levels[j] += 1;
    }
}

/// Tries, from the group that loses most for each row, to put all its rows elsewhere for less.
fn dissolve(grid: &Grid<'_>, groups: &mut Vec<Group>) {
    let mut order: Vec<(u64, Vec<u32>)> =
        groups.iter().map(|g| (grid.row_loss(g), grid.nodes(g))).collect();
    order.sort();
    order.reverse();
    for (_, nodes) in order.into_iter().take(400) {
        let Some(at) = groups.iter().position(|g| grid.nodes(g) == nodes) else { continue };
        if groups[at].rows.len() > 40 {
            continue;
        }
        let group = groups.swap_remove(at);
        let before = grid.row_loss(&group) * long(group.rows.len());
        match placed(grid, groups, &group, before) {
            Some(changed) => {
                for (at, new) in changed {
                    groups[at] = new;
                }
            }
            None => groups.push(group),
        }
    }
}

/// The groups that change when all rows of one go elsewhere, if that loses less than `before`.
fn placed(
    grid: &Grid<'_>,
    groups: &[Group],
    leaving: &Group,
    before: u64,
) -> Option<BTreeMap<usize, Group>> {
    let mut changed: BTreeMap<usize, Group> = BTreeMap::new();
    let mut spent = 0;
    for &row in &leaving.rows {
        let mut best: Option<(u64, usize)> = None;
        for (at, group) in groups.iter().enumerate() {
            let group = changed.get(&at).unwrap_or(group);
            let most = best.map_or(before - spent, |(least, _)| least);
            if let Some(cost) = leftovers::cost(grid, group, row, most)
                && best.is_none_or(|(least, _)| cost < least)
            {
                best = Some((cost, at));
            }
        }
        let (cost, at) = best?;
        let group = changed.get(&at).unwrap_or(&groups[at]);
        spent += cost;
        if spent >= before {
            return None;
        }
        changed.insert(at, leftovers::with(grid, group, row)?);
    }
    Some(changed)
}
