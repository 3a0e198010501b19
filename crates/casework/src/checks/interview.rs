//! Rules over a police prevention interview, beyond its times.

use super::case::{Case, WITHOUT_CHILD, beside_none, has, rows_beside_none, twice, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Ppi;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "interview_before_missing",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The prevention interview was before the child went missing. Check both times.",
        questions: &["ppi_at", "episode.missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("ppi_at"), case.time("episode.missing_from_at")))
        },
    },
    Check {
        id: "interview_shared_before_held",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The result reached the local authority before the interview was held. Check \
                   both times.",
        questions: &["ppi_shared_with_la_at", "ppi_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("ppi_shared_with_la_at"), case.time("ppi_at")))
        },
    },
    Check {
        id: "interview_shared_in_the_future",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The result reached the local authority in the future. Check the date and \
                   time.",
        questions: &["ppi_shared_with_la_at"],
        broken: |case| whole(case.ahead("ppi_shared_with_la_at")),
    },
    Check {
        id: "interview_not_held_for_want_of_a_report",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It was not held because there was no missing report, but the episode says \
                   that the police opened one. Check both.",
        questions: &["ppi_not_done", "episode.police_report_outcome"],
        broken: |case| {
            whole(
                case.is("ppi_not_done", &["NO_REPORT"])
                    && case
                        .is("episode.police_report_outcome", &["MISSING_OPENED", "OPENED_LATER"]),
            )
        },
    },
    Check {
        id: "interview_with_nobody",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The interview was held, but it says that nobody was spoken to. Check both.",
        questions: &["ppi_seen_who", "ppi_status"],
        broken: |case| whole(case.is("ppi_status", &["Y"]) && case.is("ppi_seen_who", &["NONE"])),
    },
    Check {
        id: "interview_engaged_without_child",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was not spoken to, but it says that they took part. Check both.",
        questions: &["ppi_engagement", "ppi_seen_who"],
        broken: |case| {
            whole(
                case.is("ppi_seen_who", &WITHOUT_CHILD)
                    && case.is("ppi_engagement", &["WILLING", "PARTIAL"]),
            )
        },
    },
    Check {
        id: "interview_alone_with_others",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was spoken to alone, but others were present. Check both.",
        questions: &["ppi_seen_who", "ppi_present"],
        broken: |case| {
            let others =
                case.codes("ppi_present").iter().any(|one| one != "OFFICER" && one != "INTERP");
            whole(others && case.is("ppi_seen_who", &["CHILD_ALONE"]))
        },
    },
    Check {
        id: "interview_joint_differs",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "A social or support worker was present, but it says that it was not held \
                   together with one. Check both.",
        questions: &["ppi_with_sw", "ppi_present"],
        broken: |case| {
            whole(
                case.is("ppi_with_sw", &["N"])
                    && (has(case, "ppi_present", "SW") || has(case, "ppi_present", "SUPPORT")),
            )
        },
    },
    Check {
        id: "interview_unwilling_without_reason",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child did not take part freely, and no reason is there. Enter what they \
                   said, or that it is not known.",
        questions: &["ppi_nonengage_reason", "ppi_engagement"],
        broken: |case| whole(case.blank("ppi_nonengage_reason")),
    },
    Check {
        id: "interview_nothing_and_something",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing further was needed, and names something beside it. Keep \
                   one of the two.",
        questions: &["ppi_outcome"],
        broken: |case| whole(beside_none(case, "ppi_outcome", "NFA")),
    },
    Check {
        id: "interview_no_harm_and_harm",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that no harm was found, and a harm beside it. Keep one of the two.",
        questions: &["ppi_harms", "ppi_harm"],
        broken: |case| rows_beside_none(case, "ppi_harms", "ppi_harm", "NONE"),
    },
    Check {
        id: "interview_same_harm_twice",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The same harm is there twice. Keep one, or change the other.",
        questions: &["ppi_harms", "ppi_harm"],
        broken: |case| twice(&case.column("ppi_harms", "ppi_harm")),
    },
    Check {
        id: "signs_seen_from_afar",
        kind: Ppi,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Signs of distress or injury were seen, but nobody met the child face to face. \
                   Check both.",
        questions: &["ppi_signs_observed", "ppi_mode"],
        broken: |case| {
            whole(
                case.is("ppi_signs_observed", &["SEEN"])
                    && case.is("ppi_mode", &["PHONE", "TEXT", "PAPER"]),
            )
        },
    },
    Check {
        id: "hidden_code_in_interview",
        kind: Ppi,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An answer is the code of a hidden value, which stands in releases only. \
                   Answer the question again.",
        questions: &["ppi_status"],
        broken: |case| whole(case.holds_hidden()),
    },
];
