//! A return conversation from the first offer to ready for review.

use homeward_app::api::fault::Kind;

use crate::world::World;

#[test]
fn a_usual_conversation_is_written_up_checked_and_marked_ready() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let check = world.homeward.check_answers(record.clone()).unwrap();
    assert!(!check.can_be_ready);
    assert!(check.problems.iter().all(|problem| problem.path.starts_with("record/")));
    assert_eq!(world.homeward.mark_ready(record.clone()).unwrap_err().kind, Kind::Refused);

    world.write_up(&record);
    let check = world.homeward.check_answers(record.clone()).unwrap();
    let left: Vec<&str> = check.problems.iter().map(|p| p.sentence.as_str()).collect();
    assert_eq!(left, [""; 0]);
    let derived: Vec<(&str, &str)> =
        check.derived.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect();
    assert!(derived.iter().filter(|(_, value)| *value == "Yes").count() == 2, "{derived:?}");

    let view = world.homeward.mark_ready(record.clone()).unwrap();
    assert_eq!(view.state.text, "Ready for review (self-checked)");
    assert!(!view.open);
    let refused = world.try_give(&record, "what_happened", 0, "Something else", None).unwrap_err();
    assert_eq!(refused.kind, Kind::Refused);
    assert!(world.homeward.my_work().unwrap().rows.iter().all(|row| row.record != record));

    world.homeward.act(format!("do:reopen/{record}")).unwrap();
    world.give(&record, "what_happened", "Something else");
}

#[test]
fn a_declined_conversation_asks_for_the_carer_and_little_else() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let mut answers = 0;
    for (question, raw) in [
        ("rhi_offer", "OFFERED"),
        ("rhi_offered_at", "5 3 2026\n10:00"),
        ("rhi_outcome", "DECLINED"),
        ("rhi_provider", "LA_TEAM"),
        ("rhi_declined_by", "CHILD"),
        ("carer_info_taken", "Y"),
        ("carer_view", "They had argued about the phone."),
    ] {
        world.give(&record, question, raw);
        answers += 1;
    }
    world.absent(&record, "nonengage_reason", "NASK");
    answers += 1;
    let check = world.homeward.check_answers(record.clone()).unwrap();
    let left: Vec<&str> = check.problems.iter().map(|p| p.sentence.as_str()).collect();
    assert_eq!(left, [""; 0]);
    assert!(answers <= 12);
    world.homeward.mark_ready(record).unwrap();
}

#[test]
fn starting_a_record_that_is_there_opens_it() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    assert_eq!(world.conversation(&episode), world.conversation(&episode));
    let first = world.homeward.act(format!("do:start-ppi/{episode}")).unwrap();
    assert_eq!(world.homeward.act(format!("do:start-ppi/{episode}")).unwrap(), first);
}

#[test]
fn the_interview_that_the_police_told_of_leaves_my_work() {
    let world = World::worker();
    let (_, episode) = world.add_return();
    let path = world.homeward.act(format!("do:start-ppi/{episode}")).unwrap();
    let ppi = path.strip_prefix("record/").unwrap();
    world.give(ppi, "ppi_status", "Y");
    world.give(ppi, "ppi_at", "5 3 2026\n8am");
    let work = world.homeward.my_work().unwrap();
    assert!(work.rows.iter().all(|row| row.what != "Police prevention interview"));
    let view = world.homeward.record(ppi.to_owned()).unwrap();
    assert!(view.derived.iter().any(|line| line.value == "Yes"), "{:?}", view.derived);
}
