use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::hash::push_hex;
use crate::{Fault, random};

/// The key of one store: 32 random bytes, wiped when dropped, never printed.
///
/// It is the raw key of the encrypted database. Everything else that needs a key of its own asks
/// for a [`subkey`](StoreKey::subkey).
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct StoreKey(Box<[u8; 32]>);

impl StoreKey {
    /// A new random key. [`Fault::NoRandomness`] when the system gives no random numbers.
    pub fn random() -> Result<StoreKey, Fault> {
        let mut key = StoreKey(Box::new([0; 32]));
        random::fill(key.0.as_mut())?;
        Ok(key)
    }

    /// Takes over the bytes of a key that was unwrapped.
    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> StoreKey {
        StoreKey(Box::new(*bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as 64 lower-case hexadecimal digits, for `PRAGMA key = "x'<these>'"` and for
    /// nothing else. The text wipes itself.
    #[must_use]
    pub fn sql_pragma_hex(&self) -> Zeroizing<String> {
        // The full capacity at once: a string that grows leaves copies of itself behind.
        let mut text = Zeroizing::new(String::with_capacity(64));
        push_hex(&mut text, self.0.as_ref());
        text
    }

    /// A key for one purpose, by HKDF-SHA256. Different labels give unrelated keys, and none of
    /// them tells anything about the store's own key.
    #[must_use]
    pub fn subkey(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        expand(self.0.as_ref(), &[b"homeward/subkey/v1/", label.as_bytes()], &mut key);
        key
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(redacted)")
    }
}

/// HKDF-SHA256 without a salt: what goes in is already a uniform key.
pub(crate) fn expand(from: &[u8], info: &[&[u8]], into: &mut [u8; 32]) {
    let hkdf = Hkdf::<Sha256>::new(None, from);
    // Fails only above 255 * 32 bytes; 32 are asked for.
    let done = hkdf.expand_multi_info(info, into);
    debug_assert!(done.is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hex;

    #[test]
    fn debug_shows_nothing_of_the_key() {
        let key = StoreKey::from_bytes(&[7; 32]);
        assert_eq!(format!("{key:?}"), "StoreKey(redacted)");
        assert_eq!(format!("{key:#?}"), "StoreKey(redacted)");
    }

    #[test]
    fn the_pragma_text_is_64_hexadecimal_digits() {
        assert_eq!(*StoreKey::from_bytes(&[0xa5; 32]).sql_pragma_hex(), "a5".repeat(32));
    }

    #[test]
    fn two_random_keys_differ() {
        let (one, two) = (StoreKey::random().unwrap(), StoreKey::random().unwrap());
        assert_ne!(one.bytes(), two.bytes());
        assert_ne!(one.bytes(), &[0; 32]);
    }

    #[test]
    fn a_subkey_is_the_one_it_always_was() {
        // HKDF-SHA256 by another program: no salt, key 00..1f, info "homeward/subkey/v1/keyfile".
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(at).unwrap();
        }
        assert_eq!(hex(&*StoreKey::from_bytes(&bytes).subkey("keyfile")), KEYFILE);
    }

    #[test]
    fn subkeys_of_two_labels_or_two_keys_differ() {
        let (one, two) = (StoreKey::from_bytes(&[1; 32]), StoreKey::from_bytes(&[2; 32]));
        assert_ne!(*one.subkey("a"), *one.subkey("b"));
        assert_ne!(*one.subkey("a"), *two.subkey("a"));
    }

    const KEYFILE: &str = "e0d6894a3f1a27f59688fd6864b6e41cb6d923a81ca86e34ae02fb39ba77f7dd";
}
