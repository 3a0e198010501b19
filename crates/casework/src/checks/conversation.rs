//! Rules over a return conversation.

use super::case::{Case, rows_ahead, rows_beside_none, twice, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Conversation;

/// Outcomes that the child had a part in, so that the offer must have reached them.
const REACHED: [&str; 4] = ["COMPLETED", "PARTIAL", "CARER_INFO", "DECLINED"];

/// Outcomes with a conversation.
const HELD: [&str; 2] = ["COMPLETED", "PARTIAL"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "offer_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The offer is in the future. Check the date and time.",
        questions: &["rhi_offered_at"],
        broken: |case| whole(case.ahead("rhi_offered_at")),
    },
    Check {
        id: "conversation_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation is in the future. Check the date and time.",
        questions: &["rhi_started_at"],
        broken: |case| whole(case.ahead("rhi_started_at")),
    },
    Check {
        id: "attempt_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An attempt to reach the child is in the future. Check the date and time.",
        questions: &["rhi_attempts", "attempt_at"],
        broken: |case| rows_ahead(case, "rhi_attempts", &["attempt_at"]),
    },
    Check {
        id: "conversation_before_return",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation was before the child came back. Check both times.",
        questions: &["rhi_started_at", "episode.returned_at"],
        broken: |case| whole(Case::surely_before(case.time("rhi_started_at"), case.returned())),
    },
    Check {
        id: "conversation_before_offer",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The conversation began before the offer reached the child. Check both times.",
        questions: &["rhi_started_at", "rhi_offered_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("rhi_started_at"), case.time("rhi_offered_at")))
        },
    },
    Check {
        id: "offer_before_return",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The offer reached the child before they came back. Check both times.",
        questions: &["rhi_offered_at", "episode.returned_at"],
        broken: |case| whole(Case::surely_before(case.time("rhi_offered_at"), case.returned())),
    },
    Check {
        id: "outcome_without_offer",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing was offered, but the outcome is one of a child who was asked. \
                   Check both.",
        questions: &["rhi_outcome", "rhi_offer"],
        broken: |case| {
            whole(case.is("rhi_offer", &["NOT_OFFERED"]) && case.is("rhi_outcome", &REACHED))
        },
    },
    Check {
        id: "offer_without_outcome",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that the conversation was offered, but the outcome is that it was not. \
                   Check both.",
        questions: &["rhi_outcome", "rhi_offer"],
        broken: |case| {
            whole(case.is("rhi_offer", &["OFFERED"]) && case.is("rhi_outcome", &["NOT_OFFERED"]))
        },
    },
    Check {
        id: "offer_without_contact",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that the offer reached the child, but no attempt did. A letter or a message \
                   to somebody else is an attempt, not an offer.",
        questions: &["rhi_offer", "rhi_attempts"],
        broken: |case| {
            // A child who talked or said no was reached, whoever wrote down the attempts.
            let reached = case.is("rhi_outcome", &REACHED)
                || case
                    .column("rhi_attempts", "attempt_result")
                    .iter()
                    .any(|(_, r)| r == "REACHED");
            whole(case.is("rhi_offer", &["OFFERED"]) && !reached)
        },
    },
    Check {
        id: "parent_said_no",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that a parent refused access, but also that it was the child who said no. \
                   Check both.",
        questions: &["rhi_declined_by", "rhi_outcome"],
        broken: |case| {
            whole(
                case.is("rhi_outcome", &["PR_DECLINED"]) && case.is("rhi_declined_by", &["CHILD"]),
            )
        },
    },
    Check {
        id: "carer_view_not_asked",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The outcome is that a parent or carer told what they know, but also that they were \
                   not asked. Check both.",
        questions: &["carer_info_taken", "rhi_outcome"],
        broken: |case| {
            whole(case.is("rhi_outcome", &["CARER_INFO"]) && case.is("carer_info_taken", &["N"]))
        },
    },
    Check {
        id: "same_reason_twice",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The same reason is there twice. Keep one, or change the other.",
        questions: &["reasons", "reason"],
        broken: |case| twice(&case.column("reasons", "reason")),
    },
    Check {
        id: "two_main_reasons",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "More than one reason is marked as the main one. Keep the one that weighed most.",
        questions: &["reasons", "reason_main"],
        broken: |case| {
            let marked = case.column("reasons", "reason_main");
            let main = marked.into_iter().filter(|(_, main)| main == "Y").skip(1);
            main.map(|(row, _)| Some(row)).collect()
        },
    },
    Check {
        id: "no_harm_and_harm",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that no harm was found, and a harm beside it. Keep one of the two.",
        questions: &["harms", "harm"],
        broken: |case| rows_beside_none(case, "harms", "harm", "NONE"),
    },
    Check {
        id: "same_harm_twice",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The same harm is there twice. Keep one, or change the other.",
        questions: &["harms", "harm"],
        broken: |case| twice(&case.column("harms", "harm")),
    },
    Check {
        id: "danger_without_action",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was in immediate danger, but it says that nothing was done at once. \
                   Check both.",
        questions: &["immediate_action", "rhi_disclosure"],
        broken: |case| {
            whole(
                case.is("rhi_disclosure", &["IMMEDIATE"])
                    && case.codes("immediate_action") == ["NONE"],
            )
        },
    },
    Check {
        id: "acted_before_disclosure",
        kind: Conversation,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The disclosure was acted on before the conversation began. Check both times.",
        questions: &["disclosure_acted_at", "rhi_started_at"],
        broken: |case| {
            let held = case.is("rhi_outcome", &HELD);
            let times = (case.time("disclosure_acted_at"), case.time("rhi_started_at"));
            whole(held && Case::surely_before(times.0, times.1))
        },
    },
    Check {
        id: "acted_in_the_future",
        kind: Conversation,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The time the disclosure was acted on is in the future. Check the date and time.",
        questions: &["disclosure_acted_at"],
        broken: |case| whole(case.ahead("disclosure_acted_at")),
    },
];
