//! Records: making them, moving their state, joining them.

use homeward_casework::{Origin, RecordKind, ReviewState};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::rows::parsed;
use crate::transact::Thing;
use crate::{Fault, Tx};

/// A record to be made. Its time and author are those of the act.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord {
    /// Its random id.
    pub id: Uuid,
    /// What it is.
    pub kind: RecordKind,
    /// The version of the question set that it answers.
    pub set_version: u32,
    /// The commission it is made under. An episode's decides which authority releases it.
    pub commission: Uuid,
    /// The child it is about; `None` for the record of a child itself.
    pub child: Option<Uuid>,
    /// The episode of a police prevention interview (needed), or the conversation of a support
    /// plan (if there was one). `None` for every other kind.
    pub of: Option<Uuid>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands. A child and an episode stay `Draft`.
    pub state: ReviewState,
}

/// What the store needs to know of a record before it writes to it.
pub(crate) struct Found {
    pub(crate) seq: i64,
    pub(crate) kind: RecordKind,
    pub(crate) state: ReviewState,
    pub(crate) version: u64,
}

pub(crate) fn find(connection: &Connection, id: Uuid) -> Result<Found, Fault> {
    connection
        .prepare_cached("SELECT seq, kind, state, version FROM record WHERE id = ?1")?
        .query_row([id], |row| {
            Ok(Found {
                seq: row.get(0)?,
                kind: parsed(row, 1, RecordKind::parse)?,
                state: parsed(row, 2, ReviewState::parse)?,
                version: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })
        .optional()?
        .ok_or(Fault::UnknownRecord(id))
}

impl Tx<'_> {
    fn find_as(&self, id: Uuid, kind: RecordKind) -> Result<Found, Fault> {
        let found = find(self.connection, id)?;
        if found.kind == kind { Ok(found) } else { Err(Fault::WrongKind(id)) }
    }

    /// Makes a record, with its typed row still empty.
    ///
    /// # Errors
    /// [`Fault::UnknownCommission`], [`Fault::UnknownRecord`] or [`Fault::WrongKind`] for what it
    /// hangs on; [`Fault::Refused`] when a record with this id exists.
    pub fn insert_record(&mut self, new: &NewRecord) -> Result<(), Fault> {
        let by = self.by()?;
        let at = self.at();
        let commission: i64 = self
            .connection
            .prepare_cached("SELECT seq FROM commission WHERE id = ?1")?
            .query_row([new.commission], |row| row.get(0))
            .optional()?
            .ok_or(Fault::UnknownCommission(new.commission))?;
        let child = match (new.kind, new.child) {
            (RecordKind::Child, None) => None,
            (RecordKind::Child, Some(_)) | (_, None) => return Err(Fault::WrongKind(new.id)),
            (_, Some(child)) => Some(self.find_as(child, RecordKind::Child)?.seq),
        };
        let of = match (new.kind, new.of) {
            (RecordKind::Ppi, Some(of)) => Some(self.find_as(of, RecordKind::Episode)?.seq),
            (RecordKind::Support, Some(of)) => {
                Some(self.find_as(of, RecordKind::Conversation)?.seq)
            }
            (RecordKind::Ppi, None) | (_, Some(_)) => return Err(Fault::WrongKind(new.id)),
            (_, None) => None,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO record (id, kind, set_version, commission, child, origin, state,
                                     created_at, created_by, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8)",
            )?
            .execute(params![
                new.id,
                new.kind.as_str(),
                new.set_version,
                commission,
                child,
                new.origin.as_str(),
                new.state.as_str(),
                at,
                by,
            ])?;
        let seq = self.connection.last_insert_rowid();
        let (sql, of) = match new.kind {
            RecordKind::Child => ("INSERT INTO child (record) VALUES (?1)", None),
            RecordKind::Episode => ("INSERT INTO episode (record) VALUES (?1)", None),
            RecordKind::Ppi => ("INSERT INTO ppi (record, episode) VALUES (?1, ?2)", Some(of)),
            RecordKind::Conversation => ("INSERT INTO conversation (record) VALUES (?1)", None),
            RecordKind::Support => {
                ("INSERT INTO support (record, conversation) VALUES (?1, ?2)", Some(of))
            }
        };
        let mut insert = self.connection.prepare_cached(sql)?;
        match of {
            Some(of) => insert.execute(params![seq, of])?,
            None => insert.execute([seq])?,
        };
        drop(insert);
        self.fresh.insert(seq);
        self.changed(Thing::of(new.kind));
        self.touch(&Found { seq, kind: new.kind, state: new.state, version: 1 })
    }

    /// Joins a conversation to an episode that it covers. Joining them again changes nothing.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] or [`Fault::WrongKind`].
    pub fn link_conversation_episode(
        &mut self,
        conversation: Uuid,
        episode: Uuid,
    ) -> Result<(), Fault> {
        let conversation = self.find_as(conversation, RecordKind::Conversation)?;
        let episode = self.find_as(episode, RecordKind::Episode)?;
        self.connection
            .prepare_cached(
                "INSERT OR IGNORE INTO conversation_episode (conversation, episode)
                 VALUES (?1, ?2)",
            )?
            .execute([conversation.seq, episode.seq])?;
        self.changed(Thing::Conversation);
        self.changed(Thing::Episode);
        self.touched.insert(episode.seq);
        Ok(())
    }

    /// Says that a conversation is not about an episode after all. The episode asks for work again.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`]; [`Fault::LastEpisode`] when it is about no other: a conversation is
    /// about one episode at least.
    pub fn unlink_conversation_episode(
        &mut self,
        conversation: Uuid,
        episode: Uuid,
    ) -> Result<(), Fault> {
        let about = self.read().conversation(conversation)?.episodes;
        if about.iter().all(|one| *one == episode) {
            return Err(Fault::LastEpisode);
        }
        let conversation = self.find_as(conversation, RecordKind::Conversation)?;
        let episode = self.find_as(episode, RecordKind::Episode)?;
        self.connection
            .prepare_cached(
                "DELETE FROM conversation_episode WHERE conversation = ?1 AND episode = ?2",
            )?
            .execute([conversation.seq, episode.seq])?;
        self.changed(Thing::Conversation);
        self.changed(Thing::Episode);
        self.touched.insert(episode.seq);
        Ok(())
    }

    /// Moves a record to another review state. Which moves are allowed is for casework to say.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn set_state(
        &mut self,
        record: Uuid,
        state: ReviewState,
        self_checked: bool,
    ) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.connection
            .prepare_cached(
                "UPDATE record SET state = ?2, self_checked = ?3, updated_at = ?4,
                                   version = version + 1 WHERE seq = ?1",
            )?
            .execute(params![found.seq, state.as_str(), self_checked, self.at()])?;
        self.changed(Thing::of(found.kind));
        self.touch(&found)
    }

    /// Makes sure that a record is still at the version that was read.
    ///
    /// # Errors
    /// [`Fault::Stale`] when it is not, [`Fault::UnknownRecord`].
    pub fn expect_version(&self, record: Uuid, version: u64) -> Result<(), Fault> {
        let found = find(self.connection, record)?.version;
        if found == version { Ok(()) } else { Err(Fault::Stale { record, found }) }
    }

    /// Notes a write to the answers of a record. Returns its new version.
    pub(crate) fn bump(&mut self, found: &Found) -> Result<u64, Fault> {
        self.connection
            .prepare_cached(
                "UPDATE record SET updated_at = ?2, version = version + 1 WHERE seq = ?1",
            )?
            .execute(params![found.seq, self.at()])?;
        self.changed(Thing::of(found.kind));
        Ok(found.version + 1)
    }

    /// Notes the episodes whose place in the list of work a change of this record may move.
    pub(crate) fn touch(&mut self, found: &Found) -> Result<(), Fault> {
        let sql = match found.kind {
            RecordKind::Child => return Ok(()),
            RecordKind::Episode => {
                self.touched.insert(found.seq);
                return Ok(());
            }
            RecordKind::Ppi => "SELECT episode FROM ppi WHERE record = ?1",
            RecordKind::Conversation => {
                "SELECT episode FROM conversation_episode WHERE conversation = ?1"
            }
            RecordKind::Support => {
                "SELECT ce.episode FROM support s
                 JOIN conversation_episode ce ON ce.conversation = s.conversation
                 WHERE s.record = ?1"
            }
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([found.seq])?;
        while let Some(row) = rows.next()? {
            self.touched.insert(row.get(0)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
