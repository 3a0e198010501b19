//! What attacks find on good topic tables, and on tables made badly in one way each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use homeward_release::attacks::{Attack, Test, on_tables};
use homeward_release::measures::of_tables;
use homeward_release::{Profile, ReleaseFile, Row};

use crate::sample::{
    Draws, borough, borough_release, made, manifest, profile, put, put_manifest, rows, text,
};

type Files = Vec<ReleaseFile>;

fn attacks(files: &[ReleaseFile], profile: &Profile, rows: &[Row]) -> Vec<Attack> {
    on_tables(files, profile, rows, 5).unwrap()
}

fn attack(files: &[ReleaseFile], rows: &[Row], id: &str) -> Attack {
    let all = attacks(files, &profile(), rows);
    all.into_iter().find(|attack| attack.id == id).unwrap()
}

/// Writes the tables and the counts again from rows, with other merges: what somebody would make who
/// does not look at children. `order` says in which order the episodes stand.
fn written(
    files: &[ReleaseFile],
    rows: &[Row],
    order: &dyn Fn(usize) -> Vec<usize>,
    shown: &dyn Fn(&str, &str, &str) -> Option<String>,
) -> Files {
    let mut files = files.to_vec();
    let mut manifest = manifest(&files);
    let mut counts = String::from("authority,year,topic,answer,by,by_value,children,episodes\n");
    for (place, table) in manifest.tables.iter_mut().enumerate() {
        for merge in &mut table.merges {
            for (code, to) in &mut merge.codes {
                if let Some(other) = shown(&table.file, &merge.variable, code) {
                    *to = other;
                }
            }
        }
        let codes = |row: &Row| -> Vec<String> {
            table.merges.iter().map(|m| m.codes[&row.values[&m.variable]].clone()).collect()
        };
        let mut text = table.columns.join(",") + "\n";
        for at in order(place) {
            text += &format!("E09000012,2025-26,{}\n", codes(&rows[at]).join(","));
        }
        put(&mut files, &table.file, &text);
        let mut groups: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
        for row in rows {
            groups.entry(codes(row)).or_default().push(row.child);
        }
        for (codes, owners) in groups {
            let children: BTreeSet<u64> = owners.iter().copied().collect();
            let (by, value) = match table.by.len() {
                0 => ("none".to_owned(), "ALL".to_owned()),
                _ => (table.by.join("+"), codes[1..].join("+")),
            };
            let (topic, answer) = (&table.topic, &codes[0]);
            let (n, r) = (children.len(), owners.len());
            counts += &format!("E09000012,2025-26,{topic},{answer},{by},{value},{n},{r}\n");
        }
    }
    put(&mut files, "cells.csv", &counts);
    put_manifest(&mut files, &manifest);
    files
}

/// An order that has nothing to do with the rows.
fn shuffled(many: usize, key: u64) -> Vec<usize> {
    let mut draws = Draws(key);
    let mut order: Vec<usize> = (0..many).collect();
    for last in (1..many).rev() {
        order.swap(last, usize::try_from(draws.below(last as u64 + 1)).unwrap());
    }
    order
}

fn as_it_was(_: &str, _: &str, _: &str) -> Option<String> {
    None
}

fn shuffles(rows: &[Row]) -> impl Fn(usize) -> Vec<usize> + use<> {
    let many = rows.len();
    move |place| shuffled(many, place as u64 * 7919 + 5)
}

/// Every code as it was recorded.
fn naive() -> Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    let make = || {
        let rows = borough();
        let finest = |_: &str, _: &str, code: &str| Some(code.to_owned());
        written(&borough_release().files, &rows, &shuffles(&rows), &finest)
    };
    FILES.get_or_init(make).clone()
}

/// The profile with a topic of which two answers tell of harm.
fn telling() -> Profile {
    let mut telling = profile();
    telling.topics[1].telling = BTreeSet::from(["NO_CONTACT".to_owned(), "DECLINED".to_owned()]);
    telling
}

#[test]
fn on_a_boroughs_tables_every_attack_is_tried_and_finds_nobody() {
    let telling = telling();
    let files = made(&telling, &borough(), 1).unwrap().files;
    let found = attacks(&files, &telling, &borough());
    for attack in &found {
        println!("{:?} {}: {} {}", attack.test, attack.id, attack.title(), attack.found());
        assert!(attack.tried > 0, "{}", attack.id);
        assert!(attack.holds(), "{}", attack.found());
        assert!(attack.fewest.is_none_or(|fewest| fewest >= 5), "{}", attack.found());
        assert!(attack.found().ends_with('.') && attack.title().starts_with("Somebody"));
    }
    let tests: Vec<Test> = found.iter().map(|attack| attack.test).collect();
    assert!(tests.is_sorted(), "they come in the order of the tests");
}

#[test]
fn on_the_tables_of_few_children_no_attack_finds_anybody() {
    for seed in 0..8 {
        let rows = rows(14 + seed * 9, 30 + seed * 25, seed);
        let Ok(release) = made(&telling(), &rows, seed) else { continue };
        for attack in attacks(&release.files, &telling(), &rows) {
            assert!(attack.holds(), "{seed} {}: {}", attack.id, attack.found());
        }
    }
}

#[test]
fn tables_that_show_every_code_as_it_was_recorded_are_caught() {
    for id in ["one_incident", "two_incidents", "three_incidents", "eight_facts"] {
        let found = attack(&naive(), &borough(), id);
        assert!(!found.holds(), "{id}");
        assert_eq!(found.fewest, Some(1), "{id}: {}", found.found());
    }
    assert!(!attack(&naive(), &borough(), "dominance").holds());
}

#[test]
fn tables_in_the_order_of_the_records_are_caught() {
    let many = borough().len();
    for (name, order) in [
        ("forwards", (0..many).collect::<Vec<_>>()),
        ("backwards", (0..many).rev().collect()),
        ("all the same", shuffled(many, 3)),
    ] {
        let files = written(&borough_release().files, &borough(), &|_| order.clone(), &as_it_was);
        assert!(!attack(&files, &borough(), "row_order").holds(), "{name}");
    }
}

#[test]
fn of_many_shuffled_releases_none_is_said_to_have_an_order() {
    let rows = rows(60, 200, 2);
    for key in 0..40 {
        let order = |place: usize| shuffled(rows.len(), key * 1000 + place as u64);
        let files = written(&borough_release().files, &rows, &order, &as_it_was);
        let found = attack(&files, &rows, "row_order");
        assert!(found.holds(), "{key}: {}", found.found());
    }
}

#[test]
fn tables_with_a_number_for_each_child_are_caught() {
    let rows = borough();
    let order = shuffles(&rows);
    let mut files = written(&borough_release().files, &rows, &order, &as_it_was);
    for (place, table) in manifest(&files).tables.iter().enumerate() {
        let mut lines: Vec<String> = text(&files, &table.file).lines().map(str::to_owned).collect();
        lines[0] += ",ref";
        for (line, at) in lines[1..].iter_mut().zip(order(place)) {
            *line += &format!(",C{}", rows[at].child * 31 % 997);
        }
        put(&mut files, &table.file, &(lines.join("\n") + "\n"));
    }
    assert!(attack(&files, &rows, "one_incident").holds(), "it takes more than one");
    for id in ["two_incidents", "three_incidents", "eight_facts"] {
        let found = attack(&files, &rows, id);
        assert!(!found.holds() && found.fewest == Some(1), "{id}: {}", found.found());
    }
}

/// The finest tables of other rows than the borough's.
fn naive_of(rows: &[Row]) -> Files {
    let finest = |_: &str, _: &str, code: &str| Some(code.to_owned());
    written(&borough_release().files, rows, &shuffles(rows), &finest)
}

fn told(files: &[ReleaseFile], rows: &[Row], id: &str) -> Attack {
    let all = attacks(files, &telling(), rows);
    all.into_iter().find(|attack| attack.id == id).unwrap()
}

/// Gives the outcome of the conversation to each row that is asked for, and `DONE` to the others.
fn outcome(rows: &mut [Row], code: &str, to: impl Fn(&Row) -> bool) {
    for row in rows {
        let code = if to(row) { code } else { "DONE" };
        row.values.insert("rhi_outcome".into(), code.into());
    }
}

#[test]
fn a_group_in_which_every_child_declined_once_is_caught_though_they_have_other_answers_too() {
    let mut rows = borough();
    let mut seen = BTreeSet::new();
    let first: Vec<bool> = rows.iter().map(|row| seen.insert(row.child)).collect();
    let mut at = first.iter();
    for row in &mut rows {
        let declined = *at.next().unwrap() && row.values["sex"] == "F";
        let code = if declined { "DECLINED" } else { "DONE" };
        row.values.insert("rhi_outcome".into(), code.into());
    }
    let found = told(&naive_of(&rows), &rows, "homogeneity");
    assert!(!found.holds() && found.share == Some(10_000), "{}", found.found());
    outcome(&mut rows, "DECLINED", |row| row.child % 3 == 0);
    assert!(told(&naive_of(&rows), &rows, "homogeneity").holds());
}

#[test]
fn a_group_in_which_declining_is_far_more_common_is_caught() {
    let mut rows = borough();
    outcome(&mut rows, "DECLINED", |row| row.values["age"] == "A17" && row.child % 11 != 0);
    assert!(!told(&naive_of(&rows), &rows, "skew").holds());
    outcome(&mut rows, "DECLINED", |row| row.child % 11 != 0);
    assert!(told(&naive_of(&rows), &rows, "skew").holds(), "as common among all");
}

#[test]
fn a_table_that_can_be_taken_from_another_is_caught() {
    let mut rows = borough();
    let few: BTreeSet<u64> = rows.iter().map(|row| row.child).take(3).collect();
    let mut at = 0_usize;
    for row in &mut rows {
        at += 1;
        let code = match at % 5 {
            _ if few.contains(&row.child) => "NAPP",
            0 => "PEND",
            1 => "DECLINED",
            2 => "NO_CONTACT",
            _ => "DONE",
        };
        row.values.insert("rhi_outcome".into(), code.into());
    }
    // Masked with one answer in this table, and with another in that.
    let masked = |file: &str, variable: &str, code: &str| {
        let with = if file == "tables/rhi.csv" { "PEND" } else { "NO_CONTACT" };
        let own = variable == "rhi_outcome";
        Some(if own && [with, "NAPP"].contains(&code) { "SUPP" } else { code }.to_owned())
    };
    let files = written(&borough_release().files, &rows, &shuffles(&rows), &masked);
    for id in ["crossing", "own_algorithm"] {
        let found = attack(&files, &rows, id);
        assert!(!found.holds() && found.fewest <= Some(3), "{id}: {}", found.found());
    }
    let alike = |_: &str, variable: &str, code: &str| masked("", variable, code);
    let files = written(&borough_release().files, &rows, &shuffles(&rows), &alike);
    assert!(attack(&files, &rows, "crossing").holds(), "masked with the same everywhere");
}

#[test]
fn the_figures_are_those_of_a_plain_count() {
    for seed in 0..4 {
        let rows = rows(30, 80, seed);
        let files = naive_of(&rows);
        let (mut fewest, mut below, mut tried, mut largest) = (u64::MAX, 0, 0, 0);
        for table in manifest(&files).tables {
            let alike = |a: &Row, b: &Row| {
                table.columns[2..].iter().all(|column| a.values[column] == b.values[column])
            };
            for row in &rows {
                let here: Vec<&Row> = rows.iter().filter(|other| alike(row, other)).collect();
                let children: BTreeSet<u64> = here.iter().map(|row| row.child).collect();
                let own = |child| here.iter().filter(|row| row.child == child).count();
                let most = children.iter().map(|child| own(*child)).max().unwrap();
                fewest = fewest.min(children.len() as u64);
                below += u64::from(children.len() < 5);
                tried += 1;
                largest = largest.max((most * 10_000 / here.len()) as u64);
            }
        }
        let found = attack(&files, &rows, "one_incident");
        assert_eq!((found.fewest, found.below_k, found.tried), (Some(fewest), below, tried));
        assert_eq!(attack(&files, &rows, "dominance").share, Some(largest));
        let measures = of_tables(&files).unwrap();
        let highest = measures.iter().find(|measure| measure.id == "prosecutor_highest").unwrap();
        assert_eq!(highest.ten_thousandths, 10_000_u64.div_ceil(fewest));
        let untouched = measures.iter().filter(|measure| measure.id == "ncp");
        assert!(untouched.into_iter().all(|measure| measure.ten_thousandths == 0));
    }
}

#[test]
fn files_of_other_rows_or_that_cannot_be_read_are_not_attacked() {
    let good = borough_release().files;
    let fault = |files: &[ReleaseFile], rows: &[Row]| {
        on_tables(files, &profile(), rows, 5).unwrap_err().to_string()
    };
    assert!(fault(&good, &rows(30, 80, 1)).contains("was not made of these episodes"));
    let mut damaged = good.clone();
    put(&mut damaged, "tables/rhi.csv", "authority,year\n");
    assert!(fault(&damaged, &borough()).contains("tables/rhi.csv is missing or cannot be read"));
    damaged.retain(|file| file.name != "manifest.json");
    assert!(fault(&damaged, &borough()).contains("manifest.json"));
}
