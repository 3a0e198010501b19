//! Rules over an episode: the age of the child, and where they live.

use super::case::whole;
use super::episode_dates::{is_adult_at, starts_before_birth};
use super::{About, Check, Severity};
use crate::RecordKind::Episode;
use crate::derived::{age_at, financial_year};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "born_after_missing",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[586],
        sentence: "They went missing before they were born. Check that time and the date of \
                   birth.",
        questions: &["missing_from_at", "child.date_of_birth"],
        broken: |case| {
            let born = case.date("child.date_of_birth", None);
            let start = case.moment("missing_from_at").map(|start| start.date);
            whole(matches!((born, start), (Some(born), Some(start))
                if starts_before_birth(born, start)))
        },
    },
    Check {
        id: "turned_18_while_open",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They are 18 now, so the episode cannot stay open. Close it, with turning 18 \
                   as the reason.",
        questions: &["episode_status", "child.date_of_birth"],
        broken: |case| {
            whole(
                case.is("episode_status", &["OPEN"]) && case.age_now().is_some_and(|age| age >= 18),
            )
        },
    },
    Check {
        id: "closed_as_adult_but_child",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "It was closed because they turned 18, but they are not 18 yet. Check the \
                   reason and the date of birth.",
        questions: &["close_reason", "child.date_of_birth"],
        broken: |case| {
            whole(
                case.is("close_reason", &["TURNED18"])
                    && case.age_now().is_some_and(|age| age < 18),
            )
        },
    },
    Check {
        id: "returned_as_adult",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "They were 18 when they came back. The episode ends on the 18th birthday; \
                   close it with that reason.",
        questions: &["returned_at", "child.date_of_birth"],
        broken: |case| {
            let born = case.date("child.date_of_birth", None);
            let back = case.moment("returned_at").map(|back| back.date);
            whole(matches!((born, back), (Some(born), Some(back)) if is_adult_at(born, back)))
        },
    },
    Check {
        id: "type_without_start",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[564],
        sentence: "It says missing or away without authorisation, but not since when. Enter the \
                   time they went missing.",
        questions: &["missing_from_at", "dfe_missing_type"],
        broken: |case| {
            whole(case.blank("missing_from_at") && case.code("dfe_missing_type").is_some())
        },
    },
    Check {
        id: "care_without_type",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[565, 566],
        sentence: "The child is looked after, but it does not say missing or away without \
                   authorisation. The national return needs one of the two.",
        questions: &["dfe_missing_type", "child.care_status"],
        broken: |case| whole(case.answered("missing_from_at") && case.blank("dfe_missing_type")),
    },
    Check {
        id: "care_without_legal_status",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child is looked after, but the legal status is not there. Enter it, or \
                   that it is not known.",
        questions: &["legal_status", "child.care_status"],
        broken: |case| whole(case.blank("legal_status")),
    },
    Check {
        id: "care_without_placement_type",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child is looked after, but the kind of placement is not there. Enter it, \
                   or that it is not known.",
        questions: &["placement_type", "child.care_status"],
        broken: |case| whole(case.blank("placement_type")),
    },
    Check {
        id: "care_without_placement_provider",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child is looked after, but it does not say who provides the placement. \
                   Enter it, or that it is not known.",
        questions: &["placement_provider", "child.care_status"],
        broken: |case| whole(case.blank("placement_provider")),
    },
    Check {
        id: "care_without_placement_area",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Missing,
        ssda903: &[],
        sentence: "The child is looked after, but it does not say where the placement is. Enter \
                   it, or that it is not known.",
        questions: &["placement_area", "child.care_status"],
        broken: |case| whole(case.blank("placement_area")),
    },
    Check {
        id: "supported_accommodation_under_16",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[371],
        sentence: "Supported accommodation is for 16 and over, and they were younger. Check the \
                   placement and the date of birth.",
        questions: &["placement_type", "missing_from_at", "child.date_of_birth"],
        broken: |case| {
            let born = case.date("child.date_of_birth", None);
            let start = case.moment("missing_from_at").map(|start| start.date);
            let young = matches!((born, start), (Some(born), Some(start))
                if (0..16).contains(&age_at(born, start)));
            whole(young && case.is("placement_type", &["K3"]))
        },
    },
    Check {
        id: "placement_of_another_year",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The national return did not have this kind of placement in the year they went \
                   missing. Choose the one that was used then.",
        questions: &["placement_type", "missing_from_at"],
        broken: |case| {
            let year = case.moment("missing_from_at").map(|start| financial_year(start.date));
            let (since, until) = match case.code("placement_type").as_deref() {
                Some("K3") => ("2024-25", "9999-00"),
                Some("Z11" | "Z12" | "Z13" | "Z14") => ("2025-26", "9999-00"),
                Some("H5" | "P2" | "Z1") => ("0000-01", "2024-25"),
                _ => return Vec::new(),
            };
            whole(year.is_some_and(|year| year.as_str() < since || year.as_str() > until))
        },
    },
    Check {
        id: "host_is_home",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The placement is in another area, but the borough where they live is the \
                   responsible one. Check both.",
        questions: &["host_la", "placement_area", "child.responsible_la"],
        broken: |case| {
            let (host, home) = (case.code("host_la"), case.code("child.responsible_la"));
            whole(host.is_some() && host == home)
        },
    },
    Check {
        id: "host_outside_area",
        kind: Episode,
        severity: Severity::Warning,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The area of the placement and the place where they live say different things \
                   about London. Check both.",
        questions: &["host_la", "placement_area"],
        broken: |case| {
            let Some(host) = case.code("host_la") else { return Vec::new() };
            let in_london = host.starts_with("E09");
            let outside = ["OUT_LONDON_ADJ", "OUT_LONDON_FAR", "WALES_SCOT_NI", "ABROAD"];
            whole(
                (in_london && case.is("placement_area", &outside))
                    || (!in_london && case.is("placement_area", &["LONDON_OTHER"])),
            )
        },
    },
    Check {
        id: "grab_pack_in_the_future",
        kind: Episode,
        severity: Severity::Problem,
        about: About::Contradiction,
        ssda903: &[],
        sentence: "The day on which the information for the police was reviewed is in the \
                   future. Check the date.",
        questions: &["grab_pack_reviewed_on"],
        broken: |case| whole(case.ahead("grab_pack_reviewed_on")),
    },
];
