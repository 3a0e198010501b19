//! Which episodes a return conversation is about.
//!
//! A child who went missing three times in a week is asked once. The conversation is then about all
//! three episodes, and each of them counts as talked about.

use homeward_casework::RecordKind;
use homeward_store::{EpisodeRow, Tx};
use uuid::Uuid;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::record::Action;
use crate::children::title;
use crate::loading::{self, ADDING, Loaded};
use crate::roles::Act;
use crate::session::{Homeward, Open};

/// How many other episodes are offered, the newest first.
const OFFERED: usize = 3;

impl Homeward {
    /// Says that a conversation is also about another episode of the child.
    pub(crate) fn also_about(&self, conversation: Uuid, episode: Uuid) -> Result<String, ApiError> {
        self.change_about(
            conversation,
            "conversation is about another episode",
            |tx| tx.link_conversation_episode(conversation, episode),
            |open, loaded| {
                let offered = others(open, loaded)?.iter().any(|one| one.id == episode);
                if offered { Ok(()) } else { Err(not_offered()) }
            },
        )
    }

    /// Says that a conversation is not about an episode after all.
    pub(crate) fn not_about(&self, conversation: Uuid, episode: Uuid) -> Result<String, ApiError> {
        self.change_about(
            conversation,
            "conversation is not about an episode",
            |tx| tx.unlink_conversation_episode(conversation, episode),
            |_, loaded| {
                if loaded.episodes.len() > 1 { Ok(()) } else { Err(last_episode()) }
            },
        )
    }

    fn change_about(
        &self,
        conversation: Uuid,
        act: &'static str,
        change: impl Fn(&mut Tx<'_>) -> Result<(), homeward_store::Fault>,
        allowed: impl FnOnce(&Open, &Loaded<'_>) -> Result<(), ApiError>,
    ) -> Result<String, ApiError> {
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, conversation)?;
            loading::must_be_open(&loaded)?;
            allowed(open, &loaded)?;
            let op = self.op(open, act, Some(conversation));
            let id = op.id;
            durably(open, |open| open.store.transact(&op, &change), id)?;
            Ok(format!("record/{conversation}"))
        })
    }
}

fn not_offered() -> ApiError {
    ApiError::refused("The conversation cannot be about that episode. Open the conversation again.")
}

fn last_episode() -> ApiError {
    ApiError::refused("A return conversation is about one episode at least.")
}

/// The episodes a conversation is about, in words. For other records there is nothing to say.
pub fn episodes(open: &Open, loaded: &Loaded<'_>) -> Result<Vec<String>, ApiError> {
    if loaded.record.kind != RecordKind::Conversation {
        return Ok(Vec::new());
    }
    let reader = open.store.read()?;
    loaded.episodes.iter().map(|id| Ok(title(&reader.episode(*id)?))).collect()
}

/// Other returns of the child that nobody talked about yet.
fn others(open: &Open, loaded: &Loaded<'_>) -> Result<Vec<EpisodeRow>, ApiError> {
    let reader = open.store.read()?;
    let mut others = Vec::new();
    for episode in reader.episodes_of(loaded.child)? {
        let waits = episode.returned.is_some()
            && !loading::is_history(episode.origin)
            && !reader.is_flagged(episode.id, ADDING)?
            && reader.conversations_of_episode(episode.id)?.is_empty();
        if waits {
            others.push(episode);
        }
    }
    Ok(others)
}

/// What can be changed about it: other returns of the child that nobody talked about yet, and those
/// that it need not be about.
pub fn actions(open: &Open, loaded: &Loaded<'_>) -> Result<Vec<Action>, ApiError> {
    if loaded.record.kind != RecordKind::Conversation || !loaded.is_open() {
        return Ok(Vec::new());
    }
    let id = loaded.record.id;
    let mut others = others(open, loaded)?;
    others.sort_by_key(|one| std::cmp::Reverse(one.missing_from.as_ref().map(|at| at.from)));
    let reader = open.store.read()?;
    let mut actions: Vec<Action> = others
        .iter()
        .take(OFFERED)
        .map(|one| Action {
            label: format!("Also about: {}", title(one)),
            path: format!("do:also-about/{id}/{}", one.id),
            main: false,
        })
        .collect();
    if loaded.episodes.len() > 1 {
        for episode in &loaded.episodes {
            actions.push(Action {
                label: format!("Not about: {}", title(&reader.episode(*episode)?)),
                path: format!("do:not-about/{id}/{episode}"),
                main: false,
            });
        }
    }
    Ok(actions)
}
