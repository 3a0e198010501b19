//! Local search on a whole solution: rows go to a class where less is lost, and two classes that
//! are alike are put together and divided anew.
//!
//! Covering is greedy: a row stays in the first class that held, though a finer one may have come
//! to hold it since, and a class keeps a row that alone makes its labels broad. Every step here is
//! taken only where each rule holds in all classes it touches, and only where less is lost in all,
//! so the search ends, and at no time is there a class that could not be written. Every order is
//! that of the grid, so the same rows give the same steps.
//!
//! It is done only where no sensitive column has a rule. There, that a row was not moved to a class
//! where it would lose less could only mean that the class would then break the rule, which tells
//! somebody who runs this program what the row says. Without such a rule the search looks at known
//! columns and at who is who, and nothing else.

use super::grid::{Draft, Grid, Group, long};
use super::hierarchy::place;
use super::leftovers;
use super::top_down::{split, tighten};

/// How often the rows of a class are looked at, at most.
const PASSES: usize = 4;
/// With how many of the classes nearest to it a class is put together.
const NEAREST: usize = 6;

/// A solution that loses no more. Rows that were dropped come back where that loses less.
pub(super) fn searched(grid: &Grid<'_>, draft: &mut Draft) {
    if grid.rules.l > 1 || long(grid.rows()) * long(draft.groups.len()) > super::MOST_LOOKS {
        return;
    }
    for _ in 0..PASSES {
        let before = grid.loss_of(draft);
        taken_back(grid, draft);
        rows_moved(grid, &mut draft.groups);
        divided_anew(grid, &mut draft.groups);
        if grid.loss_of(draft) + before / 2000 >= before {
            break;
        }
    }
}

/// Puts dropped rows into classes where they cost less than being dropped.
fn taken_back(grid: &Grid<'_>, draft: &mut Draft) {
    let groups = &mut draft.groups;
    draft.dropped.retain(|&row| {
        let Some((_, at)) = cheapest(grid, groups, row, grid.row_most, None) else { return true };
        let Some(with) = leftovers::with(grid, &groups[at], row) else { return true };
        groups[at] = with;
        false
    });
}

/// Where a row costs least, below `most`.
fn cheapest(
    grid: &Grid<'_>,
    groups: &[Group],
    row: u32,
    most: u64,
    but: Option<usize>,
) -> Option<(u64, usize)> {
    let mut best: Option<(u64, usize)> = None;
    for (at, group) in groups.iter().enumerate() {
        let most = best.map_or(most, |(least, _)| least);
        if but != Some(at)
            && let Some(cost) = leftovers::cost(grid, group, row, most)
            && cost < most
        {
            best = Some((cost, at));
        }
    }
    best
}

/// Moves single rows.
fn rows_moved(grid: &Grid<'_>, groups: &mut [Group]) {
    for from in 0..groups.len() {
        for row in groups[from].rows.clone() {
            if groups[from].rows.len() <= place(grid.rules.k) {
                break;
            }
            let Some(left) = without(grid, &groups[from], row) else { continue };
            let gain = whole(grid, &groups[from]) - whole(grid, &left);
            let Some((_, to)) = cheapest(grid, groups, row, gain, Some(from)) else { continue };
            let Some(with) = leftovers::with(grid, &groups[to], row) else { continue };
            groups[from] = left;
            groups[to] = with;
        }
    }
}

/// What is left of a class without a row, labelled as finely as it can be, if it holds.
fn without(grid: &Grid<'_>, group: &Group, row: u32) -> Option<Group> {
    let rows: Vec<u32> = group.rows.iter().copied().filter(|one| *one != row).collect();
    if !grid.holds(&rows) {
        return None;
    }
    let mut left = Group { levels: group.levels.clone(), rows };
    tighten(grid, &mut left);
    Some(left)
}

/// What all rows of a class lose.
fn whole(grid: &Grid<'_>, group: &Group) -> u64 {
    grid.row_loss(group) * long(group.rows.len())
}

/// Puts each class together with one of those nearest to it, and divides the two anew.
fn divided_anew(grid: &Grid<'_>, groups: &mut Vec<Group>) {
    let mut at = 0;
    while at < groups.len() {
        if let Some((other, parts)) = best_with(grid, groups, at) {
            groups.swap_remove(at.max(other));
            groups.swap_remove(at.min(other));
            groups.extend(parts);
        } else {
            at += 1;
        }
    }
}

fn best_with(grid: &Grid<'_>, groups: &[Group], at: usize) -> Option<(usize, Vec<Group>)> {
    let one = &groups[at];
    let first = one.rows[0];
    let mut near: Vec<(u64, usize)> = groups
        .iter()
        .enumerate()
        .skip(at + 1)
        .filter_map(|(other, group)| {
            Some((leftovers::cost(grid, group, first, u64::MAX)? / long(group.rows.len()), other))
        })
        .collect();
    let many = near.len().min(NEAREST);
    if many < near.len() {
        near.select_nth_unstable(many);
    }
    near.truncate(many);
    near.sort_unstable();
    for (_, other) in near {
        let two = &groups[other];
        let before = whole(grid, one) + whole(grid, two);
        let mut rows = [one.rows.as_slice(), &two.rows].concat();
        rows.sort_unstable();
        if !grid.holds(&rows) {
            continue;
        }
        let top = grid.columns.iter().map(|c| u8::try_from(c.levels - 1).unwrap_or(u8::MAX));
        let mut parts = Vec::new();
        split(grid, Group { levels: top.collect(), rows }, &mut parts);
        let after: u64 = parts.iter().map(|part| whole(grid, part)).sum();
        if after < before {
            return Some((other, parts));
        }
    }
    None
}
