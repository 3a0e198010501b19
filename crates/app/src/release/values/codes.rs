//! The codes as which answers leave.

use homeward_casework::{ReviewState, derived};
use homeward_standard::{Answer, Moment, Value};

use super::{Held, NOT_APPLICABLE, NOT_KNOWN, PENDING, Sheets};
use crate::api::ApiError;
use crate::sheet::Sheet;

/// The sheet of the record that a set asks about, if there is one that may leave.
pub(super) fn of_set<'a, 's>(
    sheets: &'a Sheets<'s>,
    (set, id): (&str, &str),
) -> Result<Option<&'a Sheet<'s>>, ApiError> {
    match set {
        "episode" => Ok(Some(&sheets.episode)),
        "ppi" => Ok(sheets.ppi.as_ref()),
        "rhi" => Ok(sheets.conversation.as_ref()),
        "support" => Ok(sheets.support.as_ref()),
        _ => Err(ApiError::fault(format!("A release cannot take “{set}.{id}” from the store."))),
    }
}

/// The answers to a question: one, or that of each row.
pub(super) fn answers_to<'a>(sheet: &'a Sheet<'_>, id: &str) -> Vec<&'a Answer> {
    let Some(group) = sheet.set.rows_of(id) else {
        return sheet.answer_to(id).into_iter().collect();
    };
    let rows = sheet.rows(&group.id);
    let cell = |row| sheet.recorded(id, Some(row))?.answer.as_ref();
    let cells: Vec<&Answer> = rows.into_iter().filter_map(cell).collect();
    // Without a row, the group itself says why.
    if cells.is_empty() { sheet.answer_to(&group.id).into_iter().collect() } else { cells }
}

/// The codes that an answer gives.
pub(super) fn codes_of(answer: &Answer) -> &[String] {
    match answer {
        Answer::Given(Value::Choice(code)) => std::slice::from_ref(code),
        Answer::Given(Value::Choices(codes)) => codes.as_slice(),
        _ => &[],
    }
}

/// Whether what a record says may leave.
pub(super) fn leaves(state: ReviewState) -> bool {
    state.may_be_released()
}

/// When the child returned, if that is known and still asked.
pub(super) fn returned<'a>(sheets: &'a Sheets<'_>) -> Option<&'a Moment> {
    known_moment(&sheets.episode, "returned_at")
}

fn known_moment<'a>(sheet: &'a Sheet<'_>, id: &str) -> Option<&'a Moment> {
    sheet.set.question(id).filter(|question| sheet.asks(question))?;
    match sheet.answer_to(id)?.value()? {
        Value::Moment(moment) => Some(moment),
        _ => None,
    }
}

/// While a child is missing no clock runs, whatever records there are.
pub(super) fn unless_missing(sheets: &Sheets<'_>, otherwise: &str) -> String {
    if returned(sheets).or_else(|| known_moment(&sheets.episode, "located_at")).is_some() {
        otherwise.to_owned()
    } else {
        NOT_APPLICABLE.to_owned()
    }
}

pub(super) fn same_worker(sheet: &Sheet<'_>, held: &[Held]) -> &'static str {
    // An outcome that is no longer asked still stands in the store.
    let asked = sheet.set.question("rhi_outcome").is_some_and(|question| sheet.asks(question));
    let this = held.iter().position(|one| asked && one.conversation == sheet.record);
    let before = this.and_then(|at| held.get(..at)?.last());
    let worker = this.and_then(|at| held.get(at)).map(|one| one.worker);
    derived::same_worker(this.is_some(), worker, before.map(|one| Some(one.worker)))
}

/// The leaf code of an answer. One that nobody gave is still to be found out.
pub(super) fn leaf(answer: Option<&Answer>) -> String {
    leaf_or(answer, PENDING)
}

pub(super) fn leaf_or(answer: Option<&Answer>, without: &str) -> String {
    match answer {
        Some(Answer::Given(Value::Choice(code))) => code.clone(),
        Some(Answer::Absent(absence)) => absence.code().to_owned(),
        // A release shows codes only: whatever else there may be stays here.
        Some(Answer::Given(_)) | None => without.to_owned(),
    }
}

/// Completed years, for children. A birthday that makes an adult, or nobody yet, is not known.
pub(super) fn age(answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Given(Value::Number(years))) if (0..18).contains(years) => years.to_string(),
        _ => NOT_KNOWN.to_owned(),
    }
}
