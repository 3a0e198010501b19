//! Two answers as one variable.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use crate::Row;
use crate::audit::{
    AuditFault, Exposure, How, PublishedTable, PublishedYear, Question, Shows, audit,
};

/// Which codes of one answer and of another an episode can have at once.
pub(super) type Together<'t> = &'t dyn Fn(&str, &str) -> bool;

/// What two answers give away together. What the tables of both show is written over the pairs of
/// codes that an episode can have, and audited as tables of one variable. `rows` are the episodes,
/// with their children, and `year` is what is published of them without its tables.
///
/// # Errors
/// An episode has two codes that cannot stand together, or the tables do not hang together.
pub(super) fn told(
    (one, other): (&Asked<'_>, &Asked<'_>),
    together: Together<'_>,
    rows: &[(usize, u64)],
    year: PublishedYear,
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let both = format!("{} and {}", one.variable, other.variable);
    // As places of codes first: most pairs end here.
    let mut placed: Vec<([usize; 2], u64)> =
        rows.iter().map(|&(row, child)| ([one.place(row), other.place(row)], child)).collect();
    placed.sort_unstable();
    placed.dedup();
    let cells: Vec<&[([usize; 2], u64)]> = placed.chunk_by(|a, b| a.0 == b.0).collect();
    let said = |cell: &[([usize; 2], u64)]| {
        cell.first().map(|([mine, theirs], _)| [one.code(*mine), other.code(*theirs)])
    };
    if cells.iter().filter_map(|cell| said(cell)).any(|[mine, theirs]| !together(mine, theirs)) {
        return Err(AuditFault::Episode { variable: both });
    }
    // Whatever is put together of groups of k children or more, and of none, is one of these too.
    if !cells.iter().any(|cell| super::count(cell.len()) < u64::from(k)) {
        return Ok(Vec::new());
    }
    let children: BTreeMap<[&str; 2], Vec<u64>> = cells
        .iter()
        .filter_map(|cell| Some((said(cell)?, cell.iter().map(|(_, child)| *child).collect())))
        .collect();
    let code = |[mine, theirs]: [&str; 2]| format!("{mine}/{theirs}");
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    let codes = other.codes();
    for mine in one.codes() {
        let theirs = codes.iter().filter(|theirs| together(mine, theirs));
        pairs.extend(theirs.map(|theirs| [mine, *theirs]));
    }
    let mut tables = Vec::new();
    for (place, asked) in [one, other].into_iter().enumerate() {
        for table in &asked.tables {
            let of = &table.shows[0].codes;
            let codes = pairs
                .iter()
                .map(|pair| Some((code(*pair), of.get(pair[place])?.clone())))
                .collect::<Option<_>>()
                .ok_or_else(|| AuditFault::Table { table: table.id.clone() })?;
            let shows = vec![Shows { variable: both.clone(), codes }];
            tables.push(PublishedTable { shows, ..table.clone() });
        }
    }
    let of_pair: Vec<&[u64]> =
        pairs.iter().map(|pair| children.get(pair).map_or(&[][..], Vec::as_slice)).collect();
    let left = taken_away(one, other, &pairs, &of_pair, k);
    // Only which children stand where is asked of the rows, so that each is needed once.
    let mut recoded = Vec::new();
    for (pair, children) in &children {
        let values = BTreeMap::from([(both.clone(), code(*pair))]);
        recoded.extend(children.iter().map(|child| Row { child: *child, values: values.clone() }));
    }
    let year = PublishedYear { tables, ..year };
    let question = Question { published: &year, k, rows: Some(&recoded), crossings: false };
    let mut found = audit(&question)?.exposures;
    found.extend(left.map(|cell| Exposure {
        authority: year.authority.clone(),
        year: year.year.clone(),
        tables: Vec::new(),
        cell: vec![(both, cell.into_iter().map(code).collect())],
        group: Vec::new(),
        crossing: false,
        how: How::Recovered,
        // Fewer children than k, and how many episodes they have is of no use to who merges.
        episodes: (1, i64::from(k) - 1),
        children_at_most: i64::from(k) - 1,
    }));
    Ok(found)
}

/// What is left of a few children where one table is taken from another: from what it shows as one,
/// or from all that something of the other lies in. The audit asks about single groups and not about
/// whatever several leave together. `children` has those of each pair.
fn taken_away<'a>(
    one: &Asked<'_>,
    other: &Asked<'_>,
    pairs: &[[&'a str; 2]],
    children: &[&[u64]],
    k: u32,
) -> Option<Vec<[&'a str; 2]>> {
    let (ones, others) = (parted(one, pairs, 0), parted(other, pairs, 1));
    let mut both = ones.iter().flat_map(|mine| others.iter().map(move |theirs| (mine, theirs)));
    both.find_map(|(mine, theirs)| {
        let left = mine.less(theirs, children, k).or_else(|| theirs.less(mine, children, k))?;
        Some(left.into_iter().map(|pair| pairs[pair]).collect())
    })
}

/// What one table shows of all pairs.
struct Parted {
    /// For each pair the place of its part.
    part: Vec<usize>,
    parts: usize,
}

/// What each table of an answer shows of pairs of which it is the first or the second.
fn parted(asked: &Asked<'_>, pairs: &[[&str; 2]], of: usize) -> Vec<Parted> {
    let of_table = |codes: &BTreeMap<String, String>| {
        let shown: Vec<Option<&String>> = pairs.iter().map(|pair| codes.get(pair[of])).collect();
        let mut parts = shown.clone();
        parts.sort_unstable();
        parts.dedup();
        let part = shown.iter().filter_map(|shown| parts.binary_search(shown).ok()).collect();
        Parted { part, parts: parts.len() }
    };
    asked.maps().map(of_table).collect()
}

impl Parted {
    /// The pairs of a few children that are left of some parts when whatever lies in them of another
    /// table is taken away.
    fn less(&self, taken: &Self, children: &[&[u64]], k: u32) -> Option<Vec<usize>> {
        let alone = (0..self.parts).map(|part| {
            let mut from = vec![false; self.parts];
            from[part] = true;
            from
        });
        let mut around = vec![vec![false; self.parts]; taken.parts];
        for (mine, theirs) in self.part.iter().zip(&taken.part) {
            around[*theirs][*mine] = true;
        }
        alone.chain(around).find_map(|from| {
            let mut inside = vec![true; taken.parts];
            for (mine, theirs) in self.part.iter().zip(&taken.part) {
                inside[*theirs] &= from[*mine];
            }
            let left = |pair: &usize| from[self.part[*pair]] && !inside[taken.part[*pair]];
            let left: Vec<usize> = (0..self.part.len()).filter(left).collect();
            let mut of_few: BTreeSet<u64> = BTreeSet::new();
            for pair in &left {
                of_few.extend(children[*pair]);
                if super::count(of_few.len()) >= u64::from(k) {
                    return None;
                }
            }
            (!of_few.is_empty()).then_some(left)
        })
    }
}
