//! A period that is released again and again while its records change.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::history::{Held, exposed};
use homeward_release::{Manifest, Row};

use crate::sample::{Draws, made, manifest, profile, rows};

/// A row that stays the same row from one release to the next.
#[derive(Clone)]
struct Kept {
    episode: u128,
    row: Row,
}

fn ids(kept: &[Kept]) -> Vec<(u128, u128)> {
    kept.iter().map(|one| (one.episode, u128::from(one.row.child))).collect()
}

fn plain(kept: &[Kept]) -> Vec<Row> {
    kept.iter().map(|one| one.row.clone()).collect()
}

/// A year's rows, with rows that come late.
fn year(seed: u64) -> (Vec<Kept>, Vec<Kept>) {
    let all: Vec<Kept> = rows(60, 110, seed)
        .into_iter()
        .zip(0_u128..)
        .map(|(row, episode)| Kept { episode, row })
        .collect();
    let late = all.iter().filter(|one| one.episode % 4 == 3).cloned().collect();
    (all.into_iter().filter(|one| one.episode % 4 != 3).collect(), late)
}

/// Some rows arrive, some are corrected, some are withdrawn. Now and then nothing happens, or
/// something that happens to many: an answer that was not yet obtained is obtained.
fn go_on(now: &mut Vec<Kept>, late: &mut Vec<Kept>, draws: &mut Draws) {
    match draws.below(5) {
        0 => {}
        1 => {
            for one in now.iter_mut() {
                for name in ["rhi_outcome", "ppi_outcome"] {
                    if let Some(value) = one.row.values.get_mut(name)
                        && ["PEND", "UNKN"].contains(&value.as_str())
                    {
                        "DONE".clone_into(value);
                    }
                }
            }
        }
        2 => now.append(late),
        _ => {
            let many = usize::try_from(draws.below(4)).unwrap().min(late.len());
            now.extend(late.drain(..many));
            for _ in 0..draws.below(3) {
                let at = usize::try_from(draws.below(now.len() as u64)).unwrap();
                let code = ["DONE", "DECLINED", "PEND"][usize::try_from(draws.below(3)).unwrap()];
                now[at].row.values.insert("rhi_outcome".into(), code.into());
            }
            if draws.below(2) == 1 {
                let at = usize::try_from(draws.below(now.len() as u64)).unwrap();
                now.remove(at);
            }
        }
    }
}

/// The fewest children that stay possible for any row, for somebody who holds all files and knows
/// how the row's codes were shown in each: counted the plain way from the manifests.
fn fewest_candidates(issued: &[(Manifest, Vec<Kept>)]) -> usize {
    let mut fewest = usize::MAX;
    for at in 0..issued[0].0.tables.len() {
        let mut candidates: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        let mut seen: BTreeMap<u128, (String, u64)> = BTreeMap::new();
        for (number, (manifest, kept)) in issued.iter().enumerate() {
            for one in kept {
                let group: Vec<&str> = manifest.tables[at]
                    .merges
                    .iter()
                    .map(|merge| merge.codes[&one.row.values[&merge.variable]].as_str())
                    .collect();
                let entry = seen.entry(one.episode).or_insert((String::new(), one.row.child));
                entry.0.push_str(&format!("{number}:{};", group.join("+")));
            }
        }
        for (way, child) in seen.into_values() {
            candidates.entry(way).or_default().insert(child);
        }
        fewest = fewest.min(candidates.values().map(BTreeSet::len).min().unwrap_or(usize::MAX));
    }
    fewest
}

#[test]
fn after_200_histories_of_five_reissues_all_files_together_leave_no_row_below_k_children() {
    let profile = profile();
    let (mut reissued, mut waited, mut unguarded) = (0, 0, 0);
    for history in 0..200 {
        let mut draws = Draws(history);
        let (mut now, mut late) = year(history);
        let mut held: Vec<Held> = Vec::new();
        let mut issued: Vec<(Manifest, Vec<Kept>)> = Vec::new();
        for number in 0..6 {
            let Ok(release) = made(&profile, &plain(&now), number) else { continue };
            let manifest = manifest(&release.files);
            held.push(Held::of(&manifest, &plain(&now), &ids(&now)));
            issued.push((manifest, now.clone()));
            if exposed(&held, 5).is_some() {
                held.pop();
                let (waiting, rest) = issued.split_last().unwrap();
                let both = [rest.last().unwrap().clone(), waiting.clone()];
                unguarded += usize::from(fewest_candidates(&both) < 5);
                issued.pop();
                waited += 1;
            } else if number > 0 {
                reissued += 1;
            }
            go_on(&mut now, &mut late, &mut draws);
        }
        assert!(fewest_candidates(&issued) >= 5, "history {history}");
    }
    // Otherwise the test would show nothing.
    assert!(reissued >= 40, "{reissued} were reissued");
    assert!(waited >= 200, "{waited} waited");
    assert!(unguarded >= 200, "{unguarded} would have shown a change about a few children");
}

#[test]
fn a_change_that_goes_back_is_found_although_the_last_two_releases_are_far_apart() {
    let profile = profile();
    let (before, _) = year(7);
    let release = made(&profile, &plain(&before), 1).unwrap();
    let first = Held::of(&release.manifest, &plain(&before), &ids(&before));
    // The same files twice show nothing.
    assert_eq!(exposed(&[first.clone(), first.clone()], 5), None);
    // One row less than before shows something, also with a release in between.
    let mut after = before.clone();
    after.pop();
    let release = made(&profile, &plain(&after), 1).unwrap();
    let last = Held::of(&release.manifest, &plain(&after), &ids(&after));
    let found = exposed(&[first.clone(), first, last], 5).unwrap();
    assert_eq!(found.children, 1);
    assert!(!found.tables.is_empty());
}

#[test]
fn a_change_about_many_children_goes_out_and_one_about_a_few_of_them_waits() {
    let profile = profile();
    let year: Vec<Kept> = rows(2_000, 4_000, 11)
        .into_iter()
        .zip(0_u128..)
        .map(|(row, episode)| Kept { episode, row })
        .collect();
    let held = |kept: &[Kept]| {
        let release = made(&profile, &plain(kept), 1).unwrap();
        Held::of(&release.manifest, &plain(kept), &ids(kept))
    };
    let settled = |many: usize| {
        let mut kept = year.clone();
        let open = kept.iter_mut().filter(|one| one.row.values["rhi_outcome"] == "NO_CONTACT");
        for one in open.take(many) {
            one.row.values.insert("rhi_outcome".into(), "DECLINED".into());
        }
        kept
    };
    let first = held(&year);
    assert_eq!(exposed(&[first.clone(), held(&settled(usize::MAX))], 5), None);
    let few = exposed(&[first, held(&settled(12))], 5).unwrap();
    assert!((1..=12).contains(&few.children), "{few:?}");
}

#[test]
fn what_the_store_keeps_of_a_release_reads_back_the_same() {
    let (now, _) = year(9);
    let release = made(&profile(), &plain(&now), 1).unwrap();
    let held = Held::of(&release.manifest, &plain(&now), &ids(&now));
    let text = serde_json::to_string(&held).unwrap();
    assert_eq!(serde_json::from_str::<Held>(&text).unwrap(), held);
}
