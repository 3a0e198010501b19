//! First start, unlock, lock.

use chrono::TimeDelta;
use homeward_app::api::door::{Role, Start, Unlock};
use homeward_app::api::fault::Kind;
use homeward_app::api::place::{Caret, Place};

use crate::world::{PASSPHRASE, World};

#[test]
fn a_fresh_laptop_asks_for_a_first_start_and_then_is_open() {
    let world = World::fresh();
    let state = world.homeward.start_state().unwrap();
    assert_eq!(state.state, Start::First);
    assert_eq!(state.authorities.len(), 33);
    assert!(state.notice.contains("not yet for live records"));

    let made =
        world.homeward.create_store(world.first_start(Role::Worker, &["E09000012"])).unwrap();
    assert_eq!(made.me.authorities[0].name, "Hackney");
    assert_eq!(world.homeward.start_state().unwrap().state, Start::Open);
}

#[test]
fn the_recovery_file_holds_a_key_and_only_its_owner_can_read_it() {
    let world = World::worker();
    let path = world.path("recovery.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("AGE-SECRET-KEY-1"));
    assert!(!text.contains("Example Worker"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_has_to_be_mended_at_first_start_leaves_nothing_behind() {
    let world = World::fresh();
    let good = || world.first_start(Role::Worker, &["E09000012"]);
    let mut asks = Vec::new();
    let mut ask = good();
    ask.name = "  ".into();
    asks.push(ask);
    let mut ask = good();
    ask.passphrase_again = "quiet harbour lantern".into();
    asks.push(ask);
    let mut ask = good();
    ask.passphrase = "password123".into();
    ask.passphrase_again = "password123".into();
    asks.push(ask);
    let mut ask = good();
    ask.authorities = vec!["E99999999".into()];
    asks.push(ask);
    let mut ask = good();
    ask.recovery_path = None;
    asks.push(ask);
    let mut ask = good();
    ask.recovery_recipient = Some("age1notarecipient".into());
    asks.push(ask);
    let mut ask = good();
    ask.recovery_path = Some(world.path("no/such/folder/recovery.txt").display().to_string());
    asks.push(ask);
    for ask in asks {
        let refused = world.homeward.create_store(ask).unwrap_err();
        assert_eq!(refused.kind, Kind::Problem, "{refused}");
        let left: Vec<_> = std::fs::read_dir(world.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert!(left.is_empty(), "{left:?} after {refused}");
    }
    world.homeward.create_store(good()).unwrap();
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_is_told_of_at_the_next_unlock() {
    let mut world = World::worker();
    world.restart();
    assert_eq!(world.homeward.start_state().unwrap().state, Start::Locked);
    let wrong = world.homeward.unlock(Unlock { passphrase: "not the passphrase".into() });
    assert_eq!(wrong.unwrap_err().kind, Kind::Passphrase);
    assert_eq!(world.homeward.my_work().unwrap_err().kind, Kind::Locked);

    let unlocked = world.unlock().unwrap();
    assert!(unlocked.warning.unwrap().starts_with("1 wrong passphrase was tried"));
    assert_eq!(unlocked.me.name, "Example Worker");
    world.restart();
    assert_eq!(world.unlock().unwrap().warning, None);
}

#[test]
fn after_unlocking_the_same_page_and_caret_come_back() {
    let mut world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let place = Place {
        path: format!("record/{record}/account"),
        caret: Some(Caret { field: "q-what_happened".into(), start: 7, end: 9 }),
    };
    world.homeward.lock(Some(place.clone())).unwrap();
    assert!(!world.homeward.is_open());
    world.restart();
    assert_eq!(world.unlock().unwrap().place, Some(place));
}

#[test]
fn nobody_at_the_keyboard_for_the_idle_time_locks_it() {
    let world = World::worker();
    world.homeward.at(Place { path: "import".into(), caret: None }).unwrap();
    world.wait(TimeDelta::minutes(5));
    assert!(!world.homeward.lock_if_idle());
    world.wait(TimeDelta::seconds(31));
    assert!(world.homeward.lock_if_idle());
    assert!(!world.homeward.is_open());
    assert_eq!(world.unlock().unwrap().place.unwrap().path, "import");
}

#[test]
fn a_second_start_on_an_open_store_is_refused_in_a_sentence() {
    let world = World::worker();
    let second =
        homeward_app::Homeward::new(world.path("store.homeward"), homeward_app::system_clock())
            .unwrap();
    let refused = second.unlock(Unlock { passphrase: PASSPHRASE.into() }).unwrap_err();
    assert!(refused.message.contains("open in another window"), "{refused}");
}

#[test]
fn a_file_that_is_no_store_is_refused_and_left_as_it_was() {
    let mut world = World::worker();
    world.homeward.close();
    let store = world.path("store.homeward");
    for (content, says) in [
        (b"".as_slice(), "not a Homeward store"),
        (b"some other file entirely".as_slice(), "not a Homeward store"),
        (b"SQLite format 3\0 and more".as_slice(), "not encrypted"),
    ] {
        std::fs::write(&store, content).unwrap();
        world.restart();
        let refused = world.unlock().unwrap_err();
        assert!(refused.message.contains(says), "{refused}");
        assert_eq!(std::fs::read(&store).unwrap(), content);
    }
}

#[test]
fn a_forgotten_passphrase_is_mended_with_the_recovery_file() {
    let mut world = World::worker();
    let (child, _) = world.add_return();
    world.restart();
    let file = std::fs::read_to_string(world.path("recovery.txt")).unwrap();
    let new = "amber kettle window thistle";
    assert_eq!(world.homeward.recover(&file, "short").unwrap_err().kind, Kind::Problem);
    world.homeward.recover(&file, new).unwrap();
    assert_eq!(world.unlock().unwrap_err().kind, Kind::Passphrase);
    world.homeward.unlock(Unlock { passphrase: new.into() }).unwrap();
    assert_eq!(world.homeward.child(child).unwrap().name, "Example Child 12");
}

#[test]
fn a_key_file_whose_store_is_gone_is_said_and_kept() {
    let mut world = World::worker();
    world.homeward.close();
    let moved = world.path("moved.homeward");
    std::fs::rename(world.path("store.homeward"), &moved).unwrap();
    world.restart();
    let state = world.homeward.start_state().unwrap();
    assert_eq!(state.state, Start::First);
    assert!(state.notice.contains("its store is not beside it"));
    let mut ask = world.first_start(Role::Worker, &["E09000012"]);
    ask.recovery_path = Some(world.path("recovery-2.txt").display().to_string());
    world.homeward.create_store(ask).unwrap();
    let kept = std::fs::read_dir(world.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains(".unused-"))
        .count();
    assert!(kept > 0, "the key file of the moved store is kept under another name");
}

#[test]
fn a_wrong_passphrase_for_a_report_is_told_of_at_the_next_unlock() {
    let mut world = World::worker();
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let ask = homeward_app::api::report::ReportAsk {
        record,
        reason: "To plan support".into(),
        recipient: "Example Social Worker".into(),
        passphrase: "not the passphrase".into(),
    };
    assert_eq!(world.homeward.report(ask).unwrap_err().kind, Kind::Passphrase);
    world.restart();
    assert!(world.unlock().unwrap().warning.unwrap().starts_with("1 wrong passphrase was tried"));
}

#[test]
fn a_second_person_opens_the_store_as_themselves_and_can_be_asked_for_nobody_elses_passphrase() {
    let mut world = World::with(Role::Supervisor, &["E09000012"]);
    let theirs = "quiet lamp over nine harbours";
    let new = |mine: &str| {
        world.homeward.add_person(&homeward_app::people::NewPerson {
            name: "Example Colleague",
            role: Role::Worker,
            passphrase: theirs,
            passphrase_again: theirs,
            mine,
        })
    };
    assert_eq!(new("not the passphrase").unwrap_err().kind, Kind::Passphrase);
    new(PASSPHRASE).unwrap();

    world.restart();
    let unlocked = world.homeward.unlock(Unlock { passphrase: theirs.into() }).unwrap();
    assert_eq!((unlocked.me.name.as_str(), unlocked.me.role), ("Example Colleague", Role::Worker));
    // A worker lets nobody in, and what asks for a passphrase again asks for that person's own.
    let (_, episode) = world.add_return();
    let record = world.conversation(&episode);
    let ask = |passphrase: &str| homeward_app::api::report::ReportAsk {
        record: record.clone(),
        reason: "To plan support".into(),
        recipient: "Example Social Worker".into(),
        passphrase: passphrase.into(),
    };
    let refused = world.homeward.report(ask(PASSPHRASE)).unwrap_err();
    assert_eq!(refused.message, "That is not your passphrase.");
    let refused = world
        .homeward
        .add_person(&homeward_app::people::NewPerson {
            name: "Example Third",
            role: Role::Supervisor,
            passphrase: "another lamp over ten harbours",
            passphrase_again: "another lamp over ten harbours",
            mine: theirs,
        })
        .unwrap_err();
    assert!(refused.message.contains("supervisor"), "{}", refused.message);

    world.restart();
    assert_eq!(world.unlock().unwrap().me.role, Role::Supervisor);
}
