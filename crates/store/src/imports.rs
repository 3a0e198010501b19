//! Imports: what was brought in, row by row, and from which file.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::records::find;
use crate::rows::{maybe_time, time};
use crate::transact::Thing;
use crate::{Fault, Reader, Tx};

/// What became of a row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOutcome {
    /// A record was made of it.
    New,
    /// The record was there already.
    Already,
    /// It could not be read.
    Wrong,
}

impl RowOutcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Already => "already",
            Self::Wrong => "wrong",
        }
    }
}

/// One row of a file.
#[derive(Debug, Clone, Copy)]
pub struct ImportRow<'a> {
    /// Its line in the file, the header being line 1.
    pub line: u64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The record it made or was matched with.
    pub record: Option<Uuid>,
    /// The id of a check, never the content of the row.
    pub reason: Option<&'a str>,
}

/// How many rows became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Rows of which records were made.
    pub new: u64,
    /// Rows whose records were there already.
    pub already: u64,
    /// Rows that could not be read.
    pub wrong: u64,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// Random id.
    pub id: Uuid,
    /// The kind of file, such as `ssda903`.
    pub source: String,
    /// The GSS code of the authority.
    pub authority: String,
    /// SHA-256 over the files.
    pub file_hash: String,
    /// When it began.
    pub at: DateTime<Utc>,
    /// When it was finished; `None` when it was cancelled or cut off.
    pub finished_at: Option<DateTime<Utc>>,
    /// The rows so far.
    pub counts: ImportCounts,
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Tx<'_> {
    /// Begins an import.
    ///
    /// # Errors
    /// [`Fault::Refused`] when an import with this id exists.
    pub fn start_import(
        &mut self,
        id: Uuid,
        source: &str,
        authority: &str,
        file_hash: &str,
    ) -> Result<(), Fault> {
        let by = self.by()?;
        self.connection
            .prepare_cached(
                "INSERT INTO import_run (id, source, authority, file_hash, at, by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, source, authority, file_hash, self.at(), by])?;
        self.changed(Thing::Import);
        Ok(())
    }

    /// Notes what became of rows, in the same transaction as what was made of them.
    ///
    /// # Errors
    /// [`Fault::UnknownImport`], [`Fault::UnknownRecord`].
    pub fn add_import_rows(&mut self, run: Uuid, rows: &[ImportRow<'_>]) -> Result<(), Fault> {
        let seq: i64 = self
            .connection
            .prepare_cached("SELECT seq FROM import_run WHERE id = ?1")?
            .query_row([run], |row| row.get(0))
            .optional()?
            .ok_or(Fault::UnknownImport(run))?;
        let mut insert = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO import_row (run, line, outcome, record, reason)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut counts = ImportCounts::default();
        for row in rows {
            let record = match row.record {
                Some(id) => Some(find(self.connection, id)?.seq),
                None => None,
            };
            let outcome = row.outcome.as_str();
            insert.execute(params![seq, count(row.line), outcome, record, row.reason])?;
            match row.outcome {
                RowOutcome::New => counts.new += 1,
                RowOutcome::Already => counts.already += 1,
                RowOutcome::Wrong => counts.wrong += 1,
            }
        }
        self.connection
            .prepare_cached(
                "UPDATE import_run SET new_rows = new_rows + ?2, already_rows = already_rows + ?3,
                                       wrong_rows = wrong_rows + ?4 WHERE seq = ?1",
            )?
            .execute(params![seq, count(counts.new), count(counts.already), count(counts.wrong)])?;
        self.changed(Thing::Import);
        Ok(())
    }

    /// Finishes an import.
    ///
    /// # Errors
    /// [`Fault::UnknownImport`].
    pub fn finish_import(&mut self, run: Uuid) -> Result<(), Fault> {
        let found = self
            .connection
            .prepare_cached("UPDATE import_run SET finished_at = ?2 WHERE id = ?1")?
            .execute(params![run, self.at()])?;
        self.changed(Thing::Import);
        if found == 0 { Err(Fault::UnknownImport(run)) } else { Ok(()) }
    }
}

impl Reader<'_> {
    /// The imports of this store, newest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn imports(&self) -> Result<Vec<ImportRun>, Fault> {
        self.list(
            "SELECT id, source, authority, file_hash, at, finished_at, new_rows, already_rows,
                    wrong_rows
             FROM import_run ORDER BY seq DESC",
            &[],
            |row| {
                let number = |column| -> rusqlite::Result<u64> {
                    Ok(row.get::<_, i64>(column)?.unsigned_abs())
                };
                Ok(ImportRun {
                    id: row.get(0)?,
                    source: row.get(1)?,
                    authority: row.get(2)?,
                    file_hash: row.get(3)?,
                    at: time(row, 4)?,
                    finished_at: maybe_time(row, 5)?,
                    counts: ImportCounts {
                        new: number(6)?,
                        already: number(7)?,
                        wrong: number(8)?,
                    },
                })
            },
        )
    }
}

#[cfg(test)]
mod tests;
