use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{record, schema};
use crate::answer::{Absence, Answer, Value};
use crate::load::tests::built_in;
use crate::moment::tests::any_moment;
use crate::question_set::{Kind, Question, QuestionSet};
use crate::rule::{Facts, Reference};
use crate::standard::Standard;
use crate::visible::tests::Answers;

fn validator(standard: &Standard, set: &QuestionSet) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema(standard, set)).unwrap()
}

/// Any answer that a question can have.
fn any_answer(standard: &Standard, question: &Question) -> BoxedStrategy<Answer> {
    let codes: Vec<String> = question
        .list
        .iter()
        .flat_map(|list| &standard.list(list).unwrap().codes)
        .map(|code| code.code.clone())
        .collect();
    let value = match question.kind {
        Kind::Text | Kind::LongText => ".{1,30}".prop_map(Value::Text).boxed(),
        Kind::Date => any_moment().prop_map(|moment| Value::Date(moment.date)).boxed(),
        Kind::Moment => any_moment().prop_map(Value::Moment).boxed(),
        Kind::Number => any::<i64>().prop_map(Value::Number).boxed(),
        Kind::Choice => prop::sample::select(codes).prop_map(Value::Choice).boxed(),
        Kind::Choices => {
            let most = codes.len();
            prop::sample::subsequence(codes, 1..=most).prop_map(Value::Choices).boxed()
        }
        Kind::Rows => {
            prop::sample::subsequence(vec![0u32, 1, 2, 7], 0..4).prop_map(Value::Rows).boxed()
        }
    };
    let given = value.prop_map(Answer::Given);
    if question.absences.is_empty() {
        given.boxed()
    } else {
        prop_oneof![4 => given, 1 => prop::sample::select(question.absences.clone()).prop_map(Answer::Absent)].boxed()
    }
}

/// A question, its row, and its answer if it has one.
type Place = (String, Option<u32>, Option<Answer>);

/// Any record of a set: some questions answered, in rows too.
fn any_record(standard: &Standard, set: &QuestionSet) -> BoxedStrategy<Answers> {
    let mut all: BoxedStrategy<Vec<Place>> = Just(Vec::new()).boxed();
    for question in set.questions() {
        let mut places: Vec<(&Question, Option<u32>)> = vec![(question, None)];
        for item in [0, 1, 2, 7] {
            places.extend(question.columns.iter().map(|column| (column, Some(item))));
        }
        for (question, item) in places {
            let id = question.id.clone();
            let one = prop::option::weighted(0.8, any_answer(standard, question));
            all = (all, one)
                .prop_map(move |(mut all, answer)| {
                    all.push((id.clone(), item, answer));
                    all
                })
                .boxed();
        }
    }
    all.prop_map(|all| {
        Answers(
            all.into_iter().filter_map(|(id, item, answer)| Some(((id, item), answer?))).collect(),
        )
    })
    .boxed()
}

#[test]
fn any_record_of_answers_fits_its_schema() {
    let standard = built_in();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(32));
    for set in standard.sets() {
        let validator = validator(standard, set);
        runner
            .run(&any_record(standard, set), |answers| {
                let json = record(set, &answers);
                let found: Vec<String> =
                    validator.iter_errors(&json).map(|error| error.to_string()).collect();
                prop_assert!(found.is_empty(), "{found:?}");
                // What was written comes back as the same answers, but for those that read NAPP.
                for question in set.questions().filter(|question| question.kind != Kind::Rows) {
                    let Some(written) = json.get(&question.id) else { continue };
                    let read = Answer::from_json(question.kind, written).unwrap();
                    let kept =
                        answers.answer(&Reference { set: None, id: question.id.clone() }, None);
                    prop_assert!(read == Answer::Absent(Absence::Napp) || Some(read) == kept);
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_schema_and_the_value_forms_agree_on_what_is_no_answer() {
    let standard = built_in();
    let wrong = [
        json!(null),
        json!(true),
        json!(1.5),
        json!(""),
        json!({}),
        json!({ "absence": "SUPP" }),
        json!({ "absence": "DECL", "value": 1 }),
        json!("27/03/2026"),
        json!("2026-02-30"),
        json!(["NO_SUCH_CODE"]),
        json!("NO_SUCH_CODE"),
        json!("2026-03-27T24:00"),
        json!("2026-03-27T14:30/3"),
    ];
    for set in standard.sets() {
        let validator = validator(standard, set);
        for question in set.questions() {
            for json in &wrong {
                if question.kind.is_free_text()
                    && json.as_str().is_some_and(|text| !text.is_empty())
                {
                    continue;
                }
                // The calendar is checked by format for a date; the pattern of a moment cannot count days.
                if question.kind == Kind::Moment && *json == json!("2026-02-30") {
                    assert_eq!(Answer::from_json(question.kind, json), None);
                    continue;
                }
                let one = json!({ question.id.as_str(): json });
                assert!(!validator.is_valid(&one), "{} took {json}", question.id);
            }
        }
        assert!(!validator.is_valid(&json!({ "no_such_question": "Y" })));
        assert!(validator.is_valid(&json!({})));
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
    let json = record(rhi, &answers);
    assert_eq!(json["what_happened"], json!({ "absence": "NAPP" }));
    assert_eq!(json["rhi_outcome"], json!("DECLINED"));
    assert_eq!(json.get("rhi_declined_by"), None::<&Json>);
}
