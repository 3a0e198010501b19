//! What the profile says of answers that hang together is what records can say, however they are
//! answered: if it said too much a release could not be made, and if it said too little a few could be
//! worked out.

use std::collections::BTreeSet;

use homeward_release::{Follows, Profile, Row};

use super::*;
use crate::release::PROFILE;

/// One way to answer each of some questions, by its number: the first question changes fastest.
fn answers<'a>(
    draws: &mut impl FnMut(usize) -> usize,
    questions: &[(&'a str, &[&'a str])],
) -> Vec<(&'a str, &'a str)> {
    let mut given = Vec::new();
    for (question, ways) in questions {
        let way = ways[draws(ways.len())];
        if !way.is_empty() {
            given.push((*question, way));
        }
    }
    given
}

const REPORTED: [(&str, &[&str]); 4] = [
    ("reported_to_police", &["Y", "Y", "N", "UNKN", ""]),
    (
        "police_report_outcome",
        &["MISSING_OPENED", "MISSING_OPENED", "NOT_OPENED", "CONCERN", "UNKN", "PEND", ""],
    ),
    ("risk_level_police", &["VLOW", "LOW", "MED", "HIGH", "UNKN", ""]),
    ("risk_level_la", &["LOW", "MED", "HIGH", "VHIGH", "UNKN", ""]),
];

const INTERVIEW: [(&str, &[&str]); 5] = [
    ("ppi_status", &["Y", "N", "UNKN", "PEND", ""]),
    ("ppi_outcome", &["CRIME", "NFA", "UNKN", ""]),
    ("ppi_mode", &["F2F", "PHONE", "UNKN", ""]),
    ("ppi_at", &["02/05/2025\n10:00", "09/05/2025", ""]),
    ("ppi_disclosure", &["NONE", "SIGNIFICANT", ""]),
];

const CONVERSATION: [(&str, &[&str]); 8] = [
    (
        "rhi_outcome",
        &[
            "COMPLETED",
            "COMPLETED",
            "PARTIAL",
            "CARER_INFO",
            "DECLINED",
            "NOT_COMPLETED",
            "PENDING",
            "",
        ],
    ),
    ("rhi_offer", &["OFFERED", "NOT_OFFERED", "NOT_DUE", "NAPP_DIED", ""]),
    ("carer_info_taken", &["Y", "N", ""]),
    ("rhi_disclosure", &["NONE", "SIGNIFICANT", "UNKN", ""]),
    ("rhi_started_at", &["03/05/2025\n10:00", "12/05/2025\n10:00", ""]),
    ("rhi_offered_at", &["02/05/2025\n10:00", "12/05/2025", ""]),
    ("disclosure_acted_at", &["03/05/2025\n12:00", ""]),
    ("wants_feedback", &["Y", "N", ""]),
];

const SUPPORT: [(&str, &[&str]); 3] = [
    ("support_plan_made", &["Y", "N", ""]),
    ("service_gap", &["Y", "N", ""]),
    ("told_child_what_happened_at", &["10/05/2025", ""]),
];

/// An episode with whatever belongs to it, answered as it is drawn.
fn episode_as_drawn(world: &World, child: Uuid, draws: &mut impl FnMut(usize) -> usize) {
    let mut about = answers(draws, &REPORTED);
    about.push(("missing_from_at", "01/05/2025\n10:00"));
    match draws(8) {
        0 => about.push(("episode_status", "OPEN")),
        // It was thought to be over.
        1 => about.extend([("episode_status", "OPEN"), ("returned_at", "01/05/2025\n20:00")]),
        2 => about.extend([("episode_status", "OPEN"), ("located_at", "01/05/2025\n20:00")]),
        3 => about.extend([("episode_status", "RETURNED"), ("returned_at", "01/05/2025")]),
        _ => about.extend([("episode_status", "RETURNED"), ("returned_at", "01/05/2025\n20:00")]),
    }
    let write = |kind, of, covers, state, answers: &[(&str, &str)]| {
        world.write(&Write { kind, child: Some(child), of, covers, state, answers })
    };
    let signed_off = |draw: usize| match draw {
        0 => ReviewState::Draft,
        _ => ReviewState::SignedOff,
    };
    let episode = write(RecordKind::Episode, None, None, ReviewState::Draft, &about);
    if draws(5) > 0 {
        let (state, said) = (signed_off(draws(7)), answers(draws, &INTERVIEW));
        write(RecordKind::Ppi, Some(episode), None, state, &said);
    }
    if draws(7) > 0 {
        let (state, said) = (signed_off(draws(7)), answers(draws, &CONVERSATION));
        let held = write(RecordKind::Conversation, None, Some(episode), state, &said);
        if draws(4) > 0 {
            let (state, said) = (signed_off(draws(5)), answers(draws, &SUPPORT));
            write(RecordKind::Support, Some(held), None, state, &said);
        }
    }
}

/// Episodes answered in very many ways, also in such as a page no longer asks about.
fn episodes_of_many_ways(world: &World) -> Vec<Row> {
    // The high bits of a linear congruential generator (Knuth, MMIX) are enough to try many ways.
    let mut state = 1_u64;
    let mut draws = |many: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % many
    };
    for number in 0..900 {
        let child = world.child(&format!("Child {number}"), "01/06/2010");
        episode_as_drawn(world, child, &mut draws);
    }
    world.rows().rows
}

/// Codes of two variables.
type Pair<'a> = [(&'a str, &'a str); 2];

/// Both codes of every two variables of which the profile says something.
fn compared<'a>(
    profile: &'a Profile,
    rows: &'a [Row],
) -> Vec<(&'a Follows, BTreeSet<[&'a str; 2]>)> {
    let both = |follows: &Follows, row: &'a Row| {
        [&follows.of, &follows.variable].map(|variable| row.values[variable].as_str())
    };
    let of_rows = |follows| (follows, rows.iter().map(|row| both(follows, row)).collect());
    profile.follows.iter().map(of_rows).collect()
}

#[test]
fn what_a_profile_says_of_answers_is_all_that_can_be_and_no_more() {
    let world = World::new();
    let rows = episodes_of_many_ways(&world);
    let profile = Profile::from_standard(world.home.standard(), PROFILE).unwrap();
    let (mut contradicted, mut never): (BTreeSet<Pair<'_>>, BTreeSet<Pair<'_>>) =
        (BTreeSet::new(), BTreeSet::new());
    for (follows, both) in compared(&profile, &rows) {
        let pair = |of, code| [(follows.of.as_str(), of), (follows.variable.as_str(), code)];
        let is_not = |[of, code]: &&[&str; 2]| !follows.allows(of, code);
        contradicted.extend(both.iter().filter(is_not).map(|[of, code]| pair(*of, *code)));
        // Whatever is said to be possible happens too, as far as these rows have its two codes.
        let has = |place: usize, code: &str| both.iter().any(|pair| pair[place] == code);
        for (of, codes) in follows.then.iter().filter(|(of, _)| has(0, of)) {
            let codes = codes.iter().filter(|code| has(1, code));
            let codes = codes.filter(|code| !both.contains(&[of.as_str(), code.as_str()]));
            never.extend(codes.map(|code| pair(of, code)));
        }
    }
    assert_eq!(contradicted, BTreeSet::new());
    // What was not written down of a conversation long ago is not known to be late. These are new.
    never.retain(|[_, late]| *late != ("rhi_completed_in_time", "UNKN"));
    assert_eq!(never, BTreeSet::new());
}
