//! How much is in the store, and the data dictionary: for the command line.

use serde::Serialize;

use crate::api::ApiError;
use crate::api::door::StandardNotice;
use crate::roles::Act;
use crate::session::Homeward;

/// How much is in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Children.
    pub children: u64,
    /// Episodes.
    pub episodes: u64,
    /// Return conversations.
    pub conversations: u64,
    /// Police prevention interviews.
    pub ppis: u64,
    /// Support plans.
    pub supports: u64,
    /// Episodes that still ask for something.
    pub open: u64,
    /// Version of the layout of the store.
    pub schema: u32,
    /// What the person may do: `worker`, `supervisor` or `governance`.
    pub role: String,
    /// Codes of the authorities it works for.
    pub authorities: Vec<String>,
    /// The version of each question set that asks new records, such as `rhi version 1`.
    pub question_sets: Vec<String>,
    /// What is to be said about the borough's own files of the standard; none when all is well.
    pub standard: Option<StandardNotice>,
}

impl Homeward {
    /// How much is in the store.
    ///
    /// # Errors
    /// The store is locked, or the disk failed.
    pub fn status(&self) -> Result<Status, ApiError> {
        self.with(Act::Enter, |open| {
            let reader = open.store.read()?;
            let counts = reader.counts()?;
            Ok(Status {
                children: counts.children,
                episodes: counts.episodes,
                conversations: counts.conversations,
                ppis: counts.ppis,
                supports: counts.supports,
                open: reader.work_count()?,
                schema: counts.schema,
                role: crate::door::role_word(open.me.role).to_owned(),
                authorities: open.me.authorities.iter().map(|one| one.code.clone()).collect(),
                question_sets: self
                    .standard()
                    .sets()
                    .map(|set| format!("{} version {}", set.id, set.version))
                    .collect(),
                standard: self.standard_notice.clone(),
            })
        })
    }

    /// The data dictionary of the standard as a table.
    #[must_use]
    pub fn dictionary_csv(&self) -> String {
        homeward_standard::dictionary::csv(self.standard())
    }

    /// The data dictionary of the standard as JSON.
    #[must_use]
    pub fn dictionary_json(&self) -> serde_json::Value {
        homeward_standard::dictionary::json(self.standard())
    }
}
