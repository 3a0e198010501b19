//! Rows that stand in no class yet: each joins the class where that loses least, as long as every
//! rule still holds there.

use super::grid::{Draft, Grid, Group, long};
use super::hierarchy::place;

/// Puts `rest` into `groups`. What fits nowhere is dropped.
pub(super) fn joined(grid: &Grid<'_>, groups: Vec<Group>, rest: &[u32]) -> Draft {
    let mut draft = Draft { groups, dropped: Vec::new() };
    for &row in rest {
        // A row that would cost more than itself and another is dropped, as long as it may be.
        let may_drop = grid.may_drop(draft.dropped.len() + 1);
        let most = if may_drop { grid.row_most * 2 } else { u64::MAX };
        if !join(grid, &mut draft.groups, row, most) {
            draft.dropped.push(row);
        }
    }
    draft
}

/// Puts a row where it loses least, if that is at most `most`. Says whether it found a place.
fn join(grid: &Grid<'_>, groups: &mut [Group], row: u32, most: u64) -> bool {
    let mut ways: Vec<(u64, usize)> = groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| Some((cost(grid, group, row, most)?, at)))
        .collect();
    ways.sort_unstable();
    for (_, at) in ways.into_iter().take(8) {
        if let Some(group) = with(grid, &groups[at], row) {
            groups[at] = group;
            return true;
        }
    }
    false
}

/// A group with one more row, if every rule holds there.
pub(super) fn with(grid: &Grid<'_>, group: &Group, row: u32) -> Option<Group> {
    let mut rows = group.rows.clone();
    rows.insert(rows.partition_point(|one| *one < row), row);
    grid.holds(&rows).then(|| Group { levels: levels_with(grid, group, row), rows })
}

/// The levels of a group with one more row.
pub(super) fn levels_with(grid: &Grid<'_>, group: &Group, row: u32) -> Vec<u8> {
    let first = group.rows[0];
    group
        .levels
        .iter()
        .enumerate()
        .map(|(j, level)| {
            let mut level = usize::from(*level);
            while level + 1 < grid.columns[j].levels
                && grid.node(row, j, level) != grid.node(first, j, level)
            {
                level += 1;
            }
            u8::try_from(level).unwrap_or(u8::MAX)
        })
        .collect()
}

/// What it costs in all that a row joins a group: its own loss, and what the others lose by it.
pub(super) fn cost(grid: &Grid<'_>, group: &Group, row: u32, most: u64) -> Option<u64> {
    let first = group.rows[0];
    let others = long(group.rows.len());
    let mut cost = 0;
    for (j, column) in grid.columns.iter().enumerate() {
        let mut level = usize::from(group.levels[j]);
        let mut node = grid.node(first, j, level);
        let before = column.loss[place(node)];
        while grid.node(row, j, level) != node {
            level += 1;
            node = grid.node(first, j, level);
        }
        let after = column.loss[place(node)];
        cost += after + (after - before) * others;
        if cost > most {
            return None;
        }
    }
    Some(cost)
}
