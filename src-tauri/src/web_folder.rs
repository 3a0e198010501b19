//! The folder that the web view writes to: private, in memory where the system offers it, new at
//! each start and gone at the end. WebKit keeps nothing that was typed there (it was measured),
//! but an empty folder needs no trust.

use std::io;
use std::path::{Path, PathBuf};

/// Beginning of the folder's name, by which folders of a killed process are found.
const PREFIX: &str = "homeward-web-";

/// A folder that is removed when dropped.
pub struct WebFolder(PathBuf);

impl WebFolder {
    /// Makes the folder with rights for this user only, and removes what earlier processes that
    /// were killed have left.
    pub fn fresh() -> io::Result<Self> {
        let parent = std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|p| p.is_dir())
            .unwrap_or_else(std::env::temp_dir);
        remove_stale(&parent);
        let path = parent.join(format!("{PREFIX}{}", std::process::id()));
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for WebFolder {
    fn drop(&mut self) {
        // What is left is empty of typed text and is removed at the next start.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Removes folders whose process is gone. One that cannot be removed belongs to somebody else.
/// Where running processes cannot be looked up this way, nothing is removed.
fn remove_stale(parent: &Path) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|n| n.strip_prefix(PREFIX)) else { continue };
        if !Path::new("/proc").join(pid).exists() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
