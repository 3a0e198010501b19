//! What the store holds for a national return, read month by month so that other commands get
//! their turn.

use std::ops::ControlFlow;

use chrono::{Months, NaiveDate};
use homeward_casework::RecordKind;
use homeward_casework::derived::{financial_year, financial_year_days};
use homeward_casework::national::{Child, Conversation, Episode, History};
use homeward_standard::Moment;
use homeward_store::{BulkEpisode, BulkQuery, KeptMoment, Reader};

use super::{About, Which};
use crate::api::ApiError;
use crate::job::Running;
use crate::roles::Act;
use crate::session::Homeward;
use crate::year::{CLOSE_REASON, STATUS, answered, months};

/// A child who was missing before that is none any more: no period reaches further.
const YEARS_BACK: u32 = 18;

/// The pupil number, which has no typed column.
const PUPIL_NUMBER: &str = "upn";

/// The collection years from the first episode of this authority to today.
///
/// # Errors
/// Those of the store.
pub(super) fn years(
    reader: Reader<'_>,
    authority: &str,
    today: NaiveDate,
) -> Result<Vec<String>, ApiError> {
    let mut found = Vec::new();
    let mut year = financial_year(today);
    for _ in 0..=YEARS_BACK {
        let Some((first, last)) = financial_year_days(&year) else { break };
        let before = BulkQuery { authority, from: None, until: last.succ_opt(), questions: &[] };
        if reader.count_episodes(&before)? == 0 {
            break;
        }
        found.push(year);
        year = financial_year(first.pred_opt().unwrap_or(first));
    }
    Ok(found)
}

/// Reads every episode that may reach into the year.
///
/// # Errors
/// It was stopped, or the store cannot be read.
pub(super) fn read(
    home: &Homeward,
    about: &About<'_>,
    running: &Running<'_>,
) -> Result<History, ApiError> {
    let wanted = [
        (RecordKind::Episode, STATUS),
        (RecordKind::Episode, CLOSE_REASON),
        (RecordKind::Child, PUPIL_NUMBER),
    ];
    let mut history = History::default();
    let (from, without_start) = home.with(Act::NationalReturn, |open| {
        let reader = open.store.read()?;
        let count = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
            reader.count_episodes(&BulkQuery {
                authority: about.authority,
                from,
                until,
                questions: &[],
            })
        };
        // Annex A looks back twelve months; a period may have begun whenever its child was one.
        let back = if about.which == Which::AnnexA { 1 } else { YEARS_BACK };
        let mut from = about.year.first;
        for _ in 0..back {
            if count(None, Some(from))? == 0 {
                break;
            }
            from = from.checked_sub_months(Months::new(12)).unwrap_or(from);
        }
        let all = count(None, None)?;
        Ok((from, all.saturating_sub(count(Some(NaiveDate::MIN), None)?)))
    })?;
    history.without_start = without_start;
    let months = months(from, about.year.last);
    let of = u32::try_from(months.len()).unwrap_or(u32::MAX);
    for (done, (from, until)) in (0..).zip(months) {
        running.at(done, of);
        if running.is_stopped() {
            return Err(ApiError::refused("Stopped. No return was made."));
        }
        let query = BulkQuery {
            authority: about.authority,
            from: Some(from),
            until: Some(until),
            questions: &wanted,
        };
        home.with(Act::NationalReturn, |open| {
            let reader = open.store.read()?;
            reader.each_episode(
                &query,
                &mut |bulk| {
                    take(&mut history, &bulk);
                    ControlFlow::Continue(())
                },
                &mut |_| ControlFlow::Continue(()),
            )?;
            Ok(())
        })?;
    }
    Ok(history)
}

fn take(history: &mut History, bulk: &BulkEpisode) {
    let Some(missing_from) = moment(bulk.episode.missing_from.as_ref()) else { return };
    history.children.entry(bulk.child.id).or_insert_with(|| Child {
        local_id: bulk.child.local_id.clone(),
        born: bulk.child.date_of_birth,
        pupil_number: answered(&bulk.answers, bulk.child.id, PUPIL_NUMBER),
        sex: bulk.child.sex.clone(),
        ethnicity: bulk.child.ethnicity.clone(),
        care_status: bulk.child.care_status.clone(),
    });
    let status = answered(&bulk.answers, bulk.episode.id, STATUS);
    // An answer whose question is hidden again does not leave.
    let came_back = !matches!(status.as_deref(), Some("OPEN" | "CLOSED"));
    let in_care = bulk.child.care_status.as_deref() == Some("CLA");
    history.episodes.push(Episode {
        record: bulk.episode.id,
        child: bulk.child.id,
        episode_type: bulk.episode.kind.clone(),
        dfe_missing_type: bulk.episode.dfe_missing_type.clone().filter(|_| in_care),
        missing_from,
        last_seen: moment(bulk.episode.last_seen.as_ref()),
        located: moment(bulk.episode.located.as_ref()),
        returned: moment(bulk.episode.returned.as_ref()).filter(|_| came_back),
        close_reason: answered(&bulk.answers, bulk.episode.id, CLOSE_REASON)
            .filter(|_| status.as_deref() == Some("CLOSED")),
        conversations: bulk
            .conversations
            .iter()
            .map(|row| Conversation {
                offer: row.offer.clone(),
                outcome: row
                    .outcome
                    .clone()
                    .filter(|_| !matches!(row.offer.as_deref(), Some("NOT_DUE" | "NAPP_DIED"))),
                signed_off: row.state.may_be_released(),
            })
            .collect(),
    });
}

fn moment(kept: Option<&KeptMoment>) -> Option<Moment> {
    kept?.text.parse().ok()
}
