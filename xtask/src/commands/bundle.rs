//! `cargo xtask bundle`: the installer for this system.

use crate::setup::{self, Purpose, screen};
use crate::steps::{
    Outcome, command, repository, run as run_step, section, target_folder, ui_folder,
};

/// Builds the shipped app with optimisation and packs it. The feature `e2e` is never part of it.
pub fn run() -> Outcome {
    setup::everything(Purpose::Open)?;
    screen::build()?;
    let kind = if cfg!(windows) {
        "nsis"
    } else if cfg!(target_os = "macos") {
        "dmg"
    } else {
        "deb"
    };
    section("Build the installer", || {
        let packer =
            ui_folder().join("node_modules").join("@tauri-apps").join("cli").join("tauri.js");
        run_step(command("node").current_dir(repository().join("src-tauri")).arg(packer).args([
            "build",
            "--bundles",
            kind,
            "--features",
            "custom-protocol",
        ]))
    })?;
    println!(
        "\nThe installer is in {}",
        target_folder().join("release/bundle").join(kind).display()
    );
    Ok(())
}
