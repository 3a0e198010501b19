//! How often a child goes missing: before, after, and within how many days.

use super::bands::count_band;
use super::{NOT_APPLICABLE, NOT_KNOWN, yes_or_no};
use crate::time::interval;
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use homeward_standard::Moment;

/// The band of a number of episodes of one child in a financial year (data standard 3.9, H-count):
/// a code of the list `repeat_band`. Nobody has a band of none.
pub fn repeat_band(episodes: u64) -> Option<&'static str> {
    Some(match episodes {
        0 => return None,
        1 => "ONCE",
        2 => "TWICE",
        3..=5 => "T3_TO_5",
        6..=9 => "T6_TO_9",
        _ => "T10_PLUS",
    })
}

/// Whether an episode is the first that is known of its child: `place` counts the child's episodes
/// by their start, from 1.
pub fn first_ever(place: u64) -> &'static str {
    yes_or_no(place <= 1)
}

/// Whole days from one day to another. Below zero when `to` is earlier.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// How many days "missing again" looks ahead where nothing else is said.
pub const AGAIN_DAYS: u64 = 90;

/// Whether the child went missing again within 90 days of the return: [`missing_again_within`].
pub fn missing_again(
    returned: Option<&Moment>,
    next: Option<&Moment>,
    as_of: NaiveDate,
) -> &'static str {
    missing_again_within(AGAIN_DAYS, returned, next, as_of)
}

/// Whether the child went missing again within so many days of the return: 7, 30 and 90 are in the
/// figures (data standard 7.8).
///
/// Days are days of the calendar: the last one counts whole. `next` is the start of the next
/// episode, if there is one, and `as_of` the day up to which is known. Without a next episode it is
/// no only when those days are over; before that it is not known.
pub fn missing_again_within(
    days: u64,
    returned: Option<&Moment>,
    next: Option<&Moment>,
    as_of: NaiveDate,
) -> &'static str {
    let Some(returned) = returned else { return NOT_APPLICABLE };
    let Some(last_day) = returned.date.checked_add_days(Days::new(days)) else {
        return NOT_KNOWN;
    };
    match next {
        Some(next) => yes_or_no(next.date <= last_day),
        None if as_of > last_day => "N",
        None => NOT_KNOWN,
    }
}

/// All episodes of a child in the order in which they began, and which of them is looked at.
///
/// Dates are enough to put them in order; of two that began on the same day without a time, the one
/// given first counts as the earlier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Episodes {
    all: Vec<Spell>,
    this: usize,
}

/// One time missing: its start and, if there is one, its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// When the child went missing.
    pub missing: Moment,
    /// When the child came back.
    pub returned: Option<Moment>,
}

impl Episodes {
    /// The episode looked at among the child's others, in any order.
    pub fn new(this: Spell, others: impl IntoIterator<Item = Spell>) -> Self {
        let mut all: Vec<(bool, Spell)> = others.into_iter().map(|other| (false, other)).collect();
        all.push((true, this));
        all.sort_by_key(|(_, spell)| earliest(&spell.missing));
        let this = all.iter().position(|(is_this, _)| *is_this).unwrap_or_default();
        Self { all: all.into_iter().map(|(_, spell)| spell).collect(), this }
    }

    fn this(&self) -> Option<&Spell> {
        self.all.get(self.this)
    }

    fn earlier(&self) -> impl Iterator<Item = &Spell> {
        self.all.iter().take(self.this)
    }

    fn later(&self) -> impl Iterator<Item = &Spell> {
        self.all.iter().skip(self.this + 1)
    }

    /// The start of the child's next episode.
    pub fn next(&self) -> Option<&Moment> {
        self.later().next().map(|spell| &spell.missing)
    }
}

/// An hour that March skips is put in order by its day.
fn earliest(moment: &Moment) -> DateTime<Utc> {
    let of_day = || crate::time::day(moment.date).from;
    interval(moment).map_or_else(|_| of_day(), |span| span.from)
}

/// Which of the child's known episodes it is, from 1.
pub fn episode_seq(episodes: &Episodes) -> u64 {
    episodes.this as u64 + 1
}

/// How many earlier episodes of the child are known.
pub fn prev_missing_count(episodes: &Episodes) -> u64 {
    episodes.this as u64
}

/// How many of them began in the 12 months before the start of this one, by the calendar: the day
/// twelve months before counts.
pub fn prev_missing_12m(episodes: &Episodes) -> u64 {
    since(episodes, |start| start.checked_sub_months(Months::new(12)))
}

/// How many of them began in the 90 days before the start of this one. The ninetieth day counts
/// whole.
pub fn prev_missing_90d(episodes: &Episodes) -> u64 {
    since(episodes, |start| start.checked_sub_days(Days::new(AGAIN_DAYS)))
}

fn since(episodes: &Episodes, first: impl Fn(NaiveDate) -> Option<NaiveDate>) -> u64 {
    let Some(first) = episodes.this().and_then(|this| first(this.missing.date)) else { return 0 };
    episodes.earlier().filter(|spell| spell.missing.date >= first).count() as u64
}

/// How many episodes began in the 90 days after the return, as known on the day `as_of`.
///
/// None while there is no return, and until the 90 days are over: more may still come.
pub fn missing_90d_after(episodes: &Episodes, as_of: NaiveDate) -> Option<u64> {
    let returned = episodes.this()?.returned.as_ref()?;
    let last = returned.date.checked_add_days(Days::new(AGAIN_DAYS))?;
    (as_of > last)
        .then(|| episodes.later().filter(|spell| spell.missing.date <= last).count() as u64)
}

/// Whether the child went missing more often in the 90 days after than in the 90 days before: a code
/// of the list `change_90d`. Not known until the 90 days are over.
pub fn missing_change_90d(episodes: &Episodes, as_of: NaiveDate) -> &'static str {
    let Some(after) = missing_90d_after(episodes, as_of) else { return NOT_KNOWN };
    match after.cmp(&prev_missing_90d(episodes)) {
        std::cmp::Ordering::Greater => "UP",
        std::cmp::Ordering::Equal => "SAME",
        std::cmp::Ordering::Less => "DOWN",
    }
}

/// The days from the return to the next time missing, in bands: a code of the list
/// `next_missing_band`.
///
/// Days are days of the calendar. "None" is said only after 90 days without one; before that it is
/// not known. It does not apply while the child is missing, and is not known when the next one
/// began before the return, since one of the two is wrong then.
pub fn days_to_next_missing(
    returned: Option<&Moment>,
    next: Option<&Moment>,
    as_of: NaiveDate,
) -> &'static str {
    let Some(returned) = returned else { return NOT_APPLICABLE };
    let Some(next) = next else {
        let over = days_between(returned.date, as_of) > 90;
        return if over { "NONE" } else { NOT_KNOWN };
    };
    match days_between(returned.date, next.date) {
        ..0 => NOT_KNOWN,
        0..=2 => "D0_TO_2",
        3..=7 => "D3_TO_7",
        8..=30 => "D8_TO_30",
        31..=90 => "D31_TO_90",
        _ => "OVER_90",
    }
}

/// Whether other children were missing with the child.
///
/// An answer to the question itself counts. Otherwise `with_whom` holds what was answered about the
/// company: yes when another missing child was in it, no when none was.
pub fn missing_with_others(asked: Option<&str>, with_whom: Option<&[String]>) -> &'static str {
    match (asked, with_whom) {
        (Some("Y"), _) => yes_or_no(true),
        (Some("N"), _) => yes_or_no(false),
        (_, Some(codes)) if !codes.is_empty() => {
            yes_or_no(codes.iter().any(|code| code == "MISSING_PEER"))
        }
        _ => NOT_KNOWN,
    }
}

/// A number of episodes that may be none, in bands: a code of the list `count_band`.
pub fn episodes_band(number: u64) -> &'static str {
    count_band(number)
}
