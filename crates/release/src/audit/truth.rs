//! The episodes behind the tables, for who has them.

use std::collections::BTreeSet;

use super::AuditFault;
use super::grid::{Grid, Variable};
use crate::Row;

/// For each variable the atom of each row, and the rows' children.
#[derive(Debug)]
pub(super) struct Truth {
    atoms: Vec<Vec<usize>>,
    children: Vec<u64>,
}

impl Truth {
    pub(super) fn new(rows: &[Row], variables: &[Variable]) -> Result<Self, AuditFault> {
        let atoms = variables
            .iter()
            .map(|variable| {
                let atom = |row: &Row| {
                    row.values
                        .get(&variable.name)
                        .and_then(|code| variable.atom_of.get(code))
                        .copied()
                        .ok_or_else(|| AuditFault::Episode { variable: variable.name.clone() })
                };
                rows.iter().map(atom).collect()
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { atoms, children: rows.iter().map(|row| row.child).collect() })
    }

    /// The different children of each cell of a grid, of which no more than `enough` are kept.
    pub(super) fn children(&self, grid: &Grid, enough: usize) -> Vec<Vec<u64>> {
        let mut cells = vec![Vec::new(); grid.cells()];
        for (row, &child) in self.children.iter().enumerate() {
            let cell = &mut cells[self.cell(grid, row)];
            if cell.len() < enough && !cell.contains(&child) {
                cell.push(child);
            }
        }
        cells
    }

    /// How many different children stand in each cell of a grid.
    pub(super) fn count_children(&self, grid: &Grid) -> Vec<i64> {
        let mut cells = vec![BTreeSet::new(); grid.cells()];
        for (row, &child) in self.children.iter().enumerate() {
            cells[self.cell(grid, row)].insert(child);
        }
        let many = |children: &BTreeSet<u64>| i64::try_from(children.len()).unwrap_or(i64::MAX);
        cells.iter().map(many).collect()
    }

    /// How many episodes stand in each cell of a grid.
    pub(super) fn count_episodes(&self, grid: &Grid) -> Vec<i64> {
        let mut cells = vec![0; grid.cells()];
        (0..self.children.len()).for_each(|row| cells[self.cell(grid, row)] += 1);
        cells
    }

    /// The cell of a grid that a row stands in.
    fn cell(&self, grid: &Grid, row: usize) -> usize {
        let sides = grid.scope.iter().zip(&grid.widths);
        sides.fold(0, |at, (&v, width)| at * width + self.atoms[v][row])
    }
}

/// Whether some but fewer than `enough` different children stand in some cells.
pub(super) fn few(children: &[Vec<u64>], cells: &[usize], enough: usize) -> bool {
    let mut different: Vec<u64> = Vec::with_capacity(enough);
    for &cell in cells {
        for &child in &children[cell] {
            if !different.contains(&child) {
                different.push(child);
            }
            if different.len() >= enough {
                return false;
            }
        }
    }
    !different.is_empty()
}
