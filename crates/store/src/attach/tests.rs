use homeward_vault::random_id;

use super::*;
use crate::testing::World;
use crate::{Commission, Origin, RecordKind};

fn elsewhere(world: &mut World) -> Uuid {
    let commission = Commission {
        id: random_id(),
        authority: "E09000001".into(),
        provider: "Example Charity".into(),
        from: None,
        to: None,
    };
    world.act(|tx| tx.insert_commission(&commission));
    commission.id
}

#[test]
fn an_episode_is_put_down_for_another_child_and_their_authority() {
    let mut world = World::new();
    let drafted = world.child("Draft", "Child 1");
    let episode = world.episode(drafted);
    let home = world.commission;
    world.commission = elsewhere(&mut world);
    let known = world.child("Example", "Child 2");
    world.act(|tx| tx.set_child(episode, known));
    let record = world.read().record(episode).unwrap();
    assert_eq!((record.child, &*record.authority, record.version), (Some(known), "E09000001", 2));
    assert_eq!(world.read().episodes_of(drafted).unwrap(), []);
    assert_eq!(world.read().episodes_of(known).unwrap()[0].id, episode);
    assert_eq!(world.read().work_list(None, 9).unwrap()[0].episode.child, known);
    world.act(|tx| tx.set_commission(episode, home));
    assert_eq!(world.read().record(episode).unwrap().authority, "E09000012");
    assert_eq!(world.read().record(known).unwrap().authority, "E09000001");
}

#[test]
fn an_episode_with_an_interview_or_a_conversation_keeps_its_child() {
    for kind in [RecordKind::Ppi, RecordKind::Conversation] {
        let mut world = World::new();
        let (one, two) = (world.child("Example", "Child 1"), world.child("Example", "Child 2"));
        let episode = world.episode(one);
        let of = (kind == RecordKind::Ppi).then_some(episode);
        let record = world.add(kind, Some(one), of, Origin::Entered);
        if kind == RecordKind::Conversation {
            world.act(|tx| tx.link_conversation_episode(record, episode));
        }
        let fault = world.try_act(|tx| tx.set_child(episode, two)).unwrap_err();
        assert_eq!(fault, Fault::HasRecords(episode));
        assert_eq!(world.read().episode(episode).unwrap().child, one);
    }
}

#[test]
fn only_an_episode_is_put_down_and_only_for_a_child() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let fault = world.try_act(|tx| tx.set_child(child, child)).unwrap_err();
    assert_eq!(fault, Fault::WrongKind(child));
    let fault = world.try_act(|tx| tx.set_child(episode, episode)).unwrap_err();
    assert_eq!(fault, Fault::WrongKind(episode));
    let nowhere = random_id();
    let fault = world.try_act(|tx| tx.set_commission(child, nowhere)).unwrap_err();
    assert_eq!(fault, Fault::UnknownCommission(nowhere));
}

#[test]
fn marked_records_are_found_the_newest_mark_first() {
    let mut world = World::new();
    let (one, two) = (world.child("Example", "Child 1"), world.child("Example", "Child 2"));
    world.act(|tx| tx.add_flag(one, "adding", ""));
    world.now = 1;
    world.act(|tx| tx.add_flag(two, "adding", ""));
    world.act(|tx| tx.add_flag(two, "other", ""));
    assert_eq!(world.read().flagged("adding").unwrap(), [two, one]);
    assert!(world.read().is_flagged(one, "adding").unwrap());
    assert!(!world.read().is_flagged(one, "other").unwrap());
    world.act(|tx| tx.clear_flag(two, "adding"));
    assert_eq!(world.read().flagged("adding").unwrap(), [one]);
    assert!(!world.read().is_flagged(two, "adding").unwrap());
}
