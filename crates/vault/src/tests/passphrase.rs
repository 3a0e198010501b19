//! Making a key file, opening it, changing its passphrase.

use std::fs;

use secrecy::ExposeSecret;

use super::{Laptop, RIGHT, WRONG, create, secret};
use crate::cost::Work;
use crate::{Copies, Cost, Fault, KeyFile, Recovery, SlotName, random_id};

#[test]
fn a_store_opens_with_the_passphrase_it_was_made_with() {
    let laptop = Laptop::new();
    let opened = laptop.unlock(RIGHT).unwrap();
    assert!(laptop.is_mine(&opened.key));
    assert_eq!(opened.store, laptop.made.store);
    assert_eq!((opened.failed_since_last, opened.copies), (0, Copies::Good));
    assert_eq!(laptop.names(), ["x.homeward.keys-a", "x.homeward.keys-b"]);
    let [a, b] = laptop.both();
    assert_eq!(a, b);
}

#[test]
fn wrong_passphrases_are_slowed_down_counted_and_forgiven() {
    let laptop = Laptop::new();
    let before = laptop.both();
    for wait_seconds in [0, 0, 0, 1] {
        assert_eq!(laptop.unlock(WRONG).unwrap_err(), Fault::WrongPassphrase { wait_seconds });
    }
    // The right one is not looked at either while the wait runs.
    assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::SlowDown { wait_seconds: 1 });
    let later = KeyFile::unlock(&laptop.store(), &secret(RIGHT), 1_000_001).unwrap();
    assert_eq!(later.failed_since_last, 4);
    assert_eq!(laptop.unlock(RIGHT).unwrap().failed_since_last, 0);
    assert_eq!(laptop.both(), before, "wrong passphrases never touch the keys");
}

#[test]
fn an_empty_passphrase_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("x.homeward");
    let who = SlotName { user: random_id() };
    let refused = KeyFile::create(&store, &who, &secret(""), Recovery::New, Cost::Floor);
    assert_eq!(refused.unwrap_err(), Fault::PassphraseRefused);
    assert!(!KeyFile::exists(&store));
}

#[test]
fn a_store_whose_key_file_is_gone_says_so() {
    let laptop = Laptop::new();
    fs::remove_file(laptop.copy('a')).unwrap();
    assert!(KeyFile::exists(&laptop.store()));
    fs::remove_file(laptop.copy('b')).unwrap();
    assert!(!KeyFile::exists(&laptop.store()));
    assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::Missing);
    assert_eq!(laptop.names(), [""; 0], "and nothing is made in its place");
}

#[test]
fn a_key_file_is_never_written_over_by_a_new_one() {
    let laptop = Laptop::new();
    fs::remove_file(laptop.copy('a')).unwrap();
    fs::write(laptop.copy('b'), b"not a key file").unwrap();
    assert_eq!(create(&laptop.store(), Recovery::New).unwrap_err(), Fault::AlreadyThere);
    assert_eq!(fs::read(laptop.copy('b')).unwrap(), b"not a key file");
}

#[test]
fn a_key_file_is_put_away_only_while_there_is_no_store_and_never_deleted() {
    let laptop = Laptop::new();
    let kept = laptop.both();
    fs::write(laptop.store(), b"a store").unwrap();
    assert_eq!(KeyFile::put_away(&laptop.store()), Err(Fault::AlreadyThere));
    assert!(laptop.unlock(RIGHT).is_ok());
    fs::remove_file(laptop.store()).unwrap();
    KeyFile::put_away(&laptop.store()).unwrap();
    assert!(!KeyFile::exists(&laptop.store()));
    let names = laptop.names();
    assert_eq!(names.len(), 2);
    for (name, (start, bytes)) in names
        .iter()
        .zip([("x.homeward.keys-a.unused-", &kept[0]), ("x.homeward.keys-b.unused-", &kept[1])])
    {
        assert!(name.starts_with(start), "{name}");
        assert_eq!(&fs::read(laptop.folder.path().join(name)).unwrap(), bytes);
    }
    assert!(create(&laptop.store(), Recovery::New).is_ok());
    KeyFile::put_away(&laptop.store()).unwrap();
    KeyFile::put_away(&laptop.store()).unwrap();
    assert_eq!(laptop.names().len(), 4, "the first ones are still there");
}

#[test]
fn proving_the_passphrase_counts_wrong_tries_and_keeps_them_for_the_audit() {
    let laptop = Laptop::new();
    let prove = |text: &str| KeyFile::prove(&laptop.store(), &secret(text), 1_000_000);
    assert_eq!(prove(WRONG), Err(Fault::WrongPassphrase { wait_seconds: 0 }));
    assert_eq!(prove(RIGHT), Ok(laptop.keys().users[0].user));
    for wait_seconds in [0, 0, 0, 1] {
        assert_eq!(prove(WRONG), Err(Fault::WrongPassphrase { wait_seconds }));
    }
    assert_eq!(prove(RIGHT), Err(Fault::SlowDown { wait_seconds: 1 }));
    let later = KeyFile::unlock(&laptop.store(), &secret(RIGHT), 1_000_001).unwrap();
    assert_eq!(later.failed_since_last, 5);
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let laptop = Laptop::new();
    let change = |old: &str, new: &str| {
        KeyFile::change_passphrase(&laptop.store(), &secret(old), &secret(new), 1_000_000)
    };
    let before = laptop.keys();
    change(RIGHT, WRONG).unwrap();
    let after = laptop.keys();
    assert_eq!(after.sequence, 2);
    assert_eq!(after.recovery, before.recovery);
    assert_eq!(after.users[0].user, before.users[0].user);
    assert_ne!(after.users[0].kdf.salt, before.users[0].kdf.salt);
    assert!(matches!(laptop.unlock(RIGHT), Err(Fault::WrongPassphrase { .. })));
    assert!(laptop.is_mine(&laptop.unlock(WRONG).unwrap().key));
    // A wrong old passphrase changes nothing, and the next unlock tells of it.
    let kept = laptop.both();
    assert!(matches!(change(RIGHT, "third"), Err(Fault::WrongPassphrase { .. })));
    assert_eq!(laptop.both(), kept);
    change(WRONG, RIGHT).unwrap();
    assert_eq!(laptop.unlock(RIGHT).unwrap().failed_since_last, 1);
}

#[test]
fn a_second_person_opens_with_a_passphrase_of_their_own_and_the_store_knows_whose_it_was() {
    let laptop = Laptop::new();
    let first = laptop.keys().users[0].user;
    let second = random_id();
    let let_in = |existing: &str, user, new: &str| {
        KeyFile::let_in(
            &laptop.store(),
            &secret(existing),
            &SlotName { user },
            &secret(new),
            1_000_000,
        )
    };
    let before = laptop.both();
    assert!(matches!(let_in(WRONG, second, "third"), Err(Fault::WrongPassphrase { .. })));
    assert_eq!(let_in(RIGHT, second, RIGHT), Err(Fault::PassphraseInUse));
    assert_eq!(laptop.both(), before, "nothing was changed");

    let_in(RIGHT, second, WRONG).unwrap();
    for (text, user) in [(RIGHT, first), (WRONG, second)] {
        let opened = laptop.unlock(text).unwrap();
        assert_eq!(opened.user, user);
        assert!(laptop.is_mine(&opened.key));
    }
    // A forgotten one is replaced, and the other person's stays.
    let_in(RIGHT, second, "third").unwrap();
    assert!(matches!(laptop.unlock(WRONG), Err(Fault::WrongPassphrase { .. })));
    assert_eq!(laptop.unlock("third").unwrap().user, second);
    // Each changes their own.
    let change = |old: &str, new: &str| {
        KeyFile::change_passphrase(&laptop.store(), &secret(old), &secret(new), 1_000_000)
    };
    assert_eq!(change("third", RIGHT), Err(Fault::PassphraseInUse));
    change("third", "fourth").unwrap();
    assert_eq!(laptop.unlock("fourth").unwrap().user, second);
    assert_eq!(laptop.unlock(RIGHT).unwrap().user, first);
}

#[test]
fn the_key_file_has_room_for_four_people() {
    let laptop = Laptop::new();
    let let_in = |new: &str| {
        let who = SlotName { user: random_id() };
        KeyFile::let_in(&laptop.store(), &secret(RIGHT), &who, &secret(new), 1_000_000)
    };
    for new in ["second", "third", "fourth"] {
        let_in(new).unwrap();
    }
    let before = laptop.both();
    assert_eq!(let_in("fifth"), Err(Fault::TooManyPeople));
    assert_eq!(laptop.both(), before);
    assert!(laptop.unlock("fourth").is_ok());
}

#[test]
fn nothing_secret_is_shown_by_debug_or_written_in_the_clear() {
    let laptop = Laptop::new();
    let opened = laptop.unlock(RIGHT).unwrap();
    let key = opened.key.sql_pragma_hex();
    let identity = laptop.made.recovery_identity.as_ref().unwrap().expose_secret().to_owned();
    let files = String::from_utf8(laptop.both().concat()).unwrap();
    for shown in [format!("{opened:?}"), format!("{:?}", laptop.made), files] {
        assert!(!shown.contains(&*key) && !shown.contains(RIGHT) && !shown.contains(&identity));
    }
}

#[cfg(unix)]
#[test]
fn only_their_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let laptop = Laptop::new();
    let _ = laptop.unlock(WRONG);
    assert_eq!(laptop.names().len(), 3);
    for name in laptop.names() {
        let mode = fs::metadata(laptop.folder.path().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn calibration_chooses_work_that_a_key_file_may_ask_for() {
    assert!(Work::choose(Cost::Calibrated).unwrap().is_allowed());
}
