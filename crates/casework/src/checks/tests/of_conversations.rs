//! Cases of the rules over a conversation.

use super::cases::Pair;

pub(super) static PAIRS: &[Pair] = &[
    Pair {
        id: "conversation_ends_before_start",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_ended_at", "2026-05-05T09:00"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_ended_at", "2026-05-05T11:00"),
        ],
    },
    Pair {
        id: "conversation_ends_in_the_future",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_ended_at", "2026-11-23")],
        sound: &[("rhi_outcome", "COMPLETED"), ("rhi_ended_at", "2026-11-22")],
    },
    Pair {
        id: "conversation_very_long",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_ended_at", "2026-05-05T18:01"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_ended_at", "2026-05-05T18:00"),
        ],
    },
    Pair {
        id: "completed_without_reason",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED")],
        sound: &[("rhi_outcome", "COMPLETED"), ("reasons", "1")],
    },
    Pair {
        id: "completed_without_harm",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED")],
        sound: &[("rhi_outcome", "COMPLETED"), ("harms", "!NASK")],
    },
    Pair {
        id: "completed_without_child_view",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED")],
        sound: &[("rhi_outcome", "COMPLETED"), ("child_view_missing", "LATE")],
    },
    Pair {
        id: "completed_without_safety_information",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED")],
        sound: &[("rhi_outcome", "COMPLETED"), ("safety_info_given", "N")],
    },
    Pair {
        id: "declined_without_who",
        rows: &[None],
        broken: &[("rhi_outcome", "DECLINED")],
        sound: &[("rhi_outcome", "DECLINED"), ("rhi_declined_by", "CHILD")],
    },
    Pair {
        id: "declined_without_carer",
        rows: &[None],
        broken: &[("rhi_outcome", "DECLINED")],
        sound: &[("rhi_outcome", "DECLINED"), ("carer_info_taken", "N")],
    },
    Pair {
        id: "declined_without_reason",
        rows: &[None],
        broken: &[("rhi_outcome", "DECLINED")],
        sound: &[("rhi_outcome", "DECLINED"), ("nonengage_reason", "!DECL")],
    },
    Pair {
        id: "disclosure_without_action",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_disclosure", "SIGNIFICANT")],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("immediate_action", "MASH"),
        ],
    },
    Pair {
        id: "disclosure_without_time",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_disclosure", "SIGNIFICANT")],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("disclosure_acted_at", "!PEND"),
        ],
    },
    Pair {
        id: "disclosure_not_shared",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_disclosure", "SIGNIFICANT")],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("info_shared", "1"),
        ],
    },
    Pair {
        id: "disclosure_shared_with_nobody",
        rows: &[Some(1)],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("info_shared", "1"),
            ("info_shared_with#1", "NONE"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("info_shared", "1"),
            ("info_shared_with#1", "MASH"),
        ],
    },
    Pair {
        id: "shared_with_nobody_and_somebody",
        rows: &[Some(1)],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1,2"),
            ("info_shared_with#1", "NONE"),
            ("info_shared_with#2", "SW"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_with#1", "NONE"),
        ],
    },
    Pair {
        id: "not_shared_without_reason",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_with#1", "NONE"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_with#1", "SW"),
        ],
    },
    Pair {
        id: "shared_before_conversation",
        rows: &[Some(1)],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_at#1", "2026-05-04"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_at#1", "2026-05-05"),
        ],
    },
    Pair {
        id: "shared_in_the_future",
        rows: &[Some(1)],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_at#1", "2026-11-23"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "NONE"),
            ("info_shared", "1"),
            ("info_shared_at#1", "2026-11-22"),
        ],
    },
    Pair {
        id: "independent_but_own_social_worker",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_provider", "LA_SW"),
            ("independence", "FULL"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_provider", "LA_SW"),
            ("independence", "CHILD_CHOICE"),
        ],
    },
    Pair {
        id: "independence_differs",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_provider", "VCS"),
            ("independence", "FULL"),
            ("independent_of_care", "N"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_provider", "VCS"),
            ("independence", "FULL"),
            ("independent_of_care", "Y"),
            ("independent_of_police", "Y"),
        ],
    },
    Pair {
        id: "nothing_done_and_something",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("immediate_action", "NONE,MASH"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_disclosure", "SIGNIFICANT"),
            ("immediate_action", "MASH"),
        ],
    },
    Pair {
        id: "nothing_helps_and_something",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("protective", "NONE,SCHOOL")],
        sound: &[("rhi_outcome", "COMPLETED"), ("protective", "NONE")],
    },
    Pair {
        id: "completed_without_child",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_seen_who", "PARENT_ONLY")],
        sound: &[("rhi_outcome", "COMPLETED"), ("rhi_seen_who", "CHILD_CARER")],
    },
    Pair {
        id: "completed_but_declined",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("rhi_engagement", "DECLINED")],
        sound: &[("rhi_outcome", "COMPLETED"), ("rhi_engagement", "BRIEF")],
    },
    Pair {
        id: "declined_as_not_done",
        rows: &[None],
        broken: &[("rhi_outcome", "NOT_COMPLETED"), ("rhi_not_done_reason", "DECLINED")],
        sound: &[("rhi_outcome", "NOT_COMPLETED"), ("rhi_not_done_reason", "NO_CONTACT")],
    },
    Pair {
        id: "not_told_but_told",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "NOT_OFFERED"),
            ("rhi_not_done_reason", "NOT_NOTIFIED"),
            ("episode.la_notified_at", "2026-05-05"),
        ],
        sound: &[
            ("rhi_outcome", "NOT_OFFERED"),
            ("rhi_not_done_reason", "LATE_NOTIF"),
            ("episode.la_notified_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "not_due_but_returned",
        rows: &[None],
        broken: &[("rhi_offer", "NOT_DUE"), ("episode.returned_at", "2026-05-05")],
        sound: &[
            ("rhi_offer", "NOT_DUE"),
            ("episode.episode_status", "OPEN"),
            ("episode.returned_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "interpreter_not_used",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("child.interpreter_needed", "Y"),
            ("interpreter_used", "N"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("child.interpreter_needed", "Y"),
            ("interpreter_used", "Y"),
        ],
    },
    Pair {
        id: "main_late_reason_not_named",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("derived.rhi_offered_in_time", "N"),
            ("rhi_late_reason", "WEEKEND"),
            ("rhi_late_reason_main", "ADMIN"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("derived.rhi_offered_in_time", "N"),
            ("rhi_late_reason", "WEEKEND,ADMIN"),
            ("rhi_late_reason_main", "ADMIN"),
        ],
    },
    Pair {
        id: "attempt_before_return",
        rows: &[Some(1)],
        broken: &[
            ("episode.returned_at", "2026-05-05"),
            ("rhi_attempts", "1"),
            ("attempt_at#1", "2026-05-04"),
        ],
        sound: &[
            ("episode.returned_at", "2026-05-05"),
            ("rhi_attempts", "1"),
            ("attempt_at#1", "2026-05-05"),
        ],
    },
    Pair {
        id: "sexual_exploitation_differs",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("harms", "1"),
            ("harm#1", "CSE"),
            ("exploitation_view_cse", "NONE"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("harms", "1"),
            ("harm#1", "CSE"),
            ("harm_evidence#1", "RULED_OUT"),
            ("exploitation_view_cse", "NONE"),
        ],
    },
    Pair {
        id: "criminal_exploitation_differs",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("harms", "1"),
            ("harm#1", "CCE_CL"),
            ("exploitation_view_cce", "NONE"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("harms", "1"),
            ("harm#1", "CCE_CL"),
            ("exploitation_view_cce", "SUSPECTED"),
        ],
    },
    Pair {
        id: "feedback_due_before_conversation",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("wants_feedback", "Y"),
            ("feedback_due", "2026-05-04"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("wants_feedback", "Y"),
            ("feedback_due", "2026-05-05"),
        ],
    },
    Pair {
        id: "intelligence_before_conversation",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("intel_submitted", "Y"),
            ("intel_submitted_at", "2026-05-04"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("intel_submitted", "Y"),
            ("intel_submitted_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "intelligence_in_the_future",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("intel_submitted", "Y"),
            ("intel_submitted_at", "2026-11-23"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("intel_submitted", "Y"),
            ("intel_submitted_at", "2026-11-22"),
        ],
    },
    Pair {
        id: "oversight_before_conversation",
        rows: &[None],
        broken: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("management_oversight_at", "2026-05-04"),
        ],
        sound: &[
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "2026-05-05T10:00"),
            ("management_oversight_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "oversight_in_the_future",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("management_oversight_at", "2026-11-23")],
        sound: &[("rhi_outcome", "COMPLETED"), ("management_oversight_at", "2026-11-22")],
    },
    Pair {
        id: "hidden_code_in_conversation",
        rows: &[None],
        broken: &[("rhi_outcome", "COMPLETED"), ("harms", "1"), ("harm#1", "!SUPP")],
        sound: &[("rhi_outcome", "COMPLETED"), ("harms", "1"), ("harm#1", "!UNKN")],
    },
];
