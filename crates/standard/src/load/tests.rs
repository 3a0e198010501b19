//! Each way in which a set can be broken, and the fault that says so.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value as Json, json};

use crate::fault::{Fault, Reason};
use crate::standard::{SchemaFile, Standard};

/// A stand-in for SHA-256, which this crate does not hold. It only has to tell two texts apart.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

pub(crate) fn built_in() -> Standard {
    Standard::load(&Standard::built_in_files(), &hash).unwrap_or_else(|faults| {
        let all: Vec<String> = faults.iter().map(Fault::to_string).collect();
        panic!("{}", all.join("\n"))
    })
}

/// The built-in files with one of them changed.
fn with(path: &str, change: impl FnOnce(&mut Json)) -> Vec<SchemaFile> {
    let mut files = Standard::built_in_files();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    let mut json: Json = serde_json::from_str(&file.text).unwrap();
    change(&mut json);
    file.text = json.to_string();
    files
}

fn faults(files: &[SchemaFile]) -> Vec<Fault> {
    Standard::load(files, &hash).expect_err("a broken standard was loaded")
}

/// The one fault there is, in this file, at a place that names this.
fn one_fault(files: &[SchemaFile], file: &str, place: &str) -> Reason {
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
fn question<'a>(set: &'a mut Json, id: &str) -> &'a mut Json {
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
