use proptest::prelude::*;
use serde_json::json;

use super::{Absence, Answer, Value};
use crate::moment::tests::any_moment;
use crate::question_set::Kind;

/// Any value of any kind, with its kind.
fn any_value() -> impl Strategy<Value = (Kind, Value)> {
    prop_oneof![
        ".{1,60}".prop_map(|text| (Kind::Text, Value::Text(text))),
        ".{1,60}".prop_map(|text| (Kind::LongText, Value::Text(text))),
        any_moment().prop_map(|moment| (Kind::Date, Value::Date(moment.date))),
        any_moment().prop_map(|moment| (Kind::Moment, Value::Moment(moment))),
        any::<i64>().prop_map(|number| (Kind::Number, Value::Number(number))),
        "[A-Z0-9_]{1,12}".prop_map(|code| (Kind::Choice, Value::Choice(code))),
        prop::collection::vec("[A-Z0-9_]{1,12}", 0..5)
            .prop_map(|codes| (Kind::Choices, Value::Choices(codes))),
        prop::collection::vec(any::<u32>(), 0..5)
            .prop_map(|items| (Kind::Rows, Value::Rows(items))),
    ]
}

proptest! {
    #[test]
    fn a_value_comes_back_from_its_json((kind, value) in any_value()) {
        prop_assert!(value.is_of(kind));
        let text = value.to_json().to_string();
        let json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Value::from_json(kind, &json), Some(value.clone()));
        prop_assert_eq!(Answer::from_json(kind, &json), Some(Answer::Given(value)));
    }
}

#[test]
fn an_absence_comes_back_from_its_json() {
    for absence in Absence::ALL {
        assert_eq!(Absence::from_code(absence.code()), Some(absence));
        assert_eq!(serde_json::to_value(absence).unwrap(), json!(absence.code()));
        for kind in Kind::ALL {
            let answer = Answer::Absent(absence);
            assert_eq!(Answer::from_json(kind, &answer.to_json()), Some(answer));
        }
    }
}

#[test]
fn json_of_another_kind_is_no_value() {
    for (kind, json) in [
        (Kind::Text, json!(3)),
        (Kind::Date, json!("27/03/2026")),
        (Kind::Moment, json!("2026-03-27 14:30")),
        (Kind::Number, json!("3")),
        (Kind::Number, json!(3.5)),
        (Kind::Choice, json!(["Y"])),
        (Kind::Choices, json!("Y")),
        (Kind::Choices, json!([1])),
        (Kind::Rows, json!([-1])),
        (Kind::Rows, json!({})),
    ] {
        assert_eq!(Value::from_json(kind, &json), None, "{json}");
    }
    assert_eq!(Answer::from_json(Kind::Text, &json!({ "absence": "ZZZZ" })), None);
    assert_eq!(Answer::from_json(Kind::Text, &json!({ "absence": "DECL", "more": 1 })), None);
}
