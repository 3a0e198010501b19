//! Only what is asked counts. An answer whose question is hidden again is kept, and nothing is worked
//! out from it: a child who is "still missing" after all has no time of return.

use std::collections::{BTreeMap, BTreeSet};

use homeward_standard::{Answer, Facts, Question, QuestionSet, Reference, Rule};

use crate::sheet::Answers;

/// Answers of one record, and of those before it. Nothing is worked out yet.
struct Known<'a> {
    answers: &'a Answers,
    before: &'a BTreeMap<&'static str, Answers>,
    set: &'a str,
}

impl Facts for Known<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        let answers = match reference.set.as_deref() {
            Some(set) if set != self.set => self.before.get(set)?,
            _ => self.answers,
        };
        answers.get(&(reference.id.clone(), item))?.answer.clone()
    }
}

/// The ids of the questions of a set, columns included, that answers of the record itself and of
/// those before it hide. What a derived fact hides is not known here, and counts as asked.
pub fn hidden<'s>(
    set: &'s QuestionSet,
    answers: &Answers,
    before: &BTreeMap<&'static str, Answers>,
) -> BTreeSet<&'s str> {
    let known = Known { answers, before, set: &set.id };
    let asked: BTreeSet<&str> = set
        .visible(&known)
        .into_iter()
        .flat_map(|section| section.questions)
        .map(|question| question.id.as_str())
        .collect();
    let mut hidden = BTreeSet::new();
    for section in &set.sections {
        for question in &section.questions {
            let worked_out =
                [&section.when, &question.when].into_iter().flatten().any(looks_at_derived);
            if !asked.contains(question.id.as_str()) && !worked_out {
                hidden.extend(std::iter::once(question).chain(&question.columns).map(id));
            }
        }
    }
    hidden
}

fn id(question: &Question) -> &str {
    &question.id
}

fn looks_at_derived(rule: &Rule) -> bool {
    rule.references().iter().any(|reference| reference.set.as_deref() == Some("derived"))
}

/// The answers of a record without those to questions that are hidden, and without free text, from
/// which nothing is worked out.
pub fn asked(
    set: &QuestionSet,
    answers: &Answers,
    before: &BTreeMap<&'static str, Answers>,
) -> Answers {
    let hidden = hidden(set, answers, before);
    answers
        .iter()
        .filter(|((question, _), _)| {
            let free_text = set.question(question).is_some_and(|found| found.kind.is_free_text());
            !free_text && !hidden.contains(question.as_str())
        })
        .map(|(spot, recorded)| (spot.clone(), recorded.clone()))
        .collect()
}
