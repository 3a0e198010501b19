//! What a receiver can work out from all published counts together, by linear programming.
//!
//! A group that is merged is safe in its own table. This audit asks whether it still is beside all
//! others: whether some table's figures, taken from another's, say how many episodes stand in a
//! group that no table shows, and that fewer than k children stand behind them.
//!
//! # What is not known
//!
//! Each episode has one code of each variable. Codes that no table tells apart are one *atom*:
//! nothing published changes when episodes move within an atom, so nothing finer can be known. For
//! each table, and for each table with one of its variables left out, there is a *grid*: the
//! episodes of every combination of atoms. A grid of `rhi` by `sex`, one of `ppi` by `sex` and the
//! one of `sex` alone share their unknowns where they are about the same episodes. Beside each count
//! of episodes stands one of different children.
//!
//! # What is known
//!
//! Of episodes, exactly:
//! * none is negative, and a combination that a table does not list is empty;
//! * the cells of a published group add up to its episodes;
//! * a grid adds up to each grid with one variable less, and in the end to the total. This is where
//!   tables meet: the margin of `sex` is one for all topics.
//!
//! Of different children, less, since a child with two episodes can stand in two cells:
//! * a cell has no more children than episodes, than any group it lies in, and than its margins;
//! * the children of a group are at most the sum of its cells and no fewer than the largest;
//! * where children add up over a variable in every place that is published (as they do over sex, a
//!   child having one), a reader may take it that they always do, and they are added up like
//!   episodes. If no numbers fit that, the reading was wrong and is left out.
//!
//! # When a group is exposed
//!
//! Asked about are all groups that no table shows: each combination of atoms, of what tables show as
//! one, or (in grids of one or two variables) of what is left when one of these is taken from
//! another, in each grid; and, where three variables are crossed in pairs but never
//! together (a topic by age, by sex, and age by sex), in the grid of all three.
//!
//! Merging allows a reader to know nothing about a part but that it lies between none and so many
//! that k children could stand behind it. So a group is *exposed* when, over everything that fits,
//! * it has at least one episode, and
//! * it has fewer than k children ([`How::FewerThanK`]), or it has one number of episodes only
//!   ([`How::Recovered`]). Recovered groups of k children or more are as safe as published ones; who
//!   has the rows ([`Question::rows`]) is told of the others. Without rows, only those are reported
//!   whose number is itself below k, as a reader would be sure of no other.
//!
//! What is printed as "fewer than k" ([`PublishedTable::withheld`]) says so itself, and is exposed
//! when recovered.
//!
//! # What this leaves out
//!
//! * *Crossings of two topics* need no unknowns. They meet only where both are crossed with the same
//!   third answer; there, each can be at most the lesser of two published groups, which is none or k
//!   children and more.
//! * *Years* share no episode, so that each is a question of its own. Whether two releases of one
//!   year differ by too little is [`crate::history`]'s to say.
//! * Grids that agree with each other might still belong to no set of episodes, and a count is whole
//!   where the solver's is not. Both widen what seems to fit: what is reported as exposed is so, but
//!   an attack that searches whole sets of episodes could in theory see slightly more. What an answer
//!   of one topic says of another is asked beside this, by two (`linked`).
//! * A group is asked about as some codes of each variable. A union that is none of that, such as two
//!   cells that meet at a corner, is not.
//! * Children over a group that is merged in a variable over which they do not add up are bounded by
//!   their episodes alone.
//!
//! # How it is solved
//!
//! Bounds are tightened row by row in whole numbers first, which settles most unknowns. What is left
//! falls apart into parts that share no row; each is solved by the simplex method (`microlp`). Every
//! solution is kept: one in which a group is empty clears that group without another solve, and the
//! corners that the simplex method ends at are mostly empty. Who has the rows looks for such solutions
//! close to the true year first (`near`), where the parts are small; what these do not clear is asked
//! of the whole, so that the answer is the same. Where three variables are crossed an example is
//! looked for by moving episodes, before anything is solved (`cubes`). Nothing is timed and nothing
//! drawn, so the same counts give the same answer.

mod crossing;
mod cubes;
mod grid;
mod near;
#[cfg(test)]
mod plain;
mod published;
mod solve;
mod system;
mod truth;

use thiserror::Error;

pub use published::{PublishedGroup, PublishedTable, PublishedYear, Shows};

use crate::{ReleaseFile, Row};
use crossing::Crossings;
use grid::{Grid, Grids, Variable};
use near::Near;
use solve::Solver;
use system::Unknown;
use truth::Truth;

/// Why a year could not be audited. None holds a count or a code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuditFault {
    /// A file of the release is missing or is not what this crate writes.
    #[error(
        "The tables could not be audited: {file} is missing or is not in the layout of a release."
    )]
    Unreadable {
        /// Its name.
        file: &'static str,
    },
    /// A table has groups that its codes do not explain.
    #[error(
        "The tables could not be audited: the groups and the codes of {table} do not belong together."
    )]
    Table {
        /// The table.
        table: String,
    },
    /// An episode holds a code that the tables do not have, or no code.
    #[error(
        "The tables could not be audited: an episode has no code for {variable} that the tables know."
    )]
    Episode {
        /// Name of the column.
        variable: String,
    },
    /// No episodes fit all the counts.
    #[error("The counts of the tables cannot all be true of the same episodes.")]
    Contradiction,
    /// The solver found no answer.
    #[error(
        "The tables could not be audited: the solver came to no end. This is a fault in Homeward, please report it."
    )]
    Unsolved,
}

/// One year to audit.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// All that is published about it.
    pub published: &'a PublishedYear,
    /// The fewest different children of a group.
    pub k: u32,
    /// The episodes behind it, for who has them. Then only groups that truly are too small are
    /// asked about, which is faster, and recovered ones are all reported.
    pub rows: Option<&'a [Row]>,
    /// Whether to ask about crossings of three variables too that no table shows together.
    pub crossings: bool,
}

/// How a group that is too small is exposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Its episodes can be worked out exactly.
    Recovered,
    /// It is certain that there are some, and that they are fewer than k children's.
    FewerThanK,
}

/// A group that no table shows and that can be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// Code of the authority.
    pub authority: String,
    /// The financial year.
    pub year: String,
    /// The tables it is worked out from: first the one that shows all its variables, if there is
    /// one, then those that show some of them and no other, then those that show more. Merging the
    /// first of them further is the first thing to try.
    pub tables: Vec<String>,
    /// The group: for each variable the codes an episode of it may hold.
    pub cell: Vec<(String, Vec<String>)>,
    /// What `tables[0]` shows that lies around the group or touches it, as shown codes in the order
    /// of the table's columns. Empty when no table shows all its variables.
    pub group: Vec<Vec<String>>,
    /// Whether no table shows all its variables together.
    pub crossing: bool,
    /// How it is exposed.
    pub how: How,
    /// The fewest and the most episodes that fit.
    pub episodes: (i64, i64),
    /// The most children that fit.
    pub children_at_most: i64,
}

/// What an audit found and what it took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// Every exposed group.
    pub exposures: Vec<Exposure>,
    /// Groups that were asked about.
    pub asked: usize,
    /// Linear programmes that were solved.
    pub solved: usize,
    /// Unknowns of the largest part that was left after tightening.
    pub largest_part: usize,
}

/// Audits a finished release: the check of a verifier that no group below k is recovered. `rows` are
/// the episodes behind it.
///
/// # Errors
/// [`AuditFault`]; counts that contradict each other are one.
pub fn of_release(files: &[ReleaseFile], k: u32, rows: &[Row]) -> Result<Audit, AuditFault> {
    let published = PublishedYear::from_files(files, rows)?;
    audit(&Question { published: &published, k, rows: Some(rows), crossings: true })
}

/// Every exposed group of all years of an authority.
///
/// # Errors
/// As [`audit`].
pub fn exposed(years: &[Question<'_>]) -> Result<Vec<Exposure>, AuditFault> {
    let mut all = Vec::new();
    for year in years {
        all.extend(audit(year)?.exposures);
    }
    Ok(all)
}

/// Audits one year.
///
/// # Errors
/// [`AuditFault`], when the tables or the rows do not hang together or cannot be solved.
pub fn audit(question: &Question<'_>) -> Result<Audit, AuditFault> {
    let mut grids = Grids::new(question.published, question.k)?;
    let truth = match question.rows {
        Some(rows) => Some(Truth::new(rows, &grids.variables)?),
        None => None,
    };
    let episodes = Solver::new(std::mem::take(&mut grids.episodes));
    let children = grids.children.take().map(Solver::new);
    let near = truth.as_ref().map_or_else(Vec::new, |truth| {
        let children = children.as_ref().map(Solver::system);
        Near::all_of(&grids, truth, episodes.system(), children)
    });
    // Then the tables do not contradict each other, and where nothing is asked nothing is solved.
    let truth_fits = !near.is_empty();
    let mut found = Audit::default();
    let auditor =
        Auditor { question, k: i64::from(question.k), variables: &grids.variables, truth };
    let mut solvers = Solvers { near, episodes, children };
    let shown = grids.grids.values().filter(|grid| !grid.scope.is_empty());
    let suspects = shown.flat_map(|grid| auditor.suspects(grid, &grids.withheld)).collect();
    auditor.ask(suspects, &mut solvers, &mut found)?;
    if question.crossings {
        let crossings = Crossings::new(&grids, solvers.episodes.system());
        for scope in crossing::scopes(&grids) {
            let grid = crossings.grid(&scope);
            let mut suspects = auditor.suspects(&grid, &[]);
            if truth_fits {
                let all = suspects.len();
                auditor.clear_by_moving(&grid, &mut suspects);
                found.asked += all - suspects.len();
                if suspects.is_empty() {
                    continue;
                }
            }
            let episodes = Solver::new(crossings.system(&grid)?);
            let mut solvers = Solvers { near: Vec::new(), episodes, children: None };
            auditor.ask(suspects, &mut solvers, &mut found)?;
        }
    }
    Ok(found)
}

struct Solvers {
    /// Where examples are looked for first.
    near: Vec<Near>,
    episodes: Solver,
    children: Option<Solver>,
}

impl Audit {
    fn took(&mut self, solvers: &Solvers) {
        let near = solvers.near.iter().flat_map(Near::solvers);
        for solver in near.chain([&solvers.episodes]).chain(&solvers.children) {
            self.solved += solver.solved;
            self.largest_part = self.largest_part.max(solver.largest_part());
        }
    }
}

/// A group that is asked about.
struct Suspect<'g> {
    grid: &'g Grid,
    /// The atoms of each variable.
    sides: Vec<&'g [usize]>,
    cells: Vec<Unknown>,
    /// Whether fewer than k children truly stand in it, for who has the rows.
    small: bool,
    /// Whether it is printed as "fewer than k".
    announced: bool,
}

struct Auditor<'a> {
    question: &'a Question<'a>,
    k: i64,
    variables: &'a [Variable],
    truth: Option<Truth>,
}

impl Auditor<'_> {
    /// Asks about groups that share their solvers.
    fn ask(
        &self,
        mut open: Vec<Suspect<'_>>,
        solvers: &mut Solvers,
        found: &mut Audit,
    ) -> Result<(), AuditFault> {
        found.asked += open.len();
        let about_children = solvers.children.is_some();
        for near in &mut solvers.near {
            near.seek_none(open.iter().map(|s| s.cells.as_slice()));
            let mut still_open = Vec::new();
            for suspect in open {
                let about_children = about_children && self.adds_up(&suspect);
                let safe = near.can_be_none(&suspect.cells)
                    || !suspect.announced
                        && near.can_be_large(&suspect.cells, self.k, about_children);
                if !safe {
                    still_open.push(suspect);
                }
            }
            open = still_open;
        }
        solvers.episodes.seek_none(open.iter().map(|s| s.cells.as_slice()))?;
        for suspect in &open {
            found.exposures.extend(self.judge(suspect, solvers)?);
        }
        found.took(solvers);
        Ok(())
    }

    /// Every group of one grid that is asked about.
    fn suspects<'g>(
        &'g self,
        grid: &'g Grid,
        withheld: &[(Vec<usize>, Vec<Unknown>)],
    ) -> Vec<Suspect<'g>> {
        let mut all: Vec<Vec<&[usize]>> = vec![Vec::new()];
        for &variable in &grid.scope {
            all = all
                .into_iter()
                .flat_map(|start| {
                    let variable = &self.variables[variable];
                    // With three variables there would be too many differences.
                    let few = grid.scope.len() < 3;
                    let sets = if few { &variable.differences } else { &variable.sets };
                    sets.iter()
                        .map(Vec::as_slice)
                        .map(move |set| start.iter().copied().chain([set]).collect())
                })
                .collect();
        }
        let enough = usize::try_from(self.question.k).unwrap_or(usize::MAX);
        let children = self.truth.as_ref().map(|truth| truth.children(grid, enough));
        all.into_iter()
            .filter_map(|sides| {
                let cells = grid.rectangle(&sides);
                if let Some(children) = &children {
                    let cells: Vec<usize> = cells.iter().map(|cell| cell - grid.first).collect();
                    if !truth::few(children, &cells, enough) {
                        return None;
                    }
                }
                let announced = withheld.iter().any(|(scope, of)| {
                    *scope == grid.scope && cells.iter().all(|cell| of.contains(cell))
                });
                Some(Suspect { grid, sides, cells, small: children.is_some(), announced })
            })
            .collect()
    }

    /// Takes out the groups of a crossing that other episodes with the same tables leave empty, for who
    /// has the rows. They have to be those of the tables.
    fn clear_by_moving(&self, grid: &Grid, suspects: &mut Vec<Suspect<'_>>) {
        let Some(truth) = self.truth.as_ref().filter(|_| !suspects.is_empty()) else { return };
        let counts = truth.count_episodes(grid);
        suspects.retain(|group| cubes::without(grid, &counts, &group.sides).is_none());
    }

    /// Whether the children of a group add up wherever it has more than one cell.
    fn adds_up(&self, suspect: &Suspect<'_>) -> bool {
        let mut sides = suspect.sides.iter().zip(&suspect.grid.scope);
        sides.all(|(side, &v)| side.len() == 1 || self.variables[v].lasting)
    }

    fn judge(
        &self,
        suspect: &Suspect<'_>,
        solvers: &mut Solvers,
    ) -> Result<Option<Exposure>, AuditFault> {
        let Suspect { grid, sides, cells, small, announced } = suspect;
        if solvers.episodes.can_be_none(cells)? {
            return Ok(None);
        }
        let low = solvers.episodes.least(cells)?;
        let high = solvers.episodes.most(cells)?;
        let mut children_at_most = high;
        let about_children = high >= self.k && self.adds_up(suspect);
        if let Some(children) = solvers.children.as_mut().filter(|_| about_children) {
            match children.most(cells) {
                Ok(most) => children_at_most = most.min(high),
                // Children do not add up after all, so nothing follows from it.
                Err(AuditFault::Contradiction) => {}
                Err(fault) => return Err(fault),
            }
        }
        let recovered = low == high;
        let fewer = children_at_most < self.k && !announced;
        if !(fewer || recovered && (*small || *announced)) {
            return Ok(None);
        }
        let how = if recovered { How::Recovered } else { How::FewerThanK };
        Ok(Some(self.exposure(grid, sides, how, ((low, high), children_at_most))))
    }

    fn exposure(
        &self,
        grid: &Grid,
        sides: &[&[usize]],
        how: How,
        (episodes, children_at_most): ((i64, i64), i64),
    ) -> Exposure {
        let published = self.question.published;
        let cell: Vec<(String, Vec<String>)> = grid
            .scope
            .iter()
            .zip(sides)
            .map(|(&v, side)| {
                let variable = &self.variables[v];
                let codes = side.iter().flat_map(|&atom| variable.atoms[atom].iter().cloned());
                (variable.name.clone(), codes.collect())
            })
            .collect();
        let mut tables: Vec<(u8, &PublishedTable)> = published
            .tables
            .iter()
            .filter_map(|table| {
                let shown = grid::scope(table, self.variables);
                let within = shown.iter().all(|v| grid.scope.contains(v));
                let around = grid.scope.iter().all(|v| shown.contains(v));
                match (within, around) {
                    (true, true) => Some((0, table)),
                    (true, false) => Some((1, table)),
                    (false, true) => Some((2, table)),
                    (false, false) => None,
                }
            })
            .collect();
        tables.sort_by_key(|(place, _)| *place);
        let first = tables.first().filter(|(place, _)| *place == 0);
        Exposure {
            authority: published.authority.clone(),
            year: published.year.clone(),
            group: first.map_or_else(Vec::new, |(_, table)| touching(table, &cell)),
            crossing: !tables.iter().any(|(place, _)| *place != 1),
            tables: tables.into_iter().map(|(_, table)| table.id.clone()).collect(),
            cell,
            how,
            episodes,
            children_at_most,
        }
    }
}

/// The groups of a table that a cell of the same variables lies in or touches.
fn touching(table: &PublishedTable, cell: &[(String, Vec<String>)]) -> Vec<Vec<String>> {
    let touches = |codes: &Vec<String>| {
        table.shows.iter().zip(codes).all(|(shows, shown)| {
            cell.iter().any(|(name, held)| {
                *name == shows.variable
                    && held.iter().any(|code| shows.codes.get(code) == Some(shown))
            })
        })
    };
    let groups = table.groups.iter().map(|g| &g.codes).chain(&table.withheld);
    groups.filter(|codes| touches(codes)).cloned().collect()
}
