//! The episode records of the standard, as a file of records that can be checked and attacked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Beside, Breach, Column, Kind, Problem, Said, Written};
use crate::episodes::{EPISODES, EpisodeRow, RecordsManifest, RecordsProfile, SEPARATOR};
use crate::records::Rules;
use crate::{Ladder, MASKED, ReleaseFile};

/// Reads the finished files of episode records and hands them on: to ask for
/// [`Written::problems`], to attack and to measure. `rows` are the episodes in the order in which
/// the records are kept, and `behind` the place there of each written row.
///
/// # Errors
/// A file is missing, cannot be read, or has other columns or rows than it may.
pub fn of_episodes<T>(
    files: &[ReleaseFile],
    profile: &RecordsProfile,
    rows: &[EpisodeRow],
    behind: &[usize],
    then: impl FnOnce(&Written<'_>) -> T,
) -> Result<T, Problem> {
    let unreadable = || Problem { breach: Breach::Unreadable, row: None, times: 1 };
    let bytes = |name: &str| {
        let file = files.iter().find(|file| file.name == name);
        file.map(|file| file.bytes.as_slice()).ok_or_else(unreadable)
    };
    let manifest: RecordsManifest =
        serde_json::from_slice(bytes("manifest.json")?).map_err(|_| unreadable())?;
    let policy = profile.policy;
    let authority = BTreeSet::from([manifest.authority.code.clone()]);
    let mut columns = vec![Column {
        name: "authority".to_owned(),
        kind: Kind::AsRecorded { separator: None, codes: Some(authority) },
    }];
    // What was recorded, by column and episode.
    let mut recorded = vec![vec![manifest.authority.code.clone(); rows.len()]];
    for known in &profile.known {
        let labels = labels(profile, &known.ladder, known.floor).ok_or_else(unreadable)?;
        // The recorded code itself, then every label that may stand for it.
        let lines = labels.into_iter().map(|(code, labels)| [vec![code], labels].concat());
        let kind = Kind::Broader { lines: lines.collect(), floor: 1 };
        columns.push(Column { name: known.name.clone(), kind });
        let code = |row: &EpisodeRow| row.codes.get(&known.variable).cloned().unwrap_or_default();
        recorded.push(rows.iter().map(code).collect());
    }
    for told in &profile.told {
        let ladder = profile.ladder(&told.ladder).ok_or_else(unreadable)?.completed();
        let labels = labels(profile, &told.ladder, told.floor).ok_or_else(unreadable)?;
        let tells =
            |code: &&String| up(&ladder, code).iter().any(|(c, _)| told.telling.contains(*c));
        let telling = labels.keys().filter(tells).cloned().collect();
        let kind = Kind::Told {
            separator: SEPARATOR.to_owned(),
            labels: labels.into_iter().map(|(c, l)| (c, l.into_iter().collect())).collect(),
            telling,
            diverse: told.diverse,
        };
        columns.push(Column { name: told.name.clone(), kind });
        let codes = |row: &EpisodeRow| {
            let codes = row.sets.get(&told.variable).into_iter().flatten();
            codes.map(String::as_str).collect::<Vec<_>>().join(SEPARATOR)
        };
        recorded.push(rows.iter().map(codes).collect());
    }
    let mut numbers: HashMap<u128, u32> = HashMap::new();
    let people: Vec<u32> = rows
        .iter()
        .map(|row| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(row.child).or_insert(next)
        })
        .collect();
    let behind: Vec<u32> = behind.iter().map(|at| u32::try_from(*at).unwrap_or(u32::MAX)).collect();
    let cell = |column: usize, record: usize| Some(recorded.get(column)?.get(record)?.as_str());
    let totals = manifest.totals;
    let beside = Beside {
        columns: &columns,
        kept_back: &[],
        rules: Rules {
            k: policy.k,
            l: policy.l,
            dominance: policy.largest_share_percent * 10,
            homogeneity: policy.largest_answer_percent * 10,
            drop_cap: policy.most_dropped_per_mille,
        },
        people: &people,
        rows: &behind,
        recorded: &cell,
        said: Some(Said {
            rows_written: totals.rows,
            rows_left_out: totals.left_out,
            people: totals.children,
            groups: totals.groups,
            smallest_group: totals.fewest_children,
        }),
    };
    Ok(then(&Written::read(bytes(EPISODES)?, &beside)?))
}

/// Every code above a code, itself first, with the level up to which each stands.
fn up<'l>(ladder: &'l Ladder, code: &str) -> Vec<(&'l str, u8)> {
    let find = |code: &str| ladder.steps.iter().find(|step| step.code == code);
    let steps = std::iter::successors(find(code), |step| find(step.broader.as_deref()?));
    // A ladder cannot go round for longer than it has codes.
    steps.take(ladder.steps.len()).map(|step| (step.code.as_str(), step.level)).collect()
}

/// For each code that may be recorded, the labels that may stand for it, from the finest up.
fn labels(profile: &RecordsProfile, id: &str, floor: u8) -> Option<BTreeMap<String, Vec<String>>> {
    let ladder = profile.ladder(id)?.completed();
    let broader: BTreeSet<&str> =
        ladder.steps.iter().filter_map(|step| step.broader.as_deref()).collect();
    let held = ladder.steps.iter().filter(|step| !broader.contains(step.code.as_str()));
    let labels = |step: &crate::Step| {
        let all = up(&ladder, &step.code);
        let high = all.iter().filter(|(_, level)| *level >= floor);
        let mut labels: Vec<String> = high.map(|(code, _)| (*code).to_owned()).collect();
        if labels.is_empty() {
            labels.extend(all.last().map(|(code, _)| (*code).to_owned()));
        }
        labels.push(MASKED.to_owned());
        (step.code.clone(), labels)
    };
    Some(held.map(labels).collect())
}
