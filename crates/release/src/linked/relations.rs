//! Which codes of two answers can stand together: as the profile says, and as follows from it through
//! others.
//!
//! Whether a conversation took place decides whether there are reasons, and whether there is a harm:
//! so what is shown of reasons tells of harms, though the profile says nothing of the two. For every
//! two answers, what each third one leaves possible is kept and nothing else, until nothing more
//! falls away: *path consistency* (Montanari, Networks of constraints, 1974). Of three answers at
//! once that leaves a little more than there can be.

use std::collections::{BTreeMap, BTreeSet};

use crate::Profile;
use crate::cuts::Answers;

/// Two answers of which one says something of the other.
pub(super) struct Relation<'a> {
    /// If the profile says it itself, the answer that says it.
    pub one: &'a str,
    /// The other.
    pub other: &'a str,
    /// Whether the profile says it itself.
    pub is_listed: bool,
    together: BTreeSet<(&'a str, &'a str)>,
}

impl Relation<'_> {
    /// Whether an episode can have both: a code of [`Self::one`] and one of [`Self::other`].
    pub(super) fn allows(&self, one: &str, other: &str) -> bool {
        self.together.contains(&(one, other))
    }

    /// Whether it says of one code of an answer something else than of another.
    pub(super) fn tells(&self, name: &str, code: &str, other: &str) -> bool {
        let beside = |code: &str| -> BTreeSet<&str> {
            let pairs = self.together.iter();
            match name == self.one {
                true => pairs.filter(|pair| pair.0 == code).map(|pair| pair.1).collect(),
                false => pairs.filter(|pair| pair.1 == code).map(|pair| pair.0).collect(),
            }
        };
        beside(code) != beside(other)
    }
}

/// For each code of one answer, whether it can stand beside each code of another.
type Matrix = Vec<Vec<bool>>;

/// Every relation of a profile.
pub(super) fn all_of<'a>(
    profile: &'a Profile,
    answers: &'a BTreeMap<&'a str, Answers>,
) -> Vec<Relation<'a>> {
    let names: BTreeSet<&str> =
        profile.follows.iter().flat_map(|f| [f.of.as_str(), f.variable.as_str()]).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let codes: Vec<Vec<&str>> = names
        .iter()
        .map(|name| match answers.get(name) {
            Some(answers) => answers.tree.leaf_of.keys().map(String::as_str).collect(),
            None => Vec::new(),
        })
        .collect();
    let place = |name: &str| names.iter().position(|other| *other == name);
    let mut known: BTreeMap<(usize, usize), Matrix> = BTreeMap::new();
    let mut listed = BTreeSet::new();
    for follows in &profile.follows {
        let (Some(of), Some(variable)) = (place(&follows.of), place(&follows.variable)) else {
            continue;
        };
        let beside =
            |code: &&str| codes[variable].iter().map(|other| follows.allows(code, other)).collect();
        let matrix: Matrix = codes[of].iter().map(beside).collect();
        listed.insert((of, variable));
        keep(&mut known, (of, variable), matrix);
    }
    while narrow(&mut known, names.len()) {}
    let all = known.into_iter().filter(|((one, other), _)| {
        listed.contains(&(*one, *other)) || (one < other && !listed.contains(&(*other, *one)))
    });
    all.map(|((one, other), matrix)| {
        let mut together = BTreeSet::new();
        for (code, beside) in codes[one].iter().zip(&matrix) {
            let can_be = codes[other].iter().zip(beside).filter(|(_, can_be)| **can_be);
            together.extend(can_be.map(|(other, _)| (*code, *other)));
        }
        let is_listed = listed.contains(&(one, other));
        Relation { one: names[one], other: names[other], is_listed, together }
    })
    .collect()
}

/// Keeps what is known of two answers, either way round, with what was known already. Whether that
/// is something new.
fn keep(
    known: &mut BTreeMap<(usize, usize), Matrix>,
    (one, other): (usize, usize),
    mut matrix: Matrix,
) -> bool {
    if matrix.iter().flatten().all(|can_be| *can_be) {
        return false;
    }
    if let Some(before) = known.get(&(one, other)) {
        let cells = matrix.iter_mut().flatten().zip(before.iter().flatten());
        cells.for_each(|(can_be, before)| *can_be &= before);
        if matrix == *before {
            return false;
        }
    }
    let width = matrix.first().map_or(0, Vec::len);
    let turned = (0..width).map(|at| matrix.iter().map(|beside| beside[at]).collect()).collect();
    known.insert((other, one), turned);
    known.insert((one, other), matrix);
    true
}

/// Takes away what some third answer does not leave possible. Whether there was something.
fn narrow(known: &mut BTreeMap<(usize, usize), Matrix>, answers: usize) -> bool {
    let mut is_new = false;
    for through in 0..answers {
        for one in (0..answers).filter(|one| *one != through) {
            for other in (one + 1..answers).filter(|other| *other != through) {
                let ways = (known.get(&(one, through)), known.get(&(through, other)));
                if let (Some(to), Some(from)) = ways {
                    let matrix = composed(to, from);
                    is_new |= keep(known, (one, other), matrix);
                }
            }
        }
    }
    is_new
}

/// What can stand beside each other if something can stand between.
fn composed(to: &Matrix, from: &Matrix) -> Matrix {
    let width = from.first().map_or(0, Vec::len);
    let beside = |between: &Vec<bool>| {
        let mut beside = vec![false; width];
        for (_, more) in between.iter().zip(from).filter(|(can_be, _)| **can_be) {
            beside.iter_mut().zip(more).for_each(|(can_be, more)| *can_be |= more);
        }
        beside
    };
    to.iter().map(beside).collect()
}
