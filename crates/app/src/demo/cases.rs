//! An invented borough, child by child: who, when missing, and where each return stands now.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use homeward_casework::derived::{age_at, financial_year, financial_year_days};
use homeward_casework::time;
use homeward_vault::Seeded;

use super::borough::{self, Child};
use super::calendar::{Spell, spells};
use super::published::Published;
use crate::api::ApiError;

/// Days before now in which nothing but what is live happens, so that what is due stands out.
const QUIET: i64 = 8;

/// A child with what happened.
#[derive(Debug, Clone)]
pub struct Case {
    /// Who.
    pub child: Child,
    /// Date of birth.
    pub born: NaiveDate,
    /// When missing, the earliest first. All of these are over and written up.
    pub spells: Vec<Spell>,
    /// What is going on now, if anything.
    pub live: Option<(Live, Spell)>,
}

/// Something that is going on now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// Came home some days ago; the offer reached them, nothing was held.
    LateOffered,
    /// Came home some days ago; nobody has been.
    LateUnseen,
    /// Due within hours; an attempt was made.
    DueSoon,
    /// Came home yesterday.
    Due,
    /// Came home today; the police interview is due too.
    JustBack,
    /// Said no; the carer's view is written down, nobody has checked it yet.
    Declined,
    /// Missing since today.
    Missing,
    /// Missing for more than a week.
    LongMissing,
}

/// The kinds of live case in the order in which they are given out. A small borough has the
/// first ones.
const LIVE: [Live; 14] = [
    Live::DueSoon,
    Live::LateOffered,
    Live::Due,
    Live::Missing,
    Live::JustBack,
    Live::Declined,
    Live::LateUnseen,
    Live::Due,
    Live::DueSoon,
    Live::LongMissing,
    Live::Due,
    Live::JustBack,
    Live::LateOffered,
    Live::DueSoon,
];

/// How many live cases a borough of this many children has: 14 of 285, and never more than two
/// pages of work.
fn how_many_live(children: u32) -> usize {
    usize::try_from((children / 20).clamp(u32::from(children >= 4), 40)).unwrap_or(0)
}

/// When the episodes of a demo begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The last financial year and this one until now, with something going on now.
    UntilNow,
    /// One financial year, all of it over, from its first moment to the end of its last day.
    Year(DateTime<Utc>, DateTime<Utc>),
}

impl Span {
    /// A financial year such as "2022-23". None when it is none, or has not begun a week ago.
    pub fn of_year(year: &str, now: DateTime<Utc>) -> Option<Self> {
        let (first, last) = financial_year_days(year)?;
        let (from, until) = (time::day(first).from, time::day(last).to);
        let until = until.min(now - TimeDelta::days(QUIET));
        (from < until).then_some(Self::Year(from, until))
    }
}

/// The first moment of the last financial year before the one of `now`.
pub fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = time::date_at(now);
    let a_year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let first = financial_year_days(&financial_year(a_year_ago)).map_or(a_year_ago, |days| days.0);
    time::day(first).from
}

/// A time to the five minutes, as people write times down. Two demos that are made within them are
/// the same.
pub fn as_written_down(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::seconds(now.timestamp().rem_euclid(300))
        - TimeDelta::nanoseconds(now.timestamp_subsec_nanos().into())
}

/// Invents children with what happened until `now`.
///
/// # Errors
/// As for [`borough::children`].
pub fn invent(
    seeded: &mut Seeded,
    published: &Published,
    (children, episodes): (u32, u32),
    span: Span,
    now: DateTime<Utc>,
) -> Result<Vec<Case>, ApiError> {
    let made = borough::children(seeded, published, children, episodes)?;
    let (from, until, many_live) = match span {
        Span::UntilNow => (beginning(now), now - TimeDelta::days(QUIET), how_many_live(children)),
        Span::Year(from, until) => (from, until, 0),
    };
    let mut live = LIVE.iter().copied().cycle().take(many_live);
    // Every seventh child or so, so that the live ones are spread over the numbers.
    let every = (made.len() / many_live.max(1)).max(1);
    let cases = made
        .into_iter()
        .enumerate()
        .map(|(at, child)| {
            let now_live = if at % every == every / 2 { live.next() } else { None };
            case(seeded, child, now_live, (from, until, now))
        })
        .collect();
    Ok(cases)
}

fn case(
    seeded: &mut Seeded,
    child: Child,
    live: Option<Live>,
    (from, until, now): (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>),
) -> Case {
    let over = child.episodes - u32::from(live.is_some());
    // What is going on now may have begun more than a week ago.
    let until = if live.is_some() { until - TimeDelta::days(20) } else { until };
    let spells: Vec<Spell> =
        spells(seeded, over, from, until).into_iter().map(to_five_minutes).collect();
    let live = live.map(|live| (live, live_spell(seeded, live, now)));
    let starts: Vec<DateTime<Utc>> =
        spells.iter().map(|s| s.start).chain(live.iter().map(|(_, s)| s.start)).collect();
    let born = birthday(seeded, &child, &starts);
    Case { child, born, spells, live }
}

fn to_five_minutes(spell: Spell) -> Spell {
    let start = as_written_down(spell.start);
    Spell { start, end: as_written_down(spell.end).max(start + TimeDelta::minutes(5)) }
}

/// A birthday on which the child has the right age: each time, when all of it happened within a
/// year; in the middle of it all otherwise, and under 18 at the end.
fn birthday(seeded: &mut Seeded, child: &Child, starts: &[DateTime<Utc>]) -> NaiveDate {
    let dates: Vec<NaiveDate> = starts.iter().map(|at| time::date_at(*at)).collect();
    let middle = dates.get(dates.len() / 2).copied().unwrap_or_default();
    let first = dates.iter().min().copied().unwrap_or(middle);
    let last = dates.iter().max().copied().unwrap_or(middle);
    let before = |date: NaiveDate, years: u32| {
        date.checked_sub_months(Months::new(12 * years)).unwrap_or(date)
    };
    let age = u32::from(child.age);
    // Born on this day or before, the child has completed the years at the first time already.
    let latest = before(first, age);
    // Born on this day or after, the child has not completed the next one at the last time.
    let earliest = before(last, age + 1).succ_opt().unwrap_or(latest);
    if let Ok(days) = u64::try_from((latest - earliest).num_days()) {
        return latest.checked_sub_days(Days::new(seeded.below(days + 1))).unwrap_or(latest);
    }
    let exact = before(middle, age);
    let born = exact.checked_sub_days(Days::new(seeded.below(365))).unwrap_or(exact);
    if age_at(born, last) < 18 {
        return born;
    }
    let eighteen = before(last, 18);
    eighteen.checked_add_days(Days::new(1 + seeded.below(60))).unwrap_or(eighteen)
}

fn live_spell(seeded: &mut Seeded, live: Live, now: DateTime<Utc>) -> Spell {
    let mut minutes = |from: u64, to: u64| {
        TimeDelta::minutes(i64::try_from((from + seeded.below(to - from)) / 5 * 5).unwrap_or(0))
    };
    const HOUR: u64 = 60;
    let ago = match live {
        Live::LateOffered => minutes(76 * HOUR, 130 * HOUR),
        Live::LateUnseen => minutes(80 * HOUR, 150 * HOUR),
        Live::DueSoon => minutes(52 * HOUR, 70 * HOUR),
        Live::Due => minutes(26 * HOUR, 46 * HOUR),
        Live::JustBack => minutes(2 * HOUR, 14 * HOUR),
        Live::Declined => minutes(30 * HOUR, 60 * HOUR),
        Live::Missing => minutes(4 * HOUR, 28 * HOUR),
        Live::LongMissing => minutes(9 * 24 * HOUR, 13 * 24 * HOUR),
    };
    match live {
        // The end of one who is still missing is never written.
        Live::Missing | Live::LongMissing => Spell { start: now - ago, end: now },
        _ => Spell { start: now - ago - minutes(3 * HOUR, 30 * HOUR), end: now - ago },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T10:02:00Z".parse().unwrap()
    }

    fn invented(children: u32, episodes: u32, span: Span) -> Vec<Case> {
        let published = Published::built_in().unwrap();
        invent(&mut Seeded::new(2), &published, (children, episodes), span, now()).unwrap()
    }

    #[test]
    fn in_one_year_every_child_has_its_age_at_every_time() {
        let span = Span::of_year("2022-23", now()).unwrap();
        let first: NaiveDate = "2022-04-01".parse().unwrap();
        let last: NaiveDate = "2023-03-31".parse().unwrap();
        for case in invented(900, 2_829, span) {
            assert!(case.live.is_none());
            for spell in &case.spells {
                let start = time::date_at(spell.start);
                assert!((first..=last).contains(&start), "{start}");
                assert_eq!(age_at(case.born, start), i32::from(case.child.age));
            }
        }
    }

    #[test]
    fn a_year_that_has_not_begun_is_none() {
        assert_eq!(Span::of_year("2027-28", now()), None);
        assert_eq!(Span::of_year("2022-24", now()), None);
        assert!(Span::of_year("2026-27", now()).is_some());
    }

    #[test]
    fn it_begins_with_the_last_financial_year() {
        assert_eq!(beginning(now()).to_rfc3339(), "2025-03-31T23:00:00+00:00");
        assert_eq!(beginning("2027-02-01T10:00:00Z".parse().unwrap()), beginning(now()));
    }

    #[test]
    fn every_child_is_under_18_each_time_and_no_time_is_in_the_future() {
        let cases = invented(285, 900, Span::UntilNow);
        assert_eq!(cases.len(), 285);
        let mut count = 0;
        for case in &cases {
            let all = case.spells.iter().chain(case.live.iter().map(|(_, spell)| spell));
            for spell in all {
                count += 1;
                assert!(spell.start < spell.end && spell.end <= now());
                let age = age_at(case.born, time::date_at(spell.start));
                assert!((2..18).contains(&age), "{age}");
            }
        }
        assert_eq!(count, 900);
    }

    #[test]
    fn most_incidents_are_of_15_to_17_year_olds_on_the_day() {
        let cases = invented(9_370, 29_455, Span::UntilNow);
        let ages: Vec<i32> = cases
            .iter()
            .flat_map(|case| {
                let all = case.spells.iter().chain(case.live.iter().map(|(_, spell)| spell));
                all.map(|spell| age_at(case.born, time::date_at(spell.start))).collect::<Vec<_>>()
            })
            .collect();
        let percent = |of: &dyn Fn(i32) -> bool| {
            ages.iter().filter(|age| of(**age)).count() as f64 * 100.0 / ages.len() as f64
        };
        let older = percent(&|age| age >= 15);
        assert!((older - 68.0).abs() < 3.0, "{older}");
        let young = percent(&|age| age <= 11);
        assert!((young - 2.4).abs() < 1.0, "{young}");
    }

    #[test]
    fn what_is_going_on_now_is_of_every_kind() {
        let cases = invented(285, 900, Span::UntilNow);
        let live: Vec<Live> = cases.iter().filter_map(|case| Some(case.live?.0)).collect();
        assert_eq!(live.len(), 14);
        for kind in LIVE {
            assert!(live.contains(&kind), "{kind:?}");
        }
        let late = |live: Live| matches!(live, Live::LateOffered | Live::LateUnseen);
        for (kind, spell) in cases.iter().filter_map(|case| case.live) {
            if late(kind) {
                assert!(now() - spell.end > TimeDelta::hours(72));
            }
            if kind == Live::DueSoon {
                let left = TimeDelta::hours(72) - (now() - spell.end);
                assert!(left > TimeDelta::zero() && left < TimeDelta::hours(24));
            }
        }
    }
}
