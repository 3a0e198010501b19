//! What the holders of several releases of one period can work out by laying them side by side.
//!
//! Each release of a period is safe by itself. Two of them also show who moved in between: a row
//! that stood among the 15-year-olds in the one and among the 16-year-olds in the other, or in one
//! of them only. So a period is released again only whole, and only if, in every table, the rows
//! that took the same way through *all* files that anybody holds belong to at least k children
//! (design, section 7; measured without this rule, 3.3 to 6.6 % of rows fell below five children).
//! Receivers may show each other what they have, so all files count, whoever got them.
//!
//! A statement of fewer than k children shows no row and takes no part: see [`crate::statement`].
//!
//! Nothing here guesses at names: a row is the same row in two releases by its episode's id, which
//! the store knows and no file holds. A receiver knows less than this, so what holds here holds
//! for them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Manifest, Row};

/// What one release showed of each episode. It stays inside the encrypted store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Columns of `rows`, in order.
    pub(crate) variables: Vec<String>,
    /// Every code that stands in `rows`.
    pub(crate) codes: Vec<String>,
    /// Episode to its child and, for each variable, a place in `codes`.
    pub(crate) rows: BTreeMap<u128, (u128, Vec<u32>)>,
    /// The tables with what each code was shown as.
    pub(crate) tables: Vec<Shown>,
}

/// How one table showed the codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) file: String,
    pub(crate) columns: Vec<(String, BTreeMap<String, String>)>,
}

/// A reissue that would show changes about fewer children than may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// How many children stand in ways through the files that too few others took.
    pub children: usize,
    /// The tables in which that shows.
    pub tables: Vec<String>,
}

impl Held {
    /// What a release shows of `rows`. `ids` gives the episode and the child of each row, in the
    /// same order; both hold beyond this one release.
    #[must_use]
    pub fn of(manifest: &Manifest, rows: &[Row], ids: &[(u128, u128)]) -> Self {
        let names: BTreeSet<&String> =
            manifest.tables.iter().flat_map(|t| &t.merges).map(|m| &m.variable).collect();
        let variables: Vec<String> = names.into_iter().cloned().collect();
        let mut codes: Vec<String> = Vec::new();
        let mut place: BTreeMap<String, u32> = BTreeMap::new();
        let mut kept = BTreeMap::new();
        for (row, &(episode, child)) in rows.iter().zip(ids) {
            let values = variables
                .iter()
                .map(|name| {
                    let code = row.values.get(name).cloned().unwrap_or_default();
                    *place.entry(code.clone()).or_insert_with(|| {
                        codes.push(code);
                        u32::try_from(codes.len() - 1).unwrap_or(u32::MAX)
                    })
                })
                .collect();
            kept.insert(episode, (child, values));
        }
        let tables = manifest
            .tables
            .iter()
            .map(|table| Shown {
                file: table.file.clone(),
                columns: table
                    .merges
                    .iter()
                    .map(|merge| (merge.variable.clone(), merge.codes.clone()))
                    .collect(),
            })
            .collect();
        Self { variables, codes, rows: kept, tables }
    }

    /// What a statement shows: no episode, in no table. Why it takes no part in what can be told apart
    /// is written at the head of [`crate::statement`].
    #[must_use]
    pub fn of_statement() -> Self {
        Self { variables: vec![], codes: vec![], rows: BTreeMap::new(), tables: vec![] }
    }

    /// The group in which each episode stands in a table, or none where the release has no such
    /// table.
    fn groups(&self, file: &str) -> Option<BTreeMap<u128, Vec<&str>>> {
        let table = self.tables.iter().find(|table| table.file == file)?;
        let columns: Vec<(Option<usize>, &BTreeMap<String, String>)> = table
            .columns
            .iter()
            .map(|(name, shown)| (self.variables.iter().position(|v| v == name), shown))
            .collect();
        let group = |values: &Vec<u32>| {
            columns
                .iter()
                .map(|(at, shown)| {
                    let code = at
                        .and_then(|at| values.get(at))
                        .and_then(|&code| self.codes.get(usize::try_from(code).ok()?))
                        .map_or("", String::as_str);
                    shown.get(code).map_or(code, String::as_str)
                })
                .collect()
        };
        Some(self.rows.iter().map(|(episode, (_, values))| (*episode, group(values))).collect())
    }
}

/// The way of one row through the releases: its group in each, or none where it is not in it.
type Way<'a> = Vec<Option<Vec<&'a str>>>;

/// Whether `all` releases of one authority and period, taken together, show a change about fewer
/// than `k` children. None if they do not.
#[must_use]
pub fn exposed(all: &[Held], k: u32) -> Option<Exposed> {
    let files: BTreeSet<&String> =
        all.iter().flat_map(|held| &held.tables).map(|table| &table.file).collect();
    let mut children: BTreeSet<u128> = BTreeSet::new();
    let mut tables = Vec::new();
    for file in files {
        let few = too_few(all, file, k);
        if !few.is_empty() {
            tables.push(file.clone());
            children.extend(few);
        }
    }
    (!tables.is_empty()).then_some(Exposed { children: children.len(), tables })
}

/// The children whose rows took a way through one table that fewer than `k` children took.
fn too_few(all: &[Held], file: &str, k: u32) -> BTreeSet<u128> {
    let with: Vec<(&Held, BTreeMap<u128, Vec<&str>>)> =
        all.iter().filter_map(|held| Some((held, held.groups(file)?))).collect();
    if with.len() < 2 {
        return BTreeSet::new();
    }
    let mut ways: BTreeMap<u128, Way<'_>> = BTreeMap::new();
    let mut child_of: BTreeMap<u128, u128> = BTreeMap::new();
    for (at, (held, groups)) in with.iter().enumerate() {
        for (episode, group) in groups {
            let way = ways.entry(*episode).or_insert_with(|| vec![None; with.len()]);
            way[at] = Some(group.clone());
            if let Some((child, _)) = held.rows.get(episode) {
                child_of.insert(*episode, *child);
            }
        }
    }
    let mut on_way: BTreeMap<&Way<'_>, BTreeSet<u128>> = BTreeMap::new();
    for (episode, way) in &ways {
        if let Some(child) = child_of.get(episode) {
            on_way.entry(way).or_default().insert(*child);
        }
    }
    let k = usize::try_from(k).unwrap_or(usize::MAX);
    on_way.into_values().filter(|children| children.len() < k).flatten().collect()
}
