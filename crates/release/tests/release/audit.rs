//! What can be worked out from published counts is found, and in our own releases there is nothing.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::audit::{
    self, Audit, AuditFault, Exposure, How, PublishedGroup, PublishedTable, PublishedYear,
    Question, Shows,
};
use homeward_release::{Row, Tools, make};

use crate::sample::{
    Draws, borough, borough_release, hash, made, profile, request, rows, small, text,
};
use crate::with_standard::{borough_profile, rows_for, standard};

mod suppressed;

/// A two-way table, `counts[row][column]`, as a table of children with an episode each.
fn year_of(counts: &[Vec<u64>], tables: Vec<PublishedTable>) -> PublishedYear {
    let all = counts.iter().flatten().sum();
    PublishedYear {
        authority: "E09000012".into(),
        year: "2025-26".into(),
        episodes: all,
        children: all,
        tables,
    }
}

fn shows(variable: &str, many: usize, shown: impl Fn(usize) -> String) -> Shows {
    let codes = (0..many).map(|at| (format!("{variable}{at}"), shown(at))).collect();
    Shows { variable: variable.into(), codes }
}

fn group(codes: &[&str], count: u64) -> PublishedGroup {
    let codes = codes.iter().map(|c| (*c).to_owned()).collect();
    PublishedGroup { codes, children: count, episodes: count }
}

fn audited(year: &PublishedYear) -> Audit {
    audit::audit(&Question { published: year, k: 5, rows: None, crossings: true }).unwrap()
}

#[test]
fn a_table_merged_differently_beside_another_gives_the_difference_away() {
    // One table shows a0 with a1, the other a1 with a2: 40 children, of whom a2 are two.
    let table = |id: &str, shown: [&str; 3], groups: &[(&str, u64)]| PublishedTable {
        id: id.into(),
        shows: vec![shows("a", 3, |at| shown[at].to_owned())],
        groups: groups.iter().map(|(code, count)| group(&[code], *count)).collect(),
        withheld: Vec::new(),
    };
    let one = table("one", ["low", "a1", "a2"], &[("low", 20), ("a1", 13), ("a2", 7)]);
    let mut other = table("other", ["a0", "high", "high"], &[("a0", 20), ("high", 20)]);
    let counts = vec![vec![20, 13, 7]];
    assert_eq!(audited(&year_of(&counts, vec![one.clone(), other.clone()])).exposures, []);

    let merged = table("one", ["both", "both", "a2"], &[("both", 22), ("a2", 18)]);
    other.groups = vec![group(&["a0"], 19), group(&["high"], 21)];
    let found = audited(&year_of(&[vec![19, 3, 18]], vec![merged, other])).exposures;
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.cell, [("a".to_owned(), vec!["a1".to_owned()])]);
    assert_eq!((only.how, only.episodes), (How::Recovered, (3, 3)));
    assert_eq!(only.tables, ["one", "other"]);
    assert_eq!(only.group, [["both".to_owned()]]);
}

#[test]
fn three_tables_of_pairs_give_away_who_stands_in_all_three() {
    // Each two of three yes-or-no answers are crossed, never all. Nobody is 1 in all three but one.
    let people =
        [([0, 0, 0], 20_u64), ([0, 1, 1], 9), ([1, 0, 1], 9), ([1, 1, 0], 7), ([1, 1, 1], 1)];
    let names = ["a", "b", "c"];
    let mut tables = Vec::new();
    for (x, y) in [(0, 1), (0, 2), (1, 2)] {
        let mut counts: BTreeMap<[usize; 2], u64> = BTreeMap::new();
        for (at, many) in people {
            *counts.entry([at[x], at[y]]).or_default() += many;
        }
        let groups = counts.iter().map(|(at, &many)| {
            group(&[&format!("{}{}", names[x], at[0]), &format!("{}{}", names[y], at[1])], many)
        });
        tables.push(PublishedTable {
            id: format!("{x}{y}"),
            shows: [x, y].map(|v| shows(names[v], 2, |at| format!("{}{at}", names[v]))).to_vec(),
            groups: groups.collect(),
            withheld: Vec::new(),
        });
    }
    let year = year_of(&[vec![46]], tables);
    let rows: Vec<Row> = people
        .iter()
        .flat_map(|(at, many)| (0..*many).map(move |_| at))
        .zip(0..)
        .map(|(at, child)| Row {
            child,
            values: (0..3)
                .map(|v| (names[v].to_owned(), format!("{}{}", names[v], at[v])))
                .collect(),
        })
        .collect();
    // Of whom 1 in all three, there are from one to eight, so fewer than nine.
    let question = Question { published: &year, k: 9, rows: Some(&rows), crossings: true };
    let found = audit::audit(&question).unwrap().exposures;
    let crossing: Vec<&Exposure> = found.iter().filter(|e| e.crossing).collect();
    let [only] = crossing.as_slice() else { panic!("{crossing:?}") };
    let all_ones: Vec<(String, Vec<String>)> =
        names.iter().map(|name| ((*name).to_owned(), vec![format!("{name}1")])).collect();
    assert_eq!(only.cell, all_ones);
    assert_eq!((only.how, only.episodes), (How::FewerThanK, (1, 8)));
    assert_eq!(only.tables, ["01", "02", "12"]);
    // That is no fewer than five for certain.
    let question = Question { k: 5, ..question };
    assert_eq!(audit::audit(&question).unwrap().exposures, []);
}

#[test]
fn files_that_are_no_release_are_refused() {
    let (_, mut files) = small();
    files.retain(|f| f.name != "cells.csv");
    assert_eq!(
        audit::of_release(&files, 5, &[]),
        Err(AuditFault::Unreadable { file: "cells.csv" })
    );
}

#[test]
fn a_release_read_back_has_every_group() {
    let release = borough_release();
    let year = PublishedYear::from_files(&release.files, &borough()).unwrap();
    let groups: usize = year.tables.iter().map(|t| t.groups.len()).sum();
    assert_eq!(groups, text(&release.files, "cells.csv").lines().count() - 1);
    assert_eq!(year.tables.len(), release.manifest.tables.len());
    assert_eq!(year.episodes, 900);
}

fn describe(found: &[Exposure]) -> Vec<String> {
    found
        .iter()
        .map(|e| {
            format!(
                "{:?} {} {:?} {:?} {:?}",
                e.how, e.tables[0], e.cell, e.episodes, e.children_at_most
            )
        })
        .collect()
}

#[test]
fn nothing_can_be_worked_out_from_a_release_of_the_example_profile() {
    for (children, episodes) in [(285, 900), (95, 300), (40, 120), (20, 45)] {
        let rows = rows(children, episodes, 7);
        let release = made(&profile(), &rows, 1).unwrap();
        let found = audit::of_release(&release.files, 5, &rows).unwrap();
        assert!(found.asked > 50, "{}", found.asked);
        assert_eq!(describe(&found.exposures), [""; 0]);
    }
}

/// A borough's year of all topic tables, of many children and of few. Prints what the audit took: run
/// it with `--profile bench` and `--nocapture`.
#[test]
fn a_boroughs_year_of_all_topic_tables_is_audited() {
    let standard = standard();
    let profile = borough_profile(&standard);
    for (children, episodes) in [(285, 900), (60, 150)] {
        let rows = rows_for(&profile, children, episodes, 7);
        let mut draws = Draws(1);
        let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
        let release = make(&profile, &rows, &request(), tools).unwrap();
        let published = PublishedYear::from_files(&release.files, &rows).unwrap();
        for crossings in [false, true] {
            let question = Question { published: &published, k: 5, rows: Some(&rows), crossings };
            let start = std::time::Instant::now();
            let found = audit::audit(&question).unwrap();
            println!(
                "{children} children, crossings {crossings}: {:?}, {} groups asked about, {} programmes solved, largest of {} unknowns",
                start.elapsed(),
                found.asked,
                found.solved,
                found.largest_part,
            );
            assert_eq!(describe(&found.exposures), [""; 0]);
        }
    }
}

#[test]
fn all_that_is_said_of_a_group_is_true_of_the_rows_behind_it() {
    let mut asked = 0;
    let mut said = 0;
    // A k above the one that the release was made with, so that there is something to say.
    for seed in 0..8 {
        let rows = rows(20 + seed * 15, 50 + seed * 40, seed + 167);
        let Ok(release) = made(&profile(), &rows, seed) else { continue };
        for k in [5, 9] {
            let found = audit::of_release(&release.files, k, &rows).unwrap();
            asked += found.asked;
            said += found.exposures.len();
            for exposure in &found.exposures {
                let inside: Vec<&Row> = rows
                    .iter()
                    .filter(|row| {
                        exposure.cell.iter().all(|(name, codes)| codes.contains(&row.values[name]))
                    })
                    .collect();
                let children: BTreeSet<u64> = inside.iter().map(|row| row.child).collect();
                let (episodes, children) = (inside.len() as i64, children.len() as i64);
                let (low, high) = exposure.episodes;
                assert!((low..=high).contains(&episodes), "{episodes} {exposure:?}");
                assert!((1..i64::from(k)).contains(&children), "{children} {exposure:?}");
                assert!(children <= exposure.children_at_most, "{children} {exposure:?}");
            }
        }
    }
    assert!(asked > 1_000 && said > 10, "{asked} asked, {said} said");
}

/// Every way to share out `total` over some cells.
fn share_out(total: u64, cells: usize, start: &mut Vec<u64>, each: &mut dyn FnMut(&[u64])) {
    if start.len() + 1 == cells {
        start.push(total);
        each(start);
        start.pop();
        return;
    }
    for here in 0..=total {
        start.push(here);
        share_out(total - here, cells, start, each);
        start.pop();
    }
}

/// What each of three codes is shown as, where a table shows them.
type Cut = Option<[usize; 3]>;

/// Three codes by three, of which tables show this or that as one.
struct Merged {
    tables: Vec<(Cut, Cut)>,
}

impl Merged {
    /// What all the tables print of some counts, cell by cell.
    fn printed(&self, counts: &[u64]) -> Vec<BTreeMap<(usize, usize), u64>> {
        self.tables
            .iter()
            .map(|(rows, columns)| {
                let mut groups = BTreeMap::new();
                for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let row = rows.map_or(9, |cut| cut[at / 3]);
                    let column = columns.map_or(9, |cut| cut[at % 3]);
                    *groups.entry((row, column)).or_default() += count;
                }
                groups
            })
            .collect()
    }

    fn year(&self, counts: &[u64]) -> PublishedYear {
        let printed = self.printed(counts);
        let tables =
            printed.iter().zip(&self.tables).enumerate().map(|(at, (groups, (rows, columns)))| {
                let sides = [("row", rows), ("column", columns)];
                let shown: Vec<Shows> = sides
                    .iter()
                    .filter_map(|(name, cut)| {
                        cut.map(|cut| shows(name, 3, |code| format!("{name}{}", cut[code])))
                    })
                    .collect();
                let groups = groups.iter().map(|((r, c), &count)| {
                    let codes: Vec<String> = [("row", r), ("column", c)]
                        .iter()
                        .filter(|(_, code)| **code != 9)
                        .map(|(name, code)| format!("{name}{code}"))
                        .collect();
                    PublishedGroup { codes, children: count, episodes: count }
                });
                let groups = groups.collect();
                PublishedTable { id: format!("t{at}"), shows: shown, groups, withheld: vec![] }
            });
        year_of(&[counts.to_vec()], tables.collect())
    }

    /// The codes of the rows, or of the columns, that no table tells apart.
    fn atoms(&self, rows: bool) -> BTreeSet<Vec<usize>> {
        let cuts: Vec<[usize; 3]> =
            self.tables.iter().filter_map(|(r, c)| if rows { *r } else { *c }).collect();
        (0..3)
            .map(|code| (0..3).filter(|o| cuts.iter().all(|cut| cut[*o] == cut[code])).collect())
            .collect()
    }
}

/// For each group that was found: its rows, its columns.
fn places(found: &[Exposure]) -> BTreeSet<(Vec<usize>, Vec<usize>)> {
    let side = |exposure: &Exposure, name: &str| -> Vec<usize> {
        match exposure.cell.iter().find(|(n, _)| n == name) {
            Some((_, codes)) => {
                codes.iter().map(|c| c.strip_prefix(name).unwrap().parse().unwrap()).collect()
            }
            None => vec![0, 1, 2],
        }
    };
    found.iter().map(|e| (side(e, "row"), side(e, "column"))).collect()
}

#[test]
fn what_is_exposed_by_merged_tables_is_what_every_filling_agrees_on() {
    const CUTS: [[usize; 3]; 5] = [[0, 1, 2], [0, 0, 2], [0, 1, 1], [0, 1, 0], [0, 0, 0]];
    let k = 3;
    let mut draws = Draws(5);
    let (mut exposed, mut safe) = (0, 0);
    for _ in 0..60 {
        let mut cut = || Some(CUTS[draws.below(5) as usize]);
        let merged =
            Merged { tables: vec![(cut(), None), (None, cut()), (cut(), cut()), (cut(), cut())] };
        let mut counts = vec![0; 9];
        (0..9).for_each(|_| counts[draws.below(9) as usize] += 1);
        let truth = merged.printed(&counts);
        let mut fillings = Vec::new();
        share_out(9, 9, &mut Vec::new(), &mut |filling| {
            if merged.printed(filling) == truth {
                fillings.push(filling.to_vec());
            }
        });
        let range = |rows: &[usize], columns: &[usize]| {
            let sums = fillings.iter().map(|filling| -> u64 {
                rows.iter().flat_map(|r| columns.iter().map(move |c| filling[r * 3 + c])).sum()
            });
            (sums.clone().min().unwrap(), sums.max().unwrap())
        };
        let year = merged.year(&counts);
        let question = Question { published: &year, k, rows: None, crossings: true };
        let found = places(&audit::audit(&question).unwrap().exposures);
        for (rows, columns) in &found {
            let (low, high) = range(rows, columns);
            assert!(low >= 1 && high < u64::from(k), "{rows:?} {columns:?} {low} {high}");
        }
        for rows in &merged.atoms(true) {
            for columns in &merged.atoms(false) {
                let (low, high) = range(rows, columns);
                let known = low >= 1 && high < u64::from(k);
                let place = (rows.clone(), columns.clone());
                assert_eq!(found.contains(&place), known, "{place:?} {counts:?}");
                exposed += usize::from(known);
                safe += usize::from(!known);
            }
        }
    }
    assert!(exposed > 20 && safe > 20, "{exposed} exposed, {safe} safe");
}
