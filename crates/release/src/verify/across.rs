//! Checks the tables against each other.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::Lists;
use super::report::Findings;
use super::tables::ReadTable;
use crate::MASKED;

/// One answer in one table: what its codes were merged to, and how many rows each has.
struct Shown<'a> {
    file: &'a str,
    map: &'a BTreeMap<String, String>,
    rows: BTreeMap<&'a str, u64>,
}

/// Checks that an answer adds up to the same in all tables, and that no two tables mask it so that
/// one taken from the other leaves a group too small to show.
pub(super) fn check(tables: &[ReadTable<'_>], lists: &Lists<'_>, findings: &mut Findings) {
    let mut by_variable: BTreeMap<&str, Vec<Shown<'_>>> = BTreeMap::new();
    for table in tables {
        for (place, variable) in table.variables.iter().enumerate() {
            let Some(merge) = table.entry.merges.get(place) else { continue };
            let sound =
                lists.of(variable).is_some_and(|codes| codes.fault_of(&merge.codes).is_none());
            if merge.variable != *variable || !sound {
                continue;
            }
            let mut rows = BTreeMap::new();
            for (group, found) in &table.groups {
                if let Some(code) = group.get(place) {
                    *rows.entry(code.as_str()).or_insert(0) += found.rows;
                }
            }
            by_variable.entry(variable).or_default().push(Shown {
                file: &table.entry.file,
                map: &merge.codes,
                rows,
            });
        }
    }
    for (variable, shown) in &by_variable {
        let Some((first, others)) = shown.split_first() else { continue };
        for other in others {
            if !same_sums(first, other) {
                findings.file(other.file, format!(
                    "The answers under {variable} do not add up to those in {}, although both tables have every episode. One of the two was changed.",
                    first.file
                ));
            }
        }
        check_masks(variable, shown, findings);
    }
}

/// Whether two tables agree on an answer where both show it as finely as they can be compared.
fn same_sums(one: &Shown<'_>, other: &Shown<'_>) -> bool {
    // Codes that either table shows as one belong to one lot.
    let mut lots: Vec<(BTreeSet<&str>, BTreeSet<&str>)> = Vec::new();
    for (held, to) in one.map {
        let Some(also) = other.map.get(held) else { return false };
        let mut lot = (BTreeSet::from([to.as_str()]), BTreeSet::from([also.as_str()]));
        let (touching, apart) = std::mem::take(&mut lots).into_iter().partition(
            |(a, b): &(BTreeSet<&str>, BTreeSet<&str>)| {
                a.contains(to.as_str()) || b.contains(also.as_str())
            },
        );
        lots = apart;
        for (a, b) in touching {
            lot.0.extend(a);
            lot.1.extend(b);
        }
        lots.push(lot);
    }
    let sum = |shown: &Shown<'_>, codes: &BTreeSet<&str>| -> u64 {
        codes.iter().filter_map(|code| shown.rows.get(code)).sum()
    };
    lots.iter().all(|(a, b)| sum(one, a) == sum(other, b))
}

/// Of any two masked groups of one answer, one must lie within the other.
fn check_masks(variable: &str, shown: &[Shown<'_>], findings: &mut Findings) {
    let masks: Vec<(&str, BTreeSet<&str>)> = shown
        .iter()
        .map(|s| {
            let masked = s.map.iter().filter(|(_, to)| *to == MASKED);
            (s.file, masked.map(|(held, _)| held.as_str()).collect())
        })
        .collect();
    for (place, (file, mask)) in masks.iter().enumerate() {
        if let Some((before, _)) =
            masks[..place].iter().find(|(_, m)| !m.is_subset(mask) && !mask.is_subset(m))
        {
            findings.file(file, format!(
                "What is masked under {variable} overlaps with what {before} masks. One table taken from the other could leave a group too small to show."
            ));
        }
    }
}
