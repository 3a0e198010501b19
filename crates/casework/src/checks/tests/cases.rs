//! For each rule, answers that break it and answers that do not.

pub(super) type Answers = &'static [(&'static str, &'static str)];

/// For each rule: the rows where it is broken, answers that break it and nothing else, and answers
/// as near to them as can be that break nothing.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) id: &'static str,
    pub(super) rows: &'static [Option<u32>],
    pub(super) broken: Answers,
    pub(super) sound: Answers,
}

const WHOLE: &[Option<u32>] = &[None];

fn pair(id: &'static str, broken: Answers, sound: Answers) -> Pair {
    Pair { id, rows: WHOLE, broken, sound }
}

fn child_and_episode() -> Vec<Pair> {
    vec![
        pair(
            "born_in_the_future",
            &[("date_of_birth", "2026-11-23")],
            &[("date_of_birth", "2026-11-22")],
        ),
        pair(
            "missing_in_the_future",
            &[("missing_from_at", "2026-11-22T12:01")],
            &[("missing_from_at", "2026-11-22")],
        ),
        pair(
            "returned_in_the_future",
            &[("missing_from_at", "2026-11-20"), ("returned_at", "2026-11-23")],
            &[("missing_from_at", "2026-11-20"), ("returned_at", "2026-11-22T12:00")],
        ),
        pair(
            "found_in_the_future",
            &[("located_at", "2026-11-23")],
            &[("located_at", "2026-11-22")],
        ),
        pair(
            "told_in_the_future",
            &[("la_notified_at", "2026-11-22T13:00")],
            &[("la_notified_at", "2026-11-22T11:00")],
        ),
        pair(
            "returned_before_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("returned_at", "2026-05-05T10:00")],
            &[("missing_from_at", "2026-05-05"), ("returned_at", "2026-05-05")],
        ),
        pair(
            "last_seen_after_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("last_seen_at", "2026-05-05T10:01")],
            &[("missing_from_at", "2026-05-05T10:00"), ("last_seen_at", "2026-05-05")],
        ),
        pair(
            "found_before_missing",
            &[("missing_from_at", "2026-05-05"), ("located_at", "2026-05-04")],
            &[("missing_from_at", "2026-05-05"), ("located_at", "2026-05-05")],
        ),
        pair(
            "found_after_return",
            &[
                ("missing_from_at", "2026-05-05"),
                ("located_at", "2026-05-07T10:01"),
                ("returned_at", "2026-05-07T10:00"),
            ],
            &[
                ("missing_from_at", "2026-05-05"),
                ("located_at", "2026-05-07T10:00"),
                ("returned_at", "2026-05-07T10:00"),
            ],
        ),
        pair(
            "told_before_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("la_notified_at", "2026-05-05T09:59")],
            &[("missing_from_at", "2026-05-05T10:00"), ("la_notified_at", "2026-05-05")],
        ),
        pair(
            "no_child_at_start",
            &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2008-05-05")],
            &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2008-05-06")],
        ),
        pair(
            "overlaps_another",
            &[("missing_from_at", "2026-02-20"), ("episode_status", "OPEN")],
            &[("missing_from_at", "2026-02-20"), ("returned_at", "2026-03-01")],
        ),
        pair(
            "type_differs_from_dfe",
            &[
                ("child.care_status", "CLA"),
                ("episode_type", "MISSING_CARE"),
                ("dfe_missing_type", "A"),
            ],
            &[
                ("child.care_status", "CLA"),
                ("episode_type", "MISSING_CARE"),
                ("dfe_missing_type", "M"),
            ],
        ),
        pair(
            "care_without_care",
            &[("child.care_status", "CIN"), ("episode_type", "AWAY_AUTH")],
            &[("child.care_status", "CIN"), ("episode_type", "MISSING_HOME")],
        ),
        pair(
            "type_differs_from_police",
            &[
                ("episode_type", "NOT_OPENED"),
                ("reported_to_police", "Y"),
                ("police_report_outcome", "MISSING_OPENED"),
            ],
            &[
                ("episode_type", "NOT_OPENED"),
                ("reported_to_police", "Y"),
                ("police_report_outcome", "NOT_OPENED"),
            ],
        ),
    ]
}

fn interview_and_support() -> Vec<Pair> {
    vec![
        pair(
            "interview_in_the_future",
            &[("ppi_status", "Y"), ("ppi_at", "2026-11-23")],
            &[("ppi_status", "N"), ("ppi_at", "2026-11-23")],
        ),
        pair(
            "interview_before_found",
            &[
                ("ppi_status", "Y"),
                ("ppi_at", "2026-05-05T10:00"),
                ("episode.located_at", "2026-05-05T10:30"),
                ("episode.returned_at", "2026-05-05T12:00"),
            ],
            &[
                ("ppi_status", "Y"),
                ("ppi_at", "2026-05-05T10:30"),
                ("episode.located_at", "2026-05-05T10:30"),
                ("episode.returned_at", "2026-05-05T12:00"),
            ],
        ),
        pair(
            "interview_disclosure_without_action",
            &[("ppi_status", "Y"), ("ppi_disclosure", "SIGNIFICANT"), ("ppi_outcome", "NFA")],
            &[("ppi_status", "Y"), ("ppi_disclosure", "SIGNIFICANT"), ("ppi_outcome", "MASH")],
        ),
        Pair {
            id: "promise_kept_in_the_future",
            rows: &[Some(2)],
            broken: &[
                ("promises", "1,2"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_done_at#2", "2026-11-23"),
            ],
            sound: &[("promises", "1"), ("promise_done_at#1", "2026-11-22")],
        },
        Pair {
            id: "promise_told_in_the_future",
            rows: &[Some(1)],
            broken: &[
                ("promises", "1"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_told_at#1", "2026-12-22"),
            ],
            sound: &[
                ("promises", "1"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_told_at#1", "2026-11-22"),
            ],
        },
        pair(
            "plan_in_the_future",
            &[("support_plan_made", "Y"), ("support_plan_at", "2026-12-01")],
            &[("support_plan_made", "Y"), ("support_plan_at", "2026-11-01")],
        ),
        pair(
            "child_told_in_the_future",
            &[("rhi.wants_feedback", "Y"), ("told_child_what_happened_at", "2026-12-01")],
            &[("rhi.wants_feedback", "Y"), ("told_child_what_happened_at", "2026-11-22")],
        ),
        pair(
            "child_told_before_return",
            &[
                ("rhi.wants_feedback", "Y"),
                ("told_child_what_happened_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05T10:00"),
            ],
            &[
                ("rhi.wants_feedback", "Y"),
                ("told_child_what_happened_at", "2026-05-05"),
                ("episode.returned_at", "2026-05-05T10:00"),
            ],
        ),
    ]
}

fn conversation_times() -> Vec<Pair> {
    vec![
        pair(
            "offer_in_the_future",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-11-22T12:01"),
            ],
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_offered_at", "2026-11-22T12:01")],
        ),
        pair(
            "conversation_in_the_future",
            &[("rhi_outcome", "COMPLETED"), ("rhi_started_at", "2026-11-23")],
            &[("rhi_outcome", "DECLINED"), ("rhi_started_at", "2026-11-23")],
        ),
        Pair {
            id: "attempt_in_the_future",
            rows: &[Some(3)],
            broken: &[
                ("rhi_attempts", "1,3"),
                ("attempt_at#1", "2026-11-22"),
                ("attempt_at#3", "2026-11-23"),
            ],
            // The second row was taken out again; its answer is still there.
            sound: &[
                ("rhi_attempts", "1"),
                ("attempt_at#1", "2026-11-22"),
                ("attempt_at#2", "2026-11-23"),
            ],
        },
        pair(
            "conversation_before_return",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("episode.returned_at", "2026-05-05T10:01"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("episode.returned_at", "2026-05-05"),
            ],
        ),
        pair(
            "conversation_before_offer",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "COMPLETED"),
                ("rhi_offered_at", "2026-05-06"),
                ("rhi_started_at", "2026-05-05"),
            ],
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "COMPLETED"),
                ("rhi_offered_at", "2026-05-05"),
                ("rhi_started_at", "2026-05-05"),
            ],
        ),
        pair(
            "offer_before_return",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05"),
            ],
            // The child went missing again: that return is not asked for any more.
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05"),
                ("episode.episode_status", "OPEN"),
            ],
        ),
        pair(
            "acted_before_disclosure",
            &[
                ("rhi_outcome", "PARTIAL"),
                ("rhi_disclosure", "SIGNIFICANT"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("disclosure_acted_at", "2026-05-05T09:00"),
            ],
            &[
                ("rhi_outcome", "PARTIAL"),
                ("rhi_disclosure", "SOME"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("disclosure_acted_at", "2026-05-05T09:00"),
            ],
        ),
        pair(
            "acted_in_the_future",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("disclosure_acted_at", "2026-11-23"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("disclosure_acted_at", "2026-11-22"),
            ],
        ),
    ]
}

fn conversation() -> Vec<Pair> {
    vec![
        pair(
            "outcome_without_offer",
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_outcome", "DECLINED")],
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_outcome", "NOT_OFFERED")],
        ),
        Pair {
            id: "offer_without_outcome",
            rows: WHOLE,
            broken: &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "NOT_OFFERED"),
                ("rhi_attempts", "1"),
                ("attempt_result#1", "REACHED"),
            ],
            sound: &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "NOT_COMPLETED"),
                ("rhi_attempts", "1"),
                ("attempt_result#1", "REACHED"),
            ],
        },
        pair(
            "offer_without_contact",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "PENDING"),
                ("rhi_attempts", "1,2"),
                ("attempt_result#1", "LETTER"),
                ("attempt_result#2", "CARER"),
            ],
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "PENDING"),
                ("rhi_attempts", "1,2"),
                ("attempt_result#1", "LETTER"),
                ("attempt_result#2", "REACHED"),
            ],
        ),
        pair(
            "parent_said_no",
            &[("rhi_outcome", "PR_DECLINED"), ("rhi_declined_by", "CHILD")],
            &[("rhi_outcome", "PR_DECLINED"), ("rhi_declined_by", "PARENT")],
        ),
        pair(
            "carer_view_not_asked",
            &[("rhi_outcome", "CARER_INFO"), ("carer_info_taken", "N")],
            &[("rhi_outcome", "DECLINED"), ("carer_info_taken", "N")],
        ),
        Pair {
            id: "same_reason_twice",
            rows: &[Some(4)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2,4"),
                ("reason#1", "H01"),
                ("reason#2", "C01"),
                ("reason#4", "H01"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason#1", "Z99"),
                ("reason#2", "Z99"),
            ],
        },
        Pair {
            id: "two_main_reasons",
            rows: &[Some(2)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason_main#1", "Y"),
                ("reason_main#2", "Y"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason_main#1", "Y"),
                ("reason_main#2", "N"),
            ],
        },
        Pair {
            id: "no_harm_and_harm",
            rows: &[Some(1)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "NONE"),
                ("harm#2", "CSE"),
            ],
            sound: &[("rhi_outcome", "COMPLETED"), ("harms", "1"), ("harm#1", "NONE")],
        },
        Pair {
            id: "same_harm_twice",
            rows: &[Some(2)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "CSE"),
                ("harm#2", "CSE"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "CSE"),
                ("harm#2", "CCE"),
            ],
        },
        pair(
            "danger_without_action",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("immediate_action", "NONE"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("immediate_action", "E999"),
            ],
        ),
    ]
}

/// All cases.
pub(super) fn pairs() -> Vec<Pair> {
    let tables = super::of_children::PAIRS
        .iter()
        .chain(super::of_conversations::PAIRS)
        .chain(super::of_interviews_and_support::PAIRS)
        .copied();
    [child_and_episode(), interview_and_support(), conversation_times(), conversation()]
        .into_iter()
        .flatten()
        .chain(tables)
        .collect()
}
