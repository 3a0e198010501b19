//! Times of day as people write them, and where they stand on London's clock.

use chrono::offset::LocalResult;
use chrono::{NaiveDate, NaiveTime, TimeZone};

use super::Problem;
use crate::moment::{Moment, Which};

/// Reads a time of day: `14:30`, `14.30`, `2:30pm`, `2pm`, `1430`, `midday`.
pub(super) fn time(raw: &str, label: &str) -> Result<NaiveTime, Problem> {
    let label = || label.to_owned();
    let not_a_time = || Problem::NotATime { label: label() };
    let mut text: String =
        raw.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    match text.as_str() {
        "midday" | "noon" | "12noon" | "12midday" => {
            return NaiveTime::from_hms_opt(12, 0, 0).ok_or_else(not_a_time);
        }
        "midnight" | "12midnight" | "24:00" | "24.00" | "2400" => {
            return Err(Problem::Midnight { label: label() });
        }
        _ => {}
    }
    let mut half = None;
    for (ending, is_afternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if let Some(rest) = text.strip_suffix(ending) {
            half = Some(is_afternoon);
            text = rest.to_owned();
            break;
        }
    }
    if half.is_none()
        && let Some(rest) =
            ["hours", "hrs", "h"].iter().find_map(|ending| text.strip_suffix(ending))
    {
        text = rest.to_owned();
    }
    let (hour, minute, has_minutes) = digits(&text).ok_or_else(not_a_time)?;
    let hour = match half {
        None if !has_minutes && hour <= 12 => {
            return Err(Problem::MorningOrAfternoon { label: label() });
        }
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(not_a_time()),
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(not_a_time)
}

/// Hour, minute, and whether the minute was written.
fn digits(text: &str) -> Option<(u32, u32, bool)> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((hour, minute)) = text.split_once([':', '.', 'h']) {
        let shaped = is_digits(hour) && hour.len() <= 2 && is_digits(minute) && minute.len() == 2;
        return if shaped { Some((hour.parse().ok()?, minute.parse().ok()?, true)) } else { None };
    }
    if !is_digits(text) {
        return None;
    }
    match text.len() {
        1 | 2 => Some((text.parse().ok()?, 0, false)),
        3 | 4 => {
            let (hour, minute) = text.split_at_checked(text.len() - 2)?;
            Some((hour.parse().ok()?, minute.parse().ok()?, true))
        }
        _ => None,
    }
}

/// Sets a date and time on London's clock, which repeats an hour in autumn and skips one in spring.
pub(super) fn in_london(
    date: NaiveDate,
    time: NaiveTime,
    which: Option<Which>,
    label: &str,
) -> Result<Moment, Problem> {
    match chrono_tz::Europe::London.from_local_datetime(&date.and_time(time)) {
        LocalResult::Single(_) => Ok(Moment::at(date, time)),
        LocalResult::Ambiguous(_, _) if which.is_some() => {
            Ok(Moment { date, time: Some(time), which })
        }
        LocalResult::Ambiguous(_, _) => Err(Problem::RepeatedHour { label: label.to_owned() }),
        LocalResult::None => Err(Problem::SkippedHour { label: label.to_owned() }),
    }
}
