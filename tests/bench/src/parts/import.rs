//! Bringing in a large return of invented children.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use homeward_app::api::import::ImportAsk;

use crate::budgets::{Line, Unit};
use crate::fault::{Fault, disk, write};
use crate::process;
use crate::stores::{self, AUTHORITY};

/// Episodes of each child in the files.
const EACH: u32 = 3;

/// Imports into a store that is new, in the folder of the one that is given.
pub fn lines(store: &Path, rows: u32) -> Result<Vec<Line>, Fault> {
    let beside = store.parent().unwrap_or(store);
    let folder = tempfile::TempDir::new_in(beside).map_err(disk(beside))?;
    let files = Files::invent(rows);
    let path = |name: &str| folder.path().join(name);
    write(&path("header.csv"), &files.header)?;
    write(&path("missing.csv"), &files.missing)?;
    let size = files.missing.len() / 1_000_000;
    drop(files);
    let home = stores::empty(folder.path())?;
    process::forget_peak();
    let cpu = process::cpu_seconds();
    let began = Instant::now();
    let summary = home.import_files(ImportAsk {
        authority: AUTHORITY.into(),
        header: path("header.csv").display().to_string(),
        missing: path("missing.csv").display().to_string(),
        skip_wrong: false,
        dry_run: false,
    })?;
    let wall = began.elapsed().as_secs_f64();
    if summary.new != rows {
        return Err(Fault::Refused(summary.sentence));
    }
    let mut about = "for information: looked at, then written in batches".to_owned();
    if let (Some(before), Some(after)) = (cpu, process::cpu_seconds()) {
        about.push_str(&format!(", {:.1} CPU s", after - before));
    }
    let mut lines =
        vec![Line::number(format!("import of {rows} rows"), wall, Unit::Seconds).about(about)];
    if let Some(memory) = process::memory() {
        lines.push(
            Line::number("memory of the import at its peak", memory.peak, Unit::Megabytes).about(
                format!("for information: a file of {size} MB; {:.0} MB when done", memory.now),
            ),
        );
    }
    home.close();
    Ok(lines)
}

struct Files {
    header: String,
    missing: String,
}

impl Files {
    /// Children with [`EACH`] episodes that do not overlap, all of the year before the bench's.
    fn invent(rows: u32) -> Self {
        let mut header = String::from("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n");
        let mut missing = String::from("CHILD,DOB,MISSING,MIS_START,MIS_END\n");
        for row in 0..rows {
            let (child, episode) = (row / EACH, row % EACH);
            let born = day(2009, u64::from(child % 1_500));
            let born = born.format("%d/%m/%Y");
            if episode == 0 {
                let sex = if child % 2 == 0 { "F" } else { "M" };
                // Writing to a string does not fail.
                let _ = writeln!(header, "EX{child:06},{sex},{born},WBRI,,,");
            }
            let start = u64::from(child % 90 + episode * 100);
            let (from, to) = (day(2025, 100 + start), day(2025, 101 + start));
            let (from, to) = (from.format("%d/%m/%Y"), to.format("%d/%m/%Y"));
            let kind = if row % 4 == 0 { "A" } else { "M" };
            let _ = writeln!(missing, "EX{child:06},{born},{kind},{from},{to}");
        }
        Self { header, missing }
    }
}

/// A day after the beginning of a year.
fn day(year: i32, after: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    first.checked_add_days(Days::new(after)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_hold_as_many_rows_as_asked_for_and_a_third_of_them_children() {
        let files = Files::invent(7);
        assert_eq!(files.missing.lines().count(), 8);
        assert_eq!(files.header.lines().count(), 4);
        assert_eq!(
            files.missing.lines().nth(1),
            Some("EX000000,01/01/2009,A,11/04/2025,12/04/2025")
        );
    }
}
