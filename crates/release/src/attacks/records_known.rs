//! Attacks on a file of records by somebody who knows the records' order, or how it was made.

use std::collections::BTreeMap;

use super::order::{NO_CHANCE, NO_CHANCE_OF_ONE, chance_of, chance_of_runs};
use super::records::Group;
use super::{Attack, Test, count};
use crate::records_check::{Kind, Written};

/// How many standard deviations of a rank correlation are no chance any more. It is a sum of many parts,
/// none of which is a large share of it.
const TOO_FAR: f64 = 7.0;

/// Whether the rows stand in the order of the records, from the front or the back, or child by
/// child.
pub(super) fn row_order(written: &Written<'_>) -> Attack {
    let mut attack = Attack::new(Test::Linking, "row_order");
    let many = written.rows();
    let mut tried = |found: bool| {
        attack.tried += 1;
        attack.below_k += u64::from(found);
    };
    let records: Vec<u32> = written.beside.rows.to_vec();
    let mut sorted = records.clone();
    sorted.sort_unstable();
    let rank: BTreeMap<u32, usize> = sorted.iter().copied().zip(0..).collect();
    let ranks: Vec<usize> = records.iter().filter_map(|record| rank.get(record)).copied().collect();
    let far = ranks_agree(&ranks);
    // In a short file even the very same order is not far from chance by its ranks alone.
    let by_chance = chance_of(&(0..many).collect::<Vec<_>>()) >= NO_CHANCE_OF_ONE;
    let same = ranks.iter().copied().eq(0..ranks.len()) && !by_chance;
    let back = ranks.iter().rev().copied().eq(0..ranks.len()) && !by_chance;
    tried(same || far > TOO_FAR);
    tried(back || far < -TOO_FAR);
    // Records that follow each other and still do, one way or the other: about two by chance.
    let next = ranks.windows(2).filter(|two| two[0].abs_diff(two[1]) == 1).count();
    tried(next > 20 && next * 20 > many);
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    let people: Vec<usize> = (0..u32::try_from(many).unwrap_or(u32::MAX))
        .map(|row| {
            let next = numbers.len();
            *numbers.entry(written.person(row)).or_insert(next)
        })
        .collect();
    tried(chance_of_runs(&people) < NO_CHANCE);
    attack
}

/// How many standard deviations the rank correlation (Spearman's) of an order with the numbers from
/// nought lies above chance.
#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2 to the 52")]
fn ranks_agree(ranks: &[usize]) -> f64 {
    let many = ranks.len() as f64;
    if many < 3.0 {
        return 0.0;
    }
    let apart: f64 = ranks.iter().enumerate().map(|(at, &r)| (at as f64 - r as f64).powi(2)).sum();
    let correlation = 1.0 - 6.0 * apart / (many * (many * many - 1.0));
    correlation * (many - 1.0).sqrt()
}

/// Somebody who has a list of all people with their recorded values, all but the sensitive ones, and
/// this program. They see into which groups each person went, and that a group was not split where k
/// people and every share would have allowed it: so in one of the parts, too many share an answer.
/// If only one part comes into question, they have learned it. Below k are groups of too few, and
/// groups in which they learned something true.
pub(super) fn own_algorithm(written: &Written<'_>, groups: &[Group<'_>], k: u64) -> Attack {
    let mut attack = Attack::new(Test::Inference, "own_algorithm");
    // What was told is made broader within groups that are larger than they need be: there, that
    // a group was not split says nothing.
    let kept_as_it_is =
        |at: &usize| matches!(written.beside.columns[*at].kind, Kind::Sensitive { .. });
    let sensitive: Vec<usize> = written.sensitive().into_iter().filter(kept_as_it_is).collect();
    let items: Vec<_> = sensitive.iter().map(|&column| written.items(column)).collect();
    let rules = &written.beside.rules;
    let finer: Vec<Finer<'_>> =
        written.broader().into_iter().map(|column| Finer::of(written, column)).collect();
    for group in groups {
        attack.left_often(group.people, k, count(group.rows.len()));
        if rules.l < 2 {
            continue;
        }
        for finer in &finer {
            let parts = finer.parts(written, group);
            let fine = |rows: &Vec<u32>| {
                let dominated = written.most_of_one(rows) * 1000;
                written.people_of(rows) >= k
                    && dominated <= count(rows.len()) * u64::from(rules.dominance)
            };
            if parts.len() < 2 || !parts.iter().all(fine) {
                continue;
            }
            for (&column, items) in sensitive.iter().zip(&items) {
                // So many of a part may share an item; more of the group must have one for that.
                let too_many = |rows: &Vec<u32>, with: u64| {
                    with * 1000 > written.people_of(rows) * u64::from(rules.homogeneity)
                };
                let sharing = written.sharing(column, items, group.rows);
                let mut suspects = parts.iter().filter(|rows| too_many(rows, sharing));
                let (Some(only), None) = (suspects.next(), suspects.next()) else { continue };
                let learned = too_many(only, written.sharing(column, items, only));
                attack.tried += 1;
                attack.below_k += u64::from(learned);
            }
        }
    }
    attack
}

/// One column, one level finer than it is shown.
struct Finer<'a> {
    column: usize,
    lines: BTreeMap<&'a str, &'a [String]>,
    floor: usize,
}

impl<'a> Finer<'a> {
    fn of(written: &Written<'a>, column: usize) -> Self {
        let (lines, floor): (&'a [Vec<String>], usize) = match &written.beside.columns[column].kind
        {
            Kind::Broader { lines, floor } => (lines, *floor),
            _ => (&[], 0),
        };
        let lines = lines.iter().filter_map(|line| Some((line.first()?.as_str(), &**line)));
        Self { column, lines: lines.collect(), floor }
    }

    /// The rows of a group by the next finer label of this column. One part if there is none.
    fn parts(&self, written: &Written<'_>, group: &Group<'_>) -> Vec<Vec<u32>> {
        let mut parts: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for &row in group.rows {
            let recorded = (written.beside.recorded)(self.column, written.record(row));
            let line = recorded.and_then(|leaf| self.lines.get(leaf)).copied().unwrap_or_default();
            let shown = written.text(self.column, row);
            let level = line.iter().position(|label| label == shown).unwrap_or(0);
            let finer = level.checked_sub(1).filter(|level| *level >= self.floor);
            let label = finer.and_then(|level| line.get(level)).map_or("", String::as_str);
            parts.entry(label).or_default().push(row);
        }
        parts.into_values().collect()
    }
}
