//! Reading a year out of the store: month by month, so that every other command gets its turn.

use chrono::{Datelike as _, Months, NaiveDate};
use homeward_store::{BulkAnswer, BulkEpisode};
use uuid::Uuid;

/// Whether the child is back.
pub const STATUS: &str = "episode_status";

/// Why an episode was closed without a return.
pub const CLOSE_REASON: &str = "close_reason";

/// The months from one day to another, each from its first day to the first day of the next.
pub fn months(first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut months = Vec::new();
    let mut from = first.with_day(1).unwrap_or(first);
    while from <= last {
        let Some(until) = from.checked_add_months(Months::new(1)) else { break };
        months.push((from, until));
        from = until;
    }
    months
}

/// The code or the text that a question of a record was answered with.
pub fn answered(answers: &[BulkAnswer], record: Uuid, question: &str) -> Option<String> {
    let found = answers.iter().find(|one| one.record == record && one.question == question)?;
    serde_json::from_str(found.value.as_ref()?).ok()
}

/// Whether an episode was closed because it was put down in error. It never happened, so nothing
/// counts it. The reading must have asked for [`STATUS`] and [`CLOSE_REASON`].
pub fn never_happened(episode: &BulkEpisode) -> bool {
    let given = |question| answered(&episode.answers, episode.episode.id, question);
    given(STATUS).as_deref() == Some("CLOSED") && given(CLOSE_REASON).as_deref() == Some("ERROR")
}
