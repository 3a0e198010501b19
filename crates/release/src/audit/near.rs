//! What can be shown close to the truth, for who has it.
//!
//! Most groups are safe, and to show that one is takes no more than one example: a year that fits
//! all that is published and in which the group is empty, or has k children and more. The true year
//! fits. So examples are looked for by leaving most of the true year as it is and moving only what
//! stands in some grids. What is held falls away, and what is moved falls apart into as many small
//! programmes as there are tables or topics, where the whole would be one programme of thousands of
//! unknowns.
//!
//! An example found so is one of the whole too. Where none is found nothing is said, and the whole is
//! asked.

use std::collections::BTreeSet;

use super::grid::{Grid, Grids};
use super::solve::Solver;
use super::system::{System, Unknown};
use super::truth::Truth;

/// The true year with some of it free to move.
#[derive(Debug)]
pub(super) struct Near {
    episodes: Solver,
    /// None where nothing may be concluded about children from examples.
    children: Option<Solver>,
    truth: Vec<i64>,
}

impl Near {
    /// Holds all unknowns but some. None when the truth does not fit, so that it is not the truth of
    /// these tables.
    fn new(
        (episodes, truth): (&System, &[i64]),
        children: Option<(&System, &[i64])>,
        open: &dyn Fn(Unknown) -> bool,
    ) -> Option<Self> {
        let held = |(system, truth): (&System, &[i64])| {
            if !system.fits(truth) {
                return None;
            }
            let mut held = system.held(truth, open);
            held.tighten().ok()?;
            Some(Solver::new(held))
        };
        Some(Self {
            episodes: held((episodes, truth))?,
            children: children.and_then(held),
            truth: truth.to_vec(),
        })
    }

    /// What is worth trying one after the other: what stands in each table while its margins stay;
    /// all tables of a topic while what they are crossed with stays; and the crossings of what topics
    /// are crossed with, with all that is crossed with two of these.
    pub(super) fn all_of(
        grids: &Grids,
        truth: &Truth,
        episodes: &System,
        children: Option<&System>,
    ) -> Vec<Self> {
        let all = || grids.grids.values();
        let true_episodes: Vec<i64> = all().flat_map(|grid| truth.count_episodes(grid)).collect();
        let true_children: Vec<i64> = all().flat_map(|grid| truth.count_children(grid)).collect();
        let (episodes, children) = (
            (episodes, true_episodes.as_slice()),
            children.map(|children| (children, true_children.as_slice())),
        );
        let of = grids.of_unknowns();
        let is_finest = |grid: &Grid| {
            let around = |other: &Vec<usize>| {
                other.len() > grid.scope.len() && grid.scope.iter().all(|v| other.contains(v))
            };
            !grids.grids.keys().any(around)
        };
        let finest: BTreeSet<&[usize]> =
            all().filter(|g| is_finest(g)).map(|g| g.scope.as_slice()).collect();
        let topics = |grid: &Grid| grid.scope.iter().filter(|v| grids.topics.contains(v)).count();
        let near = |open: &dyn Fn(&Grid) -> bool| {
            Self::new(episodes, children, &|unknown| open(of[unknown]))
        };
        let tables = near(&|grid| finest.contains(grid.scope.as_slice()));
        let of_topics = near(&|grid| topics(grid) > 0);
        let crossed = near(&|grid| grid.scope.len() - topics(grid) > 1);
        [tables, of_topics, crossed].into_iter().flatten().collect()
    }

    /// Looks for examples in which as many of some groups as possible are empty.
    pub(super) fn seek_none<'a>(&mut self, groups: impl Iterator<Item = &'a [Unknown]>) {
        // What the solver comes to no end with is no example: the whole is asked then.
        let _ = self.episodes.seek_none(groups);
    }

    /// Whether a group is empty in an example.
    pub(super) fn can_be_none(&mut self, cells: &[Unknown]) -> bool {
        self.episodes.can_be_none(cells).unwrap_or(false)
    }

    /// Whether examples show that a group can have k children and more, and has more than one number
    /// of episodes. With `about_children` its children are bounded by more than its episodes are.
    pub(super) fn can_be_large(&mut self, cells: &[Unknown], k: i64, about_children: bool) -> bool {
        // An example with more episodes than there truly are is one of another number too.
        let truly: i64 = cells.iter().map(|&cell| self.truth[cell]).sum();
        can_reach(&mut self.episodes, cells, k.max(truly + 1))
            && match &mut self.children {
                _ if !about_children => true,
                Some(children) => can_reach(children, cells, k),
                None => false,
            }
    }

    /// What was solved.
    pub(super) fn solvers(&self) -> impl Iterator<Item = &Solver> {
        std::iter::once(&self.episodes).chain(&self.children)
    }
}

fn can_reach(solver: &mut Solver, sum: &[Unknown], wanted: i64) -> bool {
    solver.roughly_most(sum) >= wanted
        && (solver.most_seen(sum) >= wanted || solver.most(sum).is_ok_and(|most| most >= wanted))
}
