//! Two answers as one variable.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use crate::Row;
use crate::audit::{AuditFault, Exposure, PublishedTable, PublishedYear, Question, Shows, audit};

/// Which codes of one answer and of another an episode can have at once.
pub(super) type Together<'t> = &'t dyn Fn(&str, &str) -> bool;

/// What two answers give away together. What the tables of both show is written over the pairs of
/// codes that an episode can have, and audited as tables of one variable. `merge` are the tables to
/// merge further, the first first.
///
/// # Errors
/// An episode has two codes that cannot stand together, or the tables do not hang together.
pub(super) fn told(
    (one, other): (&Asked<'_>, &Asked<'_>),
    together: Together<'_>,
    merge: &[String],
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let both = format!("{} and {}", one.variable, other.variable);
    let code = |mine: &str, theirs: &str| format!("{mine}/{theirs}");
    let mut pairs: BTreeMap<String, [&str; 2]> = BTreeMap::new();
    for mine in one.codes() {
        for theirs in other.codes() {
            if together(mine, theirs) {
                pairs.insert(code(mine, theirs), [mine, theirs]);
            }
        }
    }
    let mut tables = Vec::new();
    for (place, asked) in [one, other].into_iter().enumerate() {
        for table in &asked.tables {
            let of = &table.shows[0].codes;
            let codes = pairs
                .iter()
                .map(|(pair, codes)| Some((pair.clone(), of.get(codes[place])?.clone())))
                .collect::<Option<_>>()
                .ok_or_else(|| AuditFault::Table { table: table.id.clone() })?;
            let shows = vec![Shows { variable: both.clone(), codes }];
            tables.push(PublishedTable { shows, ..table.clone() });
        }
    }
    let mut seen = BTreeSet::new();
    let mut recoded = Vec::new();
    for ((row, mine), theirs) in rows.iter().zip(&one.said).zip(&other.said) {
        let pair = code(mine, theirs);
        if !pairs.contains_key(&pair) {
            return Err(AuditFault::Episode { variable: both });
        }
        // Only which children stand where is asked of the rows, so that once is enough.
        if seen.insert((row.child, pair.clone())) {
            let values = BTreeMap::from([(both.clone(), pair)]);
            recoded.push(Row { child: row.child, values });
        }
    }
    let year = PublishedYear { tables, ..super::empty(published) };
    let question = Question { published: &year, k, rows: Some(&recoded), crossings: false };
    let mut found = audit(&question)?.exposures;
    for exposure in &mut found {
        exposure.tables = merge.to_vec();
        exposure.crossing = false;
    }
    Ok(found)
}
