//! The JSON Schema of a record's answers, for outsiders, and the JSON that it describes.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::answer::{Absence, Answer, Value};
use crate::code_list::CodeList;
use crate::meta_schema::pretty;
use crate::question_set::{Kind, Question, QuestionSet};
use crate::read::{ROW_LIMIT, TEXT_LIMIT};
use crate::rule::{Facts, Reference};
use crate::standard::{SchemaFile, Standard};
use crate::words;

/// What the schema does not hold, said in each schema.
const NOT_HELD: &str = "A document that fits is one that Homeward can read, and the other way round. \
    Two things are left to Homeward, in this schema and in reading: whether a question was to be asked at all (its \
    `when` in the data dictionary), and whether a local time exists or comes twice on the night the clocks change. \
    Answers that contradict one another are read too, and are pointed out by the consistency checks.";

/// White space as Unicode has it. `\s` means something else in each programming language.
const NOT_BLANK: &str = "[^\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]";

/// A day from 1900 to 2100 that the calendar has, leap years included.
const DAY: &str = concat!(
    "(((19|20)[0-9]{2}|2100)-",
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))",
    "|(19(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26]))-02-29)",
);

/// One schema a question set and version: `published/answers-<set>.v<version>.schema.json`.
pub fn files(standard: &Standard) -> Vec<SchemaFile> {
    standard
        .all_versions()
        .map(|set| SchemaFile {
            path: format!("published/answers-{}.v{}.schema.json", set.id, set.version),
            text: pretty(&schema(standard, set)),
        })
        .collect()
}

/// The JSON Schema (2020-12) of the answers of one record, as [`crate::Document`] reads and writes them.
///
/// Each answer is a value or `{"absence": code}`. Rows are objects in their order.
pub fn schema(standard: &Standard, set: &QuestionSet) -> Json {
    let properties: Map<String, Json> =
        set.questions().map(|question| (question.id.clone(), answer(standard, question))).collect();
    let lists: BTreeSet<&str> =
        set.questions_and_columns().filter_map(|question| question.list.as_deref()).collect();
    let defs: Map<String, Json> = lists
        .into_iter()
        .filter_map(|id| standard.list(id))
        .map(|list| (list.id.clone(), codes(list)))
        .collect();
    let status = words::status(set.status);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{}: answers", set.title),
        "description": format!("Question set {}, version {}, {status}. {NOT_HELD}", set.id, set.version),
        "type": "object",
        "properties": {
            "set": { "const": set.id },
            "version": { "const": set.version },
            "answers": {
                "type": "object",
                "properties": properties,
                "additionalProperties": false,
            },
        },
        "required": ["set", "version", "answers"],
        "additionalProperties": false,
        "$defs": defs,
    })
}

/// The codes of a list, with their words.
fn codes(list: &CodeList) -> Json {
    let codes: Vec<Json> =
        list.codes.iter().map(|code| json!({ "const": code.code, "title": code.label })).collect();
    json!({ "title": list.title, "oneOf": codes })
}

fn answer(standard: &Standard, question: &Question) -> Json {
    // NAPP is never chosen, but a question that is not asked reads so.
    let absences = question.absences.iter().copied().chain([Absence::Napp]).map(Absence::code);
    let absences: BTreeSet<&str> = absences.collect();
    let mut schema = json!({
        "title": question.label,
        "anyOf": [
            value(standard, question),
            {
                "type": "object",
                "properties": { "absence": { "enum": absences } },
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

fn value(standard: &Standard, question: &Question) -> Json {
    let id = question.list.as_deref().unwrap_or_default();
    let codes_of_list = || json!({ "$ref": format!("#/$defs/{id}") });
    match question.kind {
        Kind::Text | Kind::LongText => {
            json!({ "type": "string", "pattern": NOT_BLANK, "maxLength": TEXT_LIMIT })
        }
        Kind::Date => json!({
            "type": "string",
            "format": "date",
            "pattern": format!("^({DAY})$"),
            "maxLength": "2026-03-29".len(),
        }),
        Kind::Moment => json!({
            "description": "A date, or a date and time in London; /1 or /2 for the hour that the clocks repeat.",
            "type": "string",
            // Some languages let `$` stand before a last line end, hence what follows it.
            "pattern": format!("^({DAY})(T([01][0-9]|2[0-3]):[0-5][0-9](/[12])?)?$(?!\\n)"),
        }),
        Kind::Number => {
            let (least, most) = question.bounds();
            let mut number = json!({ "type": "integer", "minimum": least, "maximum": most });
            if let (Some(object), Some(unit)) = (number.as_object_mut(), &question.unit) {
                object.insert("description".to_owned(), Json::from(format!("In {unit}.")));
            }
            number
        }
        Kind::Choice => codes_of_list(),
        Kind::Choices => {
            let mut chosen = json!({
                "type": "array",
                "items": codes_of_list(),
                "minItems": 1,
                "uniqueItems": true,
            });
            let list = standard.list(id);
            if let (Some(object), Some(list)) = (chosen.as_object_mut(), list)
                && list.codes.iter().any(|code| code.exclusive)
            {
                // A code such as "none of these" stands alone.
                let alone = list.codes.iter().filter(|code| code.exclusive);
                let alone: Vec<&str> = alone.map(|code| code.code.as_str()).collect();
                object.insert(
                    "anyOf".to_owned(),
                    json!([{ "maxItems": 1 }, { "items": { "not": { "enum": alone } } }]),
                );
            }
            chosen
        }
        Kind::Rows => {
            let columns: Map<String, Json> = question
                .columns
                .iter()
                .map(|column| (column.id.clone(), answer(standard, column)))
                .collect();
            json!({
                "type": "array",
                "maxItems": ROW_LIMIT,
                "items": {
                    "title": question.row_title,
                    "type": "object",
                    "properties": columns,
                    "additionalProperties": false,
                },
            })
        }
    }
}

/// The `answers` of a document: each a value or `{"absence": code}`.
///
/// A question that is not asked reads `NAPP`, whatever was answered before. One without an answer is left out.
pub(crate) fn record(set: &QuestionSet, facts: &dyn Facts) -> Json {
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
    let mut one = Map::new();
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
