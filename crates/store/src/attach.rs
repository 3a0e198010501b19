//! Moving a record under another child or commission, and finding marked records.

use homeward_casework::RecordKind;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::records::find;
use crate::transact::Thing;
use crate::{Fault, Reader, Tx};

impl Tx<'_> {
    /// Puts an episode down for another child: the child of a notification turned out to be here.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`], [`Fault::WrongKind`] when one is no episode or no child, or
    /// [`Fault::HasRecords`] when an interview or a conversation hangs on the episode: it is about
    /// the child who was spoken to, and must not change hands.
    pub fn set_child(&mut self, episode: Uuid, child: Uuid) -> Result<(), Fault> {
        let found = find(self.connection, episode)?;
        if found.kind != RecordKind::Episode {
            return Err(Fault::WrongKind(episode));
        }
        let under = find(self.connection, child)?;
        if under.kind != RecordKind::Child {
            return Err(Fault::WrongKind(child));
        }
        let has_records: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM ppi WHERE episode = ?1)
                     OR EXISTS (SELECT 1 FROM conversation_episode WHERE episode = ?1)",
            )?
            .query_row([found.seq], |row| row.get(0))?;
        if has_records {
            return Err(Fault::HasRecords(episode));
        }
        self.connection
            .prepare_cached(
                "UPDATE record SET (child, commission) =
                   (SELECT seq, commission FROM record WHERE seq = ?2) WHERE seq = ?1",
            )?
            .execute([found.seq, under.seq])?;
        self.bump(&found)?;
        self.changed(Thing::Child);
        self.touch(&found)
    }

    /// Puts a record under another commission of this store.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`] or [`Fault::UnknownCommission`].
    pub fn set_commission(&mut self, record: Uuid, commission: Uuid) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        let to: i64 = self
            .connection
            .prepare_cached("SELECT seq FROM commission WHERE id = ?1")?
            .query_row([commission], |row| row.get(0))
            .optional()?
            .ok_or(Fault::UnknownCommission(commission))?;
        self.connection
            .prepare_cached("UPDATE record SET commission = ?2 WHERE seq = ?1")?
            .execute(params![found.seq, to])?;
        self.bump(&found)?;
        self.touch(&found)
    }
}

impl Reader<'_> {
    /// Records that carry a mark which was not dealt with, the newest mark first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn flagged(&self, rule: &str) -> Result<Vec<Uuid>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.id FROM flag f JOIN record r ON r.seq = f.record
             WHERE f.rule = ?1 AND f.cleared_at IS NULL ORDER BY f.at DESC, r.seq DESC",
        )?;
        let rows = statement.query_map([rule], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a record carries a mark which was not dealt with.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn is_flagged(&self, record: Uuid, rule: &str) -> Result<bool, Fault> {
        let found = find(self.connection, record)?;
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM flag
                 WHERE record = ?1 AND rule = ?2 AND cleared_at IS NULL)",
            )?
            .query_row(params![found.seq, rule], |row| row.get(0))?)
    }
}

#[cfg(test)]
mod tests;
