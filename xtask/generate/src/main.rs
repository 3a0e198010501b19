//! Prints what the code says its generated files hold, as JSON: a list of `[path, text]`, with paths
//! from the top of the repository. `cargo xtask gen` writes them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing the files is the whole work of this program"
)]

mod release;

use homeward_standard::Standard;
use std::process::ExitCode;

fn main() -> ExitCode {
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
    let files: Vec<(String, String)> = schemas.chain(release).chain([types]).collect();
    match serde_json::to_string(&files) {
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
