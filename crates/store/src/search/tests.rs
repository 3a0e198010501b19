use homeward_vault::random_id;
use proptest::prelude::*;

use super::*;
use crate::testing::{World, moment, second};
use crate::{Bound, Commission, NewRecord, Origin, RecordKind, ReviewState};

const NONE: [Uuid; 0] = [];

fn found(world: &World, text: &str) -> Vec<Uuid> {
    world.read().search_children(text, 10).unwrap().into_iter().map(|child| child.id).collect()
}

#[test]
fn a_child_is_found_by_the_beginnings_of_names_and_by_local_id() {
    let mut world = World::new();
    let zoe = world.child("Zoë Example", "Child-Twelve");
    let other = world.child("Adam Example", "Child 3");
    world.bind(zoe, "child.local_id", Bound::Text("LA/00123".into()));
    for text in ["zoe", "ZOË", "zo", "z", "twelve", "child-tw", "twelve zoe", "LA/00123", "00123"]
    {
        assert_eq!(found(&world, text), [zoe], "{text}");
    }
    assert_eq!(found(&world, "example"), [other, zoe]);
    assert_eq!(found(&world, "adam twelve"), NONE);
    assert_eq!(found(&world, "welve"), NONE);
}

#[test]
fn whole_words_come_before_beginnings() {
    let mut world = World::new();
    let twelve = world.child("Example", "Child 12");
    for number in 120..124 {
        world.child("Example", &format!("Child {number}"));
    }
    let all = found(&world, "example child 12");
    assert_eq!(all.len(), 5);
    assert_eq!(all[0], twelve);
    assert_eq!(world.read().search_children("child", 2).unwrap().len(), 2);
}

#[test]
fn a_changed_name_is_found_and_the_old_one_is_not() {
    let mut world = World::new();
    let child = world.child("Before", "Example");
    world.bind(child, "child.forename", Bound::Text("After".into()));
    assert_eq!(found(&world, "before"), NONE);
    assert_eq!(found(&world, "after"), [child]);
    world.bind(child, "child.forename", Bound::Nothing);
    assert_eq!(found(&world, "after"), NONE);
    assert_eq!(found(&world, "example"), [child]);
    assert!(world.store.integrity_check().unwrap().is_sound());
}

#[test]
fn typed_signs_have_no_meaning_of_their_own() {
    let mut world = World::new();
    world.child("Example", "Child 1");
    for text in ["", " ", "\"", "*", "-", "(", "NEAR(", "a OR", "forename:x", "' OR 1=1 --", "\0"] {
        assert_eq!(found(&world, text), NONE, "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_word_is_letters_and_digits_and_finds_the_text_it_is_from(text in "\\PC{0,40}") {
        let found = words(&text);
        for word in &found {
            prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{word:?}");
            prop_assert_eq!(words(word), std::slice::from_ref(word));
        }
        prop_assert_eq!(surname_key(&text), found.concat());
    }
}

fn local(world: &mut World, authority: &str, local_id: &str) -> Uuid {
    let commission = Commission {
        id: random_id(),
        authority: authority.into(),
        provider: "Example Charity".into(),
        from: None,
        to: None,
    };
    world.act(|tx| tx.insert_commission(&commission));
    world.commission = commission.id;
    let child = world.child("Example", "Child 1");
    world.bind(child, "child.local_id", Bound::Text(local_id.into()));
    child
}

#[test]
fn a_child_is_the_same_by_authority_and_local_id() {
    let mut world = World::new();
    let one = local(&mut world, "E09000001", "A1");
    let two = local(&mut world, "E09000002", "A1");
    let read = world.read();
    assert_eq!(read.find_child("E09000001", "A1").unwrap(), Some(one));
    assert_eq!(read.find_child("E09000002", "A1").unwrap(), Some(two));
    assert_eq!(read.find_child("E09000003", "A1").unwrap(), None);
    assert_eq!(read.find_child("E09000001", "a1").unwrap(), None);
    assert_eq!(read.commissions().unwrap().len(), 3);
}

#[test]
fn an_episode_is_the_same_by_child_start_and_type() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let (one, two) = (world.episode(child), world.episode(child));
    for (episode, code) in [(one, Some("M")), (two, None)] {
        world.bind(episode, "episode.missing_from_at", moment("2026-03-01", 0));
        if let Some(code) = code {
            world.bind(episode, "episode.dfe_missing_type", Bound::Text(code.into()));
        }
    }
    let read = world.read();
    assert_eq!(read.find_episode(child, "2026-03-01", Some("M")).unwrap(), Some(one));
    assert_eq!(read.find_episode(child, "2026-03-01", None).unwrap(), Some(two));
    assert_eq!(read.find_episode(child, "2026-03-01", Some("A")).unwrap(), None);
    assert_eq!(read.find_episode(child, "2026-03-01T00:00", Some("M")).unwrap(), None);
}

#[test]
fn episodes_that_may_share_time_are_found() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let mut add = |from: i64, to: Option<i64>| {
        let episode = world.episode(child);
        world.bind(episode, "episode.missing_from_at", moment("2026-03-01", from));
        if let Some(to) = to {
            world.bind(episode, "episode.returned_at", moment("2026-03-02", to));
        }
        episode
    };
    let (early, middle) = (add(0, Some(100)), add(200, Some(300)));
    let open = add(1_000, None);
    let overlapping = |from, to: Option<i64>, except| -> Vec<Uuid> {
        let rows =
            world.read().overlapping_episodes(child, second(from), to.map(second), except).unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(overlapping(50, Some(60), None), [early]);
    assert_eq!(overlapping(100, Some(200), None), [early, middle]);
    assert_eq!(overlapping(101, Some(199), None), NONE);
    assert_eq!(overlapping(250, None, None), [middle, open]);
    assert_eq!(overlapping(250, None, Some(open)), [middle]);
    assert_eq!(overlapping(5_000, Some(5_001), None), [open]);
}

#[test]
fn candidates_for_doubles_share_a_birthday_a_surname_or_a_local_id() {
    let mut world = World::new();
    let birthday = |day: &str| Bound::Date(day.parse().unwrap());
    let asked = world.child("Example", "O'Neill");
    world.bind(asked, "child.date_of_birth", birthday("2012-02-29"));
    let same_surname = world.child("Other", "ONEIL");
    let same_birthday = world.child("Other", "Different");
    world.bind(same_birthday, "child.date_of_birth", birthday("2012-02-29"));
    let both = world.child("Third", "Oneill");
    world.bind(both, "child.date_of_birth", birthday("2012-02-29"));
    world.child("Example", "Stranger");
    let query = DoublesQuery {
        except: Some(asked),
        surname: Some("O'Neill"),
        date_of_birth: "2012-02-29".parse().ok(),
        ..DoublesQuery::default()
    };
    let ids = |query: &DoublesQuery<'_>| -> Vec<Uuid> {
        let rows = world.read().doubles_candidates(query).unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(ids(&query), [both, same_birthday, same_surname]);
    assert_eq!(ids(&DoublesQuery::default()), NONE);
    assert_eq!(ids(&DoublesQuery { surname: Some("-"), ..DoublesQuery::default() }), NONE);
}

#[test]
fn a_local_id_makes_a_candidate_within_its_authority_alone() {
    let mut world = World::new();
    let here = local(&mut world, "E09000001", "A1");
    local(&mut world, "E09000002", "A1");
    let query = DoublesQuery {
        authority: Some("E09000001"),
        local_id: Some("A1"),
        ..DoublesQuery::default()
    };
    let rows = world.read().doubles_candidates(&query).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [here]);
}

#[test]
fn a_common_surname_does_not_flood_the_candidates() {
    let mut world = World::new();
    let commission = world.commission;
    world.act(|tx| {
        for number in 0..600 {
            let id = random_id();
            tx.insert_record(&NewRecord {
                id,
                kind: RecordKind::Child,
                set_version: 1,
                commission,
                child: None,
                of: None,
                origin: Origin::Demo,
                state: ReviewState::Draft,
            })?;
            let surname = Bound::Text(format!("Child {number}"));
            tx.project(id, &crate::Bind { name: "child.surname", bound: surname })?;
        }
        Ok(())
    });
    let last = world.read().newest_children(1).unwrap().remove(0).id;
    world.bind(last, "child.date_of_birth", Bound::Date("2012-02-29".parse().unwrap()));
    let query = DoublesQuery {
        surname: Some("Child"),
        date_of_birth: "2012-02-29".parse().ok(),
        ..DoublesQuery::default()
    };
    let rows = world.read().doubles_candidates(&query).unwrap();
    assert_eq!(rows.len(), 200);
    // The one who shares more than a surname is among them, and first.
    assert_eq!(rows[0].id, last);
}

#[test]
fn a_surname_is_compared_by_its_letters() {
    assert_eq!(surname_key("O'Neill-SMITH 3"), "oneillsmith3");
    assert_eq!(surname_key("Żółć"), "zołc");
    assert_eq!(surname_key("Zoë ＳＭＩＴＨ"), "zoesmith");
    assert_eq!(surname_key(" - "), "");
}
