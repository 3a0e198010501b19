use crate::world::{World, fixture};
use std::fs::File;
use std::path::PathBuf;

fn header() -> PathBuf {
    fixture("header.csv")
}

#[test]
fn forty_three_episodes_of_thirty_nine_children_come_in_and_twice_changes_nothing() {
    let world = World::with_demo(1, 1, 1);
    let open = world.status()["open"].clone();
    let look = world.import(&header(), &fixture("missing.csv"), &["--dry-run", "--json"]).done();
    assert_eq!(look.json()["new"], 43);
    assert_eq!(look.json()["written"], false);
    assert_eq!(world.status()["episodes"], 1);

    let first = world.import(&header(), &fixture("missing.csv"), &["--json"]).done().json();
    assert_eq!(
        (&first["new"], &first["already"], &first["wrong"]),
        (&43.into(), &0.into(), &0.into())
    );
    assert_eq!(first["new_children"], 39);
    let problems = first["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["rule"] == "574"), "{problems:?}");
    // One child with one episode was there before.
    let status = world.status();
    assert_eq!(status["children"], 1 + 39);
    assert_eq!(status["episodes"], 1 + 43);
    // History asks for no work.
    assert_eq!(status["open"], open);

    let again = world.import(&header(), &fixture("missing.csv"), &["--json"]).done().json();
    assert_eq!((&again["new"], &again["already"]), (&0.into(), &43.into()));
    assert_eq!(world.status(), status);

    // The same episodes as another program writes them: byte order mark, CR LF, other columns.
    let other = world.import(&header(), &fixture("missing-bom-crlf.csv"), &["--json"]).done();
    assert_eq!(other.json()["already"], 43);
    assert_eq!(world.status(), status);
}

#[test]
fn one_wrong_row_writes_nothing_and_skip_wrong_leaves_it_out() {
    let world = World::with_demo(1, 1, 1);
    let before = world.status();
    for file in ["missing-bad-rows.csv", "missing-double-rows.csv"] {
        let said = world.import(&header(), &fixture(file), &["--json"]);
        let sentence = said.refused(1);
        assert!(sentence.contains("Nothing was brought in"), "{sentence}");
        assert!(said.json()["wrong"].as_u64().unwrap() > 0);
        assert_eq!(said.json()["written"], false);
        assert_eq!(world.status(), before);
    }
    let words = world.import(&header(), &fixture("missing-bad-rows.csv"), &[]);
    assert!(words.out.contains("missing.csv, line "), "{}", words.out);
    assert!(words.refused(1).contains("--skip-wrong"));

    let skipped =
        world.import(&header(), &fixture("missing-bad-rows.csv"), &["--skip-wrong", "--json"]);
    let found = skipped.done().json();
    assert_eq!(found["written"], true);
    assert_eq!(world.status()["episodes"], 1 + found["new"].as_u64().unwrap());
    let doubles =
        world.import(&header(), &fixture("missing-double-rows.csv"), &["--skip-wrong", "--json"]);
    assert_eq!(doubles.done().json()["wrong"], 2);
}

#[test]
fn a_row_that_breaks_a_rule_of_the_return_comes_in_with_a_flag() {
    let world = World::with_demo(1, 1, 1);
    let said = world.import(&header(), &fixture("missing-broken-rules.csv"), &["--json"]).done();
    let found = said.json();
    assert_eq!(found["wrong"], 0);
    assert!(found["flagged"].as_u64().unwrap() >= 6, "{found}");
    assert_eq!(world.status()["episodes"], 1 + found["new"].as_u64().unwrap());
}

#[test]
fn a_header_with_wrong_rows_is_wrong_too() {
    let world = World::with_demo(1, 1, 1);
    let said = world.import(&fixture("header-bad-rows.csv"), &fixture("missing.csv"), &["--json"]);
    said.refused(1);
    assert_eq!(world.status()["children"], 1);
}

#[test]
fn each_file_that_cannot_be_read_gets_one_sentence_and_changes_nothing() {
    let world = World::with_demo(1, 1, 1);
    world.import(&header(), &fixture("missing.csv"), &[]).done();
    let before = world.status();
    for (file, hint) in [
        ("missing-no-end-column.csv", "no column MIS_END"),
        ("missing-semicolons.csv", "not separated by commas"),
        ("missing-utf16.csv", "UTF-16"),
        ("missing-latin1.csv", "not UTF-8"),
        ("missing-empty.csv", "is empty"),
    ] {
        for more in [&[][..], &["--skip-wrong"][..], &["--dry-run"][..]] {
            let sentence = world.import(&header(), &fixture(file), more).refused(1);
            assert!(sentence.contains(hint), "{file}: {sentence}");
        }
        assert_eq!(world.status(), before);
    }
    let swapped = world.import(&fixture("missing.csv"), &header(), &[]).refused(1);
    assert!(swapped.contains("the wrong way round"), "{swapped}");
    assert_eq!(world.status(), before);
}

#[test]
fn a_file_of_a_gigabyte_is_refused_without_being_read() {
    let world = World::with_demo(1, 1, 1);
    let path = world.path("missing-huge.csv");
    // Sparse: it takes no room on the disk.
    File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let sentence = world.import(&header(), &path, &[]).refused(1);
    assert!(sentence.contains("larger than 256 MB"), "{sentence}");
    let sentence = world.import(&path, &fixture("missing.csv"), &[]).refused(1);
    assert!(sentence.starts_with("header.csv is larger than"), "{sentence}");
    assert_eq!(world.status()["children"], 1);
}

#[test]
fn an_authority_without_a_commission_is_refused_with_those_there_are() {
    let world = World::with_demo(1, 1, 1);
    let said = world.on_store(&[
        "import",
        "ssda903",
        "--authority",
        "E09000033",
        "--header",
        header().to_str().unwrap(),
        "--missing",
        fixture("missing.csv").to_str().unwrap(),
    ]);
    let sentence = said.refused(1);
    assert!(sentence.contains("E09000012"), "{sentence}");
    assert_eq!(world.status()["children"], 1);
}

#[test]
fn nothing_out_of_a_row_is_ever_said() {
    let world = World::with_demo(1, 1, 1);
    let text = std::fs::read_to_string(fixture("missing-bad-rows.csv")).unwrap();
    let said =
        world.import(&header(), &fixture("missing-bad-rows.csv"), &["--skip-wrong", "--json"]);
    let ids = text.lines().skip(1).filter_map(|line| line.split(',').next());
    let mut seen = 0;
    for id in ids.filter(|id| id.len() >= 5) {
        seen += 1;
        assert!(!said.out.contains(id) && !said.error.contains(id), "{id}");
    }
    assert!(seen > 5, "the fixture has ids to look for");
}

#[test]
fn an_import_that_is_killed_leaves_whole_batches_and_the_next_run_completes_it() {
    const EPISODES: u64 = 3_000;
    let world = World::with_demo(1, 1, 1);
    let mut header = "CHILD,SEX,DOB,ETHNIC\n".to_owned();
    let mut missing = "CHILD,DOB,MISSING,MIS_START,MIS_END\n".to_owned();
    for number in 0..EPISODES {
        let day = 1 + number % 28;
        header.push_str(&format!("EX9{number},F,{day:02}/03/2011,WBRI\n"));
        missing.push_str(&format!("EX9{number},{day:02}/03/2011,M,{day:02}/08/2025,\n"));
    }
    let (header, missing) =
        (world.write("header.csv", header), world.write("missing.csv", missing));
    let size = || std::fs::metadata(world.path("store.homeward")).unwrap().len();
    let before = size();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_homeward"))
        .args(["import", "ssda903", "--store", "store.homeward", "--passphrase-file", "phrase.txt"])
        .args(["--authority", "E09000012", "--header", "header.csv", "--missing", "missing.csv"])
        .current_dir(world.path(""))
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // By the time the file has grown, the first batches are in and the last ones are not.
    while size() < before + 400_000 && program.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    program.kill().unwrap();
    program.wait().unwrap();

    let left = world.status()["episodes"].as_u64().unwrap() - 1;
    assert!(left > 0 && left < EPISODES, "{left}");
    assert_eq!(left % 200, 0, "half a batch was written");
    let rest = world.import(&header, &missing, &["--json"]).done().json();
    assert_eq!(rest["already"], left);
    assert_eq!(rest["new"], EPISODES - left);
    assert_eq!(world.status()["episodes"], EPISODES + 1);
}
