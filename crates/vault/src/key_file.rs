use std::path::{Path, PathBuf};

use secrecy::SecretString;
use uuid::Uuid;

use crate::copies::{Copies, Found, Places};
use crate::cost::{Cost, Work, check_passphrase};
use crate::format::{Keys, MOST_SLOTS, RecoverySlot, UserSlot, VERSION, Whole};
use crate::recovery::{identities, parse_recipient};
use crate::tries::Tries;
use crate::{Fault, Recovery, StoreKey, durable, random_id, tries};

/// Whose slot it is. The key file is readable by anyone who can read the disk, so there is no
/// room for a name in it: a random id, which the store inside knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotName {
    /// The random id of the user, from [`random_id`](crate::random_id()).
    pub user: Uuid,
}

/// A key file that was just made.
#[derive(Debug)]
pub struct Created {
    /// The key of the store to be made.
    pub key: StoreKey,
    /// The random id of the store, which the key file is bound to.
    pub store: Uuid,
    /// With [`Recovery::New`], the secret half of the recovery key, to be written to the recovery
    /// file (see [`recovery_file_text`](crate::recovery_file_text())) and then dropped.
    pub recovery_identity: Option<SecretString>,
}

/// A store's key, unwrapped.
#[derive(Debug)]
pub struct Unlocked {
    /// The key.
    pub key: StoreKey,
    /// The random id of the store that the key file belongs to.
    pub store: Uuid,
    /// Whose passphrase it was, as [`SlotName`] named them.
    pub user: Uuid,
    /// Wrong passphrases since one last opened the store, for the audit log. A try during which
    /// the program was stopped counts as wrong.
    pub failed_since_last: u32,
    /// How the two copies were found.
    pub copies: Copies,
}

/// The key file of a store, in two copies beside it: for `x.homeward`, `x.homeward.keys-a` and
/// `x.homeward.keys-b`, and the count of wrong passphrases in `x.homeward.keys-tries`.
///
/// Every function takes the path of the store. None of them opens the store itself.
#[derive(Debug)]
pub struct KeyFile;

impl KeyFile {
    /// Makes a store key and the key file that opens it. The caller then makes the store.
    ///
    /// Refuses with [`Fault::AlreadyThere`] if any copy is there, since writing over it would lose
    /// a key; with [`Fault::RecipientRefused`] or [`Fault::PassphraseRefused`] before anything is
    /// written. How good a passphrase must be is for the caller, with
    /// [`strength`](crate::strength()). After an error nothing is left behind.
    pub fn create(
        store: &Path,
        who: &SlotName,
        passphrase: &SecretString,
        recovery: Recovery,
        cost: Cost,
    ) -> Result<Created, Fault> {
        let places = Places::of(store)?;
        if places.any_exists() {
            return Err(Fault::AlreadyThere);
        }
        check_passphrase(passphrase)?;
        let (recipient, recovery_identity) = match recovery {
            Recovery::To(text) => (parse_recipient(&text)?, None),
            Recovery::New => {
                let identity = age::x25519::Identity::generate();
                (identity.to_public(), Some(identity.to_string()))
            }
        };
        let key = StoreKey::random()?;
        let id = random_id();
        let keys = Keys {
            version: VERSION,
            store: id,
            sequence: 1,
            users: vec![UserSlot::wrap(&key, id, who.user, passphrase, Work::choose(cost)?)?],
            recovery: vec![RecoverySlot::wrap(&key, id, &recipient)?],
        };
        places.write_first(&keys, &key)?;
        Ok(Created { key, store: id, recovery_identity })
    }

    /// Opens with the passphrase. `now` is in seconds since 1970.
    ///
    /// [`Fault::WrongPassphrase`] and [`Fault::SlowDown`] say how long to wait; the wait grows
    /// 0, 0, 0, 1, 2, 4 .. 60 seconds and nothing is ever wiped. A copy that is missing, damaged
    /// or old is written again. With both copies damaged it is [`Fault::Damaged`] and neither is
    /// touched.
    pub fn unlock(store: &Path, passphrase: &SecretString, now: i64) -> Result<Unlocked, Fault> {
        let opened = Opened::with_passphrase(store, passphrase, now)?;
        Ok(Unlocked {
            store: opened.file.keys.store,
            user: opened.user,
            copies: opened.copies,
            failed_since_last: opened.tries.right(),
            key: opened.key,
        })
    }

    /// Opens with the recovery file's text (or its key line alone) and sets a new passphrase for
    /// the person who made the store.
    ///
    /// The old passphrase then no longer opens the store, with these files; someone who kept an
    /// old copy of the key file and knows the old passphrase can still open it. The recovery file
    /// goes on working. The wait after wrong passphrases ends; their count stays for the audit of
    /// the next unlock.
    pub fn recover(
        store: &Path,
        identity_file_text: &SecretString,
        new_passphrase: &SecretString,
    ) -> Result<StoreKey, Fault> {
        check_passphrase(new_passphrase)?;
        let identities = identities(identity_file_text)?;
        let places = Places::of(store)?;
        let found = places.read()?;
        let (key, file) = open_with_identity(&found, &identities)?;
        let owner = file.keys.users.first().ok_or(Fault::Damaged)?.user;
        set_passphrase(&places, &file.keys, (&key, owner), new_passphrase)?;
        Tries::end_delay(&tries_path(store)?);
        Ok(key)
    }

    /// Sets a new passphrase, given the old one. `now` is in seconds since 1970.
    ///
    /// Waits and counts as [`unlock`](KeyFile::unlock) does; wrong tries here are told by the next
    /// unlock. An error means that the old passphrase still holds.
    pub fn change_passphrase(
        store: &Path,
        old: &SecretString,
        new: &SecretString,
        now: i64,
    ) -> Result<(), Fault> {
        check_passphrase(new)?;
        let opened = Opened::with_passphrase(store, old, now)?;
        opened.tries.right_without_audit();
        set_passphrase(&Places::of(store)?, &opened.file.keys, (&opened.key, opened.user), new)
    }

    /// Lets a second person open the store with a passphrase of their own, given that of somebody
    /// who can open it already. `now` is in seconds since 1970. A person who has a passphrase gets
    /// another one this way, for instance because they forgot it.
    ///
    /// Waits and counts as [`unlock`](KeyFile::unlock) does. Refuses with [`Fault::PassphraseInUse`]
    /// a passphrase that somebody else of this store has, since the two could not be told apart,
    /// and with [`Fault::TooManyPeople`] when the file has no room for one more. An error means
    /// that nothing was changed.
    pub fn let_in(
        store: &Path,
        existing: &SecretString,
        who: &SlotName,
        passphrase: &SecretString,
        now: i64,
    ) -> Result<(), Fault> {
        check_passphrase(passphrase)?;
        let opened = Opened::with_passphrase(store, existing, now)?;
        opened.tries.right_without_audit();
        set_passphrase(&Places::of(store)?, &opened.file.keys, (&opened.key, who.user), passphrase)
    }

    /// Proves that the person at the keyboard knows the passphrase, while the store is open.
    /// `now` is in seconds since 1970.
    ///
    /// Waits and counts as [`unlock`](KeyFile::unlock) does, and leaves the count for the audit of
    /// the next unlock: a wrong try here is a wrong try.
    /// Gives the person whose passphrase it is, who need not be the one who opened the store.
    pub fn prove(store: &Path, passphrase: &SecretString, now: i64) -> Result<Uuid, Fault> {
        let opened = Opened::with_passphrase(store, passphrase, now)?;
        opened.tries.right_without_audit();
        Ok(opened.user)
    }

    /// Seconds until a passphrase is looked at again, for the page that asks for it; 0 when it is
    /// now. `now` is in seconds since 1970. Counts nothing and changes nothing.
    #[must_use]
    pub fn wait_seconds(store: &Path, now: i64) -> u32 {
        tries_path(store).map_or(0, |path| tries::wait_left(&path, now))
    }

    /// Puts away a key file that has no store, as when the power went between the two at the first
    /// start, so that a new one can be made. Refuses with [`Fault::AlreadyThere`] when there is a
    /// store.
    ///
    /// Nothing is deleted: the store may only have been moved, and would be lost with its key. The
    /// copies get names that end in `.unused-` and eight random digits.
    pub fn put_away(store: &Path) -> Result<(), Fault> {
        if store.try_exists().unwrap_or(true) {
            return Err(Fault::AlreadyThere);
        }
        Places::of(store)?.put_away()
    }

    /// Whether a key file, whole or not, is beside the store.
    #[must_use]
    pub fn exists(store: &Path) -> bool {
        Places::of(store).is_ok_and(|places| places.any_exists())
    }
}

/// A key file opened with a passphrase; whoever holds it still owes the count an answer.
struct Opened {
    key: StoreKey,
    user: Uuid,
    file: Whole,
    copies: Copies,
    tries: Tries,
}

impl Opened {
    fn with_passphrase(store: &Path, passphrase: &SecretString, now: i64) -> Result<Opened, Fault> {
        check_passphrase(passphrase)?;
        let places = Places::of(store)?;
        // Damage is told before a try is counted.
        let found = places.read()?;
        let tries = Tries::begin(tries_path(store)?, now)?;
        let key = match open_slots(&found, passphrase) {
            Ok(Some(key)) => key,
            Ok(None) => return Err(tries.wrong()),
            Err(fault) => {
                tries.undo();
                return Err(fault);
            }
        };
        let Some(file) = found.newest_genuine(&key.key).cloned() else {
            // The passphrase was right and the slots are not as Homeward wrote them.
            tries.undo();
            return Err(Fault::Damaged);
        };
        let copies = places.repair(&found, &file, &key.key);
        // A passphrase was changed, and the power went before the second copy was written. The
        // change counts, so the old passphrase is as wrong as any.
        if file.keys.users.iter().all(|slot| slot.slot != key.slot) {
            return Err(tries.wrong());
        }
        Ok(Opened { key: key.key, user: key.user, file, copies, tries })
    }
}

/// A key, and the slot that it came out of.
struct FromSlot {
    key: StoreKey,
    slot: Uuid,
    user: Uuid,
}

/// Tries the user slots of the copies, newest first, each slot once.
fn open_slots(found: &Found, passphrase: &SecretString) -> Result<Option<FromSlot>, Fault> {
    let mut tried: Vec<&UserSlot> = Vec::new();
    for file in found.candidates() {
        for slot in &file.keys.users {
            if tried.contains(&slot) {
                continue;
            }
            tried.push(slot);
            if let Some(key) = slot.unwrap(file.keys.store, passphrase)? {
                return Ok(Some(FromSlot { key, slot: slot.slot, user: slot.user }));
            }
        }
    }
    Ok(None)
}

/// Opens with a recovery key, and gives the newest genuine copy.
///
/// age tells nobody who sealed a file: anyone with the public half can make a recovery slot around
/// a key of their own, and a MAC to go with it. Such a copy beside the real one must not win by a
/// higher number, so two copies that open to different keys are refused.
fn open_with_identity(
    found: &Found,
    identities: &[age::x25519::Identity],
) -> Result<(StoreKey, Whole), Fault> {
    let mut opened: Option<(StoreKey, Whole)> = None;
    let mut fits = false;
    for file in found.candidates() {
        for (slot, identity) in
            file.keys.recovery.iter().flat_map(|slot| identities.iter().map(move |id| (slot, id)))
        {
            if !slot.is_for(identity) {
                continue;
            }
            fits = true;
            let Some(key) = slot.unwrap(file.keys.store, identity)? else { continue };
            if !file.is_genuine(&key) {
                continue;
            }
            match &opened {
                Some((first, _)) if first.bytes() != key.bytes() => {
                    return Err(Fault::CopiesDisagree);
                }
                Some(_) => {}
                None => opened = Some((key, file.clone())),
            }
        }
    }
    match (opened, fits) {
        (Some(opened), _) => Ok(opened),
        (None, true) => Err(Fault::Damaged),
        (None, false) => Err(Fault::WrongIdentity),
    }
}

/// Puts a slot for `passphrase` in the place of the person's own, or behind all others for somebody
/// who has none, with the work that was chosen when the store was made. Refuses a passphrase that
/// somebody else has.
fn set_passphrase(
    places: &Places,
    keys: &Keys,
    (key, user): (&StoreKey, Uuid),
    passphrase: &SecretString,
) -> Result<(), Fault> {
    not_in_use(keys, user, passphrase)?;
    let first = keys.users.first().ok_or(Fault::Damaged)?;
    let slot = UserSlot::wrap(key, keys.store, user, passphrase, first.kdf.work)?;
    let mut users = keys.users.clone();
    match users.iter().position(|old| old.user == user) {
        Some(at) => users[at] = slot,
        None if users.len() >= MOST_SLOTS => return Err(Fault::TooManyPeople),
        None => users.push(slot),
    }
    let changed = Keys { sequence: keys.sequence.saturating_add(1), users, ..keys.clone() };
    places.write(&changed, key).map(|_| ())
}

/// Refuses a passphrase that opens the slot of somebody other than `user`.
fn not_in_use(keys: &Keys, user: Uuid, passphrase: &SecretString) -> Result<(), Fault> {
    for slot in keys.users.iter().filter(|slot| slot.user != user) {
        if slot.unwrap(keys.store, passphrase)?.is_some() {
            return Err(Fault::PassphraseInUse);
        }
    }
    Ok(())
}

fn tries_path(store: &Path) -> Result<PathBuf, Fault> {
    Ok(durable::beside(store, ".keys-tries")?)
}
