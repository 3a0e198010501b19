//! Rules over a return conversation: what has to be there when it was held or declined, and with
//! whom it was shared.

use super::case::{Case, rows_ahead, rows_beside_none, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Conversation;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "completed_without_reason",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was held, but no reason is there. Enter what the child said, \
                   or that they were not asked.",
        questions: &["reasons", "rhi_outcome"],
        broken: |case| whole(case.is("rhi_outcome", &["COMPLETED"]) && case.blank("reasons")),
    },
    Check {
        id: "completed_without_harm",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was held, but nothing is there about harm. Enter what was \
                   found, or that none was.",
        questions: &["harms", "rhi_outcome"],
        broken: |case| whole(case.is("rhi_outcome", &["COMPLETED"]) && case.blank("harms")),
    },
    Check {
        id: "completed_without_child_view",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was held, but not whether the child thinks that they were \
                   missing. Enter it, or that they were not asked.",
        questions: &["child_view_missing", "rhi_outcome"],
        broken: |case| {
            whole(case.is("rhi_outcome", &["COMPLETED"]) && case.blank("child_view_missing"))
        },
    },
    Check {
        id: "completed_without_safety_information",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was held, but not whether the child was told how to stay \
                   safe. Enter yes or no.",
        questions: &["safety_info_given", "rhi_outcome"],
        broken: |case| {
            whole(case.is("rhi_outcome", &["COMPLETED"]) && case.blank("safety_info_given"))
        },
    },
    Check {
        id: "declined_without_who",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was declined, but not by whom. Enter who said no.",
        questions: &["rhi_declined_by", "rhi_outcome"],
        broken: |case| whole(case.blank("rhi_declined_by")),
    },
    Check {
        id: "declined_without_carer",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was declined, but not whether the parent or carer was asked \
                   what they know. Enter yes or no.",
        questions: &["carer_info_taken", "rhi_outcome"],
        broken: |case| whole(case.blank("carer_info_taken")),
    },
    Check {
        id: "declined_without_reason",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The conversation was declined, and no reason is there. Enter what the child \
                   said, or that they did not say.",
        questions: &["nonengage_reason", "rhi_outcome"],
        broken: |case| {
            whole(
                case.is("rhi_outcome", &["DECLINED", "PR_DECLINED", "CARER_INFO"])
                    && case.blank("nonengage_reason"),
            )
        },
    },
    Check {
        id: "disclosure_without_action",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child disclosed something significant, but not what was done at once. \
                   Enter it, or that nothing was needed.",
        questions: &["immediate_action", "rhi_disclosure"],
        broken: |case| whole(case.blank("immediate_action")),
    },
    Check {
        id: "disclosure_without_time",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child disclosed something significant, but not when somebody first acted \
                   on it. Enter the time, or that it is not known.",
        questions: &["disclosure_acted_at", "rhi_disclosure"],
        broken: |case| whole(case.blank("disclosure_acted_at")),
    },
    Check {
        id: "disclosure_not_shared",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child disclosed something significant, but nobody is named with whom it \
                   was shared. Enter who was told and when.",
        questions: &["info_shared", "rhi_disclosure"],
        broken: |case| {
            whole(
                case.is("rhi_disclosure", &["SIGNIFICANT", "IMMEDIATE"])
                    && case.blank("info_shared"),
            )
        },
    },
    Check {
        id: "disclosure_shared_with_nobody",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child disclosed something significant, but it was shared with nobody. \
                   Check both.",
        questions: &["info_shared", "info_shared_with", "rhi_disclosure"],
        broken: |case| {
            let significant = case.is("rhi_disclosure", &["SIGNIFICANT", "IMMEDIATE"]);
            let shared = case.column("info_shared", "info_shared_with");
            let nobody = shared.iter().filter(|(_, with)| significant && with == "NONE");
            nobody.map(|(row, _)| Some(*row)).collect()
        },
    },
    Check {
        id: "shared_with_nobody_and_somebody",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing was shared, and names somebody beside it. Keep one of \
                   the two.",
        questions: &["info_shared", "info_shared_with"],
        broken: |case| rows_beside_none(case, "info_shared", "info_shared_with", "NONE"),
    },
    Check {
        id: "not_shared_without_reason",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "Nothing was shared, and no reason is there. Say why.",
        questions: &["info_shared_none_reason", "info_shared"],
        broken: |case| {
            let none = case
                .column("info_shared", "info_shared_with")
                .iter()
                .any(|(_, with)| with == "NONE");
            whole(none && case.blank("info_shared_none_reason"))
        },
    },
    Check {
        id: "shared_before_conversation",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Something was shared before the conversation began. Check both times.",
        questions: &["info_shared", "info_shared_at", "rhi_started_at"],
        broken: |case| {
            let held = case.time("rhi_started_at");
            let rows = case.rows("info_shared").into_iter().map(Some);
            rows.filter(|row| Case::surely_before(case.time_in("info_shared_at", *row), held))
                .collect()
        },
    },
    Check {
        id: "shared_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Something was shared in the future. Check the date and time.",
        questions: &["info_shared", "info_shared_at"],
        broken: |case| rows_ahead(case, "info_shared", &["info_shared_at"]),
    },
];
