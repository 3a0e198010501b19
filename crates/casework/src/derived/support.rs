//! Facts about what was done for the child afterwards.

use super::again::days_between;
use super::bands::{count_band, days_band};
use super::{NOT_APPLICABLE, NOT_KNOWN, yes_or_no};
use chrono::NaiveDate;

/// The days from the conversation to the first of several days, in bands: a code of the list
/// `days_band`. It does not apply when there is none.
fn days_to_first(held: Option<NaiveDate>, days: &[NaiveDate]) -> &'static str {
    match (held, days.iter().min()) {
        (_, None) => NOT_APPLICABLE,
        (None, Some(_)) => NOT_KNOWN,
        (Some(held), Some(first)) => days_band(days_between(held, *first)),
    }
}

/// The days from the conversation to the first check-in that took place, in bands: a code of the
/// list `days_band`. It does not apply without one.
pub fn first_checkin_days_band(held: Option<NaiveDate>, done: &[NaiveDate]) -> &'static str {
    days_to_first(held, done)
}

/// The days from the conversation to the first referral that was sent, in bands: a code of the list
/// `days_band`. It does not apply without one.
pub fn referral_days_band(held: Option<NaiveDate>, sent: &[NaiveDate]) -> &'static str {
    days_to_first(held, sent)
}

/// The days from the conversation to the support plan, in bands: a code of the list `days_band`. It
/// does not apply where no plan was made.
pub fn plan_days_band(
    made: Option<&str>,
    held: Option<NaiveDate>,
    planned: Option<NaiveDate>,
) -> &'static str {
    match (made, held, planned) {
        (Some("N" | "NAPP"), ..) => NOT_APPLICABLE,
        (_, Some(held), Some(planned)) => days_band(days_between(held, planned)),
        _ => NOT_KNOWN,
    }
}

/// The days from the conversation until the child was told what came of it, in bands: a code of the
/// list `days_band`. It does not apply to a child who did not want to be told and was not.
pub fn told_child_days_band(
    wants: Option<&str>,
    held: Option<NaiveDate>,
    told: Option<NaiveDate>,
) -> &'static str {
    match (wants, held, told) {
        (_, Some(held), Some(told)) => days_band(days_between(held, told)),
        (Some("N" | "NAPP"), _, None) => NOT_APPLICABLE,
        _ => NOT_KNOWN,
    }
}

/// How many days after the promised day the child was told, in bands: a code of the list
/// `days_band`, where the promised day itself is no days. Nobody who was told before it was kept
/// waiting. It does not apply without a promised day.
pub fn feedback_lag(due: Option<NaiveDate>, told: Option<NaiveDate>) -> &'static str {
    match (due, told) {
        (None, _) => NOT_APPLICABLE,
        (Some(due), Some(told)) => days_band(days_between(due, told)),
        (Some(_), None) => NOT_KNOWN,
    }
}

/// How many attempts were made to reach the child, in bands: a code of the list `count_band`.
pub fn attempt_count(attempts: usize) -> &'static str {
    count_band(attempts as u64)
}

/// Whether age, area and need of the child were checked against the directory of support services
/// for every referral.
///
/// `checked` is how many of the referrals were. None: this Homeward carries no directory, so nothing
/// can be checked against it, and it does not apply. Nor does it without a referral.
pub fn referral_eligibility_checked(referrals: usize, checked: Option<usize>) -> &'static str {
    match checked {
        Some(checked) if referrals > 0 => yes_or_no(checked >= referrals),
        _ => NOT_APPLICABLE,
    }
}

/// The days from going missing to the strategy meeting, in bands: a code of the list `days_band`. It
/// does not apply where none was held.
pub fn strategy_meeting_days_band(
    status: Option<&str>,
    missing: Option<NaiveDate>,
    held: Option<NaiveDate>,
) -> &'static str {
    match (status, missing, held) {
        (Some("HELD"), Some(missing), Some(held)) => days_band(days_between(missing, held)),
        (Some("HELD") | None, ..) => NOT_KNOWN,
        (Some(code), ..) => {
            homeward_standard::Absence::from_code(code).map_or(NOT_APPLICABLE, |one| one.code())
        }
    }
}
