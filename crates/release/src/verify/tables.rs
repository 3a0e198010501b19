//! Reads one topic table and checks it by itself.

use std::collections::BTreeMap;

use super::lists::Lists;
use super::reading::{Line, csv_lines};
use super::report::Findings;
use crate::profile::is_code;
use crate::{MASKED, Manifest, Profile, ReleaseFile, TableEntry};

/// A topic table as it was found.
#[derive(Debug)]
pub(super) struct ReadTable<'a> {
    pub entry: &'a TableEntry,
    /// The columns that hold answers.
    pub variables: Vec<&'a str>,
    /// Answers to the rows that have them.
    pub groups: BTreeMap<Vec<String>, Found>,
}

/// The rows of one group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub rows: u64,
    /// The line of the first of them.
    pub line: u64,
}

/// A group in words. The codes are of the lists, so they can be repeated.
pub(super) fn group_words(group: &[String]) -> String {
    group.join(" with ")
}

/// Reads a table. None if it cannot be read as one; the reason is then among the findings.
pub(super) fn read<'a>(
    file: &ReleaseFile,
    entry: &'a TableEntry,
    manifest: &Manifest,
    profile: &'a Profile,
    lists: &Lists<'_>,
    findings: &mut Findings,
) -> Option<ReadTable<'a>> {
    let name = &file.name;
    // The manifest could have been changed along with the table, so columns come from the profile.
    let tables = profile.tables();
    let table = tables.iter().find(|table| table.file() == *name)?;
    let variables: Vec<&'a str> = table.variables();
    let mut lines = csv_lines(file, findings)?.into_iter();
    let heading = lines.next()?.cells;
    if !heading.iter().eq(["authority", "year"].into_iter().chain(variables.iter().copied())) {
        findings.line(name, 1, format!(
            "The columns are not the {} that this table may have, in their order. One was added, taken out, renamed or moved.",
            variables.len() + 2
        ));
        return None;
    }
    let mut groups: BTreeMap<Vec<String>, Found> = BTreeMap::new();
    let mut rows = 0;
    for Line { number: line, times, cells } in lines {
        rows += times;
        let mut wrong = |sentence: String| findings.lines(name, line, times, sentence);
        if cells.len() != heading.len() {
            wrong("The line has more or fewer cells than the heading.".into());
            continue;
        }
        if cells.get(0) != Some(&manifest.authority.code) {
            wrong("The authority is not the one of the manifest.".into());
        }
        if cells.get(1) != Some(&manifest.period) {
            wrong("The year is not the one of the manifest.".into());
        }
        let answers: Vec<String> = cells.iter().skip(2).map(str::to_owned).collect();
        let mut known = true;
        for (place, (variable, code)) in variables.iter().zip(&answers).enumerate() {
            let listed = is_code(code) && lists.of(variable).is_some_and(|c| c.may_show(code));
            let merge = entry.merges.get(place);
            if !listed {
                wrong(format!(
                    "What stands under {variable} is not a code of its list that may be shown."
                ));
            } else if !merge.is_some_and(|m| m.codes.values().any(|to| to == code)) {
                wrong(format!(
                    "The code {code} under {variable} is not one that the manifest shows in this table."
                ));
            }
            known &= listed;
        }
        if known {
            groups.entry(answers).or_insert(Found { rows: 0, line }).rows += times;
        }
    }
    if rows != manifest.totals.episodes {
        findings.file(name, format!(
            "The table has {rows} rows, and the release has {} episodes. Every table has every episode.",
            manifest.totals.episodes
        ));
    }
    let table = ReadTable { entry, variables, groups };
    check_groups(&table, manifest, lists, findings);
    Some(table)
}

fn check_groups(
    table: &ReadTable<'_>,
    manifest: &Manifest,
    lists: &Lists<'_>,
    findings: &mut Findings,
) {
    let name = &table.entry.file;
    let k = u64::from(manifest.policy.k);
    for (group, found) in &table.groups {
        if found.rows < k {
            findings.line(name, found.line, format!(
                "The group {} has {} rows. A group of fewer than {k} rows cannot stand for {k} children.",
                group_words(group), found.rows
            ));
        }
    }
    for (place, variable) in table.variables.iter().enumerate() {
        let Some(codes) = lists.of(variable) else { continue };
        let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
        for (group, found) in &table.groups {
            if let Some(code) = group.get(place) {
                let line = lines.entry(code).or_insert(found.line);
                *line = found.line.min(*line);
            }
        }
        for (code, line) in lines.iter().filter(|(code, _)| **code != MASKED) {
            if let Some(up) = codes.upwards(code).skip(1).find(|up| lines.contains_key(up)) {
                findings.line(name, *line, format!(
                    "The code {code} under {variable} stands in one table with {up}, the broader code it belongs to."
                ));
            }
        }
    }
}
