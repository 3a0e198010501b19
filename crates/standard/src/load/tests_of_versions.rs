//! Two versions of a set, newer versions of a list, and what is published.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::tests::{built_in, faults, first_drafts, hash, one_fault, question, with};
use crate::answer::Absence;
use crate::fault::Reason;
use crate::load::freeze;
use crate::standard::{SchemaFile, Standard};

const MODE: &str = "codelists/mode.v2.json";
const V1: &str = "question-sets/rhi.v1.json";
const V2: &str = "question-sets/rhi.v2.json";
const MAP: &str = "mappings/rhi.v1-v2.json";
const HASHES: &str = "published-hashes.json";

/// What a test changes in a file.
type Change = fn(&mut Json);

fn put(files: &mut Vec<SchemaFile>, path: &str, json: &Json) {
    files.retain(|file| file.path != path);
    files.push(SchemaFile { path: path.into(), text: json.to_string() });
}

fn json(files: &[SchemaFile], path: &str) -> Json {
    let file = files.iter().find(|file| file.path == path).unwrap();
    serde_json::from_str(&file.text).unwrap()
}

fn change(files: &mut Vec<SchemaFile>, path: &str, change: impl FnOnce(&mut Json)) {
    let mut json = json(files, path);
    change(&mut json);
    put(files, path, &json);
}

/// A second version of the list `mode`: one code more, before what is written or drawn, and one that ends.
fn mode_v2() -> Json {
    json!({
        "id": "mode.v2", "title": "How the conversation was held", "status": "draft",
        "source": [{ "document": "Made for a test" }],
        "extends": "mode", "before": "PAPER", "retired": { "TEXT": "2027-03-31" },
        "codes": [{ "code": "CAR", "label": "In the car" }],
    })
}

/// The standard with a small second version of the return conversation.
fn two_versions() -> Vec<SchemaFile> {
    let mut files = first_drafts();
    put(&mut files, MODE, &mode_v2());
    let mut v2 = json(&files, V1);
    v2["version"] = json!(2);
    question(&mut v2, "rhi_mode")["list"] = json!("mode.v2");
    question(&mut v2, "carer_view")["label"] = json!("What did their parent or carer tell you?");
    let conversation = v2["sections"].as_array_mut().unwrap();
    let section = conversation.iter_mut().find(|one| holds(one, "rhi_location")).unwrap();
    let questions = section["questions"].as_array_mut().unwrap();
    questions.retain(|one| one["id"] != "rhi_location");
    questions.push(json!({
        "id": "knew_who", "kind": "choice", "label": "Did the child know beforehand who would come?",
        "list": "yn", "weight": "rare", "stage": "write_up", "disclosure": { "class": "operational" },
        "source": [{ "document": "Made for a test" }],
    }));
    put(&mut files, V2, &v2);
    put(&mut files, MAP, &map());
    files
}

fn holds(section: &Json, id: &str) -> bool {
    section["questions"].as_array().unwrap().iter().any(|one| one["id"] == id)
}

fn map() -> Json {
    json!({
        "id": "rhi.v1-v2", "title": "From the first to the second version", "status": "draft",
        "source": [{ "document": "Made for a test" }],
        "set": "rhi", "from": 1, "to": 2,
        "questions": [
            { "question": "rhi_mode", "is": "list_extended", "codes": { "CAR": "F2F" } },
            { "question": "carer_view", "is": "reworded" },
            { "question": "rhi_location", "is": "retired", "newer_records": "NAPP" },
            { "question": "knew_who", "is": "added", "older_records": "NASK" },
        ],
    })
}

/// Publishes every list and the sets named, with their hashes.
fn publish(files: &mut Vec<SchemaFile>, sets: &[&str]) {
    for file in files.iter_mut() {
        if sets.contains(&file.path.as_str())
            || file.path.starts_with("codelists/") && !file.path.contains("ladders")
        {
            let mut json: Json = serde_json::from_str(&file.text).unwrap();
            json["status"] = json!("published");
            file.text = json.to_string();
        }
    }
    let frozen = freeze(files, &hash).unwrap();
    files.retain(|file| file.path != HASHES);
    files.push(frozen.hashes);
}

#[test]
fn a_newer_version_of_a_list_holds_the_codes_before_it_and_its_own() {
    let standard = Standard::load(&two_versions(), &hash).unwrap();
    let codes = |id: &str| -> Vec<&str> {
        standard.list(id).unwrap().codes.iter().map(|code| code.code.as_str()).collect()
    };
    assert!(!codes("mode").contains(&"CAR"));
    let newer = codes("mode.v2");
    let at = newer.iter().position(|code| *code == "PAPER").unwrap();
    assert_eq!(newer[at - 1], "CAR");
    assert_eq!(newer.len(), codes("mode").len() + 1);
    let ended = standard.list("mode.v2").unwrap().code("TEXT").unwrap();
    assert!(ended.is_valid("2027-03-31".parse().unwrap()));
    assert!(!ended.is_valid("2027-04-01".parse().unwrap()));
    assert!(standard.list("mode").unwrap().code("TEXT").unwrap().valid_to.is_none());
}

#[test]
fn a_third_version_of_a_list_extends_the_second_in_whatever_order_files_come() {
    let mut files = two_versions();
    let third = json!({
        "id": "mode.v3", "title": "How the conversation was held", "status": "draft",
        "source": [{ "document": "Made for a test" }],
        "extends": "mode.v2", "codes": [{ "code": "WALK", "label": "On a walk" }],
    });
    files.insert(0, SchemaFile { path: "codelists/mode.v3.json".into(), text: third.to_string() });
    let standard = Standard::load(&files, &hash).unwrap();
    let list = standard.list("mode.v3").unwrap();
    assert!(
        list.code("CAR").is_some() && list.code("WALK").is_some() && list.code("F2F").is_some()
    );
    assert_eq!(list.name(), "mode");
}

#[test]
fn a_list_that_does_not_extend_the_version_before_it_is_refused() {
    for (id, extends, before) in [
        ("mode.v2", json!("yn"), "mode"),
        ("mode.v2", json!(null), "mode"),
        ("mode.v3", json!("mode"), "mode.v2"),
        ("nothing.v2", json!("nothing"), "nothing"),
        ("mode.v2", json!("mode.v2"), "mode"),
        ("other", json!("mode"), "other.v2"),
    ] {
        let mut files = first_drafts();
        let mut list = mode_v2();
        list["id"] = json!(id);
        list["extends"] = extends;
        let path = format!("codelists/{id}.json");
        put(&mut files, &path, &list);
        let reason = one_fault(&files, &path, "extends");
        assert_eq!(reason, Reason::NotTheVersionBefore(before.into()));
    }
}

#[test]
fn a_list_that_adds_a_code_again_or_ends_one_that_is_not_there_is_refused() {
    let mut files = two_versions();
    change(&mut files, MODE, |list| list["codes"][0]["code"] = json!("F2F"));
    assert_eq!(one_fault(&files, MODE, "F2F"), Reason::DoubleCode("F2F".into()));
    for (key, value) in [("retired", json!({ "X": "2027-03-31" })), ("before", json!("X"))] {
        let mut files = two_versions();
        change(&mut files, MODE, |list| list[key] = value);
        let expected = Reason::UnknownCode { list: "mode".into(), code: "X".into() };
        assert_eq!(one_fault(&files, MODE, key), expected);
    }
}

#[test]
fn two_drafts_leave_new_records_to_the_first_and_keep_both() {
    let standard = Standard::load(&two_versions(), &hash).unwrap();
    assert_eq!(standard.set("rhi").unwrap().version, 1);
    assert_eq!(standard.newest("rhi").unwrap().version, 2);
    assert_eq!(standard.set_version("rhi", 2).unwrap().version, 2);
    assert_eq!((standard.sets().count(), standard.all_versions().count()), (5, 6));
}

#[test]
fn new_records_are_asked_by_the_newest_published_version_and_by_no_draft_beside_it() {
    let mut files = two_versions();
    publish(&mut files, &[V1]);
    assert_eq!(Standard::load(&files, &hash).unwrap().set("rhi").unwrap().version, 1);
    publish(&mut files, &[V1, V2]);
    let standard = Standard::load(&files, &hash).unwrap();
    assert_eq!(standard.set("rhi").unwrap().version, 2);
    assert!(standard.sets().any(|set| set.id == "rhi" && set.version == 2));
    assert_eq!(standard.set_version("rhi", 1).unwrap().version, 1);
}

#[test]
fn two_versions_without_a_map_are_refused_and_so_is_a_map_without_two_versions() {
    let mut files = two_versions();
    files.retain(|file| file.path != MAP);
    assert_eq!(one_fault(&files, MAP, ""), Reason::MissingFile);
    let mut files = two_versions();
    files.retain(|file| file.path != V2);
    assert_eq!(one_fault(&files, MAP, "from, to"), Reason::NoSuchVersions("rhi.v1-v2".into()));
}

#[test]
fn every_difference_between_two_versions_must_be_in_the_map() {
    for (at, id, change_word) in [
        (0, "rhi_mode", "list_extended"),
        (1, "carer_view", "reworded"),
        (2, "rhi_location", "retired"),
        (3, "knew_who", "added"),
    ] {
        let mut files = two_versions();
        change(&mut files, MAP, |map| {
            map["questions"].as_array_mut().unwrap().remove(at);
        });
        let expected = Reason::NotMapped { id: id.into(), change: change_word };
        assert!(faults(&files).iter().any(|fault| fault.reason == expected), "{id}");
    }
    let more: [(&str, Change); 4] = [
        ("reworded", |set| question(set, "rhi_offer")["hint"] = json!("Another hint")),
        ("asked_differently", |set| question(set, "rhi_offer")["weight"] = json!("rare")),
        ("asked_differently", |set| question(set, "attempt_at")["needed"] = json!("at_check")),
        ("changed", |set| set["sections"][0]["title"] = json!("Another title")),
    ];
    for (word, more) in more {
        let mut files = two_versions();
        change(&mut files, V2, more);
        let reason = one_fault(&files, MAP, "s");
        assert!(matches!(reason, Reason::NotMapped { change, .. } if change == word), "{reason}");
    }
}

#[test]
fn a_question_in_another_place_must_be_in_the_map_as_moved() {
    let swap = |files: &mut Vec<SchemaFile>| {
        change(files, V2, |set| {
            let section = set["sections"].as_array_mut().unwrap();
            let section = section.iter_mut().find(|one| holds(one, "rhi_seen_who")).unwrap();
            let questions = section["questions"].as_array_mut().unwrap();
            let from = questions.iter().position(|one| one["id"] == "privacy_explained").unwrap();
            let moved = questions.remove(from);
            questions.push(moved);
        });
    };
    let mut files = two_versions();
    swap(&mut files);
    let reason = one_fault(&files, MAP, "questions");
    assert!(matches!(reason, Reason::NotMapped { change: "moved", .. }), "{reason}");
    change(&mut files, MAP, |map| {
        let entry = json!({ "question": "privacy_explained", "is": "moved" });
        map["questions"].as_array_mut().unwrap().push(entry);
    });
    assert!(Standard::load(&files, &hash).is_ok());
}

#[test]
fn a_map_that_names_what_does_not_differ_or_does_not_exist_is_refused() {
    for (id, word) in [("rhi_offer", "reworded"), ("no_such", "reworded"), ("rhi_offer", "moved")] {
        let mut files = two_versions();
        change(&mut files, MAP, |map| {
            let entry = json!({ "question": id, "is": word });
            map["questions"].as_array_mut().unwrap().push(entry);
        });
        let reason = one_fault(&files, MAP, id);
        assert!(matches!(reason, Reason::MappedButSame(found) if found == word), "{reason}");
    }
    let mut files = two_versions();
    change(&mut files, MAP, |map| map["to"] = json!(3));
    assert!(faults(&files).iter().any(|fault| matches!(fault.reason, Reason::WrongName(_))));
}

#[test]
fn a_question_keeps_its_kind_disclosure_and_column_in_every_version() {
    let changes: [(&str, Change); 3] = [
        ("carer_view", |set| question(set, "carer_view")["kind"] = json!("text")),
        ("privacy_explained", |set| {
            question(set, "privacy_explained")["disclosure"] = json!({ "class": "sensitive" });
        }),
        ("rhi_mode", |set| question(set, "rhi_mode")["list"] = json!("yn")),
    ];
    for (id, one) in changes {
        let mut files = two_versions();
        change(&mut files, V2, one);
        let found = faults(&files);
        let refused = found.iter().any(|fault| match &fault.reason {
            Reason::KeptForGood(of) => of == id,
            Reason::OtherList { old, new } => old == "mode" && new == "yn",
            Reason::LadderOfOtherList { list, .. } => list == "mode",
            _ => false,
        });
        assert!(refused, "{id}: {found:?}");
    }
}

#[test]
fn every_added_code_says_which_older_code_it_counts_as() {
    for (codes, reason) in [
        (json!({}), Reason::CodeNotMapped("CAR".into())),
        (
            json!({ "CAR": "NONE" }),
            Reason::UnknownCode { list: "mode".into(), code: "NONE".into() },
        ),
        (
            json!({ "CAR": "F2F", "BUS": "F2F" }),
            Reason::UnknownCode { list: "mode.v2".into(), code: "BUS".into() },
        ),
    ] {
        let mut files = two_versions();
        change(&mut files, MAP, |map| map["questions"][0]["codes"] = codes);
        assert_eq!(one_fault(&files, MAP, "rhi_mode"), reason);
    }
    for absence in ["UNKN", "DECL", "SUPP"] {
        let mut files = two_versions();
        change(&mut files, MAP, |map| map["questions"][2]["newer_records"] = json!(absence));
        assert!(matches!(one_fault(&files, MAP, "rhi_location"), Reason::NotAskedAs(_)));
    }
}

#[test]
fn a_release_whose_list_cannot_hold_an_added_code_is_refused() {
    let profile = "release-profiles/borough.json";
    let mut files = two_versions();
    change(&mut files, profile, |profile| {
        let mut topic = profile["topics"][0].clone();
        topic["id"] = json!("rhi_mode");
        topic["variable"] = json!("rhi_mode");
        topic["source"] = json!("rhi.rhi_mode");
        topic["list"] = json!("mode");
        topic["ladder"] = json!("mode");
        profile["topics"].as_array_mut().unwrap().push(topic);
    });
    assert!(Standard::load(&files, &hash).is_ok(), "it counts as face to face");
    change(&mut files, MAP, |map| map["questions"][0]["codes"] = json!({ "CAR": "CAR" }));
    let expected = Reason::UnknownCode { list: "mode".into(), code: "CAR".into() };
    assert_eq!(one_fault(&files, profile, "rhi_mode"), expected);
}

#[test]
fn codes_and_absences_of_two_versions_are_joined() {
    let standard = Standard::load(&two_versions(), &hash).unwrap();
    let join = |version, code, list| standard.joined_code("rhi", version, "rhi_mode", code, list);
    assert_eq!(join(2, "CAR", "mode"), Some("F2F"));
    assert_eq!(join(2, "CAR", "mode.v2"), Some("CAR"));
    assert_eq!(join(2, "PHONE", "mode"), Some("PHONE"));
    assert_eq!(join(1, "PHONE", "mode.v2"), Some("PHONE"));
    assert_eq!(join(1, "CAR", "mode"), None, "version 1 never had it");
    assert_eq!(join(2, "GONE", "mode"), None);
    assert_eq!(standard.not_in_version("rhi", 2, "rhi_location"), Some(Absence::Napp));
    assert_eq!(standard.not_in_version("rhi", 1, "knew_who"), Some(Absence::Nask));
    assert_eq!(standard.not_in_version("rhi", 1, "rhi_mode"), None);
}

#[test]
fn a_published_set_over_a_draft_list_is_refused() {
    let mut files = first_drafts();
    publish(&mut files, &[V1]);
    change(&mut files, "codelists/mode.json", |list| list["status"] = json!("draft"));
    // Its hash is of the published text, so that is said as well.
    let expected = Reason::PublishedOnDraft("mode".into());
    let found = faults(&files);
    assert!(found.iter().any(|fault| fault.file == V1 && fault.reason == expected), "{found:?}");

    let mut newer = two_versions();
    change(&mut newer, MODE, |list| list["status"] = json!("published"));
    let refused = freeze(&newer, &hash).unwrap_err();
    assert_eq!(refused[0].reason, Reason::PublishedOnDraft("mode".into()));
}

#[test]
fn freezing_gives_a_hash_to_what_is_published_and_has_none_and_to_nothing_else() {
    let mut files = with("codelists/mode.json", |list| list["status"] = json!("published"));
    let frozen = freeze(&files, &hash).unwrap();
    assert_eq!(frozen.newly, ["codelists/mode.json"]);
    put(&mut files, HASHES, &serde_json::from_str(&frozen.hashes.text).unwrap());
    assert!(Standard::load(&files, &hash).is_ok());
    let again = freeze(&files, &hash).unwrap();
    assert_eq!((again.newly.len(), again.hashes.text), (0, frozen.hashes.text));
}

#[test]
fn freezing_refuses_a_published_file_that_has_changed() {
    let mut files = first_drafts();
    publish(&mut files, &[V1]);
    change(&mut files, V1, |set| question(set, "carer_view")["label"] = json!("Another"));
    let refused = freeze(&files, &hash).unwrap_err();
    assert_eq!((refused[0].file.as_str(), &refused[0].reason), (V1, &Reason::PublishedChanged));
}

#[test]
fn the_second_return_conversation_differs_in_four_named_things_and_in_nothing_else() {
    // Loading compares every field of every question, so that what the map leaves out is the same.
    let standard = built_in();
    let maps = standard.maps_of("rhi");
    let named: Vec<(&str, &str)> =
        maps[0].questions.iter().map(|change| (change.question(), change.word())).collect();
    assert_eq!(
        named,
        [
            ("rhi_mode", "list_extended"),
            ("child_knew_who", "added"),
            ("worker_local_id", "retired"),
            ("rhi_late_reason", "reworded"),
        ]
    );
    assert!(maps[0].sections.is_empty());
    let version = |version| standard.set_version("rhi", version).unwrap();
    let label = |of, id| version(of).question(id).map(|question| question.label.clone());
    assert_ne!(label(1, "rhi_late_reason"), label(2, "rhi_late_reason"));
    assert_eq!(label(1, "child_knew_who"), None);
    assert_eq!(label(2, "worker_local_id"), None);
    let voice = |list| standard.list(list).unwrap().code("VOICE").is_some();
    assert!(!voice("mode") && voice("mode.v2"));
    assert_eq!(standard.joined_code("rhi", 2, "rhi_mode", "VOICE", "mode"), Some("TEXT"));
}

/// Files that a borough may edit by hand.
const EDITED: [&str; 5] = [V1, V2, MAP, MODE, HASHES];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_a_file_is_loaded_or_refused_and_never_a_panic(
        file in 0usize..EDITED.len(), text in ".{0,200}",
    ) {
        let mut files = two_versions();
        files.retain(|one| one.path != EDITED[file]);
        files.push(SchemaFile { path: EDITED[file].into(), text });
        prop_assert!(Standard::load(&files, &hash).is_err());
    }

    #[test]
    fn a_file_cut_or_bent_anywhere_is_loaded_or_refused_and_never_a_panic(
        file in 0usize..EDITED.len(),
        at in any::<prop::sample::Index>(),
        bent in prop::option::of(prop::char::range(' ', '~')),
    ) {
        let mut files = two_versions();
        let one = files.iter_mut().find(|one| one.path == EDITED[file]).unwrap();
        let mut letters: Vec<char> = one.text.chars().collect();
        let at = at.index(letters.len());
        match bent {
            Some(letter) => letters[at] = letter,
            None => letters.truncate(at),
        }
        one.text = letters.into_iter().collect();
        // Either is right, as long as every fault says where it is.
        for fault in Standard::load(&files, &hash).err().into_iter().flatten() {
            prop_assert!(!fault.file.is_empty() && !fault.to_string().is_empty());
        }
    }
}
