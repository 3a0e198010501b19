//! Rules over a police prevention interview and over a support plan.

use super::case::{Case, rows_ahead, whole};
use super::{About, Check, Severity};
use crate::RecordKind::{Ppi, Support};

pub(super) static INTERVIEW: &[Check] = &[
    Check {
        id: "interview_in_the_future",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The prevention interview is in the future. Check the date and time.",
        questions: &["ppi_at"],
        broken: |case| whole(case.ahead("ppi_at")),
    },
    Check {
        id: "interview_before_found",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The prevention interview was before the child was found or came back. \
                   Check both times.",
        questions: &["ppi_at", "episode.located_at", "episode.returned_at"],
        broken: |case| {
            let found = match (case.time("episode.located_at"), case.returned()) {
                (Some(located), Some(returned)) => Some(located.earlier(returned)),
                (one, other) => one.or(other),
            };
            whole(Case::surely_before(case.time("ppi_at"), found))
        },
    },
    Check {
        id: "interview_disclosure_without_action",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child disclosed something significant, but the outcome is that nothing further \
                   was needed. Check both.",
        questions: &["ppi_outcome", "ppi_disclosure"],
        broken: |case| {
            let disclosed = case.is("ppi_disclosure", &["SIGNIFICANT", "IMMEDIATE"]);
            whole(disclosed && case.codes("ppi_outcome") == ["NFA"])
        },
    },
];

pub(super) static SUPPORT: &[Check] = &[
    Check {
        id: "promise_kept_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A promise is marked as kept on a day in the future. Check the date.",
        questions: &["promises", "promise_done_at"],
        broken: |case| rows_ahead(case, "promises", &["promise_done_at"]),
    },
    Check {
        id: "promise_told_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The day the child was told about a promise is in the future. Check the date.",
        questions: &["promises", "promise_told_at"],
        broken: |case| rows_ahead(case, "promises", &["promise_told_at"]),
    },
    Check {
        id: "plan_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The day of the support plan is in the future. Check the date.",
        questions: &["support_plan_at"],
        broken: |case| whole(case.ahead("support_plan_at")),
    },
    Check {
        id: "child_told_in_the_future",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The day the child was told what came of it is in the future. Check the date.",
        questions: &["told_child_what_happened_at"],
        broken: |case| whole(case.ahead("told_child_what_happened_at")),
    },
    Check {
        id: "child_told_before_return",
        kind: Support,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was told what came of it before they came back. Check both dates.",
        questions: &["told_child_what_happened_at", "episode.returned_at"],
        broken: |case| {
            let told = case.date("told_child_what_happened_at", None).map(crate::time::day);
            whole(Case::surely_before(told, case.returned()))
        },
    },
];
