//! My work: the episodes that still ask for something, the most urgent first.

use std::collections::BTreeSet;

use homeward_casework::clock::{PPI_HOURS, RHI_HOURS};
use homeward_casework::{Origin, ReviewState};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::rows::{date, moment, parsed};
use crate::{ConversationRow, EpisodeRow, Fault, PpiRow, Reader, SupportRow};

/// The outcome of a conversation that is still being arranged; any other ends its clock.
const STILL_ARRANGED: &str = "PENDING";

/// Later than every due time: 31 December 9999.
const NO_CLOCK: i64 = 253_402_300_799;

/// Where a page of the list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkMark {
    due: i64,
    record: i64,
}

/// An episode that still asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRow {
    /// Ask for what comes after this row with it.
    pub mark: WorkMark,
    /// The episode.
    pub episode: EpisodeRow,
    /// The child's first names.
    pub forename: Option<String>,
    /// The child's family name.
    pub surname: Option<String>,
    /// The newest police prevention interview.
    pub ppi: Option<PpiRow>,
    /// The newest conversation that covers the episode. Its `episodes` are not read here.
    pub conversation: Option<ConversationRow>,
    /// The newest support plan of that conversation.
    pub support: Option<SupportRow>,
}

/// Works out again whether each of these episodes asks for work, and when the earliest of its
/// running clocks is up. Only the order of the list rests on that; what is shown is worked out
/// by casework from the same times.
///
/// An imported episode never does. Any other does until its police prevention interviews, its
/// conversations and their support plans are there and signed off; a support plan is not needed.
pub(crate) fn refresh(connection: &Connection, episodes: &BTreeSet<i64>) -> Result<(), Fault> {
    let mut update = connection.prepare_cached(
        "UPDATE episode SET (open, due) = (
           SELECT r.origin <> 'imported' AND (
                    NOT EXISTS (SELECT 1 FROM ppi WHERE episode = e.record)
                    OR NOT EXISTS (SELECT 1 FROM conversation_episode WHERE episode = e.record)
                    OR EXISTS (SELECT 1 FROM ppi p JOIN record q ON q.seq = p.record
                               WHERE p.episode = e.record
                               AND q.state NOT IN ('signed_off', 'amended'))
                    OR EXISTS (SELECT 1 FROM conversation_episode ce
                               JOIN record q ON q.seq = ce.conversation
                               WHERE ce.episode = e.record
                               AND q.state NOT IN ('signed_off', 'amended'))
                    OR EXISTS (SELECT 1 FROM conversation_episode ce
                               JOIN support s ON s.conversation = ce.conversation
                               JOIN record q ON q.seq = s.record
                               WHERE ce.episode = e.record
                               AND q.state NOT IN ('signed_off', 'amended'))),
                  min(
                    CASE WHEN EXISTS (
                           SELECT 1 FROM conversation_episode ce
                           JOIN conversation v ON v.record = ce.conversation
                           WHERE ce.episode = e.record
                           AND (v.held_at IS NOT NULL OR v.outcome <> ?4)) THEN ?5
                    ELSE coalesce(e.returned_from + ?2, ?5) END,
                    CASE WHEN EXISTS (SELECT 1 FROM ppi p WHERE p.episode = e.record
                                      AND (p.at IS NOT NULL OR p.status IS NOT NULL)) THEN ?5
                    ELSE coalesce(min(coalesce(e.located_from, e.returned_from),
                                      coalesce(e.returned_from, e.located_from)) + ?3, ?5) END)
           FROM episode e JOIN record r ON r.seq = e.record WHERE e.record = ?1)
         WHERE record = ?1",
    )?;
    for episode in episodes {
        update.execute(params![
            episode,
            RHI_HOURS * 3600,
            PPI_HOURS * 3600,
            STILL_ARRANGED,
            NO_CLOCK
        ])?;
    }
    Ok(())
}

const SQL: &str = "SELECT e.due, e.record, c.forename, c.surname,
       r.id, cr.id, m.authority, r.origin, e.type, e.dfe_missing_type,
       e.missing_from, e.missing_from_from, e.missing_from_to,
       e.returned, e.returned_from, e.returned_to,
       e.located, e.located_from, e.located_to,
       e.la_notified, e.la_notified_from, e.la_notified_to,
       e.last_seen, e.last_seen_from, e.last_seen_to,
       pr.id, pr.origin, pr.state, pr.self_checked, p.status, p.at, p.at_from, p.at_to,
       vr.id, vr.origin, vr.state, vr.self_checked, v.offer,
       v.offered_at, v.offered_at_from, v.offered_at_to, v.outcome,
       v.held_at, v.held_at_from, v.held_at_to,
       sr.id, sr.origin, sr.state, sr.self_checked, s.plan_made, s.told_child_at
  FROM episode e
  JOIN record r ON r.seq = e.record
  JOIN commission m ON m.seq = r.commission
  JOIN record cr ON cr.seq = r.child
  JOIN child c ON c.record = r.child
  LEFT JOIN ppi p ON p.record = (SELECT max(record) FROM ppi WHERE episode = e.record)
  LEFT JOIN record pr ON pr.seq = p.record
  LEFT JOIN conversation v ON v.record =
    (SELECT max(conversation) FROM conversation_episode WHERE episode = e.record)
  LEFT JOIN record vr ON vr.seq = v.record
  LEFT JOIN support s ON s.record = (SELECT max(record) FROM support WHERE conversation = v.record)
  LEFT JOIN record sr ON sr.seq = s.record
 WHERE e.open = 1 AND (e.due, e.record) > (?1, ?2)
 ORDER BY e.due, e.record LIMIT ?3";

fn work_row(row: &Row<'_>) -> rusqlite::Result<WorkRow> {
    let episode = EpisodeRow {
        id: row.get(4)?,
        child: row.get(5)?,
        authority: row.get(6)?,
        origin: parsed(row, 7, Origin::parse)?,
        kind: row.get(8)?,
        dfe_missing_type: row.get(9)?,
        missing_from: moment(row, 10)?,
        returned: moment(row, 13)?,
        located: moment(row, 16)?,
        la_notified: moment(row, 19)?,
        last_seen: moment(row, 22)?,
    };
    let ppi = match row.get::<_, Option<Uuid>>(25)? {
        None => None,
        Some(id) => Some(PpiRow {
            id,
            episode: episode.id,
            origin: parsed(row, 26, Origin::parse)?,
            state: parsed(row, 27, ReviewState::parse)?,
            self_checked: row.get(28)?,
            status: row.get(29)?,
            at: moment(row, 30)?,
        }),
    };
    let conversation = match row.get::<_, Option<Uuid>>(33)? {
        None => None,
        Some(id) => Some(ConversationRow {
            id,
            child: episode.child,
            origin: parsed(row, 34, Origin::parse)?,
            state: parsed(row, 35, ReviewState::parse)?,
            self_checked: row.get(36)?,
            offer: row.get(37)?,
            offered_at: moment(row, 38)?,
            outcome: row.get(41)?,
            held_at: moment(row, 42)?,
            episodes: Vec::new(),
        }),
    };
    let support = match row.get::<_, Option<Uuid>>(45)? {
        None => None,
        Some(id) => Some(SupportRow {
            id,
            child: episode.child,
            conversation: conversation.as_ref().map(|conversation| conversation.id),
            origin: parsed(row, 46, Origin::parse)?,
            state: parsed(row, 47, ReviewState::parse)?,
            self_checked: row.get(48)?,
            plan_made: row.get(49)?,
            told_child_at: date(row, 50)?,
        }),
    };
    Ok(WorkRow {
        mark: WorkMark { due: row.get(0)?, record: row.get(1)? },
        episode,
        forename: row.get(2)?,
        surname: row.get(3)?,
        ppi,
        conversation,
        support,
    })
}

impl Reader<'_> {
    /// A page of the episodes that ask for work, the earliest clock first, those without a
    /// running clock last. `after` is the mark of the last row of the page before.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn work_list(&self, after: Option<WorkMark>, limit: u32) -> Result<Vec<WorkRow>, Fault> {
        let after = after.unwrap_or(WorkMark { due: i64::MIN, record: i64::MIN });
        self.list(SQL, &[&after.due, &after.record, &limit], work_row)
    }

    /// How many episodes ask for work.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn work_count(&self) -> Result<u64, Fault> {
        let count: Option<i64> =
            self.one("SELECT count(*) FROM episode WHERE open = 1", &[], |row| row.get(0))?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }
}

#[cfg(test)]
mod tests;
