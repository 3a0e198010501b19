//! The screen renders what `app` says and keeps nothing (`ARCHITECTURE.md`, invariant 4).

use crate::files::{File, none, under};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the screen is made of. Its tests may say what they like.
fn screen_files() -> Vec<File> {
    let mut files = under("ui/src");
    files.retain(|file| {
        file.has_extension(&["ts", "svelte", "js", "scss", "html"])
            && !file.path.contains(".test.")
            && !file.path.starts_with("ui/src/test/")
    });
    assert!(files.len() > 5, "the screen has too few files to be judged");
    files
}

fn schemas(folder: &str) -> Vec<Value> {
    under(&format!("schemas/{folder}"))
        .iter()
        .filter(|file| file.has_extension(&["json"]))
        .map(|file| serde_json::from_str(&file.text).unwrap())
        .collect()
}

/// Every string under this key, at any depth, of objects that `counts` accepts.
fn strings(
    value: &Value,
    key: &str,
    counts: &impl Fn(&Value) -> bool,
    into: &mut BTreeSet<String>,
) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| strings(item, key, counts, into)),
        Value::Object(fields) => {
            if counts(value)
                && let Some(Value::String(text)) = fields.get(key)
            {
                into.insert(text.clone());
            }
            fields.values().for_each(|field| strings(field, key, counts, into));
        }
        _ => {}
    }
}

fn question_ids() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for set in schemas("question-sets") {
        strings(&set, "id", &|object| object.get("kind").is_some(), &mut ids);
    }
    assert!(ids.len() > 50, "only {} questions were found", ids.len());
    ids
}

fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for list in schemas("codelists") {
        strings(&list, "code", &|_| true, &mut codes);
    }
    assert!(codes.len() > 100, "only {} codes were found", codes.len());
    codes
}

/// The quoted words of a line: 'a', "b" and `c`.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    ['\'', '"', '`'].into_iter().flat_map(move |quote| line.split(quote).skip(1).step_by(2))
}

#[test]
fn no_question_id_stands_in_the_screen() {
    let ids = question_ids();
    let mut breaches = Vec::new();
    for file in screen_files() {
        for (at, line) in file.lines() {
            // An id with an underline is no word of TypeScript's or of English, quoted or not.
            let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let bare = words.filter(|word| word.contains('_') && ids.contains(*word));
            let whole = quoted(line).filter(|word| word.contains('_') && ids.contains(*word));
            for id in bare.chain(whole).collect::<BTreeSet<_>>() {
                breaches.push(format!("{}:{at} names the question {id}", file.path));
            }
        }
    }
    none(
        &breaches,
        "The screen knows kinds of question and no question: ask `app` for what it needs.",
    );
}

#[test]
fn no_code_of_a_code_list_stands_in_the_screen() {
    let codes = codes();
    let mut breaches = Vec::new();
    for file in screen_files() {
        for (at, line) in file.lines() {
            for word in quoted(line) {
                // Keys of a keyboard and letters of the alphabet are codes by chance only.
                let shouted = word.len() >= 3 && word.chars().all(|c| !c.is_lowercase());
                if shouted && codes.contains(word) {
                    breaches.push(format!("{}:{at} names the code {word}", file.path));
                }
            }
        }
    }
    none(&breaches, "The screen knows no code: `app` sends each choice with its label.");
}

#[test]
fn the_screen_keeps_nothing_and_writes_no_markup_from_text() {
    let banned = [
        ("localStorage", "WebKit writes it to disk in the clear"),
        ("sessionStorage", "what is typed lives in the store alone"),
        ("indexedDB", "WebKit writes it to disk in the clear"),
        ("document.cookie", "what is typed lives in the store alone"),
        ("caches.", "what is typed lives in the store alone"),
        ("{@html", "text of a person would become markup"),
        ("innerHTML", "text of a person would become markup"),
        ("outerHTML", "text of a person would become markup"),
        ("insertAdjacentHTML", "text of a person would become markup"),
        ("document.write", "text of a person would become markup"),
        ("style=\"", "the content security policy refuses it in other web views: use a class"),
        ("setAttribute('style'", "the content security policy refuses it: use a class"),
        ("eval(", "the content security policy refuses it"),
        ("new Function", "the content security policy refuses it"),
        ("fetch(", "Homeward speaks to no network"),
        ("XMLHttpRequest", "Homeward speaks to no network"),
        ("WebSocket", "Homeward speaks to no network"),
        ("EventSource", "Homeward speaks to no network"),
        ("sendBeacon", "Homeward speaks to no network"),
        ("console.log", "what a person typed could end in a log"),
        ("navigator.clipboard", "what is copied is copied by the person"),
    ];
    let mut breaches = Vec::new();
    for file in screen_files() {
        for (at, line) in file.lines() {
            if ["//", "*", "/*", "<!--"].iter().any(|mark| line.trim_start().starts_with(mark)) {
                continue;
            }
            for (word, reason) in banned.iter().filter(|(word, _)| line.contains(word)) {
                breaches.push(format!("{}:{at} has {word}: {reason}", file.path));
            }
        }
    }
    none(
        &breaches,
        "The screen keeps nothing, writes no markup from text and speaks to no network.",
    );
}

#[test]
fn quoted_words_are_found_in_every_kind_of_quote() {
    let line = r#"a('one', "two", `three`)"#;
    let words: Vec<&str> = quoted(line).collect();
    assert_eq!(words, ["one", "two", "three"]);
}
