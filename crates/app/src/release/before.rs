//! What was released of a period before, to whomever.

use homeward_release::episodes::HeldRecords;
use homeward_release::history::{Held, exposed};
use homeward_release::statement::STATEMENT;
use homeward_store::LedgerEntry;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::ApiError;
use crate::api::release::ReleaseFor;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// What the ledger calls topic tables.
pub(super) const TABLES: &str = "topic tables";

/// What was released of a period before, to whomever.
pub(super) struct Before {
    ledger: Vec<LedgerEntry>,
    /// What each of the topic tables showed of each episode, oldest first.
    held: Vec<Held>,
    /// The same of the episode records.
    records: Vec<HeldRecords>,
}

/// The name of the setting in which the store keeps what it showed of a period in topic tables.
fn held_as(asked: &ReleaseFor) -> String {
    format!("released {} {}", asked.authority, asked.period)
}

/// The same for episode records.
fn records_as(asked: &ReleaseFor) -> String {
    format!("released records {} {}", asked.authority, asked.period)
}

fn read<T: DeserializeOwned>(kept: Option<String>) -> Result<Vec<T>, ApiError> {
    kept.map_or_else(|| Ok(Vec::new()), |kept| serde_json::from_str(&kept)).map_err(|_| {
        ApiError::fault("What was released before cannot be read, so nothing was released. Ask IT to look at the store.")
    })
}

fn write<T: Serialize>(held: &[T]) -> Result<String, ApiError> {
    serde_json::to_string(held)
        .map_err(|_| ApiError::fault("The release could not be put down in the ledger."))
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
            let held = read(reader.setting(&held_as(asked))?)?;
            let records = read(reader.setting(&records_as(asked))?)?;
            Ok(Self { ledger, held, records })
        })
    }

    /// Adds what is about to be released, unless it and all that went out before it would together
    /// show a change about fewer than `k` children: then says why it waits.
    pub(super) fn and(&mut self, now: Held, k: u32, period: &str) -> Result<(), String> {
        // The same as before shows nothing new, so it is not kept twice.
        if self.held.last() == Some(&now) {
            return Ok(());
        }
        // The rows that were sent were held against the tables of their day, and against no others. A
        // statement shows no row that could be held against them.
        let shows = now != Held::of_statement();
        if shows && !self.records.is_empty() && !self.held.contains(&now) {
            return Err(format!(
                "Episode records of {period} were released before, and the figures have changed since. New tables beside those rows could tell more than either, so they wait. Nothing has to be done; what was sent stays right for its day."
            ));
        }
        self.held.push(now);
        let Some(few) = exposed(&self.held, k) else { return Ok(()) };
        let whom = show::count(few.children, "child", "children");
        Err(format!(
            "{period} was released before. Side by side with what was sent then, this release would show what changed about {whom} since, so it waits until enough other records have changed in the same way. Nothing has to be done; what was sent stays right for its day."
        ))
    }

    /// What the topic tables of the period showed.
    pub(super) fn tables(&self) -> &[Held] {
        &self.held
    }

    /// What the episode records of the period showed.
    pub(super) fn records(&self) -> &[HeldRecords] {
        &self.records
    }

    /// Takes over what all episode records of the period show, those about to be released last, and
    /// the tables that they were held against, which count as sent from now on.
    pub(super) fn now_records(&mut self, records: Vec<HeldRecords>, tables: Vec<Held>) {
        self.records = records;
        self.held = tables;
    }

    /// The newest release of this period that this receiver has, and that one of this product
    /// replaces. Tables and a statement replace each other.
    pub(super) fn reissue_of(&self, receiver: &str, product: &str) -> Option<&LedgerEntry> {
        let replaced = |entry: &LedgerEntry| match product {
            TABLES | STATEMENT => {
                entry.product.starts_with(TABLES) || entry.product.starts_with(STATEMENT)
            }
            other => entry.product.starts_with(other),
        };
        self.ledger.iter().find(|entry| entry.receiver == receiver && replaced(entry))
    }

    /// All of it, as the store keeps it: settings with their values.
    ///
    /// # Errors
    /// It cannot be written down.
    pub(super) fn kept(&self, asked: &ReleaseFor) -> Result<[(String, String); 2], ApiError> {
        Ok([(held_as(asked), write(&self.held)?), (records_as(asked), write(&self.records)?)])
    }
}
