//! `risk-report.json`.

use serde::Serialize;

use super::{ByItself, groups_in_order, of_tables};
use crate::api::door::Authority;
use crate::api::release::TableLine;
use crate::api::release_preview::{
    Measure, PolicyVersion, ReleasePreview, RiskTest, SmallestGroup,
};

/// Tells this file and its shape from any other. A change of the shape is another number.
const FORMAT: &str = "homeward-risk-report";
const FORMAT_VERSION: u32 = 1;

/// All of a preview that may leave with the release (see the module above).
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    format_version: u32,
    product: &'a str,
    authority: &'a Authority,
    period: &'a str,
    receiver: &'a str,
    purpose: &'a str,
    agreement: &'a str,
    holds: bool,
    verdict: &'a str,
    /// The fewest different children behind anything shown.
    k: u32,
    /// What it says, if it is a statement: nothing is counted or listed then.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'a str>,
    episodes: Option<u32>,
    children: Option<u32>,
    leaves: &'a [String],
    tables: &'a [TableLine],
    merged: &'a [String],
    cost: Option<Cost>,
    smallest_group: Option<&'a SmallestGroup>,
    small_groups: Vec<Question<'a>>,
    tests: &'a [RiskTest],
    measures: &'a [Measure],
    made_under: &'a [PolicyVersion],
}

/// What merging costs, in answers.
#[derive(Serialize)]
struct Cost {
    answers: u32,
    as_recorded: u32,
    merged: u32,
    masked: u32,
}

/// How the groups of one question come through, without their numbers of children.
#[derive(Serialize)]
struct Question<'a> {
    title: &'a str,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    label: &'a str,
    /// `everywhere`, `in part` or `nowhere`.
    shown_by_itself: &'static str,
    /// How many tables show it by itself, and how many are about it. Not for records.
    #[serde(skip_serializing_if = "Option::is_none")]
    tables_that_show_it: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tables: Option<u32>,
    otherwise_shown_as: &'a str,
}

/// The report for a program, with a line break at its end.
///
/// # Errors
/// Never in practice: the report is text and numbers.
pub fn risk_report_json(preview: &ReleasePreview) -> Result<String, serde_json::Error> {
    let of_tables = of_tables(preview);
    let report = Report {
        format: FORMAT,
        format_version: FORMAT_VERSION,
        product: &preview.product,
        authority: &preview.authority,
        period: &preview.period,
        receiver: &preview.receiver,
        purpose: &preview.purpose,
        agreement: &preview.agreement,
        holds: preview.holds,
        verdict: &preview.verdict,
        k: preview.k,
        statement: preview.statement.as_deref(),
        episodes: preview.episodes,
        children: preview.children,
        leaves: &preview.leaves,
        tables: &preview.tables,
        merged: &preview.merged,
        cost: preview.cost.map(|cost| Cost {
            answers: cost.answers,
            as_recorded: cost.as_recorded,
            merged: cost.answers.saturating_sub(cost.as_recorded.saturating_add(cost.masked)),
            masked: cost.masked,
        }),
        smallest_group: preview.smallest.as_ref(),
        small_groups: preview
            .small_groups
            .iter()
            .map(|question| Question {
                title: &question.title,
                groups: groups_in_order(question, of_tables)
                    .into_iter()
                    .map(|group| Group {
                        label: &group.label,
                        shown_by_itself: ByItself::of(group).words(),
                        tables_that_show_it: of_tables.then_some(group.kept),
                        tables: of_tables.then_some(group.of),
                        otherwise_shown_as: &group.shown_as,
                    })
                    .collect(),
            })
            .collect(),
        tests: &preview.tests,
        measures: &preview.measures,
        made_under: &preview.versions,
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}
