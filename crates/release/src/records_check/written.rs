//! Reads the bytes of a file of records.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::{Beside, Breach, Column, Problem};

/// A written file of records, read.
pub struct Written<'a> {
    pub(crate) beside: &'a Beside<'a>,
    /// The cells of each column.
    pub(crate) cells: Vec<Cells>,
    /// Rows that read alike in every broader column.
    pub(super) groups: OnceCell<Vec<Vec<u32>>>,
}

/// The cells of one column: each different text once, and its number in each row.
pub(crate) struct Cells {
    pub texts: Vec<String>,
    pub rows: Vec<u32>,
}

impl<'a> Written<'a> {
    /// Reads a file. Whether it keeps the rules is for [`Written::problems`] to say.
    ///
    /// # Errors
    /// It cannot be read, has other columns than may leave, or other rows than `beside` knows of.
    pub fn read(bytes: &[u8], beside: &'a Beside<'a>) -> Result<Self, Problem> {
        let whole = |breach| Problem { breach, row: None, times: 1 };
        let mark = bytes.starts_with(b"\xEF\xBB\xBF");
        if mark || !bytes.ends_with(b"\n") || bytes.contains(&0) {
            return Err(whole(Breach::Unreadable));
        }
        let mut reader = csv::Reader::from_reader(bytes);
        let heading = reader.headers().map_err(|_| whole(Breach::Unreadable))?.clone();
        if let Some(name) = heading.iter().find(|name| beside.kept_back.iter().any(|b| b == name)) {
            return Err(whole(Breach::KeptBack(name.to_owned())));
        }
        if !heading.iter().eq(beside.columns.iter().map(|column| column.name.as_str())) {
            return Err(whole(Breach::Columns));
        }
        let mut numbers: Vec<HashMap<String, u32>> = vec![HashMap::new(); heading.len()];
        let mut cells: Vec<Cells> =
            heading.iter().map(|_| Cells { texts: Vec::new(), rows: Vec::new() }).collect();
        let mut record = csv::StringRecord::new();
        let mut rows = 0_usize;
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => rows += 1,
                Ok(false) => break,
                Err(error) => {
                    let ragged = matches!(error.kind(), csv::ErrorKind::UnequalLengths { .. });
                    let breach = if ragged { Breach::Ragged } else { Breach::Unreadable };
                    return Err(Problem { breach, row: Some(long(rows) + 1), times: 1 });
                }
            }
            for ((text, numbers), cells) in record.iter().zip(&mut numbers).zip(&mut cells) {
                let number = match numbers.get(text) {
                    Some(number) => *number,
                    None => {
                        let next = u32::try_from(cells.texts.len()).unwrap_or(u32::MAX);
                        numbers.insert(text.to_owned(), next);
                        cells.texts.push(text.to_owned());
                        next
                    }
                };
                cells.rows.push(number);
            }
        }
        if rows < beside.rows.len() {
            return Err(whole(Breach::LacksRow));
        }
        if rows > beside.rows.len() {
            let row = Some(long(beside.rows.len()) + 1);
            return Err(Problem { breach: Breach::NobodysRow, row, times: 1 });
        }
        Ok(Self { beside, cells, groups: OnceCell::new() })
    }

    /// The columns, with their places.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (usize, &'a Column)> + use<'a> {
        self.beside.columns.iter().enumerate()
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.beside.rows.len()
    }

    /// The record behind a row.
    pub(crate) fn record(&self, row: u32) -> usize {
        self.beside.rows.get(place(row)).map_or(usize::MAX, |record| place(*record))
    }

    /// The person behind a row. Rows of nobody are somebody else's each, and are a problem anyway.
    pub(crate) fn person(&self, row: u32) -> u32 {
        self.beside.people.get(self.record(row)).copied().unwrap_or(u32::MAX - row)
    }

    /// What stands in a column of a row, as a number.
    pub(crate) fn cell(&self, column: usize, row: u32) -> u32 {
        self.cells[column].rows[place(row)]
    }

    /// What stands in a column of a row.
    pub(crate) fn text(&self, column: usize, row: u32) -> &str {
        &self.cells[column].texts[place(self.cell(column, row))]
    }
}

pub(crate) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

pub(crate) fn long(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
