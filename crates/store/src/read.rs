//! Questions about single records. Lists and searches are in `work`, `search` and `bulk`.

use std::collections::HashMap;

use homeward_casework::RecordKind;
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use crate::records::find;
use crate::rows::{
    self, ChildRow, Commission, ConversationRow, Counts, EpisodeRow, Person, PpiRow, Record,
    SupportRow,
};
use crate::{Fault, SCHEMA};

/// Asks questions of the store. It cannot change anything.
#[derive(Clone, Copy)]
pub struct Reader<'s> {
    pub(crate) connection: &'s Connection,
    pub(crate) store: Uuid,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("store", &self.store).finish_non_exhaustive()
    }
}

impl<'s> Reader<'s> {
    pub(crate) fn over(connection: &'s Connection, store: Uuid) -> Self {
        Self { connection, store }
    }

    pub(crate) fn list<T>(
        &self,
        sql: &str,
        params: &[&dyn ToSql],
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: &[&dyn ToSql],
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Fault> {
        Ok(self.connection.prepare_cached(sql)?.query_row(params, row).optional()?)
    }

    /// How many records of each kind there are.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn counts(&self) -> Result<Counts, Fault> {
        let count = |table: &str| -> Result<u64, Fault> {
            let sql = format!("SELECT count(*) FROM {table}");
            let count: i64 = self.connection.prepare_cached(&sql)?.query_row([], |r| r.get(0))?;
            Ok(count.unsigned_abs())
        };
        Ok(Counts {
            children: count("child")?,
            episodes: count("episode")?,
            conversations: count("conversation")?,
            ppis: count("ppi")?,
            supports: count("support")?,
            schema: SCHEMA,
        })
    }

    /// Everybody who uses this store, in the order in which they were added.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn people(&self) -> Result<Vec<Person>, Fault> {
        self.list("SELECT id, name, role FROM person ORDER BY seq", &[], rows::person)
    }

    /// One person.
    ///
    /// # Errors
    /// [`Fault::UnknownPerson`].
    pub fn person(&self, id: Uuid) -> Result<Person, Fault> {
        self.one("SELECT id, name, role FROM person WHERE id = ?1", &[&id], rows::person)?
            .ok_or(Fault::UnknownPerson(id))
    }

    /// Every commission, in the order in which they were added.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn commissions(&self) -> Result<Vec<Commission>, Fault> {
        self.list(
            "SELECT id, authority, provider, from_date, to_date FROM commission ORDER BY seq",
            &[],
            rows::commission,
        )
    }

    /// What every record has, of one record.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn record(&self, id: Uuid) -> Result<Record, Fault> {
        self.one(&format!("{} WHERE r.id = ?1", rows::RECORD), &[&id], rows::record)?
            .ok_or(Fault::UnknownRecord(id))
    }

    /// The records of a kind that another version of their questions asked than this one, each with its version. Most
    /// records share one version, so that this is short.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn asked_by_another(
        &self,
        kind: RecordKind,
        version: u32,
    ) -> Result<HashMap<Uuid, u32>, Fault> {
        let found = self.list(
            "SELECT id, set_version FROM record WHERE kind = ?1 AND set_version <> ?2",
            &[&kind.as_str(), &version],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Every record of a child, the child's own first, in the order in which they were made.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn records_of(&self, child: Uuid) -> Result<Vec<Record>, Fault> {
        let seq = find(self.connection, child)?.seq;
        self.list(
            &format!("{} WHERE r.seq = ?1 OR r.child = ?1 ORDER BY r.seq", rows::RECORD),
            &[&seq],
            rows::record,
        )
    }

    /// A child's typed columns.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] when there is no child of this id.
    pub fn child(&self, id: Uuid) -> Result<ChildRow, Fault> {
        self.one(&format!("{} WHERE r.id = ?1", rows::CHILD), &[&id], rows::child)?
            .ok_or(Fault::UnknownRecord(id))
    }

    /// An episode's typed columns.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] when there is no episode of this id.
    pub fn episode(&self, id: Uuid) -> Result<EpisodeRow, Fault> {
        self.one(&format!("{} WHERE r.id = ?1", rows::EPISODE), &[&id], rows::episode)?
            .ok_or(Fault::UnknownRecord(id))
    }

    /// A child's episodes, the earliest first; those without a start come last.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn episodes_of(&self, child: Uuid) -> Result<Vec<EpisodeRow>, Fault> {
        let seq = find(self.connection, child)?.seq;
        self.list(
            &format!(
                "{} WHERE r.child = ?1 AND r.kind = 'episode'
                 ORDER BY e.missing_from_from IS NULL, e.missing_from_from, e.record",
                rows::EPISODE
            ),
            &[&seq],
            rows::episode,
        )
    }

    /// The police prevention interviews of an episode: usually one or none.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn ppis_of(&self, episode: Uuid) -> Result<Vec<PpiRow>, Fault> {
        let seq = find(self.connection, episode)?.seq;
        self.list(
            &format!("{} WHERE p.episode = ?1 ORDER BY p.record", rows::PPI),
            &[&seq],
            rows::ppi,
        )
    }

    /// A police prevention interview.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] when there is none of this id.
    pub fn ppi(&self, id: Uuid) -> Result<PpiRow, Fault> {
        self.one(&format!("{} WHERE r.id = ?1", rows::PPI), &[&id], rows::ppi)?
            .ok_or(Fault::UnknownRecord(id))
    }

    fn conversations(&self, rest: &str, seq: i64) -> Result<Vec<ConversationRow>, Fault> {
        let sql = format!("{} {rest}", rows::CONVERSATION);
        let found = self.list(&sql, &[&seq], rows::conversation)?;
        let with_episodes = found.into_iter().map(|(seq, mut conversation)| {
            conversation.episodes = self.list(
                "SELECT r.id FROM conversation_episode ce JOIN record r ON r.seq = ce.episode
                 WHERE ce.conversation = ?1 ORDER BY ce.episode",
                &[&seq],
                |row| row.get(0),
            )?;
            Ok(conversation)
        });
        with_episodes.collect()
    }

    /// A return conversation.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] when there is none of this id.
    pub fn conversation(&self, id: Uuid) -> Result<ConversationRow, Fault> {
        let seq = find(self.connection, id)?.seq;
        let mut found = self.conversations("WHERE v.record = ?1", seq)?;
        found.pop().ok_or(Fault::UnknownRecord(id))
    }

    /// A child's conversations, in the order in which they were made.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn conversations_of_child(&self, child: Uuid) -> Result<Vec<ConversationRow>, Fault> {
        let seq = find(self.connection, child)?.seq;
        self.conversations("WHERE r.child = ?1 AND r.kind = 'conversation' ORDER BY v.record", seq)
    }

    /// The conversations that cover an episode, in the order in which they were made.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn conversations_of_episode(&self, episode: Uuid) -> Result<Vec<ConversationRow>, Fault> {
        let seq = find(self.connection, episode)?.seq;
        self.conversations(
            "JOIN conversation_episode ce ON ce.conversation = v.record
             WHERE ce.episode = ?1 ORDER BY v.record",
            seq,
        )
    }

    /// A support plan.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] when there is none of this id.
    pub fn support(&self, id: Uuid) -> Result<SupportRow, Fault> {
        self.one(&format!("{} WHERE r.id = ?1", rows::SUPPORT), &[&id], rows::support)?
            .ok_or(Fault::UnknownRecord(id))
    }

    /// The support plans that follow from a conversation.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn supports_of(&self, conversation: Uuid) -> Result<Vec<SupportRow>, Fault> {
        let seq = find(self.connection, conversation)?.seq;
        self.list(
            &format!("{} WHERE s.conversation = ?1 ORDER BY s.record", rows::SUPPORT),
            &[&seq],
            rows::support,
        )
    }

    /// A child's support plans.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn supports_of_child(&self, child: Uuid) -> Result<Vec<SupportRow>, Fault> {
        let seq = find(self.connection, child)?.seq;
        self.list(
            &format!(
                "{} WHERE r.child = ?1 AND r.kind = 'support' ORDER BY s.record",
                rows::SUPPORT
            ),
            &[&seq],
            rows::support,
        )
    }
}
