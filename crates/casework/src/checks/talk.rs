//! Rules over a return conversation: how it was held and what was found.

use super::case::{Case, WITHOUT_CHILD, beside_none, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Conversation;
use crate::time::{Certainty, within};

/// Whether one of these harms was found, and not ruled out.
fn found_harm(case: &Case<'_>, codes: &[&str]) -> bool {
    let harms = case.column("harms", "harm");
    harms.iter().any(|(row, harm)| {
        let evidence = case.code_in("harm_evidence", Some(*row));
        codes.contains(&harm.as_str()) && evidence.is_none_or(|evidence| evidence != "RULED_OUT")
    })
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "conversation_ends_before_start",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation ended before it began. Check both times.",
        questions: &["rhi_ended_at", "rhi_started_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("rhi_ended_at"), case.time("rhi_started_at")))
        },
    },
    Check {
        id: "conversation_ends_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation ended in the future. Check the date and time.",
        questions: &["rhi_ended_at"],
        broken: |case| whole(case.ahead("rhi_ended_at")),
    },
    Check {
        id: "conversation_very_long",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation lasted more than 8 hours. Check both times; if they are \
                   right, leave them.",
        questions: &["rhi_ended_at", "rhi_started_at"],
        broken: |case| {
            let times = (case.time("rhi_started_at"), case.time("rhi_ended_at"));
            whole(matches!(times, (Some(began), Some(ended))
                if within(began, ended, 8) == Certainty::No))
        },
    },
    Check {
        id: "independent_but_own_social_worker",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The worker is recorded as fully independent, but is the child’s own social \
                   worker. Check both.",
        questions: &["independence", "rhi_provider"],
        broken: |case| {
            whole(case.is("independence", &["FULL"]) && case.is("rhi_provider", &["LA_SW"]))
        },
    },
    Check {
        id: "independence_differs",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The worker is recorded as fully independent, but fails one of the two tests: \
                   not involved in the child’s care, and not of the police. Check all three.",
        questions: &["independence", "independent_of_care", "independent_of_police"],
        broken: |case| {
            whole(
                case.is("independence", &["FULL"])
                    && (case.is("independent_of_care", &["N"])
                        || case.is("independent_of_police", &["N"])),
            )
        },
    },
    Check {
        id: "nothing_done_and_something",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing was needed at once, and names something beside it. Keep \
                   one of the two.",
        questions: &["immediate_action"],
        broken: |case| whole(beside_none(case, "immediate_action", "NONE")),
    },
    Check {
        id: "nothing_helps_and_something",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing was named that helps, and names something beside it. \
                   Keep one of the two.",
        questions: &["protective"],
        broken: |case| whole(beside_none(case, "protective", "NONE")),
    },
    Check {
        id: "completed_without_child",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation was completed with the child, but the child was not spoken \
                   to. Check both.",
        questions: &["rhi_seen_who", "rhi_outcome"],
        broken: |case| {
            whole(case.is("rhi_outcome", &["COMPLETED"]) && case.is("rhi_seen_who", &WITHOUT_CHILD))
        },
    },
    Check {
        id: "completed_but_declined",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation was completed, but it says that the child declined it. Check \
                   both.",
        questions: &["rhi_engagement", "rhi_outcome"],
        broken: |case| {
            whole(
                case.is("rhi_outcome", &["COMPLETED"]) && case.is("rhi_engagement", &["DECLINED"]),
            )
        },
    },
    Check {
        id: "declined_as_not_done",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The reason is that somebody said no. Choose that as the outcome, so that the \
                   carer’s view is asked for.",
        questions: &["rhi_outcome", "rhi_not_done_reason"],
        broken: |case| {
            whole(
                case.is("rhi_outcome", &["NOT_COMPLETED"])
                    && case.is("rhi_not_done_reason", &["DECLINED", "PR_DECLINED"]),
            )
        },
    },
    Check {
        id: "not_told_but_told",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The reason is that the local authority was not told, but the episode says \
                   when it was. Check both.",
        questions: &["rhi_not_done_reason", "episode.la_notified_at"],
        broken: |case| {
            whole(
                case.is("rhi_not_done_reason", &["NOT_NOTIFIED"])
                    && case.time("episode.la_notified_at").is_some(),
            )
        },
    },
    Check {
        id: "not_due_but_returned",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that the conversation is not due because the child is missing, but \
                   they came back. Check both.",
        questions: &["rhi_offer", "episode.returned_at"],
        broken: |case| whole(case.is("rhi_offer", &["NOT_DUE"]) && case.returned().is_some()),
    },
    Check {
        id: "interpreter_not_used",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child needs an interpreter, and none was used. Check both; if it is \
                   right, leave it.",
        questions: &["interpreter_used", "child.interpreter_needed"],
        broken: |case| {
            whole(
                case.is("child.interpreter_needed", &["Y"]) && case.is("interpreter_used", &["N"]),
            )
        },
    },
    Check {
        id: "main_late_reason_not_named",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The main reason for being late is not among the reasons. Choose one of them, \
                   or add it.",
        questions: &["rhi_late_reason_main", "rhi_late_reason"],
        broken: |case| {
            let main = case.code("rhi_late_reason_main");
            whole(main.is_some_and(|main| !case.codes("rhi_late_reason").contains(&main)))
        },
    },
    Check {
        id: "attempt_before_return",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An attempt to reach the child was before they came back. Check both times.",
        questions: &["rhi_attempts", "attempt_at", "episode.returned_at"],
        broken: |case| {
            let rows = case.rows("rhi_attempts").into_iter().map(Some);
            let back = case.returned();
            rows.filter(|row| Case::surely_before(case.time_in("attempt_at", *row), back)).collect()
        },
    },
    Check {
        id: "sexual_exploitation_differs",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Your view is that there is no sign of sexual exploitation, but it is among \
                   the harms. Check both.",
        questions: &["exploitation_view_cse", "harms"],
        broken: |case| {
            whole(case.is("exploitation_view_cse", &["NONE"]) && found_harm(case, &["CSE", "OCSE"]))
        },
    },
    Check {
        id: "criminal_exploitation_differs",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Your view is that there is no sign of criminal exploitation, but it is among \
                   the harms. Check both.",
        questions: &["exploitation_view_cce", "harms"],
        broken: |case| {
            whole(
                case.is("exploitation_view_cce", &["NONE"])
                    && found_harm(case, &["CCE", "CCE_CL", "CCE_WEAP", "CCE_THEFT", "CCE_CANN"]),
            )
        },
    },
    Check {
        id: "feedback_due_before_conversation",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The day by which the child is to be told lies before the conversation. Check \
                   both dates.",
        questions: &["feedback_due", "rhi_started_at"],
        broken: |case| {
            let due = case.date("feedback_due", None).map(crate::time::day);
            whole(Case::surely_before(due, case.time("rhi_started_at")))
        },
    },
    Check {
        id: "intelligence_before_conversation",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "What was learnt went to the police before the conversation began. Check both \
                   times.",
        questions: &["intel_submitted_at", "rhi_started_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("intel_submitted_at"), case.time("rhi_started_at")))
        },
    },
    Check {
        id: "intelligence_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "What was learnt went to the police in the future. Check the date and time.",
        questions: &["intel_submitted_at"],
        broken: |case| whole(case.ahead("intel_submitted_at")),
    },
    Check {
        id: "oversight_before_conversation",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The record was read by a supervisor before the conversation began. Check both \
                   times.",
        questions: &["management_oversight_at", "rhi_started_at"],
        broken: |case| {
            whole(Case::surely_before(
                case.time("management_oversight_at"),
                case.time("rhi_started_at"),
            ))
        },
    },
    Check {
        id: "oversight_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The record was read by a supervisor in the future. Check the date and time.",
        questions: &["management_oversight_at"],
        broken: |case| whole(case.ahead("management_oversight_at")),
    },
    Check {
        id: "hidden_code_in_conversation",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An answer is the code of a hidden value, which stands in releases only. \
                   Answer the question again.",
        questions: &["rhi_offer"],
        broken: |case| whole(case.holds_hidden()),
    },
];
