//! The financial year of the figures.

use crate::time::{Interval, day};
use chrono::{Datelike, NaiveDate};
use homeward_standard::Moment;

/// The financial year of a day, 1 April to 31 March: "2025-26".
pub fn financial_year(date: NaiveDate) -> String {
    let first = if date.month() >= 4 { date.year() } else { date.year() - 1 };
    format!("{first:04}-{:02}", (first + 1).rem_euclid(100))
}

/// The quarter of the financial year in which a day lies: a code of the list `quarter`.
pub fn quarter(date: NaiveDate) -> &'static str {
    match date.month() {
        4..=6 => "Q1",
        7..=9 => "Q2",
        10..=12 => "Q3",
        _ => "Q4",
    }
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

/// The episodes that began in a financial year: whether the start lies in it. Dates are enough.
pub fn began_in(missing: &Moment, year: &str) -> bool {
    financial_year(missing.date) == year
}

/// The whole of a financial year as an interval, for clocks and figures over a year.
pub fn financial_year_interval(year: &str) -> Option<Interval> {
    let (first, last) = financial_year_days(year)?;
    Some(Interval { from: day(first).from, to: day(last).to })
}
