//! The pure packages do no reading, no writing and know no time (`ARCHITECTURE.md`, invariant 1).

use crate::files::{File, none, under};

/// Packages that take everything in as values.
const PURE: &[&str] = &["crates/standard/src", "crates/casework/src", "crates/release/src"];

/// Ways to learn something that was not given.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "Local::today",
    "thread_rng",
    "getrandom",
    "rand::",
    "new_v4",
    "now_v7",
    "File::open",
    "File::create",
    "read_to_string(",
    "include_str!(\"/",
];

/// What of a file is compiled into the product: no comments, and nothing from its tests on.
fn product_lines(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines()
        .filter(|_| !file.is_test())
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]" || line.starts_with(' '))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn pure_packages_take_time_and_files_in_as_values() {
    let mut breaches = Vec::new();
    for package in PURE {
        for file in under(package).iter().filter(|file| file.has_extension(&["rs"])) {
            for (at, line) in product_lines(file) {
                for word in IMPURE.iter().filter(|word| line.contains(*word)) {
                    breaches.push(format!("{}:{at} names {word}", file.path));
                }
            }
        }
    }
    none(&breaches, "The pure packages read no clock, no file, no network and no chance.");
}

#[test]
fn sql_is_written_in_the_store_alone() {
    let marks = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA "];
    let mut breaches = Vec::new();
    for folder in ["crates", "src-tauri"] {
        for file in under(folder).iter().filter(|file| file.has_extension(&["rs"])) {
            if file.path.starts_with("crates/store/") {
                continue;
            }
            for (at, line) in product_lines(file) {
                if marks.iter().any(|mark| line.contains(&format!("\"{mark}"))) {
                    breaches.push(format!("{}:{at}", file.path));
                }
            }
        }
    }
    none(&breaches, "SQL is written in crates/store alone.");
}

#[test]
fn what_a_test_module_does_is_not_judged_and_what_stands_before_it_is() {
    let file = File {
        path: "a.rs".into(),
        text: "// std::fs\nuse std::fs;\n#[cfg(test)]\nmod tests { use std::net; }".into(),
    };
    let lines: Vec<_> = product_lines(&file).collect();
    assert_eq!(lines, [(2, "use std::fs;")]);
}
