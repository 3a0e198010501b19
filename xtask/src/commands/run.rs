//! `cargo xtask run`: build Homeward and open it.

use crate::build::{self, Programs, Variant};
use crate::setup::{self, Purpose, headless, screen};
use crate::steps::{
    Outcome, Stop, command, output_of, repository, run as run_step, section, write,
};
use std::path::{Path, PathBuf};

/// Passphrase of the demo store. It protects made-up children only, so it may stand here.
const DEMO_PASSPHRASE: &str = "copper-kettle-orchard-lantern";
/// A borough of the demo's size: about the middle of London's.
const DEMO_BOROUGH: &str = "E09000012";
const DEMO_CHILDREN: &str = "285";
const DEMO_EPISODES: &str = "900";
const DEMO_SEED: &str = "2026";

/// Options of `cargo xtask run`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Open a store filled with a made-up borough
    #[arg(long)]
    demo: bool,
    /// Make the demo store anew, throwing away what was typed into it
    #[arg(long, requires = "demo")]
    fresh: bool,
    /// Optimise: slower to build, quicker to use
    #[arg(long)]
    release: bool,
}

/// Builds the app and opens it, or walks through it where there is no display.
pub fn run(options: &Options) -> Outcome {
    if !headless::has_display() {
        println!(
            "There is no display here, so the same window opens on a virtual screen, \
             and a program walks the main job through it."
        );
        return walk(options);
    }
    setup::everything(Purpose::Open)?;
    screen::build()?;
    let programs = build::programs(Variant::Shipped, options.release)?;
    let mut window = command(&programs.desktop);
    if options.demo {
        let store = demo_store(&programs, options.fresh)?;
        println!("\nThe demo store is {}", store.display());
        println!("Its passphrase is: {DEMO_PASSPHRASE}");
        window.env("HOMEWARD_STORE", store);
    }
    println!("\nOpening Homeward. Close the window to come back here.");
    run_step(&mut window)
}

/// Walks the main job through the window on a virtual screen and leaves what it made.
fn walk(options: &Options) -> Outcome {
    setup::everything(Purpose::Drive)?;
    screen::build()?;
    let programs = build::programs(Variant::Driven, options.release)?;
    let store = demo_store(&programs, true)?;
    let out = repository().join("demo-out");
    section("Walk through the window", || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run_step(
            headless::under_virtual_screen(cargo)
                .args(["run", "--quiet", "--package", "homeward-e2e", "--bin", "homeward-walk"])
                .env("HOMEWARD_DESKTOP", &programs.desktop)
                .env("HOMEWARD_CLI", &programs.cli)
                .env("HOMEWARD_WALK_STORE", &store)
                .env("HOMEWARD_WALK_PASSPHRASE", DEMO_PASSPHRASE)
                .env("HOMEWARD_WALK_OUT", &out),
        )
    })?;
    println!("\nThe pictures, the report and the release of this walk are in {}", out.display());
    println!("The demo store is {}", store.display());
    println!("Its passphrase is: {DEMO_PASSPHRASE}");
    Ok(())
}

/// The demo store, made by the command-line program unless it is there and opens.
fn demo_store(programs: &Programs, fresh: bool) -> Outcome<PathBuf> {
    let folder = crate::steps::target_folder().join("demo");
    let store = folder.join("demo.homeward");
    let passphrase = folder.join("passphrase.txt");
    if !fresh && opens(programs, &store, &passphrase) {
        return Ok(store);
    }
    section("Make the demo store", || {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| {
                Stop::because(format!("Could not clear {}: {error}.", folder.display()))
            })?;
        }
        write(&passphrase, &format!("{DEMO_PASSPHRASE}\n"))?;
        run_step(
            command(&programs.cli)
                .args(["demo", "--authority", DEMO_BOROUGH, "--seed", DEMO_SEED])
                .args(["--children", DEMO_CHILDREN, "--episodes", DEMO_EPISODES])
                .arg("--store")
                .arg(&store)
                .arg("--passphrase-file")
                .arg(&passphrase)
                .arg("--recovery-out")
                .arg(folder.join("recovery.txt")),
        )
    })?;
    Ok(store)
}

/// Whether the store of an earlier run still opens with this build.
fn opens(programs: &Programs, store: &Path, passphrase: &Path) -> bool {
    store.exists()
        && output_of(
            command(&programs.cli)
                .args(["store", "status", "--json", "--store"])
                .arg(store)
                .arg("--passphrase-file")
                .arg(passphrase),
        )
        .is_some()
}
