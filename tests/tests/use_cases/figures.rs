//! The figures of a year: those of the Assembly's report out of an invented London, and a child who
//! counts once whatever was recorded.

use homeward_app::api::door::Role;
use homeward_app::api::fault::Kind;
use homeward_app::api::figures::{FigureShare, FigureTable, Figures, FiguresAsk};
use homeward_app::demo::{DemoAsk, LONDON, Mix, make};
use homeward_store::Store;
use homeward_vault::{KeyFile, SecretString};

use crate::world::{PASSPHRASE, World};

/// A store with invented children of all 33 authorities.
fn london(children: Option<u32>, mix: Mix) -> World {
    let world = World::fresh();
    let ask = DemoAsk {
        authority: LONDON.into(),
        seed: 5,
        children,
        episodes: None,
        year: Some("2022-23".into()),
        mix,
        passphrase: PASSPHRASE.into(),
        recovery_path: world.path("recovery.txt").display().to_string(),
    };
    make(&world.homeward, ask).unwrap();
    world
}

fn count(world: &World, authority: Option<&str>, period: &str) -> Figures {
    let ask = FiguresAsk { authority: authority.map(str::to_owned), period: period.into() };
    world.homeward.figures(ask).unwrap()
}

fn table<'f>(figures: &'f Figures, id: &str) -> &'f FigureTable {
    figures.tables.iter().find(|table| table.id == id).unwrap()
}

/// Children and episodes of a row. None of both when there is no such row.
fn row(figures: &Figures, id: &str, code: &str) -> (u32, u32) {
    let found = table(figures, id).rows.iter().find(|row| row.code == code);
    found.map_or((0, 0), |row| (row.children, row.episodes))
}

fn share<'f>(figures: &'f Figures, id: &str) -> &'f FigureShare {
    let mut lines = figures.shares.iter().flat_map(|group| &group.lines);
    lines.find(|line| line.id == id).unwrap()
}

/// Every table that is said to add up does, in children, in episodes and in percentages.
fn must_add_up(figures: &Figures) {
    let tenths = |text: &str| text.replace(['.', '%'], "").parse::<u32>().unwrap();
    for table in &figures.tables {
        let sum = |of: &dyn Fn(usize) -> u32| (0..table.rows.len()).map(of).sum::<u32>();
        let rows = &table.rows;
        assert_eq!(sum(&|at| rows[at].children), figures.children, "{}", table.id);
        assert_eq!(sum(&|at| rows[at].episodes), figures.episodes, "{}", table.id);
        assert_eq!(sum(&|at| tenths(&rows[at].children_percent)), 1_000, "{}", table.id);
        assert_eq!(sum(&|at| tenths(&rows[at].episodes_percent)), 1_000, "{}", table.id);
    }
}

#[test]
fn the_figures_of_the_report_come_out_of_demo_london() {
    let world = london(None, Mix::Bare);
    let figures = count(&world, None, "2022-23");
    assert_eq!((figures.children, figures.episodes), (9_370, 29_455));
    assert_eq!(figures.title, "All 33 authorities of this store, 2022 to 2023");
    for id in ["ethnic_group", "sex", "met_gender_output", "age_group", "age", "authority"] {
        assert!(table(&figures, id).rows.len() >= 3, "{id}");
    }
    must_add_up(&figures);

    // Page 16. The 19 incidents that are in no row of the published split are here, with the
    // reason why there is no answer.
    let of = |code| row(&figures, "met_gender_output", code).1;
    assert_eq!((of("BOYS"), of("GIRLS"), of("TRANS")), (14_655, 14_581, 200));
    let without: Vec<(&str, u32)> = table(&figures, "met_gender_output")
        .rows
        .iter()
        .filter(|row| row.absence)
        .map(|row| (row.label.as_str(), row.episodes))
        .collect();
    assert_eq!(without, [("Not asked", 11), ("Asked, prefers not to say", 8)]);

    assert_eq!(row(&figures, "ethnic_group", "BLACK").1, 12_618);
    assert_eq!(row(&figures, "ethnic_group", "WHITE").1, 10_891);
    let highest = table(&figures, "ethnic_group").rows.iter().max_by_key(|row| row.episodes);
    assert_eq!(highest.unwrap().code, "BLACK");
    let percent = |code| {
        let rows = &table(&figures, "age_group").rows;
        rows.iter().find(|row| row.code == code).unwrap().episodes_percent.clone()
    };
    assert_eq!(percent("A15_17"), "68.0%");
    assert_eq!(percent("A0_11"), "2.4%");
    let aged = |age| row(&figures, "age", age).1;
    assert!(aged("17") > aged("16") && aged("16") > aged("15"));

    // Pages 5 and 12: over nine in ten are back within 48 hours.
    let back = share(&figures, "within_48_hours");
    assert!(back.yes.unwrap() * 10 > 29_455 * 9, "{back:?}");

    // The parts are the whole: what one authority counts, all of them count together.
    let authorities = table(&figures, "authority").rows.clone();
    assert_eq!(authorities.len(), 33);
    let hackney = authorities.iter().find(|row| row.code == "E09000012").unwrap();
    let own = count(&world, Some("E09000012"), "2022-23");
    assert_eq!((own.children, own.episodes), (hackney.children, hackney.episodes));
    must_add_up(&own);
}

#[test]
fn a_smaller_london_with_all_its_work_keeps_the_shares_and_adds_up() {
    let world = london(Some(200), Mix::Whole);
    let figures = count(&world, None, "2022-23");
    assert_eq!((figures.children, figures.episodes), (200, 628));
    must_add_up(&figures);
    let black = row(&figures, "ethnic_group", "BLACK").1;
    assert!((260..=278).contains(&black), "{black}");
    for group in &figures.shares {
        for line in &group.lines {
            assert!(line.n <= 628, "{line:?}");
            assert!(line.yes.is_none_or(|yes| yes <= line.n), "{line:?}");
        }
    }
    let (offered, completed) = (share(&figures, "rhi_offered"), share(&figures, "rhi_completed"));
    assert!(offered.yes > completed.yes && completed.yes > Some(0));
    assert!(share(&figures, "ppi_done").yes > Some(0));
    assert!(share(&figures, "rhi_declined").yes > Some(0));
    assert!(figures.named.iter().any(|table| table.id == "reason" && table.rows.len() > 4));
    for named in &figures.named {
        assert!(named.rows.iter().all(|row| row.children <= row.episodes), "{}", named.id);
    }
}

#[test]
fn a_child_with_five_conflicting_ethnicities_counts_once_under_the_current_one() {
    let world = World::with(Role::Supervisor, &["E09000012"]);
    let (child, _) = world.add_return();
    let sources = [
        ("BCRB", "POLICE_SDE"),
        ("WBRI", "CMS"),
        ("MWBC", "CARER"),
        ("BAFR", "PARENT"),
        ("MOTH", "CHILD"),
    ];
    for (code, source) in sources {
        world.give(&child, "ethnicity", code);
        world.give(&child, "ethnicity_source", source);
    }
    let figures = count(&world, Some("E09000012"), "2025-26");
    assert_eq!((figures.children, figures.episodes), (1, 1));
    must_add_up(&figures);
    let rows: Vec<(&str, u32)> = table(&figures, "ethnic_group")
        .rows
        .iter()
        .map(|row| (row.code.as_str(), row.children))
        .collect();
    assert_eq!(rows, [("MIXED", 1)]);

    // All five are in the history, in the order in which they were given.
    world.homeward.close();
    let path = world.path("store.homeward");
    let key = KeyFile::unlock(&path, &SecretString::from(PASSPHRASE), 1_772_721_120).unwrap().key;
    let store = Store::open(&path, key).unwrap();
    let history =
        store.read().unwrap().history(uuid::Uuid::parse_str(&child).unwrap(), "ethnicity").unwrap();
    let kept: Vec<String> = history.iter().filter_map(|entry| entry.answer.value.clone()).collect();
    assert_eq!(kept, [r#""BCRB""#, r#""WBRI""#, r#""MWBC""#, r#""BAFR""#, r#""MOTH""#]);
}

#[test]
fn an_answer_that_is_not_there_is_a_row_and_never_part_of_a_percentage() {
    let world = World::with(Role::Supervisor, &["E09000012"]);
    let (child, episode) = world.add_return();
    world.absent(&child, "ethnicity", "DECL");
    world.absent(&child, "sex", "NASK");
    world.absent(&episode, "reported_to_police", "UNKN");
    let figures = count(&world, None, "2025-26");
    must_add_up(&figures);
    let only = |id: &str| {
        let rows = &table(&figures, id).rows;
        assert_eq!(rows.len(), 1, "{id}");
        (rows[0].code.clone(), rows[0].absence)
    };
    assert_eq!(only("ethnic_group"), ("DECL".to_owned(), true));
    assert_eq!(only("met_gender_output"), ("NASK".to_owned(), true));
    // Nobody has said anything about social care yet.
    assert_eq!(only("care_status"), ("PEND".to_owned(), true));
    let reported = share(&figures, "not_reported");
    assert_eq!((reported.value.as_str(), reported.n), ("–", 0));
    assert_eq!(reported.absent, "100.0% (1)");
}

#[test]
fn figures_are_for_supervisors_and_for_their_own_authorities() {
    let worker = World::worker();
    let ask = || FiguresAsk { authority: None, period: "2025-26".into() };
    assert_eq!(worker.homeward.figures(ask()).unwrap_err().kind, Kind::Refused);
    assert_eq!(worker.homeward.figures_form().unwrap_err().kind, Kind::Refused);

    let world = World::with(Role::Supervisor, &["E09000012"]);
    world.add_return();
    let form = world.homeward.figures_form().unwrap();
    assert_eq!(form.periods, ["2025-26"]);
    assert_eq!(form.authorities.len(), 1);
    let other = FiguresAsk { authority: Some("E09000030".into()), period: "2025-26".into() };
    assert_eq!(world.homeward.figures(other).unwrap_err().kind, Kind::Problem);
    let never = FiguresAsk { authority: None, period: "2025".into() };
    assert_eq!(world.homeward.figures(never).unwrap_err().kind, Kind::Problem);
    let figures = world.homeward.figures(ask()).unwrap();
    assert_eq!(figures.sentence, "1 episode of 1 child");
    assert!(figures.notice.contains("make a release"));
}

/// What is said of a demo record would be said in every demonstration.
#[test]
fn nothing_in_a_demo_of_the_past_has_to_be_mended() {
    let world = london(Some(40), Mix::Whole);
    let mut looked_at = 0;
    for hit in world.homeward.find_children("Child".into()).unwrap() {
        let child = world.homeward.child(hit.record.clone()).unwrap();
        let mut records = vec![hit.record];
        for episode in &child.episodes {
            // Every record of an episode has a link on the child's page.
            let page = serde_json::to_string(episode).unwrap();
            let ids = page.split("record/").skip(1).filter_map(|rest| rest.get(..36));
            records.extend(ids.map(str::to_owned));
        }
        records.sort();
        records.dedup();
        for record in records {
            let check = world.homeward.check_answers(record).unwrap();
            let problems: Vec<&str> = check.problems.iter().map(|p| p.sentence.as_str()).collect();
            assert_eq!(problems, [""; 0], "{}", check.caption);
            looked_at += 1;
        }
    }
    assert!(looked_at > 300, "{looked_at}");
}
