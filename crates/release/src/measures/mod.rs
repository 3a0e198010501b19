//! Measures of risk and of loss that specialists ask for.

mod records;
mod tables;

use crate::ReleaseFile;
use crate::attacks::AttackFault;
use crate::records_check::Written;

/// A measure with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Permanent id, such as `prosecutor_highest`.
    pub id: &'static str,
    /// The column that it is about. None for all of the release.
    pub of: Option<String>,
    /// The value, in ten-thousandths, rounded up: a risk is never shown as less than it is.
    pub ten_thousandths: u64,
}

impl Measure {
    /// Its name, as specialists know it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.id {
            "prosecutor_highest" => "Prosecutor risk, highest",
            "prosecutor_mean" => "Prosecutor risk, mean over rows",
            "journalist" => "Journalist risk, if the receiver knows of nobody outside the release",
            "marketer" => "Marketer risk",
            "ncp" => "Normalised certainty penalty",
            _ => "Measure",
        }
    }
}

/// The measures of the finished files of a release of topic tables, from what a receiver gets.
///
/// Each table is looked at by itself, since tables hold nothing to link rows by.
/// *Prosecutor*: one over the different children of the group of a row, at its highest and as the
/// mean over all rows of all tables. *Journalist*: the same against the children that the receiver
/// can compare with; with nobody counted outside the release it is the prosecutor's highest, which
/// it can only be below. *Marketer*: the share of children whom one guess in each group would name,
/// in the table where that is most. *NCP*: for each column, what its merging costs, as the mean over
/// all rows of all tables that have it: (codes merged together - 1) / (codes - 1), 0 where all is
/// shown as recorded and 1 where all is masked.
///
/// # Errors
/// A file cannot be read.
pub fn of_tables(files: &[ReleaseFile]) -> Result<Vec<Measure>, AttackFault> {
    tables::measures(files)
}

/// The measures of a written file of records, as [`of_tables`] has them: *prosecutor* and *marketer*
/// by groups of rows that read alike in every broader column, *NCP* for each of these, with a record
/// that was left out counted as lost whole.
#[must_use]
pub fn of_records(written: &Written<'_>) -> Vec<Measure> {
    records::measures(written)
}

/// `part / whole` in ten-thousandths, rounded up.
fn ten_thousandths(part: u128, whole: u128) -> u64 {
    let whole = whole.max(1);
    u64::try_from((part * 10_000).div_ceil(whole)).unwrap_or(u64::MAX)
}
