use std::time::{SystemTime, UNIX_EPOCH};

use crate::world::{World, last_year};

#[test]
fn a_demo_store_holds_exactly_what_was_asked_for() {
    let world = World::with_demo(60, 190, 11);
    let status = world.status();
    assert_eq!(status["children"], 60);
    assert_eq!(status["episodes"], 190);
    assert!(status["conversations"].as_u64().unwrap() > 100);
    assert!(status["open"].as_u64().unwrap() >= 3, "something is going on");
    assert_eq!(status["role"], "supervisor");
}

#[test]
fn the_same_seed_gives_the_same_numbers_and_the_same_release() {
    // What goes on in a demo goes on now, to the five minutes: both have to be made within them.
    let step = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 300;
    let (one, other) = loop {
        let before = step();
        let both = (World::with_demo(120, 380, 21), World::with_demo(120, 380, 21));
        if step() == before {
            break both;
        }
    };
    assert_eq!(one.status(), other.status());
    let cells = |world: &World| {
        world.release(&last_year(), &[]).done();
        std::fs::read_to_string(world.path("release/cells.csv")).unwrap()
    };
    let cells_of_one = cells(&one);
    assert_eq!(cells_of_one, cells(&other));
    let third = World::with_demo(120, 380, 22);
    assert_ne!(cells(&third), cells_of_one);
}

#[test]
fn fewer_episodes_than_children_cannot_be() {
    let world = World::new();
    let sentence = world.demo("store.homeward", 10, 9, 1).refused(1);
    assert!(sentence.contains("at least one episode"), "{sentence}");
    assert!(!world.path("store.homeward").exists());
}

#[test]
fn a_demo_of_one_child_is_possible() {
    let world = World::with_demo(1, 1, 1);
    assert_eq!(world.status()["children"], 1);
}
