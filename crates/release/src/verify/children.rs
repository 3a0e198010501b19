//! Works every table out again from the store's rows, and counts children.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::Cells;
use super::report::Findings;
use super::said::{Column, Said};
use super::tables::{ReadTable, group_words};
use crate::{Manifest, Merge};

/// The rows of each child.
type ByChild = HashMap<u64, u64>;

/// Holds the release against the store.
pub(super) fn check(
    said: &Said<'_>,
    manifest: &Manifest,
    tables: &[ReadTable<'_>],
    cells: &Cells,
    findings: &mut Findings,
) {
    let children: BTreeSet<&u64> = said.children.iter().collect();
    let (episodes, children) = (count(said.children.len()), count(children.len()));
    if (episodes, children) != (manifest.totals.episodes, manifest.totals.children) {
        findings.file("manifest.json", format!(
            "The release has {} episodes of {} children, and the store has {episodes} of {children} for that authority and year. It may have changed since.",
            manifest.totals.episodes, manifest.totals.children
        ));
    }
    for table in tables {
        check_table(said, manifest, table, cells, findings);
    }
}

fn check_table(
    said: &Said<'_>,
    manifest: &Manifest,
    table: &ReadTable<'_>,
    cells: &Cells,
    findings: &mut Findings,
) {
    let file = &table.entry.file;
    let Some(groups) = worked_out(said, table) else {
        findings.file(
            file,
            "The store holds an answer that the manifest does not place in this table.",
        );
        return;
    };
    for (group, by_child) in &groups {
        let (episodes, children) = (by_child.values().sum::<u64>(), count(by_child.len()));
        let words = group_words(group);
        match table.groups.get(group) {
            None => findings.file(
                file,
                format!("The group {words} is missing: the store has {episodes} episodes of it."),
            ),
            Some(found) => {
                if found.rows != episodes {
                    findings.line(
                        file,
                        found.line,
                        format!(
                            "The group {words} has {} rows here and {episodes} in the store.",
                            found.rows
                        ),
                    );
                }
                if children < u64::from(manifest.policy.k) {
                    findings.line(file, found.line, format!(
                        "The group {words} stands for {children} children in the store, fewer than {}.", manifest.policy.k
                    ));
                }
                let most = by_child.values().max().copied().unwrap_or(0);
                if most * 100 > episodes * u64::from(manifest.policy.largest_share_percent) {
                    findings.line(
                        file,
                        found.line,
                        format!(
                            "One child stands behind more than {} per cent of the group {words}.",
                            manifest.policy.largest_share_percent
                        ),
                    );
                }
            }
        }
        // In steps of k, down from what there are.
        if let Some(cell) = cells.get(&(file.clone(), group.clone()))
            && cell.children != children - children % u64::from(manifest.policy.k.max(1))
        {
            findings.line(
                "cells.csv",
                cell.line,
                format!(
                    "The group {words} of {file} has at least {} children here and {children} in the store.",
                    cell.children
                ),
            );
        }
    }
    for (group, found) in table.groups.iter().filter(|(group, _)| !groups.contains_key(*group)) {
        findings.line(
            file,
            found.line,
            format!("The store has no episode of the group {}.", group_words(group)),
        );
    }
}

/// The groups of a table as the store's rows make them, in the order of their codes, so that a check
/// always says the same. None if a row has an answer that the table has no place for.
fn worked_out(said: &Said<'_>, table: &ReadTable<'_>) -> Option<BTreeMap<Vec<String>, ByChild>> {
    let columns: Vec<(&Merge, &Column<'_>)> = table
        .variables
        .iter()
        .zip(&table.entry.merges)
        .map(|(variable, merge)| Some((merge, said.column(variable)?)))
        .collect::<Option<_>>()?;
    // By the codes that the rows have, as one number: each combination is looked up once.
    let mut counted: HashMap<usize, (usize, ByChild)> = HashMap::new();
    for (row, child) in said.children.iter().enumerate() {
        let codes = columns
            .iter()
            .fold(0, |all, (_, column)| all * column.codes.len() + column.of_row[row]);
        let (_, by_child) = counted.entry(codes).or_insert_with(|| (row, ByChild::new()));
        *by_child.entry(*child).or_insert(0) += 1;
    }
    let mut groups: BTreeMap<Vec<String>, ByChild> = BTreeMap::new();
    for (row, found) in counted.into_values() {
        let shown: Vec<String> = columns
            .iter()
            .map(|(merge, column)| merge.codes.get(column.codes[column.of_row[row]]).cloned())
            .collect::<Option<_>>()?;
        let by_child = groups.entry(shown).or_default();
        for (child, many) in found {
            *by_child.entry(child).or_insert(0) += many;
        }
    }
    Some(groups)
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}
