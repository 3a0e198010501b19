//! The two copies of a key file: which one counts, and how the other is put right.

use std::path::{Path, PathBuf};

use crate::format::{self, Keys, Unusable, Whole};
use crate::hash::hex;
use crate::{Fault, StoreKey, durable, random_bytes};

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

/// Where the copies of one store's key file are.
#[derive(Debug, Clone)]
pub(crate) struct Places([PathBuf; 2]);

/// One copy as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Copy {
    Missing,
    Damaged,
    Newer,
    Whole { bytes: Vec<u8>, file: Whole },
}

/// Both copies, of which at least one is whole and asks for an allowed amount of work.
#[derive(Debug)]
pub(crate) struct Found {
    copies: [Copy; 2],
}

impl Places {
    pub(crate) fn of(store: &Path) -> Result<Places, Fault> {
        Ok(Places([durable::beside(store, ".keys-a")?, durable::beside(store, ".keys-b")?]))
    }

    /// Whether any copy is there, whole or not. A copy that cannot be looked at counts as there:
    /// the question is asked before a new one would take its place.
    pub(crate) fn any_exists(&self) -> bool {
        self.0.iter().any(|path| path.try_exists().unwrap_or(true))
    }

    pub(crate) fn read(&self) -> Result<Found, Fault> {
        let [a, b] = &self.0;
        Found::judge([read(a)?, read(b)?])
    }

    /// Writes the first key file of a store: both copies, or after an error none.
    pub(crate) fn write_first(&self, keys: &Keys, key: &StoreKey) -> Result<(), Fault> {
        let bytes = format::write(keys, key)?;
        let [a, b] = &self.0;
        durable::write(a, &bytes).and_then(|()| durable::write(b, &bytes)).map_err(|error| {
            // Nobody has had this key yet, so nothing can depend on it.
            for path in &self.0 {
                let _ = durable::remove(path);
            }
            error.into()
        })
    }

    /// Writes a changed key file: A, and only when A is on the disk, B.
    ///
    /// With A written the change has happened; that B could not be is told, and the next unlock
    /// puts it right.
    pub(crate) fn write(&self, keys: &Keys, key: &StoreKey) -> Result<Copies, Fault> {
        let bytes = format::write(keys, key)?;
        let [a, b] = &self.0;
        durable::write(a, &bytes)?;
        Ok(match durable::write(b, &bytes) {
            Ok(()) => Copies::Good,
            Err(_) => Copies::OneLeft,
        })
    }

    /// Writes every copy that differs from `good` again.
    ///
    /// A copy that is whole, and yet not made with this store's key or not the newest, is somebody's
    /// doing rather than damage: it is kept beside as `.aside`.
    pub(crate) fn repair(&self, found: &Found, good: &Whole, key: &StoreKey) -> Copies {
        let mut outcome = Copies::Good;
        let Ok(bytes) = format::write(&good.keys, key) else { return Copies::OneLeft };
        for (path, copy) in self.0.iter().zip(&found.copies) {
            let written = match copy {
                Copy::Whole { file, .. } if file == good => continue,
                Copy::Whole { bytes: odd, file } if !file.is_genuine(key) => {
                    durable::beside(path, ".aside").and_then(|aside| durable::write(&aside, odd))
                }
                _ => Ok(()),
            }
            .and_then(|()| durable::write(path, &bytes));
            outcome = match written {
                Ok(()) if outcome != Copies::OneLeft => Copies::Repaired,
                _ => Copies::OneLeft,
            };
        }
        outcome
    }

    /// Gives both copies names under which nothing looks for them.
    pub(crate) fn put_away(&self) -> Result<(), Fault> {
        let ending = format!(".unused-{}", hex(&random_bytes::<4>()));
        for path in &self.0 {
            durable::rename(path, &durable::beside(path, &ending)?)?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Copy, Fault> {
    let Some(bytes) = durable::read(path, format::SIZE_LIMIT)? else { return Ok(Copy::Missing) };
    Ok(Copy::of(bytes))
}

impl Copy {
    pub(crate) fn of(bytes: Vec<u8>) -> Copy {
        match format::read(&bytes) {
            Ok(file) => Copy::Whole { bytes, file },
            Err(Unusable::Damaged) => Copy::Damaged,
            Err(Unusable::Newer) => Copy::Newer,
        }
    }

    fn file(&self) -> Option<&Whole> {
        match self {
            Copy::Whole { file, .. } => Some(file),
            _ => None,
        }
    }
}

impl Found {
    /// Decides whether there is anything to go on, before any work is done on a passphrase.
    pub(crate) fn judge(copies: [Copy; 2]) -> Result<Found, Fault> {
        if copies.contains(&Copy::Newer) {
            return Err(Fault::NewerVersion);
        }
        if copies == [Copy::Missing, Copy::Missing] {
            return Err(Fault::Missing);
        }
        if let [Copy::Whole { file: a, .. }, Copy::Whole { file: b, .. }] = &copies
            && a.keys.store != b.keys.store
        {
            return Err(Fault::CopiesDisagree);
        }
        let found = Found { copies };
        let whole = found.copies.iter().any(|copy| copy.file().is_some());
        match (whole, found.candidates().is_empty()) {
            (false, _) => Err(Fault::Damaged),
            (true, true) => Err(Fault::CostRefused),
            (true, false) => Ok(found),
        }
    }

    /// The whole copies whose work is allowed, newest first, each content once.
    pub(crate) fn candidates(&self) -> Vec<&Whole> {
        let mut files: Vec<&Whole> = self
            .copies
            .iter()
            .filter_map(Copy::file)
            .filter(|file| file.keys.users.iter().all(|slot| slot.kdf.work.is_allowed()))
            .collect();
        files.dedup();
        // A stable sort: of two with the same number, A comes first.
        files.sort_by_key(|file| std::cmp::Reverse(file.keys.sequence));
        files
    }

    /// The newest copy that was made with `key`: the one that counts.
    pub(crate) fn newest_genuine(&self, key: &StoreKey) -> Option<&Whole> {
        self.candidates().into_iter().find(|file| file.is_genuine(key))
    }
}
