//! The sector's published rules on the missing module of SSDA903, tried on finished files. Written
//! apart from the program that makes them, and shares no code with it: it sees text alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// A row of `missing.csv`, as it stands there.
#[derive(Debug, Clone)]
pub struct Line {
    pub line: usize,
    pub child: String,
    pub dob: Option<NaiveDate>,
    pub missing: String,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
}

/// The years of a return, and what else the rules compare with.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// `missing.csv` of the year before.
    pub year_before: Option<&'a str>,
    /// When each child began and ceased to be looked after, out of the episodes module.
    pub in_care: BTreeMap<String, (NaiveDate, Option<NaiveDate>)>,
}

/// The rules that are broken, each with the line that breaks it.
pub fn broken(missing: &str, header: &str, around: &Around<'_>) -> BTreeSet<(u16, usize)> {
    let lines = read(missing);
    let mut found = BTreeSet::new();
    for row in &lines {
        let mut say = |broken: bool, rule: u16| {
            if broken {
                found.insert((rule, row.line));
            }
        };
        let typed = !row.missing.is_empty();
        say(typed && row.start.is_none(), 564);
        say(!typed && row.start.is_some(), 565);
        say(!typed && row.end.is_some(), 566);
        say(matches!((row.start, row.end), (Some(start), Some(end)) if end < start), 567);
        say(row.start.is_some_and(|start| start > around.last), 570);
        say(row.end.is_some_and(|end| end < around.first || end > around.last), 571);
        say(typed && !["M", "A"].contains(&row.missing.as_str()), 572);
        say(matches!((row.start, row.dob), (Some(start), Some(born)) if start < born), 586);
        if let Some((began, ceased)) = around.in_care.get(&row.child) {
            say(row.start.is_some_and(|start| start < *began), 581);
            let after = |ceased: NaiveDate| row.end.is_none_or(|end| end > ceased);
            say(ceased.is_some_and(after), 577);
        }
    }
    overlaps(&lines, &mut found);
    if let Some(before) = around.year_before {
        left_open_last_year(&lines, &read(before), &mut found);
    }
    let children: BTreeSet<(String, String)> = header
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), cells[2].to_owned())
        })
        .collect();
    for row in &lines {
        let dob = row.dob.map_or_else(String::new, |dob| dob.format("%d/%m/%Y").to_string());
        if !children.contains(&(row.child.clone(), dob)) {
            found.insert((1, row.line));
        }
    }
    found
}

/// 574, as the sector's validator sorts: by child, by end (or start, while it is open), by start.
/// Each row is compared with the one before.
fn overlaps(lines: &[Line], found: &mut BTreeSet<(u16, usize)>) {
    let mut order: Vec<&Line> = lines.iter().collect();
    order.sort_by_key(|row| (row.child.clone(), row.end.or(row.start), row.start));
    for pair in order.windows(2) {
        let (before, this) = (pair[0], pair[1]);
        if before.child != this.child {
            continue;
        }
        let overlapping = match before.end {
            None => true,
            Some(end) => this.start.is_some_and(|start| start < end),
        };
        if overlapping {
            found.insert((574, this.line));
        }
    }
}

/// 576: what was open last year must be the first of the child this year.
fn left_open_last_year(lines: &[Line], before: &[Line], found: &mut BTreeSet<(u16, usize)>) {
    for open in before.iter().filter(|row| row.end.is_none()) {
        let first = lines.iter().filter(|row| row.child == open.child).min_by_key(|row| row.start);
        if first.is_none_or(|first| first.start != open.start) {
            found.insert((576, first.map_or(0, |first| first.line)));
        }
    }
}

/// Reads `missing.csv` and is strict about its form.
pub fn read(missing: &str) -> Vec<Line> {
    let mut lines = missing.split('\n');
    assert_eq!(lines.next(), Some("CHILD,DOB,MISSING,MIS_START,MIS_END"));
    let mut rows = Vec::new();
    for (at, line) in lines.enumerate() {
        if line.is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 5, "line {} has five cells", at + 2);
        assert!(!line.contains(['"', '\r', '\'', '=', '@', ';']), "line {} is plain", at + 2);
        rows.push(Line {
            line: at + 2,
            child: cells[0].to_owned(),
            dob: day(cells[1]),
            missing: cells[2].to_owned(),
            start: day(cells[3]),
            end: day(cells[4]),
        });
    }
    rows
}

fn day(cell: &str) -> Option<NaiveDate> {
    if cell.is_empty() {
        return None;
    }
    assert_eq!(cell.len(), 10, "a day is written as dd/mm/yyyy");
    Some(NaiveDate::parse_from_str(cell, "%d/%m/%Y").unwrap())
}
