use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::{Document, DocumentReason};
use crate::answer::{Absence, Answer, Value};
use crate::answers_schema::schema;
use crate::load::tests::built_in;
use crate::question_set::{Kind, MOST_EXACT, Question, QuestionSet};
use crate::read::TEXT_LIMIT;
use crate::rule::{Facts, Reference};
use crate::standard::Standard;
use crate::visible::tests::Answers;

mod chance;
use chance::Chance;

/// A validator that knows no more than the schema says: the calendar too must be in the pattern.
fn validator(standard: &Standard, set: &QuestionSet) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(false).build(&schema(standard, set)).unwrap()
}

fn document(set: &QuestionSet, answers: Map<String, Json>) -> Json {
    json!({ "set": set.id, "version": set.version, "answers": answers })
}

const TEXTS: [&str; 8] = [
    "Came back on the bus.",
    "x",
    " spaces around ",
    "two\nlines\r\nand a tab\t",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{631}\u{62d}\u{628}\u{627}",
    "\u{1f68c}\u{200d}\u{1f9d2}",
    "\u{0}\u{1b}[31m",
    "<script>alert('1')</script> \u{202e}",
];

/// An answer that the question can have.
fn good(chance: &mut Chance, standard: &Standard, question: &Question) -> Json {
    if chance.one_in(6) {
        let absence = question.absences.iter().copied().chain([Absence::Napp]);
        let absence = *chance.of(&absence.collect::<Vec<_>>());
        return json!({ "absence": absence.code() });
    }
    let list = question.list.as_deref().and_then(|list| standard.list(list));
    match question.kind {
        Kind::Text | Kind::LongText => json!(chance.of(&TEXTS)),
        Kind::Date => json!(chance.day()),
        Kind::Moment => json!(chance.moment()),
        Kind::Number => {
            let (least, most) = question.bounds();
            json!(chance.between(least, most))
        }
        Kind::Choice => json!(chance.of(&list.unwrap().codes).code),
        Kind::Choices => {
            let codes = &list.unwrap().codes;
            let alone: Vec<_> = codes.iter().filter(|code| code.exclusive).collect();
            if !alone.is_empty() && chance.one_in(4) {
                return json!([chance.of(&alone).code]);
            }
            let mut chosen: Vec<&str> = Vec::new();
            for _ in 0..=chance.below(4) {
                let code = chance.of(codes);
                if !code.exclusive && !chosen.contains(&code.code.as_str()) {
                    chosen.push(&code.code);
                }
            }
            if chosen.is_empty() {
                return json!([codes.iter().find(|code| !code.exclusive).unwrap().code]);
            }
            json!(chosen)
        }
        Kind::Rows => {
            let rows = (0..chance.below(4)).map(|_| {
                let columns: Vec<&Question> = question.columns.iter().collect();
                Json::Object(answers(chance, standard, &columns))
            });
            Json::Array(rows.collect())
        }
    }
}

fn answers(chance: &mut Chance, standard: &Standard, asked: &[&Question]) -> Map<String, Json> {
    let one_in = 1 + chance.below(6);
    let mut given = Map::new();
    for question in asked {
        if chance.one_in(one_in) {
            given.insert(question.id.clone(), good(chance, standard, question));
        }
    }
    given
}

/// An answer that may well be none.
fn strange(chance: &mut Chance, standard: &Standard, question: &Question) -> Json {
    let list = question.list.as_deref().and_then(|list| standard.list(list));
    let (least, most) = question.bounds();
    let mut all = vec![
        json!(null),
        json!(true),
        json!(1.5),
        json!(3.0),
        json!(1e300),
        json!(least),
        json!(least - 1),
        json!(most),
        json!(most + 1),
        json!(MOST_EXACT * 1000),
        json!(u64::MAX),
        json!(""),
        json!(" \t\r\n"),
        json!("\u{2003}\u{85}\u{a0}"),
        json!("\u{feff}"),
        json!("\u{1c}"),
        json!({}),
        json!({ "absence": "decl" }),
        json!({ "absence": null }),
        json!({ "absence": "DECL", "value": 1 }),
        json!([]),
        json!([[]]),
        json!([{}]),
        json!([{ "no_such_column": "Y" }]),
        json!([null]),
        json!("NO_SUCH_CODE"),
        json!(["NO_SUCH_CODE"]),
        json!("27/03/2026"),
        json!("2026-02-30"),
        json!("2024-02-29"),
        json!("2026-02-29"),
        json!("1900-02-29"),
        json!("1899-12-31"),
        json!("2100-12-31"),
        json!("2101-01-01"),
        json!("2026-04-31"),
        json!("2026-03-27\n"),
        json!("2026-03-27T24:00"),
        json!("2026-03-27T23:59"),
        json!("2026-03-27T14:30\n"),
        json!("2026-03-27T14:30/1"),
        json!("2026-03-27T14:30/3"),
        json!("2026-03-27T14:60"),
        json!("2026-3-27"),
        json!(" 2026-03-27"),
        json!("\u{662}\u{660}\u{662}\u{666}-03-27"),
    ];
    all.extend(Absence::ALL.map(|absence| json!({ "absence": absence.code() })));
    if let Some(list) = list {
        let code = &chance.of(&list.codes).code;
        let other = &chance.of(&list.codes).code;
        all.push(json!(code));
        all.push(json!(code.to_lowercase()));
        all.push(json!(format!("{code} ")));
        all.push(json!([code]));
        all.push(json!([code, code]));
        all.push(json!([code, other]));
        all.push(json!([code, 1]));
        if let Some(alone) = list.codes.iter().find(|code| code.exclusive) {
            all.push(json!([alone.code]));
            all.push(json!([code, alone.code]));
        }
    }
    for column in &question.columns {
        let strange = strange(chance, standard, column);
        all.push(json!([{ column.id.as_str(): strange }]));
        all.push(json!([{ column.id.as_str(): good(chance, standard, column), "item": 0 }]));
    }
    chance.of(&all).clone()
}

/// One document, sound or damaged.
fn any_document(chance: &mut Chance, standard: &Standard, set: &QuestionSet) -> Json {
    let asked: Vec<&Question> = set.questions().collect();
    let mut given = answers(chance, standard, &asked);
    if chance.one_in(2) {
        return document(set, given);
    }
    for _ in 0..=chance.below(2) {
        let question = chance.of(&asked);
        given.insert(question.id.clone(), strange(chance, standard, question));
    }
    if chance.one_in(12) {
        given.insert("no_such_question".to_owned(), json!("Y"));
    }
    let mut whole = document(set, given);
    if chance.one_in(8) {
        let (key, value) = chance
            .of(&[
                ("version", json!(set.version + 1)),
                ("version", json!(f64::from(set.version))),
                ("version", json!("1")),
                ("version", json!(-1)),
                ("set", json!("nothing")),
                ("set", json!(null)),
                ("answers", json!([])),
                ("more", json!(1)),
            ])
            .clone();
        whole[key] = value;
    }
    whole
}

#[test]
fn the_engine_and_the_schema_agree_on_ten_thousand_documents() {
    let standard = built_in();
    let mut chance = Chance::from_seed(2026);
    let (mut yes, mut no) = (0, 0);
    let mut samples: Vec<Json> = Vec::new();
    for set in standard.sets() {
        let validator = validator(standard, set);
        for number in 0..2_000 {
            let whole = any_document(&mut chance, standard, set);
            let engine = Document::read(&whole, standard);
            // A sound document of another set is not one of this set.
            let engine_says = engine.as_ref().is_ok_and(|found| found.set() == set.id);
            let schema_says: Vec<String> =
                validator.iter_errors(&whole).map(|error| error.to_string()).collect();
            assert_eq!(
                engine_says,
                schema_says.is_empty(),
                "{whole:#}\nengine: {:?}\nschema: {schema_says:?}",
                engine.err()
            );
            *(if engine_says { &mut yes } else { &mut no }) += 1;
            if number < 40 {
                let schema = format!("answers-{}.v{}.schema.json", set.id, set.version);
                samples.push(json!({ "schema": schema, "fits": engine_says, "document": whole }));
            }
        }
    }
    assert_eq!(yes + no, 10_000);
    assert!(yes > 3_000 && no > 2_000, "{yes} fit, {no} do not");
    // `cargo xtask test` asks for some of them, and puts the same question to validators in other languages.
    if let Some(folder) = std::env::var_os("HOMEWARD_SAMPLES") {
        let file = Path::new(&folder).join("documents.json");
        std::fs::write(file, serde_json::to_string_pretty(&samples).unwrap()).unwrap();
    }
}

#[test]
fn each_strange_answer_is_judged_alike_at_every_question() {
    let standard = built_in();
    let mut chance = Chance::from_seed(7);
    for set in standard.sets() {
        let validator = validator(standard, set);
        for question in set.questions() {
            for _ in 0..40 {
                let strange = strange(&mut chance, standard, question);
                let one = Map::from_iter([(question.id.clone(), strange)]);
                let whole = document(set, one);
                let read = Document::read(&whole, standard);
                assert_eq!(read.is_ok(), validator.is_valid(&whole), "{whole} {read:?}");
            }
        }
    }
}

#[test]
fn a_text_of_any_length_is_judged_alike_and_kept_exactly() {
    let standard = built_in();
    let set = standard.set("rhi").unwrap();
    let validator = validator(standard, set);
    for (length, fits) in [(1, true), (TEXT_LIMIT, true), (TEXT_LIMIT + 1, false)] {
        for letter in ["a", "\u{1f68c}"] {
            let text = letter.repeat(length);
            let one = Map::from_iter([("child_words".to_owned(), json!(text))]);
            let whole = document(set, one);
            assert_eq!(validator.is_valid(&whole), fits);
            let read = Document::read(&whole, standard);
            let reference = Reference { set: None, id: "child_words".to_owned() };
            let kept = read.ok().and_then(|found| found.answer(&reference, None));
            assert_eq!(kept, fits.then_some(Answer::Given(Value::Text(text))));
        }
    }
}

#[test]
fn what_is_written_is_read_back_as_the_same_answers() {
    let standard = built_in();
    let mut chance = Chance::from_seed(11);
    for set in standard.sets() {
        let validator = validator(standard, set);
        for _ in 0..100 {
            let asked: Vec<&Question> = set.questions().collect();
            let given = document(set, answers(&mut chance, standard, &asked));
            let first = Document::read(&given, standard).unwrap();
            let written = Document::write(set, &first);
            assert!(validator.is_valid(&written), "{written}");
            let second = Document::read(&written, standard).unwrap();
            assert_eq!((second.set(), second.version()), (set.id.as_str(), set.version));
            // A question that is not asked reads NAPP; the rest is what it was.
            for question in set.questions() {
                let reference = Reference { set: None, id: question.id.clone() };
                let (before, after) =
                    (first.answer(&reference, None), second.answer(&reference, None));
                assert!(
                    before == after || after == Some(Answer::Absent(Absence::Napp)),
                    "{}: {before:?} {after:?}",
                    question.id
                );
            }
        }
    }
}

#[test]
fn a_fault_names_the_place_and_repeats_nothing_out_of_the_document() {
    let standard = built_in();
    let rhi = standard.set("rhi").unwrap();
    let given = json!({
        "rhi_offer": "Example Child 12",
        "rhi_attempts": [{}, { "attempt_method": "Example Child 12", "Example Child 12": 1 }],
        "Example Child 12": 1,
    });
    let whole = document(rhi, given.as_object().unwrap().clone());
    let faults = Document::read(&whole, standard).unwrap_err();
    let places: Vec<&str> = faults.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(places, ["", "rhi_offer", "rhi_attempts[1]", "rhi_attempts[1].attempt_method"]);
    assert_eq!(faults[0].reason, DocumentReason::UnknownQuestion);
    for fault in faults {
        assert!(!fault.to_string().contains("Child 12"), "{fault}");
    }
}

#[test]
fn a_document_of_a_version_that_is_not_here_is_refused_whole() {
    let standard = built_in();
    for (set, version) in [("rhi", 99), ("nothing", 1)] {
        let whole = json!({ "set": set, "version": version, "answers": {} });
        let faults = Document::read(&whole, standard).unwrap_err();
        assert_eq!(faults[0].reason, DocumentReason::UnknownVersion);
    }
}

#[test]
fn a_hidden_answer_is_kept_and_reads_napp() {
    let standard = built_in();
    let rhi = standard.set("rhi").unwrap();
    let answers = Answers::default()
        .choose("rhi_offer", "OFFERED")
        .choose("rhi_outcome", "DECLINED")
        .with("what_happened", Answer::Given(Value::Text("A story that was hidden again".into())));
    let json = &Document::write(rhi, &answers)["answers"];
    assert_eq!(json["what_happened"], json!({ "absence": "NAPP" }));
    assert_eq!(json["rhi_outcome"], json!("DECLINED"));
    assert_eq!(json.get("rhi_declined_by"), None::<&Json>);
}
