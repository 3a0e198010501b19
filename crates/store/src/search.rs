//! Finding children and episodes: by name, by the keys that imports match on, and likely doubles.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{ToSql, params};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use crate::records::find;
use crate::rows;
use crate::{ChildRow, EpisodeRow, Fault, Reader, Tx};

/// What a child may share with another who is the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct DoublesQuery<'a> {
    /// The child asked about, who is not their own double.
    pub except: Option<Uuid>,
    /// The GSS code of the authority, for the local id.
    pub authority: Option<&'a str>,
    /// The child's id in the authority's own system.
    pub local_id: Option<&'a str>,
    /// The surname, of which the first three letters count.
    pub surname: Option<&'a str>,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
}

/// The words of a text in lower case and without accents, so that "Zoë" is found by "zoe".
fn words(text: &str) -> Vec<String> {
    let plain: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The letters and digits of a name, so that "O'Neill" and "oneill" meet.
fn surname_key(name: &str) -> String {
    words(name).concat()
}

impl Tx<'_> {
    /// Works out again what a child is found by.
    pub(crate) fn renew_search_words(&self, child: i64) -> Result<(), Fault> {
        let parts: [Option<String>; 3] = self
            .connection
            .prepare_cached("SELECT forename, surname, local_id FROM child WHERE record = ?1")?
            .query_row([child], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
        let key = parts[1].as_deref().map(surname_key);
        // A space before each word and one after the last: a search can then tell the beginning
        // of a word, and its end.
        let mut all = String::new();
        for word in parts.iter().flatten().flat_map(|part| words(part)) {
            all.push(' ');
            all.push_str(&word);
        }
        all.push(' ');
        self.connection
            .prepare_cached("UPDATE child SET surname_key = ?2, words = ?3 WHERE record = ?1")?
            .execute(params![child, key, all])?;
        Ok(())
    }
}

/// How many words of a search count. The others are not looked at.
const WORDS: usize = 8;

impl Reader<'_> {
    /// Children whose name or local id has every word of `text`, or a word that begins so.
    /// Children who match whole words come first, then the most recently added.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn search_children(&self, text: &str, limit: u32) -> Result<Vec<ChildRow>, Fault> {
        let mut wanted = words(text);
        wanted.truncate(WORDS);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        // A walk over one short column. An FTS5 index was tried: words that most children share
        // made it ten times slower, since SQLCipher locks and wipes every piece of memory that
        // FTS5 asks for.
        let begins: Vec<String> = wanted.iter().map(|word| format!(" {word}")).collect();
        let whole: Vec<String> = wanted.iter().map(|word| format!(" {word} ")).collect();
        let conditions = |from: usize| -> String {
            let each = (from..from + wanted.len()).map(|at| format!("instr(words, ?{at}) > 0"));
            each.collect::<Vec<_>>().join(" AND ")
        };
        let sql = format!(
            "WITH hit (record, whole) AS (
               SELECT record, {} FROM child WHERE {}
               ORDER BY 2 DESC, 1 DESC LIMIT ?1)
             {} JOIN hit ON hit.record = c.record ORDER BY hit.whole DESC, hit.record DESC",
            conditions(2 + wanted.len()),
            conditions(2),
            rows::CHILD
        );
        let texts = begins.iter().chain(&whole).map(|text| text as &dyn ToSql);
        let params: Vec<&dyn ToSql> = std::iter::once(&limit as &dyn ToSql).chain(texts).collect();
        self.list(&sql, &params, rows::child)
    }

    /// The children added last, newest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn newest_children(&self, limit: u32) -> Result<Vec<ChildRow>, Fault> {
        self.list(
            &format!("{} ORDER BY c.record DESC LIMIT ?1", rows::CHILD),
            &[&limit],
            rows::child,
        )
    }

    /// Children who share a date of birth, the beginning of a surname, or a local id: the few
    /// among whom likely doubles are looked for. At most 200, those with more in common first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn doubles_candidates(&self, query: &DoublesQuery<'_>) -> Result<Vec<ChildRow>, Fault> {
        let key: Option<String> = query
            .surname
            .map(|name| surname_key(name).chars().take(3).collect::<String>())
            .filter(|key| !key.is_empty());
        // The end of the range: no letter comes after this one.
        let key_end = key.as_ref().map(|key| format!("{key}\u{10ffff}"));
        let birth = query.date_of_birth.map(|date| date.to_string());
        let mut statement = self.connection.prepare_cached(&format!(
            "WITH near (record, weight) AS (
               SELECT record, 4 FROM child WHERE local_id = ?1
               UNION ALL SELECT record, 2 FROM child WHERE date_of_birth = ?2
               UNION ALL SELECT * FROM (
                 SELECT record, 1 FROM child WHERE surname_key >= ?3 AND surname_key < ?4
                 LIMIT 400)
             ), ranked (record, weight) AS (
               SELECT record, sum(weight) FROM near GROUP BY record
             )
             {} JOIN ranked n ON n.record = c.record
             WHERE r.id IS NOT ?5
               AND (n.weight < 4 OR n.weight > 4 OR ?6 IS NULL OR m.authority = ?6)
             ORDER BY n.weight DESC, c.record LIMIT 200",
            rows::CHILD
        ))?;
        let found = statement.query_map(
            params![query.local_id, birth, key, key_end, query.except, query.authority],
            rows::child,
        )?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The child whom an authority knows by this id.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn find_child(&self, authority: &str, local_id: &str) -> Result<Option<Uuid>, Fault> {
        self.one(
            "SELECT r.id FROM child c JOIN record r ON r.seq = c.record
             JOIN commission m ON m.seq = r.commission
             WHERE c.local_id = ?1 AND m.authority = ?2 ORDER BY c.record LIMIT 1",
            &[&local_id, &authority],
            |row| row.get(0),
        )
    }

    /// The episode of a child with this start (the moment's text form) and type.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn find_episode(
        &self,
        child: Uuid,
        missing_from: &str,
        dfe_missing_type: Option<&str>,
    ) -> Result<Option<Uuid>, Fault> {
        let seq = find(self.connection, child)?.seq;
        self.one(
            "SELECT r.id FROM record r JOIN episode e ON e.record = r.seq
             WHERE r.child = ?1 AND r.kind = 'episode' AND e.missing_from = ?2
               AND e.dfe_missing_type IS ?3
             ORDER BY r.seq LIMIT 1",
            &[&seq, &missing_from, &dfe_missing_type],
            |row| row.get(0),
        )
    }

    /// A child's episodes that may share time with the span from `from` to `to` (`None`: still
    /// missing), `except` aside. An episode that ends in the second in which the other begins
    /// shares that second.
    ///
    /// # Errors
    /// [`Fault::UnknownRecord`].
    pub fn overlapping_episodes(
        &self,
        child: Uuid,
        from: DateTime<Utc>,
        to: Option<DateTime<Utc>>,
        except: Option<Uuid>,
    ) -> Result<Vec<EpisodeRow>, Fault> {
        let seq = find(self.connection, child)?.seq;
        let from = from.timestamp();
        let to = to.map_or(i64::MAX, |to| to.timestamp());
        self.list(
            &format!(
                "{} WHERE r.child = ?1 AND r.kind = 'episode' AND r.id IS NOT ?4
                   AND e.missing_from_from <= ?3
                   AND coalesce(e.returned_to, {}) >= ?2
                 ORDER BY e.missing_from_from, e.record",
                rows::EPISODE,
                i64::MAX
            ),
            &[&seq, &from, &to, &except],
            rows::episode,
        )
    }
}

#[cfg(test)]
mod tests;
