use std::collections::{BTreeMap, BTreeSet};

use homeward_casework::{Origin, RecordKind, ReviewState};
use homeward_standard::{Absence, Answer, DerivedKind, Value};
use homeward_store::NewRecord;
use homeward_vault::random_id;
use uuid::Uuid;

use crate::api::Line;
use crate::api::door::Role;
use crate::import::commission_of;
use crate::import::entry::Entry;
use crate::loading;
use crate::roles::Act;
use crate::session::Homeward;
use crate::store_for_tests::{AUTHORITY, made_by};

struct World {
    _folder: tempfile::TempDir,
    home: Homeward,
}

impl World {
    fn new() -> Self {
        let (folder, home) = made_by(Role::Worker);
        Self { _folder: folder, home }
    }

    fn write(
        &self,
        kind: RecordKind,
        (child, of): (Option<Uuid>, Option<Uuid>),
        covers: &[Uuid],
        answers: &[(&str, &str)],
    ) -> Uuid {
        let mut entry = Entry::new(self.home.standard(), kind, self.home.today()).unwrap();
        for (question, raw) in answers {
            entry.give(question, raw).unwrap();
        }
        let id = random_id();
        let written = self.home.with(Act::Record, |open| {
            let new = NewRecord {
                id,
                kind,
                set_version: entry.set_version(),
                commission: commission_of(open, AUTHORITY)?,
                child,
                of,
                origin: Origin::Entered,
                state: ReviewState::Draft,
            };
            let op = self.home.op(open, "made for a test", None);
            open.store.transact(&op, |tx| {
                entry.write(tx, &new)?;
                covers.iter().try_for_each(|episode| tx.link_conversation_episode(id, *episode))
            })?;
            Ok(())
        });
        written.unwrap();
        id
    }

    fn child(&self) -> Uuid {
        let answers = [
            ("forename", "Example"),
            ("surname", "Child 12"),
            ("date_of_birth", "01/06/2010"),
            ("sex", "F"),
            ("ethnicity", "WBRI"),
            ("ethnicity_source", "CHILD"),
            ("ethnicity_police_ic", "IC3"),
            ("responsible_la", AUTHORITY),
        ];
        self.write(RecordKind::Child, (None, None), &[], &answers)
    }

    fn episode(&self, child: Uuid, start: &str, end: &str) -> Uuid {
        let answers = [
            ("missing_from_at", start),
            ("episode_status", "RETURNED"),
            ("returned_at", end),
            ("la_notified_at", end),
        ];
        self.write(RecordKind::Episode, (Some(child), None), &[], &answers)
    }

    fn conversation(&self, child: Uuid, episodes: &[Uuid], held: Option<&str>) -> Uuid {
        let mut answers = vec![("rhi_offer", "OFFERED")];
        if let Some(held) = held {
            answers.extend([("rhi_outcome", "COMPLETED"), ("rhi_started_at", held)]);
        }
        self.write(RecordKind::Conversation, (Some(child), None), episodes, &answers)
    }

    /// The facts of a record as codes and numbers.
    fn facts(&self, record: Uuid) -> BTreeMap<String, String> {
        let shown = |answer: &Answer| match answer {
            Answer::Given(Value::Choice(code) | Value::Text(code)) => code.clone(),
            Answer::Given(Value::Number(number)) => number.to_string(),
            Answer::Given(Value::Moment(moment)) => moment.to_string(),
            Answer::Absent(absence) => absence.code().to_owned(),
            Answer::Given(other) => panic!("no fact is a {other:?}"),
        };
        self.home
            .with(Act::Read, |open| {
                let loaded = loading::record(open, &self.home, record)?;
                let sheet = loading::sheet(open, &self.home, &loaded)?;
                Ok(sheet.derived.iter().map(|(id, answer)| (id.clone(), shown(answer))).collect())
            })
            .unwrap()
    }
}

fn has(facts: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    for (id, value) in expected {
        assert_eq!(facts.get(*id).map(String::as_str), Some(*value), "{id}");
    }
}

#[test]
fn an_episode_knows_those_before_and_after_it() {
    let world = World::new();
    let child = world.child();
    // Written in another order than they happened.
    let second = world.episode(child, "01/03/2026\n10:00", "02/03/2026\n10:00");
    world.episode(child, "08/03/2026\n10:00", "08/03/2026\n18:00");
    let first = world.episode(child, "01/02/2025\n10:00", "03/02/2025\n10:00");
    // Another child's episodes are none of theirs.
    world.episode(world.child(), "02/03/2026\n10:00", "02/03/2026\n18:00");
    let expected = [
        ("episode_seq", "2"),
        ("first_ever", "N"),
        ("prev_missing_count", "1"),
        ("prev_missing_12m", "0"),
        ("missing_90d_after", "1"),
        ("missing_change_90d", "UP"),
        ("missing_again_7", "Y"),
        ("days_to_next_missing", "D3_TO_7"),
        ("duration_band", "H8_TO_24"),
        ("duration_minutes", "1440"),
        ("financial_year", "2025-26"),
        ("notification_lag_hours", "UP_TO_24H"),
        ("age_at_start", "15"),
        ("home_bcu", "MPS-CE"),
        ("has_police_ref", "N"),
        ("ethnicity_conflict", "Y"),
    ];
    has(&world.facts(second), &expected);
    // Exactly 48 hours.
    let expected = [
        ("episode_seq", "1"),
        ("first_ever", "Y"),
        ("duration_band", "H24_TO_48"),
        ("missing_again_90", "N"),
        ("days_to_next_missing", "OVER_90"),
    ];
    has(&world.facts(first), &expected);
}

#[test]
fn a_conversation_knows_which_one_it_is_and_with_whom() {
    let world = World::new();
    let child = world.child();
    let first = world.episode(child, "01/02/2026\n10:00", "02/02/2026\n10:00");
    let second = world.episode(child, "01/03/2026\n10:00", "02/03/2026\n10:00");
    let third = world.episode(child, "04/03/2026\n10:00", "05/03/2026\n10:00");
    let late = world.conversation(child, &[second, third], Some("06/03/2026\n10:00"));
    let early = world.conversation(child, &[first], Some("03/02/2026\n10:00"));
    world.conversation(child, &[first], None);
    let open = world.conversation(child, &[third], None);
    let expected = [
        ("conversation_number", "1"),
        ("rhi_number_with_worker", "1"),
        ("same_worker", "FIRST"),
        ("episodes_covered", "ONE"),
        ("rhi_completed_in_time", "Y"),
        ("rhi_hours_from_return", "UP_TO_24H"),
        ("rhi_quality", "0"),
    ];
    has(&world.facts(early), &expected);
    let expected = [
        ("conversation_number", "2"),
        ("rhi_number_with_worker", "2"),
        ("same_worker", "Y"),
        ("episodes_covered", "TWO"),
    ];
    has(&world.facts(late), &expected);
    // Not held yet: it would be the third.
    has(&world.facts(open), &[("conversation_number", "3"), ("same_worker", "NAPP")]);
}

#[test]
fn an_ethnic_group_that_was_corrected_keeps_its_past() {
    let world = World::new();
    let child = world.child();
    assert_eq!(earlier(&world, child), []);
    let written = world.home.with(Act::Record, |open| {
        let op = world.home.op(open, "made for a test", None);
        open.store.transact(&op, |tx| {
            tx.close_answers(child)?;
            let put = homeward_store::Put {
                record: child,
                question: "ethnicity",
                item: None,
                raw: "MWBC",
                given: homeward_store::Given::Value("\"MWBC\""),
                bind: None,
            };
            tx.put_answer(&put)?;
            Ok(())
        })?;
        Ok(())
    });
    written.unwrap();
    let lines = earlier(&world, child);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].label.starts_with("Until 22 November 2026"), "{}", lines[0].label);
}

/// What a support plan may look at is everything before it, so all facts stand there but those that
/// are worked out elsewhere.
#[test]
fn every_derived_variable_is_worked_out_for_some_record() {
    let world = World::new();
    let child = world.child();
    let episode = world.episode(child, "01/03/2026\n10:00", "02/03/2026\n10:00");
    let conversation = world.conversation(child, &[episode], Some("03/03/2026\n10:00"));
    let answers = [("support_plan_made", "Y")];
    let of = (Some(child), Some(conversation));
    let support = world.write(RecordKind::Support, of, &[], &answers);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for record in [child, episode, conversation, support] {
        found.extend(world.facts(record).into_keys());
    }
    // How often in a year rests on the year of the figures; what an ethnic group was is a list.
    let elsewhere = ["repeat_band", "ethnicity_history"];
    for derived in world.home.standard().all_derived() {
        let known = found.remove(&derived.id);
        assert_eq!(known, !elsewhere.contains(&derived.id.as_str()), "{}", derived.id);
    }
    assert_eq!(found, BTreeSet::new());
}

/// A code that a fact gives is one of its list, or an absence code.
#[test]
fn every_fact_is_what_its_file_says() {
    let world = World::new();
    let child = world.child();
    let episode = world.episode(child, "01/03/2026", "02/03/2026");
    let conversation = world.conversation(child, &[episode], Some("03/03/2026\n10:00"));
    for record in [child, episode, conversation] {
        for (id, value) in world.facts(record) {
            let derived = world.home.standard().derived(&id).unwrap();
            if derived.kind != DerivedKind::Choice || Absence::from_code(&value).is_some() {
                continue;
            }
            let list = world.home.standard().list(derived.list.as_deref().unwrap()).unwrap();
            assert!(list.code(&value).is_some(), "{id} is {value}");
        }
    }
}

fn earlier(world: &World, child: Uuid) -> Vec<Line> {
    let home = &world.home;
    home.with(Act::Read, |open| super::ethnicity_before(home, open, child)).unwrap()
}
