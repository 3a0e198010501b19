//! Add a return.

use homeward_app::api::door::Role;
use homeward_app::api::fault::Kind;
use homeward_app::asks::ChooseChild;

use crate::world::{World, all, find};

#[test]
fn a_return_is_added_from_a_notification_and_is_due_first() {
    let world = World::worker();
    let empty = world.homeward.my_work().unwrap();
    assert!(empty.rows.is_empty());
    assert!(empty.nothing.is_some());

    let (child, _) = world.add_return();
    let work = world.homeward.my_work().unwrap();
    let told: Vec<(&str, &str, &str)> = work
        .rows
        .iter()
        .map(|row| (row.child.as_str(), row.what.as_str(), row.due.text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Example Child 12", "Police prevention interview", "Due in 6 hours"),
            ("Example Child 12", "Return conversation", "Due in 2 days"),
        ]
    );
    let view = world.homeward.child(child).unwrap();
    assert_eq!(view.name, "Example Child 12");
    assert_eq!(view.episodes.len(), 1);
    assert_eq!(
        view.episodes[0].title,
        "Went missing 10pm on 2 March 2026, returned 9:15pm on 4 March 2026"
    );
}

#[test]
fn nothing_typed_is_lost_when_adding_is_left_half_way() {
    let mut world = World::worker();
    let draft = world.homeward.start_return(None).unwrap();
    world.give(&draft.child, "forename", "Exam");
    world.restart();
    world.unlock().unwrap();
    let work = world.homeward.my_work().unwrap();
    assert_eq!(work.rows[0].what, "Add a return");
    let again = world.homeward.return_draft(draft.episode).unwrap();
    assert_eq!(find(&again.pages[0], "forename").raw, "Exam");
}

#[test]
fn a_return_that_was_begun_and_left_empty_is_taken_up_again() {
    let world = World::worker();
    let first = world.homeward.start_return(None).unwrap();
    let second = world.homeward.start_return(None).unwrap();
    assert_eq!(first.episode, second.episode);
}

#[test]
fn a_return_without_a_child_or_a_start_is_not_finished() {
    let world = World::worker();
    let draft = world.homeward.start_return(None).unwrap();
    let refused = world.homeward.finish_return(draft.episode.clone()).unwrap_err();
    assert_eq!(refused.kind, Kind::Problem);
    assert!(refused.message.contains("name"), "{refused}");
    world.give(&draft.child, "forename", "Example");
    let refused = world.homeward.finish_return(draft.episode.clone()).unwrap_err();
    assert!(refused.message.contains("when they went missing"), "{refused}");
    world.give(&draft.episode, "missing_from_at", "yesterday\n");
    world.homeward.finish_return(draft.episode).unwrap();
}

#[test]
fn a_child_who_is_still_missing_stands_first_and_has_no_clock() {
    let world = World::worker();
    let draft = world.homeward.start_return(None).unwrap();
    world.give(&draft.child, "forename", "Example");
    world.give(&draft.episode, "missing_from_at", "yesterday\n8pm");
    let saved = world.give(&draft.episode, "episode_status", "OPEN");
    assert!(all(&saved.page).iter().all(|question| question.question != "returned_at"));
    world.homeward.finish_return(draft.episode).unwrap();
    let work = world.homeward.my_work().unwrap();
    assert_eq!(work.rows[0].due.text, "Still missing");
}

#[test]
fn a_likely_double_is_shown_with_the_reason_and_never_merged() {
    let world = World::worker();
    let (child, _) = world.add_return();
    let draft = world.homeward.start_return(None).unwrap();
    world.give(&draft.child, "forename", "Exmaple");
    world.give(&draft.child, "surname", "Child 12");
    world.give(&draft.child, "date_of_birth", "12/03/2010");
    let again = world.homeward.return_draft(draft.episode.clone()).unwrap();
    assert_eq!(again.likely.len(), 1);
    assert_eq!(again.likely[0].record, child);
    assert!(again.likely[0].reason.to_lowercase().contains("same date of birth"));

    let chosen = world
        .homeward
        .choose_child(ChooseChild { episode: draft.episode.clone(), child: child.clone() })
        .unwrap();
    assert!(chosen.known_child);
    assert_eq!(chosen.pages.len(), 1);
    world.give(&draft.episode, "missing_from_at", "today\n1am");
    let path = world.homeward.finish_return(draft.episode).unwrap();
    assert_eq!(path, format!("child/{child}"));
    assert_eq!(world.homeward.child(child).unwrap().episodes.len(), 2);
    // What was typed about the draft child is kept, aside: a search finds one child.
    assert_eq!(world.homeward.find_children("Child".into()).unwrap().len(), 1);
}

#[test]
fn a_store_for_several_authorities_asks_whose_child_it_is() {
    let world = World::with(Role::Worker, &["E09000012", "E09000022"]);
    let draft = world.homeward.start_return(None).unwrap();
    world.give(&draft.child, "forename", "Example");
    world.give(&draft.episode, "missing_from_at", "yesterday\n");
    let refused = world.homeward.finish_return(draft.episode.clone()).unwrap_err();
    assert!(refused.message.contains("which of your authorities"), "{refused}");
    world.give(&draft.child, "responsible_la", "E09000022");
    world.homeward.finish_return(draft.episode).unwrap();
    let view = world.homeward.child(draft.child).unwrap();
    assert!(view.facts.iter().any(|line| line.value == "Lambeth"));
}
