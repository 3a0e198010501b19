//! Records out of the store, as sheets and pages.

use std::collections::BTreeMap;

use homeward_casework::{Origin, RecordKind, ReviewState};
use homeward_standard::{QuestionSet, Standard};
use homeward_store::{Reader, Record};
use uuid::Uuid;

use crate::answers::kept_answer;
use crate::api::ApiError;
use crate::api::record::PageView;
use crate::derive::{Neighbours, add_neighbours};
use crate::pages::{self, Frame};
use crate::session::{Homeward, Open};
use crate::sheet::{Answers, Recorded, Sheet};
use crate::{carry, contradictions, derive};

/// The rule name of the mark on a return that is still being added.
pub const ADDING: &str = "adding";

/// The rule name of the mark on a draft child that turned out to be a child who is here already.
pub const SET_ASIDE: &str = "set-aside";

/// A record, and what frames its pages.
pub struct Loaded<'s> {
    /// The record.
    pub record: Record,
    /// The set that asks it, in the version that the record keeps.
    pub set: &'s QuestionSet,
    /// The child it is about; itself, for a child.
    pub child: Uuid,
    /// The child's name as shown.
    pub child_name: String,
    /// Episodes it is about, the newest first: its clock is the one that runs. Itself, for an episode.
    pub episodes: Vec<Uuid>,
    /// Whether it is part of a return that is still being added.
    pub adding: bool,
}

impl Loaded<'_> {
    /// "Return conversation, Example Child 12".
    pub fn caption(&self) -> String {
        format!("{}, {}", self.set.title, self.child_name)
    }

    /// Whether answers can be changed now.
    pub fn is_open(&self) -> bool {
        self.unknown_version().is_none()
            && matches!(self.record.state, ReviewState::Draft | ReviewState::Returned)
    }

    /// The version of the questions that asked the record, when this Homeward does not know it. The record is then
    /// shown by the newest questions that are known, and cannot be changed.
    pub fn unknown_version(&self) -> Option<u32> {
        (self.record.set_version != self.set.version).then_some(self.record.set_version)
    }

    /// What is said on the pages of a record of an unknown version.
    pub fn version_notice(&self) -> Option<String> {
        let version = self.unknown_version()?;
        Some(format!(
            "This record was written with version {version} of its questions, and this Homeward knows version {}. All its answers are kept and shown as far as they are known here. It cannot be changed here: use the Homeward that wrote it, or a newer one.",
            self.set.version
        ))
    }
}

/// The version of a set that asked a record; the newest that is known, if that one is not.
pub fn set_of<'s>(standard: &'s Standard, id: &str, version: u32) -> Option<&'s QuestionSet> {
    standard.set_version(id, version).or_else(|| standard.newest(id))
}

/// Refuses a change of a record whose questions this Homeward does not know.
pub fn must_be_known(loaded: &Loaded<'_>) -> Result<(), ApiError> {
    loaded.version_notice().map_or(Ok(()), |notice| Err(ApiError::refused(notice)))
}

/// An id as the screen hands it back.
pub fn id(text: &str) -> Result<Uuid, ApiError> {
    Uuid::try_parse(text).map_err(|_| {
        ApiError::refused("That record is not in this store. Go back to My work and open it again.")
    })
}

/// Refuses a record whose answers are not to be changed now.
pub fn must_be_open(loaded: &Loaded<'_>) -> Result<(), ApiError> {
    must_be_known(loaded)?;
    if loaded.is_open() {
        Ok(())
    } else {
        Err(ApiError::refused(
            "This record is marked ready, so its answers cannot be changed. Open it again from its task list first.",
        ))
    }
}

/// A record.
pub fn record<'s>(open: &Open, homeward: &'s Homeward, id: Uuid) -> Result<Loaded<'s>, ApiError> {
    let reader = open.store.read()?;
    let record = reader.record(id)?;
    let set_id = record.kind.set_id();
    let set = set_of(homeward.standard(), set_id, record.set_version).ok_or_else(|| {
        ApiError::fault("The standard does not ask about a record of this store.")
    })?;
    let child = record.child.unwrap_or(id);
    let episodes = match record.kind {
        RecordKind::Child => Vec::new(),
        RecordKind::Episode => vec![id],
        RecordKind::Ppi => vec![reader.ppi(id)?.episode],
        RecordKind::Conversation => newest_first(&reader, reader.conversation(id)?.episodes)?,
        RecordKind::Support => match reader.support(id)?.conversation {
            Some(conversation) => {
                newest_first(&reader, reader.conversation(conversation)?.episodes)?
            }
            None => Vec::new(),
        },
    };
    let adding = reader.is_flagged(id, ADDING)?;
    let child_name = name_of(&reader, child)?;
    Ok(Loaded { record, set, child, child_name, episodes, adding })
}

/// Episodes by when they began, the newest first.
fn newest_first(reader: &Reader<'_>, episodes: Vec<Uuid>) -> Result<Vec<Uuid>, ApiError> {
    if episodes.len() < 2 {
        return Ok(episodes);
    }
    let mut dated = Vec::new();
    for id in episodes {
        dated.push((reader.episode(id)?.missing_from.map(|moment| moment.from), id));
    }
    dated.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
    Ok(dated.into_iter().map(|(_, id)| id).collect())
}

/// The name of a child as lists and captions show it.
pub fn name_of(reader: &Reader<'_>, child: Uuid) -> Result<String, ApiError> {
    let row = reader.child(child)?;
    Ok(shown_name(row.forename.as_deref(), row.surname.as_deref(), row.local_id.as_deref()))
}

/// A name as shown; a child of a file that holds no names is called by its local id.
pub fn shown_name(forename: Option<&str>, surname: Option<&str>, local_id: Option<&str>) -> String {
    let name = [forename, surname]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match (name.is_empty(), local_id) {
        (false, _) => name,
        (true, Some(id)) => format!("Child {id} (no name recorded)"),
        (true, None) => "No name recorded yet".to_owned(),
    }
}

/// The answers of a record.
pub fn answers(reader: &Reader<'_>, set: &QuestionSet, record: Uuid) -> Result<Answers, ApiError> {
    Ok(reader
        .answers(record)?
        .into_iter()
        .map(|kept| {
            let question = set.question(&kept.question);
            let answer = kept_answer(question, &kept);
            // Of a question that nothing is known about, whatever there is stands for the answer.
            let raw = if question.is_none() && answer.is_none() && kept.raw.trim().is_empty() {
                kept.absence.or(kept.value).unwrap_or_default()
            } else {
                kept.raw
            };
            ((kept.question, kept.item), Recorded { raw, answer, valid: kept.valid })
        })
        .collect())
}

/// A record's answers with everything its rules may look at.
pub fn sheet<'s>(
    open: &Open,
    homeward: &'s Homeward,
    loaded: &Loaded<'s>,
) -> Result<Sheet<'s>, ApiError> {
    let reader = open.store.read()?;
    let standard = homeward.standard();
    let mut before = BTreeMap::new();
    let mut load = |set_id: &'static str, record: Uuid| -> Result<(), ApiError> {
        let version = reader.record(record)?.set_version;
        if let Some(set) = set_of(standard, set_id, version) {
            let mut found = answers(&reader, set, record)?;
            // What is hidden there counts for nothing here.
            let hidden = derive::hidden(set, &found, &before);
            found.retain(|(question, _), _| !hidden.contains(question.as_str()));
            before.insert(set_id, found);
        }
        Ok(())
    };
    let kind = loaded.record.kind;
    if kind != RecordKind::Child {
        load("child", loaded.child)?;
    }
    if !matches!(kind, RecordKind::Child | RecordKind::Episode)
        && let Some(first) = loaded.episodes.first()
    {
        load("episode", *first)?;
        if kind != RecordKind::Ppi
            && let Some(ppi) = reader.ppis_of(*first)?.last()
        {
            load("ppi", ppi.id)?;
        }
    }
    if kind == RecordKind::Support
        && let Some(conversation) = reader.support(loaded.record.id)?.conversation
    {
        load("rhi", conversation)?;
    }
    let own = answers(&reader, loaded.set, loaded.record.id)?;
    let history = match loaded.episodes.first() {
        Some(first) => is_history(reader.episode(*first)?.origin),
        None => is_history(loaded.record.origin),
    };
    let asked = derive::asked(loaded.set, &own, &before);
    let mut derived = derive::facts(kind, &asked, &before, history, homeward.now());
    let (this, first) = (loaded.record.id, loaded.episodes.first().copied());
    let around = Neighbours::of(&reader, kind, this, loaded.child, first)?;
    let today = homeward.today();
    add_neighbours(&mut derived, standard, loaded.set, &asked, &before, &around, today);
    let record = loaded.record.id;
    let mut sheet =
        Sheet::new(standard, loaded.set, record, own, before, derived, homeward.today());
    sheet.unknown_version = loaded.unknown_version();
    Ok(sheet)
}

/// The page on which a question stands: its section, or *Add a return* while that is going on.
pub fn page_of_question(
    open: &Open,
    homeward: &Homeward,
    record_id: Uuid,
    question: &str,
) -> Result<PageView, ApiError> {
    let loaded = record(open, homeward, record_id)?;
    let section = if loaded.adding {
        Some(pages::NOTIFICATION)
    } else {
        loaded
            .set
            .sections
            .iter()
            .find(|section| {
                section
                    .questions
                    .iter()
                    .any(|q| q.id == question || q.columns.iter().any(|c| c.id == question))
            })
            .map(|section| section.id.as_str())
    };
    page(open, homeward, &loaded, section.unwrap_or_default())
}

/// A section of a record as a page.
pub fn page<'s>(
    open: &Open,
    homeward: &'s Homeward,
    loaded: &Loaded<'s>,
    section: &str,
) -> Result<PageView, ApiError> {
    let sheet = sheet(open, homeward, loaded)?;
    let frame = Frame {
        caption: loaded.caption(),
        open: loaded.is_open(),
        authorities: open.me.authorities.iter().map(|one| one.code.clone()).collect(),
        notices: loaded.version_notice().into_iter().collect(),
    };
    let mut page = pages::page(&sheet, section, &frame)
        .ok_or_else(|| ApiError::refused("That page is not part of this record."))?;
    carry::offer(open, homeward, loaded, &sheet, &mut page)?;
    contradictions::beside(homeward, open, loaded, &sheet, &mut page)?;
    Ok(page)
}

/// Whether a record is history, brought in from a file: never overdue, never asks for work.
pub fn is_history(origin: Origin) -> bool {
    !origin.asks_for_work()
}
