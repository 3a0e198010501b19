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

    /// The children of each cell of a grid.
    pub(super) fn counts(&self, grid: &Grid) -> Vec<BTreeSet<u64>> {
        let mut cells = vec![BTreeSet::new(); grid.cells()];
        for (row, &child) in self.children.iter().enumerate() {
            let sides = grid.scope.iter().zip(&grid.widths);
            let cell = sides.fold(0, |at, (&v, width)| at * width + self.atoms[v][row]);
            cells[cell].insert(child);
        }
        cells
    }
}

/// The different children of some cells, or `enough` where there are that many or more.
pub(super) fn children(counts: &[BTreeSet<u64>], cells: &[usize], enough: u32) -> u32 {
    let mut different = BTreeSet::new();
    for &cell in cells {
        for child in &counts[cell] {
            different.insert(*child);
            if u32::try_from(different.len()).is_ok_and(|found| found >= enough) {
                return enough;
            }
        }
    }
    u32::try_from(different.len()).unwrap_or(enough)
}
