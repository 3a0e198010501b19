//! The open store of a person, and the lock around it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use homeward_standard::Standard;
use homeward_store::{Op, Store};
use homeward_vault::Cost;
use uuid::Uuid;

use crate::api::ApiError;
use crate::api::door::{Me, StandardNotice};
use crate::api::place::Place;
use crate::job::Job;
use crate::overlay::{self, InForce};
use crate::roles::{self, Act};

/// Gives the time. Passed in, so that tests and demo data stand where they like.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Minutes without a key or a click after which the store locks itself.
pub const IDLE_MINUTES: u32 = 5;

/// The screen locks itself after the idle time and says so half a minute before. The process
/// waits this much longer, so that it acts only when the screen does not.
const GRACE_SECONDS: i64 = 30;

/// Everything that can be asked for: the one value that the window and the command line hold.
pub struct Homeward {
    pub(crate) standard: Standard,
    /// What is to be said about the borough's own files of the standard.
    pub(crate) standard_notice: Option<StandardNotice>,
    pub(crate) path: PathBuf,
    pub(crate) cost: Cost,
    pub(crate) job: Job,
    now: Now,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    open: Option<Open>,
    last_seen: Option<DateTime<Utc>>,
    place: Option<Place>,
}

/// A store that is open, and whose it is.
pub struct Open {
    /// The store.
    pub store: Store,
    /// Who is in.
    pub me: Me,
    /// The same person, by the id that stands in records and in the audit.
    pub person: Uuid,
    /// SHA-256 of the last open copy that was given out: only that may be saved as a file.
    pub(crate) given_out: Option<String>,
}

impl Homeward {
    /// Loads the standard, with the borough's own files beside the store if they are right. The store stays closed.
    ///
    /// # Errors
    /// The built-in standard is broken; says where. A fault of the borough's files is none: it is told by
    /// [`Homeward::start_state`].
    pub fn new(store: PathBuf, now: Now) -> Result<Self, ApiError> {
        let InForce { standard, notice } = overlay::load(&store)?;
        Ok(Self {
            standard,
            standard_notice: notice,
            path: store,
            cost: Cost::Calibrated,
            job: Job::default(),
            now,
            inside: Mutex::default(),
        })
    }

    /// The same, with the least work per passphrase that is allowed. For tests and demo stores.
    #[must_use]
    pub fn with_least_work(mut self) -> Self {
        self.cost = Cost::Floor;
        self
    }

    /// The London standard that is in force.
    #[must_use]
    pub fn standard(&self) -> &Standard {
        &self.standard
    }

    /// The store's place on disk.
    #[must_use]
    pub fn store_path(&self) -> &Path {
        &self.path
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// Today in London.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&chrono_tz::Europe::London).date_naive()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        // A panic elsewhere leaves the store as its last commit left it, so it is good to use.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the open store, if this person may.
    pub(crate) fn with<T>(
        &self,
        act: Act,
        f: impl FnOnce(&mut Open) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let now = self.now();
        let mut inside = self.inside();
        let open = inside.open.as_mut().ok_or_else(ApiError::locked)?;
        if !roles::may(open.me.role, act) {
            return Err(ApiError::refused(roles::refusal(open.me.role, act)));
        }
        let given = f(open);
        inside.last_seen = Some(now);
        given
    }

    /// Whether a store is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.inside().open.is_some()
    }

    /// Who is in, if the store is open.
    pub(crate) fn me(&self) -> Option<Me> {
        self.inside().open.as_ref().map(|open| open.me.clone())
    }

    /// Puts an open store in.
    pub(crate) fn take_in(&self, open: Open) {
        let mut inside = self.inside();
        inside.open = Some(open);
        inside.last_seen = Some(self.now());
        inside.place = None;
    }

    /// Remembers that somebody is there, and where.
    ///
    /// # Errors
    /// The store is locked.
    pub fn at(&self, place: Place) -> Result<(), ApiError> {
        let mut inside = self.inside();
        if inside.open.is_none() {
            return Err(ApiError::locked());
        }
        inside.place = Some(place);
        inside.last_seen = Some(self.now());
        Ok(())
    }

    /// Closes the store: open revisions are closed, the place is kept inside it, the key goes.
    ///
    /// # Errors
    /// The place could not be kept. The store is closed all the same: a lock always locks.
    pub fn lock(&self, place: Option<Place>) -> Result<(), ApiError> {
        let now = self.now();
        let mut inside = self.inside();
        let place = place.or_else(|| inside.place.take());
        let Some(mut open) = inside.open.take() else { return Ok(()) };
        let kept = crate::door::keep_place(&mut open, place.as_ref(), now);
        drop(open);
        kept
    }

    /// Closes the store at the end of the program.
    pub fn close(&self) {
        // Nothing is left to tell at this point, and every answer is in the store already.
        let _ = self.lock(None);
    }

    /// Locks if nobody has been there for the idle time and a little more. Says whether it did.
    #[must_use]
    pub fn lock_if_idle(&self) -> bool {
        let idle = TimeDelta::seconds(i64::from(IDLE_MINUTES) * 60 + GRACE_SECONDS);
        let due = {
            let inside = self.inside();
            inside.open.is_some()
                && !self.job.is_running()
                && inside.last_seen.is_some_and(|seen| self.now() - seen > idle)
        };
        if due {
            self.close();
        }
        due
    }

    /// A new act by the person who is in.
    pub(crate) fn op(&self, open: &Open, act: &'static str, subject: Option<Uuid>) -> Op {
        Op {
            id: homeward_vault::random_id(),
            act: act.to_owned(),
            by: open.person,
            at: self.now(),
            subject,
            detail: String::new(),
        }
    }
}

/// The built-in standard, for tests of what rests on it alone.
#[cfg(test)]
pub(crate) fn load_standard() -> Result<Standard, ApiError> {
    overlay::built_in()
}
