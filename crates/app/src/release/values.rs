//! What a release says of one episode: a leaf code, or the reason why there is none, for every
//! column of the profile.

mod codes;
mod sheets;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::{RecordKind, derived};
use homeward_standard::{
    Absence, Answer, Moment, QuestionSet, ReleaseProfile, Standard, TopicSource, Value,
};
use homeward_store::{BulkEpisode, Reader};
use uuid::Uuid;

use super::rows::columns;
use crate::api::ApiError;
use crate::sheet::Sheet;
use codes::{age, answers_to, codes_of, leaf, leaf_or, of_set, same_worker, unless_missing};

/// Still to be found out: also what a record reads that nobody has signed off.
const PENDING: &str = "PEND";
const NOT_KNOWN: &str = "UNKN";
const NOT_APPLICABLE: &str = "NAPP";

/// A conversation that took place, for whether the next one was with the same worker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    conversation: Uuid,
    at: DateTime<Utc>,
    worker: Uuid,
}

impl Held {
    /// The conversations that took place with a child.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn of_child(reader: Reader<'_>, child: Uuid) -> Result<Vec<Self>, ApiError> {
        let mut held = Vec::new();
        for row in reader.conversations_of_child(child)? {
            if let (Some(at), true) = (&row.held_at, took_place(row.outcome.as_deref())) {
                let worker = reader.record(row.id)?.created_by;
                held.push(Self { conversation: row.id, at: at.from, worker });
            }
        }
        held.sort_by_key(|one| (one.at, one.conversation));
        Ok(held)
    }
}

fn took_place(outcome: Option<&str>) -> bool {
    matches!(outcome, Some("COMPLETED" | "PARTIAL"))
}

/// Works out the columns of a profile.
pub(super) struct Values<'s> {
    pub(super) standard: &'s Standard,
    pub(super) profile: &'s ReleaseProfile,
    pub(super) as_of: DateTime<Utc>,
    pub(super) today: NaiveDate,
    pub(super) versions: Versions,
}

/// Which version of its questions asked each record.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// Those that are not asked by the version that asks new records.
    others: HashMap<Uuid, u32>,
}

impl Versions {
    /// Looks them up.
    ///
    /// # Errors
    /// A record was asked by a version that this Homeward does not know, so that it cannot say what its answers mean.
    pub(super) fn look(reader: Reader<'_>, standard: &Standard) -> Result<Self, ApiError> {
        let mut others = HashMap::new();
        for kind in RecordKind::ALL {
            let Some(set) = standard.set(kind.set_id()) else { continue };
            let found = reader.asked_by_another(kind, set.version)?;
            if found.values().any(|version| standard.set_version(&set.id, *version).is_none()) {
                return Err(ApiError::refused(format!(
                    "This store holds records that a newer version of the questions asked (“{}”), and this Homeward cannot count them. Make the release with the Homeward that wrote them, or a newer one.",
                    set.title
                )));
            }
            others.extend(found);
        }
        Ok(Self { others })
    }
}

/// What is said of one episode.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Variable to leaf code or absence code.
    pub(super) values: BTreeMap<String, String>,
    /// Variable of what only a conversation tells, to leaf codes or to one absence code.
    pub(super) sets: BTreeMap<String, BTreeSet<String>>,
    /// When the child returned, if that is known and still asked: every column goes by the same.
    pub(super) returned: Option<Moment>,
}

/// What was answered to a question.
enum Given {
    /// The codes, and the groups of the question's ladder that they lie in.
    Codes(BTreeSet<String>),
    /// Why there is no answer.
    Nothing(String),
}

impl Given {
    /// Whether some answer is one of these codes or lies in one of these groups. Other answers make a no, and without
    /// any it is said why there is none.
    fn is_one_of(&self, names: &[String]) -> String {
        match self {
            Self::Nothing(why) => why.clone(),
            Self::Codes(given) if names.iter().any(|name| given.contains(name)) => "Y".to_owned(),
            Self::Codes(_) => "N".to_owned(),
        }
    }
}

/// The sheets of one episode.
struct Sheets<'s> {
    episode: Sheet<'s>,
    ppi: Option<Sheet<'s>>,
    conversation: Option<Sheet<'s>>,
    /// The plan that followed from that conversation.
    support: Option<Sheet<'s>>,
}

impl Values<'_> {
    /// Every column but those that rest on all episodes of the child.
    ///
    /// # Errors
    /// The standard and the profile do not belong together.
    pub(super) fn of(&self, episode: &BulkEpisode, held: &[Held]) -> Result<Said, ApiError> {
        let sheets = self.sheets(episode)?;
        let mut values = BTreeMap::new();
        let mut given: BTreeMap<(&String, &String), Given> = BTreeMap::new();
        for column in columns(self.profile) {
            let value = match column.source {
                TopicSource::Question { set, id } if !column.names.is_empty() => {
                    // A hundred topics may be of one question.
                    let given = match given.entry((set, id)) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(place) => place.insert(self.given(&sheets, (set, id))?),
                    };
                    given.is_one_of(column.names)
                }
                TopicSource::Question { set, id } => {
                    self.answered(&sheets, episode.child.id, (set, id), column.list)?
                }
                TopicSource::Derived(id) => match self.derived(&sheets, id, held)? {
                    Some(value) => value,
                    None => continue,
                },
            };
            values.insert(column.variable.to_owned(), value);
        }
        let mut sets = BTreeMap::new();
        for column in self.profile.records.iter().flat_map(|records| &records.told) {
            let TopicSource::Question { set, id } = &column.source else { continue };
            sets.insert(column.variable.clone(), self.items(&sheets, (set, id), &column.list)?);
        }
        Ok(Said { values, sets, returned: codes::returned(&sheets).copied() })
    }

    /// The versions of questions that asked the records of an episode, where they are not those that ask new ones.
    pub(super) fn other_versions(&self, episode: &BulkEpisode) -> Vec<(String, u32)> {
        let own =
            [(RecordKind::Child, episode.child.id), (RecordKind::Episode, episode.episode.id)];
        let ppis = episode.ppis.iter().map(|ppi| (RecordKind::Ppi, ppi.id));
        let conversations =
            episode.conversations.iter().map(|one| (RecordKind::Conversation, one.id));
        let supports = episode.supports.iter().map(|one| (RecordKind::Support, one.id));
        own.into_iter()
            .chain(ppis)
            .chain(conversations)
            .chain(supports)
            .filter_map(|(kind, id)| {
                let version = self.versions.others.get(&id)?;
                Some((kind.set_id().to_owned(), *version))
            })
            .collect()
    }

    /// The answer to a question, as it leaves: by the codes of the release's list, whichever version asked it.
    fn answered(
        &self,
        sheets: &Sheets<'_>,
        child: Uuid,
        (set, id): (&str, &str),
        list: &str,
    ) -> Result<String, ApiError> {
        let sheet = match set {
            "child" => {
                let asked_by = self.set(RecordKind::Child, child)?;
                let child = sheets.episode.before.get("child");
                let recorded = child.and_then(|answers| answers.get(&(id.to_owned(), None)));
                let answer = recorded.and_then(|recorded| recorded.answer.as_ref());
                return Ok(self.joined(asked_by, id, answer, list));
            }
            _ => of_set(sheets, (set, id))?,
        };
        let Some(sheet) = sheet else { return Ok(PENDING.to_owned()) };
        // An answer whose question is hidden again reads "does not apply" and never leaves.
        if sheet.set.question(id).is_some_and(|question| !sheet.asks(question)) {
            return Ok(NOT_APPLICABLE.to_owned());
        }
        Ok(self.joined(sheet.set, id, sheet.answer_to(id), list))
    }

    /// What was answered to a question that topics are a yes or no of, or why there is no answer.
    fn given(&self, sheets: &Sheets<'_>, (set, id): (&str, &str)) -> Result<Given, ApiError> {
        let Some(sheet) = of_set(sheets, (set, id))? else {
            return Ok(Given::Nothing(PENDING.to_owned()));
        };
        let Some(question) = sheet.set.question(id) else {
            return Ok(Given::Nothing(self.joined(sheet.set, id, None, "")));
        };
        let group = sheet.set.rows_of(id);
        if !sheet.asks(group.unwrap_or(question)) {
            return Ok(Given::Nothing(NOT_APPLICABLE.to_owned()));
        }
        let ladder = question.disclosure.ladder.as_ref().and_then(|id| self.standard.ladder(id));
        let answers = answers_to(sheet, id);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for code in answers.iter().flat_map(|answer| codes_of(answer)) {
            let groups = ladder.into_iter().flat_map(|ladder| ladder.groups_of(code));
            names.extend(groups.map(str::to_owned));
            names.insert(code.clone());
        }
        Ok(match names.is_empty() {
            true => {
                Given::Nothing(leaf(answers.into_iter().find(|answer| answer.value().is_none())))
            }
            false => Given::Codes(names),
        })
    }

    /// Every code that an answer, or one of several, gives, as codes of the release's list. Without any it is said why.
    fn items(
        &self,
        sheets: &Sheets<'_>,
        (set, id): (&str, &str),
        list: &str,
    ) -> Result<BTreeSet<String>, ApiError> {
        let only = |code: &str| BTreeSet::from([code.to_owned()]);
        let Some(sheet) = of_set(sheets, (set, id))? else { return Ok(only(PENDING)) };
        let Some(question) = sheet.set.question(id) else {
            return Ok(only(&self.joined(sheet.set, id, None, list)));
        };
        if !sheet.asks(sheet.set.rows_of(id).unwrap_or(question)) {
            return Ok(only(NOT_APPLICABLE));
        }
        let answers = answers_to(sheet, id);
        let codes: BTreeSet<String> = answers
            .iter()
            .flat_map(|answer| codes_of(answer))
            .map(|code| {
                self.standard
                    .joined_code(&sheet.set.id, sheet.set.version, id, code, list)
                    .unwrap_or(NOT_KNOWN)
                    .to_owned()
            })
            .collect();
        if codes.is_empty() {
            let why = answers.into_iter().find(|answer| answer.value().is_none());
            return Ok(only(&leaf(why)));
        }
        Ok(codes)
    }

    /// The code of an answer in the release's list. What the version did not ask reads as the map between the versions
    /// says, and a code that no version of the list has is not known.
    fn joined(
        &self,
        set: &QuestionSet,
        question: &str,
        answer: Option<&Answer>,
        list: &str,
    ) -> String {
        if set.question(question).is_none() {
            let absence = self.standard.not_in_version(&set.id, set.version, question);
            return absence.map_or(NOT_APPLICABLE, Absence::code).to_owned();
        }
        match answer {
            Some(Answer::Given(Value::Choice(code))) => self
                .standard
                .joined_code(&set.id, set.version, question, code, list)
                .unwrap_or(NOT_KNOWN)
                .to_owned(),
            other => leaf(other),
        }
    }

    /// What is worked out. None for what rests on all episodes of the child.
    fn derived(
        &self,
        sheets: &Sheets<'_>,
        id: &str,
        held: &[Held],
    ) -> Result<Option<String>, ApiError> {
        let of = |sheet: &Sheet<'_>| leaf_or(sheet.derived.get(id), NOT_KNOWN);
        Ok(Some(match id {
            "repeat_band" | "first_ever" | "missing_again_90" => return Ok(None),
            "age_at_start" => age(sheets.episode.derived.get(id)),
            "duration_band" | "looked_after" | "quarter" | "risk_difference" => of(&sheets.episode),
            "ppi_offered" => sheets.ppi.as_ref().map_or_else(|| PENDING.to_owned(), of),
            "ppi_in_time" => match &sheets.ppi {
                Some(sheet) => of(sheet),
                None => unless_missing(sheets, PENDING),
            },
            "ppi_outcome_group" => match &sheets.ppi {
                Some(sheet) => self.ppi_outcome_group(sheet),
                None => PENDING.to_owned(),
            },
            "rhi_offered_in_time" | "rhi_completed_in_time" => match &sheets.conversation {
                Some(sheet) => of(sheet),
                None => unless_missing(sheets, PENDING),
            },
            "carer_heard" | "disclosure_hours_band" => {
                sheets.conversation.as_ref().map_or_else(|| PENDING.to_owned(), of)
            }
            "told_child_days_band" => {
                sheets.support.as_ref().map_or_else(|| PENDING.to_owned(), of)
            }
            "same_worker" => match &sheets.conversation {
                Some(sheet) => same_worker(sheet, held).to_owned(),
                None => PENDING.to_owned(),
            },
            other => {
                return Err(ApiError::fault(format!("A release cannot work out “{other}”.")));
            }
        }))
    }

    fn ppi_outcome_group(&self, sheet: &Sheet<'_>) -> String {
        // What came of an interview is no longer asked where it turned out that there was none.
        let id = "ppi_outcome";
        let asked = sheet.set.question(id).is_some_and(|question| sheet.asks(question));
        let chosen = match sheet.answer_to(id).filter(|_| asked) {
            Some(Answer::Given(Value::Choices(codes))) => codes.clone(),
            _ => Vec::new(),
        };
        let lists = (self.standard.list("ppi_outcome"), self.standard.list("ppi_outcome_group"));
        let (Some(outcomes), Some(groups)) = lists else { return NOT_KNOWN.to_owned() };
        let status = leaf(sheet.answer_to("ppi_status"));
        derived::ppi_outcome_group(Some(&status), &chosen, outcomes, groups).to_owned()
    }
}
