use homeward_standard::BINDS;

use super::*;
use crate::Origin;
use crate::testing::{World, moment, second};

#[test]
fn the_binds_are_those_of_the_standard() {
    let mut here: Vec<(&str, &str)> =
        COLUMNS.iter().map(|column| (column.bind, column.kind.set_id())).collect();
    let mut there: Vec<(&str, &str)> = BINDS.iter().map(|bind| (bind.name, bind.set)).collect();
    here.sort_unstable();
    there.sort_unstable();
    assert_eq!(here, there);
    assert_eq!(Tx::bind_names().count(), here.len());
}

#[test]
fn every_column_is_written_read_back_and_emptied() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let ppi = world.add(RecordKind::Ppi, Some(child), Some(episode), Origin::Entered);
    let talk = world.add(RecordKind::Conversation, Some(child), None, Origin::Entered);
    let support = world.add(RecordKind::Support, Some(child), Some(talk), Origin::Entered);
    let day: NaiveDate = "2012-02-29".parse().unwrap();
    for (at, column) in (10_i64..).zip(COLUMNS) {
        let record = match column.kind {
            RecordKind::Child => child,
            RecordKind::Episode => episode,
            RecordKind::Ppi => ppi,
            RecordKind::Conversation => talk,
            RecordKind::Support => support,
        };
        let bound = match column.holds {
            Holds::Text => Bound::Text(format!("code {at}")),
            Holds::Date => Bound::Date(day),
            Holds::Moment => moment("2026-03-29T14:30", at),
        };
        world.bind(record, column.bind, bound);
    }
    let read = world.read();
    let mut seen = format!(
        "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
        read.child(child).unwrap(),
        read.episode(episode).unwrap(),
        read.ppi(ppi).unwrap(),
        read.conversation(talk).unwrap(),
        read.support(support).unwrap(),
    );
    for (id, name) in
        [(child, "child"), (episode, "episode"), (ppi, "ppi"), (talk, "talk"), (support, "plan")]
    {
        seen = seen.replace(&id.to_string(), name);
    }
    // Each value is another, so that no column can be taken for its neighbour.
    insta::assert_snapshot!(seen);
    for column in COLUMNS {
        let record = match column.kind {
            RecordKind::Child => child,
            RecordKind::Episode => episode,
            RecordKind::Ppi => ppi,
            RecordKind::Conversation => talk,
            RecordKind::Support => support,
        };
        world.bind(record, column.bind, Bound::Nothing);
    }
    let read = world.read();
    let child = read.child(child).unwrap();
    assert_eq!((child.forename, child.date_of_birth), (None, None));
    let episode = read.episode(episode).unwrap();
    assert_eq!((episode.missing_from, episode.returned, episode.kind), (None, None, None));
    assert_eq!(read.ppi(ppi).unwrap().at, None);
    assert_eq!(read.conversation(talk).unwrap().held_at, None);
    assert_eq!(read.support(support).unwrap().told_child_at, None);
}

#[test]
fn a_column_takes_only_its_own_kind() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    for (record, name, bound) in [
        (child, "episode.type", Bound::Nothing),
        (child, "child.date_of_birth", Bound::Text("2012-01-01".into())),
        (child, "child.forename", moment("2026-03-29", 1)),
        (episode, "episode.returned_at", Bound::Text("2026-03-29".into())),
    ] {
        let bind = Bind { name, bound };
        let fault = world.try_act(|tx| tx.project(record, &bind)).unwrap_err();
        assert_eq!(fault, Fault::WrongKind(record), "{name}");
    }
    let unknown = Bind { name: "episode.missing_from", bound: Bound::Nothing };
    let fault = world.try_act(|tx| tx.project(episode, &unknown)).unwrap_err();
    assert_eq!(fault, Fault::UnknownBind);
}

#[test]
fn a_date_without_a_time_is_kept_as_the_whole_day() {
    let day: Moment = "2026-03-29".parse().unwrap();
    let kept = KeptMoment::of(&day).unwrap();
    assert_eq!(kept.text, "2026-03-29");
    // The day on which the clocks go forward has 23 hours.
    assert_eq!((kept.to - kept.from).num_seconds(), 23 * 3600 - 1);
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    world.bind(episode, "episode.returned_at", Bound::Moment(kept.clone()));
    let read = world.read().episode(episode).unwrap().returned.unwrap();
    assert_eq!(read, kept);
    assert_eq!(read.moment().unwrap(), day);
}

#[test]
fn a_time_that_never_was_has_no_instants() {
    let skipped: Moment = "2026-03-29T01:30".parse().unwrap();
    assert_eq!(KeptMoment::of(&skipped), None);
    assert_eq!(Bound::of(Some(&Answer::Given(Value::Moment(skipped)))), Some(Bound::Nothing));
}

#[test]
fn a_text_that_is_no_moment_is_damage() {
    let kept = KeptMoment { text: "soon".into(), from: second(0), to: second(0) };
    assert_eq!(kept.moment(), Err(Fault::Damaged));
}

#[test]
fn a_column_holds_what_the_answer_says() {
    let day: NaiveDate = "2012-02-29".parse().unwrap();
    let given = |value| Bound::of(Some(&Answer::Given(value)));
    assert_eq!(Bound::of(None), Some(Bound::Nothing));
    let declined = Answer::Absent(homeward_standard::Absence::Decl);
    assert_eq!(Bound::of(Some(&declined)), Some(Bound::Nothing));
    assert_eq!(given(Value::Text("a".into())), Some(Bound::Text("a".into())));
    assert_eq!(given(Value::Choice("B".into())), Some(Bound::Text("B".into())));
    assert_eq!(given(Value::Date(day)), Some(Bound::Date(day)));
    assert_eq!(given(Value::Number(1)), None);
    assert_eq!(given(Value::Choices(vec!["A".into()])), None);
}
