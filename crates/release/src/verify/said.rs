//! What the store's rows say of each variable, as numbers: tables are worked out again by the hundred,
//! and codes are compared once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{Profile, Row};

/// What the rows say.
pub(super) struct Said<'a> {
    /// The child of each row.
    pub children: Vec<u64>,
    by_variable: BTreeMap<&'a str, Column<'a>>,
}

/// What the rows say of one variable.
pub(super) struct Column<'a> {
    /// The different codes. A row that says nothing has an empty one, which no list holds.
    pub codes: Vec<&'a str>,
    /// For each row, the place of its code among them.
    pub of_row: Vec<usize>,
}

impl<'a> Said<'a> {
    pub(super) fn of(profile: &'a Profile, rows: &'a [Row]) -> Self {
        let mut by_variable = BTreeMap::new();
        for variable in profile.variables.iter().map(|variable| variable.name.as_str()) {
            let mut places: HashMap<&str, usize> = HashMap::new();
            let mut column = Column { codes: Vec::new(), of_row: Vec::with_capacity(rows.len()) };
            for row in rows {
                let code = row.values.get(variable).map(String::as_str).unwrap_or_default();
                column.of_row.push(*places.entry(code).or_insert_with(|| {
                    column.codes.push(code);
                    column.codes.len() - 1
                }));
            }
            by_variable.insert(variable, column);
        }
        Self { children: rows.iter().map(|row| row.child).collect(), by_variable }
    }

    pub(super) fn column(&self, variable: &str) -> Option<&Column<'a>> {
        self.by_variable.get(variable)
    }

    /// The rows that have one of some codes.
    pub(super) fn with(&self, variable: &str, group: &BTreeSet<&str>) -> Vec<usize> {
        let Some(column) = self.column(variable) else { return Vec::new() };
        let inside: Vec<bool> = column.codes.iter().map(|code| group.contains(code)).collect();
        (0..self.children.len()).filter(|row| inside[column.of_row[*row]]).collect()
    }
}
