//! Rows as points, and what a class of them loses, read from one table.
//!
//! The leaves of a hierarchy are put in an order in which each node covers leaves that stand beside
//! each other. Then the first and the last leaf of a class say in each column which label it needs,
//! and what a class of some rows and another row needs is said by the lower and the higher of two
//! numbers.

use super::grid::Grid;
use super::hierarchy::place;

/// The largest table, in numbers: 16 MB.
const MOST_CELLS: usize = 1 << 22;

/// The first and the last leaf of a class in each column. Columns that are not there are 0 in both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent<const W: usize> {
    /// Where the table has the losses of the first leaf's row, so that a look-up is one addition.
    first: [u32; W],
    last: [u32; W],
}

impl<const W: usize> Extent<W> {
    /// What holds both.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut both = *self;
        for j in 0..W {
            both.first[j] = both.first[j].min(other.first[j]);
            both.last[j] = both.last[j].max(other.last[j]);
        }
        both
    }
}

/// All rows as points of up to `W` columns.
#[derive(Debug)]
pub(super) struct Space<const W: usize> {
    /// What a cell loses, weighted, for each first and last leaf.
    losses: Vec<u32>,
    pub(super) points: Vec<Extent<W>>,
}

impl<const W: usize> Space<W> {
    /// Nothing where there are more columns, or answers, than a table can hold.
    pub(super) fn new(grid: &Grid<'_>) -> Option<Self> {
        let fits = grid.columns.len() <= W && u32::try_from(grid.row_most).is_ok();
        let mut losses = vec![0];
        let mut points = vec![Extent { first: [0; W], last: [0; W] }; grid.rows()];
        for j in 0..grid.columns.len() {
            let order = in_order(grid, j);
            let many = order.len();
            if !fits || losses.len() + many * many > MOST_CELLS {
                return None;
            }
            let begin = losses.len();
            let mut standing = vec![0; grid.columns[j].leaves];
            for (at, first) in order.iter().enumerate() {
                standing[*first] = at;
                losses.extend((0..at).map(|_| 0));
                losses.extend(order[at..].iter().map(|last| loss_of_both(grid, j, *first, *last)));
            }
            for (row, point) in (0..).zip(&mut points) {
                let at = standing[grid.leaf(row, j)];
                point.first[j] = u32::try_from(begin + at * many).unwrap_or(u32::MAX);
                point.last[j] = u32::try_from(at).unwrap_or(u32::MAX);
            }
        }
        Some(Self { losses, points })
    }

    pub(super) fn point(&self, row: u32) -> &Extent<W> {
        &self.points[place(row)]
    }

    /// What each row of a class loses that reaches so far.
    pub(super) fn loss(&self, extent: &Extent<W>) -> u32 {
        (0..W).map(|j| self.losses[place(extent.first[j] + extent.last[j])]).sum()
    }
}

/// The leaves of a column that a row has, so that those under one node stand beside each other.
fn in_order(grid: &Grid<'_>, j: usize) -> Vec<usize> {
    let column = &grid.columns[j];
    let mut used = vec![false; column.leaves];
    for row in (0..).take(grid.rows()) {
        used[grid.leaf(row, j)] = true;
    }
    let mut order: Vec<usize> = (0..column.leaves).filter(|leaf| used[*leaf]).collect();
    order.sort_by(|one, two| {
        let chain = |leaf: usize| column.chain[leaf * column.levels..][..column.levels].iter();
        chain(*one).rev().cmp(chain(*two).rev())
    });
    order
}

/// What a cell loses whose label covers both leaves.
fn loss_of_both(grid: &Grid<'_>, j: usize, one: usize, two: usize) -> u32 {
    let column = &grid.columns[j];
    let node = |leaf: usize, level: usize| column.chain[leaf * column.levels + level];
    let shared = (column.floor..column.levels).find(|level| node(one, *level) == node(two, *level));
    let loss = shared.map_or(column.most, |level| column.loss[place(node(one, level))]);
    u32::try_from(loss).unwrap_or(u32::MAX)
}
