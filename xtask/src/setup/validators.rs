//! Validators that were not written here, installed into the target folder, so that nothing of the machine changes.

use crate::steps::{Outcome, Stop, command, repository, run, target_folder, write};
use std::path::{Path, PathBuf};

/// Where the validators are, and what they look at.
pub struct Validators {
    /// The Python that has jsonschema and csvw.
    pub python: PathBuf,
    /// The folder whose `node_modules` has ajv and html-validate.
    pub packages: PathBuf,
}

/// What the versions are pinned in.
const PYTHON: &str = "requirements.txt";
const NODE: &str = "package.json";

/// A copy of `package.json` that is written once everything in it is there.
const NODE_STAMP: &str = "installed-from.json";

/// Installs both, unless what is there came from these very files.
pub fn install() -> Outcome<Validators> {
    let wanted = repository().join("tests").join("validators");
    let root = target_folder().join("validators");
    let venv = root.join("venv");
    let packages = root.join("npm");
    if up_to_date(&wanted.join(PYTHON), &venv.join(PYTHON))
        && up_to_date(&wanted.join(NODE), &packages.join(NODE_STAMP))
    {
        println!("Validators: as tests/validators says.");
        return Ok(Validators { python: python_of(&venv), packages });
    }
    println!(
        "jsonschema and csvw (Python), ajv and html-validate (npm) will be installed into {}, \
         to check what Homeward publishes with programs not written here.",
        root.display()
    );
    run(command("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(command(python_of(&venv)).args(pip).arg(wanted.join(PYTHON)))?;
    let text = |name: &str| {
        std::fs::read_to_string(wanted.join(name)).map_err(|error| {
            Stop::because(format!("Could not read tests/validators/{name}: {error}."))
        })
    };
    // npm is given a copy, since it installs beside package.json.
    let package_json = text(NODE)?;
    write(&packages.join(NODE), &package_json)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(command(npm).current_dir(&packages).args([
        "install",
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    // The stamps come last: an installation that was cut short is made again.
    write(&venv.join(PYTHON), &text(PYTHON)?)?;
    write(&packages.join(NODE_STAMP), &package_json)?;
    Ok(Validators { python: python_of(&venv), packages })
}

fn python_of(venv: &Path) -> PathBuf {
    if cfg!(windows) {
        venv.join("Scripts").join("python.exe")
    } else {
        venv.join("bin").join("python")
    }
}

fn up_to_date(wanted: &Path, stamp: &Path) -> bool {
    match (std::fs::read(wanted), std::fs::read(stamp)) {
        (Ok(wanted), Ok(stamp)) => wanted == stamp,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_are_stale_until_their_stamp_equals_what_is_pinned() {
        let folder = tempfile::tempdir().unwrap();
        let (wanted, stamp) = (folder.path().join("wanted"), folder.path().join("stamp"));
        assert!(!up_to_date(&wanted, &stamp));
        write(&wanted, "ajv 1").unwrap();
        assert!(!up_to_date(&wanted, &stamp));
        write(&stamp, "ajv 1").unwrap();
        assert!(up_to_date(&wanted, &stamp));
        write(&wanted, "ajv 2").unwrap();
        assert!(!up_to_date(&wanted, &stamp));
    }

    #[test]
    fn every_version_is_pinned_exactly() {
        let folder = repository().join("tests").join("validators");
        let pinned = std::fs::read_to_string(folder.join(PYTHON)).unwrap();
        for line in pinned.lines().filter(|line| !line.starts_with('#')) {
            assert!(line.contains("=="), "{line}");
        }
        let json = std::fs::read_to_string(folder.join(NODE)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for (name, version) in json["dependencies"].as_object().unwrap() {
            let version = version.as_str().unwrap();
            let exact = version.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
            assert!(exact, "{name} {version}");
        }
    }
}
