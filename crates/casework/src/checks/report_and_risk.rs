//! Rules over an episode: the report to the police, the risk, and being wanted.

use super::case::{Case, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Episode;
use crate::time::{Certainty, within};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "reported_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The report to the police is in the future. Check the date and time.",
        questions: &["reported_at"],
        broken: |case| whole(case.ahead("reported_at")),
    },
    Check {
        id: "reported_before_missing",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It was reported to the police before they went missing. Check both times.",
        questions: &["reported_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("reported_at"), case.time("missing_from_at")))
        },
    },
    Check {
        id: "reported_a_day_later",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It was reported more than 24 hours after they went missing. Check both times; \
                   if they are right, leave them.",
        questions: &["reported_at", "missing_from_at"],
        broken: |case| {
            let times = (case.time("missing_from_at"), case.time("reported_at"));
            whole(matches!(times, (Some(missing), Some(reported))
                if within(missing, reported, 24) == Certainty::No))
        },
    },
    Check {
        id: "not_reported_without_reason",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "It was not reported to the police, and no reason is there. Enter one, or that \
                   it is not known.",
        questions: &["not_reported_reason", "reported_to_police"],
        broken: |case| whole(case.blank("not_reported_reason")),
    },
    Check {
        id: "refused_without_reason",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The police did not open a report at first, and no reason is there. Enter the \
                   reason that was given, or that none is known.",
        questions: &["refusal_reason", "police_report_outcome"],
        broken: |case| whole(case.blank("refusal_reason")),
    },
    Check {
        id: "opened_without_reference",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The police opened a report, but no reference is there. Enter the one that you \
                   have.",
        questions: &["merlin_ref", "cad_ref", "police_ref", "police_report_outcome"],
        broken: |case| {
            let opened = case.is("police_report_outcome", &["MISSING_OPENED", "OPENED_LATER"]);
            whole(opened && ["merlin_ref", "cad_ref", "police_ref"].iter().all(|id| case.blank(id)))
        },
    },
    Check {
        id: "opened_without_risk",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The police opened a report, but their level of risk is not there. Enter it, \
                   or that it is not known.",
        questions: &["risk_level_police", "police_report_outcome"],
        broken: |case| {
            whole(
                case.is("police_report_outcome", &["MISSING_OPENED"])
                    && case.blank("risk_level_police"),
            )
        },
    },
    Check {
        id: "episode_without_own_risk",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The local authority’s own level of risk is not there. Enter it, or that it is \
                   not known.",
        questions: &["risk_level_la"],
        broken: |case| whole(case.blank("risk_level_la")),
    },
    Check {
        id: "high_risk_without_reason",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The local authority sees a high risk, and no reason is there. Say why, so \
                   that others can act on it.",
        questions: &["risk_rationale_la", "risk_level_la"],
        broken: |case| {
            whole(case.is("risk_level_la", &["HIGH", "VHIGH"]) && case.blank("risk_rationale_la"))
        },
    },
    Check {
        id: "wanted_without_effect",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "They were wanted while missing, but it does not say what that did to the \
                   search for them. Enter it, or that it is not known.",
        questions: &["wanted_effect", "wanted_flag"],
        broken: |case| whole(case.blank("wanted_effect")),
    },
    Check {
        id: "wanted_effect_differs",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "What being wanted did, and what the police did with the report, say different \
                   things. Check both.",
        questions: &["wanted_effect", "police_report_outcome"],
        broken: |case| {
            let opened = ["MISSING_OPENED", "OPENED_LATER", "WANTED_CLOSED"];
            let unopened = ["NOT_OPENED", "CONCERN", "WANTED_ONLY"];
            let differs = |effect, outcomes: &[&str]| {
                case.is("wanted_effect", &[effect]) && case.is("police_report_outcome", outcomes)
            };
            whole(differs("NOT_OPENED", &opened) || differs("CLOSED", &unopened))
        },
    },
    Check {
        id: "wanted_outcome_but_not_wanted",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The police treated them as wanted, but it says that they were not wanted. \
                   Check both.",
        questions: &["wanted_flag", "police_report_outcome"],
        broken: |case| {
            whole(
                case.is("police_report_outcome", &["WANTED_ONLY", "WANTED_CLOSED"])
                    && case.is("wanted_flag", &["N"]),
            )
        },
    },
    Check {
        id: "closed_because_wanted",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It was closed because they are wanted. A child who is wanted is still \
                   missing: keep the episode open until they are back, or say where they are.",
        questions: &["close_reason"],
        broken: |case| whole(case.is("close_reason", &["WANTED"])),
    },
];
