//! Dates and times that may be incomplete, as intervals on the UTC line.
//!
//! People write down what they know: a date, a date and a time, or half past one on the night
//! when half past one comes twice. Each is an [`Interval`] of instants here, and every rule over
//! them has three outcomes: yes if it is true throughout, no if it is false throughout, and
//! otherwise not known (design, section 3). A date without a time is the whole local day. It is
//! never midnight.
//!
//! Local time is Europe/London, from the time zone database that chrono-tz carries.

use chrono::{DateTime, Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono::{TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;
use homeward_standard::{Moment, Which};
use serde::{Deserialize, Serialize};

/// A stretch of instants in which something happened. Both ends belong to it.
///
/// A known minute has `from == to`. `to` is never before `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// The earliest instant it can have been.
    pub from: DateTime<Utc>,
    /// The latest instant it can have been.
    pub to: DateTime<Utc>,
}

impl Interval {
    /// An instant that is known.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self { from: instant, to: instant }
    }

    /// Whether the minute is known.
    pub fn is_exact(&self) -> bool {
        self.from == self.to
    }

    /// The interval moved by `by`. At the ends of the calendar it stays where it is.
    pub fn shifted(&self, by: TimeDelta) -> Self {
        let shift = |at: DateTime<Utc>| at.checked_add_signed(by).unwrap_or(at);
        Self { from: shift(self.from), to: shift(self.to) }
    }

    /// The earlier of two things that both happened.
    pub fn earlier(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.min(other.to) }
    }
}

/// A local time that never was: the hour that the clocks skip in March.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clocks went forward in that hour, so this time did not exist that day")]
pub struct SkippedHour;

/// What can be said about a rule over times that may be incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// True whatever the exact times were.
    Yes,
    /// False whatever the exact times were.
    No,
    /// It depends on times that were not written down.
    NotKnown,
}

impl Certainty {
    /// Yes if true throughout, no if false throughout, otherwise not known.
    fn of(always: bool, never: bool) -> Self {
        match (always, never) {
            (true, _) => Self::Yes,
            (_, true) => Self::No,
            _ => Self::NotKnown,
        }
    }

    /// The code of the outcome in the standard: `Y`, `N` or `UNKN`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "Y",
            Self::No => "N",
            Self::NotKnown => "UNKN",
        }
    }
}

/// The opposite outcome; not known stays not known.
impl std::ops::Not for Certainty {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::NotKnown => Self::NotKnown,
        }
    }
}

/// The instants that `moment` can mean.
///
/// * a date: the whole local day, from 00:00 to one second before the next 00:00. That is 23
///   hours on the last Sunday of March and 25 on the last Sunday of October;
/// * a date and a time: that minute;
/// * a time in the hour that October repeats: the minute that was chosen, or, while nobody has
///   said which, both and what lies between.
///
/// # Errors
/// [`SkippedHour`] for a time in the hour that March skips.
pub fn interval(moment: &Moment) -> Result<Interval, SkippedHour> {
    let Some(time) = moment.time else { return Ok(day(moment.date)) };
    match London.from_local_datetime(&moment.date.and_time(time)) {
        MappedLocalTime::None => Err(SkippedHour),
        MappedLocalTime::Single(at) => Ok(Interval::at(at.to_utc())),
        MappedLocalTime::Ambiguous(first, second) => Ok(match moment.which {
            Some(Which::First) => Interval::at(first.to_utc()),
            Some(Which::Second) => Interval::at(second.to_utc()),
            None => Interval { from: first.to_utc(), to: second.to_utc() },
        }),
    }
}

/// The whole local day `date`.
pub fn day(date: NaiveDate) -> Interval {
    let from = midnight(date);
    let next = date.checked_add_days(Days::new(1)).map_or(from + TimeDelta::days(1), midnight);
    Interval { from, to: next - TimeDelta::seconds(1) }
}

/// The first instant of a local day. London has never changed its clocks at midnight since they
/// were first changed, so the fallback is for dates outside of any case.
fn midnight(date: NaiveDate) -> DateTime<Utc> {
    let local = date.and_time(NaiveTime::MIN);
    London.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc())
}

/// The moment, to the minute, that `at` is in London.
pub fn moment_at(at: DateTime<Utc>) -> Moment {
    let local = at.with_timezone(&London).naive_local();
    let minute = local.time().with_second(0).and_then(|t| t.with_nanosecond(0));
    let which = match London.from_local_datetime(&local) {
        MappedLocalTime::Ambiguous(first, _) if first.to_utc() == at => Some(Which::First),
        MappedLocalTime::Ambiguous(..) => Some(Which::Second),
        _ => None,
    };
    Moment { date: local.date(), time: minute, which }
}

/// The local date on which `at` falls.
pub fn date_at(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&London).date_naive()
}

/// Whether `first` was before `second`. The same minute is not before.
pub fn before(first: Interval, second: Interval) -> Certainty {
    Certainty::of(first.to < second.from, first.from >= second.to)
}

/// Whether `first` was before `second` or in the same minute.
pub fn not_after(first: Interval, second: Interval) -> Certainty {
    !before(second, first)
}

/// Whether `done` was no later than `hours` hours after `start`. The last minute counts.
///
/// Hours are hours on the UTC line: a clock change makes none of them longer or shorter.
pub fn within(start: Interval, done: Interval, hours: i64) -> Certainty {
    let limit = TimeDelta::try_hours(hours).unwrap_or(TimeDelta::zero());
    not_after(done, start.shifted(limit))
}

/// An instant in words, in London time: "2:32pm on 5 March 2026".
///
/// In the hour that October repeats it says which: "1:30am on 25 October 2026 (before the clocks
/// went back)".
pub fn show(at: DateTime<Utc>) -> String {
    show_moment(&moment_at(at))
}

/// A date in words: "5 March 2026".
pub fn show_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// A time of day in words: "2:32pm", "9am", "midday", "midnight".
pub fn show_time(time: NaiveTime) -> String {
    match (time.hour12(), time.minute()) {
        ((false, 12), 0) => "midnight".to_owned(),
        ((true, 12), 0) => "midday".to_owned(),
        ((afternoon, hour), minute) => {
            let half = if afternoon { "pm" } else { "am" };
            match minute {
                0 => format!("{hour}{half}"),
                _ => format!("{hour}:{minute:02}{half}"),
            }
        }
    }
}

/// A moment in words, with as much as is known: "5 March 2026" for a date, "2:32pm on 5 March
/// 2026" for a date and a time.
pub fn show_moment(moment: &Moment) -> String {
    let date = show_date(moment.date);
    let Some(time) = moment.time else { return date };
    let note = match (is_repeated(moment.date.and_time(time)), moment.which) {
        (true, Some(Which::First)) => " (before the clocks went back)",
        (true, Some(Which::Second)) => " (after the clocks went back)",
        _ => "",
    };
    format!("{} on {date}{note}", show_time(time))
}

/// Whether a local time comes twice that day.
pub fn is_repeated(local: NaiveDateTime) -> bool {
    matches!(London.from_local_datetime(&local), MappedLocalTime::Ambiguous(..))
}

/// Whether a local time never comes that day.
pub fn is_skipped(local: NaiveDateTime) -> bool {
    matches!(London.from_local_datetime(&local), MappedLocalTime::None)
}

fn month(date: NaiveDate) -> &'static str {
    match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_moments::{at, date, moment, utc};
    use proptest::prelude::*;

    #[test]
    fn a_date_without_a_time_is_never_midnight() {
        let whole = interval(&moment("2026-03-05")).unwrap();
        assert_eq!(
            whole,
            Interval {
                from: utc("2026-03-05T00:00"),
                to: utc("2026-03-06T00:00") - TimeDelta::seconds(1)
            }
        );
        assert!(!whole.is_exact());
        assert_eq!(show_moment(&moment("2026-03-05")), "5 March 2026");
        assert_eq!(show_moment(&moment("2026-03-05T00:00")), "midnight on 5 March 2026");
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        let hours = |d| {
            let day = day(date(d));
            (day.to - day.from + TimeDelta::seconds(1)).num_hours()
        };
        assert_eq!(hours("2026-03-29"), 23);
        assert_eq!(hours("2026-10-25"), 25);
        assert_eq!(hours("2026-07-01"), 24);
        // A summer day begins at 23:00 UTC of the day before.
        assert_eq!(day(date("2026-07-01")).from, utc("2026-06-30T23:00"));
    }

    #[test]
    fn a_skipped_time_is_refused_and_a_repeated_one_is_two_instants() {
        assert_eq!(interval(&moment("2026-03-29T01:30")), Err(SkippedHour));
        assert!(interval(&moment("2026-03-29T00:59")).unwrap().is_exact());
        assert_eq!(interval(&moment("2026-03-29T02:00")).unwrap(), at("2026-03-29T01:00"));

        let both = interval(&moment("2026-10-25T01:30")).unwrap();
        assert_eq!((both.from, both.to), (utc("2026-10-25T00:30"), utc("2026-10-25T01:30")));
        assert_eq!(interval(&moment("2026-10-25T01:30/1")).unwrap(), at("2026-10-25T00:30"));
        assert_eq!(interval(&moment("2026-10-25T01:30/2")).unwrap(), at("2026-10-25T01:30"));
    }

    #[test]
    fn times_are_shown_in_london_and_in_words() {
        assert_eq!(show(utc("2026-03-05T14:32")), "2:32pm on 5 March 2026");
        assert_eq!(show(utc("2026-07-05T14:32")), "3:32pm on 5 July 2026");
        assert_eq!(show(utc("2026-01-05T00:05")), "12:05am on 5 January 2026");
        assert_eq!(show(utc("2026-01-05T12:00")), "midday on 5 January 2026");
        assert_eq!(show(utc("2026-01-05T09:00")), "9am on 5 January 2026");
        assert_eq!(
            show(utc("2026-10-25T00:30")),
            "1:30am on 25 October 2026 (before the clocks went back)"
        );
        assert_eq!(
            show(utc("2026-10-25T01:30")),
            "1:30am on 25 October 2026 (after the clocks went back)"
        );
    }

    #[test]
    fn a_rule_over_a_date_has_three_outcomes() {
        let fifth = interval(&moment("2026-03-05")).unwrap();
        let noon = at("2026-03-05T12:00");
        assert_eq!(before(fifth, noon), Certainty::NotKnown);
        assert_eq!(before(fifth, at("2026-03-06T00:00")), Certainty::Yes);
        assert_eq!(before(fifth, at("2026-03-05T00:00")), Certainty::No);
        assert_eq!(before(noon, noon), Certainty::No);
        assert_eq!(not_after(noon, noon), Certainty::Yes);
        assert_eq!(within(fifth, noon, 24), Certainty::Yes);
        assert_eq!(within(fifth, at("2026-03-06T12:00"), 24), Certainty::NotKnown);
        assert_eq!(within(fifth, at("2026-03-07T00:00"), 24), Certainty::No);
    }

    /// A few instants of an interval, both ends among them, to try a rule on one by one.
    fn samples(interval: Interval) -> impl Iterator<Item = DateTime<Utc>> {
        let length = interval.to - interval.from;
        (0..=6).map(move |step| interval.from + length * step / 6)
    }

    fn any_interval() -> impl Strategy<Value = Interval> {
        (0i64..4_000, prop_oneof![Just(0i64), 1i64..3_000]).prop_map(|(start, length)| {
            let from = utc("2026-03-01T00:00") + TimeDelta::minutes(start);
            Interval { from, to: from + TimeDelta::minutes(length * 6) }
        })
    }

    proptest! {
        /// The three outcomes agree with trying the plain rule on every pair of instants.
        #[test]
        fn before_and_within_agree_with_trying_the_instants(
            a in any_interval(), b in any_interval(), hours in 0i64..100
        ) {
            let pairs: Vec<_> =
                samples(a).flat_map(|x| samples(b).map(move |y| (x, y))).collect();
            let outcome = |rule: &dyn Fn(DateTime<Utc>, DateTime<Utc>) -> bool| {
                Certainty::of(
                    pairs.iter().all(|&(x, y)| rule(x, y)),
                    pairs.iter().all(|&(x, y)| !rule(x, y)),
                )
            };
            prop_assert_eq!(before(a, b), outcome(&|x, y| x < y));
            prop_assert_eq!(not_after(a, b), outcome(&|x, y| x <= y));
            let limit = TimeDelta::hours(hours);
            prop_assert_eq!(within(a, b, hours), outcome(&|x, y| y <= x + limit));
        }

        /// Every minute of twelve years can be written down as a moment and read back.
        #[test]
        fn every_minute_is_read_back_from_its_moment(minute in 0i64..(12 * 366 * 24 * 60)) {
            let instant = utc("2024-01-01T00:00") + TimeDelta::minutes(minute);
            prop_assert_eq!(interval(&moment_at(instant)), Ok(Interval::at(instant)));
        }

        /// No instant is lost between two days, and none belongs to both.
        #[test]
        fn days_follow_each_other_without_a_gap(offset in 0u64..(12 * 366)) {
            let first = date("2024-01-01") + Days::new(offset);
            let next = first + Days::new(1);
            prop_assert_eq!(day(first).to + TimeDelta::seconds(1), day(next).from);
        }
    }
}
