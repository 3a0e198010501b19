use std::cell::Cell;

use homeward_casework::RecordKind;

use super::*;
use crate::Given;
use crate::testing::World;

#[test]
fn the_same_act_again_writes_nothing() {
    let mut world = World::new();
    let op = world.op("set");
    let runs = Cell::new(0);
    let mut set = |value: &str| {
        world.store.transact(&op, |tx| {
            runs.set(runs.get() + 1);
            tx.set_setting("name", value)
        })
    };
    assert!(matches!(set("first").unwrap(), Done::Now { .. }));
    assert_eq!(set("second").unwrap(), Done::Before);
    assert_eq!(runs.get(), 1);
    assert_eq!(world.read().setting("name").unwrap().as_deref(), Some("first"));
    assert_eq!(world.read().audit_page(None, 100).unwrap().len(), 2);
}

#[test]
fn an_act_that_fails_leaves_neither_change_nor_entry() {
    let mut world = World::new();
    let before = world.read().audit_head().unwrap();
    let op = world.op("set");
    let fault = world.store.transact(&op, |tx| {
        tx.set_setting("name", "value")?;
        tx.audit_more("more", None, "");
        Err::<(), _>(Fault::Stopped)
    });
    assert_eq!(fault.unwrap_err(), Fault::Stopped);
    assert_eq!(world.read().setting("name").unwrap(), None);
    assert_eq!(world.read().audit_head().unwrap(), before);
    assert!(!world.read().was_done(op.id).unwrap());
    // The same act may then be tried again.
    world.store.transact(&op, |tx| tx.set_setting("name", "value")).unwrap();
    assert!(world.read().was_done(op.id).unwrap());
}

#[test]
fn a_caller_may_have_errors_of_its_own() {
    #[derive(Debug, PartialEq)]
    enum Own {
        Store(Fault),
        NotToday,
    }
    impl From<Fault> for Own {
        fn from(fault: Fault) -> Self {
            Self::Store(fault)
        }
    }
    let mut world = World::new();
    let op = world.op("set");
    let refused = world.store.transact_or(&op, |tx| {
        tx.set_setting("name", "value")?;
        Err::<(), _>(Own::NotToday)
    });
    assert_eq!(refused.unwrap_err(), Own::NotToday);
    assert_eq!(world.read().setting("name").unwrap(), None);
    let nobody = Op { by: uuid::Uuid::nil(), ..world.op("put") };
    let refused = world.store.transact_or(&nobody, |tx| {
        tx.start_import(nobody.id, "ssda903", "E09000012", "")?;
        Ok::<(), Own>(())
    });
    assert_eq!(refused.unwrap_err(), Own::Store(Fault::UnknownPerson(uuid::Uuid::nil())));
}

#[test]
fn opening_a_record_is_written_to_the_audit_and_changes_nothing() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let op = Op { subject: Some(child), ..world.op("opened record") };
    let done = world.store.transact(&op, |tx| tx.read().child(child)).unwrap();
    assert!(done.changed().is_empty());
    assert_eq!(done.value().unwrap().forename.as_deref(), Some("Example"));
    let newest = world.read().audit_of(child, 1).unwrap().remove(0);
    assert_eq!((newest.act.as_str(), newest.by, newest.op), ("opened record", world.person, op.id));
}

#[test]
fn an_act_says_what_kinds_of_thing_it_changed() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let op = world.op("many");
    let done = world
        .store
        .transact(&op, |tx| {
            tx.set_setting("name", "value")?;
            tx.put_answer(&crate::Put {
                record: episode,
                question: "note",
                item: None,
                raw: "a",
                given: Given::Invalid,
                bind: None,
            })
        })
        .unwrap();
    assert_eq!(done.changed(), Changed::from([Thing::Episode, Thing::Setting]));
    for kind in RecordKind::ALL {
        assert_eq!(format!("{:?}", Thing::of(kind)), format!("{kind:?}"));
    }
}

#[test]
fn what_was_written_is_seen_inside_the_transaction() {
    let mut world = World::new();
    let seen = world.act(|tx| {
        tx.set_setting("name", "value")?;
        tx.read().setting("name")
    });
    assert_eq!(seen.as_deref(), Some("value"));
}

#[test]
fn hundreds_of_records_go_in_together() {
    let mut world = World::new();
    let commission = world.commission;
    world.act(|tx| {
        for _ in 0..300 {
            let child = homeward_vault::random_id();
            let new = |id, kind, child| crate::NewRecord {
                id,
                kind,
                set_version: 1,
                commission,
                child,
                of: None,
                origin: crate::Origin::Imported,
                state: crate::ReviewState::Draft,
            };
            tx.insert_record(&new(child, RecordKind::Child, None))?;
            let episode = homeward_vault::random_id();
            tx.insert_record(&new(episode, RecordKind::Episode, Some(child)))?;
        }
        Ok(())
    });
    let counts = world.read().counts().unwrap();
    assert_eq!((counts.children, counts.episodes), (300, 300));
    assert_eq!(world.read().audit_head().unwrap().seq, 2);
}

#[test]
fn a_person_who_is_not_there_writes_no_record() {
    let mut world = World::new();
    let nobody = uuid::Uuid::nil();
    world.person = nobody;
    let commission = world.commission;
    let fault = world.try_act(|tx| {
        tx.insert_record(&crate::NewRecord {
            id: homeward_vault::random_id(),
            kind: RecordKind::Child,
            set_version: 1,
            commission,
            child: None,
            of: None,
            origin: crate::Origin::Entered,
            state: crate::ReviewState::Draft,
        })
    });
    assert_eq!(fault.unwrap_err(), Fault::UnknownPerson(nobody));
}
