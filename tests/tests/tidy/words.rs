//! Words: one word for one thing, and none that blames a child.

use crate::files::{none, under};
use serde_json::Value;

/// Words that are not used of children or by this project, wherever a person may read them.
const NOT_SAID: &[&str] = &["abscond", "perpetrator", "interviewee"];

/// Names that say nothing, as a file, a folder or a part of its name.
const EMPTY_NAMES: &[&str] =
    &["manager", "service", "helper", "helpers", "util", "utils", "common", "misc", "data", "info"];

#[test]
fn no_screen_and_no_document_uses_a_word_that_blames() {
    let mut breaches = Vec::new();
    for folder in ["ui/src", "crates", "src-tauri/src", "schemas/question-sets"] {
        // A test may name a word to say that it is not used.
        for file in under(folder).iter().filter(|file| !file.is_test()) {
            for (at, line) in file.lines() {
                let line = line.to_lowercase();
                for word in NOT_SAID.iter().filter(|word| line.contains(*word)) {
                    breaches.push(format!("{}:{at} says {word}", file.path));
                }
            }
        }
    }
    for file in under("schemas/codelists").iter().filter(|file| file.has_extension(&["json"])) {
        let list: Value = serde_json::from_str(&file.text).unwrap();
        in_labels(&list, &mut |label| {
            let label = label.to_lowercase();
            for word in NOT_SAID.iter().filter(|word| label.contains(*word)) {
                breaches.push(format!("{} says {word}", file.path));
            }
        });
    }
    none(&breaches, "These words blame a child or talk like a court.");
}

fn in_labels(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| in_labels(item, see)),
        Value::Object(fields) => {
            for (key, field) in fields {
                match field {
                    Value::String(text) if ["label", "hint", "title"].contains(&key.as_str()) => {
                        see(text);
                    }
                    _ => in_labels(field, see),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn files_and_folders_have_names_that_say_something() {
    // GOV.UK's own name for its component, the word of the standard for who helps a child, and an id of the
    // standard, which is permanent.
    let meant = ["service-navigation", "services", "info_share_recipient"];
    let lists = ["schemas/codelists/service.json", "schemas/codelists/ladders/service.json"];
    let mut breaches = Vec::new();
    for file in under("").iter().filter(|file| !lists.contains(&file.path.as_str())) {
        for part in file.path.split('/') {
            let stem = part.split('.').next().unwrap_or(part).to_lowercase();
            let empty = stem.split(['-', '_']).any(|word| EMPTY_NAMES.contains(&word));
            if empty && !meant.iter().any(|name| stem.contains(name)) {
                breaches.push(file.path.clone());
            }
        }
    }
    none(&breaches, "A name says what is inside.");
}
