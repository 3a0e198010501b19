//! Attacks on finished files: what somebody who knows this or that could find out about a child.
//!
//! Each attack reads the bytes that are about to leave, as a receiver would, and is then held
//! against the rows behind them, which no receiver has. So what it reports is what is true, not
//! what a receiver would guess. Nothing here is shared with the engine or with the verifier.
//!
//! A *candidate* is a different child who fits everything that the attacker knows. Each attack says
//! how often it was tried, the fewest candidates it ever came down to, and how often it broke the
//! rule. An attack that never tried anything says so.
//!
//! Topic tables hold nothing to link rows by: no number, no order, and at most three answers side
//! by side. So whoever knows two or three times, or many facts, can look each up in one table after
//! another and cannot put together what they find. That is tested and not taken for granted: a
//! column too many, the same order in two tables or the order of the records is found and used.

mod crossing;
mod facts;
mod order;
mod places;
mod reading;
mod records;
mod records_known;
mod statement;
mod telling;
mod words;

use thiserror::Error;

use crate::records_check::Written;
use crate::statement::StatementManifest;
use crate::{Profile, ReleaseFile, Row};
use places::Places;
use reading::Tables;

/// The three tests of the Information Commissioner's Office for whether somebody is anonymous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Can somebody be told apart from everybody else?
    SinglingOut,
    /// Can two things about the same person be put together?
    Linking,
    /// Can something be learned about somebody who is not told apart?
    Inference,
}

/// One attack and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attack {
    /// Which question it asks.
    pub test: Test,
    /// Permanent id, such as `one_incident`.
    pub id: &'static str,
    /// How often it was tried, each time with something else known.
    pub tried: u64,
    /// The fewest children that anybody could be taken for. None for an attack that does not count
    /// them, or was never tried.
    pub fewest: Option<u64>,
    /// How many tries ended below k children, or broke another rule that the attack is about.
    pub below_k: u64,
    /// The largest share that was met, in ten-thousandths, for an attack that looks at shares.
    pub share: Option<u64>,
}

/// Why nothing could be tried. None holds an answer of a row.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AttackFault {
    /// A file is missing or is not in the layout of a release.
    #[error("The attacks could not be tried: {file} is missing or cannot be read.")]
    Unreadable {
        /// Its name.
        file: String,
    },
    /// A variable of more codes than are followed.
    #[error("The attacks could not be tried: {variable} has more than 128 codes.")]
    TooManyCodes {
        /// Name of the column.
        variable: String,
    },
    /// The rows are not those that the files were made of.
    #[error("The attacks could not be tried: {file} was not made of these episodes.")]
    OtherRows {
        /// The file that does not fit.
        file: String,
    },
}

impl Attack {
    /// Whether nobody was found by it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.below_k == 0
    }

    fn new(test: Test, id: &'static str) -> Self {
        Self { test, id, tried: 0, fewest: None, below_k: 0, share: None }
    }

    /// One try that left so many candidates.
    fn left(&mut self, candidates: u64, k: u64) {
        self.left_often(candidates, k, 1);
    }

    /// So many tries that all left so many candidates.
    fn left_often(&mut self, candidates: u64, k: u64, times: u64) {
        self.tried += times;
        self.fewest = Some(self.fewest.map_or(candidates, |fewest| fewest.min(candidates)));
        self.below_k += if candidates < k { times } else { 0 };
    }

    /// One try that met so large a share, in which `broken` says whether that is too large.
    fn met(&mut self, part: u64, whole: u64, broken: bool) {
        let share = part * 10_000 / whole.max(1);
        self.tried += 1;
        self.share = Some(self.share.map_or(share, |largest| largest.max(share)));
        self.below_k += u64::from(broken);
    }
}

/// Tries every attack on the finished files of a release of topic tables.
///
/// `rows` are the episodes that the files were made of, in the order in which the records are kept.
///
/// # Errors
/// A file cannot be read, or the files were not made of these rows.
pub fn on_tables(
    files: &[ReleaseFile],
    profile: &Profile,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Attack>, AttackFault> {
    let tables = Tables::read(files, rows)?;
    let places = Places::of(&tables)?;
    let k = u64::from(k);
    Ok(vec![
        facts::one_incident(&tables, k),
        facts::eight_facts(&tables, k),
        telling::dominance(&tables),
        facts::several_incidents(&tables, k, 2),
        facts::several_incidents(&tables, k, 3),
        crossing::crossing(&tables, &places, k),
        order::row_order(&tables),
        telling::homogeneity(&tables, profile),
        telling::skew(&tables, profile),
        crossing::own_algorithm(&tables, &places, profile, k),
    ])
}

/// Tries the attacks on the finished files of a statement, before its report is added. It has nothing
/// to link and no group to learn from, so there are two.
///
/// # Errors
/// The manifest cannot be read.
pub fn on_statement(
    files: &[ReleaseFile],
    profile: &Profile,
    hash: &dyn Fn(&[u8]) -> String,
) -> Result<Vec<Attack>, AttackFault> {
    let unreadable = || AttackFault::Unreadable { file: "manifest.json".to_owned() };
    let file = files.iter().find(|file| file.name == "manifest.json").ok_or_else(unreadable)?;
    let manifest: StatementManifest =
        serde_json::from_slice(&file.bytes).map_err(|_| unreadable())?;
    Ok(vec![statement::any_row(files), statement::how_many(files, &manifest, profile, hash)])
}

/// Tries every attack on a written file of records.
///
/// Whoever looks for a person is taken to know which rows read alike in every column that was made
/// broader, which is more than they can know: a person may fit the labels of several groups.
#[must_use]
pub fn on_records(written: &Written<'_>) -> Vec<Attack> {
    let groups = records::groups(written, written.groups());
    let k = u64::from(written.beside.rules.k);
    vec![
        records::one_incident(&groups, k),
        records::eight_facts(written, k),
        records::two_items(written, &groups, k),
        records::dominance(written, &groups),
        records::several_incidents(written, &groups, k, 2),
        records::several_incidents(written, &groups, k, 3),
        records_known::row_order(written),
        records::homogeneity(written, &groups),
        records::skew(written, &groups),
        records_known::own_algorithm(written, &groups, k),
    ]
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}
