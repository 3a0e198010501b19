//! When an invented child was missing: no two of a child's episodes overlap, and over nine in ten
//! end within 48 hours, as published.

use chrono::{DateTime, TimeDelta, Utc};
use homeward_vault::Seeded;

use super::borough::weighted;

/// One time missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// When it began.
    pub start: DateTime<Utc>,
    /// When the child was back.
    pub end: DateTime<Utc>,
}

/// Minutes between the end of an episode and the beginning of the next, at least.
const BETWEEN: i64 = 150;

/// A band of minutes missing, and how often in a hundred.
const LENGTHS: [((i64, i64), u64); 7] = [
    ((45, 8 * 60), 42),
    ((8 * 60, 24 * 60), 36),
    ((24 * 60, 48 * 60), 13),
    ((48 * 60, 72 * 60), 4),
    ((72 * 60, 7 * 24 * 60), 3),
    ((7 * 24 * 60, 28 * 24 * 60), 1),
    ((28 * 24 * 60, 70 * 24 * 60), 1),
];

/// `count` times missing between `from` and `to`, in order, clustered as they are in life.
pub fn spells(
    seeded: &mut Seeded,
    count: u32,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Spell> {
    let window = (to - from).num_minutes().max(0);
    let mut lengths: Vec<i64> = (0..count).map(|_| length(seeded)).collect();
    // A child with many episodes has shorter ones: together they fill at most half of the time.
    let room = (window / 2 - BETWEEN * i64::from(count)).max(0);
    let all: i64 = lengths.iter().sum();
    if all > room {
        for length in &mut lengths {
            *length = (*length * room / all.max(1)).max(1);
        }
    }
    let taken: i64 = lengths.iter().map(|length| length + BETWEEN).sum();
    let mut gaps = offsets(seeded, count, (window - taken).max(0));
    gaps.sort_unstable();
    let mut passed = 0;
    lengths
        .into_iter()
        .zip(gaps)
        .map(|(length, gap)| {
            let start = from + TimeDelta::minutes(gap + passed);
            passed += length + BETWEEN;
            Spell { start, end: start + TimeDelta::minutes(length) }
        })
        .collect()
}

fn length(seeded: &mut Seeded) -> i64 {
    let (least, most) = weighted(seeded, &LENGTHS);
    least + i64::try_from(seeded.below(u64::try_from(most - least).unwrap_or(1))).unwrap_or(0)
}

/// Places on the line of free minutes: around one time for a child, since what drives a child out
/// lasts some months and then does not.
fn offsets(seeded: &mut Seeded, count: u32, free: i64) -> Vec<i64> {
    let width = u64::try_from(free).unwrap_or(0);
    let below = |seeded: &mut Seeded, n: u64| i64::try_from(seeded.below(n)).unwrap_or(0);
    let centre = below(seeded, width.max(1));
    (0..count)
        .map(|_| {
            if count == 1 {
                return centre;
            }
            // The sum of two even draws is a hill around the centre.
            let hill = below(seeded, width / 4 + 1) + below(seeded, width / 4 + 1);
            (centre + hill - i64::try_from(width / 4).unwrap_or(0)).clamp(0, free)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_743_465_600 + day * 86_400, 0).unwrap()
    }

    #[test]
    fn over_nine_in_ten_end_within_48_hours() {
        let mut seeded = Seeded::new(5);
        let all: Vec<Spell> =
            (0..3_000).flat_map(|_| spells(&mut seeded, 3, at(0), at(600))).collect();
        let short = all.iter().filter(|s| s.end - s.start <= TimeDelta::hours(48)).count();
        let percent = short * 100 / all.len();
        assert!((90..95).contains(&percent), "{percent}");
    }

    proptest! {
        #[test]
        fn episodes_of_a_child_never_overlap_and_stay_within_the_time(
            seed: u64, count in 1u32..60, days in 300i64..700
        ) {
            let made = spells(&mut Seeded::new(seed), count, at(0), at(days));
            prop_assert_eq!(made.len(), usize::try_from(count).unwrap());
            for spell in &made {
                prop_assert!(spell.start >= at(0) && spell.end <= at(days));
                prop_assert!(spell.start < spell.end);
            }
            for pair in made.windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
        }
    }
}
