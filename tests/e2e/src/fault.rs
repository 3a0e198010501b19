//! Why a step could not be taken.

use fantoccini::error::CmdError;
use std::fmt;

/// What a step gives.
pub type Outcome<T = ()> = Result<T, Fault>;

/// A step that could not be taken, in a sentence that says which and what stood on screen.
pub struct Fault(String);

impl Fault {
    /// With this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Says first what was being done.
    #[must_use]
    pub fn while_doing(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A test that ends with a fault prints it this way, and a sentence reads better than a struct.
impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<CmdError> for Fault {
    fn from(error: CmdError) -> Self {
        match &error {
            // WebKit's driver often says no more than the kind.
            CmdError::Standard(answer) if answer.message.is_empty() => {
                Self(format!("the driver answers \"{}\"", answer.error()))
            }
            _ => Self(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}
