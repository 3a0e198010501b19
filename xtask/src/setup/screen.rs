//! The screen's npm packages, and building the screen.

use crate::steps::{Outcome, npm, run, section, ui_folder, write};
use std::path::Path;

/// A copy of the lock file that the installed packages came from.
const STAMP: &str = "node_modules/.homeward-installed-from";

/// Installs the npm packages unless what is installed came from this very lock file.
pub fn install_packages() -> Outcome {
    let ui = ui_folder();
    if up_to_date(&ui) {
        println!("npm packages: as the lock file says.");
        return Ok(());
    }
    // Not `npm ci`: it refuses a lock file that does not list the optional packages of every other
    // system, and a registry may not have them all. This takes each version from the lock file too,
    // checks its hash, and leaves the lock file as it is.
    run(npm().args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    let lock = std::fs::read_to_string(ui.join("package-lock.json")).unwrap_or_default();
    write(&ui.join(STAMP), &lock)
}

/// Builds `ui/dist`, which the app embeds.
pub fn build() -> Outcome {
    section("Build the screen", || run(npm().args(["run", "--silent", "build"])))
}

fn up_to_date(ui: &Path) -> bool {
    let read = |name: &str| std::fs::read(ui.join(name)).ok();
    match (read("package-lock.json"), read(STAMP)) {
        (Some(lock), Some(stamp)) => lock == stamp,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_stale_until_their_stamp_equals_the_lock_file() {
        let ui = tempfile::tempdir().unwrap();
        assert!(!up_to_date(ui.path()));
        write(&ui.path().join("package-lock.json"), "{\"one\":1}").unwrap();
        assert!(!up_to_date(ui.path()));
        write(&ui.path().join(STAMP), "{\"one\":1}").unwrap();
        assert!(up_to_date(ui.path()));
        write(&ui.path().join("package-lock.json"), "{\"two\":2}").unwrap();
        assert!(!up_to_date(ui.path()));
    }
}
