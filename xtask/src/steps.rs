//! Running one program after another, saying what is done and how long it took.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Why a command of `cargo xtask` ended early: a sentence for the person at the terminal.
#[derive(Debug)]
pub struct Stop(String);

impl Stop {
    /// Ends the command with this sentence.
    pub fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What every step gives back.
pub type Outcome<T = ()> = Result<T, Stop>;

/// The top folder of the repository.
pub fn repository() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where cargo puts what it builds. Follows `CARGO_TARGET_DIR` as cargo itself does.
pub fn target_folder() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => repository().join(folder),
        None => repository().join("target"),
    }
}

/// The folder that screen packages and sources live in.
pub fn ui_folder() -> PathBuf {
    repository().join("ui")
}

/// Prints a heading, does the work, and says how long it took.
pub fn section<T>(title: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n== {title}");
    let began = Instant::now();
    let outcome = work();
    let word = if outcome.is_ok() { "done" } else { "stopped" };
    println!("== {title}: {word} after {:.0} s", began.elapsed().as_secs_f64());
    outcome
}

/// A command in the repository's top folder that shows its output.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repository()).stdin(Stdio::null());
    command
}

/// The cargo that started this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// npm in the screen's folder. On Windows npm is a script, which must be named in full.
pub fn npm() -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(ui_folder());
    command
}

/// Shows the line, runs it, and stops unless it succeeds.
pub fn run(command: &mut Command) -> Outcome {
    let line = as_typed(command);
    println!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::because(format!("`{line}` failed ({status})."))),
        Err(error) => Err(Stop::because(format!("`{line}` could not be started: {error}."))),
    }
}

/// Runs a command quietly and gives what it printed. `None` when it is missing or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it.
fn as_typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let mut line = name.into_owned();
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        line.push(' ');
        if argument.contains(' ') || argument.is_empty() {
            line.push_str(&format!("\"{argument}\""));
        } else {
            line.push_str(&argument);
        }
    }
    line
}

/// Writes a text file and the folders above it, naming it when that fails.
pub fn write(path: &Path, text: &str) -> Outcome {
    let made = match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    made.and_then(|()| std::fs::write(path, text))
        .map_err(|error| Stop::because(format!("Could not write {}: {error}.", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/npm");
        command.args(["run", "build", "", "two words"]);
        assert_eq!(as_typed(&command), "npm run build \"\" \"two words\"");
    }

    #[test]
    fn a_program_that_is_missing_stops_with_its_name() {
        let stop = run(&mut command("no-such-program-on-any-machine")).unwrap_err();
        assert!(
            stop.to_string().starts_with("`no-such-program-on-any-machine` could not be started")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_stops_the_step() {
        let stop = run(&mut command("false")).unwrap_err();
        assert!(stop.to_string().starts_with("`false` failed"));
        assert_eq!(output_of(&mut command("false")), None);
        assert_eq!(output_of(command("echo").arg("yes")).as_deref(), Some("yes\n"));
    }
}
