//! The Standard Safeguarding Dataset: the table `ssd_missing` of a year.

use chrono::NaiveDate;
use homeward_standard::{Holds, Moment, NationalReturn};
use uuid::Uuid;

use super::cells;
use super::findings::{Files, FindingKind, Findings};
use super::{Conversation, Episode, History, Made, Year, is_local_id, losses};

struct Row<'h> {
    local_id: String,
    episode: &'h Episode,
    kind: &'h str,
    offered: &'h str,
    accepted: &'h str,
}

/// Writes the table: every episode that began before the end of the year and was not over before
/// its beginning, of every child with an id.
pub fn ssd_missing(history: &History, mapping: &NationalReturn, year: &Year) -> Made {
    let mut findings = Findings::default();
    let mut rows = Vec::new();
    let (mut in_error, mut other_care) = (0, 0);
    for episode in &history.episodes {
        let Some(child) = history.children.get(&episode.child) else { continue };
        let (start, end) = (episode.missing_from.date, episode.returned.map(|end| end.date));
        let over_before = end.is_some_and(|end| end < year.first) && start < year.first;
        if start > year.last || over_before {
            continue;
        }
        if is_no_episode(episode, mapping) {
            in_error += 1;
            continue;
        }
        if mapping.care_status.is_some() && mapping.care_status != child.care_status {
            other_care += 1;
            continue;
        }
        match child.local_id.as_deref() {
            None | Some("") => findings.add(FindingKind::NoLocalId, None, episode.child),
            Some(id) if !is_local_id(id) => {
                findings.add(FindingKind::OddLocalId, None, episode.child);
            }
            Some(id) => rows.push(Row {
                local_id: id.to_ascii_uppercase(),
                episode,
                kind: kind(episode, mapping),
                offered: offered(&episode.conversations, mapping),
                accepted: accepted(&episode.conversations, mapping),
            }),
        }
    }
    rows.sort_by(|a, b| {
        (&a.local_id, a.episode.missing_from, a.episode.record).cmp(&(
            &b.local_id,
            b.episode.missing_from,
            b.episode.record,
        ))
    });
    for (at, row) in rows.iter().enumerate() {
        look(row, at + 2, year, &mut findings);
    }
    let when = |moment: &Moment| match moment.time {
        Some(time) => moment.date.and_time(time).format(&mapping.moment_format).to_string(),
        None => moment.date.format(&mapping.date_format).to_string(),
    };
    let cell = |row: &Row<'_>, holds| match holds {
        Holds::Record => row.episode.record.to_string(),
        Holds::Child => row.local_id.clone(),
        Holds::Start => when(&row.episode.missing_from),
        Holds::Type => row.kind.to_owned(),
        Holds::End => row.episode.returned.as_ref().map(when).unwrap_or_default(),
        Holds::Offered => row.offered.to_owned(),
        Holds::Accepted => row.accepted.to_owned(),
        _ => String::new(),
    };
    let files: Vec<_> =
        mapping.written.iter().map(|written| cells::file(written, &rows, cell)).collect();
    let name = files.first().map_or_else(String::new, |file| file.name.clone());
    let counts = [
        ("Rows, one for each episode", rows.len()),
        ("Children in them", children(&rows)),
        ("Offered", rows.iter().filter(|row| row.offered == "Y").count()),
        ("Accepted", rows.iter().filter(|row| row.accepted == "Y").count()),
        ("Whether offered is blank", rows.iter().filter(|row| row.offered.is_empty()).count()),
        ("Episodes of children with another care status, not in it", other_care),
        ("Episodes recorded in error or twice, not in it", in_error),
    ];
    let counts = counts.map(|(what, many)| (what.to_owned(), many)).to_vec();
    let losses = losses(&mapping.written, &mapping.loses);
    let about = Files { rows: &name, header: &name, has_rules: false };
    Made { findings: findings.done(about, history.without_start), files, counts, losses }
}

fn look(row: &Row<'_>, line: usize, year: &Year, findings: &mut Findings) {
    let mut say = |kind| findings.add(kind, Some(line), row.episode.child);
    let (start, end) = (row.episode.missing_from.date, row.episode.returned.map(|end| end.date));
    if row.kind.is_empty() {
        say(FindingKind::NoType);
    }
    if row.episode.returned.is_some_and(|end| certainly_before(&end, &row.episode.missing_from)) {
        say(FindingKind::EndBeforeStart);
    }
    let future = |day: NaiveDate| day > year.today;
    if future(start) || end.is_some_and(future) {
        say(FindingKind::InFuture);
    }
    if waits(&row.episode.conversations) {
        say(FindingKind::NotSignedOff);
    }
}

fn certainly_before(one: &Moment, other: &Moment) -> bool {
    use crate::time::{Certainty, before, interval};
    match (interval(one), interval(other)) {
        (Ok(one), Ok(other)) => before(one, other) == Certainty::Yes,
        _ => one.date < other.date,
    }
}

fn children(rows: &[Row<'_>]) -> usize {
    let ids: std::collections::BTreeSet<&Uuid> =
        rows.iter().map(|row| &row.episode.child).collect();
    ids.len()
}

/// Whether the episode was closed as something that was never one.
pub(super) fn is_no_episode(episode: &Episode, mapping: &NationalReturn) -> bool {
    episode.close_reason.as_ref().is_some_and(|code| mapping.not_an_episode.contains(code))
}

/// What is written for the kind of an episode; blank when nobody can tell.
pub(super) fn kind<'m>(episode: &Episode, mapping: &'m NationalReturn) -> &'m str {
    let of = |code: &Option<String>, codes: &'m std::collections::BTreeMap<String, String>| {
        codes.get(code.as_ref()?).map(String::as_str)
    };
    of(&episode.dfe_missing_type, &mapping.types)
        .or_else(|| of(&episode.episode_type, &mapping.types_otherwise))
        .unwrap_or_default()
}

/// Whether nothing is written of an offer only because nobody has signed it off.
pub(super) fn waits(conversations: &[Conversation]) -> bool {
    !conversations.is_empty() && conversations.iter().all(|one| !one.signed_off)
}

/// Whether a return conversation was offered. Mapped down: of four answers a Y, an N, an NA or
/// nothing is left.
pub(super) fn offered<'m>(conversations: &[Conversation], mapping: &'m NationalReturn) -> &'m str {
    counts(conversations, mapping, |one| mapping.offered.get(one.offer.as_ref()?))
}

/// Whether it was accepted. Where none was offered, what stands for that counts.
pub(super) fn accepted<'m>(conversations: &[Conversation], mapping: &'m NationalReturn) -> &'m str {
    counts(conversations, mapping, |one| match &one.outcome {
        Some(outcome) => mapping.accepted.get(outcome),
        // No outcome is asked for where none could be offered.
        None => mapping.offered.get(one.offer.as_ref()?).filter(|offered| *offered == "NA"),
    })
}

/// Of what the signed-off conversations say, what stands first in the mapping.
fn counts<'m>(
    conversations: &[Conversation],
    mapping: &'m NationalReturn,
    says: impl Fn(&Conversation) -> Option<&'m String>,
) -> &'m str {
    let said: Vec<&String> =
        conversations.iter().filter(|one| one.signed_off).filter_map(says).collect();
    let first = mapping.which_counts.iter().find(|answer| said.contains(answer));
    first.map(String::as_str).unwrap_or_default()
}
