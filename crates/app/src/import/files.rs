//! The two files on disk: opened only when they are plain files, and fingerprinted as they are read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use homeward_casework::ssda903::{File as Which, Limits};
use homeward_vault::chain;

use crate::api::ApiError;

/// Bytes between two links of the fingerprint.
const BLOCK: usize = 64 * 1024;

/// A file that keeps a fingerprint of what was read of it: a chain of SHA-256 over its blocks.
pub(crate) struct Printed {
    file: File,
    block: Vec<u8>,
    print: [u8; 32],
}

impl Printed {
    /// Opens a file of the return.
    ///
    /// # Errors
    /// It is not there, is no plain file, is larger than any return, or may not be read.
    pub(crate) fn open(path: &str, which: Which, limits: Limits) -> Result<Self, ApiError> {
        let name = which.name();
        let about = std::fs::metadata(Path::new(path)).map_err(|cause| not_there(name, &cause))?;
        if !about.is_file() {
            return Err(ApiError::refused(format!(
                "{name} is not a file. Choose the file itself."
            )));
        }
        if about.len() > limits.bytes {
            return Err(super::summary::refusal(&homeward_casework::ssda903::Refusal::TooLarge {
                file: which,
                bytes: limits.bytes,
            }));
        }
        let file = File::open(path).map_err(|cause| not_there(name, &cause))?;
        Ok(Self { file, block: Vec::with_capacity(BLOCK), print: [0; 32] })
    }

    fn link(&mut self) {
        self.print = chain(&self.print, &self.block);
        self.block.clear();
    }

    /// The fingerprint of all that was read.
    pub(crate) fn finish(mut self) -> [u8; 32] {
        self.link();
        self.print
    }
}

fn not_there(name: &str, cause: &io::Error) -> ApiError {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            ApiError::refused(format!("{name} is not in that place. Check where it is."))
        }
        io::ErrorKind::PermissionDenied => {
            ApiError::refused(format!("{name} may not be read. Copy it to a folder of your own."))
        }
        _ => ApiError::refused(format!(
            "{name} could not be opened. Copy it to this laptop and try again."
        )),
    }
}

impl Read for Printed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let mut rest = buffer.get(..read).unwrap_or_default();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            rest = later;
            if self.block.len() == BLOCK {
                self.link();
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_rests_on_the_content_and_not_on_how_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing.csv");
        let text: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(&path, &text).unwrap();
        let print = |step: usize| {
            let mut file =
                Printed::open(path.to_str().unwrap(), Which::Missing, Limits::STANDARD).unwrap();
            let mut buffer = vec![0; step];
            while file.read(&mut buffer).unwrap() > 0 {}
            file.finish()
        };
        assert_eq!(print(7_001), print(100_000));
        let before = print(64);
        std::fs::write(&path, &text[1..]).unwrap();
        assert_ne!(before, print(64));
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let refused =
            Printed::open(folder.path().to_str().unwrap(), Which::Header, Limits::STANDARD);
        assert!(refused.err().unwrap().message.starts_with("header.csv is not a file"));
    }
}
