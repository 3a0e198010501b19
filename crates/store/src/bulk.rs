//! Reading many episodes in one pass, for a release.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use homeward_casework::RecordKind;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::rows;
use crate::{ChildRow, ConversationRow, EpisodeRow, Fault, PpiRow, Reader, SupportRow};

/// How many episodes are read between two looks at whether to go on.
const PAUSE_EVERY: u64 = 250;

/// Which episodes, and which answers with them.
#[derive(Debug, Clone, Copy)]
pub struct BulkQuery<'a> {
    /// The GSS code of the authority under whose commission the episode was recorded.
    pub authority: &'a str,
    /// Only episodes that began on this day (London's) or later.
    pub from: Option<NaiveDate>,
    /// Only episodes that began before this day.
    pub until: Option<NaiveDate>,
    /// The questions whose answers are wanted, by kind of record.
    pub questions: &'a [(RecordKind, &'a str)],
}

/// An answer that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkAnswer {
    /// The record it belongs to.
    pub record: Uuid,
    /// What that record is.
    pub kind: RecordKind,
    /// The id of the question.
    pub question: String,
    /// Its row in a repeating group.
    pub item: Option<u32>,
    /// The last valid value, as JSON.
    pub value: Option<String>,
    /// The last valid absence code.
    pub absence: Option<String>,
}

/// An episode with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkEpisode {
    /// The child.
    pub child: ChildRow,
    /// The episode.
    pub episode: EpisodeRow,
    /// Its police prevention interviews.
    pub ppis: Vec<PpiRow>,
    /// The conversations that cover it.
    pub conversations: Vec<ConversationRow>,
    /// The support plans of those conversations.
    pub supports: Vec<SupportRow>,
    /// The answers that were asked for, of the episode, its child, interviews, conversations and
    /// plans. Questions without an answer are not in it.
    pub answers: Vec<BulkAnswer>,
}

impl Reader<'_> {
    /// How many episodes [`Reader::each_episode`] would give.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn count_episodes(&self, query: &BulkQuery<'_>) -> Result<u64, Fault> {
        Ok(self.keys(query)?.len() as u64)
    }

    fn keys(&self, query: &BulkQuery<'_>) -> Result<Vec<(i64, i64)>, Fault> {
        // The text form of a moment begins with its London date, so days compare as text.
        let mut statement = self.connection.prepare_cached(
            "SELECT r.child, r.seq FROM commission m
             JOIN record r ON r.commission = m.seq AND r.kind = 'episode'
             JOIN episode e ON e.record = r.seq
             WHERE m.authority = ?1
               AND (?2 IS NULL OR e.missing_from >= ?2)
               AND (?3 IS NULL OR e.missing_from < ?3)
             ORDER BY r.child, e.missing_from_from, r.seq",
        )?;
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let rows = statement
            .query_map(params![query.authority, day(query.from), day(query.until)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Gives every episode of the query to `each`, child by child, the earliest episode first.
    /// Every few hundred it tells `pause` how many are done, and stops with [`Fault::Stopped`]
    /// when either breaks.
    ///
    /// # Errors
    /// [`Fault::Stopped`], or a fault of the disk.
    pub fn each_episode(
        &self,
        query: &BulkQuery<'_>,
        each: &mut dyn FnMut(BulkEpisode) -> ControlFlow<()>,
        pause: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<u64, Fault> {
        let mut done = 0_u64;
        let mut last: Option<(i64, ChildRow, Vec<BulkAnswer>)> = None;
        for (child_seq, seq) in self.keys(query)? {
            let (child, child_answers) = match &last {
                Some((known, child, answers)) if *known == child_seq => (child, answers),
                _ => {
                    let child = self.by_seq(rows::CHILD, "c.record", child_seq, rows::child)?;
                    let answers =
                        self.chosen(child_seq, child.id, RecordKind::Child, query.questions)?;
                    let (_, child, answers) = last.insert((child_seq, child, answers));
                    (&*child, &*answers)
                }
            };
            let bulk = self.one_episode(seq, child.clone(), child_answers.clone(), query)?;
            if each(bulk).is_break() {
                return Err(Fault::Stopped);
            }
            done += 1;
            if done.is_multiple_of(PAUSE_EVERY) && pause(done).is_break() {
                return Err(Fault::Stopped);
            }
        }
        Ok(done)
    }

    fn one_episode(
        &self,
        seq: i64,
        child: ChildRow,
        mut answers: Vec<BulkAnswer>,
        query: &BulkQuery<'_>,
    ) -> Result<BulkEpisode, Fault> {
        let episode = self.by_seq(rows::EPISODE, "e.record", seq, rows::episode)?;
        let questions = query.questions;
        answers.extend(self.chosen(seq, episode.id, RecordKind::Episode, questions)?);
        let ppis = self.ppis_of(episode.id)?;
        let conversations = self.conversations_of_episode(episode.id)?;
        let mut supports = Vec::new();
        for ppi in &ppis {
            answers.extend(self.chosen_of(ppi.id, RecordKind::Ppi, questions)?);
        }
        for conversation in &conversations {
            answers.extend(self.chosen_of(conversation.id, RecordKind::Conversation, questions)?);
            supports.extend(self.supports_of(conversation.id)?);
        }
        for support in &supports {
            answers.extend(self.chosen_of(support.id, RecordKind::Support, questions)?);
        }
        Ok(BulkEpisode { child, episode, ppis, conversations, supports, answers })
    }

    fn by_seq<T>(
        &self,
        select: &str,
        key: &str,
        seq: i64,
        row: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Fault> {
        self.one(&format!("{select} WHERE {key} = ?1"), &[&seq], row)?.ok_or(Fault::Damaged)
    }

    fn chosen_of(
        &self,
        id: Uuid,
        kind: RecordKind,
        questions: &[(RecordKind, &str)],
    ) -> Result<Vec<BulkAnswer>, Fault> {
        if questions.iter().all(|(of, _)| *of != kind) {
            return Ok(Vec::new());
        }
        let seq = crate::records::find(self.connection, id)?.seq;
        self.chosen(seq, id, kind, questions)
    }

    fn chosen(
        &self,
        seq: i64,
        record: Uuid,
        kind: RecordKind,
        questions: &[(RecordKind, &str)],
    ) -> Result<Vec<BulkAnswer>, Fault> {
        if questions.iter().all(|(of, _)| *of != kind) {
            return Ok(Vec::new());
        }
        // One walk over the record's answers. Of the revisions of one answer, which come in
        // order, the last counts.
        let mut statement = self.connection.prepare_cached(
            "SELECT question, item, value, absence FROM answer WHERE record = ?1
             ORDER BY question, item, revision",
        )?;
        let mut rows = statement.query([seq])?;
        let mut answers: Vec<BulkAnswer> = Vec::new();
        while let Some(row) = rows.next()? {
            let question = row.get_ref(0)?.as_str().map_err(|_| Fault::Damaged)?;
            if !questions.iter().any(|(of, wanted)| *of == kind && *wanted == question) {
                continue;
            }
            let item = u32::try_from(row.get::<_, i64>(1)?).ok();
            let (value, absence) = (row.get(2)?, row.get(3)?);
            match answers.last_mut() {
                Some(last) if last.question == question && last.item == item => {
                    (last.value, last.absence) = (value, absence);
                }
                _ => answers.push(BulkAnswer {
                    record,
                    kind,
                    question: question.into(),
                    item,
                    value,
                    absence,
                }),
            }
        }
        Ok(answers)
    }
}

#[cfg(test)]
mod tests;
