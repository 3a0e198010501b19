//! How long a child was missing.

use super::NOT_KNOWN;
use crate::time::interval;
use chrono::{DateTime, TimeDelta, Utc};
use homeward_standard::Moment;

/// The least and the most minutes that a child can have been missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minutes {
    /// The least.
    pub least: i64,
    /// The most. The same as `least` when both ends are known to the minute.
    pub most: i64,
}

/// How long a child was missing, in minutes on the UTC line.
///
/// None when the return was certainly before the start, or one of the two never was.
pub fn duration_minutes(missing: &Moment, returned: &Moment) -> Option<Minutes> {
    let (shortest, longest) = ends(missing, returned)?;
    Some(Minutes {
        least: (shortest.1 - shortest.0).num_minutes(),
        most: (longest.1 - longest.0).num_minutes(),
    })
}

pub(super) type Ends = (DateTime<Utc>, DateTime<Utc>);

/// Start and end of the shortest and of the longest time it can have been.
pub(super) fn ends(missing: &Moment, returned: &Moment) -> Option<(Ends, Ends)> {
    let (missing, returned) = (interval(missing).ok()?, interval(returned).ok()?);
    if returned.to < missing.from {
        return None;
    }
    let shortest = (missing.to.min(returned.from), returned.from);
    Some((shortest, (missing.from, returned.to)))
}

/// A length of time missing, as the London tables have it (data standard 3.9, H-duration). A time
/// on a boundary belongs to the shorter band: the indicator "found within 48 hours" (section 7.8)
/// counts exactly 48 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationBand {
    /// Up to 8 hours.
    To8Hours,
    /// Over 8 hours and up to 24.
    To24Hours,
    /// Over 24 hours and up to 48.
    To48Hours,
    /// Over 48 hours and up to 72.
    To72Hours,
    /// Over 72 hours and up to 7 days.
    To7Days,
    /// Over 7 days and up to 28.
    To28Days,
    /// Over 28 days and up to 3 months, which are 91 days.
    To3Months,
    /// Over 3 months.
    Over3Months,
    /// Still missing.
    Open,
}

impl DurationBand {
    /// Every band, the shortest first.
    pub const ALL: [Self; 9] = [
        Self::To8Hours,
        Self::To24Hours,
        Self::To48Hours,
        Self::To72Hours,
        Self::To7Days,
        Self::To28Days,
        Self::To3Months,
        Self::Over3Months,
        Self::Open,
    ];

    /// The code of the list `duration_band`.
    pub fn code(self) -> &'static str {
        match self {
            Self::To8Hours => "LT_8H",
            Self::To24Hours => "H8_TO_24",
            Self::To48Hours => "H24_TO_48",
            Self::To72Hours => "H48_TO_72",
            Self::To7Days => "H72_TO_7D",
            Self::To28Days => "D7_TO_28",
            Self::To3Months => "D28_TO_3M",
            Self::Over3Months => "OVER_3M",
            Self::Open => "OPEN",
        }
    }

    /// The hours at which the band ends; they belong to it. None for the last two, which have no end.
    fn hours(self) -> Option<i64> {
        match self {
            Self::To8Hours => Some(8),
            Self::To24Hours => Some(24),
            Self::To48Hours => Some(48),
            Self::To72Hours => Some(72),
            Self::To7Days => Some(7 * 24),
            Self::To28Days => Some(28 * 24),
            Self::To3Months => Some(91 * 24),
            Self::Over3Months | Self::Open => None,
        }
    }

    /// The band of a length of time.
    pub(super) fn of(length: TimeDelta) -> Self {
        let fits =
            |band: &Self| band.hours().is_some_and(|hours| length <= TimeDelta::hours(hours));
        Self::ALL.into_iter().find(fits).unwrap_or(Self::Over3Months)
    }
}

/// The code of the band of a time missing: a code of the list `duration_band`, or `UNKN` when the
/// bands of the shortest and the longest possible time differ. `OPEN` without a return.
pub fn duration_band(missing: &Moment, returned: Option<&Moment>) -> &'static str {
    let Some(returned) = returned else { return DurationBand::Open.code() };
    let Some((shortest, longest)) = ends(missing, returned) else { return NOT_KNOWN };
    let band = |(from, to): Ends| DurationBand::of(to - from);
    let (shortest, longest) = (band(shortest), band(longest));
    if shortest == longest { shortest.code() } else { NOT_KNOWN }
}
