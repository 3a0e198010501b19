use homeward_vault::random_id;

use super::*;
use crate::testing::{World, moment};
use crate::{Commission, Given, NewRecord, Origin, Put, ReviewState};

fn all<'a>(questions: &'a [(RecordKind, &'a str)]) -> BulkQuery<'a> {
    BulkQuery { authority: "E09000012", from: None, until: None, questions }
}

fn read(world: &World, query: &BulkQuery<'_>) -> Vec<BulkEpisode> {
    let mut rows = Vec::new();
    let done = world
        .read()
        .each_episode(
            query,
            &mut |row| {
                rows.push(row);
                ControlFlow::Continue(())
            },
            &mut |_| ControlFlow::Continue(()),
        )
        .unwrap();
    assert_eq!(done, rows.len() as u64);
    assert_eq!(world.read().count_episodes(query).unwrap(), done);
    rows
}

fn started(world: &mut World, child: Uuid, text: &str, at: i64) -> Uuid {
    let episode = world.episode(child);
    world.bind(episode, "episode.missing_from_at", moment(text, at));
    episode
}

#[test]
fn episodes_come_child_by_child_the_earliest_first() {
    let mut world = World::new();
    let (one, two) = (world.child("Example", "Child 1"), world.child("Example", "Child 2"));
    let late = started(&mut world, one, "2026-03-20", 20);
    let other = started(&mut world, two, "2026-03-01", 1);
    let early = started(&mut world, one, "2026-03-10", 10);
    let rows = read(&world, &all(&[]));
    let seen: Vec<_> = rows.iter().map(|row| (row.child.id, row.episode.id)).collect();
    assert_eq!(seen, [(one, early), (one, late), (two, other)]);
    assert!(rows.iter().all(|row| row.answers.is_empty()));
}

#[test]
fn a_period_is_by_the_day_in_london_and_of_one_authority() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    started(&mut world, child, "2025-03-31T23:59", 1);
    let first = started(&mut world, child, "2025-04-01", 2);
    let last = started(&mut world, child, "2026-03-31T23:30", 3);
    started(&mut world, child, "2026-04-01T00:00", 4);
    world.episode(child);
    let elsewhere = Commission {
        id: random_id(),
        authority: "E09000001".into(),
        provider: "Example Charity".into(),
        from: None,
        to: None,
    };
    world.act(|tx| tx.insert_commission(&elsewhere));
    world.commission = elsewhere.id;
    started(&mut world, child, "2025-07-01", 5);
    let query =
        BulkQuery { from: "2025-04-01".parse().ok(), until: "2026-04-01".parse().ok(), ..all(&[]) };
    let ids: Vec<Uuid> = read(&world, &query).iter().map(|row| row.episode.id).collect();
    assert_eq!(ids, [first, last]);
    assert_eq!(read(&world, &all(&[])).len(), 5);
}

#[test]
fn an_episode_comes_with_its_records_and_the_answers_asked_for() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = started(&mut world, child, "2026-03-01", 1);
    let ppi = world.add(RecordKind::Ppi, Some(child), Some(episode), Origin::Entered);
    let talk = world.add(RecordKind::Conversation, Some(child), None, Origin::Entered);
    world.act(|tx| tx.link_conversation_episode(talk, episode));
    let plan = world.add(RecordKind::Support, Some(child), Some(talk), Origin::Entered);
    for (record, value) in [(child, 1), (episode, 2), (ppi, 3), (talk, 4), (plan, 5)] {
        world.put(record, "asked", &value.to_string(), Given::Value(&value.to_string()));
        world.put(record, "not asked", "9", Given::Value("9"));
    }
    let questions = RecordKind::ALL.map(|kind| (kind, "asked"));
    let row = read(&world, &all(&questions)).remove(0);
    assert_eq!(row.child, world.read().child(child).unwrap());
    assert_eq!(row.episode, world.read().episode(episode).unwrap());
    assert_eq!(row.ppis, world.read().ppis_of(episode).unwrap());
    assert_eq!(row.conversations, world.read().conversations_of_episode(episode).unwrap());
    assert_eq!(row.supports, world.read().supports_of(talk).unwrap());
    let seen: Vec<_> = row
        .answers
        .iter()
        .map(|answer| (answer.record, answer.kind, &*answer.question, answer.value.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (child, RecordKind::Child, "asked", Some("1")),
            (episode, RecordKind::Episode, "asked", Some("2")),
            (ppi, RecordKind::Ppi, "asked", Some("3")),
            (talk, RecordKind::Conversation, "asked", Some("4")),
            (plan, RecordKind::Support, "asked", Some("5")),
        ]
    );
    // A question of one kind of record is not answered by another kind.
    let only = [(RecordKind::Ppi, "asked")];
    assert_eq!(read(&world, &all(&only)).remove(0).answers.len(), 1);
}

#[test]
fn of_the_revisions_of_an_answer_the_last_counts() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = started(&mut world, child, "2026-03-01", 1);
    for (item, last) in [(None, "\"b\""), (Some(0), "\"c\""), (Some(1), "\"d\"")] {
        for json in ["\"a\"", last] {
            let given = Given::Value(json);
            let put =
                Put { record: episode, question: "asked", item, raw: json, given, bind: None };
            world.act(|tx| tx.put_answer(&put));
            world.act(|tx| tx.close_answers(episode));
        }
    }
    let questions = [(RecordKind::Episode, "asked")];
    let row = read(&world, &all(&questions)).remove(0);
    let seen: Vec<_> =
        row.answers.iter().map(|answer| (answer.item, answer.value.as_deref())).collect();
    assert_eq!(seen, [(None, Some("\"b\"")), (Some(0), Some("\"c\"")), (Some(1), Some("\"d\""))]);
}

fn many(world: &mut World, count: u64) {
    let commission = world.commission;
    let child = world.child("Example", "Child 1");
    world.act(|tx| {
        for _ in 0..count {
            tx.insert_record(&NewRecord {
                id: random_id(),
                kind: RecordKind::Episode,
                set_version: 1,
                commission,
                child: Some(child),
                of: None,
                origin: Origin::Imported,
                state: ReviewState::Draft,
            })?;
        }
        Ok(())
    });
}

#[test]
fn a_long_read_pauses_every_few_hundred_and_can_be_stopped() {
    let mut world = World::new();
    many(&mut world, PAUSE_EVERY * 2 + 10);
    let mut pauses = Vec::new();
    let go_on = &mut |_| ControlFlow::Continue(());
    let done = world.read().each_episode(&all(&[]), go_on, &mut |done| {
        pauses.push(done);
        ControlFlow::Continue(())
    });
    assert_eq!(done, Ok(PAUSE_EVERY * 2 + 10));
    assert_eq!(pauses, [PAUSE_EVERY, PAUSE_EVERY * 2]);
    let mut read = 0;
    let stopped = world.read().each_episode(
        &all(&[]),
        &mut |_| {
            read += 1;
            ControlFlow::Continue(())
        },
        &mut |_| ControlFlow::Break(()),
    );
    assert_eq!(stopped, Err(Fault::Stopped));
    assert_eq!(read, PAUSE_EVERY);
    let stopped =
        world.read().each_episode(&all(&[]), &mut |_| ControlFlow::Break(()), &mut |_| {
            ControlFlow::Continue(())
        });
    assert_eq!(stopped, Err(Fault::Stopped));
}
