use homeward_casework::RecordKind;
use homeward_vault::Seeded;

use super::*;
use crate::testing::{World, moment};
use crate::{Bound, Tx};

const NONE: [Uuid; 0] = [];
const HOUR: i64 = 3600;

fn ids(world: &World) -> Vec<Uuid> {
    world.read().work_list(None, 100).unwrap().into_iter().map(|row| row.episode.id).collect()
}

fn returned(world: &mut World, hours_ago: i64) -> Uuid {
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    world.bind(episode, "episode.missing_from_at", moment("2026-03-01", -hours_ago * HOUR - 9));
    world.bind(episode, "episode.returned_at", moment("2026-03-02", -hours_ago * HOUR));
    episode
}

fn with_ppi(world: &mut World, episode: Uuid) -> Uuid {
    let child = world.read().episode(episode).unwrap().child;
    let ppi = world.add(RecordKind::Ppi, Some(child), Some(episode), Origin::Entered);
    world.bind(ppi, "ppi.status", Bound::Text("Y".into()));
    ppi
}

fn with_talk(world: &mut World, episode: Uuid) -> Uuid {
    let child = world.read().episode(episode).unwrap().child;
    let talk = world.add(RecordKind::Conversation, Some(child), None, Origin::Entered);
    world.act(|tx| tx.link_conversation_episode(talk, episode));
    talk
}

fn sign_off(world: &mut World, record: Uuid) {
    world.act(|tx| tx.set_state(record, ReviewState::SignedOff, true));
}

#[test]
fn the_earliest_running_clock_comes_first_and_none_comes_last() {
    let mut world = World::new();
    let child = world.child("Example", "Child 2");
    let still_missing = world.episode(child);
    world.bind(still_missing, "episode.missing_from_at", moment("2026-03-01", 0));
    // Its interview was due 24 hours after the return: an hour ago.
    let ppi_late = returned(&mut world, 25);
    // Interview done; the conversation is due in 12 hours.
    let talk_soon = returned(&mut world, 60);
    with_ppi(&mut world, talk_soon);
    // Interview due in 4 hours.
    let ppi_soon = returned(&mut world, 20);
    // Conversation three hours late.
    let talk_late = returned(&mut world, 75);
    with_ppi(&mut world, talk_late);
    assert_eq!(ids(&world), [talk_late, ppi_late, ppi_soon, talk_soon, still_missing]);
}

#[test]
fn being_located_before_the_return_starts_the_interviews_clock() {
    let mut world = World::new();
    let first = returned(&mut world, 10);
    let second = returned(&mut world, 9);
    assert_eq!(ids(&world), [first, second]);
    world.bind(second, "episode.located_at", moment("2026-03-01", -12 * HOUR));
    assert_eq!(ids(&world), [second, first]);
}

#[test]
fn an_episode_leaves_the_list_when_everything_of_it_is_signed_off() {
    let mut world = World::new();
    let episode = returned(&mut world, 5);
    let ppi = with_ppi(&mut world, episode);
    let talk = with_talk(&mut world, episode);
    sign_off(&mut world, ppi);
    assert_eq!(ids(&world), [episode]);
    sign_off(&mut world, talk);
    assert_eq!(ids(&world), NONE);
    assert_eq!(world.read().work_count().unwrap(), 0);
    // A plan begun afterwards brings it back, and so does a conversation sent back.
    let child = world.read().episode(episode).unwrap().child;
    let plan = world.add(RecordKind::Support, Some(child), Some(talk), Origin::Entered);
    assert_eq!(ids(&world), [episode]);
    sign_off(&mut world, plan);
    assert_eq!(ids(&world), NONE);
    world.act(|tx| tx.set_state(talk, ReviewState::Returned, false));
    assert_eq!(ids(&world), [episode]);
}

#[test]
fn an_imported_episode_never_asks_for_work() {
    let mut world = World::new();
    let child = world.add(RecordKind::Child, None, None, Origin::Imported);
    let episode = world.add(RecordKind::Episode, Some(child), None, Origin::Imported);
    world.bind(episode, "episode.returned_at", moment("2026-03-02", -500 * HOUR));
    assert_eq!(ids(&world), NONE);
    // Not even when somebody writes up a conversation about it.
    with_talk(&mut world, episode);
    assert_eq!(ids(&world), NONE);
}

#[test]
fn a_conversation_that_was_held_or_declined_has_no_running_clock() {
    for (name, bound, runs) in [
        ("conversation.outcome", Bound::Text("PENDING".into()), true),
        ("conversation.offer", Bound::Text("OFFERED".into()), true),
        ("conversation.outcome", Bound::Text("DECLINED".into()), false),
        ("conversation.held_at", moment("2026-03-03", 0), false),
    ] {
        let mut world = World::new();
        let episode = returned(&mut world, 5);
        with_ppi(&mut world, episode);
        let talk = with_talk(&mut world, episode);
        world.bind(talk, name, bound);
        let row = world.read().work_list(None, 1).unwrap().remove(0);
        assert_eq!(row.mark.due != NO_CLOCK, runs, "{name}");
    }
}

#[test]
fn a_row_holds_what_its_clocks_and_states_need() {
    let mut world = World::new();
    let episode = returned(&mut world, 5);
    let ppi = with_ppi(&mut world, episode);
    let older = with_talk(&mut world, episode);
    let talk = with_talk(&mut world, episode);
    let child = world.read().episode(episode).unwrap().child;
    world.add(RecordKind::Support, Some(child), Some(older), Origin::Entered);
    let plan = world.add(RecordKind::Support, Some(child), Some(talk), Origin::Entered);
    world.bind(plan, "support.told_child_at", Bound::Date("2026-03-09".parse().unwrap()));
    world.bind(talk, "conversation.held_at", moment("2026-03-03", 1));
    let row = world.read().work_list(None, 1).unwrap().remove(0);
    assert_eq!(
        (row.forename.as_deref(), row.surname.as_deref()),
        (Some("Example"), Some("Child 1"))
    );
    assert_eq!(row.episode, world.read().episode(episode).unwrap());
    assert_eq!(row.ppi, Some(world.read().ppi(ppi).unwrap()));
    let whole = ConversationRow { episodes: vec![], ..world.read().conversation(talk).unwrap() };
    assert_eq!(row.conversation, Some(whole));
    assert_eq!(row.support, Some(world.read().support(plan).unwrap()));
}

#[test]
fn pages_of_the_list_follow_on_one_another_without_a_gap() {
    let mut world = World::new();
    for hours in [3, 1, 4, 1, 5, 9, 2, 6] {
        returned(&mut world, hours);
    }
    let all = ids(&world);
    assert_eq!(all.len(), 8);
    assert_eq!(world.read().work_count().unwrap(), 8);
    let mut paged = Vec::new();
    let mut mark = None;
    loop {
        let page = world.read().work_list(mark, 3).unwrap();
        let Some(last) = page.last() else { break };
        mark = Some(last.mark);
        paged.extend(page.into_iter().map(|row| row.episode.id));
    }
    assert_eq!(paged, all);
}

/// The list kept write by write is the list worked out anew, whatever the order of the writes.
#[test]
fn the_list_never_drifts_from_the_records() {
    let mut seeded = Seeded::new(42);
    let mut world = World::new();
    let mut episodes = Vec::new();
    let mut reviewed = Vec::new();
    for step in 0..200 {
        let episode = seeded.pick(&episodes).copied();
        match (seeded.below(7), episode, seeded.pick(&reviewed).copied()) {
            (0, ..) | (_, None, _) => episodes.push(returned(&mut world, step)),
            (1, Some(episode), _) => reviewed.push(with_ppi(&mut world, episode)),
            (2, Some(episode), _) => reviewed.push(with_talk(&mut world, episode)),
            (3, Some(episode), _) => {
                world.bind(episode, "episode.returned_at", Bound::Nothing);
            }
            (4, Some(episode), _) => {
                world.bind(episode, "episode.located_at", moment("2026-03-02", -step * HOUR));
            }
            (_, _, Some(record)) => {
                let state = *seeded.pick(&ReviewState::ALL).unwrap();
                world.act(|tx: &mut Tx<'_>| tx.set_state(record, state, false));
            }
            _ => {}
        }
    }
    let kept = world.read().work_list(None, 1000).unwrap();
    let connection = world.store.connection().unwrap();
    let every = world
        .read()
        .list("SELECT record FROM episode", &[], |row| row.get(0))
        .unwrap()
        .into_iter()
        .collect();
    refresh(connection, &every).unwrap();
    assert_eq!(world.read().work_list(None, 1000).unwrap(), kept);
    assert!(!kept.is_empty());
}

#[test]
fn the_list_is_read_along_its_index() {
    let world = World::new();
    let connection = world.store.connection().unwrap();
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {SQL}")).unwrap();
    let plan: Vec<String> =
        statement.query_map([0, 0, 50], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("e USING INDEX episode_work"), "{plan}");
    assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}");
}
