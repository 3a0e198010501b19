//! A moment: a date, with or without a time of day, as a person in London knows it.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::answer::iso_date;

/// A date, with or without a time of day, in London.
///
/// A date without a time is the whole day; it never turns into midnight. The text form sorts by date and time:
/// `2026-03-29`, `2026-03-29T14:30`, `2026-10-25T01:30/2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    /// The day in London.
    pub date: NaiveDate,
    /// The time in London, to the minute, if it is known.
    pub time: Option<NaiveTime>,
    /// Which of the two, when the clock going back repeats the hour.
    pub which: Option<Which>,
}

/// One of the two runs of the hour that is repeated when the clocks go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// Before the clocks went back (summer time).
    First,
    /// After the clocks went back.
    Second,
}

/// The text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a moment: it is written like 2026-03-29, 2026-03-29T14:30 or 2026-10-25T01:30/2")]
pub struct MomentUnreadable;

impl Moment {
    /// A date whose time is not known.
    pub fn day(date: NaiveDate) -> Moment {
        Moment { date, time: None, which: None }
    }

    /// A date and a time to the minute.
    pub fn at(date: NaiveDate, time: NaiveTime) -> Moment {
        Moment { date, time: Some(time), which: None }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date.format("%Y-%m-%d"))?;
        if let Some(time) = self.time {
            write!(f, "T{}", time.format("%H:%M"))?;
            match self.which {
                Some(Which::First) => f.write_str("/1")?,
                Some(Which::Second) => f.write_str("/2")?,
                None => {}
            }
        }
        Ok(())
    }
}

impl FromStr for Moment {
    type Err = MomentUnreadable;

    fn from_str(text: &str) -> Result<Moment, MomentUnreadable> {
        let (date, rest) = match text.split_once('T') {
            Some((date, rest)) => (date, Some(rest)),
            None => (text, None),
        };
        let date = iso_date(date).ok_or(MomentUnreadable)?;
        let Some(rest) = rest else { return Ok(Moment::day(date)) };
        let (time, which) = match rest.split_once('/') {
            Some((time, "1")) => (time, Some(Which::First)),
            Some((time, "2")) => (time, Some(Which::Second)),
            Some(_) => return Err(MomentUnreadable),
            None => (rest, None),
        };
        Ok(Moment { date, time: Some(clock_time(time).ok_or(MomentUnreadable)?), which })
    }
}

/// Reads `14:30` and nothing else.
fn clock_time(text: &str) -> Option<NaiveTime> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 5
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 2 { *byte == b':' } else { byte.is_ascii_digit() });
    if shaped { NaiveTime::parse_from_str(text, "%H:%M").ok() } else { None }
}

impl TryFrom<String> for Moment {
    type Error = MomentUnreadable;

    fn try_from(text: String) -> Result<Moment, MomentUnreadable> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> String {
        moment.to_string()
    }
}

#[cfg(test)]
pub(crate) mod tests;
