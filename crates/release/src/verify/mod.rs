//! Reads a finished release again and says whether it holds.
//!
//! This is code apart from the engine: it reads bytes, the profile and, if there are any, the
//! store's rows, and calls nothing that made the files. So one mistake in making them cannot hide in
//! both. What the profile says is read by both: which tables there are, what a ladder leads to, and
//! which topics are of one question. And the audit of all tables together ([`crate::audit`]) is the
//! engine's too, fed here from the finished bytes; it is held against a search of every possible
//! filling in its own tests.
//!
//! Without the rows it sees damage: files, hashes, columns, codes, merging, groups of too few
//! rows, and totals that no longer agree. With them it counts children again and works every table
//! out again, and asks whether all tables together give away a group that is too small. Either way
//! it cannot see forgery, since a release of this layout is not signed.

mod across;
mod cells;
mod children;
mod linked;
mod lists;
mod manifest;
mod reading;
mod report;
mod said;
mod statement;
mod tables;
mod telling;
mod together;

use crate::{Manifest, Profile, ReleaseFile, Row};

pub use report::{Outcome, Problem, Report};
pub use statement::statement_of;

use lists::Lists;
use report::Findings;
use said::Said;
use tables::ReadTable;

/// The most files that are read. A caller checks it before it reads a folder.
pub const MOST_FILES: usize = 500;

/// The largest file that is read, in bytes. A caller checks it before it reads a file.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The manifest of a release, if it can be read: it says whose rows to take from the store.
pub fn manifest_of(files: &[ReleaseFile]) -> Option<Manifest> {
    manifest::read(files).ok()
}

/// Checks the files of a release, tables or a statement, against the profile it must have been made under.
///
/// `hash` gives lower-case hexadecimal SHA-256. `rows` are the store's own rows of the same
/// authority and period; with them children are counted again and every table is worked out again.
pub fn check(
    files: &[ReleaseFile],
    profile: &Profile,
    hash: &dyn Fn(&[u8]) -> String,
    rows: Option<&[Row]>,
) -> Report {
    if statement::is_one(files) {
        return statement::check(files, profile, hash, rows);
    }
    let manifest = match manifest::read(files) {
        Ok(manifest) => manifest,
        Err(problem) => return Report::unreadable(problem),
    };
    let lists = Lists::new(profile);
    let mut findings = Findings::default();
    manifest::check(&manifest, profile, &lists, hash, &mut findings);
    let entries = manifest.tables.iter().map(|t| (t.file.as_str(), t.sha256.as_str()));
    let others = manifest.files.iter().map(|f| (f.file.as_str(), f.sha256.as_str()));
    let listed: Vec<(&str, &str)> = entries.chain(others).collect();
    reading::check_files(files, &listed, hash, &mut findings);

    let mut tables: Vec<ReadTable<'_>> = Vec::new();
    for entry in &manifest.tables {
        if let Some(file) = files.iter().find(|f| f.name == entry.file)
            && let Some(table) =
                tables::read(file, entry, &manifest, profile, &lists, &mut findings)
        {
            tables.push(table);
        }
    }
    let cells = cells::check(files, &manifest, profile, &tables, &mut findings);
    across::check(&tables, &lists, &mut findings);
    telling::check(&tables, profile, &mut findings);
    if let Some(rows) = rows {
        let said = Said::of(profile, rows);
        children::check(&said, &manifest, &tables, &cells, &mut findings);
        linked::check(&tables, profile, &said, manifest.policy.k, &mut findings);
    }
    if let Some(rows) = rows.filter(|_| findings.is_empty()) {
        together::check(files, &manifest, rows, &mut findings);
    }
    let rests_on = match rows {
        Some(_) => {
            "Children were counted again from the store, and every table was worked out again."
        }
        None => report::FILES_ONLY,
    };
    let episodes = manifest.totals.episodes;
    findings.into_report(rests_on, tables.len(), episodes, rows.is_some())
}
