//! A written file of records is read again by other code, and nothing that breaks a rule passes.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::records::Rules;
use homeward_release::records_check::{Breach, Said};
use proptest::prelude::*;

use crate::records_file::{AGE, AREA, File, HARMS, REASONS, SEX, good};

fn file() -> File {
    good(60, 160, 11)
}

/// The largest group, as rows.
fn largest(file: &File) -> Vec<usize> {
    file.groups().into_values().max_by_key(Vec::len).unwrap()
}

/// A row whose cell in this column is not that.
fn row_without(file: &File, column: usize, text: &str) -> usize {
    file.cells.iter().position(|cells| cells[column] != text).unwrap()
}

fn named(name: &str) -> String {
    name.to_owned()
}

type Fault = (&'static str, fn(&mut File), Breach);

fn faults() -> Vec<Fault> {
    vec![
        (
            "a row shows the label of another age",
            |f| {
                let row = row_without(f, AGE, "*");
                let young = f.recorded[f.rows[row] as usize][AGE].as_str() < "15";
                f.cells[row][AGE] = if young { "15-17" } else { "0-14" }.into();
            },
            Breach::Untrue(named("age")),
        ),
        (
            "a label is in no hierarchy",
            |f| f.cells[3][AGE] = "teenager".into(),
            Breach::OutsideHierarchy(named("age")),
        ),
        (
            "a label is of another column's hierarchy",
            |f| f.cells[3][SEX] = "North".into(),
            Breach::OutsideHierarchy(named("sex")),
        ),
        ("a cell is empty", |f| f.cells[3][SEX].clear(), Breach::OutsideHierarchy(named("sex"))),
        (
            "a label has a space too many",
            |f| f.cells[3][SEX].push(' '),
            Breach::OutsideHierarchy(named("sex")),
        ),
        (
            "a row undercuts the floor",
            |f| f.cells[5][AREA] = f.recorded[f.rows[5] as usize][AREA].clone(),
            Breach::FinerThanFloor(named("area")),
        ),
        (
            "one row is shown finer than its group",
            |f| {
                let row =
                    f.cells.iter().position(|c| c[..HARMS].contains(&"*".to_owned())).unwrap();
                for column in [AGE, SEX] {
                    f.cells[row][column] = f.recorded[f.rows[row] as usize][column].clone();
                }
            },
            Breach::FewPeople,
        ),
        (
            "a group is that of four children",
            |f| {
                for (at, row) in largest(f).into_iter().enumerate() {
                    f.people[f.rows[row] as usize] = 1000 + (at % 4) as u32;
                }
            },
            Breach::FewPeople,
        ),
        (
            "most rows of a group are one child's",
            |f| {
                let rows = largest(f);
                for row in &rows[..rows.len() / 2 + 1] {
                    f.people[f.rows[*row] as usize] = 1000;
                }
            },
            Breach::Dominance,
        ),
        (
            "all children of a group share a harm",
            |f| {
                for (at, row) in largest(f).into_iter().enumerate() {
                    f.rewrite(row, HARMS, if at % 2 == 0 { "A" } else { "A|B" });
                }
            },
            Breach::Homogeneity(named("harms")),
        ),
        (
            "all rows of a group have the same answer",
            |f| largest(f).into_iter().for_each(|row| f.rewrite(row, HARMS, "No")),
            Breach::FewAnswers(named("harms")),
        ),
        (
            "a dropped column leaks back",
            |f| {
                f.heading.push("notes".into());
                f.cells.iter_mut().for_each(|cells| cells.push("see file".into()));
            },
            Breach::KeptBack(named("notes")),
        ),
        (
            "the children's numbers leak back",
            |f| {
                f.heading.insert(0, "child".into());
                f.cells.iter_mut().for_each(|cells| cells.insert(0, "C1".into()));
            },
            Breach::KeptBack(named("child")),
        ),
        (
            "a number for each row is added",
            |f| {
                f.heading.push("rid".into());
                (0..f.cells.len()).for_each(|row| f.cells[row].push(row.to_string()));
            },
            Breach::Columns,
        ),
        (
            "a column is missing",
            |f| {
                f.heading.pop();
                f.cells.iter_mut().for_each(|cells| drop(cells.pop()));
            },
            Breach::Columns,
        ),
        ("two headings are swapped", |f| f.heading.swap(AGE, SEX), Breach::Columns),
        ("a heading has another name", |f| f.heading[AGE] = "years".into(), Breach::Columns),
        ("there is no heading", |f| f.heading = f.cells.remove(0), Breach::Columns),
        ("a row stands twice", |f| f.cells.push(f.cells[7].clone()), Breach::NobodysRow),
        ("the heading stands twice", |f| f.cells.push(f.heading.clone()), Breach::NobodysRow),
        ("a row is missing", |f| drop(f.cells.remove(7)), Breach::LacksRow),
        (
            "one row stands in the place of another",
            |f| {
                let other = row_without(f, REASONS, &f.cells[0][REASONS].clone());
                f.cells[0] = f.cells[other].clone();
            },
            Breach::NotAsRecorded(named("reasons")),
        ),
        (
            "two rows are swapped",
            |f| {
                let other = row_without(f, HARMS, &f.cells[0][HARMS].clone());
                f.cells.swap(0, other);
            },
            Breach::NotAsRecorded(named("harms")),
        ),
        (
            "two rows stand for one record",
            |f| {
                let (one, other) = (1..f.cells.len())
                    .find_map(|row| Some((row, (0..row).find(|o| f.cells[*o] == f.cells[row])?)))
                    .unwrap();
                f.rows[one] = f.rows[other];
            },
            Breach::NobodysRow,
        ),
        ("a row stands for no record", |f| f.rows[0] = 99_999, Breach::NobodysRow),
        (
            "more records are left out than may be",
            |f| {
                f.cells.truncate(150);
                f.rows.truncate(150);
                f.said = f.counted();
            },
            Breach::LeftOut,
        ),
        (
            "a harm is left out of a cell",
            |f| {
                let row = f.cells.iter().position(|cells| cells[HARMS] == "A|B").unwrap();
                f.cells[row][HARMS] = "A".into();
            },
            Breach::NotAsRecorded(named("harms")),
        ),
        (
            "a harm is added to a cell",
            |f| {
                let row = f.cells.iter().position(|cells| cells[HARMS] == "A").unwrap();
                f.cells[row][HARMS] = "A|C".into();
            },
            Breach::NotAsRecorded(named("harms")),
        ),
        (
            "the items of a cell stand in the order in which they were said",
            |f| {
                let row = f.cells.iter().position(|cells| cells[HARMS] == "A|B").unwrap();
                f.cells[row][HARMS] = "B|A".into();
            },
            Breach::NotAsRecorded(named("harms")),
        ),
        (
            "a reason is another",
            |f| {
                let row = row_without(f, REASONS, "SCHOOL");
                f.cells[row][REASONS] = "SCHOOL".into();
            },
            Breach::NotAsRecorded(named("reasons")),
        ),
        (
            "somebody wrote a sentence for a code",
            |f| f.rewrite(4, REASONS, "went to see Example Child 12"),
            Breach::NoCode(named("reasons")),
        ),
        ("a row has a cell too many", |f| f.cells[9].push("x".into()), Breach::Ragged),
        (
            "the last line is cut short",
            |f| {
                f.bytes = |mut bytes| {
                    bytes.pop();
                    bytes
                }
            },
            Breach::Unreadable,
        ),
        (
            "a spreadsheet wrote it again",
            |f| f.bytes = |bytes| [b"\xEF\xBB\xBF".as_slice(), &bytes].concat(),
            Breach::Unreadable,
        ),
        (
            "a byte is no text",
            |f| {
                f.bytes = |mut bytes| {
                    let at = bytes.len() - 3;
                    bytes[at] = 0xFF;
                    bytes
                }
            },
            Breach::Unreadable,
        ),
        ("the report counts another row", |f| f.said.rows_written += 1, Breach::Said("rows")),
        (
            "the report hides what was left out",
            |f| f.said.rows_left_out += 1,
            Breach::Said("rows left out"),
        ),
        ("the report counts other people", |f| f.said.people -= 1, Breach::Said("people")),
        ("the report counts other groups", |f| f.said.groups += 1, Breach::Said("groups")),
        (
            "the report says that the smallest group is larger",
            |f| f.said.smallest_group += 1,
            Breach::Said("people in the smallest group"),
        ),
    ]
}

#[test]
fn a_good_file_passes() {
    assert_eq!(file().breaches(), []);
}

#[test]
fn each_of_forty_seeded_faults_is_found() {
    let faults = faults();
    assert_eq!(faults.len(), 40);
    for (fault, seed, breach) in faults {
        let mut bad = file();
        seed(&mut bad);
        let found = bad.breaches();
        assert!(found.contains(&breach), "{fault}: {found:?}");
        let said = breach.to_string();
        assert!(said.ends_with('.') && !said.contains("Example"), "{said}");
    }
}

/// The rules of groups, counted the plain way.
fn plain_count(file: &File) -> BTreeSet<Breach> {
    let rules = file.rules;
    let mut found = BTreeSet::new();
    for rows in file.groups().into_values() {
        let mut people: BTreeMap<u32, u64> = BTreeMap::new();
        let mut sharing: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let mut answers: BTreeSet<&str> = BTreeSet::new();
        for &row in &rows {
            *people.entry(file.person(row)).or_default() += 1;
            answers.insert(&file.cells[row][HARMS]);
            for item in file.cells[row][HARMS].split('|').filter(|item| *item != "No") {
                sharing.entry(item).or_default().insert(file.person(row));
            }
        }
        let all = people.len() as u64;
        if all < u64::from(rules.k) {
            found.insert(Breach::FewPeople);
        }
        if people.values().any(|n| n * 1000 > rows.len() as u64 * u64::from(rules.dominance)) {
            found.insert(Breach::Dominance);
        }
        let too_many = |n: usize| n as u64 * 1000 > all * u64::from(rules.homogeneity);
        if rules.l > 1 && sharing.values().any(|people| too_many(people.len())) {
            found.insert(Breach::Homogeneity("harms".into()));
        }
        if rules.l > 1 && (answers.len() as u32) < rules.l {
            found.insert(Breach::FewAnswers("harms".into()));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn on_any_labels_that_are_true_the_check_and_a_plain_count_find_the_same(
        seed in 0..8_u64, k in 1..9_u32, l in 1..4_u32, dominance in 200..=1000_u32,
        homogeneity in 300..=1000_u32, levels in prop::collection::vec(0..3_usize, 3 * 160),
        hide in prop::collection::vec(0..3_usize, 3),
    ) {
        let mut file = good(40, 120, seed).naive();
        for (at, (cells, record)) in file.cells.iter_mut().zip(&file.rows).enumerate() {
            for (column, hide) in hide.iter().enumerate() {
                let homeward_release::records_check::Kind::Broader { lines, floor } =
                    &file.columns[column].kind else { unreachable!() };
                let leaf = &file.recorded[*record as usize][column];
                let line = lines.iter().find(|line| line[0] == *leaf).unwrap();
                // Mostly one level for the whole column, so that groups are of all sizes.
                let level = if at % 9 == 0 { levels[at * 3 + column] } else { *hide };
                cells[column] = line[level.clamp(*floor, line.len() - 1)].clone();
            }
        }
        file.rules = Rules { k, l, dominance, homogeneity, drop_cap: 1000 };
        file.said = file.counted();
        let found: BTreeSet<Breach> = file.breaches().into_iter().collect();
        prop_assert_eq!(found, plain_count(&file));
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-z,|\\*\"\n]{0,200}",
    ) {
        let mut bad = file();
        for cells in [String::from_utf8_lossy(&bytes).into_owned(), text] {
            bad.cells[0] = vec![cells];
            prop_assert!(!bad.breaches().is_empty());
        }
        bad.said = Said { rows_written: u64::MAX, ..bad.said };
        bad.rows.clear();
        bad.people.clear();
        prop_assert!(!bad.breaches().is_empty());
    }
}
