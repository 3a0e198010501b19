//! Rows as they are read: people, commissions, records and their typed columns.

use chrono::{DateTime, NaiveDate, Utc};
use homeward_casework::{Origin, RecordKind, ReviewState};
use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

use crate::KeptMoment;

/// A person who uses the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Random id.
    pub id: Uuid,
    /// The name they gave.
    pub name: String,
    /// The code of their role.
    pub role: String,
}

/// For which authority, through which provider, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// Random id.
    pub id: Uuid,
    /// The GSS code of the authority, which is the controller.
    pub authority: String,
    /// Who does the work; the authority itself, or a charity.
    pub provider: String,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
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
    /// The schema of the file.
    pub schema: u32,
}

/// What every record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Random id.
    pub id: Uuid,
    /// What it is.
    pub kind: RecordKind,
    /// The version of the question set that it answers.
    pub set_version: u32,
    /// The commission it was made under.
    pub commission: Uuid,
    /// The authority of that commission.
    pub authority: String,
    /// The child it is about; `None` for a child.
    pub child: Option<Uuid>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands.
    pub state: ReviewState,
    /// Whether its writer alone has checked it.
    pub self_checked: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last written to.
    pub updated_at: DateTime<Utc>,
    /// Goes up by one with every write.
    pub version: u64,
}

/// A child's typed columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildRow {
    /// Random id.
    pub id: Uuid,
    /// The authority of its commission.
    pub authority: String,
    /// Where the record comes from.
    pub origin: Origin,
    /// The child's id in the authority's own system.
    pub local_id: Option<String>,
    /// First names.
    pub forename: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Code.
    pub sex: Option<String>,
    /// Code.
    pub ethnicity: Option<String>,
    /// Code.
    pub care_status: Option<String>,
    /// How many episodes the store has of the child.
    pub episodes: u32,
}

/// An episode's typed columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRow {
    /// Random id.
    pub id: Uuid,
    /// The child.
    pub child: Uuid,
    /// The authority of its commission.
    pub authority: String,
    /// Where the record comes from.
    pub origin: Origin,
    /// Code of the type of episode.
    pub kind: Option<String>,
    /// The national return's code.
    pub dfe_missing_type: Option<String>,
    /// When the child went missing.
    pub missing_from: Option<KeptMoment>,
    /// When the child came back.
    pub returned: Option<KeptMoment>,
    /// When the child was located.
    pub located: Option<KeptMoment>,
    /// When the authority was told.
    pub la_notified: Option<KeptMoment>,
    /// When the child was last seen.
    pub last_seen: Option<KeptMoment>,
}

/// The typed columns of a police prevention interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PpiRow {
    /// Random id.
    pub id: Uuid,
    /// The episode.
    pub episode: Uuid,
    /// Where the record comes from.
    pub origin: Origin,
    /// Where it stands.
    pub state: ReviewState,
    /// Whether its writer alone has checked it.
    pub self_checked: bool,
    /// Code.
    pub status: Option<String>,
    /// When it was held.
    pub at: Option<KeptMoment>,
}

/// The typed columns of a return conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationRow {
    /// Random id.
    pub id: Uuid,
    /// The child.
    pub child: Uuid,
    /// Where the record comes from.
    pub origin: Origin,
    /// Where it stands.
    pub state: ReviewState,
    /// Whether its writer alone has checked it.
    pub self_checked: bool,
    /// Code.
    pub offer: Option<String>,
    /// When it was offered.
    pub offered_at: Option<KeptMoment>,
    /// Code.
    pub outcome: Option<String>,
    /// When it was held.
    pub held_at: Option<KeptMoment>,
    /// The episodes it covers, in the order in which they were recorded.
    pub episodes: Vec<Uuid>,
}

/// The typed columns of a support plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportRow {
    /// Random id.
    pub id: Uuid,
    /// The child.
    pub child: Uuid,
    /// The conversation it follows from.
    pub conversation: Option<Uuid>,
    /// Where the record comes from.
    pub origin: Origin,
    /// Where it stands.
    pub state: ReviewState,
    /// Whether its writer alone has checked it.
    pub self_checked: bool,
    /// Code.
    pub plan_made: Option<String>,
    /// The day on which the child was told what was done.
    pub told_child_at: Option<NaiveDate>,
}

/// A value that the schema does not allow: the file was changed by another program.
fn impossible(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "not a known value".into())
}

pub(crate) fn parsed<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(|_| impossible(column))?;
    parse(text).ok_or_else(|| impossible(column))
}

fn maybe_parsed<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let text = row.get_ref(column)?.as_str_or_null().map_err(|_| impossible(column))?;
    text.map(|text| parse(text).ok_or_else(|| impossible(column))).transpose()
}

pub(crate) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    let seconds: i64 = row.get(column)?;
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| impossible(column))
}

pub(crate) fn maybe_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let seconds: Option<i64> = row.get(column)?;
    seconds
        .map(|seconds| DateTime::from_timestamp(seconds, 0).ok_or_else(|| impossible(column)))
        .transpose()
}

pub(crate) fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<NaiveDate>> {
    maybe_parsed(row, column, |text| text.parse().ok())
}

/// A moment in three columns, from `column` on.
pub(crate) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<KeptMoment>> {
    let text: Option<String> = row.get(column)?;
    match (text, maybe_time(row, column + 1)?, maybe_time(row, column + 2)?) {
        (Some(text), Some(from), Some(to)) => Ok(Some(KeptMoment { text, from, to })),
        _ => Ok(None),
    }
}

/// Columns for [`person`].
pub(crate) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: row.get(0)?, name: row.get(1)?, role: row.get(2)? })
}

pub(crate) fn commission(row: &Row<'_>) -> rusqlite::Result<Commission> {
    Ok(Commission {
        id: row.get(0)?,
        authority: row.get(1)?,
        provider: row.get(2)?,
        from: date(row, 3)?,
        to: date(row, 4)?,
    })
}

pub(crate) const RECORD: &str =
    "SELECT r.id, r.kind, r.set_version, m.id, m.authority, c.id, r.origin, r.state,
            r.self_checked, r.created_at, p.id, r.updated_at, r.version
     FROM record r
     JOIN commission m ON m.seq = r.commission
     JOIN person p ON p.seq = r.created_by
     LEFT JOIN record c ON c.seq = r.child";

pub(crate) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        id: row.get(0)?,
        kind: parsed(row, 1, RecordKind::parse)?,
        set_version: row.get(2)?,
        commission: row.get(3)?,
        authority: row.get(4)?,
        child: row.get(5)?,
        origin: parsed(row, 6, Origin::parse)?,
        state: parsed(row, 7, ReviewState::parse)?,
        self_checked: row.get(8)?,
        created_at: time(row, 9)?,
        created_by: row.get(10)?,
        updated_at: time(row, 11)?,
        version: row.get::<_, i64>(12)?.unsigned_abs(),
    })
}

pub(crate) const CHILD: &str =
    "SELECT r.id, m.authority, r.origin, c.local_id, c.forename, c.surname, c.date_of_birth,
            c.sex, c.ethnicity, c.care_status,
            (SELECT count(*) FROM record e WHERE e.child = r.seq AND e.kind = 'episode')
     FROM child c
     JOIN record r ON r.seq = c.record
     JOIN commission m ON m.seq = r.commission";

pub(crate) fn child(row: &Row<'_>) -> rusqlite::Result<ChildRow> {
    Ok(ChildRow {
        id: row.get(0)?,
        authority: row.get(1)?,
        origin: parsed(row, 2, Origin::parse)?,
        local_id: row.get(3)?,
        forename: row.get(4)?,
        surname: row.get(5)?,
        date_of_birth: date(row, 6)?,
        sex: row.get(7)?,
        ethnicity: row.get(8)?,
        care_status: row.get(9)?,
        episodes: row.get(10)?,
    })
}

pub(crate) const EPISODE: &str =
    "SELECT r.id, c.id, m.authority, r.origin, e.type, e.dfe_missing_type,
            e.missing_from, e.missing_from_from, e.missing_from_to,
            e.returned, e.returned_from, e.returned_to,
            e.located, e.located_from, e.located_to,
            e.la_notified, e.la_notified_from, e.la_notified_to,
            e.last_seen, e.last_seen_from, e.last_seen_to
     FROM episode e
     JOIN record r ON r.seq = e.record
     JOIN commission m ON m.seq = r.commission
     JOIN record c ON c.seq = r.child";

pub(crate) fn episode(row: &Row<'_>) -> rusqlite::Result<EpisodeRow> {
    Ok(EpisodeRow {
        id: row.get(0)?,
        child: row.get(1)?,
        authority: row.get(2)?,
        origin: parsed(row, 3, Origin::parse)?,
        kind: row.get(4)?,
        dfe_missing_type: row.get(5)?,
        missing_from: moment(row, 6)?,
        returned: moment(row, 9)?,
        located: moment(row, 12)?,
        la_notified: moment(row, 15)?,
        last_seen: moment(row, 18)?,
    })
}

pub(crate) const PPI: &str =
    "SELECT r.id, e.id, r.origin, r.state, r.self_checked, p.status, p.at, p.at_from, p.at_to
     FROM ppi p
     JOIN record r ON r.seq = p.record
     JOIN record e ON e.seq = p.episode";

pub(crate) fn ppi(row: &Row<'_>) -> rusqlite::Result<PpiRow> {
    Ok(PpiRow {
        id: row.get(0)?,
        episode: row.get(1)?,
        origin: parsed(row, 2, Origin::parse)?,
        state: parsed(row, 3, ReviewState::parse)?,
        self_checked: row.get(4)?,
        status: row.get(5)?,
        at: moment(row, 6)?,
    })
}

/// Column 0 is the key by which the episodes are then read.
pub(crate) const CONVERSATION: &str =
    "SELECT v.record, r.id, c.id, r.origin, r.state, r.self_checked, v.offer,
            v.offered_at, v.offered_at_from, v.offered_at_to, v.outcome,
            v.held_at, v.held_at_from, v.held_at_to
     FROM conversation v
     JOIN record r ON r.seq = v.record
     JOIN record c ON c.seq = r.child";

pub(crate) fn conversation(row: &Row<'_>) -> rusqlite::Result<(i64, ConversationRow)> {
    let found = ConversationRow {
        id: row.get(1)?,
        child: row.get(2)?,
        origin: parsed(row, 3, Origin::parse)?,
        state: parsed(row, 4, ReviewState::parse)?,
        self_checked: row.get(5)?,
        offer: row.get(6)?,
        offered_at: moment(row, 7)?,
        outcome: row.get(10)?,
        held_at: moment(row, 11)?,
        episodes: Vec::new(),
    };
    Ok((row.get(0)?, found))
}

pub(crate) const SUPPORT: &str =
    "SELECT r.id, c.id, v.id, r.origin, r.state, r.self_checked, s.plan_made,
            s.told_child_at
     FROM support s
     JOIN record r ON r.seq = s.record
     JOIN record c ON c.seq = r.child
     LEFT JOIN record v ON v.seq = s.conversation";

pub(crate) fn support(row: &Row<'_>) -> rusqlite::Result<SupportRow> {
    Ok(SupportRow {
        id: row.get(0)?,
        child: row.get(1)?,
        conversation: row.get(2)?,
        origin: parsed(row, 3, Origin::parse)?,
        state: parsed(row, 4, ReviewState::parse)?,
        self_checked: row.get(5)?,
        plan_made: row.get(6)?,
        told_child_at: date(row, 7)?,
    })
}
