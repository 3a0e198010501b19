//! Rows that read alike, found by sorting them.

use std::collections::BTreeMap;

use super::Kind;
use super::written::{Written, long, place};

/// The items of each different cell of a column.
pub(crate) struct Items {
    /// What the items say.
    pub names: Vec<String>,
    /// The item that says nothing was told, which everybody may share.
    pub none: Option<u32>,
    /// The items of each different text, by its number, sorted.
    pub of: Vec<Vec<u32>>,
}

impl Written<'_> {
    /// The places of the columns that were made broader.
    pub(crate) fn broader(&self) -> Vec<usize> {
        let columns = self.columns();
        columns.filter(|(_, c)| matches!(c.kind, Kind::Broader { .. })).map(|(at, _)| at).collect()
    }

    /// The places of the sensitive columns.
    pub(crate) fn sensitive(&self) -> Vec<usize> {
        let columns = self.columns();
        columns
            .filter(|(_, c)| matches!(c.kind, Kind::Sensitive { .. }))
            .map(|(at, _)| at)
            .collect()
    }

    /// Rows that read alike in some columns, each with its rows sorted by person.
    pub(crate) fn alike(&self, columns: &[usize]) -> Vec<Vec<u32>> {
        let many = u32::try_from(self.rows()).unwrap_or(u32::MAX);
        let mut rows: Vec<u32> = (0..many).collect();
        let key = |row: u32| columns.iter().map(move |&column| self.cell(column, row));
        rows.sort_by(|&a, &b| {
            key(a).cmp(key(b)).then_with(|| (self.person(a), a).cmp(&(self.person(b), b)))
        });
        rows.chunk_by(|&a, &b| key(a).eq(key(b))).map(<[u32]>::to_vec).collect()
    }

    /// The different people behind some rows that are sorted by person.
    pub(crate) fn people_of(&self, rows: &[u32]) -> u64 {
        long(rows.chunk_by(|&a, &b| self.person(a) == self.person(b)).count())
    }

    /// The most rows of one person among some rows that are sorted by person.
    pub(crate) fn most_of_one(&self, rows: &[u32]) -> u64 {
        let runs = rows.chunk_by(|&a, &b| self.person(a) == self.person(b));
        long(runs.map(<[u32]>::len).max().unwrap_or(0))
    }

    /// How many different answers some rows have in a column.
    pub(crate) fn answers_of(&self, column: usize, rows: &[u32]) -> u64 {
        let mut answers: Vec<u32> = rows.iter().map(|&row| self.cell(column, row)).collect();
        answers.sort_unstable();
        answers.dedup();
        long(answers.len())
    }

    /// How many people among some rows have each item of a column.
    pub(crate) fn people_with(
        &self,
        column: usize,
        items: &Items,
        rows: &[u32],
    ) -> BTreeMap<u32, u64> {
        let mut pairs: Vec<(u32, u32)> = rows
            .iter()
            .flat_map(|&row| {
                let of = &items.of[place(self.cell(column, row))];
                of.iter().map(move |&item| (item, self.person(row)))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, long(run.len()))).collect()
    }

    /// The most people among some rows who share one item that tells something.
    pub(crate) fn sharing(&self, column: usize, items: &Items, rows: &[u32]) -> u64 {
        let with = self.people_with(column, items, rows);
        with.into_iter()
            .filter(|(item, _)| Some(*item) != items.none)
            .map(|(_, n)| n)
            .max()
            .unwrap_or(0)
    }

    /// The items of a column whose cells hold several.
    pub(crate) fn items(&self, column: usize) -> Items {
        let (separator, none) = match &self.beside.columns[column].kind {
            Kind::Sensitive { separator, none, .. } => (separator.as_deref(), none.as_deref()),
            Kind::AsRecorded { separator, .. } => (separator.as_deref(), None),
            Kind::Broader { .. } => (None, None),
        };
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut items = Items { names: Vec::new(), none: None, of: Vec::new() };
        for text in &self.cells[column].texts {
            let mut here: Vec<u32> = parts(text, separator)
                .into_iter()
                .map(|item| {
                    *numbers.entry(item).or_insert_with(|| {
                        items.names.push(item.to_owned());
                        u32::try_from(items.names.len() - 1).unwrap_or(u32::MAX)
                    })
                })
                .collect();
            here.sort_unstable();
            here.dedup();
            items.of.push(here);
        }
        items.none = none.and_then(|none| numbers.get(none)).copied();
        items
    }
}

/// The items of a cell.
pub(super) fn parts<'t>(text: &'t str, separator: Option<&str>) -> Vec<&'t str> {
    match separator {
        Some(separator) => text.split(separator).map(str::trim).collect(),
        None => vec![text],
    }
}
