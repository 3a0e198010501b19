//! People, commissions, settings, places, flags and the ledger of releases.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::records::find;
use crate::rows::{maybe_time, time};
use crate::transact::Thing;
use crate::{Commission, Fault, Person, Reader, Tx};

/// Where a person was: enough to lead back to the same page and caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page, in the screen's own words.
    pub page: String,
    /// The field that had the caret, and the selection in it.
    pub caret: Option<Selection>,
}

/// A selection in a field. A caret is an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The field, in the screen's own words.
    pub field: String,
    /// Its start, in UTF-16 units from the start of the field.
    pub start: u32,
    /// Its end.
    pub end: u32,
}

/// A rule that a record breaks, noted when it was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The record.
    pub record: Uuid,
    /// The id of the rule, such as `574`.
    pub rule: String,
    /// More: ids and line numbers, never a name or an answer.
    pub detail: String,
    /// When it was noted.
    pub at: DateTime<Utc>,
    /// When it was dealt with.
    pub cleared_at: Option<DateTime<Utc>>,
}

/// A release that was made: what a receiver has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Random id.
    pub id: Uuid,
    /// The GSS code of the authority.
    pub authority: String,
    /// Such as `2025-26`.
    pub period: String,
    /// What was made, such as `topic-tables`.
    pub product: String,
    /// Who has it.
    pub receiver: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who made it: the person who approved it.
    pub made_by: Uuid,
    /// Who proposed it. None for a release from before there were two people to one.
    pub proposed_by: Option<Uuid>,
    /// The SHA-256 of its manifest.
    pub manifest_hash: String,
    /// What it is for, as it stands in its manifest.
    pub purpose: String,
    /// The agreement under which it is shared, as it stands in its manifest.
    pub agreement: String,
}

/// A release that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewRelease<'a> {
    /// Random id.
    pub id: Uuid,
    /// The GSS code of the authority.
    pub authority: &'a str,
    /// Such as `2025-26`.
    pub period: &'a str,
    /// What is made, such as `topic tables`.
    pub product: &'a str,
    /// Who gets it.
    pub receiver: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// The agreement under which it is shared.
    pub agreement: &'a str,
    /// Who proposed it; who makes it is the person of the act.
    pub proposed_by: Uuid,
    /// The SHA-256 of its manifest.
    pub manifest_hash: &'a str,
}

impl Tx<'_> {
    /// Adds a person.
    ///
    /// # Errors
    /// [`Fault::Refused`] when a person with this id exists.
    pub fn insert_person(&mut self, person: &Person) -> Result<(), Fault> {
        self.connection
            .prepare_cached("INSERT INTO person (id, name, role) VALUES (?1, ?2, ?3)")?
            .execute(params![person.id, person.name, person.role])?;
        self.changed(Thing::Person);
        Ok(())
    }

    /// Adds a commission.
    ///
    /// # Errors
    /// [`Fault::Refused`] when a commission with this id exists.
    pub fn insert_commission(&mut self, commission: &Commission) -> Result<(), Fault> {
        let text = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
        self.connection
            .prepare_cached(
                "INSERT INTO commission (id, authority, provider, from_date, to_date)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                commission.id,
                commission.authority,
                commission.provider,
                text(commission.from),
                text(commission.to),
            ])?;
        self.changed(Thing::Commission);
        Ok(())
    }

    /// Sets a setting of this store.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.connection
            .prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute([name, value])?;
        self.changed(Thing::Setting);
        Ok(())
    }

    /// Notes where the person who acts is, or that it is not known.
    ///
    /// # Errors
    /// [`Fault::UnknownPerson`].
    pub fn put_place(&mut self, place: Option<&Place>) -> Result<(), Fault> {
        let by = self.by()?;
        match place {
            Some(Place { page, caret }) => {
                let caret = caret.as_ref();
                self.connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO place
                           (person, page, field, selection_start, selection_end, at)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        by,
                        page,
                        caret.map(|one| &one.field),
                        caret.map(|one| one.start),
                        caret.map(|one| one.end),
                        self.at(),
                    ])?;
            }
            None => {
                self.connection
                    .prepare_cached("DELETE FROM place WHERE person = ?1")?
                    .execute([by])?;
            }
        }
        self.changed(Thing::Place);
        Ok(())
    }

    /// Notes that a record breaks a rule. Noting it again renews the detail.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn add_flag(&mut self, record: Uuid, rule: &str, detail: &str) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO flag (record, rule, detail, at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![found.seq, rule, detail, self.at()])?;
        self.changed(Thing::Flag);
        Ok(())
    }

    /// Notes that a broken rule was dealt with.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn clear_flag(&mut self, record: Uuid, rule: &str) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.connection
            .prepare_cached("UPDATE flag SET cleared_at = ?3 WHERE record = ?1 AND rule = ?2")?
            .execute(params![found.seq, rule, self.at()])?;
        self.changed(Thing::Flag);
        Ok(())
    }

    /// Notes a release in the ledger. Its time and maker are those of the act.
    ///
    /// # Errors
    /// [`Fault::Refused`] when an entry with this id exists, [`Fault::UnknownPerson`] when nobody is
    /// known who proposed it.
    pub fn add_to_ledger(&mut self, release: &NewRelease<'_>) -> Result<(), Fault> {
        let by = self.by()?;
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO release_ledger
                   (id, authority, period, product, receiver, made_at, made_by, manifest_hash,
                    purpose, agreement, proposed_by)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, seq FROM person WHERE id = ?11",
            )?
            .execute(params![
                release.id,
                release.authority,
                release.period,
                release.product,
                release.receiver,
                self.at(),
                by,
                release.manifest_hash,
                release.purpose,
                release.agreement,
                release.proposed_by,
            ])?;
        if added != 1 {
            return Err(Fault::UnknownPerson(release.proposed_by));
        }
        self.changed(Thing::Release);
        Ok(())
    }
}

impl Reader<'_> {
    /// A setting of this store.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Fault> {
        self.one("SELECT value FROM setting WHERE name = ?1", &[&name], |row| row.get(0))
    }

    /// Where a person was.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn place(&self, person: Uuid) -> Result<Option<Place>, Fault> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT l.page, l.field, l.selection_start, l.selection_end FROM place l
                 JOIN person p ON p.seq = l.person WHERE p.id = ?1",
            )?
            .query_row([person], |row| {
                let caret = match row.get::<_, Option<String>>(1)? {
                    Some(field) => Some(Selection { field, start: row.get(2)?, end: row.get(3)? }),
                    None => None,
                };
                Ok(Place { page: row.get(0)?, caret })
            })
            .optional()?)
    }

    /// The rules that a record breaks and that were not dealt with.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn flags_of(&self, record: Uuid) -> Result<Vec<Flag>, Fault> {
        let seq = find(self.connection, record)?.seq;
        self.list(
            "SELECT rule, detail, at, cleared_at FROM flag
             WHERE record = ?1 AND cleared_at IS NULL ORDER BY rule",
            &[&seq],
            |row| {
                Ok(Flag {
                    record,
                    rule: row.get(0)?,
                    detail: row.get(1)?,
                    at: time(row, 2)?,
                    cleared_at: maybe_time(row, 3)?,
                })
            },
        )
    }

    /// The releases of an authority, newest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn ledger(&self, authority: &str) -> Result<Vec<LedgerEntry>, Fault> {
        self.list(
            "SELECT l.id, l.authority, l.period, l.product, l.receiver, l.made_at, p.id,
                    l.manifest_hash, o.id, l.purpose, l.agreement
             FROM release_ledger l JOIN person p ON p.seq = l.made_by
             LEFT JOIN person o ON o.seq = l.proposed_by
             WHERE l.authority = ?1 ORDER BY l.seq DESC",
            &[&authority],
            |row| {
                Ok(LedgerEntry {
                    id: row.get(0)?,
                    authority: row.get(1)?,
                    period: row.get(2)?,
                    product: row.get(3)?,
                    receiver: row.get(4)?,
                    made_at: time(row, 5)?,
                    made_by: row.get(6)?,
                    manifest_hash: row.get(7)?,
                    proposed_by: row.get(8)?,
                    purpose: row.get(9)?,
                    agreement: row.get(10)?,
                })
            },
        )
    }
}

#[cfg(test)]
mod tests;
