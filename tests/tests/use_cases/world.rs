//! A world for the tests: a fresh folder, a clock that stands still until it is moved, and a
//! store made through first start.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use homeward_app::api::ApiError;
use homeward_app::api::door::{FirstStart, Role, Unlock, Unlocked};
use homeward_app::api::record::{Give, PageView, QuestionView, Saved};
use homeward_app::asks::OneRowGroup;
use homeward_app::{Homeward, Now};

/// A passphrase that passes.
pub const PASSPHRASE: &str = "quiet harbour lantern meadow";

pub struct World {
    pub folder: tempfile::TempDir,
    pub homeward: Homeward,
    clock: Arc<Mutex<DateTime<Utc>>>,
}

impl World {
    /// A laptop on which Homeward was never started. It is 2:32pm on 5 March 2026.
    pub fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Mutex::new("2026-03-05T14:32:00Z".parse().unwrap()));
        let homeward = start(&folder.path().join("store.homeward"), &clock);
        Self { folder, homeward, clock }
    }

    /// A store of a worker for Hackney.
    pub fn worker() -> Self {
        Self::with(Role::Worker, &["E09000012"])
    }

    /// A store of a person in a role, for these authorities.
    pub fn with(role: Role, authorities: &[&str]) -> Self {
        let world = Self::fresh();
        world.homeward.create_store(world.first_start(role, authorities)).unwrap();
        world
    }

    pub fn first_start(&self, role: Role, authorities: &[&str]) -> FirstStart {
        FirstStart {
            name: "Example Worker".into(),
            role,
            authorities: authorities.iter().map(|code| (*code).to_owned()).collect(),
            passphrase: PASSPHRASE.into(),
            passphrase_again: PASSPHRASE.into(),
            recovery_recipient: None,
            recovery_path: Some(self.path("recovery.txt").display().to_string()),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        *self.clock.lock().unwrap() += time;
    }

    /// Ends the process and starts another on the same store.
    pub fn restart(&mut self) {
        self.homeward.close();
        self.homeward = start(&self.path("store.homeward"), &self.clock);
    }

    pub fn unlock(&self) -> Result<Unlocked, ApiError> {
        self.homeward.unlock(Unlock { passphrase: PASSPHRASE.into() })
    }

    /// Gives an answer and leaves the field.
    pub fn give(&self, record: &str, question: &str, raw: &str) -> Saved {
        self.give_in(record, question, 0, raw)
    }

    pub fn give_in(&self, record: &str, question: &str, item: u32, raw: &str) -> Saved {
        self.try_give(record, question, item, raw, None).unwrap()
    }

    /// Gives an absence code.
    pub fn absent(&self, record: &str, question: &str, code: &str) -> Saved {
        self.try_give(record, question, 0, "", Some(code)).unwrap()
    }

    pub fn try_give(
        &self,
        record: &str,
        question: &str,
        item: u32,
        raw: &str,
        absence: Option<&str>,
    ) -> Result<Saved, ApiError> {
        self.homeward.give(Give {
            op: uuid::Uuid::from_bytes(homeward_vault::random_bytes()).to_string(),
            record: record.into(),
            question: question.into(),
            item,
            raw: raw.into(),
            absence: absence.map(str::to_owned),
            left: true,
        })
    }

    /// Adds a row and gives its answers. Returns its item.
    pub fn row(&self, record: &str, group: &str, answers: &[(&str, &str)]) -> u32 {
        let page = self
            .homeward
            .add_row(OneRowGroup { record: record.into(), question: group.into() })
            .unwrap();
        let item = find(&page, group).rows.as_ref().unwrap().rows.last().unwrap().item;
        for (question, raw) in answers {
            self.give_in(record, question, item, raw);
        }
        item
    }

    /// Adds a return of Example Child 12, missing for two nights, and gives child and episode.
    pub fn add_return(&self) -> (String, String) {
        let draft = self.homeward.start_return(None).unwrap();
        self.give(&draft.child, "forename", "Example");
        self.give(&draft.child, "surname", "Child 12");
        self.give(&draft.child, "date_of_birth", "12 3 2010");
        self.give(&draft.child, "child_local_id", "EX000012");
        self.give(&draft.episode, "missing_from_at", "2 3 2026\n10pm");
        self.give(&draft.episode, "episode_status", "RETURNED");
        self.give(&draft.episode, "returned_at", "4 3 2026\n9.15pm");
        let path = self.homeward.finish_return(draft.episode.clone()).unwrap();
        assert_eq!(path, format!("child/{}", draft.child));
        (draft.child, draft.episode)
    }

    /// Begins the return conversation of an episode.
    pub fn conversation(&self, episode: &str) -> String {
        let path = self.homeward.act(format!("do:start-conversation/{episode}")).unwrap();
        path.strip_prefix("record/").unwrap().to_owned()
    }

    /// Writes up a usual conversation, with all that check answers wants.
    pub fn write_up(&self, record: &str) {
        self.give(record, "rhi_offer", "OFFERED");
        self.give(record, "rhi_offered_at", "5 3 2026\n10:00");
        self.give(record, "rhi_outcome", "COMPLETED");
        self.give(record, "rhi_provider", "LA_TEAM");
        self.give(record, "rhi_started_at", "5 3 2026\n11:00");
        self.give(record, "rhi_mode", "F2F");
        self.give(record, "rhi_seen_who", "CHILD_ALONE");
        self.give(record, "privacy_explained", "Y");
        self.give(record, "rhi_engagement", "WILLING");
        self.give(record, "what_happened", "They stayed with a friend and came back by bus.");
        self.give(record, "child_words", "I just needed it to be quiet for a bit.");
        self.give(record, "child_view_missing", "OUT");
        self.row(record, "reasons", &[("reason", "H01"), ("reason_view", "CHILD")]);
        self.row(record, "harms", &[("harm", "NONE")]);
        self.give(record, "rhi_disclosure", "NONE");
        self.give(record, "safety_info_given", "Y");
    }
}

fn start(store: &std::path::Path, clock: &Arc<Mutex<DateTime<Utc>>>) -> Homeward {
    let clock = Arc::clone(clock);
    let now: Now = Arc::new(move || *clock.lock().unwrap());
    Homeward::new(store.to_owned(), now).unwrap().with_least_work()
}

/// A question on a page, wherever it stands.
pub fn find<'p>(page: &'p PageView, question: &str) -> &'p QuestionView {
    all(page).into_iter().find(|view| view.question == question).unwrap()
}

/// All questions on a page, those in rows included.
pub fn all(page: &PageView) -> Vec<&QuestionView> {
    let mut found = Vec::new();
    for view in page.questions.iter().chain(&page.more) {
        found.push(view);
        for row in view.rows.iter().flat_map(|group| &group.rows) {
            found.extend(&row.questions);
        }
    }
    found
}
