//! Where answers go: one locked, buffered output, and the one way in which a command ends badly.

use std::io::{self, StdoutLock, Write};

use homeward_app::api::fault::{ApiError, Kind};

/// Why a command ends before it is done, as a sentence and an exit code.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Refused, and nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// Used wrongly, or something could not be read or written.
    #[error("{0}")]
    Unreadable(String),
    /// What was asked for has been said already; only the exit code is left.
    #[error("")]
    Said(u8),
    /// Whoever read the output has gone away. There is nobody to tell.
    #[error("")]
    NobodyReads,
}

impl Stop {
    /// The exit code of the program.
    pub fn code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Unreadable(_) => 2,
            Self::Said(code) => *code,
            Self::NobodyReads => 0,
        }
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        match error.kind {
            Kind::Refused | Kind::Problem | Kind::Passphrase | Kind::Locked => {
                Self::Refused(error.message)
            }
            Kind::Fault => Self::Unreadable(error.message),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Unreadable("The output could not be written. Check where it goes.".into()),
        }
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

/// The output of a command.
pub struct Out(io::BufWriter<StdoutLock<'static>>);

impl Out {
    /// Takes the standard output for this command.
    pub fn new() -> Self {
        Self(io::BufWriter::new(io::stdout().lock()))
    }

    /// A line.
    pub fn line(&mut self, line: &str) -> Result<(), Stop> {
        Ok(writeln!(self.0, "{line}")?)
    }

    /// Text as it is.
    pub fn text(&mut self, text: &str) -> Result<(), Stop> {
        Ok(self.0.write_all(text.as_bytes())?)
    }

    /// A value as JSON on lines of its own.
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Stop> {
        serde_json::to_writer_pretty(&mut self.0, value)?;
        Ok(writeln!(self.0)?)
    }

    /// Sends on what is buffered. A command that does not get here has not said what it meant to.
    pub fn finish(mut self) -> Result<(), Stop> {
        Ok(self.0.flush()?)
    }
}

/// Says one sentence on the error output. If even that is gone, there is nobody to tell.
pub fn say_error(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "homeward: {sentence}");
}
