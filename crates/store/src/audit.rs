//! The audit: one entry for each act, written with it and chained to the entry before.

use chrono::{DateTime, Utc};
use homeward_vault::chain;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::rows::time;
use crate::transact::Extra;
use crate::{Fault, Op, Reader};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number, from 1, without a gap.
    pub seq: u64,
    /// When the act was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: Uuid,
    /// The act it belongs to.
    pub op: Uuid,
    /// 0 for the act itself; 1, 2, ... for more entries of it.
    pub part: u32,
    /// What was done.
    pub act: String,
    /// The record it is about.
    pub subject: Option<Uuid>,
    /// More.
    pub detail: String,
    /// The link that closes over this entry and all before it.
    pub hash: [u8; 32],
}

/// The newest entry: what travels in a sealed file, so that an older copy is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the newest entry. 0 when there is none yet.
    pub seq: u64,
    /// Its link.
    pub hash: [u8; 32],
}

/// What walking the whole chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries hold.
    pub entries: u64,
    /// The first number at which the chain does not hold, if there is one.
    pub broken_at: Option<u64>,
}

impl ChainReport {
    /// Whether every entry is there, unchanged and in order.
    pub fn holds(self) -> bool {
        self.broken_at.is_none()
    }
}

/// What the first entry of a store hangs on: two stores never share a link.
fn root(store: Uuid) -> [u8; 32] {
    chain(&[0; 32], store.as_bytes())
}

/// The bytes that a link closes over. Every part has a fixed length or is preceded by its length,
/// so no two entries share the same bytes.
struct Sealed<'a> {
    seq: i64,
    at: i64,
    by: Uuid,
    op: Uuid,
    part: i64,
    act: &'a str,
    subject: Option<Uuid>,
    detail: &'a str,
}

impl Sealed<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(96 + self.act.len() + self.detail.len());
        bytes.push(1); // the version of this encoding
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.at.to_be_bytes());
        bytes.extend(self.by.as_bytes());
        bytes.extend(self.op.as_bytes());
        bytes.extend(self.part.to_be_bytes());
        match self.subject {
            Some(subject) => {
                bytes.push(1);
                bytes.extend(subject.as_bytes());
            }
            None => bytes.push(0),
        }
        for text in [self.act, self.detail] {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

/// Adds the entry of an act, and its further entries.
pub(crate) fn append(
    connection: &Connection,
    store: Uuid,
    op: &Op,
    extras: &[Extra],
) -> Result<(), Fault> {
    let mut head = head(connection, store)?;
    let main = Extra { act: op.act.clone(), subject: op.subject, detail: op.detail.clone() };
    let mut insert = connection.prepare_cached(
        "INSERT INTO audit (seq, at, by, op, part, act, subject, detail, prev, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (part, entry) in (0_i64..).zip(std::iter::once(&main).chain(extras)) {
        let seq = i64::try_from(head.seq).map_err(|_| Fault::Damaged)? + 1;
        let at = op.at.timestamp();
        let Extra { act, subject, detail } = entry;
        let sealed = Sealed { seq, at, by: op.by, op: op.id, part, act, subject: *subject, detail };
        let hash = chain(&head.hash, &sealed.bytes());
        insert
            .execute(params![seq, at, op.by, op.id, part, act, subject, detail, head.hash, hash])?;
        head = AuditHead { seq: head.seq + 1, hash };
    }
    connection
        .prepare_cached(
            "INSERT INTO audit_head (only, seq, hash) VALUES (1, ?1, ?2)
             ON CONFLICT (only) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        )?
        .execute(params![i64::try_from(head.seq).map_err(|_| Fault::Damaged)?, head.hash])?;
    Ok(())
}

fn head(connection: &Connection, store: Uuid) -> Result<AuditHead, Fault> {
    let found = connection
        .prepare_cached("SELECT seq, hash FROM audit_head WHERE only = 1")?
        .query_row([], |row| {
            let seq: i64 = row.get(0)?;
            Ok((seq, row.get(1)?))
        })
        .optional()?;
    match found {
        Some((seq, hash)) => {
            Ok(AuditHead { seq: u64::try_from(seq).map_err(|_| Fault::Damaged)?, hash })
        }
        None => Ok(AuditHead { seq: 0, hash: root(store) }),
    }
}

const COLUMNS: &str = "seq, at, by, op, part, act, subject, detail, hash";

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        at: time(row, 1)?,
        by: row.get(2)?,
        op: row.get(3)?,
        part: row.get(4)?,
        act: row.get(5)?,
        subject: row.get(6)?,
        detail: row.get(7)?,
        hash: row.get(8)?,
    })
}

impl Reader<'_> {
    /// Whether the act with this id is on the disk.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn was_done(&self, op: Uuid) -> Result<bool, Fault> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM audit WHERE op = ?1)")?
            .query_row([op], |row| row.get(0))?)
    }

    /// The newest entry's number and link.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn audit_head(&self) -> Result<AuditHead, Fault> {
        head(self.connection, self.store)
    }

    /// A page of the audit, newest first: up to `limit` entries before number `before`, or the
    /// newest ones.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn audit_page(&self, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, Fault> {
        let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![before, limit], entry)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The entries about one record, newest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn audit_of(&self, subject: Uuid, limit: u32) -> Result<Vec<AuditEntry>, Fault> {
        let sql =
            format!("SELECT {COLUMNS} FROM audit WHERE subject = ?1 ORDER BY seq DESC LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![subject, limit], entry)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Walks the whole chain: every entry there, unchanged, in order, up to the head.
    ///
    /// # Errors
    /// A fault of the disk. A chain that does not hold is a report, not a fault.
    pub fn verify_chain(&self) -> Result<ChainReport, Fault> {
        let mut statement = self.connection.prepare(
            "SELECT seq, at, by, op, part, act, subject, detail, prev, hash FROM audit
             ORDER BY seq",
        )?;
        let mut rows = statement.query([])?;
        let mut entries = 0_u64;
        let mut link = root(self.store);
        while let Some(row) = rows.next()? {
            let expected = entries + 1;
            let seq: i64 = row.get(0)?;
            let act: String = row.get(5)?;
            let detail: String = row.get(7)?;
            let sealed = Sealed {
                seq,
                at: row.get(1)?,
                by: row.get(2)?,
                op: row.get(3)?,
                part: row.get(4)?,
                act: &act,
                subject: row.get(6)?,
                detail: &detail,
            };
            let next = chain(&link, &sealed.bytes());
            let prev: [u8; 32] = row.get(8)?;
            let hash: [u8; 32] = row.get(9)?;
            if u64::try_from(seq) != Ok(expected) || prev != link || hash != next {
                return Ok(ChainReport { entries, broken_at: Some(expected) });
            }
            link = next;
            entries = expected;
        }
        let head = head(self.connection, self.store)?;
        let whole = head == AuditHead { seq: entries, hash: link };
        Ok(ChainReport { entries, broken_at: (!whole).then_some(entries + 1) })
    }
}

#[cfg(test)]
mod tests;
