use homeward_vault::random_id;

use super::*;
use crate::testing::{World, second};

fn new(world: &World, kind: RecordKind, child: Option<Uuid>, of: Option<Uuid>) -> NewRecord {
    NewRecord {
        id: random_id(),
        kind,
        set_version: 1,
        commission: world.commission,
        child,
        of,
        origin: Origin::Entered,
        state: ReviewState::Draft,
    }
}

#[test]
fn a_record_says_what_it_is_and_where_it_comes_from() {
    let mut world = World::new();
    world.now = 5;
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let record = world.read().record(episode).unwrap();
    assert_eq!(record.kind, RecordKind::Episode);
    assert_eq!(record.child, Some(child));
    assert_eq!(record.authority, "E09000012");
    assert_eq!(record.commission, world.commission);
    assert_eq!((record.origin, record.state), (Origin::Entered, ReviewState::Draft));
    assert_eq!((record.created_at, record.created_by), (second(5), world.person));
    assert_eq!((record.version, record.set_version, record.self_checked), (1, 1, false));
    let all: Vec<Uuid> =
        world.read().records_of(child).unwrap().iter().map(|record| record.id).collect();
    assert_eq!(all, [child, episode]);
}

#[test]
fn the_records_that_another_version_asked_are_found_with_it() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let usual = world.episode(child);
    let newer = NewRecord { set_version: 9, ..new(&world, RecordKind::Episode, Some(child), None) };
    world.try_act(|tx| tx.insert_record(&newer)).unwrap();
    let reader = world.read();
    let others = |kind, version| reader.asked_by_another(kind, version).unwrap();
    assert_eq!(others(RecordKind::Episode, 1), [(newer.id, 9)].into());
    assert_eq!(others(RecordKind::Episode, 9), [(usual, 1)].into());
    assert!(others(RecordKind::Child, 1).is_empty());
}

#[test]
fn a_record_hangs_only_on_what_its_kind_hangs_on() {
    use RecordKind::{Child, Conversation, Episode, Ppi, Support};
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let talk = world.add(Conversation, Some(child), None, Origin::Entered);
    for (kind, of_child, of) in [
        (Child, Some(child), None),
        (Episode, None, None),
        (Episode, Some(episode), None),
        (Episode, Some(child), Some(episode)),
        (Ppi, Some(child), None),
        (Ppi, Some(child), Some(talk)),
        (Conversation, Some(child), Some(episode)),
        (Support, Some(child), Some(episode)),
    ] {
        let new = new(&world, kind, of_child, of);
        let fault = world.try_act(|tx| tx.insert_record(&new)).unwrap_err();
        assert!(matches!(fault, Fault::WrongKind(_)), "{kind:?}: {fault:?}");
    }
    let nobody = random_id();
    let orphan = new(&world, Episode, Some(nobody), None);
    let fault = world.try_act(|tx| tx.insert_record(&orphan)).unwrap_err();
    assert_eq!(fault, Fault::UnknownRecord(nobody));
    let counts = world.read().counts().unwrap();
    assert_eq!((counts.children, counts.episodes, counts.ppis, counts.supports), (1, 1, 0, 0));
    world.add(Support, Some(child), None, Origin::Entered);
    world.add(Support, Some(child), Some(talk), Origin::Entered);
    assert_eq!(world.read().supports_of_child(child).unwrap().len(), 2);
    assert_eq!(world.read().supports_of(talk).unwrap().len(), 1);
}

#[test]
fn an_id_is_used_once_and_a_commission_must_be_there() {
    let mut world = World::new();
    let child = new(&world, RecordKind::Child, None, None);
    world.act(|tx| tx.insert_record(&child));
    let fault = world.try_act(|tx| tx.insert_record(&child)).unwrap_err();
    assert!(matches!(fault, Fault::Refused(_)), "{fault:?}");
    let elsewhere = random_id();
    let lost = NewRecord { commission: elsewhere, ..new(&world, RecordKind::Child, None, None) };
    let fault = world.try_act(|tx| tx.insert_record(&lost)).unwrap_err();
    assert_eq!(fault, Fault::UnknownCommission(elsewhere));
    assert_eq!(world.read().counts().unwrap().children, 1);
}

#[test]
fn a_state_moves_and_says_when_only_its_writer_checked_it() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let ppi = world.add(RecordKind::Ppi, Some(child), Some(episode), Origin::Entered);
    world.now = 9;
    world.act(|tx| tx.set_state(ppi, ReviewState::SignedOff, true));
    let record = world.read().record(ppi).unwrap();
    assert_eq!((record.state, record.self_checked), (ReviewState::SignedOff, true));
    assert_eq!((record.version, record.updated_at), (2, second(9)));
    let row = world.read().ppi(ppi).unwrap();
    assert_eq!((row.state, row.self_checked, row.episode), (ReviewState::SignedOff, true, episode));
}

#[test]
fn a_conversation_covers_one_episode_or_more() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let (one, two) = (world.episode(child), world.episode(child));
    let talk = world.add(RecordKind::Conversation, Some(child), None, Origin::Entered);
    for episode in [one, two, one] {
        world.act(|tx| tx.link_conversation_episode(talk, episode));
    }
    assert_eq!(world.read().conversation(talk).unwrap().episodes, [one, two]);
    assert_eq!(world.read().conversations_of_episode(two).unwrap()[0].id, talk);
    assert_eq!(world.read().conversations_of_child(child).unwrap().len(), 1);
    let fault = world.try_act(|tx| tx.link_conversation_episode(one, two)).unwrap_err();
    assert_eq!(fault, Fault::WrongKind(one));
}

#[test]
fn asking_for_a_record_that_is_not_there_names_its_id_alone() {
    let world = World::new();
    let id = random_id();
    let read = world.read();
    let unknown = Fault::UnknownRecord(id);
    assert_eq!(read.record(id).unwrap_err(), unknown);
    assert_eq!(read.child(id).unwrap_err(), unknown);
    assert_eq!(read.episode(id).unwrap_err(), unknown);
    assert_eq!(read.ppi(id).unwrap_err(), unknown);
    assert_eq!(read.conversation(id).unwrap_err(), unknown);
    assert_eq!(read.support(id).unwrap_err(), unknown);
    assert_eq!(read.answers(id).unwrap_err(), unknown);
    assert_eq!(read.episodes_of(id).unwrap_err(), unknown);
    assert_eq!(unknown.to_string(), format!("there is no record {id}"));
}

#[test]
fn a_conversation_is_about_one_episode_at_least() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let (one, other) = (world.episode(child), world.episode(child));
    let talk = world.add(RecordKind::Conversation, Some(child), None, Origin::Entered);
    world.act(|tx| tx.link_conversation_episode(talk, one));
    world.act(|tx| tx.link_conversation_episode(talk, other));
    world.act(|tx| tx.unlink_conversation_episode(talk, one));
    assert_eq!(world.read().conversation(talk).unwrap().episodes, [other]);
    let fault = world.try_act(|tx| tx.unlink_conversation_episode(talk, other)).unwrap_err();
    assert_eq!(fault, Fault::LastEpisode);
    assert_eq!(world.read().conversation(talk).unwrap().episodes, [other]);
}
