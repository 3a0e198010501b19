use homeward_vault::random_id;

use super::*;
use crate::testing::{World, second};

#[test]
fn the_person_and_the_commission_are_read_back() {
    let world = World::new();
    let read = world.read();
    let person = read.person(world.person).unwrap();
    assert_eq!((&*person.name, &*person.role), ("Example Worker 1", "worker"));
    assert_eq!(read.people().unwrap(), [person]);
    let commission = read.commissions().unwrap().remove(0);
    assert_eq!(commission.id, world.commission);
    assert_eq!((&*commission.authority, &*commission.provider), ("E09000012", "Example Borough"));
    assert_eq!((commission.from, commission.to), ("2025-04-01".parse().ok(), None));
    let nobody = random_id();
    assert_eq!(read.person(nobody).unwrap_err(), Fault::UnknownPerson(nobody));
}

#[test]
fn a_setting_is_set_and_set_again() {
    let mut world = World::new();
    assert_eq!(world.read().setting("zoom").unwrap(), None);
    world.act(|tx| tx.set_setting("zoom", "100"));
    world.act(|tx| tx.set_setting("zoom", "200"));
    assert_eq!(world.read().setting("zoom").unwrap().as_deref(), Some("200"));
}

#[test]
fn unlocking_leads_back_to_the_same_page_and_caret() {
    let mut world = World::new();
    assert_eq!(world.read().place(world.person).unwrap(), None);
    let page = Place { page: "import".into(), caret: None };
    let caret = Selection { field: "q-what_happened".into(), start: 7, end: 9 };
    let place = Place { page: "record/1/account".into(), caret: Some(caret) };
    for wanted in [page, place] {
        world.act(|tx| tx.put_place(Some(&wanted)));
        world.store.reopen().unwrap();
        assert_eq!(world.read().place(world.person).unwrap(), Some(wanted));
    }
    assert_eq!(world.read().place(random_id()).unwrap(), None);
    world.act(|tx| tx.put_place(None));
    assert_eq!(world.read().place(world.person).unwrap(), None);
}

#[test]
fn a_broken_rule_stays_noted_until_it_is_dealt_with() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    world.act(|tx| tx.add_flag(episode, "574", "line 2"));
    world.now = 5;
    world.act(|tx| tx.add_flag(episode, "574", "line 3"));
    let flag = world.read().flags_of(episode).unwrap().remove(0);
    let wanted = Flag {
        record: episode,
        rule: "574".into(),
        detail: "line 3".into(),
        at: second(5),
        cleared_at: None,
    };
    assert_eq!(flag, wanted);
    world.act(|tx| tx.clear_flag(episode, "574"));
    assert_eq!(world.read().flags_of(episode).unwrap(), []);
}

#[test]
fn the_ledger_says_what_each_receiver_has() {
    let mut world = World::new();
    let (one, two, other) = (random_id(), random_id(), random_id());
    world.act(|tx| {
        tx.insert_person(&Person {
            id: other,
            name: "Example Supervisor".into(),
            role: "supervisor".into(),
        })
    });
    for (at, id, period) in [(1, one, "2024-25"), (2, two, "2025-26")] {
        world.now = at;
        let release = NewRelease {
            id,
            authority: "E09000012",
            period,
            product: "topic tables",
            receiver: "MOPAC",
            purpose: "Yearly figures",
            agreement: "Example agreement",
            proposed_by: other,
            manifest_hash: "ab",
        };
        world.act(|tx| tx.add_to_ledger(&release));
    }
    let ledger = world.read().ledger("E09000012").unwrap();
    assert_eq!(ledger.iter().map(|entry| entry.id).collect::<Vec<_>>(), [two, one]);
    let entry = &ledger[0];
    assert_eq!((&*entry.period, &*entry.product), ("2025-26", "topic tables"));
    assert_eq!((&*entry.purpose, &*entry.agreement), ("Yearly figures", "Example agreement"));
    assert_eq!(entry.proposed_by, Some(other));
    assert_eq!((&*entry.receiver, &*entry.manifest_hash), ("MOPAC", "ab"));
    assert_eq!((entry.made_at, entry.made_by), (second(2), world.person));
    assert_eq!(world.read().ledger("E09000001").unwrap(), []);
}
