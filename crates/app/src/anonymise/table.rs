//! A table and its policy as what the engine takes, and the engine's answer as rows again.

use std::collections::{BTreeMap, HashMap};

use homeward_release::records::{Hierarchy, Input, Outcome, Quasi, Rules, Sensitive, anonymise};

use super::fault::{Fault, File};
use super::policy::{Policy, Role};
use super::text::{csv_fault, hierarchy_rows, text};

/// More rows are not read: row numbers are kept in 32 bits.
const MOST_ROWS: usize = 50_000_000;

/// A table that can be anonymised.
#[derive(Debug)]
pub struct Table {
    /// What the engine takes.
    pub input: Input,
    /// The rules of the policy.
    pub rules: Rules,
    /// Columns that leave, in the order of the records file.
    columns: Vec<Shown>,
    /// Columns of the records file that do not leave: those that name a person, and the others.
    pub left_out: LeftOut,
    /// The lines of the hierarchy file of each quasi column, by its heading.
    pub(super) lines: BTreeMap<String, Vec<Vec<String>>>,
    /// How many people there are.
    pub people: u32,
}

/// Columns that do not leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The person's, and others that name somebody.
    pub identifiers: Vec<String>,
    /// Those that the policy drops.
    pub dropped: Vec<String>,
}

/// A column that leaves.
#[derive(Debug)]
struct Shown {
    name: String,
    cells: Cells,
}

#[derive(Debug)]
enum Cells {
    /// Place among the engine's quasi columns.
    Quasi(usize),
    /// As it is: the different texts, and one of them a row.
    AsItIs { texts: Vec<String>, rows: Vec<u32> },
}

/// Numbers the different texts of a column in the order in which they come.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }
}

/// What is gathered of one column while the rows are read.
enum Gathering {
    Person {
        people: Texts,
        rows: Vec<u32>,
    },
    Quasi {
        quasi: Quasi,
        lines: Vec<Vec<String>>,
    },
    Sensitive {
        sensitive: Sensitive,
        items: Texts,
        separator: Option<String>,
        shown: Texts,
        rows: Vec<u32>,
    },
    Plain {
        separator: Option<String>,
        shown: Texts,
        rows: Vec<u32>,
    },
    Nothing,
}

impl Table {
    /// Reads the records of a policy. `hierarchy` gives the bytes of the file of this name that
    /// the column of the second name asks for.
    ///
    /// # Errors
    /// The first thing that is wrong with one of the files. Nothing is guessed and nothing skipped.
    pub fn read(
        records: &[u8],
        policy: &Policy,
        mut hierarchy: impl FnMut(&str, &str) -> Result<Vec<u8>, Fault>,
    ) -> Result<Self, Fault> {
        let text = text(records, File::Records, None)?;
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let fault = |error: csv::Error| csv_fault(&error, File::Records, None);
        let heading = reader.headers().map_err(fault)?.clone();
        let names: Vec<&str> = heading.iter().collect();
        check_names(&names, policy)?;

        let mut left_out = LeftOut::default();
        let mut columns = Vec::with_capacity(names.len());
        for name in &names {
            columns.push(begin(name, policy, &mut left_out, &mut hierarchy)?);
        }
        let mut record = csv::StringRecord::new();
        let mut rows = 0_usize;
        while reader.read_record(&mut record).map_err(fault)? {
            let line = record.position().map_or(1, csv::Position::line);
            for ((cell, name), column) in record.iter().zip(&names).zip(&mut columns) {
                column.take(cell, name, line)?;
            }
            rows += 1;
            if rows > MOST_ROWS {
                return Err(Fault::TooManyRows);
            }
        }
        if rows == 0 {
            return Err(Fault::NoRows);
        }
        Ok(end(&names, columns, left_out, policy))
    }

    /// Runs the engine.
    ///
    /// # Errors
    /// There are fewer people than k, or the rules cannot be kept within the drop cap.
    pub fn anonymise(&self) -> Result<Outcome, Fault> {
        if self.people < self.rules.k {
            return Err(Fault::TooFewPeople { k: self.rules.k });
        }
        anonymise(&self.input, &self.rules).map_err(|refusal| Fault::Refused(refusal.to_string()))
    }

    /// Rows of the records file.
    pub fn rows(&self) -> usize {
        self.input.people.len()
    }

    /// The heading of what leaves.
    pub fn heading(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Every row that leaves, in the order of the records file: its number there, and the group
    /// that it stands in.
    pub fn kept(outcome: &Outcome) -> Vec<(u32, u32)> {
        let mut kept: Vec<(u32, u32)> = outcome
            .classes
            .iter()
            .zip(0..)
            .flat_map(|(class, at)| class.rows.iter().map(move |row| (*row, at)))
            .collect();
        kept.sort_unstable();
        kept
    }

    /// The cells of a row as it leaves, in the group of this number.
    pub fn cells<'a>(
        &'a self,
        outcome: &'a Outcome,
        row: u32,
        class: u32,
    ) -> impl Iterator<Item = &'a str> {
        let nodes = usize::try_from(class).ok().and_then(|at| outcome.classes.get(at));
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        self.columns.iter().map(move |column| match &column.cells {
            Cells::Quasi(at) => {
                let node = nodes.and_then(|class| class.nodes.get(*at));
                let quasi = self.input.quasi.get(*at);
                quasi.zip(node).map_or("*", |(quasi, node)| quasi.hierarchy.label(*node))
            }
            Cells::AsItIs { texts, rows } => rows
                .get(row)
                .and_then(|text| texts.get(usize::try_from(*text).ok()?))
                .map_or("", String::as_str),
        })
    }
}

/// Every column of the policy is there, and none besides.
fn check_names(names: &[&str], policy: &Policy) -> Result<(), Fault> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (name, number) in names.iter().zip(1..) {
        if name.is_empty() {
            return Err(Fault::NamelessColumn { number });
        }
        if let Some(first) = first.insert(name, number) {
            return Err(Fault::ColumnTwice { first, second: number });
        }
    }
    if !names.contains(&policy.person.as_str()) {
        return Err(Fault::NoPersonColumn { column: policy.person.clone() });
    }
    // The policy's own names first: what stands in a file without a heading is never repeated.
    if let Some(missing) = policy.columns.iter().find(|column| !names.contains(&&*column.name)) {
        return Err(Fault::NoSuchColumn { column: missing.name.clone() });
    }
    match names.iter().find(|name| policy.role(name).is_none()) {
        Some(name) => Err(Fault::ColumnWithoutRole { column: (*name).to_owned() }),
        None => Ok(()),
    }
}

fn begin(
    name: &str,
    policy: &Policy,
    left_out: &mut LeftOut,
    hierarchy: &mut impl FnMut(&str, &str) -> Result<Vec<u8>, Fault>,
) -> Result<Gathering, Fault> {
    let role = policy.role(name).unwrap_or(&Role::Drop);
    match role {
        Role::Identifier => left_out.identifiers.push(name.to_owned()),
        Role::Drop => left_out.dropped.push(name.to_owned()),
        _ => {}
    }
    if name == policy.person {
        return Ok(Gathering::Person { people: Texts::default(), rows: Vec::new() });
    }
    Ok(match role {
        Role::Identifier | Role::Drop => Gathering::Nothing,
        Role::Plain { separator } => Gathering::Plain {
            separator: separator.clone(),
            shown: Texts::default(),
            rows: Vec::new(),
        },
        Role::Sensitive { separator, none } => {
            let mut items = Texts::default();
            let none = none.as_deref().map(|none| items.number(none));
            let (name, items_empty) = (name.to_owned(), Vec::new());
            Gathering::Sensitive {
                sensitive: Sensitive { name, items: items_empty, none, sets: Vec::new() },
                items,
                separator: separator.clone(),
                shown: Texts::default(),
                rows: Vec::new(),
            }
        }
        Role::Quasi { hierarchy: file, floor, weight } => {
            let rows = hierarchy_rows(&hierarchy(file, name)?, name)?;
            let tree = Hierarchy::new(name, &rows)
                .map_err(|refusal| Fault::Refused(refusal.to_string()))?;
            if usize::from(*floor) >= tree.levels() {
                return Err(Fault::FloorTooHigh { column: name.to_owned() });
            }
            let quasi = Quasi {
                name: name.to_owned(),
                hierarchy: tree,
                floor: *floor,
                weight: *weight,
                leaves: Vec::new(),
            };
            Gathering::Quasi { quasi, lines: rows }
        }
    })
}

impl Gathering {
    fn take(&mut self, cell: &str, name: &str, line: u64) -> Result<(), Fault> {
        match self {
            Self::Nothing => {}
            Self::Person { people, rows } => {
                // A space more or less makes nobody a second person.
                let person = cell.trim();
                if person.is_empty() {
                    return Err(Fault::NoPerson { line, column: name.to_owned() });
                }
                rows.push(people.number(person));
            }
            Self::Quasi { quasi, .. } => match quasi.hierarchy.leaf(cell) {
                Some(leaf) => quasi.leaves.push(leaf),
                None => return Err(Fault::OutsideHierarchy { line, column: name.to_owned() }),
            },
            Self::Plain { separator, shown, rows } => {
                rows.push(shown.number(&items_of(cell, separator.as_deref()).1));
            }
            Self::Sensitive { sensitive, items, separator, shown, rows } => {
                let (parts, text) = items_of(cell, separator.as_deref());
                let mut set: Vec<u32> = parts.iter().map(|part| items.number(part)).collect();
                set.sort_unstable();
                sensitive.sets.push(set);
                rows.push(shown.number(&text));
            }
        }
        Ok(())
    }
}

/// The items of a cell, each once and in alphabetical order, which tells nothing; and as text.
fn items_of<'a>(cell: &'a str, separator: Option<&str>) -> (Vec<&'a str>, String) {
    let Some(separator) = separator else { return (vec![cell], cell.to_owned()) };
    let mut items: Vec<&str> = cell.split(separator).map(str::trim).collect();
    items.sort_unstable();
    items.dedup();
    if items.len() > 1 {
        items.retain(|item| !item.is_empty());
    }
    let text = items.join(separator);
    (items, text)
}

fn end(names: &[&str], columns: Vec<Gathering>, left_out: LeftOut, policy: &Policy) -> Table {
    let mut input = Input { people: Vec::new(), quasi: Vec::new(), sensitive: Vec::new() };
    let mut lines = BTreeMap::new();
    let mut shown = Vec::new();
    let mut count = 0;
    let as_it_is = |texts: Texts, rows: Vec<u32>| Cells::AsItIs { texts: texts.texts, rows };
    for (name, column) in names.iter().zip(columns) {
        let cells = match column {
            Gathering::Nothing => continue,
            Gathering::Person { people, rows } => {
                count = u32::try_from(people.texts.len()).unwrap_or(u32::MAX);
                input.people = rows;
                continue;
            }
            Gathering::Quasi { quasi, lines: of_file } => {
                lines.insert((*name).to_owned(), of_file);
                input.quasi.push(quasi);
                Cells::Quasi(input.quasi.len() - 1)
            }
            Gathering::Sensitive { mut sensitive, items, shown, rows, .. } => {
                sensitive.items = items.texts;
                input.sensitive.push(sensitive);
                as_it_is(shown, rows)
            }
            Gathering::Plain { shown, rows, .. } => as_it_is(shown, rows),
        };
        shown.push(Shown { name: (*name).to_owned(), cells });
    }
    let rules = Rules {
        k: policy.k,
        l: policy.l,
        dominance: policy.dominance,
        homogeneity: policy.homogeneity,
        drop_cap: policy.drop_cap,
    };
    Table { input, rules, columns: shown, left_out, lines, people: count }
}
