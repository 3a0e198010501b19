//! The rules over the dates of an episode that an entered record and a row of an import share.

use crate::derived::age_at;
use crate::time::{Certainty, Interval, before};
use chrono::NaiveDate;

/// 567: whether an episode certainly ends before it begins, or in the same minute, which is none.
pub(crate) fn ends_before_start(start: Interval, end: Interval) -> bool {
    before(start, end) == Certainty::No
}

/// 570: whether something certainly lies ahead of `now`.
pub(crate) fn is_ahead(now: Interval, at: Interval) -> bool {
    before(now, at) == Certainty::Yes
}

/// 586: whether an episode begins before the child was born.
pub(crate) fn starts_before_birth(born: NaiveDate, start: NaiveDate) -> bool {
    start < born
}

/// Whether the child was no longer a child when the episode began.
pub(crate) fn is_adult_at(born: NaiveDate, start: NaiveDate) -> bool {
    age_at(born, start) >= 18
}
