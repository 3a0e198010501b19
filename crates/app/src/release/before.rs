//! What was released of a period before, to whomever.

use homeward_release::history::{Held, exposed};
use homeward_store::LedgerEntry;

use crate::api::ApiError;
use crate::api::release::ReleaseFor;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// What was released of a period before, to whomever.
pub(super) struct Before {
    ledger: Vec<LedgerEntry>,
    /// What each of those releases showed of each episode, oldest first.
    held: Vec<Held>,
}

/// The name of the setting in which the store keeps what it showed of a period.
pub(super) fn held_as(asked: &ReleaseFor) -> String {
    format!("released {} {}", asked.authority, asked.period)
}

impl Before {
    /// Reads it.
    ///
    /// # Errors
    /// The store cannot be read, or what it kept cannot.
    pub(super) fn look(home: &Homeward, asked: &ReleaseFor) -> Result<Self, ApiError> {
        home.with(Act::LookAtRelease, |open| {
            let reader = open.store.read()?;
            let mut ledger = reader.ledger(&asked.authority)?;
            ledger.retain(|entry| entry.period == asked.period);
            let held = match reader.setting(&held_as(asked))? {
                None => Vec::new(),
                Some(kept) => serde_json::from_str(&kept).map_err(|_| {
                    ApiError::fault("What was released before cannot be read, so nothing was released. Ask IT to look at the store.")
                })?,
            };
            Ok(Self { ledger, held })
        })
    }

    /// Adds what is about to be released, unless it and all that went out before it would together
    /// show a change about fewer than `k` children: then says why it waits.
    pub(super) fn and(&mut self, now: Held, k: u32, period: &str) -> Result<(), String> {
        // The same as before shows nothing new, so it is not kept twice.
        if self.held.last() == Some(&now) {
            return Ok(());
        }
        self.held.push(now);
        let Some(few) = exposed(&self.held, k) else { return Ok(()) };
        let whom = show::count(few.children, "child", "children");
        Err(format!(
            "{period} was released before. Side by side with what was sent then, this release would show what changed about {whom} since, so it waits until enough other records have changed in the same way. Nothing has to be done; what was sent stays right for its day."
        ))
    }

    /// The newest release of the period that this receiver has.
    pub(super) fn reissue_of(&self, receiver: &str) -> Option<&LedgerEntry> {
        self.ledger.iter().find(|entry| entry.receiver == receiver)
    }

    /// All of it, as the store keeps it.
    ///
    /// # Errors
    /// It cannot be written down.
    pub(super) fn kept(&self) -> Result<String, ApiError> {
        serde_json::to_string(&self.held)
            .map_err(|_| ApiError::fault("The release could not be put down in the ledger."))
    }
}
