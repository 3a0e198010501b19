//! Typed columns: projections of the few answers that clocks, lists and SQL need.

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::RecordKind;
use homeward_casework::time::interval;
use homeward_standard::{Answer, Moment, Value};
use rusqlite::types::ToSqlOutput;
use rusqlite::{ToSql, params};
use uuid::Uuid;

use crate::records::find;
use crate::transact::Thing;
use crate::{Fault, Tx};

/// A moment as it is kept: the standard's text form, and the first and last second it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMoment {
    /// Such as `2026-03-29`, `2026-03-29T14:30` or `2026-10-25T01:30/2`.
    pub text: String,
    /// The first second it can mean.
    pub from: DateTime<Utc>,
    /// The last second it can mean.
    pub to: DateTime<Utc>,
}

impl KeptMoment {
    /// The moment with the instants it can mean. `None` for a time that never was, in the hour
    /// that March skips.
    pub fn of(moment: &Moment) -> Option<Self> {
        let span = interval(moment).ok()?;
        Some(Self { text: moment.to_string(), from: span.from, to: span.to })
    }

    /// The moment of the standard that this is.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when the text is no moment: another program wrote it.
    pub fn moment(&self) -> Result<Moment, Fault> {
        self.text.parse().map_err(|_| Fault::Damaged)
    }
}

/// What a typed column is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// Nothing: the answer is blank, or an absence.
    Nothing,
    /// A text or a code.
    Text(String),
    /// A date.
    Date(NaiveDate),
    /// A moment.
    Moment(KeptMoment),
}

impl Bound {
    /// What a typed column holds of an answer. `None` for kinds that no column holds.
    pub fn of(answer: Option<&Answer>) -> Option<Self> {
        match answer {
            None | Some(Answer::Absent(_)) => Some(Self::Nothing),
            Some(Answer::Given(value)) => match value {
                Value::Text(text) | Value::Choice(text) => Some(Self::Text(text.clone())),
                Value::Date(date) => Some(Self::Date(*date)),
                Value::Moment(moment) => {
                    Some(KeptMoment::of(moment).map_or(Self::Nothing, Self::Moment))
                }
                Value::Number(_) | Value::Choices(_) | Value::Rows(_) => None,
            },
        }
    }
}

/// A projection: the name of the bind in the question set, and what it holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind<'a> {
    /// Such as `episode.returned_at`.
    pub name: &'a str,
    /// What the column is to hold.
    pub bound: Bound,
}

enum Holds {
    Text,
    Date,
    Moment,
}

struct Column {
    bind: &'static str,
    kind: RecordKind,
    name: &'static str,
    holds: Holds,
}

const fn column(bind: &'static str, kind: RecordKind, name: &'static str, holds: Holds) -> Column {
    Column { bind, kind, name, holds }
}

/// Every bind that a question may name.
const COLUMNS: &[Column] = &[
    column("child.local_id", RecordKind::Child, "local_id", Holds::Text),
    column("child.forename", RecordKind::Child, "forename", Holds::Text),
    column("child.surname", RecordKind::Child, "surname", Holds::Text),
    column("child.date_of_birth", RecordKind::Child, "date_of_birth", Holds::Date),
    column("child.sex", RecordKind::Child, "sex", Holds::Text),
    column("child.ethnicity", RecordKind::Child, "ethnicity", Holds::Text),
    column("child.care_status", RecordKind::Child, "care_status", Holds::Text),
    column("episode.type", RecordKind::Episode, "type", Holds::Text),
    column("episode.dfe_missing_type", RecordKind::Episode, "dfe_missing_type", Holds::Text),
    column("episode.missing_from_at", RecordKind::Episode, "missing_from", Holds::Moment),
    column("episode.returned_at", RecordKind::Episode, "returned", Holds::Moment),
    column("episode.located_at", RecordKind::Episode, "located", Holds::Moment),
    column("episode.la_notified_at", RecordKind::Episode, "la_notified", Holds::Moment),
    column("episode.last_seen_at", RecordKind::Episode, "last_seen", Holds::Moment),
    column("ppi.status", RecordKind::Ppi, "status", Holds::Text),
    column("ppi.at", RecordKind::Ppi, "at", Holds::Moment),
    column("conversation.offer", RecordKind::Conversation, "offer", Holds::Text),
    column("conversation.offered_at", RecordKind::Conversation, "offered_at", Holds::Moment),
    column("conversation.outcome", RecordKind::Conversation, "outcome", Holds::Text),
    column("conversation.held_at", RecordKind::Conversation, "held_at", Holds::Moment),
    column("support.plan_made", RecordKind::Support, "plan_made", Holds::Text),
    column("support.told_child_at", RecordKind::Support, "told_child_at", Holds::Date),
];

/// A date as the text that SQL orders rightly.
struct SqlDate(NaiveDate);

impl ToSql for SqlDate {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.format("%Y-%m-%d").to_string()))
    }
}

impl Tx<'_> {
    /// Every bind name that a question may carry.
    pub fn bind_names() -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().map(|column| column.bind)
    }

    /// Writes a typed column of `record`. The answer it is a projection of is put in the same
    /// transaction; [`Tx::put_answer`] does both.
    ///
    /// # Errors
    /// [`Fault::UnknownBind`], [`Fault::UnknownRecord`], [`Fault::WrongKind`] when the record or
    /// the value does not suit the column.
    pub fn project(&mut self, record: Uuid, bind: &Bind<'_>) -> Result<(), Fault> {
        let found = find(self.connection, record)?;
        self.project_on(&found, record, bind)
    }

    pub(crate) fn project_on(
        &mut self,
        found: &crate::records::Found,
        record: Uuid,
        bind: &Bind<'_>,
    ) -> Result<(), Fault> {
        let column =
            COLUMNS.iter().find(|column| column.bind == bind.name).ok_or(Fault::UnknownBind)?;
        if found.kind != column.kind {
            return Err(Fault::WrongKind(record));
        }
        // Table and column names come from the table above, never from outside.
        let (table, name) = (column.kind.as_str(), column.name);
        match (&column.holds, &bind.bound) {
            (Holds::Moment, Bound::Moment(_) | Bound::Nothing) => {
                let sql = format!(
                    "UPDATE {table} SET {name} = ?2, {name}_from = ?3, {name}_to = ?4
                     WHERE record = ?1"
                );
                let moment = match &bind.bound {
                    Bound::Moment(moment) => Some(moment),
                    _ => None,
                };
                self.connection.prepare_cached(&sql)?.execute(params![
                    found.seq,
                    moment.map(|moment| moment.text.as_str()),
                    moment.map(|moment| moment.from.timestamp()),
                    moment.map(|moment| moment.to.timestamp()),
                ])?;
            }
            (_, Bound::Nothing) => self.set_column(found.seq, table, name, &None::<&str>)?,
            (Holds::Text, Bound::Text(text)) => self.set_column(found.seq, table, name, text)?,
            (Holds::Date, Bound::Date(date)) => {
                self.set_column(found.seq, table, name, &SqlDate(*date))?;
            }
            _ => return Err(Fault::WrongKind(record)),
        }
        if matches!(column.bind, "child.forename" | "child.surname" | "child.local_id") {
            self.renew_search_words(found.seq)?;
        }
        self.changed(Thing::of(found.kind));
        self.touch(found)
    }

    fn set_column(
        &self,
        seq: i64,
        table: &str,
        name: &str,
        value: &dyn ToSql,
    ) -> Result<(), Fault> {
        let sql = format!("UPDATE {table} SET {name} = ?2 WHERE record = ?1");
        self.connection.prepare_cached(&sql)?.execute(params![seq, value])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
