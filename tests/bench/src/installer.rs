//! How large the installer is, if it has been built.

use std::path::Path;

use crate::budgets::{Line, Unit};

const WORK: &str = "installer (.deb)";
const BUDGET: f64 = 15.0;

/// The line for the newest `.deb` in the folder where the bundler puts them.
pub fn line(folder: Option<&Path>) -> Line {
    let newest = folder.and_then(|folder| {
        let found = std::fs::read_dir(folder)
            .ok()?
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "deb"));
        found.filter_map(|entry| entry.metadata().ok()).max_by_key(|about| about.modified().ok())
    });
    match newest {
        Some(about) => {
            #[allow(clippy::cast_precision_loss, reason = "a file size, shown to a tenth of a MB")]
            let size = about.len() as f64 / 1_000_000.0;
            Line::budget(WORK, size, Unit::Megabytes, BUDGET)
        }
        None => Line::without(
            WORK,
            Unit::Megabytes,
            Some(BUDGET),
            "not measured: none is built; `cargo xtask bundle` makes it",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_installer_that_was_built_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("notes.txt"), "no installer").unwrap();
        assert_eq!(line(Some(folder.path())).measured, None);
        assert_eq!(line(None).measured, None);
        std::fs::write(folder.path().join("homeward.deb"), vec![0; 1_500_000]).unwrap();
        assert_eq!(line(Some(folder.path())).measured, Some(1.5));
    }
}
