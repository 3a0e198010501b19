//! Wrapping the store key for one person, and unwrapping it.

use std::io::{Read, Write};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Key, KeyInit, Nonce};
use age::x25519::{Identity, Recipient};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cost::{Kdf, Work};
use crate::format::{Header, Hex, RecoverySlot, UserSlot, VERSION};
use crate::hash::{hex, push_hex, unhex};
use crate::key::expand;
use crate::{Fault, StoreKey, random, random_id};

/// What is inside a recovery slot is this, the slot header's hash, and the key. Nothing longer is
/// read out of one.
const RECOVERY_TITLE: &str = "homeward store key v1";
const RECOVERY_SIZE: usize = RECOVERY_TITLE.len() + 1 + "slot ".len() + 65 + "key ".len() + 65;

impl UserSlot {
    /// Wraps `key` under `passphrase`, for `user` of `store`.
    pub(crate) fn wrap(
        key: &StoreKey,
        store: Uuid,
        user: Uuid,
        passphrase: &SecretString,
        work: Work,
    ) -> Result<UserSlot, Fault> {
        let mut nonce = [0; 12];
        random::fill(&mut nonce)?;
        let mut slot = UserSlot {
            slot: random_id(),
            user,
            kdf: Kdf::with(work)?,
            nonce: Hex(nonce),
            wrapped: Hex([0; 48]),
        };
        let header = slot.header(store)?;
        let wrapped = slot
            .cipher(passphrase)?
            .encrypt(&Nonce::from(nonce), Payload { msg: key.bytes(), aad: &header })
            .map_err(|_| Fault::Internal("aes-gcm"))?;
        slot.wrapped =
            Hex(wrapped.as_slice().try_into().map_err(|_| Fault::Internal("aes-gcm length"))?);
        Ok(slot)
    }

    /// The store key, or None when the passphrase is another or the slot is not as it was made.
    pub(crate) fn unwrap(
        &self,
        store: Uuid,
        passphrase: &SecretString,
    ) -> Result<Option<StoreKey>, Fault> {
        let header = self.header(store)?;
        let payload = Payload { msg: &self.wrapped.0, aad: &header };
        let opened = self.cipher(passphrase)?.decrypt(&Nonce::from(self.nonce.0), payload);
        let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
        Ok(opened.as_slice().try_into().ok().map(StoreKey::from_bytes))
    }

    fn cipher(&self, passphrase: &SecretString) -> Result<Aes256Gcm, Fault> {
        let derived = self.kdf.derive(passphrase)?;
        let mut wrapping = Zeroizing::new([0; 32]);
        expand(derived.as_ref(), &[b"homeward/slot/v1"], &mut wrapping);
        Ok(Aes256Gcm::new(<&Key<Aes256Gcm>>::from(&*wrapping)))
    }

    fn header(&self, store: Uuid) -> Result<Vec<u8>, Fault> {
        Header {
            purpose: "homeward key slot",
            version: VERSION,
            store,
            slot: self.slot,
            role: "user",
            label: &self.user.to_string(),
            kdf: Some(&self.kdf),
        }
        .bytes()
    }
}

impl RecoverySlot {
    /// Encrypts `key` to `recipient`, for `store`.
    pub(crate) fn wrap(
        key: &StoreKey,
        store: Uuid,
        recipient: &Recipient,
    ) -> Result<RecoverySlot, Fault> {
        let mut slot = RecoverySlot {
            slot: random_id(),
            recipient: recipient.to_string(),
            wrapped: String::new(),
        };
        // age has no associated data, so what the slot is bound to goes inside.
        let mut inside = Zeroizing::new(String::with_capacity(RECOVERY_SIZE));
        inside.push_str(RECOVERY_TITLE);
        inside.push_str("\nslot ");
        inside.push_str(&slot.header_hash(store)?);
        inside.push_str("\nkey ");
        push_hex(&mut inside, key.bytes());
        inside.push('\n');

        let mut armoured = Vec::new();
        let encryptor =
            age::Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
                .map_err(|_| Fault::RecipientRefused)?;
        let writer =
            age::armor::ArmoredWriter::wrap_output(&mut armoured, age::armor::Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(writer)?;
        writer.write_all(inside.as_bytes())?;
        writer.finish()?.finish()?;
        slot.wrapped = String::from_utf8(armoured).map_err(|_| Fault::Internal("age armour"))?;
        Ok(slot)
    }

    /// Whether `identity` is the secret half of this slot's recipient.
    pub(crate) fn is_for(&self, identity: &Identity) -> bool {
        identity.to_public().to_string() == self.recipient
    }

    /// The store key, or None when the identity is another or the slot is not as it was made.
    pub(crate) fn unwrap(
        &self,
        store: Uuid,
        identity: &Identity,
    ) -> Result<Option<StoreKey>, Fault> {
        let header_hash = self.header_hash(store)?;
        let Some(inside) = self.decrypt(identity) else { return Ok(None) };
        Ok(std::str::from_utf8(&inside).ok().and_then(|inside| key_inside(inside, &header_hash)))
    }

    fn decrypt(&self, identity: &Identity) -> Option<Zeroizing<Vec<u8>>> {
        let armoured = age::armor::ArmoredReader::new(self.wrapped.as_bytes());
        let decryptor = age::Decryptor::new_buffered(armoured).ok()?;
        let reader = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).ok()?;
        // With room to spare, so that reading never moves the key to a larger buffer.
        let mut inside = Zeroizing::new(Vec::with_capacity(RECOVERY_SIZE * 2));
        reader.take(RECOVERY_SIZE as u64 + 1).read_to_end(&mut inside).ok()?;
        (inside.len() == RECOVERY_SIZE).then_some(inside)
    }

    fn header_hash(&self, store: Uuid) -> Result<String, Fault> {
        let header = Header {
            purpose: "homeward key slot",
            version: VERSION,
            store,
            slot: self.slot,
            role: "recovery",
            label: &self.recipient,
            kdf: None,
        };
        Ok(hex(&Sha256::digest(header.bytes()?)))
    }
}

fn key_inside(inside: &str, header_hash: &str) -> Option<StoreKey> {
    let rest = inside.strip_prefix(RECOVERY_TITLE)?.strip_prefix("\nslot ")?;
    let rest = rest.strip_prefix(header_hash)?.strip_prefix("\nkey ")?;
    let key = Zeroizing::new(unhex::<32>(rest.strip_suffix('\n')?)?);
    Some(StoreKey::from_bytes(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn a_user_slot_opens_with_its_passphrase_and_no_other() {
        let (key, store) = (StoreKey::random().unwrap(), random_id());
        let right = passphrase("an example passphrase");
        let slot = UserSlot::wrap(&key, store, random_id(), &right, Work::FLOOR).unwrap();
        let opened = slot.unwrap(store, &right).unwrap().unwrap();
        assert_eq!(opened.bytes(), key.bytes());
        assert!(slot.unwrap(store, &passphrase("an example Passphrase")).unwrap().is_none());
    }

    #[test]
    fn a_user_slot_is_bound_to_everything_in_its_header() {
        let (key, store) = (StoreKey::random().unwrap(), random_id());
        let right = passphrase("an example passphrase");
        let slot = UserSlot::wrap(&key, store, random_id(), &right, Work::FLOOR).unwrap();
        assert!(slot.unwrap(random_id(), &right).unwrap().is_none(), "store");
        let other = UserSlot { slot: random_id(), ..slot.clone() };
        assert!(other.unwrap(store, &right).unwrap().is_none(), "slot");
        let other = UserSlot { user: random_id(), ..slot.clone() };
        assert!(other.unwrap(store, &right).unwrap().is_none(), "user");
        let mut other = slot.clone();
        other.kdf.work.passes += 1;
        assert!(other.unwrap(store, &right).unwrap().is_none(), "work");
    }

    #[test]
    fn a_recovery_slot_opens_with_its_identity_and_no_other() {
        let (key, store) = (StoreKey::random().unwrap(), random_id());
        let (right, wrong) = (Identity::generate(), Identity::generate());
        let slot = RecoverySlot::wrap(&key, store, &right.to_public()).unwrap();
        assert!(slot.is_for(&right) && !slot.is_for(&wrong));
        assert_eq!(slot.unwrap(store, &right).unwrap().unwrap().bytes(), key.bytes());
        assert!(slot.unwrap(store, &wrong).unwrap().is_none());
    }

    #[test]
    fn a_recovery_slot_is_bound_to_its_store_and_its_id() {
        let (key, store) = (StoreKey::random().unwrap(), random_id());
        let identity = Identity::generate();
        let slot = RecoverySlot::wrap(&key, store, &identity.to_public()).unwrap();
        assert!(slot.unwrap(random_id(), &identity).unwrap().is_none(), "store");
        let other = RecoverySlot { slot: random_id(), ..slot };
        assert!(other.unwrap(store, &identity).unwrap().is_none(), "slot");
    }

    #[test]
    fn the_age_program_alone_can_read_a_recovery_slot() {
        // With no knowledge of this project: armour, one X25519 recipient, a few lines of text.
        let (key, store) = (StoreKey::random().unwrap(), random_id());
        let identity = Identity::generate();
        let slot = RecoverySlot::wrap(&key, store, &identity.to_public()).unwrap();
        let inside = age::decrypt(&identity, slot.wrapped.as_bytes()).unwrap();
        let inside = String::from_utf8(inside).unwrap();
        assert!(inside.ends_with(&format!("\nkey {}\n", *key.sql_pragma_hex())));
    }

    #[test]
    fn a_recovery_slot_with_something_else_inside_is_refused() {
        let store = random_id();
        let identity = Identity::generate();
        let key = StoreKey::random().unwrap();
        let slot = RecoverySlot::wrap(&key, store, &identity.to_public()).unwrap();
        for inside in [String::new(), "x".repeat(RECOVERY_SIZE), "x".repeat(100_000)] {
            let wrapped = age::encrypt_and_armor(&identity.to_public(), inside.as_bytes()).unwrap();
            let other = RecoverySlot { wrapped, ..slot.clone() };
            assert!(other.unwrap(store, &identity).unwrap().is_none());
        }
    }
}
