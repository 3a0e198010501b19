//! Rules over a child.

use super::case::{beside_none, has, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Child;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "disability_none_and_more",
        kind: Child,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that the child has no disability, and names one beside it. Keep one \
                   of the two.",
        questions: &["disability"],
        broken: |case| whole(beside_none(case, "disability", "NONE")),
    },
    Check {
        id: "communication_none_and_more",
        kind: Child,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that nothing is needed to communicate, and names something beside it. \
                   Keep one of the two.",
        questions: &["comm_need"],
        broken: |case| whole(beside_none(case, "comm_need", "NONE")),
    },
    Check {
        id: "interpreter_for_english",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The main language is English, but an interpreter for a spoken language is \
                   needed. Check both.",
        questions: &["comm_need", "preferred_language"],
        broken: |case| {
            whole(case.is("preferred_language", &["ENG"]) && has(case, "comm_need", "INTERP"))
        },
    },
    Check {
        id: "unaccompanied_differs",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The immigration status is one of an unaccompanied child, but it says that the \
                   child was not unaccompanied. Check both.",
        questions: &["uasc", "immigration_status"],
        broken: |case| {
            whole(case.is("immigration_status", &["UASC", "UASC_AGE"]) && case.is("uasc", &["N"]))
        },
    },
    Check {
        id: "referred_but_not_trafficked",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The child was referred as a possible victim of trafficking, or is to be, but \
                   it says that there is no sign of trafficking. Check both.",
        questions: &["nrm_stage", "trafficking_indicator"],
        broken: |case| {
            let referred = ["TO_REFER", "REFERRED", "RG_POS", "CG_POS"];
            whole(case.is("nrm_stage", &referred) && case.is("trafficking_indicator", &["N"]))
        },
    },
    Check {
        id: "gender_and_trans_status_differ",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The gender is that of a trans child, but it says that it is the same as the \
                   sex registered at birth. Check both with the child, if that is right for \
                   them.",
        questions: &["trans_status", "gender_identity"],
        broken: |case| {
            whole(
                case.is("gender_identity", &["TRANS_GIRL", "TRANS_BOY"])
                    && case.is("trans_status", &["N"]),
            )
        },
    },
    Check {
        id: "ethnicity_differs_from_police",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The police record another ethnic group. The child’s own is the one that \
                   counts; ask the police to correct theirs.",
        questions: &["ethnicity"],
        broken: |case| whole(case.is("derived.ethnicity_conflict", &["Y"])),
    },
    Check {
        id: "local_id_not_of_the_return",
        kind: Child,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The national return takes up to 20 letters and digits as a child’s ID. Check \
                   it against your case system.",
        questions: &["child_local_id"],
        broken: |case| {
            let fits = |id: &String| {
                id.chars().count() <= 20 && id.chars().all(|sign| sign.is_ascii_alphanumeric())
            };
            whole(case.text("child_local_id").is_some_and(|id| !fits(&id)))
        },
    },
    Check {
        id: "ethnicity_without_source",
        kind: Child,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "It is not written down where the ethnic group comes from. Say who told it.",
        questions: &["ethnicity_source", "ethnicity"],
        broken: |case| whole(case.blank("ethnicity_source")),
    },
    Check {
        id: "hidden_code_in_child",
        kind: Child,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An answer is the code of a hidden value, which stands in releases only. \
                   Answer the question again.",
        questions: &["forename"],
        broken: |case| whole(case.holds_hidden()),
    },
];
