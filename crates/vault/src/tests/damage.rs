//! Damage, tampering and power cuts: what is noticed, what is mended, what is left alone.

use std::fs;

use proptest::prelude::*;

use super::{Laptop, RIGHT, WRONG, secret};
use crate::copies::{Copy, Found, Places};
use crate::cost::Work;
use crate::durable::power_cut;
use crate::format::{self, Keys, RecoverySlot, Unusable, UserSlot, VERSION};
use crate::{Copies, Fault, KeyFile, StoreKey, random_id};

/// A key file without Argon2id work in it, for tests that read it thousands of times.
fn quick() -> (StoreKey, Keys, Vec<u8>) {
    let key = StoreKey::random().unwrap();
    let identity = age::x25519::Identity::generate();
    let store = random_id();
    let keys = Keys {
        version: VERSION,
        store,
        sequence: 7,
        users: vec![UserSlot::wrap(&key, store, random_id(), &secret(RIGHT), Work::FLOOR).unwrap()],
        recovery: vec![RecoverySlot::wrap(&key, store, &identity.to_public()).unwrap()],
    };
    let bytes = format::write(&keys, &key).unwrap();
    (key, keys, bytes)
}

/// The text of the content of a key file, to be tampered with.
fn content_of(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let start = text.find("\"content\":").unwrap() + "\"content\":".len();
    text[start..text.len() - 1].to_owned()
}

/// What someone without the key can do: change the content and put a right checksum on it.
fn tampered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let content = content_of(bytes);
    assert!(content.contains(from), "nothing to tamper with");
    format::seal(content.replacen(from, to, 1)).unwrap()
}

#[test]
fn every_flipped_bit_of_either_copy_is_noticed_and_the_other_copy_serves() {
    let (key, keys, good) = quick();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            assert_eq!(format::read(&bad), Err(Unusable::Damaged), "byte {at}, bit {bit}");
        }
        let mut bad = good.clone();
        bad[at] = !bad[at];
        for copies in [[bad.clone(), good.clone()], [good.clone(), bad.clone()]] {
            let found = Found::judge(copies.map(Copy::of)).unwrap();
            assert_eq!(found.newest_genuine(&key).unwrap().keys, keys, "byte {at}");
        }
    }
}

#[test]
fn a_flipped_byte_on_the_disk_is_repaired_from_the_other_copy() {
    let (key, _, good) = quick();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("x.homeward");
    let places = Places::of(&store).unwrap();
    let paths = ['a', 'b'].map(|which| folder.path().join(format!("x.homeward.keys-{which}")));
    // Every byte is flipped in the test above; here a spread of them goes over a real disk.
    for at in (0..good.len()).step_by(97) {
        let mut bad = good.clone();
        bad[at] ^= 0x20;
        for (broken, whole) in [(0, 1), (1, 0)] {
            fs::write(&paths[broken], &bad).unwrap();
            fs::write(&paths[whole], &good).unwrap();
            let found = places.read().unwrap();
            let file = found.newest_genuine(&key).unwrap();
            assert_eq!(places.repair(&found, file, &key), Copies::Repaired);
            assert_eq!(fs::read(&paths[broken]).unwrap(), good);
            assert_eq!(fs::read(&paths[whole]).unwrap(), good);
        }
    }
    let found = places.read().unwrap();
    let file = found.newest_genuine(&key).unwrap();
    assert_eq!(places.repair(&found, file, &key), Copies::Good);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
}

#[test]
fn unlocking_repairs_a_copy_that_is_damaged_cut_short_or_gone() {
    let laptop = Laptop::new();
    let good = laptop.both();
    for bad in [good[0][..100].to_vec(), Vec::new(), vec![0; 100_000]] {
        laptop.put(&[bad.clone(), good[1].clone()]);
        let opened = laptop.unlock(RIGHT).unwrap();
        assert!(laptop.is_mine(&opened.key));
        assert_eq!(opened.copies, Copies::Repaired);
        assert_eq!(laptop.both(), good);
    }
    fs::remove_file(laptop.copy('b')).unwrap();
    assert_eq!(laptop.unlock(RIGHT).unwrap().copies, Copies::Repaired);
    assert_eq!(laptop.both(), good);
}

#[test]
fn a_wrong_passphrase_repairs_nothing() {
    let laptop = Laptop::new();
    let [_, b] = laptop.both();
    let broken = [b"broken".to_vec(), b];
    laptop.put(&broken);
    assert!(matches!(laptop.unlock(WRONG), Err(Fault::WrongPassphrase { .. })));
    assert_eq!(laptop.both(), broken);
}

#[test]
fn with_both_copies_damaged_it_says_so_and_touches_neither() {
    let laptop = Laptop::new();
    let mut bad = laptop.both();
    bad[0][40] ^= 1;
    let middle = bad[1].len() / 2;
    bad[1].truncate(middle);
    laptop.put(&bad);
    let names = laptop.names();
    assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::Damaged);
    let recovered = KeyFile::recover(&laptop.store(), &laptop.recovery_file(), &secret(WRONG));
    assert_eq!(recovered.unwrap_err(), Fault::Damaged);
    let changed = KeyFile::change_passphrase(&laptop.store(), &secret(RIGHT), &secret(WRONG), 0);
    assert_eq!(changed.unwrap_err(), Fault::Damaged);
    assert_eq!(laptop.both(), bad);
    assert_eq!(laptop.names(), names, "nor was a try counted");
}

#[test]
fn work_below_the_floor_or_above_the_ceiling_is_refused() {
    let laptop = Laptop::new();
    let [a, b] = laptop.both();
    for (from, to) in [
        ("\"memory\":65536", "\"memory\":8"),
        ("\"memory\":65536", "\"memory\":1048577"),
        ("\"passes\":3", "\"passes\":1"),
        ("\"passes\":3", "\"passes\":4000000000"),
        ("\"lanes\":4", "\"lanes\":1"),
    ] {
        let both = [tampered(&a, from, to), tampered(&b, from, to)];
        laptop.put(&both);
        assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::CostRefused, "{to}");
        assert_eq!(laptop.both(), both);
    }
    // In one copy only, the other serves.
    laptop.put(&[tampered(&a, "\"memory\":65536", "\"memory\":8"), b.clone()]);
    assert_eq!(laptop.unlock(RIGHT).unwrap().copies, Copies::Repaired);
    assert_eq!(laptop.both(), [a, b]);
}

#[test]
fn changed_slots_with_a_right_checksum_are_refused_by_the_mac() {
    let laptop = Laptop::new();
    let keys = laptop.keys();
    let [a, _] = laptop.both();
    let other = random_id().to_string();
    let recovery = serde_json::to_string(&keys.recovery[0]).unwrap();
    let mut added = keys.recovery[0].clone();
    added.slot = random_id();
    let twice = format!("{recovery},{}", serde_json::to_string(&added).unwrap());
    let recovery_id = keys.recovery[0].slot.to_string();
    for (from, to) in [
        // The recovery slot, which the passphrase's own check does not cover.
        (recovery.as_str(), twice.as_str()),
        (recovery_id.as_str(), other.as_str()),
        (&keys.recovery[0].recipient, "age1somebodyelse"),
        ("\"sequence\":1", "\"sequence\":2"),
    ] {
        let both = [tampered(&a, from, to), tampered(&a, from, to)];
        laptop.put(&both);
        assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::Damaged, "{to}");
        assert_eq!(laptop.both(), both, "{to}");
    }
    // The passphrase was right each time, so none of these was a wrong try.
    laptop.put(&[a.clone(), a]);
    assert_eq!(laptop.unlock(RIGHT).unwrap().failed_since_last, 0);
}

#[test]
fn a_removed_slot_is_refused_by_the_mac() {
    let (key, mut keys, _) = quick();
    let second = UserSlot { slot: random_id(), ..keys.users[0].clone() };
    keys.users.push(second);
    let with_two = format::write(&keys, &key).unwrap();
    assert!(format::read(&with_two).unwrap().is_genuine(&key));
    let slot = format!(",{}", serde_json::to_string(&keys.users[1]).unwrap());
    let with_one = format::read(&tampered(&with_two, &slot, "")).unwrap();
    assert_eq!(with_one.keys.users.len(), 1);
    assert!(!with_one.is_genuine(&key));
}

#[test]
fn a_tampered_copy_with_a_higher_number_loses_to_the_genuine_one_and_is_kept_aside() {
    let laptop = Laptop::new();
    let [a, b] = laptop.both();
    let forged = tampered(&a, "\"sequence\":1", "\"sequence\":99");
    laptop.put(&[forged.clone(), b.clone()]);
    let opened = laptop.unlock(RIGHT).unwrap();
    assert!(laptop.is_mine(&opened.key));
    assert_eq!(opened.copies, Copies::Repaired);
    assert_eq!(laptop.both(), [b.clone(), b]);
    assert_eq!(fs::read(laptop.folder.path().join("x.homeward.keys-a.aside")).unwrap(), forged);
}

#[test]
fn two_copies_of_different_stores_are_left_alone() {
    let (mine, other) = (Laptop::new(), Laptop::new());
    let mixed = [mine.both()[0].clone(), other.both()[1].clone()];
    mine.put(&mixed);
    assert_eq!(mine.unlock(RIGHT).unwrap_err(), Fault::CopiesDisagree);
    assert_eq!(mine.both(), mixed);
}

#[test]
fn an_old_first_copy_put_back_beside_a_newer_second_one_does_not_count() {
    let laptop = Laptop::new();
    let old = laptop.both();
    KeyFile::change_passphrase(&laptop.store(), &secret(RIGHT), &secret(WRONG), 0).unwrap();
    let new = laptop.both();
    laptop.put(&[old[0].clone(), new[1].clone()]);
    assert!(matches!(laptop.unlock(RIGHT), Err(Fault::WrongPassphrase { .. })));
    assert_eq!(laptop.both(), new, "and the old copy is gone");
    assert!(laptop.unlock(WRONG).is_ok());
}

#[test]
fn a_key_file_written_in_another_way_is_not_taken_even_with_a_right_checksum() {
    let (_, _, good) = quick();
    let content = content_of(&good);
    assert!(format::read(&format::seal(content.clone()).unwrap()).is_ok());
    for other in [
        format!("{content} "),
        content.replacen("\"sequence\":7", "\"sequence\": 7", 1),
        content.replacen("\"sequence\"", "\"\\u0073equence\"", 1),
        content.replacen("\"sequence\":7,", "\"sequence\":7,\"note\":1,", 1),
    ] {
        assert_ne!(other, content);
        let read = format::read(&format::seal(other.clone()).unwrap());
        assert_eq!(read, Err(Unusable::Damaged), "{other}");
    }
    let text = String::from_utf8(good).unwrap();
    for other in [format!("{text}\n"), text.replacen(':', ": ", 1), format!(" {text}")] {
        assert_eq!(format::read(other.as_bytes()), Err(Unusable::Damaged), "{other}");
    }
}

#[test]
fn a_key_file_of_a_newer_version_is_left_alone() {
    let laptop = Laptop::new();
    let [a, b] = laptop.both();
    let newer = format::seal(r#"{"keys":{"version":2,"new":[]},"mac":"?"}"#.to_owned()).unwrap();
    for both in [[newer.clone(), newer.clone()], [newer.clone(), b], [a, newer]] {
        laptop.put(&both);
        assert_eq!(laptop.unlock(RIGHT).unwrap_err(), Fault::NewerVersion);
        assert_eq!(laptop.both(), both);
    }
}

#[test]
fn a_power_cut_while_changing_the_passphrase_leaves_one_that_opens() {
    let laptop = Laptop::new();
    let old = laptop.both();
    let key = &laptop.made.key;
    let keys = laptop.keys();
    let changed = Keys {
        sequence: 2,
        users: vec![
            UserSlot::wrap(key, keys.store, random_id(), &secret(WRONG), Work::FLOOR).unwrap(),
        ],
        ..keys
    };
    let places = Places::of(&laptop.store()).unwrap();
    let mut ends = Vec::new();
    for at in 0..40 {
        laptop.put(&old);
        let result = power_cut::after(at, || places.write(&changed, key));
        // After the restart the newest genuine copy counts, whichever it is.
        let found = places.read().unwrap();
        let file = found.newest_genuine(key).unwrap();
        if result.is_ok() {
            assert_eq!(file.keys.sequence, 2, "step {at}: told as changed, and is not");
        }
        if result == Ok(Copies::Good) {
            break;
        }
        ends.push((laptop.both() == old, laptop.both()[0] == laptop.both()[1]));
    }
    assert!(ends.contains(&(true, true)), "a cut before the first copy was written");
    assert!(ends.contains(&(false, false)), "a cut between the two copies");

    // Between the two: the new passphrase opens and mends, the old one is refused and mends too.
    for (text, opens) in [(WRONG, true), (RIGHT, false)] {
        laptop.put(&[format::write(&changed, key).unwrap(), old[1].clone()]);
        assert_eq!(laptop.unlock(text).is_ok(), opens);
        let [a, b] = laptop.both();
        assert_eq!(a, b);
        assert_eq!(laptop.keys().sequence, 2);
    }
}

#[test]
fn a_power_cut_while_making_a_key_file_never_leaves_a_torn_one() {
    let (key, keys, good) = quick();
    for at in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::of(&folder.path().join("x.homeward")).unwrap();
        let result = power_cut::after(at, || places.write_first(&keys, &key));
        for which in ['a', 'b'] {
            if let Ok(bytes) = fs::read(folder.path().join(format!("x.homeward.keys-{which}"))) {
                assert_eq!(bytes, good, "step {at}");
            }
        }
        if result.is_ok() {
            assert!(at > 6, "both copies take more steps than that");
            return;
        }
    }
    panic!("the write has more steps than were tried");
}

proptest! {
    #[test]
    fn no_bytes_make_reading_a_key_file_panic(bytes: Vec<u8>) {
        prop_assert_eq!(format::read(&bytes), Err(Unusable::Damaged));
    }

    #[test]
    fn no_content_under_a_right_checksum_makes_reading_panic(
        version in 0_u32..3,
        key in "[a-z]{1,8}",
        value in "[ -~]{0,40}",
    ) {
        let content = serde_json::json!({
            "keys": {
                "version": version, "store": value, "sequence": 1, "users": [{ &key: &value }],
                "recovery": [],
            },
            "mac": value,
        });
        let read = format::read(&format::seal(content.to_string()).unwrap());
        let expected = if version > VERSION { Unusable::Newer } else { Unusable::Damaged };
        prop_assert_eq!(read, Err(expected));
    }
}
