//! Walks over the episodes of a year, an authority and a month at a time, so that other commands
//! get their turn, and counts them as they come. Nothing of an episode is kept.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use homeward_casework::derived::{financial_year_days, first_ever};
use homeward_casework::figures::Tally;
use homeward_casework::time;
use homeward_store::{BulkEpisode, BulkQuery, EpisodeRow, Reader};
use uuid::Uuid;

use super::episode::{Codes, Counter};
use crate::api::ApiError;
use crate::api::door::Authority;
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::year::{months, never_happened};

/// What was counted.
#[derive(Default)]
pub(super) struct Found {
    pub(super) tally: Tally<Uuid>,
    /// What conversations name, by kind.
    pub(super) named: BTreeMap<&'static str, Named>,
    /// Minutes from the start of an episode until the authority was told.
    pub(super) told_after: Vec<i64>,
    /// Episodes of which those minutes are not known.
    pub(super) told_not_known: u64,
}

/// What was named under a question that may be answered several times.
#[derive(Default)]
pub(super) struct Named {
    pub(super) rows: BTreeMap<String, (u64, HashSet<Uuid>)>,
    /// Episodes under which anything was named, and their children.
    pub(super) episodes: u64,
    pub(super) children: HashSet<Uuid>,
}

impl Named {
    fn add(&mut self, child: Uuid, codes: impl IntoIterator<Item = String>) {
        let codes: HashSet<String> = codes.into_iter().collect();
        if codes.is_empty() {
            return;
        }
        self.episodes += 1;
        self.children.insert(child);
        for code in codes {
            let row = self.rows.entry(code).or_default();
            row.0 += 1;
            row.1.insert(child);
        }
    }
}

/// Counts.
///
/// # Errors
/// The period is no financial year, it was stopped, or the store cannot be read.
pub(super) fn count(
    home: &Homeward,
    authorities: &[Authority],
    period: &str,
    running: &Running<'_>,
) -> Result<Found, ApiError> {
    let (first, last) = financial_year_days(period)
        .ok_or_else(|| ApiError::problem("The year must be a financial year, such as 2025-26."))?;
    let counter = Counter::new(home.standard(), time::day(home.today()).to, home.today());
    let questions = counter.questions();
    let mut found = Found::default();
    let mut firsts: HashMap<Uuid, Starts> = HashMap::new();
    let months = months(first, last);
    let steps = u32::try_from(months.len() * authorities.len()).unwrap_or(u32::MAX);
    let mut step = 0;
    // Month by month outside: a child's episodes come in the order in which they began.
    for (from, until) in months {
        for authority in authorities {
            running.at(step, steps);
            step += 1;
            if running.is_stopped() {
                return Err(ApiError::refused("Stopped. Nothing was counted."));
            }
            let query = BulkQuery {
                authority: &authority.code,
                from: Some(from),
                until: Some(until),
                questions: &questions,
            };
            home.with(Act::Figures, |open| {
                let reader = open.store.read()?;
                let mut batch: Vec<BulkEpisode> = Vec::new();
                reader.each_episode(
                    &query,
                    &mut |episode| {
                        batch.push(episode);
                        ControlFlow::Continue(())
                    },
                    &mut |_| ControlFlow::Continue(()),
                )?;
                for episode in batch.iter().filter(|one| !never_happened(one)) {
                    let child = episode.child.id;
                    if let std::collections::hash_map::Entry::Vacant(place) = firsts.entry(child) {
                        place.insert(Starts::of(reader, child)?);
                    }
                    let starts = firsts.get(&child);
                    add(&mut found, &counter, episode, starts, &authority.code);
                }
                Ok(())
            })?;
        }
    }
    Ok(found)
}

/// When the episodes of a child began, the earliest first, over all years.
struct Starts(Vec<(DateTime<Utc>, Uuid, EpisodeRow)>);

impl Starts {
    fn of(reader: Reader<'_>, child: Uuid) -> Result<Self, ApiError> {
        let mut starts: Vec<_> = reader
            .episodes_of(child)?
            .into_iter()
            .filter_map(|episode| Some((episode.missing_from.as_ref()?.from, episode.id, episode)))
            .collect();
        starts.sort_by_key(|(at, id, _)| (*at, *id));
        Ok(Self(starts))
    }

    fn place(&self, episode: Uuid) -> Option<usize> {
        self.0.iter().position(|(_, id, _)| *id == episode)
    }

    fn next(&self, episode: Uuid) -> Option<&EpisodeRow> {
        self.0.get(self.place(episode)? + 1).map(|(_, _, next)| next)
    }
}

fn add(
    found: &mut Found,
    counter: &Counter<'_>,
    episode: &BulkEpisode,
    starts: Option<&Starts>,
    authority: &str,
) {
    let child = episode.child.id;
    let Codes { mut codes, named, told_after } =
        counter.codes(episode, starts.and_then(|starts| starts.next(episode.episode.id)));
    codes.insert("authority", authority.to_owned().into());
    let place = starts.and_then(|starts| starts.place(episode.episode.id)).unwrap_or(0);
    let place = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1);
    codes.insert("first_ever", first_ever(place).into());
    found.tally.add(child, codes.iter().map(|(variable, code)| (*variable, code.as_ref())));
    for (what, codes) in named {
        found.named.entry(what).or_default().add(child, codes);
    }
    match told_after {
        Some(minutes) => found.told_after.push(minutes),
        None => found.told_not_known += 1,
    }
}
