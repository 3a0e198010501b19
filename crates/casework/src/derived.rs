//! Facts that are worked out and never typed, one function each.
//!
//! Each variable has a file in `schemas/derived/` that says the same in words, with its source.
//! Functions with an outcome return the code of that variable's list, or one of the absence codes
//! `UNKN` (it depends on something that was not written down) and `NAPP` (it cannot apply).

use crate::clock::{in_time, ppi_clock, rhi_clock};
use crate::time::{Certainty, Interval, day, interval};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;
use homeward_standard::Moment;

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

/// A length of time missing, as the London tables have it (data standard 3.9, H-duration).
///
/// Where a published figure says "48 hours or less" or "over 7 days", the boundary itself belongs
/// to the shorter band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationBand {
    /// Less than 8 hours.
    Under8Hours,
    /// 8 to 24 hours.
    To24Hours,
    /// Over 24 and up to 48 hours.
    To48Hours,
    /// Over 48 and up to 72 hours.
    To72Hours,
    /// Over 72 hours and up to 7 days.
    To7Days,
    /// Over 7 and up to 28 days.
    To28Days,
    /// Over 28 days and up to 3 months of the calendar.
    To3Months,
    /// Over 3 months.
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
            Self::Under8Hours => "H0_8",
            Self::To24Hours => "H8_24",
            Self::To48Hours => "H24_48",
            Self::To72Hours => "H48_72",
            Self::To7Days => "H72_D7",
            Self::To28Days => "D7_28",
            Self::To3Months => "D28_M3",
            Self::Over3Months => "M3_PLUS",
            Self::Open => "OPEN",
        }
    }

    /// The band of a time from `from` to `to`.
    fn of((from, to): Ends) -> Self {
        let length = to - from;
        if length < TimeDelta::hours(8) {
            return Self::Under8Hours;
        }
        let hours = [
            (24, Self::To24Hours),
            (48, Self::To48Hours),
            (72, Self::To72Hours),
            (7 * 24, Self::To7Days),
            (28 * 24, Self::To28Days),
        ];
        match hours.into_iter().find(|(limit, _)| length <= TimeDelta::hours(*limit)) {
            Some((_, band)) => band,
            None if to <= three_months_after(from) => Self::To3Months,
            None => Self::Over3Months,
        }
    }
}

/// The same local time three months later, or the last day of that month when it is shorter.
fn three_months_after(from: DateTime<Utc>) -> DateTime<Utc> {
    let local = from.with_timezone(&London).naive_local();
    local
        .checked_add_months(Months::new(3))
        .and_then(|later| London.from_local_datetime(&later).latest())
        .map_or_else(|| from + TimeDelta::days(92), |later| later.to_utc())
}

/// The code of the band of a time missing: a code of the list `duration_band`, or `UNKN` when the
/// bands of the shortest and the longest possible time differ. `OPEN` without a return.
pub fn duration_band(missing: &Moment, returned: Option<&Moment>) -> &'static str {
    let Some(returned) = returned else { return DurationBand::Open.code() };
    let Some((shortest, longest)) = ends(missing, returned) else { return NOT_KNOWN };
    let (shortest, longest) = (DurationBand::of(shortest), DurationBand::of(longest));
    if shortest == longest { shortest.code() } else { NOT_KNOWN }
}

/// The band of a number of episodes (data standard 3.9, H-count): a code of the list
/// `repeat_band`. Nobody has a band of none.
pub fn repeat_band(episodes: u64) -> Option<&'static str> {
    Some(match episodes {
        0 => return None,
        1 => "1",
        2 => "2",
        3..=5 => "3-5",
        6..=9 => "6-9",
        _ => "10+",
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

/// Whether the child was looked after, by the group of the care status code in its list.
///
/// `care_status` is a code, or an absence code; `group` is that code's group there. An absence
/// stays the absence it is.
pub fn looked_after<'a>(care_status: Option<&'a str>, group: Option<&str>) -> &'a str {
    match (care_status, group) {
        (_, Some(group)) => yes_or_no(group == "CLA"),
        (Some("CLA"), None) => "Y",
        (Some(code), None) if homeward_standard::Absence::from_code(code).is_some() => code,
        (Some(_), None) => "N",
        (None, None) => NOT_KNOWN,
    }
}

/// Whether the conversation was offered within 72 hours of the return.
///
/// `offer` is the code of `rhi_offer`. An offer is one that reached the child; a letter sent is an
/// attempt. Without a return no clock runs (`NAPP`), and an offer at a time that nobody wrote down
/// is not known. Not offered, once said, is no.
pub fn rhi_offered_in_time(
    returned: Option<&Moment>,
    offer: Option<&str>,
    offered_at: Option<&Moment>,
) -> &'static str {
    let Some(clock) = returned.map(rhi_clock) else { return NOT_APPLICABLE };
    match (offer, clock, offered_at) {
        (Some("NOT_DUE" | "NAPP_DIED" | "NAPP"), ..) => NOT_APPLICABLE,
        (Some("NOT_OFFERED"), ..) => "N",
        (Some("OFFERED"), Some(clock), Some(at)) => in_time(&clock, at).code(),
        _ => NOT_KNOWN,
    }
}

/// Whether the conversation was completed within 72 hours of the return.
///
/// `outcome` is the code of `rhi_outcome` and `held_at` when it began. Completed counts, and only
/// completed: one that was declined, broken off or never held is no. A declined one that was
/// offered in time is still no breach, which is why offered and completed are two facts. One that
/// is still being arranged is not known.
pub fn rhi_completed_in_time(
    returned: Option<&Moment>,
    outcome: Option<&str>,
    held_at: Option<&Moment>,
) -> &'static str {
    let Some(clock) = returned.map(rhi_clock) else { return NOT_APPLICABLE };
    match (outcome, clock, held_at) {
        (Some("NAPP"), ..) => NOT_APPLICABLE,
        (Some("COMPLETED"), Some(clock), Some(at)) => in_time(&clock, at).code(),
        (
            Some(
                "PARTIAL" | "CARER_INFO" | "DECLINED" | "PR_DECLINED" | "NOT_COMPLETED"
                | "NOT_OFFERED",
            ),
            ..,
        ) => "N",
        _ => NOT_KNOWN,
    }
}

/// Whether the prevention interview was held within 24 hours of the earlier of located and
/// returned.
///
/// `status` is the answer to whether it was done: `Y`, `N` or an absence code. Not done is no.
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
        (Some("NAPP"), ..) => NOT_APPLICABLE,
        (Some("N"), ..) => "N",
        (Some("Y"), Some(clock), Some(at)) => in_time(&clock, at).code(),
        _ => NOT_KNOWN,
    }
}

/// Whether the parent or carer of a child who declined was heard, as the statutory guidance asks.
///
/// `carer_info_taken` is the answer to whether the carer was offered the chance to give
/// information. It does not apply to a conversation that took place or is still to come.
pub fn carer_heard(outcome: Option<&str>, carer_info_taken: Option<&str>) -> &'static str {
    match (outcome, carer_info_taken) {
        (Some("CARER_INFO"), _) => "Y",
        (Some("DECLINED" | "PR_DECLINED" | "NOT_COMPLETED"), Some("Y")) => "Y",
        (Some("DECLINED" | "PR_DECLINED" | "NOT_COMPLETED"), Some("N")) => "N",
        (Some("DECLINED" | "PR_DECLINED" | "NOT_COMPLETED"), _) => NOT_KNOWN,
        (Some(_), _) => NOT_APPLICABLE,
        (None, _) => NOT_KNOWN,
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
