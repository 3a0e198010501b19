use homeward_vault::random_id;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::testing::{World, second};
use crate::{Bind, Bound, ReviewState};

fn world() -> (World, Uuid) {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    (world, child)
}

fn latest(world: &World, record: Uuid, question: &str) -> KeptAnswer {
    world.read().answer(record, question, None).unwrap().unwrap()
}

fn revisions(world: &World, record: Uuid, question: &str) -> Vec<String> {
    let history = world.read().history(record, question).unwrap();
    history.into_iter().map(|entry| entry.answer.raw).collect()
}

#[test]
fn key_strokes_overwrite_the_open_revision() {
    let (mut world, child) = world();
    for (second, raw) in [(1, "s"), (2, "sa"), (3, "saf"), (4, "safe")] {
        world.now = second;
        assert_eq!(world.put(child, "note", raw, Given::Invalid), 1);
    }
    assert_eq!(revisions(&world, child, "note"), ["safe"]);
    let kept = latest(&world, child, "note");
    assert!(kept.open);
    assert_eq!(kept.at, second(4));
    assert_eq!(kept.by, world.person);
}

#[test]
fn leaving_the_field_closes_the_revision_and_the_next_change_opens_another() {
    let (mut world, child) = world();
    world.put(child, "note", "first", Given::Value("\"first\""));
    world.now = 10;
    world.act(|tx| tx.close_answer(child, "note", None));
    assert!(!latest(&world, child, "note").open);
    world.now = 20;
    assert_eq!(world.put(child, "note", "second", Given::Value("\"second\"")), 2);
    assert_eq!(revisions(&world, child, "note"), ["first", "second"]);
    let history = world.read().history(child, "note").unwrap();
    assert_eq!(history[0].closed_at, Some(second(10)));
    assert_eq!(history[1].opened_at, second(20));
}

#[test]
fn closing_the_answers_of_a_record_leaves_other_records_open() {
    let (mut world, child) = world();
    let other = world.child("Example", "Child 2");
    world.put(child, "note", "a", Given::Invalid);
    world.put(child, "more", "b", Given::Invalid);
    world.put(other, "note", "c", Given::Invalid);
    world.act(|tx| tx.close_answers(child));
    assert!(!latest(&world, child, "note").open && !latest(&world, child, "more").open);
    assert!(latest(&world, other, "note").open);
}

#[test]
fn locking_closes_every_revision() {
    let (mut world, child) = world();
    let other = world.child("Example", "Child 2");
    world.put(child, "note", "a", Given::Invalid);
    world.put(other, "note", "b", Given::Invalid);
    assert_eq!(world.act(|tx| tx.close_all_answers()), 2);
    assert!(!latest(&world, child, "note").open && !latest(&world, other, "note").open);
}

#[test]
fn a_revision_is_open_for_five_minutes_and_not_a_second_more() {
    let (mut world, child) = world();
    world.put(child, "note", "0", Given::Invalid);
    world.now = OPEN_FOR - 1;
    assert_eq!(world.put(child, "note", "299", Given::Invalid), 1);
    world.now = OPEN_FOR;
    assert_eq!(world.put(child, "note", "300", Given::Invalid), 2);
    let history = world.read().history(child, "note").unwrap();
    assert_eq!(history[0].closed_at, Some(second(OPEN_FOR)));
    assert_eq!(history[0].answer.at, second(OPEN_FOR - 1));
    assert_eq!(history[1].answer.raw, "300");
}

#[test]
fn a_clock_that_was_set_back_begins_a_new_revision() {
    let (mut world, child) = world();
    world.now = 100;
    world.put(child, "note", "before", Given::Invalid);
    world.now = 50;
    assert_eq!(world.put(child, "note", "after", Given::Invalid), 2);
    let history = world.read().history(child, "note").unwrap();
    assert_eq!(history[0].closed_at, Some(second(100)));
}

#[test]
fn another_person_never_overwrites_a_revision() {
    let (mut world, child) = world();
    world.put(child, "note", "mine", Given::Invalid);
    let other = random_id();
    world.act(|tx| {
        let name = "Example Supervisor 1".to_string();
        tx.insert_person(&crate::Person { id: other, name, role: "supervisor".into() })
    });
    let first = world.person;
    world.person = other;
    assert_eq!(world.put(child, "note", "theirs", Given::Invalid), 2);
    let history = world.read().history(child, "note").unwrap();
    assert_eq!(history[0].answer.by, first);
    assert_eq!(history[1].answer.by, other);
}

#[test]
fn what_was_typed_is_kept_beside_the_last_valid_value() {
    let (mut world, child) = world();
    world.put(child, "when", "27/3/2026", Given::Value("\"2026-03-27\""));
    // In the same open revision, and in the next.
    for close in [false, true] {
        if close {
            world.act(|tx| tx.close_answers(child));
        }
        world.put(child, "when", "27/13/2026", Given::Invalid);
        let kept = latest(&world, child, "when");
        assert_eq!(kept.raw, "27/13/2026");
        assert!(!kept.valid);
        assert_eq!(kept.value.as_deref(), Some("\"2026-03-27\""));
        world.put(child, "when", "27/3/2026", Given::Value("\"2026-03-27\""));
    }
}

#[test]
fn the_last_valid_answer_may_have_been_an_absence() {
    let (mut world, child) = world();
    world.put(child, "when", "", Given::Absence("DECL"));
    world.put(child, "when", "soon", Given::Invalid);
    let kept = latest(&world, child, "when");
    assert_eq!((kept.raw.as_str(), kept.valid), ("soon", false));
    assert_eq!((kept.value, kept.absence.as_deref()), (None, Some("DECL")));
}

#[test]
fn an_emptied_answer_has_no_value_and_keeps_its_history() {
    let (mut world, child) = world();
    world.put(child, "note", "a", Given::Value("\"a\""));
    world.act(|tx| tx.close_answers(child));
    world.put(child, "note", "", Given::Blank);
    let kept = latest(&world, child, "note");
    assert_eq!((kept.value, kept.absence, kept.valid), (None, None, true));
    assert_eq!(revisions(&world, child, "note"), ["a", ""]);
}

#[test]
fn the_same_answer_again_is_not_a_change() {
    let (mut world, child) = world();
    world.put(child, "note", "a", Given::Value("\"a\""));
    world.act(|tx| tx.close_answers(child));
    let before = world.read().record(child).unwrap().version;
    let put = Put {
        record: child,
        question: "note",
        item: None,
        raw: "a",
        given: Given::Value("\"a\""),
        bind: None,
    };
    let outcome = world.act(|tx| tx.put_answer(&put));
    assert_eq!(outcome, PutOutcome { revision: 1, written: false, version: before });
    let nothing = Put { question: "other", raw: "", given: Given::Blank, ..put };
    let outcome = world.act(|tx| tx.put_answer(&nothing));
    assert_eq!((outcome.revision, outcome.written), (0, false));
    assert_eq!(world.read().record(child).unwrap().version, before);
}

#[test]
fn every_write_raises_the_version_and_a_stale_edit_is_told() {
    let (mut world, child) = world();
    let seen = world.read().record(child).unwrap().version;
    world.now = 7;
    world.put(child, "note", "a", Given::Invalid);
    let record = world.read().record(child).unwrap();
    assert_eq!(record.version, seen + 1);
    assert_eq!(record.updated_at, second(7));
    let fault = world.try_act(|tx| tx.expect_version(child, seen)).unwrap_err();
    assert_eq!(fault, Fault::Stale { record: child, found: seen + 1 });
    world.act(|tx| tx.expect_version(child, seen + 1));
}

#[test]
fn the_rows_of_a_group_are_answers_of_their_own() {
    let (mut world, child) = world();
    for item in [None, Some(0), Some(1)] {
        let raw = format!("{item:?}");
        let given = Given::Invalid;
        let put = Put { record: child, question: "row", item, raw: &raw, given, bind: None };
        assert_eq!(world.act(|tx| tx.put_answer(&put)).revision, 1);
    }
    let answers = world.read().answers(child).unwrap();
    let items: Vec<_> = answers.iter().map(|kept| (kept.item, kept.raw.as_str())).collect();
    assert_eq!(items, [(None, "None"), (Some(0), "Some(0)"), (Some(1), "Some(1)")]);
}

#[test]
fn an_answer_and_its_typed_column_are_written_together() {
    let (mut world, child) = world();
    let bind = |name| Bind { name: "child.forename", bound: Bound::Text(name) };
    let mut put = Put {
        record: child,
        question: "forename",
        item: None,
        raw: "Example Two",
        given: Given::Value("\"Example Two\""),
        bind: Some(bind("Example Two".into())),
    };
    world.act(|tx| tx.put_answer(&put));
    let name = |world: &World| world.read().child(child).unwrap().forename;
    assert_eq!(name(&world).as_deref(), Some("Example Two"));
    // Text that is no value leaves the column at the last valid one.
    put.given = Given::Invalid;
    put.raw = "Example\u{7}";
    put.bind = Some(Bind { name: "child.forename", bound: Bound::Nothing });
    world.act(|tx| tx.put_answer(&put));
    assert_eq!(name(&world).as_deref(), Some("Example Two"));
    // A bind that fails takes the answer back with it.
    put.raw = "Example Three";
    put.given = Given::Value("\"Example Three\"");
    put.bind = Some(Bind { name: "child.nickname", bound: Bound::Nothing });
    assert_eq!(world.try_act(|tx| tx.put_answer(&put)).unwrap_err(), Fault::UnknownBind);
    assert_eq!(latest(&world, child, "forename").raw, "Example\u{7}");
}

#[test]
fn a_signed_off_record_takes_no_more_answers() {
    let (mut world, child) = world();
    let episode = world.episode(child);
    let ppi = world.add(crate::RecordKind::Ppi, Some(child), Some(episode), crate::Origin::Entered);
    world.put(ppi, "note", "before", Given::Invalid);
    world.act(|tx| tx.set_state(ppi, ReviewState::SignedOff, true));
    let put = Put {
        record: ppi,
        question: "note",
        item: None,
        raw: "after",
        given: Given::Invalid,
        bind: None,
    };
    assert_eq!(world.try_act(|tx| tx.put_answer(&put)).unwrap_err(), Fault::Frozen(ppi));
    assert_eq!(latest(&world, ppi, "note").raw, "before");
    world.act(|tx| tx.set_state(ppi, ReviewState::Amended, false));
    world.act(|tx| tx.put_answer(&put));
    assert_eq!(latest(&world, ppi, "note").raw, "after");
}

#[test]
fn answers_in_bulk_are_closed_and_only_for_new_records() {
    let (mut world, child) = world();
    let answers = [
        NewAnswer { question: "a", item: None, raw: "1", given: Given::Value("1") },
        NewAnswer { question: "b", item: Some(2), raw: "x", given: Given::Invalid },
        NewAnswer { question: "c", item: None, raw: "", given: Given::Absence("NASK") },
        NewAnswer { question: "d", item: None, raw: "", given: Given::Blank },
    ];
    let fault = world.try_act(|tx| tx.add_answers(child, &answers)).unwrap_err();
    assert_eq!(fault, Fault::WrongKind(child));
    let new = crate::NewRecord {
        id: random_id(),
        kind: crate::RecordKind::Episode,
        set_version: 1,
        commission: world.commission,
        child: Some(child),
        of: None,
        origin: crate::Origin::Imported,
        state: ReviewState::Draft,
    };
    world.act(|tx| {
        tx.insert_record(&new)?;
        tx.add_answers(new.id, &answers)
    });
    let kept = world.read().answers(new.id).unwrap();
    let seen: Vec<_> = kept.iter().map(|kept| (kept.question.as_str(), kept.item)).collect();
    assert_eq!(seen, [("a", None), ("b", Some(2)), ("c", None)]);
    assert!(kept.iter().all(|kept| !kept.open && kept.revision == 1));
    assert!(!kept[1].valid);
    assert_eq!(kept[2].absence.as_deref(), Some("NASK"));
}

#[test]
fn a_value_that_is_no_json_is_refused() {
    let (mut world, child) = world();
    let given = Given::Value("not json");
    let put = Put { record: child, question: "a", item: None, raw: "x", given, bind: None };
    let fault = world.try_act(|tx| tx.put_answer(&put)).unwrap_err();
    assert!(matches!(fault, Fault::Refused(_)), "{fault:?}");
    assert_eq!(world.read().answers(child).unwrap(), []);
}

/// What the store is to do, written as plainly as can be.
#[derive(Default)]
struct Model {
    revisions: Vec<ModelRevision>,
}

#[derive(Debug, Clone, PartialEq)]
struct ModelRevision {
    raw: String,
    valid: bool,
    value: Option<String>,
    absence: Option<String>,
    opened: i64,
    at: i64,
    closed: Option<i64>,
}

#[derive(Debug, Clone)]
enum Step {
    Put { question: usize, kind: u8, text: u8 },
    Leave { question: usize },
    Lock,
    Wait { seconds: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize, 0..4_u8, 0..3_u8)
            .prop_map(|(question, kind, text)| Step::Put { question, kind, text }),
        1 => (0..3_usize).prop_map(|question| Step::Leave { question }),
        1 => Just(Step::Lock),
        3 => prop_oneof![1..30_i64, 290..310_i64, -40..0_i64]
            .prop_map(|seconds| Step::Wait { seconds }),
    ]
}

impl Model {
    fn put(&mut self, now: i64, raw: &str, given: Given<'_>) {
        let last = self.revisions.last();
        let (valid, value, absence) = match given {
            Given::Value(value) => (true, Some(value.to_string()), None),
            Given::Absence(code) => (true, None, Some(code.to_string())),
            Given::Blank => (true, None, None),
            Given::Invalid => (
                false,
                last.and_then(|last| last.value.clone()),
                last.and_then(|last| last.absence.clone()),
            ),
        };
        let new = ModelRevision {
            raw: raw.into(),
            valid,
            value,
            absence,
            opened: now,
            at: now,
            closed: None,
        };
        let Some(last) = self.revisions.last_mut() else {
            if !(raw.is_empty() && given == Given::Blank) {
                self.revisions.push(new);
            }
            return;
        };
        let same = (&last.raw, last.valid, &last.value, &last.absence)
            == (&new.raw, new.valid, &new.value, &new.absence);
        if same {
            return;
        }
        let full = now - last.opened >= 300;
        if last.closed.is_none() && now >= last.at && !full {
            *last = ModelRevision { opened: last.opened, ..new };
            return;
        }
        if last.closed.is_none() {
            last.closed = Some(if full { last.opened + 300 } else { last.at });
        }
        self.revisions.push(new);
    }

    fn close(&mut self, now: i64) {
        if let Some(last) = self.revisions.last_mut()
            && last.closed.is_none()
        {
            last.closed = Some(now.max(last.at));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_answers_is_kept_exactly(steps in prop::collection::vec(step(), 1..40)) {
        const QUESTIONS: [&str; 3] = ["one", "two", "three"];
        let (mut world, child) = world();
        let mut models: [Model; 3] = Default::default();
        for step in steps {
            match step {
                Step::Put { question, kind, text } => {
                    let raw = if kind == 2 { String::new() } else { format!("text {text}") };
                    let json = format!("\"value {text}\"");
                    let given = match kind {
                        0 => Given::Value(&json),
                        1 => Given::Absence(["NASK", "ASKU", "DECL"][usize::from(text)]),
                        2 => Given::Blank,
                        _ => Given::Invalid,
                    };
                    world.put(child, QUESTIONS[question], &raw, given);
                    models[question].put(world.now, &raw, given);
                }
                Step::Leave { question } => {
                    world.act(|tx| tx.close_answer(child, QUESTIONS[question], None));
                    models[question].close(world.now);
                }
                Step::Lock => {
                    world.act(|tx| tx.close_all_answers());
                    for model in &mut models {
                        model.close(world.now);
                    }
                }
                Step::Wait { seconds } => world.now += seconds,
            }
        }
        for (question, model) in QUESTIONS.iter().zip(models) {
            let kept: Vec<ModelRevision> = world
                .read()
                .history(child, question)
                .unwrap()
                .into_iter()
                .map(|entry| ModelRevision {
                    raw: entry.answer.raw,
                    valid: entry.answer.valid,
                    value: entry.answer.value,
                    absence: entry.answer.absence,
                    opened: (entry.opened_at - second(0)).num_seconds(),
                    at: (entry.answer.at - second(0)).num_seconds(),
                    closed: entry.closed_at.map(|at| (at - second(0)).num_seconds()),
                })
                .collect();
            prop_assert_eq!(kept, model.revisions);
        }
        prop_assert!(world.read().verify_chain().unwrap().holds());
    }
}
