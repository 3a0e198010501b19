//! Reads the topic tables of a release, with the episodes behind each group of rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::AttackFault;
use crate::{Manifest, Merge, ReleaseFile, Row};

/// Between the cells of a row, where they are compared as one: no code holds it.
const BETWEEN: char = '\u{1f}';

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
        let mut said = BTreeMap::new();
        for entry in &manifest.tables {
            let written = written(bytes(&entry.file)?, &entry.merges)
                .ok_or_else(|| unreadable(&entry.file))?;
            let table = behind(written, &entry.topic, &entry.merges, (rows, &mut said));
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

/// The rows of a table: the different ones, with the answers of each and what else stands in it.
struct WrittenRows {
    different: Vec<(Vec<String>, String)>,
    /// Which of them each row is.
    of_row: Vec<usize>,
}

/// Reads a table. It has few different rows and many alike, so each is looked into once.
fn written(bytes: &[u8], merges: &[Merge]) -> Option<WrittenRows> {
    let mut reader = csv::Reader::from_reader(bytes);
    let heading = reader.headers().ok()?.clone();
    let places: Vec<usize> = merges
        .iter()
        .map(|merge| heading.iter().position(|name| name == merge.variable))
        .collect::<Option<_>>()?;
    let mut written = WrittenRows { different: Vec::new(), of_row: Vec::new() };
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut record, mut whole) = (csv::StringRecord::new(), String::new());
    while reader.read_record(&mut record).ok()? {
        whole.clear();
        for cell in &record {
            whole.push_str(cell);
            whole.push(BETWEEN);
        }
        let at = match known.get(&whole) {
            Some(&at) => at,
            None => {
                let at = known.len();
                let answers = places.iter().map(|&at| record[at].to_owned()).collect();
                let rest = (0..record.len()).filter(|at| !places.contains(at));
                let rest: String =
                    rest.flat_map(|at| record[at].chars().chain([BETWEEN])).collect();
                written.different.push((answers, rest));
                known.insert(whole.clone(), at);
                at
            }
        };
        written.of_row.push(at);
    }
    Some(written)
}

/// What every episode says of one variable, by places in the list of its different codes.
struct Said<'a> {
    codes: Vec<&'a str>,
    of_row: Vec<usize>,
}

impl<'a> Said<'a> {
    /// None if an episode says nothing of it.
    fn of(rows: &'a [Row], variable: &str) -> Option<Self> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut said = Self { codes: Vec::new(), of_row: Vec::with_capacity(rows.len()) };
        for row in rows {
            let code = row.values.get(variable)?.as_str();
            said.of_row.push(*places.entry(code).or_insert_with(|| {
                said.codes.push(code);
                said.codes.len() - 1
            }));
        }
        Some(said)
    }
}

/// Puts the episodes behind the rows of a table. None if there are other episodes than rows.
fn behind<'a>(
    written: WrittenRows,
    topic: &str,
    merges: &'a [Merge],
    (rows, said): (&'a [Row], &mut BTreeMap<&'a str, Option<Said<'a>>>),
) -> Option<Table> {
    let different: BTreeSet<&Vec<String>> =
        written.different.iter().map(|(answers, _)| answers).collect();
    let number: BTreeMap<&Vec<String>, usize> = different.into_iter().zip(0..).collect();
    let mut groups: Vec<Group> = number
        .keys()
        .map(|codes| Group { codes: (*codes).clone(), children: BTreeMap::new(), rows: 0 })
        .collect();
    let group_of: Vec<usize> =
        written.different.iter().map(|(answers, _)| number[answers]).collect();
    let order: Vec<usize> = written.of_row.iter().map(|&at| group_of[at]).collect();
    for &at in &order {
        groups[at].rows += 1;
    }
    for merge in merges {
        said.entry(&merge.variable).or_insert_with(|| Said::of(rows, &merge.variable));
    }
    let columns: Vec<(&Merge, &Said<'_>)> = merges
        .iter()
        .map(|merge| Some((merge, said.get(merge.variable.as_str())?.as_ref()?)))
        .collect::<Option<_>>()?;
    // Which group each combination of codes lies in, once it was looked up.
    let mut known: HashMap<usize, usize> = HashMap::new();
    let mut of_row = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let codes =
            columns.iter().fold(0, |all, (_, said)| all * said.codes.len() + said.of_row[place]);
        let at = match known.get(&codes) {
            Some(&at) => at,
            None => {
                let shown: Vec<String> = columns
                    .iter()
                    .map(|(merge, said)| merge.codes.get(said.codes[said.of_row[place]]).cloned())
                    .collect::<Option<_>>()?;
                let at = *number.get(&shown)?;
                known.insert(codes, at);
                at
            }
        };
        *groups[at].children.entry(row.child).or_default() += 1;
        of_row.push(at);
    }
    if groups.iter().any(|group| group.rows != group.children.values().sum::<u64>()) {
        return None;
    }
    let same = written.different.windows(2).all(|two| two[0].1 == two[1].1);
    let rest = |&at: &usize| written.different[at].1.clone();
    let keys = (!same).then(|| written.of_row.iter().map(rest).collect());
    Some(Table { topic: topic.to_owned(), merges: merges.to_vec(), groups, order, keys, of_row })
}
