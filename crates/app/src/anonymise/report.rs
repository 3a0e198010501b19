//! What an information-governance officer reads before the folder leaves: as data, and as plain
//! sentences of which the page is made.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::attacks::{Attack, Test};
use homeward_release::measures::Measure;
use homeward_release::records::Outcome;
use homeward_release::records_check::Found;
use serde::Serialize;

use super::manifest::{Counts, Kept};
use super::table::Table;

/// The layout of `risk-report.json`.
pub const FORMAT: &str = "homeward-risk-report-1";

/// What was found on the written file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Always `homeward-risk-report-1`.
    pub format: &'static str,
    /// What every group of rows keeps.
    pub rules: Kept,
    /// How much it is.
    pub counts: Counts,
    /// Columns that leave as they are.
    pub as_they_are: Vec<String>,
    /// Columns that do not leave.
    pub left_out: Vec<String>,
    /// How groups are spread by the number of people in them.
    pub groups: Vec<Band>,
    /// What being made broader costs.
    pub loss: Loss,
    /// What the verifier found in the written file, by which it may be attacked.
    pub found: Found,
    /// What attacks on the written file found, in the order of the ICO's tests.
    pub attacks: Vec<Tried>,
    /// Measures for specialists.
    pub measures: Vec<Measured>,
}

/// An attack that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Which of the ICO's tests it belongs to: `singling_out`, `linking` or `inference`.
    pub test: &'static str,
    /// Its id.
    pub attack: &'static str,
    /// How often it was tried.
    pub tried: u64,
    /// The fewest people that anybody could be taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewest_people: Option<u64>,
    /// The largest share it met, in ten-thousandths, where it looks at shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_share: Option<u64>,
    /// How many tries ended below k people, or broke the rule that the attack is about.
    pub broken: u64,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// Its id.
    pub measure: &'static str,
    /// Its name.
    #[serde(skip)]
    pub name: &'static str,
    /// The column that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value.
    pub value: f64,
}

impl Tried {
    /// What an attack found.
    pub(super) fn of(attack: &Attack) -> Self {
        Self {
            test: match attack.test {
                Test::SinglingOut => "singling_out",
                Test::Linking => "linking",
                Test::Inference => "inference",
            },
            attack: attack.id,
            tried: attack.tried,
            fewest_people: attack.fewest,
            largest_share: attack.share,
            broken: attack.below_k,
        }
    }
}

impl Measured {
    /// A measure as a number.
    pub(super) fn of(measure: Measure) -> Self {
        Self {
            measure: measure.id,
            name: measure.name(),
            value: measure.ten_thousandths as f64 / 10_000.0,
            column: measure.of,
        }
    }
}

/// Groups with so many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    /// The fewest people of such a group.
    pub from: u64,
    /// The most; none when there is no end to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
    /// Groups.
    pub groups: u64,
    /// Rows in them.
    pub rows: u64,
}

/// What being made broader costs: 0 where nothing is lost, 1 where all is.
///
/// The usual normalised certainty penalty: the values that a written label stands for, less one,
/// over all values less one; the mean over all cells, with rows left out counted as lost whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loss {
    /// The mean over the quasi columns, each counted alike.
    pub all: f64,
    /// The mean of each column.
    pub by_column: BTreeMap<String, f64>,
}

/// The number of different people in each group, in the order of the groups.
pub(super) fn people(table: &Table, outcome: &Outcome) -> Vec<u64> {
    let person = |row: &u32| table.input.people.get(usize::try_from(*row).ok()?);
    let count = |rows: &[u32]| rows.iter().filter_map(person).collect::<BTreeSet<_>>().len() as u64;
    outcome.classes.iter().map(|class| count(&class.rows)).collect()
}

/// How much it is.
pub(super) fn counts(table: &Table, outcome: &Outcome, people: &[u64]) -> Counts {
    let written = outcome.classes.iter().map(|class| class.rows.len() as u64).sum();
    Counts {
        rows_read: table.rows() as u64,
        rows_written: written,
        rows_left_out: outcome.dropped.len() as u64,
        people: u64::from(table.people),
        groups: outcome.classes.len() as u64,
        smallest_group: people.iter().copied().min().unwrap_or(0),
    }
}

/// How groups are spread by the number of people in them, from `k` upwards.
pub(super) fn bands(k: u32, outcome: &Outcome, people: &[u64]) -> Vec<Band> {
    let k = u64::from(k);
    let edges = [0, k, 2 * k, 4 * k, 10 * k, 20 * k];
    let mut bands: Vec<Band> = edges
        .iter()
        .zip(edges.iter().skip(1).map(|next| Some(next - 1)).chain([None]))
        .map(|(from, to)| Band { from: *from, to, groups: 0, rows: 0 })
        .collect();
    for (class, people) in outcome.classes.iter().zip(people) {
        if let Some(band) = bands.iter_mut().rev().find(|band| band.from <= *people) {
            band.groups += 1;
            band.rows += class.rows.len() as u64;
        }
    }
    // Nothing is ever below k; were it, the first line would show it.
    bands.retain(|band| band.from > 0 || band.groups > 0);
    bands
}

/// What being made broader costs.
pub fn loss(table: &Table, outcome: &Outcome) -> Loss {
    let rows = table.rows() as f64;
    let by_column: BTreeMap<String, f64> = table
        .input
        .quasi
        .iter()
        .enumerate()
        .map(|(at, quasi)| {
            let most = quasi.hierarchy.leaves().saturating_sub(1).max(1) as f64;
            let lost: f64 = outcome
                .classes
                .iter()
                .filter_map(|class| {
                    let width = quasi.hierarchy.width(*class.nodes.get(at)?);
                    Some(f64::from(width.saturating_sub(1)) / most * class.rows.len() as f64)
                })
                .sum();
            (quasi.name.clone(), (lost + outcome.dropped.len() as f64) / rows)
        })
        .collect();
    let all = by_column.values().sum::<f64>() / by_column.len().max(1) as f64;
    Loss { all, by_column }
}

/// A share in words for a page.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        return "under 0.1 %".into();
    }
    let text = format!("{percent:.1}");
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// A number and what it counts.
pub(super) fn number(count: u64, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let what = if count == 1 { one } else { many };
    if what.is_empty() { text } else { format!("{text} {what}") }
}
