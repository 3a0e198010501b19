//! The rows of a year, with what they say as numbers: they are gone through for every table, and for
//! every two answers that hang together, in every group.

use std::collections::BTreeMap;

use crate::Row;
use crate::audit::AuditFault;

/// One variable of all rows.
pub(crate) struct Column<'a> {
    /// The codes that rows have.
    pub codes: Vec<&'a str>,
    /// For each row the place of its code.
    pub at: Vec<usize>,
}

/// The variables of all rows, and their children.
pub(crate) struct Columns<'a> {
    columns: BTreeMap<&'a str, Column<'a>>,
    pub children: Vec<u64>,
}

impl<'a> Columns<'a> {
    /// Takes some variables out of the rows.
    ///
    /// # Errors
    /// A row lacks one of them.
    pub(crate) fn of(
        variables: impl IntoIterator<Item = &'a str>,
        rows: &'a [Row],
    ) -> Result<Self, AuditFault> {
        let mut columns = BTreeMap::new();
        for variable in variables {
            let mut places: BTreeMap<&str, usize> = BTreeMap::new();
            let mut column = Column { codes: Vec::new(), at: Vec::with_capacity(rows.len()) };
            for row in rows {
                let code = row
                    .values
                    .get(variable)
                    .ok_or_else(|| AuditFault::Episode { variable: variable.to_owned() })?;
                let place = *places.entry(code).or_insert_with(|| {
                    column.codes.push(code);
                    column.codes.len() - 1
                });
                column.at.push(place);
            }
            columns.insert(variable, column);
        }
        Ok(Self { columns, children: rows.iter().map(|row| row.child).collect() })
    }

    /// One of them.
    ///
    /// # Errors
    /// It is not among them.
    pub(crate) fn get(&self, variable: &str) -> Result<&Column<'a>, AuditFault> {
        let fault = || AuditFault::Episode { variable: variable.to_owned() };
        self.columns.get(variable).ok_or_else(fault)
    }

    /// The different children of some rows.
    pub(crate) fn children_of(&self, rows: impl Iterator<Item = usize>) -> Vec<u64> {
        let mut children: Vec<u64> =
            rows.filter_map(|row| self.children.get(row)).copied().collect();
        children.sort_unstable();
        children.dedup();
        children
    }
}
