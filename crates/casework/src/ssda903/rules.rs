//! What can only be seen with more than one row: double rows, dates of birth, overlaps.

use super::problem::{File, Flag, Problem, ProblemCode};
use super::{Child, Contents, Episode, Repeated};
use crate::checks::episode_dates::{ends_before_start, is_adult_at, is_ahead, starts_before_birth};
use crate::doubles::overlaps;
use crate::time::{day, interval};
use chrono::NaiveDate;
use homeward_standard::{Absence, Answer, Moment};
use std::collections::BTreeMap;

/// What makes an episode the same one across sources: child, start and type (design, section 3).
pub(super) type Key = (String, NaiveDate, String);

/// The first row with a key: its line, end and date of birth.
pub(super) type First = (u64, Option<NaiveDate>, NaiveDate);

/// Looks for an earlier row with the same child, start and type, and remembers this one.
///
/// None: there is none. `Ok`: the same row again. `Err`: the two disagree, and nobody but the
/// sender can say which is right.
pub(super) fn earlier_row(
    seen: &mut BTreeMap<Key, First>,
    episode: &Episode,
) -> Option<Result<Repeated, Problem>> {
    let key = (episode.local_id.clone(), episode.start, episode.dfe_missing_type.clone());
    let this = (episode.line, episode.end, episode.date_of_birth);
    let &mut (first, end, born) = match seen.entry(key) {
        std::collections::btree_map::Entry::Vacant(place) => {
            place.insert(this);
            return None;
        }
        std::collections::btree_map::Entry::Occupied(place) => place.into_mut(),
    };
    let wrong = |column, code| Problem {
        file: File::Missing,
        line: episode.line,
        column: Some(column),
        code,
    };
    Some(if born != episode.date_of_birth {
        Err(wrong("DOB", ProblemCode::BirthDateDiffers))
    } else if end != episode.end {
        Err(wrong("MIS_END", ProblemCode::EndDiffers))
    } else {
        Ok(Repeated { file: File::Missing, line: episode.line, first })
    })
}

/// Compares a second row of a child in the header with the first.
pub(super) fn same_child(first: &Child, second: &Child) -> Result<Repeated, Problem> {
    let line = second.line.unwrap_or_default();
    let same = (first.date_of_birth, &first.sex, &first.ethnicity)
        == (second.date_of_birth, &second.sex, &second.ethnicity);
    match first.line {
        Some(first) if same => Ok(Repeated { file: File::Header, line, first }),
        _ => {
            Err(Problem { file: File::Header, line, column: None, code: ProblemCode::ChildDiffers })
        }
    }
}

/// Brings episodes and children together: dates of birth that differ, children who are not in the
/// header, and every rule of the return that an episode breaks.
pub(super) fn settle(
    episodes: Vec<Episode>,
    children: BTreeMap<String, Option<Child>>,
    today: NaiveDate,
    contents: &mut Contents,
) {
    contents.children = children
        .into_iter()
        .filter_map(|(local_id, child)| child.map(|child| (local_id, child)))
        .collect();
    for mut episode in episodes {
        let child = contents
            .children
            .entry(episode.local_id.clone())
            .or_insert_with(|| not_in_header(&episode));
        if child.date_of_birth != episode.date_of_birth {
            contents.problems.push(Problem {
                file: File::Missing,
                line: episode.line,
                column: Some("DOB"),
                code: ProblemCode::BirthDateDiffers,
            });
            continue;
        }
        if child.line.is_none() {
            episode.flags.push(Flag::NotInHeader);
        }
        flag_dates(&mut episode, today);
        contents.episodes.push(episode);
    }
    flag_overlaps(&mut contents.episodes);
    // A child whose every row was wrong has no episode left, and only children with one come in.
    let kept: std::collections::BTreeSet<&String> =
        contents.episodes.iter().map(|episode| &episode.local_id).collect();
    contents.children.retain(|local_id, _| kept.contains(local_id));
    contents.problems.sort_by_key(|problem| (problem.file, problem.line));
    contents.repeated.sort_by_key(|row| (row.file, row.line));
}

/// A child of whom only an episode is known. Nobody can be asked about an old record, so what the
/// header would have told is not known.
fn not_in_header(episode: &Episode) -> Child {
    Child {
        line: None,
        local_id: episode.local_id.clone(),
        date_of_birth: episode.date_of_birth,
        sex: Answer::Absent(Absence::Unkn),
        ethnicity: Answer::Absent(Absence::Unkn),
        flags: vec![Flag::NotInHeader],
    }
}

fn flag_dates(episode: &mut Episode, today: NaiveDate) {
    // The same functions judge an episode that somebody enters (`checks`).
    let (start, born) = (day(episode.start), episode.date_of_birth);
    let ends = episode.end.map(day);
    let ahead = |at| is_ahead(day(today), at);
    let rules = [
        (ends.is_some_and(|end| ends_before_start(start, end)), Flag::EndBeforeStart),
        (starts_before_birth(born, episode.start), Flag::StartBeforeBirth),
        (is_adult_at(born, episode.start), Flag::AdultAtStart),
        (ahead(start) || ends.is_some_and(ahead), Flag::InFuture),
    ];
    episode.flags.extend(rules.into_iter().filter(|(broken, _)| *broken).map(|(_, flag)| flag));
}

/// Flags each episode that begins before an earlier one of the same child has ended. Of two that
/// overlap, the later one is flagged, as in the validation of the return.
fn flag_overlaps(episodes: &mut [Episode]) {
    let mut order: Vec<usize> = (0..episodes.len()).collect();
    let last_day = |episode: &Episode| match episode.end {
        None => NaiveDate::MAX,
        Some(end) => end.max(episode.start),
    };
    order.sort_by(|a, b| {
        let key =
            |at: &usize| episodes.get(*at).map(|e| (&e.local_id, e.start, last_day(e), e.line));
        key(a).cmp(&key(b))
    });
    let mut running: Option<(String, NaiveDate, u64)> = None;
    for at in order {
        let Some(episode) = episodes.get_mut(at) else { continue };
        let end = last_day(episode);
        match &mut running {
            Some((child, until, line)) if *child == episode.local_id => {
                if episode.start < *until {
                    episode.flags.push(Flag::Overlap { with: Some(*line) });
                }
                if end > *until {
                    (*until, *line) = (end, episode.line);
                }
            }
            _ => running = Some((episode.local_id.clone(), end, episode.line)),
        }
    }
}

/// Whether an episode of the file is the same one as an episode in the store, of the same child:
/// same type, and a start that can be the same. A date of the file is the whole day, so an episode
/// that was entered with its time is found again.
pub fn same_episode(episode: &Episode, start: &Moment, dfe_missing_type: Option<&str>) -> bool {
    dfe_missing_type == Some(episode.dfe_missing_type.as_str()) && start.date == episode.start
}

/// Whether an episode of the file certainly overlaps one of the child's episodes in the store,
/// each given by start and end (none while still missing).
pub fn overlaps_any(episode: &Episode, others: &[(Moment, Option<Moment>)]) -> bool {
    let end = episode.end.map(|end| day(end.max(episode.start)));
    others.iter().any(|(start, stop)| {
        let (Ok(start), Ok(stop)) = (interval(start), stop.as_ref().map(interval).transpose())
        else {
            return false;
        };
        overlaps((day(episode.start), end), (start, stop))
    })
}
