//! `cargo xtask bench`: the budgets of the design, as ratios measured in one run on this machine.

use crate::setup::{self, Purpose};
use crate::steps::{Outcome, cargo, run as run_step, section};

/// Options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Episodes in the measured store: a London year is 30,000
    #[arg(long, default_value_t = 30_000)]
    episodes: u32,
}

/// Measures with optimisation and prints a table, and the same as JSON.
pub fn run(options: &Options) -> Outcome {
    setup::system(Purpose::Open)?;
    section("Measure the budgets", || {
        run_step(
            cargo()
                .args(["bench", "--package", "homeward-tests", "--bench", "budgets", "--"])
                .args(["--episodes", &options.episodes.to_string()]),
        )
    })
}
