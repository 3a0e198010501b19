//! Ten thousand small random tables and policies, each release held against a checker that counts
//! everything again in the plainest way. A release may be coarser than it would have to be; it may
//! not be less safe.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::verify::{self, Outcome};
use homeward_release::{
    ABSENCE_CODES, By, Ladder, MASKED, Manifest, Policy, Profile, Refusal, Release, Row,
    TableEntry, Tools, Topic, make,
};

use crate::sample::{Draws, hash, request, text};

mod cases;

use cases::{Case, Shape, leaves, random_case};

/// What became of the cases of one shape.
#[derive(Debug, Default)]
struct Tally {
    made: usize,
    refused: usize,
    /// Refused although there are enough children.
    tell_together: usize,
    answers: usize,
    /// Answers that stand as the rows hold them.
    unmerged: usize,
    /// Cases of which some answer is masked or merged.
    coarser: usize,
}

/// What a table shows of one variable: for each of its codes the one that is printed.
struct Shown<'a> {
    variable: &'a str,
    codes: &'a BTreeMap<String, String>,
}

/// The code one step above, as the ladder says, or for an absence code that it does not place.
fn up(ladder: &Ladder, code: &str) -> Option<String> {
    let listed = ladder.steps.iter().find(|s| s.code == code);
    match listed {
        Some(step) => step.broader.clone(),
        None => (ABSENCE_CODES.contains(&code) && code != "NAPP").then(|| "NOT_KNOWN".to_owned()),
    }
}

/// A code and all above it.
fn path(ladder: &Ladder, code: &str) -> Vec<String> {
    let mut path = vec![code.to_owned()];
    while let Some(next) = up(ladder, &path[path.len() - 1]) {
        path.push(next);
    }
    path
}

fn level(ladder: &Ladder, code: &str) -> u8 {
    let listed = ladder.steps.iter().find(|s| s.code == code).map(|s| s.level);
    listed.unwrap_or_else(|| u8::from(matches!(code, "NOT_KNOWN" | "NAPP")))
}

/// Every code is printed as itself or as one above it that is no lower than the floor, and whatever
/// is printed stands for all that lies under it: no two children with one code are told apart.
fn merged_truthfully(profile: &Profile, shown: &Shown<'_>) -> Result<(), String> {
    let variable = profile.variable(shown.variable).ok_or("no such variable")?;
    let ladder = profile.ladder(&variable.ladder).ok_or("no such ladder")?;
    let all = leaves(ladder);
    let told = |code: &String| shown.codes.get(code).ok_or(format!("{code} is not in the merges"));
    for code in &all {
        let path = path(ladder, code);
        let to = told(code)?;
        let top = &path[path.len() - 1];
        if to != MASKED {
            if !path.contains(to) {
                return Err(format!("{code} is printed as {to}, which is not above it"));
            }
            // A step without anything above it stays where it is, whatever the floor.
            if to != top && level(ladder, to) < variable.floor {
                return Err(format!("{code} is printed as {to}, below the floor"));
            }
        }
        for other in &all {
            let other_path = self::path(ladder, other);
            let together = if to == MASKED {
                other_path[other_path.len() - 1] == *top
            } else {
                other_path.contains(to)
            };
            if together && told(other)? != to {
                return Err(format!("{code} is printed as {to} and {other} is not"));
            }
        }
    }
    Ok(())
}

/// One group of one table, in sums: what is printed, and the rows behind it.
struct Group<'r> {
    rows: Vec<&'r Row>,
}

impl Group<'_> {
    fn children(&self) -> BTreeSet<u64> {
        self.rows.iter().map(|row| row.child).collect()
    }

    /// Whether it has enough children, and none of them too many of its rows.
    fn holds(&self, policy: Policy) -> bool {
        let most = self
            .children()
            .into_iter()
            .map(|child| self.rows.iter().filter(|row| row.child == child).count())
            .max()
            .unwrap_or(0);
        self.children().len() >= usize::try_from(policy.k).unwrap()
            && most * 100
                <= self.rows.len() * usize::try_from(policy.largest_share_percent).unwrap()
    }
}

/// Checks one table against the rows, and gives the lines that `cells.csv` must have about it.
fn check_table(
    case: &Case,
    release: &Release,
    topic: &Topic,
    by: &[&By],
    entry: &TableEntry,
    lines: &mut BTreeSet<String>,
) -> Result<(), String> {
    let mut variables = vec![topic.variable.as_str()];
    variables.extend(by.iter().map(|by| by.variable.as_str()));
    let shown: Vec<Shown<'_>> = entry
        .merges
        .iter()
        .map(|merge| Shown { variable: &merge.variable, codes: &merge.codes })
        .collect();
    let told: Vec<&str> = shown.iter().map(|s| s.variable).collect();
    if told != variables {
        return Err(format!("merges of {told:?} in a table of {variables:?}"));
    }
    for one in &shown {
        merged_truthfully(&case.profile, one)?;
    }

    let mut groups: BTreeMap<Vec<String>, Group<'_>> = BTreeMap::new();
    for row in &case.rows {
        let codes = shown.iter().map(|s| s.codes[&row.values[s.variable]].clone()).collect();
        groups.entry(codes).or_insert_with(|| Group { rows: Vec::new() }).rows.push(row);
    }

    // The file holds each row once, as its codes are printed, and nothing else.
    let csv = text(&release.files, &entry.file);
    let mut printed: Vec<&str> = csv.lines().skip(1).collect();
    printed.sort_unstable();
    let mut expected: Vec<String> = Vec::new();
    for (codes, group) in &groups {
        let line = format!("E09000012,2025-26,{}", codes.join(","));
        expected.extend(group.rows.iter().map(|_| line.clone()));
    }
    expected.sort_unstable();
    if printed != expected {
        return Err(format!("prints {printed:?} for {expected:?}"));
    }
    if csv.lines().next() != Some(&*format!("authority,year,{}", variables.join(","))) {
        return Err("has other columns".to_owned());
    }

    for (codes, group) in &groups {
        if !group.holds(case.profile.policy) {
            return Err(format!("{codes:?} has {:?}", group.children()));
        }
        let k = usize::try_from(case.profile.policy.k).unwrap();
        // Said in steps of k.
        let children = (1..).take_while(|n| n * k <= group.children().len()).last().unwrap() * k;
        let (topic, rows) = (&topic.id, group.rows.len());
        let by_ids: Vec<&str> = by.iter().map(|by| by.id.as_str()).collect();
        let (by_ids, value) = match by_ids.is_empty() {
            true => ("none".to_owned(), "ALL".to_owned()),
            false => (by_ids.join("+"), codes[1..].join("+")),
        };
        let answer = &codes[0];
        lines.insert(format!(
            "E09000012,2025-26,{topic},{answer},{by_ids},{value},{children},{rows}"
        ));
    }

    // In each group of those it is crossed with, the table tells of harm to some of the children at
    // most, and not to more than four fifths of them where that is twice the share of all children.
    let told = |codes: &[String]| {
        let mut behind = shown[0].codes.iter().filter(|(_, to)| **to == codes[0]);
        behind.all(|(code, _)| topic.telling.contains(code))
    };
    let children = |wanted: &dyn Fn(&[String]) -> bool| -> BTreeSet<u64> {
        let found = groups.iter().filter(|(codes, _)| wanted(codes));
        found.flat_map(|(_, group)| group.children()).collect()
    };
    let (harmed, all) = (children(&|codes| told(codes)).len(), children(&|_| true).len());
    let others: BTreeSet<&[String]> = groups.keys().map(|codes| &codes[1..]).collect();
    for other in others {
        let of = children(&|codes| codes[1..] == *other && told(codes)).len();
        let here = children(&|codes| codes[1..] == *other).len();
        if of > 0 && (of == here || (of * 100 > here * 80 && of * all >= 2 * harmed * here)) {
            return Err(format!("{of} of {here} children of {other:?}: the table tells of harm"));
        }
    }
    Ok(())
}

/// What a reader knows the number of rows of: the codes that it stands for, a variable at a time,
/// and which rows it is, as bits.
struct Known {
    codes: BTreeMap<String, BTreeSet<String>>,
    rows: u64,
}

/// Every group of every table, and every total over one or more of its columns.
fn all_known(case: &Case, manifest: &Manifest) -> Vec<Known> {
    let mut known: BTreeMap<Vec<(String, Vec<String>)>, u64> = BTreeMap::new();
    for entry in &manifest.tables {
        for kept in 0..1_u32 << entry.merges.len() {
            let kept: Vec<_> = entry
                .merges
                .iter()
                .enumerate()
                .filter(|(place, _)| kept & (1 << place) != 0)
                .map(|(_, merge)| merge)
                .collect();
            for (at, row) in case.rows.iter().enumerate() {
                let codes = kept.iter().map(|merge| {
                    let to = &merge.codes[&row.values[&merge.variable]];
                    let behind = merge.codes.iter().filter(|(_, other)| *other == to);
                    (merge.variable.clone(), behind.map(|(code, _)| code.clone()).collect())
                });
                *known.entry(codes.collect()).or_insert(0) |= 1 << at;
            }
        }
    }
    known
        .into_iter()
        .map(|(codes, rows)| Known {
            codes: codes.into_iter().map(|(v, codes)| (v, codes.into_iter().collect())).collect(),
            rows,
        })
        .collect()
}

/// Taking what one table says from what another says leaves nobody, or enough children.
fn nothing_left_between(case: &Case, manifest: &Manifest) -> Result<(), String> {
    let known = all_known(case, manifest);
    for wide in &known {
        for narrow in &known {
            let within = wide.codes.iter().all(|(variable, codes)| {
                narrow.codes.get(variable).is_some_and(|inner| inner.is_subset(codes))
            });
            let left = wide.rows & !narrow.rows;
            if !within || left == 0 {
                continue;
            }
            let behind = case.rows.iter().enumerate().filter(|(at, _)| left & (1 << at) != 0);
            let children: BTreeSet<u64> = behind.map(|(_, row)| row.child).collect();
            if children.len() < usize::try_from(case.profile.policy.k).unwrap() {
                return Err(format!(
                    "{:?} less {:?} leaves {children:?}",
                    wide.codes, narrow.codes
                ));
            }
        }
    }
    Ok(())
}

/// Which tables there have to be.
fn expected_tables(profile: &Profile) -> Vec<(&Topic, Vec<&By>, String)> {
    let mut tables = Vec::new();
    for topic in &profile.topics {
        tables.push((topic, vec![], format!("tables/{}.csv", topic.id)));
        for by in &profile.by {
            tables.push((topic, vec![by], format!("tables/{}-by-{}.csv", topic.id, by.id)));
        }
        if let ([first, second], true) = (profile.by.as_slice(), topic.pairs) {
            let file = format!("tables/{}-by-{}-and-{}.csv", topic.id, first.id, second.id);
            tables.push((topic, vec![first, second], file));
        }
    }
    tables
}

fn check(case: &Case, release: &Release, tally: &mut Tally) -> Result<(), String> {
    let manifest: Manifest = serde_json::from_str(&text(&release.files, "manifest.json"))
        .map_err(|error| error.to_string())?;
    let whole = Group { rows: case.rows.iter().collect() };
    let totals = (manifest.totals.episodes, manifest.totals.children);
    let counted = (whole.rows.len() as u64, whole.children().len() as u64);
    if totals != counted {
        return Err(format!("the totals are {totals:?} for {counted:?}"));
    }
    let mut lines = BTreeSet::new();
    let expected = expected_tables(&case.profile);
    if manifest.tables.len() != expected.len() {
        return Err("another number of tables".to_owned());
    }
    let mut coarser = false;
    for (topic, by, file) in expected {
        let entry =
            manifest.tables.iter().find(|t| t.file == file).ok_or(format!("no table {file}"))?;
        check_table(case, release, topic, &by, entry, &mut lines)
            .map_err(|problem| format!("{file}: {problem}"))?;
        for row in &case.rows {
            for merge in &entry.merges {
                let code = &row.values[&merge.variable];
                tally.answers += 1;
                let unmerged = merge.codes[code] == *code;
                tally.unmerged += usize::from(unmerged);
                coarser |= !unmerged;
            }
        }
    }
    tally.coarser += usize::from(coarser);
    let cells = text(&release.files, "cells.csv");
    let written: BTreeSet<String> = cells.lines().skip(1).map(str::to_owned).collect();
    if written != lines || cells.lines().count() != lines.len() + 1 {
        return Err(format!("cells.csv says {written:?} for {lines:?}"));
    }
    nothing_left_between(case, &manifest)?;
    let report = verify::check(&release.files, &case.profile, &hash, Some(&case.rows));
    if report.outcome != Outcome::Holds {
        return Err(format!("the verifier says {:?}", report.problems));
    }
    Ok(())
}

/// Whether a refusal is the one that these rows call for.
fn refused_rightly(case: &Case, refusal: &Refusal) -> bool {
    let whole = Group { rows: case.rows.iter().collect() };
    let enough = whole.children().len() >= usize::try_from(case.profile.policy.k).unwrap();
    match refusal {
        Refusal::NoEpisodes { .. } => case.rows.is_empty(),
        Refusal::TooFewChildren { .. } => !case.rows.is_empty() && !enough,
        Refusal::OneChildStandsOut { .. } => enough && !whole.holds(case.profile.policy),
        Refusal::TablesTellTogether { .. } => whole.holds(case.profile.policy),
        _ => false,
    }
}

fn run(shape: Shape, cases: u64) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..cases {
        let case = random_case(shape, seed);
        let mut draws = Draws(seed);
        let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
        match make(&case.profile, &case.rows, &request(), tools) {
            Ok(release) => {
                tally.made += 1;
                let whole = Group { rows: case.rows.iter().collect() };
                assert!(whole.holds(case.profile.policy), "{shape:?} {seed}: made of too few");
                if let Err(problem) = check(&case, &release, &mut tally) {
                    panic!("{shape:?} {seed}: {problem}");
                }
            }
            Err(refusal) => {
                tally.refused += 1;
                tally.tell_together +=
                    usize::from(matches!(refusal, Refusal::TablesTellTogether { .. }));
                assert!(refused_rightly(&case, &refusal), "{shape:?} {seed}: {refusal:?}");
            }
        }
    }
    // A checker that only ever sees masked tables or refusals would find nothing.
    println!("{shape:?}: {tally:?}");
    let (made, cases) = (tally.made, usize::try_from(cases).unwrap());
    assert!(made * 2 > cases, "{tally:?}");
    assert!(tally.refused * 10 > cases, "{tally:?}");
    assert!(tally.tell_together * 50 < cases, "{tally:?}");
    assert!(tally.unmerged * 5 > tally.answers, "{tally:?}");
    assert!(tally.coarser * 4 > made, "{tally:?}");
    tally
}

#[test]
fn four_thousand_small_tables_that_stand_alone_hold_what_a_plain_count_asks() {
    run(Shape::Alone, 4_000);
}

#[test]
fn two_thousand_small_tables_by_two_others_hold_what_a_plain_count_asks() {
    run(Shape::By, 2_000);
}

#[test]
fn one_thousand_small_tables_by_pairs_hold_what_a_plain_count_asks() {
    run(Shape::Pairs, 1_000);
}

#[test]
fn three_thousand_small_tables_of_episodes_with_several_harms_hold_what_a_plain_count_asks() {
    run(Shape::Harms, 3_000);
}

#[test]
fn the_plain_count_objects_to_every_release_that_was_made_less_safe() {
    let (mut looser, mut lost, mut untrue, mut told) = (0, 0, 0, 0);
    for seed in 0..60 {
        let case = random_case(Shape::Harms, seed);
        let made = |profile: &Profile| {
            let mut draws = Draws(seed);
            let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
            make(profile, &case.rows, &request(), tools)
        };
        let objects = |release: &Release| check(&case, release, &mut Tally::default()).err();
        let Ok(release) = made(&case.profile) else { continue };

        // Made by looser rules than those it is held to.
        let mut loose = case.profile.clone();
        loose.policy = Policy { k: 2, largest_share_percent: 100 };
        let by_less = made(&loose).unwrap();
        let objection = objects(&by_less);
        assert!(objection.is_some() || by_less.manifest.tables == release.manifest.tables);
        looser += usize::from(objection.is_some_and(|words| words.contains(" has {")));

        let mut silent = case.profile.clone();
        silent.topics.iter_mut().for_each(|topic| topic.telling.clear());
        let objection = made(&silent).ok().and_then(|release| objects(&release));
        told += usize::from(objection.is_some_and(|words| words.contains("tells of harm")));

        let mut changed = release.clone();
        let table = &mut changed.files[1];
        let end = table.bytes.iter().rposition(|byte| *byte == b',').unwrap();
        let line = table.bytes[..end].iter().rposition(|byte| *byte == b'\n').unwrap();
        table.bytes.truncate(line + 1);
        lost += usize::from(objects(&changed).is_some_and(|words| words.contains("prints")));

        let mut changed = release;
        let mut manifest = changed.manifest;
        let merge = &mut manifest.tables[0].merges[0];
        let other = if merge.codes["N"] == "Y" { "N" } else { "Y" };
        merge.codes.insert("N".to_owned(), other.to_owned());
        changed.files[0].bytes = serde_json::to_vec(&manifest).unwrap();
        changed.manifest = manifest;
        untrue += usize::from(objects(&changed).is_some());
    }
    println!("{looser} {lost} {untrue} {told}");
    assert!(looser > 10 && lost > 30 && untrue == lost && told > 0);
}
