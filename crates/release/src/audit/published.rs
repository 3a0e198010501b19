//! What a receiver holds of one year, read from the finished files.

use std::collections::{BTreeMap, BTreeSet};

use super::AuditFault;
use crate::columns::Columns;
use crate::files::{CELLS, MANIFEST};
use crate::{Manifest, ReleaseFile, Row};

/// All that is published about one authority's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedYear {
    /// Code of the authority.
    pub authority: String,
    /// The financial year, such as `2025-26`.
    pub year: String,
    /// Episodes of the year: what each table adds up to.
    pub episodes: u64,
    /// Different children of the year.
    pub children: u64,
    /// Every table.
    pub tables: Vec<PublishedTable>,
}

/// One table as counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable {
    /// Names the table in what is found. For a file of a release, its name.
    pub id: String,
    /// What it shows, one for each column of answers.
    pub shows: Vec<Shows>,
    /// The groups with their counts. A combination of shown codes that is neither here nor in
    /// `withheld` is known to be empty.
    pub groups: Vec<PublishedGroup>,
    /// Combinations that are printed as "fewer than k" without a count. Our own releases have none:
    /// they merge. A table of somebody else's may.
    pub withheld: Vec<Vec<String>>,
}

/// How one answer is shown in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shows {
    /// Name of the variable. Tables that show one variable are tied together by it.
    pub variable: String,
    /// Every code that an episode may hold, to the code it is shown as.
    pub codes: BTreeMap<String, String>,
}

/// One group of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedGroup {
    /// The shown codes, in the order of [`PublishedTable::shows`].
    pub codes: Vec<String>,
    /// Different children.
    pub children: u64,
    /// Episodes.
    pub episodes: u64,
}

impl PublishedYear {
    /// Reads the manifest and the counts of a finished release, and counts the children of each group.
    ///
    /// The files say only about how many children a group has. Whoever audits goes by how many it has,
    /// as if a reader knew: what cannot be worked out then cannot be from less.
    ///
    /// # Errors
    /// [`AuditFault::Unreadable`] when a file is missing or is not what this crate writes, and
    /// [`AuditFault::Episode`] when a row has no code that a table knows.
    pub fn from_files(files: &[ReleaseFile], rows: &[Row]) -> Result<Self, AuditFault> {
        let bytes = |name: &'static str| {
            let found = files.iter().find(|file| file.name == name);
            found.map(|file| file.bytes.as_slice()).ok_or(AuditFault::Unreadable { file: name })
        };
        let unreadable = |file| move || AuditFault::Unreadable { file };
        let manifest: Manifest =
            serde_json::from_slice(bytes(MANIFEST)?).map_err(|_| unreadable(MANIFEST)())?;
        let mut place = BTreeMap::new();
        let mut tables = Vec::new();
        for (at, entry) in manifest.tables.iter().enumerate() {
            let by = if entry.by.is_empty() { "none".to_owned() } else { entry.by.join("+") };
            place.insert((entry.topic.clone(), by), at);
            let shows = entry
                .merges
                .iter()
                .map(|m| Shows { variable: m.variable.clone(), codes: m.codes.clone() })
                .collect();
            let id = entry.file.clone();
            tables.push(PublishedTable { id, shows, groups: Vec::new(), withheld: Vec::new() });
        }
        let mut cells = csv::Reader::from_reader(bytes(CELLS)?);
        for record in cells.records() {
            let record = record.map_err(|_| unreadable(CELLS)())?;
            let text = |at: usize| record.get(at).ok_or_else(unreadable(CELLS));
            let count = |at: usize| text(at)?.parse::<u64>().map_err(|_| unreadable(CELLS)());
            let table = place
                .get(&(text(2)?.to_owned(), text(4)?.to_owned()))
                .and_then(|&at| tables.get_mut(at))
                .ok_or_else(unreadable(CELLS))?;
            let mut codes = vec![text(3)?.to_owned()];
            if text(4)? != "none" {
                codes.extend(text(5)?.split('+').map(str::to_owned));
            }
            let (children, episodes) = (count(6)?, count(7)?);
            table.groups.push(PublishedGroup { codes, children, episodes });
        }
        let shown: BTreeSet<String> =
            tables.iter().flat_map(|t| &t.shows).map(|shows| shows.variable.clone()).collect();
        let columns = Columns::of(shown.iter().map(String::as_str), rows)?;
        for table in &mut tables {
            count_children(table, &columns)?;
        }
        Ok(Self {
            authority: manifest.authority.code,
            year: manifest.period,
            episodes: manifest.totals.episodes,
            children: manifest.totals.children,
            tables,
        })
    }
}

/// Puts the number of different children into each group of a table.
fn count_children(table: &mut PublishedTable, columns: &Columns<'_>) -> Result<(), AuditFault> {
    // The group of each row, as one number.
    let mut group_of = vec![0_usize; columns.children.len()];
    let mut shown: Vec<Vec<&str>> = vec![Vec::new()];
    for shows in &table.shows {
        let fault = || AuditFault::Episode { variable: shows.variable.clone() };
        let column = columns.get(&shows.variable)?;
        let mut names: Vec<&str> = shows.codes.values().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let place = |code: &&str| {
            let to = shows.codes.get(*code)?;
            names.binary_search(&to.as_str()).ok()
        };
        let places: Vec<usize> = column
            .codes
            .iter()
            .map(|code| place(code).ok_or_else(fault))
            .collect::<Result<_, _>>()?;
        for (group, at) in group_of.iter_mut().zip(&column.at) {
            *group = *group * names.len() + places[*at];
        }
        let mut longer: Vec<Vec<&str>> = Vec::new();
        for start in &shown {
            longer.extend(names.iter().map(|name| start.iter().copied().chain([*name]).collect()));
        }
        shown = longer;
    }
    let mut pairs: Vec<(usize, u64)> =
        group_of.into_iter().zip(columns.children.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let children: BTreeMap<&[&str], u64> = pairs
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|group| {
            let codes = shown.get(group.first()?.0)?;
            Some((codes.as_slice(), u64::try_from(group.len()).unwrap_or(u64::MAX)))
        })
        .collect();
    let counted = |group: &PublishedGroup| {
        let codes: Vec<&str> = group.codes.iter().map(String::as_str).collect();
        children.get(codes.as_slice()).copied().unwrap_or(0)
    };
    let counts: Vec<u64> = table.groups.iter().map(counted).collect();
    table.groups.iter_mut().zip(counts).for_each(|(group, counted)| group.children = counted);
    Ok(())
}
