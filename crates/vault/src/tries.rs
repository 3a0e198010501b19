//! Wrong passphrases: counted beside the key file, and slowed down.
//!
//! This slows a hand at the keyboard. Someone who has the files can delete the count or put the
//! clock forward, and is slowed by Argon2id alone. Nothing is ever wiped: these are records that
//! the law wants kept.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{Fault, durable};

const SIZE_LIMIT: u64 = 1024;
const LONGEST_WAIT: u32 = 60;

/// Seconds to wait after this many wrong passphrases in a row: 0, 0, 0, 1, 2, 4 .. 60.
pub(crate) fn wait_after(in_a_row: u32) -> u32 {
    match in_a_row {
        0..=3 => 0,
        more => (1 << (more - 4).min(6)).min(LONGEST_WAIT),
    }
}

/// The count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    version: u32,
    /// Wrong ones since a passphrase last opened the store, for the audit log.
    failed: u32,
    /// Wrong ones since the delay last began anew.
    in_a_row: u32,
    /// When the last wrong one was, in seconds since 1970.
    at: i64,
}

impl Count {
    /// Never more than the whole wait, wherever the clock has gone since.
    fn wait_left(&self, now: i64) -> u32 {
        let wait = wait_after(self.in_a_row);
        let gone = now.saturating_sub(self.at).max(0);
        wait.saturating_sub(u32::try_from(gone).unwrap_or(u32::MAX))
    }
}

/// Seconds until a try is looked at, without counting one.
pub(crate) fn wait_left(path: &Path, now: i64) -> u32 {
    read(path).wait_left(now)
}

/// The file of the count.
#[derive(Debug)]
pub(crate) struct Tries {
    path: PathBuf,
    before: Count,
}

impl Tries {
    /// Counts a try before it is looked at, so that stopping the program does not undo it. Refuses
    /// with [`Fault::SlowDown`] while the wait runs.
    pub(crate) fn begin(path: PathBuf, now: i64) -> Result<Tries, Fault> {
        let mut before = read(&path);
        if now < before.at && wait_after(before.in_a_row) > 0 {
            // The clock was put back. Waiting for the old time could take years; the wait begins
            // again from here instead.
            before.at = now;
            write(&path, before);
        }
        let wait_seconds = before.wait_left(now);
        if wait_seconds > 0 {
            return Err(Fault::SlowDown { wait_seconds });
        }
        let counted = Count {
            version: 1,
            failed: before.failed.saturating_add(1),
            in_a_row: before.in_a_row.saturating_add(1),
            at: now,
        };
        write(&path, counted);
        Ok(Tries { path, before })
    }

    /// The passphrase was wrong.
    pub(crate) fn wrong(self) -> Fault {
        Fault::WrongPassphrase { wait_seconds: wait_after(self.before.in_a_row.saturating_add(1)) }
    }

    /// The passphrase was right: how many were wrong since the last right one.
    pub(crate) fn right(self) -> u32 {
        // A count that cannot be deleted is one that the next unlock tells again: told twice is
        // better than not opening the store over it.
        if durable::remove(&self.path).is_err() {
            write(&self.path, Count { version: 1, ..Count::default() });
        }
        self.before.failed
    }

    /// The passphrase was right, but the store is not open yet: the delay ends, the count stays
    /// for the audit of the next unlock.
    pub(crate) fn right_without_audit(self) {
        write(&self.path, Count { in_a_row: 0, ..self.before });
    }

    /// The try came to nothing for a reason that was not the passphrase.
    pub(crate) fn undo(self) {
        write(&self.path, self.before);
    }

    /// Ends the delay, as after a recovery, and keeps the count for the audit.
    pub(crate) fn end_delay(path: &Path) {
        let count = read(path);
        if count.in_a_row > 0 {
            write(path, Count { in_a_row: 0, ..count });
        }
    }
}

/// A count that cannot be read counts as none: whoever can damage the file can delete it as well,
/// and a worker must not be kept out by a bad sector.
fn read(path: &Path) -> Count {
    let bytes = durable::read(path, SIZE_LIMIT).ok().flatten().unwrap_or_default();
    serde_json::from_slice(&bytes)
        .ok()
        .filter(|count: &Count| count.version == 1)
        .unwrap_or_default()
}

/// Best effort, since a full disk must not keep a worker from reading; see the module's words on
/// what the count is for.
fn write(path: &Path, count: Count) {
    if let Ok(bytes) = serde_json::to_vec(&Count { version: 1, ..count }) {
        let _ = durable::write(path, &bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(folder: &tempfile::TempDir, now: i64) -> Result<Tries, Fault> {
        Tries::begin(folder.path().join("x.keys-tries"), now)
    }

    #[test]
    fn the_wait_grows_to_a_minute_and_no_further() {
        let waits: Vec<u32> = (0..14).map(wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
        assert_eq!(wait_after(40), 60);
        assert_eq!(wait_after(u32::MAX), 60);
    }

    #[test]
    fn three_wrong_passphrases_cost_nothing_and_the_fourth_a_second() {
        let folder = tempfile::tempdir().unwrap();
        for wait_seconds in [0, 0, 0, 1] {
            let fault = begin(&folder, 100).unwrap().wrong();
            assert_eq!(fault, Fault::WrongPassphrase { wait_seconds });
        }
        let path = folder.path().join("x.keys-tries");
        assert_eq!([99, 100, 101].map(|now| wait_left(&path, now)), [1, 1, 0]);
        assert_eq!(begin(&folder, 100).unwrap_err(), Fault::SlowDown { wait_seconds: 1 });
        assert_eq!(
            begin(&folder, 101).unwrap().wrong(),
            Fault::WrongPassphrase { wait_seconds: 2 }
        );
    }

    #[test]
    fn a_try_that_was_refused_unseen_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..4 {
            begin(&folder, 100).unwrap().wrong();
        }
        for _ in 0..10 {
            assert!(matches!(begin(&folder, 100), Err(Fault::SlowDown { .. })));
        }
        assert_eq!(begin(&folder, 200).unwrap().right(), 4);
    }

    #[test]
    fn the_count_is_told_once_and_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        begin(&folder, 1).unwrap().wrong();
        begin(&folder, 2).unwrap().wrong();
        assert_eq!(begin(&folder, 3).unwrap().right(), 2);
        assert_eq!(begin(&folder, 4).unwrap().right(), 0);
    }

    #[test]
    fn a_program_stopped_in_the_middle_of_a_try_has_counted_it() {
        let folder = tempfile::tempdir().unwrap();
        drop(begin(&folder, 1).unwrap());
        assert_eq!(begin(&folder, 2).unwrap().right(), 1);
    }

    #[test]
    fn a_try_that_failed_for_another_reason_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        begin(&folder, 1).unwrap().wrong();
        begin(&folder, 2).unwrap().undo();
        assert_eq!(begin(&folder, 3).unwrap().right(), 1);
    }

    #[test]
    fn ending_the_delay_keeps_the_count() {
        let folder = tempfile::tempdir().unwrap();
        for now in 0..8 {
            begin(&folder, now * 100).unwrap().wrong();
        }
        assert!(begin(&folder, 700).is_err());
        Tries::end_delay(&folder.path().join("x.keys-tries"));
        begin(&folder, 700).unwrap().right_without_audit();
        assert_eq!(begin(&folder, 700).unwrap().right(), 8);
    }

    #[test]
    fn a_clock_put_back_means_a_minute_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let later = 2_000_000_000;
        for at in 0..12 {
            begin(&folder, later + at * 100).unwrap().wrong();
        }
        assert_eq!(begin(&folder, 1000).unwrap_err(), Fault::SlowDown { wait_seconds: 60 });
        assert_eq!(begin(&folder, 1059).unwrap_err(), Fault::SlowDown { wait_seconds: 1 });
        assert_eq!(begin(&folder, 1060).unwrap().right(), 12);
        // A clock so far forward that the sum would overflow is no way out either.
        begin(&folder, i64::MAX).unwrap().wrong();
        assert_eq!(begin(&folder, 0).unwrap().right(), 1);
    }

    #[test]
    fn a_damaged_count_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.keys-tries");
        for bytes in [&b""[..], b"{", b"[1]", &[0xff; 9000]] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(begin(&folder, 1).unwrap().right(), 0);
        }
    }
}
