//! Top-down specialisation: one class, split by the column that gains most, as long as it holds.

use std::collections::BTreeMap;

use super::grid::{Draft, Grid, Group, long};
use super::hierarchy::place;

/// One class of everything, split as far as the rules allow.
pub(super) fn drafted(grid: &Grid<'_>) -> Draft {
    let rows: Vec<u32> = (0..u32::try_from(grid.rows()).unwrap_or(u32::MAX)).collect();
    if !grid.holds(&rows) {
        return Draft { groups: Vec::new(), dropped: rows };
    }
    let levels = grid
        .columns
        .iter()
        .map(|column| u8::try_from(column.levels - 1).unwrap_or(u8::MAX))
        .collect();
    let mut groups = Vec::new();
    split(grid, Group { levels, rows }, &mut groups);
    Draft { groups, dropped: Vec::new() }
}

/// Splits a group that holds as far as can be, and adds what comes out to `done`.
pub(super) fn split(grid: &Grid<'_>, group: Group, done: &mut Vec<Group>) {
    let mut waiting = vec![group];
    while let Some(mut group) = waiting.pop() {
        tighten(grid, &mut group);
        match best_split(grid, &group) {
            Some(parts) => waiting.extend(parts),
            None => done.push(group),
        }
    }
}

/// Gives a group the finest labels that all its rows share.
pub(super) fn tighten(grid: &Grid<'_>, group: &mut Group) {
    let Some(&first) = group.rows.first() else { return };
    for (j, column) in grid.columns.iter().enumerate() {
        while usize::from(group.levels[j]) > column.floor {
            let finer = usize::from(group.levels[j]) - 1;
            let node = grid.node(first, j, finer);
            if group.rows.iter().any(|row| grid.node(*row, j, finer) != node) {
                break;
            }
            group.levels[j] -= 1;
        }
    }
}

/// The split that gains most: parts that hold, one for each finer label, and what is left with the
/// label it had.
fn best_split(grid: &Grid<'_>, group: &Group) -> Option<Vec<Group>> {
    if group.rows.len() < 2 * place(grid.rules.k) {
        return None;
    }
    let mut best: Option<(u64, Vec<Group>)> = None;
    for (j, column) in grid.columns.iter().enumerate() {
        let level = usize::from(group.levels[j]);
        if level <= column.floor {
            continue;
        }
        let Some((gain, parts)) = split_by(grid, group, j, level - 1) else { continue };
        let gain = for_each_bit(gain, &parts);
        if best.as_ref().is_none_or(|(most, _)| gain > *most) {
            best = Some((gain, parts));
        }
    }
    best.map(|(_, parts)| parts)
}

/// Splits by one column, one level down.
fn split_by(grid: &Grid<'_>, group: &Group, j: usize, finer: usize) -> Option<(u64, Vec<Group>)> {
    let mut by_node: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &row in &group.rows {
        by_node.entry(grid.node(row, j, finer)).or_default().push(row);
    }
    if by_node.len() < 2 {
        return None;
    }
    let (mut whole, mut rest): (Vec<(u32, Vec<u32>)>, Vec<u32>) = (Vec::new(), Vec::new());
    for (node, rows) in by_node {
        if grid.holds(&rows) {
            whole.push((node, rows));
        } else {
            rest.extend(rows);
        }
    }
    rest.sort_unstable();
    // What is left must hold too. It takes the part along that would gain least by itself.
    let loss = &grid.columns[j].loss;
    let before = loss[place(grid.node(group.rows[0], j, usize::from(group.levels[j])))];
    let gain =
        |node: u32, rows: &[u32]| before.saturating_sub(loss[place(node)]) * long(rows.len());
    whole.sort_by_key(|(node, rows)| (std::cmp::Reverse(gain(*node, rows)), *node));
    while !rest.is_empty() && !grid.holds(&rest) {
        let (_, rows) = whole.pop()?;
        rest.extend(rows);
        rest.sort_unstable();
    }
    let gained: u64 = whole.iter().map(|(node, rows)| gain(*node, rows)).sum();
    if gained == 0 {
        return None;
    }
    let mut levels = group.levels.clone();
    levels[j] = u8::try_from(finer).unwrap_or(u8::MAX);
    let mut parts: Vec<Group> =
        whole.into_iter().map(|(_, rows)| Group { levels: levels.clone(), rows }).collect();
    if !rest.is_empty() {
        parts.push(Group { levels: group.levels.clone(), rows: rest });
    }
    Some((gained, parts))
}

/// What a split gains for each bit by which it tells rows apart, since every bit makes the parts
/// smaller and so the next split harder. In fixed point, so that every machine chooses the same.
fn for_each_bit(gain: u64, parts: &[Group]) -> u64 {
    let rows: usize = parts.iter().map(|part| part.rows.len()).sum();
    let told: u64 = parts.iter().map(|part| weighed(part.rows.len())).sum();
    let bits = weighed(rows).saturating_sub(told).max(1);
    let ratio = (u128::from(gain) << BITS_AFTER_POINT) / u128::from(bits);
    u64::try_from(ratio).unwrap_or(u64::MAX)
}

const BITS_AFTER_POINT: u32 = 12;

/// So many times the binary logarithm of that number.
fn weighed(many: usize) -> u64 {
    long(many) * log2(long(many))
}

/// The binary logarithm, by squaring: each squaring gives one bit after the point.
fn log2(number: u64) -> u64 {
    let whole = number.max(1).ilog2();
    // Between 1 and 2, with 31 bits after the point.
    let mut rest = if whole > 31 { number >> (whole - 31) } else { number.max(1) << (31 - whole) };
    let mut log = u64::from(whole);
    for _ in 0..BITS_AFTER_POINT {
        rest = (rest * rest) >> 31;
        log <<= 1;
        if rest >= 1 << 32 {
            rest >>= 1;
            log |= 1;
        }
    }
    log
}
