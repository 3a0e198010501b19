//! Reads the topic tables of a release, with the episodes behind each group of rows.

use std::collections::{BTreeMap, BTreeSet};

use super::AttackFault;
use crate::{Manifest, Merge, ReleaseFile, Row};

/// The tables of a release.
pub(super) struct Tables<'a> {
    pub manifest: Manifest,
    pub tables: Vec<Table>,
    /// The episodes behind them.
    pub rows: &'a [Row],
}

/// One table as it was written.
pub(super) struct Table {
    pub topic: String,
    /// How the codes of each column were merged.
    pub merges: Vec<Merge>,
    /// In the order of their codes.
    pub groups: Vec<Group>,
    /// The group of each written row.
    pub order: Vec<usize>,
    /// What each written row holds besides its answers. None if that is the same in all rows, as it
    /// should be: anything else is something to link rows by.
    pub keys: Option<Vec<String>>,
    /// The group of each episode.
    pub of_row: Vec<usize>,
}

/// Rows with the same answers.
pub(super) struct Group {
    pub codes: Vec<String>,
    /// The children behind them, with how many rows each has.
    pub children: BTreeMap<u64, u64>,
    pub rows: u64,
}

impl<'a> Tables<'a> {
    pub(super) fn read(files: &[ReleaseFile], rows: &'a [Row]) -> Result<Self, AttackFault> {
        let unreadable = |file: &str| AttackFault::Unreadable { file: file.to_owned() };
        let bytes = |name: &str| {
            let file = files.iter().find(|file| file.name == name);
            file.map(|file| file.bytes.as_slice()).ok_or_else(|| unreadable(name))
        };
        let manifest: Manifest = serde_json::from_slice(bytes("manifest.json")?)
            .map_err(|_| unreadable("manifest.json"))?;
        let mut tables = Vec::new();
        for entry in &manifest.tables {
            let written = written(bytes(&entry.file)?, &entry.merges)
                .ok_or_else(|| unreadable(&entry.file))?;
            let table = behind(written, &entry.topic, &entry.merges, rows);
            tables.push(table.ok_or_else(|| AttackFault::OtherRows { file: entry.file.clone() })?);
        }
        Ok(Self { manifest, tables, rows })
    }
}

impl Table {
    /// The different children of some groups.
    pub(super) fn children_of(&self, groups: impl IntoIterator<Item = usize>) -> BTreeSet<u64> {
        groups.into_iter().flat_map(|at| self.groups[at].children.keys().copied()).collect()
    }

    /// The codes of a column that are shown as one with this code.
    pub(super) fn leaves(&self, column: usize, code: &str) -> BTreeSet<&str> {
        let codes = self.merges[column].codes.iter();
        codes.filter(|(_, to)| *to == code).map(|(from, _)| from.as_str()).collect()
    }
}

/// The rows of a table: the answers of each, and what else stands in it.
struct WrittenRows {
    answers: Vec<Vec<String>>,
    rest: Vec<String>,
}

fn written(bytes: &[u8], merges: &[Merge]) -> Option<WrittenRows> {
    let mut reader = csv::Reader::from_reader(bytes);
    let heading = reader.headers().ok()?.clone();
    let places: Vec<usize> = merges
        .iter()
        .map(|merge| heading.iter().position(|name| name == merge.variable))
        .collect::<Option<_>>()?;
    let mut written = WrittenRows { answers: Vec::new(), rest: Vec::new() };
    for record in reader.records() {
        let record = record.ok()?;
        written.answers.push(places.iter().map(|&at| record[at].to_owned()).collect());
        let rest = (0..record.len()).filter(|at| !places.contains(at)).map(|at| &record[at]);
        written.rest.push(rest.collect::<Vec<_>>().join("\u{1f}"));
    }
    Some(written)
}

/// Puts the episodes behind the rows of a table. None if there are other episodes than rows.
fn behind(written: WrittenRows, topic: &str, merges: &[Merge], rows: &[Row]) -> Option<Table> {
    let mut number: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for answers in &written.answers {
        number.entry(answers.clone()).or_default();
    }
    for (at, place) in number.values_mut().enumerate() {
        *place = at;
    }
    let mut groups: Vec<Group> = number
        .keys()
        .map(|codes| Group { codes: codes.clone(), children: BTreeMap::new(), rows: 0 })
        .collect();
    let order: Vec<usize> = written.answers.iter().map(|answers| number[answers]).collect();
    for &at in &order {
        groups[at].rows += 1;
    }
    let mut of_row = Vec::new();
    for row in rows {
        let codes: Vec<String> = merges
            .iter()
            .map(|merge| merge.codes.get(row.values.get(&merge.variable)?).cloned())
            .collect::<Option<_>>()?;
        let at = *number.get(&codes)?;
        *groups[at].children.entry(row.child).or_default() += 1;
        of_row.push(at);
    }
    if groups.iter().any(|group| group.rows != group.children.values().sum::<u64>()) {
        return None;
    }
    let same = written.rest.windows(2).all(|two| two[0] == two[1]);
    Some(Table {
        topic: topic.to_owned(),
        merges: merges.to_vec(),
        groups,
        order,
        keys: (!same).then_some(written.rest),
        of_row,
    })
}
