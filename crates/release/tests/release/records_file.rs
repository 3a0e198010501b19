//! A written file of records that stands for nobody, to be damaged.

use std::collections::BTreeMap;

use homeward_release::attacks::{Attack, on_records};
use homeward_release::measures::{Measure, of_records};
use homeward_release::records::{Hierarchy, Input, Quasi, Rules, Sensitive, anonymise};
use homeward_release::records_check::{Beside, Breach, Column, Kind, Said, Written};

use crate::sample::Draws;

pub const RULES: Rules = Rules { k: 5, l: 2, dominance: 500, homogeneity: 800, drop_cap: 10 };

/// The columns of the file, in their order: three are made broader.
pub const AGE: usize = 0;
pub const SEX: usize = 1;
pub const AREA: usize = 2;
pub const HARMS: usize = 3;
pub const REASONS: usize = 4;

const AGES: [&str; 6] =
    ["12;0-14;*", "13;0-14;*", "14;0-14;*", "15;15-17;*", "16;15-17;*", "17;15-17;*"];
const SEXES: [&str; 2] = ["F;*", "M;*"];
const AREAS: [&str; 4] = ["N1;North;*", "N2;North;*", "S1;South;*", "S2;South;*"];

/// A file with everything that is known beside it.
#[derive(Clone)]
pub struct File {
    pub heading: Vec<String>,
    pub cells: Vec<Vec<String>>,
    /// Turns the finished bytes into others.
    pub bytes: fn(Vec<u8>) -> Vec<u8>,
    pub columns: Vec<Column>,
    pub rules: Rules,
    pub people: Vec<u32>,
    pub rows: Vec<u32>,
    /// By record and column.
    pub recorded: Vec<Vec<String>>,
    pub said: Said,
}

fn lines(of: &[&str]) -> Vec<Vec<String>> {
    of.iter().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

fn columns() -> Vec<Column> {
    let codes = |of: &[&str]| Some(of.iter().map(|code| (*code).to_owned()).collect());
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let separator = || Some("|".to_owned());
    let (harms, reasons) = (codes(&["No", "A", "B", "C"]), codes(&["HOME", "PEER", "SCHOOL"]));
    vec![
        column("age", Kind::Broader { lines: lines(&AGES), floor: 0 }),
        column("sex", Kind::Broader { lines: lines(&SEXES), floor: 0 }),
        column("area", Kind::Broader { lines: lines(&AREAS), floor: 1 }),
        column(
            "harms",
            Kind::Sensitive { separator: separator(), none: Some("No".into()), codes: harms },
        ),
        column("reasons", Kind::AsRecorded { separator: separator(), codes: reasons }),
    ]
}

/// So many episodes of so many children, as they were recorded.
fn recorded(children: u64, episodes: u64, seed: u64) -> (Vec<u32>, Vec<Vec<String>>) {
    let mut draws = Draws(seed);
    let mut one = |of: &[&str]| -> String {
        of[usize::try_from(draws.below(of.len() as u64)).unwrap()].to_owned()
    };
    let leaf = |line: String| line.split(';').next().unwrap().to_owned();
    let lasting: Vec<Vec<String>> =
        (0..children).map(|_| vec![leaf(one(&AGES)), leaf(one(&SEXES))]).collect();
    (0..episodes)
        .map(|row| {
            let child = if row < children { row } else { (row * row + seed) % children };
            let mut cells = lasting[usize::try_from(child).unwrap()].clone();
            cells.push(leaf(one(&AREAS)));
            cells.push(one(&["No", "No", "No", "A", "B", "A|B", "C", "A|C"]));
            cells.push(one(&["HOME", "PEER", "HOME|PEER", "SCHOOL", "HOME|SCHOOL"]));
            (u32::try_from(child).unwrap(), cells)
        })
        .unzip()
}

/// A file that the engine made.
pub fn good(children: u64, episodes: u64, seed: u64) -> File {
    let (people, recorded) = recorded(children, episodes, seed);
    let quasi = |at: usize, name: &str, of: &[&str], floor| {
        let hierarchy = Hierarchy::new(name, &lines(of)).unwrap();
        let leaves = recorded.iter().map(|row| hierarchy.leaf(&row[at]).unwrap()).collect();
        Quasi { name: name.into(), hierarchy, floor, weight: 1000, leaves }
    };
    let items = ["No", "A", "B", "C"];
    let sets = recorded.iter().map(|row| {
        let number = |item: &str| items.iter().position(|i| *i == item).unwrap() as u32;
        let mut set: Vec<u32> = row[HARMS].split('|').map(number).collect();
        set.sort_unstable();
        set
    });
    let sensitive = Sensitive {
        name: "harms".into(),
        items: items.map(str::to_owned).to_vec(),
        none: Some(0),
        sets: sets.collect(),
    };
    let input = Input {
        people: people.clone(),
        quasi: vec![
            quasi(AGE, "age", &AGES, 0),
            quasi(SEX, "sex", &SEXES, 0),
            quasi(AREA, "area", &AREAS, 1),
        ],
        sensitive: vec![sensitive],
    };
    let outcome = anonymise(&input, &RULES).unwrap();
    let mut written: Vec<(u32, Vec<String>)> = Vec::new();
    for class in &outcome.classes {
        for &row in &class.rows {
            let labels = class.nodes.iter().zip(&input.quasi);
            let mut cells: Vec<String> =
                labels.map(|(node, quasi)| quasi.hierarchy.label(*node).to_owned()).collect();
            cells.extend(recorded[row as usize][HARMS..].iter().cloned());
            written.push((row, cells));
        }
    }
    let mut draws = Draws(seed + 99);
    for last in (1..written.len()).rev() {
        written.swap(last, usize::try_from(draws.below(last as u64 + 1)).unwrap());
    }
    let (rows, cells) = written.into_iter().unzip();
    let columns = columns();
    let said = Said { rows_written: 0, rows_left_out: 0, people: 0, groups: 0, smallest_group: 0 };
    let heading = columns.iter().map(|column| column.name.clone()).collect();
    let bytes = std::convert::identity;
    let mut file =
        File { heading, cells, bytes, columns, rules: RULES, people, rows, recorded, said };
    file.said = file.counted();
    file
}

impl File {
    pub fn written(&self) -> Vec<u8> {
        let line = |cells: &Vec<String>| cells.join(",") + "\n";
        let text: String = std::iter::once(&self.heading).chain(&self.cells).map(line).collect();
        (self.bytes)(text.into_bytes())
    }

    fn with<T>(&self, then: impl for<'x> FnOnce(&[u8], &'x Beside<'x>) -> T) -> T {
        let recorded = |column: usize, record: usize| {
            self.recorded.get(record).and_then(|row| row.get(column)).map(String::as_str)
        };
        let kept_back = ["child".to_owned(), "notes".to_owned()];
        let beside = Beside {
            columns: &self.columns,
            kept_back: &kept_back,
            rules: self.rules,
            people: &self.people,
            rows: &self.rows,
            recorded: &recorded,
            said: Some(self.said),
        };
        then(&self.written(), &beside)
    }

    /// What the check finds.
    pub fn breaches(&self) -> Vec<Breach> {
        self.with(|bytes, beside| match Written::read(bytes, beside) {
            Ok(written) => written.problems().into_iter().map(|problem| problem.breach).collect(),
            Err(problem) => vec![problem.breach],
        })
    }

    pub fn attacks(&self) -> Vec<Attack> {
        self.with(|bytes, beside| on_records(&Written::read(bytes, beside).unwrap()))
    }

    pub fn attack(&self, id: &str) -> Attack {
        self.attacks().into_iter().find(|attack| attack.id == id).unwrap()
    }

    pub fn measures(&self) -> Vec<Measure> {
        self.with(|bytes, beside| of_records(&Written::read(bytes, beside).unwrap()))
    }

    /// The rows of each group, by what stands in its broader columns.
    pub fn groups(&self) -> BTreeMap<Vec<String>, Vec<usize>> {
        let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (row, cells) in self.cells.iter().enumerate() {
            groups.entry(cells[..HARMS].to_vec()).or_default().push(row);
        }
        groups
    }

    pub fn person(&self, row: usize) -> u32 {
        self.people[self.rows[row] as usize]
    }

    /// Every row as it was recorded: what somebody would give who drops the names and no more.
    pub fn naive(mut self) -> Self {
        for (cells, record) in self.cells.iter_mut().zip(&self.rows) {
            cells.clone_from(&self.recorded[*record as usize]);
        }
        self
    }

    /// Says something of a row, and that it was recorded so.
    pub fn rewrite(&mut self, row: usize, column: usize, text: &str) {
        self.cells[row][column] = text.to_owned();
        self.recorded[self.rows[row] as usize][column] = text.to_owned();
    }

    /// The plain count of what a report says.
    pub fn counted(&self) -> Said {
        let many = |count: usize| count as u64;
        let distinct = |of: &mut dyn Iterator<Item = u32>| {
            many(of.collect::<std::collections::BTreeSet<_>>().len())
        };
        let groups = self.groups();
        let sizes = groups.values().map(|rows| distinct(&mut rows.iter().map(|r| self.person(*r))));
        Said {
            rows_written: many(self.cells.len()),
            rows_left_out: many(self.people.len() - self.rows.len()),
            people: distinct(&mut self.people.iter().copied()),
            groups: many(groups.len()),
            smallest_group: sizes.min().unwrap_or(0),
        }
    }
}
