//! Cases of the rules over a child, and over an episode.

use super::cases::Pair;

pub(super) static PAIRS: &[Pair] = &[
    Pair {
        id: "disability_none_and_more",
        rows: &[None],
        broken: &[("disability", "NONE,LD")],
        sound: &[("disability", "LD,AUT")],
    },
    Pair {
        id: "communication_none_and_more",
        rows: &[None],
        broken: &[("comm_need", "NONE,BSL")],
        sound: &[("comm_need", "NONE")],
    },
    Pair {
        id: "interpreter_for_english",
        rows: &[None],
        broken: &[("comm_need", "INTERP"), ("preferred_language", "ENG")],
        sound: &[("comm_need", "BSL"), ("preferred_language", "ENG")],
    },
    Pair {
        id: "unaccompanied_differs",
        rows: &[None],
        broken: &[("immigration_status", "UASC"), ("uasc", "N")],
        sound: &[("immigration_status", "REFUGEE"), ("uasc", "N")],
    },
    Pair {
        id: "referred_but_not_trafficked",
        rows: &[None],
        broken: &[
            ("risk_flags_standing", "CCE"),
            ("trafficking_indicator", "N"),
            ("nrm_stage", "REFERRED"),
        ],
        sound: &[
            ("risk_flags_standing", "CCE"),
            ("trafficking_indicator", "N"),
            ("nrm_stage", "CG_NEG"),
        ],
    },
    Pair {
        id: "gender_and_trans_status_differ",
        rows: &[None],
        broken: &[("gender_identity", "TRANS_BOY"), ("trans_status", "N")],
        sound: &[("gender_identity", "BOY"), ("trans_status", "N")],
    },
    Pair {
        id: "ethnicity_differs_from_police",
        rows: &[None],
        broken: &[("ethnicity", "WBRI"), ("derived.ethnicity_conflict", "Y")],
        sound: &[("ethnicity", "WBRI"), ("derived.ethnicity_conflict", "N")],
    },
    Pair {
        id: "local_id_not_of_the_return",
        rows: &[None],
        broken: &[("child_local_id", "EX 12/3")],
        sound: &[("child_local_id", "EX0000123")],
    },
    Pair {
        id: "ethnicity_without_source",
        rows: &[None],
        broken: &[("ethnicity", "WBRI")],
        sound: &[("ethnicity", "WBRI"), ("ethnicity_source", "!UNKN")],
    },
    Pair {
        id: "hidden_code_in_child",
        rows: &[None],
        broken: &[("sex", "!SUPP")],
        sound: &[("sex", "!PEND")],
    },
    Pair {
        id: "born_after_missing",
        rows: &[None],
        broken: &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2026-05-06")],
        sound: &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2026-05-05")],
    },
    Pair {
        id: "turned_18_while_open",
        rows: &[None],
        broken: &[("episode_status", "OPEN"), ("child.date_of_birth", "2008-11-22")],
        sound: &[("episode_status", "OPEN"), ("child.date_of_birth", "2008-11-23")],
    },
    Pair {
        id: "closed_as_adult_but_child",
        rows: &[None],
        broken: &[
            ("episode_status", "CLOSED"),
            ("close_reason", "TURNED18"),
            ("child.date_of_birth", "2008-11-23"),
        ],
        sound: &[
            ("episode_status", "CLOSED"),
            ("close_reason", "TURNED18"),
            ("child.date_of_birth", "2008-11-22"),
        ],
    },
    Pair {
        id: "returned_as_adult",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-04"),
            ("returned_at", "2026-05-05"),
            ("child.date_of_birth", "2008-05-05"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-04"),
            ("returned_at", "2026-05-05"),
            ("child.date_of_birth", "2008-05-06"),
        ],
    },
    Pair {
        id: "type_without_start",
        rows: &[None],
        broken: &[("child.care_status", "CLA"), ("dfe_missing_type", "M")],
        sound: &[
            ("child.care_status", "CLA"),
            ("dfe_missing_type", "M"),
            ("missing_from_at", "2026-05-05T10:00"),
        ],
    },
    Pair {
        id: "care_without_type",
        rows: &[None],
        broken: &[("child.care_status", "CLA"), ("missing_from_at", "2026-05-05T10:00")],
        sound: &[
            ("child.care_status", "CLA"),
            ("missing_from_at", "2026-05-05T10:00"),
            ("dfe_missing_type", "A"),
        ],
    },
    Pair {
        id: "care_without_legal_status",
        rows: &[None],
        broken: &[("child.care_status", "CLA")],
        sound: &[("child.care_status", "CLA"), ("legal_status", "!UNKN")],
    },
    Pair {
        id: "care_without_placement_type",
        rows: &[None],
        broken: &[("child.care_status", "CLA")],
        sound: &[("child.care_status", "CLA"), ("placement_type", "K2")],
    },
    Pair {
        id: "care_without_placement_provider",
        rows: &[None],
        broken: &[("child.care_status", "CLA")],
        sound: &[("child.care_status", "CLA"), ("placement_provider", "PR4")],
    },
    Pair {
        id: "care_without_placement_area",
        rows: &[None],
        broken: &[("child.care_status", "CLA")],
        sound: &[("child.care_status", "CLA"), ("placement_area", "HOME_LA")],
    },
    Pair {
        id: "supported_accommodation_under_16",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_type", "K3"),
            ("missing_from_at", "2026-05-05"),
            ("child.date_of_birth", "2010-05-06"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_type", "K3"),
            ("missing_from_at", "2026-05-05"),
            ("child.date_of_birth", "2010-05-05"),
        ],
    },
    Pair {
        id: "placement_of_another_year",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_type", "H5"),
            ("missing_from_at", "2025-04-01"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_type", "H5"),
            ("missing_from_at", "2025-03-31"),
        ],
    },
    Pair {
        id: "host_is_home",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_area", "LONDON_OTHER"),
            ("host_la", "E09000012"),
            ("child.responsible_la", "E09000012"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_area", "LONDON_OTHER"),
            ("host_la", "E09000003"),
            ("child.responsible_la", "E09000012"),
        ],
    },
    Pair {
        id: "host_outside_area",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_area", "OUT_LONDON_FAR"),
            ("host_la", "E09000003"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_area", "OUT_LONDON_FAR"),
            ("host_la", "OUT_ENG"),
        ],
    },
    Pair {
        id: "grab_pack_in_the_future",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_type", "K2"),
            ("grab_pack_current", "Y"),
            ("grab_pack_reviewed_on", "2026-11-23"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_type", "K2"),
            ("grab_pack_current", "Y"),
            ("grab_pack_reviewed_on", "2026-11-22"),
        ],
    },
    Pair {
        id: "reported_in_the_future",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("reported_at", "2026-11-23")],
        sound: &[("reported_to_police", "Y"), ("reported_at", "2026-11-22")],
    },
    Pair {
        id: "reported_before_missing",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("reported_at", "2026-05-05T09:59"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("reported_at", "2026-05-05T10:00"),
        ],
    },
    Pair {
        id: "reported_a_day_later",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("reported_at", "2026-05-06T10:01"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("reported_at", "2026-05-06"),
        ],
    },
    Pair {
        id: "not_reported_without_reason",
        rows: &[None],
        broken: &[("reported_to_police", "N")],
        sound: &[("reported_to_police", "N"), ("not_reported_reason", "USUAL")],
    },
    Pair {
        id: "refused_without_reason",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("police_report_outcome", "NOT_OPENED")],
        sound: &[
            ("reported_to_police", "Y"),
            ("police_report_outcome", "NOT_OPENED"),
            ("refusal_reason", "!UNKN"),
        ],
    },
    Pair {
        id: "opened_without_reference",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("police_report_outcome", "MISSING_OPENED")],
        sound: &[
            ("reported_to_police", "Y"),
            ("police_report_outcome", "MISSING_OPENED"),
            ("police_ref", "EX123"),
        ],
    },
    Pair {
        id: "opened_without_risk",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("police_report_outcome", "MISSING_OPENED")],
        sound: &[
            ("reported_to_police", "Y"),
            ("police_report_outcome", "MISSING_OPENED"),
            ("risk_level_police", "MED"),
        ],
    },
    Pair {
        id: "episode_without_own_risk",
        rows: &[None],
        broken: &[("reported_to_police", "Y")],
        sound: &[("reported_to_police", "Y"), ("risk_level_la", "!PEND")],
    },
    Pair {
        id: "high_risk_without_reason",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("risk_level_la", "HIGH")],
        sound: &[("reported_to_police", "Y"), ("risk_level_la", "MED")],
    },
    Pair {
        id: "wanted_without_effect",
        rows: &[None],
        broken: &[("reported_to_police", "Y"), ("wanted_flag", "Y")],
        sound: &[("reported_to_police", "Y"), ("wanted_flag", "Y"), ("wanted_effect", "NONE")],
    },
    Pair {
        id: "wanted_effect_differs",
        rows: &[None],
        broken: &[
            ("reported_to_police", "Y"),
            ("wanted_flag", "Y"),
            ("wanted_effect", "NOT_OPENED"),
            ("police_report_outcome", "MISSING_OPENED"),
        ],
        sound: &[
            ("reported_to_police", "Y"),
            ("wanted_flag", "Y"),
            ("wanted_effect", "NOT_OPENED"),
            ("police_report_outcome", "WANTED_ONLY"),
        ],
    },
    Pair {
        id: "wanted_outcome_but_not_wanted",
        rows: &[None],
        broken: &[
            ("reported_to_police", "Y"),
            ("police_report_outcome", "WANTED_ONLY"),
            ("wanted_flag", "N"),
        ],
        sound: &[
            ("reported_to_police", "Y"),
            ("police_report_outcome", "WANTED_ONLY"),
            ("wanted_flag", "Y"),
        ],
    },
    Pair {
        id: "closed_because_wanted",
        rows: &[None],
        broken: &[("episode_status", "CLOSED"), ("close_reason", "WANTED")],
        sound: &[("episode_status", "CLOSED"), ("close_reason", "ABROAD")],
    },
    Pair {
        id: "returned_but_not_returned",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("returned_at", "2026-05-06"),
            ("return_method", "NOT"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("returned_at", "2026-05-06"),
            ("return_method", "OWN"),
        ],
    },
    Pair {
        id: "start_precision_differs",
        rows: &[None],
        broken: &[("missing_from_at", "2026-05-05"), ("start_precision", "EXACT")],
        sound: &[("missing_from_at", "2026-05-05"), ("start_precision", "DATE")],
    },
    Pair {
        id: "return_precision_differs",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("returned_at", "2026-05-06T10:00"),
            ("return_precision", "DATE"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("returned_at", "2026-05-06T10:00"),
            ("return_precision", "H1"),
        ],
    },
    Pair {
        id: "well_and_not_well",
        rows: &[None],
        broken: &[("return_method", "OWN"), ("condition_return", "WELL,INJURED")],
        sound: &[("return_method", "OWN"), ("condition_return", "WELL")],
    },
    Pair {
        id: "alone_and_with_others",
        rows: &[None],
        broken: &[("with_whom", "ALONE,FRIEND")],
        sound: &[("with_whom", "FRIEND")],
    },
    Pair {
        id: "others_missing_differs",
        rows: &[None],
        broken: &[("missing_with_others", "N"), ("with_whom", "MISSING_PEER")],
        sound: &[("missing_with_others", "Y"), ("with_whom", "MISSING_PEER")],
    },
    Pair {
        id: "textsafe_before_missing",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("textsafe_requested", "Y"),
            ("textsafe_sent_at", "2026-05-04"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("reported_to_police", "Y"),
            ("textsafe_requested", "Y"),
            ("textsafe_sent_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "textsafe_in_the_future",
        rows: &[None],
        broken: &[
            ("reported_to_police", "Y"),
            ("textsafe_requested", "Y"),
            ("textsafe_sent_at", "2026-11-23"),
        ],
        sound: &[
            ("reported_to_police", "Y"),
            ("textsafe_requested", "Y"),
            ("textsafe_sent_at", "2026-11-22"),
        ],
    },
    Pair {
        id: "partner_told_before_missing",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("school_informed", "Y"),
            ("school_informed_at", "2026-05-04"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("school_informed", "Y"),
            ("school_informed_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "partner_told_in_the_future",
        rows: &[None],
        broken: &[("health_informed", "Y"), ("health_informed_at", "2026-11-23")],
        sound: &[("health_informed", "Y"), ("health_informed_at", "2026-11-22")],
    },
    Pair {
        id: "meeting_before_missing",
        rows: &[None],
        broken: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("strategy_meeting", "HELD"),
            ("strategy_meeting_at", "2026-05-04"),
        ],
        sound: &[
            ("missing_from_at", "2026-05-05T10:00"),
            ("strategy_meeting", "HELD"),
            ("strategy_meeting_at", "2026-05-05"),
        ],
    },
    Pair {
        id: "meeting_held_in_the_future",
        rows: &[None],
        broken: &[("strategy_meeting", "HELD"), ("strategy_meeting_at", "2026-11-23")],
        sound: &[("strategy_meeting", "PLANNED"), ("strategy_meeting_at", "2026-11-23")],
    },
    Pair {
        id: "meeting_planned_in_the_past",
        rows: &[None],
        broken: &[("strategy_meeting", "PLANNED"), ("strategy_meeting_at", "2026-11-21")],
        sound: &[("strategy_meeting", "PLANNED"), ("strategy_meeting_at", "2026-11-22")],
    },
    Pair {
        id: "meeting_without_time",
        rows: &[None],
        broken: &[("strategy_meeting", "HELD")],
        sound: &[("strategy_meeting", "HELD"), ("strategy_meeting_at", "2026-05-05")],
    },
    Pair {
        id: "meeting_without_police",
        rows: &[None],
        broken: &[("strategy_meeting", "HELD")],
        sound: &[("strategy_meeting", "HELD"), ("police_attend", "!UNKN")],
    },
    Pair {
        id: "meeting_cancelled_without_reason",
        rows: &[None],
        broken: &[("strategy_meeting", "CANCELLED")],
        sound: &[("strategy_meeting", "CANCELLED"), ("meeting_cancel_reason", "!UNKN")],
    },
    Pair {
        id: "two_forces_at_home",
        rows: &[None],
        broken: &[
            ("child.care_status", "CLA"),
            ("placement_area", "HOME_LA"),
            ("strategy_meeting", "HELD"),
            ("police_attend", "BOTH"),
        ],
        sound: &[
            ("child.care_status", "CLA"),
            ("placement_area", "HOME_LA"),
            ("strategy_meeting", "HELD"),
            ("police_attend", "HOME"),
        ],
    },
    Pair {
        id: "hidden_code_in_episode",
        rows: &[None],
        broken: &[("episode_type", "!SUPP")],
        sound: &[("episode_type", "!PEND")],
    },
];
