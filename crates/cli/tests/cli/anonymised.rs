//! A table is anonymised by a policy, whole or not at all, and each kind of bad input gets one
//! sentence that says where to look and repeats nothing of a row.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::world::{Said, World};

const POLICY: &str = r#"{ "person": "child", "k": 5, "l": 2, "dominance": 0.5, "homogeneity": 0.8,
  "drop_cap": 0.01, "shuffle": "00112233445566778899aabbccddeeff",
  "columns": {
    "child": {"role": "identifier"},
    "age": {"role": "quasi", "hierarchy": "h_age.csv", "floor": 0, "weight": 1},
    "place": {"role": "quasi", "hierarchy": "h_place.csv"},
    "harms": {"role": "sensitive", "separator": "|", "none": "None disclosed"},
    "reasons": {"role": "plain", "separator": "|"},
    "notes": {"role": "drop"} } }"#;

const AGES: &str = "12;12-13;12-15;*\n13;12-13;12-15;*\n14;14-15;12-15;*\n15;14-15;12-15;*\n16;16-17;16-17;*\n17;16-17;16-17;*\n";
const PLACES: &str = "North;Upper;*\nEast;Upper;*\nSouth;Lower;*\nWest;Lower;*\n";

/// 120 rows of 60 children, with nothing random in them.
fn records() -> String {
    let harms =
        ["None disclosed", "Assaulted", "None disclosed", "Slept rough|Assaulted", "Self-harm"];
    let places = ["North", "East", "South", "West"];
    let mut text = String::from("child,age,place,harms,reasons,notes\n");
    for row in 0..120_usize {
        let child = row % 60;
        let (age, place) = (12 + child % 6, places[(child / 6 + row / 90) % 4]);
        let harm = harms[(child + row / 60) % 5];
        writeln!(text, "C{child:04},{age},{place},{harm},\"School|Friends\",Secret note {row}")
            .unwrap();
    }
    text
}

fn world() -> World {
    let world = World::new();
    world.write("records.csv", records());
    world.write("policy.json", POLICY);
    world.write("h_age.csv", AGES);
    world.write("h_place.csv", PLACES);
    world
}

fn anonymise(world: &World, out: &str, more: &[&str]) -> Said {
    let words = ["anonymise", "--records", "records.csv", "--policy", "policy.json", "--out", out];
    world.run(&[&words[..], more].concat())
}

/// Refused with this code, with nothing left behind; gives the sentence.
fn refused(world: &World, code: i32) -> String {
    let before = names(&world.path(""));
    let sentence = anonymise(world, "out", &[]).refused(code);
    assert_eq!(names(&world.path("")), before, "something was left: {sentence}");
    for value in ["C0001", "Secret", "Slept", "North", "School"] {
        assert!(!sentence.contains(value), "{sentence}");
    }
    sentence
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn read(world: &World, name: &str) -> String {
    std::fs::read_to_string(world.path(name)).unwrap()
}

#[test]
fn a_table_becomes_a_folder_of_four_files_without_its_people() {
    let world = world();
    let said = anonymise(&world, "out", &[]).done();
    assert!(said.out.contains("People are counted, not rows."), "{}", said.out);
    let files = ["manifest.json", "records.csv", "risk-report.html", "risk-report.json"];
    assert_eq!(names(&world.path("out")), files);
    let records = read(&world, "out/records.csv");
    assert_eq!(records.lines().next(), Some("age,place,harms,reasons"));
    assert!(records.contains("Assaulted|Slept rough,Friends|School"), "{records}");
    for file in files {
        let text = read(&world, &format!("out/{file}"));
        for secret in ["C0001", "Secret note", "00112233445566778899aabbccddeeff"] {
            assert!(!text.contains(secret), "{file}");
        }
    }
}

#[test]
fn each_group_of_the_written_rows_has_five_children() {
    let world = world();
    let done = anonymise(&world, "out", &["--json"]).done().json();
    assert_eq!(
        done["counts"]["rows_written"].as_u64(),
        Some(120 - done["counts"]["rows_left_out"].as_u64().unwrap())
    );
    assert!(done["counts"]["smallest_group"].as_u64().unwrap() >= 5, "{done}");
    let mut groups = std::collections::BTreeMap::new();
    for line in read(&world, "out/records.csv").lines().skip(1) {
        let mut cells = line.split(',');
        let group = (cells.next().unwrap().to_owned(), cells.next().unwrap().to_owned());
        *groups.entry(group).or_insert(0) += 1;
    }
    assert_eq!(groups.len() as u64, done["counts"]["groups"].as_u64().unwrap());
    assert!(groups.values().all(|rows| *rows >= 5), "{groups:?}");
}

#[test]
fn the_same_files_and_key_give_the_same_bytes_and_another_key_another_order() {
    let world = world();
    anonymise(&world, "one", &[]).done();
    anonymise(&world, "two", &[]).done();
    for file in names(&world.path("one")) {
        let (one, two) = (format!("one/{file}"), format!("two/{file}"));
        assert_eq!(read(&world, &one), read(&world, &two), "{file}");
    }
    world.write("policy.json", POLICY.replace("0011", "ff11"));
    anonymise(&world, "three", &[]).done();
    let (one, three) = (read(&world, "one/records.csv"), read(&world, "three/records.csv"));
    assert_ne!(one, three);
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&one), sorted(&three));
}

#[test]
fn without_a_key_the_order_is_chance() {
    let world = world();
    world.write(
        "policy.json",
        POLICY.replace("\"shuffle\": \"00112233445566778899aabbccddeeff\",", ""),
    );
    anonymise(&world, "one", &[]).done();
    anonymise(&world, "two", &[]).done();
    assert_ne!(read(&world, "one/records.csv"), read(&world, "two/records.csv"));
}

#[test]
fn the_manifest_names_every_file_with_its_hash_and_every_label_with_what_it_stands_for() {
    let world = world();
    anonymise(&world, "out", &[]).done();
    let manifest: serde_json::Value =
        serde_json::from_str(&read(&world, "out/manifest.json")).unwrap();
    assert_eq!(manifest["files"].as_array().unwrap().len(), 3);
    let shown: std::collections::BTreeSet<String> = read(&world, "out/records.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    let labels = manifest["columns"][0]["broader"]["labels"].as_object().unwrap();
    assert_eq!(labels.keys().cloned().collect::<std::collections::BTreeSet<_>>(), shown);
    for label in labels.values() {
        assert!(!label["stands_for"].as_array().unwrap().is_empty());
    }
    assert_eq!(manifest["left_out"], serde_json::json!(["child", "notes"]));
}

#[test]
fn the_report_is_a_page_that_needs_nothing_else() {
    let world = world();
    world.write("policy.json", POLICY.replace("\"notes\"", "\"<b>notes&\""));
    world.write("records.csv", records().replacen("notes", "<b>notes&", 1));
    anonymise(&world, "out", &[]).done();
    let page = read(&world, "out/risk-report.html");
    assert!(
        page.contains("lang=\"en-GB\"") && page.contains("<title>") && page.contains("<caption>")
    );
    assert!(page.contains("&lt;b&gt;notes&amp;") && !page.contains("<b>"));
    for outside in ["<script", "http:", "https:", "src=", "@import", "url(", "style=\""] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn the_report_says_what_was_found_on_the_written_file() {
    let world = world();
    anonymise(&world, "out", &[]).done();
    let report: serde_json::Value =
        serde_json::from_str(&read(&world, "out/risk-report.json")).unwrap();
    let found = &report["found"];
    assert_eq!(found["fewest_people"], report["counts"]["smallest_group"]);
    assert_eq!(found["groups"], report["counts"]["groups"]);
    assert!(found["largest_share_of_one_person"].as_f64().unwrap() <= 0.5, "{found}");
    assert!(found["largest_share_of_one_item"].as_f64().unwrap() <= 0.8, "{found}");
    assert!(found["fewest_answers"].as_u64().unwrap() >= 2, "{found}");
    let page = read(&world, "out/risk-report.html");
    assert!(page.contains("What somebody could find out") && page.contains("Prosecutor risk"));
}

#[test]
fn a_column_of_the_person_that_is_missing_is_named() {
    let world = world();
    world.write("records.csv", records().replacen("child", "pupil", 1));
    assert!(refused(&world, 1).contains("no column \"child\""));
}

#[test]
fn a_column_that_the_policy_says_nothing_about_is_refused() {
    let world = world();
    world.write("policy.json", POLICY.replace(",\n    \"notes\": {\"role\": \"drop\"}", ""));
    assert!(refused(&world, 1).contains("what becomes of the column \"notes\""));
}

#[test]
fn a_column_that_only_the_policy_has_is_refused() {
    let world = world();
    world.write("records.csv", records().replacen("reasons", "whys", 1));
    assert!(refused(&world, 1).contains("no column \"reasons\""));
}

#[test]
fn a_table_without_a_heading_is_refused_and_none_of_it_repeated() {
    let world = world();
    world.write("records.csv", records().split_once('\n').unwrap().1);
    assert!(refused(&world, 1).contains("no column \"child\""));
}

#[test]
fn a_value_outside_its_hierarchy_is_told_by_line_and_column() {
    let world = world();
    world.write("h_age.csv", AGES.replace("17;", "18;"));
    let sentence = refused(&world, 1);
    assert!(
        sentence.starts_with("Line 7 of the records file") && sentence.contains("\"age\""),
        "{sentence}"
    );
}

#[test]
fn hierarchies_that_do_not_nest_or_have_no_top_are_refused() {
    for broken in [
        AGES.replace("13;12-13;12-15;*", "13;12-13;16-17;*"),
        AGES.replace("13;12-13;12-15;*", "13;12-13;12-15;all"),
        AGES.replace("13;", "12;"),
    ] {
        let world = world();
        world.write("h_age.csv", broken);
        let sentence = refused(&world, 1);
        assert!(sentence.contains("age"), "{sentence}");
    }
}

#[test]
fn fewer_children_than_k_are_refused() {
    let world = world();
    world.write("policy.json", POLICY.replace("\"k\": 5", "\"k\": 61"));
    assert!(refused(&world, 1).contains("fewer people"));
}

#[test]
fn rules_that_no_group_can_keep_are_refused_and_k_is_not_weakened() {
    let world = world();
    world.write("policy.json", POLICY.replace("\"l\": 2", "\"l\": 50"));
    refused(&world, 1);
}

#[test]
fn a_key_of_the_policy_that_is_not_known_or_stands_twice_is_refused() {
    let world = world();
    for (from, to, says) in [
        ("\"l\": 2", "\"L\": 2", "\"L\""),
        ("\"weight\": 1", "\"wieght\": 1", "\"wieght\""),
        ("\"notes\":", "\"age\":", "\"age\" twice"),
        ("\"k\": 5,", "", "lacks the key \"k\""),
        ("\"drop\"", "\"drip\"", "must be quasi, sensitive"),
        ("\"role\": \"identifier\"", "\"role\": \"plain\"", "also lets it leave"),
    ] {
        world.write("policy.json", POLICY.replace(from, to));
        let sentence = refused(&world, 1);
        assert!(sentence.contains(says) || from == "\"drop\"", "{sentence}");
    }
}

#[test]
fn what_cannot_be_read_is_told_by_kind_and_line_with_exit_code_2() {
    let world = world();
    for (name, bytes, says) in [
        ("records.csv", &b""[..], "The records file is empty."),
        ("records.csv", b"child,age\nC1,1\nC1\xFF,1\n", "not plain text (UTF-8): see line 3"),
        (
            "records.csv",
            b"child,age\nC1,1\nC2\n",
            "Line 3 of the records file has 1 columns and not 2",
        ),
        ("policy.json", b"child,age\nC0001,1\n", "The policy is not JSON: see line 1."),
        ("policy.json", b"", "The policy is empty."),
        ("h_age.csv", b"1;*\n2\n", "Line 2 of the hierarchy file of the column \"age\""),
        ("h_age.csv", b"\xFF\xFE1\0", "hierarchy file of the column \"age\" is not plain text"),
    ] {
        let kept = std::fs::read(world.path(name)).unwrap();
        world.write(name, bytes);
        if name == "records.csv" && !bytes.is_empty() {
            world.write("policy.json", r#"{"person": "child", "k": 2, "columns": {"age": {"role": "quasi", "hierarchy": "h_one.csv"}}}"#);
            world.write("h_one.csv", "1;*\n2;*\n");
        }
        let sentence = refused(&world, 2);
        assert!(sentence.contains(says), "{sentence}");
        world.write(name, kept);
        world.write("policy.json", POLICY);
    }
    for name in ["records.csv", "policy.json", "h_age.csv"] {
        let kept = std::fs::read(world.path(name)).unwrap();
        std::fs::remove_file(world.path(name)).unwrap();
        assert!(refused(&world, 2).contains("is not in that place"));
        std::fs::create_dir(world.path(name)).unwrap();
        assert!(refused(&world, 2).contains("is not a file that can be read"));
        std::fs::remove_dir(world.path(name)).unwrap();
        world.write(name, kept);
    }
}

#[test]
fn a_heading_without_rows_and_a_row_of_nobody_are_refused() {
    let world = world();
    world.write("records.csv", records().lines().next().unwrap());
    assert!(refused(&world, 1).contains("no rows"));
    world.write("records.csv", records().replacen("C0003", "  ", 1));
    assert!(refused(&world, 1).starts_with("Line 5 of the records file has nothing"));
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let world = world();
    std::fs::create_dir(world.path("out")).unwrap();
    world.write("out/kept.txt", "kept");
    assert!(refused(&world, 1).contains("something in that folder already"));
    assert_eq!(names(&world.path("out")), ["kept.txt"]);
}

/// A disk that is full stops a program in the middle of a file. A limit on the size of files does
/// the same, without a disk of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_leaves_nothing_behind() {
    let world = world();
    let before = names(&world.path(""));
    let said = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" anonymise --records records.csv --policy policy.json --out out"])
        .arg(env!("CARGO_BIN_EXE_homeward"))
        .current_dir(world.path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("not enough space"));
    assert_eq!(names(&world.path("")), before);
}
