//! Checks of what only the screen uses: the range and unit of a number, what stands beside a section, words for a child.

use super::Read;
use super::check::fault;
use crate::fault::{Fault, Reason};
use crate::question_set::{Kind, MOST_EXACT, Question, QuestionSet, Section};

pub(super) fn check(read: &Read, faults: &mut Vec<Fault>) {
    for (path, set) in &read.sets {
        for (at, section) in set.sections.iter().enumerate() {
            let mut say = |place: String, reason| fault(faults, path, place, reason);
            let place = format!("sections[{at}]");
            if let Some(reason) = beside(set, section) {
                say(format!("{place} ({})", section.id), reason);
            }
            for (number, question) in section.questions.iter().enumerate() {
                let place = format!("{place}.questions[{number}]");
                for reason in one(question) {
                    say(format!("{place} ({})", question.id), reason);
                }
                for (number, column) in question.columns.iter().enumerate() {
                    let place = format!("{place}.columns[{number}] ({})", column.id);
                    if column.with_child.is_some() || column.carry {
                        say(place.clone(), Reason::OnlyOnQuestions);
                    }
                    for reason in one(column) {
                        say(place.clone(), reason);
                    }
                }
            }
        }
    }
}

/// The account can only stand beside other pages than its own.
fn beside(set: &QuestionSet, section: &Section) -> Option<Reason> {
    let id = section.beside.as_ref()?;
    let fits = set
        .sections
        .iter()
        .filter(|other| other.id != section.id)
        .flat_map(|other| &other.questions)
        .any(|question| question.id == *id && question.kind == Kind::LongText);
    (!fits).then(|| Reason::BadBeside(id.clone()))
}

fn one(question: &Question) -> Vec<Reason> {
    let mut found = Vec::new();
    let says_nothing =
        |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    if question.kind != Kind::Number && (question.range.is_some() || question.unit.is_some()) {
        found.push(Reason::RangeOnOtherKind);
    }
    if let Some((least, most)) = question.range
        && (least > most || least < -MOST_EXACT || most > MOST_EXACT)
    {
        found.push(Reason::BadRange);
    }
    if says_nothing(&question.unit) {
        found.push(Reason::EmptyText("unit"));
    }
    if says_nothing(&question.with_child) {
        found.push(Reason::EmptyText("with_child"));
    }
    found
}
