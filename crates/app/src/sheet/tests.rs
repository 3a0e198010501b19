use homeward_standard::{Absence, SchemaFile};
use serde_json::{Value as Json, json};

use super::*;

/// The built-in standard, with one code of the list `mode` ended.
fn standard() -> Standard {
    let mut files: Vec<SchemaFile> = Standard::built_in_files();
    for file in &mut files {
        if file.path == "published-hashes.json" {
            file.text = "{}".into();
        } else {
            file.text = file.text.replacen("\"status\": \"published\"", "\"status\": \"draft\"", 1);
        }
    }
    let mode = files.iter_mut().find(|file| file.path == "codelists/mode.json").unwrap();
    let mut json: Json = serde_json::from_str(&mode.text).unwrap();
    let codes = json["codes"].as_array_mut().unwrap();
    codes.iter_mut().find(|code| code["code"] == "PHONE").unwrap()["valid_to"] =
        json!("2026-03-31");
    mode.text = json.to_string();
    Standard::load(&files, &homeward_vault::sha256_hex)
        .unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn recorded(raw: &str, answer: Option<Answer>) -> Recorded {
    Recorded { raw: raw.to_owned(), answer, valid: true }
}

fn choice(code: &str) -> Recorded {
    recorded(code, Some(Answer::Given(Value::Choice(code.to_owned()))))
}

fn sheet<'s>(standard: &'s Standard, answers: Vec<(&str, Option<u32>, Recorded)>) -> Sheet<'s> {
    let answers =
        answers.into_iter().map(|(id, item, recorded)| ((id.to_owned(), item), recorded)).collect();
    let set = standard.set("rhi").unwrap();
    let today = "2026-04-02".parse().unwrap();
    Sheet::new(standard, set, Uuid::nil(), answers, BTreeMap::new(), BTreeMap::new(), today)
}

#[test]
fn a_code_that_its_list_does_not_have_is_something_to_mend_and_an_ended_one_is_not() {
    let standard = standard();
    let mode = standard.set("rhi").unwrap().question("rhi_mode").unwrap();
    for (code, unlisted, ended) in
        [("F2F", false, false), ("PHONE", false, true), ("PIGEON", true, false)]
    {
        let sheet = sheet(&standard, vec![("rhi_mode", None, choice(code))]);
        assert_eq!(sheet.unlisted(mode, None), unlisted, "{code}");
        assert_eq!(sheet.ended(mode, None), ended, "{code}");
        assert_eq!(sheet.problem(mode, None).is_some(), unlisted, "{code}");
        assert!(sheet.is_answered(mode, None), "it is kept: {code}");
    }
}

#[test]
fn one_unlisted_code_among_several_and_one_in_a_row_are_found_too() {
    let standard = standard();
    let set = standard.set("rhi").unwrap();
    let several = Answer::Given(Value::Choices(vec!["NONE".into(), "PIGEON".into()]));
    let sheet = sheet(
        &standard,
        vec![
            ("protective", None, recorded("NONE,PIGEON", Some(several))),
            ("reason_view", Some(2), choice("PIGEON")),
            ("rhi_outcome", None, recorded("", Some(Answer::Absent(Absence::Nask)))),
            ("rhi_mode", None, Recorded { valid: false, ..choice("PIGEON") }),
        ],
    );
    let unlisted = |id: &str, item| sheet.unlisted(set.question(id).unwrap(), item);
    assert!(unlisted("protective", None));
    assert!(unlisted("reason_view", Some(2)));
    assert!(!unlisted("reason_view", Some(1)), "another row");
    assert!(!unlisted("rhi_outcome", None), "an absence code is no code of the list");
    assert!(!unlisted("rhi_mode", None), "what cannot be read is told as that");
}

#[test]
fn what_nobody_can_mend_here_is_no_problem_but_still_known() {
    let standard = standard();
    let mode = standard.set("rhi").unwrap().question("rhi_mode").unwrap();
    let mut sheet = sheet(&standard, vec![("rhi_mode", None, choice("PIGEON"))]);
    sheet.unknown_version = Some(9);
    assert!(sheet.unlisted(mode, None));
    assert_eq!(sheet.problem(mode, None), None);
}

#[test]
fn answers_to_questions_of_a_newer_version_are_shown_as_text() {
    let standard = standard();
    let sheet = sheet(
        &standard,
        vec![
            ("who_came_along", None, recorded("<b>An aunt</b> \u{202e}", None)),
            ("told_who", Some(2), choice("AUNT")),
            ("told_why", None, recorded("", Some(Answer::Absent(Absence::Decl)))),
            ("told_when", None, recorded("  ", None)),
            ("rhi_mode", None, choice("F2F")),
        ],
    );
    let lines = sheet.of_other_questions();
    let lines: Vec<(&str, &str)> =
        lines.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("Recorded with a newer version: told who, 2", "AUNT"),
            ("Recorded with a newer version: told why", "Asked, prefers not to say"),
            ("Recorded with a newer version: who came along", "<b>An aunt</b> \u{202e}"),
        ]
    );
}
