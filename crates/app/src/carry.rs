//! Last time's answers: shown beside a question that seldom changes, and brought over on request.
//!
//! A child who went missing before should not have to say the same things again. Nothing is brought
//! over by itself: what was so last time may be different now.

use std::collections::BTreeMap;

use homeward_casework::{RecordKind, time};
use homeward_standard::{Answer, Kind, Question, Standard, Value};
use homeward_store::{EpisodeRow, Reader};
use homeward_vault::random_id;
use uuid::Uuid;

use crate::api::ApiError;
use crate::api::record::{CarryOffer, Give, LastAnswer, PageView, QuestionView};
use crate::asks::{InSection, OneRowGroup};
use crate::loading::{self, Loaded};
use crate::roles::Act;
use crate::session::{Homeward, Open};
use crate::sheet::{Answers, Sheet};
use crate::{derive, show, work};

/// How many earlier episodes are looked at for a record of the same kind.
const EPISODES_BACK: usize = 10;

/// The record of the same kind from the last time this child was missing.
struct LastTime {
    /// "3 March 2026": when that episode began.
    when: String,
    answers: Answers,
}

impl Homeward {
    /// Brings last time's answer to one question over.
    ///
    /// # Errors
    /// There is none, or one is given already; as for [`Homeward::give`].
    pub fn carry(&self, ask: OneRowGroup) -> Result<PageView, ApiError> {
        let id = loading::id(&ask.record)?;
        let section = self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, id)?;
            let home = loaded
                .set
                .sections
                .iter()
                .find(|section| section.questions.iter().any(|q| q.id == ask.question));
            Ok(home.map(|section| section.id.clone()))
        })?;
        let section = section.ok_or_else(nothing_to_carry)?;
        self.carry_over(id, &section, Some(&ask.question))
    }

    /// Brings last time's answers to all questions of a page over that have none yet.
    ///
    /// # Errors
    /// There are none; as for [`Homeward::give`].
    pub fn carry_page(&self, ask: InSection) -> Result<PageView, ApiError> {
        self.carry_over(loading::id(&ask.record)?, &ask.section, None)
    }

    fn carry_over(
        &self,
        record: Uuid,
        section: &str,
        only: Option<&str>,
    ) -> Result<PageView, ApiError> {
        let wanted = self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, record)?;
            loading::must_be_open(&loaded)?;
            let page = loading::page(open, self, &loaded, section)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            let Some(last) = last_time(open, self, &loaded, &sheet.before)? else {
                return Ok(Vec::new());
            };
            Ok(carried(&page)
                .filter(|view| only.is_none_or(|only| view.question == only))
                .filter_map(|view| {
                    let before = last.answers.get(&(view.question.clone(), None))?;
                    let absence = match &before.answer {
                        Some(Answer::Absent(absence)) => Some(absence.code().to_owned()),
                        _ => None,
                    };
                    Some((view.question.clone(), before.raw.clone(), absence))
                })
                .collect())
        })?;
        if wanted.is_empty() {
            return Err(nothing_to_carry());
        }
        for (question, raw, absence) in wanted {
            self.give(Give {
                op: random_id().to_string(),
                record: record.to_string(),
                question,
                item: 0,
                raw,
                absence,
                left: true,
            })?;
        }
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, record)?;
            loading::page(open, self, &loaded, section)
        })
    }
}

fn nothing_to_carry() -> ApiError {
    ApiError::refused("There is no answer from last time to use here.")
}

fn carried(page: &PageView) -> impl Iterator<Item = &QuestionView> {
    page.questions
        .iter()
        .chain(&page.more)
        .filter(|view| view.last.as_ref().is_some_and(|last| last.can_carry))
}

/// Puts last time's answers beside the questions of a page.
pub fn offer(
    open: &Open,
    homeward: &Homeward,
    loaded: &Loaded<'_>,
    sheet: &Sheet<'_>,
    page: &mut PageView,
) -> Result<(), ApiError> {
    let may_be_carried =
        |view: &QuestionView| sheet.set.question(&view.question).is_some_and(|found| found.carry);
    // Most pages have no such question, and then the earlier record need not be read.
    if !page.questions.iter().chain(&page.more).any(may_be_carried) {
        return Ok(());
    }
    let Some(last) = last_time(open, homeward, loaded, &sheet.before)? else { return Ok(()) };
    for view in page.questions.iter_mut().chain(&mut page.more) {
        let Some(question) = sheet.set.question(&view.question).filter(|q| q.carry) else {
            continue;
        };
        view.last = last_answer(&last, question, view, sheet.standard);
    }
    let count = u32::try_from(carried(page).count()).unwrap_or(u32::MAX);
    if count > 0 && page.open {
        page.carry = Some(CarryOffer { said: format!("From the last time, {}", last.when), count });
    }
    Ok(())
}

fn last_answer(
    last: &LastTime,
    question: &Question,
    view: &QuestionView,
    standard: &Standard,
) -> Option<LastAnswer> {
    let before = last.answers.get(&(question.id.clone(), None)).filter(|found| found.valid)?;
    let answer = before.answer.as_ref().filter(|_| question.kind != Kind::Rows)?;
    let empty = view.raw.trim().is_empty() && view.absence.is_none();
    Some(LastAnswer {
        said: format!("Last time ({}): {}", last.when, show::answer(question, answer, standard)),
        can_carry: view.open && empty && still_offered(answer, question, view),
    })
}

/// Whether an answer can still be given: its codes and absence code are offered now.
fn still_offered(answer: &Answer, question: &Question, view: &QuestionView) -> bool {
    let offered = |code: &String| view.choices.iter().any(|choice| choice.code == *code);
    match answer {
        Answer::Absent(absence) => question.absences.contains(absence),
        Answer::Given(Value::Choice(code)) => offered(code),
        Answer::Given(Value::Choices(codes)) => codes.iter().all(offered),
        Answer::Given(_) => true,
    }
}

/// The last record of this kind before this one, by when the episodes began.
fn last_time(
    open: &Open,
    homeward: &Homeward,
    loaded: &Loaded<'_>,
    before: &BTreeMap<&'static str, Answers>,
) -> Result<Option<LastTime>, ApiError> {
    let kind = loaded.record.kind;
    let Some(own) = loaded.episodes.first() else { return Ok(None) };
    let reader = open.store.read()?;
    let mut episodes = reader.episodes_of(loaded.child)?;
    let began = |episode: &EpisodeRow| episode.missing_from.as_ref().map(|moment| moment.from);
    let Some(start) = episodes.iter().find(|one| one.id == *own).and_then(began) else {
        return Ok(None);
    };
    episodes.retain(|one| began(one).is_some_and(|at| at < start));
    episodes.sort_by_key(|one| std::cmp::Reverse(began(one)));
    for episode in episodes.iter().take(EPISODES_BACK) {
        let Some(record) = of_kind(&reader, kind, episode.id)? else { continue };
        if record == loaded.record.id {
            continue;
        }
        let version = reader.record(record)?.set_version;
        let Some(set) = homeward.standard().set_version(kind.set_id(), version) else { continue };
        let mut answers = loading::answers(&reader, set, record)?;
        // What was hidden then was not asked, whatever stands there from before.
        let hidden = derive::hidden(set, &answers, before);
        answers.retain(|(question, _), _| !hidden.contains(question.as_str()));
        let when = work::moment(episode.missing_from.as_ref())
            .map_or_else(String::new, |moment| time::show_date(moment.date));
        return Ok(Some(LastTime { when, answers }));
    }
    Ok(None)
}

/// The record of a kind that belongs to an episode.
fn of_kind(reader: &Reader<'_>, kind: RecordKind, episode: Uuid) -> Result<Option<Uuid>, ApiError> {
    let conversation = || -> Result<Option<Uuid>, ApiError> {
        Ok(reader.conversations_of_episode(episode)?.last().map(|one| one.id))
    };
    Ok(match kind {
        RecordKind::Child => None,
        RecordKind::Episode => Some(episode),
        RecordKind::Ppi => reader.ppis_of(episode)?.last().map(|one| one.id),
        RecordKind::Conversation => conversation()?,
        RecordKind::Support => match conversation()? {
            Some(one) => reader.supports_of(one)?.last().map(|one| one.id),
            None => None,
        },
    })
}
