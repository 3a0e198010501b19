//! A generalisation hierarchy: leaves, and the broader labels above each.

use std::collections::BTreeMap;

use super::Refusal;

/// One generalisation hierarchy: leaves and their broader labels, nested, with `*` at the top.
///
/// Leaves and labels are numbered: the leaves first, in the order of the file, then the broader
/// ones from the bottom. A label that stands on several levels for the same leaves is one node.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    labels: Vec<String>,
    /// The node of each leaf on each level: `chain[leaf][level]`.
    chain: Vec<Vec<u32>>,
    /// How many leaves each node covers.
    width: Vec<u32>,
    /// Place of each leaf by its code.
    by_code: BTreeMap<String, u32>,
}

impl Hierarchy {
    /// Reads a hierarchy. Each row is as in the file: a leaf, its label on level 1, and so on up
    /// to `*`.
    ///
    /// # Errors
    /// There is no row, rows differ in length, a leaf stands twice, `*` is not the one top, or
    /// two leaves that share a label do not share the broader one.
    pub fn new(name: &str, rows: &[Vec<String>]) -> Result<Self, Refusal> {
        let broken =
            |reason: &'static str| Err(Refusal::HierarchyBroken { name: name.to_owned(), reason });
        let Some(levels) = rows.first().map(Vec::len) else { return broken("has no lines") };
        if levels < 2 || rows.iter().any(|row| row.len() != levels) {
            return broken("has lines of different lengths, or of one label only");
        }
        if rows.iter().any(|row| row.iter().any(String::is_empty)) {
            return broken("has an empty label");
        }
        if rows.iter().any(|row| row.last().is_none_or(|top| top != "*")) {
            return broken("does not end with * in each line");
        }
        let mut hierarchy = Self {
            labels: rows.iter().map(|row| row[0].clone()).collect(),
            chain: (0..rows.len()).map(|leaf| vec![number(leaf)]).collect(),
            width: vec![1; rows.len()],
            by_code: BTreeMap::new(),
        };
        for (leaf, row) in rows.iter().enumerate() {
            if hierarchy.by_code.insert(row[0].clone(), number(leaf)).is_some() {
                return broken("lists a leaf twice");
            }
        }
        // Which leaves a label covers, to find it again on a higher level.
        let mut known: BTreeMap<(String, Vec<usize>), u32> = rows
            .iter()
            .enumerate()
            .map(|(leaf, row)| ((row[0].clone(), vec![leaf]), number(leaf)))
            .collect();
        let mut named: BTreeMap<String, Vec<usize>> =
            rows.iter().enumerate().map(|(leaf, row)| (row[0].clone(), vec![leaf])).collect();
        for level in 1..levels {
            let mut groups: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
            for (leaf, row) in rows.iter().enumerate() {
                groups.entry(&row[level]).or_default().push(leaf);
            }
            let mut below: BTreeMap<&String, &String> = BTreeMap::new();
            for row in rows {
                if *below.entry(&row[level - 1]).or_insert(&row[level]) != &row[level] {
                    return broken(
                        "is not nested: two leaves share a label and not the broader one",
                    );
                }
            }
            // In the order in which the file names them.
            let mut done: Vec<&String> = Vec::new();
            for row in rows {
                let label = &row[level];
                if done.contains(&label) {
                    continue;
                }
                done.push(label);
                let leaves = groups.get(label).cloned().unwrap_or_default();
                if named.get(label).is_some_and(|before| *before != leaves) {
                    return broken("uses one label for two different groups");
                }
                named.insert(label.clone(), leaves.clone());
                let next = number(hierarchy.labels.len());
                let node = *known.entry((label.clone(), leaves.clone())).or_insert(next);
                if node == next {
                    hierarchy.labels.push(label.clone());
                    hierarchy.width.push(number(leaves.len()));
                }
                for leaf in leaves {
                    hierarchy.chain[leaf].push(node);
                }
            }
        }
        Ok(hierarchy)
    }

    /// How many levels there are, the leaves and `*` counted.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.chain.first().map_or(0, Vec::len)
    }

    /// How many leaves there are.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.chain.len()
    }

    /// How many nodes there are, leaves included.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.labels.len()
    }

    /// The leaf with this code.
    #[must_use]
    pub fn leaf(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The label of a node; empty for a number that is none.
    #[must_use]
    pub fn label(&self, node: u32) -> &str {
        self.labels.get(place(node)).map_or("", String::as_str)
    }

    /// Whether a node stands for a leaf.
    #[must_use]
    pub fn covers(&self, node: u32, leaf: u32) -> bool {
        self.chain.get(place(leaf)).is_some_and(|chain| chain.contains(&node))
    }

    /// How many leaves a node stands for.
    #[must_use]
    pub fn width(&self, node: u32) -> u32 {
        self.width.get(place(node)).copied().unwrap_or(0)
    }

    /// The node of a leaf on a level.
    pub(super) fn at(&self, leaf: u32, level: usize) -> u32 {
        self.chain[place(leaf)][level]
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A number of this module as a place in a list.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
