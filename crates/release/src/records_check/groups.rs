//! Rows that read alike, found by sorting them.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use super::written::{Written, long, place};
use crate::{ABSENCE_CODES, MASKED};

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

    /// The places of the columns that nobody must learn.
    pub(crate) fn sensitive(&self) -> Vec<usize> {
        let secret = |kind: &Kind| match kind {
            Kind::Sensitive { .. } => true,
            Kind::Told { telling, diverse, .. } => *diverse || !telling.is_empty(),
            _ => false,
        };
        self.columns().filter(|(_, c)| secret(&c.kind)).map(|(at, _)| at).collect()
    }

    /// The places of the columns whose cells hold items.
    pub(crate) fn told(&self) -> Vec<usize> {
        let told = |kind: &Kind| match kind {
            Kind::Sensitive { .. } | Kind::Told { .. } => true,
            Kind::AsRecorded { separator, .. } => separator.is_some(),
            Kind::Broader { .. } => false,
        };
        self.columns().filter(|(_, c)| told(&c.kind)).map(|(at, _)| at).collect()
    }

    /// For each two items that stand in one of some rows, and each one alone: how many people have
    /// a row with both.
    pub(crate) fn people_with_two(&self, told: &[(usize, Items)], rows: &[u32]) -> Vec<u64> {
        let mut with: Vec<([(usize, u32); 2], u32)> = Vec::new();
        for &row in rows {
            let said: Vec<(usize, u32)> = told
                .iter()
                .flat_map(|(column, items)| {
                    let of = &items.of[place(self.cell(*column, row))];
                    of.iter().map(|item| (*column, *item))
                })
                .collect();
            for (at, &one) in said.iter().enumerate() {
                with.extend(said[at..].iter().map(|&two| ([one, two], self.person(row))));
            }
        }
        with.sort_unstable();
        with.dedup();
        with.chunk_by(|a, b| a.0 == b.0).map(|run| long(run.len())).collect()
    }

    /// The items that say of everybody who has them in some rows that something bad happened.
    pub(crate) fn telling(&self, column: usize, items: &Items, rows: &[u32]) -> BTreeSet<u32> {
        let all = (0..).zip(&items.names);
        match &self.beside.columns[column].kind {
            Kind::Sensitive { .. } => {
                all.map(|(item, _)| item).filter(|item| Some(*item) != items.none).collect()
            }
            Kind::Told { separator, labels, telling, .. } => {
                // Who sees nothing but masked cells learns nothing.
                if rows.iter().all(|row| self.text(column, *row) == MASKED) {
                    return BTreeSet::new();
                }
                // Beside others, a masked item stands for whatever has no label of its own.
                let mut of: BTreeMap<u32, bool> = BTreeMap::new();
                let masked = items.names.iter().position(|name| name == MASKED);
                for &row in rows {
                    let shown = &items.of[place(self.cell(column, row))];
                    let recorded = (self.beside.recorded)(column, self.record(row));
                    for code in parts(recorded.unwrap_or_default(), Some(separator)) {
                        let may_be = labels.get(code);
                        let stands = |item: &&u32| {
                            let name = &items.names[place(**item)];
                            name != MASKED && may_be.is_some_and(|may_be| may_be.contains(name))
                        };
                        let masked = masked.and_then(|masked| u32::try_from(masked).ok());
                        if let Some(item) = shown.iter().find(stands).copied().or(masked) {
                            *of.entry(item).or_insert(true) &= telling.contains(code);
                        }
                    }
                }
                of.into_iter().filter(|(_, tells)| *tells).map(|(item, _)| item).collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// Whether some rows must have several different answers in a column.
    pub(super) fn must_differ(&self, column: usize, rows: &[u32]) -> bool {
        match &self.beside.columns[column].kind {
            Kind::Told { diverse, .. } => {
                // Where nothing is told, there is nothing to differ in.
                let told = |row: &u32| {
                    let cell =
                        (self.beside.recorded)(column, self.record(*row)).unwrap_or_default();
                    !ABSENCE_CODES.contains(&cell)
                };
                let shown = |row: &u32| self.text(column, *row) != MASKED;
                *diverse && rows.iter().any(told) && rows.iter().any(shown)
            }
            _ => true,
        }
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

    /// Rows that read alike in every broader column, each group with its rows sorted by person.
    pub(crate) fn groups(&self) -> &[Vec<u32>] {
        self.groups.get_or_init(|| self.alike(&self.broader()))
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
        let telling = self.telling(column, items, rows);
        let with = self.people_with(column, items, rows).into_iter();
        with.filter(|(item, _)| telling.contains(item)).map(|(_, n)| n).max().unwrap_or(0)
    }

    /// The items of a column whose cells hold several.
    pub(crate) fn items(&self, column: usize) -> Items {
        let (separator, none) = match &self.beside.columns[column].kind {
            Kind::Sensitive { separator, none, .. } => (separator.as_deref(), none.as_deref()),
            Kind::AsRecorded { separator, .. } => (separator.as_deref(), None),
            Kind::Told { separator, .. } => (Some(separator.as_str()), None),
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
