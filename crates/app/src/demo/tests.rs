use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use homeward_casework::ReviewState;

use super::{DemoAsk, DemoDone, Mix, make};
use crate::roles::Act;
use crate::session::Homeward;

const NOW: &str = "2026-11-22T12:00:00Z";

fn demo(folder: &std::path::Path, seed: u64) -> (Homeward, DemoDone) {
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let name = format!("store{}.homeward", homeward_vault::random_id());
    let home = Homeward::new(folder.join(&name), Arc::new(move || now)).unwrap().with_least_work();
    let ask = DemoAsk {
        authority: "E09000012".into(),
        seed,
        children: Some(100),
        episodes: Some(320),
        year: None,
        mix: Mix::Whole,
        passphrase: "copper-kettle-orchard-lantern".into(),
        recovery_path: folder.join(format!("{name}.txt")).display().to_string(),
    };
    let done = make(&home, ask).unwrap();
    (home, done)
}

#[test]
fn a_demo_borough_has_records_in_every_state_and_of_every_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let (home, done) = demo(folder.path(), 4);
    assert_eq!((done.children, done.episodes), (100, 320));
    let mut states: BTreeMap<&str, u32> = BTreeMap::new();
    let mut outcomes: BTreeMap<String, u32> = BTreeMap::new();
    home.with(Act::Read, |open| {
        let reader = open.store.read()?;
        for child in reader.newest_children(1_000)? {
            assert_eq!(child.forename.as_deref(), Some("Example"));
            assert!(child.surname.as_deref().is_some_and(|name| name.starts_with("Child ")));
            assert!(child.local_id.as_deref().is_some_and(|id| id.starts_with("EX0")));
            for conversation in reader.conversations_of_child(child.id)? {
                *states.entry(conversation.state.as_str()).or_default() += 1;
                let outcome = conversation.outcome.unwrap_or_else(|| "none yet".into());
                *outcomes.entry(outcome).or_default() += 1;
            }
        }
        Ok(())
    })
    .unwrap();
    for state in [ReviewState::Draft, ReviewState::SignedOff] {
        assert!(states.contains_key(state.as_str()), "{states:?}");
    }
    for outcome in ["COMPLETED", "DECLINED", "NOT_OFFERED", "PENDING", "none yet"] {
        assert!(outcomes.contains_key(outcome), "{outcomes:?}");
    }
}

#[test]
fn my_work_of_a_demo_store_has_late_and_soon_due_children_and_some_still_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = demo(folder.path(), 4);
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let (mut late, mut soon, mut missing) = (0, 0, 0);
    home.with(Act::Read, |open| {
        for row in open.store.read()?.work_list(None, 500)? {
            let held = row.conversation.is_some_and(|c| {
                c.held_at.is_some() || c.outcome.is_some_and(|outcome| outcome != "PENDING")
            });
            match row.episode.returned {
                None => missing += 1,
                Some(back) if !held => {
                    let hours = (now - back.from).num_hours();
                    late += u32::from(hours > 72);
                    soon += u32::from((48..72).contains(&hours));
                }
                Some(_) => {}
            }
        }
        Ok(())
    })
    .unwrap();
    assert!(late >= 1 && soon >= 1 && missing >= 1, "{late} {soon} {missing}");
}

#[test]
fn the_same_seed_fills_two_stores_alike() {
    let folder = tempfile::tempdir().unwrap();
    let look = |seed| {
        let (home, _) = demo(folder.path(), seed);
        let children =
            home.with(Act::Read, |open| Ok(open.store.read()?.newest_children(1_000)?)).unwrap();
        let mut about: Vec<_> = children
            .into_iter()
            .map(|c| (c.local_id, c.date_of_birth, c.sex, c.ethnicity, c.care_status, c.episodes))
            .collect();
        about.sort();
        about
    };
    let one = look(8);
    assert_eq!(one, look(8));
    assert_ne!(one, look(9));
}

/// Every answer of every record of a demo store, by its question.
fn answered(home: &Homeward) -> BTreeMap<String, Vec<homeward_store::KeptAnswer>> {
    let mut found: BTreeMap<String, Vec<homeward_store::KeptAnswer>> = BTreeMap::new();
    home.with(Act::Read, |open| {
        let reader = open.store.read()?;
        for child in reader.newest_children(1_000)? {
            for record in reader.records_of(child.id)? {
                for answer in reader.answers(record.id)? {
                    found.entry(answer.question.clone()).or_default().push(answer);
                }
            }
        }
        Ok(())
    })
    .unwrap();
    found
}

#[test]
fn the_pages_beyond_the_core_have_something_on_them() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = demo(folder.path(), 4);
    let found = answered(&home);
    for question in [
        "placement_type",
        "placement_area",
        "host_la",
        "philomena_in_place",
        "not_reported_reason",
        "refusal_reason",
        "refusal_challenged",
        "risk_level_police",
        "risk_level_la",
        "risk_rationale_la",
        "wanted_flag",
        "textsafe_sent_at",
        "strategy_meeting",
        "police_attend",
        "stayed_where",
        "with_whom",
        "ppi_harm",
        "ppi_same_officer",
        "attempt_result",
        "what_was_different",
        "since_return",
        "reason_view",
        "info_shared_with",
        "referral_status",
        "checkin_at",
        "service_gap",
    ] {
        assert!(found.get(question).is_some_and(|all| all.len() >= 3), "{question}");
    }
}

#[test]
fn one_child_has_a_long_name_and_words_from_right_to_left_and_one_five_ethnic_groups() {
    let folder = tempfile::tempdir().unwrap();
    let (home, _) = demo(folder.path(), 4);
    let found = answered(&home);
    assert!(found["surname"].iter().filter(|name| name.raw.len() > 60).count() == 1);
    assert!(found["child_words"].iter().any(|words| words.raw.contains('ك')));
    let five: Vec<_> = found["ethnicity"].iter().filter(|answer| answer.revision > 1).collect();
    assert_eq!(five.len(), 1);
    assert_eq!(five[0].revision, 5);
}
