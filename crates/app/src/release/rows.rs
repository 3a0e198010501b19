//! The rows of a release: one for each episode that began in the year, read month by month so
//! that other commands get their turn.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use homeward_casework::RecordKind;
use homeward_casework::derived::{
    financial_year, financial_year_days, first_ever, missing_again, repeat_band,
};
use homeward_casework::doubles::Person;
use homeward_release::Row;
use homeward_release::episodes::EpisodeRow;
use homeward_standard::{Moment, ReleaseProfile, Standard, TopicSource};
use homeward_store::{BulkEpisode, BulkQuery, Reader};
use uuid::Uuid;

use super::children::numbers;
use super::values::{Held, Said, Values, Versions};
use crate::api::ApiError;
use crate::children::person;
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::work::moment;
use crate::year::{months, never_happened};

/// No year before this one is looked for: nothing on a laptop is older.
const EARLIEST: i32 = 1990;

/// The financial years in which an episode of this authority began.
///
/// # Errors
/// Those of the store.
pub(crate) fn periods(
    reader: Reader<'_>,
    authority: &str,
    today: NaiveDate,
) -> Result<Vec<String>, ApiError> {
    let count = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
        reader.count_episodes(&BulkQuery { authority, from, until, questions: &[] })
    };
    let mut found = Vec::new();
    let mut year = financial_year(today);
    while let Some((first, last)) = financial_year_days(&year) {
        if count(Some(first), last.succ_opt())? > 0 {
            found.push(year);
        }
        // Nothing is left before this year, which is soon the case.
        if first.year() <= EARLIEST || count(None, Some(first))? == 0 {
            break;
        }
        year = financial_year(first.pred_opt().unwrap_or(first));
    }
    Ok(found)
}

/// Whether the records of this authority begin in this period, or before it.
///
/// # Errors
/// Those of the store.
pub(super) fn begun_by(
    reader: Reader<'_>,
    authority: &str,
    period: &str,
) -> Result<bool, ApiError> {
    let until = financial_year_days(period).and_then(|(_, last)| last.succ_opt());
    let query = BulkQuery { authority, from: None, until, questions: &[] };
    Ok(reader.count_episodes(&query)? > 0)
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) authority: &'a str,
    pub(super) period: &'a str,
    /// Up to when is known what was done: the end of the day on which the release is made.
    pub(super) as_of: DateTime<Utc>,
}

/// The rows of a release, with the child of each.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// The same episodes in the same order, as episode records are made from them.
    pub(super) records: Vec<EpisodeRow>,
    /// Episode and child of each row, in the same order, for the store's own memory of what was
    /// released. Likely doubles have one child here too.
    pub(super) ids: Vec<(u128, u128)>,
    /// Different children as they are recorded: likely doubles are several here.
    pub(super) recorded: usize,
    /// Set and version of the questions that asked the records, where it is not the version that asks new ones.
    pub(super) other_versions: BTreeSet<(String, u32)>,
}

/// An episode whose values about itself are worked out.
struct Half {
    child: Uuid,
    episode: Uuid,
    said: Said,
}

/// When an episode began.
#[derive(Debug, Clone, Copy)]
struct Start {
    from: DateTime<Utc>,
    episode: Uuid,
    missing: Option<Moment>,
}

/// Reads and works out the rows.
///
/// # Errors
/// The period is no financial year, it was stopped, or the store cannot be read.
pub(super) fn find(
    home: &Homeward,
    asked: &Asked<'_>,
    running: &Running<'_>,
) -> Result<Found, ApiError> {
    let (first, last) = financial_year_days(asked.period).ok_or_else(|| {
        ApiError::problem("The period must be a financial year, such as 2025-26.")
    })?;
    let profile = home
        .standard()
        .profile(super::PROFILE)
        .ok_or_else(|| ApiError::fault("The standard has no profile for a borough’s release."))?;
    let questions = questions(home.standard());
    let asked_for: Vec<(RecordKind, &str)> =
        questions.iter().map(|(kind, id)| (*kind, id.as_str())).collect();
    let values = Values {
        standard: home.standard(),
        profile,
        as_of: asked.as_of,
        today: home.today(),
        versions: home
            .with(Act::Enter, |open| Versions::look(open.store.read()?, home.standard()))?,
    };

    let mut other_versions = BTreeSet::new();
    let mut halves: Vec<Half> = Vec::new();
    let mut people: HashMap<Uuid, Person> = HashMap::new();
    let mut held: HashMap<Uuid, Vec<Held>> = HashMap::new();
    let mut firsts: HashMap<Uuid, Vec<Start>> = HashMap::new();
    for (month, (from, until)) in (0..).zip(months(first, last)) {
        running.at(month, 12);
        if running.is_stopped() {
            return Err(ApiError::refused("Stopped. No release was made."));
        }
        let query = BulkQuery {
            authority: asked.authority,
            from: Some(from),
            until: Some(until),
            questions: &asked_for,
        };
        home.with(Act::Enter, |open| {
            let reader = open.store.read()?;
            let mut bulk: Vec<BulkEpisode> = Vec::new();
            reader.each_episode(
                &query,
                &mut |episode| {
                    bulk.push(episode);
                    ControlFlow::Continue(())
                },
                &mut |_| ControlFlow::Continue(()),
            )?;
            for episode in bulk.into_iter().filter(|one| !never_happened(one)) {
                let child = episode.child.id;
                if let std::collections::hash_map::Entry::Vacant(place) = people.entry(child) {
                    place.insert(person(&episode.child));
                    held.insert(child, Held::of_child(reader, child)?);
                    let starts = reader.episodes_of(child)?;
                    let starts = starts.iter().filter_map(|e| {
                        let from = e.missing_from.as_ref()?.from;
                        let missing = moment(e.missing_from.as_ref());
                        Some(Start { from, episode: e.id, missing })
                    });
                    firsts.insert(child, starts.collect());
                }
                other_versions.extend(values.other_versions(&episode));
                let before = held.get(&child).map_or(&[][..], Vec::as_slice);
                halves.push(Half {
                    child,
                    episode: episode.episode.id,
                    said: values.of(&episode, before)?,
                });
            }
            Ok(())
        })?;
    }
    let mut people: Vec<Person> = people.into_values().collect();
    people.sort_by_key(|person| person.id);
    let found = whole(halves, profile, &numbers(&people), &firsts, home.today());
    Ok(Found { other_versions, recorded: people.len(), ..found })
}

/// Adds what rests on all episodes of a child: how often in the year, and which was the first.
fn whole(
    halves: Vec<Half>,
    profile: &ReleaseProfile,
    numbers: &HashMap<Uuid, u64>,
    starts: &HashMap<Uuid, Vec<Start>>,
    today: NaiveDate,
) -> Found {
    let number = |child: &Uuid| numbers.get(child).copied().unwrap_or(u64::MAX);
    let mut in_year: HashMap<u64, u64> = HashMap::new();
    for half in &halves {
        *in_year.entry(number(&half.child)).or_default() += 1;
    }
    // Of likely doubles together, so that neither first nor next is overlooked.
    let mut in_order: HashMap<u64, Vec<Start>> = HashMap::new();
    for (child, starts) in starts {
        in_order.entry(number(child)).or_default().extend(starts);
    }
    for starts in in_order.values_mut() {
        starts.sort_by_key(|start| (start.from, start.episode));
    }
    let mut one_of: HashMap<u64, Uuid> = HashMap::new();
    for half in &halves {
        let one = one_of.entry(number(&half.child)).or_insert(half.child);
        *one = (*one).min(half.child);
    }
    let of_tables: BTreeSet<&str> = table_columns(profile).map(|column| column.variable).collect();
    let mut found = Found::default();
    for mut half in halves {
        let child = number(&half.child);
        let starts = in_order.get(&child).map_or(&[][..], Vec::as_slice);
        for column in columns(profile) {
            let TopicSource::Derived(id) = column.source else { continue };
            let value = match id.as_str() {
                "repeat_band" => repeat_band(in_year.get(&child).copied().unwrap_or(1)),
                "first_ever" => {
                    let first = starts.first().is_some_and(|one| one.episode == half.episode);
                    Some(first_ever(if first { 1 } else { 2 }))
                }
                "missing_again_90" => {
                    let this = starts.iter().position(|one| one.episode == half.episode);
                    let next = this.and_then(|at| starts.get(at + 1)?.missing);
                    Some(missing_again(half.said.returned.as_ref(), next.as_ref(), today))
                }
                _ => continue,
            };
            let value = value.unwrap_or("UNKN").to_owned();
            half.said.values.insert(column.variable.to_owned(), value);
        }
        let one = one_of.get(&child).copied().unwrap_or(half.child);
        found.ids.push((half.episode.as_u128(), one.as_u128()));
        let values =
            half.said.values.iter().filter(|(variable, _)| of_tables.contains(variable.as_str()));
        let values: BTreeMap<String, String> =
            values.map(|(variable, value)| (variable.clone(), value.clone())).collect();
        found.rows.push(Row { child, values });
        found.records.push(EpisodeRow {
            episode: half.episode.as_u128(),
            child: one.as_u128(),
            codes: half.said.values,
            sets: half.said.sets,
        });
    }
    found
}

/// One column of a profile.
pub(super) struct Column<'p> {
    pub(super) variable: &'p str,
    pub(super) source: &'p TopicSource,
    /// What makes it a yes, if it is a yes or no of several answers.
    pub(super) names: &'p [String],
    /// The list of its codes.
    pub(super) list: &'p str,
}

/// Every column of a profile: of its tables, and what somebody may know of its episode records.
pub(super) fn columns(profile: &ReleaseProfile) -> impl Iterator<Item = Column<'_>> {
    let records = profile.records.iter().flat_map(|records| &records.known);
    table_columns(profile).chain(records.map(|column| Column {
        variable: &column.variable,
        source: &column.source,
        names: &column.names,
        list: &column.list,
    }))
}

/// Every column of a profile's topic tables.
fn table_columns(profile: &ReleaseProfile) -> impl Iterator<Item = Column<'_>> {
    let topics = profile.topics.iter().map(|topic| Column {
        variable: &topic.variable,
        source: &topic.source,
        names: &topic.names,
        list: &topic.list,
    });
    let by = profile.by.iter().map(|by| Column {
        variable: &by.variable,
        source: &by.source,
        names: &[],
        list: &by.list,
    });
    topics.chain(by)
}

/// The questions whose answers a release may rest on: those that are not free text. What somebody
/// wrote in their own words is not even read.
fn questions(standard: &Standard) -> Vec<(RecordKind, String)> {
    let mut found = BTreeSet::new();
    for kind in RecordKind::ALL {
        // Of every version: a record is read by the one that asked it. A question keeps its kind in all of them.
        for set in standard.all_versions().filter(|set| set.id == kind.set_id()) {
            // With the columns of rows: a reason and a harm stand in one.
            let questions = set.questions_and_columns();
            let questions = questions.filter(|question| !question.kind.is_free_text());
            found.extend(questions.map(|question| (kind, question.id.clone())));
        }
    }
    found.into_iter().collect()
}
