//! Cases of the rules over an interview and a support plan.

use super::cases::Pair;

pub(super) static PAIRS: &[Pair] = &[
    Pair {
        id: "interview_before_missing",
        rows: &[None],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_at", "2026-05-04"),
            ("episode.missing_from_at", "2026-05-05"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_at", "2026-05-05"),
            ("episode.missing_from_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "interview_shared_before_held",
        rows: &[None],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_at", "2026-05-05"),
            ("ppi_shared_with_la_at", "2026-05-04"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_at", "2026-05-05"),
            ("ppi_shared_with_la_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "interview_shared_in_the_future",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_shared_with_la_at", "2026-11-23")],
        sound: &[("ppi_status", "Y"), ("ppi_shared_with_la_at", "2026-11-22")],
    },
    Pair {
        id: "interview_not_held_for_want_of_a_report",
        rows: &[None],
        broken: &[
            ("ppi_status", "N"),
            ("ppi_not_done", "NO_REPORT"),
            ("episode.police_report_outcome", "MISSING_OPENED"),
        ],
        sound: &[
            ("ppi_status", "N"),
            ("ppi_not_done", "NO_REPORT"),
            ("episode.police_report_outcome", "NOT_OPENED"),
        ],
    },
    Pair {
        id: "interview_with_nobody",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_seen_who", "NONE")],
        sound: &[("ppi_status", "Y"), ("ppi_seen_who", "PARENT_ONLY")],
    },
    Pair {
        id: "interview_engaged_without_child",
        rows: &[None],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_seen_who", "PARENT_ONLY"),
            ("ppi_engagement", "WILLING"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_seen_who", "PARENT_ONLY"),
            ("ppi_engagement", "UNABLE"),
        ],
    },
    Pair {
        id: "interview_alone_with_others",
        rows: &[None],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_seen_who", "CHILD_ALONE"),
            ("ppi_present", "PARENT,OFFICER"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_seen_who", "CHILD_ALONE"),
            ("ppi_present", "INTERP,OFFICER"),
        ],
    },
    Pair {
        id: "interview_joint_differs",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_present", "SW"), ("ppi_with_sw", "N")],
        sound: &[("ppi_status", "Y"), ("ppi_present", "SW"), ("ppi_with_sw", "Y")],
    },
    Pair {
        id: "interview_unwilling_without_reason",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_engagement", "DECLINED")],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_engagement", "DECLINED"),
            ("ppi_nonengage_reason", "!UNKN"),
        ],
    },
    Pair {
        id: "interview_nothing_and_something",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_outcome", "NFA,MASH")],
        sound: &[("ppi_status", "Y"), ("ppi_outcome", "MASH")],
    },
    Pair {
        id: "interview_no_harm_and_harm",
        rows: &[Some(1)],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_disclosure", "SOME"),
            ("ppi_harms", "1,2"),
            ("ppi_harm#1", "NONE"),
            ("ppi_harm#2", "CSE"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_disclosure", "SOME"),
            ("ppi_harms", "1"),
            ("ppi_harm#1", "NONE"),
        ],
    },
    Pair {
        id: "interview_same_harm_twice",
        rows: &[Some(2)],
        broken: &[
            ("ppi_status", "Y"),
            ("ppi_disclosure", "SOME"),
            ("ppi_harms", "1,2"),
            ("ppi_harm#1", "CSE"),
            ("ppi_harm#2", "CSE"),
        ],
        sound: &[
            ("ppi_status", "Y"),
            ("ppi_disclosure", "SOME"),
            ("ppi_harms", "1,2"),
            ("ppi_harm#1", "CSE"),
            ("ppi_harm#2", "CCE"),
        ],
    },
    Pair {
        id: "signs_seen_from_afar",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_mode", "PHONE"), ("ppi_signs_observed", "SEEN")],
        sound: &[("ppi_status", "Y"), ("ppi_mode", "VIDEO"), ("ppi_signs_observed", "SEEN")],
    },
    Pair {
        id: "hidden_code_in_interview",
        rows: &[None],
        broken: &[("ppi_status", "Y"), ("ppi_mode", "!SUPP")],
        sound: &[("ppi_status", "Y"), ("ppi_mode", "!UNKN")],
    },
    Pair {
        id: "promise_told_before_kept",
        rows: &[Some(1)],
        broken: &[
            ("promises", "1"),
            ("promise_done_at#1", "2026-05-05"),
            ("promise_told_at#1", "2026-05-04"),
        ],
        sound: &[
            ("promises", "1"),
            ("promise_done_at#1", "2026-05-05"),
            ("promise_told_at#1", "2026-05-05"),
        ],
    },
    Pair {
        id: "referral_answered_before_sent",
        rows: &[Some(1)],
        broken: &[
            ("referral", "1"),
            ("referral_status#1", "WAITING"),
            ("referral_sent_at#1", "2026-05-05"),
            ("referral_status_at#1", "2026-05-04"),
        ],
        sound: &[
            ("referral", "1"),
            ("referral_status#1", "WAITING"),
            ("referral_sent_at#1", "2026-05-05"),
            ("referral_status_at#1", "2026-05-05"),
        ],
    },
    Pair {
        id: "referral_in_the_future",
        rows: &[Some(1)],
        broken: &[
            ("referral", "1"),
            ("referral_status#1", "SENT"),
            ("referral_sent_at#1", "2026-11-23"),
        ],
        sound: &[
            ("referral", "1"),
            ("referral_status#1", "SENT"),
            ("referral_sent_at#1", "2026-11-22"),
        ],
    },
    Pair {
        id: "referral_sent_without_date",
        rows: &[Some(1)],
        broken: &[("referral", "1"), ("referral_status#1", "WAITING")],
        sound: &[("referral", "1"), ("referral_status#1", "OFFERED")],
    },
    Pair {
        id: "referral_sent_but_not_made",
        rows: &[Some(1)],
        broken: &[
            ("referral", "1"),
            ("referral_status#1", "DECLINED"),
            ("referral_sent_at#1", "2026-05-05"),
        ],
        sound: &[
            ("referral", "1"),
            ("referral_status#1", "SENT"),
            ("referral_sent_at#1", "2026-05-05"),
        ],
    },
    Pair {
        id: "no_need_and_need",
        rows: &[None],
        broken: &[("need", "NONE,MH")],
        sound: &[("need", "NONE")],
    },
    Pair {
        id: "no_gap_and_gap",
        rows: &[None],
        broken: &[("service_gap", "Y"), ("service_gap_need", "NONE,MH")],
        sound: &[("service_gap", "Y"), ("service_gap_need", "MH")],
    },
    Pair {
        id: "plan_without_need",
        rows: &[None],
        broken: &[("support_plan_made", "Y"), ("need", "NONE")],
        sound: &[("support_plan_made", "Y"), ("need", "MH")],
    },
    Pair {
        id: "gap_differs",
        rows: &[None],
        broken: &[("referral", "1"), ("referral_status#1", "NO_SERVICE"), ("service_gap", "N")],
        sound: &[("referral", "1"), ("referral_status#1", "NO_SERVICE"), ("service_gap", "Y")],
    },
    Pair {
        id: "plan_before_return",
        rows: &[None],
        broken: &[
            ("support_plan_made", "Y"),
            ("support_plan_at", "2026-05-04"),
            ("episode.returned_at", "2026-05-05"),
        ],
        sound: &[
            ("support_plan_made", "Y"),
            ("support_plan_at", "2026-05-05"),
            ("episode.returned_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "checkin_in_the_future",
        rows: &[Some(1)],
        broken: &[("checkin", "1"), ("checkin_held#1", "Y"), ("checkin_at#1", "2026-11-23")],
        sound: &[("checkin", "1"), ("checkin_held#1", "N"), ("checkin_at#1", "2026-11-23")],
    },
    Pair {
        id: "checkin_not_held_but_answered",
        rows: &[Some(1)],
        broken: &[("checkin", "1"), ("checkin_held#1", "N"), ("checkin_child_ok#1", "Y")],
        sound: &[("checkin", "1"), ("checkin_held#1", "Y"), ("checkin_child_ok#1", "Y")],
    },
    Pair {
        id: "ended_as_adult_but_child",
        rows: &[None],
        broken: &[("closure_reason", "EIGHTEEN"), ("child.date_of_birth", "2008-11-23")],
        sound: &[("closure_reason", "EIGHTEEN"), ("child.date_of_birth", "2008-11-22")],
    },
    Pair {
        id: "disclosure_not_followed_up",
        rows: &[None],
        broken: &[("rhi.rhi_disclosure", "SIGNIFICANT")],
        sound: &[("rhi.rhi_disclosure", "SIGNIFICANT"), ("disclosure_followed_up", "P")],
    },
    Pair {
        id: "child_still_to_be_told",
        rows: &[None],
        broken: &[("rhi.wants_feedback", "Y"), ("rhi.feedback_due", "2026-11-21")],
        sound: &[("rhi.wants_feedback", "Y"), ("rhi.feedback_due", "2026-11-22")],
    },
    Pair {
        id: "hidden_code_in_support",
        rows: &[None],
        broken: &[("need", "!SUPP")],
        sound: &[("need", "!UNKN")],
    },
];
