//! How much of a record holds a real answer.

use homeward_standard::{Answer, Facts, Needed, QuestionSet, Reference, Value};

/// The share of the questions a record needs that hold a value, in whole per cent, rounded down so
/// that only a full record says 100.
///
/// Counted are the questions that are asked now and needed at check. An absence code is an answer to
/// the person who reads, but no value; a group without rows is none either. None when nothing is
/// needed.
pub fn completeness_pct(set: &QuestionSet, facts: &dyn Facts) -> Option<u8> {
    let asked = set.visible(facts).into_iter().flat_map(|section| section.questions);
    let (mut needed, mut held) = (0_usize, 0_usize);
    for question in asked.filter(|question| question.needed == Needed::AtCheck) {
        needed += 1;
        let reference = Reference { set: None, id: question.id.clone() };
        held += usize::from(match facts.answer(&reference, None) {
            Some(Answer::Given(Value::Rows(rows))) => !rows.is_empty(),
            Some(Answer::Given(_)) => true,
            Some(Answer::Absent(_)) | None => false,
        });
    }
    u8::try_from((held * 100).checked_div(needed)?).ok()
}
