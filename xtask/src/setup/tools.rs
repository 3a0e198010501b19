//! Programs for checking that are installed into the target folder, so that nothing of the machine
//! changes.

use crate::steps::{Outcome, cargo, command, output_of, run, target_folder};
use std::path::PathBuf;

const CARGO_DENY: &str = "0.20.2";

/// The cargo-deny of exactly this version, installed first when it is missing.
pub fn cargo_deny() -> Outcome<PathBuf> {
    let root = target_folder().join("tools");
    let name = if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" };
    let program = root.join("bin").join(name);
    let here = output_of(command(&program).arg("--version"))
        .is_some_and(|printed| printed.trim() == format!("cargo-deny {CARGO_DENY}"));
    if !here {
        println!("cargo-deny {CARGO_DENY} is missing and will be compiled into {}", root.display());
        run(cargo()
            .args([
                "install",
                "--locked",
                "--quiet",
                // It reads one lock file: a build that is made quickly beats one that runs quickly.
                "--debug",
                "cargo-deny",
                "--version",
                CARGO_DENY,
                "--root",
            ])
            .arg(&root)
            // Its own folder would be built from nothing every time.
            .env("CARGO_TARGET_DIR", root.join("build")))?;
    }
    Ok(program)
}
