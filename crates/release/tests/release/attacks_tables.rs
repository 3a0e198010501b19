//! What attacks find on good topic tables, and on tables made badly in one way each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use homeward_release::attacks::{Attack, Test, on_tables};
use homeward_release::measures::of_tables;
use homeward_release::{Profile, ReleaseFile, Row};

use crate::sample::{
    Draws, borough, borough_release, made, manifest, profile, put, put_manifest, text,
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

#[test]
fn on_a_boroughs_tables_every_attack_is_tried_and_finds_nobody() {
    let mut telling = profile();
    telling.topics[1].telling = BTreeSet::from(["NO_CONTACT".to_owned(), "DECLINED".to_owned()]);
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
    for measure in of_tables(&files).unwrap() {
        println!("{} {:?} {}", measure.name(), measure.of, measure.ten_thousandths);
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
