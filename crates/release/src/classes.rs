//! How many children and episodes share their answers.

use crate::{Policy, cuts::Answers};

/// The rows of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class {
    /// Different children.
    pub children: u64,
    /// Rows, which are episodes.
    pub rows: u64,
    /// Rows of the child with most rows.
    pub largest: u64,
}

impl Class {
    /// Whether the group may be shown. One without rows may: it says that there are none.
    pub(crate) fn holds(&self, policy: Policy) -> bool {
        self.rows == 0
            || (self.children >= u64::from(policy.k)
                && self.largest * 100 <= self.rows * u64::from(policy.largest_share_percent))
    }
}

/// The rows of one table, counted by the leaves of all its answers, and by child.
pub(crate) struct Counts {
    /// For each combination of leaves, children with how many rows each.
    cells: Vec<Vec<(usize, u64)>>,
    /// How many leaves each answer has.
    widths: Vec<usize>,
    /// Rows of each child, kept between counts so that it is cleared only where it was used.
    tally: Vec<u64>,
    /// The children to clear.
    touched: Vec<usize>,
}

impl Counts {
    /// Counts rows whose children are numbered from 0.
    pub(crate) fn new(children: &[usize], answers: &[&Answers]) -> Self {
        let widths: Vec<usize> = answers.iter().map(|a| a.tree.leaves.len()).collect();
        let mut keys: Vec<(usize, usize)> = children
            .iter()
            .enumerate()
            .map(|(row, &child)| {
                let cell =
                    answers.iter().fold(0, |at, a| at * a.tree.leaves.len() + a.leaf_of_row[row]);
                (cell, child)
            })
            .collect();
        keys.sort_unstable();
        let mut cells = vec![Vec::<(usize, u64)>::new(); widths.iter().product()];
        for (cell, child) in keys {
            match cells[cell].last_mut() {
                Some((last, rows)) if *last == child => *rows += 1,
                _ => cells[cell].push((child, 1)),
            }
        }
        let most = children.iter().copied().max().map_or(0, |c| c + 1);
        Self { cells, widths, tally: vec![0; most], touched: Vec::new() }
    }

    /// The rows that have one of the given leaves in each answer.
    pub(crate) fn class(&mut self, leaves: &[&[usize]]) -> Class {
        let mut class = Class::default();
        self.add(leaves, 0, 0, &mut class);
        for child in self.touched.drain(..) {
            self.tally[child] = 0;
        }
        class
    }

    fn add(&mut self, leaves: &[&[usize]], place: usize, cell: usize, class: &mut Class) {
        if let Some(here) = leaves.get(place) {
            for leaf in *here {
                self.add(leaves, place + 1, cell * self.widths[place] + leaf, class);
            }
            return;
        }
        for &(child, rows) in &self.cells[cell] {
            if self.tally[child] == 0 {
                class.children += 1;
                self.touched.push(child);
            }
            self.tally[child] += rows;
            class.rows += rows;
            class.largest = class.largest.max(self.tally[child]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy { k: 5, largest_share_percent: 50 };

    #[test]
    fn thirty_rows_of_one_child_are_one_child() {
        assert!(!Class { children: 1, rows: 30, largest: 30 }.holds(POLICY));
    }

    #[test]
    fn five_children_may_be_shown_unless_one_of_them_has_more_than_half_of_the_rows() {
        assert!(Class { children: 5, rows: 8, largest: 4 }.holds(POLICY));
        assert!(!Class { children: 5, rows: 9, largest: 5 }.holds(POLICY));
        assert!(!Class { children: 4, rows: 8, largest: 2 }.holds(POLICY));
    }

    #[test]
    fn a_group_without_rows_may_be_shown() {
        assert!(Class::default().holds(POLICY));
    }
}
