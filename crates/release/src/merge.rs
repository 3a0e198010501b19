//! Chooses how the answers of one table are shown, so that every group of it may be.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use crate::Policy;
use crate::classes::Counts;
use crate::cuts::{Answers, Cut};

/// Above this number of combinations the best one is no longer looked for, only a good one.
const MOST_TRIES: usize = 50_000;

/// No table says of more children of a group than this, in per cent, that something bad happened to
/// them, if that is at least twice the share among all children.
const MOST_TOLD_PERCENT: u64 = 80;

/// Whether groups may be shown, each worked out once.
struct Known<'a> {
    answers: &'a [&'a Answers],
    counts: &'a mut Counts,
    policy: Policy,
    known: HashMap<Vec<usize>, bool>,
    /// Places of the first answer's leaves that say that something bad happened.
    telling: &'a BTreeSet<usize>,
    /// Of some of those leaves and groups of the other answers: children told of, and all children.
    told: HashMap<Told, (u64, u64)>,
}

/// Leaves of the first answer, and a group of each other one, or all.
type Told = (Vec<usize>, Option<Vec<usize>>);

impl Known<'_> {
    /// Whether every group of a combination of cuts may be shown.
    fn all_hold(&mut self, cuts: &[&Cut]) -> bool {
        let mut groups = Vec::with_capacity(cuts.len());
        self.hold_from(cuts, &mut groups) && !self.tells_of_all(cuts)
    }

    /// Whether the table would say of everybody in some group, or of nearly everybody and far more
    /// than of all children, that something bad happened to them. Children are counted: one who has
    /// another answer in another row has this one too.
    fn tells_of_all(&mut self, cuts: &[&Cut]) -> bool {
        let (Some((cut, others)), Some(answers)) = (cuts.split_first(), self.answers.first())
        else {
            return false;
        };
        let mut told: Vec<usize> = cut
            .groups
            .iter()
            .flat_map(|&group| {
                let leaves = &answers.groups[group].leaves;
                let tells = leaves.iter().all(|leaf| self.telling.contains(leaf));
                if tells { leaves.clone() } else { Vec::new() }
            })
            .collect();
        if told.is_empty() {
            return false;
        }
        told.sort_unstable();
        let mut combinations = vec![Vec::new()];
        for cut in others {
            combinations = combinations
                .into_iter()
                .flat_map(|start: Vec<usize>| {
                    cut.groups.iter().map(move |&g| start.iter().copied().chain([g]).collect())
                })
                .collect();
        }
        let (told_of_all, all) = self.told(&told, None);
        combinations.iter().any(|by| {
            let (told, here) = self.told(&told, Some(by));
            let nearly_all = told * 100 > here * MOST_TOLD_PERCENT;
            let far_more = told * all >= 2 * told_of_all * here;
            told > 0 && (told == here || (nearly_all && far_more))
        })
    }

    /// Children in some groups of the other answers, or in all, who have one of these leaves of the
    /// first answer; and all children there.
    fn told(&mut self, told: &[usize], by: Option<&[usize]>) -> (u64, u64) {
        let key = (told.to_vec(), by.map(<[usize]>::to_vec));
        if let Some(&known) = self.told.get(&key) {
            return known;
        }
        let every: Vec<Vec<usize>> =
            self.answers.iter().map(|a| (0..a.tree.leaves.len()).collect()).collect();
        let mut leaves: Vec<&[usize]> = every.iter().map(Vec::as_slice).collect();
        for (place, &group) in by.unwrap_or_default().iter().enumerate() {
            leaves[place + 1] = &self.answers[place + 1].groups[group].leaves;
        }
        let all = self.counts.class(&leaves).children;
        leaves[0] = told;
        let children = (self.counts.class(&leaves).children, all);
        self.told.insert(key, children);
        children
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
    let (known, told) = (HashMap::new(), HashMap::new());
    let mut known = Known { answers, counts, policy, known, telling, told };
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
