//! `cargo xtask torture`: the tests that kill the program while it writes, for as long as wanted.

use crate::setup::{self, Purpose};
use crate::steps::{Outcome, cargo, run as run_step, section};

/// Options of `cargo xtask torture`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many times the store's writer is killed
    #[arg(long, default_value_t = 500)]
    kills: u32,
}

/// Runs the kill tests of the store with this many kills.
pub fn run(options: &Options) -> Outcome {
    setup::system(Purpose::Open)?;
    section("Kill the store while it writes", || {
        run_step(
            cargo()
                .args(["test", "--locked", "--package", "homeward-store", "--test", "interrupted"])
                .args(["--", "--nocapture"])
                .env("HOMEWARD_KILL_POINTS", options.kills.to_string()),
        )
    })
}
