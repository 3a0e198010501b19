//! Facts that rest on the standard's lists and on the child's other episodes and conversations.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use homeward_casework::RecordKind;
use homeward_casework::derived::{self, Episodes, Spell};
use homeward_standard::{Answer, Facts, QuestionSet, Reference, Standard, Value};
use homeward_store::Reader;
use uuid::Uuid;

use super::{Given, coded};
use crate::api::ApiError;
use crate::sheet::Answers;
use crate::work;

/// A conversation that was held with the child before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    worker: Uuid,
}

/// The conversation that a record is, among the child's others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Talk {
    worker: Uuid,
    held: bool,
    episodes: usize,
    /// Those held before it, the earliest first.
    before: Vec<Held>,
}

/// What stands beside a record in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    episodes: Option<Episodes>,
    talk: Option<Talk>,
}

/// Whether an outcome is one of a conversation that took place.
fn took_place(outcome: Option<&str>) -> bool {
    matches!(outcome, Some("COMPLETED" | "PARTIAL"))
}

impl Neighbours {
    /// The episodes of the child around `episode`, and for a conversation the child's others.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(
        reader: &Reader<'_>,
        kind: RecordKind,
        record: Uuid,
        child: Uuid,
        episode: Option<Uuid>,
    ) -> Result<Self, ApiError> {
        let mut found = Self::default();
        if let Some(episode) = episode {
            let (mut this, mut others) = (None, Vec::new());
            for row in reader.episodes_of(child)? {
                let Some(missing) = work::moment(row.missing_from.as_ref()) else { continue };
                let spell = Spell { missing, returned: work::moment(row.returned.as_ref()) };
                if row.id == episode { this = Some(spell) } else { others.push(spell) }
            }
            found.episodes = this.map(|this| Episodes::new(this, others));
        }
        if kind == RecordKind::Conversation {
            found.talk = talk(reader, record, child)?;
        }
        Ok(found)
    }
}

fn talk(reader: &Reader<'_>, record: Uuid, child: Uuid) -> Result<Option<Talk>, ApiError> {
    let workers: BTreeMap<Uuid, Uuid> =
        reader.records_of(child)?.into_iter().map(|one| (one.id, one.created_by)).collect();
    let all = reader.conversations_of_child(child)?;
    let Some(this) = all.iter().find(|one| one.id == record) else { return Ok(None) };
    let Some(worker) = workers.get(&record).copied() else { return Ok(None) };
    let held = took_place(this.outcome.as_deref());
    let key =
        |one: &homeward_store::ConversationRow| one.held_at.as_ref().map(|at| (at.from, one.id));
    let mut before: Vec<_> = all
        .iter()
        .filter(|one| one.id != record && took_place(one.outcome.as_deref()))
        // One that is not held yet comes after all that were.
        .filter_map(|one| key(one).filter(|at| key(this).is_none_or(|this| *at < this)))
        .collect();
    before.sort();
    let before = before
        .into_iter()
        .filter_map(|(_, id)| workers.get(&id).map(|worker| Held { worker: *worker }))
        .collect();
    Ok(Some(Talk { worker, held, episodes: this.episodes.len(), before }))
}

/// Answers with the facts worked out of them so far.
struct Known<'a> {
    set: &'a str,
    own: &'a Answers,
    before: &'a BTreeMap<&'static str, Answers>,
    derived: &'a BTreeMap<String, Answer>,
}

impl Facts for Known<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        let answers = match reference.set.as_deref() {
            Some("derived") => return self.derived.get(&reference.id).cloned(),
            Some(set) if set != self.set => self.before.get(set)?,
            _ => self.own,
        };
        answers.get(&(reference.id.clone(), item))?.answer.clone()
    }
}

/// Adds the facts that rest on lists, on the child's other records and on the whole set.
pub fn add_neighbours(
    facts: &mut BTreeMap<String, Answer>,
    standard: &Standard,
    set: &QuestionSet,
    own: &Answers,
    before: &BTreeMap<&'static str, Answers>,
    neighbours: &Neighbours,
    today: NaiveDate,
) {
    let given = Given { sets: std::iter::once(own).chain(before.values()).collect() };
    let mut put = |id: &str, answer: Answer| {
        facts.insert(id.to_owned(), answer);
    };
    if let Some(list) = standard.list("ethnicity") {
        let police = given.code("ethnicity_police").or_else(|| given.code("ethnicity_police_ic"));
        let conflict = derived::ethnicity_conflict(given.code("ethnicity"), police, list);
        put("ethnicity_conflict", coded(conflict));
    }
    let responsible = given.code("responsible_la");
    put("home_bcu", coded(derived::home_bcu(responsible, standard.authorities())));
    let host = derived::host_bcu(responsible, given.code("host_la"), standard.authorities());
    put("host_bcu", coded(host));
    let lists = (standard.list("ppi_outcome"), standard.list("ppi_outcome_group"));
    if let (Some(outcomes), Some(groups)) = lists {
        let chosen = given.codes("ppi_outcome").unwrap_or_default();
        let status = given.code("ppi_status");
        let group = derived::ppi_outcome_group(status, chosen, outcomes, groups);
        put("ppi_outcome_group", coded(group));
    }
    if let Some(episodes) = &neighbours.episodes {
        of_episodes(episodes, given.moment("returned_at"), today, &mut put);
    }
    if let Some(talk) = &neighbours.talk {
        let workers: Vec<Uuid> = talk.before.iter().map(|held| held.worker).collect();
        put("conversation_number", number(derived::conversation_number(workers.len() as u64)));
        let with_worker = derived::rhi_number_with_worker(talk.worker, &workers);
        put("rhi_number_with_worker", number(with_worker));
        let same = derived::same_worker(talk.held, talk.worker, workers.last().copied());
        put("same_worker", coded(same));
        put("episodes_covered", coded(derived::episodes_covered(talk.episodes)));
    }
    let known = Known { set: &set.id, own, before, derived: facts };
    if let Some(share) = derived::completeness_pct(set, &known) {
        facts.insert("completeness_pct".to_owned(), number(share.into()));
    }
}

fn of_episodes(
    episodes: &Episodes,
    returned: Option<&homeward_standard::Moment>,
    today: NaiveDate,
    put: super::Put<'_>,
) {
    put("episode_seq", number(derived::episode_seq(episodes)));
    put("first_ever", coded(derived::first_ever(derived::episode_seq(episodes))));
    put("prev_missing_count", number(derived::prev_missing_count(episodes)));
    put("prev_missing_12m", number(derived::prev_missing_12m(episodes)));
    put("prev_missing_90d", number(derived::prev_missing_90d(episodes)));
    if let Some(after) = derived::missing_90d_after(episodes, today) {
        put("missing_90d_after", number(after));
    }
    put("missing_change_90d", coded(derived::missing_change_90d(episodes, today)));
    let next = episodes.next();
    for (id, days) in [("missing_again_7", 7), ("missing_again_30", 30), ("missing_again_90", 90)] {
        put(id, coded(derived::missing_again_within(days, returned, next, today)));
    }
    put("days_to_next_missing", coded(derived::days_to_next_missing(returned, next, today)));
}

fn number(number: u64) -> Answer {
    Answer::Given(Value::Number(i64::try_from(number).unwrap_or(i64::MAX)))
}
