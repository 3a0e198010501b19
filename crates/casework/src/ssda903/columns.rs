//! Which column stands where.

use super::lines::Line;
use super::problem::{File, Refusal};
use super::row::Splitter;

/// A column that the reader uses. Others may be there and are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Child,
    Sex,
    Dob,
    Ethnic,
    Missing,
    MisStart,
    MisEnd,
}

impl Column {
    const ALL: [Self; 7] = [
        Self::Child,
        Self::Sex,
        Self::Dob,
        Self::Ethnic,
        Self::Missing,
        Self::MisStart,
        Self::MisEnd,
    ];

    /// The name in the file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Child => "CHILD",
            Self::Sex => "SEX",
            Self::Dob => "DOB",
            Self::Ethnic => "ETHNIC",
            Self::Missing => "MISSING",
            Self::MisStart => "MIS_START",
            Self::MisEnd => "MIS_END",
        }
    }

    /// The columns that a file must have.
    fn needed(file: File) -> &'static [Self] {
        match file {
            File::Header => &[Self::Child, Self::Sex, Self::Dob, Self::Ethnic],
            File::Missing => &[Self::Child, Self::Dob, Self::Missing, Self::MisStart, Self::MisEnd],
        }
    }
}

/// The places of the columns of one file.
pub(super) struct Columns {
    pub(super) file: File,
    places: [Option<usize>; Column::ALL.len()],
    /// How many columns the file has in all. Every row must have as many.
    pub(super) count: usize,
}

impl Columns {
    /// Reads the line of column names.
    ///
    /// Names may stand in any order, in capitals or not, with spaces around them or inside
    /// ("Mis Start").
    pub(super) fn read(
        splitter: &mut Splitter,
        file: File,
        line: Line<'_>,
    ) -> Result<Self, Refusal> {
        let Line::Text(text) = line else { return Err(Refusal::NotText { file }) };
        let names: Vec<String> =
            splitter.split(text).ok_or(Refusal::NotText { file })?.iter().map(plain).collect();
        let mut places = [None; Column::ALL.len()];
        for (place, column) in places.iter_mut().zip(Column::ALL) {
            let mut found =
                names.iter().enumerate().filter(|(_, name)| **name == plain(column.name()));
            *place = found.next().map(|(at, _)| at);
            if found.next().is_some() && Column::needed(file).contains(&column) {
                return Err(Refusal::DoubleColumn { file, column: column.name() });
            }
        }
        let columns = Self { file, places, count: names.len() };
        match Column::needed(file).iter().find(|column| columns.place(**column).is_none()) {
            None => Ok(columns),
            Some(_) if columns.is_complete(file.other()) => Err(Refusal::Swapped),
            Some(_) if names.len() == 1 && text.contains([';', '\t']) => {
                Err(Refusal::NoCommas { file })
            }
            Some(column) => Err(Refusal::MissingColumn { file, column: column.name() }),
        }
    }

    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column as usize).copied().flatten()
    }

    fn is_complete(&self, file: File) -> bool {
        Column::needed(file).iter().all(|column| self.place(*column).is_some())
    }
}

/// A column name without what people write differently.
fn plain(name: impl AsRef<str>) -> String {
    name.as_ref()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}
