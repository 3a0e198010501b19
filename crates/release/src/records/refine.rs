//! What is done to a whole solution: finer labels, further splits, a local search, and what makes it
//! hold every rule again after that.

use std::collections::BTreeMap;

use super::grid::{Draft, Grid, Group, long};
use super::leftovers;
use super::rebuild;
use super::top_down::split;

/// A solution that loses no more than before: each group is split as far as it can be, and groups
/// that show the same are one.
pub(super) fn refined(grid: &Grid<'_>, draft: Draft) -> Draft {
    let mut parts = Vec::new();
    for group in draft.groups {
        split(grid, group, &mut parts);
    }
    let mut groups = united(grid, parts);
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

/// The same rows after a local search, or the solution as it was if that loses less.
pub(super) fn searched(grid: &Grid<'_>, draft: Draft) -> Draft {
    let mut groups = rebuild::rebuilt(grid, &draft.groups);
    let mut dropped = draft.dropped.clone();
    taken_back(grid, &mut groups, &mut dropped);
    let groups = put_together(grid, groups, &mut dropped);
    let found = refined(grid, Draft { groups, dropped });
    if grid.standing(&found) < grid.standing(&draft) { found } else { draft }
}

/// Puts dropped rows into groups where they cost less than being dropped.
fn taken_back(grid: &Grid<'_>, groups: &mut [Group], dropped: &mut Vec<u32>) {
    dropped.retain(|&row| {
        let cost = |group: &Group| leftovers::cost(grid, group, row, grid.row_most);
        let ways = groups.iter().enumerate().filter_map(|(at, group)| Some((cost(group)?, at)));
        let Some((_, at)) = ways.min() else { return true };
        let Some(with) = leftovers::with(grid, &groups[at], row) else { return true };
        groups[at] = with;
        false
    });
}

/// Groups that do not hold, put together with the one where least is lost and all hold. What holds
/// with none is dropped.
///
/// The search asks for k people and nothing of sensitive columns, so that few groups come here: those
/// whose answers are too much alike.
fn put_together(grid: &Grid<'_>, groups: Vec<Group>, dropped: &mut Vec<u32>) -> Vec<Group> {
    let (mut good, mut waiting): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|group| grid.holds(&group.rows));
    while let Some(group) = waiting.pop() {
        let others = good.iter().chain(&waiting).enumerate();
        let mut ways: Vec<(u64, usize)> = others
            .map(|(at, other)| (whole(grid, &both(grid, &group, other)) - whole(grid, other), at))
            .collect();
        ways.sort_unstable();
        let held = ways.into_iter().find_map(|(_, at)| {
            let other = good.get(at).unwrap_or_else(|| &waiting[at - good.len()]);
            let both = both(grid, &group, other);
            grid.holds(&both.rows).then_some((at, both))
        });
        match held {
            Some((at, both)) if at < good.len() => good[at] = both,
            Some((at, both)) => {
                waiting.remove(at - good.len());
                good.push(both);
            }
            None => dropped.extend(group.rows),
        }
    }
    good
}

/// Two groups as one, with the finest labels that cover both.
fn both(grid: &Grid<'_>, one: &Group, two: &Group) -> Group {
    let mut rows = [one.rows.as_slice(), &two.rows].concat();
    let levels = leftovers::levels_with(grid, one, two.rows[0]);
    let levels = levels.into_iter().zip(&two.levels).map(|(one, two)| one.max(*two)).collect();
    rows.sort_unstable();
    Group { levels, rows }
}

/// What all rows of a group lose.
fn whole(grid: &Grid<'_>, group: &Group) -> u64 {
    grid.row_loss(group) * long(group.rows.len())
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
