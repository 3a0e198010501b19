use homeward_vault::random_id;
use proptest::prelude::*;

use super::*;
use crate::testing::{World, second};

/// A store with `count` entries, without the guards that a program outside would not meet.
fn unguarded(count: u64) -> World {
    let mut world = World::new();
    for number in 2..=count {
        let op = Op {
            subject: Some(random_id()),
            detail: format!("number {number}"),
            ..world.op("something")
        };
        world.store.transact(&op, |_| Ok(())).unwrap();
    }
    assert_eq!(world.read().verify_chain(), Ok(ChainReport { entries: count, broken_at: None }));
    world
        .store
        .connection()
        .unwrap()
        .execute_batch(
            "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened;
             DROP TRIGGER audit_has_no_gap;",
        )
        .unwrap();
    world
}

fn tamper(world: &World, sql: &str) {
    world.store.connection().unwrap().execute_batch(sql).unwrap();
}

#[test]
fn an_entry_says_who_did_what_when_and_to_which_record() {
    let mut world = World::new();
    world.now = 42;
    let subject = random_id();
    let op = Op { subject: Some(subject), detail: "version 3".into(), ..world.op("signed off") };
    world
        .store
        .transact(&op, |tx| {
            tx.audit_more("told", Some(subject), "one");
            tx.audit_more("told", None, "two");
            Ok(())
        })
        .unwrap();
    let page = world.read().audit_page(None, 3).unwrap();
    let seen: Vec<_> = page.iter().map(|entry| (entry.seq, entry.part, &*entry.act)).collect();
    assert_eq!(seen, [(4, 2, "told"), (3, 1, "told"), (2, 0, "signed off")]);
    let entry = &page[2];
    assert_eq!(entry.at, second(42));
    assert_eq!((entry.by, entry.op, entry.subject), (world.person, op.id, Some(subject)));
    assert_eq!(entry.detail, "version 3");
    assert_eq!(world.read().audit_head().unwrap(), AuditHead { seq: 4, hash: page[0].hash });
    assert_eq!(world.read().audit_of(subject, 10).unwrap().len(), 2);
}

#[test]
fn pages_follow_on_one_another() {
    let world = unguarded(7);
    let first = world.read().audit_page(None, 4).unwrap();
    let second = world.read().audit_page(Some(first[3].seq), 4).unwrap();
    let numbers: Vec<u64> = first.iter().chain(&second).map(|entry| entry.seq).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn the_audit_refuses_to_be_changed_or_shortened() {
    let mut world = World::new();
    world.act(|_| Ok(()));
    let connection = world.store.connection().unwrap();
    for sql in [
        "UPDATE audit SET act = 'other'",
        "DELETE FROM audit WHERE seq = 1",
        "INSERT INTO audit SELECT 9, at, by, randomblob(16), 0, act, subject, detail, prev, hash
         FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit SELECT seq, at, by, op, part, 'other', subject, detail, prev,
         hash FROM audit WHERE seq = 1",
    ] {
        assert!(connection.execute_batch(sql).is_err(), "{sql}");
    }
    assert!(world.read().verify_chain().unwrap().holds());
}

#[test]
fn a_changed_entry_is_found_wherever_it_was_changed() {
    for change in [
        "at = at + 1",
        "by = randomblob(16)",
        "op = randomblob(16)",
        "part = 1",
        "act = 'something else'",
        "subject = NULL",
        "subject = randomblob(16)",
        "detail = 'number 30'",
        "prev = randomblob(32)",
        "hash = randomblob(32)",
    ] {
        let world = unguarded(5);
        tamper(&world, &format!("UPDATE audit SET {change} WHERE seq = 3"));
        let report = world.read().verify_chain().unwrap();
        assert_eq!(report, ChainReport { entries: 2, broken_at: Some(3) }, "{change}");
    }
}

#[test]
fn a_removed_entry_is_found_even_the_last() {
    for gone in [1, 3, 5] {
        let world = unguarded(5);
        tamper(&world, &format!("DELETE FROM audit WHERE seq = {gone}"));
        assert_eq!(world.read().verify_chain().unwrap().broken_at, Some(gone), "{gone}");
    }
    let world = unguarded(5);
    tamper(&world, "DELETE FROM audit");
    assert_eq!(world.read().verify_chain().unwrap().broken_at, Some(1));
}

#[test]
fn a_removed_entry_whose_followers_moved_up_is_found() {
    let world = unguarded(5);
    tamper(
        &world,
        "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3;
                    UPDATE audit_head SET seq = 4;",
    );
    assert_eq!(world.read().verify_chain().unwrap().broken_at, Some(3));
}

#[test]
fn two_entries_that_changed_places_are_found() {
    let world = unguarded(5);
    tamper(
        &world,
        "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;
                    UPDATE audit SET seq = 3 WHERE seq = 99;",
    );
    assert_eq!(world.read().verify_chain().unwrap().broken_at, Some(2));
}

#[test]
fn a_chain_of_another_store_does_not_hold_here() {
    let world = unguarded(3);
    let reader = Reader { connection: world.store.connection().unwrap(), store: random_id() };
    assert_eq!(reader.verify_chain().unwrap().broken_at, Some(1));
}

fn sealed(entry: &(i64, i64, [u8; 16], Option<[u8; 16]>, String, String)) -> Vec<u8> {
    let (seq, at, by, subject, act, detail) = entry;
    let by = Uuid::from_bytes(*by);
    let subject = subject.map(Uuid::from_bytes);
    Sealed { seq: *seq, at: *at, by, op: by, part: 0, act, subject, detail }.bytes()
}

proptest! {
    #[test]
    fn two_entries_never_share_their_bytes(
        one: (i64, i64, [u8; 16], Option<[u8; 16]>, String, String),
        cut in 0..8_usize,
    ) {
        // The likeliest clash: letters that move from one text to the next.
        let joined: Vec<char> = one.4.chars().chain(one.5.chars()).collect();
        let cut = cut.min(joined.len());
        let mut other = one.clone();
        other.4 = joined[..cut].iter().collect();
        other.5 = joined[cut..].iter().collect();
        prop_assert_eq!(sealed(&one) == sealed(&other), one == other);
    }
}
