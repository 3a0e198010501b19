//! Ways to damage a release, each with what the check says about it. Where a change could be
//! covered up by writing the hashes again, it is, so that what finds it is not the hash.

use homeward_release::verify::{LARGEST_FILE, MOST_FILES, Outcome, Report};
use homeward_release::{MASKED, Manifest, ReleaseFile, Row};

use crate::sample::{
    borough, borough_release, checked, cover_up, made, manifest, profile, put, put_manifest, text,
};

const RHI: &str = "tables/rhi.csv";
const BY_SEX: &str = "tables/rhi-by-sex.csv";

mod bytes;
mod counts;
mod manifest;
mod tables;

type Files = Vec<ReleaseFile>;

/// The report says so, and the line that names the problem is fit to be read.
#[track_caller]
fn found(report: &Report, outcome: Outcome, file: &str, words: &str) {
    assert_eq!(report.outcome, outcome, "{:?}", report.problems);
    let lines: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert!(
        lines.iter().any(|line| line.starts_with(file) && line.contains(words)),
        "no line about {file} has “{words}”:\n{}",
        lines.join("\n")
    );
    for line in &lines {
        assert!(line.ends_with('.'), "{line}");
        assert!(!line.contains("Example Child"), "{line}");
    }
}

#[track_caller]
fn does_not_hold(files: &Files, file: &str, words: &str) {
    found(&checked(files, None), Outcome::DoesNotHold, file, words);
}

#[track_caller]
fn only_the_store_sees(files: &Files, rows: &[Row], file: &str, words: &str) {
    assert_eq!(checked(files, None).problems, [], "this is what only the store can see");
    found(&checked(files, Some(rows)), Outcome::DoesNotHold, file, words);
}

fn change(files: &mut Files, name: &str, change: impl Fn(&str) -> String) {
    let before = text(files, name);
    let after = change(&before);
    assert_ne!(before, after, "the change has to change something");
    put(files, name, &after);
}

fn change_manifest(files: &mut Files, change: impl Fn(&mut Manifest)) {
    let mut changed = manifest(files);
    change(&mut changed);
    assert_ne!(changed, manifest(files), "the change has to change something");
    put_manifest(files, &changed);
}

/// The lines of a file, the heading at 0.
fn lines(files: &Files, name: &str) -> Vec<String> {
    text(files, name).lines().map(str::to_owned).collect()
}

fn put_lines(files: &mut Files, name: &str, lines: &[String]) {
    put(files, name, &(lines.join("\n") + "\n"));
}

fn cells(line: &str) -> Vec<String> {
    line.split(',').map(str::to_owned).collect()
}

/// Changes the number in one column of the line of `cells.csv` that begins so.
fn change_count(files: &mut Files, begins: &str, column: usize, by: i64) -> usize {
    let mut all = lines(files, "cells.csv");
    let place = all.iter().position(|line| line.starts_with(begins)).unwrap();
    let mut cell = cells(&all[place]);
    cell[column] = (cell[column].parse::<i64>().unwrap() + by).to_string();
    all[place] = cell.join(",");
    put_lines(files, "cells.csv", &all);
    place + 1
}

/// The line of a table whose answers are these, counted from 0.
fn row_of(files: &Files, name: &str, answers: &str) -> usize {
    lines(files, name).iter().position(|l| l.ends_with(&format!(",2025-26,{answers}"))).unwrap()
}
