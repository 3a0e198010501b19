//! The only door for writes: a change and its audit entry in one transaction.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::read::Reader;
use crate::{Fault, Store, audit, work};

/// Who does what, and when. The id makes the act happen once: the same id again writes nothing.
#[derive(Debug, Clone)]
pub struct Op {
    /// Random, made once for each thing that a person does, and kept for a repeat.
    pub id: Uuid,
    /// What is done, in the audit's words, such as `opened record`.
    pub act: String,
    /// The person who does it.
    pub by: Uuid,
    /// When, kept to the second.
    pub at: DateTime<Utc>,
    /// The record it is about, when it is about one.
    pub subject: Option<Uuid>,
    /// More for the audit: ids, counts, versions. Never a name or an answer.
    pub detail: String,
}

/// A kind of thing that an act changed, so that the screen knows what to read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A child.
    Child,
    /// An episode.
    Episode,
    /// A police prevention interview.
    Ppi,
    /// A return conversation.
    Conversation,
    /// A support plan.
    Support,
    /// A person who uses the store.
    Person,
    /// A commission.
    Commission,
    /// A setting.
    Setting,
    /// Where a person was.
    Place,
    /// A mark on a record that breaks a rule.
    Flag,
    /// An import.
    Import,
    /// The ledger of releases.
    Release,
}

impl Thing {
    /// The thing that a record of this kind is.
    pub fn of(kind: homeward_casework::RecordKind) -> Self {
        use homeward_casework::RecordKind as Kind;
        match kind {
            Kind::Child => Self::Child,
            Kind::Episode => Self::Episode,
            Kind::Ppi => Self::Ppi,
            Kind::Conversation => Self::Conversation,
            Kind::Support => Self::Support,
        }
    }
}

/// The kinds of thing that an act changed. Empty for a read that was only audited.
pub type Changed = BTreeSet<Thing>;

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done<T> {
    /// Written now.
    Now {
        /// What the closure returned.
        value: T,
        /// What it changed.
        changed: Changed,
    },
    /// This act had been written before. The closure was not run.
    Before,
}

impl<T> Done<T> {
    /// What the closure returned, unless the act had been written before.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Now { value, .. } => Some(value),
            Self::Before => None,
        }
    }

    /// What changed just now.
    pub fn changed(&self) -> Changed {
        match self {
            Self::Now { changed, .. } => changed.clone(),
            Self::Before => Changed::new(),
        }
    }
}

/// An entry that joins the audit with the act itself.
pub(crate) struct Extra {
    pub(crate) act: String,
    pub(crate) subject: Option<Uuid>,
    pub(crate) detail: String,
}

/// A transaction under way. Everything written through it is written together, or not at all.
pub struct Tx<'t> {
    pub(crate) connection: &'t Connection,
    pub(crate) op: &'t Op,
    store: Uuid,
    by: Option<i64>,
    changed: Changed,
    /// Episodes whose place in the list of work must be worked out again at the end.
    pub(crate) touched: BTreeSet<i64>,
    /// Records made in this transaction.
    pub(crate) fresh: HashSet<i64>,
    extras: Vec<Extra>,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("op", &self.op.id).finish_non_exhaustive()
    }
}

impl Tx<'_> {
    /// Asks questions inside the transaction: what was written through it so far is seen.
    pub fn read(&self) -> Reader<'_> {
        Reader::over(self.connection, self.store)
    }

    /// Adds one more audit entry to this act.
    pub fn audit_more(&mut self, act: &str, subject: Option<Uuid>, detail: &str) {
        self.extras.push(Extra { act: act.into(), subject, detail: detail.into() });
    }

    /// The time of this act in whole seconds.
    pub(crate) fn at(&self) -> i64 {
        self.op.at.timestamp()
    }

    /// The key of the person who acts.
    pub(crate) fn by(&mut self) -> Result<i64, Fault> {
        if let Some(by) = self.by {
            return Ok(by);
        }
        let by = self
            .connection
            .prepare_cached("SELECT seq FROM person WHERE id = ?1")?
            .query_row([self.op.by], |row| row.get(0))
            .optional()?
            .ok_or(Fault::UnknownPerson(self.op.by))?;
        self.by = Some(by);
        Ok(by)
    }

    pub(crate) fn changed(&mut self, thing: Thing) {
        self.changed.insert(thing);
    }
}

impl Store {
    /// Does an act: runs `change` in a transaction, adds the audit entry, and commits.
    ///
    /// When it returns `Ok`, the change is on the disk. An act whose id was written before is
    /// [`Done::Before`], and `change` is not run. An act without a change (opening a record) is a
    /// closure that only reads.
    ///
    /// # Errors
    /// Whatever `change` returns, in which case nothing was written; or a [`Fault`]. When the
    /// fault [`Fault::is_in_doubt`], the caller reopens and asks [`Reader::was_done`].
    pub fn transact<T>(
        &mut self,
        op: &Op,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>,
    ) -> Result<Done<T>, Fault> {
        self.transact_or(op, change)
    }

    /// As [`Store::transact`], for a closure with an error type of its own.
    ///
    /// # Errors
    /// As for [`Store::transact`].
    pub fn transact_or<T, E: From<Fault>>(
        &mut self,
        op: &Op,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Done<T>, E> {
        if self.is_in_doubt() {
            return Err(Fault::MustReopen.into());
        }
        let mut fault = None;
        let done = self.attempt(op, change, &mut fault);
        // The closure may have swallowed or renamed the fault of a statement; the connection
        // itself was seen to fail in `attempt`.
        if fault.as_ref().is_some_and(Fault::is_in_doubt) {
            self.doubt();
        }
        done
    }

    fn attempt<T, E: From<Fault>>(
        &self,
        op: &Op,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
        seen: &mut Option<Fault>,
    ) -> Result<Done<T>, E> {
        let mut note = |cause: Fault| -> E {
            *seen = Some(cause.clone());
            cause.into()
        };
        let connection = self.connection().map_err(&mut note)?;
        let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)
            .map_err(|cause| note(cause.into()))?;
        let reader = Reader::over(connection, self.id());
        if reader.was_done(op.id).map_err(&mut note)? {
            return Ok(Done::Before);
        }
        let mut tx = Tx {
            connection,
            op,
            store: self.id(),
            by: None,
            changed: Changed::new(),
            touched: BTreeSet::new(),
            fresh: HashSet::new(),
            extras: Vec::new(),
        };
        let value = change(&mut tx)?;
        // SQLite ends a transaction by itself on some faults (a full disk, for one). A closure
        // that went on regardless would then write outside of it.
        if connection.is_autocommit() {
            return Err(note(Fault::Disk));
        }
        let Tx { changed, touched, extras, .. } = tx;
        work::refresh(connection, &touched).map_err(&mut note)?;
        audit::append(connection, self.id(), op, &extras).map_err(&mut note)?;
        begun.commit().map_err(|cause| note(cause.into()))?;
        Ok(Done::Now { value, changed })
    }
}

#[cfg(test)]
mod tests;
