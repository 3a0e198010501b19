//! The risk report of a release, for its folder: `risk-report.html`, to read and to print, and
//! `risk-report.json`, for a program.
//!
//! It says what the page *Before it leaves* says, in the same order and words, but for two things
//! that would undo the release if a receiver read them:
//!
//! * How many children a group of a question has, and which group is smaller than which. Where a
//!   group is merged because few children are in it, its number is what the merging hides; where
//!   another is merged with it, its number gives the first one away by subtraction.
//!   In episode records the number of its rows would tell as much, so it is only said whether a
//!   group is shown by itself everywhere, in part or nowhere, which the file shows anyway.
//! * The fingerprint of all figures. Whoever knows all figures but one small one could try every
//!   value of it until the fingerprint fits.

mod json;
mod page;
mod picture;
mod words;

pub(super) use json::risk_report_json;
pub(super) use page::risk_report_html;

use crate::api::release_preview::{GroupKept, ReleasePreview, SmallGroups};

/// Whether a group is shown by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ByItself {
    Nowhere,
    InPart,
    Everywhere,
}

impl ByItself {
    fn of(group: &GroupKept) -> Self {
        match group.kept {
            0 => Self::Nowhere,
            kept if kept >= group.of => Self::Everywhere,
            _ => Self::InPart,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Nowhere => "nowhere",
            Self::InPart => "in part",
            Self::Everywhere => "everywhere",
        }
    }
}

/// Whether a release is of tables, whose number is no number of rows.
fn of_tables(preview: &ReleasePreview) -> bool {
    preview.tables.len() > 1
}

/// The groups of a question in an order that tells nothing of their size: those that are shown the
/// least first, which the files themselves tell, and then by name.
fn groups_in_order(groups: &SmallGroups, of_tables: bool) -> Vec<&GroupKept> {
    let shown = |group: &GroupKept| (ByItself::of(group), if of_tables { group.kept } else { 0 });
    let mut ordered: Vec<&GroupKept> = groups.groups.iter().collect();
    ordered.sort_by(|one, other| (shown(one), &one.label).cmp(&(shown(other), &other.label)));
    ordered
}

#[cfg(test)]
mod tests;
