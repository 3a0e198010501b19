//! Whatever the rows are, a release holds or there is none; whatever the bytes are, a check ends.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::verify::{self, Outcome};
use homeward_release::{Profile, Refusal, ReleaseFile, Row};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::sample::{checked, cover_up, hash, made, manifest, profile, small, text};

/// The codes that a row may hold for a variable: those with nothing under them, and any absence.
fn codes(profile: &Profile, variable: &str) -> Vec<String> {
    let ladder = profile.ladder(&profile.variable(variable).unwrap().ladder).unwrap();
    let broader: BTreeSet<&str> =
        ladder.steps.iter().filter_map(|s| s.broader.as_deref()).collect();
    ladder
        .steps
        .iter()
        .map(|s| s.code.as_str())
        .filter(|code| !broader.contains(code) && *code != "NOT_KNOWN")
        .chain(homeward_release::ABSENCE_CODES)
        .map(str::to_owned)
        .collect()
}

/// Any rows: few children or many, one code or all of them.
fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let profile = profile();
    let names: Vec<String> = profile.variables.iter().map(|v| v.name.clone()).collect();
    let each: Vec<_> = names.iter().map(|name| select(codes(&profile, name))).collect();
    (1..40_u64).prop_flat_map(move |children| {
        let names = names.clone();
        vec((0..children, each.clone()), 0..90).prop_map(move |all| {
            all.into_iter()
                .map(|(child, codes)| Row {
                    child,
                    values: names.iter().cloned().zip(codes).collect(),
                })
                .collect()
        })
    })
}

/// Counts a table again the plain way: how many rows and different children each group has, and how
/// many rows its most frequent child has.
fn counted(
    rows: &[Row],
    merges: &[homeward_release::Merge],
) -> BTreeMap<Vec<String>, (u64, u64, u64)> {
    let mut groups: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
    for row in rows {
        let group = merges.iter().map(|m| m.codes[&row.values[&m.variable]].clone()).collect();
        groups.entry(group).or_default().push(row.child);
    }
    groups
        .into_iter()
        .map(|(group, owners)| {
            let distinct: BTreeSet<&u64> = owners.iter().collect();
            let most = distinct.iter().map(|c| owners.iter().filter(|o| *o == *c).count()).max();
            let as_count = |n: usize| u64::try_from(n).unwrap();
            (group, (as_count(owners.len()), as_count(distinct.len()), as_count(most.unwrap())))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_group_of_every_release_stands_for_enough_children(rows in any_rows(), key in any::<u64>()) {
        let children: BTreeSet<u64> = rows.iter().map(|r| r.child).collect();
        match made(&profile(), &rows, key) {
            Ok(release) => {
                let manifest = manifest(&release.files);
                prop_assert_eq!(manifest.totals.episodes, rows.len() as u64);
                prop_assert_eq!(manifest.totals.children, children.len() as u64);
                let mut lines = text(&release.files, "cells.csv").lines().count() - 1;
                for table in &manifest.tables {
                    let mut printed: BTreeMap<Vec<String>, u64> = BTreeMap::new();
                    for line in text(&release.files, &table.file).lines().skip(1) {
                        let group = line.split(',').skip(2).map(str::to_owned).collect();
                        *printed.entry(group).or_insert(0) += 1;
                    }
                    let groups = counted(&rows, &table.merges);
                    for (group, (episodes, children, most)) in &groups {
                        prop_assert!(*children >= 5, "{} {:?}", table.file, group);
                        prop_assert!(most * 2 <= *episodes, "{} {:?}", table.file, group);
                        prop_assert_eq!(printed.get(group), Some(episodes));
                    }
                    prop_assert_eq!(printed.len(), groups.len());
                    lines -= groups.len();
                }
                prop_assert_eq!(lines, 0, "cells.csv has one line a group");
                let report = checked(&release.files, Some(&rows));
                prop_assert_eq!(&report.problems, &[]);
                prop_assert_eq!(report.outcome, Outcome::Holds);
                prop_assert_eq!(made(&profile(), &rows, key).unwrap(), release);
            }
            Err(Refusal::NoEpisodes { .. }) => prop_assert!(rows.is_empty()),
            Err(Refusal::TooFewChildren { .. }) => prop_assert!(!rows.is_empty() && children.len() < 5),
            Err(Refusal::OneChildStandsOut { .. }) => {
                let most = children.iter().map(|c| rows.iter().filter(|r| r.child == *c).count()).max();
                prop_assert!(most.unwrap() * 2 > rows.len());
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_changed_byte_is_found_and_never_stops_the_check(
        at in any::<Index>(), place in any::<Index>(), byte in any::<u8>(), cut in any::<bool>(), covered in any::<bool>(),
    ) {
        let (rows, original) = small();
        let mut files = original.clone();
        let file = &mut files[at.index(original.len())];
        let place = place.index(file.bytes.len());
        if cut {
            file.bytes.truncate(place);
        } else {
            file.bytes[place] = byte;
        }
        let is_manifest = file.name == "manifest.json";
        if covered && !is_manifest {
            cover_up(&mut files);
        }
        let report = checked(&files, Some(&rows));
        if !covered && !is_manifest && files != original {
            prop_assert_eq!(report.outcome, Outcome::DoesNotHold);
        }
        prop_assert_eq!(report.problems.is_empty(), report.outcome == Outcome::Holds);
    }

    #[test]
    fn any_bytes_at_all_are_read_to_an_end(manifest in vec(any::<u8>(), 0..300), table in vec(any::<u8>(), 0..300), text in ".{0,80}") {
        let (_, mut files) = small();
        files[1].bytes = table;
        files.push(ReleaseFile { name: text, bytes: manifest.clone() });
        cover_up(&mut files);
        prop_assert_eq!(checked(&files, None).outcome, Outcome::DoesNotHold);
        files[0].bytes = manifest;
        prop_assert_eq!(checked(&files, None).outcome, Outcome::CannotBeRead);
    }

    #[test]
    fn a_manifest_of_any_numbers_and_codes_is_read_to_an_end(
        numbers in vec(any::<u64>(), 4), k in any::<u32>(), code in "[A-Z_]{0,9}", words in ".{0,60}", which in any::<Index>(),
    ) {
        let (rows, mut files) = small();
        let mut changed = manifest(&files);
        changed.policy.k = k;
        changed.policy.largest_share_percent = k;
        changed.totals.episodes = numbers[0];
        changed.totals.children = numbers[1];
        let table = which.get(&changed.tables).file.clone();
        let entry = changed.tables.iter_mut().find(|t| t.file == table).unwrap();
        entry.rows = numbers[2];
        entry.merges[0].words = vec![words];
        entry.merges[0].codes.values_mut().for_each(|to| to.clone_from(&code));
        crate::sample::put_manifest(&mut files, &changed);
        let report = verify::check(&files, &profile(), &hash, Some(&rows));
        prop_assert_eq!(report.outcome, Outcome::DoesNotHold);
    }
}
