//! `cargo xtask check`: what can be judged without running anything.

use super::generate;
use crate::setup::{self, Purpose, screen, tools};
use crate::steps::{Outcome, cargo, command, npm, run as run_step, section};

/// Format, lints, types, licences, and generated files that are no longer what the code says.
pub fn run() -> Outcome {
    setup::everything(Purpose::Open)?;
    section("Format", || run_step(cargo().args(["fmt", "--all", "--check"])))?;
    section("Generated files", || generate::run(&generate::Options { check: true }))?;
    section("Types of the screen", || run_step(npm().args(["run", "--silent", "check"])))?;
    // The window's package embeds the screen when it compiles.
    screen::build()?;
    section("Lints", || {
        run_step(cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ]))
    })?;
    section("Licences, bans and sources", || {
        let deny = tools::cargo_deny()?;
        // With everything fetched it can answer offline, and never asks for a list of advisories.
        run_step(cargo().args(["fetch", "--locked"]))?;
        run_step(command(deny).args(["--offline", "check", "licenses", "bans", "sources"]))
    })?;
    println!("\nEvery check passed.");
    Ok(())
}
