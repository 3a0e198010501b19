//! Checks that each rule looks only at what is asked before it, and compares like with like.

use super::check::{fault, list};
use super::{Read, SETS};
use crate::answer::Absence;
use crate::derived::DerivedKind;
use crate::fault::{Fault, Reason};
use crate::question_set::{Kind, Question, QuestionSet};
use crate::rule::{Reference, Rule};

pub(super) fn check(read: &Read, faults: &mut Vec<Fault>) {
    for (path, set) in &read.sets {
        let mut asked: Vec<&Question> = Vec::new();
        for (at, section) in set.sections.iter().enumerate() {
            let place = format!("sections[{at}] ({})", section.id);
            let scope = Scope { read, set, asked: &asked, row: &[] };
            rule(&scope, path, &place, section.when.as_ref(), faults);
            for (number, question) in section.questions.iter().enumerate() {
                let place = format!("sections[{at}].questions[{number}]");
                let named = format!("{place} ({})", question.id);
                let scope = Scope { read, set, asked: &asked, row: &[] };
                rule(&scope, path, &named, question.when.as_ref(), faults);
                for (number, column) in question.columns.iter().enumerate() {
                    let named = format!("{place}.columns[{number}] ({})", column.id);
                    let row = question.columns.get(..number).unwrap_or_default();
                    rule(
                        &Scope { read, set, asked: &asked, row },
                        path,
                        &named,
                        column.when.as_ref(),
                        faults,
                    );
                }
                asked.push(question);
            }
        }
    }
}

/// What a rule may look at.
struct Scope<'a> {
    read: &'a Read,
    set: &'a QuestionSet,
    asked: &'a [&'a Question],
    row: &'a [Question],
}

/// What a rule compares: an answer with a list, a number, or something else.
enum Compared<'a> {
    Codes(&'a str),
    Number,
    Other,
}

fn rule(scope: &Scope<'_>, path: &str, place: &str, rule: Option<&Rule>, faults: &mut Vec<Fault>) {
    let Some(rule) = rule else { return };
    match rule {
        Rule::Eq(reference, code) => {
            codes(scope, path, place, reference, std::slice::from_ref(code), faults)
        }
        Rule::In(reference, wanted) => codes(scope, path, place, reference, wanted, faults),
        Rule::Lt(reference, _) | Rule::Gte(reference, _) => match find(scope, reference) {
            Ok(Compared::Number) => {}
            Ok(_) => fault(faults, path, place, Reason::RuleKind(reference.to_string())),
            Err(reason) => fault(faults, path, place, reason),
        },
        Rule::Answered(reference) => {
            if let Err(reason) = find(scope, reference) {
                fault(faults, path, place, reason);
            }
        }
        Rule::All(rules) | Rule::Any(rules) => {
            for inner in rules {
                self::rule(scope, path, place, Some(inner), faults);
            }
        }
        Rule::Not(inner) => self::rule(scope, path, place, Some(inner), faults),
    }
}

fn codes(
    scope: &Scope<'_>,
    path: &str,
    place: &str,
    reference: &Reference,
    wanted: &[String],
    faults: &mut Vec<Fault>,
) {
    match find(scope, reference) {
        Ok(Compared::Codes(id)) => {
            // An unknown list is a fault of its own question and is named there.
            let Some(list) = list(scope.read, id) else { return };
            for code in wanted {
                if list.code(code).is_none() && Absence::from_code(code).is_none() {
                    let reason = Reason::UnknownCode { list: id.to_owned(), code: code.clone() };
                    fault(faults, path, place, reason);
                }
            }
        }
        Ok(_) => fault(faults, path, place, Reason::RuleKind(reference.to_string())),
        Err(reason) => fault(faults, path, place, reason),
    }
}

fn find<'a>(scope: &Scope<'a>, reference: &Reference) -> Result<Compared<'a>, Reason> {
    let unknown = || Reason::RuleUnknown(reference.to_string());
    match reference.set.as_deref() {
        Some("derived") => {
            let (_, found) = scope.read.derived.get(&reference.id).ok_or_else(unknown)?;
            Ok(match (found.kind, &found.list) {
                (DerivedKind::Number, _) => Compared::Number,
                (DerivedKind::Choice, Some(list)) => Compared::Codes(list),
                _ => Compared::Other,
            })
        }
        Some(other) if other != scope.set.id => {
            let place_of = |id: &str| SETS.iter().position(|known| *known == id);
            let mut versions = scope.read.sets.iter().filter(|(_, set)| set.id == other);
            let found = versions
                .find_map(|(_, set)| set.questions().find(|question| question.id == reference.id))
                .ok_or_else(unknown)?;
            if place_of(other) < place_of(&scope.set.id) {
                Ok(compared(found))
            } else {
                Err(Reason::RuleLater(reference.to_string()))
            }
        }
        _ => {
            let earlier = scope.row.iter().chain(scope.asked.iter().copied());
            match earlier.into_iter().find(|question| question.id == reference.id) {
                Some(found) => Ok(compared(found)),
                None if scope.set.question(&reference.id).is_some() => {
                    Err(Reason::RuleLater(reference.to_string()))
                }
                None => Err(unknown()),
            }
        }
    }
}

fn compared(question: &Question) -> Compared<'_> {
    match (question.kind, &question.list) {
        (Kind::Choice | Kind::Choices, Some(list)) => Compared::Codes(list),
        (Kind::Number, _) => Compared::Number,
        _ => Compared::Other,
    }
}
