//! Facts that are worked out and never typed, one function each, by theme.
//!
//! Each variable has a file in `schemas/derived/` that says the same in words, with its source.
//! Functions with an outcome return the code of that variable's list, or one of the absence codes
//! `UNKN` (it depends on something that was not written down) and `NAPP` (it cannot apply).
//!
//! A record that was brought in from the past holds only what its file held. No conversation and no
//! interview there does not mean that none took place: for those the caller says `UNKN` and does
//! not ask the functions about the 72 and the 24 hours.

mod again;
mod bands;
mod child;
mod completeness;
mod conversation;
mod interview;
mod police;
mod support;
#[cfg(test)]
mod tests;
mod time_missing;
mod year;

pub use again::*;
pub use child::*;
pub use completeness::completeness_pct;
pub use conversation::*;
pub use interview::*;
pub use police::*;
pub use support::*;
pub use time_missing::*;
pub use year::*;

use crate::time::Certainty;

/// Not known: it depends on something that was not written down.
pub const NOT_KNOWN: &str = "UNKN";

/// Cannot apply.
pub const NOT_APPLICABLE: &str = "NAPP";

fn yes_or_no(yes: bool) -> &'static str {
    if yes { Certainty::Yes.code() } else { Certainty::No.code() }
}
