use crate::world::{AUTHORITY, World, fixture, last_year};
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;

/// A demo borough with its release, and what was said when it was made: for the tests that only
/// read it.
static RELEASED: LazyLock<(World, Value)> = LazyLock::new(|| {
    let world = World::with_demo(285, 900, 7);
    let said = world.release(&last_year(), &["--json"]).done().json();
    (world, said)
});

fn released() -> &'static World {
    &RELEASED.0
}

#[test]
fn a_release_of_a_demo_borough_is_made_and_holds_with_and_without_its_store() {
    let (world, done) = &*RELEASED;
    let tables = done["tables"].as_array().unwrap();
    assert!(tables.len() > 20, "{}", tables.len());
    let episodes = done["episodes"].as_u64().unwrap();
    assert!((300..900).contains(&episodes), "{episodes}");
    assert!(done["children"].as_u64().unwrap() >= 50);
    for table in tables {
        assert_eq!(table["rows"], done["episodes"], "{table}");
    }
    assert!(world.path("release/manifest.json").is_file());
    assert!(Path::new(done["report"].as_str().unwrap()).ends_with("release/risk-report.html"));

    let alone = world.run(&["check", "release", "--json"]).done().json();
    assert_eq!(alone["outcome"], "holds");
    assert_eq!(alone["children_counted"], false);
    let with = world.run(&[
        "check",
        "release",
        "--store",
        "store.homeward",
        "--passphrase-file",
        "phrase.txt",
        "--json",
    ]);
    let with = with.done().json();
    assert_eq!(with["outcome"], "holds");
    assert_eq!(with["children_counted"], true);
    let words = world.run(&["check", "release"]).done().out;
    assert!(words.contains("damage") && words.contains("forgery"), "{words}");
}

#[test]
fn the_release_of_a_small_store_is_a_statement_that_two_people_make() {
    let world = World::with_demo(1, 1, 1);
    let few: String = std::fs::read_to_string(fixture("missing.csv"))
        .unwrap()
        .lines()
        .take(4)
        .map(|line| format!("{line}\n"))
        .collect();
    let few = world.write("few.csv", few);
    world.import(&fixture("header.csv"), &few, &[]).done();
    let (before, files) = (world.status(), world.files().len());
    // Three children of the file and the one of the demo are still fewer than five.
    let sentence = "This release will be a statement: fewer than five children went missing in";
    let said = world.asked("preview", "2025-26", &[]).done().out;
    assert!(said.contains(&format!("{sentence} 2025-26. It may be none.")), "{said}");
    assert!(!said.contains("are merged") && !said.contains("no episode"), "{said}");
    // Of a year before the first record nobody can say that they were few.
    let refused = world.asked("preview", "2009-10", &[]).refused(1);
    assert!(
        refused.contains("no episode of 2009-10 in this store, nor of any year before"),
        "{refused}"
    );
    let json = world.asked("preview", "2025-26", &["--json"]).done().json();
    assert!(json["children"].is_null() && json["episodes"].is_null(), "{json}");
    assert_eq!((world.status(), world.files().len()), (before, files));

    let proposal = world.propose("2025-26");
    let said = world.on_store(&["release", "waiting"]).done().out;
    assert!(said.contains(&format!("{proposal}  Statement")), "{said}");
    world.let_in("governance").done();
    let done = world.approve(&proposal, &["--json"]).done().json();
    let sentence = done["sentence"].as_str().unwrap();
    assert!(sentence.contains("a statement: fewer than five children"), "{sentence}");
    assert!(done["children"].is_null() && done["tables"].as_array().unwrap().is_empty());
    assert!(!world.path("release/cells.csv").exists());
    let alone = world.run(&["check", "release", "--json"]).done().json();
    assert_eq!((&alone["outcome"], &alone["tables"]), (&"holds".into(), &0.into()));
    let said = world.run(&["check", "release"]).done().out;
    assert!(said.contains("it is a statement: Fewer than five children"), "{said}");
}

#[test]
fn a_worker_makes_no_release() {
    let world = World::with_store("worker");
    for what in ["preview", "propose"] {
        let sentence = world.asked(what, &last_year(), &[]).refused(1);
        assert!(sentence.contains("supervisor"), "{sentence}");
    }
    for words in [
        &["release", "waiting"][..],
        &["release", "approve", "--proposal", "x", "--out", "release"],
        &["release", "withdraw", "--proposal", "x"],
    ] {
        let sentence = world.on_store(words).refused(1);
        assert!(sentence.contains("supervisor"), "{sentence}");
    }
    assert!(!world.path("release").exists());
}

#[test]
fn an_officer_approves_what_a_supervisor_proposed_and_does_nothing_else() {
    let world = World::with_demo(60, 150, 5);
    let year = last_year();
    let before = world.files().len();
    let preview = world.asked("preview", &year, &["--json"]).done().json();
    assert_eq!(preview["holds"], true);
    assert_eq!(preview["tests"].as_array().unwrap().len(), 3);
    let words = world.asked("preview", &year, &[]).done().out;
    assert!(words.contains("Can a child be singled out? No."), "{words}");
    assert!(words.trim_end().ends_with("Nothing was written."), "{words}");
    assert_eq!(world.files().len(), before);

    let said = world.asked("propose", &year, &[]).done().out;
    assert!(said.contains("add-person"), "{said}");
    let waiting = world.on_store(&["release", "waiting", "--json"]).done().json();
    let id = waiting[0]["id"].as_str().unwrap();
    assert_eq!(waiting[0]["purpose"], "Yearly figures");
    assert!(said.contains(id), "{said}");
    let mine = ["release", "approve", "--proposal", id, "--out", "release"];
    let sentence = world.on_store(&mine).refused(1);
    assert!(sentence.contains("somebody else"), "{sentence}");

    world.let_in("governance").done();
    for words in [
        &["release", "withdraw", "--proposal", id][..],
        &[
            "national",
            "annex-a",
            "--authority",
            AUTHORITY,
            "--year",
            &year,
            "--to",
            "x",
            "--reason",
            "x",
            "--out",
            "annex",
        ],
        &[
            "store",
            "add-person",
            "--name",
            "Another Example",
            "--role",
            "worker",
            "--their-passphrase-file",
            "phrase.txt",
        ],
    ] {
        world.as_second(words).refused(1);
    }
    world.as_second(&["figures", "--period", &year]).done();
    let looked = world.as_second(&["release", "waiting", "--proposal", id]).done().out;
    assert!(looked.contains("Nothing was written."), "{looked}");
    assert!(!world.path("release").exists());
    let said = world.approve(id, &[]).done().out;
    assert!(said.contains("Made for London Datastore") && said.contains("risk-report"), "{said}");
    let manifest = std::fs::read_to_string(world.path("release/manifest.json")).unwrap();
    for words in ["London Datastore", "Yearly figures", "Example agreement of 1 April 2026"] {
        assert!(manifest.contains(words), "{words}");
    }
    assert_eq!(
        world.on_store(&["release", "waiting", "--json"]).done().json(),
        serde_json::json!([])
    );
    let sentence = world.approve(id, &[]).refused(1);
    assert!(sentence.contains("no longer waits"), "{sentence}");
}

#[test]
fn episode_records_are_looked_at_by_their_name() {
    let year = last_year();
    let said = released().asked("preview", &year, &["--product", "episode-records", "--json"]);
    let preview = said.done().json();
    assert_eq!(preview["product"], "Episode records");
    assert_eq!(preview["tables"][0]["file"], "episodes.csv");
    assert_eq!(preview["holds"], true);
}

#[test]
fn a_withdrawn_release_is_not_approved() {
    let world = World::with_demo(40, 90, 5);
    let id = world.propose(&last_year());
    world.let_in("supervisor").done();
    let left = world.on_store(&["release", "withdraw", "--proposal", &id, "--json"]).done().json();
    assert_eq!(left, serde_json::json!([]));
    let sentence = world.approve(&id, &[]).refused(1);
    assert!(sentence.contains("no longer waits"), "{sentence}");
    assert!(!world.path("release").exists());
}

#[test]
fn what_is_wrong_with_the_asking_is_said() {
    let world = World::with_demo(40, 90, 5);
    for (period, hint) in
        [("2025", "financial year"), ("2025-27", "financial year"), ("1999-00", "no episode")]
    {
        let sentence = world.asked("propose", period, &[]).refused(1);
        assert!(sentence.contains(hint), "{sentence}");
    }
    let without =
        ["release", "propose", "--authority", AUTHORITY, "--period", "2025-26", "--to", "x"];
    let said = world.on_store(&without);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("--purpose") && said.error.contains("--agreement"));
    let empty = [&without[..], &["--purpose", " ", "--agreement", "x"]].concat();
    assert!(world.on_store(&empty).refused(1).contains("Name no child"));
    let records = [&without[..], &["--purpose", "x", "--agreement", "x", "--product", "nothing"]];
    assert_eq!(world.on_store(&records.concat()).code, 2);

    let id = world.propose(&last_year());
    world.let_in("governance").done();
    std::fs::create_dir(world.path("release")).unwrap();
    world.write("release/note.txt", "mine");
    let sentence = world.approve(&id, &[]).refused(1);
    assert!(sentence.contains("something in that folder"), "{sentence}");
    assert_eq!(std::fs::read(world.path("release/note.txt")).unwrap(), b"mine");
}

#[test]
fn a_release_with_the_store_of_somebody_else_is_not_recounted() {
    let world = released();
    let other = World::new();
    let made = other.on_store(&[
        "store",
        "create",
        "--user",
        "Alex Example",
        "--role",
        "supervisor",
        "--authority",
        "E09000033",
        "--recovery-out",
        "recovery.txt",
    ]);
    made.done();
    let release = world.path("release");
    let said = other.on_store(&["check", release.to_str().unwrap()]);
    assert!(said.refused(2).contains("E09000033"));
}

/// A way to damage a release: what it is called, and what it does to the folder.
type Damage = (&'static str, fn(&Path));

fn edit(folder: &Path, name: &str, change: impl Fn(String) -> String) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(text.clone());
    assert_ne!(text, changed, "{name} was not changed");
    std::fs::write(path, changed).unwrap();
}

const DAMAGES: [Damage; 18] = [
    ("an edited count", |folder| {
        edit(folder, "cells.csv", |text| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines[1] = format!("{}9", lines[1]);
            lines.join("\n") + "\n"
        });
    }),
    ("an extra column in the cells", |folder| {
        edit(folder, "cells.csv", |text| text.lines().map(|line| format!("{line},x\n")).collect());
    }),
    ("an extra column in a table", |folder| {
        edit(folder, "tables/first_ever.csv", |text| {
            text.lines().map(|line| format!("{line},x\n")).collect()
        });
    }),
    ("a code that is not in the list", |folder| {
        edit(folder, "tables/first_ever.csv", |text| text.replacen(",Y\n", ",ZZ\n", 1));
    }),
    ("a class of fewer than k rows", |folder| {
        edit(folder, "tables/first_ever.csv", |text| text.replacen(",Y\n", ",ASKU\n", 1));
    }),
    ("a name in a cell", |folder| {
        edit(folder, "tables/first_ever.csv", |text| {
            text.replacen(",Y\n", ",Example Child 12\n", 1)
        });
    }),
    ("a row left out", |folder| {
        edit(folder, "tables/first_ever.csv", |text| {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.pop();
            lines.join("\n") + "\n"
        });
    }),
    ("a row twice", |folder| {
        edit(folder, "tables/first_ever.csv", |text| {
            let last = text.lines().last().unwrap().to_owned();
            format!("{text}{last}\n")
        });
    }),
    ("a total that no longer adds up", |folder| {
        edit(folder, "manifest.json", |text| text.replacen("\"episodes\": ", "\"episodes\": 1", 1));
    }),
    ("a wrong hash", |folder| {
        edit(folder, "manifest.json", |text| {
            text.replacen("\"sha256\": \"", "\"sha256\": \"00", 1)
        });
    }),
    ("a file that is gone", |folder| {
        std::fs::remove_file(folder.join("tables/duration_band.csv")).unwrap();
    }),
    ("a file that nobody lists", |folder| {
        std::fs::write(folder.join("tables/children.csv"), "name\nExample Child 12\n").unwrap();
    }),
    ("looser rules", |folder| {
        edit(folder, "manifest.json", |text| text.replacen("\"k\": 5", "\"k\": 2", 1));
    }),
    ("another year in a table", |folder| {
        let year = last_year();
        edit(folder, "tables/first_ever.csv", |text| text.replacen(&year, "2001-02", 1));
    }),
    ("an edited report", |folder| {
        edit(folder, "risk-report.html", |text| text.replacen("</h1>", " </h1>", 1));
    }),
    ("a report that is gone", |folder| {
        std::fs::remove_file(folder.join("risk-report.json")).unwrap();
    }),
    ("a manifest without its purpose", |folder| {
        edit(folder, "manifest.json", |text| text.replacen("Yearly figures", " ", 1));
    }),
    ("another authority in a table", |folder| {
        edit(folder, "tables/first_ever.csv", |text| text.replacen("E09000012", "E09000013", 1));
    }),
];

#[test]
fn check_finds_eighteen_ways_to_damage_a_release_and_says_where() {
    let world = released();
    let whole = world.path("release");
    for (what, damage) in DAMAGES {
        let damaged = world.path("damaged");
        copy(&whole, &damaged);
        damage(&damaged);
        let said = world.run(&["check", "damaged"]);
        assert_eq!(said.code, 1, "{what}: {}{}", said.out, said.error);
        let first = said.out.lines().next().unwrap();
        assert!(first.contains(": ") && first.contains('.'), "{what}: {first}");
        assert!(!said.out.contains("Example Child"), "{what} is repeated");
        assert!(said.out.contains("does not hold"), "{what}");
        std::fs::remove_dir_all(damaged).unwrap();
    }
}

#[test]
fn a_folder_without_a_manifest_cannot_be_read() {
    let world = released();
    assert_eq!(world.run(&["check", "nowhere"]).code, 2);
    let broken = world.path("broken");
    copy(&world.path("release"), &broken);
    std::fs::write(broken.join("manifest.json"), "{").unwrap();
    let said = world.run(&["check", "broken", "--json"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert_eq!(said.json()["outcome"], "cannot_be_read");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}
