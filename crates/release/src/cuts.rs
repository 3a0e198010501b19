//! The ways in which the codes of one answer can be shown, and what each way loses.
//!
//! A *cut* gives each code one group. A group is either a code of the ladder with all that lies
//! under it, or the masked group. In the masked group stand whole branches, and always the first
//! ones of one order that is the same in every table of the release. So of any two groups of one
//! variable, in any two tables, one lies within the other or they have nothing in common: taking
//! one table's figures from another's never leaves a group that no table shows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::classes::Counts;
use crate::tree::Tree;
use crate::{MASKED, Policy, Refusal, Row};

/// Above this number of cuts only whole levels are weighed, so that time stays bounded.
const MOST_CUTS: usize = 4_096;

/// What is lost when a code is masked altogether. Losses are whole numbers so that every machine
/// makes the same choice.
const FULL_LOSS: u64 = 1_000;

/// Codes that are shown as one.
#[derive(Debug)]
pub(crate) struct Group {
    /// What the table prints.
    pub code: String,
    /// The node it is, or none for a masked group.
    pub node: Option<usize>,
    /// Places in [`Tree::leaves`].
    pub leaves: Vec<usize>,
}

/// One way to show an answer: groups that together hold every leaf once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// What it loses.
    pub loss: u64,
    /// Places in [`Answers::groups`].
    pub groups: Vec<usize>,
}

/// One variable with the answers of all rows.
#[derive(Debug)]
pub(crate) struct Answers {
    pub tree: Tree,
    /// For each row, a place in [`Tree::leaves`].
    pub leaf_of_row: Vec<usize>,
    /// One for each node, then the masked groups from the smallest.
    pub groups: Vec<Group>,
    /// The cuts whose groups are all large enough when nothing is crossed, best first.
    pub cuts: Vec<Cut>,
}

impl Answers {
    /// Reads the answers of all rows and works out how they may be shown.
    pub(crate) fn new(
        tree: Tree,
        rows: &[Row],
        children: &[usize],
        policy: Policy,
    ) -> Result<Self, Refusal> {
        let name = &tree.variable.name;
        let leaf_of_row = rows
            .iter()
            .map(|row| {
                let code = row
                    .values
                    .get(name)
                    .ok_or_else(|| Refusal::Unanswered { variable: name.clone() })?;
                tree.leaf_of
                    .get(code)
                    .copied()
                    .ok_or_else(|| Refusal::CodeWithoutStep { variable: name.clone() })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut answers = Self { tree, leaf_of_row, groups: Vec::new(), cuts: Vec::new() };
        let mut counts = Counts::new(children, &[&answers]);
        let order = answers.masking_order(&mut counts, policy);
        answers.name_groups(&order);
        answers.find_cuts(&order, &mut counts, policy);
        Ok(answers)
    }

    /// The order in which branches are masked: first those that are too small by themselves, then
    /// those that say why there is no answer, then the others, each from the fewest children up.
    fn masking_order(&self, counts: &mut Counts, policy: Policy) -> Vec<usize> {
        let mut order: Vec<(u8, u64, usize)> = self
            .tree
            .branches
            .iter()
            .map(|&branch| {
                let class = counts.class(&[&self.tree.nodes[branch].leaves]);
                let place = match class {
                    _ if class.rows == 0 || !class.holds(policy) => 0,
                    _ if self.tree.no_answer.contains(&branch) => 1,
                    _ => 2,
                };
                (place, class.children, branch)
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, _, branch)| branch).collect()
    }

    fn name_groups(&mut self, order: &[usize]) {
        let nodes = &self.tree.nodes;
        self.groups = nodes
            .iter()
            .enumerate()
            .map(|(at, n)| Group { code: n.code.clone(), node: Some(at), leaves: n.leaves.clone() })
            .collect();
        for many in 2..=order.len() {
            let mut leaves: Vec<usize> =
                order[..many].iter().flat_map(|&b| nodes[b].leaves.iter().copied()).collect();
            leaves.sort_unstable();
            self.groups.push(Group { code: MASKED.to_owned(), node: None, leaves });
        }
    }

    fn find_cuts(&mut self, order: &[usize], counts: &mut Counts, policy: Policy) {
        let children: Vec<u64> =
            (0..self.tree.leaves.len()).map(|l| counts.class(&[&[l]]).children).collect();
        let holds: Vec<bool> =
            self.groups.iter().map(|g| counts.class(&[&g.leaves]).holds(policy)).collect();
        let used = |leaves: &[usize]| leaves.iter().filter(|&&l| children[l] > 0).count();
        let first_masked = self.tree.nodes.len();
        let mut cuts = Vec::new();
        for many in (0..=order.len()).filter(|&many| many != 1) {
            let mut start = Vec::new();
            if many > 0 {
                let group = first_masked + many - 2;
                let branches =
                    order[..many].iter().filter(|&&b| used(&self.tree.nodes[b].leaves) > 0).count();
                // Masking one branch that has rows along with empty ones hides nothing, unless all
                // are masked: then not even the one answer that everybody gave is shown.
                if !holds[group] || (branches < 2 && many < order.len()) {
                    continue;
                }
                start.push(group);
            }
            let rest = &order[many..];
            let whole = Subtrees { tree: &self.tree, holds: &holds, used: &used };
            cuts.extend(whole.cuts_of(&start, rest));
        }
        let total: u64 = children.iter().sum();
        self.cuts = cuts
            .into_iter()
            .map(|groups| Cut { loss: self.loss(&groups, &children, total), groups })
            .collect();
        // Equal losses go to the finer cut, then to the order of the ladder.
        self.cuts.sort_by(|a, b| {
            (a.loss, Reverse(a.groups.len()), &a.groups).cmp(&(
                b.loss,
                Reverse(b.groups.len()),
                &b.groups,
            ))
        });
        self.cuts.dedup();
    }

    /// What a cut loses: for each child and answer, how much of the ladder its group spans. A cut
    /// that leaves one group of several says nothing any more, and costs that again.
    fn loss(&self, groups: &[usize], children: &[u64], total: u64) -> u64 {
        let widest = u64::try_from(self.tree.leaves.len().saturating_sub(1)).unwrap_or(u64::MAX);
        let mut loss = 0;
        let mut shown = 0;
        for &group in groups {
            let group = &self.groups[group];
            let here: u64 = group.leaves.iter().map(|&l| children[l]).sum();
            let width = u64::try_from(group.leaves.len() - 1).unwrap_or(u64::MAX);
            let span = match group.node {
                Some(_) => FULL_LOSS * width / widest.max(1),
                None => FULL_LOSS,
            };
            loss += here * span;
            shown += u64::from(here > 0);
        }
        let used = children.iter().filter(|&&c| c > 0).count();
        if shown == 1 && used > 1 {
            loss += 2 * FULL_LOSS * total;
        }
        loss * u64::from(self.tree.variable.weight)
    }

    /// The places of the leaves that hold none but these codes.
    pub(crate) fn telling(&self, codes: &BTreeSet<String>) -> BTreeSet<usize> {
        let places = |told: bool| -> BTreeSet<usize> {
            let found = self.tree.leaf_of.iter();
            found.filter(|(code, _)| codes.contains(*code) == told).map(|(_, &at)| at).collect()
        };
        &places(true) - &places(false)
    }

    /// What each code that a row may hold is shown as.
    pub(crate) fn shown(&self, cut: &Cut) -> BTreeMap<String, String> {
        let mut group_of_leaf = vec![0; self.tree.leaves.len()];
        for &group in &cut.groups {
            for &leaf in &self.groups[group].leaves {
                group_of_leaf[leaf] = group;
            }
        }
        self.tree
            .leaf_of
            .iter()
            .map(|(code, &leaf)| (code.clone(), self.groups[group_of_leaf[leaf]].code.clone()))
            .collect()
    }
}

/// Finds the cuts of several branches.
struct Subtrees<'a> {
    tree: &'a Tree,
    /// For each group, whether it may be shown when nothing is crossed.
    holds: &'a [bool],
    /// How many of some leaves have rows.
    used: &'a dyn Fn(&[usize]) -> usize,
}

impl Subtrees<'_> {
    /// Every cut that starts with `start` and goes on with the branches in `rest`.
    fn cuts_of(&self, start: &[usize], rest: &[usize]) -> Vec<Vec<usize>> {
        let mut cuts = vec![start.to_vec()];
        for &branch in rest {
            match crossed(&cuts, &self.below(branch)) {
                Some(more) => cuts = more,
                None => return self.level_cuts(start, rest),
            }
        }
        cuts
    }

    /// Every way to show one node: whole, or as any mixture of the ways to show the nodes below.
    fn below(&self, node: usize) -> Vec<Vec<usize>> {
        let here = &self.tree.nodes[node];
        let mut ways = Vec::new();
        // Merging codes of which at most one has rows hides nothing.
        if self.holds[node] && (here.below.is_empty() || (self.used)(&here.leaves) > 1) {
            ways.push(vec![node]);
        }
        if here.below.is_empty() {
            return ways;
        }
        let mut mixtures = vec![Vec::new()];
        for &under in &here.below {
            match crossed(&mixtures, &self.below(under)) {
                Some(more) => mixtures = more,
                None => return ways,
            }
        }
        ways.extend(mixtures);
        ways
    }

    /// Where there are too many cuts to weigh: the same number of steps up for every branch.
    fn level_cuts(&self, start: &[usize], rest: &[usize]) -> Vec<Vec<usize>> {
        let height = |node: usize| self.height(node);
        let top = rest.iter().map(|&b| height(b)).max().unwrap_or(0);
        (0..=top)
            .map(|level| {
                let mut cut = start.to_vec();
                for &branch in rest {
                    self.at_level(branch, level, &mut cut);
                }
                cut
            })
            .filter(|cut| cut.iter().all(|&group| self.holds[group]))
            .collect()
    }

    fn height(&self, node: usize) -> usize {
        self.tree.nodes[node].below.iter().map(|&n| self.height(n) + 1).max().unwrap_or(0)
    }

    fn at_level(&self, node: usize, level: usize, cut: &mut Vec<usize>) {
        if self.height(node) <= level {
            cut.push(node);
        } else {
            for &under in &self.tree.nodes[node].below {
                self.at_level(under, level, cut);
            }
        }
    }
}

/// Each of `some` followed by each of `others`. None if that is more than can be weighed.
fn crossed(some: &[Vec<usize>], others: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
    if some.len() * others.len() > MOST_CUTS {
        return None;
    }
    let mut all = Vec::with_capacity(some.len() * others.len());
    for a in some {
        for b in others {
            all.push([a.as_slice(), b.as_slice()].concat());
        }
    }
    Some(all)
}
