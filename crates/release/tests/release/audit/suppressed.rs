//! Counts withheld because they are small, beside totals that give them away.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::audit::{
    self, AuditFault, Exposure, How, PublishedTable, PublishedYear, Question,
};

use super::{audited, group, shows, year_of};
use crate::sample::Draws;

/// The totals of the rows or the columns of a table.
fn margin(id: &str, totals: &[u64]) -> PublishedTable {
    let groups = totals
        .iter()
        .enumerate()
        .map(|(at, &total)| group(&[&format!("{id}{at}")], total))
        .filter(|g| g.episodes > 0)
        .collect();
    let shows = vec![shows(id, totals.len(), |at| format!("{id}{at}"))];
    PublishedTable { id: id.into(), shows, groups, withheld: Vec::new() }
}

/// A table whose cells below k are withheld and whose totals are published: what a person does who
/// has heard of small numbers and not of differencing.
fn naive(counts: &[Vec<u64>], k: u64) -> PublishedYear {
    let columns = counts[0].len();
    let by_row: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let by_column: Vec<u64> =
        (0..columns).map(|at| counts.iter().map(|row| row[at]).sum()).collect();
    let mut both = PublishedTable {
        id: "both".into(),
        shows: vec![
            shows("row", counts.len(), |at| format!("row{at}")),
            shows("column", columns, |at| format!("column{at}")),
        ],
        groups: Vec::new(),
        withheld: Vec::new(),
    };
    for (r, row) in counts.iter().enumerate() {
        for (c, &count) in row.iter().enumerate() {
            let codes = [format!("row{r}"), format!("column{c}")];
            match count {
                0 => {}
                _ if count < k => both.withheld.push(codes.to_vec()),
                _ => both.groups.push(group(&[&codes[0], &codes[1]], count)),
            }
        }
    }
    year_of(counts, vec![margin("row", &by_row), margin("column", &by_column), both])
}

/// The single cells among what was found, as row and column, with what they were worked out to be.
fn single_cells(found: &[Exposure]) -> BTreeMap<(usize, usize), i64> {
    let place = |name: &str, codes: &[String]| match codes {
        [one] => one.strip_prefix(name).and_then(|at| at.parse::<usize>().ok()),
        _ => None,
    };
    found
        .iter()
        .filter(|e| e.how == How::Recovered)
        .filter_map(|e| {
            let side = |name: &str| {
                e.cell.iter().find(|(n, _)| n == name).and_then(|(n, codes)| place(n, codes))
            };
            Some(((side("row")?, side("column")?), e.episodes.0))
        })
        .collect()
}

/// Every way to fill the withheld cells with 1 to k-1 so that the totals stay: the plain attack.
fn all_fillings(counts: &[Vec<u64>], k: u64) -> BTreeMap<(usize, usize), Vec<u64>> {
    let open: Vec<(usize, usize)> = (0..counts.len())
        .flat_map(|r| (0..counts[0].len()).map(move |c| (r, c)))
        .filter(|&(r, c)| (1..k).contains(&counts[r][c]))
        .collect();
    let mut seen: BTreeMap<(usize, usize), Vec<u64>> = BTreeMap::new();
    let mut filled = counts.to_vec();
    let totals = |t: &[Vec<u64>]| -> (Vec<u64>, Vec<u64>) {
        let columns = (0..t[0].len()).map(|c| t.iter().map(|row| row[c]).sum()).collect();
        (t.iter().map(|row| row.iter().sum()).collect(), columns)
    };
    let truth = totals(counts);
    let ways = (k - 1).pow(u32::try_from(open.len()).unwrap());
    for way in 0..ways {
        let mut left = way;
        for &(r, c) in &open {
            filled[r][c] = 1 + left % (k - 1);
            left /= k - 1;
        }
        if totals(&filled) == truth {
            for &(r, c) in &open {
                let values = seen.entry((r, c)).or_default();
                if !values.contains(&filled[r][c]) {
                    values.push(filled[r][c]);
                }
            }
        }
    }
    seen
}

#[test]
fn a_withheld_cell_that_its_totals_give_away_is_found() {
    // The only withheld cell of its row; its column has another, which then falls too.
    let counts = vec![vec![12, 3, 9], vec![8, 2, 4], vec![30, 11, 7]];
    let found = audited(&naive(&counts, 5)).exposures;
    assert_eq!(single_cells(&found), BTreeMap::from([((0, 1), 3), ((1, 1), 2), ((1, 2), 4)]));
    let first = found.iter().find(|e| e.cell.iter().all(|(_, codes)| codes.len() == 1)).unwrap();
    assert_eq!(first.tables[0], "both");
    assert!(!first.crossing);
    assert_eq!(first.group.len(), 1);
}

#[test]
fn four_withheld_cells_in_a_square_are_not_recovered() {
    let counts = vec![vec![2, 3, 20], vec![3, 2, 20], vec![20, 20, 20]];
    let found = audited(&naive(&counts, 5)).exposures;
    assert_eq!(single_cells(&found), BTreeMap::new());
}

#[test]
fn what_is_recovered_from_suppressed_tables_is_what_every_filling_agrees_on() {
    let mut draws = Draws(11);
    let mut recovered = 0;
    let mut kept = 0;
    for _ in 0..40 {
        let counts: Vec<Vec<u64>> = (0..4)
            .map(|_| {
                (0..4)
                    .map(|_| match draws.below(10) {
                        0..=2 => 1 + draws.below(4),
                        3 => 0,
                        _ => 5 + draws.below(30),
                    })
                    .collect()
            })
            .collect();
        let open = counts.iter().flatten().filter(|c| (1..5).contains(*c)).count();
        if open > 8 {
            continue;
        }
        let agreed: BTreeMap<(usize, usize), i64> = all_fillings(&counts, 5)
            .into_iter()
            .filter(|(_, values)| values.len() == 1)
            .map(|(cell, values)| (cell, i64::try_from(values[0]).unwrap()))
            .collect();
        assert_eq!(single_cells(&audited(&naive(&counts, 5)).exposures), agreed, "{counts:?}");
        recovered += agreed.len();
        kept += open - agreed.len();
    }
    assert!(recovered > 10 && kept > 10, "{recovered} recovered, {kept} kept");
}

#[test]
fn in_a_table_as_large_as_london_all_that_falls_to_plain_subtraction_is_found() {
    // Boroughs by placement: a few large columns and many small cells.
    let mut draws = Draws(33);
    let counts: Vec<Vec<u64>> = (0..33)
        .map(|_| [90, 40, 30, 12, 9, 6, 5, 4].map(|most| draws.below(most)).to_vec())
        .collect();
    let mut open: BTreeSet<(usize, usize)> = (0..33)
        .flat_map(|r| (0..8).map(move |c| (r, c)))
        .filter(|&(r, c)| (1..5).contains(&counts[r][c]))
        .collect();
    let all = open.len();
    // Again and again, take what is the only one withheld in its row or column.
    loop {
        let alone = open.iter().copied().find(|&(r, c)| {
            open.iter().filter(|cell| cell.0 == r).count() == 1
                || open.iter().filter(|cell| cell.1 == c).count() == 1
        });
        let Some(cell) = alone else { break };
        open.remove(&cell);
    }
    let found = single_cells(&audited(&naive(&counts, 5)).exposures);
    assert!(all > 60 && all > open.len(), "{} of {all}", all - open.len());
    assert!(found.len() >= all - open.len() && found.len() < all, "{} of {all}", found.len());
    for (r, c) in (0..33).flat_map(|r| (0..8).map(move |c| (r, c))) {
        let subtracted = (1..5).contains(&counts[r][c]) && !open.contains(&(r, c));
        assert!(!subtracted || found.contains_key(&(r, c)), "{r} {c}");
    }
    for ((r, c), count) in found {
        assert_eq!(u64::try_from(count).unwrap(), counts[r][c]);
    }
}

#[test]
fn counts_that_cannot_all_be_true_are_said_to_be() {
    let mut year = naive(&[vec![12, 13], vec![8, 21]], 5);
    year.tables[0].groups[0].episodes += 1;
    let question = Question { published: &year, k: 5, rows: None, crossings: true };
    assert_eq!(audit::audit(&question), Err(AuditFault::Contradiction));
}
