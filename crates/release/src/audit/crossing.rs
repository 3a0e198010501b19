//! Three variables that tables cross in pairs and never together.

use std::collections::BTreeMap;

use super::AuditFault;
use super::grid::{Grid, Grids};
use super::system::{Sense, System, Unknown};

/// Every three variables with a grid of each two of them and none of all three.
pub(super) fn scopes(grids: &Grids) -> Vec<Vec<usize>> {
    let pairs: Vec<&[usize]> =
        grids.grids.keys().filter(|scope| scope.len() == 2).map(Vec::as_slice).collect();
    let is_pair = |a: usize, b: usize| grids.grids.contains_key([a, b].as_slice());
    pairs
        .iter()
        .flat_map(|pair| (pair[1] + 1..grids.variables.len()).map(|c| [pair[0], pair[1], c]))
        .filter(|[a, b, c]| is_pair(*a, *c) && is_pair(*b, *c))
        .filter(|scope| !grids.grids.contains_key(scope.as_slice()))
        .map(|scope| scope.to_vec())
        .collect()
}

/// What is known about one of these: its grid, with all grids of fewer of the variables.
///
/// The other grids stay outside; what they say about these is in the tightened bounds.
///
/// # Errors
/// [`AuditFault::Contradiction`] when no numbers fit.
pub(super) fn system(
    grids: &Grids,
    episodes: &System,
    scope: &[usize],
) -> Result<(System, Grid), AuditFault> {
    let mut system = System::default();
    let mut place: BTreeMap<Unknown, Unknown> = BTreeMap::new();
    let within = |grid: &&Grid| grid.scope.iter().all(|v| scope.contains(v));
    for grid in grids.grids.values().filter(within) {
        for unknown in grid.first..grid.first + grid.cells() {
            place.insert(unknown, system.unknown(episodes.low[unknown], episodes.high[unknown]));
        }
    }
    for row in &episodes.rows {
        let moved = |of: &[Unknown]| of.iter().map(|u| place.get(u).copied()).collect();
        let (plus, minus): (Option<Vec<Unknown>>, Option<Vec<Unknown>>) =
            (moved(&row.plus), moved(&row.minus));
        if let (Some(plus), Some(minus)) = (plus, minus) {
            system.row(plus, &minus, row.sense, row.number);
        }
    }
    let grid = Grid::new(scope, &grids.variables, system.low.len());
    let all = grids.grids.get(&Vec::new()).map_or(0, |total| episodes.high[total.first]);
    for _ in 0..grid.cells() {
        system.unknown(0, all);
    }
    for without in 0..scope.len() {
        let less: Vec<usize> =
            scope.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, &v)| v).collect();
        let Some(less) = grids.grids.get(&less) else { continue };
        for (at, parts) in grid.margin(without).into_iter().enumerate() {
            if let Some(&whole) = place.get(&(less.first + at)) {
                system.row(parts, &[whole], Sense::Equal, 0);
            }
        }
    }
    system.tighten()?;
    Ok((system, grid))
}
