//! Bands: a length of time or a number as one of a few codes.
//!
//! A value on a boundary belongs to the shorter or smaller band, everywhere: "up to 48 hours" holds
//! exactly 48 hours. A length between moments without times has a band only if every length that it
//! can have been falls into that one.

use super::NOT_KNOWN;
use crate::time::{Interval, interval};
use chrono::TimeDelta;
use homeward_standard::Moment;

/// Bands of hours, with what comes before the first and after the last.
pub(super) struct Bands {
    /// The code of a length below zero.
    before: &'static str,
    /// The hours at which each band ends, with its code, the shortest first.
    ends: &'static [(i64, &'static str)],
    /// The code of a longer time.
    over: &'static str,
}

/// The bands of the list `hours_band`.
pub(super) const HOURS: Bands = Bands {
    before: "BEFORE",
    ends: &[
        (24, "UP_TO_24H"),
        (48, "H24_TO_48"),
        (72, "H48_TO_72"),
        (120, "H72_TO_120"),
        (240, "H120_TO_240"),
    ],
    over: "OVER_240H",
};

/// The bands of the list `report_delay_band`. A report cannot come before the start.
pub(super) const DELAY: Bands = Bands {
    before: "UP_TO_1H",
    ends: &[(1, "UP_TO_1H"), (3, "H1_TO_3"), (6, "H3_TO_6"), (24, "H6_TO_24")],
    over: "OVER_24H",
};

impl Bands {
    /// The band of a length.
    fn at(&self, length: TimeDelta) -> &'static str {
        if length < TimeDelta::zero() {
            return self.before;
        }
        let fits = |end: &&(i64, &str)| length <= TimeDelta::hours(end.0);
        self.ends.iter().find(fits).map_or(self.over, |(_, code)| code)
    }

    /// The band of the time from one interval to another, or `UNKN` when the shortest and the
    /// longest time that it can have been have different ones.
    pub(super) fn of(&self, from: Interval, to: Interval) -> &'static str {
        let (shortest, longest) = (self.at(to.from - from.to), self.at(to.to - from.from));
        if shortest == longest { shortest } else { NOT_KNOWN }
    }

    /// Every code, the earliest first.
    #[cfg(test)]
    pub(super) fn codes(&self) -> Vec<&'static str> {
        let mut codes = vec![self.before];
        codes.extend(self.ends.iter().map(|(_, code)| *code));
        codes.push(self.over);
        codes.dedup();
        codes
    }
}

/// The hours from one moment to another, in the bands of the list `hours_band`.
pub(super) fn hours_between(from: Option<&Moment>, to: Option<&Moment>) -> &'static str {
    match (from.map(interval), to.map(interval)) {
        (Some(Ok(from)), Some(Ok(to))) => HOURS.of(from, to),
        _ => NOT_KNOWN,
    }
}

/// A number of days of the calendar in the bands of the list `days_band`.
pub(super) fn days_band(days: i64) -> &'static str {
    match days {
        ..0 => "BEFORE",
        0..=2 => "D0_TO_2",
        3..=7 => "D3_TO_7",
        8..=14 => "D8_TO_14",
        15..=28 => "D15_TO_28",
        _ => "OVER_28",
    }
}

/// A number that may be none, in the bands of the list `count_band`.
pub(super) fn count_band(number: u64) -> &'static str {
    match number {
        0 => "NONE",
        1 => "ONE",
        2 => "TWO",
        3..=5 => "N3_TO_5",
        6..=9 => "N6_TO_9",
        _ => "N10_PLUS",
    }
}
