//! The key file as its callers use it, on a real disk, and what happens when it is damaged.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use crate::copies::{Copy, Found, Places};
use crate::cost::Work;
use crate::durable::power_cut;
use crate::format::{self, Keys, RecoverySlot, Unusable, UserSlot, VERSION};
use crate::{
    Copies, Cost, Created, Fault, KeyFile, Recovery, SlotName, StoreKey, Unlocked, random_id,
    recovery_file_text,
};

const RIGHT: &str = "an example passphrase";
const WRONG: &str = "another example passphrase";

/// A folder with a key file in it, as after the first start.
struct Laptop {
    folder: tempfile::TempDir,
    made: Created,
}

impl Laptop {
    fn new() -> Laptop {
        let folder = tempfile::tempdir().unwrap();
        let made = create(&folder.path().join("x.homeward"), Recovery::New).unwrap();
        Laptop { folder, made }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("x.homeward")
    }

    fn copy(&self, which: char) -> PathBuf {
        self.folder.path().join(format!("x.homeward.keys-{which}"))
    }

    fn both(&self) -> [Vec<u8>; 2] {
        [fs::read(self.copy('a')).unwrap(), fs::read(self.copy('b')).unwrap()]
    }

    fn put(&self, [a, b]: &[Vec<u8>; 2]) {
        fs::write(self.copy('a'), a).unwrap();
        fs::write(self.copy('b'), b).unwrap();
    }

    fn unlock(&self, text: &str) -> Result<Unlocked, Fault> {
        KeyFile::unlock(&self.store(), &secret(text), 1_000_000)
    }

    fn recovery_file(&self) -> SecretString {
        let identity = self.made.recovery_identity.as_ref().unwrap();
        SecretString::from(recovery_file_text(identity, "Laptop 12", "today").to_string())
    }

    fn keys(&self) -> Keys {
        format::read(&self.both()[0]).unwrap().keys
    }

    fn is_mine(&self, key: &StoreKey) -> bool {
        key.bytes() == self.made.key.bytes()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn create(store: &Path, recovery: Recovery) -> Result<Created, Fault> {
    let who = SlotName { user: random_id() };
    KeyFile::create(store, &who, &secret(RIGHT), recovery, Cost::Floor)
}

/// A key file without Argon2id work in it, for tests that read it thousands of times.
fn quick() -> (StoreKey, Keys, Vec<u8>) {
    let key = StoreKey::random().unwrap();
    let identity = age::x25519::Identity::generate();
    let store = random_id();
    let keys = Keys {
        version: VERSION,
        store,
        sequence: 7,
        users: vec![
            UserSlot::wrap(&key, store, random_id(), &secret(RIGHT), Work::FLOOR).unwrap(),
        ],
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
fn a_key_file_is_taken_back_only_while_there_is_no_store() {
    let laptop = Laptop::new();
    fs::write(laptop.store(), b"a store").unwrap();
    assert_eq!(KeyFile::take_back(&laptop.store()), Err(Fault::AlreadyThere));
    assert!(laptop.unlock(RIGHT).is_ok());
    fs::remove_file(laptop.store()).unwrap();
    KeyFile::take_back(&laptop.store()).unwrap();
    assert!(!KeyFile::exists(&laptop.store()));
}

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
