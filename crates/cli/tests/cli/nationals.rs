//! National returns on the command line.

use crate::world::{AUTHORITY, Said, World, fixture};

fn national(world: &World, which: &str, year: &str, out: &str, more: &[&str]) -> Said {
    let words = [
        "national",
        which,
        "--authority",
        AUTHORITY,
        "--year",
        year,
        "--to",
        "Example Data Team",
        "--reason",
        "Yearly return",
        "--out",
        out,
    ];
    world.on_store(&[&words[..], more].concat())
}

/// A supervisor’s store with the episodes of the fixture.
fn imported() -> World {
    let world = World::with_store("supervisor");
    world.import(&fixture("header.csv"), &fixture("missing.csv"), &[]).done();
    world
}

#[test]
fn what_was_imported_comes_out_as_the_three_returns() {
    let world = imported();
    let done = national(&world, "ssda903", "2025-26", "ssda903", &["--json"]).done().json();
    let missing = std::fs::read_to_string(world.path("ssda903/missing.csv")).unwrap();
    let given = std::fs::read_to_string(fixture("missing.csv")).unwrap();
    assert_eq!(missing.lines().next(), Some("CHILD,DOB,MISSING,MIS_START,MIS_END"));
    let rows = missing.lines().count() - 1;
    assert!(rows > 5, "{missing}");
    // Each row stands in the file that was imported, but for an end after the year.
    for row in missing.lines().skip(1) {
        assert!(given.lines().any(|line| line.starts_with(row)), "{row}");
    }
    assert_eq!(done["counts"][0]["number"], rows);
    assert_eq!(done["which"], "ssda903");
    let rules: Vec<&str> = done["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert_eq!(rules, ["574"]);
    assert!(done["look"].as_str().unwrap().contains("rule 574 (2)"), "{}", done["look"]);

    for (which, out, file) in [
        ("ssd-missing", "ssd", "ssd_missing.csv"),
        ("annex-a", "annex", "annex-a-list-8-missing.csv"),
    ] {
        let said = national(&world, which, "2025-26", out, &[]).done().out;
        assert!(said.contains("what-this-loses.txt"), "{said}");
        assert!(world.path(out).join(file).is_file());
        assert!(world.path(out).join("what-this-loses.txt").is_file());
    }
}

#[test]
fn nothing_about_a_child_is_said_on_the_terminal() {
    let world = imported();
    for more in [&[][..], &["--json"]] {
        let out = format!("out-{}", more.len());
        let said = national(&world, "ssda903", "2025-26", &out, more).done();
        let missing = std::fs::read_to_string(world.path(&out).join("missing.csv")).unwrap();
        for row in missing.lines().skip(1) {
            for cell in row.split(',').filter(|cell| cell.len() > 1) {
                assert!(!said.out.contains(cell) && !said.error.contains(cell), "{cell}");
            }
        }
    }
}

#[test]
fn a_return_that_cannot_be_is_refused_and_nothing_is_left() {
    let world = imported();
    let sentence = national(&world, "ssda903", "2025", "out", &[]).refused(1);
    assert!(sentence.contains("collection year"), "{sentence}");
    assert!(!world.path("out").exists());
    std::fs::create_dir(world.path("out")).unwrap();
    world.write("out/note.txt", "mine");
    let sentence = national(&world, "ssda903", "2025-26", "out", &[]).refused(1);
    assert!(sentence.contains("something in that folder"), "{sentence}");
    assert_eq!(std::fs::read(world.path("out/note.txt")).unwrap(), b"mine");
    // Without a receiver or a reason it is used wrongly.
    assert_eq!(world.on_store(&["national", "ssda903", "--out", "other"]).code, 2);
}

#[test]
fn a_worker_makes_no_national_return() {
    let world = World::with_store("worker");
    let said = national(&world, "ssda903", "2025-26", "out", &[]).refused(1);
    assert!(said.contains("A supervisor makes the national returns"), "{said}");
    assert!(!world.path("out").exists());
}
