//! Facts about the police prevention interview.

use super::bands::{HOURS, hours_between};
use super::{NOT_APPLICABLE, NOT_KNOWN};
use crate::clock::{in_time, ppi_clock};
use crate::time::interval;
use homeward_standard::{Absence, CodeList, Moment};

/// When the 24 hours of a prevention interview start: the earlier of located and returned.
///
/// Of the two moments the one that is earlier is given as it was written; where a date without a
/// time leaves it open, the one that can have been earlier, which is never the later day. None
/// while neither is known.
pub fn ppi_clock_start<'a>(
    located: Option<&'a Moment>,
    returned: Option<&'a Moment>,
) -> Option<&'a Moment> {
    let (Some(one), Some(other)) = (located, returned) else { return located.or(returned) };
    let from = |moment: &Moment| interval(moment).map(|span| (span.from, span.to)).ok();
    match (from(one), from(other)) {
        (Some(first), Some(second)) if second < first => Some(other),
        (None, Some(_)) => Some(other),
        _ => Some(one),
    }
}

/// Whether the prevention interview began within 24 hours of the earlier of located and returned.
///
/// `status` is the answer to whether it was held: `Y`, `N` or an absence code. It does not apply to
/// one that was not held, which the status itself counts, nor while no clock runs.
pub fn ppi_in_time(
    located: Option<&Moment>,
    returned: Option<&Moment>,
    status: Option<&str>,
    held_at: Option<&Moment>,
) -> &'static str {
    if located.is_none() && returned.is_none() {
        return NOT_APPLICABLE;
    }
    match (status, ppi_clock(located, returned), held_at) {
        (Some("N" | "NAPP"), ..) => NOT_APPLICABLE,
        (Some("Y"), Some(clock), Some(at)) => in_time(&clock, at).code(),
        _ => NOT_KNOWN,
    }
}

/// Whether a prevention interview was offered, by whether it was held (`status`) and, if it was not,
/// why (a code of the list `ppi_not_done`, or an absence code).
///
/// One that the child said no to was offered. Why it was not held may not be known; then whether it
/// was offered is not either.
pub fn ppi_offered(status: Option<&str>, not_done: Option<&str>) -> &'static str {
    match (status, not_done) {
        (Some("Y"), _) | (Some("N"), Some("DECLINED")) => "Y",
        (Some("N"), Some(why)) if why != "UNKNOWN" && Absence::from_code(why).is_none() => "N",
        (Some("NAPP"), _) => NOT_APPLICABLE,
        _ => NOT_KNOWN,
    }
}

/// The group of what came of a prevention interview: the first group, in the order of the list
/// `ppi_outcome_group`, that any of the chosen outcomes belongs to by its broader code.
///
/// It does not apply to an interview that was not held, and is not known without an outcome.
pub fn ppi_outcome_group<'a>(
    status: Option<&str>,
    chosen: &[String],
    outcomes: &CodeList,
    groups: &'a CodeList,
) -> &'a str {
    if matches!(status, Some("N" | "NAPP")) {
        return NOT_APPLICABLE;
    }
    let broader: Vec<&str> = outcomes
        .codes
        .iter()
        .filter(|outcome| chosen.contains(&outcome.code))
        .filter_map(|outcome| outcome.broader.as_deref())
        .collect();
    let group = groups.codes.iter().find(|group| broader.contains(&group.code.as_str()));
    group.map_or(NOT_KNOWN, |group| &group.code)
}

/// The hours from the start of the clock to the interview, in bands: a code of the list
/// `hours_band`. It does not apply to an interview that was not held, nor while no clock runs.
pub fn ppi_hours_band(
    located: Option<&Moment>,
    returned: Option<&Moment>,
    status: Option<&str>,
    held_at: Option<&Moment>,
) -> &'static str {
    if matches!(status, Some("N" | "NAPP")) || (located.is_none() && returned.is_none()) {
        return NOT_APPLICABLE;
    }
    let starts = ppi_clock(located, returned).map(|clock| clock.starts);
    match (status, starts, held_at.map(interval)) {
        (Some("Y"), Some(starts), Some(Ok(held))) => HOURS.of(starts, held),
        _ => NOT_KNOWN,
    }
}

/// The hours from the interview until its result reached the local authority, in bands: a code of
/// the list `hours_band`. It does not apply to an interview that was not held.
pub fn ppi_share_hours_band(
    status: Option<&str>,
    held_at: Option<&Moment>,
    shared_at: Option<&Moment>,
) -> &'static str {
    match status {
        Some("N" | "NAPP") => NOT_APPLICABLE,
        _ => hours_between(held_at, shared_at),
    }
}
