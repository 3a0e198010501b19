//! Two answers as one variable.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use crate::Row;
use crate::audit::{AuditFault, Exposure, PublishedTable, PublishedYear, Question, Shows, audit};

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
    let mut children: BTreeMap<[&str; 2], BTreeSet<u64>> = BTreeMap::new();
    for &(row, child) in rows {
        children.entry([one.said(row), other.said(row)]).or_default().insert(child);
    }
    if children.keys().any(|[mine, theirs]| !together(mine, theirs)) {
        return Err(AuditFault::Episode { variable: both });
    }
    // Whatever is put together of groups of k children or more, and of none, is one of these too.
    let few = |children: &BTreeSet<u64>| super::count(children.len()) < u64::from(k);
    if !children.values().any(few) {
        return Ok(Vec::new());
    }
    let code = |[mine, theirs]: [&str; 2]| format!("{mine}/{theirs}");
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for mine in one.codes() {
        pairs.extend(
            other.codes().iter().filter(|theirs| together(mine, theirs)).map(|t| [mine, t]),
        );
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
    // Only which children stand where is asked of the rows, so that each is needed once.
    let mut recoded = Vec::new();
    for (pair, children) in children {
        let values = BTreeMap::from([(both.clone(), code(pair))]);
        recoded.extend(children.iter().map(|child| Row { child: *child, values: values.clone() }));
    }
    let year = PublishedYear { tables, ..year };
    let question = Question { published: &year, k, rows: Some(&recoded), crossings: false };
    Ok(audit(&question)?.exposures)
}
