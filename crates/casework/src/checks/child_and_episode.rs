//! Rules over a child and an episode.

use super::case::{Case, whole};
use super::episode_dates::{ends_before_start, is_adult_at};
use super::{About, Check, Severity};
use crate::RecordKind::{Child, Episode};
use crate::doubles::overlaps;
use crate::time::interval;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "born_in_the_future",
        kind: Child,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The date of birth is in the future. Check the date.",
        questions: &["date_of_birth"],
        broken: |case| whole(case.ahead("date_of_birth")),
    },
    Check {
        id: "missing_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[570],
        sentence: "The time they went missing is in the future. Check the date and time.",
        questions: &["missing_from_at"],
        broken: |case| whole(case.ahead("missing_from_at")),
    },
    Check {
        id: "returned_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[570],
        sentence: "The time they came back is in the future. Check the date and time.",
        questions: &["returned_at"],
        broken: |case| whole(case.ahead("returned_at")),
    },
    Check {
        id: "found_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The time they were found is in the future. Check the date and time.",
        questions: &["located_at"],
        broken: |case| whole(case.ahead("located_at")),
    },
    Check {
        id: "told_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The time the local authority was told is in the future. Check the date and time.",
        questions: &["la_notified_at"],
        broken: |case| whole(case.ahead("la_notified_at")),
    },
    Check {
        id: "returned_before_missing",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[567],
        sentence: "They came back before they went missing, or in the same minute. Check both times.",
        questions: &["returned_at", "missing_from_at"],
        // The start has to be earlier: the same minute is no episode.
        broken: |case| {
            let (start, end) = (case.time("missing_from_at"), case.time("returned_at"));
            whole(matches!((start, end), (Some(a), Some(b)) if ends_before_start(a, b)))
        },
    },
    Check {
        id: "last_seen_after_missing",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They were last seen after they went missing. Check both times.",
        questions: &["last_seen_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("missing_from_at"), case.time("last_seen_at")))
        },
    },
    Check {
        id: "found_before_missing",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They were found before they went missing. Check both times.",
        questions: &["located_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("located_at"), case.time("missing_from_at")))
        },
    },
    Check {
        id: "found_after_return",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They were found after they came back. Check both times.",
        questions: &["located_at", "returned_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("returned_at"), case.time("located_at")))
        },
    },
    Check {
        id: "told_before_missing",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The local authority was told before they went missing. Check both times.",
        questions: &["la_notified_at", "missing_from_at"],
        broken: |case| {
            whole(Case::surely_before(case.time("la_notified_at"), case.time("missing_from_at")))
        },
    },
    Check {
        id: "no_child_at_start",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They were 18 or older when they went missing. Check that time and the date of birth.",
        questions: &["missing_from_at", "child.date_of_birth"],
        broken: |case| {
            let born = case.date("child.date_of_birth", None);
            let start = case.moment("missing_from_at").map(|start| start.date);
            whole(matches!((born, start), (Some(born), Some(start))
                if is_adult_at(born, start)))
        },
    },
    Check {
        id: "overlaps_another",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[574],
        sentence: "This episode overlaps another one of the same child. Check the times of both, \
                   and whether it is the same incident.",
        questions: &["missing_from_at", "returned_at"],
        broken: overlaps_another,
    },
    Check {
        id: "type_differs_from_dfe",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The kind of episode and ‘missing’ or ‘away without authorisation’ say different \
                   things. Check both.",
        questions: &["episode_type", "dfe_missing_type"],
        broken: |case| {
            let differs =
                |kind, dfe| case.is("episode_type", &[kind]) && case.is("dfe_missing_type", &[dfe]);
            whole(differs("MISSING_CARE", "A") || differs("AWAY_AUTH", "M"))
        },
    },
    Check {
        id: "care_without_care",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[577, 578, 579, 580, 581],
        sentence: "The kind of episode is one of a child in care, but the child is not recorded as \
                   looked after. Check both.",
        questions: &["episode_type", "child.care_status"],
        broken: |case| {
            let care = case.code("child.care_status").is_some_and(|status| status != "CLA");
            whole(care && case.is("episode_type", &["MISSING_CARE", "AWAY_AUTH"]))
        },
    },
    Check {
        id: "type_differs_from_police",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The kind of episode and what the police did with the report say different things. \
                   Check both.",
        questions: &["episode_type", "reported_to_police", "police_report_outcome"],
        broken: |case| {
            let opened = case.is("police_report_outcome", &["MISSING_OPENED"]);
            let unreported = case.is("reported_to_police", &["N"]);
            whole(match case.code("episode_type").as_deref() {
                Some("NOT_OPENED") => opened || unreported,
                Some("UNREPORTED") => opened,
                _ => false,
            })
        },
    },
];

fn overlaps_another(case: &Case<'_>) -> Vec<Option<u32>> {
    let Some(start) = case.time("missing_from_at") else { return Vec::new() };
    let this = (start, case.time("returned_at"));
    // Without a return it goes on only if it says so: the return may just not be known.
    if this.1.is_none() && !case.is("episode_status", &["OPEN"]) {
        return Vec::new();
    }
    let another = case.around.other_episodes.iter().any(|(start, end)| {
        let (Ok(start), Ok(end)) = (interval(start), end.as_ref().map(interval).transpose()) else {
            return false;
        };
        overlaps(this, (start, end))
    });
    whole(another)
}
