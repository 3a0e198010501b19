//! Releases that wait for a second person. They are kept in the store, encrypted like everything in
//! it, and hold what was asked and the fingerprint of what was looked at: no figure, no record.

use chrono::{DateTime, Utc};
use homeward_casework::time;
use homeward_store::Person;
use homeward_vault::random_id;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::asked::{self, Wanted};
use super::statement;
use crate::answers::durably;
use crate::api::ApiError;
use crate::api::door::Authority;
use crate::api::release::{Proposal, ReleaseFor};
use crate::api::release_preview::ReleasePreview;
use crate::door::role_of;
use crate::roles::{self, Act};
use crate::session::{Homeward, Open};

/// The setting in which the store keeps them.
const KEPT_AS: &str = "release proposals";

/// So many can wait at a time: more is a mistake.
const MOST: usize = 50;

/// One of them, as the store keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) id: Uuid,
    pub(super) asked: ReleaseFor,
    /// Whether it is a statement, with too few children for what was asked.
    #[serde(default)]
    statement: bool,
    /// Fingerprint of what was looked at.
    pub(super) shown: String,
    pub(super) by: Uuid,
    at: DateTime<Utc>,
}

/// All of them, oldest first.
///
/// # Errors
/// The store, or what it kept, cannot be read.
pub(super) fn all(open: &Open) -> Result<Vec<Kept>, ApiError> {
    let Some(kept) = open.store.read()?.setting(KEPT_AS)? else { return Ok(Vec::new()) };
    serde_json::from_str(&kept).map_err(|_| {
        ApiError::fault(
            "The proposed releases in this store cannot be read. Ask IT to look at the store.",
        )
    })
}

/// All of them as they are kept.
///
/// # Errors
/// They cannot be written down.
pub(super) fn as_kept(kept: &[Kept]) -> Result<(&'static str, String), ApiError> {
    let text = serde_json::to_string(kept)
        .map_err(|_| ApiError::fault("The proposal could not be kept. Try again."))?;
    Ok((KEPT_AS, text))
}

/// The one with this id.
///
/// # Errors
/// It is not there any more.
pub(super) fn one(open: &Open, id: &str) -> Result<Kept, ApiError> {
    let wanted = Uuid::parse_str(id).ok();
    all(open)?.into_iter().find(|kept| Some(kept.id) == wanted).ok_or_else(|| {
        ApiError::refused(
            "This release no longer waits: it was approved or withdrawn. Look at what waits now.",
        )
    })
}

/// What the audit keeps of an act about a proposal: what it was about, and nothing of anybody.
pub(super) fn detail(kept: &Kept) -> String {
    format!("{} {} {}", kept.id, kept.asked.authority, kept.asked.period)
}

/// Keeps a new one.
///
/// # Errors
/// The same waits already, too many wait, or the disk failed.
pub(super) fn add(
    home: &Homeward,
    wanted: &Wanted,
    looked: &ReleasePreview,
) -> Result<Proposal, ApiError> {
    let shown = looked.shown.as_str();
    home.with(Act::ProposeRelease, |open| {
        asked::must_be_ours(open, &wanted.asked.authority)?;
        let mut kept = all(open)?;
        if kept.iter().any(|one| one.asked == wanted.asked && one.shown == shown) {
            return Err(ApiError::refused(
                "This release waits for a second person already. There is nothing more to do.",
            ));
        }
        if kept.len() >= MOST {
            return Err(ApiError::refused(
                "Too many releases wait for a second person. Withdraw those that are not needed.",
            ));
        }
        let new = Kept {
            id: random_id(),
            asked: wanted.asked.clone(),
            statement: looked.statement.is_some(),
            shown: shown.to_owned(),
            by: open.person,
            at: home.now(),
        };
        kept.push(new.clone());
        put(home, open, "proposed a release", &new, &kept)?;
        let people = open.store.read()?.people()?;
        Ok(told(home, open, &people, &new))
    })
}

/// Takes one back.
///
/// # Errors
/// It is not there any more, or the disk failed.
pub(super) fn withdraw(home: &Homeward, id: &str) -> Result<(), ApiError> {
    home.with(Act::ProposeRelease, |open| {
        let gone = one(open, id)?;
        let mut kept = all(open)?;
        kept.retain(|one| one.id != gone.id);
        put(home, open, "withdrew a proposed release", &gone, &kept)
    })
}

fn put(
    home: &Homeward,
    open: &mut Open,
    act: &'static str,
    about: &Kept,
    kept: &[Kept],
) -> Result<(), ApiError> {
    let (name, text) = as_kept(kept)?;
    let op = homeward_store::Op { detail: detail(about), ..home.op(open, act, None) };
    let id = op.id;
    durably(open, |open| open.store.transact(&op, |tx| tx.set_setting(name, &text)), id)?;
    Ok(())
}

/// What waits, as the person who is in sees it.
///
/// # Errors
/// Those of [`all`].
pub(super) fn waiting(home: &Homeward, open: &Open) -> Result<Vec<Proposal>, ApiError> {
    let people = open.store.read()?.people()?;
    Ok(all(open)?.iter().map(|kept| told(home, open, &people, kept)).collect())
}

fn told(home: &Homeward, open: &Open, people: &[Person], kept: &Kept) -> Proposal {
    let mine = kept.by == open.person;
    let authority = home.authority(&kept.asked.authority).unwrap_or_else(|| Authority {
        code: kept.asked.authority.clone(),
        name: kept.asked.authority.clone(),
    });
    Proposal {
        id: kept.id.to_string(),
        product: match kept.statement {
            true => statement::NAME.to_owned(),
            false => asked::product(kept.asked.product).to_owned(),
        },
        authority,
        period: kept.asked.period.clone(),
        receiver: kept.asked.receiver.clone(),
        purpose: kept.asked.purpose.clone(),
        agreement: kept.asked.agreement.clone(),
        by: name(people, kept.by),
        at: format!(
            "{} at {}",
            time::show_date(time::date_at(kept.at)),
            time::show_time(time::moment_at(kept.at).time.unwrap_or_default()),
        ),
        mine,
        may_approve: !mine && roles::may(open.me.role, Act::ApproveRelease),
    }
}

fn name(people: &[Person], id: Uuid) -> String {
    people
        .iter()
        .find(|person| person.id == id)
        .map_or_else(|| "Somebody of this store".to_owned(), |person| person.name.clone())
}

/// Whether somebody else of this store may approve what the person who is in proposes.
///
/// # Errors
/// The store cannot be read.
pub(super) fn has_second_person(open: &Open) -> Result<bool, ApiError> {
    Ok(open.store.read()?.people()?.iter().any(|person| {
        person.id != open.person
            && role_of(&person.role).is_some_and(|role| roles::may(role, Act::ApproveRelease))
    }))
}
