//! The consistency checks of casework over a record: by name at *check answers*, and quietly beside
//! the questions as they are answered. The checks are the same ones.

use homeward_casework::RecordKind;
use homeward_casework::checks::{self, Finding};

use crate::api::ApiError;
use crate::api::record::{PageView, QuestionView};
use crate::loading::Loaded;
use crate::session::{Homeward, Open};
use crate::sheet::Sheet;
use crate::work;

/// The rules that the answers of a record break.
pub fn found(
    homeward: &Homeward,
    open: &Open,
    loaded: &Loaded<'_>,
    sheet: &Sheet<'_>,
) -> Result<Vec<Finding>, ApiError> {
    let mut others = Vec::new();
    if loaded.record.kind == RecordKind::Episode {
        for other in open.store.read()?.episodes_of(loaded.child)? {
            let Some(start) = work::moment(other.missing_from.as_ref()) else { continue };
            if other.id != loaded.record.id {
                others.push((start, work::moment(other.returned.as_ref())));
            }
        }
    }
    let around = checks::Around { now: homeward.now(), other_episodes: &others };
    Ok(checks::check(sheet.set, sheet, &around))
}

/// Says beside a question of a page that its answer does not fit another.
///
/// Quietly: only where everything that the rule looks at in this record is answered. What is still
/// missing is said at *check answers*, never while somebody writes.
pub fn beside(
    homeward: &Homeward,
    open: &Open,
    loaded: &Loaded<'_>,
    sheet: &Sheet<'_>,
    page: &mut PageView,
) -> Result<(), ApiError> {
    for finding in found(homeward, open, loaded, sheet)? {
        let own: Vec<&str> = finding.check.own_questions(sheet.set).collect();
        let all_answered = own.iter().all(|question| is_answered(sheet, question, finding.item));
        if !all_answered {
            continue;
        }
        // A rule about a row names questions of the row and of the whole record.
        let places = own
            .iter()
            .flat_map(|question| [finding.item.unwrap_or(0), 0].map(|item| (*question, item)));
        for (question, item) in places {
            if let Some(view) = find(page, question, item) {
                view.caution.get_or_insert_with(|| finding.check.sentence.to_owned());
                break;
            }
        }
    }
    Ok(())
}

fn is_answered(sheet: &Sheet<'_>, question: &str, item: Option<u32>) -> bool {
    sheet
        .set
        .question(question)
        .is_some_and(|found| sheet.is_answered(found, None) || sheet.is_answered(found, item))
}

/// A question of a page, in its rows too.
fn find<'p>(page: &'p mut PageView, question: &str, item: u32) -> Option<&'p mut QuestionView> {
    for view in page.questions.iter_mut().chain(&mut page.more) {
        if view.question == question && view.item == item {
            return Some(view);
        }
        let rows = view.rows.iter_mut().flat_map(|group| &mut group.rows);
        for column in rows.flat_map(|row| &mut row.questions) {
            if column.question == question && column.item == item {
                return Some(column);
            }
        }
    }
    None
}
