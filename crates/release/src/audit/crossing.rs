//! Three variables that tables cross in pairs and never together.

use std::collections::BTreeMap;

use super::AuditFault;
use super::grid::{Grid, Grids};
use super::system::{Row, Sense, System, Unknown};

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

/// What is known about those.
#[derive(Debug)]
pub(super) struct Crossings<'g> {
    grids: &'g Grids,
    episodes: &'g System,
    /// The rows that are about each grid and its margins.
    rows: BTreeMap<&'g [usize], Vec<&'g Row>>,
}

impl<'g> Crossings<'g> {
    pub(super) fn new(grids: &'g Grids, episodes: &'g System) -> Self {
        let of = grids.of_unknowns();
        let mut rows: BTreeMap<&[usize], Vec<&Row>> = BTreeMap::new();
        for row in &episodes.rows {
            // A row has cells of one grid, and at most one of its margin on the other side.
            if let Some(&first) = row.plus.first() {
                rows.entry(&of[first].scope).or_default().push(row);
            }
        }
        Self { grids, episodes, rows }
    }

    /// The grids of fewer of the variables, in the order of their unknowns.
    pub(super) fn margins(&self, scope: &[usize]) -> impl Iterator<Item = &'g Grid> {
        self.grids.grids.values().filter(|grid| grid.scope.iter().all(|v| scope.contains(v)))
    }

    /// The grid of some variables. Its unknowns stand behind those of the margins.
    pub(super) fn grid(&self, scope: &[usize]) -> Grid {
        let first = self.margins(scope).map(Grid::cells).sum();
        Grid::new(scope, &self.grids.variables, first)
    }

    /// What is known about one grid, with all of its margins.
    ///
    /// The other grids stay outside; what they say about these is in the tightened bounds.
    ///
    /// # Errors
    /// [`AuditFault::Contradiction`] when no numbers fit.
    pub(super) fn system(&self, grid: &Grid) -> Result<System, AuditFault> {
        let mut system = System::default();
        let mut place = vec![0; self.episodes.low.len()];
        let mut all = 0;
        for margin in self.margins(&grid.scope) {
            let of_margin = margin.first..margin.first + margin.cells();
            for (unknown, place) in of_margin.clone().zip(&mut place[of_margin]) {
                let (low, high) = (self.episodes.low[unknown], self.episodes.high[unknown]);
                *place = system.unknown(low, high);
                all = all.max(high);
            }
        }
        for margin in self.margins(&grid.scope) {
            for row in self.rows.get(margin.scope.as_slice()).into_iter().flatten() {
                let moved = |of: &[Unknown]| of.iter().map(|&unknown| place[unknown]).collect();
                let (plus, minus): (_, Vec<Unknown>) = (moved(&row.plus), moved(&row.minus));
                system.row(plus, &minus, row.sense, row.number);
            }
        }
        for _ in 0..grid.cells() {
            system.unknown(0, all);
        }
        for without in 0..grid.scope.len() {
            let mut less = grid.scope.clone();
            less.remove(without);
            let Some(less) = self.grids.grids.get(&less) else { continue };
            for (at, parts) in grid.margin(without).into_iter().enumerate() {
                system.row(parts, &[place[less.first + at]], Sense::Equal, 0);
            }
        }
        system.tighten()?;
        Ok(system)
    }
}
