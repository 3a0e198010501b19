//! The columns with the rows in them, ready for the engine.

use std::collections::{BTreeMap, BTreeSet};

use crate::profile::Ladder;
use crate::records::{Hierarchy, Input, Quasi, Sensitive};
use crate::tree::Tree;
use crate::{ABSENCE_CODES, MASKED, Refusal, Variable};

use super::EpisodeRow;
use super::profile::{Known, RecordsProfile, Told};

/// The top of a hierarchy of the engine.
const TOP: &str = "*";

/// A column that somebody may know.
#[derive(Debug)]
pub(super) struct KnownColumn<'p> {
    pub known: &'p Known,
    pub ladder: Ladder,
    pub tree: Tree,
    pub hierarchy: Hierarchy,
    /// The leaf of each row, by the hierarchy.
    pub leaves: Vec<u32>,
}

/// A column of what was told.
#[derive(Debug)]
pub(super) struct ToldColumn<'p> {
    pub told: &'p Told,
    pub ladder: Ladder,
    pub tree: Tree,
    /// For each leaf of the tree, whether it says that something bad happened.
    pub telling: Vec<bool>,
    /// For each leaf of the tree, whether it only says why there is no answer.
    pub no_answer: Vec<bool>,
    /// The leaves of each row, ascending; never empty.
    pub sets: Vec<Vec<usize>>,
}

/// A number of the engine as a place in a list.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The places of the rows in an order of their own, so that nothing rests on the order in which they
/// came or on the numbers of their children: child by child, each child by all that its rows say.
pub(super) fn in_order(rows: &[EpisodeRow]) -> Vec<usize> {
    let mut of_child: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        of_child.entry(row.child).or_default().push(place);
    }
    let content = |place: usize| (&rows[place].codes, &rows[place].sets);
    let mut children: Vec<Vec<usize>> = of_child.into_values().collect();
    for places in &mut children {
        places.sort_by(|a, b| content(*a).cmp(&content(*b)));
    }
    children.sort_by(|a, b| {
        let (a, b) = (a.iter().map(|at| content(*at)), b.iter().map(|at| content(*at)));
        a.cmp(b)
    });
    children.into_iter().flatten().collect()
}

/// Children numbered in the order of the rows.
pub(super) fn people(rows: &[&EpisodeRow]) -> Vec<u32> {
    let mut seen: BTreeMap<u128, u32> = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let next = number(seen.len());
            *seen.entry(row.child).or_insert(next)
        })
        .collect()
}

impl<'p> KnownColumn<'p> {
    pub(super) fn new(
        profile: &'p RecordsProfile,
        known: &'p Known,
        rows: &[&EpisodeRow],
    ) -> Result<Self, Refusal> {
        let ladder = ladder(profile, &known.ladder)?;
        let tree = tree(&ladder, &known.name, &known.title, known.floor, known.weight);
        let hierarchy = hierarchy(&ladder, &tree)?;
        let leaves = rows
            .iter()
            .map(|row| {
                let code = row.codes.get(&known.variable).ok_or_else(|| unanswered(&known.name))?;
                let leaf = tree.leaf_of.get(code).ok_or_else(|| without_step(&known.name))?;
                let code = &tree.nodes[tree.leaves[*leaf]].code;
                hierarchy.leaf(code).ok_or_else(|| without_step(&known.name))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { known, ladder, tree, hierarchy, leaves })
    }

    /// What a cell prints.
    pub(super) fn label(&self, node: u32) -> &str {
        match self.hierarchy.label(node) {
            TOP => MASKED,
            label => label,
        }
    }

    /// The codes of records that a node stands for.
    pub(super) fn codes_under(&self, node: u32) -> BTreeSet<&str> {
        let under = |leaf: usize| {
            let code = &self.tree.nodes[self.tree.leaves[leaf]].code;
            self.hierarchy.leaf(code).is_some_and(|leaf| self.hierarchy.covers(node, leaf))
        };
        self.tree
            .leaf_of
            .iter()
            .filter(|(_, leaf)| under(**leaf))
            .map(|(c, _)| c.as_str())
            .collect()
    }

    /// The next broader node, if there is one.
    pub(super) fn broader(&self, node: u32) -> Option<u32> {
        let leaf =
            (0..number(self.hierarchy.leaves())).find(|l| self.hierarchy.covers(node, *l))?;
        let width = self.hierarchy.width(node);
        (0..number(self.hierarchy.nodes()))
            .filter(|up| self.hierarchy.covers(*up, leaf) && self.hierarchy.width(*up) > width)
            .min_by_key(|up| self.hierarchy.width(*up))
    }

    /// What a cell loses at a node, in millionths, weighted.
    pub(super) fn loss(&self, node: u32) -> u64 {
        let all = u64::from(number(self.hierarchy.leaves()).saturating_sub(1)).max(1);
        let lost = u64::from(self.hierarchy.width(node).saturating_sub(1));
        1_000_000 * u64::from(self.known.weight) * lost / all
    }
}

impl<'p> ToldColumn<'p> {
    pub(super) fn new(
        profile: &'p RecordsProfile,
        told: &'p Told,
        rows: &[&EpisodeRow],
    ) -> Result<Self, Refusal> {
        let ladder = ladder(profile, &told.ladder)?;
        let tree = tree(&ladder, &told.name, &told.title, told.floor, told.weight);
        let above: BTreeMap<&str, &str> = ladder
            .steps
            .iter()
            .filter_map(|step| Some((step.code.as_str(), step.broader.as_deref()?)))
            .collect();
        let tells = |code: &str| {
            let mut at = code;
            for _ in 0..=ladder.steps.len() {
                if told.telling.contains(at) {
                    return true;
                }
                match above.get(at) {
                    Some(up) => at = up,
                    None => break,
                }
            }
            false
        };
        let all_of = |leaf: usize, holds: &dyn Fn(&str) -> bool| {
            tree.leaf_of.iter().filter(|(_, at)| **at == leaf).all(|(code, _)| holds(code))
        };
        let leaves = 0..tree.leaves.len();
        let telling = leaves.clone().map(|leaf| all_of(leaf, &tells)).collect();
        let no_answer = leaves.map(|l| all_of(l, &|code| ABSENCE_CODES.contains(&code))).collect();
        let mut sets = Vec::with_capacity(rows.len());
        for row in rows {
            let codes = row.sets.get(&told.variable).filter(|codes| !codes.is_empty());
            let codes = codes.ok_or_else(|| unanswered(&told.name))?;
            let leaves = codes
                .iter()
                .map(|code| tree.leaf_of.get(code).copied())
                .collect::<Option<BTreeSet<usize>>>()
                .ok_or_else(|| without_step(&told.name))?;
            sets.push(leaves.into_iter().collect());
        }
        Ok(Self { told, ladder, tree, telling, no_answer, sets })
    }

    /// Whether a row only says why there is no answer.
    pub(super) fn is_no_answer(&self, row: usize) -> bool {
        self.sets[row].iter().all(|leaf| self.no_answer[*leaf])
    }
}

/// What the engine is asked.
pub(super) fn input(people: &[u32], known: &[KnownColumn<'_>], told: &[ToldColumn<'_>]) -> Input {
    let quasi = known
        .iter()
        .map(|column| Quasi {
            name: column.known.title.clone(),
            hierarchy: column.hierarchy.clone(),
            // The hierarchy begins at the floor.
            floor: 0,
            weight: column.known.weight * 1000,
            leaves: column.leaves.clone(),
        })
        .collect();
    let sensitive = told.iter().filter(|c| c.told.diverse).map(|c| sensitive(people, c)).collect();
    Input { people: people.to_vec(), quasi, sensitive }
}

/// The items that must be diverse, as the engine counts them. Where there is no answer nothing is
/// told, and nothing can be shared by too many: so it counts as an answer of that child alone.
/// What says that nothing bad happened counts as one answer that everybody may share.
fn sensitive(people: &[u32], column: &ToldColumn<'_>) -> Sensitive {
    let none = column.tree.leaves.len();
    let mut items: Vec<String> =
        column.tree.leaves.iter().map(|leaf| column.tree.nodes[*leaf].code.clone()).collect();
    items.push("none".to_owned());
    let children = people.iter().max().map_or(0, |last| place(*last) + 1);
    items.extend((0..children).map(|child| format!("no answer {child}")));
    let sets = people
        .iter()
        .enumerate()
        .map(|(row, child)| {
            if column.is_no_answer(row) {
                return vec![number(none + 1 + place(*child))];
            }
            let as_item = |leaf: &usize| if column.telling[*leaf] { *leaf } else { none };
            let items: BTreeSet<usize> = column.sets[row].iter().map(as_item).collect();
            items.into_iter().map(number).collect()
        })
        .collect();
    Sensitive { name: column.told.title.clone(), items, none: Some(number(none)), sets }
}

fn ladder(profile: &RecordsProfile, id: &str) -> Result<Ladder, Refusal> {
    profile.ladder(id).map(Ladder::completed).ok_or_else(|| Refusal::ProfileBroken {
        place: id.to_owned(),
        reason: "is a ladder that is not there",
    })
}

fn tree(ladder: &Ladder, name: &str, title: &str, floor: u8, weight: u32) -> Tree {
    let variable = Variable {
        name: name.to_owned(),
        title: title.to_owned(),
        ladder: ladder.id.clone(),
        floor,
        weight,
    };
    Tree::grow(ladder, &variable)
}

/// The ladder from the floor up, as the engine reads it.
fn hierarchy(ladder: &Ladder, tree: &Tree) -> Result<Hierarchy, Refusal> {
    let steps: BTreeMap<&str, (u8, Option<&str>)> = ladder
        .steps
        .iter()
        .map(|s| (s.code.as_str(), (s.level, s.broader.as_deref().filter(|up| *up != MASKED))))
        .collect();
    let top = ladder.steps.iter().map(|step| step.level).max().unwrap_or(0);
    let rows: Vec<Vec<String>> = tree
        .leaves
        .iter()
        .map(|&leaf| {
            let mut at = tree.nodes[leaf].code.as_str();
            let mut row = vec![at.to_owned()];
            for level in tree.variable.floor.saturating_add(1)..=top {
                while let Some((stands, Some(up))) = steps.get(at)
                    && *stands < level
                {
                    at = up;
                }
                row.push(at.to_owned());
            }
            row.push(TOP.to_owned());
            row
        })
        .collect();
    Hierarchy::new(&tree.variable.title, &rows).map_err(|_| Refusal::ProfileBroken {
        place: format!("ladder {}", ladder.id),
        reason: "does not nest",
    })
}

fn unanswered(name: &str) -> Refusal {
    Refusal::Unanswered { variable: name.to_owned() }
}

fn without_step(name: &str) -> Refusal {
    Refusal::CodeWithoutStep { variable: name.to_owned() }
}
