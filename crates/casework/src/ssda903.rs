//! The reader of the national return for looked-after children (SSDA903): `missing.csv` and
//! `header.csv`.
//!
//! Old episodes come in from these two files. `missing.csv` is read first and whole; of
//! `header.csv`, which lists every looked-after child of the authority, only the rows of children
//! with an episode are kept, so that it may be of any length.
//!
//! A row that cannot be *read* is a [`Problem`]: it is wrong and brings nothing in. A row that
//! breaks a *rule of the return* comes in with a [`Flag`]: the episode was recorded, and leaving
//! it out would change the figures. A file that cannot be read at all is a [`Refusal`]. None of the
//! three ever holds a value out of a file: a line number and a column name are enough to find it.
//!
//! Dates of the return have no time. They stay dates.

mod columns;
mod lines;
mod problem;
mod row;
mod rules;
#[cfg(test)]
mod tests;

pub use lines::Limits;
pub use problem::{File, Flag, Problem, ProblemCode, Refusal};
pub use rules::{overlaps_any, same_episode};

use crate::ssda903::columns::Columns;
use crate::ssda903::lines::{Line, Lines};
use chrono::NaiveDate;
use homeward_standard::{Answer, Ssda903};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

/// What the reader needs to know besides the files.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The codes of the return and what they are here (`schemas/mappings/ssda903.json`).
    pub mapping: &'a Ssda903,
    /// The day of the import: an episode cannot lie after it.
    pub today: NaiveDate,
    /// How much is read before a file is refused.
    pub limits: Limits,
}

/// How far the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The file that is being read.
    pub file: File,
    /// Rows read of it, without the line of column names.
    pub rows: u64,
    /// Bytes read of it.
    pub bytes: u64,
}

/// A child who has an episode.
#[derive(Clone, PartialEq, Eq)]
pub struct Child {
    /// The line in `header.csv`. None when the child has no readable row there.
    pub line: Option<u64>,
    /// The id in the authority's own system: 1 to 20 of A–Z and 0–9.
    pub local_id: String,
    /// Date of birth.
    pub date_of_birth: NaiveDate,
    /// A code of the list `sex`, or an absence code.
    pub sex: Answer,
    /// A code of the list `ethnicity`, or an absence code.
    pub ethnicity: Answer,
    /// Rules of the return that the row breaks.
    pub flags: Vec<Flag>,
}

/// A missing episode.
#[derive(Clone, PartialEq, Eq)]
pub struct Episode {
    /// The line in `missing.csv`.
    pub line: u64,
    /// The child's id in the authority's own system. Always in [`Contents::children`].
    pub local_id: String,
    /// The date of birth that this row gives. The same as the child's.
    pub date_of_birth: NaiveDate,
    /// The code of the list `episode_type`.
    pub episode_type: String,
    /// The code of the list `dfe_missing_type`: M missing, A away without authorisation.
    pub dfe_missing_type: String,
    /// The day on which it began.
    pub start: NaiveDate,
    /// The day on which it ended. None while the child is still missing.
    pub end: Option<NaiveDate>,
    /// Rules of the return that the row breaks.
    pub flags: Vec<Flag>,
}

/// Only the line and the flags: nothing of a child must reach a log by way of `{:?}`.
impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Child");
        shown.field("line", &self.line).field("flags", &self.flags).finish_non_exhaustive()
    }
}

/// Only the line and the flags, as for a child.
impl fmt::Debug for Episode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Episode");
        shown.field("line", &self.line).field("flags", &self.flags).finish_non_exhaustive()
    }
}

/// A row that is in the file twice, word for word. It counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated {
    /// The file.
    pub file: File,
    /// The line that was passed over.
    pub line: u64,
    /// The line that counts.
    pub first: u64,
}

/// What the two files hold.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The episodes, in the order of the file.
    pub episodes: Vec<Episode>,
    /// Each child with an episode, by local id.
    pub children: BTreeMap<String, Child>,
    /// The rows that could not be read, by file and line. `missing.csv` comes first.
    pub problems: Vec<Problem>,
    /// The rows that are in a file twice.
    pub repeated: Vec<Repeated>,
    /// Rows in `missing.csv`, without column names and blank lines.
    pub missing_rows: u64,
    /// Rows in `header.csv`, without column names and blank lines.
    pub header_rows: u64,
}

/// Only counts: the keys of `children` are ids of children.
impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contents")
            .field("episodes", &self.episodes)
            .field("children", &self.children.len())
            .field("problems", &self.problems)
            .field("repeated", &self.repeated)
            .finish_non_exhaustive()
    }
}

/// Reads the two files.
///
/// `progress` is told about every few thousand rows and stops the reading with
/// [`ControlFlow::Break`].
///
/// # Errors
/// [`Refusal`] when one of the files cannot be read at all, or `progress` stopped it.
pub fn read(
    missing: impl Read,
    header: impl Read,
    options: Options<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Contents, Refusal> {
    let mut contents = Contents::default();
    let mut episodes = Vec::new();
    let mut seen = BTreeMap::new();
    contents.missing_rows = each_row(File::Missing, missing, options, progress, |line, row| {
        match row.and_then(|fields| row::episode(line, &fields, options.mapping)) {
            Ok(episode) => match rules::earlier_row(&mut seen, &episode) {
                None => episodes.push(episode),
                Some(Ok(repeated)) => contents.repeated.push(repeated),
                Some(Err(problem)) => contents.problems.push(problem),
            },
            Err(problem) => contents.problems.push(problem),
        }
    })?;
    // Only now is known which children are wanted; nothing else of the header is kept.
    let mut children: BTreeMap<String, Option<Child>> =
        episodes.iter().map(|episode| (episode.local_id.clone(), None)).collect();
    contents.header_rows = each_row(File::Header, header, options, progress, |line, row| {
        let found = row.and_then(|fields| {
            let local_id = fields.local_id()?;
            let Some(known) = children.get_mut(&local_id) else { return Ok(()) };
            let child = row::child(line, local_id, &fields, options.mapping)?;
            match known {
                None => *known = Some(child),
                Some(first) => match rules::same_child(first, &child) {
                    Ok(repeated) => contents.repeated.push(repeated),
                    Err(problem) => return Err(problem),
                },
            }
            Ok(())
        });
        contents.problems.extend(found.err());
    })?;
    rules::settle(episodes, children, options.today, &mut contents);
    Ok(contents)
}

/// Rows between two calls of `progress`.
const ROWS_A_STEP: u64 = 2_000;

/// Reads a file row by row and gives each to `take`: its fields, or why it cannot be read. Returns
/// the number of rows.
fn each_row(
    file: File,
    input: impl Read,
    options: Options<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    mut take: impl FnMut(u64, Result<row::Fields<'_>, Problem>),
) -> Result<u64, Refusal> {
    let mut lines = Lines::new(file, input, options.limits);
    let mut splitter = row::Splitter::new();
    let mut columns: Option<Columns> = None;
    let mut rows = 0;
    while let Some((number, line)) = lines.next()? {
        let blank = matches!(line, Line::Text(text) if row::is_blank(text));
        if blank {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::read(&mut splitter, file, line)?);
            continue;
        };
        rows += 1;
        if rows > options.limits.rows {
            return Err(Refusal::TooManyRows { file, rows: options.limits.rows });
        }
        take(number, row::fields(&mut splitter, columns, number, line, options.limits.field));
        if rows % ROWS_A_STEP == 0 {
            let bytes = lines.bytes();
            if progress(Progress { file, rows, bytes }).is_break() {
                return Err(Refusal::Cancelled);
            }
        }
    }
    match columns {
        None => Err(Refusal::Empty { file }),
        Some(_) => match progress(Progress { file, rows, bytes: lines.bytes() }) {
            ControlFlow::Continue(()) => Ok(rows),
            ControlFlow::Break(()) => Err(Refusal::Cancelled),
        },
    }
}
