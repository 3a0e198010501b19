//! Answers as they are given.

use homeward_app::api::fault::Kind;
use homeward_app::api::record::Give;
use homeward_app::asks::{InSection, OneRow};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::world::{World, find};

#[test]
fn an_answer_is_said_to_be_saved_with_the_time_in_london() {
    let world = World::worker();
    let (child, _) = world.add_return();
    let saved = world.give(&child, "known_as", "Exie");
    assert_eq!(saved.said, "Saved 14:32 on this laptop");
}

#[test]
fn what_cannot_be_read_is_kept_as_typed_with_a_problem_beside_it() {
    let mut world = World::worker();
    let (_, episode) = world.add_return();
    let saved = world.give(&episode, "returned_at", "the day after\nlate");
    let view = find(&saved.page, "returned_at");
    assert_eq!(view.raw, "the day after\nlate");
    assert!(view.problem.is_some());
    assert!(!view.problem.as_deref().unwrap().contains("the day after"));
    // The clocks go on with the last valid value.
    let work = world.homeward.my_work().unwrap();
    assert!(work.rows.iter().any(|row| row.due.text == "Due in 2 days"));
    world.restart();
    world.unlock().unwrap();
    let page =
        world.homeward.page(InSection { record: episode, section: "notification".into() }).unwrap();
    assert_eq!(find(&page, "returned_at").raw, "the day after\nlate");
}

#[test]
fn the_repeated_hour_of_october_asks_which() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let saved = world.give(&episode, "missing_from_at", "26 10 2025\n1:30am");
    let choices = find(&saved.page, "missing_from_at").repeated_hour.clone().unwrap();
    assert_eq!(choices.len(), 2);
    let saved = world.give(&episode, "missing_from_at", "26 10 2025\n1:30am\n2");
    assert_eq!(find(&saved.page, "missing_from_at").problem, None);
}

#[test]
fn an_absence_code_answers_a_question_and_one_that_is_not_offered_does_not() {
    let world = World::worker();
    let (child, _) = world.add_return();
    let saved = world.absent(&child, "ethnicity", "DECL");
    assert_eq!(find(&saved.page, "ethnicity").absence.as_deref(), Some("DECL"));
    let refused = world.try_give(&child, "ethnicity", 0, "", Some("SUPP")).unwrap_err();
    assert_eq!(refused.kind, Kind::Refused);
}

#[test]
fn the_same_act_sent_twice_is_written_once() {
    let world = World::worker();
    let (child, _) = world.add_return();
    let give = |raw: &str| Give {
        op: "5f0c1d8e-0000-4000-8000-000000000001".into(),
        record: child.clone(),
        question: "known_as".into(),
        item: 0,
        raw: raw.into(),
        absence: None,
        left: false,
    };
    world.homeward.give(give("First")).unwrap();
    let saved = world.homeward.give(give("Second")).unwrap();
    assert_eq!(find(&saved.page, "known_as").raw, "First");
}

#[test]
fn rows_keep_their_numbers_when_one_is_taken_away() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let first = world.row(&record, "rhi_attempts", &[("attempt_at", "5 3 2026\n9am")]);
    let second = world.row(&record, "rhi_attempts", &[("attempt_at", "5 3 2026\n10am")]);
    assert_ne!(first, second);
    let page = world
        .homeward
        .remove_row(OneRow { record: record.clone(), question: "rhi_attempts".into(), item: first })
        .unwrap();
    let rows = &find(&page, "rhi_attempts").rows.as_ref().unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].item, second);
    assert_eq!(rows[0].title, "Attempt 1");
    let third = world.row(&record, "rhi_attempts", &[]);
    assert!(third > second, "a number is never used twice");
}

#[test]
fn an_answer_whose_question_is_hidden_again_is_kept() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    world.give(&record, "rhi_offer", "OFFERED");
    world.give(&record, "rhi_outcome", "DECLINED");
    world.give(&record, "carer_info_taken", "Y");
    world.give(&record, "carer_view", "They had argued about the phone.");
    world.give(&record, "rhi_outcome", "COMPLETED");
    let sections = |world: &World| -> Vec<String> {
        let view = world.homeward.record(record.clone()).unwrap();
        view.tasks.into_iter().map(|task| task.section).collect()
    };
    assert!(!sections(&world).contains(&"said_no".to_owned()));
    world.give(&record, "rhi_outcome", "DECLINED");
    assert!(sections(&world).contains(&"said_no".to_owned()));
    let page = world
        .homeward
        .page(InSection { record: record.clone(), section: "said_no".into() })
        .unwrap();
    assert_eq!(find(&page, "carer_view").raw, "They had argued about the phone.");
}

#[test]
fn any_text_at_all_comes_back_exactly_as_it_was_typed() {
    let world = World::worker();
    let (child, episode) = world.add_return();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(64));
    runner
        .run(&any::<String>(), |text| {
            for (record, question) in
                [(&child, "known_as"), (&episode, "notification_text"), (&episode, "returned_at")]
            {
                let saved = world.give(record, question, &text);
                prop_assert_eq!(&find(&saved.page, question).raw, &text);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_child_who_is_still_missing_after_all_has_no_time_of_return_and_no_clock_until_back() {
    let world = World::worker();
    let (child, episode) = world.add_return();
    let due = |world: &World| world.homeward.my_work().unwrap().rows[0].due.text.clone();
    let back = due(&world);
    world.give(&episode, "episode_status", "OPEN");
    assert_eq!(due(&world), "Still missing");
    let title = world.homeward.child(child.clone()).unwrap().episodes[0].title.clone();
    assert!(title.ends_with("no return recorded"), "{title}");
    let derived = world.homeward.record(episode.clone()).unwrap().derived;
    assert!(derived.iter().all(|line| !line.value.contains("up to 48 hours")), "{derived:?}");
    // What was typed is kept, and counts again once the question is asked again.
    world.give(&episode, "episode_status", "RETURNED");
    assert_eq!(due(&world), back);
    let title = world.homeward.child(child).unwrap().episodes[0].title.clone();
    assert!(title.contains("returned 9:15pm on 4 March 2026"), "{title}");
}
