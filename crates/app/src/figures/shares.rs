//! The percentages of data standard 7.8, each with the number it is of and the share of answers
//! that are not there.

use homeward_casework::figures::{Share, median, per_thousand};
use homeward_standard::Standard;

use super::read::Found;
use super::tables::NONE;
use super::{percent, small};
use crate::api::figures::{FigureShare, FigureShares};

struct Line {
    id: &'static str,
    label: &'static str,
    variable: &'static str,
    yes: &'static [&'static str],
}

const fn line(
    id: &'static str,
    label: &'static str,
    variable: &'static str,
    yes: &'static [&'static str],
) -> Line {
    Line { id, label, variable, yes }
}

const EPISODES: &[Line] = &[
    line("first_ever", "First known episode of the child", "first_ever", &["Y"]),
    line(
        "within_48_hours",
        "Back within 48 hours",
        "duration_band",
        &["LT_8H", "H8_TO_24", "H24_TO_48"],
    ),
    line("missing_again_7", "Missing again within 7 days", "missing_again_7", &["Y"]),
    line("missing_again_30", "Missing again within 30 days", "missing_again_30", &["Y"]),
    line("missing_again_90", "Missing again within 90 days", "missing_again_90", &["Y"]),
    line(
        "out_of_area",
        "Placed outside the area",
        "placement_area",
        &["LONDON_OTHER", "OUT_LONDON_ADJ", "OUT_LONDON_FAR", "WALES_SCOT_NI", "ABROAD"],
    ),
];

const POLICE: &[Line] = &[
    line("not_reported", "Not reported to the police", "reported_to_police", &["N"]),
    line("not_opened", "Report not opened", "police_report_outcome", &["NOT_OPENED"]),
    line("opened_later", "Report opened later", "police_report_outcome", &["OPENED_LATER"]),
    line(
        "social_worker_told",
        "Social worker told that it was not opened",
        "sw_told_of_decision",
        &["Y"],
    ),
    line(
        "la_higher",
        "Authority sees more risk than the police",
        "risk_difference",
        &["LA_HIGHER"],
    ),
    line("wanted", "Wanted by the police while missing", "wanted_flag", &["Y"]),
    line("textsafe_requested", "TextSafe asked for", "textsafe_requested", &["Y"]),
    line("textsafe_sent", "TextSafe message sent", "textsafe_sent_at", &["Y"]),
    line("strategy_meeting", "Strategy meeting held", "strategy_meeting", &["HELD"]),
    line("police_came", "Police came to it", "police_attend", &["BOTH", "HOME", "HOST"]),
    line("both_units_came", "Both police units came to it", "police_attend", &["BOTH"]),
];

const INTERVIEW: &[Line] = &[
    line("ppi_done", "Held", "ppi_status", &["Y"]),
    line("ppi_in_time", "Within 24 hours", "ppi_in_time", &["Y"]),
    line("ppi_face_to_face", "Face to face", "ppi_mode", &["F2F"]),
    line(
        "ppi_with_child",
        "With the child",
        "ppi_seen_who",
        &["CHILD_ALONE", "CHILD_SUPPORT", "CHILD_CARER"],
    ),
    line("ppi_willing", "Child took part willingly", "ppi_engagement", &["WILLING"]),
    line(
        "ppi_disclosure",
        "Significant disclosure",
        "ppi_disclosure",
        &["SIGNIFICANT", "IMMEDIATE"],
    ),
    line("ppi_same_officer", "Same officer as last time", "ppi_same_officer", &["Y"]),
    line("ppi_joint", "Together with a social worker", "ppi_with_sw", &["Y"]),
];

const CONVERSATION: &[Line] = &[
    line("rhi_offered", "Offered", "rhi_offer", &["OFFERED"]),
    line("rhi_offered_in_time", "Offered within 72 hours", "rhi_offered_in_time", &["Y"]),
    line("rhi_completed", "Completed", "rhi_outcome", &["COMPLETED"]),
    line("rhi_completed_in_time", "Completed within 72 hours", "rhi_completed_in_time", &["Y"]),
    line(
        "rhi_since_told",
        "Completed within 72 hours of the authority being told",
        "rhi_completed_72h_from_notification",
        &["Y"],
    ),
    line(
        "rhi_declined",
        "Child, parent or carer said no",
        "rhi_outcome",
        &["DECLINED", "PR_DECLINED", "CARER_INFO"],
    ),
    line(
        "rhi_declined_in_time",
        "Of those who said no: offered within 72 hours",
        "declined_in_time",
        &["Y"],
    ),
    line("carer_heard", "Of those who said no: carer heard", "carer_heard", &["Y"]),
    line("rhi_alone", "Child seen alone", "rhi_seen_who", &["CHILD_ALONE"]),
    line("independent", "Fully independent worker", "independence", &["FULL"]),
    line("same_worker", "Same worker as last time", "worker_same_as_before", &["Y"]),
    line(
        "rhi_disclosure",
        "Significant disclosure",
        "rhi_disclosure",
        &["SIGNIFICANT", "IMMEDIATE"],
    ),
];

const SUPPORT: &[Line] = &[
    line("support_plan", "Support plan made", "support_plan_made", &["Y"]),
    line("service_gap", "A need with no support to be had", "service_gap", &["Y"]),
    line("told_child", "Child told what happened", "told_child_what_happened_at", &["Y"]),
    line("disclosure_followed_up", "Disclosure followed up", "disclosure_followed_up", &["Y"]),
];

const ALL: &[(&str, &[Line])] = &[
    ("Episodes", EPISODES),
    ("Reports and the police", POLICE),
    ("Police prevention interviews", INTERVIEW),
    ("Return conversations", CONVERSATION),
    ("Support", SUPPORT),
];

/// Every percentage whose question the standard asks.
pub(super) fn all(standard: &Standard, found: &Found) -> Vec<FigureShares> {
    let mut groups: Vec<FigureShares> = ALL
        .iter()
        .map(|(title, lines)| FigureShares {
            title: (*title).to_owned(),
            lines: lines
                .iter()
                .filter(|line| found.tally.rows(line.variable).is_some())
                .map(|line| shown(line, &found.tally.share(line.variable, line.yes)))
                .collect(),
        })
        .collect();
    if standard.set("episode").is_some_and(|set| set.question("la_notified_at").is_some())
        && let Some(police) = groups.get_mut(1)
    {
        police.lines.insert(0, told_after(found));
    }
    groups.retain(|group| !group.lines.is_empty());
    groups
}

fn shown(line: &Line, share: &Share) -> FigureShare {
    FigureShare {
        id: line.id.to_owned(),
        label: line.label.to_owned(),
        value: share.per_thousand().map_or_else(|| NONE.to_owned(), percent),
        yes: Some(small(share.yes)),
        n: small(share.answered),
        absent: absent(share.absences(), share.absent_per_thousand()),
    }
}

fn absent(count: u64, per_thousand: Option<u64>) -> String {
    per_thousand.map_or_else(|| NONE.to_owned(), |part| format!("{} ({count})", percent(part)))
}

/// The middle of the times from the start of an episode until the authority was told.
fn told_after(found: &Found) -> FigureShare {
    let mut minutes = found.told_after.clone();
    let n = u64::try_from(minutes.len()).unwrap_or(u64::MAX);
    let value = median(&mut minutes).map_or_else(
        || NONE.to_owned(),
        |minutes| {
            let tenths = (minutes + 3) / 6;
            format!("{}.{} hours", tenths / 10, tenths % 10)
        },
    );
    let unknown = found.told_not_known;
    FigureShare {
        id: "told_after".to_owned(),
        label: "Time until the authority was told (median)".to_owned(),
        value,
        yes: None,
        n: small(n),
        absent: absent(unknown, per_thousand(unknown, unknown + n)),
    }
}
