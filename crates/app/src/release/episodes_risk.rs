//! Episode records as they are looked at: what each column shows and costs, and what the attacks on
//! the written file found.

use std::collections::{BTreeSet, HashMap};

use homeward_release::episodes::{
    ColumnEntry, ColumnKind, EPISODES, EpisodeRow, LabelEntry, SEPARATOR,
};
use homeward_release::records::Rules;
use homeward_release::records_check::{Beside, Column, Kind, Written};
use homeward_release::{MASKED, ReleaseFile, attacks, measures};

use super::episodes::Worked;
use super::risk;
use super::rows::Found;
use super::words::number;
use crate::api::ApiError;
use crate::api::release::TableLine;
use crate::api::release_preview::{MergingCost, ReleasePreview, SmallestGroup};

/// Puts in what the finished file shows, and says whether every attack on it failed.
///
/// # Errors
/// The file cannot be read as it was made: a fault in this program.
pub(super) fn fill(
    preview: &mut ReleasePreview,
    worked: &Worked,
    found: &Found,
) -> Result<bool, ApiError> {
    let fault = || {
        ApiError::fault(
            "The episode records could not be read again. Please report this; nothing was written.",
        )
    };
    let manifest = &worked.release.manifest;
    let (totals, columns) = (manifest.totals, &manifest.columns);
    let file: &ReleaseFile =
        worked.release.files.iter().find(|file| file.name == EPISODES).ok_or_else(fault)?;

    preview.episodes = number(totals.episodes);
    preview.children = number(totals.children);
    preview.tables = vec![TableLine {
        file: EPISODES.to_owned(),
        title: "Episode records".to_owned(),
        rows: number(totals.rows),
        merged: columns.iter().flat_map(|c| c.words.clone()).collect::<Vec<_>>().join(" "),
    }];
    preview.smallest = (totals.groups > 0).then(|| SmallestGroup {
        children: number(totals.fewest_children),
        table: "Episode records".to_owned(),
        group: "rows that read alike in everything that somebody could know".to_owned(),
    });
    preview.cost = Some(cost(file, worked, &found.records).ok_or_else(fault)?);

    let people = numbered(&found.records);
    let behind: Vec<u32> = worked
        .release
        .behind
        .iter()
        .map(|at| u32::try_from(*at).map_err(|_| fault()))
        .collect::<Result<_, _>>()?;
    let policy = worked.profile.policy;
    let described: Vec<Column> = columns.iter().map(describe).collect();
    let recorded = |column: usize, record: usize| -> Option<&str> {
        let variable = variable_of(worked, columns.get(column)?)?;
        found.records.get(record)?.codes.get(variable).map(String::as_str)
    };
    let beside = Beside {
        columns: &described,
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
        recorded: &recorded,
        said: None,
    };
    let written = Written::read(&file.bytes, &beside).map_err(|_| fault())?;
    let mut found = attacks::on_records(&written);
    // What is a harm and what is not says the profile: for the attacks that look for harms,
    // everything else reads alike.
    let harms: Vec<Column> = described.iter().map(|column| with_harms(column, worked)).collect();
    let harms_alone = harms_alone(file, worked).ok_or_else(fault)?;
    let beside = Beside { columns: &harms, ..beside };
    let written_harms = Written::read(&harms_alone, &beside).map_err(|_| fault())?;
    for attack in attacks::on_records(&written_harms) {
        if ABOUT_HARMS.contains(&attack.id)
            && let Some(place) = found.iter_mut().find(|one| one.id == attack.id)
        {
            *place = attack;
        }
    }
    preview.tests = risk::tests(&found, policy.k);
    preview.measures = risk::measured(&measures::of_records(&written));
    Ok(found.iter().all(attacks::Attack::holds))
}

/// The attacks that look for a harm in which a group is all alike.
const ABOUT_HARMS: [&str; 2] = ["homogeneity", "skew"];

/// What stands for everything that is no harm.
const NO_HARM: &str = "-";

/// A column as [`describe`] has it, but of harms if it tells of any.
fn with_harms(column: &Column, worked: &Worked) -> Column {
    let tells = worked.profile.told.iter().any(|t| t.name == column.name && !t.telling.is_empty());
    match (&column.kind, tells) {
        (Kind::AsRecorded { separator, .. }, true) => Column {
            name: column.name.clone(),
            kind: Kind::Sensitive {
                separator: separator.clone(),
                none: Some(NO_HARM.to_owned()),
                codes: None,
            },
        },
        _ => column.clone(),
    }
}

/// The file with one sign for everything that is no harm. A label is a harm if all that it stands
/// for is. None if the file is not as it was made.
fn harms_alone(file: &ReleaseFile, worked: &Worked) -> Option<Vec<u8>> {
    let columns = &worked.release.manifest.columns;
    let harms: Vec<Option<BTreeSet<&str>>> =
        columns.iter().map(|column| harms_of(column, worked)).collect();
    let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(reader.headers().ok()?).ok()?;
    for line in reader.records() {
        let line = line.ok()?;
        let cells = line.iter().zip(&harms).map(|(cell, harms)| match harms {
            None => cell.to_owned(),
            Some(harms) => {
                let told: Vec<&str> =
                    cell.split(SEPARATOR).filter(|item| harms.contains(item)).collect();
                if told.is_empty() { NO_HARM.to_owned() } else { told.join(SEPARATOR) }
            }
        });
        out.write_record(cells.collect::<Vec<_>>()).ok()?;
    }
    out.into_inner().ok()
}

/// The labels of a column that are harms. None for a column that tells of none.
fn harms_of<'w>(column: &'w ColumnEntry, worked: &Worked) -> Option<BTreeSet<&'w str>> {
    let told = worked.profile.told.iter().find(|told| told.name == column.name)?;
    if told.telling.is_empty() {
        return None;
    }
    let ladder = worked.profile.ladder(&told.ladder)?;
    let is_harm = |code: &String| {
        let mut at = Some(code.as_str());
        while let Some(here) = at {
            if told.telling.contains(here) {
                return true;
            }
            let step = ladder.steps.iter().find(|step| step.code == here);
            at = step.and_then(|step| step.broader.as_deref());
        }
        false
    };
    let all =
        |label: &&LabelEntry| !label.stands_for.is_empty() && label.stands_for.iter().all(is_harm);
    Some(column.labels.iter().filter(all).map(|label| label.code.as_str()).collect())
}

/// The variable that a column of what can be known shows.
fn variable_of<'w>(worked: &'w Worked, column: &ColumnEntry) -> Option<&'w str> {
    let known = worked.profile.known.iter().find(|known| known.name == column.name)?;
    Some(&known.variable)
}

/// The children of the rows, numbered from 0.
fn numbered(rows: &[EpisodeRow]) -> Vec<u32> {
    let mut numbers: HashMap<u128, u32> = HashMap::new();
    rows.iter()
        .map(|row| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(row.child).or_insert(next)
        })
        .collect()
}

/// What a column may hold, for the attacks.
fn describe(column: &ColumnEntry) -> Column {
    let kind = match column.kind {
        ColumnKind::Same => Kind::AsRecorded { separator: None, codes: None },
        ColumnKind::Known => Kind::Broader { lines: lines(column), floor: 1 },
        ColumnKind::Told => Kind::AsRecorded { separator: column.separator.clone(), codes: None },
    };
    Column { name: column.name.clone(), kind }
}

/// For each recorded code the labels that can stand for it, from the code itself to the broadest.
fn lines(column: &ColumnEntry) -> Vec<Vec<String>> {
    let codes: BTreeSet<&String> = column.labels.iter().flat_map(|l| &l.stands_for).collect();
    codes
        .into_iter()
        .map(|code| {
            let mut labels: Vec<(usize, &String)> = column
                .labels
                .iter()
                .filter(|label| label.stands_for.contains(code))
                .map(|label| (label.stands_for.len(), &label.code))
                .collect();
            labels.sort();
            let mut line = vec![code.clone()];
            line.extend(labels.into_iter().map(|(_, label)| label.clone()));
            if line.last().is_none_or(|last| last != MASKED) {
                line.push(MASKED.to_owned());
            }
            line
        })
        .collect()
}

/// What merging costs, cell by cell. None if the file is not as it was made.
fn cost(file: &ReleaseFile, worked: &Worked, rows: &[EpisodeRow]) -> Option<MergingCost> {
    let columns = &worked.release.manifest.columns;
    let (mut answers, mut as_recorded, mut masked) = (0, 0, 0);
    let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
    for (line, behind) in reader.records().zip(&worked.release.behind) {
        let (line, row) = (line.ok()?, rows.get(*behind)?);
        for (column, cell) in columns.iter().zip(&line) {
            let same = match column.kind {
                ColumnKind::Same => continue,
                ColumnKind::Known => {
                    row.codes.get(variable_of(worked, column)?).is_some_and(|code| code == cell)
                }
                ColumnKind::Told => {
                    let told = worked.profile.told.iter().find(|t| t.name == column.name)?;
                    let shown: BTreeSet<&str> = cell.split(SEPARATOR).collect();
                    row.sets.get(&told.variable)?.iter().map(String::as_str).eq(shown)
                }
            };
            answers += 1;
            as_recorded += u64::from(same);
            masked += u64::from(cell == MASKED);
        }
    }
    Some(MergingCost {
        answers: number(answers),
        as_recorded: number(as_recorded),
        masked: number(masked),
    })
}
