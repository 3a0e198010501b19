//! What a child's one ethnic group was recorded as before.

use homeward_casework::derived::{self, Revision};
use homeward_casework::time;
use homeward_store::HistoryEntry;
use uuid::Uuid;

use crate::api::{ApiError, Line};
use crate::session::{Homeward, Open};
use crate::show;

/// The values that a child's ethnic group was recorded as before, the oldest first: each with its
/// source and the day on which another took its place.
pub fn ethnicity_before(
    homeward: &Homeward,
    open: &Open,
    child: Uuid,
) -> Result<Vec<Line>, ApiError> {
    let reader = open.store.read()?;
    let values = revisions(&reader.history(child, "ethnicity")?);
    let sources = revisions(&reader.history(child, "ethnicity_source")?);
    let earlier = derived::ethnicity_history(&borrowed(&values), &borrowed(&sources));
    let label = |list, code: &str| show::label_in(Some(list), code, homeward.standard());
    Ok(earlier
        .into_iter()
        .map(|one| Line {
            label: format!("Until {}", time::show_date(time::date_at(one.until))),
            value: match one.source {
                Some(source) => format!(
                    "{} ({})",
                    label("ethnicity", &one.code),
                    label("ethnicity_source", &source)
                ),
                None => label("ethnicity", &one.code),
            },
            muted: false,
        })
        .collect())
}

/// The code and the time of each revision. What was typed and could not be read is none.
fn revisions(entries: &[HistoryEntry]) -> Vec<(Option<String>, chrono::DateTime<chrono::Utc>)> {
    let code = |entry: &HistoryEntry| {
        let value = entry.answer.value.as_deref().filter(|_| entry.answer.valid)?;
        serde_json::from_str::<String>(value).ok()
    };
    entries.iter().map(|entry| (code(entry), entry.opened_at)).collect()
}

fn borrowed(revisions: &[(Option<String>, chrono::DateTime<chrono::Utc>)]) -> Vec<Revision<'_>> {
    revisions
        .iter()
        .map(|(code, since)| Revision { code: code.as_deref(), since: *since })
        .collect()
}
