//! Episode records as they are looked at: what each column shows and costs, and what the attacks on
//! the written file found.

use std::collections::BTreeSet;

use homeward_release::episodes::{ColumnEntry, ColumnKind, EPISODES, EpisodeRow, SEPARATOR};
use homeward_release::records_check::of_episodes;
use homeward_release::{MASKED, ReleaseFile, attacks, measures};

use super::episodes::Worked;
use super::risk;
use super::rows::Found;
use super::words::number;
use crate::api::ApiError;
use crate::api::release::TableLine;
use crate::api::release_preview::{MergingCost, ReleasePreview, SmallestGroup};

/// Puts in what the finished file shows, and says whether it keeps every rule and every attack on it
/// failed.
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

    preview.episodes = Some(number(totals.episodes));
    preview.children = Some(number(totals.children));
    preview.tables = vec![TableLine {
        file: EPISODES.to_owned(),
        files: 1,
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

    // Code that shares nothing with what made the file reads it again.
    let (problems, attacks, measured) = of_episodes(
        &worked.release.files,
        &worked.profile,
        &found.records,
        &worked.release.behind,
        |written| (written.problems(), attacks::on_records(written), measures::of_records(written)),
    )
    .map_err(|_| fault())?;
    preview.tests = risk::tests(&attacks, worked.profile.policy.k);
    preview.measures = risk::measured(&measured, |column| {
        let known = worked.profile.known.iter().find(|known| known.name == column)?;
        Some(&known.title)
    });
    Ok(problems.is_empty() && attacks.iter().all(attacks::Attack::holds))
}

/// The variable that a column of what can be known shows.
fn variable_of<'w>(worked: &'w Worked, column: &ColumnEntry) -> Option<&'w str> {
    let known = worked.profile.known.iter().find(|known| known.name == column.name)?;
    Some(&known.variable)
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
