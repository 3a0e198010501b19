//! A machine of its own for each journey: nothing is read from or left in the person's home.

use crate::{Fault, Outcome};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Folders of one journey, gone when it is dropped, and the programs under test.
#[derive(Debug)]
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// An empty machine.
    pub fn new() -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("homeward-journey-").tempdir()?;
        let world = Self { folder };
        for name in ["home", "tmp", "run", "files"] {
            std::fs::DirBuilder::new().mode(0o700).create(world.path(name))?;
        }
        Ok(world)
    }

    /// Everything that the programs write by themselves is in here.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A path on this machine, such as `files/report.html`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, such as a passphrase, that a person would have brought.
    pub fn bring(&self, name: &str, text: &str) -> Outcome<PathBuf> {
        let path = self.path(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// Gives a command this machine's folders instead of the person's.
    pub fn furnish<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let home = self.path("home");
        command
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("TMPDIR", self.path("tmp"))
            // There is no desktop session to keep settings for.
            .env("GSETTINGS_BACKEND", "memory")
            .env_remove("HOMEWARD_STORE")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
    }

    /// Runs the command-line program, whatever its exit code.
    pub fn homeward<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Outcome<Output> {
        let mut command = Command::new(program("HOMEWARD_CLI")?);
        Ok(self.furnish(&mut command).args(arguments).output()?)
    }
}

/// The program that an environment variable names. `cargo xtask e2e` sets these.
pub fn program(variable: &str) -> Outcome<PathBuf> {
    match std::env::var_os(variable) {
        Some(path) if Path::new(&path).is_file() => Ok(PathBuf::from(path)),
        Some(_) => Err(Fault::new(format!("{variable} names no file. Use `cargo xtask e2e`."))),
        None => Err(Fault::new(format!(
            "{variable} is not set, so there is no program to walk through. Use `cargo xtask e2e`."
        ))),
    }
}
