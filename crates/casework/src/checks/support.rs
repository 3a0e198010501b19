//! Rules over a support plan, its referrals and its check-ins.

use super::case::{Case, beside_none, day_before, rows_ahead, rows_where, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Support;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "promise_told_before_kept",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was told about a promise before it was kept. Check both dates; they \
                   are told after it is done.",
        questions: &["promises", "promise_told_at", "promise_done_at"],
        broken: |case| {
            rows_where(case, "promises", |row| {
                day_before(case, "promise_told_at", "promise_done_at", row)
            })
        },
    },
    Check {
        id: "referral_answered_before_sent",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A referral changed its status before it was sent. Check both dates.",
        questions: &["referral", "referral_status_at", "referral_sent_at"],
        broken: |case| {
            rows_where(case, "referral", |row| {
                day_before(case, "referral_status_at", "referral_sent_at", row)
            })
        },
    },
    Check {
        id: "referral_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A referral was sent or answered in the future. Check its dates.",
        questions: &["referral", "referral_sent_at", "referral_status_at"],
        broken: |case| rows_ahead(case, "referral", &["referral_sent_at", "referral_status_at"]),
    },
    Check {
        id: "referral_sent_without_date",
        kind: Support,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "A referral was sent, but not when. Enter the date.",
        questions: &["referral", "referral_sent_at", "referral_status"],
        broken: |case| {
            rows_where(case, "referral", |row| {
                let sent = ["SENT", "REJECTED", "WAITING", "STARTED", "ENGAGING"];
                let status = case.code_in("referral_status", Some(row));
                status.is_some_and(|status| sent.contains(&status.as_str()))
                    && case.blank_in("referral_sent_at", row)
            })
        },
    },
    Check {
        id: "referral_sent_but_not_made",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A referral has a day on which it was sent, but its status is that none was \
                   made. Check both.",
        questions: &["referral", "referral_status", "referral_sent_at"],
        broken: |case| {
            rows_where(case, "referral", |row| {
                let status = case.code_in("referral_status", Some(row));
                let unmade =
                    status.is_some_and(|status| status == "DECLINED" || status == "NO_SERVICE");
                unmade && case.date("referral_sent_at", Some(row)).is_some()
            })
        },
    },
    Check {
        id: "no_need_and_need",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing is needed, and names something beside it. Keep one of \
                   the two.",
        questions: &["need"],
        broken: |case| whole(beside_none(case, "need", "NONE")),
    },
    Check {
        id: "no_gap_and_gap",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that no need is left without a service, and names one beside it. Keep \
                   one of the two.",
        questions: &["service_gap_need"],
        broken: |case| whole(beside_none(case, "service_gap_need", "NONE")),
    },
    Check {
        id: "plan_without_need",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "There is a support plan, but it says that nothing is needed. Check both.",
        questions: &["need", "support_plan_made"],
        broken: |case| {
            whole(case.is("support_plan_made", &["Y"]) && case.codes("need") == ["NONE"])
        },
    },
    Check {
        id: "gap_differs",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "There is no service for one of the referrals, but it says that no need is \
                   left without one. Check both.",
        questions: &["service_gap", "referral"],
        broken: |case| {
            let none = case.column("referral", "referral_status");
            let none = none.iter().any(|(_, status)| status == "NO_SERVICE");
            whole(none && case.is("service_gap", &["N"]))
        },
    },
    Check {
        id: "plan_before_return",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The support plan was made before the child came back. Check both dates; a \
                   plan of before is another one.",
        questions: &["support_plan_at", "episode.returned_at"],
        broken: |case| {
            let planned = case.date("support_plan_at", None).map(crate::time::day);
            whole(Case::surely_before(planned, case.returned()))
        },
    },
    Check {
        id: "checkin_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A check-in took place on a day in the future. Check the date, or that it took \
                   place.",
        questions: &["checkin", "checkin_at", "checkin_held"],
        broken: |case| {
            rows_where(case, "checkin", |row| {
                let held = case.code_in("checkin_held", Some(row)).is_some_and(|held| held == "Y");
                held && case.ahead_in("checkin_at", Some(row))
            })
        },
    },
    Check {
        id: "checkin_not_held_but_answered",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A check-in did not take place, but it says how the child was. Check both.",
        questions: &["checkin", "checkin_child_ok", "checkin_held"],
        broken: |case| {
            rows_where(case, "checkin", |row| {
                let unheld =
                    case.code_in("checkin_held", Some(row)).is_some_and(|held| held == "N");
                unheld && case.code_in("checkin_child_ok", Some(row)).is_some()
            })
        },
    },
    Check {
        id: "ended_as_adult_but_child",
        kind: Support,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Support ended because the child turned 18, but they are not 18 yet. Check the \
                   reason and the date of birth.",
        questions: &["closure_reason", "child.date_of_birth"],
        broken: |case| {
            whole(
                case.is("closure_reason", &["EIGHTEEN"])
                    && case.age_now().is_some_and(|age| age < 18),
            )
        },
    },
    Check {
        id: "disclosure_not_followed_up",
        kind: Support,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child disclosed something significant, but not whether what was decided \
                   was done. Enter it, or that it is not known.",
        questions: &["disclosure_followed_up", "rhi.rhi_disclosure"],
        broken: |case| whole(case.blank("disclosure_followed_up")),
    },
    Check {
        id: "child_still_to_be_told",
        kind: Support,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The day by which the child wanted to be told is over. Tell them what came of \
                   it, and enter when.",
        questions: &["told_child_what_happened_at", "rhi.feedback_due"],
        broken: |case| {
            let today = crate::time::date_at(case.around.now);
            let over = case.date("rhi.feedback_due", None).is_some_and(|due| due < today);
            whole(over && case.blank("told_child_what_happened_at"))
        },
    },
    Check {
        id: "hidden_code_in_support",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An answer is the code of a hidden value, which stands in releases only. \
                   Answer the question again.",
        questions: &["support_plan_made"],
        broken: |case| whole(case.holds_hidden()),
    },
];
