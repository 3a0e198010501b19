//! `cargo xtask bench`: the budgets of the design, measured in one run on this machine.

use crate::setup::{self, Purpose};
use crate::steps::{Outcome, Stop, cargo, command, section, target_folder};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;

/// Options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Episodes in the measured store: a London year is 30,000
    #[arg(long, default_value_t = 30_000)]
    episodes: u32,
    /// Rows of the import
    #[arg(long, default_value_t = 100_000)]
    import_rows: u32,
    /// Print JSON and nothing else. It is kept in target/bench/budgets.json in any case
    #[arg(long)]
    json: bool,
}

/// Measures with optimisation and prints a table, or the same as JSON.
pub fn run(options: &Options) -> Outcome {
    if options.json {
        // Nothing but JSON may stand in the output, so what is missing is not installed here.
        return measure(&build()?, options);
    }
    setup::system(Purpose::Open)?;
    let programs = section("Build what measures", build)?;
    section("Measure the budgets", || measure(&programs, options))
}

/// The two programs that measure.
struct Programs {
    /// All budgets, over the use cases.
    budgets: PathBuf,
    /// The commit beside plain SQLite, which only the store's own package can write to.
    commit: PathBuf,
}

/// Builds both at once, so that what they share is built once.
fn build() -> Outcome<Programs> {
    let output = cargo()
        .args(["build", "--profile", "bench", "--message-format", "json-render-diagnostics"])
        .args(["--package", "homeward-bench", "--bin", "homeward-bench"])
        .args(["--package", "homeward-store", "--bench", "commit"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Stop::because(format!("cargo could not be started: {error}.")))?;
    if !output.status.success() {
        return Err(Stop::because("What measures could not be built."));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let find = |name: &str| {
        program(&messages, name)
            .ok_or_else(|| Stop::because(format!("cargo does not say where it built {name}.")))
    };
    Ok(Programs { budgets: find("homeward-bench")?, commit: find("commit")? })
}

/// Where cargo says that it put a program.
fn program(messages: &str, name: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|message| message["target"]["name"] == name && message["executable"].is_string())
        .and_then(|message| message["executable"].as_str().map(PathBuf::from))
}

fn measure(programs: &Programs, options: &Options) -> Outcome {
    let folder = target_folder().join("bench");
    let mut bench = command(&programs.budgets);
    bench
        .args(["--episodes", &options.episodes.to_string()])
        .args(["--import-rows", &options.import_rows.to_string()])
        .arg("--folder")
        .arg(&folder)
        .arg("--commit")
        .arg(&programs.commit)
        .arg("--bundle")
        .arg(target_folder().join("release/bundle/deb"));
    if options.json {
        bench.arg("--json");
    }
    let status = bench
        .status()
        .map_err(|error| Stop::because(format!("The bench could not be started: {error}.")))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => Err(Stop::because("A budget does not hold.")),
        _ => Err(Stop::because("The budgets could not be measured.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_among_what_cargo_says() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"commit"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"other"},"executable":"a/other"}"#,
            "\nnot JSON\n",
            r#"{"reason":"compiler-artifact","target":{"name":"commit"},"executable":"a/commit-1"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(program(messages, "commit"), Some(PathBuf::from("a/commit-1")));
        assert_eq!(program(messages, "budgets"), None);
    }
}
