//! What is written in a key file, byte for byte.
//!
//! ```text
//! {"format":"homeward-keys","checksum":"<SHA-256 of the content>","content":{
//!    "keys":{"version":1,"store":"<uuid>","sequence":n,"users":[..],"recovery":[..]},
//!    "mac":"<HMAC-SHA256 of keys, under the store key's subkey `keyfile`>"}}
//! ```
//!
//! All on one line, in this order, without spaces. A file is taken only if writing what was read
//! gives the same bytes again: so every changed byte shows, and there is one text for the
//! checksum, the MAC and the slot headers to cover. The checksum finds damage before a second is
//! spent on a passphrase; it needs no secret and proves nothing about who wrote the file. That is
//! the MAC's work, once the key is known.

use hmac::{Hmac, KeyInit, Mac};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::Sha256;
use uuid::Uuid;

use crate::cost::Kdf;
use crate::hash::{hex, sha256_hex, unhex};
use crate::{Fault, StoreKey};

/// The version this program writes, and the only one so far.
pub(crate) const VERSION: u32 = 1;
/// No key file is near this long; a longer one is not read.
pub(crate) const SIZE_LIMIT: u64 = 64 * 1024;
/// Each user slot tried costs a second, so there are few.
pub(crate) const MOST_SLOTS: usize = 4;
const FORMAT: &str = "homeward-keys";
const MAC_LABEL: &str = "keyfile";

/// Everything in a key file but its MAC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keys {
    pub version: u32,
    /// The random id of the store, which every slot is bound to.
    pub store: Uuid,
    /// One more at each change; the copy with the higher one is the newer.
    pub sequence: u64,
    pub users: Vec<UserSlot>,
    pub recovery: Vec<RecoverySlot>,
}

/// The store key, wrapped under a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserSlot {
    pub slot: Uuid,
    /// The user's random id. Never a name: this file is not encrypted.
    pub user: Uuid,
    pub kdf: Kdf,
    pub nonce: Hex<12>,
    /// 32 bytes of AES-256-GCM ciphertext and the 16 of its tag.
    pub wrapped: Hex<48>,
}

/// The store key, encrypted with age to a recovery recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecoverySlot {
    pub slot: Uuid,
    /// The public half of the recovery key.
    pub recipient: String,
    /// An armoured age file, so that the age program alone can open it in twenty years.
    pub wrapped: String,
}

/// What a slot is bound to besides its own bytes: the associated data of a user slot, and, as a
/// hash, a part of what is inside a recovery slot.
#[derive(Serialize)]
pub(crate) struct Header<'a> {
    pub purpose: &'static str,
    pub version: u32,
    pub store: Uuid,
    pub slot: Uuid,
    pub role: &'static str,
    /// Whom the slot is for: the user's id, or the recovery recipient.
    pub label: &'a str,
    pub kdf: Option<&'a Kdf>,
}

impl Header<'_> {
    /// The one text of this header.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Fault> {
        canonical(self)
    }
}

/// A key file that was read and is whole. Whether it is *genuine* shows only with the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whole {
    pub keys: Keys,
    mac: Hex<32>,
}

/// Why a key file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Some byte of it is not as it was written.
    Damaged,
    /// Whole, but of a version that this program does not know.
    Newer,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    format: &'a str,
    checksum: &'a str,
    #[serde(borrow)]
    content: &'a RawValue,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    keys: Keys,
    mac: Hex<32>,
}

/// As much of a newer file as can be relied on.
#[derive(Deserialize)]
struct Peek {
    keys: PeekVersion,
}

#[derive(Deserialize)]
struct PeekVersion {
    version: u32,
}

/// The bytes of a key file with these slots.
pub(crate) fn write(keys: &Keys, key: &StoreKey) -> Result<Vec<u8>, Fault> {
    let mac = mac(keys, key)?.finalize().into_bytes().into();
    let content = canonical(&Content { keys: keys.clone(), mac: Hex(mac) })?;
    let text = String::from_utf8(content).map_err(|_| Fault::Internal("key file text"))?;
    seal(text)
}

/// Puts a content under its checksum.
pub(crate) fn seal(content: String) -> Result<Vec<u8>, Fault> {
    let checksum = sha256_hex(content.as_bytes());
    let content = RawValue::from_string(content).map_err(|_| Fault::Internal("key file"))?;
    canonical(&Envelope { format: FORMAT, checksum: &checksum, content: &content })
}

/// Reads a key file. Never panics, whatever the bytes.
pub(crate) fn read(bytes: &[u8]) -> Result<Whole, Unusable> {
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(Unusable::Damaged);
    }
    let envelope: Envelope<'_> = exactly(bytes)?;
    let content = envelope.content.get().as_bytes();
    if envelope.format != FORMAT || envelope.checksum != sha256_hex(content) {
        return Err(Unusable::Damaged);
    }
    // The envelope is the same in every version, so that an older program can tell a file it
    // does not know from a damaged one, and leaves it alone.
    let peek: Peek = serde_json::from_slice(content).map_err(|_| Unusable::Damaged)?;
    if peek.keys.version > VERSION {
        return Err(Unusable::Newer);
    }
    let Content { keys, mac } = exactly(content)?;
    let few = 1..=MOST_SLOTS;
    if keys.version != VERSION
        || !few.contains(&keys.users.len())
        || !few.contains(&keys.recovery.len())
    {
        return Err(Unusable::Damaged);
    }
    Ok(Whole { keys, mac })
}

impl Whole {
    /// Whether this file was written by someone who had `key`: all slots, their order, the
    /// sequence number and the store's id are as they were.
    pub(crate) fn is_genuine(&self, key: &StoreKey) -> bool {
        // `verify_slice` compares in constant time.
        mac(&self.keys, key).is_ok_and(|mac| mac.verify_slice(&self.mac.0).is_ok())
    }
}

fn mac(keys: &Keys, key: &StoreKey) -> Result<Hmac<Sha256>, Fault> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.subkey(MAC_LABEL).as_ref())
        .map_err(|_| Fault::Internal("hmac"))?;
    mac.update(&canonical(keys)?);
    Ok(mac)
}

/// JSON on one line in the order of the struct.
fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|_| Fault::Internal("json"))
}

/// Reads JSON that is exactly what would be written for it.
fn exactly<'a, T: Serialize + Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Unusable> {
    let value: T = serde_json::from_slice(bytes).map_err(|_| Unusable::Damaged)?;
    match canonical(&value) {
        Ok(again) if again == bytes => Ok(value),
        _ => Err(Unusable::Damaged),
    }
}

/// `N` bytes, written as lower-case hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        unhex(&text).map(Hex).ok_or_else(|| D::Error::custom("not hexadecimal of that length"))
    }
}
