//! Whole numbers that are not known, with what is known about them.

use super::AuditFault;

/// A place in a [`System`].
pub(super) type Unknown = usize;

/// How the two sides of a [`Row`] stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// The sum is the number.
    Equal,
    /// The sum is the number or more.
    AtLeast,
}

/// The sum of some unknowns, less others, against a number.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub plus: Vec<Unknown>,
    pub minus: Vec<Unknown>,
    pub sense: Sense,
    pub number: i64,
}

/// Unknowns between bounds, and the rows that tie them together.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    pub low: Vec<i64>,
    pub high: Vec<i64>,
    pub rows: Vec<Row>,
}

/// The most rounds in which bounds are tightened. Each is sound, so that stopping early is too.
const MOST_ROUNDS: usize = 60;

impl System {
    pub(super) fn unknown(&mut self, low: i64, high: i64) -> Unknown {
        self.low.push(low);
        self.high.push(high);
        self.low.len() - 1
    }

    pub(super) fn row(&mut self, plus: Vec<Unknown>, minus: &[Unknown], sense: Sense, number: i64) {
        self.rows.push(Row { plus, minus: minus.to_vec(), sense, number });
    }

    pub(super) fn at_most(&mut self, unknown: Unknown, number: i64) {
        self.high[unknown] = self.high[unknown].min(number);
    }

    pub(super) fn at_least(&mut self, unknown: Unknown, number: i64) {
        self.low[unknown] = self.low[unknown].max(number);
    }

    pub(super) fn fixed(&self, unknown: Unknown) -> bool {
        self.low[unknown] == self.high[unknown]
    }

    /// Tightens every bound by each row in turn, until nothing changes.
    ///
    /// # Errors
    /// [`AuditFault::Contradiction`] when no numbers fit.
    pub(super) fn tighten(&mut self) -> Result<(), AuditFault> {
        let rows = std::mem::take(&mut self.rows);
        let mut changed = true;
        let mut rounds = 0;
        while changed && rounds < MOST_ROUNDS {
            changed = false;
            rounds += 1;
            for row in &rows {
                changed |= self.tighten_by(row);
            }
            if self.low.iter().zip(&self.high).any(|(low, high)| low > high) {
                return Err(AuditFault::Contradiction);
            }
        }
        for row in &rows {
            let (least, most) = self.reach(row);
            if most < row.number || (row.sense == Sense::Equal && least > row.number) {
                return Err(AuditFault::Contradiction);
            }
        }
        self.rows = rows;
        Ok(())
    }

    /// Whether some numbers are within all bounds and agree with all rows.
    pub(super) fn fits(&self, point: &[i64]) -> bool {
        let within = |(at, number): (usize, &i64)| (self.low[at]..=self.high[at]).contains(number);
        let holds = |row: &Row| {
            let sum = |of: &[Unknown]| of.iter().map(|&u| point[u]).sum::<i64>();
            let left = sum(&row.plus) - sum(&row.minus);
            left == row.number || (row.sense == Sense::AtLeast && left > row.number)
        };
        point.len() == self.low.len()
            && point.iter().enumerate().all(within)
            && self.rows.iter().all(holds)
    }

    /// The same with all unknowns but some held where they are at a point that fits.
    pub(super) fn held(&self, point: &[i64], open: &dyn Fn(Unknown) -> bool) -> Self {
        let bounds = |of: &[i64]| -> Vec<i64> {
            let bound = |(at, bound): (usize, &i64)| if open(at) { *bound } else { point[at] };
            of.iter().enumerate().map(bound).collect()
        };
        let moves = |row: &&Row| row.plus.iter().chain(&row.minus).any(|&u| open(u));
        Self {
            low: bounds(&self.low),
            high: bounds(&self.high),
            rows: self.rows.iter().filter(moves).cloned().collect(),
        }
    }

    /// The least and the most that the left side of a row can be.
    fn reach(&self, row: &Row) -> (i64, i64) {
        let sum = |of: &[Unknown], bound: &[i64]| of.iter().map(|&u| bound[u]).sum::<i64>();
        (
            sum(&row.plus, &self.low) - sum(&row.minus, &self.high),
            sum(&row.plus, &self.high) - sum(&row.minus, &self.low),
        )
    }

    fn tighten_by(&mut self, row: &Row) -> bool {
        let (least, most) = self.reach(row);
        let equal = row.sense == Sense::Equal;
        // By how much a term can still rise above its least or fall below its most.
        let (rise, fall) = (row.number - least, most - row.number);
        let mut changed = false;
        for (unknowns, added) in [(&row.plus, true), (&row.minus, false)] {
            for &unknown in unknowns {
                let (low, high) = (self.low[unknown], self.high[unknown]);
                let (up, down) = (low.saturating_add(rise), high.saturating_sub(fall));
                let (up_minus, down_minus) = (low.saturating_add(fall), high.saturating_sub(rise));
                let (new_low, new_high) = match (added, equal) {
                    (true, true) => (low.max(down), high.min(up)),
                    (true, false) => (low.max(down), high),
                    (false, true) => (low.max(down_minus), high.min(up_minus)),
                    (false, false) => (low, high.min(up_minus)),
                };
                changed |= (new_low, new_high) != (low, high);
                self.low[unknown] = new_low;
                self.high[unknown] = new_high;
            }
        }
        changed
    }

    /// The rows and unknowns that hang together, without what is known already: for each unknown the
    /// number of its part, and none where it is fixed.
    pub(super) fn parts(&self) -> (Vec<Option<usize>>, Vec<Vec<usize>>) {
        let mut up: Vec<usize> = (0..self.low.len()).collect();
        fn root(up: &mut [usize], mut at: usize) -> usize {
            while up[at] != at {
                up[at] = up[up[at]];
                at = up[at];
            }
            at
        }
        for row in &self.rows {
            let mut first = None;
            for &unknown in row.plus.iter().chain(&row.minus).filter(|&&u| !self.fixed(u)) {
                let here = root(&mut up, unknown);
                let there = *first.get_or_insert(here);
                up[here] = root(&mut up, there);
            }
        }
        let mut number_of_root = vec![None; up.len()];
        let mut parts = 0;
        let part_of: Vec<Option<usize>> = (0..up.len())
            .map(|unknown| {
                if self.fixed(unknown) {
                    return None;
                }
                let root = root(&mut up, unknown);
                let number = *number_of_root[root].get_or_insert_with(|| {
                    parts += 1;
                    parts - 1
                });
                Some(number)
            })
            .collect();
        let mut rows = vec![Vec::new(); parts];
        for (at, row) in self.rows.iter().enumerate() {
            let free = row.plus.iter().chain(&row.minus).find_map(|&u| part_of[u]);
            if let Some(part) = free {
                rows[part].push(at);
            }
        }
        (part_of, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_with_one_open_place_fills_it() {
        let mut system = System::default();
        let [a, b] = [system.unknown(3, 3), system.unknown(0, 100)];
        system.row(vec![a, b], &[], Sense::Equal, 10);
        system.tighten().unwrap();
        assert_eq!((system.low[b], system.high[b]), (7, 7));
        assert_eq!(system.parts().0, [None, None]);
    }

    #[test]
    fn a_part_less_its_whole_is_bounded_both_ways() {
        let mut system = System::default();
        let [a, b, whole] = [system.unknown(0, 9), system.unknown(2, 9), system.unknown(0, 5)];
        system.row(vec![a, b], &[whole], Sense::Equal, 0);
        system.tighten().unwrap();
        assert_eq!((system.low[a], system.high[a]), (0, 3));
        assert_eq!((system.low[b], system.high[b]), (2, 5));
        assert_eq!((system.low[whole], system.high[whole]), (2, 5));
    }

    #[test]
    fn a_least_sum_raises_the_last_and_lowers_nothing() {
        let mut system = System::default();
        let [a, b] = [system.unknown(0, 4), system.unknown(0, 9)];
        system.row(vec![a, b], &[], Sense::AtLeast, 10);
        system.tighten().unwrap();
        assert_eq!((system.low[a], system.high[a]), (1, 4));
        assert_eq!((system.low[b], system.high[b]), (6, 9));
    }

    #[test]
    fn numbers_that_cannot_be_are_refused() {
        let mut system = System::default();
        let a = system.unknown(0, 4);
        system.row(vec![a], &[], Sense::Equal, 10);
        assert_eq!(system.tighten(), Err(AuditFault::Contradiction));
    }

    #[test]
    fn what_is_held_leaves_only_the_rest_to_move() {
        let mut system = System::default();
        let u: Vec<Unknown> = (0..4).map(|_| system.unknown(0, 5)).collect();
        system.row(vec![u[0], u[1]], &[u[2]], Sense::Equal, 0);
        system.row(vec![u[2], u[3]], &[], Sense::AtLeast, 5);
        assert!(system.fits(&[1, 3, 4, 2]));
        for wrong in [[1, 3, 3, 5], [1, 3, 4, 0], [0, 6, 6, 0]] {
            assert!(!system.fits(&wrong), "{wrong:?}");
        }
        let mut held = system.held(&[1, 3, 4, 2], &|at| at < 2);
        assert_eq!(held.rows.len(), 1);
        held.tighten().unwrap();
        assert_eq!((held.low, held.high), (vec![0, 0, 4, 2], vec![4, 4, 4, 2]));
    }

    #[test]
    fn what_shares_no_row_is_solved_apart() {
        let mut system = System::default();
        let u: Vec<Unknown> = (0..4).map(|_| system.unknown(0, 5)).collect();
        system.row(vec![u[0], u[1]], &[], Sense::Equal, 5);
        system.row(vec![u[2], u[3]], &[], Sense::Equal, 5);
        let (part, rows) = system.parts();
        assert_eq!(part, [Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!(rows, [vec![0], vec![1]]);
    }
}
