//! The files that are read, and the folder that is written.

use std::fs::{self, File as Opened};
use std::io::Read as _;
use std::path::Path;

use super::fault::{Fault, File};

/// The most that is read of a records file: a few million rows.
const MOST_RECORDS: u64 = 2 * 1024 * 1024 * 1024;
/// The most that is read of a policy or a hierarchy.
const MOST_BESIDE: u64 = 64 * 1024 * 1024;

/// The bytes of a file.
///
/// # Errors
/// It is not there, is a folder, may not be read, or is too large.
pub(super) fn read(path: &Path, file: File, column: Option<&str>) -> Result<Vec<u8>, Fault> {
    let column = || column.map(str::to_owned);
    let wrong = |cause: std::io::Error| match cause.kind() {
        std::io::ErrorKind::NotFound => Fault::NoSuchFile { file, column: column() },
        _ => Fault::Unreadable { file, column: column() },
    };
    if fs::metadata(path).map_err(wrong)?.is_dir() {
        return Err(Fault::Unreadable { file, column: column() });
    }
    let most = if file == File::Records { MOST_RECORDS } else { MOST_BESIDE };
    let mut bytes = Vec::new();
    Opened::open(path)
        .and_then(|opened| opened.take(most + 1).read_to_end(&mut bytes))
        .map_err(wrong)?;
    if bytes.len() as u64 > most {
        return Err(Fault::TooLarge { file, column: column() });
    }
    Ok(bytes)
}
