//! Counting for an authority's own figures: exact, of people, and adding up.
//!
//! The Assembly's report could not add its ethnic groups up to the number of children, since one
//! child had several (page 11, footnote 7), and 19 of its incidents are in no row of its sex split
//! (page 16). Here every episode and every child stands in exactly one row of a table: a missing
//! answer is a row of its own, and a child is counted under the code of one episode, the first of
//! the period. So the rows of every table add up to the same two totals.
//!
//! These counts are for people inside the authority. They are exact, so they never leave: what
//! leaves is a release.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use homeward_standard::Absence;

use crate::derived::{NOT_APPLICABLE, NOT_KNOWN};

/// How many episodes there are, and how many children they are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Episodes.
    pub episodes: u64,
    /// Distinct children.
    pub children: u64,
}

/// Counts by code. The order of the codes is not that of their list.
pub type Rows = BTreeMap<String, Count>;

/// Counts episodes of a period, one after the other, under as many variables as are wanted.
#[derive(Debug, Clone)]
pub struct Tally<K> {
    episodes_of: HashMap<K, u64>,
    total: Count,
    by: BTreeMap<&'static str, Rows>,
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { episodes_of: HashMap::new(), total: Count::default(), by: BTreeMap::new() }
    }
}

impl<K: Hash + Eq> Tally<K> {
    /// Counts an episode of a child, with its code under each variable. Every episode must have a
    /// code under the same variables, and a child's episodes come in the order in which they began:
    /// the child is counted under the codes of the first.
    pub fn add<'c>(&mut self, child: K, codes: impl IntoIterator<Item = (&'static str, &'c str)>) {
        let episodes = self.episodes_of.entry(child).or_default();
        *episodes += 1;
        let first = u64::from(*episodes == 1);
        self.total.episodes += 1;
        self.total.children += first;
        for (variable, code) in codes {
            let rows = self.by.entry(variable).or_default();
            if !rows.contains_key(code) {
                rows.insert(code.to_owned(), Count::default());
            }
            if let Some(count) = rows.get_mut(code) {
                count.episodes += 1;
                count.children += first;
            }
        }
    }

    /// All episodes and all children.
    pub fn total(&self) -> Count {
        self.total
    }

    /// The rows of a variable. None when no episode was counted under it.
    pub fn rows(&self, variable: &str) -> Option<&Rows> {
        self.by.get(variable)
    }

    /// The share of the episodes whose code under a variable is one of `yes`.
    pub fn share(&self, variable: &str, yes: &[&str]) -> Share {
        let rows = self.by.get(variable);
        let counts =
            rows.into_iter().flatten().map(|(code, count)| (code.as_str(), count.episodes));
        Share::of(counts, yes)
    }

    /// Children and their episodes by what `band` says of the number of episodes of a child.
    pub fn bands(&self, band: impl Fn(u64) -> Option<&'static str>) -> Rows {
        let mut rows = Rows::new();
        for episodes in self.episodes_of.values() {
            let code = band(*episodes).unwrap_or(NOT_KNOWN);
            let count = rows.entry(code.to_owned()).or_default();
            count.children += 1;
            count.episodes += episodes;
        }
        rows
    }
}

/// How many answers are a yes, of those that are an answer at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Share {
    /// The answers that count.
    pub yes: u64,
    /// The answers: the number that a percentage is of.
    pub answered: u64,
    /// Where an answer could stand and an absence code does, by code.
    pub absent: BTreeMap<String, u64>,
    /// Where it does not apply. Not part of any percentage.
    pub not_applicable: u64,
}

impl Share {
    /// Sorts counts by code into yes, other answers, absence codes and not applicable.
    pub fn of<'c>(counts: impl IntoIterator<Item = (&'c str, u64)>, yes: &[&str]) -> Self {
        let mut share = Self::default();
        for (code, count) in counts {
            if code == NOT_APPLICABLE {
                share.not_applicable += count;
            } else if Absence::from_code(code).is_some() {
                *share.absent.entry(code.to_owned()).or_default() += count;
            } else {
                share.answered += count;
                share.yes += if yes.contains(&code) { count } else { 0 };
            }
        }
        share
    }

    /// Absence codes in all.
    pub fn absences(&self) -> u64 {
        self.absent.values().sum()
    }

    /// The yes in a thousand answers, rounded half up. None without an answer.
    pub fn per_thousand(&self) -> Option<u64> {
        per_thousand(self.yes, self.answered)
    }

    /// The absence codes in a thousand places where an answer could stand. None without a place.
    pub fn absent_per_thousand(&self) -> Option<u64> {
        per_thousand(self.absences(), self.absences() + self.answered)
    }
}

/// A part in a thousand, rounded half up. None of nothing.
pub fn per_thousand(part: u64, of: u64) -> Option<u64> {
    (of > 0).then(|| {
        let (part, of) = (u128::from(part), u128::from(of));
        u64::try_from((part * 2_000 + of) / (of * 2)).unwrap_or(u64::MAX)
    })
}

/// Shares out `total` in proportion to `weights`, in whole numbers that add up to it: what is left
/// over by rounding down goes to the largest remainders, the earlier of two equal ones first.
///
/// Used for percentages whose parts must add up to 100.0, and for invented children whose numbers
/// must be those that were published. All zero when the weights are.
pub fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let all: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u64| u128::from(total) * u128::from(weight);
    let mut parts: Vec<u64> =
        weights.iter().map(|w| u64::try_from(exact(*w) / all).unwrap_or(u64::MAX)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| {
        std::cmp::Reverse(weights.get(*at).map_or(0, |weight| exact(*weight) % all))
    });
    let left = total.saturating_sub(parts.iter().sum());
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}

/// The middle of some numbers, between the two middle ones when their number is even, rounded
/// down. None of none.
pub fn median(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(values.len() / 2 - 1)?;
    Some(lower + (upper - lower).div_euclid(2))
}

/// The three age groups of the Assembly's report (page 16): 11 or under, 12 to 14, 15 to 17. `age`
/// is a code of the list `age`; an absence code stays what it is.
pub fn age_group(age: &str) -> &str {
    match age.parse::<u8>() {
        Ok(0..=11) => "A0_11",
        Ok(12..=14) => "A12_14",
        Ok(15..=17) => "A15_17",
        Ok(_) => NOT_KNOWN,
        Err(_) => age,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(rows: &Rows) -> Count {
        rows.values().fold(Count::default(), |sum, one| Count {
            episodes: sum.episodes + one.episodes,
            children: sum.children + one.children,
        })
    }

    #[test]
    fn a_child_is_counted_once_where_the_first_episode_stands() {
        let mut tally = Tally::default();
        for (child, age) in [(1, "14"), (2, "9"), (1, "15"), (1, "15")] {
            tally.add(child, [("age", age_group(age))]);
        }
        let rows = tally.rows("age").unwrap();
        assert_eq!(rows["A12_14"], Count { episodes: 1, children: 1 });
        assert_eq!(rows["A15_17"], Count { episodes: 2, children: 0 });
        assert_eq!(rows["A0_11"], Count { episodes: 1, children: 1 });
        assert_eq!(tally.total(), Count { episodes: 4, children: 2 });
    }

    #[test]
    fn absence_codes_are_beside_a_percentage_and_never_in_it() {
        let counts = [("Y", 30), ("N", 10), ("NASK", 5), ("UNKN", 5), ("NAPP", 100)];
        let share = Share::of(counts, &["Y"]);
        assert_eq!((share.yes, share.answered, share.absences()), (30, 40, 10));
        assert_eq!(share.per_thousand(), Some(750));
        assert_eq!(share.absent_per_thousand(), Some(200));
        assert_eq!(share.not_applicable, 100);
        assert_eq!(Share::of([("NAPP", 3)], &["Y"]).per_thousand(), None);
    }

    #[test]
    fn percentages_are_rounded_half_up() {
        assert_eq!(per_thousand(12_618, 29_455), Some(428));
        assert_eq!(per_thousand(1, 8), Some(125));
        assert_eq!(per_thousand(1, 2_000), Some(1));
        assert_eq!(per_thousand(0, 0), None);
    }

    #[test]
    fn what_rounding_leaves_over_goes_to_the_largest_remainders() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(100, &[14_655, 14_581, 200, 19]), [50, 49, 1, 0]);
        assert_eq!(apportion(5, &[0, 0]), [0, 0]);
        assert_eq!(apportion(29_455, &[14_655, 14_581, 200, 19]), [14_655, 14_581, 200, 19]);
    }

    #[test]
    fn the_middle_lies_between_the_two_middle_ones() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3]), Some(3));
        assert_eq!(median(&mut [9, 1, 4]), Some(4));
        assert_eq!(median(&mut [9, 1, 4, 6]), Some(5));
    }

    #[test]
    fn age_groups_are_those_of_the_report_and_an_absence_code_stays() {
        let groups = ["0", "11", "12", "14", "15", "17", "18", "UNKN"].map(age_group);
        let expected = ["A0_11", "A0_11", "A12_14", "A12_14", "A15_17", "A15_17", "UNKN", "UNKN"];
        assert_eq!(groups, expected);
    }

    proptest! {
        #[test]
        fn every_table_adds_up_to_the_same_two_totals(
            episodes in proptest::collection::vec((0u8..30, 0usize..6, 0usize..4), 0..200)
        ) {
            let codes = ["WHITE", "BLACK", "ASIAN", "NASK", "DECL", "UNKN"];
            let mut tally = Tally::default();
            for (child, ethnicity, sex) in &episodes {
                tally.add(*child, [("ethnicity", codes[*ethnicity]), ("sex", codes[*sex])]);
            }
            let children: std::collections::HashSet<u8> =
                episodes.iter().map(|episode| episode.0).collect();
            let total = tally.total();
            prop_assert_eq!(total.episodes, episodes.len() as u64);
            prop_assert_eq!(total.children, children.len() as u64);
            for variable in ["ethnicity", "sex"] {
                if let Some(rows) = tally.rows(variable) {
                    prop_assert_eq!(sum(rows), total);
                }
            }
            prop_assert_eq!(sum(&tally.bands(crate::derived::repeat_band)), total);
            let share = tally.share("sex", &["WHITE"]);
            prop_assert_eq!(share.answered + share.absences(), total.episodes);
        }

        #[test]
        fn parts_add_up_and_are_off_by_less_than_one(
            total in 0u64..100_000, weights in proptest::collection::vec(0u64..10_000, 1..40)
        ) {
            let parts = apportion(total, &weights);
            let all: u64 = weights.iter().sum();
            if all > 0 {
                prop_assert_eq!(parts.iter().sum::<u64>(), total);
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = total as f64 * *weight as f64 / all as f64;
                    prop_assert!((*part as f64 - exact).abs() < 1.0);
                }
            }
        }
    }
}
