//! Episode records beside the topic tables of the same period.
//!
//! Whoever has both can take one from the other: all episodes of a table's group, less those of
//! the record groups that lie wholly within it, are the episodes of whatever group reaches beyond.
//! What is left over stands for no child or for at least k. Where it does not, a record group is
//! made broader until it no longer lies within, and then its children are among what is left over.

use std::collections::{BTreeMap, BTreeSet};

use super::EpisodeRow;
use super::columns::{KnownColumn, place};
use crate::Refusal;
use crate::history::Held;
use crate::records::Class;

/// Codes of one variable as bits. No ladder has as many codes as this has places.
type Codes = u128;

/// One variable that a topic table and the records both show.
struct Shared {
    /// How each code of it is shown in the table, and all codes that are shown so.
    group_of: BTreeMap<String, Codes>,
    /// The columns of the records that say something of it, with the codes each node may stand
    /// for, and whether it is the same variable.
    said_by: Vec<(usize, Vec<Codes>, bool)>,
}

/// One topic table, as far as the records show the same.
struct View {
    shared: Vec<Shared>,
    /// Of each episode of the table: its child, and the codes that its group stands for.
    episodes: BTreeMap<u128, (u128, Vec<Codes>)>,
}

/// What is compared: the records with the topic tables that somebody holds.
pub(super) struct Crossing<'a> {
    rows: &'a [&'a EpisodeRow],
    known: &'a [KnownColumn<'a>],
    views: Vec<View>,
    k: usize,
}

impl<'a> Crossing<'a> {
    pub(super) fn new(
        rows: &'a [&'a EpisodeRow],
        known: &'a [KnownColumn<'a>],
        held: &[Held],
        k: u32,
    ) -> Result<Self, Refusal> {
        let mut views = Vec::new();
        // A statement shows no row, so there is nothing to take from it.
        for held in held.iter().filter(|held| !held.tables.is_empty()) {
            let mut seen: BTreeSet<Vec<(usize, &BTreeMap<String, String>)>> = BTreeSet::new();
            seen.insert(Vec::new());
            for table in &held.tables {
                let columns = table.columns.iter().filter_map(|(name, shown)| {
                    let at = held.variables.iter().position(|v| v == name)?;
                    let says = |c: &KnownColumn<'_>| {
                        c.known.variable == *name || c.known.settles.contains(name)
                    };
                    known.iter().any(says).then_some((at, shown))
                });
                seen.insert(columns.collect());
            }
            for columns in seen {
                views.push(View::new(rows, known, held, &columns)?);
            }
        }
        Ok(Self { rows, known, views, k: place(k) })
    }

    /// Makes classes broader until nothing is left over. Classes that then show the same are one.
    ///
    /// # Errors
    /// The rows in all are others than those of a table, by fewer than k children.
    pub(super) fn settled(&self, classes: Vec<Class>) -> Result<Vec<Class>, LeftOver> {
        let mut classes = classes;
        loop {
            let mut changed = false;
            for view in &self.views {
                let mut regions: BTreeSet<Vec<Codes>> =
                    view.episodes.values().map(|(_, codes)| codes.clone()).collect();
                regions.extend(classes.iter().filter_map(|class| view.region_of(class)));
                for region in regions {
                    while let Some(few) = self.left_over(view, &region, &classes) {
                        self.broaden(view, &region, &mut classes, &few)?;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let mut same: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for class in classes {
            same.entry(class.nodes).or_default().extend(class.rows);
        }
        Ok(same
            .into_iter()
            .map(|(nodes, mut rows)| {
                rows.sort_unstable();
                Class { nodes, rows }
            })
            .collect())
    }

    /// What is left over in a region, if that is fewer than k children: the classes that could be
    /// made broader.
    fn left_over(&self, view: &View, region: &[Codes], classes: &[Class]) -> Option<Vec<usize>> {
        let within: Vec<usize> =
            (0..classes.len()).filter(|at| view.lies_within(&classes[*at], region)).collect();
        let mut of_classes: BTreeSet<u128> = BTreeSet::new();
        let mut others: BTreeSet<u128> = BTreeSet::new();
        let mut of_others: BTreeSet<usize> = BTreeSet::new();
        for &at in &within {
            for row in &classes[at].rows {
                let row = self.rows[place(*row)];
                of_classes.insert(row.episode);
                if !view.has(row.episode, region) {
                    others.insert(row.child);
                    of_others.insert(at);
                }
            }
        }
        let mut left: BTreeSet<u128> = BTreeSet::new();
        for (episode, (child, codes)) in &view.episodes {
            let has = codes.iter().zip(region).all(|(codes, region)| codes & !region == 0);
            if has && !of_classes.contains(episode) {
                left.insert(*child);
            }
        }
        let too_few = |children: &BTreeSet<u128>| (1..self.k).contains(&children.len());
        if too_few(&others) {
            return Some(of_others.into_iter().collect());
        }
        too_few(&left).then_some(within)
    }

    /// Makes the class broader that loses least by it, so that it reaches beyond the region.
    fn broaden(
        &self,
        view: &View,
        region: &[Codes],
        classes: &mut [Class],
        of: &[usize],
    ) -> Result<(), LeftOver> {
        let mut best: Option<(u64, usize, Vec<u32>)> = None;
        for &at in of {
            for (shared, codes) in view.shared.iter().zip(region) {
                let Some((nodes, loss)) = self.beyond(&classes[at], shared, *codes) else {
                    continue;
                };
                let rows = u64::try_from(classes[at].rows.len()).unwrap_or(u64::MAX);
                let cost = loss.saturating_mul(rows);
                if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    best = Some((cost, at, nodes));
                }
            }
        }
        let (_, at, nodes) = best.ok_or(LeftOver)?;
        classes[at].nodes = nodes;
        Ok(())
    }

    /// The labels of a class that reaches beyond some codes of a variable, and what that loses.
    fn beyond(&self, class: &Class, shared: &Shared, region: Codes) -> Option<(Vec<u32>, u64)> {
        let mut nodes = class.nodes.clone();
        let mut loss = 0;
        for (column, codes, _) in &shared.said_by {
            while codes[place(nodes[*column])] & !region == 0 {
                let up = self.known[*column].broader(nodes[*column])?;
                loss += self.known[*column]
                    .loss(up)
                    .saturating_sub(self.known[*column].loss(nodes[*column]));
                nodes[*column] = up;
            }
        }
        Some((nodes, loss))
    }
}

/// The records and the tables are of different rows, and the difference is about too few children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LeftOver;

impl View {
    fn new(
        rows: &[&EpisodeRow],
        known: &[KnownColumn<'_>],
        held: &Held,
        columns: &[(usize, &BTreeMap<String, String>)],
    ) -> Result<Self, Refusal> {
        let mut shared = Vec::new();
        let code_of = |values: &[u32], at: usize| {
            values.get(at).and_then(|code| held.codes.get(place(*code))).map_or("", String::as_str)
        };
        for (at, shown) in columns {
            let name = &held.variables[*at];
            let bits: BTreeMap<&str, Codes> = shown
                .keys()
                .zip(0..)
                .map(|(code, bit)| (code.as_str(), 1 << (bit % 128)))
                .collect();
            if bits.len() > 128 {
                return Err(Refusal::ProfileBroken {
                    place: name.clone(),
                    reason: "has more codes than can be compared",
                });
            }
            let mut groups: BTreeMap<&str, Codes> = BTreeMap::new();
            for (code, label) in *shown {
                *groups.entry(label).or_default() |= bits[code.as_str()];
            }
            let group_of =
                shown.iter().map(|(code, label)| (code.clone(), groups[label.as_str()])).collect();
            let mut said_by = Vec::new();
            for (column, of) in known.iter().enumerate() {
                let same = of.known.variable == *name;
                if !same && !of.known.settles.contains(name) {
                    continue;
                }
                // What each code of the column goes with, for a variable that it settles.
                let mut with: BTreeMap<&str, Codes> = BTreeMap::new();
                if !same {
                    for row in rows {
                        let Some((_, values)) = held.rows.get(&row.episode) else { continue };
                        let code = row.codes.get(&of.known.variable).map_or("", String::as_str);
                        let bit = bits.get(code_of(values, *at)).copied().unwrap_or_default();
                        *with.entry(code).or_default() |= bit;
                    }
                }
                let codes = |node: u32| {
                    let under = of.codes_under(node).into_iter();
                    let bit = |code: &str| if same { bits.get(code) } else { with.get(code) };
                    let all = under.filter_map(|code| bit(code).copied()).fold(0, |all, b| all | b);
                    // What nobody can know lies within nothing.
                    if all == 0 { Codes::MAX } else { all }
                };
                let nodes = u32::try_from(of.hierarchy.nodes()).unwrap_or(u32::MAX);
                said_by.push((column, (0..nodes).map(codes).collect(), same));
            }
            shared.push(Shared { group_of, said_by });
        }
        let episodes = held
            .rows
            .iter()
            .map(|(episode, (child, values))| {
                let codes = columns
                    .iter()
                    .zip(&shared)
                    .map(|((at, _), shared)| {
                        shared.group_of.get(code_of(values, *at)).copied().unwrap_or(Codes::MAX)
                    })
                    .collect();
                (*episode, (*child, codes))
            })
            .collect();
        Ok(Self { shared, episodes })
    }

    /// Whether the table has an episode in groups that lie wholly within a region.
    fn has(&self, episode: u128, region: &[Codes]) -> bool {
        let found = self.episodes.get(&episode);
        found.is_some_and(|(_, codes)| codes.iter().zip(region).all(|(c, r)| c & !r == 0))
    }

    /// Whether all rows of a class must lie within a region, by its labels.
    fn lies_within(&self, class: &Class, region: &[Codes]) -> bool {
        self.shared.iter().zip(region).all(|(shared, region)| {
            shared
                .said_by
                .iter()
                .any(|(column, codes, _)| codes[place(class.nodes[*column])] & !region == 0)
        })
    }

    /// The region of a class's own labels, where it shows all of the variables itself.
    fn region_of(&self, class: &Class) -> Option<Vec<Codes>> {
        self.shared
            .iter()
            .map(|shared| {
                let own = shared.said_by.iter().find(|(_, _, same)| *same);
                own.map(|(column, codes, _)| codes[place(class.nodes[*column])])
            })
            .collect()
    }
}
