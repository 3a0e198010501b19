//! SSDA903: `header.csv` and `missing.csv` of a collection year.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use homeward_standard::{Absence, Holds, Ssda903};
use uuid::Uuid;

use super::cells;
use super::findings::{Files, FindingKind, Findings};
use super::{Child, Episode, History, Made, Year, is_local_id, is_pupil_number, losses};
use crate::derived::{age_at, financial_year};
use crate::doubles::overlaps;
use crate::time::interval;

/// A period of the return.
#[derive(Clone)]
struct Row<'h> {
    /// In capitals, as loaders compare ids.
    local_id: String,
    child: Uuid,
    born: NaiveDate,
    kind: Option<&'h str>,
    start: NaiveDate,
    end: Option<NaiveDate>,
    /// The episodes in it: one, or those that were joined.
    episodes: Vec<&'h Episode>,
}

/// Writes the two files.
pub fn ssda903(history: &History, mapping: &Ssda903, year: &Year) -> Made {
    let mut findings = Findings::default();
    let mut seen = Seen::default();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for episode in &history.episodes {
        let Some(child) = history.children.get(&episode.child) else { continue };
        if let Some(row) = period(episode, child, mapping, year, &mut seen, &mut findings) {
            rows.push(row);
        }
    }
    let recorded = rows.len();
    let mut rows = joined(rows);
    rows.sort_by(|a, b| {
        let key = |row: &Row<'_>| (row.start, row.end.unwrap_or(NaiveDate::MAX), row.child);
        (&a.local_id, key(a), a.kind).cmp(&(&b.local_id, key(b), b.kind))
    });
    look(&rows, year, &mut findings);

    let header = header(&rows, history);
    let sexes: Vec<String> = header.iter().map(|head| sex(head.child, mapping, year)).collect();
    for (at, (sex, head)) in sexes.iter().zip(&header).enumerate() {
        if sex.is_empty() {
            findings.add(FindingKind::NoSex, Some(at + 2), head.record);
        }
        let number = head.child.pupil_number.as_deref().unwrap_or_default();
        if !number.is_empty() && !is_pupil_number(number) {
            findings.add(FindingKind::OddPupilNumber, Some(at + 2), head.record);
        }
    }
    let date = |date: NaiveDate| date.format(&mapping.date_format).to_string();
    let (mut files, mut names) = (Vec::new(), (String::new(), String::new()));
    for written in &mapping.written {
        if written.columns.iter().any(|column| column.holds == Holds::Start) {
            names.0.clone_from(&written.file);
            let cell = |row: &Row<'_>, holds| match holds {
                Holds::Child => row.local_id.clone(),
                Holds::Born => date(row.born),
                Holds::Type => row.kind.unwrap_or_default().to_owned(),
                Holds::Start => date(row.start),
                Holds::End => row.end.map(date).unwrap_or_default(),
                _ => String::new(),
            };
            files.push(cells::file(written, &rows, cell));
        } else {
            names.1.clone_from(&written.file);
            let lines: Vec<(&Head<'_>, &String)> = header.iter().zip(&sexes).collect();
            let cell = |(head, sex): &(&Head<'_>, &String), holds| match holds {
                Holds::Child => head.local_id.to_owned(),
                Holds::Born => date(head.born),
                Holds::Sex => (*sex).clone(),
                Holds::Ethnicity => ethnicity(head.child, mapping),
                Holds::PupilNumber => {
                    let number = head.child.pupil_number.as_ref();
                    number.filter(|number| is_pupil_number(number)).cloned().unwrap_or_default()
                }
                _ => String::new(),
            };
            files.push(cells::file(written, &lines, cell));
        }
    }
    let about = Files { rows: &names.0, header: &names.1, has_rules: true };
    let findings = findings.done(about, history.without_start);
    let counts = vec![
        ("Rows in missing.csv".to_owned(), rows.len()),
        ("Episodes in them".to_owned(), recorded),
        ("Children in header.csv".to_owned(), header.len()),
        ("Open at the end of the year, or today".to_owned(), open(&rows)),
        ("Ended after the year, so written as open".to_owned(), seen.ended_later),
        ("Episodes of children who are not looked after, not in it".to_owned(), seen.not_in_care),
        ("Episodes recorded in error or twice, not in it".to_owned(), seen.in_error),
    ];
    Made { files, counts, findings, losses: losses(&mapping.written, &mapping.loses) }
}

/// What was met on the way and is no finding.
#[derive(Default)]
struct Seen {
    not_in_care: usize,
    in_error: usize,
    ended_later: usize,
}

/// The period of an episode, if it is one of this return.
fn period<'h>(
    episode: &'h Episode,
    child: &'h Child,
    mapping: &'h Ssda903,
    year: &Year,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Option<Row<'h>> {
    let kind = mapping
        .missing
        .iter()
        .find(|(_, codes)| Some(&codes.dfe_missing_type) == episode.dfe_missing_type.as_ref())
        .map(|(written, codes)| (written.as_str(), codes.dfe_missing_type.as_str()));
    let start = start_day(episode);
    let mut end = end_day(episode, kind.map(|(_, code)| code));
    // A mistyped end must not take an episode of this year out of it.
    let over_before = end.is_some_and(|end| end < year.first) && start < year.first;
    if start > year.last || over_before {
        return None;
    }
    let closed = episode.close_reason.as_ref();
    if closed.is_some_and(|code| mapping.not_an_episode.contains(code)) {
        seen.in_error += 1;
        return None;
    }
    match child.care_status.as_deref() {
        Some(code) if code == mapping.care_status => {}
        Some(code) if Absence::from_code(code).is_none() => {
            seen.not_in_care += 1;
            return None;
        }
        _ => {
            findings.add(FindingKind::CareNotKnown, None, episode.child);
            return None;
        }
    }
    let local_id = match child.local_id.as_deref() {
        None | Some("") => {
            findings.add(FindingKind::NoLocalId, None, episode.child);
            return None;
        }
        Some(id) if !is_local_id(id) => {
            findings.add(FindingKind::OddLocalId, None, episode.child);
            return None;
        }
        Some(id) => id.to_ascii_uppercase(),
    };
    let Some(born) = child.born else {
        findings.add(FindingKind::NoBirth, None, episode.child);
        return None;
    };
    if end.is_none() && adult_on(born).is_some_and(|day| day < year.first) {
        findings.add(FindingKind::AdultBeforeYear, None, episode.child);
        return None;
    }
    if end.is_some_and(|end| end > year.last) {
        seen.ended_later += 1;
        end = None;
    }
    let kind = kind.map(|(written, _)| written);
    Some(Row { local_id, child: episode.child, born, kind, start, end, episodes: vec![episode] })
}

/// The later of the day from which the child was missing and the one on which they were last seen.
pub(super) fn start_day(episode: &Episode) -> NaiveDate {
    let from = episode.missing_from.date;
    episode.last_seen.map_or(from, |seen| seen.date.max(from))
}

/// The day on which the period ended.
fn end_day(episode: &Episode, kind: Option<&str>) -> Option<NaiveDate> {
    let found = if kind == Some("A") { None } else { episode.located };
    found.or(episode.returned).map(|moment| moment.date)
}

/// Makes one row of those that a loader could not tell apart.
fn joined(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut by_key: BTreeMap<_, Row<'_>> = BTreeMap::new();
    for row in rows {
        match by_key.entry((row.local_id.clone(), row.kind, row.start, row.born)) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(row);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                let whole = place.get_mut();
                // Open wins: an end that is not known must not be made up.
                whole.end = whole.end.zip(row.end).map(|(one, other)| one.max(other));
                whole.episodes.extend(row.episodes);
            }
        }
    }
    by_key.into_values().collect()
}

/// Tries the rules of the return on its rows.
fn look(rows: &[Row<'_>], year: &Year, findings: &mut Findings) {
    for (at, row) in rows.iter().enumerate() {
        let line = Some(at + 2);
        let mut say = |kind: FindingKind| findings.add(kind, line, row.child);
        let adult = adult_on(row.born);
        let last = row.end.unwrap_or(year.until());
        if row.kind.is_none() {
            say(FindingKind::NoType);
        }
        if row.end.is_some_and(|end| end < row.start) {
            say(FindingKind::EndBeforeStart);
        }
        if row.end.is_some_and(|end| end < year.first) {
            say(FindingKind::EndBeforeYear);
        }
        if row.start < row.born {
            say(FindingKind::BeforeBirth);
        }
        if age_at(row.born, row.start) >= 18 {
            say(FindingKind::Adult);
        } else if adult.is_some_and(|day| day < last) {
            say(FindingKind::OpenAt18);
        }
        if row.start > year.today || row.end.is_some_and(|end| end > year.today) {
            say(FindingKind::InFuture);
        }
        if row.episodes.len() > 1 {
            say(FindingKind::Joined);
        }
        // Rows of a child stand together.
        let same = |that: &&Row<'_>| that.local_id == row.local_id;
        let before = rows.get(..at).unwrap_or_default().iter().rev().take_while(same);
        let mut others =
            before.chain(rows.get(at + 1..).unwrap_or_default().iter().take_while(same));
        if others.clone().any(|that| that.born != row.born) {
            say(FindingKind::BirthDiffers);
        }
        if others.any(|that| by_day_overlap(row, that)) || overlap_inside(row) {
            say(FindingKind::Overlap);
        }
    }
}

/// Whether two rows of a child overlap as the return counts days. Rows that touch do not. Nothing
/// may end after the day from which another is open.
fn by_day_overlap(one: &Row<'_>, other: &Row<'_>) -> bool {
    let span = |row: &Row<'_>| {
        let end = row.end.unwrap_or(NaiveDate::MAX);
        // A row that ends before it begins stands in the way all the same.
        (row.start.min(end), row.start.max(end))
    };
    let (a, b) = (span(one), span(other));
    a.0 < b.1 && b.0 < a.1
}

/// Whether episodes that were joined certainly overlapped in time.
fn overlap_inside(row: &Row<'_>) -> bool {
    let spans: Vec<_> = row
        .episodes
        .iter()
        .filter_map(|episode| {
            let end = episode.located.or(episode.returned);
            let end = end.map(|end| interval(&end)).transpose().ok()?;
            Some((interval(&episode.missing_from).ok()?, end))
        })
        .collect();
    spans
        .iter()
        .enumerate()
        .any(|(at, one)| spans.iter().skip(at + 1).any(|other| overlaps(*one, *other)))
}

/// The 18th birthday. Of somebody born on 29 February it is 1 March.
fn adult_on(born: NaiveDate) -> Option<NaiveDate> {
    let day = born.checked_add_months(Months::new(18 * 12))?;
    if age_at(born, day) >= 18 { Some(day) } else { day.succ_opt() }
}

fn open(rows: &[Row<'_>]) -> usize {
    rows.iter().filter(|row| row.end.is_none()).count()
}

/// A line of the header.
struct Head<'r> {
    local_id: &'r str,
    record: Uuid,
    child: &'r Child,
    born: NaiveDate,
}

/// The children of the rows, each once and in the order of the rows.
fn header<'r>(rows: &'r [Row<'_>], history: &'r History) -> Vec<Head<'r>> {
    let mut header: Vec<Head<'_>> = Vec::new();
    for row in rows {
        let here = header.last().is_some_and(|last| last.local_id == row.local_id);
        if let (false, Some(child)) = (here, history.children.get(&row.child)) {
            let (record, born) = (row.child, row.born);
            header.push(Head { local_id: &row.local_id, record, child, born });
        }
    }
    header
}

/// The code of the collection year for a child's sex, or blank.
fn sex(child: &Child, mapping: &Ssda903, year: &Year) -> String {
    let name = financial_year(year.first);
    let of_year = |code: &&homeward_standard::SexCode| {
        code.from.as_ref().is_none_or(|from| *from <= name)
            && code.to.as_ref().is_none_or(|to| name <= *to)
    };
    mapping
        .sex
        .iter()
        .filter(of_year)
        .find(|code| Some(&code.sex) == child.sex.as_ref())
        .map_or_else(String::new, |code| code.code.clone())
}

/// The code of the Department for Education for a child's ethnic group. What nobody recorded is
/// what nobody has obtained.
fn ethnicity(child: &Child, mapping: &Ssda903) -> String {
    let recorded = child.ethnicity.as_deref().unwrap_or(Absence::Pend.code());
    if let Some(written) = mapping.ethnicity_written.get(recorded) {
        return written.clone();
    }
    let same = mapping.ethnicity.iter().find(|(_, here)| *here == recorded);
    same.map_or_else(String::new, |(written, _)| written.clone())
}
