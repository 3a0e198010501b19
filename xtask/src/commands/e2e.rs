//! `cargo xtask e2e`: the journeys through the real window.

use crate::build::{self, Variant};
use crate::setup::{self, Purpose, headless, screen};
use crate::steps::{Outcome, Stop, run as run_step, section};

/// Options of `cargo xtask e2e`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Only the journeys whose name holds one of these words
    names: Vec<String>,
}

/// Sets up, builds and walks.
pub fn run(options: &Options) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err(Stop::because(
            "The journeys need WebKitGTK's driver, so they run on Linux only.",
        ));
    }
    setup::everything(Purpose::Drive)?;
    screen::build()?;
    walk_journeys(&options.names)
}

/// Builds both desktop programs and walks the journeys, one after another, on a virtual screen.
pub fn walk_journeys(names: &[String]) -> Outcome {
    // The shipped one is there to be refused: a journey shows that it will not be driven.
    let shipped = build::programs(Variant::Shipped, false)?;
    let driven = build::programs(Variant::Driven, false)?;
    section("Journeys through the real window", || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run_step(
            headless::under_virtual_screen(cargo)
                .args(["test", "--package", "homeward-e2e", "--", "--test-threads=1"])
                .args(names)
                .env("HOMEWARD_DESKTOP", &driven.desktop)
                .env("HOMEWARD_DESKTOP_SHIPPED", &shipped.desktop)
                .env("HOMEWARD_CLI", &driven.cli),
        )
    })
}
