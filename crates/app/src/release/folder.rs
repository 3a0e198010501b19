//! The folder of a release on disk: read with limits, written beside its place and moved there.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use homeward_release::ReleaseFile;
use homeward_release::verify::{LARGEST_FILE, MOST_FILES};
use homeward_vault::{random_id, sha256_hex};

use crate::api::ApiError;
use crate::new_folder::{self, parent};

/// Folders within folders that are looked into: a release has one.
const DEEPEST: usize = 3;

/// Reads every file of a release.
///
/// A file that is larger than any of a release is read just far enough for the verifier to say so.
///
/// # Errors
/// It is no folder, holds something that is neither file nor folder, or cannot be read.
pub(super) fn read(folder: &Path) -> Result<Vec<ReleaseFile>, ApiError> {
    let mut files = Vec::new();
    walk(folder, "", 0, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn walk(
    folder: &Path,
    under: &str,
    depth: usize,
    files: &mut Vec<ReleaseFile>,
) -> Result<(), ApiError> {
    let unreadable = |_| {
        ApiError::fault(
            "The folder of the release cannot be read. Check its name, and that you may read it.",
        )
    };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() && depth < DEEPEST {
            walk(&entry.path(), &format!("{name}/"), depth + 1, files)?;
        } else if kind.is_file() {
            let mut bytes = Vec::new();
            File::open(entry.path())
                .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
                .map_err(unreadable)?;
            files.push(ReleaseFile { name, bytes });
        } else {
            return Err(ApiError::fault(
                "The folder holds something that is no file of a release, such as a link. Copy the release anew.",
            ));
        }
        // One more than the most is enough for the verifier to refuse them all.
        if files.len() > MOST_FILES {
            return Ok(());
        }
    }
    Ok(())
}

/// Makes sure that a release can be written into this folder.
///
/// # Errors
/// There is something in it, or the folder it is to stand in is not there.
pub(super) fn must_be_new(out: &Path) -> Result<(), ApiError> {
    new_folder::must_be_new(out, "Choose a folder for the release.")
}

/// A release that is on the disk, but not in its place. Dropped, it is removed.
pub(crate) struct Unplaced {
    folder: PathBuf,
}

impl Unplaced {
    /// Writes the files beside the place they are to have, and waits until they are on the disk.
    ///
    /// # Errors
    /// The disk failed.
    pub(crate) fn write(out: &Path, files: &[ReleaseFile]) -> Result<Self, ApiError> {
        // A random name, and not the period: a release that failed leaves no trace that tells.
        let id = random_id().simple().to_string();
        let folder = parent(out).join(format!(".homeward-{}", id.get(..12).unwrap_or(&id)));
        fs::create_dir(&folder).map_err(could_not_write)?;
        let unplaced = Self { folder };
        unplaced.add(files)?;
        Ok(unplaced)
    }

    /// Writes more files to it.
    ///
    /// # Errors
    /// The disk failed, or there is one of that name already.
    pub(crate) fn add(&self, files: &[ReleaseFile]) -> Result<(), ApiError> {
        self.fill(files).map_err(could_not_write)
    }

    /// The bytes of one file as they are on the disk now.
    ///
    /// # Errors
    /// It cannot be read back.
    pub(crate) fn read_one(&self, name: &str) -> Result<Vec<u8>, ApiError> {
        fs::read(self.folder.join(name)).map_err(could_not_write)
    }

    fn fill(&self, files: &[ReleaseFile]) -> std::io::Result<()> {
        let mut folders = std::collections::BTreeSet::new();
        for file in files {
            let path = self.folder.join(&file.name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
                folders.insert(folder.to_owned());
            }
            let mut to = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
            to.write_all(&file.bytes)?;
            to.sync_all()?;
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    /// What is on the disk now.
    ///
    /// # Errors
    /// It cannot be read back.
    pub(super) fn read_back(&self) -> Result<Vec<ReleaseFile>, ApiError> {
        read(&self.folder)
    }

    /// Moves it into its place in one step.
    ///
    /// # Errors
    /// The place was taken meanwhile, or the disk failed.
    pub(crate) fn place(self, out: &Path) -> Result<(), ApiError> {
        if out.is_dir() {
            // Only ever an empty one: this fails on anything else.
            fs::remove_dir(out).map_err(could_not_write)?;
        }
        fs::rename(&self.folder, out).map_err(could_not_write)?;
        sync_folder(parent(out)).map_err(could_not_write)
    }
}

impl Drop for Unplaced {
    fn drop(&mut self) {
        // After `place` there is nothing of this name any more.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// SHA-256 of the manifest, by which the ledger knows a release.
pub(super) fn manifest_hash(files: &[ReleaseFile]) -> String {
    files
        .iter()
        .find(|file| file.name == "manifest.json")
        .map_or_else(String::new, |file| sha256_hex(&file.bytes))
}

fn could_not_write(cause: std::io::Error) -> ApiError {
    use std::io::ErrorKind as E;
    ApiError::fault(match cause.kind() {
        E::StorageFull | E::QuotaExceeded | E::FileTooLarge => {
            "There is not enough space to write it. Free some and try again; nothing was left there."
        }
        _ => {
            "The release could not be written. Check the place and the free space, and try again; nothing was left there."
        }
    })
}

/// Makes new names in a folder durable. Windows does so by itself, and does not open folders.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_files() -> Vec<ReleaseFile> {
        ["manifest.json", "tables/one.csv"]
            .iter()
            .map(|name| ReleaseFile { name: (*name).to_owned(), bytes: name.as_bytes().to_vec() })
            .collect()
    }

    #[test]
    fn a_release_is_in_its_place_whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("release");
        must_be_new(&out).unwrap();
        let unplaced = Unplaced::write(&out, &some_files()).unwrap();
        assert!(!out.exists());
        assert_eq!(unplaced.read_back().unwrap(), some_files());
        unplaced.place(&out).unwrap();
        assert_eq!(read(&out).unwrap(), some_files());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);

        drop(Unplaced::write(&root.path().join("other"), &some_files()).unwrap());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_empty_folder_is_taken_and_a_full_one_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("release");
        fs::create_dir(&out).unwrap();
        must_be_new(&out).unwrap();
        Unplaced::write(&out, &some_files()).unwrap().place(&out).unwrap();
        assert!(must_be_new(&out).unwrap_err().message.starts_with("There is something in"));
        assert!(must_be_new(&root.path().join("no/release")).is_err());
        assert!(must_be_new(&out.join("manifest.json")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_release_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", root.path().join("manifest.json")).unwrap();
        assert!(read(root.path()).is_err());
    }
}
