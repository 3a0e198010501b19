//! The least and the most that a sum of unknowns can be.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};

use super::AuditFault;
use super::system::{Sense, System, Unknown};

/// How far a solved number may stand from the whole number that it is.
const NEAR: f64 = 1e-4;

/// Solves a tightened [`System`], part by part.
#[derive(Debug)]
pub(super) struct Solver {
    system: System,
    part_of: Vec<Option<usize>>,
    unknowns: Vec<Vec<Unknown>>,
    rows: Vec<Vec<usize>>,
    /// Points of each part that fit everything. Each shows how far a sum can go at least, so that
    /// most questions are answered without being solved.
    seen: Vec<Vec<Vec<f64>>>,
    /// The place of each unknown within its part.
    place: Vec<usize>,
    /// How often something was solved.
    pub solved: usize,
}

impl Solver {
    pub(super) fn new(system: System) -> Self {
        let (part_of, rows) = system.parts();
        let mut unknowns = vec![Vec::new(); rows.len()];
        let mut place = vec![0; part_of.len()];
        for (unknown, part) in part_of.iter().enumerate() {
            if let Some(part) = *part {
                place[unknown] = unknowns[part].len();
                unknowns[part].push(unknown);
            }
        }
        let seen = vec![Vec::new(); rows.len()];
        Self { system, part_of, unknowns, rows, seen, place, solved: 0 }
    }

    pub(super) fn system(&self) -> &System {
        &self.system
    }

    /// Unknowns of the largest part.
    pub(super) fn largest_part(&self) -> usize {
        self.unknowns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The least that a sum can be.
    pub(super) fn least(&mut self, sum: &[Unknown]) -> Result<i64, AuditFault> {
        self.bound(sum, OptimizationDirection::Minimize)
    }

    /// The most that a sum can be.
    pub(super) fn most(&mut self, sum: &[Unknown]) -> Result<i64, AuditFault> {
        self.bound(sum, OptimizationDirection::Maximize)
    }

    /// No less than the most that a sum can be, without solving anything.
    pub(super) fn roughly_most(&self, sum: &[Unknown]) -> i64 {
        sum.iter().map(|&unknown| self.system.high[unknown]).sum()
    }

    /// Looks for points in which as many of some sums as possible are none. Taking all that are
    /// still open together needs far fewer solves than taking them one by one.
    pub(super) fn seek_none<'a>(
        &mut self,
        sums: impl Iterator<Item = &'a [Unknown]>,
    ) -> Result<(), AuditFault> {
        let mut open: Vec<Vec<Vec<Unknown>>> = vec![Vec::new(); self.rows.len()];
        for sum in sums.filter(|sum| sum.iter().all(|&u| self.system.low[u] == 0)) {
            for (part, of_part) in self.split(sum) {
                open[part].push(of_part);
            }
        }
        for (part, mut sums) in open.into_iter().enumerate() {
            let mut before = usize::MAX;
            while !sums.is_empty() && sums.len() < before {
                before = sums.len();
                let mut together: Vec<Unknown> = sums.iter().flatten().copied().collect();
                together.sort_unstable();
                together.dedup();
                self.solve(part, &together, OptimizationDirection::Minimize)?;
                let Some(point) = self.seen[part].last() else { break };
                sums.retain(|sum| sum.iter().any(|&u| point[self.place[u]] >= NEAR));
            }
        }
        Ok(())
    }

    /// Whether the sum can be none at all.
    pub(super) fn can_be_none(&mut self, sum: &[Unknown]) -> Result<bool, AuditFault> {
        if sum.iter().any(|&u| self.system.low[u] > 0) {
            return Ok(false);
        }
        for (part, of_part) in self.split(sum) {
            let none = |point: &Vec<f64>| of_part.iter().all(|&u| point[self.place[u]] < NEAR);
            if !self.seen[part].iter().any(none)
                && self.solve(part, &of_part, OptimizationDirection::Minimize)? > NEAR
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The most that a sum is at any point that was seen; it can be no less.
    pub(super) fn most_seen(&self, sum: &[Unknown]) -> i64 {
        let mut all = self.known(sum);
        for (part, of_part) in self.split(sum) {
            let at = |point: &Vec<f64>| of_part.iter().map(|&u| point[self.place[u]]).sum::<f64>();
            let most = self.seen[part].iter().map(at).fold(0.0, f64::max);
            all += (most + NEAR).floor() as i64;
        }
        all
    }

    /// What the fixed unknowns of a sum come to.
    fn known(&self, sum: &[Unknown]) -> i64 {
        sum.iter().filter(|&&u| self.system.fixed(u)).map(|&u| self.system.low[u]).sum()
    }

    fn bound(&mut self, sum: &[Unknown], way: OptimizationDirection) -> Result<i64, AuditFault> {
        let mut all = self.known(sum);
        for (part, of_part) in self.split(sum) {
            let found = self.solve(part, &of_part, way)?;
            // Counts are whole, so a bound that lies between two is the nearer inside.
            all += match way {
                OptimizationDirection::Minimize => (found - NEAR).ceil() as i64,
                OptimizationDirection::Maximize => (found + NEAR).floor() as i64,
            };
        }
        Ok(all)
    }

    /// The unknowns of a sum that are not fixed, by part.
    fn split(&self, sum: &[Unknown]) -> Vec<(usize, Vec<Unknown>)> {
        let mut split: Vec<(usize, Vec<Unknown>)> = Vec::new();
        for &unknown in sum {
            let Some(part) = self.part_of[unknown] else { continue };
            match split.iter_mut().find(|(other, _)| *other == part) {
                Some((_, list)) => list.push(unknown),
                None => split.push((part, vec![unknown])),
            }
        }
        split
    }

    fn solve(
        &mut self,
        part: usize,
        sum: &[Unknown],
        way: OptimizationDirection,
    ) -> Result<f64, AuditFault> {
        self.solved += 1;
        let mut wanted = vec![0.0; self.unknowns[part].len()];
        for &unknown in sum {
            wanted[self.place[unknown]] += 1.0;
        }
        let mut problem = Problem::new(way);
        let variables: Vec<microlp::Variable> = self.unknowns[part]
            .iter()
            .zip(&wanted)
            .map(|(&u, &wanted)| {
                problem.add_var(wanted, (self.system.low[u] as f64, self.system.high[u] as f64))
            })
            .collect();
        for &row in &self.rows[part] {
            let row = &self.system.rows[row];
            let mut number = row.number;
            let mut terms = Vec::with_capacity(row.plus.len() + row.minus.len());
            for (unknowns, sign) in [(&row.plus, 1_i64), (&row.minus, -1)] {
                for &unknown in unknowns {
                    match self.part_of[unknown] {
                        Some(_) => terms.push((variables[self.place[unknown]], sign as f64)),
                        None => number -= sign * self.system.low[unknown],
                    }
                }
            }
            let sense = match row.sense {
                Sense::Equal => ComparisonOp::Eq,
                Sense::AtLeast => ComparisonOp::Ge,
            };
            problem.add_constraint(&terms, sense, number as f64);
        }
        let solution = match problem.solve().map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) => solution,
            Err(Error::Infeasible) => return Err(AuditFault::Contradiction),
            Ok(Err(_)) | Err(_) => return Err(AuditFault::Unsolved),
        };
        self.seen[part].push(variables.iter().map(|&v| solution.var_value(v)).collect());
        Ok(solution.objective())
    }
}
