//! Episode records: one row an episode with a few columns, made so coarse that nobody stands out.
//!
//! *k counts different people, never rows* (design, section 7). Each row of the outcome stands in a
//! class: rows that show the same labels. In each class there are at least k people, none of them
//! has more than the agreed share of its rows, and, where a sensitive column is named, at least l
//! different answers and no item that too many of its people share. A row that fits no class is
//! dropped; above the drop cap there is no outcome at all, and k is never weakened.
//!
//! Two ways are tried, and the one that loses less is taken. *Covering* walks the whole-column
//! levels from the finest to the coarsest and takes out each class that holds. *Top-down* begins
//! with one class of everything and splits it as long as the parts hold. What comes out is then
//! refined: classes are labelled as finely as their rows allow, and split again where they can be.
//! A local search follows: a few classes that are near each other are taken apart and put together
//! anew, where less is lost by it. Above 100,000 rows only top-down is tried, without a search.
//!
//! Everything is counted in whole numbers and every order is settled by content, so that the same
//! rows give the same outcome on every machine, in whatever order they come and however the people
//! are numbered.

mod covering;
mod draws;
mod extent;
mod grid;
mod hierarchy;
mod leftovers;
mod rebuild;
mod refine;
mod rules;
mod top_down;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

pub use hierarchy::Hierarchy;

use grid::{Draft, Grid};
use hierarchy::place;

/// Above this number of rows only top-down specialisation is tried, and no search follows, so that
/// time stays bounded.
pub const MOST_ROWS_FOR_COVERING: usize = 100_000;

/// A column that somebody may know about a person, and its hierarchy.
#[derive(Debug, Clone)]
pub struct Quasi {
    /// Name of the column.
    pub name: String,
    /// How its answers are made broader.
    pub hierarchy: Hierarchy,
    /// The lowest level that may be shown. 0 is the leaves.
    pub floor: u8,
    /// How dear it is to make this column broader, in thousandths: 1,000 for an ordinary one.
    pub weight: u32,
    /// The leaf of each row.
    pub leaves: Vec<u32>,
}

/// A column that nobody must learn about a person. A row may hold several items.
#[derive(Debug, Clone)]
pub struct Sensitive {
    /// Name of the column.
    pub name: String,
    /// What an item can be.
    pub items: Vec<String>,
    /// The item that says nothing was disclosed, which everybody may share.
    pub none: Option<u32>,
    /// The items of each row, sorted.
    pub sets: Vec<Vec<u32>>,
}

/// What is to be made anonymous.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The person of each row, numbered from 0. The numbers mean nothing.
    pub people: Vec<u32>,
    /// The columns that are made broader.
    pub quasi: Vec<Quasi>,
    /// The columns that stay as they are and must not become known.
    pub sensitive: Vec<Sensitive>,
}

/// The rules that every class holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The fewest different people of a class.
    pub k: u32,
    /// The fewest different answers of a class in each sensitive column. 1 asks for nothing.
    pub l: u32,
    /// The largest share of a class's rows that one person may have, in thousandths.
    pub dominance: u32,
    /// The largest share of a class's people that may share an item other than *none*, in
    /// thousandths. It counts where `l` is above 1.
    pub homogeneity: u32,
    /// The largest share of rows that may be dropped, in thousandths.
    pub drop_cap: u32,
}

/// Rows that show the same labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The label of each quasi column, as a node of its hierarchy.
    pub nodes: Vec<u32>,
    /// Its rows, by their place in the input, ascending.
    pub rows: Vec<u32>,
}

/// Which way lost least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Whole-column levels, finest first.
    Covering,
    /// One class, split as long as the parts hold.
    TopDown,
}

/// What was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Normalised certainty penalty, weighted, in millionths: 0 untouched, 1,000,000 all lost.
    /// A dropped row counts as all lost.
    pub weighted: u64,
    /// The same with all columns weighing the same.
    pub plain: u64,
}

/// Rows in classes that hold every rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The classes, in the order of their labels.
    pub classes: Vec<Class>,
    /// Rows that fit into no class, ascending.
    pub dropped: Vec<u32>,
    /// What was lost.
    pub loss: Loss,
    /// Which way lost least.
    pub strategy: Strategy,
}

/// Why there is no outcome.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A hierarchy cannot be used.
    #[error("The hierarchy of {name} {reason}. Mend the file and try again.")]
    HierarchyBroken {
        /// The column.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A rule is out of range.
    #[error("The rule {rule} {reason}.")]
    RuleBroken {
        /// Its name.
        rule: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
    /// Columns of different lengths, or a number that is none of the column's.
    #[error("The column {name} does not fit the other columns.")]
    ColumnBroken {
        /// The column.
        name: String,
    },
    /// A floor above the top of the hierarchy.
    #[error("The floor of {name} is above the top of its hierarchy.")]
    FloorTooHigh {
        /// The column.
        name: String,
    },
    /// Nothing to make anonymous.
    #[error("There are no rows.")]
    NoRows,
    /// Fewer people than one class needs.
    #[error("There are {people} different people, and a class needs {k}. Nothing can be released.")]
    TooFewPeople {
        /// People in all rows.
        people: usize,
        /// What is asked for.
        k: u32,
    },
    /// Too many rows would have to be dropped.
    #[error(
        "{dropped} of {rows} rows fit into no class, more than may be dropped. What stands in the way: {kinds}. Make the floor of these columns higher, or take a longer period."
    )]
    TooManyDropped {
        /// Rows that fit nowhere.
        dropped: usize,
        /// Rows in all.
        rows: usize,
        /// Which kinds of rows, by column and broad label.
        kinds: String,
    },
}

/// Puts rows into classes that hold every rule, so that as little as possible is lost.
///
/// # Errors
/// A [`Refusal`], whose text can be shown as it is. It never holds a value of a row that fewer
/// people share than a class needs.
pub fn anonymise(input: &Input, rules: &Rules) -> Result<Outcome, Refusal> {
    rules.checked()?;
    let grid = Grid::new(input, rules)?;
    if grid.people < place(rules.k) {
        return Err(Refusal::TooFewPeople { people: grid.people, k: rules.k });
    }
    let mut drafts = vec![(Strategy::TopDown, top_down::drafted(&grid))];
    if grid.rows() <= MOST_ROWS_FOR_COVERING {
        // They differ little, and refining is dear: the best of them goes on.
        let covering = covering::drafted(&grid).into_iter();
        let best = covering.min_by_key(|draft| grid.standing(draft));
        drafts.extend(best.map(|draft| (Strategy::Covering, draft)));
    }
    let (too_many_out, least) =
        drafts.iter().map(|(_, draft)| grid.standing(draft)).min().unwrap_or_default();
    let best = drafts
        .into_iter()
        // Refining gains a few hundredths, so what is far behind stays behind.
        .filter(|(_, draft)| grid.standing(draft) <= (too_many_out, least + least / 10))
        .map(|(strategy, draft)| (strategy, refine::refined(&grid, draft)))
        .min_by_key(|(_, draft)| grid.standing(draft));
    let Some((strategy, mut draft)) = best else { return Err(Refusal::NoRows) };
    if grid.rows() <= MOST_ROWS_FOR_COVERING {
        draft = refine::searched(&grid, draft);
    }
    if !grid.may_drop(draft.dropped.len()) {
        return Err(too_many(&grid, &draft));
    }
    Ok(grid.outcome(draft, strategy))
}

/// Says what the rows that fit nowhere have in common.
fn too_many(grid: &Grid<'_>, draft: &Draft) -> Refusal {
    let mut kinds: BTreeSet<(Reverse<usize>, usize, u32)> = BTreeSet::new();
    for (column, quasi) in grid.input.quasi.iter().enumerate() {
        // The broadest labels below the top, which most people share.
        let level = quasi.hierarchy.levels().saturating_sub(2).max(usize::from(quasi.floor));
        let mut many: BTreeMap<u32, usize> = BTreeMap::new();
        for &row in &draft.dropped {
            *many.entry(grid.node(row, column, level)).or_default() += 1;
        }
        if let Some((node, count)) = many.into_iter().max_by_key(|&(node, count)| (count, node)) {
            kinds.insert((Reverse(count), column, node));
        }
    }
    let words: Vec<String> = kinds
        .iter()
        .take(3)
        .map(|(_, column, node)| {
            let quasi = &grid.input.quasi[*column];
            let label = quasi.hierarchy.label(*node);
            // A label that fewer people share than a class needs would itself tell of them.
            if label == "*" || grid.people_under(*column, *node) < place(grid.rules.k) {
                quasi.name.clone()
            } else {
                format!("{} \u{201c}{label}\u{201d}", quasi.name)
            }
        })
        .collect();
    Refusal::TooManyDropped {
        dropped: draft.dropped.len(),
        rows: grid.rows(),
        kinds: words.join(", "),
    }
}
