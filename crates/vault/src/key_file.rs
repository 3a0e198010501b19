use std::path::Path;

use secrecy::SecretString;
use uuid::Uuid;

use crate::{Fault, Recovery, StoreKey};

/// How much work a guess at the passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// About one second on this machine, measured now; never below [`Cost::Floor`].
    Calibrated,
    /// The least that is accepted: Argon2id with 64 MiB, 3 passes, 4 lanes. For tests and for
    /// demo stores made from the command line.
    Floor,
}

/// Whose slot it is. The key file is readable by anyone who can read the disk, so there is no
/// room for a name in it: a random id, which the store inside knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotName {
    /// The random id of the user, from [`random_id`](crate::random_id).
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
    /// file (see [`recovery_file_text`](crate::recovery_file_text)) and then dropped.
    pub recovery_identity: Option<SecretString>,
}

/// How the two copies were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Both whole and the same.
    Good,
    /// One was missing, damaged or old, and has been written again from the other.
    Repaired,
    /// One was missing, damaged or old, and could not be written again (a full disk, say).
    OneLeft,
}

/// A store's key, unwrapped.
#[derive(Debug)]
pub struct Unlocked {
    /// The key.
    pub key: StoreKey,
    /// The random id of the store that the key file belongs to.
    pub store: Uuid,
    /// Wrong passphrases since the last right one, for the audit log.
    pub failed_since_last: u32,
    /// How the two copies were found.
    pub copies: Copies,
}

/// The key file of a store, in two copies beside it.
#[derive(Debug)]
pub struct KeyFile;

impl KeyFile {
    /// Makes a store key and the key file that opens it.
    pub fn create(
        store: &Path,
        who: &SlotName,
        passphrase: &SecretString,
        recovery: Recovery,
        cost: Cost,
    ) -> Result<Created, Fault> {
        let _ = (store, who, passphrase, recovery, cost);
        Err(Fault::Missing)
    }

    /// Opens with the passphrase. `now` is in seconds since 1970.
    pub fn unlock(store: &Path, passphrase: &SecretString, now: i64) -> Result<Unlocked, Fault> {
        let _ = (store, passphrase, now);
        Err(Fault::Missing)
    }

    /// Opens with the recovery file's text and sets a new passphrase.
    pub fn recover(
        store: &Path,
        identity_file_text: &SecretString,
        new_passphrase: &SecretString,
    ) -> Result<StoreKey, Fault> {
        let _ = (store, identity_file_text, new_passphrase);
        Err(Fault::Missing)
    }

    /// Sets a new passphrase, given the old one. `now` is in seconds since 1970.
    pub fn change_passphrase(
        store: &Path,
        old: &SecretString,
        new: &SecretString,
        now: i64,
    ) -> Result<(), Fault> {
        let _ = (store, old, new, now);
        Err(Fault::Missing)
    }

    /// Whether a key file, whole or not, is beside the store.
    #[must_use]
    pub fn exists(store: &Path) -> bool {
        let _ = store;
        false
    }
}
