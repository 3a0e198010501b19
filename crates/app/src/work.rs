//! My work: what is due, first things first.

use chrono::{DateTime, Utc};
use homeward_casework::ReviewState;
use homeward_casework::clock::{self, Due, Urgency};
use homeward_standard::Moment;
use homeward_store::{ConversationRow, EpisodeRow, KeptMoment, Reader, WorkRow as Item};

use crate::api::work::{MyWork, Nothing, WorkRow};
use crate::api::{ApiError, Line, Tag, Tone};
use crate::children::title;
use crate::loading::{self, ADDING};
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// How many rows a page of work shows.
const ROWS: u32 = 100;

impl Homeward {
    /// What is due. Painting this list is not an audited read; opening a record is.
    ///
    /// # Errors
    /// The disk failed.
    pub fn my_work(&self) -> Result<MyWork, ApiError> {
        let now = self.now();
        self.with(Act::Read, |open| {
            let reader = open.store.read()?;
            let list = reader.work_list(None, ROWS)?;
            let mut rows = Vec::new();
            for item in &list {
                rows.extend(rows_of(now, &reader, item)?);
            }
            let beyond = reader.work_count()?.saturating_sub(list.len() as u64);
            // The store orders episodes by their first clock; an episode may give two rows.
            rows.sort_by_key(|(due, _)| *due);
            let late = rows.iter().filter(|(at, row)| row.due.tone == Tone::Alert && *at < now).count();
            let counts = reader.counts()?;
            let nothing = rows.is_empty().then(|| Nothing {
                title: "Nothing is waiting for you".into(),
                body: "When the police tell you that a child has returned, add the return here. Homeward then shows when the return conversation is due.".into(),
            });
            let summary = if rows.is_empty() {
                "Nothing is due.".to_owned()
            } else {
                let due = show::count(rows.len(), "thing to do", "things to do");
                if late == 0 { format!("{due}. None is late.") } else { format!("{due}, {late} late.") }
            };
            Ok(MyWork {
                summary,
                rows: rows.into_iter().map(|(_, row)| row).collect(),
                nothing,
                more: u32::try_from(beyond).unwrap_or(u32::MAX),
                figures: vec![
                    figure("Children", counts.children),
                    figure("Episodes", counts.episodes),
                    figure("Return conversations", counts.conversations),
                ],
            })
        })
    }
}

fn figure(label: &str, count: u64) -> Line {
    Line { label: label.into(), value: count.to_string(), muted: false }
}

/// The moment that a column keeps.
pub(crate) fn moment(kept: Option<&KeptMoment>) -> Option<Moment> {
    kept.and_then(|kept| kept.moment().ok())
}

/// A due time as a tag.
pub(crate) fn tag(due: &Due) -> Tag {
    let tone = match due.urgency {
        Urgency::Late => Tone::Alert,
        Urgency::Soon => Tone::Soon,
        Urgency::Later => Tone::Calm,
        Urgency::Done => Tone::Done,
        Urgency::NotRunning => Tone::Quiet,
    };
    Tag { text: due.text.clone(), tone }
}

/// How an episode with these conversations stands, in a child's list.
pub(crate) fn episode_tag(
    now: DateTime<Utc>,
    episode: &EpisodeRow,
    conversations: &[ConversationRow],
) -> Tag {
    let Some(returned) = moment(episode.returned.as_ref()) else {
        return Tag { text: "Still missing".into(), tone: Tone::Alert };
    };
    if conversations.iter().any(|one| is_settled(one.outcome.as_deref())) {
        return Tag { text: "Return conversation recorded".into(), tone: Tone::Done };
    }
    clock::rhi_clock(&returned)
        .map_or_else(|| tag(&Due::not_running()), |clock| tag(&clock::due(&clock, now)))
}

/// Whether an outcome ends the clock. One that is still being arranged does not.
pub(crate) fn is_settled(outcome: Option<&str>) -> bool {
    outcome.is_some_and(|code| code != "PENDING")
}

/// What an episode still asks for: at most one row each for the return conversation and the
/// police prevention interview. Sorted by the instant of the clock, those without one last.
fn rows_of(
    now: DateTime<Utc>,
    reader: &Reader<'_>,
    item: &Item,
) -> Result<Vec<(DateTime<Utc>, WorkRow)>, ApiError> {
    let episode = &item.episode;
    let id = episode.id;
    let child = reader.child(episode.child)?;
    let name = loading::shown_name(
        item.forename.as_deref(),
        item.surname.as_deref(),
        child.local_id.as_deref(),
    );
    let row = |record: String, path: String, what: &str, due: Tag, state: Tag| WorkRow {
        record,
        path,
        child: name.clone(),
        what: what.to_owned(),
        detail: title(episode),
        due,
        state,
    };
    let quiet = |text: &str| Tag { text: text.to_owned(), tone: Tone::Quiet };
    let last = DateTime::<Utc>::MAX_UTC;
    if reader.is_flagged(id, ADDING)? {
        let tag = Tag { text: "Not finished".into(), tone: Tone::Soon };
        let path = format!("return/{id}");
        return Ok(vec![(
            now,
            row(id.to_string(), path, "Add a return", tag, quiet("Being added")),
        )]);
    }
    let returned = moment(episode.returned.as_ref());
    let located = moment(episode.located.as_ref());
    let mut rows = Vec::new();
    if returned.is_none() {
        let tag = Tag { text: "Still missing".into(), tone: Tone::Alert };
        let path = format!("record/{id}");
        rows.push((now, row(id.to_string(), path, "Episode", tag, quiet("No return recorded"))));
    }
    if let Some(returned) = &returned {
        let settled =
            item.conversation.as_ref().is_some_and(|one| is_settled(one.outcome.as_deref()));
        let due = clock::rhi_clock(returned).map(|clock| clock::due(&clock, now));
        match &item.conversation {
            Some(one) if settled && one.state.may_be_edited() => {
                let tag = Tag { text: "Write-up open".into(), tone: Tone::Calm };
                let path = format!("record/{}", one.id);
                rows.push((
                    last,
                    row(
                        one.id.to_string(),
                        path,
                        "Return conversation",
                        tag,
                        state_tag(one.state, one.self_checked),
                    ),
                ));
            }
            Some(_) if settled => {}
            found => {
                let due = due.unwrap_or_else(Due::not_running);
                let (record, path, state) = match found {
                    Some(one) => (
                        one.id,
                        format!("record/{}", one.id),
                        state_tag(one.state, one.self_checked),
                    ),
                    None => (id, format!("child/{}", episode.child), quiet("Not started")),
                };
                let at = due.at.unwrap_or(last);
                rows.push((
                    at,
                    row(record.to_string(), path, "Return conversation", tag(&due), state),
                ));
            }
        }
    }
    if let Some(clock) = clock::ppi_clock(located.as_ref(), returned.as_ref()) {
        let told = item.ppi.as_ref().is_some_and(|ppi| ppi.status.is_some() || ppi.at.is_some());
        if !told {
            let due = clock::due(&clock, now);
            let (record, path, state) = match &item.ppi {
                Some(ppi) => {
                    (ppi.id, format!("record/{}", ppi.id), state_tag(ppi.state, ppi.self_checked))
                }
                None => (id, format!("child/{}", episode.child), quiet("Not started")),
            };
            let at = due.at.unwrap_or(last);
            rows.push((
                at,
                row(record.to_string(), path, "Police prevention interview", tag(&due), state),
            ));
        }
    }
    Ok(rows)
}

/// The review state of a record as a tag.
pub(crate) fn state_tag(state: ReviewState, self_checked: bool) -> Tag {
    let tone = match state {
        ReviewState::Draft => Tone::Quiet,
        ReviewState::ReadyForReview => Tone::Calm,
        ReviewState::Returned => Tone::Soon,
        ReviewState::SignedOff | ReviewState::Amended => Tone::Done,
    };
    let text = if self_checked {
        format!("{} (self-checked)", state.label())
    } else {
        state.label().to_owned()
    };
    Tag { text, tone }
}
