//! Long jobs as the window asks for them: bringing in files, making a release, watching and
//! stopping either.

use homeward_vault::sha256_hex;

use crate::api::ApiError;
use crate::api::import::{ImportAsk, ImportSummary, Progress};
use crate::asks::SaveList;
use crate::door::write_private;
use crate::import;
use crate::roles::Act;
use crate::session::Homeward;

impl Homeward {
    /// Brings in files, or looks what they would bring.
    ///
    /// # Errors
    /// A file cannot be read, or holds a wrong row and those were not to be left out; nothing was
    /// written then.
    pub fn import_files(&self, ask: ImportAsk) -> Result<ImportSummary, ApiError> {
        let summary = import::import_files(self, &ask)?;
        self.with(Act::Import, |open| {
            open.given_out = Some(sha256_hex(summary.list_csv.as_bytes()));
            Ok(())
        })?;
        Ok(summary)
    }

    /// How far a long job is. None when none runs.
    ///
    /// # Errors
    /// None at this time.
    pub fn progress(&self) -> Result<Option<Progress>, ApiError> {
        Ok(self.job.progress())
    }

    /// Asks a long job to stop at its next batch.
    ///
    /// # Errors
    /// None at this time.
    pub fn cancel(&self) -> Result<(), ApiError> {
        self.job.stop();
        Ok(())
    }

    /// Saves the list of what the last import found. Nothing else can be saved this way.
    ///
    /// # Errors
    /// It is not that list, or the file cannot be written.
    pub fn save_list(&self, ask: SaveList) -> Result<(), ApiError> {
        if ask.path.trim().is_empty() {
            return Err(ApiError::problem("Choose where to save the list."));
        }
        self.with(Act::Import, |open| {
            let is_the_one =
                open.given_out.as_deref() == Some(sha256_hex(ask.csv.as_bytes()).as_str());
            if !is_the_one {
                return Err(ApiError::refused("Look at the files again, then save the list."));
            }
            write_private(std::path::Path::new(ask.path.trim()), ask.csv.as_bytes())
        })
    }
}
