//! Two records of one missing incident.

use crate::time::{Interval, interval};
use chrono::TimeDelta;
use homeward_standard::Moment;
use std::fmt;
use uuid::Uuid;

/// What is compared of an episode of one child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The random id of the record.
    pub id: Uuid,
    /// When the child went missing.
    pub start: Moment,
    /// When the child returned. None while still missing.
    pub end: Option<Moment>,
}

/// Why two episodes of one child may be the same incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SameIncident {
    /// They may have begun at the same time.
    SameStart,
    /// They began within 24 hours of each other.
    CloseStart,
    /// One certainly began before the other had ended.
    Overlap,
}

impl fmt::Display for SameIncident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameStart => "it starts at the same time",
            Self::CloseStart => "it starts within 24 hours of this one",
            Self::Overlap => "it overlaps this one",
        })
    }
}

/// The episodes among `others`, of the same child, that may be the same incident as `one`.
///
/// A child can go missing twice in a day, so this is a question to a person and no more. Two
/// episodes of which one certainly ended before the other began are still pointed out when they
/// began within 24 hours of each other: the police and a home often note one incident twice.
pub fn same_incident(one: &Spell, others: &[Spell]) -> Vec<(Uuid, SameIncident)> {
    let Some((start, end)) = stretch(one) else { return Vec::new() };
    others
        .iter()
        .filter(|other| other.id != one.id)
        .filter_map(|other| {
            let (other_start, other_end) = stretch(other)?;
            let reason = if one.start == other.start {
                SameIncident::SameStart
            } else if overlaps((start, end), (other_start, other_end)) {
                SameIncident::Overlap
            } else if apart(start, other_start) < TimeDelta::hours(24) {
                SameIncident::CloseStart
            } else {
                return None;
            };
            Some((other.id, reason))
        })
        .collect()
}

fn stretch(spell: &Spell) -> Option<(Interval, Option<Interval>)> {
    let end = spell.end.as_ref().map(interval).transpose().ok()?;
    Some((interval(&spell.start).ok()?, end))
}

/// The least time there can have been between two starts.
fn apart(a: Interval, b: Interval) -> TimeDelta {
    (a.from - b.to).max(b.from - a.to).max(TimeDelta::zero())
}

/// Whether two episodes certainly overlap (rule 574 of the national return). An episode without
/// an end goes on. Days that only touch do not overlap: the child may have come home at noon and
/// left again at night.
pub fn overlaps(one: (Interval, Option<Interval>), other: (Interval, Option<Interval>)) -> bool {
    let begins_before_end =
        |start: Interval, end: Option<Interval>| end.is_none_or(|end| start.to < end.from);
    begins_before_end(one.0, other.1) && begins_before_end(other.0, one.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_moments::{date, moment};
    use proptest::prelude::*;

    fn spell(number: u128, start: &str, end: &str) -> Spell {
        Spell {
            id: Uuid::from_u128(number),
            start: moment(start),
            end: (!end.is_empty()).then(|| moment(end)),
        }
    }

    fn incident(one: (&str, &str), other: (&str, &str)) -> Option<SameIncident> {
        let found = same_incident(&spell(1, one.0, one.1), &[spell(2, other.0, other.1)]);
        found.first().map(|(_, reason)| *reason)
    }

    #[test]
    fn episodes_that_start_together_or_overlap_are_pointed_out() {
        let one = ("2026-03-05T10:00", "2026-03-06T10:00");
        assert_eq!(incident(one, ("2026-03-05T10:00", "")), Some(SameIncident::SameStart));
        assert_eq!(incident(one, ("2026-03-05T22:00", "")), Some(SameIncident::Overlap));
        assert_eq!(
            incident(("2026-03-05T10:00", "2026-03-05T12:00"), ("2026-03-06T09:59", "")),
            Some(SameIncident::CloseStart)
        );
        assert_eq!(incident(one, ("2026-03-06T10:00", "")), None);
        assert_eq!(
            incident(("2026-03-05", "2026-03-20"), ("2026-03-10", "2026-03-12")),
            Some(SameIncident::Overlap)
        );
        // Still missing since the 5th: whatever begins later overlaps.
        assert_eq!(
            incident(("2026-03-05", ""), ("2026-08-10", "2026-08-12")),
            Some(SameIncident::Overlap)
        );
    }

    #[test]
    fn days_that_only_touch_do_not_overlap() {
        assert_eq!(incident(("2026-03-01", "2026-03-05"), ("2026-03-05", "2026-03-09")), None);
        assert_eq!(
            incident(("2026-03-01", "2026-03-05"), ("2026-03-04", "2026-03-09")),
            Some(SameIncident::Overlap)
        );
    }

    proptest! {
        /// Overlapping agrees with looking for a common day strictly inside both.
        #[test]
        fn overlap_agrees_with_counting_half_days(
            a in 0u64..30, a_length in 0u64..10, b in 0u64..30, b_length in 0u64..10
        ) {
            let day = |n: u64| crate::time::day(date("2026-03-01") + chrono::Days::new(n));
            let (a_end, b_end) = (a + a_length, b + b_length);
            let certain = (a.max(b)) < a_end.min(b_end)
                || (a_length == 0 && b < a && a < b_end)
                || (b_length == 0 && a < b && b < a_end);
            prop_assert_eq!(
                overlaps((day(a), Some(day(a_end))), (day(b), Some(day(b_end)))),
                certain
            );
        }
    }
}
