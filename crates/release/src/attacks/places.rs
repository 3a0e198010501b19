//! Everything that the tables of a release count, whichever table it stands in.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Table, Tables};
use super::{AttackFault, count};

/// Some codes of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subset(u128);

impl Subset {
    pub(super) fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn many(self) -> u32 {
        self.0.count_ones()
    }
}

/// Some codes of each of some variables, by the number of the variable, ascending.
pub(super) type Place = Vec<(usize, Subset)>;

/// The codes of one variable, numbered.
pub(super) struct Codes {
    pub number: usize,
    codes: BTreeMap<String, u32>,
    /// The code of each episode.
    of_row: Vec<Subset>,
}

impl Codes {
    pub(super) fn subset(&self, codes: &BTreeSet<&str>) -> Subset {
        let bits = codes.iter().filter_map(|code| self.codes.get(*code)).map(|bit| 1_u128 << bit);
        Subset(bits.fold(0, |all, bit| all | bit))
    }
}

/// What the tables say of a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub episodes: u64,
    /// Bounds of its children: a sum over groups is no number of children.
    pub fewest: u64,
    pub most: u64,
}

/// Every group of every table, and every sum over the groups of one table.
pub(super) struct Places {
    variables: BTreeMap<String, Codes>,
    /// By the variables that they are about.
    pub known: BTreeMap<Vec<usize>, BTreeMap<Place, Counted>>,
}

impl Places {
    pub(super) fn of(tables: &Tables<'_>) -> Result<Self, AttackFault> {
        let mut places = Self { variables: BTreeMap::new(), known: BTreeMap::new() };
        for table in &tables.tables {
            for merge in &table.merges {
                let number = places.variables.len();
                if places.variables.contains_key(&merge.variable) {
                    continue;
                }
                let codes: BTreeMap<String, u32> = merge.codes.keys().cloned().zip(0..).collect();
                if codes.len() > 128 {
                    return Err(AttackFault::TooManyCodes { variable: merge.variable.clone() });
                }
                let mut of = Codes { number, codes, of_row: Vec::new() };
                let code = |row: &crate::Row| row.values.get(&merge.variable).cloned();
                of.of_row = tables
                    .rows
                    .iter()
                    .map(|row| of.subset(&code(row).iter().map(String::as_str).collect()))
                    .collect();
                places.variables.insert(merge.variable.clone(), of);
            }
        }
        for table in &tables.tables {
            places.count(table);
        }
        Ok(places)
    }

    fn count(&mut self, table: &Table) {
        let sets: Vec<Place> =
            table.groups.iter().map(|group| self.place_of(table, &group.codes)).collect();
        for chosen in 1_u32..1 << table.merges.len() {
            let mut sums: BTreeMap<Place, Counted> = BTreeMap::new();
            for (group, set) in table.groups.iter().zip(&sets) {
                let columns = set.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
                let place: Place = columns.map(|(_, part)| *part).collect();
                let children = count(group.children.len());
                let sum = sums.entry(place).or_insert(Counted { episodes: 0, fewest: 0, most: 0 });
                sum.episodes += group.rows;
                sum.fewest = sum.fewest.max(children);
                sum.most += children;
            }
            for (place, sum) in sums {
                let about = place.iter().map(|(variable, _)| *variable).collect();
                let of = self.known.entry(about).or_default().entry(place).or_insert(sum);
                of.fewest = of.fewest.max(sum.fewest);
                of.most = of.most.min(sum.most).min(sum.episodes);
            }
        }
    }

    /// The codes of a variable that some table shows.
    pub(super) fn codes(&self, variable: &str) -> &Codes {
        &self.variables[variable]
    }

    /// What some codes of a table stand for.
    pub(super) fn place_of(&self, table: &Table, codes: &[String]) -> Place {
        let columns = table.merges.iter().zip(codes).enumerate();
        let mut place: Place = columns
            .map(|(at, (merge, code))| {
                let of = self.codes(&merge.variable);
                (of.number, of.subset(&table.leaves(at, code)))
            })
            .collect();
        place.sort_unstable();
        place
    }

    /// All places that are about nothing but the variables of a table.
    pub(super) fn near(&self, table: &Table) -> BTreeMap<Place, Counted> {
        let own: BTreeSet<usize> =
            table.merges.iter().map(|merge| self.codes(&merge.variable).number).collect();
        let known = self.known.iter().filter(|(about, _)| about.iter().all(|at| own.contains(at)));
        known.flat_map(|(_, places)| places.clone()).collect()
    }

    /// How many children have an episode in a place, by the rows.
    pub(super) fn children_in(&self, tables: &Tables<'_>, place: &Place) -> u64 {
        let of: Vec<(&[Subset], Subset)> = place
            .iter()
            .filter_map(|(variable, codes)| {
                let of = self.variables.values().find(|of| of.number == *variable)?;
                Some((of.of_row.as_slice(), *codes))
            })
            .collect();
        let lies = |row: &usize| of.iter().all(|(rows, codes)| rows[*row].within(*codes));
        let children: BTreeSet<u64> =
            (0..tables.rows.len()).filter(lies).map(|row| tables.rows[row].child).collect();
        count(children.len())
    }
}
