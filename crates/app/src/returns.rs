//! Add a return, from the police notification.
//!
//! A draft child and a draft episode are in the store from the first key on, so nothing typed is
//! lost. Both carry a mark until the return is finished.

use homeward_casework::doubles;
use homeward_casework::{Origin, RecordKind, ReviewState, time};
use homeward_standard::Value;
use homeward_store::{DoublesQuery, Given, NewAnswer, NewRecord, Tx};
use homeward_vault::random_id;
use uuid::Uuid;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::returns::{Likely, ReturnDraft};
use crate::asks::ChooseChild;
use crate::children::person;
use crate::loading::{self, ADDING, SET_ASIDE};
use crate::pages::NOTIFICATION;
use crate::roles::Act;
use crate::session::{Homeward, Open};

impl Homeward {
    /// Begins to add a return, for a child who is here or for a new one. A return that was begun
    /// and left empty is taken up again instead of beginning another.
    ///
    /// # Errors
    /// The child is not here, or the disk failed.
    pub fn start_return(&self, child: Option<String>) -> Result<ReturnDraft, ApiError> {
        let known = child.as_deref().map(loading::id).transpose()?;
        self.with(Act::Record, |open| {
            let episode = match known {
                None => match empty_draft(open)? {
                    Some(episode) => episode,
                    None => begin(self, open, None)?,
                },
                Some(child) => begin(self, open, Some(child))?,
            };
            draft(self, open, episode)
        })
    }

    /// A return that is being added.
    ///
    /// # Errors
    /// It is not here.
    pub fn return_draft(&self, episode: String) -> Result<ReturnDraft, ApiError> {
        let episode = loading::id(&episode)?;
        self.with(Act::Record, |open| draft(self, open, episode))
    }

    /// Puts a return down for a child who is here already. What was typed about the draft child
    /// is kept, and set aside.
    ///
    /// # Errors
    /// One of the two is not here.
    pub fn choose_child(&self, ask: ChooseChild) -> Result<ReturnDraft, ApiError> {
        let episode = loading::id(&ask.episode)?;
        let child = loading::id(&ask.child)?;
        self.with(Act::Record, |open| {
            let loaded = loading::record(open, self, episode)?;
            if loaded.record.kind != RecordKind::Episode || !loaded.adding {
                return Err(ApiError::refused("This return has been added already."));
            }
            let before = loaded.child;
            let op = self.op(open, "chose the child of a return", Some(episode));
            durably(
                open,
                |open| {
                    open.store.transact(&op, |tx| {
                        tx.set_child(episode, child)?;
                        if before != child && tx.read().is_flagged(before, ADDING)? {
                            tx.clear_flag(before, ADDING)?;
                            tx.add_flag(before, SET_ASIDE, "")?;
                        }
                        Ok(())
                    })
                },
                op.id,
            )?;
            draft(self, open, episode)
        })
    }

    /// The return is complete enough to be worked on.
    ///
    /// # Errors
    /// There is nothing yet to know the child by, or no day from which they were missing.
    pub fn finish_return(&self, episode: String) -> Result<String, ApiError> {
        let episode = loading::id(&episode)?;
        self.with(Act::Record, |open| {
            let reader = open.store.read()?;
            let row = reader.episode(episode)?;
            let child = reader.child(row.child)?;
            let is_named = [&child.forename, &child.surname, &child.local_id]
                .into_iter()
                .any(|part| part.as_deref().is_some_and(|text| !text.trim().is_empty()));
            if !is_named {
                return Err(ApiError::problem("Enter the child’s name, or their local id, so that the return can be found again."));
            }
            if row.missing_from.is_none() {
                return Err(ApiError::problem("Enter when they went missing. A date is enough if the time is not known."));
            }
            let draft_child = row.child;
            let is_new = reader.is_flagged(draft_child, ADDING)?;
            let commission = if is_new { chosen_commission(open, draft_child)? } else { None };
            let op = self.op(open, "added a return", Some(episode));
            durably(
                open,
                |open| {
                    open.store.transact(&op, |tx| {
                        tx.close_answers(episode)?;
                        tx.clear_flag(episode, ADDING)?;
                        tx.close_answers(draft_child)?;
                        if let Some(commission) = commission {
                            tx.set_commission(draft_child, commission)?;
                            tx.set_commission(episode, commission)?;
                        }
                        if is_new {
                            tx.clear_flag(draft_child, ADDING)?;
                        }
                        Ok(())
                    })
                },
                op.id,
            )?;
            Ok(format!("child/{draft_child}"))
        })
    }
}

/// The question that says which authority is responsible, and so under whose commission the
/// records stand: nothing of one commission leaves in a file for another.
const RESPONSIBLE: &str = "responsible_la";

/// The authority of this store, if it has only one.
fn only_authority(open: &Open) -> Option<String> {
    match open.me.authorities.as_slice() {
        [one] => Some(one.code.clone()),
        _ => None,
    }
}

/// The commission under which a new child stands.
fn chosen_commission(open: &Open, child: Uuid) -> Result<Option<Uuid>, ApiError> {
    let reader = open.store.read()?;
    let commissions = reader.commissions()?;
    let answer = reader.answer(child, RESPONSIBLE, None)?.and_then(|kept| kept.value);
    let code: Option<String> = answer.and_then(|json| serde_json::from_str(&json).ok());
    let found = commissions.iter().find(|one| Some(&one.authority) == code.as_ref());
    match (found, commissions.len()) {
        (Some(found), _) => Ok(Some(found.id)),
        (None, 1) => Ok(None),
        (None, _) => Err(ApiError::problem(
            "Choose which of your authorities is responsible for this child. Each one’s records are kept apart.",
        )),
    }
}

/// Begins a return in the store.
fn begin(homeward: &Homeward, open: &mut Open, known: Option<Uuid>) -> Result<Uuid, ApiError> {
    let standard = homeward.standard();
    let version = |set: &str| standard.set(set).map_or(1, |set| set.version);
    let (child_version, episode_version) = (version("child"), version("episode"));
    let commission = {
        let reader = open.store.read()?;
        match known {
            Some(child) => reader.record(child)?.commission,
            None => reader
                .commissions()?
                .first()
                .map(|commission| commission.id)
                .ok_or_else(|| ApiError::fault("This store has no authority to record for."))?,
        }
    };
    let child = known.unwrap_or_else(random_id);
    let episode = random_id();
    let only = only_authority(open);
    let op = homeward.op(open, "began to add a return", Some(episode));
    durably(
        open,
        |open| {
            open.store.transact(&op, |tx: &mut Tx<'_>| {
                let new = |id, kind, set_version, child| NewRecord {
                    id,
                    kind,
                    set_version,
                    commission,
                    child,
                    of: None,
                    origin: Origin::Entered,
                    state: ReviewState::Draft,
                };
                if known.is_none() {
                    tx.insert_record(&new(child, RecordKind::Child, child_version, None))?;
                    tx.add_flag(child, ADDING, "")?;
                    if let Some(code) = &only {
                        let json = Value::Choice(code.clone()).to_json().to_string();
                        tx.add_answers(
                            child,
                            &[NewAnswer {
                                question: RESPONSIBLE,
                                item: None,
                                raw: code,
                                given: Given::Value(&json),
                            }],
                        )?;
                    }
                }
                tx.insert_record(&new(episode, RecordKind::Episode, episode_version, Some(child)))?;
                tx.add_flag(episode, ADDING, "")
            })
        },
        op.id,
    )?;
    Ok(episode)
}

/// A return that was begun for a new child and in which nothing was ever typed.
fn empty_draft(open: &Open) -> Result<Option<Uuid>, ApiError> {
    let reader = open.store.read()?;
    for episode in reader.flagged(ADDING)? {
        if reader.record(episode)?.kind != RecordKind::Episode {
            continue;
        }
        let child = reader.episode(episode)?.child;
        if reader.is_flagged(child, ADDING)?
            && reader.answers(episode)?.is_empty()
            && reader.answers(child)?.iter().all(|answer| answer.question == RESPONSIBLE)
        {
            return Ok(Some(episode));
        }
    }
    Ok(None)
}

fn draft(homeward: &Homeward, open: &Open, episode: Uuid) -> Result<ReturnDraft, ApiError> {
    let loaded = loading::record(open, homeward, episode)?;
    if loaded.record.kind != RecordKind::Episode || !loaded.adding {
        return Err(ApiError::refused("This return has been added already."));
    }
    let known_child = !open.store.read()?.is_flagged(loaded.child, ADDING)?;
    let mut pages = Vec::new();
    if !known_child {
        let child = loading::record(open, homeward, loaded.child)?;
        pages.push(loading::page(open, homeward, &child, NOTIFICATION)?);
    }
    pages.push(loading::page(open, homeward, &loaded, NOTIFICATION)?);
    let likely = likely(open, homeward, loaded.child, episode, known_child)?;
    Ok(ReturnDraft {
        episode: episode.to_string(),
        child: loaded.child.to_string(),
        known_child,
        child_name: known_child.then_some(loaded.child_name),
        pages,
        likely,
    })
}

/// Children, and episodes of a child, who may be the same. Said with the reason, never merged.
fn likely(
    open: &Open,
    homeward: &Homeward,
    child: Uuid,
    episode: Uuid,
    known_child: bool,
) -> Result<Vec<Likely>, ApiError> {
    let reader = open.store.read()?;
    let mut found = Vec::new();
    if !known_child {
        let one = person(&reader.child(child)?);
        let query = DoublesQuery {
            except: Some(child),
            authority: Some(&one.authority),
            local_id: one.local_id.as_deref(),
            date_of_birth: one.date_of_birth,
            surname: Some(&one.surname),
        };
        let mut others = Vec::new();
        for candidate in reader.doubles_candidates(&query)? {
            let is_whole = !reader.is_flagged(candidate.id, ADDING)?
                && !reader.is_flagged(candidate.id, SET_ASIDE)?;
            if is_whole {
                others.push(person(&candidate));
            }
        }
        for double in doubles::likely_doubles(&one, &others) {
            let row = reader.child(double.id)?;
            found.push(Likely {
                record: double.id.to_string(),
                name: loading::name_of(&reader, double.id)?,
                detail: crate::children::who(&row, homeward),
                reason: format!("{}.", crate::show::sentence_case(&double.to_string())),
                is_episode: false,
            });
        }
    }
    let own = reader.episode(episode)?;
    let Some(start) = &own.missing_from else { return Ok(found) };
    for other in reader.episodes_of(child)? {
        let Some(other_start) = &other.missing_from else { continue };
        let apart = (start.from - other_start.from).abs();
        if other.id != episode && apart <= chrono::TimeDelta::hours(24) {
            found.push(Likely {
                record: other.id.to_string(),
                name: loading::name_of(&reader, child)?,
                detail: format!("Went missing {}", shown(&other_start.text)),
                reason: "This child already has an episode that began within a day of this one."
                    .to_owned(),
                is_episode: true,
            });
        }
    }
    Ok(found)
}

/// A kept moment in words.
pub(crate) fn shown(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |moment| time::show_moment(&moment))
}
