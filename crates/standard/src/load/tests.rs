//! Each way in which a set can be broken, and the fault that says so.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use serde_json::{Value as Json, json};

use crate::fault::{Fault, Reason};
use crate::standard::{SchemaFile, Standard};

/// A stand-in for SHA-256, which this crate does not hold. It only has to tell two texts apart.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The built-in standard, loaded once for all tests.
pub(crate) fn built_in() -> &'static Standard {
    static LOADED: OnceLock<Standard> = OnceLock::new();
    LOADED.get_or_init(|| {
        // What is published was frozen with SHA-256, which `homeward-app` checks. Here the stand-in freezes it anew.
        Standard::built_in_frozen_by(&hash).unwrap_or_else(|faults| {
            let all: Vec<String> = faults.iter().map(Fault::to_string).collect();
            panic!("{}", all.join("\n"))
        })
    })
}

/// The built-in files as they were before anything was published or followed by a second version, so that a test may
/// change one of them and see that change alone.
pub(super) fn first_drafts() -> Vec<SchemaFile> {
    let mut files = Standard::built_in_files();
    files.retain(|file| {
        let is_map = file.path.starts_with("mappings/") && file.path.contains(".v");
        let is_later = file.path.starts_with("question-sets/") && !file.path.ends_with(".v1.json");
        !is_map && !is_later
    });
    for file in &mut files {
        if file.path == "published-hashes.json" {
            file.text = "{}".into();
        }
        file.text = file.text.replacen("\"status\": \"published\"", "\"status\": \"draft\"", 1);
    }
    files
}

/// The built-in files with one of them changed.
pub(crate) fn with(path: &str, change: impl FnOnce(&mut Json)) -> Vec<SchemaFile> {
    let mut files = first_drafts();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    let mut json: Json = serde_json::from_str(&file.text).unwrap();
    change(&mut json);
    file.text = json.to_string();
    files
}

pub(crate) fn faults(files: &[SchemaFile]) -> Vec<Fault> {
    Standard::load(files, &hash).expect_err("a broken standard was loaded")
}

/// The one fault there is, in this file, at a place that names this.
pub(super) fn one_fault(files: &[SchemaFile], file: &str, place: &str) -> Reason {
    let found = faults(files);
    let [fault] = found.as_slice() else {
        panic!("not one fault: {found:#?}");
    };
    assert_eq!(fault.file, file);
    assert!(fault.place.contains(place), "{fault}");
    assert!(fault.to_string().starts_with(file), "{fault}");
    fault.reason.clone()
}

const EPISODE: &str = "question-sets/episode.v1.json";
const RHI: &str = "question-sets/rhi.v1.json";

/// The question with this id (columns too) in the JSON of a set.
pub(super) fn question<'a>(set: &'a mut Json, id: &str) -> &'a mut Json {
    fn find<'a>(questions: &'a mut Json, id: &str) -> Option<&'a mut Json> {
        for question in questions.as_array_mut()? {
            if question["id"] == id {
                return Some(question);
            }
            if question.get("columns").is_some()
                && let Some(found) = find(&mut question["columns"], id)
            {
                return Some(found);
            }
        }
        None
    }
    set["sections"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find_map(|section| find(&mut section["questions"], id))
        .unwrap()
}

#[test]
fn the_built_in_standard_loads() {
    let standard = built_in();
    let sets: Vec<&str> = standard.sets().map(|set| set.id.as_str()).collect();
    assert_eq!(sets, ["child", "episode", "ppi", "rhi", "support"]);
    assert_eq!(standard.authorities().len(), 33);
    assert_eq!(standard.list("authority").unwrap().codes.len(), 38);
    assert!(standard.profile("borough").is_some());
}

#[test]
fn a_question_without_disclosure_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "returned_at").as_object_mut().unwrap().remove("disclosure");
    });
    // The rules behind it would be refused too, but a set with an unreadable question is not looked at further.
    let found = faults(&files);
    let fault = found.iter().find(|fault| fault.reason == Reason::NoDisclosure).unwrap();
    assert_eq!(fault.file, EPISODE);
    assert!(fault.place.contains("returned_at"));
}

#[test]
fn a_column_without_disclosure_is_refused() {
    let files = with(RHI, |set| {
        question(set, "attempt_at").as_object_mut().unwrap().remove("disclosure");
    });
    let found = faults(&files);
    let fault = found.iter().find(|fault| fault.reason == Reason::NoDisclosure).unwrap();
    assert!(fault.place.contains("columns[0] (attempt_at)"), "{fault}");
}

#[test]
fn an_unknown_list_is_refused() {
    let files = with(EPISODE, |set| question(set, "missing_from_place")["list"] = json!("places"));
    let reason = one_fault(&files, EPISODE, "missing_from_place");
    assert_eq!(reason, Reason::UnknownList("places".into()));
}

#[test]
fn a_rule_that_names_a_later_question_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "missing_from_at")["when"] = json!({ "answered": "returned_at" });
    });
    let reason = one_fault(&files, EPISODE, "missing_from_at");
    assert_eq!(reason, Reason::RuleLater("returned_at".into()));
}

#[test]
fn a_rule_that_names_its_own_question_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "returned_at")["when"] = json!({ "answered": "returned_at" })
    });
    assert_eq!(one_fault(&files, EPISODE, "returned_at"), Reason::RuleLater("returned_at".into()));
}

#[test]
fn a_rule_that_names_a_later_set_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "located_at")["when"] = json!({ "eq": ["rhi.rhi_offer", "OFFERED"] })
    });
    assert_eq!(one_fault(&files, EPISODE, "located_at"), Reason::RuleLater("rhi.rhi_offer".into()));
}

#[test]
fn a_rule_that_names_an_unknown_question_is_refused() {
    for name in ["nothing", "child.nothing", "derived.nothing", "nobody.sex"] {
        let files =
            with(EPISODE, |set| question(set, "located_at")["when"] = json!({ "answered": name }));
        assert_eq!(one_fault(&files, EPISODE, "located_at"), Reason::RuleUnknown(name.into()));
    }
}

#[test]
fn a_rule_of_a_section_may_not_name_its_own_questions() {
    let files = with("question-sets/ppi.v1.json", |set| {
        set["sections"][1]["when"] = json!({ "answered": "ppi_mode" });
    });
    let reason = one_fault(&files, "question-sets/ppi.v1.json", "review");
    assert_eq!(reason, Reason::RuleLater("ppi_mode".into()));
}

#[test]
fn a_rule_that_names_a_later_column_or_a_column_of_other_rows_is_refused() {
    let later = with(RHI, |set| {
        question(set, "reason")["when"] = json!({ "eq": ["reason_view", "CHILD"] })
    });
    assert_eq!(one_fault(&later, RHI, "reason"), Reason::RuleLater("reason_view".into()));
    let other = with(RHI, |set| question(set, "harm")["when"] = json!({ "eq": ["reason", "H01"] }));
    assert_eq!(one_fault(&other, RHI, "harm"), Reason::RuleLater("reason".into()));
}

#[test]
fn a_rule_that_names_an_unknown_code_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "close_reason")["when"] = json!({ "eq": ["episode_status", "GONE"] })
    });
    let expected = Reason::UnknownCode { list: "episode_status".into(), code: "GONE".into() };
    assert_eq!(one_fault(&files, EPISODE, "close_reason"), expected);
}

#[test]
fn a_rule_that_compares_the_wrong_kind_is_refused() {
    let number = with(EPISODE, |set| {
        question(set, "located_at")["when"] = json!({ "lt": ["episode_status", 3] })
    });
    assert_eq!(
        one_fault(&number, EPISODE, "located_at"),
        Reason::RuleKind("episode_status".into())
    );
    let code = with(EPISODE, |set| {
        question(set, "located_at")["when"] = json!({ "eq": ["missing_from_at", "Y"] })
    });
    assert_eq!(one_fault(&code, EPISODE, "located_at"), Reason::RuleKind("missing_from_at".into()));
}

#[test]
fn free_text_that_is_not_dropped_is_refused() {
    let files = with(RHI, |set| {
        question(set, "child_words")["disclosure"] = json!({ "class": "sensitive" })
    });
    assert_eq!(one_fault(&files, RHI, "child_words"), Reason::FreeTextMustDrop);
}

#[test]
fn a_double_id_is_refused() {
    let files = with(RHI, |set| question(set, "child_words")["id"] = json!("carer_view"));
    assert_eq!(one_fault(&files, RHI, "carer_view"), Reason::DoubleId("carer_view".into()));
    let column = with(RHI, |set| question(set, "attempt_at")["id"] = json!("rhi_offer"));
    assert_eq!(
        one_fault(&column, RHI, "columns[0] (rhi_offer)"),
        Reason::DoubleId("rhi_offer".into())
    );
    let section = with(RHI, |set| set["sections"][1]["id"] = json!("offer"));
    assert_eq!(one_fault(&section, RHI, "sections[1]"), Reason::DoubleId("offer".into()));
}

#[test]
fn an_unknown_or_unfitting_bind_is_refused() {
    for bind in ["episode.nothing", "child.sex", "episode.type"] {
        let files = with(EPISODE, |set| {
            question(set, "episode_type").as_object_mut().unwrap().remove("bind");
            question(set, "last_seen_at")["bind"] = json!(bind);
        });
        assert_eq!(one_fault(&files, EPISODE, "last_seen_at"), Reason::BadBind(bind.into()));
    }
}

#[test]
fn two_questions_bound_to_one_column_are_refused() {
    let files =
        with(EPISODE, |set| question(set, "last_seen_at")["bind"] = json!("episode.returned_at"));
    assert_eq!(
        one_fault(&files, EPISODE, "last_seen_at"),
        Reason::DoubleBind("episode.returned_at".into())
    );
}

#[test]
fn a_duplicated_or_badly_written_code_is_refused() {
    const LIST: &str = "codelists/mode.json";
    let double = with(LIST, |list| list["codes"][3] = list["codes"][0].clone());
    // TEXT went away with it, so the ladder complains as well.
    assert!(faults(&double).iter().any(|fault| fault.reason == Reason::DoubleCode("F2F".into())));
    for bad in ["f2f", "", "A B", "DECL"] {
        let files = with(LIST, |list| list["codes"][4]["code"] = json!(bad));
        assert!(
            faults(&files)
                .iter()
                .any(|fault| fault.file == LIST && fault.reason == Reason::BadCode(bad.into()))
        );
    }
}

#[test]
fn a_choice_without_a_list_is_refused() {
    let files = with(EPISODE, |set| {
        question(set, "missing_from_place").as_object_mut().unwrap().remove("list");
    });
    assert_eq!(one_fault(&files, EPISODE, "missing_from_place"), Reason::ChoiceWithoutList);
    let text = with(RHI, |set| question(set, "child_words")["list"] = json!("yn"));
    assert_eq!(one_fault(&text, RHI, "child_words"), Reason::ListOnOtherKind);
}

#[test]
fn rows_without_columns_are_refused() {
    let files = with(RHI, |set| question(set, "rhi_attempts")["columns"] = json!([]));
    assert_eq!(one_fault(&files, RHI, "rhi_attempts"), Reason::RowsWithoutColumns);
    let title = with(RHI, |set| {
        question(set, "rhi_attempts").as_object_mut().unwrap().remove("row_title");
    });
    assert_eq!(one_fault(&title, RHI, "rhi_attempts"), Reason::RowsWithoutColumns);
    let stray = with(RHI, |set| {
        let column = question(set, "attempt_at").clone();
        question(set, "child_words")["columns"] = json!([column]);
    });
    assert!(faults(&stray).iter().any(|fault| fault.reason == Reason::ColumnsOnOtherKind));
}

#[test]
fn an_unknown_field_is_refused() {
    let files = with(RHI, |set| question(set, "child_words")["colour"] = json!("red"));
    let found = faults(&files);
    assert!(
        found.iter().any(|fault| fault.to_string().contains("unknown field `colour`")),
        "{found:?}"
    );
    let list = with("codelists/harm.json", |list| list["colour"] = json!("red"));
    assert!(faults(&list).iter().any(|fault| fault.to_string().contains("colour")));
}

#[test]
fn an_absence_that_nobody_may_choose_is_refused() {
    let files = with(RHI, |set| question(set, "child_view_missing")["absences"] = json!(["NAPP"]));
    assert_eq!(
        one_fault(&files, RHI, "child_view_missing"),
        Reason::AbsenceNotChosen("NAPP".into())
    );
}

#[test]
fn a_range_or_a_unit_on_anything_but_a_number_is_refused() {
    for (key, value) in [("range", json!([0, 9])), ("unit", json!("minutes"))] {
        let files = with(EPISODE, |set| question(set, "located_at")[key] = value);
        assert_eq!(one_fault(&files, EPISODE, "located_at"), Reason::RangeOnOtherKind);
    }
    let number = |range: Json, unit: &str| {
        with("question-sets/child.v1.json", |set| {
            let known_as = question(set, "known_as");
            known_as["kind"] = json!("number");
            known_as["range"] = range;
            known_as["unit"] = json!(unit);
        })
    };
    assert!(Standard::load(&number(json!([0, 600]), "minutes"), &hash).is_ok());
    for range in [json!([9, 0]), json!([0, 1_000_000_000_000_000_i64])] {
        let files = number(range, "minutes");
        assert_eq!(one_fault(&files, "question-sets/child.v1.json", "known_as"), Reason::BadRange);
    }
    let reason = one_fault(&number(json!([0, 9]), " "), "question-sets/child.v1.json", "known_as");
    assert_eq!(reason, Reason::EmptyText("unit"));
}

#[test]
fn only_a_long_text_of_another_section_stands_beside_one() {
    let beside = |id: &str| {
        with(RHI, |set| {
            let sections = set["sections"].as_array_mut().unwrap();
            let account = sections
                .iter_mut()
                .find(|section| {
                    let questions = section["questions"].as_array().unwrap();
                    questions.iter().any(|question| question["id"] == "what_happened")
                })
                .unwrap();
            account["beside"] = json!(id);
        })
    };
    for id in ["what_happened", "rhi_outcome", "no_such_question", "attempt_at"] {
        let found = faults(&beside(id));
        let expected = Reason::BadBeside(id.into());
        assert!(found.iter().any(|fault| fault.reason == expected), "{found:?}");
    }
    assert!(Standard::load(&beside("carer_view"), &hash).is_ok());
}

#[test]
fn words_for_the_child_and_carrying_over_belong_to_questions_and_not_to_columns() {
    for (key, value) in [("with_child", json!("When?")), ("carry", json!(true))] {
        let files = with(RHI, |set| question(set, "attempt_at")[key] = value.clone());
        assert_eq!(one_fault(&files, RHI, "attempt_at"), Reason::OnlyOnQuestions);
        let whole = with(RHI, |set| question(set, "rhi_attempts")[key] = value);
        assert!(Standard::load(&whole, &hash).is_ok());
    }
    let empty = with(RHI, |set| question(set, "rhi_attempts")["with_child"] = json!(""));
    assert_eq!(one_fault(&empty, RHI, "rhi_attempts"), Reason::EmptyText("with_child"));
}

#[test]
fn a_changed_or_lost_published_file_is_refused() {
    let mut files = with("codelists/mode.json", |list| list["status"] = json!("published"));
    assert_eq!(one_fault(&files, "codelists/mode.json", ""), Reason::PublishedWithoutHash);

    let text = files.iter().find(|file| file.path == "codelists/mode.json").unwrap().text.clone();
    let hashes = json!({ "codelists/mode.json": hash(text.as_bytes()) }).to_string();
    files.iter_mut().find(|file| file.path == "published-hashes.json").unwrap().text = hashes;
    assert!(Standard::load(&files, &hash).is_ok());

    let mode = files.iter_mut().find(|file| file.path == "codelists/mode.json").unwrap();
    mode.text = mode.text.replace("Phone call", "Call");
    assert_eq!(one_fault(&files, "codelists/mode.json", ""), Reason::PublishedChanged);

    files.retain(|file| file.path != "codelists/mode.json");
    assert!(faults(&files).iter().any(|fault| fault.reason == Reason::MissingFile));
}

#[test]
fn line_ends_of_another_system_do_not_change_a_published_file() {
    let mut files = with("codelists/mode.json", |list| list["status"] = json!("published"));
    let mode = files.iter_mut().find(|file| file.path == "codelists/mode.json").unwrap();
    mode.text.push('\n');
    let hashes = json!({ "codelists/mode.json": hash(mode.text.as_bytes()) }).to_string();
    mode.text = mode.text.replace('\n', "\r\n");
    files.iter_mut().find(|file| file.path == "published-hashes.json").unwrap().text = hashes;
    assert!(Standard::load(&files, &hash).is_ok());
}

#[test]
fn a_mapping_to_an_unknown_code_is_refused() {
    let files =
        with("mappings/ssda903.json", |mapping| mapping["ethnicity"]["WBRI"] = json!("WWWW"));
    let expected = Reason::UnknownCode { list: "ethnicity".into(), code: "WWWW".into() };
    assert_eq!(one_fault(&files, "mappings/ssda903.json", "WBRI"), expected);
}

#[test]
fn a_file_that_is_missing_misnamed_unknown_or_no_json_is_refused() {
    let mut gone = first_drafts();
    gone.retain(|file| file.path != "question-sets/support.v1.json");
    // What rests on its questions has nothing to rest on either.
    let gone = faults(&gone);
    assert!(gone.iter().any(|fault| {
        fault.file == "question-sets/support.v1.json" && fault.reason == Reason::MissingFile
    }));

    let mut misnamed = first_drafts();
    misnamed.iter_mut().find(|file| file.path == RHI).unwrap().path =
        "question-sets/rhi.v2.json".into();
    assert_eq!(
        one_fault(&misnamed, "question-sets/rhi.v2.json", ""),
        Reason::WrongName("rhi.v1.json".into())
    );

    let mut unknown = first_drafts();
    unknown.push(SchemaFile { path: "extra/thing.json".into(), text: "{}".into() });
    assert_eq!(one_fault(&unknown, "extra/thing.json", ""), Reason::UnknownFile);

    let mut broken = first_drafts();
    broken.iter_mut().find(|file| file.path == "derived/first_ever.json").unwrap().text =
        "{".into();
    assert!(faults(&broken).iter().any(|fault| matches!(fault.reason, Reason::NotJson(_))));
}

#[test]
fn the_absence_codes_of_the_file_are_those_of_the_program() {
    let files = with("codelists/absence.json", |list| list["codes"][0]["label"] = json!("Skipped"));
    assert_eq!(one_fault(&files, "codelists/absence.json", "codes"), Reason::AbsenceCodes);
}
