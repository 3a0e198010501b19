//! Every derived variable of the standard has a function, and every code that one gives stands in
//! the list of its variable.

use crate::derived::bands::{DELAY, HOURS, count_band, days_band};
use crate::derived::*;
use crate::test_moments::{date, moment};
use crate::test_standard::standard;

/// Every variable that a function of this module works out.
const KNOWN: &[&str] = &[
    "age_at_start",
    "attempt_count",
    "carer_heard",
    "completeness_pct",
    "conversation_number",
    "days_to_next_missing",
    "disclosure_hours_band",
    "duration_band",
    "duration_minutes",
    "episode_seq",
    "episodes_covered",
    "ethnicity_conflict",
    "ethnicity_history",
    "feedback_lag",
    "financial_year",
    "first_checkin_days_band",
    "first_ever",
    "has_police_ref",
    "home_bcu",
    "host_bcu",
    "looked_after",
    "met_gender_output",
    "missing_90d_after",
    "missing_again_30",
    "missing_again_7",
    "missing_again_90",
    "missing_change_90d",
    "missing_with_others",
    "notification_lag_from_start",
    "notification_lag_hours",
    "plan_days_band",
    "ppi_clock_start",
    "ppi_hours_band",
    "ppi_in_time",
    "ppi_offered",
    "ppi_outcome_group",
    "ppi_share_hours_band",
    "prev_missing_12m",
    "prev_missing_90d",
    "prev_missing_count",
    "quarter",
    "referral_days_band",
    "referral_eligibility_checked",
    "repeat_band",
    "report_delay_band",
    "report_wait_band",
    "rhi_completed_72h_from_notification",
    "rhi_completed_in_time",
    "rhi_hours_from_return",
    "rhi_number_with_worker",
    "rhi_offer_hours_band",
    "rhi_offered_in_time",
    "rhi_quality",
    "risk_difference",
    "safety_seeking",
    "same_worker",
    "share_hours_band",
    "strategy_meeting_days_band",
    "told_child_days_band",
];

fn codes(list: &str) -> Vec<&'static str> {
    standard().list(list).unwrap().codes.iter().map(|code| code.code.as_str()).collect()
}

fn distinct(given: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut codes: Vec<_> = given.collect();
    codes.dedup();
    codes
}

#[test]
fn every_derived_variable_of_the_standard_has_its_function_here() {
    let named: Vec<&str> = standard().all_derived().map(|derived| derived.id.as_str()).collect();
    assert_eq!(named, KNOWN);
}

#[test]
fn every_band_stands_in_its_list_and_no_list_has_another() {
    assert_eq!(HOURS.codes(), codes("hours_band"));
    assert_eq!(DELAY.codes(), codes("report_delay_band"));
    assert_eq!(distinct((-1..60).map(days_band)), codes("days_band"));
    assert_eq!(distinct((0..20).map(count_band)), codes("count_band"));
    assert_eq!(distinct((1..20).map(number_with_worker_band)), codes("number_with_worker"));
    assert_eq!(distinct((1..9).map(episodes_covered)), codes("episodes_covered"));
    let waits = (0..100).map(|minutes| report_wait_band(Some(minutes)));
    assert_eq!(distinct(waits), codes("report_wait_band"));
    let back = moment("2026-01-01");
    let days = (0..200).map(|days| back.date + chrono::Days::new(days));
    let next = days.map(|day| {
        let next = homeward_standard::Moment::day(day);
        days_to_next_missing(Some(&back), Some(&next), date("2026-11-22"))
    });
    let none = days_to_next_missing(Some(&back), None, date("2026-11-22"));
    assert_eq!(distinct(next.chain([none])), codes("next_missing_band"));
    let quality: Vec<String> = (0..=5).map(|covered| covered.to_string()).collect();
    assert_eq!(quality, codes("rhi_quality"));
}

#[test]
fn the_codes_that_rules_name_stand_in_the_lists_they_come_from() {
    for (list, named) in [
        ("met_gender_output", &["BOYS", "GIRLS", "TRANS"][..]),
        ("gender_identity", &["GIRL", "BOY", "TRANS_GIRL", "TRANS_BOY", "NON_BINARY"]),
        ("risk_difference", &["SAME", "LA_HIGHER", "POLICE_HIGHER", "NO_POLICE"]),
        ("risk_level_police", &["VLOW", "LOW", "MED", "HIGH", "NAR"]),
        ("risk_level_la", &["LOW", "MED", "HIGH", "VHIGH"]),
        ("host_bcu", &["SAME", "OTHER_UNIT", "OTHER_FORCE"]),
        ("change_90d", &["UP", "SAME", "DOWN"]),
        ("reason", &["F01", "F02"]),
        ("ppi_not_done", &["DECLINED", "UNKNOWN"]),
        ("quarter", &["Q1", "Q2", "Q3", "Q4"]),
        ("with_whom", &["MISSING_PEER"]),
        ("strategy_meeting", &["HELD"]),
        ("disclosure", &["NONE", "SOME", "SIGNIFICANT", "IMMEDIATE"]),
        (
            "police_report_outcome",
            &["NOT_OPENED", "CONCERN", "WANTED_ONLY", "NO_FORCE_LEAD", "CANCELLED"],
        ),
    ] {
        for code in named {
            assert!(codes(list).contains(code), "{list} {code}");
        }
    }
    for authority in standard().authorities() {
        let unit = authority.police_unit.as_str();
        assert!(codes("police_unit").contains(&unit), "{unit}");
    }
}
