//! A child across episodes: what happened when, and the reasons of each conversation side by side.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::{clock, derived, time};
use homeward_standard::{Answer, Moment, QuestionSet, Side, Standard, Value};
use homeward_store::{ConversationRow, EpisodeRow, KeptMoment, Reader, SupportRow};
use uuid::Uuid;

use crate::answers::kept_answer;
use crate::api::chronology::{
    Chronology, Event, ReasonColumn, ReasonGroup, ReasonRow, ReasonTable,
};
use crate::api::{ApiError, Tag, Tone};
use crate::children::audited_read;
use crate::loading;
use crate::roles::Act;
use crate::session::Homeward;
use crate::sheet::Answers;
use crate::{show, work};

/// The group of rows that holds reasons, and its columns.
const REASONS: &str = "reasons";
const REASON: &str = "reason";
const VIEW: &str = "reason_view";
const MAIN: &str = "reason_main";

/// The question that holds the day of a support plan.
const PLANNED: &str = "support_plan_at";

/// An event and the instant that it is sorted by.
type Dated = (DateTime<Utc>, Event);

impl Homeward {
    /// What happened to a child over time. Opening it is an audited read.
    ///
    /// # Errors
    /// The child is not here, or the disk failed.
    pub fn chronology(&self, child: String) -> Result<Chronology, ApiError> {
        let id = loading::id(&child)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            let reader = open.store.read()?;
            let name = loading::name_of(&reader, id)?;
            let episodes = reader.episodes_of(id)?;
            let mut events = Vec::new();
            for episode in &episodes {
                of_episode(self.standard(), &reader, episode, &mut events)?;
            }
            let mut conversations = reader.conversations_of_child(id)?;
            conversations.sort_by_key(began);
            for conversation in &conversations {
                of_conversation(self.standard(), conversation, &episodes, &mut events);
            }
            for support in reader.supports_of_child(id)? {
                if let Some(planned) = planned_at(self.standard(), &reader, &support)? {
                    let at = Moment { date: planned, time: None, which: None };
                    events.extend(event(&at, "Support plan made", support.id));
                }
                if let Some(told) = support.told_child_at {
                    let at = Moment { date: told, time: None, which: None };
                    events.extend(event(&at, "You told the child what happened", support.id));
                }
            }
            // The newest first; what began at the same time stays in the order of the record.
            events.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            Ok(Chronology {
                child: id.to_string(),
                name,
                summary: summary(&episodes),
                events: events.into_iter().map(|(_, event)| event).collect(),
                reasons: reasons(self.standard(), &reader, &conversations)?,
            })
        })
    }
}

fn summary(episodes: &[EpisodeRow]) -> String {
    let count = show::count(episodes.len(), "episode", "episodes");
    let first = episodes.iter().filter_map(|one| one.missing_from.as_ref()).min_by_key(|m| m.from);
    match work::moment(first) {
        Some(first) => format!("{count} since {}", time::show_date(first.date)),
        None => count,
    }
}

/// When a conversation was held, or else offered.
fn began(conversation: &ConversationRow) -> Option<DateTime<Utc>> {
    conversation.held_at.as_ref().or(conversation.offered_at.as_ref()).map(|moment| moment.from)
}

/// An event at a moment that is known. One in an hour that no clock showed is left out: its page says so.
fn event(at: &Moment, title: &str, record: Uuid) -> Option<Dated> {
    let interval = time::interval(at).ok()?;
    let event = Event {
        when: time::show_moment(at),
        title: title.to_owned(),
        detail: String::new(),
        tag: None,
        path: format!("record/{record}"),
    };
    Some((interval.from, event))
}

fn kept(at: Option<&KeptMoment>, title: &str, record: Uuid) -> Option<Dated> {
    event(&work::moment(at)?, title, record)
}

fn of_episode(
    standard: &Standard,
    reader: &Reader<'_>,
    episode: &EpisodeRow,
    events: &mut Vec<Dated>,
) -> Result<(), ApiError> {
    let missing = work::moment(episode.missing_from.as_ref());
    let returned = work::moment(episode.returned.as_ref());
    if let Some((at, mut event)) = kept(episode.missing_from.as_ref(), "Went missing", episode.id) {
        event.detail = code_label(standard, "episode_type", episode.kind.as_deref());
        if returned.is_none() {
            event.tag = Some(Tag { text: "No return recorded".into(), tone: Tone::Soon });
        }
        events.push((at, event));
    }
    events.extend(kept(episode.located.as_ref(), "Was found", episode.id).filter(|_| {
        // Found and back at the same time is one event.
        work::moment(episode.located.as_ref()) != returned
    }));
    if let Some((at, mut event)) = kept(episode.returned.as_ref(), "Came back", episode.id) {
        if let Some(missing) = &missing {
            let band = derived::duration_band(missing, returned.as_ref());
            let gone = code_label(standard, "duration_band", Some(band));
            if !gone.is_empty() {
                event.detail = format!("Missing for: {gone}");
            }
        }
        events.push((at, event));
    }
    events.extend(kept(episode.la_notified.as_ref(), "The authority was told", episode.id));
    for ppi in reader.ppis_of(episode.id)? {
        let Some((at, mut event)) = kept(ppi.at.as_ref(), "Police prevention interview", ppi.id)
        else {
            continue;
        };
        let clock =
            clock::ppi_clock(work::moment(episode.located.as_ref()).as_ref(), returned.as_ref());
        event.tag = in_time(clock.as_ref(), ppi.at.as_ref());
        events.push((at, event));
    }
    Ok(())
}

fn of_conversation(
    standard: &Standard,
    conversation: &ConversationRow,
    episodes: &[EpisodeRow],
    events: &mut Vec<Dated>,
) {
    let outcome = code_label(standard, "rhi_outcome", conversation.outcome.as_deref());
    let returned = conversation
        .episodes
        .first()
        .and_then(|first| episodes.iter().find(|one| one.id == *first))
        .and_then(|one| work::moment(one.returned.as_ref()));
    let clock = returned.as_ref().and_then(clock::rhi_clock);
    let offered =
        kept(conversation.offered_at.as_ref(), "Return conversation offered", conversation.id);
    if let Some((at, mut event)) = offered {
        event.tag = in_time(clock.as_ref(), conversation.offered_at.as_ref());
        if conversation.held_at.is_none() {
            event.detail = outcome.clone();
        }
        events.push((at, event));
    }
    let held = kept(conversation.held_at.as_ref(), "Return conversation", conversation.id);
    if let Some((at, mut event)) = held {
        event.tag = in_time(clock.as_ref(), conversation.held_at.as_ref());
        event.detail = match conversation.episodes.len() {
            0 | 1 => outcome,
            several => format!("{outcome}. About {several} episodes"),
        };
        events.push((at, event));
    }
}

/// The day of a support plan: that one answer, since a child with many episodes has many plans.
fn planned_at(
    standard: &Standard,
    reader: &Reader<'_>,
    support: &SupportRow,
) -> Result<Option<NaiveDate>, ApiError> {
    let Some(kept) = reader.answer(support.id, PLANNED, None)? else { return Ok(None) };
    let version = reader.record(support.id)?.set_version;
    let question = standard.set_version("support", version).and_then(|set| set.question(PLANNED));
    Ok(match kept_answer(question, &kept) {
        Some(Answer::Given(Value::Date(at))) => Some(at),
        _ => None,
    })
}

/// Whether something was done in its time, said only when it is certain.
fn in_time(clock: Option<&clock::Clock>, done: Option<&KeptMoment>) -> Option<Tag> {
    let done = work::moment(done)?;
    match clock::in_time(clock?, &done) {
        time::Certainty::Yes => Some(Tag { text: "In time".into(), tone: Tone::Done }),
        time::Certainty::No => Some(Tag { text: "Late".into(), tone: Tone::Alert }),
        time::Certainty::NotKnown => None,
    }
}

fn code_label(standard: &Standard, list: &str, code: Option<&str>) -> String {
    code.and_then(|code| standard.list(list)?.label(code)).unwrap_or_default().to_owned()
}

fn answer<'a>(answers: &'a Answers, question: &str, item: Option<u32>) -> Option<&'a Answer> {
    answers.get(&(question.to_owned(), item))?.answer.as_ref()
}

fn code<'a>(answers: &'a Answers, question: &str, item: u32) -> Option<&'a str> {
    match answer(answers, question, Some(item))? {
        Answer::Given(Value::Choice(code)) => Some(code),
        _ => None,
    }
}

/// A reason, and what was recorded about it in the conversations by their column.
struct Given {
    side: Option<Side>,
    marks: Vec<(usize, String)>,
}

/// The reasons of each conversation, side by side.
fn reasons(
    standard: &Standard,
    reader: &Reader<'_>,
    conversations: &[ConversationRow],
) -> Result<ReasonTable, ApiError> {
    let mut columns = Vec::new();
    let mut marks: BTreeMap<String, Given> = BTreeMap::new();
    for conversation in conversations {
        let version = reader.record(conversation.id)?.set_version;
        let Some(set) = standard.set_version("rhi", version) else { continue };
        let answers = loading::answers(reader, set, conversation.id)?;
        let Some(Answer::Given(Value::Rows(rows))) = answer(&answers, REASONS, None) else {
            continue;
        };
        let column = columns.len();
        let mut any = false;
        for row in rows {
            let Some(reason) = code(&answers, REASON, *row) else { continue };
            let found = list_of(standard, set, REASON).and_then(|list| list.code(reason));
            let label = found.map_or_else(|| reason.to_owned(), |found| found.label.clone());
            let side = found.and_then(|found| found.side);
            let given = marks.entry(label).or_insert(Given { side, marks: Vec::new() });
            given.marks.push((column, mark(standard, set, &answers, *row)));
            any = true;
        }
        if any {
            columns.push(ReasonColumn {
                title: work::moment(conversation.held_at.as_ref())
                    .map_or_else(|| "No date".to_owned(), |at| time::show_date(at.date)),
                path: format!("record/{}", conversation.id),
            });
        }
    }
    let groups = [
        (Some(Side::Push), "What pushed them away"),
        (Some(Side::Pull), "What pulled them"),
        (None, "Other reasons"),
    ]
    .into_iter()
    .map(|(side, title)| ReasonGroup {
        title: title.to_owned(),
        rows: marks
            .iter()
            .filter(|(_, given)| given.side == side)
            .map(|(label, given)| ReasonRow {
                label: label.clone(),
                marks: (0..columns.len())
                    .map(|column| {
                        let here = given.marks.iter().filter(|(at, _)| *at == column);
                        here.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("; ")
                    })
                    .collect(),
            })
            .collect(),
    })
    .filter(|group: &ReasonGroup| !group.rows.is_empty())
    .collect();
    Ok(ReasonTable { columns, groups })
}

fn list_of<'s>(
    standard: &'s Standard,
    set: &QuestionSet,
    question: &str,
) -> Option<&'s homeward_standard::CodeList> {
    standard.list(set.question(question)?.list.as_deref()?)
}

/// "Main reason, said by the child".
fn mark(standard: &Standard, set: &QuestionSet, answers: &Answers, row: u32) -> String {
    let main = code(answers, MAIN, row) == Some("Y");
    let view = code(answers, VIEW, row)
        .and_then(|view| list_of(standard, set, VIEW)?.label(view))
        .map(str::to_owned);
    let head = if main { "Main reason" } else { "Yes" };
    view.map_or_else(|| head.to_owned(), |view| format!("{head}: {view}"))
}
