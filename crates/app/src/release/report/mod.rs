//! The risk report of a release, for its folder: `risk-report.html`, to read and to print, and
//! `risk-report.json`, for a program.
//!
//! It says what the page *Before it leaves* says, in the same order and words, but for two things
//! that would undo the release if a receiver read them:
//!
//! * How many children a group of a question has, and which group is smaller than which. Where a
//!   group is merged because few children are in it, its number is what the merging hides; where
//!   another is merged with it, its number gives the first one away by subtraction.
//! * The fingerprint of all figures. Whoever knows all figures but one small one could try every
//!   value of it until the fingerprint fits.

mod json;
mod page;
mod picture;
mod words;

pub(super) use json::risk_report_json;
pub(super) use page::risk_report_html;

use crate::api::release_preview::{GroupKept, SmallGroups};

/// The groups of a question in an order that tells nothing of their size: those that the fewest
/// tables show first, which the tables themselves tell, and then by name.
fn groups_in_order(groups: &SmallGroups) -> Vec<&GroupKept> {
    let mut ordered: Vec<&GroupKept> = groups.groups.iter().collect();
    ordered.sort_by(|one, other| (one.kept, &one.label).cmp(&(other.kept, &other.label)));
    ordered
}

#[cfg(test)]
mod tests;
