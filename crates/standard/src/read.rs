//! Reads what a person typed.

use chrono::NaiveDate;

use crate::answer::Value;
use crate::code_list::{Code, CodeList};
use crate::moment::{Moment, Which};
use crate::question_set::{Kind, Question};
use crate::standard::Standard;

mod dates;
mod times;

/// The most characters a text may have.
pub const TEXT_LIMIT: usize = 200_000;

/// The most rows a repeating group may have.
pub(crate) const ROW_LIMIT: u32 = 10_000;

/// Why what was typed is no answer yet. The text says what to do, and never repeats what was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// No date.
    #[error("Enter the date for ‘{label}’ with a day, month and year, like 27 3 2026")]
    NotADate {
        /// The question.
        label: String,
    },
    /// A day and a month without a year.
    #[error("Add the year to the date for ‘{label}’, like 27 3 2026")]
    NoYear {
        /// The question.
        label: String,
    },
    /// A date that the calendar does not have.
    #[error("Check the date for ‘{label}’: the calendar does not have that day")]
    NoSuchDay {
        /// The question.
        label: String,
    },
    /// A year that cannot be meant.
    #[error("Check the year for ‘{label}’: it must be from 1900 to 2100")]
    YearOutOfRange {
        /// The question.
        label: String,
    },
    /// A weekday that is not that of the date.
    #[error("Check the date for ‘{label}’: the day of the week is not that of the date")]
    OtherWeekday {
        /// The question.
        label: String,
    },
    /// A time without a date.
    #[error("Add the date for ‘{label}’, like 27 3 2026")]
    TimeWithoutDate {
        /// The question.
        label: String,
    },
    /// No time of day.
    #[error(
        "Enter the time for ‘{label}’ like 14:30 or 2:30pm, or leave the time empty if it is not known"
    )]
    NotATime {
        /// The question.
        label: String,
    },
    /// An hour that could be morning or afternoon.
    #[error("Add am or pm to the time for ‘{label}’, or write it like 14:30")]
    MorningOrAfternoon {
        /// The question.
        label: String,
    },
    /// Midnight belongs to two days.
    #[error(
        "For ‘{label}’ write 00:00 if you mean the midnight that this day begins with. \
         For the midnight that it ends with, enter the next day and 00:00"
    )]
    Midnight {
        /// The question.
        label: String,
    },
    /// The clocks went back, so this time came twice.
    #[error(
        "The clocks went back that night, so this time came twice. Choose which one for ‘{label}’"
    )]
    RepeatedHour {
        /// The question.
        label: String,
    },
    /// The clocks went forward, so this time never came.
    #[error(
        "The clocks went forward that night, so this time did not happen. Check the time for ‘{label}’"
    )]
    SkippedHour {
        /// The question.
        label: String,
    },
    /// No whole number.
    #[error("Enter ‘{label}’ as a whole number, like 3")]
    NotANumber {
        /// The question.
        label: String,
    },
    /// A number that cannot be right.
    #[error("Enter a number from {least} to {most} for ‘{label}’")]
    OutOfRange {
        /// The question.
        label: String,
        /// The smallest number that can be right.
        least: i64,
        /// The largest number that can be right.
        most: i64,
    },
    /// A code that the list does not have.
    #[error("Choose an answer from the list for ‘{label}’")]
    NotInList {
        /// The question.
        label: String,
    },
    /// "None of these" together with something else.
    #[error("For ‘{label}’ choose either ‘{exclusive}’ or the other answers, not both")]
    NotBoth {
        /// The question.
        label: String,
        /// The label of the answer that stands alone.
        exclusive: String,
    },
    /// Longer than can be kept.
    #[error("Shorten ‘{label}’: it can have up to 200,000 characters")]
    TooLong {
        /// The question.
        label: String,
    },
    /// A list of rows that this app did not write.
    #[error("The rows of ‘{label}’ could not be read. Add the row again")]
    NotRows {
        /// The question.
        label: String,
    },
}

/// Reads what was typed. `Ok(None)` when it is blank, since blank is no answer.
///
/// `raw` is: text, date and number as typed; a moment as `date` newline `time`, with a third line `1` or `2` for the
/// hour that the clocks repeat, where the time may be blank; a choice as its code; choices as codes joined by `,`; rows
/// as item numbers joined by `,`. `today` is the day in London, for "today" and "yesterday".
///
/// # Errors
///
/// A [`Problem`] when it is neither blank nor an answer.
pub fn read(
    question: &Question,
    standard: &Standard,
    raw: &str,
    today: NaiveDate,
) -> Result<Option<Value>, Problem> {
    let label = || question.label.clone();
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let codes = || raw.split(',').map(str::trim).filter(|code| !code.is_empty());
    let value = match question.kind {
        Kind::Text | Kind::LongText => Value::Text(raw.to_owned()),
        Kind::Date => Value::Date(dates::date(raw, today, &question.label)?),
        Kind::Moment => Value::Moment(moment(raw, today, &question.label)?),
        Kind::Number => {
            Value::Number(number(raw).ok_or_else(|| Problem::NotANumber { label: label() })?)
        }
        Kind::Choice => Value::Choice(raw.trim().to_owned()),
        Kind::Choices if codes().next().is_none() => return Ok(None),
        Kind::Choices => Value::Choices(codes().map(str::to_owned).collect()),
        Kind::Rows => Value::Rows(rows(raw).ok_or_else(|| Problem::NotRows { label: label() })?),
    };
    settle(question, standard, value).map(Some)
}

/// Holds a value against what the standard says of its question: length, range, list, answers that stand alone.
///
/// Choices come back in the order of their list and each once, so that the same choices are always the same value.
/// What was typed and what another program wrote are judged by this same function.
///
/// # Errors
///
/// A [`Problem`] when the value cannot be the answer to this question.
pub(crate) fn settle(
    question: &Question,
    standard: &Standard,
    value: Value,
) -> Result<Value, Problem> {
    let label = || question.label.clone();
    let list = || question.list.as_deref().and_then(|list| standard.list(list));
    match value {
        Value::Text(text) if text.chars().count() > TEXT_LIMIT => {
            Err(Problem::TooLong { label: label() })
        }
        Value::Number(number) => {
            let (least, most) = question.bounds();
            if (least..=most).contains(&number) {
                Ok(value)
            } else {
                Err(Problem::OutOfRange { label: label(), least, most })
            }
        }
        Value::Choice(ref code) if list().is_none_or(|list| list.code(code).is_none()) => {
            Err(Problem::NotInList { label: label() })
        }
        Value::Choices(chosen) => {
            let list = list().ok_or_else(|| Problem::NotInList { label: label() })?;
            choices(question, list, &chosen)
        }
        Value::Rows(ref items) if items.iter().any(|item| *item > ROW_LIMIT) => {
            Err(Problem::NotRows { label: label() })
        }
        value => Ok(value),
    }
}

fn moment(raw: &str, today: NaiveDate, label: &str) -> Result<Moment, Problem> {
    let mut lines = raw.split('\n').map(str::trim);
    let date = lines.next().unwrap_or_default();
    let time = lines.next().unwrap_or_default();
    let which = match lines.next().unwrap_or_default() {
        "1" => Some(Which::First),
        "2" => Some(Which::Second),
        _ => None,
    };
    if date.is_empty() {
        return Err(Problem::TimeWithoutDate { label: label.to_owned() });
    }
    let date = dates::date(date, today, label)?;
    if time.is_empty() {
        return Ok(Moment::day(date));
    }
    let time = times::time(time, label)?;
    times::in_london(date, time, which, label)
}

fn number(raw: &str) -> Option<i64> {
    let raw = raw.trim();
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    // A comma may only part thousands: "1,5" is not fifteen.
    let parts: Vec<&str> = digits.split(',').collect();
    let first_is_short = parts.first().is_some_and(|first| (1..=3).contains(&first.len()));
    let well_parted =
        parts.len() == 1 || (first_is_short && parts.iter().skip(1).all(|part| part.len() == 3));
    let all_digits =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if well_parted && all_digits { raw.replace(',', "").parse().ok() } else { None }
}

fn choices(question: &Question, list: &CodeList, chosen: &[String]) -> Result<Value, Problem> {
    if !chosen.iter().all(|code| list.code(code).is_some()) {
        return Err(Problem::NotInList { label: question.label.clone() });
    }
    let codes: Vec<&Code> = list.codes.iter().filter(|code| chosen.contains(&code.code)).collect();
    if let Some(alone) = codes.iter().find(|code| code.exclusive)
        && codes.len() > 1
    {
        return Err(Problem::NotBoth {
            label: question.label.clone(),
            exclusive: alone.label.clone(),
        });
    }
    Ok(Value::Choices(codes.into_iter().map(|code| code.code.clone()).collect()))
}

fn rows(raw: &str) -> Option<Vec<u32>> {
    let mut items = Vec::new();
    for part in raw.split(',') {
        let part = part.trim();
        let item: u32 =
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
        if items.contains(&item) {
            return None;
        }
        items.push(item);
    }
    Some(items)
}

#[cfg(test)]
mod tests;
