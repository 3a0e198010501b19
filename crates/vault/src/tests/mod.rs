//! The key file as its callers use it, on a real disk, and what happens when it is damaged.

mod damage;
mod passphrase;
mod recovery;

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::format::{self, Keys};
use crate::{
    Cost, Created, Fault, KeyFile, Recovery, SlotName, StoreKey, Unlocked, random_id,
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
