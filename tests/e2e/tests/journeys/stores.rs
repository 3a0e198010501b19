//! Stores that a journey begins with, made by the command-line program.

use homeward_e2e::{Fault, Outcome, PASSPHRASE, World};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

/// File name of the demo store.
const DEMO: &str = "demo.homeward";

/// Code of Hackney, the borough of the journeys.
pub const HACKNEY: &str = "E09000012";

/// Runs `homeward` on this store and gives what it printed, whatever its exit code.
pub fn homeward(world: &World, command: &[&str], store: &Path, more: &[&OsStr]) -> Outcome<Output> {
    let passphrase = world.path("files/passphrase");
    std::fs::write(&passphrase, format!("{PASSPHRASE}\n"))?;
    let mut arguments: Vec<&OsStr> = command.iter().map(OsStr::new).collect();
    arguments.extend([OsStr::new("--store"), store.as_os_str()]);
    arguments.extend([OsStr::new("--passphrase-file"), passphrase.as_os_str()]);
    arguments.extend(more);
    world.homeward(&arguments)
}

fn done(output: Output, what: &str) -> Outcome {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Fault::new(format!("{what} failed: {said}")))
}

/// An empty store of somebody in Hackney.
pub fn empty(world: &World, role: &str) -> Outcome<PathBuf> {
    let store = world.store();
    let recovery = world.path("files/recovery.txt");
    let more =
        ["--user", "Example Worker", "--role", role, "--authority", HACKNEY, "--recovery-out"];
    let mut more: Vec<&OsStr> = more.iter().map(OsStr::new).collect();
    more.push(recovery.as_os_str());
    done(homeward(world, &["store", "create"], &store, &more)?, "homeward store create")?;
    Ok(store)
}

/// A made-up borough of this financial year and the last, filled once for all journeys.
pub fn demo(world: &World) -> Outcome<PathBuf> {
    static FILLED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let filled = match FILLED.get() {
        Some(filled) => filled,
        None => {
            let folder = tempfile::tempdir()?;
            let store = fill_demo(world)?;
            copy_store(&store, folder.path())?;
            FILLED.get_or_init(|| folder);
            return Ok(store);
        }
    };
    copy_store(&filled.path().join(DEMO), &world.path("files"))?;
    Ok(world.path("files").join(DEMO))
}

/// Copies a store with its key files, which stand beside it.
fn copy_store(store: &Path, to: &Path) -> Outcome {
    let Some(from) = store.parent() else { return Ok(()) };
    for file in std::fs::read_dir(from)? {
        let file = file?;
        if file.file_name().to_string_lossy().starts_with(DEMO) {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

fn fill_demo(world: &World) -> Outcome<PathBuf> {
    let store = world.path("files").join(DEMO);
    let recovery = world.path("files/demo-recovery.txt");
    let more = ["--authority", HACKNEY, "--seed", "7", "--children", "285", "--episodes", "900"];
    let mut more: Vec<&OsStr> = more.iter().map(OsStr::new).collect();
    more.extend([OsStr::new("--recovery-out"), recovery.as_os_str()]);
    done(homeward(world, &["demo"], &store, &more)?, "homeward demo")?;
    Ok(store)
}

/// Stops unless the status of a store says this, such as `"episodes":43`.
pub fn status_says(world: &World, store: &Path, wanted: &str) -> Outcome {
    let output = homeward(world, &["store", "status", "--json"], store, &[])?;
    let said = String::from_utf8_lossy(&output.stdout).replace([' ', '\n'], "");
    if said.contains(wanted) {
        return done(output, "homeward store status");
    }
    Err(Fault::new(format!("the store should say {wanted} and says {said} {output:?}")))
}

/// A file of the fixtures that tests share.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}
