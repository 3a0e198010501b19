use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;

use super::{SchemaFile, Standard, generate};
use crate::answer::Absence;
use crate::ladder::Ladder;
use crate::load::tests::built_in;
use crate::question_set::{Disclosure, Kind, Stage};

/// A file of the checkout, with the line ends that we write.
fn on_disk(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(path);
    std::fs::read_to_string(&whole).unwrap_or_default().replace("\r\n", "\n")
}

#[test]
fn the_generated_files_are_what_the_code_says() {
    for SchemaFile { path, text } in generate(built_in()) {
        assert!(on_disk(&path) == text, "schemas/{path} is stale: run `cargo xtask gen`");
    }
}

#[test]
fn every_file_of_data_fits_its_meta_schema() {
    let mut checked = 0;
    for file in Standard::built_in_files() {
        let json: serde_json::Value = serde_json::from_str(&file.text).unwrap();
        let Some(name) = json.get("$schema").and_then(|schema| schema.as_str()) else {
            assert_eq!(file.path, "published-hashes.json");
            continue;
        };
        let depth = file.path.matches('/').count();
        let schema = name.strip_prefix(&"../".repeat(depth)).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&on_disk(schema)).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let found: Vec<String> =
            validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(found.is_empty(), "{}: {found:?}", file.path);
        checked += 1;
    }
    assert!(checked > 70, "{checked}");
}

#[test]
fn adding_a_return_asks_who_when_and_who_told_us() {
    let standard = built_in();
    let asked: Vec<&str> = standard
        .sets()
        .flat_map(|set| set.questions())
        .filter(|question| question.stage == Stage::Notification)
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(
        asked,
        [
            "forename",
            "surname",
            "date_of_birth",
            "child_local_id",
            "responsible_la",
            "missing_from_at",
            "episode_status",
            "returned_at",
            "la_notified_at",
            "notification_source",
            "notification_text",
        ]
    );
}

#[test]
fn every_typed_column_has_its_question() {
    let standard = built_in();
    for bind in crate::BINDS {
        let question = standard.set(bind.set).unwrap().bound_to(bind.name);
        assert!(question.is_some_and(|question| question.kind == bind.kind), "{}", bind.name);
    }
}

#[test]
fn names_and_the_date_of_birth_never_leave() {
    let standard = built_in();
    for set in standard.sets() {
        for question in set.questions_and_columns() {
            let class = question.disclosure.class;
            match question.kind {
                Kind::Text | Kind::LongText => {
                    assert_eq!(class, Disclosure::Drop, "{}", question.id)
                }
                Kind::Date | Kind::Moment => {
                    assert_eq!(question.disclosure.ladder, None, "{}", question.id)
                }
                _ => {}
            }
        }
    }
    assert_eq!(
        standard.set("child").unwrap().question("date_of_birth").unwrap().disclosure.class,
        Disclosure::Direct
    );
}

#[test]
fn the_release_tells_of_harms_only_where_no_group_may_all_have_one() {
    let standard = built_in();
    let profile = standard.profile("borough").unwrap();
    assert_eq!((profile.k, profile.dominance), (5, 0.5));
    for topic in &profile.topics {
        if ["harm", "disclosure"].iter().any(|word| topic.variable.contains(word)) {
            assert!(!topic.telling.is_empty(), "{}", topic.id);
        }
        for telling in &topic.telling {
            assert!(standard.list(&topic.list).unwrap().code(telling).is_some(), "{}", topic.id);
        }
        assert!(!topic.pairs || topic.group == "population", "{}", topic.id);
    }
    let by: Vec<&str> = profile.by.iter().map(|by| by.id.as_str()).collect();
    assert_eq!(by, ["age", "sex", "ethnic_group", "looked_after"]);
}

#[test]
fn labels_are_plain_sentences_in_our_words() {
    const NEVER: [&str; 5] =
        ["abscond", "perpetrator", "interviewee", "return home interview", "runaway"];
    let standard = built_in();
    let questions = standard.sets().flat_map(|set| set.questions_and_columns());
    let texts = questions.flat_map(|question| {
        [
            Some(&question.label),
            question.hint.as_ref(),
            question.why.as_ref(),
            question.definition.as_ref(),
        ]
    });
    let codes = standard.lists().flat_map(|list| &list.codes).map(|code| Some(&code.label));
    for text in texts.chain(codes).flatten() {
        let lower = text.to_lowercase();
        for word in NEVER {
            assert!(!lower.contains(word), "{text}");
        }
        assert!(text.chars().next().is_some_and(|first| !first.is_lowercase()), "{text}");
        assert_eq!(text.trim(), text);
    }
}

#[test]
fn every_capture_code_for_ethnicity_has_a_broader_group_and_the_mapping_reaches_them() {
    let standard = built_in();
    let list = standard.list("ethnicity").unwrap();
    let offered: Vec<_> =
        list.current(chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()).collect();
    assert_eq!(offered.len(), 20);
    let ladder = standard.ladder("ethnicity").unwrap();
    for code in &list.codes {
        assert_eq!(ladder.at(&code.code, 1), code.broader.as_deref());
    }
    let mapped: BTreeSet<&str> =
        standard.ssda903().ethnicity.values().map(String::as_str).collect();
    assert!(mapped.contains("WROM") && mapped.contains("DECL") && mapped.contains("PEND"));
}

#[test]
fn a_ladder_climbs_to_nothing_and_absence_codes_climb_with_it() {
    let standard = built_in();
    let age = standard.ladder("age").unwrap();
    let steps: Vec<_> = (0..=age.top()).map(|level| age.at("13", level)).collect();
    assert_eq!(steps, [Some("13"), Some("A12_14"), Some("A12_14"), Some("SUPP")]);
    assert_eq!(age.at("DECL", 0), Some("DECL"));
    assert_eq!(age.at("DECL", 1), Some("NOT_KNOWN"));
    assert_eq!(age.at("13", age.top() + 1), None);
    assert_eq!(age.at("18", 0), None);
    assert_eq!(age.at("18", 1), None);
    assert_eq!(age.label("A12_14", 1), Some("12 to 14"));
    assert_eq!(age.label("A12_14", 0), None);
    assert!(Ladder::is_absence("DECL") && !Ladder::is_absence("13"));
}

#[test]
fn the_dictionary_names_every_question_and_every_code() {
    let standard = built_in();
    let text = crate::dictionary::csv(standard);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (entry, set, list, id) = (at("entry"), at("set"), at("list"), at("id"));
    let mut found = BTreeSet::new();
    for line in reader.records() {
        let line = line.unwrap();
        found.insert((
            line[entry].to_owned(),
            line[set].to_owned(),
            line[list].to_owned(),
            line[id].to_owned(),
        ));
    }
    for set in standard.sets() {
        for question in set.questions() {
            let list = question.list.clone().unwrap_or_default();
            assert!(
                found.contains(&("question".into(), set.id.clone(), list, question.id.clone())),
                "{}",
                question.id
            );
        }
    }
    for list in standard.lists() {
        for code in &list.codes {
            let key = ("code".to_owned(), String::new(), list.id.clone(), code.code.clone());
            assert!(found.contains(&key), "{}", code.code);
        }
    }
    for variable in standard.all_derived() {
        assert!(found.iter().any(|(entry, .., id)| entry == "derived" && *id == variable.id));
    }
    let json = crate::dictionary::json(standard);
    assert_eq!(json["sets"].as_array().unwrap().len(), 5);
}

proptest! {
    #[test]
    fn two_leaves_that_meet_on_a_ladder_stay_together(
        ladder in 0usize..14, one in 0usize..60, other in 0usize..60, level in 0u8..4,
    ) {
        let standard = built_in();
        let ladders: Vec<&Ladder> = standard.ladders().collect();
        let ladder = ladders[ladder % ladders.len()];
        let leaves: Vec<&str> = ladder.leaves().collect();
        prop_assert_eq!(leaves.iter().filter(|leaf| Ladder::is_absence(leaf)).count(), Absence::ALL.len() - 1);
        let (one, other) = (leaves[one % leaves.len()], leaves[other % leaves.len()]);
        prop_assert_eq!(ladder.at(one, ladder.top()), Some("SUPP"));
        if level < ladder.top() && ladder.at(one, level) == ladder.at(other, level) {
            prop_assert_eq!(ladder.at(one, level + 1), ladder.at(other, level + 1));
        }
    }
}
