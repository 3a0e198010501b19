//! The words of the standard's own terms, and skip rules as sentences: for the dictionary and the blank form.

use crate::answer::Absence;
use crate::question_set::{
    Disclosure, DisclosureRule, Kind, Needed, Question, QuestionSet, Section, Source, Stage,
    Status, Weight,
};
use crate::rule::{Reference, Rule};
use crate::standard::Standard;

/// When a question is asked, as a sentence. `rows` is the rows question that a column stands in.
pub(crate) fn asked(
    standard: &Standard,
    set: &QuestionSet,
    section: &Section,
    rows: Option<&Question>,
    question: &Question,
) -> String {
    let begin = match rows.and_then(|rows| rows.row_title.as_deref()) {
        Some(row) => format!("For each {row}"),
        None => String::new(),
    };
    // What hides the rows hides their columns, and is said there.
    let of_section = section.when.as_ref().filter(|_| rows.is_none());
    let conditions: Vec<String> = of_section
        .into_iter()
        .chain(question.when.as_ref())
        .map(|rule| condition(standard, set, rule, false))
        .collect();
    match (begin.is_empty(), conditions.is_empty()) {
        (true, true) => "Always asked.".to_owned(),
        (false, true) => format!("{begin}."),
        (true, false) => format!("Asked when {}.", conditions.join(", and ")),
        (false, false) => format!("{begin}, when {}.", conditions.join(", and ")),
    }
}

/// A rule as part of a sentence; `denied` when it must not hold.
pub(crate) fn condition(
    standard: &Standard,
    set: &QuestionSet,
    rule: &Rule,
    denied: bool,
) -> String {
    let said = |reference: &Reference| named(standard, set, reference);
    let word = |reference: &Reference, code: &String| label(standard, set, reference, code);
    let not = if denied { "not " } else { "" };
    match rule {
        Rule::Eq(reference, code) => {
            format!("{} is {not}{}", said(reference), word(reference, code))
        }
        Rule::In(reference, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| word(reference, code)).collect();
            let verb = match (codes.len(), denied) {
                (0 | 1, _) => format!("is {not}"),
                (_, false) => "is ".to_owned(),
                (_, true) => "is neither ".to_owned(),
            };
            let last_word = if denied && codes.len() > 1 { "nor" } else { "or" };
            format!("{} {verb}{}", said(reference), enumerated(&codes, last_word))
        }
        Rule::Lt(reference, bound) => format!("{} is {not}below {bound}", said(reference)),
        Rule::Gte(reference, bound) => format!("{} is {not}{bound} or more", said(reference)),
        Rule::Answered(reference) if denied => format!("{} has no answer", said(reference)),
        Rule::Answered(reference) => format!("{} has an answer", said(reference)),
        Rule::Not(inner) => condition(standard, set, inner, !denied),
        Rule::All(rules) | Rule::Any(rules) => {
            // "Not both" is "one of them not", and the other way round.
            let every = matches!(rule, Rule::All(_)) != denied;
            let parts: Vec<String> = rules
                .iter()
                .map(|inner| {
                    let text = condition(standard, set, inner, denied);
                    if matches!(inner, Rule::All(_) | Rule::Any(_)) && rules.len() > 1 {
                        format!("({text})")
                    } else {
                        text
                    }
                })
                .collect();
            parts.join(if every { ", and " } else { ", or " })
        }
    }
}

/// "‘A’, ‘B’ or ‘C’".
fn enumerated(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// The question or derived fact that a rule looks at, by its words.
fn named(standard: &Standard, set: &QuestionSet, reference: &Reference) -> String {
    if reference.is_derived() {
        let label = standard.derived(&reference.id).map(|found| found.label.as_str());
        return format!("‘{}’ (worked out)", label.unwrap_or(&reference.id));
    }
    let (other, question) = looked_at(standard, set, reference);
    let label = question.map_or(reference.id.as_str(), |question| question.label.as_str());
    match other {
        Some(other) if other.id != set.id => {
            format!("‘{label}’ (in {})", other.title.to_lowercase())
        }
        _ => format!("‘{label}’"),
    }
}

fn looked_at<'a>(
    standard: &'a Standard,
    set: &'a QuestionSet,
    reference: &Reference,
) -> (Option<&'a QuestionSet>, Option<&'a Question>) {
    let found = match reference.set.as_deref() {
        Some(id) if id != set.id => standard.set(id),
        _ => Some(set),
    };
    (found, found.and_then(|found| found.question(&reference.id)))
}

/// The words of a code that a rule compares with.
fn label(standard: &Standard, set: &QuestionSet, reference: &Reference, code: &str) -> String {
    if let Some(absence) = Absence::from_code(code) {
        return format!("‘{}’", absence.label());
    }
    let list = if reference.is_derived() {
        standard.derived(&reference.id).and_then(|found| found.list.as_deref())
    } else {
        looked_at(standard, set, reference).1.and_then(|question| question.list.as_deref())
    };
    let words = list.and_then(|list| standard.list(list)).and_then(|list| list.label(code));
    format!("‘{}’", words.unwrap_or(code))
}

/// What an answer is.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a line of text",
        Kind::LongText => "text of any length",
        Kind::Date => "a date",
        Kind::Moment => "a date, with a time if it is known",
        Kind::Number => "a whole number",
        Kind::Choice => "one code",
        Kind::Choices => "any number of codes",
        Kind::Rows => "rows",
    }
}

pub(crate) fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Core => "core",
        Weight::WhenRelevant => "when relevant",
        Weight::Rare => "rare",
    }
}

pub(crate) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Notification => "notification",
        Stage::Return => "return",
        Stage::WriteUp => "write up",
        Stage::FollowUp => "follow up",
    }
}

pub(crate) fn needed(needed: Needed) -> &'static str {
    match needed {
        Needed::No => "no",
        Needed::AtCheck => "at check",
    }
}

pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
    }
}

pub(crate) fn class(class: Disclosure) -> &'static str {
    match class {
        Disclosure::Drop => "drop",
        Disclosure::Direct => "direct",
        Disclosure::Quasi => "quasi",
        Disclosure::Sensitive => "sensitive",
        Disclosure::Operational => "operational",
        Disclosure::Key => "key",
    }
}

/// What a disclosure rule means.
pub(crate) fn disclosure(rule: &DisclosureRule) -> String {
    let meaning = match rule.class {
        Disclosure::Drop => "Never leaves.",
        Disclosure::Direct => "Names the child by itself, so it never leaves as it is.",
        Disclosure::Quasi => "Could name the child together with other answers.",
        Disclosure::Sensitive => "What a stranger must not learn about a child.",
        Disclosure::Operational => "About the work, not about the child.",
        Disclosure::Key => "Joins records inside the store. Never leaves.",
    };
    match (&rule.ladder, rule.floor) {
        (Some(_), Some(floor)) if floor > 0 => {
            format!("{meaning} It leaves at level {floor} of its ladder at the finest.")
        }
        (Some(_), _) => format!("{meaning} It is made broader along its ladder."),
        (None, _) => meaning.to_owned(),
    }
}

pub(crate) fn sources(sources: &[Source]) -> String {
    let one = |source: &Source| match &source.place {
        Some(place) => format!("{}, {place}", source.document),
        None => source.document.clone(),
    };
    sources.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tests::built_in;

    fn said(rule: serde_json::Value) -> String {
        let standard = built_in();
        let rule: Rule = serde_json::from_value(rule).unwrap();
        condition(standard, standard.set("rhi").unwrap(), &rule, false)
    }

    #[test]
    fn a_rule_reads_as_a_sentence_with_the_words_on_screen() {
        let standard = built_in();
        let rhi = standard.set("rhi").unwrap();
        let offer = &rhi.question("rhi_offer").unwrap().label;
        let offered = standard.list("rhi_offer").unwrap().label("OFFERED").unwrap();
        let not_due = standard.list("rhi_offer").unwrap().label("NOT_DUE").unwrap();
        let eq = serde_json::json!({ "eq": ["rhi_offer", "OFFERED"] });
        assert_eq!(said(eq.clone()), format!("‘{offer}’ is ‘{offered}’"));
        assert_eq!(
            said(serde_json::json!({ "not": { "in": ["rhi_offer", ["OFFERED", "NOT_DUE"]] } })),
            format!("‘{offer}’ is neither ‘{offered}’ nor ‘{not_due}’")
        );
        assert_eq!(
            said(serde_json::json!({ "not": { "all": [eq, { "answered": "rhi_offer" }] } })),
            format!("‘{offer}’ is not ‘{offered}’, or ‘{offer}’ has no answer")
        );
        assert_eq!(
            said(serde_json::json!({ "eq": ["child.sex", "DECL"] })),
            format!(
                "‘{}’ (in {}) is ‘Asked, prefers not to say’",
                standard.set("child").unwrap().question("sex").unwrap().label,
                standard.set("child").unwrap().title.to_lowercase()
            )
        );
    }

    #[test]
    fn no_rule_of_the_standard_is_said_with_an_id_or_a_code() {
        let standard = built_in();
        for set in standard.all_versions() {
            for section in &set.sections {
                for question in &section.questions {
                    let sentence = asked(standard, set, section, None, question);
                    let rule = [section.when.as_ref(), question.when.as_ref()];
                    for reference in rule.into_iter().flatten().flat_map(Rule::references) {
                        assert!(
                            !sentence.contains(&format!("‘{}’", reference.id)),
                            "{}: {sentence}",
                            question.id
                        );
                    }
                }
            }
        }
    }
}
