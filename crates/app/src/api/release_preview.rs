//! What a release would be, worked out whole before anything is written.
//!
//! The same value is the page *Before it leaves*, `risk-report.html` and `risk-report.json`, so
//! the person who approves, the receiver and an auditor read the same.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::door::Authority;
use super::release::TableLine;

/// A release, looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReleasePreview {
    /// "Topic tables", or "Statement".
    pub product: String,
    /// Whose children.
    pub authority: Authority,
    /// Financial year, `2025-26`.
    pub period: String,
    /// Who it is for, in words.
    pub receiver: String,
    /// What it is for.
    pub purpose: String,
    /// The agreement.
    pub agreement: String,
    /// The fewest different children behind anything shown.
    pub k: u32,
    /// Whether everything holds. Only then can it be proposed or approved.
    pub holds: bool,
    /// "Nobody can be told apart in these tables." or why it cannot go, in a sentence or two.
    pub verdict: String,
    /// What it states, where there are too few children for anything else: "Fewer than five children
    /// went missing in 2025-26. It may be none." Nothing is counted or listed then.
    pub statement: Option<String>,
    /// What whoever looks should know first, and no receiver: it is in no file of the release.
    pub caution: Option<String>,
    /// What leaves, in plain sentences.
    pub leaves: Vec<String>,
    /// Episodes in it. None for a statement, and while nothing could be worked out.
    pub episodes: Option<u32>,
    /// Children in it. None where episodes are.
    pub children: Option<u32>,
    /// What leaves, table by table.
    pub tables: Vec<TableLine>,
    /// What is merged in several tables, in plain words.
    pub merged: Vec<String>,
    /// What merging costs.
    pub cost: Option<MergingCost>,
    /// The group with the fewest children in the whole release.
    pub smallest: Option<SmallestGroup>,
    /// Whether small groups vanish first: ethnic group, sex, looked after.
    pub small_groups: Vec<SmallGroups>,
    /// What attacks on the finished files found, in the order of the ICO's tests.
    pub tests: Vec<RiskTest>,
    /// Measures for specialists.
    pub measures: Vec<Measure>,
    /// Lower-case hexadecimal SHA-256 of the profile and of each ladder, by what it is of.
    pub versions: Vec<PolicyVersion>,
    /// Fingerprint of all figures in it. The same records, question and rules give the same.
    pub shown: String,
}

/// What merging costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergingCost {
    /// Answers in all tables: rows times columns.
    pub answers: u32,
    /// Those shown as they were recorded, not merged with others.
    pub as_recorded: u32,
    /// Those masked altogether.
    pub masked: u32,
}

/// The group with the fewest children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SmallestGroup {
    /// So many different children at least.
    pub children: u32,
    /// Title of its table.
    pub table: String,
    /// What its rows have in common, in words.
    pub group: String,
}

/// How the groups of one question about a child come through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SmallGroups {
    /// "Ethnic group".
    pub title: String,
    /// From the smallest group up.
    pub groups: Vec<GroupKept>,
}

/// How one group comes through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupKept {
    /// Its name.
    pub label: String,
    /// Different children of the period.
    pub children: u32,
    /// Tables that show it by itself.
    pub kept: u32,
    /// Tables that are about this question.
    pub of: u32,
    /// As what it is shown where it is not: "Asian, Black, Mixed and Other together".
    pub shown_as: String,
}

/// One of the three tests of the ICO's guidance on anonymisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RiskTest {
    /// "Can a child be singled out?"
    pub title: String,
    /// The answer in a sentence.
    pub words: String,
    /// What was tried.
    pub findings: Vec<RiskFinding>,
}

/// One attack on the finished files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RiskFinding {
    /// "Somebody knows one time that a child went missing".
    pub title: String,
    /// What it found, in a sentence.
    pub found: String,
    /// How often it was tried.
    pub tried: u32,
    /// The fewest children that one could be taken for. None where that is not what it counts.
    pub fewest: Option<u32>,
    /// Whether nobody can be told apart by it.
    pub holds: bool,
}

/// A measure for specialists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Measure {
    /// "Prosecutor risk, highest".
    pub name: String,
    /// The table or column it is of. None for the whole release.
    pub of: Option<String>,
    /// "0.2000".
    pub value: String,
}

/// What it was made under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PolicyVersion {
    /// "Release profile borough, version 1".
    pub of: String,
    /// Hash, or the version's number where it has one.
    pub is: String,
}
