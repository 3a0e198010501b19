//! Looks at the bytes that were written, as a receiver would, with the people and the recorded
//! values beside them. The records file is read once more for that, by code of its own: what the
//! table made of it for the engine is not asked.

use std::collections::HashMap;

use homeward_release::attacks::on_records;
use homeward_release::measures::of_records;
use homeward_release::records_check::{Beside, Column, Found, Kind, Said, Written};

use super::fault::Fault;
use super::policy::{Policy, Role};
use super::report::{Measured, Tried};
use super::table::Table;

/// What was read to make the file.
pub(super) struct Source<'a> {
    pub policy: &'a Policy,
    pub table: &'a Table,
    /// The records file.
    pub records: &'a [u8],
    /// The row of the records file behind each written row.
    pub rows: &'a [u32],
    /// What the report will say.
    pub said: Option<Said>,
}

/// What is known of the written file when it has passed.
#[derive(Debug)]
pub(super) struct Checked {
    pub found: Found,
    pub attacks: Vec<Tried>,
    pub measures: Vec<Measured>,
}

/// Makes sure that the written file keeps every rule, and says what was found in it.
///
/// # Errors
/// The first rule that it does not keep.
pub(super) fn records(bytes: &[u8], source: &Source<'_>) -> Result<Checked, Fault> {
    let broken = |problem: String| Fault::DoesNotHold { problem };
    let recorded = Recorded::read(source.records, &source.policy.person)
        .ok_or_else(|| broken("The records cannot be read again.".into()))?;
    let columns: Vec<Column> =
        source.table.heading().filter_map(|name| column(name, source)).collect();
    let places: Vec<Option<usize>> =
        columns.iter().map(|column| recorded.place(&column.name)).collect();
    let left_out = &source.table.left_out;
    let kept_back: Vec<String> =
        left_out.identifiers.iter().chain(&left_out.dropped).cloned().collect();
    let cell = |column: usize, record: usize| recorded.cell(*places.get(column)?, record);
    let beside = Beside {
        columns: &columns,
        kept_back: &kept_back,
        rules: source.table.rules,
        people: &recorded.people,
        rows: source.rows,
        recorded: &cell,
        said: source.said,
    };
    let written = Written::read(bytes, &beside).map_err(|problem| broken(problem.to_string()))?;
    if let Some(problem) = written.problems().first() {
        return Err(broken(problem.to_string()));
    }
    Ok(Checked {
        found: written.found(),
        attacks: on_records(&written).iter().map(Tried::of).collect(),
        measures: of_records(&written).into_iter().map(Measured::of).collect(),
    })
}

/// What a column may hold, by the policy. None for one that must not leave: then the headings do not
/// agree.
fn column(name: &str, source: &Source<'_>) -> Option<Column> {
    let kind = match source.policy.role(name)? {
        Role::Quasi { floor, .. } => Kind::Broader {
            lines: source.table.lines.get(name)?.clone(),
            floor: usize::from(*floor),
        },
        Role::Sensitive { separator, none } => {
            Kind::Sensitive { separator: separator.clone(), none: none.clone(), codes: None }
        }
        Role::Plain { separator } => Kind::AsRecorded { separator: separator.clone(), codes: None },
        Role::Identifier | Role::Drop => return None,
    };
    Some(Column { name: name.to_owned(), kind })
}

/// The records file, read once more.
struct Recorded {
    names: Vec<String>,
    /// For each column: the different texts, and the text of each record.
    cells: Vec<(Vec<String>, Vec<u32>)>,
    /// The person of each record.
    people: Vec<u32>,
}

impl Recorded {
    fn read(bytes: &[u8], person: &str) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let names: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let mut cells = vec![(Vec::new(), Vec::new()); names.len()];
        let mut numbers: Vec<HashMap<String, u32>> = vec![HashMap::new(); names.len()];
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).ok()? {
            for ((text, (texts, rows)), numbers) in record.iter().zip(&mut cells).zip(&mut numbers)
            {
                if let Some(number) = numbers.get(text) {
                    rows.push(*number);
                    continue;
                }
                let next = u32::try_from(texts.len()).ok()?;
                numbers.insert(text.to_owned(), next);
                texts.push(text.to_owned());
                rows.push(next);
            }
        }
        // A space more or less makes nobody a second person.
        let (texts, rows) = cells.get(names.iter().position(|name| name == person)?)?;
        let mut first: HashMap<&str, u32> = HashMap::new();
        let same: Vec<u32> = texts
            .iter()
            .zip(0..)
            .map(|(text, number)| *first.entry(text.trim()).or_insert(number))
            .collect();
        let person = |text: &u32| same.get(usize::try_from(*text).ok()?).copied();
        let people = rows.iter().map(person).collect::<Option<_>>()?;
        Some(Self { names, cells, people })
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    fn cell(&self, column: Option<usize>, record: usize) -> Option<&str> {
        let (texts, rows) = self.cells.get(column?)?;
        Some(texts.get(usize::try_from(*rows.get(record)?).ok()?)?)
    }
}
