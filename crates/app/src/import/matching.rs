//! Which rows of the files are new, which are here already, and which contradict what is here.
//!
//! A child is the same by authority and local id, an episode by child, start and type (design,
//! section 3). Nothing here is ever written over, and nothing is merged.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use homeward_casework::Origin;
use homeward_casework::ssda903::{Contents, Episode, Flag, overlaps_any, same_episode};
use homeward_standard::Moment;
use homeward_store::{EpisodeRow, Reader};
use uuid::Uuid;

use crate::api::ApiError;

/// What is to become of an episode of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is new and comes in.
    New {
        /// It overlaps an episode that is here, beside what the file says of itself.
        overlaps: bool,
    },
    /// It is here already.
    Already {
        /// The record.
        record: Uuid,
        /// What the file says that the record does not.
        differs: Difference,
    },
    /// The child with this id is here with another date of birth.
    OtherChild,
}

/// What a file says of an episode that is here already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    /// Nothing else.
    None,
    /// The day of the return, which the imported record lacks: it is written.
    EndKnownNow(NaiveDate),
    /// The day of the return, which a record that somebody wrote lacks: only told.
    EndNotHere,
    /// Another day of return: only told.
    OtherEnd,
}

/// What the store has of a child of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// The child's record.
    pub(crate) child: Option<Uuid>,
    date_of_birth: Option<NaiveDate>,
    episodes: Vec<EpisodeRow>,
}

/// Looks up the children of the file, by local id, a few hundred at a time.
///
/// # Errors
/// Those of the store.
pub(crate) fn look_up<'c>(
    reader: Reader<'_>,
    authority: &str,
    local_ids: impl Iterator<Item = &'c String>,
    known: &mut BTreeMap<String, Known>,
) -> Result<(), ApiError> {
    for local_id in local_ids {
        let found = match reader.find_child(authority, local_id)? {
            None => Known::default(),
            Some(id) => Known {
                child: Some(id),
                date_of_birth: reader.child(id)?.date_of_birth,
                episodes: reader.episodes_of(id)?,
            },
        };
        known.insert(local_id.clone(), found);
    }
    Ok(())
}

/// What becomes of each episode of the file, in its order.
pub(crate) fn fates(contents: &Contents, known: &BTreeMap<String, Known>) -> Vec<Fate> {
    let nobody = Known::default();
    contents
        .episodes
        .iter()
        .map(|episode| fate(episode, known.get(&episode.local_id).unwrap_or(&nobody)))
        .collect()
}

fn fate(episode: &Episode, known: &Known) -> Fate {
    if known.date_of_birth.is_some_and(|born| born != episode.date_of_birth) {
        return Fate::OtherChild;
    }
    let here = known.episodes.iter().find(|row| {
        start(row)
            .is_some_and(|start| same_episode(episode, &start, row.dfe_missing_type.as_deref()))
    });
    match here {
        Some(row) => Fate::Already { record: row.id, differs: difference(episode, row) },
        None => Fate::New { overlaps: overlaps_here(episode, known) },
    }
}

fn difference(episode: &Episode, row: &EpisodeRow) -> Difference {
    let here = row.returned.as_ref().and_then(|kept| kept.text.parse::<Moment>().ok());
    match (episode.end, here) {
        (Some(end), None) if row.origin == Origin::Imported => Difference::EndKnownNow(end),
        (Some(_), None) => Difference::EndNotHere,
        (Some(end), Some(here)) if here.date != end => Difference::OtherEnd,
        _ => Difference::None,
    }
}

fn overlaps_here(episode: &Episode, known: &Known) -> bool {
    // An overlap within the file is told by its line already.
    if episode.flags.iter().any(|flag| matches!(flag, Flag::Overlap { .. })) {
        return false;
    }
    let others: Vec<(Moment, Option<Moment>)> = known
        .episodes
        .iter()
        .filter_map(|row| {
            let end = row.returned.as_ref().and_then(|kept| kept.text.parse().ok());
            Some((start(row)?, end))
        })
        .collect();
    overlaps_any(episode, &others)
}

fn start(row: &EpisodeRow) -> Option<Moment> {
    row.missing_from.as_ref()?.text.parse().ok()
}
