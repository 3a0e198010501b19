//! What can keep a measurement from being made.

use std::path::Path;

use homeward_app::api::ApiError;

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A use case refused or failed.
    #[error("{0}")]
    Refused(String),
    /// A file or a folder.
    #[error("{what} could not be written or read: {cause}")]
    Disk {
        /// Which.
        what: String,
        /// Why.
        cause: std::io::Error,
    },
    /// A process that was to measure a part.
    #[error("measuring {part} failed ({status})")]
    Part {
        /// Which part.
        part: String,
        /// How it ended.
        status: String,
    },
    /// What a part printed.
    #[error("what a part printed could not be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] homeward_store::Fault),
    /// The key file.
    #[error(transparent)]
    Key(#[from] homeward_vault::Fault),
    /// A part was asked for without its store.
    #[error("a part needs --store")]
    NoStore,
    /// The demo store holds nothing of a kind that is needed.
    #[error("the demo store has no {0} to measure with")]
    Without(&'static str),
}

impl From<ApiError> for Fault {
    fn from(refused: ApiError) -> Self {
        Self::Refused(refused.message)
    }
}

/// Names the file in a fault of the disk.
pub fn disk(what: &Path) -> impl FnOnce(std::io::Error) -> Fault {
    let what = what.display().to_string();
    move |cause| Fault::Disk { what, cause }
}

/// Writes a text file.
pub fn write(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(disk(path))
}
