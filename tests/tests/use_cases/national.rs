//! The three national returns.

use chrono::NaiveDate;
use homeward_app::api::door::Role;
use homeward_app::api::fault::Kind;
use homeward_app::api::import::ImportAsk;
use homeward_app::api::national::{NationalAsk, NationalDone, SaveNational};
use homeward_app::demo::{self, DemoAsk, Mix};

use crate::sector_rules::{self, Around};
use crate::world::{PASSPHRASE, World};

const HACKNEY: &str = "E09000012";

fn ask(which: &str, year: &str) -> NationalAsk {
    NationalAsk {
        which: which.into(),
        authority: HACKNEY.into(),
        year: year.into(),
        recipient: "Example Data Team".into(),
        reason: "For the yearly return".into(),
        passphrase: Some(PASSPHRASE.into()),
    }
}

fn save(world: &World, which: &str, year: &str, folder: &str) -> SaveNational {
    SaveNational {
        which: which.into(),
        authority: HACKNEY.into(),
        year: year.into(),
        folder: world.path(folder).display().to_string(),
    }
}

/// A supervisor's store with a looked-after child who came back.
fn world() -> (World, String, String) {
    let world = World::with(Role::Supervisor, &[HACKNEY]);
    let (child, episode) = world.add_return();
    world.give(&child, "care_status", "CLA");
    world.give(&child, "sex", "F");
    world.give(&child, "upn", "Z095096287583");
    world.give(&child, "ethnicity", "WROA");
    world.give(&episode, "dfe_missing_type", "M");
    (world, child, episode)
}

fn made(world: &World, which: &str) -> NationalDone {
    world.homeward.make_national(ask(which, "2025-26")).unwrap()
}

fn saved(world: &World, which: &str, year: &str, folder: &str) {
    world.homeward.make_national(ask(which, year)).unwrap();
    world.homeward.save_national(save(world, which, year, folder)).unwrap();
}

fn text(world: &World, path: &str) -> String {
    std::fs::read_to_string(world.path(path)).unwrap()
}

#[test]
fn the_return_of_a_looked_after_child_is_made_and_saved() {
    let (world, _, _) = world();
    let form = world.homeward.national_form().unwrap();
    assert_eq!((form.returns.len(), form.years), (3, vec!["2025-26".to_owned()]));
    let done = made(&world, "ssda903");
    assert_eq!(done.sentence, "Made: 1 row. Nothing is saved yet.");
    assert_eq!((done.look, done.findings.len()), (None, 0));
    let names: Vec<&str> = done.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["header.csv", "missing.csv", "what-this-loses.txt"]);

    let answer =
        world.homeward.save_national(save(&world, "ssda903", "2025-26", "return")).unwrap();
    assert!(answer.sentence.starts_with("Saved: 3 files."));
    assert_eq!(
        text(&world, "return/missing.csv"),
        "CHILD,DOB,MISSING,MIS_START,MIS_END\nEX000012,12/03/2010,M,02/03/2026,04/03/2026\n"
    );
    assert_eq!(
        text(&world, "return/header.csv"),
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nEX000012,F,12/03/2010,WROM,Z095096287583,,\n"
    );
    let losses = text(&world, "return/what-this-loses.txt");
    assert!(losses.starts_with("OFFICIAL-SENSITIVE\n\nSSDA903 Missing, 2025-26\nHackney."));
    for lost in ["days only", "return conversation", "not looked after", "Times", "times of day"] {
        assert!(losses.to_lowercase().contains(&lost.to_lowercase()), "{lost}");
    }
    assert!(!losses.contains("Example") && !losses.contains("EX000012"), "{losses}");
}

#[test]
fn a_conversation_that_nobody_signed_off_reads_blank_and_is_told() {
    let (world, child, episode) = world();
    let record = world.conversation(&episode);
    world.write_up(&record);
    let done = made(&world, "ssd_missing");
    assert_eq!(done.findings.len(), 1);
    assert!(done.findings[0].sentence.contains("not signed off"));
    assert_eq!(done.findings[0].places[0].label, "ssd_missing.csv, line 2");
    assert_eq!(done.findings[0].places[0].path, format!("child/{child}"));
    world.homeward.save_national(save(&world, "ssd_missing", "2025-26", "ssd")).unwrap();
    let table = text(&world, "ssd/ssd_missing.csv");
    assert_eq!(
        table.lines().nth(1).unwrap(),
        format!("{episode},EX000012,2026-03-02T22:00:00,M,2026-03-04T21:15:00,,")
    );
    assert!(text(&world, "ssd/look-before-you-submit.txt").contains("ssd_missing.csv, line 2"));

    saved(&world, "annex_a", "2025-26", "annex");
    let list = text(&world, "annex/annex-a-list-8-missing.csv");
    assert_eq!(list.lines().nth(1).unwrap(), "EX000012,1,0,,");
}

#[test]
fn a_child_without_an_id_is_left_out_and_told_with_a_way_to_the_record() {
    let (world, child, _) = world();
    world.give(&child, "child_local_id", "");
    let done = made(&world, "ssda903");
    assert_eq!(done.look.as_deref(), Some("1 record is left out."));
    let [finding] = done.findings.as_slice() else { panic!("{}", done.findings.len()) };
    assert!(finding.left_out);
    assert_eq!(finding.places[0].path, format!("child/{child}"));
    assert_eq!(finding.places[0].label, "A child’s record");
}

#[test]
fn a_return_asks_for_the_passphrase_a_reason_a_receiver_and_a_year_that_has_begun() {
    let (world, _, _) = world();
    let mut wrong = ask("ssda903", "2025-26");
    wrong.passphrase = Some("not the passphrase".into());
    let mut none = ask("ssda903", "2025-26");
    none.passphrase = None;
    let mut no_reason = ask("ssda903", "2025-26");
    no_reason.reason = " ".into();
    let mut no_recipient = ask("ssda903", "2025-26");
    no_recipient.recipient = String::new();
    for refused in [wrong, none] {
        assert_eq!(world.homeward.make_national(refused).unwrap_err().kind, Kind::Passphrase);
    }
    let asks = [
        no_reason,
        no_recipient,
        ask("ssda903", "2026-27"),
        ask("ssda903", "2025"),
        ask("other", "2025-26"),
    ];
    for refused in asks {
        assert_eq!(world.homeward.make_national(refused).unwrap_err().kind, Kind::Problem);
    }
    let mut elsewhere = ask("ssda903", "2025-26");
    elsewhere.authority = "E09000033".into();
    assert_eq!(world.homeward.make_national(elsewhere).unwrap_err().kind, Kind::Refused);
}

#[test]
fn only_the_return_that_was_made_can_be_saved_and_never_over_anything() {
    let (world, _, episode) = world();
    let refused = |ask| world.homeward.save_national(ask).unwrap_err().kind;
    assert_eq!(refused(save(&world, "ssda903", "2025-26", "return")), Kind::Refused);
    made(&world, "ssda903");
    assert_eq!(refused(save(&world, "ssd_missing", "2025-26", "return")), Kind::Refused);
    // A record that changes meanwhile is another return.
    world.give(&episode, "returned_at", "5 3 2026\n9am");
    assert_eq!(refused(save(&world, "ssda903", "2025-26", "return")), Kind::Refused);
    assert!(!world.path("return").exists());

    std::fs::create_dir(world.path("return")).unwrap();
    std::fs::write(world.path("return/note.txt"), "mine").unwrap();
    made(&world, "ssda903");
    assert_eq!(refused(save(&world, "ssda903", "2025-26", "return")), Kind::Problem);
    assert_eq!(std::fs::read_dir(world.path("return")).unwrap().count(), 1);
    world.homeward.save_national(save(&world, "ssda903", "2025-26", "other")).unwrap();
}

#[test]
fn the_audit_knows_for_whom_and_why() {
    let (world, _, _) = world();
    saved(&world, "ssda903", "2025-26", "return");
    let key = homeward_vault::KeyFile::unlock(
        world.homeward.store_path(),
        &PASSPHRASE.to_owned().into(),
        0,
    );
    world.homeward.close();
    let store = homeward_store::Store::open(world.homeward.store_path(), key.unwrap().key).unwrap();
    let entries = store.read().unwrap().audit_page(None, 1_000).unwrap();
    let of = |act: &str| entries.iter().find(|entry| entry.act == act).unwrap().detail.clone();
    assert_eq!(
        of("made an open copy: national return"),
        "ssda903 E09000012 2025-26; for: Example Data Team; why: For the yearly return"
    );
    assert_eq!(of("saved an open copy as files"), "ssda903 2025-26");
}

fn demo() -> World {
    let world = World::fresh();
    demo::make(
        &world.homeward,
        DemoAsk {
            authority: HACKNEY.into(),
            seed: 7,
            children: Some(120),
            episodes: Some(400),
            year: None,
            mix: Mix::Whole,
            passphrase: PASSPHRASE.into(),
            recovery_path: world.path("demo-recovery.txt").display().to_string(),
        },
    )
    .unwrap();
    world
}

#[test]
fn the_returns_of_a_demo_borough_break_no_rule_of_the_sector_that_they_do_not_tell() {
    let world = demo();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    saved(&world, "ssda903", "2024-25", "before");
    let before = text(&world, "before/missing.csv");
    let done = made(&world, "ssda903");
    world.homeward.save_national(save(&world, "ssda903", "2025-26", "after")).unwrap();
    let missing = text(&world, "after/missing.csv");
    assert!(missing.lines().count() > 20, "{missing}");
    let around = Around {
        first: day(2025, 4, 1),
        last: day(2026, 3, 31),
        year_before: Some(&before),
        in_care: std::collections::BTreeMap::new(),
    };
    for (rule, line) in sector_rules::broken(&missing, &text(&world, "after/header.csv"), &around) {
        let told = done.findings.iter().any(|finding| {
            finding.rule.as_ref().is_some_and(|told| told.contains(&rule.to_string()))
                && finding.places.iter().any(|at| at.label == format!("missing.csv, line {line}"))
        });
        assert!(told, "rule {rule} on line {line}");
    }
    for which in ["ssd_missing", "annex_a"] {
        saved(&world, which, "2025-26", which);
    }
    let rows = |path: &str| text(&world, path).lines().count() - 1;
    assert!(rows("ssd_missing/ssd_missing.csv") > rows("after/missing.csv"));
    assert!(rows("annex_a/annex-a-list-8-missing.csv") > 5);
}

#[test]
fn our_own_importer_reads_the_return_back() {
    let world = demo();
    saved(&world, "ssda903", "2025-26", "out");
    let rows = text(&world, "out/missing.csv").lines().count() - 1;
    let other = World::with(Role::Supervisor, &[HACKNEY]);
    let look = |dry_run| ImportAsk {
        authority: HACKNEY.into(),
        header: world.path("out/header.csv").display().to_string(),
        missing: world.path("out/missing.csv").display().to_string(),
        skip_wrong: false,
        dry_run,
    };
    let summary = other.homeward.import_files(look(false)).unwrap();
    assert_eq!((summary.new as usize, summary.wrong, summary.written), (rows, 0, true));
    // What it brought in makes the same return again, byte for byte.
    saved(&other, "ssda903", "2025-26", "again");
    for file in ["header.csv", "missing.csv"] {
        assert_eq!(
            text(&other, &format!("again/{file}")),
            text(&world, &format!("out/{file}")),
            "{file}"
        );
    }
}
