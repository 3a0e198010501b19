//! The stores that are measured: made once by the demo use case, kept, and copied for each run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use homeward_app::api::door::{FirstStart, Role, Unlock};
use homeward_app::demo::{DemoAsk, Mix, make};
use homeward_app::people::NewPerson;
use homeward_app::{Homeward, Now};
use homeward_standard::Standard;
use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use crate::fault::{Fault, disk, write};

/// The layout of the store, and how the demo invents children: a change of either makes the
/// stores anew.
static LAYOUT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../crates/store/migrations");
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../crates/app/src/demo");

/// Whose children they are said to be. Nobody in the store is real.
pub const AUTHORITY: &str = "E09000012";

/// The financial year in which all but what is going on now happened.
pub const YEAR: &str = "2025-26";

/// It protects invented children only, so it may stand here.
const PASSPHRASE: &str = "copper kettle orchard lantern";

/// The same of the person who approves.
const SECOND: &str = "velvet harbour thistle beacon";

/// The folder of the stores.
const STORES: &str = "stores";

/// How the names of folders begin that are of no use after the run.
const SCRATCH: &str = "scratch-";

const STORE: &str = "store.homeward";
const SEED: u64 = 1;

/// The clock of the bench stands still, on the eighth day of a financial year: the demo then fills
/// just the year before, and the same seed makes the same store on any day.
fn clock() -> Now {
    Arc::new(now)
}

/// The time of the bench: 8 April 2026, 11:00 in London.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_642_400, 0).unwrap_or_default()
}

/// The use cases over a store. It is closed.
pub fn home(store: &Path) -> Result<Homeward, Fault> {
    Ok(Homeward::new(store.to_owned(), clock())?.with_least_work())
}

/// Opens a store.
pub fn unlock(home: &Homeward) -> Result<(), Fault> {
    home.unlock(Unlock { passphrase: PASSPHRASE.into() })?;
    Ok(())
}

/// Lets a second person into an open store, and goes on as them.
pub fn go_on_as_second_person(home: &Homeward) -> Result<(), Fault> {
    home.add_person(&NewPerson {
        name: "Example Officer",
        role: Role::Governance,
        passphrase: SECOND,
        passphrase_again: SECOND,
        mine: PASSPHRASE,
    })?;
    home.close();
    home.unlock(Unlock { passphrase: SECOND.into() })?;
    Ok(())
}

/// Makes a store with nothing in it and leaves it open.
pub fn empty(folder: &Path) -> Result<Homeward, Fault> {
    let home = home(&folder.join(STORE))?;
    home.create_store(FirstStart {
        name: "Example Supervisor".into(),
        role: Role::Supervisor,
        authorities: vec![AUTHORITY.into()],
        passphrase: PASSPHRASE.into(),
        passphrase_again: PASSPHRASE.into(),
        recovery_recipient: None,
        recovery_path: Some(folder.join("recovery.txt").display().to_string()),
    })?;
    Ok(home)
}

/// The file of the passphrase beside a store.
pub fn passphrase_file(store: &Path) -> PathBuf {
    store.with_file_name("passphrase.txt")
}

/// The passphrase of every store of the bench.
pub fn passphrase() -> homeward_vault::SecretString {
    homeward_vault::SecretString::from(PASSPHRASE.to_owned())
}

/// A store that is kept from one run to the next.
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// A London year: so many episodes, and children as the London Assembly's report has them.
    pub fn london(folder: &Path, episodes: u32) -> Result<Self, Fault> {
        // 29,455 episodes of 9,370 children.
        let children = u64::from(episodes) * 9_370 / 29_455;
        Self::find(folder, "london", u32::try_from(children).unwrap_or(episodes).max(1), episodes)
    }

    /// A year of a borough in the middle.
    pub fn borough(folder: &Path) -> Result<Self, Fault> {
        Self::find(folder, "borough", 285, 900)
    }

    fn find(folder: &Path, name: &str, children: u32, episodes: u32) -> Result<Self, Fault> {
        let all = folder.join(STORES);
        fs::create_dir_all(&all).map_err(disk(&all))?;
        let whole = all.join(format!("{name}-{}", fingerprint(children, episodes)));
        if !whole.is_dir() {
            put_away_older(&all, name)?;
            eprintln!("Making a store of {episodes} episodes; it is kept for the next run");
            let made = TempDir::with_prefix_in(SCRATCH, &all).map_err(disk(&all))?;
            fill(made.path(), children, episodes)?;
            // In its place only when whole: a run that is stopped leaves nothing half made.
            fs::rename(made.keep(), &whole).map_err(disk(&whole))?;
        }
        Ok(Self { folder: whole })
    }

    /// A copy that may be changed. It goes when dropped.
    pub fn copy(&self) -> Result<Scratch, Fault> {
        let beside = self.folder.parent().unwrap_or(&self.folder);
        let folder = TempDir::with_prefix_in(SCRATCH, beside).map_err(disk(beside))?;
        for entry in fs::read_dir(&self.folder).map_err(disk(&self.folder))?.flatten() {
            let from = entry.path();
            fs::copy(&from, folder.path().join(entry.file_name())).map_err(disk(&from))?;
        }
        Ok(Scratch { folder })
    }
}

/// A copy of a kept store.
pub struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// The store.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join(STORE)
    }
}

fn fill(folder: &Path, children: u32, episodes: u32) -> Result<(), Fault> {
    let home = home(&folder.join(STORE))?;
    let ask = DemoAsk {
        authority: AUTHORITY.into(),
        seed: SEED,
        children: Some(children),
        episodes: Some(episodes),
        year: None,
        mix: Mix::Whole,
        passphrase: PASSPHRASE.into(),
        recovery_path: folder.join("recovery.txt").display().to_string(),
    };
    let done = make(&home, ask)?;
    home.close();
    eprintln!("{}", done.sentence);
    write(&passphrase_file(home.store_path()), &format!("{PASSPHRASE}\n"))
}

/// Everything that decides what is in a kept store.
fn fingerprint(children: u32, episodes: u32) -> String {
    let mut all = format!("{children} {episodes} {SEED} {} {}", now(), homeward_store::SCHEMA);
    for file in Standard::built_in_files() {
        all.push_str(&file.path);
        all.push_str(&file.text);
    }
    for file in LAYOUT.files().chain(DEMO.files()) {
        all.push_str(file.contents_utf8().unwrap_or_default());
    }
    homeward_vault::sha256_hex(all.as_bytes()).chars().take(16).collect()
}

/// Removes what a run that was stopped has left: hundreds of megabytes.
pub fn sweep(folder: &Path) -> Result<(), Fault> {
    remove_those(&folder.join(STORES), |found| found.starts_with(SCRATCH))
}

/// Removes the store that an earlier version made.
fn put_away_older(all: &Path, name: &str) -> Result<(), Fault> {
    remove_those(all, |found| found.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')))
}

fn remove_those(all: &Path, is_of_no_use: impl Fn(&str) -> bool) -> Result<(), Fault> {
    if !all.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(all).map_err(disk(all))?.flatten() {
        if entry.file_name().to_str().is_some_and(&is_of_no_use) {
            fs::remove_dir_all(entry.path()).map_err(disk(&entry.path()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bench_stands_on_the_eighth_day_of_a_financial_year() {
        assert_eq!(now().to_rfc3339(), "2026-04-08T10:00:00+00:00");
    }

    #[test]
    fn a_store_is_made_once_and_a_copy_may_be_changed() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::find(folder.path(), "small", 8, 20).unwrap();
        let made = fs::metadata(kept.folder.join(STORE)).unwrap().modified().unwrap();
        let copy = kept.copy().unwrap();
        let home = home(&copy.store()).unwrap();
        unlock(&home).unwrap();
        assert_eq!(home.status().unwrap().episodes, 20);
        home.close();
        let again = Kept::find(folder.path(), "small", 8, 20).unwrap();
        assert_eq!(again.folder, kept.folder);
        assert_eq!(fs::metadata(again.folder.join(STORE)).unwrap().modified().unwrap(), made);
    }

    #[test]
    fn a_store_of_another_size_takes_the_place_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let first = Kept::find(folder.path(), "small", 5, 5).unwrap();
        let second = Kept::find(folder.path(), "small", 5, 6).unwrap();
        assert!(!first.folder.exists() && second.folder.exists());
    }
}
