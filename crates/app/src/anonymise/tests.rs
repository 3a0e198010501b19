//! Files that are broken in any way are refused, and what is refused leaves nothing behind.

use std::path::Path;

use proptest::prelude::*;

use super::text::hierarchy_rows;
use super::*;

const POLICY: &str = r#"{ "person": "child", "k": 2, "l": 2, "dominance": 0.5, "shuffle": "0f",
  "columns": { "child": {"role": "identifier"},
    "age": {"role": "quasi", "hierarchy": "h.csv", "weight": 2},
    "harms": {"role": "sensitive", "separator": "|", "none": "No"} } }"#;
const HIERARCHY: &str = "1;low;*\n2;low;*\n3;high;*\n4;high;*\n";
const RECORDS: &str = "child,age,harms\nA,1,No\nB,1,Hurt\nC,2,No\nD,2,\"Lost|Hurt\"\nE,3,No\nF,4,Hurt\nG,3,Lost\nH,4,No\n";

fn ask(folder: &Path, files: [&[u8]; 3]) -> Ask {
    for (name, bytes) in ["p.json", "h.csv", "r.csv"].iter().zip(files) {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    Ask { records: folder.join("r.csv"), policy: folder.join("p.json"), out: folder.join("out") }
}

fn good() -> [&'static [u8]; 3] {
    [POLICY.as_bytes(), HIERARCHY.as_bytes(), RECORDS.as_bytes()]
}

#[test]
fn the_files_of_these_tests_are_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    let done = make(&ask(folder.path(), good())).unwrap();
    assert_eq!(done.counts.rows_read, 8);
    assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 4);
}

#[test]
fn spaces_around_a_person_make_nobody_a_second_one() {
    let policy = Policy::parse(POLICY).unwrap();
    let records = "child,age,harms\nA,1,No\n A ,1,No\n";
    let table = Table::read(records.as_bytes(), &policy, |_, _| Ok(HIERARCHY.into())).unwrap();
    assert_eq!(table.people, 1);
    assert_eq!(table.anonymise().unwrap_err(), Fault::TooFewPeople { k: 2 });
}

#[test]
fn items_of_a_cell_leave_in_alphabetical_order_and_once() {
    let policy = Policy::parse(POLICY).unwrap();
    let records = "child,age,harms\nA,1,Lost|Hurt|Lost\nB,1,Hurt|Lost\nC,2,\n";
    let table = Table::read(records.as_bytes(), &policy, |_, _| Ok(HIERARCHY.into())).unwrap();
    let sensitive = &table.input.sensitive[0];
    assert_eq!(sensitive.sets[0], sensitive.sets[1]);
    assert_eq!(sensitive.sets[0].len(), 2);
    assert_ne!(sensitive.sets[0], sensitive.sets[2]);
}

#[test]
fn another_table_under_the_same_key_comes_in_another_order() {
    let rows: Vec<(u32, u32)> = (0..40).map(|row| (row, 0)).collect();
    let order_of = |records: &str| {
        let folder = tempfile::tempdir().unwrap();
        let read = read(&ask(folder.path(), [good()[0], good()[1], records.as_bytes()])).unwrap();
        let key = order_key(&read);
        let mut rows = rows.clone();
        Seeded::from_key(*key).shuffle(&mut rows);
        rows
    };
    assert_eq!(order_of(RECORDS), order_of(RECORDS));
    assert_ne!(order_of(RECORDS), order_of(&RECORDS.replace("H,4", "H,3")));
}

#[test]
fn a_written_file_that_was_tampered_with_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let read = read(&ask(folder.path(), good())).unwrap();
    let outcome = read.table.anonymise().unwrap();
    let order = order(&read, &outcome);
    let good = String::from_utf8(records_csv(&read.table, &outcome, &order).unwrap()).unwrap();
    check(good.as_bytes(), &read, &order, None).unwrap();
    let first = good.lines().nth(1).unwrap();
    let label = first.split(',').next().unwrap();
    for (tampered, says) in [
        (good.replacen(&format!("\n{label},"), "\n9,", 1), "not in its hierarchy"),
        (good.replacen(&format!("{first}\n"), "", 1), ""),
        (format!("{good}{first}\n"), "nobody"),
        (good.replacen("age,", "child,", 1), "A column leaves"),
    ] {
        let said = check(tampered.as_bytes(), &read, &order, None).unwrap_err().to_string();
        assert!(said.contains(says), "{said}");
    }
    let (row, class) = order[0];
    let doubled: Vec<_> = [(row, class)].into_iter().chain(order[..7].iter().copied()).collect();
    assert!(check(good.as_bytes(), &read, &doubled, None).is_err());
}

#[test]
fn a_rule_that_the_written_file_does_not_keep_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let mut read = read(&ask(folder.path(), good())).unwrap();
    let outcome = read.table.anonymise().unwrap();
    let order = order(&read, &outcome);
    let records = records_csv(&read.table, &outcome, &order).unwrap();
    type Harder = fn(&mut homeward_release::records::Rules);
    let rules: [(Harder, &str); 4] = [
        (|rules| rules.k = 9, "fewer people than k"),
        (|rules| rules.dominance = 1, "too large a share"),
        (|rules| rules.l = 9, "too few different answers"),
        (|rules| rules.homogeneity = 1, "share one item"),
    ];
    let kept = read.table.rules;
    for (harder, says) in rules {
        read.table.rules = kept;
        harder(&mut read.table.rules);
        let said = check(&records, &read, &order, None).unwrap_err().to_string();
        assert!(said.contains(says), "{said}");
    }
}

/// One of the three files with some of its bytes changed, cut off or doubled.
fn broken() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let edit = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    (0..3_usize, prop::collection::vec(edit, 1..4)).prop_map(|(which, edits)| {
        let mut bytes = good()[which].to_vec();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match how {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => bytes.insert(at.min(bytes.len()), byte),
                _ => bytes.extend_from_within(at.min(bytes.len())..),
            }
        }
        (which, bytes)
    })
}

proptest! {
    #[test]
    fn a_broken_file_is_refused_with_nothing_left_or_is_not_broken((which, bytes) in broken()) {
        let folder = tempfile::tempdir().unwrap();
        let mut files = good();
        files[which] = &bytes;
        let made = make(&ask(folder.path(), files));
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        match made {
            Ok(done) => {
                prop_assert!(done.counts.smallest_group >= 2 || done.counts.groups == 0);
                prop_assert_eq!(left, 4);
            }
            Err(said) => {
                prop_assert_eq!(left, 3);
                prop_assert!(said.message.ends_with('.') || said.message.ends_with("problem."));
            }
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in ".{0,200}", bytes: Vec<u8>) {
        let _ = Policy::parse(&text);
        let _ = hierarchy_rows(&bytes, "age");
        let policy = Policy::parse(POLICY).unwrap();
        let _ = Table::read(&bytes, &policy, |_, _| Ok(HIERARCHY.into()));
    }

    #[test]
    fn any_hierarchy_of_text_is_taken_or_refused(rows in "[abc;*\n]{0,60}") {
        let policy = Policy::parse(POLICY).unwrap();
        let _ = Table::read(RECORDS.as_bytes(), &policy, |_, _| Ok(rows.clone().into_bytes()));
    }
}
