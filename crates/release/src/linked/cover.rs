//! A group and all of its parts: what the parts add up to beyond it are the episodes with several.

use std::collections::BTreeSet;

use super::Named;
use super::asked::{NO, YES};
use crate::audit::{Exposure, How, PublishedYear};

/// Every group of which the parts say that a few children have several.
pub(super) fn told(
    topics: &[Named<'_>],
    published: &PublishedYear,
    children: &[u64],
    k: u32,
) -> Vec<Exposure> {
    let told: Vec<&Named<'_>> = topics.iter().filter(|topic| topic.asked.is_told()).collect();
    let mut found: Vec<Exposure> = told
        .iter()
        .filter_map(|whole| {
            let codes: BTreeSet<&String> = whole.codes().iter().collect();
            let has = |row| whole.asked.says(row, YES);
            told_of((&codes, whole.asked.variable), &has, &told, published, children, k)
        })
        .collect();
    // All that were answered are a group too, of every code of the question.
    if let Some(any) = topics.iter().find(|topic| topic.asked.tells_answered()) {
        let codes: BTreeSet<&String> =
            any.topic.names.iter().flat_map(|named| &named.all).collect();
        let answered = |row| any.asked.says(row, YES) || any.asked.says(row, NO);
        let whole = (&codes, any.asked.variable);
        found.extend(told_of(whole, &answered, &told, published, children, k));
    }
    found
}

/// The widest topics that lie in a group and are not all of it. `None` if they leave out one of its
/// codes, or overlap.
fn parts<'n, 'a>(codes: &BTreeSet<&String>, told: &[&'n Named<'a>]) -> Option<Vec<&'n Named<'a>>> {
    let within = |part: &&&Named<'_>| {
        part.codes().len() < codes.len() && part.codes().iter().all(|code| codes.contains(code))
    };
    // Two topics of the same codes say the same: one of them is a part.
    let mut inside: Vec<&Named<'_>> = Vec::new();
    for part in told.iter().filter(within) {
        if !inside.iter().any(|known| known.codes() == part.codes()) {
            inside.push(part);
        }
    }
    let widest: Vec<&Named<'_>> = inside
        .iter()
        .filter(|part| {
            !inside.iter().any(|wider| {
                part.codes().len() < wider.codes().len() && part.codes().is_subset(wider.codes())
            })
        })
        .copied()
        .collect();
    let covered: BTreeSet<&String> = widest.iter().flat_map(|part| part.codes()).collect();
    let many: usize = widest.iter().map(|part| part.codes().len()).sum();
    (covered == *codes && many == codes.len()).then_some(widest)
}

fn told_of(
    (codes, variable): (&BTreeSet<&String>, &str),
    has: &dyn Fn(usize) -> bool,
    told: &[&Named<'_>],
    published: &PublishedYear,
    children: &[u64],
    k: u32,
) -> Option<Exposure> {
    let parts = parts(codes, told)?;
    let mut many = vec![0_usize; parts.len()];
    let (mut with, mut several) = (0_usize, BTreeSet::new());
    for (at, child) in children.iter().enumerate() {
        let mut here = 0;
        for (part, many) in parts.iter().zip(&mut many) {
            let yes = usize::from(part.asked.says(at, YES));
            here += yes;
            *many += yes;
        }
        with += usize::from(has(at));
        if here > 1 {
            several.insert(*child);
        }
    }
    let beyond = many.iter().sum::<usize>().saturating_sub(with);
    // A part that nobody has is shown to be empty, and adds nothing. Of two parts, what they have
    // beyond their group are the episodes with both. Of more it is only known to be no more.
    let exact = many.iter().filter(|many| **many > 0).count() == 2;
    let enough = usize::try_from(k).unwrap_or(usize::MAX);
    let exposed = if exact { several.len() < enough } else { beyond < enough };
    if beyond == 0 || !exposed {
        return None;
    }
    // The rarest is the one whose table tells the least, and a table of one code less than others.
    let (_, rarest) = many
        .iter()
        .zip(&parts)
        .filter(|(many, _)| **many > 0)
        .min_by_key(|(many, part)| (!part.topic.alone, **many))?;
    let beyond = i64::try_from(beyond).unwrap_or(i64::MAX);
    Some(Exposure {
        authority: published.authority.clone(),
        year: published.year.clone(),
        tables: rarest.asked.files(),
        cell: vec![(variable.to_owned(), vec![YES.to_owned()])],
        group: Vec::new(),
        crossing: false,
        how: if exact { How::Recovered } else { How::FewerThanK },
        episodes: (1, beyond),
        children_at_most: beyond,
    })
}
