//! Lines of a file: columns by a mapping, cells that no program takes for anything else.

use homeward_standard::{Holds, WrittenFile};

use super::File;

/// A file out of its rows: `cell` says what a row has for what a column holds.
pub(super) fn file<R>(
    written: &WrittenFile,
    rows: &[R],
    cell: impl Fn(&R, Holds) -> String,
) -> File {
    let mut text = line(written.columns.iter().map(|column| column.name.clone()));
    for row in rows {
        text.push_str(&line(written.columns.iter().map(|column| cell(row, column.holds))));
    }
    File { name: written.file.clone(), text, rows: rows.len() }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| safe(&cell)).collect();
    format!("{}\n", cells.join(","))
}

/// A cell. Only ids, codes, dates and counts stand in the returns, and none needs any of this; it
/// holds should a column ever be added that does.
fn safe(cell: &str) -> String {
    // A spreadsheet works out what begins with one of these; an apostrophe makes it text again.
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula_or_two_cells() {
        assert_eq!(safe("EX000012"), "EX000012");
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-2,3"), "\"'-2,3\"");
        assert_eq!(safe("a\"b"), "\"a\"\"b\"");
        assert_eq!(safe("two\nlines"), "\"two\nlines\"");
    }
}
