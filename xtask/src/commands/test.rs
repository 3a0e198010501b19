//! `cargo xtask test`: every test there is.

use super::{e2e, validators};
use crate::setup::{self, Purpose, screen};
use crate::steps::{Outcome, cargo, npm, run as run_step, section};

/// Sets up, then runs the tests of Rust, of the screen, and the journeys through the real window.
pub fn run() -> Outcome {
    setup::everything(Purpose::Drive)?;
    screen::build()?;
    section("Test the screen", || run_step(npm().args(["run", "--silent", "test"])))?;
    section("Test the Rust packages", || run_step(cargo().args(["test", "--locked"])))?;
    section("Test the shell and the measurements", || {
        // With the feature of the shipped window, so that what is compiled here serves it as well.
        run_step(cargo().args(["test", "--locked", "--package", "homeward-desktop"]).args([
            "--package",
            "homeward-bench",
            "--features",
            "homeward-desktop/custom-protocol",
        ]))
    })?;
    if !cfg!(target_os = "linux") {
        println!(
            "\nThe journeys through the real window, and validators that were not written here, \
             run on Linux only, so they were not run."
        );
        return Ok(());
    }
    section("Ask validators that were not written here", validators::ask)?;
    e2e::walk_journeys(&[])?;
    println!(
        "\nEvery test passed: Rust, screen, validators, and the journeys through the real window."
    );
    Ok(())
}
