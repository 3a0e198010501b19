//! The folder of a return: written beside its place, readable by this person alone, and moved
//! there in one step.

use std::fs;
use std::path::{Path, PathBuf};

use homeward_vault::random_id;

use crate::api::ApiError;
use crate::door::write_private;
use crate::new_folder::{self, parent};

/// Makes sure that a return can be written into this folder.
///
/// # Errors
/// There is something in it, or the folder it is to stand in is not there.
pub(super) fn must_be_new(out: &Path) -> Result<(), ApiError> {
    new_folder::must_be_new(out, "Choose a folder for the files.")
}

/// Writes the files, all or none.
///
/// # Errors
/// The place was taken meanwhile, or the disk failed.
pub(super) fn write(out: &Path, files: &[(String, String)]) -> Result<(), ApiError> {
    must_be_new(out)?;
    // A random name: a return that failed leaves no trace that tells.
    let id = random_id().simple().to_string();
    let beside = Beside(parent(out).join(format!(".homeward-{}", id.get(..12).unwrap_or(&id))));
    make_private(&beside.0).map_err(could_not_write)?;
    for (name, text) in files {
        write_private(&beside.0.join(name), text.as_bytes())?;
    }
    if out.is_dir() {
        // Only ever an empty one: this fails on anything else.
        fs::remove_dir(out).map_err(could_not_write)?;
    }
    fs::rename(&beside.0, out).map_err(could_not_write)?;
    sync_folder(parent(out)).map_err(could_not_write)
}

/// A folder that is not in its place yet. Dropped, it is removed.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // After it was moved there is nothing of this name any more.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes new names in a folder durable. Windows does so by itself, and does not open folders.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

fn could_not_write(_: std::io::Error) -> ApiError {
    ApiError::fault(
        "The files could not be written. Check the place and the free space, and try again; nothing was left there.",
    )
}
