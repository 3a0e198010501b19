//! Short ways to write times in the tests of this crate.

use crate::time::Interval;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use homeward_standard::{Moment, Which};

/// "2026-03-05", "2026-03-05T14:30" or "2026-10-25T01:30/2" as a moment.
pub(crate) fn moment(text: &str) -> Moment {
    let (text, which) = match text.split_once('/') {
        Some((text, "1")) => (text, Some(Which::First)),
        Some((text, _)) => (text, Some(Which::Second)),
        None => (text, None),
    };
    match text.split_once('T') {
        Some((day, time)) => Moment {
            date: date(day),
            time: Some(NaiveTime::parse_from_str(time, "%H:%M").unwrap()),
            which,
        },
        None => Moment { date: date(text), time: None, which },
    }
}

/// "2026-03-05" as a date.
pub(crate) fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// "2026-03-05T14:30" as an instant in UTC.
pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap().and_utc()
}

/// "2026-03-05T14:30" UTC as an interval of one instant.
pub(crate) fn at(text: &str) -> Interval {
    Interval::at(utc(text))
}
