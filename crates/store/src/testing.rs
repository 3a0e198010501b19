//! What the tests of this crate share: a store with one person, one commission and a clock.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone, Utc};
use homeward_casework::{Origin, RecordKind, ReviewState};
use homeward_vault::{StoreKey, random_id};
use tempfile::TempDir;
use uuid::Uuid;

use crate::*;

/// A folder that is gone when dropped; in memory where the system offers that, since every
/// commit waits for the disk.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

pub(crate) fn second(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_775_000_000 + second, 0).unwrap()
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) path: PathBuf,
    pub(crate) person: Uuid,
    pub(crate) commission: Uuid,
    pub(crate) now: i64,
    pub(crate) _folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = folder();
        let path = folder.path().join("test.homeward");
        let store = Store::create(&path, StoreKey::random().unwrap(), random_id()).unwrap();
        Self::around(store, path, folder)
    }

    pub(crate) fn around(store: Store, path: PathBuf, folder: TempDir) -> Self {
        let (person, commission) = (random_id(), random_id());
        let mut world = Self { store, path, person, commission, now: 0, _folder: folder };
        world.act(|tx| {
            tx.insert_person(&Person {
                id: person,
                name: "Example Worker 1".into(),
                role: "worker".into(),
            })?;
            tx.insert_commission(&Commission {
                id: commission,
                authority: "E09000012".into(),
                provider: "Example Borough".into(),
                from: "2025-04-01".parse().ok(),
                to: None,
            })
        });
        world
    }

    pub(crate) fn op(&self, act: &str) -> Op {
        Op {
            id: random_id(),
            act: act.into(),
            by: self.person,
            at: second(self.now),
            subject: None,
            detail: String::new(),
        }
    }

    /// Does something at the world's time, which must go well.
    pub(crate) fn act<T>(&mut self, change: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>) -> T {
        self.try_act(change).unwrap()
    }

    pub(crate) fn try_act<T>(
        &mut self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let op = self.op("test");
        self.store.transact(&op, change).map(|done| done.value().unwrap())
    }

    pub(crate) fn add(
        &mut self,
        kind: RecordKind,
        child: Option<Uuid>,
        of: Option<Uuid>,
        origin: Origin,
    ) -> Uuid {
        let new = NewRecord {
            id: random_id(),
            kind,
            set_version: 1,
            commission: self.commission,
            child,
            of,
            origin,
            state: ReviewState::Draft,
        };
        self.act(|tx| tx.insert_record(&new));
        new.id
    }

    pub(crate) fn child(&mut self, forename: &str, surname: &str) -> Uuid {
        let id = self.add(RecordKind::Child, None, None, Origin::Entered);
        self.bind(id, "child.forename", Bound::Text(forename.into()));
        self.bind(id, "child.surname", Bound::Text(surname.into()));
        id
    }

    pub(crate) fn episode(&mut self, child: Uuid) -> Uuid {
        self.add(RecordKind::Episode, Some(child), None, Origin::Entered)
    }

    pub(crate) fn bind(&mut self, record: Uuid, name: &str, bound: Bound) {
        self.act(|tx| tx.project(record, &Bind { name, bound }));
    }

    pub(crate) fn put(&mut self, record: Uuid, question: &str, raw: &str, given: Given<'_>) -> u32 {
        let put = Put { record, question, item: None, raw, given, bind: None };
        self.act(|tx| tx.put_answer(&put)).revision
    }

    pub(crate) fn read(&self) -> Reader<'_> {
        self.store.read().unwrap()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap()
    }
}

/// A moment of one known second.
pub(crate) fn moment(text: &str, at: i64) -> Bound {
    Bound::Moment(KeptMoment { text: text.into(), from: second(at), to: second(at) })
}
