//! A ladder made ready for one variable: which codes lie under which.
//!
//! The leaves of a tree are the finest codes that a table may show, after the variable's floor.
//! The top codes are called branches. Above them is only [`MASKED`].

use std::collections::{BTreeMap, BTreeSet};

use crate::profile::NOT_KNOWN;
use crate::{ABSENCE_CODES, Ladder, MASKED, Profile, Refusal, Variable};

/// One code that a table may show.
#[derive(Debug)]
pub(crate) struct Node {
    pub code: String,
    pub label: String,
    /// Nodes directly below. Empty for a leaf.
    pub below: Vec<usize>,
    /// Leaves under this node, itself if it is one, as places in [`Tree::leaves`].
    pub leaves: Vec<usize>,
}

/// A ladder cut off at the variable's floor.
#[derive(Debug)]
pub(crate) struct Tree {
    pub variable: Variable,
    /// In the order of the ladder.
    pub nodes: Vec<Node>,
    /// Nodes without a node below, in the order of the ladder.
    pub leaves: Vec<usize>,
    /// Nodes without a node above, in the order of the ladder.
    pub branches: Vec<usize>,
    /// The branches that say why there is no answer.
    pub no_answer: Vec<usize>,
    /// Each code that a row may hold, with the place in `leaves` of what it is counted as.
    pub leaf_of: BTreeMap<String, usize>,
    /// Whether the floor lies above the codes that rows hold.
    pub floored: bool,
}

impl Tree {
    pub(crate) fn new(profile: &Profile, variable: &Variable) -> Result<Self, Refusal> {
        let ladder = profile.ladder(&variable.ladder).ok_or(Refusal::ProfileBroken {
            place: variable.name.clone(),
            reason: "names a ladder that is not there",
        })?;
        Ok(Self::grow(&ladder.completed(), variable))
    }

    pub(crate) fn grow(ladder: &Ladder, variable: &Variable) -> Self {
        let above: BTreeMap<&str, &str> = ladder
            .steps
            .iter()
            .filter_map(|s| Some((s.code.as_str(), s.broader.as_deref()?)))
            .filter(|(_, up)| *up != MASKED)
            .collect();
        let parents: BTreeSet<&str> = above.values().copied().collect();
        let held: Vec<&str> = ladder
            .steps
            .iter()
            .map(|s| s.code.as_str())
            .filter(|code| !parents.contains(code))
            .collect();

        // Where the floor takes each code. In an uneven ladder one code's floor may lie above
        // another's: then the higher one holds for both.
        let level: BTreeMap<&str, u8> =
            ladder.steps.iter().map(|s| (s.code.as_str(), s.level)).collect();
        let lifted = |code| {
            let mut at: &str = code;
            while level.get(at).is_some_and(|&level| level < variable.floor) {
                match above.get(at) {
                    Some(up) => at = up,
                    None => break,
                }
            }
            at
        };
        let floors: BTreeSet<&str> = held.iter().map(|code| lifted(code)).collect();
        let counted_as = |code| {
            let mut at = lifted(code);
            let mut highest = at;
            while let Some(up) = above.get(at) {
                at = up;
                if floors.contains(at) {
                    highest = at;
                }
            }
            highest
        };
        let leaf_codes: BTreeSet<&str> = held.iter().map(|code| counted_as(code)).collect();
        let mut kept: BTreeSet<&str> = leaf_codes.clone();
        for code in &leaf_codes {
            let mut at = *code;
            while let Some(up) = above.get(at) {
                at = up;
                kept.insert(at);
            }
        }

        let mut nodes = Vec::new();
        let mut place = BTreeMap::new();
        for step in ladder.steps.iter().filter(|s| kept.contains(s.code.as_str())) {
            place.insert(step.code.as_str(), nodes.len());
            nodes.push(Node {
                code: step.code.clone(),
                label: step.label.clone(),
                below: Vec::new(),
                leaves: Vec::new(),
            });
        }
        let mut branches = Vec::new();
        let mut leaves = Vec::new();
        let mut leaf_place = BTreeMap::new();
        for step in ladder.steps.iter().filter(|s| kept.contains(s.code.as_str())) {
            let code = step.code.as_str();
            let Some(&at) = place.get(code) else { continue };
            match above.get(code).and_then(|up| place.get(up)) {
                Some(&up) => nodes[up].below.push(at),
                None => branches.push(at),
            }
            if leaf_codes.contains(code) {
                leaf_place.insert(code, leaves.len());
                leaves.push(at);
            }
        }
        for (leaf, &node) in leaves.iter().enumerate() {
            let mut at = Some(node);
            while let Some(here) = at {
                nodes[here].leaves.push(leaf);
                at = above.get(nodes[here].code.as_str()).and_then(|up| place.get(up)).copied();
            }
        }
        let leaf_of: BTreeMap<String, usize> = held
            .iter()
            .filter_map(|code| Some(((*code).to_owned(), *leaf_place.get(counted_as(code))?)))
            .collect();
        let says_why = |branch: &Node| {
            branch.code == NOT_KNOWN
                || leaf_of
                    .iter()
                    .filter(|(_, leaf)| branch.leaves.contains(leaf))
                    .all(|(code, _)| ABSENCE_CODES.contains(&code.as_str()))
        };
        let no_answer = branches.iter().copied().filter(|&b: &usize| says_why(&nodes[b])).collect();
        let floored = held.iter().any(|code| counted_as(code) != *code);
        Self { variable: variable.clone(), nodes, leaves, branches, no_answer, leaf_of, floored }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Step;

    fn step(code: &str, level: u8, broader: Option<&str>) -> Step {
        let label = code.to_lowercase();
        Step { code: code.into(), label, level, broader: broader.map(Into::into) }
    }

    fn variable(floor: u8) -> Variable {
        Variable { name: "age".into(), title: "Age".into(), ladder: "age".into(), floor, weight: 1 }
    }

    fn ladder() -> Ladder {
        Ladder {
            id: "age".into(),
            title: "Age".into(),
            steps: vec![
                step("A15", 0, Some("A15_17")),
                step("A16", 0, Some("A15_17")),
                step("A15_17", 1, Some("SUPP")),
                step("A0_11", 1, None),
            ],
        }
    }

    #[test]
    fn every_reason_for_no_answer_is_a_leaf_of_every_ladder() {
        let tree = Tree::grow(&ladder().completed(), &variable(0));
        for code in crate::ABSENCE_CODES {
            assert!(tree.leaf_of.contains_key(code), "{code}");
        }
        let sizes: Vec<usize> =
            tree.no_answer.iter().map(|&branch| tree.nodes[branch].leaves.len()).collect();
        assert_eq!(sizes, [1, 5], "not applicable stands beside the other five");
    }

    #[test]
    fn a_broader_code_is_no_leaf_until_the_floor_reaches_it() {
        let fine = Tree::grow(&ladder().completed(), &variable(0));
        assert!(!fine.leaf_of.contains_key("A15_17"));
        assert_ne!(fine.leaf_of["A15"], fine.leaf_of["A16"]);
        let coarse = Tree::grow(&ladder().completed(), &variable(1));
        assert!(coarse.floored);
        assert_eq!(coarse.leaf_of["A15"], coarse.leaf_of["A16"]);
        assert_eq!(coarse.leaf_of["NASK"], coarse.leaf_of["DECL"]);
        assert_ne!(coarse.leaf_of["NASK"], coarse.leaf_of["NAPP"]);
        assert!(!coarse.nodes.iter().any(|n| n.code == "A15"));
    }

    #[test]
    fn in_an_uneven_ladder_the_higher_floor_holds_for_the_whole_branch() {
        let mut uneven = ladder();
        uneven.steps[0].level = 1;
        uneven.steps[2].level = 2;
        let tree = Tree::grow(&uneven.completed(), &variable(1));
        assert_eq!(tree.leaf_of["A15"], tree.leaf_of["A16"]);
        assert!(!tree.nodes.iter().any(|n| n.code == "A15"));
    }
}
