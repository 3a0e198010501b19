//! The audit against the plain way: every group by programmes of its own over all there is.

use std::collections::{BTreeMap, BTreeSet};

use super::crossing::Crossings;
use super::grid::{Grid, Grids};
use super::solve::Solver;
use super::system::System;
use super::truth::Truth;
use super::{
    AuditFault, Auditor, Exposure, How, PublishedGroup, PublishedTable, PublishedYear, Question,
    Shows, audit, crossing,
};
use crate::Row;

/// A group that is exposed, how, and between which numbers it lies.
type Verdict = (Vec<(String, Vec<String>)>, How, (i64, i64), i64);

fn verdicts(found: Vec<Exposure>) -> BTreeSet<Verdict> {
    found.into_iter().map(|e| (e.cell, e.how, e.episodes, e.children_at_most)).collect()
}

/// Solves every programme of every group, and keeps nothing from one to the next.
fn plainly(question: &Question<'_>) -> Result<BTreeSet<Verdict>, AuditFault> {
    let mut grids = Grids::new(question.published, question.k)?;
    let truth = question.rows.map(|rows| Truth::new(rows, &grids.variables)).transpose()?;
    let episodes = std::mem::take(&mut grids.episodes);
    let children = grids.children.take();
    let k = i64::from(question.k);
    let auditor = Auditor { question, k, variables: &grids.variables, truth };
    let mut found = BTreeSet::new();
    let mut ask = |grid: &Grid, episodes: &System, children: Option<&System>| {
        for suspect in auditor.suspects(grid, &[]) {
            let solver = || Solver::new(episodes.clone());
            let low = solver().least(&suspect.cells)?;
            if low == 0 {
                continue;
            }
            let high = solver().most(&suspect.cells)?;
            let mut children_at_most = high;
            if let Some(children) = children.filter(|_| high >= k && auditor.adds_up(&suspect)) {
                match Solver::new(children.clone()).most(&suspect.cells) {
                    Ok(most) => children_at_most = most.min(high),
                    Err(AuditFault::Contradiction) => {}
                    Err(fault) => return Err(fault),
                }
            }
            if children_at_most < k || low == high && suspect.small {
                let how = if low == high { How::Recovered } else { How::FewerThanK };
                let exposure =
                    auditor.exposure(grid, &suspect.sides, how, ((low, high), children_at_most));
                found.extend(verdicts(vec![exposure]));
            }
        }
        Ok(())
    };
    for grid in grids.grids.values().filter(|grid| !grid.scope.is_empty()) {
        ask(grid, &episodes, children.as_ref())?;
    }
    let crossings = Crossings::new(&grids, &episodes);
    for scope in crossing::scopes(&grids) {
        let grid = crossings.grid(&scope);
        ask(&grid, &crossings.system(&grid)?, None)?;
    }
    Ok(found)
}

struct Draws(u64);

impl Draws {
    fn below(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }
}

/// Two topics and three answers to cross them with, which mostly stay with a child.
const CODES: [(&str, usize); 5] = [("t0", 4), ("t1", 3), ("x", 3), ("y", 3), ("z", 2)];
const TABLES: [&[usize]; 10] =
    [&[0], &[1], &[0, 2], &[0, 3], &[0, 4], &[1, 2], &[1, 3], &[1, 4], &[0, 2, 3], &[1, 3, 4]];

fn some_rows(draws: &mut Draws) -> Vec<Row> {
    let children = 6 + draws.below(25);
    let stays = draws.below(4) > 0;
    let draw = |draws: &mut Draws, of: usize| draws.below(of).min(draws.below(of));
    let of_children: Vec<Vec<usize>> =
        (0..children).map(|_| CODES.map(|(_, many)| draw(draws, many)).to_vec()).collect();
    (0..children + draws.below(children))
        .map(|at| {
            let child = if at < children { at } else { draws.below(children) };
            let codes = CODES.iter().enumerate().map(|(v, (name, many))| {
                let code = if stays && v > 1 { of_children[child][v] } else { draw(draws, *many) };
                ((*name).to_owned(), format!("{name}{code}"))
            });
            Row { child: child as u64, values: codes.collect() }
        })
        .collect()
}

/// Tables of the rows, some of which show codes as one. Nothing keeps them from telling together.
fn some_tables(rows: &[Row], draws: &mut Draws) -> PublishedYear {
    let mut tables = Vec::new();
    for of in TABLES {
        if draws.below(6) == 0 {
            continue;
        }
        let shows: Vec<Shows> = of
            .iter()
            .map(|&v| {
                let (name, many) = CODES[v];
                let merged = draws.below(3);
                let from = draws.below(many);
                let codes = (0..many).map(|code| {
                    let to = if code >= from && code <= from + merged { from } else { code };
                    (format!("{name}{code}"), format!("{name}{to}"))
                });
                Shows { variable: name.to_owned(), codes: codes.collect() }
            })
            .collect();
        let mut groups: BTreeMap<Vec<String>, (BTreeSet<u64>, u64)> = BTreeMap::new();
        for row in rows {
            let codes = shows.iter().map(|s| s.codes[&row.values[&s.variable]].clone()).collect();
            let group = groups.entry(codes).or_default();
            group.0.insert(row.child);
            group.1 += 1;
        }
        let groups = groups.into_iter().map(|(codes, (children, episodes))| PublishedGroup {
            codes,
            children: children.len() as u64,
            episodes,
        });
        let id = format!("{of:?}");
        tables.push(PublishedTable { id, shows, groups: groups.collect(), withheld: vec![] });
    }
    let children: BTreeSet<u64> = rows.iter().map(|row| row.child).collect();
    PublishedYear {
        authority: "E09000012".into(),
        year: "2025-26".into(),
        episodes: rows.len() as u64,
        children: children.len() as u64,
        tables,
    }
}

#[test]
fn what_is_exposed_is_what_solving_every_programme_alone_says() {
    let (mut exposed, mut crossings, mut asked, mut fewer) = (0, 0, 0, 0);
    for seed in 0..30 {
        let mut draws = Draws(seed);
        let rows = some_rows(&mut draws);
        let published = some_tables(&rows, &mut draws);
        let k = if seed % 2 == 0 { 3 } else { 5 };
        for rows in [Some(rows.as_slice()), None] {
            let question = Question { published: &published, k, rows, crossings: true };
            let found = audit(&question).unwrap();
            asked += found.asked;
            exposed += found.exposures.len();
            crossings += found.exposures.iter().filter(|e| e.crossing).count();
            fewer += found.exposures.iter().filter(|e| e.how == How::FewerThanK).count();
            assert_eq!(verdicts(found.exposures), plainly(&question).unwrap(), "seed {seed}");
        }
    }
    println!("{asked} asked, {exposed} exposed, {fewer} of them not exactly, {crossings} crossed");
    assert!(asked > 3 * exposed && fewer > 100 && exposed > 2 * fewer && crossings > 10);
}

#[test]
fn rows_that_are_not_behind_the_tables_clear_nothing() {
    let mut draws = Draws(3);
    let mut told = 0;
    for seed in 0..30 {
        let rows = some_rows(&mut Draws(seed));
        let published = some_tables(&rows, &mut draws);
        // Another child has one of the episodes, or it was about something else.
        let mut other = rows.clone();
        other[0].child = 1_000;
        let code = if other[1].values["t0"] == "t00" { "t03" } else { "t00" };
        other[1].values.insert("t0".to_owned(), code.to_owned());
        let question =
            Question { published: &published, k: 5, rows: Some(&other), crossings: true };
        let found = verdicts(audit(&question).unwrap().exposures);
        told += found.len();
        assert_eq!(found, plainly(&question).unwrap(), "seed {seed}");
    }
    assert!(told > 100, "{told}");
}
