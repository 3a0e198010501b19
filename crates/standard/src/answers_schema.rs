//! The JSON Schema of a record's answers, for outsiders, and the JSON that it describes.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::answer::{Absence, Answer, Value};
use crate::meta_schema::pretty;
use crate::question_set::{Kind, Question, QuestionSet, Status};
use crate::read::TEXT_LIMIT;
use crate::rule::{Facts, Reference};
use crate::standard::{SchemaFile, Standard};

/// One schema a question set: `published/answers-<set>.schema.json`.
pub fn files(standard: &Standard) -> Vec<SchemaFile> {
    standard
        .sets()
        .map(|set| SchemaFile {
            path: format!("published/answers-{}.schema.json", set.id),
            text: pretty(&schema(standard, set)),
        })
        .collect()
}

/// The JSON Schema (2020-12) of the answers of one record.
///
/// Each answer is a value or `{"absence": code}`. Rows are objects that name their `item`.
pub fn schema(standard: &Standard, set: &QuestionSet) -> Json {
    let properties: Map<String, Json> =
        set.questions().map(|question| (question.id.clone(), answer(question))).collect();
    let lists: BTreeSet<&str> =
        set.questions_and_columns().filter_map(|question| question.list.as_deref()).collect();
    let defs: Map<String, Json> = lists
        .into_iter()
        .filter_map(|id| standard.list(id))
        .map(|list| {
            let codes =
                list.codes.iter().map(|code| json!({ "const": code.code, "title": code.label }));
            (list.id.clone(), json!({ "title": list.title, "oneOf": codes.collect::<Vec<_>>() }))
        })
        .collect();
    let status = match set.status {
        Status::Draft => "draft",
        Status::Published => "published",
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{}: answers", set.title),
        "description": format!("Question set {}, version {}, {status}.", set.id, set.version),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": defs,
    })
}

fn answer(question: &Question) -> Json {
    // NAPP is never chosen, but a question that is not asked reads so.
    let absences = question.absences.iter().copied().chain([Absence::Napp]).map(Absence::code);
    let mut schema = json!({
        "title": question.label,
        "anyOf": [
            value(question),
            {
                "type": "object",
                "properties": { "absence": { "enum": absences.collect::<Vec<_>>() } },
                "required": ["absence"],
                "additionalProperties": false,
            },
        ],
    });
    if let (Some(object), Some(hint)) = (schema.as_object_mut(), &question.definition) {
        object.insert("description".to_owned(), Json::from(hint.clone()));
    }
    schema
}

fn value(question: &Question) -> Json {
    let codes =
        || json!({ "$ref": format!("#/$defs/{}", question.list.as_deref().unwrap_or_default()) });
    match question.kind {
        Kind::Text | Kind::LongText => {
            json!({ "type": "string", "minLength": 1, "maxLength": TEXT_LIMIT })
        }
        Kind::Date => {
            json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
        }
        Kind::Moment => json!({
            "description": "A date, or a date and time in London; /1 or /2 for the hour that the clocks repeat.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9](/[12])?)?$",
        }),
        Kind::Number => json!({ "type": "integer" }),
        Kind::Choice => codes(),
        Kind::Choices => {
            json!({ "type": "array", "items": codes(), "minItems": 1, "uniqueItems": true })
        }
        Kind::Rows => {
            let mut columns: Map<String, Json> =
                question.columns.iter().map(|column| (column.id.clone(), answer(column))).collect();
            columns.insert("item".to_owned(), json!({ "type": "integer", "minimum": 0 }));
            json!({
                "type": "array",
                "items": {
                    "title": question.row_title,
                    "type": "object",
                    "properties": columns,
                    "required": ["item"],
                    "additionalProperties": false,
                },
            })
        }
    }
}

/// The answers of one record as JSON, as the schema describes it.
///
/// A question that is not asked reads `NAPP`, whatever was answered before. One without an answer is left out.
pub fn record(set: &QuestionSet, facts: &dyn Facts) -> Json {
    let find = |question: &Question, item| {
        facts.answer(&Reference { set: None, id: question.id.clone() }, item)
    };
    let mut all = Map::new();
    let asked: BTreeSet<&str> = set
        .visible(facts)
        .into_iter()
        .flat_map(|section| section.questions)
        .map(|question| question.id.as_str())
        .collect();
    for question in set.questions() {
        let given = if asked.contains(question.id.as_str()) {
            find(question, None)
        } else {
            Some(Answer::Absent(Absence::Napp))
        };
        let json = match given {
            None => continue,
            Some(Answer::Given(Value::Rows(items))) => Json::from(
                items.into_iter().map(|item| row(set, question, facts, item)).collect::<Vec<_>>(),
            ),
            Some(other) => other.to_json(),
        };
        all.insert(question.id.clone(), json);
    }
    Json::Object(all)
}

fn row(set: &QuestionSet, rows: &Question, facts: &dyn Facts, item: u32) -> Json {
    let asked = set.visible_columns(rows, facts, item);
    let mut one = Map::from_iter([("item".to_owned(), Json::from(item))]);
    for column in &rows.columns {
        let given = if asked.iter().any(|found| found.id == column.id) {
            facts.answer(&Reference { set: None, id: column.id.clone() }, Some(item))
        } else {
            Some(Answer::Absent(Absence::Napp))
        };
        if let Some(given) = given {
            one.insert(column.id.clone(), given.to_json());
        }
    }
    Json::Object(one)
}

#[cfg(test)]
mod tests;
