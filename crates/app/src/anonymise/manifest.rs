//! `manifest.json`: the rules, what became of each column, and what each written label stands for.
//! Nothing in it comes from a row that was left out, and nothing from an original row.

use std::collections::BTreeMap;

use homeward_release::FileEntry;
use homeward_release::records::Outcome;
use serde::Serialize;

use super::policy::{Policy, Role};
use super::table::Table;

/// The layout of the folder.
pub const FORMAT: &str = "homeward-records-1";

/// What the folder says about itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Always `homeward-records-1`.
    pub format: &'static str,
    /// The version of Homeward that made it.
    pub made_by: String,
    /// What every group of rows keeps.
    pub rules: Kept,
    /// SHA-256 of the policy file.
    pub policy_sha256: String,
    /// What leaves, in the order of the columns.
    pub columns: Vec<Leaving>,
    /// Columns that do not leave.
    pub left_out: Vec<String>,
    /// How much it is.
    pub counts: Counts,
    /// The other files; the manifest does not list itself.
    pub files: Vec<FileEntry>,
}

/// The rules in force.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kept {
    /// The fewest different people in each group.
    pub k: u32,
    /// The fewest different answers of each sensitive column in each group.
    pub l: u32,
    /// The largest share of a group's rows that one person may have.
    pub dominance: f64,
    /// The largest share of a group's people that may have one sensitive item, where `l` is above 1.
    pub homogeneity: f64,
    /// The largest share of rows that may be left out.
    pub drop_cap: f64,
}

/// A column that leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaving {
    /// Its heading.
    pub name: String,
    /// `quasi`, `sensitive` or `plain`.
    pub role: &'static str,
    /// How a quasi column was made broader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broader: Option<Broader>,
}

/// How a quasi column was made broader.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broader {
    /// The file that says how.
    pub hierarchy: String,
    /// Its SHA-256.
    pub sha256: String,
    /// The finest level that the policy lets out.
    pub floor: u8,
    /// What its loss counted beside the other columns.
    pub weight: f64,
    /// Every label in the file, with the values that it stands for.
    pub labels: BTreeMap<String, Label>,
}

/// A label of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Rows that have it.
    pub rows: u64,
    /// The values that any of these rows may have had: all those of its branch of the hierarchy.
    pub stands_for: Vec<String>,
}

/// How much it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of the records file.
    pub rows_read: u64,
    /// Rows written.
    pub rows_written: u64,
    /// Rows left out because no group would have kept the rules with them.
    pub rows_left_out: u64,
    /// People in the records file.
    pub people: u64,
    /// Groups of rows that are alike in every quasi column.
    pub groups: u64,
    /// People in the smallest group.
    pub smallest_group: u64,
}

/// Thousandths as a number.
pub(super) fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / 1000.0
}

impl Kept {
    /// Those of a policy.
    pub fn of(policy: &Policy) -> Self {
        Self {
            k: policy.k,
            l: policy.l,
            dominance: share(policy.dominance),
            homogeneity: share(policy.homogeneity),
            drop_cap: share(policy.drop_cap),
        }
    }
}

/// What became of each column. `hashes` has the SHA-256 of each hierarchy file by its name.
pub(super) fn columns(
    table: &Table,
    policy: &Policy,
    outcome: &Outcome,
    hashes: &BTreeMap<String, String>,
) -> Vec<Leaving> {
    let leaving = |name: &str| {
        let (role, broader) = match policy.role(name) {
            Some(Role::Quasi { hierarchy, floor, weight }) => {
                let broader = Broader {
                    hierarchy: hierarchy.clone(),
                    sha256: hashes.get(hierarchy).cloned().unwrap_or_default(),
                    floor: *floor,
                    weight: share(*weight),
                    labels: labels(table, name, outcome),
                };
                ("quasi", Some(broader))
            }
            Some(Role::Sensitive { .. }) => ("sensitive", None),
            _ => ("plain", None),
        };
        Leaving { name: name.to_owned(), role, broader }
    };
    table.heading().map(leaving).collect()
}

fn labels(table: &Table, name: &str, outcome: &Outcome) -> BTreeMap<String, Label> {
    let found = table.input.quasi.iter().enumerate().find(|(_, quasi)| quasi.name == name);
    let Some((at, quasi)) = found else { return BTreeMap::new() };
    let tree = &quasi.hierarchy;
    let mut rows: BTreeMap<u32, u64> = BTreeMap::new();
    for class in &outcome.classes {
        if let Some(node) = class.nodes.get(at) {
            *rows.entry(*node).or_default() += class.rows.len() as u64;
        }
    }
    let mut labels: BTreeMap<String, Label> = BTreeMap::new();
    for (node, rows) in rows {
        let leaves = (0..u32::try_from(tree.leaves()).unwrap_or(u32::MAX))
            .filter(|leaf| tree.covers(node, *leaf))
            .map(|leaf| tree.label(leaf).to_owned());
        let label = labels
            .entry(tree.label(node).to_owned())
            .or_insert_with(|| Label { rows: 0, stands_for: leaves.collect() });
        label.rows += rows;
    }
    labels
}
