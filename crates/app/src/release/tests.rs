use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use homeward_casework::{Origin, RecordKind, ReviewState, time};
use homeward_standard::Absence;
use homeward_store::{NewRecord, Op};
use homeward_vault::random_id;
use uuid::Uuid;

use super::rows::{self, Asked, Found};
use crate::api::ApiError;
use crate::api::door::{Role, Unlock};
use crate::api::release::{Product, ReleaseDone, ReleaseFor};
use crate::import::commission_of;
use crate::import::entry::Entry;
use crate::people::NewPerson;
use crate::roles::Act;
use crate::session::Homeward;
use crate::store_for_tests::{AUTHORITY, PASSPHRASE, made_by};

mod episode_records;
mod first_level;
mod follows;
mod records_by_two;
mod statements;
mod two_people;
mod versions;

/// The passphrase of whoever approves.
const SECOND: &str = "velvet-harbour-thistle-beacon";

struct World {
    folder: tempfile::TempDir,
    home: Homeward,
    made: AtomicU32,
}

/// A record to be written: its kind, what it hangs on, its state, its answers.
struct Write<'a> {
    kind: RecordKind,
    child: Option<Uuid>,
    of: Option<Uuid>,
    covers: Option<Uuid>,
    state: ReviewState,
    answers: &'a [(&'a str, &'a str)],
}

impl World {
    fn new() -> Self {
        Self::with_role(Role::Supervisor)
    }

    fn with_role(role: Role) -> Self {
        let (folder, home) = made_by(role);
        Self { folder, home, made: AtomicU32::new(0) }
    }

    fn write(&self, write: &Write<'_>) -> Uuid {
        let mut entry = Entry::new(self.home.standard(), write.kind, self.home.today()).unwrap();
        for (question, raw) in write.answers {
            match Absence::from_code(raw) {
                Some(absence) => entry.absent(question, absence).unwrap(),
                None => entry.give(question, raw).unwrap(),
            }
        }
        let id = random_id();
        self.home
            .with(Act::Record, |open| {
                let new = NewRecord {
                    id,
                    kind: write.kind,
                    set_version: entry.set_version(),
                    commission: commission_of(open, AUTHORITY)?,
                    child: write.child,
                    of: write.of,
                    origin: Origin::Entered,
                    state: write.state,
                };
                let op: Op = self.home.op(open, "made for a test", None);
                open.store.transact(&op, |tx| {
                    entry.write(tx, &new)?;
                    write.covers.map_or(Ok(()), |e| tx.link_conversation_episode(id, e))
                })?;
                Ok(())
            })
            .unwrap();
        id
    }

    /// A child with this name and birthday.
    fn child(&self, surname: &str, born: &str) -> Uuid {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let local_id = format!("EX{number}");
        let mut answers = vec![
            ("forename", "Example"),
            ("surname", surname),
            ("date_of_birth", born),
            ("sex", "F"),
            ("ethnicity", "BAFR"),
            ("care_status", "CIN"),
        ];
        // Two ids of one authority would speak against a double.
        if surname != "Childname" {
            answers.push(("child_local_id", &local_id));
        }
        self.write(&Write {
            kind: RecordKind::Child,
            child: None,
            of: None,
            covers: None,
            state: ReviewState::Draft,
            answers: &answers,
        })
    }

    fn episode(&self, child: Uuid, start: &str, end: Option<&str>) -> Uuid {
        let status = if end.is_some() { "RETURNED" } else { "OPEN" };
        let mut answers = vec![("missing_from_at", start), ("episode_status", status)];
        answers.extend(end.map(|end| ("returned_at", end)));
        self.write(&Write {
            kind: RecordKind::Episode,
            child: Some(child),
            of: None,
            covers: None,
            state: ReviewState::Draft,
            answers: &answers,
        })
    }

    fn conversation(&self, child: Uuid, episode: Uuid, state: ReviewState) -> Uuid {
        self.write(&Write {
            kind: RecordKind::Conversation,
            child: Some(child),
            of: None,
            covers: Some(episode),
            state,
            answers: &[
                ("rhi_offer", "OFFERED"),
                ("rhi_offered_at", "02/05/2025\n10:00"),
                ("rhi_outcome", "COMPLETED"),
                ("rhi_started_at", "03/05/2025\n10:00"),
            ],
        })
    }

    /// Children who are nobody's doubles, with an episode each.
    fn children(&self, many: u32) -> Vec<Uuid> {
        (0..many)
            .map(|number| {
                let child =
                    self.child(&format!("Child {number}"), &format!("{:02}/06/2010", number + 1));
                self.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
                child
            })
            .collect()
    }

    /// Lets somebody else in.
    fn let_in(&self, role: Role, passphrase: &str) {
        self.home
            .add_person(&NewPerson {
                name: "Example Colleague",
                role,
                passphrase,
                passphrase_again: passphrase,
                mine: PASSPHRASE,
            })
            .unwrap();
    }

    /// Goes on as whoever has this passphrase.
    fn become_who_has(&self, passphrase: &str) {
        self.home.close();
        self.home.unlock(Unlock { passphrase: passphrase.into() }).unwrap();
    }

    fn asked(&self) -> ReleaseFor {
        ReleaseFor {
            product: Product::TopicTables,
            authority: AUTHORITY.into(),
            period: "2025-26".into(),
            receiver: "london_datastore".into(),
            purpose: "Yearly figures".into(),
            agreement: "Example agreement of 1 April 2026".into(),
        }
    }

    /// Proposes, as whoever is in.
    fn propose(&self) -> Result<String, ApiError> {
        Ok(self.home.propose_release_just_unlocked(&self.asked())?.id)
    }

    /// Approves, as whoever is in.
    fn approve(&self, proposal: &str, out: &str) -> Result<ReleaseDone, ApiError> {
        self.home.approve_release_just_unlocked(proposal, &self.folder.path().join(out))
    }

    /// Makes a release as two people do, and goes on as the first.
    fn release(&self, out: &str) -> Result<ReleaseDone, ApiError> {
        let proposal = self.propose()?;
        if !self.home.release_form()?.has_second_person {
            self.let_in(Role::Governance, SECOND);
        }
        self.become_who_has(SECOND);
        let done = self.approve(&proposal, out);
        self.become_who_has(PASSPHRASE);
        done
    }

    fn rows(&self) -> Found {
        let running = self.home.job.begin().unwrap();
        let asked = Asked {
            authority: AUTHORITY,
            period: "2025-26",
            as_of: time::day(self.home.today()).to,
        };
        rows::find(&self.home, &asked, &running).unwrap()
    }

    fn value(&self, variable: &str) -> String {
        let found = self.rows();
        assert_eq!(found.rows.len(), 1);
        found.rows[0].values[variable].clone()
    }
}

#[test]
fn five_children_are_enough_and_four_and_a_double_are_not() {
    let world = World::new();
    world.children(3);
    for born in ["01/02/2011", "01/02/2011"] {
        let child = world.child("Childname", born);
        world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    }
    let refused = world.release("release").unwrap_err();
    assert!(refused.message.contains("Settle the likely doubles first"), "{}", refused.message);
    assert!(!world.folder.path().join("release").exists());

    let child = world.child("Child 9", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    let done = world.release("release").unwrap();
    assert_eq!((done.episodes, done.children), (Some(6), Some(5)));
    assert!(done.sentence.starts_with("Made for London Datastore: "), "{}", done.sentence);
}

#[test]
fn every_episode_of_the_year_counts_and_no_other() {
    let world = World::new();
    let child = world.child("Child 1", "01/06/2010");
    for start in ["31/03/2025\n23:00", "01/04/2025", "31/03/2026\n23:59", "01/04/2026"] {
        world.episode(child, start, None);
    }
    let found = world.rows();
    assert_eq!(found.rows.len(), 2);
    assert!(found.rows.iter().all(|row| row.values["repeat_band"] == "TWICE"));
    // The first one ever was the year before.
    assert!(found.rows.iter().all(|row| row.values["first_ever"] == "N"));
}

#[test]
fn what_a_conversation_said_leaves_only_when_it_is_signed_off() {
    for (state, value, in_time) in [
        (ReviewState::Draft, "PEND", "PEND"),
        (ReviewState::ReadyForReview, "PEND", "PEND"),
        (ReviewState::Returned, "PEND", "PEND"),
        (ReviewState::SignedOff, "COMPLETED", "Y"),
        (ReviewState::Amended, "COMPLETED", "Y"),
    ] {
        let world = World::new();
        let child = world.child("Child 1", "01/06/2010");
        let episode = world.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
        world.conversation(child, episode, state);
        assert_eq!(world.value("rhi_outcome"), value, "{state:?}");
        assert_eq!(world.value("rhi_completed_in_time"), in_time, "{state:?}");
        assert_eq!(world.value("age_at_start"), "14");
        assert_eq!(world.value("duration_band"), "H8_TO_24");
    }
}

#[test]
fn an_answer_that_is_named_says_yes_another_no_and_none_says_why() {
    for (state, disclosed, said_no) in
        [(ReviewState::SignedOff, "SOME", "N"), (ReviewState::Draft, "PEND", "PEND")]
    {
        let world = World::new();
        let child = world.child("Child 1", "01/06/2010");
        let episode = world.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
        world.write(&Write {
            kind: RecordKind::Ppi,
            child: Some(child),
            of: Some(episode),
            covers: None,
            state,
            answers: &[("ppi_status", "Y"), ("ppi_disclosure", "SOME")],
        });
        world.conversation(child, episode, state);
        let values = world.rows().rows.remove(0).values;
        // Nobody wrote down a reason yet, so it is still to be found out.
        assert_eq!(values["reason_home"], "PEND");
        assert_eq!(values["ppi_disclosure"], disclosed);
        assert_eq!(values["rhi_said_no"], said_no);
        assert_eq!(values["missing_again_90"], "N");
    }
}

#[test]
fn an_answer_whose_question_is_hidden_again_never_leaves() {
    for (status, unasked, worked_out) in [("N", "NAPP", "NAPP"), ("UNKN", "NAPP", "UNKN")] {
        let world = World::new();
        let child = world.child("Child 1", "01/06/2010");
        let episode = world.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
        world.write(&Write {
            kind: RecordKind::Ppi,
            child: Some(child),
            of: Some(episode),
            covers: None,
            state: ReviewState::SignedOff,
            answers: &[("ppi_status", status), ("ppi_mode", "F2F"), ("ppi_outcome", "CRIME")],
        });
        assert_eq!(world.value("ppi_status"), status);
        assert_eq!(world.value("ppi_mode"), unasked);
        for variable in ["ppi_in_time", "ppi_outcome_group"] {
            assert_eq!(world.value(variable), worked_out, "{variable}");
        }
    }
}

#[test]
fn while_a_child_is_missing_no_clock_runs() {
    let world = World::new();
    let child = world.child("Child 1", "01/06/2010");
    world.episode(child, "01/05/2025\n10:00", None);
    assert_eq!(world.value("duration_band"), "OPEN");
    for variable in ["rhi_offered_in_time", "rhi_completed_in_time", "ppi_in_time"] {
        assert_eq!(world.value(variable), "NAPP", "{variable}");
    }
    assert_eq!(world.value("rhi_outcome"), "PEND");
}

#[test]
fn the_second_conversation_with_one_person_is_with_the_same_worker() {
    let world = World::new();
    let child = world.child("Child 1", "01/06/2010");
    let early = world.episode(child, "01/03/2025\n10:00", Some("01/03/2025\n20:00"));
    world.write(&Write {
        kind: RecordKind::Conversation,
        child: Some(child),
        of: None,
        covers: Some(early),
        state: ReviewState::SignedOff,
        answers: &[("rhi_outcome", "COMPLETED"), ("rhi_started_at", "02/03/2025\n10:00")],
    });
    let episode = world.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
    world.conversation(child, episode, ReviewState::SignedOff);
    assert_eq!(world.value("same_worker"), "Y");
}

#[test]
fn a_second_release_waits_when_it_would_show_what_changed_about_a_few() {
    let world = World::new();
    let children = world.children(12);
    world.release("first").unwrap();
    // Nothing changed: the same again, as a whole.
    let again = world.release("second").unwrap();
    assert!(again.sentence.contains("replaces it whole"), "{}", again.sentence);

    for child in children.iter().take(4) {
        world.episode(*child, "01/08/2025\n10:00", Some("01/08/2025\n20:00"));
    }
    let refused = world.release("third").unwrap_err();
    assert!(refused.message.contains("what changed about 4 children"), "{}", refused.message);
    assert!(!world.folder.path().join("third").exists());

    world.episode(children[4], "01/08/2025\n10:00", Some("01/08/2025\n20:00"));
    world.release("third").unwrap();
    let ledger =
        world.home.with(Act::Read, |open| Ok(open.store.read()?.ledger(AUTHORITY)?)).unwrap();
    let products: Vec<&str> = ledger.iter().map(|entry| entry.product.as_str()).collect();
    assert_eq!(products, ["topic tables, reissued", "topic tables, reissued", "topic tables"]);
}

#[test]
fn a_check_with_the_store_sees_a_release_of_other_children() {
    let world = World::new();
    world.children(12);
    world.release("release").unwrap();
    let folder = world.folder.path().join("release");
    let checked = world.home.check_release(&folder).unwrap();
    assert_eq!(checked.outcome, super::Outcome::Holds, "{:?}", checked.problems);
    assert!(checked.children_counted);

    let child = world.child("Child 40", "09/09/2009");
    world.episode(child, "01/06/2025\n10:00", Some("01/06/2025\n20:00"));
    let checked = world.home.check_release(&folder).unwrap();
    assert_eq!(checked.outcome, super::Outcome::DoesNotHold);
    world.home.close();
    let alone = world.home.check_release(&folder).unwrap();
    assert_eq!(alone.outcome, super::Outcome::Holds);
    assert!(!alone.children_counted);
}
