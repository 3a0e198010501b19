//! The set of files, their hashes, and reading a CSV file strictly.

use std::collections::{BTreeSet, HashMap};

use super::LARGEST_FILE;
use super::manifest::OTHER_FILES;
use super::report::Findings;
use crate::ReleaseFile;

/// Checks that exactly the files that the manifest lists are there, with the hashes it gives.
pub(super) fn check_files(
    files: &[ReleaseFile],
    listed: &[(&str, &str)],
    hash: &dyn Fn(&[u8]) -> String,
    findings: &mut Findings,
) {
    for (name, sha256) in listed {
        // A name from a manifest that was tampered with is not repeated.
        let shown = shown_name(name);
        match files.iter().find(|f| f.name == *name) {
            None => findings.file(&shown, "The manifest lists this file, and it is not here."),
            Some(file) if too_large(file) => {
                findings.file(&shown, "The file is too large for a release and was not read.");
            }
            Some(file) if hash(&file.bytes) != *sha256 => {
                findings.file(&shown, "The file is not the one that the manifest was written for: its hash is another. It was changed or damaged.");
            }
            Some(_) => {}
        }
    }
    let mut seen = BTreeSet::new();
    for file in files {
        if !seen.insert(file.name.as_str()) {
            findings.file(&shown_name(&file.name), "There are two files of this name.");
        }
        let known = listed.iter().any(|(name, _)| *name == file.name);
        if file.name != "manifest.json" && !known {
            findings.file(&shown_name(&file.name), "This file does not belong to the release. Take it out, and find out how it came here.");
        }
    }
}

fn too_large(file: &ReleaseFile) -> bool {
    u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) > LARGEST_FILE
}

/// The name of a file if it looks like one of ours. Anything else could be somebody's name.
fn shown_name(name: &str) -> String {
    let plain = name.len() <= 100
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-./".contains(&b));
    if plain || OTHER_FILES.contains(&name) {
        name.to_owned()
    } else {
        "(a file whose name is not repeated here)".to_owned()
    }
}

/// A line of a CSV file.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, the heading being 1.
    pub number: u64,
    /// How many lines say the same, this one being the first of them.
    pub times: u64,
    /// Its cells.
    pub cells: csv::StringRecord,
}

/// The lines of a CSV file in which every cell is a code: the heading, then every line that differs
/// from those before it. None if the file is written in a way that no release is; the reason is
/// then among the findings.
pub(super) fn csv_lines(file: &ReleaseFile, findings: &mut Findings) -> Option<Vec<Line>> {
    let name = &file.name;
    if too_large(file) {
        return None;
    }
    if let Some((line, sentence)) = oddity(&file.bytes) {
        findings.line(name, line, sentence);
        return None;
    }
    // Without quotation marks, a line of the file is a line of the table. Tables have few groups
    // and many rows, so each line that differs is read once and counted.
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let mut lines: Vec<(u64, u64, &[u8])> = Vec::new();
    let all = file.bytes.split_inclusive(|byte| *byte == b'\n');
    for (number, line) in (1..).zip(all) {
        match places.get(line) {
            Some(&place) if place > 0 => lines[place].1 += 1,
            _ => {
                places.insert(line, lines.len());
                lines.push((number, 1, line));
            }
        }
    }
    let text: Vec<u8> = lines.iter().flat_map(|(_, _, line)| line.iter().copied()).collect();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
    let read: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    match read {
        Ok(records) if records.len() == lines.len() => Some(
            lines
                .into_iter()
                .zip(records)
                .map(|((number, times, _), cells)| Line { number, times, cells })
                .collect(),
        ),
        _ => {
            findings.file(name, "The file cannot be read as a table.");
            None
        }
    }
}

/// What in the bytes of a table no release has, with its line.
fn oddity(bytes: &[u8]) -> Option<(u64, &'static str)> {
    if bytes.is_empty() {
        return Some((1, "The file is empty."));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Some((
            1,
            "The file begins with a byte order mark. A spreadsheet has written it again; ask for the folder as it was made.",
        ));
    }
    let mut line = 1;
    let mut last = b'\n';
    for &byte in bytes {
        match byte {
            b'\n' if last == b'\n' => return Some((line, "The file has a blank line.")),
            b'\n' => line += 1,
            b'\r' => {
                return Some((
                    line,
                    "The line ends in another way than in any release. A program has written the file again.",
                ));
            }
            b'"' => return Some((line, "The line has a quotation mark, which no code needs.")),
            0x21..=0x7E => {}
            _ => {
                return Some((
                    line,
                    "The line has a space or a character that stands in no code. It could be a name or other free text.",
                ));
            }
        }
        last = byte;
    }
    (last != b'\n').then_some((line, "The last line is cut short."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_an_odd_character_is_named() {
        assert_eq!(oddity(b"a,b\nc,d\n"), None);
        for (bytes, line) in [
            (b"a,b\nc,Example Child\n".as_slice(), 2),
            (b"a,b\r\nc,d\r\n", 1),
            (b"a,b\n\"c\",d\n", 2),
            (b"a,b\n\nc,d\n", 2),
            (b"\na,b\n", 1),
            (b"a,b\nc,d", 2),
            (b"a,b\nc,\xff\n", 2),
            (b"\xef\xbb\xbfa,b\n", 1),
            (b"", 1),
        ] {
            assert_eq!(oddity(bytes).map(|(line, _)| line), Some(line));
        }
    }

    #[test]
    fn a_file_name_that_could_be_somebodys_is_not_repeated() {
        assert_eq!(shown_name("tables/duration-by-age.csv"), "tables/duration-by-age.csv");
        assert!(!shown_name("Example Child 12.docx").contains("Example"));
    }
}
