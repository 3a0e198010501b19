//! The files of the repository as a person would commit them, and rules on all of them.

use std::path::{Path, PathBuf};

/// A text file of the repository.
pub struct File {
    /// From the top of the repository, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl File {
    pub fn has_extension(&self, wanted: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| wanted.iter().any(|wanted| extension == *wanted))
    }

    /// Whether the whole file is a test: a file or a folder of tests, beside the code or of a package.
    pub fn is_test(&self) -> bool {
        self.path.split('/').any(|part| {
            part == "tests"
                || part == "tests.rs"
                || part == "benches"
                || part.ends_with("_tests.rs")
        })
    }

    /// Line numbers and lines.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }
}

pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Folders that are made by building or running, and so in no commit.
const NOT_COMMITTED: &[&str] =
    &[".git", "target", "node_modules", "ui/dist", "demo-out", "tests/e2e/out", "src-tauri/gen"];

/// Every text file under a folder of the repository ("" for all).
pub fn under(folder: &str) -> Vec<File> {
    let mut found = Vec::new();
    visit(&top(), folder, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "{folder} holds no file, so this test would judge nothing");
    found
}

fn visit(top: &Path, folder: &str, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(top.join(folder)).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if NOT_COMMITTED.contains(&name.as_str()) || NOT_COMMITTED.contains(&path.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            visit(top, &path, found);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            found.push(File { path, text });
        }
    }
}

/// Fails with one line for each breach.
pub fn none(breaches: &[String], rule: &str) {
    assert!(breaches.is_empty(), "{rule}\n  {}", breaches.join("\n  "));
}

/// Files that may be long, and why.
const MAY_BE_LONG: &[&str] = &[
    // Every type that crosses to the screen, generated.
    "ui/src/ipc/types.ts",
];

#[test]
fn no_source_file_has_more_than_600_lines() {
    let breaches: Vec<String> = under("")
        .iter()
        .filter(|file| file.has_extension(&["rs", "ts", "svelte", "scss", "js", "md"]))
        .filter(|file| !MAY_BE_LONG.contains(&file.path.as_str()))
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none(&breaches, "A long file is two things in one. Which two is each of these?");
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    // Put together here, so that this file does not break its own rule.
    let roots = ["work/", "farm/", "root/", "home/", "Users/"].map(|root| format!("/{root}"));
    let temporary = format!("/{}/", "tmp");
    let hosts = ["artif".to_owned() + "actory", "crates.io".to_owned() + ":443"];
    let mut breaches = Vec::new();
    for file in under("") {
        for (at, line) in file.lines() {
            let starts_a_path = |root: &str| {
                line.match_indices(root).any(|(start, _)| {
                    !line[..start].ends_with(|before: char| {
                        before.is_ascii_alphanumeric() || "_.-*$}/)".contains(before)
                    })
                })
            };
            if roots.iter().any(|root| starts_a_path(root))
                || starts_a_path(&temporary)
                || hosts.iter().any(|host| line.contains(host))
            {
                breaches.push(format!("{}:{at}", file.path));
            }
        }
    }
    none(&breaches, "A path or host of one machine means nothing on another.");
}

#[test]
fn nothing_reaches_outside_the_repository() {
    let outside = format!("../{}", "shared");
    let breaches: Vec<String> = under("")
        .iter()
        .filter(|file| file.text.contains(&outside))
        .map(|file| file.path.clone())
        .collect();
    none(&breaches, "Tests and programs use what is in the repository.");
}

#[test]
fn no_test_is_put_aside() {
    let put_aside = [
        format!("#[{}", "ignore"),
        format!("test.{}(", "skip"),
        format!("it.{}(", "skip"),
        format!("describe.{}(", "skip"),
        format!("test.{}(", "only"),
        format!("it.{}(", "only"),
        format!("describe.{}(", "only"),
        format!("test.{}(", "todo"),
        format!("it.{}(", "todo"),
    ];
    let mut breaches = Vec::new();
    for file in under("") {
        if !file.has_extension(&["rs", "ts", "svelte", "js"]) {
            continue;
        }
        for (at, line) in file.lines() {
            if put_aside.iter().any(|mark| line.contains(mark)) {
                breaches.push(format!("{}:{at}", file.path));
            }
        }
    }
    none(&breaches, "A test that does not run says nothing: mend it or take it away.");
}
