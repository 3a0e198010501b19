//! Fewer than five children in a year: what leaves is a statement that says just that.

use std::collections::BTreeMap;
use std::fs;

use super::*;
use crate::api::release_preview::ReleasePreview;
use crate::release::Outcome;

const SENTENCE: &str = "Fewer than five children went missing in 2025-26. It may be none.";

/// So many children with an episode each, and nobody's doubles.
fn world(children: u32) -> World {
    let world = World::new();
    world.children(children);
    world
}

/// Every file of a release by its name.
fn files(world: &World, release: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = world.folder.path().join(release);
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn look(world: &World) -> ReleasePreview {
    world.home.preview_release(world.asked()).unwrap()
}

/// What the ledger says was released, newest first.
fn ledger(world: &World) -> Vec<String> {
    let entries = |open: &mut crate::Open| Ok(open.store.read()?.ledger(AUTHORITY)?);
    let entries = world.home.with(Act::Enter, entries).unwrap();
    entries.into_iter().map(|entry| entry.product).collect()
}

#[test]
fn a_statement_is_looked_at_without_any_figure() {
    let preview = look(&world(4));
    assert!(preview.holds, "{}", preview.verdict);
    assert_eq!(preview.product, "Statement");
    assert_eq!(preview.statement.as_deref(), Some(SENTENCE));
    assert_eq!((preview.episodes, preview.children, preview.caution), (None, None, None));
    assert!(preview.tables.is_empty() && preview.merged.is_empty() && preview.cost.is_none());
    assert!(preview.smallest.is_none() && preview.small_groups.is_empty());
    assert!(preview.measures.is_empty());
    assert!(preview.leaves[0].contains(SENTENCE) && preview.leaves[1].starts_with("No table"));
    assert_eq!(preview.shown.len(), 64);
    let words: Vec<&str> = preview.tests.iter().map(|test| test.words.as_str()).collect();
    assert_eq!(words.len(), 3);
    assert!(words[0].starts_with("No.") && words[1].starts_with("No."), "{words:?}");
    assert!(words[2].starts_with("Only that there were fewer than 5 children"), "{words:?}");
    assert!(preview.tests.iter().flat_map(|test| &test.findings).all(|finding| finding.holds));
    assert!(preview.versions.iter().any(|version| version.of.starts_with("Ladder")));
}

#[test]
fn two_people_make_a_statement_as_they_make_any_release() {
    let world = world(3);
    let done = world.release("statement").unwrap();
    assert_eq!(
        done.sentence,
        "Made for London Datastore, a statement: fewer than five children went missing in 2025-26. It may be none. It passed its check."
    );
    assert_eq!((done.episodes, done.children), (None, None));
    assert!(done.tables.is_empty() && done.merged.is_empty());
    let files = files(&world, "statement");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["README.txt", "manifest.json", "risk-report.html", "risk-report.json"]);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["schema"], "london-release-statement-1");
    assert_eq!(manifest["statement"]["words"], SENTENCE);
    assert_eq!(manifest["receiver"], "London Datastore");
    let report: serde_json::Value = serde_json::from_slice(&files["risk-report.json"]).unwrap();
    assert_eq!(report["statement"], SENTENCE);
    assert!(report["children"].is_null() && report["episodes"].is_null());
    let page = String::from_utf8(files["risk-report.html"].clone()).unwrap();
    assert!(page.contains("This release will be a statement") && page.contains("What leaves"));
    for gone in ["What is merged", "The smallest group", "<dt>Children", "<dt>Episodes"] {
        assert!(!page.contains(gone), "{gone}");
    }
    assert_eq!(ledger(&world), ["statement"]);

    let out = world.folder.path().join("statement");
    let checked = world.home.check_release(&out).unwrap();
    assert_eq!(checked.outcome, Outcome::Holds, "{:?}", checked.problems);
    assert!(checked.children_counted);
    assert!(
        checked.sentence.contains("it is a statement: Fewer than five"),
        "{}",
        checked.sentence
    );
    world.home.close();
    let closed = world.home.check_release(&out).unwrap();
    assert_eq!(closed.outcome, Outcome::Holds, "{:?}", closed.problems);
    assert!(!closed.children_counted);
    fs::write(out.join("README.txt"), "They were four.").unwrap();
    assert_eq!(world.home.check_release(&out).unwrap().outcome, Outcome::DoesNotHold);
}

#[test]
fn who_proposed_a_statement_cannot_approve_it_and_what_waits_says_what_it_is() {
    let world = world(4);
    let proposal = world.propose().unwrap();
    let refused = world.approve(&proposal, "statement").unwrap_err();
    assert!(refused.message.contains("somebody else has to approve it"), "{}", refused.message);
    let waiting = world.home.release_form().unwrap().waiting;
    assert_eq!(waiting[0].product, "Statement");
    assert_eq!(world.home.look_at_proposal(proposal).unwrap().statement.as_deref(), Some(SENTENCE));
}

/// Nothing that stands in a release may depend on how many of them there were, nor on how they were
/// asked: not the versions of their records either.
#[test]
fn none_one_and_four_children_leave_the_same_bytes() {
    let mut all = Vec::new();
    for children in [0, 1, 4] {
        let world = world(children);
        // A year with an episode, so that the page offers the quiet one after it.
        let child = world.child("Child of another year", "07/07/2009");
        world.episode(child, "01/05/2023\n10:00", Some("01/05/2023\n20:00"));
        let form = world.home.release_form().unwrap();
        assert_eq!(form.periods, ["2025-26", "2024-25", "2023-24"]);
        let caution = look(&world).caution;
        assert_eq!(caution.is_some(), children == 0, "{caution:?}");
        assert!(caution.is_none_or(|words| words.contains("Make sure that the year was recorded")));
        world.release("statement").unwrap();
        all.push(files(&world, "statement"));
    }
    assert_eq!(all[0], all[1]);
    assert_eq!(all[0], all[2]);
    for bytes in all[0].values() {
        assert!(!String::from_utf8_lossy(bytes).contains("Make sure that the year"));
    }
}

#[test]
fn a_year_before_the_records_begin_is_not_stated() {
    let world = world(4);
    let asked = |period: &str| ReleaseFor { period: period.to_owned(), ..world.asked() };
    let preview = world.home.preview_release(asked("2023-24")).unwrap();
    assert!(!preview.holds && preview.statement.is_none());
    assert!(
        preview.verdict.starts_with("There is no episode of 2023-24 in this store, nor of any"),
        "{}",
        preview.verdict
    );
    assert!(world.home.preview_release(asked("2025-26")).unwrap().holds);
}

#[test]
fn what_was_proposed_stays_the_same_statement_while_children_are_added_below_five() {
    let world = world(2);
    let proposal = world.propose().unwrap();
    let child = world.child("Late Child", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    world.let_in(Role::Governance, SECOND);
    world.become_who_has(SECOND);
    world.approve(&proposal, "statement").unwrap();
    world.become_who_has(PASSPHRASE);

    // With five it is none any more: what was proposed as a statement is not made as tables.
    let proposal = world.propose().unwrap();
    for number in 0..2 {
        let child = world.child(&format!("Later {number}"), &format!("0{}/10/2009", number + 1));
        world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    }
    world.become_who_has(SECOND);
    let refused = world.approve(&proposal, "second").unwrap_err();
    assert!(refused.message.contains("The records have changed"), "{}", refused.message);
    assert!(!world.folder.path().join("second").exists());
}

/// Why that tells nothing about a few is written at the head of `homeward_release::statement`.
#[test]
fn tables_follow_a_statement_once_late_records_bring_the_year_to_five_children() {
    let world = world(3);
    world.release("statement").unwrap();
    for number in 0..2 {
        let child = world.child(&format!("Late {number}"), &format!("0{}/10/2009", number + 1));
        world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    }
    let done = world.release("tables").unwrap();
    assert_eq!((done.episodes, done.children), (Some(5), Some(5)));
    assert!(done.sentence.contains("this one replaces it whole"), "{}", done.sentence);
    assert_eq!(ledger(&world), ["topic tables, reissued", "statement"]);

    // One more waits as ever, for what it tells beside the tables.
    let child = world.child("One more", "12/12/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    let refused = world.release("one-more").unwrap_err();
    assert!(refused.message.contains("what changed about 1 child since"), "{}", refused.message);
}

#[test]
fn the_same_statement_can_go_again_and_nothing_is_kept_twice() {
    let world = world(1);
    world.release("first").unwrap();
    let done = world.release("second").unwrap();
    assert!(done.sentence.contains("this one replaces it whole"), "{}", done.sentence);
    assert_eq!(ledger(&world), ["statement, reissued", "statement"]);
    assert_eq!(files(&world, "first"), files(&world, "second"));
}

#[test]
fn a_statement_that_is_not_true_of_the_store_any_more_is_found() {
    let world = world(4);
    world.release("statement").unwrap();
    let child = world.child("Late Child", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    let checked = world.home.check_release(&world.folder.path().join("statement")).unwrap();
    assert_eq!(checked.outcome, Outcome::DoesNotHold);
    assert!(checked.problems[0].contains("at least five children"), "{:?}", checked.problems);
}

#[test]
fn four_children_of_whom_one_may_be_two_are_no_statement_yet() {
    let world = world(3);
    for born in ["01/02/2011", "01/02/2011"] {
        let child = world.child("Childname", born);
        world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    }
    let preview = look(&world);
    assert!(!preview.holds);
    assert!(preview.verdict.contains("Settle the likely doubles first"), "{}", preview.verdict);
    assert!(preview.statement.is_none() && preview.shown.is_empty());
}

#[test]
fn a_year_that_is_not_over_is_not_stated() {
    let world = World::new();
    let child = world.child("Child 1", "01/06/2010");
    world.episode(child, "01/05/2026\n10:00", Some("01/05/2026\n20:00"));
    let asked = ReleaseFor { period: "2026-27".into(), ..world.asked() };
    let preview = world.home.preview_release(asked).unwrap();
    assert!(!preview.holds && preview.verdict.starts_with("2026-27 is not over"));
}

#[test]
fn episode_records_of_few_children_lead_to_the_statement() {
    for children in [0, 4] {
        let world = world(children);
        let asked = ReleaseFor { product: Product::EpisodeRecords, ..world.asked() };
        let preview = world.home.preview_release(asked).unwrap();
        assert!(!preview.holds && preview.statement.is_none());
        assert!(
            preview.verdict.contains("choose topic tables: what leaves is then a statement")
                || preview.verdict.contains("Choose topic tables: what leaves is then a statement"),
            "{}",
            preview.verdict
        );
    }
}
