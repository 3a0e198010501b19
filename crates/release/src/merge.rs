//! Chooses how the answers of one table are shown, so that every group of it may be.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use crate::Policy;
use crate::classes::Counts;
use crate::cuts::{Answers, Cut};

/// Above this number of combinations the best one is no longer looked for, only a good one.
const MOST_TRIES: usize = 50_000;

/// Whether groups may be shown, each worked out once.
struct Known<'a> {
    answers: &'a [&'a Answers],
    counts: &'a mut Counts,
    policy: Policy,
    known: HashMap<Vec<usize>, bool>,
    /// Places of the first answer's leaves that say that something bad happened.
    telling: &'a BTreeSet<usize>,
}

impl Known<'_> {
    /// Whether every group of a combination of cuts may be shown.
    fn all_hold(&mut self, cuts: &[&Cut]) -> bool {
        let mut groups = Vec::with_capacity(cuts.len());
        self.hold_from(cuts, &mut groups) && !self.tells_of_all(cuts)
    }

    /// Whether the table would say of everybody in some group that something bad happened to them.
    fn tells_of_all(&mut self, cuts: &[&Cut]) -> bool {
        let (Some((cut, others)), Some((answers, by))) =
            (cuts.split_first(), self.answers.split_first())
        else {
            return false;
        };
        let (mut told, mut open) = (Vec::new(), Vec::new());
        for &group in &cut.groups {
            let leaves = &answers.groups[group].leaves;
            let tells = leaves.iter().all(|leaf| self.telling.contains(leaf));
            if tells { &mut told } else { &mut open }.extend_from_slice(leaves);
        }
        if told.is_empty() {
            return false;
        }
        let mut combinations = vec![Vec::new()];
        for (cut, answers) in others.iter().zip(by) {
            combinations = combinations
                .into_iter()
                .flat_map(|start: Vec<&[usize]>| {
                    cut.groups.iter().map(move |&group| {
                        let leaves = answers.groups[group].leaves.as_slice();
                        start.iter().copied().chain([leaves]).collect()
                    })
                })
                .collect();
        }
        combinations.iter().any(|by| {
            let mut rows = |first: &[usize]| {
                let leaves: Vec<&[usize]> =
                    std::iter::once(first).chain(by.iter().copied()).collect();
                self.counts.class(&leaves).rows
            };
            rows(&told) > 0 && rows(&open) == 0
        })
    }

    fn hold_from(&mut self, cuts: &[&Cut], groups: &mut Vec<usize>) -> bool {
        let Some(cut) = cuts.get(groups.len()) else {
            if let Some(&holds) = self.known.get(groups) {
                return holds;
            }
            let leaves: Vec<&[usize]> = groups
                .iter()
                .zip(self.answers)
                .map(|(&group, answers)| answers.groups[group].leaves.as_slice())
                .collect();
            let holds = self.counts.class(&leaves).holds(self.policy);
            self.known.insert(groups.clone(), holds);
            return holds;
        };
        cut.groups.iter().all(|&group| {
            groups.push(group);
            let holds = self.hold_from(cuts, groups);
            groups.pop();
            holds
        })
    }
}

/// The combination of cuts, one for each answer, that loses least among those of which every group
/// may be shown.
///
/// `telling` are the places of the first answer's leaves that say that something bad happened: no
/// combination of the other answers may have rows with these only. `allowed` says which
/// combinations may be taken at all.
///
/// Combinations are tried from the least loss up, so the first that holds is the best one. None
/// comes back only where not even all rows together may be shown, or none that may be is allowed.
pub(crate) fn choose<'a>(
    answers: &[&'a Answers],
    counts: &mut Counts,
    policy: Policy,
    telling: &BTreeSet<usize>,
    allowed: &dyn Fn(&[&Cut]) -> bool,
) -> Option<Vec<&'a Cut>> {
    let mut known = Known { answers, counts, policy, known: HashMap::new(), telling };
    let mut next = BinaryHeap::new();
    let mut seen = BTreeSet::new();
    let first = vec![0; answers.len()];
    let cuts_at = |places: &[usize]| -> Option<Vec<&'a Cut>> {
        places.iter().zip(answers).map(|(&place, a)| a.cuts.get(place)).collect()
    };
    let loss = |cuts: &[&Cut]| cuts.iter().map(|cut| cut.loss).sum::<u64>();
    next.push(Reverse((loss(&cuts_at(&first)?), first)));
    for _ in 0..MOST_TRIES {
        let Reverse((_, places)) = next.pop()?;
        let cuts = cuts_at(&places)?;
        if allowed(&cuts) && known.all_hold(&cuts) {
            return Some(cuts);
        }
        for answer in 0..places.len() {
            let mut further = places.clone();
            further[answer] += 1;
            if let Some(cuts) = cuts_at(&further)
                && seen.insert(further.clone())
            {
                next.push(Reverse((loss(&cuts), further)));
            }
        }
    }
    good_enough(answers, &mut known, allowed)
}

/// Starts with every answer as coarse as can be, then makes one answer after another as fine as the
/// others leave room for, the dearest first.
fn good_enough<'a>(
    answers: &[&'a Answers],
    known: &mut Known<'_>,
    allowed: &dyn Fn(&[&Cut]) -> bool,
) -> Option<Vec<&'a Cut>> {
    let mut cuts: Vec<&'a Cut> =
        answers.iter().map(|a| a.cuts.last()).collect::<Option<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by_key(|&place| (Reverse(answers[place].tree.variable.weight), place));
    for place in order {
        for cut in &answers[place].cuts {
            let mut finer = cuts.clone();
            finer[place] = cut;
            if allowed(&finer) && known.all_hold(&finer) {
                cuts = finer;
                break;
            }
        }
    }
    (allowed(&cuts) && known.all_hold(&cuts)).then_some(cuts)
}
