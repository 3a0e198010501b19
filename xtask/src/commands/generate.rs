//! `cargo xtask gen`: files that are written from the code, and noticing when one is stale.
//!
//! The package `homeward-generate` knows what they hold. It is apart from this program, which must
//! compile on a machine that has none of the libraries yet.

use crate::steps::{Outcome, Stop, cargo, repository, write};
use std::path::Path;

/// Options of `cargo xtask gen`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Write nothing: name the files that are not what the code says
    #[arg(long)]
    pub check: bool,
}

/// A file as the code says it should be.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    /// From the top of the repository, with `/`.
    path: String,
    text: String,
}

/// Folders in which every file is generated, so one too many is stale as well.
const WHOLLY_GENERATED: &[&str] = &["schemas/published"];

/// Writes the files, or names those that differ.
pub fn run(options: &Options) -> Outcome {
    let wanted = ask_the_code()?;
    let top = repository();
    let stale = stale(&top, &wanted)?;
    if stale.is_empty() {
        println!("All {} generated files are what the code says.", wanted.len());
        return Ok(());
    }
    if options.check {
        return Err(Stop::because(format!(
            "These files are not what the code says. Type `cargo xtask gen` and commit them:\n  {}",
            stale.join("\n  ")
        )));
    }
    for path in &stale {
        match wanted.iter().find(|file| file.path == *path) {
            Some(file) => write(&top.join(path), &file.text)?,
            None => std::fs::remove_file(top.join(path))
                .map_err(|error| Stop::because(format!("Could not remove {path}: {error}.")))?,
        }
        println!("wrote {path}");
    }
    Ok(())
}

fn ask_the_code() -> Outcome<Vec<Wanted>> {
    println!("Asking the code (package homeward-generate)");
    let printed = cargo()
        .args(["run", "--quiet", "--package", "homeward-generate"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| Stop::because(format!("cargo could not be started: {error}.")))?;
    if !printed.status.success() {
        return Err(Stop::because("homeward-generate failed: see above."));
    }
    understand(&printed.stdout)
}

fn understand(printed: &[u8]) -> Outcome<Vec<Wanted>> {
    let broken = || Stop::because("homeward-generate printed something else than a list of files.");
    let files: Vec<(String, String)> = serde_json::from_slice(printed).map_err(|_| broken())?;
    if files.is_empty() {
        return Err(Stop::because(
            "homeward-generate wants no file at all, which cannot be right.",
        ));
    }
    Ok(files.into_iter().map(|(path, text)| Wanted { path, text }).collect())
}

/// The wanted files that are missing or differ, and files that nobody wants in a generated folder.
fn stale(top: &Path, wanted: &[Wanted]) -> Outcome<Vec<String>> {
    let mut stale: Vec<String> = wanted
        .iter()
        // Git may have given the file Windows line ends.
        .filter(|file| {
            std::fs::read_to_string(top.join(&file.path))
                .map(|text| text.replace("\r\n", "\n"))
                .ok()
                .as_ref()
                != Some(&file.text)
        })
        .map(|file| file.path.clone())
        .collect();
    for folder in WHOLLY_GENERATED {
        for path in files_under(top, folder) {
            if !wanted.iter().any(|file| file.path == path) {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

fn files_under(top: &Path, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(top.join(folder)) else { return found };
    for entry in entries.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(files_under(top, &path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(path: &str, text: &str) -> Wanted {
        Wanted { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_missing_a_changed_and_a_leftover_file_are_stale() {
        let top = tempfile::tempdir().unwrap();
        write(&top.path().join("schemas/a.schema.json"), "old").unwrap();
        write(&top.path().join("schemas/published/kept.json"), "same").unwrap();
        write(&top.path().join("schemas/published/deep/left-over.json"), "gone from the code")
            .unwrap();
        write(&top.path().join("schemas/lists/by-hand.json"), "nobody's business").unwrap();
        let wanted = [
            wanted("schemas/a.schema.json", "new"),
            wanted("schemas/published/kept.json", "same"),
            wanted("ui/src/ipc/types.ts", "export {}"),
        ];
        assert_eq!(
            stale(top.path(), &wanted).unwrap(),
            [
                "schemas/a.schema.json",
                "ui/src/ipc/types.ts",
                "schemas/published/deep/left-over.json"
            ]
        );
    }

    #[test]
    fn windows_line_ends_are_not_a_difference() {
        let top = tempfile::tempdir().unwrap();
        write(&top.path().join("a.json"), "one\r\ntwo\r\n").unwrap();
        assert!(stale(top.path(), &[wanted("a.json", "one\ntwo\n")]).unwrap().is_empty());
    }

    #[test]
    fn nothing_to_generate_is_a_failure_and_not_a_success() {
        assert!(understand(b"[]").is_err());
        assert!(understand(b"warning: hello").is_err());
        assert_eq!(understand(br#"[["a","b"]]"#).unwrap(), [wanted("a", "b")]);
    }
}
