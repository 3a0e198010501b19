//! Prints what the code says its generated files hold, as JSON: a list of `[path, text]`, with paths
//! from the top of the repository. `cargo xtask gen` writes them.
//!
//! With the word `freeze` and a folder laid out as `schemas/`, it prints in the same way what
//! `published-hashes.json` holds once everything published in there is frozen. `cargo xtask freeze` writes that.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing the files is the whole work of this program"
)]

mod release;

use homeward_standard::{SchemaFile, Standard};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => generate(),
        ["freeze", folder] => freeze(Path::new(folder)),
        _ => {
            eprintln!("homeward-generate takes no words, or `freeze` and a folder.");
            ExitCode::FAILURE
        }
    }
}

/// What `published-hashes.json` holds once everything published is frozen, or why it cannot be.
fn freeze(folder: &Path) -> ExitCode {
    let mut files = Vec::new();
    if let Err(error) = collect(folder, "", &mut files) {
        eprintln!("The folder could not be read: {error}.");
        return ExitCode::FAILURE;
    }
    match homeward_standard::freeze(&files, &homeward_vault::sha256_hex) {
        Ok(frozen) => {
            for path in &frozen.newly {
                eprintln!("freezes {path}");
            }
            print(&[(frozen.hashes.path, frozen.hashes.text)])
        }
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The JSON files of a folder as they are on the disk now, which may be newer than this program.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<SchemaFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if path.ends_with(".json") {
            files.push(SchemaFile { path, text: std::fs::read_to_string(entry.path())? });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

fn generate() -> ExitCode {
    let standard = match Standard::load(&Standard::built_in_files(), &homeward_vault::sha256_hex) {
        Ok(standard) => standard,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            return ExitCode::FAILURE;
        }
    };
    let schemas = homeward_standard::generate(&standard)
        .into_iter()
        .map(|file| (format!("schemas/{}", file.path), file.text));
    let release = match release::files(&standard) {
        Ok(files) => files,
        Err(refusal) => {
            eprintln!("{refusal}");
            return ExitCode::FAILURE;
        }
    };
    let types = match homeward_app::api::typescript() {
        Ok(text) => ("ui/src/ipc/types.ts".to_owned(), text),
        Err(fault) => {
            eprintln!("{fault}");
            return ExitCode::FAILURE;
        }
    };
    print(&schemas.chain(release).chain([types]).collect::<Vec<_>>())
}

fn print(files: &[(String, String)]) -> ExitCode {
    match serde_json::to_string(files) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
