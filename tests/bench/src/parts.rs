//! The groups of measurements, each of which runs in a process of its own.

mod import;
mod lists;
mod rest;
pub mod sections;
mod tables;
mod unlock;
mod years;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum;

use crate::budgets::Line;
use crate::fault::{Fault, disk};

/// A group of measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// How long unlocking takes, the deliberate second aside.
    Unlock,
    /// How much memory is in use when nothing is done.
    Rest,
    /// Lists, searches, pages, and an answer given.
    Lists,
    /// The largest section, and the longest story of a child.
    Sections,
    /// The figures and the national returns of a London year.
    Years,
    /// The release of a London year.
    LondonTables,
    /// The release of a borough's year.
    BoroughTables,
    /// Bringing in files.
    Import,
}

/// How often, and how much.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// How often each list, search, page and answer is asked for.
    pub times: usize,
    /// How often the store is unlocked.
    pub unlocks: usize,
    /// Searches after which memory is looked at once more.
    pub searches: u32,
    /// Rows of the import.
    pub import_rows: u32,
}

impl Effort {
    /// Enough for a 95th percentile.
    pub fn full(import_rows: u32) -> Self {
        Self { times: 150, unlocks: 30, searches: 1_000, import_rows }
    }
}

impl Part {
    /// Measures in this process. The store may be changed.
    pub fn measure(self, store: &Path, effort: Effort) -> Result<Vec<Line>, Fault> {
        match self {
            Self::Unlock => unlock::lines(store, effort.unlocks),
            Self::Rest => rest::lines(store, effort.searches),
            Self::Lists => lists::lines(store, effort.times),
            Self::Sections => sections::lines(store, effort.times),
            Self::Years => years::lines(store),
            Self::LondonTables => tables::lines(store, tables::Size::London),
            Self::BoroughTables => tables::lines(store, tables::Size::Borough),
            Self::Import => import::lines(store, effort.import_rows),
        }
    }

    /// Measures in a process of its own.
    pub fn in_a_process(self, store: PathBuf, import_rows: u32) -> Result<Vec<Line>, Fault> {
        let name = self.to_possible_value().map_or_else(String::new, |name| name.get_name().into());
        eprintln!("Measuring: {name}");
        let program = std::env::current_exe().map_err(disk(Path::new("this program")))?;
        let output = Command::new(&program)
            .args(["--folder", ".", "--part", &name])
            .args(["--import-rows", &import_rows.to_string()])
            .arg("--store")
            .arg(store)
            .stderr(Stdio::inherit())
            .output()
            .map_err(disk(&program))?;
        if !output.status.success() {
            return Err(Fault::Part { part: name, status: output.status.to_string() });
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::Kept;

    /// A hundredth of the real thing: what is judged here is that every number comes about.
    #[test]
    fn every_part_gives_its_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::london(folder.path(), 300).unwrap();
        let effort = Effort { times: 5, unlocks: 2, searches: 5, import_rows: 300 };
        let mut works = Vec::new();
        for part in Part::value_variants() {
            // Each in a store of its own: two of them let a second person in.
            let copy = kept.copy().unwrap();
            for line in part.measure(&copy.store(), effort).unwrap() {
                assert!(line.measured.is_some_and(f64::is_finite), "{line:?}");
                // Whether somebody was away before and has a page to carry over is the demo's chance.
                if !line.work.contains("last time") {
                    works.push(line.work);
                }
            }
        }
        let number_of = |word: &str| works.iter().filter(|work| work.contains(word)).count();
        assert_eq!(
            ["unlock", "my work", "search:", "(audited)", "answer given", "tables", "import of"]
                .map(number_of),
            [2, 1, 5, 10, 1, 2, 1],
            "{works:?}"
        );
        assert_eq!(
            ["largest section", "most episodes", "figures", "national return"].map(number_of),
            [2, 1, 1, 3],
            "{works:?}"
        );
    }
}
