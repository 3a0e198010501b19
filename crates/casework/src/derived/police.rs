//! Facts about the report to the police, the risk, and the units that answer for it.

use super::bands::{DELAY, HOURS};
use super::{NOT_APPLICABLE, NOT_KNOWN, yes_or_no};
use crate::time::{Certainty, before, interval};
use homeward_standard::{Absence, Authority, Moment};

/// The time from going missing to the report, in bands: a code of the list `report_delay_band`.
///
/// Not known when a date without a time leaves it open, or when the report was certainly before the
/// start, since one of the two is wrong then. It does not apply to what was not reported.
pub fn report_delay_band(
    reported: Option<&str>,
    missing: Option<&Moment>,
    reported_at: Option<&Moment>,
) -> &'static str {
    if matches!(reported, Some("N" | "NAPP")) {
        return NOT_APPLICABLE;
    }
    match (missing.map(interval), reported_at.map(interval)) {
        (Some(Ok(missing)), Some(Ok(reported))) if before(reported, missing) != Certainty::Yes => {
            DELAY.of(missing, reported)
        }
        _ => NOT_KNOWN,
    }
}

/// The minutes that somebody waited on the line, in bands: a code of the list `report_wait_band`.
pub fn report_wait_band(minutes: Option<i64>) -> &'static str {
    match minutes {
        Some(0..=5) => "M0_TO_5",
        Some(6..=15) => "M6_TO_15",
        Some(16..=30) => "M16_TO_30",
        Some(31..=60) => "M31_TO_60",
        Some(61..) => "M61_PLUS",
        _ => NOT_KNOWN,
    }
}

/// The hours from the return until the local authority was told, in bands: a code of the list
/// `hours_band`, with a code of its own for an authority that was told before. It does not apply
/// while the child is missing.
pub fn notification_lag_hours(returned: Option<&Moment>, told: Option<&Moment>) -> &'static str {
    if returned.is_none() { NOT_APPLICABLE } else { super::bands::hours_between(returned, told) }
}

/// The hours from going missing until the local authority was told, in the same bands.
pub fn notification_lag_from_start(
    missing: Option<&Moment>,
    told: Option<&Moment>,
) -> &'static str {
    match (missing.map(interval), told.map(interval)) {
        (Some(Ok(missing)), Some(Ok(told))) => HOURS.of(missing, told),
        _ => NOT_KNOWN,
    }
}

/// The risk as the local authority sees it, compared with the level of the police: a code of the
/// list `risk_difference`.
///
/// The two scales are one here: very low and "no apparent risk", low, medium, high, very high. The
/// police have no very high, and the authority no very low. Where the police opened no report there
/// is no level of theirs. Not known when one of the two is not.
pub fn risk_difference(
    police_outcome: Option<&str>,
    police: Option<&str>,
    authority: Option<&str>,
) -> &'static str {
    let unopened = matches!(
        police_outcome,
        Some("NOT_OPENED" | "CONCERN" | "WANTED_ONLY" | "NO_FORCE_LEAD" | "CANCELLED" | "NAPP")
    );
    let rank = |code: &str| {
        Some(match code {
            "VLOW" | "NAR" => 0,
            "LOW" => 1,
            "MED" => 2,
            "HIGH" => 3,
            "VHIGH" => 4,
            _ => return None,
        })
    };
    match (police.and_then(rank), authority.and_then(rank)) {
        (Some(police), Some(authority)) => match authority.cmp(&police) {
            std::cmp::Ordering::Equal => "SAME",
            std::cmp::Ordering::Greater => "LA_HIGHER",
            std::cmp::Ordering::Less => "POLICE_HIGHER",
        },
        (None, _) if unopened || police == Some("NAPP") => "NO_POLICE",
        _ => NOT_KNOWN,
    }
}

/// The police unit of the authority that is responsible for the child: a code of the list
/// `police_unit`. It does not apply outside London; an absence code stays what it is.
pub fn home_bcu<'a>(responsible: Option<&'a str>, authorities: &'a [Authority]) -> &'a str {
    let Some(code) = responsible else { return NOT_KNOWN };
    match unit(code, authorities) {
        Some(unit) => unit,
        None => Absence::from_code(code).map_or(NOT_APPLICABLE, Absence::code),
    }
}

/// The police of the place where the child lives, compared with those of the responsible authority:
/// a code of the list `host_bcu`. The City of London Police and the Met are two forces. Not known
/// when one of the two places is not.
pub fn host_bcu(
    responsible: Option<&str>,
    host: Option<&str>,
    authorities: &[Authority],
) -> &'static str {
    let known = |code: Option<&str>| code.is_some_and(|code| Absence::from_code(code).is_none());
    let (Some(home), Some(host)) = (responsible, host) else { return NOT_KNOWN };
    if !known(responsible) || !known(Some(host)) {
        return NOT_KNOWN;
    }
    let force = |unit: &str| unit.split('-').next().map(str::to_owned);
    match (unit(home, authorities), unit(host, authorities)) {
        (Some(home), Some(host)) if home == host => "SAME",
        (Some(home), Some(host)) if force(home) == force(host) => "OTHER_UNIT",
        // Two places outside London may or may not have one force.
        (None, None) => NOT_KNOWN,
        _ => "OTHER_FORCE",
    }
}

fn unit<'a>(code: &str, authorities: &'a [Authority]) -> Option<&'a str> {
    let found = authorities.iter().find(|authority| authority.gss == code);
    found.map(|authority| authority.police_unit.as_str())
}

/// Whether a police reference is on the record: yes when one is, no when none is. An episode that the
/// police never heard of has none, and is none the worse for it.
pub fn has_police_ref(references: usize) -> &'static str {
    yes_or_no(references > 0)
}
