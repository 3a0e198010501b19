//! Dates as people write them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Problem;

/// Reads a date: `27 3 2026`, `27/3/26`, `27 Jan 2026`, `January 27 2026`, `2026-03-27`, `today`, `yesterday`.
pub(super) fn date(raw: &str, today: NaiveDate, label: &str) -> Result<NaiveDate, Problem> {
    let label = || label.to_owned();
    let raw = raw.trim().to_lowercase();
    match raw.as_str() {
        "today" => return Ok(today),
        "yesterday" => {
            return today
                .checked_sub_days(Days::new(1))
                .ok_or_else(|| Problem::NotADate { label: label() });
        }
        _ => {}
    }
    let mut numbers: Vec<&str> = Vec::new();
    let mut month_name: Option<(u32, usize)> = None;
    let mut weekday: Option<Weekday> = None;
    for part in parts(&raw).ok_or_else(|| Problem::NotADate { label: label() })? {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(part);
        } else if let Some(month) = month(part)
            && month_name.is_none()
        {
            month_name = Some((month, numbers.len()));
        } else if let Some(found) = self::weekday(part)
            && weekday.is_none()
            && numbers.is_empty()
            && month_name.is_none()
        {
            weekday = Some(found);
        } else if matches!(part, "st" | "nd" | "rd" | "th" | "of") && numbers.len() == 1 {
            // "27th of March": says nothing more.
        } else {
            return Err(Problem::NotADate { label: label() });
        }
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let (day, month, year) = match (month_name, numbers.as_slice()) {
        (None, [year, month, day]) if year.len() == 4 => (*day, number(month), *year),
        (None, [day, month, year]) => (*day, number(month), *year),
        // The month's name stands after the day or before it, never after the year.
        (Some((month, 0 | 1)), [day, year]) => (*day, Some(month), *year),
        (None, [_, _]) | (Some(_), [_]) => return Err(Problem::NoYear { label: label() }),
        _ => return Err(Problem::NotADate { label: label() }),
    };
    if day.len() > 2 {
        return Err(Problem::NotADate { label: label() });
    }
    let (Some(day), Some(month)) = (number(day), month) else {
        return Err(Problem::NotADate { label: label() });
    };
    let year = year_of(year, today).ok_or_else(|| Problem::YearOutOfRange { label: label() })?;
    let date = NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| Problem::NoSuchDay { label: label() })?;
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return Err(Problem::OtherWeekday { label: label() });
    }
    Ok(date)
}

/// Runs of digits and of letters, with the marks that may stand between them. `None` for any other mark.
fn parts(raw: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut start: Option<(usize, bool)> = None;
    for (at, letter) in raw.char_indices() {
        let kind = if letter.is_ascii_digit() {
            Some(false)
        } else if letter.is_ascii_alphabetic() {
            Some(true)
        } else if letter.is_whitespace() || matches!(letter, '/' | '-' | '.' | ',' | '–') {
            None
        } else {
            return None;
        };
        if let Some((from, of)) = start
            && kind != Some(of)
        {
            found.push(raw.get(from..at)?);
            start = None;
        }
        if let Some(kind) = kind
            && start.is_none()
        {
            start = Some((at, kind));
        }
    }
    if let Some((from, _)) = start {
        found.push(raw.get(from..)?);
    }
    Some(found)
}

/// A year of four digits, or of two: 26 is 2026, and 99 is 1999 since 2099 cannot be meant.
fn year_of(text: &str, today: NaiveDate) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        2 => {
            let recent = 2000 + year;
            Some(if recent > today.year() + 20 { recent - 100 } else { recent })
        }
        4 if (1900..=2100).contains(&year) => Some(year),
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its name or by at least its first three letters.
fn month(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

/// A weekday by its name or by at least its first three letters.
fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    DAYS.iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word)).map(|(_, day)| *day)
}
