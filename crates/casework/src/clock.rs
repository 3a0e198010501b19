//! The two clocks that run after a return.
//!
//! * a return conversation is to be offered, and held, within 72 hours of the return (statutory
//!   guidance, January 2014). The guidance counts hours, and nothing in it stops the clock at a
//!   weekend or a bank holiday;
//! * a police prevention interview is to be held within 24 hours of the earlier of being located
//!   and returned.
//!
//! Both count in UTC, so that a clock change makes neither shorter nor longer. What is shown is
//! London time. When only a date is known the clock starts at the first instant of that day,
//! which is the careful side for a worker who plans by it, and says that the time is not known.

use crate::time::{Certainty, Interval, interval, not_after};
use chrono::{DateTime, TimeDelta, Utc};
use homeward_standard::Moment;
use serde::{Deserialize, Serialize};

/// Hours from the return within which a return conversation is due.
pub const RHI_HOURS: i64 = 72;

/// Hours from being located or returned within which a prevention interview is due.
pub const PPI_HOURS: i64 = 24;

/// A clock that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// When it started.
    pub starts: Interval,
    /// When its time is up: `starts` and `hours` hours.
    pub due: Interval,
    /// How many hours it allows.
    pub hours: i64,
}

impl Clock {
    /// The clock of `hours` hours from `starts`.
    pub fn of(starts: Interval, hours: i64) -> Self {
        let allowed = TimeDelta::try_hours(hours).unwrap_or(TimeDelta::zero());
        Self { starts, due: starts.shifted(allowed), hours }
    }
}

/// The clock of a return conversation: 72 hours from the return.
///
/// None for a time that never was (the hour March skips): such an answer is a problem beside its
/// question, and no clock is better than a wrong one.
pub fn rhi_clock(returned: &Moment) -> Option<Clock> {
    Some(Clock::of(interval(returned).ok()?, RHI_HOURS))
}

/// The clock of a prevention interview: 24 hours from the earlier of located and returned.
///
/// With one of the two known it starts there. None while neither is known, or when one that is
/// given is a time that never was.
pub fn ppi_clock(located: Option<&Moment>, returned: Option<&Moment>) -> Option<Clock> {
    let read = |moment: Option<&Moment>| moment.map(interval).transpose().ok();
    let starts = match (read(located)?, read(returned)?) {
        (Some(located), Some(returned)) => located.earlier(returned),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    Some(Clock::of(starts, PPI_HOURS))
}

/// Whether what the clock waits for was done in time: yes if it was whatever the exact times
/// were, no if it was not whatever they were, otherwise not known. The last minute counts.
///
/// A time that never was is not known.
pub fn in_time(clock: &Clock, done: &Moment) -> Certainty {
    interval(done).map_or(Certainty::NotKnown, |done| not_after(done, clock.due))
}

/// How a list paints a due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The time is up.
    Late,
    /// Less than 24 hours are left.
    Soon,
    /// 24 hours or more are left.
    Later,
    /// It has been done; no clock runs.
    Done,
    /// Nothing has started the clock, or the record asks for no work.
    NotRunning,
}

/// A due time in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// "Due in 6 hours", "2 hours late", "Due now".
    pub text: String,
    /// How a list paints it.
    pub urgency: Urgency,
    /// The instant it is counted to. Lists sort by it.
    pub at: Option<DateTime<Utc>>,
    /// False when only a date started the clock. The text says so as well.
    pub time_known: bool,
}

impl Due {
    /// It has been done.
    pub fn done() -> Self {
        Self { text: "Done".to_owned(), urgency: Urgency::Done, at: None, time_known: true }
    }

    /// No clock runs: the child is still missing, or the record is history.
    pub fn not_running() -> Self {
        let text = "Not due".to_owned();
        Self { text, urgency: Urgency::NotRunning, at: None, time_known: true }
    }
}

/// What is left of the clock at `now`, in words.
///
/// Whole units are cut off, never rounded up: "Due in 2 hours" means that two hours are left. Up to
/// an hour is counted in minutes, up to two days in hours, and beyond that in days of 24 hours.
pub fn due(clock: &Clock, now: DateTime<Utc>) -> Due {
    let at = clock.due.from;
    let left = at - now;
    let amount = in_words(left.abs());
    let (mut text, urgency) = match amount {
        // The clock has minutes: in the last one it is neither early nor late.
        None => ("Due now".to_owned(), Urgency::Soon),
        Some(amount) if left < TimeDelta::zero() => (format!("{amount} late"), Urgency::Late),
        Some(amount) if left < TimeDelta::hours(24) => (format!("Due in {amount}"), Urgency::Soon),
        Some(amount) => (format!("Due in {amount}"), Urgency::Later),
    };
    let time_known = clock.starts.is_exact();
    if !time_known {
        text.push_str(" (time not known)");
    }
    Due { text, urgency, at: Some(at), time_known }
}

/// A length of time in its largest useful unit. None below one minute.
fn in_words(length: TimeDelta) -> Option<String> {
    let (count, unit) = match (length.num_minutes(), length.num_hours(), length.num_days()) {
        (0, ..) => return None,
        (minutes, 0, _) => (minutes, "minute"),
        (_, hours, 0..=1) => (hours, "hour"),
        (.., days) => (days, "day"),
    };
    Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_moments::{moment, utc};
    use crate::time::{moment_at, show};
    use proptest::prelude::*;

    fn words(returned: &str, now: &str) -> (String, Urgency) {
        let due = due(&rhi_clock(&moment(returned)).unwrap(), utc(now));
        (due.text, due.urgency)
    }

    #[test]
    fn the_72_hours_run_right_through_the_spring_change() {
        // Returned at 11pm on the Saturday before the clocks go forward.
        let clock = rhi_clock(&moment("2026-03-28T23:00")).unwrap();
        assert_eq!(clock.due.from - clock.starts.from, TimeDelta::hours(72));
        assert_eq!(show(clock.due.from), "midnight on 1 April 2026");
        assert_eq!(in_time(&clock, &moment("2026-04-01T00:00")), Certainty::Yes);
        assert_eq!(in_time(&clock, &moment("2026-04-01T00:01")), Certainty::No);
    }

    #[test]
    fn the_72_hours_run_right_through_the_autumn_change() {
        let clock = rhi_clock(&moment("2026-10-24T23:00")).unwrap();
        assert_eq!(clock.due.from - clock.starts.from, TimeDelta::hours(72));
        assert_eq!(show(clock.due.from), "10pm on 27 October 2026");
        assert_eq!(in_time(&clock, &moment("2026-10-27T22:00")), Certainty::Yes);
        assert_eq!(in_time(&clock, &moment("2026-10-27T22:01")), Certainty::No);
    }

    #[test]
    fn a_return_in_the_repeated_hour_is_counted_from_the_hour_that_was_chosen() {
        let first = rhi_clock(&moment("2026-10-25T01:30/1")).unwrap();
        let second = rhi_clock(&moment("2026-10-25T01:30/2")).unwrap();
        assert_eq!(second.due.from - first.due.from, TimeDelta::hours(1));
        // While nobody has said which, the hour in between is not known.
        let either = rhi_clock(&moment("2026-10-25T01:30")).unwrap();
        assert_eq!(in_time(&either, &moment("2026-10-28T00:30")), Certainty::Yes);
        assert_eq!(in_time(&either, &moment("2026-10-28T01:00")), Certainty::NotKnown);
        assert_eq!(in_time(&either, &moment("2026-10-28T01:31")), Certainty::No);
    }

    #[test]
    fn a_return_in_the_skipped_hour_starts_no_clock() {
        assert_eq!(rhi_clock(&moment("2026-03-29T01:30")), None);
        assert_eq!(ppi_clock(Some(&moment("2026-03-29T01:30")), None), None);
    }

    #[test]
    fn the_prevention_interview_is_counted_from_the_earlier_of_located_and_returned() {
        let (located, returned) = (moment("2026-03-05T10:00"), moment("2026-03-05T14:00"));
        let clock = |l, r| ppi_clock(l, r).map(|clock| clock.starts.from);
        assert_eq!(clock(Some(&located), Some(&returned)), Some(utc("2026-03-05T10:00")));
        assert_eq!(clock(Some(&returned), Some(&located)), Some(utc("2026-03-05T10:00")));
        assert_eq!(clock(None, Some(&returned)), Some(utc("2026-03-05T14:00")));
        assert_eq!(clock(None, None), None);
        // A date for one and a minute for the other: not before the day began, not after either.
        let day = moment("2026-03-05");
        let mixed = ppi_clock(Some(&day), Some(&returned)).unwrap();
        assert_eq!(mixed.starts.from, utc("2026-03-05T00:00"));
        assert_eq!(mixed.starts.to, utc("2026-03-05T14:00"));
        assert_eq!(mixed.hours, 24);
    }

    #[test]
    fn a_return_known_by_its_date_leaves_some_conversations_not_known() {
        let clock = rhi_clock(&moment("2026-03-05")).unwrap();
        assert_eq!(in_time(&clock, &moment("2026-03-07")), Certainty::Yes);
        assert_eq!(in_time(&clock, &moment("2026-03-08T00:00")), Certainty::Yes);
        assert_eq!(in_time(&clock, &moment("2026-03-08T00:01")), Certainty::NotKnown);
        assert_eq!(in_time(&clock, &moment("2026-03-08")), Certainty::NotKnown);
        assert_eq!(in_time(&clock, &moment("2026-03-09")), Certainty::No);
    }

    #[test]
    fn the_due_time_is_said_in_plain_words() {
        let returned = "2026-03-05T12:00"; // due at midday on the 8th
        let expected = [
            ("2026-03-05T12:00", "Due in 3 days", Urgency::Later),
            ("2026-03-05T12:01", "Due in 2 days", Urgency::Later),
            ("2026-03-06T12:01", "Due in 47 hours", Urgency::Later),
            ("2026-03-07T12:00", "Due in 24 hours", Urgency::Later),
            ("2026-03-07T12:01", "Due in 23 hours", Urgency::Soon),
            ("2026-03-08T06:00", "Due in 6 hours", Urgency::Soon),
            ("2026-03-08T10:59", "Due in 1 hour", Urgency::Soon),
            ("2026-03-08T11:20", "Due in 40 minutes", Urgency::Soon),
            ("2026-03-08T11:59", "Due in 1 minute", Urgency::Soon),
            ("2026-03-08T12:00", "Due now", Urgency::Soon),
            ("2026-03-08T12:01", "1 minute late", Urgency::Late),
            ("2026-03-08T14:30", "2 hours late", Urgency::Late),
            ("2026-03-11T13:00", "3 days late", Urgency::Late),
        ];
        for (now, text, urgency) in expected {
            assert_eq!(words(returned, now), (text.to_owned(), urgency), "at {now}");
        }
    }

    #[test]
    fn a_clock_started_by_a_date_says_that_the_time_is_not_known() {
        let (text, urgency) = words("2026-03-05", "2026-03-07T18:00");
        assert_eq!((text.as_str(), urgency), ("Due in 6 hours (time not known)", Urgency::Soon));
    }

    #[test]
    fn urgency_sorts_the_late_first() {
        let mut all = [Urgency::NotRunning, Urgency::Later, Urgency::Late, Urgency::Soon];
        all.sort();
        assert_eq!(all, [Urgency::Late, Urgency::Soon, Urgency::Later, Urgency::NotRunning]);
    }

    /// Any minute from 2024 to 2035.
    fn any_minute() -> impl Strategy<Value = DateTime<Utc>> {
        let start = utc("2024-01-01T00:00");
        let minutes = (utc("2036-01-01T00:00") - start).num_minutes();
        (0..minutes).prop_map(move |minute| start + TimeDelta::minutes(minute))
    }

    /// A moment of any precision around `near`.
    fn blurred(near: DateTime<Utc>, precision: u8) -> Moment {
        let exact = moment_at(near);
        match precision {
            0 => exact,
            1 => Moment { which: None, ..exact },
            _ => Moment { time: None, which: None, ..exact },
        }
    }

    proptest! {
        #[test]
        fn due_is_the_start_and_72_hours_for_every_minute(start in any_minute()) {
            let clock = rhi_clock(&moment_at(start)).unwrap();
            prop_assert_eq!(clock.starts, Interval::at(start));
            prop_assert_eq!(clock.due.from.timestamp() - start.timestamp(), 72 * 3600);
            prop_assert_eq!(clock.due.from, clock.due.to);
        }

        /// The verdict agrees with asking about every minute that start and end can mean.
        #[test]
        fn in_time_agrees_with_trying_the_minutes(
            start in any_minute(),
            later in 0i64..(6 * 24 * 60),
            precision in (0u8..3, 0u8..3),
        ) {
            let returned = blurred(start, precision.0);
            let done = blurred(start + TimeDelta::minutes(later), precision.1);
            let clock = rhi_clock(&returned).unwrap();
            let minutes = |m: &Moment| {
                let span = interval(m).unwrap();
                let last = (span.to - span.from).num_minutes();
                let whole = (0..=last).map(move |minute| span.from + TimeDelta::minutes(minute));
                whole.chain([span.to])
            };
            let (mut always, mut never) = (true, true);
            let ends: Vec<_> = minutes(&done).collect();
            for from in minutes(&returned).step_by(7).chain(minutes(&returned).last()) {
                for &to in &ends {
                    let held = to <= from + TimeDelta::hours(72);
                    always &= held;
                    never &= !held;
                }
            }
            let expected = match (always, never) {
                (true, _) => Certainty::Yes,
                (_, true) => Certainty::No,
                _ => Certainty::NotKnown,
            };
            prop_assert_eq!(in_time(&clock, &done), expected);
        }

        /// What is said never promises more time than there is, and never less than half of it.
        #[test]
        fn the_words_say_no_more_than_what_is_left(start in any_minute(), passed in 0i64..10_000) {
            let clock = rhi_clock(&moment_at(start)).unwrap();
            let now = start + TimeDelta::minutes(passed);
            let said = due(&clock, now);
            let left = 72 * 60 - passed;
            let (count, unit) = match said.text.trim_start_matches("Due in ").split_once(' ') {
                Some((count, unit)) if count.chars().all(|c| c.is_ascii_digit()) => {
                    (count.parse::<i64>().unwrap(), unit)
                }
                _ => (0, "minute"),
            };
            let minutes = count * match unit.split([' ', 's']).next().unwrap() {
                "minute" => 1,
                "hour" => 60,
                "day" => 24 * 60,
                other => panic!("an unknown unit: {other}"),
            };
            prop_assert!(minutes <= left.abs() && 2 * minutes >= left.abs());
            prop_assert_eq!(said.urgency == Urgency::Late, left < 0);
            prop_assert_eq!(said.text.ends_with("late"), left < 0);
        }
    }
}
