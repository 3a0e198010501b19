//! Answers and their history: one row a revision.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use crate::binds::Bind;
use crate::records::{Found, find};
use crate::rows::{maybe_time, time};
use crate::{Fault, Reader, Tx};

/// How long key strokes overwrite one revision, in seconds from its first.
pub(crate) const OPEN_FOR: i64 = 5 * 60;

/// How `item` is kept for a question that stands in no repeating group.
const NO_ITEM: i64 = -1;

/// What the typed text was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'a> {
    /// A value, as JSON.
    Value(&'a str),
    /// An absence code, such as `DECL`.
    Absence(&'a str),
    /// Nothing: the answer was emptied.
    Blank,
    /// Nothing valid. The text is kept beside the last valid value.
    Invalid,
}

/// An answer to be written.
#[derive(Debug, Clone)]
pub struct Put<'a> {
    /// The record.
    pub record: Uuid,
    /// The id of the question.
    pub question: &'a str,
    /// Its row in a repeating group.
    pub item: Option<u32>,
    /// What was typed, as it was typed.
    pub raw: &'a str,
    /// What it was read as.
    pub given: Given<'a>,
    /// The typed column to write along, when the question has one. Left alone when the text was
    /// [`Given::Invalid`]: the clocks then run on the last valid value.
    pub bind: Option<Bind<'a>>,
}

/// What became of a [`Put`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutOutcome {
    /// The revision that holds the answer now. 0 when a blank was put where nothing was.
    pub revision: u32,
    /// Whether anything was written. The same text read in the same way is not.
    pub written: bool,
    /// The version of the record now.
    pub version: u64,
}

/// An answer of a record made in this transaction, for imports and demo data.
#[derive(Debug, Clone, Copy)]
pub struct NewAnswer<'a> {
    /// The id of the question.
    pub question: &'a str,
    /// Its row in a repeating group.
    pub item: Option<u32>,
    /// The text.
    pub raw: &'a str,
    /// What it was read as.
    pub given: Given<'a>,
}

/// The newest revision of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The id of the question.
    pub question: String,
    /// Its row in a repeating group.
    pub item: Option<u32>,
    /// The revision.
    pub revision: u32,
    /// What was typed last.
    pub raw: String,
    /// Whether `raw` is what `value` and `absence` say. When not, they are of an earlier text.
    pub valid: bool,
    /// The last valid value, as JSON.
    pub value: Option<String>,
    /// The last valid absence code.
    pub absence: Option<String>,
    /// Who wrote it.
    pub by: Uuid,
    /// When it was last written.
    pub at: DateTime<Utc>,
    /// Whether key strokes still overwrite it.
    pub open: bool,
}

/// One revision of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The revision as it stands.
    pub answer: KeptAnswer,
    /// When it was begun.
    pub opened_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

struct Latest {
    revision: i64,
    raw: String,
    value: Option<String>,
    absence: Option<String>,
    valid: bool,
    by: i64,
    opened_at: i64,
    at: i64,
    closed_at: Option<i64>,
}

fn item_key(item: Option<u32>) -> i64 {
    item.map_or(NO_ITEM, i64::from)
}

impl Tx<'_> {
    fn latest(&self, seq: i64, question: &str, item: i64) -> Result<Option<Latest>, Fault> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT revision, raw, value, absence, valid, by, opened_at, at, closed_at
                 FROM answer WHERE record = ?1 AND question = ?2 AND item = ?3
                 ORDER BY revision DESC LIMIT 1",
            )?
            .query_row(params![seq, question, item], |row| {
                Ok(Latest {
                    revision: row.get(0)?,
                    raw: row.get(1)?,
                    value: row.get(2)?,
                    absence: row.get(3)?,
                    valid: row.get(4)?,
                    by: row.get(5)?,
                    opened_at: row.get(6)?,
                    at: row.get(7)?,
                    closed_at: row.get(8)?,
                })
            })
            .optional()?)
    }

    /// Writes an answer, and its typed column when the question has one.
    ///
    /// Overwrites the open revision; begins another when the last one was closed, is five minutes
    /// old, or is another person's.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`], [`Fault::Frozen`] when the record is signed off, and the faults
    /// of [`Tx::project`].
    pub fn put_answer(&mut self, put: &Put<'_>) -> Result<PutOutcome, Fault> {
        let found = find(self.connection, put.record)?;
        if found.state == homeward_casework::ReviewState::SignedOff {
            return Err(Fault::Frozen(put.record));
        }
        let item = item_key(put.item);
        let latest = self.latest(found.seq, put.question, item)?;
        let (value, absence, valid) = match put.given {
            Given::Value(value) => (Some(value), None, true),
            Given::Absence(code) => (None, Some(code), true),
            Given::Blank => (None, None, true),
            Given::Invalid => {
                let last = latest.as_ref();
                let value = last.and_then(|last| last.value.as_deref());
                (value, last.and_then(|last| last.absence.as_deref()), false)
            }
        };
        let unchanged = match &latest {
            None => put.raw.is_empty() && put.given == Given::Blank,
            Some(last) => {
                last.raw == put.raw
                    && last.valid == valid
                    && last.value.as_deref() == value
                    && last.absence.as_deref() == absence
            }
        };
        if unchanged {
            let revision = latest.map_or(0, |last| last.revision);
            return Ok(PutOutcome {
                revision: u32::try_from(revision).map_err(|_| Fault::Damaged)?,
                written: false,
                version: found.version,
            });
        }
        let (by, at) = (self.by()?, self.at());
        let revision = match &latest {
            Some(last) if last.closed_at.is_none() => {
                // A clock that was set back closes a revision too: its times would run backwards.
                let goes_on = last.by == by && (last.at..last.opened_at + OPEN_FOR).contains(&at);
                if goes_on {
                    self.overwrite(&found, put, last.revision, (value, absence, valid))?;
                    return self.written(&found, put, last.revision);
                }
                let closed = if at >= last.opened_at + OPEN_FOR {
                    (last.opened_at + OPEN_FOR).max(last.at)
                } else {
                    last.at
                };
                self.connection
                    .prepare_cached(
                        "UPDATE answer SET closed_at = ?5
                         WHERE record = ?1 AND question = ?2 AND item = ?3 AND revision = ?4",
                    )?
                    .execute(params![found.seq, put.question, item, last.revision, closed])?;
                last.revision + 1
            }
            Some(last) => last.revision + 1,
            None => 1,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO answer (record, question, item, revision, raw, value, absence, valid,
                                     by, opened_at, at, closed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, NULL)",
            )?
            .execute(params![
                found.seq,
                put.question,
                item,
                revision,
                put.raw,
                value,
                absence,
                valid,
                by,
                at
            ])?;
        self.written(&found, put, revision)
    }

    fn overwrite(
        &self,
        found: &Found,
        put: &Put<'_>,
        revision: i64,
        (value, absence, valid): (Option<&str>, Option<&str>, bool),
    ) -> Result<(), Fault> {
        self.connection
            .prepare_cached(
                "UPDATE answer SET raw = ?5, value = ?6, absence = ?7, valid = ?8, at = ?9
                 WHERE record = ?1 AND question = ?2 AND item = ?3 AND revision = ?4",
            )?
            .execute(params![
                found.seq,
                put.question,
                item_key(put.item),
                revision,
                put.raw,
                value,
                absence,
                valid,
                self.at(),
            ])?;
        Ok(())
    }

    fn written(
        &mut self,
        found: &Found,
        put: &Put<'_>,
        revision: i64,
    ) -> Result<PutOutcome, Fault> {
        let version = self.bump(found)?;
        if let (Some(bind), false) = (&put.bind, put.given == Given::Invalid) {
            self.project_on(found, put.record, bind)?;
        }
        let revision = u32::try_from(revision).map_err(|_| Fault::Damaged)?;
        Ok(PutOutcome { revision, written: true, version })
    }

    /// Writes the answers of a record made in this transaction, each as a closed first revision.
    ///
    /// # Errors
    /// [`Fault::WrongKind`] when the record was not made in this transaction,
    /// [`Fault::UnknownRecord`], or [`Fault::Refused`] when a question comes twice.
    pub fn add_answers(&mut self, record: Uuid, answers: &[NewAnswer<'_>]) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        if !self.fresh.contains(&found.seq) {
            return Err(Fault::WrongKind(record));
        }
        let (by, at) = (self.by()?, self.at());
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO answer (record, question, item, revision, raw, value, absence, valid,
                                 by, opened_at, at, closed_at)
             VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?9)",
        )?;
        for new in answers {
            let (value, absence, valid) = match new.given {
                Given::Value(value) => (Some(value), None, true),
                Given::Absence(code) => (None, Some(code), true),
                Given::Blank => continue,
                Given::Invalid => (None, None, false),
            };
            let item = item_key(new.item);
            insert.execute(params![
                found.seq,
                new.question,
                item,
                new.raw,
                value,
                absence,
                valid,
                by,
                at
            ])?;
        }
        Ok(())
    }

    /// Closes the open revision of one answer: its field was left.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn close_answer(
        &mut self,
        record: Uuid,
        question: &str,
        item: Option<u32>,
    ) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.connection
            .prepare_cached(
                "UPDATE answer SET closed_at = max(at, ?4) WHERE record = ?1 AND question = ?2
                 AND item = ?3 AND closed_at IS NULL",
            )?
            .execute(params![found.seq, question, item_key(item), self.at()])?;
        Ok(())
    }

    /// Closes every open revision of a record.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn close_answers(&mut self, record: Uuid) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.connection
            .prepare_cached(
                "UPDATE answer SET closed_at = max(at, ?2)
                 WHERE record = ?1 AND closed_at IS NULL",
            )?
            .execute(params![found.seq, self.at()])?;
        Ok(())
    }

    /// Closes every open revision in the store, as locking does. Returns how many there were.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn close_all_answers(&mut self) -> Result<usize, Fault> {
        Ok(self
            .connection
            .prepare_cached("UPDATE answer SET closed_at = max(at, ?1) WHERE closed_at IS NULL")?
            .execute([self.at()])?)
    }
}

const COLUMNS: &str = "a.question, a.item, a.revision, a.raw, a.valid, a.value, a.absence, p.id, \
                       a.at, a.closed_at, a.opened_at";

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptAnswer> {
    let item: i64 = row.get(1)?;
    Ok(KeptAnswer {
        question: row.get(0)?,
        item: u32::try_from(item).ok(),
        revision: row.get(2)?,
        raw: row.get(3)?,
        valid: row.get(4)?,
        value: row.get(5)?,
        absence: row.get(6)?,
        by: row.get(7)?,
        at: time(row, 8)?,
        open: row.get::<_, Option<i64>>(9)?.is_none(),
    })
}

impl Reader<'_> {
    /// The newest revision of every answer of a record, in the order of question and item.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn answers(&self, record: Uuid) -> Result<Vec<KeptAnswer>, Fault> {
        let found = find(self.connection, record)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM answer a JOIN person p ON p.seq = a.by
             WHERE a.record = ?1 AND NOT EXISTS (
               SELECT 1 FROM answer n WHERE n.record = a.record AND n.question = a.question
               AND n.item = a.item AND n.revision > a.revision)
             ORDER BY a.question, a.item"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([found.seq], kept)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest revision of one answer.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn answer(
        &self,
        record: Uuid,
        question: &str,
        item: Option<u32>,
    ) -> Result<Option<KeptAnswer>, Fault> {
        let found = find(self.connection, record)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM answer a JOIN person p ON p.seq = a.by
             WHERE a.record = ?1 AND a.question = ?2 AND a.item = ?3
             ORDER BY a.revision DESC LIMIT 1"
        );
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row(params![found.seq, question, item_key(item)], kept)
            .optional()?)
    }

    /// Every revision of the answers to a question (of every row of a group), oldest first.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn history(&self, record: Uuid, question: &str) -> Result<Vec<HistoryEntry>, Fault> {
        let found = find(self.connection, record)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM answer a JOIN person p ON p.seq = a.by
             WHERE a.record = ?1 AND a.question = ?2 ORDER BY a.item, a.revision"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![found.seq, question], |row| {
            Ok(HistoryEntry {
                answer: kept(row)?,
                opened_at: time(row, 10)?,
                closed_at: maybe_time(row, 9)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
