//! Facts that are worked out and never typed, one function each.
//!
//! Each variable has a file in `schemas/derived/` that says the same in words, with its source.
//! Functions with an outcome return the code of that variable's list, or one of the absence codes
//! `UNKN` (it depends on something that was not written down) and `NAPP` (it cannot apply).
//!
//! A record that was brought in from the past holds only what its file held. No conversation and no
//! interview there does not mean that none took place: for those the caller says `UNKN` and does
//! not ask the functions about the 72 and the 24 hours.

use crate::clock::{in_time, ppi_clock, rhi_clock};
use crate::time::{Certainty, Interval, before, day, interval};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use homeward_standard::{CodeList, Moment};

/// Not known: it depends on something that was not written down.
pub const NOT_KNOWN: &str = "UNKN";

/// Cannot apply.
pub const NOT_APPLICABLE: &str = "NAPP";

/// Completed years on the day `on`.
///
/// A year is completed at the beginning of the birthday (Family Law Reform Act 1969, section 9). A
/// child born on 29 February completes it on 1 March of a year without that day. Below zero
/// before birth.
pub fn age_at(born: NaiveDate, on: NaiveDate) -> i32 {
    let years = on.year() - born.year();
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    if had_birthday { years } else { years - 1 }
}

/// The age when the child went missing, as a code of the list `age` ("0" to "17"). Not known without
/// a date of birth, and for somebody who was not yet born or no longer a child: one of the two dates
/// is wrong then.
pub fn age_at_start(born: Option<NaiveDate>, missing: &Moment) -> String {
    match born.map(|born| age_at(born, missing.date)) {
        Some(age @ 0..=17) => age.to_string(),
        _ => NOT_KNOWN.to_owned(),
    }
}

/// The least and the most minutes that a child can have been missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minutes {
    /// The least.
    pub least: i64,
    /// The most. The same as `least` when both ends are known to the minute.
    pub most: i64,
}

/// How long a child was missing, in minutes on the UTC line.
///
/// None when the return was certainly before the start, or one of the two never was.
pub fn duration_minutes(missing: &Moment, returned: &Moment) -> Option<Minutes> {
    let (shortest, longest) = ends(missing, returned)?;
    Some(Minutes {
        least: (shortest.1 - shortest.0).num_minutes(),
        most: (longest.1 - longest.0).num_minutes(),
    })
}

type Ends = (DateTime<Utc>, DateTime<Utc>);

/// Start and end of the shortest and of the longest time it can have been.
fn ends(missing: &Moment, returned: &Moment) -> Option<(Ends, Ends)> {
    let (missing, returned) = (interval(missing).ok()?, interval(returned).ok()?);
    if returned.to < missing.from {
        return None;
    }
    let shortest = (missing.to.min(returned.from), returned.from);
    Some((shortest, (missing.from, returned.to)))
}

/// A length of time missing, as the London tables have it (data standard 3.9, H-duration). A time
/// on a boundary belongs to the longer band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationBand {
    /// Under 8 hours.
    Under8Hours,
    /// 8 hours to under 24.
    To24Hours,
    /// 24 hours to under 48.
    To48Hours,
    /// 48 hours to under 72.
    To72Hours,
    /// 72 hours to under 7 days.
    To7Days,
    /// 7 days to under 28.
    To28Days,
    /// 28 days to under 3 months, which are 91 days.
    To3Months,
    /// 3 months or more.
    Over3Months,
    /// Still missing.
    Open,
}

impl DurationBand {
    /// Every band, the shortest first.
    pub const ALL: [Self; 9] = [
        Self::Under8Hours,
        Self::To24Hours,
        Self::To48Hours,
        Self::To72Hours,
        Self::To7Days,
        Self::To28Days,
        Self::To3Months,
        Self::Over3Months,
        Self::Open,
    ];

    /// The code of the list `duration_band`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Under8Hours => "LT_8H",
            Self::To24Hours => "H8_TO_24",
            Self::To48Hours => "H24_TO_48",
            Self::To72Hours => "H48_TO_72",
            Self::To7Days => "H72_TO_7D",
            Self::To28Days => "D7_TO_28",
            Self::To3Months => "D28_TO_3M",
            Self::Over3Months => "OVER_3M",
            Self::Open => "OPEN",
        }
    }

    /// The hours at which the band ends. None for the last two, which have no end.
    fn hours(self) -> Option<i64> {
        match self {
            Self::Under8Hours => Some(8),
            Self::To24Hours => Some(24),
            Self::To48Hours => Some(48),
            Self::To72Hours => Some(72),
            Self::To7Days => Some(7 * 24),
            Self::To28Days => Some(28 * 24),
            Self::To3Months => Some(91 * 24),
            Self::Over3Months | Self::Open => None,
        }
    }

    /// The band of a length of time.
    fn of(length: TimeDelta) -> Self {
        let fits = |band: &Self| band.hours().is_some_and(|hours| length < TimeDelta::hours(hours));
        Self::ALL.into_iter().find(fits).unwrap_or(Self::Over3Months)
    }
}

/// The code of the band of a time missing: a code of the list `duration_band`, or `UNKN` when the
/// bands of the shortest and the longest possible time differ. `OPEN` without a return.
pub fn duration_band(missing: &Moment, returned: Option<&Moment>) -> &'static str {
    let Some(returned) = returned else { return DurationBand::Open.code() };
    let Some((shortest, longest)) = ends(missing, returned) else { return NOT_KNOWN };
    let band = |(from, to): Ends| DurationBand::of(to - from);
    let (shortest, longest) = (band(shortest), band(longest));
    if shortest == longest { shortest.code() } else { NOT_KNOWN }
}

/// The band of a number of episodes of one child in a financial year (data standard 3.9, H-count):
/// a code of the list `repeat_band`. Nobody has a band of none.
pub fn repeat_band(episodes: u64) -> Option<&'static str> {
    Some(match episodes {
        0 => return None,
        1 => "ONCE",
        2 => "TWICE",
        3..=5 => "T3_TO_5",
        6..=9 => "T6_TO_9",
        _ => "T10_PLUS",
    })
}

/// Whether an episode is the first that is known of its child: `place` counts the child's episodes
/// by their start, from 1.
pub fn first_ever(place: u64) -> &'static str {
    yes_or_no(place <= 1)
}

/// The financial year of a day, 1 April to 31 March: "2025-26".
pub fn financial_year(date: NaiveDate) -> String {
    let first = if date.month() >= 4 { date.year() } else { date.year() - 1 };
    format!("{first:04}-{:02}", (first + 1).rem_euclid(100))
}

/// The first and the last day of a financial year such as "2025-26". None when it is none.
pub fn financial_year_days(year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, next) = year.split_once('-')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() != 4 || next.len() != 2 || !digits(first) || !digits(next) {
        return None;
    }
    let first: i32 = first.parse().ok()?;
    if (first + 1).rem_euclid(100) != next.parse::<i32>().ok()? {
        return None;
    }
    Some((NaiveDate::from_ymd_opt(first, 4, 1)?, NaiveDate::from_ymd_opt(first + 1, 3, 31)?))
}

/// Whether the child was looked after: yes for the care status `CLA`, no for any other. An absence
/// code stays what it is, and no answer is not known.
pub fn looked_after(care_status: Option<&str>) -> &str {
    match care_status {
        None => NOT_KNOWN,
        Some("CLA") => yes_or_no(true),
        Some(code) if homeward_standard::Absence::from_code(code).is_some() => code,
        Some(_) => yes_or_no(false),
    }
}

/// What is known of a return conversation, for the two facts about its 72 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conversation<'a> {
    /// When the child returned.
    pub returned: Option<&'a Moment>,
    /// The code of `rhi_offer`.
    pub offer: Option<&'a str>,
    /// When the offer reached the child.
    pub offered_at: Option<&'a Moment>,
    /// The code of `rhi_outcome`.
    pub outcome: Option<&'a str>,
    /// When the conversation began.
    pub held_at: Option<&'a Moment>,
}

/// Whether the conversation was offered within 72 hours of the return, as known at `now`.
///
/// An offer is one that reached the child; a letter sent is an attempt. Yes or no by the interval
/// rule when the offer has a time. Without an offer it is no once the 72 hours are certainly over,
/// and not known before. It does not apply while the child is missing, or to a child who died.
pub fn rhi_offered_in_time(of: &Conversation<'_>, now: DateTime<Utc>) -> &'static str {
    match (of.offer, of.offered_at) {
        (Some("OFFERED"), at) => in_72_hours(of, Done::At(at), now),
        _ => in_72_hours(of, Done::No, now),
    }
}

/// Whether the conversation was held and finished, and began within 72 hours of the return, as known
/// at `now`.
///
/// Completed counts, and only completed: without it, it is no once the 72 hours are certainly over.
/// A conversation that was offered in time and declined is still no breach, which is why offered
/// and completed are two facts.
pub fn rhi_completed_in_time(of: &Conversation<'_>, now: DateTime<Utc>) -> &'static str {
    match (of.outcome, of.held_at) {
        (Some("COMPLETED"), at) => in_72_hours(of, Done::At(at), now),
        _ => in_72_hours(of, Done::No, now),
    }
}

/// Whether something was done, and when if that is known.
enum Done<'a> {
    No,
    At(Option<&'a Moment>),
}

fn in_72_hours(of: &Conversation<'_>, done: Done<'_>, now: DateTime<Utc>) -> &'static str {
    let Some(returned) = of.returned else { return NOT_APPLICABLE };
    if of.offer == Some("NAPP_DIED") {
        return NOT_APPLICABLE;
    }
    let Some(clock) = rhi_clock(returned) else { return NOT_KNOWN };
    match done {
        Done::At(Some(at)) => in_time(&clock, at).code(),
        Done::At(None) => NOT_KNOWN,
        Done::No => match before(clock.due, Interval::at(now)) {
            Certainty::Yes => yes_or_no(false),
            Certainty::No | Certainty::NotKnown => NOT_KNOWN,
        },
    }
}

/// Whether the prevention interview began within 24 hours of the earlier of located and returned.
///
/// `status` is the answer to whether it was held: `Y`, `N` or an absence code. It does not apply to
/// one that was not held, which the status itself counts, nor while no clock runs.
pub fn ppi_in_time(
    located: Option<&Moment>,
    returned: Option<&Moment>,
    status: Option<&str>,
    held_at: Option<&Moment>,
) -> &'static str {
    if located.is_none() && returned.is_none() {
        return NOT_APPLICABLE;
    }
    match (status, ppi_clock(located, returned), held_at) {
        (Some("N" | "NAPP"), ..) => NOT_APPLICABLE,
        (Some("Y"), Some(clock), Some(at)) => in_time(&clock, at).code(),
        _ => NOT_KNOWN,
    }
}

/// The group of what came of a prevention interview: the first group, in the order of the list
/// `ppi_outcome_group`, that any of the chosen outcomes belongs to by its broader code.
///
/// It does not apply to an interview that was not held, and is not known without an outcome.
pub fn ppi_outcome_group<'a>(
    status: Option<&str>,
    chosen: &[String],
    outcomes: &CodeList,
    groups: &'a CodeList,
) -> &'a str {
    if matches!(status, Some("N" | "NAPP")) {
        return NOT_APPLICABLE;
    }
    let broader: Vec<&str> = outcomes
        .codes
        .iter()
        .filter(|outcome| chosen.contains(&outcome.code))
        .filter_map(|outcome| outcome.broader.as_deref())
        .collect();
    let group = groups.codes.iter().find(|group| broader.contains(&group.code.as_str()));
    group.map_or(NOT_KNOWN, |group| &group.code)
}

/// Whether the parent or carer was given the chance to tell what they know when the child or a
/// parent said no to the conversation, as the statutory guidance asks.
///
/// `carer_info_taken` is the answer to that question. It does not apply when nobody said no, and is
/// not known without an outcome.
pub fn carer_heard(outcome: Option<&str>, carer_info_taken: Option<&str>) -> &'static str {
    match (outcome, carer_info_taken) {
        (None, _) => NOT_KNOWN,
        (Some("CARER_INFO"), _) | (Some("DECLINED" | "PR_DECLINED"), Some("Y")) => yes_or_no(true),
        (Some("DECLINED" | "PR_DECLINED"), Some("N")) => yes_or_no(false),
        (Some("DECLINED" | "PR_DECLINED"), _) => NOT_KNOWN,
        (Some(_), _) => NOT_APPLICABLE,
    }
}

/// Whether the worker of a conversation also held the child's last one before it: a code of the
/// list `same_worker`.
///
/// `before` is None when the child had none before. Workers are compared by their ids.
pub fn same_worker<W: PartialEq>(held: bool, worker: W, before: Option<W>) -> &'static str {
    match before {
        _ if !held => NOT_APPLICABLE,
        None => "FIRST",
        Some(before) => yes_or_no(worker == before),
    }
}

/// Whole days from one day to another. Below zero when `to` is earlier.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// How many days "missing again" looks ahead.
pub const AGAIN_DAYS: u64 = 90;

/// Whether the child went missing again within 90 days of the return.
///
/// Days are days of the calendar: the ninetieth day counts whole. `next` is the start of the next
/// episode, if there is one, and `as_of` the day up to which is known. Without a next episode it is
/// no only when the ninety days are over; before that it is not known.
pub fn missing_again(
    returned: Option<&Moment>,
    next: Option<&Moment>,
    as_of: NaiveDate,
) -> &'static str {
    let Some(returned) = returned else { return NOT_APPLICABLE };
    let Some(last_day) = returned.date.checked_add_days(Days::new(AGAIN_DAYS)) else {
        return NOT_KNOWN;
    };
    match next {
        Some(next) => yes_or_no(next.date <= last_day),
        None if as_of > last_day => "N",
        None => NOT_KNOWN,
    }
}

/// The episodes that began in a financial year: whether the start lies in it. Dates are enough.
pub fn began_in(missing: &Moment, year: &str) -> bool {
    financial_year(missing.date) == year
}

/// The whole of a financial year as an interval, for clocks and figures over a year.
pub fn financial_year_interval(year: &str) -> Option<Interval> {
    let (first, last) = financial_year_days(year)?;
    Some(Interval { from: day(first).from, to: day(last).to })
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { Certainty::Yes.code() } else { Certainty::No.code() }
}

#[cfg(test)]
#[path = "derived_tests.rs"]
mod tests;
