//! Ofsted's Annex A, list 8: what it asks about missing episodes, a row for each child in care.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use homeward_standard::{Absence, Holds, NationalReturn};
use uuid::Uuid;

use super::cells;
use super::findings::{Files, FindingKind, Findings};
use super::ssd_missing::{accepted, is_no_episode, kind, offered, waits};
use super::{Episode, History, Made, Year, is_local_id, losses};
use crate::time::show_date;

struct Row<'h> {
    local_id: String,
    record: Uuid,
    missing: usize,
    away: usize,
    last: &'h Episode,
}

/// Writes the columns. "The last 12 months" end with the year, or today while it runs.
pub fn annex_a(history: &History, mapping: &NationalReturn, year: &Year) -> Made {
    let mut findings = Findings::default();
    let (first, last) = twelve_months(year);
    let mut rows: BTreeMap<(String, Uuid), Row<'_>> = BTreeMap::new();
    let (mut not_in_care, mut in_error) = (0, 0);
    for episode in &history.episodes {
        let Some(child) = history.children.get(&episode.child) else { continue };
        let start = episode.missing_from.date;
        if start < first || start > last {
            continue;
        }
        if is_no_episode(episode, mapping) {
            in_error += 1;
            continue;
        }
        match child.care_status.as_deref() {
            status if mapping.care_status.as_deref() == status => {}
            Some(code) if Absence::from_code(code).is_none() => {
                not_in_care += 1;
                continue;
            }
            _ => {
                findings.add(FindingKind::CareNotKnown, None, episode.child);
                continue;
            }
        }
        let local_id = match child.local_id.as_deref() {
            None | Some("") => {
                findings.add(FindingKind::NoLocalId, None, episode.child);
                continue;
            }
            Some(id) if !is_local_id(id) => {
                findings.add(FindingKind::OddLocalId, None, episode.child);
                continue;
            }
            Some(id) => id.to_ascii_uppercase(),
        };
        let row = rows.entry((local_id.clone(), episode.child)).or_insert(Row {
            local_id,
            record: episode.child,
            missing: 0,
            away: 0,
            last: episode,
        });
        match kind(episode, mapping) {
            "M" => row.missing += 1,
            "A" => row.away += 1,
            _ => findings.add(FindingKind::NotCounted, None, episode.child),
        }
        let key = |episode: &Episode| (episode.missing_from, episode.record);
        if key(episode) > key(row.last) {
            row.last = episode;
        }
    }
    let rows: Vec<Row<'_>> = rows.into_values().collect();
    for (at, row) in rows.iter().enumerate() {
        if waits(&row.last.conversations) {
            findings.add(FindingKind::NotSignedOff, Some(at + 2), row.record);
        }
    }
    let cell = |row: &Row<'_>, holds| match holds {
        Holds::Child => row.local_id.clone(),
        Holds::MissingCount => row.missing.to_string(),
        Holds::AwayCount => row.away.to_string(),
        Holds::Offered => offered(&row.last.conversations, mapping).to_owned(),
        Holds::Accepted => accepted(&row.last.conversations, mapping).to_owned(),
        _ => String::new(),
    };
    let files: Vec<_> =
        mapping.written.iter().map(|written| cells::file(written, &rows, cell)).collect();
    let name = files.first().map_or_else(String::new, |file| file.name.clone());
    let counts = [
        ("Rows, one for each child with an episode", rows.len()),
        ("Episodes missing", rows.iter().map(|row| row.missing).sum()),
        ("Episodes away without authorisation", rows.iter().map(|row| row.away).sum()),
        ("Episodes of children who are not looked after, not in it", not_in_care),
        ("Episodes recorded in error or twice, not in it", in_error),
    ];
    let counts = counts.map(|(what, many)| (what.to_owned(), many)).to_vec();
    let mut losses = losses(&mapping.written, &mapping.loses);
    losses.insert(
        0,
        format!(
            "The twelve months are those from {} to {}. An episode counts in them if it began in them.",
            show_date(first),
            show_date(last)
        ),
    );
    let about = Files { rows: &name, header: &name, has_rules: false };
    Made { findings: findings.done(about, history.without_start), files, counts, losses }
}

/// The twelve months up to the last day of the year that has come.
pub(super) fn twelve_months(year: &Year) -> (NaiveDate, NaiveDate) {
    let last = year.until();
    let before = last.checked_add_days(Days::new(1)).and_then(|day| {
        // The same day a year before, so that both ends together are twelve whole months.
        day.checked_sub_months(Months::new(12))
    });
    (before.unwrap_or(year.first), last)
}
