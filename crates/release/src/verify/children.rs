//! Works every table out again from the store's rows, and counts children.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::Cells;
use super::report::Findings;
use super::tables::{ReadTable, group_words};
use crate::{Manifest, Row};

/// Holds the release against the store.
pub(super) fn check(
    rows: &[Row],
    manifest: &Manifest,
    tables: &[ReadTable<'_>],
    cells: &Cells,
    findings: &mut Findings,
) {
    let children: BTreeSet<u64> = rows.iter().map(|row| row.child).collect();
    let (episodes, children) = (count(rows.len()), count(children.len()));
    if (episodes, children) != (manifest.totals.episodes, manifest.totals.children) {
        findings.file("manifest.json", format!(
            "The release has {} episodes of {} children, and the store has {episodes} of {children} for that authority and year. It may have changed since.",
            manifest.totals.episodes, manifest.totals.children
        ));
    }
    for table in tables {
        check_table(rows, manifest, table, cells, findings);
    }
}

fn check_table(
    rows: &[Row],
    manifest: &Manifest,
    table: &ReadTable<'_>,
    cells: &Cells,
    findings: &mut Findings,
) {
    let file = &table.entry.file;
    let mut counted: HashMap<Vec<&str>, HashMap<u64, u64>> = HashMap::new();
    for row in rows {
        let group: Option<Vec<&str>> = table
            .variables
            .iter()
            .zip(&table.entry.merges)
            .map(|(variable, merge)| {
                merge.codes.get(row.values.get(*variable)?).map(String::as_str)
            })
            .collect();
        let Some(group) = group else {
            findings.file(
                file,
                "The store holds an answer that the manifest does not place in this table.",
            );
            return;
        };
        *counted.entry(group).or_default().entry(row.child).or_insert(0) += 1;
    }
    // In the order of their codes, so that a check always says the same.
    let groups: BTreeMap<Vec<String>, HashMap<u64, u64>> = counted
        .into_iter()
        .map(|(group, by_child)| (group.into_iter().map(str::to_owned).collect(), by_child))
        .collect();
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
        if let Some(cell) = cells.get(&(file.clone(), group.clone()))
            && cell.children != children
        {
            findings.line(
                "cells.csv",
                cell.line,
                format!(
                    "The group {words} of {file} has {} children here and {children} in the store.",
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

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}
