//! Answers in words, as a page or a report shows them.

use homeward_casework::time;
use homeward_standard::{Answer, Question, Standard, Value};

/// An answer in words.
pub fn answer(question: &Question, answer: &Answer, standard: &Standard) -> String {
    match answer {
        Answer::Absent(absence) => absence.label().to_owned(),
        Answer::Given(value) => given(question, value, standard),
    }
}

fn given(question: &Question, value: &Value, standard: &Standard) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Date(date) => time::show_date(*date),
        Value::Moment(moment) => time::show_moment(moment),
        Value::Number(number) => match &question.unit {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        },
        Value::Choice(code) => label(question, code, standard),
        Value::Choices(codes) => {
            codes.iter().map(|code| label(question, code, standard)).collect::<Vec<_>>().join("; ")
        }
        Value::Rows(items) => items.len().to_string(),
    }
}

/// The words of a code of a question's list.
pub fn label(question: &Question, code: &str, standard: &Standard) -> String {
    label_in(question.list.as_deref(), code, standard)
}

/// The words of a code. One that its list no longer holds is shown as it stands.
pub fn label_in(list: Option<&str>, code: &str, standard: &Standard) -> String {
    list.and_then(|list| standard.list(list))
        .and_then(|list| list.codes.iter().find(|one| one.code == code))
        .map_or_else(|| code.to_owned(), |found| found.label.clone())
}

/// A count with its noun: "1 child", "3 children".
pub fn count(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{number} {noun}")
}

/// The first letter in upper case.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first letter in lower case, for a label within a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
