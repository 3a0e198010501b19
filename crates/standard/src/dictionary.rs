//! The data dictionary: every question, derived variable, code and ladder, for people and programs outside.

use serde_json::{Value as Json, json};

use crate::meta_schema::pretty;
use crate::question_set::{
    Disclosure, DisclosureRule, Needed, Question, QuestionSet, Source, Stage, Weight,
};
use crate::standard::{SchemaFile, Standard};

/// `published/dictionary.json` and `published/dictionary.csv`.
pub fn files(standard: &Standard) -> Vec<SchemaFile> {
    vec![
        SchemaFile { path: "published/dictionary.json".to_owned(), text: pretty(&json(standard)) },
        SchemaFile { path: "published/dictionary.csv".to_owned(), text: csv(standard) },
    ]
}

/// Everything, as it stands in the files of the standard.
pub fn json(standard: &Standard) -> Json {
    json!({
        "title": "Data dictionary of the London standard for missing children",
        "sets": standard.sets().collect::<Vec<_>>(),
        "derived": standard.all_derived().collect::<Vec<_>>(),
        "lists": standard.lists().collect::<Vec<_>>(),
        "ladders": standard.ladders().collect::<Vec<_>>(),
    })
}

/// The columns of the table.
pub const COLUMNS: [&str; 19] = [
    "entry",
    "set",
    "version",
    "section",
    "id",
    "rows",
    "kind",
    "label",
    "list",
    "weight",
    "stage",
    "asked_when",
    "needed",
    "absences",
    "disclosure",
    "ladder",
    "floor",
    "meaning",
    "source",
];

/// The table: a line a question, a column of rows, a derived variable, and a code of a list (`entry` says which).
pub fn csv(standard: &Standard) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |line: [String; COLUMNS.len()]| {
        // Every line has the same number of fields, and writing to memory cannot fail.
        let _ = writer.write_record(line);
    };
    write(COLUMNS.map(str::to_owned));
    for set in standard.sets() {
        for section in &set.sections {
            for question in &section.questions {
                write(question_line(set, &section.title, question, None));
                for column in &question.columns {
                    write(question_line(set, &section.title, column, Some(&question.id)));
                }
            }
        }
    }
    for variable in standard.all_derived() {
        let mut line = line("derived", &variable.id, &variable.label);
        let kind = serde_json::to_value(variable.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned));
        line[6] = kind.unwrap_or_default();
        line[8] = variable.list.clone().unwrap_or_default();
        set_disclosure(&mut line, &variable.disclosure);
        line[17] = variable.meaning.clone();
        line[18] = sources(&variable.source);
        write(line);
    }
    for list in standard.lists() {
        for code in &list.codes {
            let mut line = line("code", &code.code, &code.label);
            line[3] = code.group.clone().unwrap_or_default();
            line[8] = list.id.clone();
            line[17] = code.hint.clone().unwrap_or_default();
            line[18] = sources(&list.source);
            write(line);
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn line(entry: &str, id: &str, label: &str) -> [String; COLUMNS.len()] {
    let mut line: [String; COLUMNS.len()] = Default::default();
    line[0] = entry.to_owned();
    line[4] = id.to_owned();
    line[7] = label.to_owned();
    line
}

fn question_line(
    set: &QuestionSet,
    section: &str,
    question: &Question,
    rows: Option<&String>,
) -> [String; COLUMNS.len()] {
    let mut line =
        line(if rows.is_some() { "column" } else { "question" }, &question.id, &question.label);
    line[1] = set.id.clone();
    line[2] = set.version.to_string();
    line[3] = section.to_owned();
    line[5] = rows.cloned().unwrap_or_default();
    line[6] = question.kind.as_str().to_owned();
    line[8] = question.list.clone().unwrap_or_default();
    line[9] = weight(question.weight).to_owned();
    line[10] = stage(question.stage).to_owned();
    line[11] = question.when.as_ref().map(ToString::to_string).unwrap_or_default();
    line[12] = match question.needed {
        Needed::No => "no",
        Needed::AtCheck => "at check",
    }
    .to_owned();
    line[13] = question.absences.iter().map(|absence| absence.code()).collect::<Vec<_>>().join(" ");
    set_disclosure(&mut line, &question.disclosure);
    line[17] = question.definition.clone().unwrap_or_default();
    line[18] = sources(&question.source);
    line
}

fn set_disclosure(line: &mut [String; COLUMNS.len()], rule: &DisclosureRule) {
    line[14] = match rule.class {
        Disclosure::Drop => "drop",
        Disclosure::Direct => "direct",
        Disclosure::Quasi => "quasi",
        Disclosure::Sensitive => "sensitive",
        Disclosure::Operational => "operational",
        Disclosure::Key => "key",
    }
    .to_owned();
    line[15] = rule.ladder.clone().unwrap_or_default();
    line[16] = rule.floor.map(|floor| floor.to_string()).unwrap_or_default();
}

fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Core => "core",
        Weight::WhenRelevant => "when relevant",
        Weight::Rare => "rare",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Notification => "notification",
        Stage::Return => "return",
        Stage::WriteUp => "write up",
        Stage::FollowUp => "follow up",
    }
}

fn sources(sources: &[Source]) -> String {
    let one = |source: &Source| match &source.place {
        Some(place) => format!("{}, {place}", source.document),
        None => source.document.clone(),
    };
    sources.iter().map(one).collect::<Vec<_>>().join("; ")
}
