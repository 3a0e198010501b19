//! What attacks find on a good file of records, and on files made badly in one way each.

use std::collections::BTreeSet;

use homeward_release::attacks::Test;
use homeward_release::records_check::{Column, Kind};

use crate::records_file::{AGE, File, HARMS, REASONS, SEX, good};
use crate::sample::Draws;

fn file() -> File {
    good(200, 600, 5)
}

#[test]
fn on_a_good_file_every_attack_is_tried_and_all_but_that_of_two_items_find_nobody() {
    let found = file().attacks();
    let tests: Vec<Test> = found.iter().map(|attack| attack.test).collect();
    assert!(tests.is_sorted(), "they come in the order of the tests");
    for attack in found {
        println!("{}: {} {}", attack.id, attack.title(), attack.found());
        assert!(attack.tried > 0, "{}", attack.id);
        assert_eq!(attack.holds(), attack.id != "two_items", "{}", attack.found());
    }
    for measure in file().measures() {
        println!("{} {:?} {}", measure.name(), measure.of, measure.ten_thousandths);
    }
}

#[test]
fn rows_as_they_were_recorded_are_caught() {
    let naive = file().naive();
    for id in ["one_incident", "two_incidents", "three_incidents", "eight_facts", "two_items"] {
        let found = naive.attack(id);
        assert!(!found.holds() && found.fewest < Some(5), "{id}: {}", found.found());
    }
}

#[test]
fn the_figures_of_the_attacks_are_those_of_a_plain_count() {
    let file = file();
    let groups = file.groups();
    let people = |rows: &mut dyn Iterator<Item = usize>| {
        rows.map(|row| file.person(row)).collect::<BTreeSet<u32>>().len() as u64
    };
    let fewest = groups.values().map(|rows| people(&mut rows.iter().copied())).min();
    assert_eq!(file.attack("one_incident").fewest, fewest);
    let mut two_items = Vec::new();
    for rows in groups.values() {
        let said = |row: usize| -> BTreeSet<String> {
            let cells = [("h", &file.cells[row][HARMS]), ("r", &file.cells[row][REASONS])];
            let items = cells.iter().flat_map(|(c, text)| text.split('|').map(move |i| (c, i)));
            items.map(|(column, item)| format!("{column} {item}")).collect()
        };
        let all: BTreeSet<String> = rows.iter().flat_map(|row| said(*row)).collect();
        for one in &all {
            for two in all.range(one.clone()..) {
                let has = |row: &usize| said(*row).contains(one) && said(*row).contains(two);
                two_items.push(people(&mut rows.iter().copied().filter(has)));
            }
        }
    }
    two_items.retain(|people| *people > 0);
    let found = file.attack("two_items");
    assert_eq!(found.tried, two_items.len() as u64);
    assert_eq!(found.fewest, two_items.iter().copied().min());
    assert_eq!(found.below_k, two_items.iter().filter(|people| **people < 5).count() as u64);
}

#[test]
fn a_group_that_is_mostly_one_childs_is_caught() {
    let mut bad = file();
    let rows = bad.groups().into_values().next().unwrap();
    for row in &rows[..rows.len() / 2 + 1] {
        bad.people[bad.rows[*row] as usize] = 5000;
    }
    assert!(!bad.attack("dominance").holds());
}

#[test]
fn a_group_whose_children_share_a_harm_is_caught() {
    let mut bad = file();
    for row in bad.groups().into_values().next().unwrap() {
        bad.rewrite(row, HARMS, "C");
    }
    assert!(!bad.attack("homogeneity").holds());
    assert!(!bad.attack("skew").holds());
    bad.rules.l = 1;
    assert!(!bad.attack("homogeneity").holds(), "whatever the policy asks for");
}

/// A file in which the rows stand in another order.
fn ordered(mut file: File, by: impl Fn(&File, usize) -> u64) -> File {
    let mut order: Vec<usize> = (0..file.rows.len()).collect();
    order.sort_by_key(|row| by(&file, *row));
    file.cells = order.iter().map(|row| file.cells[*row].clone()).collect();
    file.rows = order.iter().map(|row| file.rows[*row]).collect();
    file
}

#[test]
fn rows_in_the_order_of_the_records_or_child_by_child_are_caught() {
    let forwards = ordered(file(), |file, row| u64::from(file.rows[row]));
    let backwards = ordered(file(), |file, row| u64::from(u32::MAX - file.rows[row]));
    let by_child = ordered(file(), |file, row| u64::from(file.person(row)) * 31 % 211);
    let pieces = ordered(file(), |file, row| {
        let record = u64::from(file.rows[row]);
        (record / 20 * 7 % 31) * 1000 + record
    });
    for (name, file) in [
        ("forwards", forwards),
        ("backwards", backwards),
        ("child by child", by_child),
        ("in pieces", pieces),
    ] {
        assert!(!file.attack("row_order").holds(), "{name}");
    }
}

#[test]
fn of_many_shuffled_files_none_is_said_to_have_an_order() {
    for seed in 0..60 {
        let mut draws = Draws(seed);
        let keys: Vec<u64> = (0..600).map(|_| draws.below(1 << 30)).collect();
        let shuffled = ordered(file(), |_, row| keys[row]);
        assert!(shuffled.attack("row_order").holds(), "{seed}");
    }
}

#[test]
fn a_column_that_is_the_same_for_each_child_is_used_to_put_rows_together() {
    let mut bad = file();
    bad.heading.push("worker".into());
    let kind = Kind::AsRecorded { separator: None, codes: None };
    bad.columns.push(Column { name: "worker".into(), kind });
    for row in 0..bad.cells.len() {
        let worker = format!("W{}", bad.person(row) * 17 % 211);
        bad.cells[row].push(worker.clone());
        bad.recorded[bad.rows[row] as usize].push(worker);
    }
    assert!(bad.attack("one_incident").holds(), "it takes more than one");
    for id in ["two_incidents", "three_incidents"] {
        assert!(!bad.attack(id).holds(), "{id}");
    }
    assert_eq!(bad.attack("eight_facts").fewest, Some(1), "a column that leaves is a fact too");
}

#[test]
fn a_group_that_was_not_split_for_the_harms_of_one_part_tells_them() {
    // Two sexes of six children each were put together only because all of one share a harm.
    let mut bad = file();
    bad.cells.truncate(12);
    bad.rows = (0..12).collect();
    bad.people = (0..12).collect();
    bad.recorded.truncate(12);
    for row in 0..12 {
        let harm = if row < 6 { "C" } else { "No" };
        for (column, text) in [(AGE, "12"), (SEX, if row < 6 { "F" } else { "M" }), (HARMS, harm)] {
            bad.recorded[row][column] = text.into();
        }
        bad.cells[row] = bad.recorded[row].clone();
        bad.cells[row][SEX] = "*".into();
        bad.cells[row][2] = "*".into();
        bad.recorded[row][2] = "N1".into();
    }
    // As many of either sex could have it: nothing is learned.
    assert!(bad.attack("own_algorithm").holds(), "{}", bad.attack("own_algorithm").found());
    // With seven of the other sex, six cannot be too many of them.
    bad.people.extend([12, 13]);
    bad.rows.extend([12, 13]);
    for _ in 0..2 {
        bad.recorded.push(bad.recorded[11].clone());
        bad.cells.push(bad.cells[11].clone());
    }
    let found = bad.attack("own_algorithm");
    assert!(!found.holds(), "{}", found.found());
}

#[test]
fn the_measures_are_those_of_a_plain_count() {
    let file = file();
    let groups = file.groups();
    let people = |rows: &Vec<usize>| {
        rows.iter().map(|row| file.person(*row)).collect::<BTreeSet<u32>>().len() as f64
    };
    let near = |id: &str, of: Option<&str>, expected: f64| {
        let measures = file.measures();
        let found = measures.iter().find(|m| m.id == id && m.of.as_deref() == of).unwrap();
        let found = found.ten_thousandths as f64 / 10_000.0;
        assert!(found >= expected - 1e-9 && found < expected + 2e-4, "{id}: {found} {expected}");
    };
    let rows = file.cells.len() as f64;
    let risk = |rows: &Vec<usize>| rows.len() as f64 / people(rows);
    near("prosecutor_highest", None, groups.values().map(|g| 1.0 / people(g)).fold(0.0, f64::max));
    near("prosecutor_mean", None, groups.values().map(risk).sum::<f64>() / rows);
    near("marketer", None, groups.len() as f64 / groups.values().map(people).sum::<f64>());
    let lost: f64 = file
        .cells
        .iter()
        .map(|cells| match cells[AGE].as_str() {
            "*" => 1.0,
            "0-14" | "15-17" => 0.4,
            _ => 0.0,
        })
        .sum();
    let out = (file.people.len() - file.rows.len()) as f64;
    near("ncp", Some("age"), (lost + out) / file.people.len() as f64);
}
