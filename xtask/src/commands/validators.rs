//! What Homeward publishes, put before validators that were not written here. A part of `cargo xtask test`.

use crate::setup::validators;
use crate::steps::{Outcome, Stop, cargo, command, repository, run, target_folder, write};
use std::path::{Path, PathBuf};

/// The invented borough whose release is looked at, and its year.
const AUTHORITY: &str = "E09000012";
const YEAR: &str = "2024-25";

/// Opens a store that is thrown away, and protects nothing.
const PASSPHRASE: &str = "copper-kettle-orchard-lantern";

/// Writes samples, then asks the validators. Each must give the verdict that Homeward gives.
pub fn ask() -> Outcome {
    let validators = validators::install()?;
    let samples = samples()?;
    let folder = repository().join("tests").join("validators");
    run(command(&validators.python).arg(folder.join("check.py")).arg(repository()).arg(&samples))?;
    run(command("node")
        .arg(folder.join("check.mjs"))
        .arg(repository())
        .arg(&samples)
        .arg(&validators.packages))
}

/// Documents with Homeward's own verdict, and a release of an invented borough.
fn samples() -> Outcome<PathBuf> {
    let samples = target_folder().join("validators").join("samples");
    if samples.exists() {
        std::fs::remove_dir_all(&samples).map_err(|error| {
            Stop::because(format!("Could not remove {}: {error}.", samples.display()))
        })?;
    }
    let phrase = samples.join("phrase.txt");
    write(&phrase, &format!("{PASSPHRASE}\n"))?;
    run(cargo()
        .args(["test", "--locked", "--quiet", "--package", "homeward-standard", "--lib", "--"])
        .arg("the_engine_and_the_schema_agree_on_ten_thousand_documents")
        .env("HOMEWARD_SAMPLES", &samples))?;
    let store = samples.join("store.homeward");
    homeward("demo", &store, &phrase, |line| {
        line.args(["--year", YEAR, "--seed", "7", "--recovery-out"])
            .arg(samples.join("recovery.txt"))
    })?;
    homeward("release", &store, &phrase, |line| {
        line.args(["--period", YEAR, "--to", "Validators", "--out"]).arg(samples.join("release"))
    })?;
    Ok(samples)
}

/// The command line over the store of the samples.
fn homeward(
    begin: &str,
    store: &Path,
    phrase: &Path,
    more: impl FnOnce(&mut std::process::Command) -> &mut std::process::Command,
) -> Outcome {
    let mut line = cargo();
    line.args(["run", "--locked", "--quiet", "--package", "homeward-cli", "--"])
        .arg(begin)
        .arg("--store")
        .arg(store)
        .arg("--passphrase-file")
        .arg(phrase)
        .args(["--authority", AUTHORITY]);
    run(more(&mut line))
}
