//! Making a release, the one door through which anonymised counts leave, and checking one.
//!
//! A supervisor asks for a release and looks at it (`preview`: nothing is written), then proposes
//! it (`proposals`). Another person of the store looks at it again, worked out anew, and approves
//! it; only then are files written (`make`).

mod asked;
mod before;
mod check;
mod check_records;
mod children;
mod episodes;
mod episodes_risk;
pub(crate) mod folder;
mod make;
mod preview;
mod proposals;
mod receivers;
mod report;
mod risk;
mod rows;
mod statement;
mod values;
mod weigh;
mod words;

pub use check::{CheckDone, Outcome};
pub(crate) use rows::periods as periods_of;

use std::path::Path;

use crate::api::ApiError;
use crate::api::release::{
    ApproveRelease, Proposal, ProposeRelease, ReleaseDone, ReleaseFor, ReleaseForm,
};
use crate::api::release_preview::ReleasePreview;
use crate::roles::{self, Act};
use crate::session::Homeward;

use asked::Wanted;

/// The release profile under which a borough releases.
const PROFILE: &str = "borough";

impl Homeward {
    /// What the page *Make a release* offers.
    ///
    /// # Errors
    /// This person may not look at releases, or the store cannot be read.
    pub fn release_form(&self) -> Result<ReleaseForm, ApiError> {
        self.with(Act::LookAtRelease, |open| {
            let reader = open.store.read()?;
            let mut periods = std::collections::BTreeSet::new();
            for authority in &open.me.authorities {
                periods.extend(rows::periods(reader, &authority.code, self.today())?);
            }
            Ok(ReleaseForm {
                authorities: open.me.authorities.clone(),
                periods: statement::with_quiet_years(periods, self.today()),
                receivers: receivers::all(self.standard()),
                products: asked::products(),
                may_propose: roles::may(open.me.role, Act::ProposeRelease),
                has_second_person: proposals::has_second_person(open)?,
                waiting: proposals::waiting(self, open)?,
            })
        })
    }

    /// Works a release out whole. Nothing is written.
    ///
    /// # Errors
    /// This person may not propose a release, something that was typed has to be mended, or the
    /// store cannot be read. A release that may not leave is no error: the preview says why.
    pub fn preview_release(&self, asked: ReleaseFor) -> Result<ReleasePreview, ApiError> {
        self.with(Act::ProposeRelease, |_| Ok(()))?;
        let wanted = Wanted::new(self, &asked)?;
        Ok(preview::look(self, &wanted)?.preview)
    }

    /// Asks a second person to approve a release, after asking for the passphrase again.
    ///
    /// # Errors
    /// The passphrase is not right, this person may not, the release does not hold, or its figures
    /// are not those that were looked at.
    pub fn propose_release(&self, ask: ProposeRelease) -> Result<Proposal, ApiError> {
        self.with(Act::ProposeRelease, |_| Ok(()))?;
        self.re_authenticate(ask.passphrase.as_deref().unwrap_or_default())?;
        self.propose(&ask.asked, Some(&ask.shown))
    }

    /// The same for somebody who gave the passphrase for this one act, as on the command line, and
    /// who proposes what the records of now give.
    ///
    /// # Errors
    /// As for [`Homeward::propose_release`].
    pub fn propose_release_just_unlocked(&self, asked: &ReleaseFor) -> Result<Proposal, ApiError> {
        self.propose(asked, None)
    }

    fn propose(&self, asked: &ReleaseFor, looked: Option<&str>) -> Result<Proposal, ApiError> {
        self.with(Act::ProposeRelease, |_| Ok(()))?;
        let wanted = Wanted::new(self, asked)?;
        let preview = preview::look(self, &wanted)?.preview;
        if !preview.holds {
            return Err(ApiError::refused(preview.verdict));
        }
        if looked.is_some_and(|looked| looked != preview.shown) {
            return Err(ApiError::refused(
                "The records have changed since you looked, and so have the figures. Look at it again.",
            ));
        }
        proposals::add(self, &wanted, &preview)
    }

    /// A proposed release, worked out anew from the records of now. Nothing is written.
    ///
    /// # Errors
    /// This person may not look at releases, it no longer waits, or the store cannot be read.
    pub fn look_at_proposal(&self, proposal: String) -> Result<ReleasePreview, ApiError> {
        let kept = self.with(Act::LookAtRelease, |open| proposals::one(open, &proposal))?;
        let wanted = Wanted::new(self, &kept.asked)?;
        let preview = preview::look(self, &wanted)?.preview;
        if preview.holds && preview.shown != kept.shown {
            let verdict = make::CHANGED.to_owned();
            return Ok(ReleasePreview { holds: false, verdict, ..preview });
        }
        Ok(preview)
    }

    /// Approves what somebody else proposed and writes it, after asking for the passphrase again.
    ///
    /// # Errors
    /// The passphrase is not right, this person may not or proposed it themselves, the figures
    /// have changed, the release is refused, or the disk failed. Nothing stands in the folder then.
    pub fn approve_release(&self, ask: ApproveRelease) -> Result<ReleaseDone, ApiError> {
        make::approvable(self, &ask.proposal)?;
        self.re_authenticate(ask.passphrase.as_deref().unwrap_or_default())?;
        make::release(self, &ask.proposal, Path::new(ask.out.trim()), Some(&ask.shown))
    }

    /// The same for somebody who gave the passphrase for this one act, as on the command line. What
    /// was proposed is what counts.
    ///
    /// # Errors
    /// As for [`Homeward::approve_release`].
    pub fn approve_release_just_unlocked(
        &self,
        proposal: &str,
        out: &Path,
    ) -> Result<ReleaseDone, ApiError> {
        make::release(self, proposal, out, None)
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// This person may not, it no longer waits, or the disk failed.
    pub fn withdraw_release(&self, proposal: String) -> Result<(), ApiError> {
        proposals::withdraw(self, &proposal)
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
