//! Records of two versions of the questions in one release.

use homeward_standard::{SchemaFile, Standard, freeze};
use homeward_vault::sha256_hex;
use serde_json::{Value as Json, json};

use super::*;

/// A version that no built-in one will have.
const OWN: u32 = 101;

fn put(files: &mut Vec<SchemaFile>, path: &str, json: &Json) {
    files.retain(|file| file.path != path);
    files.push(SchemaFile { path: path.into(), text: json.to_string() });
}

fn read(files: &[SchemaFile], path: &str) -> Json {
    serde_json::from_str(&files.iter().find(|file| file.path == path).unwrap().text).unwrap()
}

/// The section and the place in it of a question.
fn place(set: &Json, id: &str) -> (usize, usize) {
    let sections = set["sections"].as_array().unwrap();
    sections
        .iter()
        .enumerate()
        .find_map(|(at, section)| {
            let questions = section["questions"].as_array().unwrap();
            Some((at, questions.iter().position(|question| question["id"] == id)?))
        })
        .unwrap()
}

/// The newest return conversation with one more way of talking, one question less and one more, and a release that
/// counts all three.
fn files() -> Vec<SchemaFile> {
    let mut files = Standard::built_in_files();
    let built_in = Standard::load(&files, &sha256_hex).unwrap();
    let newest = built_in.newest("rhi").unwrap();
    let before = newest.question("rhi_mode").unwrap().list.clone().unwrap();
    let list = format!("mode.v{}", homeward_standard::list_version(&before).1 + 1);
    let source = json!([{ "document": "Made for a test" }]);
    let path = format!("codelists/{list}.json");
    let extended = json!({
        "id": list, "title": "How it was held", "status": "draft", "source": source,
        "extends": before, "codes": [{ "code": "CAR", "label": "In the car" }],
    });
    put(&mut files, &path, &extended);

    let mut set = read(&files, &format!("question-sets/rhi.v{}.json", newest.version));
    set["version"] = json!(OWN);
    set["status"] = json!("published");
    let (section, at) = place(&set, "rhi_mode");
    set["sections"][section]["questions"][at]["list"] = json!(list);
    set["sections"][section]["questions"].as_array_mut().unwrap().push(json!({
        "id": "knew_who_came", "kind": "choice", "label": "Did they know who would come?",
        "list": "yn", "weight": "core", "stage": "write_up", "source": source,
        "disclosure": { "class": "operational" },
    }));
    let (section, at) = place(&set, "privacy_explained");
    set["sections"][section]["questions"].as_array_mut().unwrap().remove(at);
    put(&mut files, &format!("question-sets/rhi.v{OWN}.json"), &set);
    let map = json!({
        "id": format!("rhi.v{}-v{OWN}", newest.version), "title": "Our own", "status": "draft",
        "source": source, "set": "rhi", "from": newest.version, "to": OWN,
        "questions": [
            { "question": "rhi_mode", "is": "list_extended", "codes": { "CAR": "F2F" } },
            { "question": "knew_who_came", "is": "added", "older_records": "NASK" },
            { "question": "privacy_explained", "is": "retired", "newer_records": "NAPP" },
        ],
    });
    put(&mut files, &format!("mappings/rhi.v{}-v{OWN}.json", newest.version), &map);

    let profile = "release-profiles/borough.json";
    let mut borough = read(&files, profile);
    for (id, list, ladder) in [
        ("rhi_mode", "mode", "mode"),
        ("knew_who_came", "yn", "yes_no"),
        ("privacy_explained", "yn", "yes_no"),
    ] {
        borough["topics"].as_array_mut().unwrap().push(json!({
            "id": id, "title": format!("A topic for a test, {id}"), "group": "rhi", "variable": id,
            "source": format!("rhi.{id}"), "list": list, "ladder": ladder, "floor": 0,
        }));
    }
    put(&mut files, profile, &borough);
    files
}

/// These files with every list published, and of the return conversation these versions.
fn published(mut files: Vec<SchemaFile>, versions: &[u32]) -> Standard {
    let sets: Vec<String> =
        versions.iter().map(|version| format!("question-sets/rhi.v{version}.json")).collect();
    // Whatever London has published by now, here it is these.
    put(&mut files, "published-hashes.json", &json!({}));
    for file in &mut files {
        let is_list = file.path.starts_with("codelists/") && !file.path.contains("ladders");
        if !is_list && !file.path.starts_with("question-sets/rhi.") {
            continue;
        }
        let mut json: Json = serde_json::from_str(&file.text).unwrap();
        let status = if is_list || sets.contains(&file.path) { "published" } else { "draft" };
        if json["status"] != status {
            json["status"] = json!(status);
            file.text = json.to_string();
        }
    }
    let frozen = freeze(&files, &sha256_hex).unwrap_or_else(|faults| panic!("{faults:#?}"));
    files.retain(|file| file.path != frozen.hashes.path);
    files.push(frozen.hashes);
    Standard::load(&files, &sha256_hex).unwrap()
}

/// The same standard before the new version was published, and after.
fn standards() -> (Standard, Standard) {
    (published(files(), &[1]), published(files(), &[1, OWN]))
}

impl World {
    /// A child with an episode and a conversation that was signed off, with these answers.
    fn spoken_with(&self, number: u32, answers: &[(&str, &str)]) -> Uuid {
        let child = self.child(&format!("Child {number}"), &format!("{:02}/06/2010", number + 1));
        let episode = self.episode(child, "01/05/2025\n10:00", Some("01/05/2025\n20:00"));
        let usual = [
            ("rhi_offer", "OFFERED"),
            ("rhi_offered_at", "02/05/2025\n10:00"),
            ("rhi_outcome", "COMPLETED"),
            ("rhi_started_at", "03/05/2025\n10:00"),
        ];
        let given = |id: &str| answers.iter().any(|(question, _)| *question == id);
        let usual: Vec<_> = usual.into_iter().filter(|(id, _)| !given(id)).collect();
        self.write(&Write {
            kind: RecordKind::Conversation,
            child: Some(child),
            of: None,
            covers: Some(episode),
            state: ReviewState::SignedOff,
            answers: &[&usual, answers].concat(),
        })
    }

    /// The versions of the return conversation that a release says it rests on.
    fn versions_of(&self, release: &str) -> Vec<u32> {
        let manifest = self.folder.path().join(release).join("manifest.json");
        let manifest: Json =
            serde_json::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
        let versions = manifest["versions"].as_array().unwrap();
        versions
            .iter()
            .filter(|version| version["kind"] == "question_set" && version["id"] == "rhi")
            .map(|version| u32::try_from(version["version"].as_u64().unwrap()).unwrap())
            .collect()
    }

    /// How often each value of a column stands in the rows.
    fn counted(&self, variable: &str) -> Vec<(String, usize)> {
        let mut counted = std::collections::BTreeMap::new();
        for row in self.rows().rows {
            *counted.entry(row.values[variable].clone()).or_insert(0) += 1;
        }
        counted.into_iter().collect()
    }
}

fn some(counted: &[(&str, usize)]) -> Vec<(String, usize)> {
    counted.iter().map(|(value, many)| ((*value).to_owned(), *many)).collect()
}

#[test]
fn records_of_two_versions_are_counted_in_one_release_by_the_same_codes() {
    let (before, after) = standards();
    let mut world = World::new();
    world.home.standard = before;
    let old = world.home.standard.set("rhi").unwrap().version;
    for number in 0..6 {
        world.spoken_with(number, &[("rhi_mode", "PHONE"), ("privacy_explained", "Y")]);
    }
    world.home.standard = after;
    assert_ne!(world.home.standard.set("rhi").unwrap().version, old);
    for number in 6..13 {
        world.spoken_with(number, &[("rhi_mode", "CAR"), ("knew_who_came", "Y")]);
    }
    // In the car counts as face to face, which is the only one of the two that older records can say.
    assert_eq!(world.counted("rhi_mode"), some(&[("F2F", 7), ("PHONE", 6)]));
    assert_eq!(world.counted("knew_who_came"), some(&[("NASK", 6), ("Y", 7)]));
    assert_eq!(world.counted("privacy_explained"), some(&[("NAPP", 7), ("Y", 6)]));
    assert_eq!(world.counted("rhi_outcome"), some(&[("COMPLETED", 13)]));

    let done = world.release("release").unwrap();
    assert_eq!((done.episodes, done.children), (Some(13), Some(13)));
    assert_eq!(world.versions_of("release"), [old, OWN]);
}

#[test]
fn the_first_and_the_second_return_conversation_are_released_together() {
    let mut world = World::new();
    world.home.standard = published(Standard::built_in_files(), &[1]);
    for number in 0..6 {
        let outcome = if number < 3 { "COMPLETED" } else { "PARTIAL" };
        world.spoken_with(number, &[("rhi_outcome", outcome), ("rhi_mode", "TEXT")]);
    }
    world.home.standard = published(Standard::built_in_files(), &[1, 2]);
    for number in 6..12 {
        let answers =
            [("rhi_outcome", "COMPLETED"), ("rhi_mode", "VOICE"), ("child_knew_who", "Y")];
        world.spoken_with(number, &answers);
    }
    assert_eq!(world.counted("rhi_outcome"), some(&[("COMPLETED", 9), ("PARTIAL", 3)]));
    assert_eq!(world.counted("rhi_completed_in_time"), some(&[("N", 3), ("Y", 9)]));
    let done = world.release("release").unwrap();
    assert_eq!((done.episodes, done.children), (Some(12), Some(12)));
    assert_eq!(world.versions_of("release"), [1, 2]);
}

#[test]
fn a_newer_record_is_still_read_by_its_own_version_where_that_asks_nobody_new() {
    let (before, after) = standards();
    let mut world = World::new();
    world.home.standard = after;
    world.spoken_with(0, &[("rhi_mode", "CAR")]);
    world.home.standard = before;
    assert_eq!(world.value("rhi_mode"), "F2F");
    assert_eq!(world.value("privacy_explained"), "NAPP");
}

#[test]
fn a_store_with_records_of_an_unknown_version_makes_no_release_and_says_why() {
    let (_, after) = standards();
    let mut world = World::new();
    world.home.standard = after;
    for number in 0..6 {
        world.spoken_with(number, &[]);
    }
    world.home.standard = Standard::load(&Standard::built_in_files(), &sha256_hex).unwrap();
    let refused = world.release("release").unwrap_err();
    assert!(refused.message.contains("a newer version of the questions"), "{}", refused.message);
    assert!(!world.folder.path().join("release").exists());
}
