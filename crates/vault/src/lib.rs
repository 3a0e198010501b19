//! All cryptography of Homeward, and all its random numbers.
//!
//! No other crate names a cipher, a hash or a source of randomness: what they need of those they
//! ask for here. The ciphers themselves are kept libraries. What is written here is how they are
//! put together: which key opens what, what is authenticated, and how the small files that hold
//! wrapped keys survive a power cut, a damaged disk and a curious editor.
//!
//! * [`KeyFile`] keeps the key of a store, wrapped for its user (by passphrase) and for the
//!   organisation (by a recovery key), in two copies beside the store.
//! * [`StoreKey`] is that key, in memory only while the store is open.
//! * [`strength`] judges a passphrase before it is accepted.
//! * [`chain`] and [`sha256_hex`] are the hashes of the audit log, of the standard and of releases.
//! * [`random_id`], [`random_bytes`] are unpredictable; [`Seeded`] is predictable on purpose.

mod copies;
mod cost;
mod durable;
mod fault;
mod format;
mod hash;
mod key;
mod key_file;
mod random;
mod recovery;
mod slot;
mod strength;
#[cfg(test)]
mod tests;
mod tries;

pub use copies::Copies;
pub use cost::Cost;
pub use fault::Fault;
pub use hash::{chain, sha256, sha256_hex};
pub use key::StoreKey;
pub use key_file::{Created, KeyFile, SlotName, Unlocked};
pub use random::{Seeded, random_bytes, random_id};
pub use recovery::{Recovery, check_recipient, recovery_file_text};
pub use secrecy::{ExposeSecret, SecretString};
pub use strength::{Strength, strength};
pub use zeroize::Zeroizing;
