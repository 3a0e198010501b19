//! Making a release, the one door through which anonymised counts leave, and checking one.

mod check;
mod children;
pub(crate) mod folder;
mod make;
mod receivers;
mod rows;
mod values;

pub use check::{CheckDone, Outcome};
pub(crate) use rows::periods as periods_of;

use std::path::Path;

use crate::api::ApiError;
use crate::api::release::{ReleaseAsk, ReleaseDone, ReleaseForm};
use crate::roles::Act;
use crate::session::Homeward;

/// The release profile under which a borough releases.
const PROFILE: &str = "borough";

/// What is made, as the ledger names it.
const PRODUCT: &str = "topic tables";

impl Homeward {
    /// What the page *Make a release* offers.
    ///
    /// # Errors
    /// This person may not make a release, or the store cannot be read.
    pub fn release_form(&self) -> Result<ReleaseForm, ApiError> {
        self.with(Act::Release, |open| {
            let reader = open.store.read()?;
            let mut periods = std::collections::BTreeSet::new();
            for authority in &open.me.authorities {
                periods.extend(rows::periods(reader, &authority.code, self.today())?);
            }
            Ok(ReleaseForm {
                authorities: open.me.authorities.clone(),
                periods: periods.into_iter().rev().collect(),
                receivers: receivers::all(),
            })
        })
    }

    /// Makes a release, after asking for the passphrase again.
    ///
    /// # Errors
    /// The passphrase is not right, this person may not, the release is refused, or the disk
    /// failed. Nothing stands in the folder then.
    pub fn make_release(&self, ask: ReleaseAsk) -> Result<ReleaseDone, ApiError> {
        self.with(Act::Release, |_| Ok(()))?;
        self.re_authenticate(ask.passphrase.as_deref().unwrap_or_default())?;
        make::release(self, &ask)
    }

    /// Makes a release for somebody who gave the passphrase for this one act, as on the command
    /// line.
    ///
    /// # Errors
    /// As for [`Homeward::make_release`].
    pub fn make_release_just_unlocked(&self, ask: ReleaseAsk) -> Result<ReleaseDone, ApiError> {
        self.with(Act::Release, |_| Ok(()))?;
        make::release(self, &ask)
    }

    /// Checks a release, and counts its children again if a store is open.
    ///
    /// # Errors
    /// The folder cannot be read, or the open store has no commission for its authority.
    pub fn check_release(&self, folder: &Path) -> Result<CheckDone, ApiError> {
        check::release(self, folder)
    }
}

#[cfg(test)]
mod tests;
