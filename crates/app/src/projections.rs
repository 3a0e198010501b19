//! Typed columns follow what is asked. An answer may hide a question that has a typed column: a child
//! who is "still missing" after all has no time of return, so no clock may run from it. The answer
//! stays where it is, and its column comes back when the question does.

use homeward_standard::{Answer, Question, QuestionSet};
use homeward_store::Bound;

use crate::api::ApiError;
use crate::derive;
use crate::loading::{self, Loaded};
use crate::session::{Homeward, Open};
use crate::sheet::{Answers, Recorded};

/// The typed columns that change because one answer hides or opens their questions.
pub fn that_follow<'s>(
    open: &Open,
    homeward: &'s Homeward,
    loaded: &Loaded<'s>,
    (question, item): (&str, Option<u32>),
    answer: Option<Answer>,
) -> Result<Vec<(&'s str, Bound)>, ApiError> {
    // Most answers open and hide nothing, and then nothing need be read.
    if !is_looked_at(loaded.set, question) {
        return Ok(Vec::new());
    }
    let sheet = loading::sheet(open, homeward, loaded)?;
    let hidden = |answers: &Answers| derive::hidden(loaded.set, answers, &sheet.before);
    let before = hidden(&sheet.answers);
    let mut answers = sheet.answers.clone();
    let spot = (question.to_owned(), item);
    answers.insert(spot, Recorded { raw: String::new(), answer, valid: true });
    let after = hidden(&answers);
    let bound = loaded.set.questions().filter_map(|one| Some((one, one.bind.as_deref()?)));
    Ok(bound
        .filter(|(one, _)| one.id != question)
        .filter_map(|(one, bind)| {
            match (before.contains(one.id.as_str()), after.contains(one.id.as_str())) {
                (false, true) => Some((bind, Bound::Nothing)),
                (true, false) => Some((bind, kept(&answers, one))),
                _ => None,
            }
        })
        .collect())
}

/// Whether a rule of the set looks at an answer.
fn is_looked_at(set: &QuestionSet, question: &str) -> bool {
    let of_questions = set.questions().filter_map(|one| one.when.as_ref());
    let of_sections = set.sections.iter().filter_map(|section| section.when.as_ref());
    of_questions.chain(of_sections).any(|rule| {
        let own = |set_of: Option<&str>| set_of.is_none_or(|id| id == set.id);
        rule.references().iter().any(|one| one.id == question && own(one.set.as_deref()))
    })
}

fn kept(answers: &Answers, question: &Question) -> Bound {
    let found = answers.get(&(question.id.clone(), None)).filter(|recorded| recorded.valid);
    Bound::of(found.and_then(|recorded| recorded.answer.as_ref())).unwrap_or(Bound::Nothing)
}
