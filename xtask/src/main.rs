//! `cargo xtask`: everything that is done to this repository, from a fresh machine to an installer.
//!
//! Each command sets up what it needs and can be the only one typed. One file a command under
//! `commands/`; what a machine must have is under `setup/`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program for developers: printing is what it does"
)]

mod build;
mod commands;
mod setup;
mod steps;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, run and check Homeward. Every command sets up what it needs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build Homeward and open it
    Run(commands::run::Options),
    /// Run every test: Rust, screen, and journeys through the real window
    Test,
    /// Check format, lints, types, licences and generated files, without running anything
    Check,
    /// Write what is generated from the code: meta-schemas, published files, TypeScript types
    Gen(commands::generate::Options),
    /// Freeze what is published in `schemas/`: give each published file without a hash its hash
    Freeze,
    /// Measure the budgets of the design
    Bench(commands::bench::Options),
    /// Walk the journeys through the real window
    E2e(commands::e2e::Options),
    /// Take a picture of every screen, for `docs/screens`
    Pictures,
    /// Build the installer for this system
    Bundle,
    /// Run the long tests: hundreds of kills while writing
    Torture(commands::torture::Options),
}

fn main() -> ExitCode {
    let outcome = match Line::parse().command {
        Command::Run(options) => commands::run::run(&options),
        Command::Test => commands::test::run(),
        Command::Check => commands::check::run(),
        Command::Gen(options) => commands::generate::run(&options),
        Command::Freeze => commands::freeze::run(),
        Command::Bench(options) => commands::bench::run(&options),
        Command::E2e(options) => commands::e2e::run(&options),
        Command::Pictures => commands::pictures::run(),
        Command::Bundle => commands::bundle::run(),
        Command::Torture(options) => commands::torture::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("\n{stop}");
            ExitCode::FAILURE
        }
    }
}
