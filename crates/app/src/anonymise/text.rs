//! Files of rows as text: UTF-8, with or without the mark at its beginning.

use super::fault::{Fault, File};

/// The text of a file.
///
/// # Errors
/// It is empty or not UTF-8.
pub(super) fn text<'a>(
    bytes: &'a [u8],
    file: File,
    column: Option<&str>,
) -> Result<&'a str, Fault> {
    let column = || column.map(str::to_owned);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let not_text =
        |until: usize| Fault::NotText { file, column: column(), line: line(bytes, until) };
    let text = std::str::from_utf8(bytes).map_err(|error| not_text(error.valid_up_to()))?;
    // Text in UTF-16 and files of other programs are full of these.
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(not_text(at));
    }
    if text.trim().is_empty() {
        return Err(Fault::Empty { file, column: column() });
    }
    Ok(text)
}

/// The line that this byte stands in, counted from one.
fn line(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}

/// A fault of the CSV reader in our words.
pub(super) fn csv_fault(error: &csv::Error, file: File, column: Option<&str>) -> Fault {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Fault::Ragged {
            file,
            column: column.map(str::to_owned),
            line,
            found: *len,
            expected: *expected_len,
        },
        _ => Fault::NotCsv { file, line },
    }
}

/// The rows of a hierarchy file: a leaf, its broader labels and `*`, with semicolons between.
/// Labels are taken as they are, spaces too.
///
/// # Errors
/// It is empty, not UTF-8, or its rows are of different lengths.
pub(super) fn hierarchy_rows(bytes: &[u8], column: &str) -> Result<Vec<Vec<String>>, Fault> {
    let text = text(bytes, File::Hierarchy, Some(column))?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(text.as_bytes());
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        row.map(|row| row.iter().map(str::to_owned).collect())
            .map_err(|error| csv_fault(&error, File::Hierarchy, Some(column)))
    };
    reader.records().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_spaces_and_the_file_may_come_from_windows() {
        let rows = hierarchy_rows(b"\xEF\xBB\xBF2-7d;>48h;>48h ;*\r\n0-6h;<24h;<=48h;*\r\n", "d");
        let rows = rows.unwrap();
        assert_eq!(rows[0], ["2-7d", ">48h", ">48h ", "*"]);
        assert_eq!(rows[1], ["0-6h", "<24h", "<=48h", "*"]);
    }

    #[test]
    fn a_ragged_hierarchy_is_told_by_its_line() {
        let fault = hierarchy_rows(b"1;*\n2;b;*\n", "age").unwrap_err();
        assert_eq!(
            fault.to_string(),
            "Line 2 of the hierarchy file of the column \"age\" has 3 columns and not 2."
        );
    }

    #[test]
    fn what_is_no_text_is_told_by_its_line() {
        for bytes in [&b"a;*\nb\xFF;*\n"[..], b"a;*\nb\0;*\n"] {
            let fault = hierarchy_rows(bytes, "age").unwrap_err();
            assert!(matches!(fault, Fault::NotText { line: 2, .. }), "{fault}");
        }
        assert!(matches!(hierarchy_rows(b"\xEF\xBB\xBF \n", "a"), Err(Fault::Empty { .. })));
    }
}
