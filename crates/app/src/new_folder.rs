//! A folder that somebody chose for files to be written to: new or empty, so that nothing is written over.

use std::fs;
use std::path::Path;

use crate::api::ApiError;

/// Makes sure that files can be written into this folder. `choose` is what is said when none was given.
///
/// # Errors
/// There is something in it, or the folder it is to stand in is not there.
pub fn must_be_new(out: &Path, choose: &str) -> Result<(), ApiError> {
    if out.as_os_str().is_empty() {
        return Err(ApiError::problem(choose));
    }
    match fs::read_dir(out) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(ApiError::problem(
                "There is something in that folder already. Choose a new or empty one, so that nothing is written over.",
            )),
        },
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            if parent(out).is_dir() {
                Ok(())
            } else {
                Err(ApiError::problem(
                    "The folder that it is to stand in does not exist. Make it, or choose another.",
                ))
            }
        }
        Err(_) => {
            Err(ApiError::problem("That is not a folder that can be written to. Choose another."))
        }
    }
}

/// The folder that a place stands in.
pub fn parent(out: &Path) -> &Path {
    out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
