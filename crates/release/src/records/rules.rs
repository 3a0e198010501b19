//! Whether rows may stand together.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Grid, long};
use super::hierarchy::place;
use super::{Refusal, Rules};

impl Rules {
    /// Checks that each rule is in its range.
    pub(super) fn checked(&self) -> Result<(), Refusal> {
        let broken = |rule, reason| Err(Refusal::RuleBroken { rule, reason });
        match self {
            Self { k: 0, .. } => broken("k", "must be 1 or more"),
            Self { l: 0, .. } => broken("l", "must be 1 or more"),
            Self { dominance: 0 | 1001.., .. } => {
                broken("dominance", "must be above 0 and at most 1")
            }
            Self { homogeneity: 0 | 1001.., .. } => {
                broken("homogeneity", "must be above 0 and at most 1")
            }
            Self { drop_cap: 1001.., .. } => broken("drop_cap", "must be from 0 to 1"),
            Self { .. } => Ok(()),
        }
    }

    /// Whether one person's rows are not too large a share of so many.
    pub(super) fn share_holds(&self, most: usize, rows: usize) -> bool {
        long(most) * 1000 <= long(rows) * u64::from(self.dominance)
    }
}

impl Grid<'_> {
    /// Whether some rows, ascending, may stand in one class.
    pub(super) fn holds(&self, rows: &[u32]) -> bool {
        self.people_hold(rows) && self.answers_hold(rows)
    }

    /// Enough people, and none with too many rows.
    pub(super) fn people_hold(&self, rows: &[u32]) -> bool {
        if rows.len() < place(self.rules.k) {
            return false;
        }
        let (mut people, mut run, mut longest, mut last) = (0, 0, 0, None);
        for &row in rows {
            let person = Some(self.person[place(row)]);
            if person == last {
                run += 1;
            } else {
                (people, run, last) = (people + 1, 1, person);
            }
            longest = longest.max(run);
        }
        people >= place(self.rules.k) && self.rules.share_holds(longest, rows.len())
    }

    /// Enough different answers, and no item that too many people share.
    pub(super) fn answers_hold(&self, rows: &[u32]) -> bool {
        if self.rules.l < 2 {
            return true;
        }
        (0..self.input.sensitive.len()).all(|column| {
            let wanted = place(self.rules.l);
            let mut answers: BTreeSet<&[u32]> = BTreeSet::new();
            for &row in rows {
                if answers.len() < wanted {
                    answers.insert(self.set(row, column));
                } else {
                    break;
                }
            }
            answers.len() >= wanted && self.no_item_is_shared_by_too_many(rows, column)
        })
    }

    fn no_item_is_shared_by_too_many(&self, rows: &[u32], column: usize) -> bool {
        let none = self.input.sensitive[column].none;
        // For each item, how many people have it, and who was last counted.
        let mut with: BTreeMap<u32, (u64, u32)> = BTreeMap::new();
        let (mut people, mut last) = (0_u64, None);
        for &row in rows {
            let person = self.person[place(row)];
            if last != Some(person) {
                (people, last) = (people + 1, Some(person));
            }
            for &item in self.set(row, column).iter().filter(|item| Some(**item) != none) {
                let (many, counted) = with.entry(item).or_insert((0, u32::MAX));
                if *many == 0 || *counted != person {
                    (*many, *counted) = (*many + 1, person);
                }
            }
        }
        with.values().all(|(many, _)| many * 1000 <= people * u64::from(self.rules.homogeneity))
    }
}
