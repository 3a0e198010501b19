//! Rules over an episode: who was told, the strategy meeting, and how the child came back.

use super::case::{Case, beside_none, has, precision_differs, whole};
use super::{About, Check, Severity};
use crate::RecordKind::Episode;
use crate::time::Interval;

/// The times at which others were told.
const TOLD: [&str; 4] =
    ["health_informed_at", "school_informed_at", "placing_la_informed_at", "host_la_informed_at"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "returned_but_not_returned",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says when they came back, but also that they did not come back. Check \
                   both.",
        questions: &["return_method", "returned_at"],
        broken: |case| {
            whole(case.is("return_method", &["NOT"]) && case.time("returned_at").is_some())
        },
    },
    Check {
        id: "start_precision_differs",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "How exactly the start is known does not fit what was written. A date alone is \
                   ‘date only’, and a date with a time is more than that.",
        questions: &["start_precision", "missing_from_at"],
        broken: |case| whole(precision_differs(case, "missing_from_at", "start_precision")),
    },
    Check {
        id: "return_precision_differs",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "How exactly the return is known does not fit what was written. A date alone \
                   is ‘date only’, and a date with a time is more than that.",
        questions: &["return_precision", "returned_at"],
        broken: |case| whole(precision_differs(case, "returned_at", "return_precision")),
    },
    Check {
        id: "well_and_not_well",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that they appeared well, and something else beside it. Keep what you \
                   saw.",
        questions: &["condition_return"],
        broken: |case| whole(beside_none(case, "condition_return", "WELL")),
    },
    Check {
        id: "alone_and_with_others",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It says that they were alone, and also with somebody. If both are true at \
                   different times, leave it.",
        questions: &["with_whom"],
        broken: |case| whole(beside_none(case, "with_whom", "ALONE")),
    },
    Check {
        id: "others_missing_differs",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Another missing child was with them, but it says that nobody else was \
                   missing. Check both.",
        questions: &["missing_with_others", "with_whom"],
        broken: |case| {
            whole(case.is("missing_with_others", &["N"]) && has(case, "with_whom", "MISSING_PEER"))
        },
    },
    Check {
        id: "textsafe_before_missing",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The text message was sent before they went missing. Check both times.",
        questions: &["textsafe_sent_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("textsafe_sent_at"), case.time("missing_from_at")))
        },
    },
    Check {
        id: "textsafe_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The text message was sent in the future. Check the date and time.",
        questions: &["textsafe_sent_at"],
        broken: |case| whole(case.ahead("textsafe_sent_at")),
    },
    Check {
        id: "partner_told_before_missing",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Health, the school or another authority was told before they went missing. \
                   Check the times.",
        questions: &[
            "health_informed_at",
            "school_informed_at",
            "placing_la_informed_at",
            "host_la_informed_at",
            "missing_from_at",
        ],
        broken: |case| {
            let start = case.time("missing_from_at");
            whole(TOLD.iter().any(|told| Case::surely_before(case.time(told), start)))
        },
    },
    Check {
        id: "partner_told_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Health, the school or another authority was told in the future. Check the \
                   dates and times.",
        questions: &[
            "health_informed_at",
            "school_informed_at",
            "placing_la_informed_at",
            "host_la_informed_at",
        ],
        broken: |case| whole(TOLD.iter().any(|told| case.ahead(told))),
    },
    Check {
        id: "meeting_before_missing",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The strategy meeting was before they went missing. Check both times.",
        questions: &["strategy_meeting_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(
                case.time("strategy_meeting_at"),
                case.time("missing_from_at"),
            ))
        },
    },
    Check {
        id: "meeting_held_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The strategy meeting was held, but its time is in the future. Check both.",
        questions: &["strategy_meeting_at", "strategy_meeting"],
        broken: |case| {
            whole(case.is("strategy_meeting", &["HELD"]) && case.ahead("strategy_meeting_at"))
        },
    },
    Check {
        id: "meeting_planned_in_the_past",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The strategy meeting is planned for a time that is over. Say whether it was \
                   held.",
        questions: &["strategy_meeting", "strategy_meeting_at"],
        broken: |case| {
            let now = Some(Interval::at(case.around.now));
            let over = Case::surely_before(case.time("strategy_meeting_at"), now);
            whole(over && case.is("strategy_meeting", &["PLANNED"]))
        },
    },
    Check {
        id: "meeting_without_time",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "A strategy meeting was held, but not when. Enter its date.",
        questions: &["strategy_meeting_at", "strategy_meeting"],
        broken: |case| {
            whole(case.is("strategy_meeting", &["HELD"]) && case.blank("strategy_meeting_at"))
        },
    },
    Check {
        id: "meeting_without_police",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "A strategy meeting was held, but it does not say whether the police came. \
                   Enter it, or that it is not known.",
        questions: &["police_attend", "strategy_meeting"],
        broken: |case| whole(case.blank("police_attend")),
    },
    Check {
        id: "meeting_cancelled_without_reason",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The strategy meeting did not take place, and no reason is there. Enter one, \
                   or that it is not known.",
        questions: &["meeting_cancel_reason", "strategy_meeting"],
        broken: |case| whole(case.blank("meeting_cancel_reason")),
    },
    Check {
        id: "two_forces_at_home",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "Police of two areas came to the meeting, but the placement is in the \
                   responsible borough. Check both.",
        questions: &["police_attend", "placement_area"],
        broken: |case| {
            whole(
                case.is("placement_area", &["HOME_LA"])
                    && case.is("police_attend", &["BOTH", "HOST"]),
            )
        },
    },
    Check {
        id: "hidden_code_in_episode",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "An answer is the code of a hidden value, which stands in releases only. \
                   Answer the question again.",
        questions: &["missing_from_at"],
        broken: |case| whole(case.holds_hidden()),
    },
];
