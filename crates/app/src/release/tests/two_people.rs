//! One person proposes a release, another one approves it.

use std::fs;

use homeward_store::AuditEntry;

use super::*;
use crate::api::fault::Kind;
use crate::api::release::{ApproveRelease, ProposeRelease, TableLine};

/// Ready to propose: enough children, and an information-governance officer.
fn world() -> World {
    let world = World::new();
    world.children(12);
    world.let_in(Role::Governance, SECOND);
    world
}

fn approval(
    world: &World,
    proposal: &str,
    shown: &str,
    passphrase: Option<&str>,
) -> ApproveRelease {
    ApproveRelease {
        proposal: proposal.to_owned(),
        shown: shown.to_owned(),
        out: world.folder.path().join("release").display().to_string(),
        passphrase: passphrase.map(str::to_owned),
    }
}

/// Every name beside the store, to see that nothing was written.
fn names(world: &World) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The audit, oldest first.
fn audit(world: &World) -> Vec<AuditEntry> {
    let newest = |open: &mut crate::Open| Ok(open.store.read()?.audit_page(None, 1_000)?);
    let mut entries = world.home.with(Act::Enter, newest).unwrap();
    entries.reverse();
    entries
}

#[test]
fn a_preview_says_all_of_it_and_writes_nothing() {
    let world = world();
    let (before, acts) = (names(&world), audit(&world).len());
    let preview = world.home.preview_release(world.asked()).unwrap();
    assert!(preview.holds, "{}", preview.verdict);
    assert_eq!((preview.episodes, preview.children, preview.k), (Some(12), Some(12), 5));
    assert_eq!(preview.receiver, "London Datastore");
    assert_eq!(preview.purpose, "Yearly figures");
    assert!(preview.leaves.iter().any(|line| line.contains("12 episodes of 12 children")));
    assert_eq!(preview.shown.len(), 64);
    assert_eq!(names(&world), before);
    assert_eq!(audit(&world).len(), acts);
    assert!(world.home.release_form().unwrap().waiting.is_empty());

    // All of them are twelve girls of one ethnic group who are not looked after.
    let smallest = preview.smallest.unwrap();
    assert_eq!(smallest.children, 10, "at least, in steps of five");
    let titles: Vec<&str> = preview.small_groups.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Ethnic group", "Sex", "Looked after"]);
    for groups in &preview.small_groups {
        let [group] = &groups.groups[..] else { panic!("{groups:?}") };
        assert_eq!((group.children, group.kept), (12, group.of), "{group:?}");
        assert!(group.of > 20, "{group:?}");
    }
    assert_eq!(preview.small_groups[0].groups[0].label, "Black or Black British");
    let cost = preview.cost.unwrap();
    assert_eq!(cost.masked, 0);
    assert!(0 < cost.as_recorded && cost.as_recorded < cost.answers, "{cost:?}");
    assert_eq!(cost.answers % 12, 0);

    let tests: Vec<&str> = preview.tests.iter().map(|test| test.title.as_str()).collect();
    assert_eq!(tests.len(), 3, "{tests:?}");
    for test in &preview.tests {
        assert!(test.words.starts_with("No."), "{test:?}");
        assert!(test.findings.iter().any(|finding| finding.tried > 0), "{test:?}");
    }
    assert!(preview.measures.iter().any(|measure| measure.name.starts_with("Prosecutor")));
    assert!(preview.versions.iter().any(|version| version.of.starts_with("Ladder")));
}

#[test]
fn a_group_that_is_too_small_is_told_to_the_two_and_shown_with_others() {
    let world = world();
    for number in 0..2 {
        let child = world.write(&Write {
            kind: RecordKind::Child,
            child: None,
            of: None,
            covers: None,
            state: ReviewState::Draft,
            answers: &[
                ("forename", "Example"),
                ("surname", &format!("Other {number}")),
                ("date_of_birth", "03/03/2009"),
                ("sex", "M"),
                ("ethnicity", "AIND"),
                ("care_status", "CIN"),
                ("child_local_id", &format!("OTHER{number}")),
            ],
        });
        world.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
    }
    let preview = world.home.preview_release(world.asked()).unwrap();
    assert!(preview.holds, "{}", preview.verdict);
    let [small, large] = &preview.small_groups[0].groups[..] else {
        panic!("{:?}", preview.small_groups[0])
    };
    assert_eq!((small.label.as_str(), small.children), ("Asian or Asian British", 2));
    assert_eq!((small.kept, large.children), (0, 12), "{small:?}");
    assert!(!small.shown_as.is_empty());
    assert!(preview.smallest.unwrap().children >= 5);
    assert!(!preview.merged.is_empty());
    // People read what a column is about, not what it is called in the file.
    let of: Vec<_> = preview.measures.iter().filter_map(|measure| measure.of.as_deref()).collect();
    assert!(of.contains(&"Ethnic group") && of.iter().all(|of| !of.contains('_')), "{of:?}");
}

#[test]
fn the_fingerprint_is_of_the_figures_and_the_question_and_not_of_the_draw() {
    let world = world();
    let preview = |asked: ReleaseFor| world.home.preview_release(asked).unwrap().shown;
    let first = preview(world.asked());
    assert_eq!(first, preview(world.asked()));
    assert_ne!(first, preview(ReleaseFor { purpose: "Research".into(), ..world.asked() }));
    assert_ne!(first, preview(ReleaseFor { receiver: "liia".into(), ..world.asked() }));
    let child = world.child("Child 40", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    assert_ne!(first, preview(world.asked()));
}

#[test]
fn what_was_typed_has_to_be_mended_before_anything_is_worked_out() {
    let world = World::new();
    let wrong = [
        ReleaseFor { purpose: "  ".into(), ..world.asked() },
        ReleaseFor { purpose: "x".repeat(301), ..world.asked() },
        ReleaseFor { agreement: String::new(), ..world.asked() },
        ReleaseFor { agreement: "two\nlines".into(), ..world.asked() },
        ReleaseFor { agreement: "x".repeat(201), ..world.asked() },
        ReleaseFor { receiver: " ".into(), ..world.asked() },
        ReleaseFor { receiver: "x".repeat(101), ..world.asked() },
        ReleaseFor { period: "2025".into(), ..world.asked() },
        ReleaseFor { authority: "E99999999".into(), ..world.asked() },
    ];
    for asked in wrong {
        let problem = world.home.preview_release(asked.clone()).unwrap_err();
        assert_eq!(problem.kind, Kind::Problem, "{}", problem.message);
        assert!(world.home.propose_release_just_unlocked(&asked).is_err());
    }
    // Of another borough: right, but not this store's.
    let other = ReleaseFor { authority: "E09000033".into(), ..world.asked() };
    assert!(world.home.preview_release(other).is_err());
}

#[test]
fn who_proposed_cannot_approve_and_the_officer_can_without_seeing_a_child() {
    let world = world();
    let child = world.child("Child 41", "09/09/2009");
    let proposal = world.propose().unwrap();
    let form = world.home.release_form().unwrap();
    assert!(form.may_propose && form.has_second_person);
    assert!(form.waiting[0].mine && !form.waiting[0].may_approve);
    assert_eq!(form.waiting[0].at, "22 November 2026 at midday");
    let refused = world.approve(&proposal, "release").unwrap_err();
    assert!(refused.message.contains("somebody else"), "{}", refused.message);

    world.become_who_has(SECOND);
    let home = &world.home;
    let form = home.release_form().unwrap();
    assert!(!form.may_propose && form.waiting[0].may_approve && !form.waiting[0].mine);
    assert_eq!(form.waiting[0].by, "Alex Example");
    let child = child.to_string();
    for refused in [
        home.my_work().err(),
        home.find_children("Child".into()).err(),
        home.child(child.clone()).err(),
        home.chronology(child.clone()).err(),
        home.record(child.clone()).err(),
        home.check_answers(child.clone()).err(),
        home.with_you(child.clone()).err(),
        home.start_return(None).err(),
        home.national_form().err(),
        home.preview_release(world.asked()).err(),
        home.withdraw_release(proposal.clone()).err(),
    ] {
        let refused = refused.expect("an officer was let in");
        assert_eq!(refused.kind, Kind::Refused, "{}", refused.message);
        assert!(!refused.message.contains("Ask yours"), "{}", refused.message);
    }
    home.figures_form().unwrap();
    home.look().unwrap();
    world.approve(&proposal, "release").unwrap();
    assert!(home.release_form().unwrap().waiting.is_empty());
    let again = world.approve(&proposal, "again").unwrap_err();
    assert!(again.message.contains("no longer waits"), "{}", again.message);
}

#[test]
fn a_worker_neither_looks_nor_proposes_nor_approves() {
    let world = world();
    let proposal = world.propose().unwrap();
    let worker = "marble-fountain-wicker-saddle";
    world.let_in(Role::Worker, worker);
    world.become_who_has(worker);
    let home = &world.home;
    for refused in [
        home.release_form().err(),
        home.preview_release(world.asked()).err(),
        world.propose().err(),
        home.look_at_proposal(proposal.clone()).err(),
        world.approve(&proposal, "release").err(),
        home.approve_release(approval(&world, &proposal, "", Some(worker))).err(),
        home.withdraw_release(proposal.clone()).err(),
    ] {
        let refused = refused.expect("a worker was let in");
        assert_eq!(refused.kind, Kind::Refused);
        assert!(refused.message.contains("supervisor"), "{}", refused.message);
    }
    assert!(!world.folder.path().join("release").exists());
}

#[test]
fn a_store_of_one_person_can_propose_and_says_that_nobody_can_approve() {
    let world = World::new();
    world.children(6);
    assert!(!world.home.release_form().unwrap().has_second_person);
    world.let_in(Role::Worker, SECOND);
    assert!(!world.home.release_form().unwrap().has_second_person);
    world.let_in(Role::Supervisor, "marble-fountain-wicker-saddle");
    assert!(world.home.release_form().unwrap().has_second_person);
}

#[test]
fn records_that_changed_meanwhile_are_proposed_again() {
    let world = world();
    let proposal = world.propose().unwrap();
    let looked = world.home.look_at_proposal(proposal.clone()).unwrap();
    let child = world.child("Child 40", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));

    world.become_who_has(SECOND);
    let now = world.home.look_at_proposal(proposal.clone()).unwrap();
    assert!(!now.holds && now.verdict.contains("Propose it again"), "{}", now.verdict);
    assert_eq!(now.children, Some(13));
    // Neither with the figures of then nor with those of now.
    for shown in [looked.shown, now.shown] {
        let ask = approval(&world, &proposal, &shown, Some(SECOND));
        let refused = world.home.approve_release(ask).unwrap_err();
        assert!(refused.message.contains("Propose it again"), "{}", refused.message);
    }
    assert!(!world.folder.path().join("release").exists());
    let ledger = world.home.with(Act::Enter, |open| Ok(open.store.read()?.ledger(AUTHORITY)?));
    assert!(ledger.unwrap().is_empty());
}

#[test]
fn what_was_not_looked_at_is_neither_proposed_nor_approved() {
    let world = world();
    let ask = |shown: &str| ProposeRelease {
        asked: world.asked(),
        shown: shown.to_owned(),
        passphrase: Some(PASSPHRASE.to_owned()),
    };
    for shown in ["", "0000"] {
        let refused = world.home.propose_release(ask(shown)).unwrap_err();
        assert!(refused.message.contains("Look at it again"), "{}", refused.message);
    }
    let proposal = world.propose().unwrap();
    world.become_who_has(SECOND);
    let ask = approval(&world, &proposal, "0000", Some(SECOND));
    let refused = world.home.approve_release(ask).unwrap_err();
    assert!(refused.message.contains("Propose it again"), "{}", refused.message);
    assert!(!world.folder.path().join("release").exists());
}

#[test]
fn a_withdrawn_proposal_is_gone_and_two_wait_beside_each_other() {
    let world = world();
    let first = world.propose().unwrap();
    let twice = world.propose().unwrap_err();
    assert!(twice.message.contains("already"), "{}", twice.message);
    let other = ReleaseFor { receiver: "liia".into(), ..world.asked() };
    let second = world.home.propose_release_just_unlocked(&other).unwrap().id;
    let waiting = |world: &World| -> Vec<String> {
        world.home.release_form().unwrap().waiting.into_iter().map(|one| one.id).collect()
    };
    assert_eq!(waiting(&world), [first.clone(), second.clone()]);
    world.home.withdraw_release(first.clone()).unwrap();
    assert_eq!(waiting(&world), std::slice::from_ref(&second));
    assert!(world.home.withdraw_release(first.clone()).is_err());
    assert!(world.home.withdraw_release("no id".into()).is_err());

    world.become_who_has(SECOND);
    let gone = world.approve(&first, "release").unwrap_err();
    assert!(gone.message.contains("no longer waits"), "{}", gone.message);
    assert!(!world.folder.path().join("release").exists());
    // The second one is for another receiver, and is not held up by it.
    world.approve(&second, "release").unwrap();
}

#[test]
fn the_window_asks_each_of_the_two_for_their_own_passphrase() {
    let world = world();
    let shown = world.home.preview_release(world.asked()).unwrap().shown;
    let ask = |passphrase: Option<&str>| ProposeRelease {
        asked: world.asked(),
        shown: shown.clone(),
        passphrase: passphrase.map(str::to_owned),
    };
    for wrong in [None, Some(""), Some("something else entirely"), Some(SECOND)] {
        let problem = world.home.propose_release(ask(wrong)).unwrap_err();
        assert_eq!(problem.kind, Kind::Passphrase, "{}", problem.message);
    }
    assert!(world.home.release_form().unwrap().waiting.is_empty());
    let proposal = world.home.propose_release(ask(Some(PASSPHRASE))).unwrap().id;

    world.become_who_has(SECOND);
    for wrong in [None, Some(""), Some("something else entirely"), Some(PASSPHRASE)] {
        let ask = approval(&world, &proposal, &shown, wrong);
        assert!(world.home.approve_release(ask).is_err());
        assert!(!world.folder.path().join("release").exists());
    }
    let done = world.home.approve_release(approval(&world, &proposal, &shown, Some(SECOND)));
    done.unwrap();
}

#[test]
fn a_proposal_survives_closing_the_store() {
    let world = world();
    let proposal = world.propose().unwrap();
    world.become_who_has(PASSPHRASE);
    let waiting = world.home.release_form().unwrap().waiting;
    assert_eq!(waiting[0].id, proposal);
    assert_eq!(waiting[0].product, "Topic tables");
    assert_eq!(waiting[0].agreement, "Example agreement of 1 April 2026");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_and_the_proposal_waits_on() {
    let world = world();
    let proposal = world.propose().unwrap();
    let out = world.folder.path().join("release");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("note.txt"), "mine").unwrap();
    world.become_who_has(SECOND);
    assert!(world.approve(&proposal, "release").is_err());
    assert_eq!(fs::read(out.join("note.txt")).unwrap(), b"mine");
    assert_eq!(world.home.release_form().unwrap().waiting.len(), 1);
    world.approve(&proposal, "another").unwrap();
}

#[test]
fn the_release_says_who_it_is_for_and_why_and_holds_its_report() {
    let world = world();
    let done = world.release("release").unwrap();
    let out = world.folder.path().join("release");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["receiver"], "London Datastore");
    assert_eq!(manifest["purpose"], "Yearly figures");
    assert_eq!(manifest["agreement"], "Example agreement of 1 April 2026");
    assert_eq!(done.report, out.join("risk-report.html").display().to_string());
    // A line may stand for the tables of all codes of a list; what is said is how many files there are.
    let tables = fs::read_dir(out.join("tables")).unwrap().count();
    assert!(done.tables.len() < tables && TableLine::count(&done.tables) == tables);
    assert!(done.sentence.contains(&format!(": {tables} tables of")), "{}", done.sentence);
    let html = fs::read_to_string(out.join("risk-report.html")).unwrap();
    assert!(html.contains(&format!("The {tables} tables, and")));
    assert!(html.contains(&format!("{tables} small tables")));
    for file in ["risk-report.html", "risk-report.json"] {
        let listed = manifest["files"].as_array().unwrap().iter().any(|one| one["file"] == file);
        assert!(listed && out.join(file).is_file(), "{file}");
    }
    let checked = world.home.check_release(&out).unwrap();
    assert_eq!(checked.outcome, crate::release::Outcome::Holds, "{:?}", checked.problems);
    // The report belongs to the release like any other file.
    fs::write(out.join("risk-report.html"), "nothing to see").unwrap();
    let checked = world.home.check_release(&out).unwrap();
    assert_eq!(checked.outcome, crate::release::Outcome::DoesNotHold);
}

#[test]
fn audit_and_ledger_keep_who_proposed_withdrew_and_approved() {
    let world = world();
    let withdrawn = world.propose().unwrap();
    world.home.withdraw_release(withdrawn).unwrap();
    world.release("release").unwrap();
    let entries = audit(&world);
    let about: Vec<&AuditEntry> =
        entries.iter().filter(|one| one.act.contains("release")).collect();
    let acts: Vec<&str> = about.iter().map(|one| one.act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "proposed a release",
            "withdrew a proposed release",
            "proposed a release",
            "approved a release"
        ]
    );
    assert_ne!(about[2].by, about[3].by);
    let ledger = world.home.with(Act::Enter, |open| Ok(open.store.read()?.ledger(AUTHORITY)?));
    let [entry] = &ledger.unwrap()[..] else { panic!("one release") };
    assert_eq!((entry.proposed_by, entry.made_by), (Some(about[2].by), about[3].by));
    assert_eq!(entry.purpose, "Yearly figures");
    for one in about {
        assert!(!one.detail.contains("Yearly") && !one.detail.contains("Example"), "{one:?}");
    }
}

#[test]
fn an_officer_makes_no_store_and_an_unknown_role_opens_none() {
    let folder = tempfile::tempdir().unwrap();
    let home = Homeward::new(folder.path().join("store.homeward"), Arc::new(Utc::now)).unwrap();
    let made = home.create_store(crate::api::door::FirstStart {
        name: "Example Officer".into(),
        role: Role::Governance,
        authorities: vec![AUTHORITY.into()],
        passphrase: PASSPHRASE.into(),
        passphrase_again: PASSPHRASE.into(),
        recovery_recipient: None,
        recovery_path: Some(folder.path().join("recovery.txt").display().to_string()),
    });
    assert_eq!(made.unwrap_err().kind, Kind::Problem);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(crate::door::role_of("officer"), None);
    for role in [Role::Worker, Role::Supervisor, Role::Governance] {
        assert_eq!(crate::door::role_of(crate::door::role_word(role)), Some(role));
    }
}
