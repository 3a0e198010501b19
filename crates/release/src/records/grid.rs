//! The rows in an order of their own, with what the search asks of them again and again.

use std::collections::BTreeMap;

use super::hierarchy::place;
use super::{Class, Input, Loss, Outcome, Refusal, Rules, Strategy};

/// What one cell loses at most, in millionths.
const WHOLE: u64 = 1_000_000;

/// Rows that share their labels, while the search goes on. Rows are places in the grid.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The level of each column.
    pub levels: Vec<u8>,
    /// Ascending, and so person by person.
    pub rows: Vec<u32>,
}

/// A whole solution, while the search goes on.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub groups: Vec<Group>,
    pub dropped: Vec<u32>,
}

/// One column as the search needs it.
#[derive(Debug)]
pub(super) struct Column {
    pub levels: usize,
    pub floor: usize,
    /// The node of a leaf on a level: `chain[leaf * levels + level]`.
    pub chain: Vec<u32>,
    /// What a cell loses at a node, weighted.
    pub loss: Vec<u64>,
    /// The same, unweighted.
    plain: Vec<u64>,
    pub leaves: usize,
    pub nodes: usize,
    /// What a cell can lose at most, weighted.
    pub most: u64,
}

/// The rows, put in order by person and content. People are numbered by their content too, so that
/// nothing depends on the order of the input or on its numbers.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub input: &'a Input,
    pub rules: Rules,
    pub columns: Vec<Column>,
    /// The place in the input of each row of the grid.
    origin: Vec<u32>,
    /// The person of each row, ascending.
    pub person: Vec<u32>,
    pub people: usize,
    /// The leaves of each row, one row after another.
    pub leaves: Vec<u32>,
    /// What a dropped row loses.
    pub row_most: u64,
}

impl<'a> Grid<'a> {
    pub(super) fn new(input: &'a Input, rules: &Rules) -> Result<Self, Refusal> {
        let many = input.people.len();
        if many == 0 {
            return Err(Refusal::NoRows);
        }
        for quasi in &input.quasi {
            let fits = quasi.leaves.iter().all(|leaf| place(*leaf) < quasi.hierarchy.leaves());
            if quasi.leaves.len() != many || !fits {
                return Err(Refusal::ColumnBroken { name: quasi.name.clone() });
            }
            if usize::from(quasi.floor) >= quasi.hierarchy.levels() {
                return Err(Refusal::FloorTooHigh { name: quasi.name.clone() });
            }
        }
        for sensitive in &input.sensitive {
            let fits = sensitive.sets.iter().flatten().all(|i| place(*i) < sensitive.items.len());
            if sensitive.sets.len() != many || !fits {
                return Err(Refusal::ColumnBroken { name: sensitive.name.clone() });
            }
        }
        let columns: Vec<Column> = input.quasi.iter().map(column).collect();
        let (origin, person, people) = in_order(input);
        let mut leaves = Vec::with_capacity(many * columns.len());
        for &row in &origin {
            leaves.extend(input.quasi.iter().map(|quasi| quasi.leaves[place(row)]));
        }
        let row_most = columns.iter().map(|column| column.most).sum();
        Ok(Self { input, rules: *rules, columns, origin, person, people, leaves, row_most })
    }

    pub(super) fn rows(&self) -> usize {
        self.origin.len()
    }

    pub(super) fn leaf(&self, row: u32, column: usize) -> usize {
        place(self.leaves[place(row) * self.columns.len() + column])
    }

    /// The node of a row's cell on a level.
    pub(super) fn node(&self, row: u32, column: usize, level: usize) -> u32 {
        let c = &self.columns[column];
        c.chain[self.leaf(row, column) * c.levels + level]
    }

    /// How many different people have a row that a node of a column covers.
    pub(super) fn people_under(&self, column: usize, node: u32) -> usize {
        let hierarchy = &self.input.quasi[column].hierarchy;
        let (mut people, mut last) = (0, None);
        for (&person, leaves) in self.person.iter().zip(self.leaves.chunks(self.columns.len())) {
            if last != Some(person) && hierarchy.covers(node, leaves[column]) {
                (people, last) = (people + 1, Some(person));
            }
        }
        people
    }

    /// The items of a row in a sensitive column.
    pub(super) fn set(&self, row: u32, column: usize) -> &[u32] {
        &self.input.sensitive[column].sets[place(self.origin[place(row)])]
    }

    /// Whether so many rows may be dropped.
    pub(super) fn may_drop(&self, rows: usize) -> bool {
        rows.saturating_mul(1000) <= self.rows().saturating_mul(place(self.rules.drop_cap))
    }

    /// What each row of a group loses.
    pub(super) fn row_loss(&self, group: &Group) -> u64 {
        let Some(&first) = group.rows.first() else { return 0 };
        (0..self.columns.len())
            .map(|j| {
                let node = self.node(first, j, usize::from(group.levels[j]));
                self.columns[j].loss[place(node)]
            })
            .sum()
    }

    pub(super) fn loss_of(&self, draft: &Draft) -> u64 {
        let kept: u64 = draft.groups.iter().map(|g| self.row_loss(g) * long(g.rows.len())).sum();
        kept + self.row_most * long(draft.dropped.len())
    }

    /// By which solutions are compared: those that drop too much last, then by what is lost.
    pub(super) fn standing(&self, draft: &Draft) -> (bool, u64) {
        (!self.may_drop(draft.dropped.len()), self.loss_of(draft))
    }

    /// The labels of a group.
    pub(super) fn nodes(&self, group: &Group) -> Vec<u32> {
        let first = group.rows.first().copied().unwrap_or(0);
        (0..self.columns.len()).map(|j| self.node(first, j, usize::from(group.levels[j]))).collect()
    }

    /// What comes out: groups with the same labels are one class.
    pub(super) fn outcome(&self, draft: Draft, strategy: Strategy) -> Outcome {
        let loss = self.losses(&draft);
        let mut classes: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for group in &draft.groups {
            let rows = group.rows.iter().map(|row| self.origin[place(*row)]);
            classes.entry(self.nodes(group)).or_default().extend(rows);
        }
        let classes = classes
            .into_iter()
            .map(|(nodes, mut rows)| {
                rows.sort_unstable();
                Class { nodes, rows }
            })
            .collect();
        let mut dropped: Vec<u32> =
            draft.dropped.iter().map(|row| self.origin[place(*row)]).collect();
        dropped.sort_unstable();
        Outcome { classes, dropped, loss, strategy }
    }

    fn losses(&self, draft: &Draft) -> Loss {
        let cells = long(self.rows() * self.columns.len()).max(1);
        let most: u64 = self.row_most * long(self.rows());
        let mut plain = long(draft.dropped.len() * self.columns.len()) * WHOLE;
        for group in &draft.groups {
            let nodes = self.nodes(group);
            let row: u64 = nodes.iter().zip(&self.columns).map(|(n, c)| c.plain[place(*n)]).sum();
            plain += row * long(group.rows.len());
        }
        // Both stay far below the limit: a row loses at most a few millions of millionths.
        let weighted = u128::from(self.loss_of(draft)) * u128::from(WHOLE);
        Loss {
            weighted: u64::try_from(weighted / u128::from(most.max(1))).unwrap_or(WHOLE),
            plain: plain / cells,
        }
    }
}

pub(super) fn long(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}

fn column(quasi: &super::Quasi) -> Column {
    let hierarchy = &quasi.hierarchy;
    let (leaves, levels) = (hierarchy.leaves(), hierarchy.levels());
    let mut chain = Vec::with_capacity(leaves * levels);
    for leaf in 0..leaves {
        let leaf = u32::try_from(leaf).unwrap_or(u32::MAX);
        chain.extend((0..levels).map(|level| hierarchy.at(leaf, level)));
    }
    let widest = long(leaves.saturating_sub(1)).max(1);
    let plain: Vec<u64> = (0..hierarchy.nodes())
        .map(|node| {
            let width = hierarchy.width(u32::try_from(node).unwrap_or(u32::MAX));
            WHOLE * u64::from(width.saturating_sub(1)) / widest
        })
        .collect();
    let weight = u64::from(quasi.weight);
    let loss: Vec<u64> = plain.iter().map(|one| one * weight / 1000).collect();
    Column {
        levels,
        floor: usize::from(quasi.floor),
        chain,
        plain,
        leaves,
        nodes: hierarchy.nodes(),
        most: WHOLE * weight / 1000,
        loss,
    }
}

/// What a row says, but not whose it is.
type Content<'a> = (Vec<u32>, Vec<&'a [u32]>);

/// Rows by person, people by what all their rows say. Two people of whom exactly the same is known
/// can stand in either order without a difference.
fn in_order(input: &Input) -> (Vec<u32>, Vec<u32>, usize) {
    let content = |row: u32| -> Content<'_> {
        (
            input.quasi.iter().map(|quasi| quasi.leaves[place(row)]).collect(),
            input.sensitive.iter().map(|s| s.sets[place(row)].as_slice()).collect(),
        )
    };
    let mut rows_of: BTreeMap<u32, Vec<(Content<'_>, u32)>> = BTreeMap::new();
    for (row, person) in (0_u32..).zip(&input.people) {
        rows_of.entry(*person).or_default().push((content(row), row));
    }
    let mut people: Vec<Vec<(Content<'_>, u32)>> = rows_of.into_values().collect();
    for rows in &mut people {
        rows.sort();
    }
    // By all that is known first, so that what is sensitive moves nobody past somebody else.
    people.sort_by(|a, b| {
        let known =
            a.iter().map(|((known, _), _)| known).cmp(b.iter().map(|((known, _), _)| known));
        known.then_with(|| a.iter().map(|(c, _)| &c.1).cmp(b.iter().map(|(c, _)| &c.1)))
    });
    let many = people.len();
    let mut origin = Vec::with_capacity(input.people.len());
    let mut person = Vec::with_capacity(input.people.len());
    for (number, rows) in (0_u32..).zip(&people) {
        for (_, row) in rows {
            origin.push(*row);
            person.push(number);
        }
    }
    (origin, person, many)
}
