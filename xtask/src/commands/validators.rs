//! What Homeward publishes, put before validators that were not written here. A part of `cargo xtask test`.

use crate::setup::validators;
use crate::steps::{
    Outcome, Stop, cargo, command, output_of, repository, run, target_folder, write,
};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The invented borough whose release is looked at, and its year.
const AUTHORITY: &str = "E09000012";
const YEAR: &str = "2024-25";

/// The year after it, in which nobody of it went missing, so that what leaves is a statement.
const QUIET_YEAR: &str = "2025-26";

/// Opens a store that is thrown away, and protects nothing.
const PASSPHRASE: &str = "copper-kettle-orchard-lantern";

/// The same of the person who approves the release.
const SECOND: &str = "velvet-harbour-thistle-beacon";

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
    let mine = Opened { store: &store, phrase: &phrase };
    run(mine
        .homeward(&["demo", "--authority", AUTHORITY, "--year", YEAR, "--seed", "7"])
        .arg("--recovery-out")
        .arg(samples.join("recovery.txt")))?;
    let phrase = samples.join("second.txt");
    write(&phrase, &format!("{SECOND}\n"))?;
    run(mine
        .homeward(&["store", "add-person", "--name", "Example Officer", "--role", "governance"])
        .arg("--their-passphrase-file")
        .arg(&phrase))?;
    let theirs = Opened { store: mine.store, phrase: &phrase };
    release_by_two_people(YEAR, &samples.join("release"), &mine, &theirs)?;
    release_by_two_people(QUIET_YEAR, &samples.join("statement"), &mine, &theirs)?;
    Ok(samples)
}

/// One person proposes a release and another approves it, as it has to be.
fn release_by_two_people(
    year: &str,
    out: &Path,
    mine: &Opened<'_>,
    theirs: &Opened<'_>,
) -> Outcome {
    let said = output_of(
        mine.homeward(&["release", "propose", "--authority", AUTHORITY, "--period", year])
            .args(["--to", "Validators", "--purpose", "Checking that it can be read"])
            .args(["--agreement", "None: nobody in it is real", "--json"]),
    );
    let proposal = said
        .and_then(|said| serde_json::from_str::<serde_json::Value>(&said).ok())
        .and_then(|said| said["id"].as_str().map(str::to_owned))
        .ok_or_else(|| Stop::because("The release of the samples could not be proposed."))?;
    run(theirs.homeward(&["release", "approve", "--proposal", &proposal]).arg("--out").arg(out))
}

/// A store with the passphrase of one of its people.
struct Opened<'a> {
    store: &'a Path,
    phrase: &'a Path,
}

impl Opened<'_> {
    /// The command line over the store.
    fn homeward(&self, words: &[&str]) -> Command {
        let mut line = cargo();
        line.args(["run", "--locked", "--quiet", "--package", "homeward-cli", "--"])
            .args(words)
            .arg("--store")
            .arg(self.store)
            .arg("--passphrase-file")
            .arg(self.phrase);
        line
    }
}
