//! Checks `cells.csv` against the tables it counts.

use std::collections::BTreeMap;

use super::reading::{Line, csv_lines};
use super::report::Findings;
use super::tables::{ReadTable, group_words};
use crate::{Manifest, Profile, ReleaseFile};

const FILE: &str = "cells.csv";
const COLUMNS: [&str; 8] =
    ["authority", "year", "topic", "answer", "by", "by_value", "children", "episodes"];

/// What one line of `cells.csv` says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub children: u64,
    pub episodes: u64,
    pub line: u64,
}

/// The groups of `cells.csv` by table and answers.
pub(super) type Cells = BTreeMap<(String, Vec<String>), Counted>;

/// Reads `cells.csv` and holds it against the rows of the tables.
pub(super) fn check(
    files: &[ReleaseFile],
    manifest: &Manifest,
    profile: &Profile,
    tables: &[ReadTable<'_>],
    findings: &mut Findings,
) -> Cells {
    let mut cells = Cells::new();
    let Some(file) = files.iter().find(|f| f.name == FILE) else { return cells };
    let Some(lines) = csv_lines(file, findings) else { return cells };
    let mut lines = lines.into_iter();
    if lines.next().is_none_or(|heading| !heading.cells.iter().eq(COLUMNS)) {
        findings.line(FILE, 1, "The columns are not those of cells.csv, in their order.");
        return cells;
    }
    // What a line says about its table, to the name of that table.
    let named: BTreeMap<(String, String), String> = profile
        .tables()
        .iter()
        .map(|table| {
            let by: Vec<&str> = table.by.iter().map(|by| by.id.as_str()).collect();
            let by = if by.is_empty() { "none".to_owned() } else { by.join("+") };
            ((table.topic.id.clone(), by), table.file())
        })
        .collect();
    for Line { number: line, times, cells: record } in lines {
        let cell: Vec<&str> = record.iter().collect();
        let [authority, year, topic, answer, by, by_value, children, episodes] = cell[..] else {
            findings.line(FILE, line, "The line has more or fewer cells than the heading.");
            continue;
        };
        if authority != manifest.authority.code {
            findings.line(FILE, line, "The authority is not the one of the manifest.");
        }
        if year != manifest.period {
            findings.line(FILE, line, "The year is not the one of the manifest.");
        }
        let Some(table) = named.get(&(topic.to_owned(), by.to_owned())) else {
            findings.line(
                FILE,
                line,
                "The topic, or what it is crossed with, is none of this profile.",
            );
            continue;
        };
        let (Some(children), Some(episodes)) = (number(children), number(episodes)) else {
            findings.line(
                FILE,
                line,
                "The children or the episodes are not a whole number above 0.",
            );
            continue;
        };
        let mut group = vec![answer.to_owned()];
        if by != "none" {
            group.extend(by_value.split('+').map(str::to_owned));
        } else if by_value != "ALL" {
            findings.line(FILE, line, "A topic that is crossed with nothing has ALL as its value.");
            continue;
        }
        let counted = Counted { children, episodes, line };
        check_line(&counted, manifest, findings);
        let before = cells.insert((table.clone(), group), counted);
        if times > 1 || before.is_some() {
            findings.line(FILE, line, "This group stands in the file more than once.");
        }
    }
    for table in tables {
        compare(table, &cells, manifest, findings);
    }
    cells
}

/// A whole number above 0 as a release writes it.
fn number(text: &str) -> Option<u64> {
    let plain = text.len() <= 12
        && !text.starts_with('0')
        && !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

fn check_line(counted: &Counted, manifest: &Manifest, findings: &mut Findings) {
    let Counted { children, episodes, line } = *counted;
    let k = manifest.policy.k;
    if children > episodes {
        findings.line(FILE, line, format!("{children} children cannot have {episodes} episodes between them: each has one at least."));
    }
    if children < u64::from(k) {
        findings.line(
            FILE,
            line,
            format!("The group has {children} children, and {k} is the fewest that may be shown."),
        );
    } else if !children.is_multiple_of(u64::from(k)) {
        findings.line(
            FILE,
            line,
            format!("The children are {children}, and may be said in steps of {k} only."),
        );
    }
    if children > manifest.totals.children {
        findings.line(FILE, line, "The group has more children than the release has in all.");
    }
}

/// Holds the lines about one table against its rows.
fn compare(table: &ReadTable<'_>, cells: &Cells, manifest: &Manifest, findings: &mut Findings) {
    let file = &table.entry.file;
    let mut standing = 0;
    for (group, found) in &table.groups {
        match cells.get(&(file.clone(), group.clone())) {
            None => findings
                .file(FILE, format!("The group {} of {file} is missing.", group_words(group))),
            Some(counted) => {
                // So many at most.
                standing += counted.children + u64::from(manifest.policy.k) - 1;
                if counted.episodes != found.rows {
                    findings.line(
                        FILE,
                        counted.line,
                        format!(
                            "The group {} has {} episodes here and {} rows in {file}.",
                            group_words(group),
                            counted.episodes,
                            found.rows
                        ),
                    );
                }
            }
        }
    }
    let own = cells.iter().filter(|((of, _), _)| of == file);
    for ((_, group), counted) in own {
        if !table.groups.contains_key(group) {
            findings.line(FILE, counted.line, format!("{file} has no row of this group."));
        }
    }
    if standing < manifest.totals.children {
        findings.file(FILE, format!(
            "The groups of {file} have fewer children between them than the release has in all. Each child stands in one group at least."
        ));
    }
}
