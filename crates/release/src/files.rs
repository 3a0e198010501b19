//! The names and the layout of the files of a release.

use serde::Serialize;

use crate::profile::is_code;
use crate::{FileEntry, Refusal, ReleaseFile};

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const CELLS: &str = "cells.csv";
pub(crate) const SCHEMA: &str = "release.schema.json";
pub(crate) const README: &str = "README.txt";

/// What was found out about the finished files, for people and for programs.
pub(crate) const REPORTS: [&str; 2] = ["risk-report.html", "risk-report.json"];

/// The columns of `cells.csv`.
pub(crate) const CELL_COLUMNS: [&str; 8] =
    ["authority", "year", "topic", "answer", "by", "by_value", "children", "episodes"];

/// One group of one table, counted.
#[derive(Debug)]
pub(crate) struct CellLine {
    pub authority: String,
    pub year: String,
    pub topic: String,
    pub answer: String,
    pub by: String,
    pub by_value: String,
    /// At least so many children, and fewer than one k more: see [`at_least`].
    pub children: u64,
    pub episodes: u64,
}

/// How many children a group is said to have at least: the highest multiple of k that is no more.
///
/// Exact counts of children would tell of a few. A child may stand in several groups of one table, so
/// that nobody needs to be left out of one: of 285 children of whom 283 had a conversation at some
/// time, two never had one. Whatever is taken from a count that stands for k numbers stands for k
/// numbers itself: it may be none, or it may be k and more.
pub(crate) fn at_least(children: u64, k: u32) -> u64 {
    let k = u64::from(k).max(1);
    children / k * k
}

/// One table: a heading, then one row an episode. Each row begins with the same authority and year
/// and goes on with the codes of its group.
pub(crate) fn table_csv(
    file: &str,
    columns: &[String],
    beginning: [&str; 2],
    groups: &[Vec<&str>],
    rows: &[usize],
) -> Result<Vec<u8>, Refusal> {
    let fault = || Refusal::CouldNotWrite { file: file.to_owned() };
    // A cell that begins with a sign would be read as a formula by a spreadsheet, and one with a
    // space could be a name. Codes are neither, and nothing but a code is written.
    if !beginning.iter().chain(groups.iter().flatten()).all(|cell| is_code(cell)) {
        return Err(fault());
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns).map_err(|_| fault())?;
    for row in rows {
        let group = groups.get(*row).ok_or_else(fault)?;
        csv.write_record(beginning.iter().chain(group)).map_err(|_| fault())?;
    }
    csv.into_inner().map_err(|_| fault())
}

/// A value as a JSON file: indented, with a line feed at its end.
pub(crate) fn json_file(file: &str, value: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|_| Refusal::CouldNotWrite { file: file.to_owned() })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Adds what was found out about finished files to them and to the list in their manifest, which
/// has to be written anew after it.
pub(crate) fn add_reports(
    files: &mut Vec<ReleaseFile>,
    listed: &mut Vec<FileEntry>,
    [html, json]: [Vec<u8>; 2],
    hash: &dyn Fn(&[u8]) -> String,
) {
    for (name, bytes) in REPORTS.into_iter().zip([html, json]) {
        listed.push(FileEntry { file: name.to_owned(), sha256: hash(&bytes) });
        files.push(ReleaseFile { name: name.to_owned(), bytes });
    }
}

/// Puts the manifest, written anew, in the place of the one that stands first.
pub(crate) fn put_manifest(files: &mut [ReleaseFile], bytes: Vec<u8>) -> Result<(), Refusal> {
    let first = files.first_mut().filter(|file| file.name == MANIFEST);
    first.ok_or_else(|| Refusal::CouldNotWrite { file: MANIFEST.into() })?.bytes = bytes;
    Ok(())
}

/// Puts rows in an order drawn by chance. They stand in one that says nothing before it, so that
/// not even a bad generator lets the order of the records through.
pub(crate) fn shuffle<T>(rows: &mut [T], below: &mut dyn FnMut(u64) -> u64) {
    for last in (1..rows.len()).rev() {
        let many = u64::try_from(last + 1).unwrap_or(u64::MAX);
        let drawn = usize::try_from(below(many)).unwrap_or(last);
        rows.swap(last, drawn.min(last));
    }
}

/// `cells.csv`: the groups of all tables, counted.
pub(crate) fn cells_csv(cells: &[CellLine]) -> Result<Vec<u8>, Refusal> {
    let fault = || Refusal::CouldNotWrite { file: CELLS.to_owned() };
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(CELL_COLUMNS).map_err(|_| fault())?;
    for cell in cells {
        let (children, episodes) = (cell.children.to_string(), cell.episodes.to_string());
        let record: [&str; 8] = [
            &cell.authority,
            &cell.year,
            &cell.topic,
            &cell.answer,
            &cell.by,
            &cell.by_value,
            &children,
            &episodes,
        ];
        csv.write_record(record).map_err(|_| fault())?;
    }
    csv.into_inner().map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::at_least;

    proptest! {
        #[test]
        fn from_counts_of_children_nobody_can_tell_that_a_few_are_not_in_a_group(
            k in 2_u32..20,
            (whole, of_them) in (1_u64..400).prop_flat_map(|whole| (Just(whole), 1..=whole)),
        ) {
            // Everybody is counted exactly, and a group in steps.
            prop_assume!(of_them >= u64::from(k));
            let said = at_least(of_them, k);
            prop_assert!(said >= u64::from(k) && said <= of_them);
            let fits = |n: &u64| at_least(*n, k) == said;
            let outside: BTreeSet<u64> = (1..=whole).filter(fits).map(|n| whole - n).collect();
            let may_be_enough = outside.last().is_some_and(|most| *most >= u64::from(k));
            prop_assert!(outside.contains(&0) || may_be_enough, "{outside:?}");
        }

        #[test]
        fn from_counts_of_children_of_two_groups_nobody_can_tell_that_a_few_are_only_in_the_wider(
            k in 2_u32..20,
            (wide, of_them) in (2_u64..400).prop_flat_map(|wide| (Just(wide), 1..=wide)),
        ) {
            prop_assume!(of_them >= u64::from(k));
            let said = [wide, of_them].map(|n| at_least(n, k));
            let fit = |said: u64| (1..=420).filter(move |n| at_least(*n, k) == said);
            let pairs = fit(said[0]).flat_map(|wide| fit(said[1]).map(move |part| (wide, part)));
            let only: BTreeSet<u64> = pairs.filter_map(|(wide, part)| wide.checked_sub(part)).collect();
            let may_be_enough = only.last().is_some_and(|most| *most >= u64::from(k));
            prop_assert!(only.contains(&0) || may_be_enough, "{only:?}");
        }
    }
}
