//! A child with episodes, and finding one.

use homeward_casework::doubles::Person;
use homeward_casework::{Origin, RecordKind, derived, time};
use homeward_store::{ChildRow, EpisodeRow as Episode, Reader};
use uuid::Uuid;

use crate::answers::durably;
use crate::api::record::{Action, ChildView, EpisodeRow};
use crate::api::work::ChildHit;
use crate::api::{ApiError, Line, Tag, Tone};
use crate::loading::{self, ADDING, SET_ASIDE};
use crate::returns::shown;
use crate::roles::Act;
use crate::session::{Homeward, Open};
use crate::show;
use crate::work;

/// How many children a search shows.
const HITS: u32 = 50;

impl Homeward {
    /// A child with episodes. Opening it is an audited read.
    ///
    /// # Errors
    /// The child is not here.
    pub fn child(&self, record: String) -> Result<ChildView, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::Read, |open| {
            audited_read(self, open, id)?;
            let loaded = loading::record(open, self, id)?;
            if loaded.record.kind != RecordKind::Child {
                return Err(ApiError::refused("That record is not a child."));
            }
            let reader = open.store.read()?;
            let row = reader.child(id)?;
            let mut episodes = Vec::new();
            for episode in reader.episodes_of(id)?.iter().rev() {
                episodes.push(episode_row(self, &reader, episode)?);
            }
            let mut actions = vec![Action {
                label: "Add a return for this child".into(),
                path: format!("do:start-return/{id}"),
                main: episodes.is_empty(),
            }];
            if !episodes.is_empty() {
                actions.push(Action {
                    label: "Chronology, and reasons side by side".into(),
                    path: format!("chronology/{id}"),
                    main: false,
                });
            }
            actions.push(Action {
                label: "Details about the child".into(),
                path: format!("record/{id}"),
                main: false,
            });
            let mut notices = Vec::new();
            if reader.is_flagged(id, SET_ASIDE)? {
                notices.push("This entry was set aside: its return was put down for a child who was here already.".into());
            }
            let mut facts = facts(self, &row);
            facts.extend(ethnic_group(self, open, id)?);
            Ok(ChildView {
                record: id.to_string(),
                name: loaded.child_name.clone(),
                facts,
                episodes,
                actions,
                notices,
            })
        })
    }

    /// Children whose name or local id begins with these words.
    ///
    /// # Errors
    /// The disk failed.
    pub fn find_children(&self, text: String) -> Result<Vec<ChildHit>, ApiError> {
        self.with(Act::Read, |open| {
            let reader = open.store.read()?;
            let mut hits = Vec::new();
            for row in reader.search_children(text.trim(), HITS)? {
                if reader.is_flagged(row.id, SET_ASIDE)? {
                    continue;
                }
                let episodes = reader.episodes_of(row.id)?;
                let last =
                    episodes.iter().filter_map(|e| e.missing_from.as_ref()).max_by_key(|m| m.from);
                let mut told = show::count(episodes.len(), "episode", "episodes");
                if let Some(last) = last {
                    told.push_str(&format!(", the last on {}", shown(&last.text)));
                }
                hits.push(ChildHit {
                    record: row.id.to_string(),
                    name: loading::shown_name(
                        row.forename.as_deref(),
                        row.surname.as_deref(),
                        row.local_id.as_deref(),
                    ),
                    detail: who(&row, self),
                    episodes: told,
                });
            }
            Ok(hits)
        })
    }
}

/// Notes in the audit that a record was opened.
pub(crate) fn audited_read(
    homeward: &Homeward,
    open: &mut Open,
    record: Uuid,
) -> Result<(), ApiError> {
    // A record that is not here is told as such, and leaves no trace of an id that was guessed.
    open.store.read()?.record(record)?;
    let op = homeward.op(open, "opened record", Some(record));
    durably(open, |open| open.store.transact(&op, |_| Ok(())), op.id)?;
    Ok(())
}

/// What is compared of a child when likely doubles are looked for.
pub(crate) fn person(row: &ChildRow) -> Person {
    Person {
        id: row.id,
        authority: row.authority.clone(),
        local_id: row.local_id.clone(),
        forename: row.forename.clone().unwrap_or_default(),
        surname: row.surname.clone().unwrap_or_default(),
        date_of_birth: row.date_of_birth,
    }
}

/// "Born 12 March 2010, local id EX12, Hackney".
pub(crate) fn who(row: &ChildRow, homeward: &Homeward) -> String {
    let mut parts = Vec::new();
    if let Some(born) = row.date_of_birth {
        parts.push(format!("Born {}", time::show_date(born)));
    }
    if let Some(id) = &row.local_id {
        parts.push(format!("local id {id}"));
    }
    parts.push(authority_name(row, homeward));
    show::sentence_case(&parts.join(", "))
}

fn authority_name(row: &ChildRow, homeward: &Homeward) -> String {
    homeward.authority(&row.authority).map_or_else(|| row.authority.clone(), |found| found.name)
}

fn facts(homeward: &Homeward, row: &ChildRow) -> Vec<Line> {
    let born = row.date_of_birth.map(|born| {
        let age = derived::age_at(born, homeward.today());
        format!("{} (age {age})", time::show_date(born))
    });
    let lines = [
        ("Date of birth", born),
        ("Local id", row.local_id.clone()),
        ("Authority", Some(authority_name(row, homeward))),
    ];
    lines
        .into_iter()
        .map(|(label, value)| Line {
            label: label.into(),
            muted: value.is_none(),
            value: value.unwrap_or_else(|| "Not recorded".into()),
        })
        .collect()
}

/// The child's one ethnic group, and what it was recorded as before. A child has one, so that the
/// totals of the groups are the total of the children.
fn ethnic_group(homeward: &Homeward, open: &Open, child: Uuid) -> Result<Vec<Line>, ApiError> {
    let Some(answer) = open.store.read()?.child(child)?.ethnicity else { return Ok(Vec::new()) };
    let line = |label: String, value| Line { label, value, muted: false };
    let now = homeward_standard::Absence::from_code(&answer).map_or_else(
        || show::label_in(Some("ethnicity"), &answer, homeward.standard()),
        |absence| absence.label().to_owned(),
    );
    let mut lines = vec![line("Ethnic group".into(), now)];
    for before in crate::derive::ethnicity_before(homeward, open, child)? {
        lines
            .push(line(format!("Ethnic group {}", show::lower_first(&before.label)), before.value));
    }
    Ok(lines)
}

fn episode_row(
    homeward: &Homeward,
    reader: &Reader<'_>,
    episode: &Episode,
) -> Result<EpisodeRow, ApiError> {
    let id = episode.id;
    let history = loading::is_history(episode.origin);
    let adding = reader.is_flagged(id, ADDING)?;
    let mut records = Vec::new();
    let mut conversations = Vec::new();
    if adding {
        records.push(action("Finish adding this return", format!("return/{id}"), true));
    } else {
        records.push(action("Episode", format!("record/{id}"), false));
        match reader.ppis_of(id)?.last() {
            Some(ppi) => records.push(action(
                "Police prevention interview",
                format!("record/{}", ppi.id),
                false,
            )),
            None => records.push(action(
                "Record the police prevention interview",
                format!("do:start-ppi/{id}"),
                false,
            )),
        }
        conversations = reader.conversations_of_episode(id)?;
        for conversation in &conversations {
            records.push(action(
                "Return conversation",
                format!("record/{}", conversation.id),
                true,
            ));
            match reader.supports_of(conversation.id)?.last() {
                Some(support) => records.push(action(
                    "Support and promises",
                    format!("record/{}", support.id),
                    false,
                )),
                None => records.push(action(
                    "Add support and promises",
                    format!("do:start-support/{}", conversation.id),
                    false,
                )),
            }
        }
        if conversations.is_empty() {
            // History never asks for work, so nothing stands out there.
            records.push(action(
                "Start the return conversation",
                format!("do:start-conversation/{id}"),
                !history,
            ));
        }
    }
    let tag = if history {
        Tag { text: "History".into(), tone: Tone::Quiet }
    } else if adding {
        Tag { text: "Being added".into(), tone: Tone::Soon }
    } else {
        work::episode_tag(homeward.now(), episode, &conversations)
    };
    Ok(EpisodeRow {
        record: id.to_string(),
        title: title(episode),
        detail: if episode.origin == Origin::Imported {
            "From an import".into()
        } else {
            String::new()
        },
        tag,
        records,
    })
}

/// "Went missing 3 March 2026, returned 5 March 2026".
pub(crate) fn title(episode: &Episode) -> String {
    let start = episode.missing_from.as_ref().map(|m| shown(&m.text));
    let end = episode.returned.as_ref().map(|m| shown(&m.text));
    match (start, end) {
        (Some(start), Some(end)) => format!("Went missing {start}, returned {end}"),
        (Some(start), None) => format!("Went missing {start}, no return recorded"),
        (None, Some(end)) => format!("Returned {end}"),
        (None, None) => "No dates recorded yet".into(),
    }
}

fn action(label: &str, path: String, main: bool) -> Action {
    Action { label: label.into(), path, main }
}
