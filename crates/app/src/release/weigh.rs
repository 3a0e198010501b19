//! What merging costs, who stands in the smallest group, and whether small groups vanish first:
//! read out of the finished files, with the rows behind them where they are needed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use homeward_release::{MASKED, Manifest, Merge, Profile, ReleaseFile, Row, TableEntry, Variable};
use homeward_standard::Absence;

use super::words::{label, number};
use crate::api::ApiError;
use crate::api::release_preview::{GroupKept, MergingCost, SmallGroups, SmallestGroup};
use crate::show;

/// One group of one table, as `cells.csv` counts it.
pub(super) struct Cell<'m> {
    table: &'m TableEntry,
    /// The code of each answer, in the order of the table's columns.
    codes: Vec<String>,
    children: u64,
    episodes: u64,
}

/// Reads `cells.csv` of a release that was just made.
///
/// # Errors
/// It is not as it was made: a fault in this program.
pub(super) fn cells<'m>(
    manifest: &'m Manifest,
    files: &[ReleaseFile],
) -> Result<Vec<Cell<'m>>, ApiError> {
    let fault = || {
        ApiError::fault(
            "The counts of the release could not be read again. Please report this; nothing was written.",
        )
    };
    let file = files.iter().find(|file| file.name == "cells.csv").ok_or_else(fault)?;
    let mut cells = Vec::new();
    for line in csv::Reader::from_reader(file.bytes.as_slice()).records() {
        let line = line.map_err(|_| fault())?;
        let [_, _, topic, answer, by, by_value, children, episodes] =
            line.iter().collect::<Vec<_>>()[..]
        else {
            return Err(fault());
        };
        let by: Vec<&str> = if by == "none" { Vec::new() } else { by.split('+').collect() };
        let table = manifest
            .tables
            .iter()
            .find(|table| table.topic == topic && table.by == by)
            .ok_or_else(fault)?;
        let mut codes = vec![answer.to_owned()];
        if !by.is_empty() {
            codes.extend(by_value.split('+').map(str::to_owned));
        }
        if codes.len() != table.merges.len() {
            return Err(fault());
        }
        let (children, episodes) =
            (children.parse().map_err(|_| fault())?, episodes.parse().map_err(|_| fault())?);
        cells.push(Cell { table, codes, children, episodes });
    }
    Ok(cells)
}

/// What merging costs, answer by answer.
pub(super) fn cost(cells: &[Cell<'_>]) -> MergingCost {
    let (mut answers, mut as_recorded, mut masked) = (0, 0, 0);
    for cell in cells {
        for (merge, code) in cell.table.merges.iter().zip(&cell.codes) {
            answers += cell.episodes;
            if code == MASKED {
                masked += cell.episodes;
            } else if is_as_recorded(merge, code) {
                as_recorded += cell.episodes;
            }
        }
    }
    MergingCost {
        answers: number(answers),
        as_recorded: number(as_recorded),
        masked: number(masked),
    }
}

/// Whether everything that is shown as this code was recorded as it.
fn is_as_recorded(merge: &Merge, code: &str) -> bool {
    merge.codes.iter().all(|(recorded, shown)| shown != code || recorded == code)
}

/// The group with the fewest children of all tables, as far as the files say; the first of several.
pub(super) fn smallest(profile: &Profile, cells: &[Cell<'_>]) -> Option<SmallestGroup> {
    let cell = cells.iter().min_by_key(|cell| cell.children)?;
    let words: Vec<String> = cell
        .table
        .merges
        .iter()
        .zip(&cell.codes)
        .filter_map(|(merge, code)| {
            let variable = profile.variable(&merge.variable)?;
            Some(format!("{} “{}”", variable.title, label(profile, variable, code)))
        })
        .collect();
    Some(SmallestGroup {
        children: number(cell.children),
        table: cell.table.title.clone(),
        group: words.join(" and "),
    })
}

/// Facts about a child whose small groups must not vanish first, as the profile calls what its
/// tables are crossed with (design, section 7: ethnicity, sex, care).
const WATCHED: [&str; 3] = ["ethnic_group", "sex", "looked_after"];

/// How each group of those facts comes through. What nobody recorded is no group.
///
/// The counts of children are exact and are for the two people who look at a release: the report
/// that leaves with it does not have them.
pub(super) fn small_groups(
    profile: &Profile,
    manifest: &Manifest,
    rows: &[Row],
) -> Vec<SmallGroups> {
    WATCHED
        .iter()
        .filter_map(|watched| {
            let by = profile.by.iter().find(|by| by.id == *watched)?;
            let variable = profile.variable(&by.variable)?;
            Some(SmallGroups {
                title: by.title.clone(),
                groups: groups(profile, variable, manifest, rows),
            })
        })
        .collect()
}

fn groups(
    profile: &Profile,
    variable: &Variable,
    manifest: &Manifest,
    rows: &[Row],
) -> Vec<GroupKept> {
    // What was recorded, under the finest group in which any table may show it.
    let mut found: BTreeMap<String, (HashSet<u64>, BTreeSet<&str>)> = BTreeMap::new();
    for row in rows {
        let Some(code) = row.values.get(&variable.name) else { continue };
        if Absence::from_code(code).is_some() {
            continue;
        }
        let (children, codes) = found.entry(finest(profile, variable, code)).or_default();
        children.insert(row.child);
        codes.insert(code);
    }
    let merges: Vec<&Merge> = manifest
        .tables
        .iter()
        .filter_map(|table| table.merges.iter().find(|merge| merge.variable == variable.name))
        .collect();
    let mut groups: Vec<GroupKept> = found
        .into_iter()
        .map(|(finest, (children, codes))| {
            let mut kept = 0;
            let mut otherwise: BTreeMap<&str, u32> = BTreeMap::new();
            for merge in &merges {
                match codes.iter().find_map(|code| merge.codes.get(*code)) {
                    Some(shown) if *shown == finest => kept += 1,
                    Some(shown) => *otherwise.entry(shown).or_default() += 1,
                    None => {}
                }
            }
            let mut otherwise: Vec<(&str, u32)> = otherwise.into_iter().collect();
            otherwise.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
            let shown_as: Vec<String> =
                otherwise.iter().map(|(code, _)| label(profile, variable, code)).collect();
            GroupKept {
                label: label(profile, variable, &finest),
                children: number(children.len() as u64),
                kept,
                of: number(merges.len() as u64),
                shown_as: show::sentence_case(&shown_as.join(", or ")),
            }
        })
        .collect();
    groups.sort_by(|a, b| (a.children, &a.label).cmp(&(b.children, &b.label)));
    groups
}

/// The finest code as which any table of the profile may show this one.
fn finest(profile: &Profile, variable: &Variable, code: &str) -> String {
    let Some(ladder) = profile.ladder(&variable.ladder) else { return code.to_owned() };
    let step = |code: &str| ladder.steps.iter().find(|step| step.code == code);
    let mut at = code;
    while let Some(up) = step(at)
        .filter(|step| step.level < variable.floor)
        .and_then(|step| step.broader.as_deref())
        .filter(|up| *up != MASKED)
    {
        at = up;
    }
    at.to_owned()
}
