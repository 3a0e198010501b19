//! Small files that are either the old one or the new one, whenever the power goes.
//!
//! A file is never changed in place: the new bytes go to a file of their own, are forced to the
//! disk, and only then take the old name.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::hash::hex;
use crate::random;

/// Writes `bytes` under `path`, readable by its owner only. On an error the old file is whole.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut tag = [0; 8];
    random::fill(&mut tag).map_err(|_| io::Error::from(io::ErrorKind::Other))?;
    let temporary = beside(path, &format!(".{}.tmp", hex(&tag)))?;
    let written = write_new(&temporary, bytes).and_then(|()| {
        step()?;
        fs::rename(&temporary, path)
    });
    if let Err(error) = written {
        if step().is_ok() {
            // The first error is the one to tell; the leftover is swept by a later write.
            let _ = fs::remove_file(&temporary);
        }
        return Err(error);
    }
    sync_directory(path)?;
    sweep(path);
    Ok(())
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // In two halves, so that the tests can stop between them and leave a torn file.
    let (first, second) = bytes.split_at(bytes.len() / 2);
    step()?;
    file.write_all(first)?;
    step()?;
    file.write_all(second)?;
    step()?;
    file.sync_all()
}

/// Makes a rename last: on Unix the directory has to be forced to the disk as well. Windows has
/// no such call, and its file systems write the rename to their own journal.
fn sync_directory(path: &Path) -> io::Result<()> {
    step()?;
    #[cfg(unix)]
    File::open(directory_of(path))?.sync_all()?;
    let _ = path;
    Ok(())
}

/// Deletes what earlier writes of the same file left behind when the power went. Best effort: a
/// leftover holds nothing that the file itself does not.
fn sweep(path: &Path) {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return };
    let Ok(entries) = fs::read_dir(directory_of(path)) else { return };
    for entry in entries.flatten() {
        let found = entry.file_name();
        let is_ours = found
            .to_str()
            .and_then(|found| found.strip_prefix(name))
            .and_then(|rest| rest.strip_prefix('.'))
            .and_then(|rest| rest.strip_suffix(".tmp"))
            .is_some_and(|tag| tag.len() == 16 && tag.bytes().all(|b| b.is_ascii_hexdigit()));
        if is_ours {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The bytes under `path`; None when there is no such file. At most `limit` bytes are read: a
/// longer file comes back cut to `limit + 1` bytes, which no reader takes for a whole one.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Deletes `path`; that it was not there is no error.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Renames `path`; that it was not there is no error.
pub(crate) fn rename(path: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(path, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_directory(path),
    }
}

/// `path` with `suffix` added to its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> io::Result<PathBuf> {
    let mut name: OsString =
        path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.to_owned();
    name.push(suffix);
    Ok(path.with_file_name(name))
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(not(test))]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use power_cut::step;

/// Lets a test cut the power before any one operation: from then on nothing is done any more.
#[cfg(test)]
pub(crate) mod power_cut {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    }

    pub(crate) fn step() -> io::Result<()> {
        match LEFT.get() {
            None => Ok(()),
            Some(0) => Err(io::Error::from(io::ErrorKind::Other)),
            Some(left) => {
                LEFT.set(Some(left - 1));
                Ok(())
            }
        }
    }

    /// Runs `work` with the power cut before its operation number `at`, counted from 0.
    pub(crate) fn after<T>(at: u32, work: impl FnOnce() -> T) -> T {
        LEFT.set(Some(at));
        let result = work();
        LEFT.set(None);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_cut_at_any_step_leaves_the_old_file_or_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut finished = false;
        for at in 0..20 {
            write(&path, b"old").unwrap();
            let result = power_cut::after(at, || write(&path, b"the new one"));
            let found = read(&path, 100).unwrap().unwrap();
            assert!(found == b"old" || found == b"the new one", "torn at step {at}");
            if result.is_ok() {
                assert_eq!(found, b"the new one");
                finished = true;
                break;
            }
        }
        assert!(finished, "the write has more steps than were tried");
        write(&path, b"last").unwrap();
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "leftovers are swept");
    }

    #[test]
    fn sweeping_leaves_other_peoples_files_alone() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("file.notes.tmp");
        fs::write(&other, b"x").unwrap();
        write(&folder.path().join("file"), b"y").unwrap();
        assert!(other.exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, b"loose").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write(&path, b"tight").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_over_the_limit_is_not_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, vec![0; 5000]).unwrap();
        assert_eq!(read(&path, 100).unwrap().unwrap().len(), 101);
        assert_eq!(read(&folder.path().join("none"), 100).unwrap(), None);
    }
}
