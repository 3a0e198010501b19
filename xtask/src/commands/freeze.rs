//! `cargo xtask freeze`: what is published in `schemas/` never changes again.
//!
//! Every file whose status is published and that has no hash yet gets one in `published-hashes.json`. A published file
//! that is not what its hash says stops the command, and so does a published set over a draft list. The package
//! `homeward-generate` knows the rules; see `generate`.

use crate::steps::{Outcome, Stop, cargo, repository, write};
use std::path::Path;
use std::process::Stdio;

/// The folder of the standard.
const FOLDER: &str = "schemas";

/// The file of the hashes, in that folder.
const HASHES: &str = "published-hashes.json";

/// Freezes what is published, and says what it froze.
pub fn run() -> Outcome {
    println!("Asking the code (package homeward-generate)");
    freeze(&repository().join(FOLDER))
}

fn freeze(folder: &Path) -> Outcome {
    let printed = cargo()
        .args(["run", "--quiet", "--package", "homeward-generate", "--", "freeze"])
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Stop::because(format!("cargo could not be started: {error}.")))?;
    if !printed.status.success() {
        return Err(Stop::because(
            "Nothing was frozen: see above. A published file never changes. Put it back, and make a new version instead.",
        ));
    }
    let text = understand(&printed.stdout)?;
    let place = folder.join(HASHES);
    let before = std::fs::read_to_string(&place).unwrap_or_default().replace("\r\n", "\n");
    if before == text {
        println!("Everything that is published is frozen already.");
        return Ok(());
    }
    write(&place, &text)?;
    println!("wrote {FOLDER}/{HASHES}");
    Ok(())
}

/// The new text of the file of hashes, which is the one file that was printed.
fn understand(printed: &[u8]) -> Outcome<String> {
    let files: Vec<(String, String)> = serde_json::from_slice(printed).unwrap_or_default();
    match files.as_slice() {
        [(path, text)] if path == HASHES => Ok(text.clone()),
        _ => Err(Stop::because("homeward-generate printed something else than the hashes.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_of_hashes_is_taken_from_what_was_printed() {
        assert_eq!(understand(br#"[["published-hashes.json","{}"]]"#).unwrap(), "{}");
        for other in [
            &b"warning: hello"[..],
            b"[]",
            br#"[["codelists/yn.json","{}"]]"#,
            br#"[["published-hashes.json","{}"],["codelists/yn.json","{}"]]"#,
        ] {
            assert!(understand(other).is_err());
        }
    }
}
