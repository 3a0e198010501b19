//! The data dictionary: every question, derived variable, code and ladder, for people and programs outside.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::code_list::Side;
use crate::meta_schema::pretty;
use crate::question_set::{DisclosureRule, Question, QuestionSet, Section};
use crate::standard::{SchemaFile, Standard};
use crate::{blank_form, dictionary_page, words};

/// The dictionary as a page, a table and JSON; the metadata of the table; and the blank form.
pub fn files(standard: &Standard) -> Vec<SchemaFile> {
    let file = |name: &str, text: String| SchemaFile { path: format!("published/{name}"), text };
    vec![
        file("dictionary.json", pretty(&json(standard))),
        file("dictionary.csv", csv(standard)),
        file("dictionary.csv-metadata.json", pretty(&metadata())),
        file("dictionary.html", dictionary_page::html(standard)),
        file("blank-form.html", blank_form::html(standard)),
    ]
}

/// Everything, as it stands in the files of the standard: the sets that new records are asked by, and the others.
pub fn json(standard: &Standard) -> Json {
    let in_use: Vec<&QuestionSet> = standard.sets().collect();
    let others: Vec<&QuestionSet> =
        standard.all_versions().filter(|set| !in_use.contains(set)).collect();
    json!({
        "title": "Data dictionary of the London standard for missing children",
        "sets": in_use,
        "other_versions": others,
        "derived": standard.all_derived().collect::<Vec<_>>(),
        "lists": standard.lists().collect::<Vec<_>>(),
        "ladders": standard.ladders().collect::<Vec<_>>(),
    })
}

/// The columns of the table, and what each holds.
pub const COLUMNS: [(&str, &str); 31] = [
    ("entry", "What the line is about: question, column (of rows), derived, or code"),
    ("set", "The question set"),
    ("version", "The version of the set"),
    ("section", "The section of a question, or the group of a code"),
    ("id", "The permanent id of a question or of a derived variable, or the code"),
    ("rows", "The rows question that a column belongs to"),
    ("kind", "What an answer is"),
    ("label", "The words on screen"),
    ("hint", "How to answer, or a line under a code"),
    ("why", "Why it is asked"),
    ("with_child", "The question in plain words for the child"),
    ("list", "The code list"),
    ("least", "The smallest number that can be right"),
    ("most", "The largest number that can be right"),
    ("unit", "What a number counts"),
    ("weight", "How often it matters: core, when relevant, or rare"),
    ("stage", "When in the life of a return it is asked"),
    ("asked_when", "When it is asked, in words"),
    ("needed", "Whether check answers asks for it"),
    ("absences", "The absence codes that may be chosen, with spaces between"),
    ("disclosure", "What an answer could do if it left"),
    ("ladder", "The ladder it is made broader along"),
    ("floor", "The lowest level of the ladder that may leave"),
    ("meaning", "The strict definition, or how a derived variable is worked out"),
    ("broader", "The broader code"),
    ("elsewhere", "The code in other systems, as system=code with spaces between"),
    ("side", "For a reason: push or pull"),
    ("valid_from", "The first day a code may be chosen"),
    ("valid_to", "The last day a code may be chosen"),
    ("unverified", "Y if its source could not be checked"),
    ("source", "Where it comes from"),
];

/// One line: column to text. A column without text is empty.
type Line = BTreeMap<&'static str, String>;

/// The table: a line a question, a column of rows, a derived variable, and a code of a list (`entry` says which).
pub fn csv(standard: &Standard) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Every line has the same number of fields, and writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS.map(|(name, _)| name));
    for line in lines(standard) {
        let field = |name: &str| line.get(name).map(String::as_str).unwrap_or_default();
        let _ = writer.write_record(COLUMNS.map(|(name, _)| field(name)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// CSVW metadata of the table (World Wide Web Consortium, Metadata Vocabulary for Tabular Data).
pub fn metadata() -> Json {
    let columns = COLUMNS.map(|(name, meaning)| {
        let datatype = match name {
            "version" | "floor" => json!("nonNegativeInteger"),
            "least" | "most" => json!("integer"),
            "valid_from" | "valid_to" => json!({ "base": "date", "format": "yyyy-MM-dd" }),
            "entry" => json!({ "base": "string", "format": "(question|column|derived|code)" }),
            _ => json!("string"),
        };
        json!({
            "name": name,
            "titles": name,
            "dc:description": meaning,
            "datatype": datatype,
            "required": matches!(name, "entry" | "id" | "label" | "source"),
        })
    });
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": "dictionary.csv",
        "dc:title": "Data dictionary of the London standard for missing children",
        "dialect": { "encoding": "utf-8", "header": true },
        "tableSchema": { "columns": columns },
    })
}

fn lines(standard: &Standard) -> Vec<Line> {
    let mut all = Vec::new();
    for set in standard.all_versions() {
        for section in &set.sections {
            for question in &section.questions {
                all.push(question_line(standard, set, section, None, question));
                for column in &question.columns {
                    all.push(question_line(standard, set, section, Some(question), column));
                }
            }
        }
    }
    for variable in standard.all_derived() {
        let kind = serde_json::to_value(variable.kind).ok();
        let kind = kind.as_ref().and_then(Json::as_str).unwrap_or_default();
        let mut line = Line::from([
            ("entry", "derived".to_owned()),
            ("id", variable.id.clone()),
            ("label", variable.label.clone()),
            ("kind", kind.to_owned()),
            ("list", variable.list.clone().unwrap_or_default()),
            ("meaning", variable.meaning.clone()),
            ("source", words::sources(&variable.source)),
        ]);
        set_disclosure(&mut line, &variable.disclosure);
        all.push(line);
    }
    for list in standard.lists() {
        for code in &list.codes {
            let elsewhere: Vec<String> =
                code.elsewhere.iter().map(|(system, code)| format!("{system}={code}")).collect();
            let side = code.side.map(|side| match side {
                Side::Push => "push",
                Side::Pull => "pull",
            });
            all.push(Line::from([
                ("entry", "code".to_owned()),
                ("id", code.code.clone()),
                ("label", code.label.clone()),
                ("hint", code.hint.clone().unwrap_or_default()),
                ("section", code.group.clone().unwrap_or_default()),
                ("list", list.id.clone()),
                ("broader", code.broader.clone().unwrap_or_default()),
                ("elsewhere", elsewhere.join(" ")),
                ("side", side.unwrap_or_default().to_owned()),
                ("valid_from", code.valid_from.map(|day| day.to_string()).unwrap_or_default()),
                ("valid_to", code.valid_to.map(|day| day.to_string()).unwrap_or_default()),
                ("unverified", yes(code.unverified || list.unverified)),
                ("source", words::sources(&list.source)),
            ]));
        }
    }
    all
}

fn question_line(
    standard: &Standard,
    set: &QuestionSet,
    section: &Section,
    rows: Option<&Question>,
    question: &Question,
) -> Line {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let end = |which: fn((i64, i64)) -> i64| question.range.map(which).map(|end| end.to_string());
    let absences: Vec<&str> = question.absences.iter().map(|absence| absence.code()).collect();
    let mut line = Line::from([
        ("entry", if rows.is_some() { "column" } else { "question" }.to_owned()),
        ("set", set.id.clone()),
        ("version", set.version.to_string()),
        ("section", section.title.clone()),
        ("id", question.id.clone()),
        ("rows", rows.map(|rows| rows.id.clone()).unwrap_or_default()),
        ("kind", question.kind.as_str().to_owned()),
        ("label", question.label.clone()),
        ("hint", text(&question.hint)),
        ("why", text(&question.why)),
        ("with_child", text(&question.with_child)),
        ("list", text(&question.list)),
        ("least", end(|(least, _)| least).unwrap_or_default()),
        ("most", end(|(_, most)| most).unwrap_or_default()),
        ("unit", text(&question.unit)),
        ("weight", words::weight(question.weight).to_owned()),
        ("stage", words::stage(question.stage).to_owned()),
        ("asked_when", words::asked(standard, set, section, rows, question)),
        ("needed", words::needed(question.needed).to_owned()),
        ("absences", absences.join(" ")),
        ("meaning", text(&question.definition)),
        ("unverified", yes(question.unverified)),
        ("source", words::sources(&question.source)),
    ]);
    set_disclosure(&mut line, &question.disclosure);
    line
}

fn set_disclosure(line: &mut Line, rule: &DisclosureRule) {
    line.insert("disclosure", words::class(rule.class).to_owned());
    line.insert("ladder", rule.ladder.clone().unwrap_or_default());
    line.insert("floor", rule.floor.map(|floor| floor.to_string()).unwrap_or_default());
}

fn yes(holds: bool) -> String {
    if holds { "Y".to_owned() } else { String::new() }
}
