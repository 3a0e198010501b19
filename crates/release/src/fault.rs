//! Why no release was made. Each is one calm sentence or two, and never holds an answer.

use thiserror::Error;

use crate::audit::AuditFault;
use crate::records;

/// Why no release was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is nothing to release.
    #[error(
        "There is no episode in {period}, so there are no rows and no tables. Check the authority and the period. If they are right, choose topic tables: what leaves is then a statement."
    )]
    NoEpisodes {
        /// The financial year.
        period: String,
    },
    /// Fewer than k children in all.
    #[error("There are fewer than {} children with an episode in {period}. Rows or tables of so few could point to one of them, so none were made. Choose topic tables: what leaves is then a statement that says just that, and no figure.", in_words(*.k))]
    TooFewChildren {
        /// The fewest children there have to be.
        k: u32,
        /// The financial year.
        period: String,
    },
    /// A statement about a year that is not over.
    #[error(
        "{period} is not over, and more children may still go missing in it. A statement that they are few can be made from 1 April on."
    )]
    NotOver {
        /// The financial year.
        period: String,
    },
    /// Too many children for a statement.
    #[error("There are at least {} children with an episode in {period}, so a statement that there are fewer would not be true. No release was made.", in_words(*.k))]
    NotFewEnough {
        /// The fewest children that tables are made of.
        k: u32,
        /// The financial year.
        period: String,
    },
    /// Even all rows together are mostly one child's.
    #[error(
        "One child stands behind more than {percent} per cent of all episodes in {period}. Counts of these episodes would be about that child, so no release was made."
    )]
    OneChildStandsOut {
        /// The largest share that one child may have.
        percent: u32,
        /// The financial year.
        period: String,
    },
    /// The rules asked for are looser than the profile's.
    #[error(
        "This release was asked for with looser rules than its profile allows. Choose at least {k} children to a group, and at most {percent} per cent of a group from one child."
    )]
    LooserThanProfile {
        /// The profile's k.
        k: u32,
        /// The profile's largest share.
        percent: u32,
    },
    /// The period is no financial year.
    #[error("The period must be a financial year, such as 2025-26.")]
    NotAFinancialYear,
    /// The authority is none of the profile's.
    #[error(
        "The authority must be one of London's 33, by its nine-character code, such as E09000012."
    )]
    NotAnAuthority,
    /// No receiver, or one that is no name of an organisation.
    #[error(
        "Say who the release is for: the name of an organisation, on one line of at most 100 characters."
    )]
    NoReceiver,
    /// No purpose, or one that is no line of text.
    #[error("Say what the release is for, on one line of at most 300 characters.")]
    NoPurpose,
    /// No agreement, or one that is no line of text.
    #[error(
        "Name the agreement under which the release is shared, on one line of at most 200 characters."
    )]
    NoAgreement,
    /// A row lacks an answer, even an absence code.
    #[error(
        "An episode has no answer for {variable}, not even a reason why there is none. No release was made; this is a fault in Homeward, please report it."
    )]
    Unanswered {
        /// Name of the column.
        variable: String,
    },
    /// A row holds a code that its ladder does not know as a leaf.
    #[error(
        "An episode has a code for {variable} that the ladder of {variable} does not know. No release was made; check that the code list and its ladder belong together."
    )]
    CodeWithoutStep {
        /// Name of the column.
        variable: String,
    },
    /// The profile or a ladder is broken.
    #[error("The release profile cannot be used: {place} {reason}.")]
    ProfileBroken {
        /// Where.
        place: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The tables together give away what none of them shows, however they are merged.
    #[error("The tables of {period} together would let somebody work out a group of fewer than {} children, however they are merged. No release was made.", in_words(*.k))]
    TablesTellTogether {
        /// The fewest children of a group.
        k: u32,
        /// The financial year.
        period: String,
    },
    /// The tables could not be audited.
    #[error("{0} No release was made.")]
    NotAudited(AuditFault),
    /// Episode records with the topic tables give away what neither shows.
    #[error("The episode records of {period} beside its topic tables would show a difference of fewer than {} children, however they are merged. No release was made; the topic tables can be sent by themselves.", in_words(*.k))]
    RecordsTellTogether {
        /// The fewest children of a difference.
        k: u32,
        /// The financial year.
        period: String,
    },
    /// The rows fit into no groups that hold the rules.
    #[error("{0} No release was made; the topic tables need fewer children.")]
    RecordsNotMade(records::Refusal),
    /// A file could not be put together.
    #[error(
        "The file {file} could not be put together. No release was made; this is a fault in Homeward, please report it."
    )]
    CouldNotWrite {
        /// Its name within the release.
        file: String,
    },
}

/// Small numbers read better as words.
pub(crate) fn in_words(n: u32) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    usize::try_from(n)
        .ok()
        .and_then(|n| WORDS.get(n))
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}
