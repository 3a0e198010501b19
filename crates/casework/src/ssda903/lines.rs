//! Lines of a text file, one at a time, with a limit on everything.

use super::problem::{File, Refusal};
use std::io::{BufRead, BufReader, Read};

/// How much is read before a file is refused.
///
/// A real return of a large authority is a few hundred kilobytes. The limits are far above that
/// and keep a wrong file from filling the memory of a laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Rows of one file.
    pub rows: u64,
    /// Bytes of one line. A longer one is a problem of that row.
    pub line: usize,
    /// Characters of one field. A longer one is a problem of that row.
    pub field: usize,
}

impl Limits {
    /// The limits of the program: 256 MiB and 2,000,000 rows a file, 64 KiB a line, 200
    /// characters a field.
    pub const STANDARD: Self =
        Self { bytes: 256 * 1024 * 1024, rows: 2_000_000, line: 64 * 1024, field: 200 };
}

impl Default for Limits {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A line without its end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line<'a> {
    /// Its text.
    Text(&'a str),
    /// It is longer than allowed. What follows it can still be read.
    TooLong,
}

/// The lines of a file. Ends are LF, CR LF or CR.
pub(super) struct Lines<R> {
    file: File,
    input: BufReader<R>,
    limits: Limits,
    bytes: u64,
    number: u64,
    line: Vec<u8>,
    after_return: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(file: File, input: R, limits: Limits) -> Self {
        let input = BufReader::with_capacity(64 * 1024, input);
        Self { file, input, limits, bytes: 0, number: 0, line: Vec::new(), after_return: false }
    }

    /// Bytes read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line and its number, counted from 1. None at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Line<'_>)>, Refusal> {
        let file = self.file;
        let Some(too_long) = self.fill()? else { return Ok(None) };
        self.number += 1;
        if self.number == 1 {
            look_at_start(file, &self.line)?;
        }
        if too_long {
            return match self.number {
                // No list of columns is that long: this is no table at all.
                1 => Err(Refusal::NotText { file }),
                number => Ok(Some((number, Line::TooLong))),
            };
        }
        if self.line.contains(&0) {
            return Err(Refusal::NotText { file });
        }
        let line = self.number;
        let text = std::str::from_utf8(&self.line).map_err(|_| Refusal::NotUtf8 { file, line })?;
        let text = text.strip_prefix('\u{feff}').filter(|_| line == 1).unwrap_or(text);
        Ok(Some((line, Line::Text(text))))
    }

    /// Reads up to the end of a line. None at the end of the file; true when it was too long.
    fn fill(&mut self) -> Result<Option<bool>, Refusal> {
        let file = self.file;
        self.line.clear();
        let (mut too_long, mut any) = (false, false);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(fault) => return Err(Refusal::CouldNotRead { file, kind: fault.kind() }),
            };
            if available.is_empty() {
                return Ok(any.then_some(too_long));
            }
            // The second half of a CR LF whose first half ended the line before.
            let skip = usize::from(self.after_return && available.first() == Some(&b'\n'));
            self.after_return = false;
            let rest = available.get(skip..).unwrap_or_default();
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let text = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            let room = self.limits.line.saturating_sub(self.line.len());
            too_long |= text.len() > room;
            self.line.extend_from_slice(text.get(..room).unwrap_or(text));
            any |= !rest.is_empty();
            let used = skip + text.len() + usize::from(end.is_some());
            self.after_return = end.is_some_and(|end| rest.get(end) == Some(&b'\r'));
            self.input.consume(used);
            self.bytes += used as u64;
            if self.bytes > self.limits.bytes {
                return Err(Refusal::TooLarge { file, bytes: self.limits.bytes });
            }
            if end.is_some() {
                return Ok(Some(too_long));
            }
        }
    }
}

/// Refuses what is plainly no CSV in UTF-8 by the first bytes of the file, with the reason.
fn look_at_start(file: File, start: &[u8]) -> Result<(), Refusal> {
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(Refusal::Utf16 { file });
    }
    // A zip archive (xlsx, ods) or an old compound document (xls).
    if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::Spreadsheet { file });
    }
    // UTF-16 without a mark: every other byte of the column names is zero.
    let zero_at = |place: usize| start.get(place) == Some(&0);
    if start.len() >= 4 && ((zero_at(1) && zero_at(3)) || (zero_at(0) && zero_at(2))) {
        return Err(Refusal::Utf16 { file });
    }
    Ok(())
}
