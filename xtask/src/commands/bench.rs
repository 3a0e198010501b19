//! `cargo xtask bench`: the budgets of the design, measured in one run on this machine.

use crate::setup::{self, Purpose, headless, screen};
use crate::steps::{Outcome, Stop, cargo, command, section, target_folder, ui_folder};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;

/// Options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    /// Something other than the budgets
    #[command(subcommand)]
    other: Option<Other>,
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

/// What is measured beside the budgets.
#[derive(Debug, clap::Subcommand)]
enum Other {
    /// Anonymise the tables of the neutral benchmark: what each loses, and what it costs
    Release(super::bench_release::Options),
}

/// Measures with optimisation and prints a table, or the same as JSON.
pub fn run(options: &Options) -> Outcome {
    if let Some(Other::Release(options)) = &options.other {
        return super::bench_release::run(options);
    }
    if options.json {
        // Nothing but JSON may stand in the output, so what is missing is not installed here, and
        // the window shows the screen that was built last.
        return measure(&build()?, options);
    }
    setup::everything(if cfg!(target_os = "linux") { Purpose::Drive } else { Purpose::Open })?;
    screen::build()?;
    let programs = section("Build what measures", build)?;
    section("Measure the budgets", || measure(&programs, options))
}

/// The programs that measure, and what they measure.
struct Programs {
    /// All budgets, over the use cases.
    budgets: PathBuf,
    /// The commit beside plain SQLite, which only the store's own package can write to.
    commit: PathBuf,
    /// The real window, where it can be driven.
    window: Option<Window>,
}

/// The window, and what drives it.
struct Window {
    /// Optimised as it is shipped, but with the feature by which it can be driven.
    desktop: PathBuf,
    /// Follows links in it and looks at the clock.
    pace: PathBuf,
}

/// Builds them. Those of one profile are built at once, so that what they share is built once.
fn build() -> Outcome<Programs> {
    let mut measuring = vec!["--profile", "bench"];
    measuring.extend(["--package", "homeward-bench", "--bin", "homeward-bench"]);
    measuring.extend(["--package", "homeward-store", "--bench", "commit"]);
    let [budgets, commit] = built(&measuring, ["homeward-bench", "commit"])?;
    let window = if cfg!(target_os = "linux") && ui_folder().join("dist/index.html").is_file() {
        let features = "homeward-desktop/custom-protocol,homeward-desktop/e2e";
        let desktop = ["--release", "--package", "homeward-desktop", "--features", features];
        let [desktop] = built(&desktop, ["homeward-desktop"])?;
        let [pace] = built(&["--package", "homeward-e2e", "--bin", "pace"], ["pace"])?;
        Some(Window { desktop, pace })
    } else {
        None
    };
    Ok(Programs { budgets, commit, window })
}

/// Builds and says where these programs are.
pub(super) fn built<const N: usize>(what: &[&str], names: [&str; N]) -> Outcome<[PathBuf; N]> {
    let output = cargo()
        .args(["build", "--message-format", "json-render-diagnostics"])
        .args(what)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Stop::because(format!("cargo could not be started: {error}.")))?;
    if !output.status.success() {
        return Err(Stop::because("What measures could not be built."));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut found = names.map(|_| PathBuf::new());
    for (place, name) in found.iter_mut().zip(names) {
        *place = program(&messages, name)
            .ok_or_else(|| Stop::because(format!("cargo does not say where it built {name}.")))?;
    }
    Ok(found)
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
    let mut bench = match &programs.window {
        // Also where there is a screen, so that every machine paints in the same way.
        Some(window) => {
            let mut bench = headless::under_virtual_screen(&programs.budgets);
            bench.arg("--desktop").arg(&window.desktop).arg("--pace").arg(&window.pace);
            bench
        }
        None => command(&programs.budgets),
    };
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
