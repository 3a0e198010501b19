//! Getting in without the passphrase.

use std::fs;

use secrecy::ExposeSecret;

use super::{Laptop, RIGHT, WRONG, create, secret};
use crate::format::{self, Keys, RecoverySlot};
use crate::{Fault, KeyFile, Recovery, StoreKey};

#[test]
fn a_bad_recovery_recipient_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("x.homeward");
    for text in ["", "age1nonsense", "somebody@example.org"] {
        let refused = create(&store, Recovery::To(text.to_owned()));
        assert_eq!(refused.unwrap_err(), Fault::RecipientRefused);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_recovery_file_opens_the_store_and_sets_a_new_passphrase() {
    let laptop = Laptop::new();
    for _ in 0..4 {
        let _ = laptop.unlock("forgotten");
    }
    let new = secret("a new example passphrase");
    let key = KeyFile::recover(&laptop.store(), &laptop.recovery_file(), &new).unwrap();
    assert!(laptop.is_mine(&key));
    // At once, though the wait was running; and the audit still hears of the four.
    let opened = laptop.unlock(new.expose_secret()).unwrap();
    assert!(laptop.is_mine(&opened.key));
    assert_eq!(opened.failed_since_last, 4);
    // The old passphrase is the old one, as documented; the recovery file works again.
    assert!(matches!(laptop.unlock(RIGHT), Err(Fault::WrongPassphrase { .. })));
    KeyFile::recover(&laptop.store(), &laptop.recovery_file(), &secret(RIGHT)).unwrap();
    assert!(laptop.is_mine(&laptop.unlock(RIGHT).unwrap().key));
}

#[test]
fn recovery_works_from_either_copy_alone_and_writes_both() {
    let laptop = Laptop::new();
    let whole = laptop.both();
    for gone in ['a', 'b'] {
        laptop.put(&whole);
        fs::remove_file(laptop.copy(gone)).unwrap();
        let key = KeyFile::recover(&laptop.store(), &laptop.recovery_file(), &secret(RIGHT));
        assert!(laptop.is_mine(&key.unwrap()));
        let [a, b] = laptop.both();
        assert_eq!(a, b);
    }
}

#[test]
fn an_organisation_recovers_with_the_key_it_keeps() {
    let identity = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("x.homeward");
    let made = create(&store, Recovery::To(identity.to_public().to_string())).unwrap();
    assert!(made.recovery_identity.is_none(), "its secret half was never here");
    let key = KeyFile::recover(&store, &identity.to_string(), &secret(WRONG)).unwrap();
    assert_eq!(key.bytes(), made.key.bytes());
}

#[test]
fn another_stores_recovery_file_is_refused_and_changes_nothing() {
    let (mine, other) = (Laptop::new(), Laptop::new());
    let before = mine.both();
    let refused = KeyFile::recover(&mine.store(), &other.recovery_file(), &secret(WRONG));
    assert_eq!(refused.unwrap_err(), Fault::WrongIdentity);
    let refused = KeyFile::recover(&mine.store(), &secret("no key here"), &secret(WRONG));
    assert_eq!(refused.unwrap_err(), Fault::IdentityRefused);
    let refused = KeyFile::recover(&mine.store(), &mine.recovery_file(), &secret(""));
    assert_eq!(refused.unwrap_err(), Fault::PassphraseRefused);
    assert_eq!(mine.both(), before);
}

#[test]
fn a_forged_copy_around_another_key_does_not_take_the_genuine_ones_place() {
    // Whoever knows the public half can make a recovery slot around a key of their own.
    let laptop = Laptop::new();
    let keys = laptop.keys();
    let forged_key = StoreKey::random().unwrap();
    let recipient = keys.recovery[0].recipient.parse().unwrap();
    let forged = Keys {
        sequence: 99,
        recovery: vec![RecoverySlot::wrap(&forged_key, keys.store, &recipient).unwrap()],
        ..keys
    };
    let [_, b] = laptop.both();
    let both = [format::write(&forged, &forged_key).unwrap(), b];
    laptop.put(&both);
    let refused = KeyFile::recover(&laptop.store(), &laptop.recovery_file(), &secret(WRONG));
    assert_eq!(refused.unwrap_err(), Fault::CopiesDisagree);
    assert_eq!(laptop.both(), both);
    // The passphrase still tells the two apart.
    assert!(laptop.is_mine(&laptop.unlock(RIGHT).unwrap().key));
}

/// A key file that version 1 of the format wrote once, for a store that never was. Its slots, its
/// MAC and the key were checked with other programs: Python's `argon2-cffi` and `cryptography`,
/// and the age program written in Go.
const VERSION_1: &[u8] = include_bytes!("version-1.keys");
const VERSION_1_IDENTITY: &str =
    "AGE-SECRET-KEY-1AVM0S4SXD4479ACX79QWDCUS0EKUKWL3PGXZXYKWAKUHGFLS6AVSSQ3N20";
const VERSION_1_KEY: &str = "d5326cf6b9784f5c079000095690188c14e26f955894df5e61fd61802ff0aa42";

#[test]
fn a_key_file_of_the_first_version_always_opens() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("x.homeward");
    let copy = folder.path().join("x.homeward.keys-a");
    fs::write(&copy, VERSION_1).unwrap();
    let opened = KeyFile::unlock(&store, &secret(RIGHT), 0).unwrap();
    assert_eq!(*opened.key.sql_pragma_hex(), VERSION_1_KEY);
    assert_eq!(fs::read(&copy).unwrap(), VERSION_1);
    let key = KeyFile::recover(&store, &secret(VERSION_1_IDENTITY), &secret(WRONG)).unwrap();
    assert_eq!(*key.sql_pragma_hex(), VERSION_1_KEY);
}
