//! Looks at the bytes that were written, as a receiver would, with the people known beside them.
//! It shares no counting with the engine: groups are told apart by the text of the file, and a
//! label is looked up in the lines of the hierarchy files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fault::Fault;
use super::policy::{Policy, Role};
use super::table::Table;

/// What is known beside the file.
pub(super) struct Beside<'a> {
    pub policy: &'a Policy,
    pub table: &'a Table,
    /// Lines of the hierarchy file of each quasi column.
    pub hierarchies: &'a BTreeMap<String, Vec<Vec<String>>>,
    /// The row of the records file behind each written row.
    pub rows: &'a [u32],
}

/// A group of rows, as the file shows it.
#[derive(Default)]
struct Group {
    rows: u64,
    /// How many rows each person has.
    people: BTreeMap<u32, u64>,
    /// For each sensitive column, who stands behind each answer.
    answers: Vec<BTreeMap<String, BTreeSet<u32>>>,
}

/// Makes sure that the written file keeps every rule.
///
/// # Errors
/// The first rule that it does not keep.
pub(super) fn records(bytes: &[u8], beside: &Beside<'_>) -> Result<(), Fault> {
    let broken = |problem: &str| Fault::DoesNotHold { problem: problem.to_owned() };
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let heading = reader.headers().map_err(|_| broken("It cannot be read again."))?.clone();
    let names: Vec<&str> = heading.iter().collect();
    if names != beside.table.heading().collect::<Vec<_>>() {
        return Err(broken("Its columns are not those that may leave."));
    }
    let roles: Vec<&Role> = names.iter().filter_map(|name| beside.policy.role(name)).collect();
    let kept_back = |role: &&Role| matches!(role, Role::Identifier | Role::Drop);
    if roles.len() != names.len() || roles.iter().any(kept_back) {
        return Err(broken("A column leaves that may not."));
    }
    let lines: HashMap<(&str, &str), &[String]> = beside
        .hierarchies
        .iter()
        .flat_map(|(column, rows)| {
            rows.iter().filter_map(|row| Some(((&**column, row.first()?.as_str()), &**row)))
        })
        .collect();

    let mut groups: HashMap<Vec<String>, Group> = HashMap::new();
    let mut seen = BTreeSet::new();
    let mut rows = beside.rows.iter();
    for record in reader.records() {
        let record = record.map_err(|_| broken("It cannot be read again."))?;
        let row = rows.next().filter(|row| seen.insert(**row));
        let row = row.ok_or_else(|| broken("It has a row that is nobody's."))?;
        let row = usize::try_from(*row).unwrap_or(usize::MAX);
        let person = beside.table.input.people.get(row);
        let person = *person.ok_or_else(|| broken("It has a row that is nobody's."))?;
        let mut key = Vec::new();
        let mut answers = Vec::new();
        for ((cell, role), name) in record.iter().zip(&roles).zip(&names) {
            match role {
                Role::Quasi { floor, .. } => {
                    let leaf = original(beside.table, name, row).unwrap_or_default();
                    let line = lines.get(&(*name, leaf)).copied().unwrap_or_default();
                    if !line.iter().skip(usize::from(*floor)).any(|label| label == cell) {
                        return Err(broken("A label is untrue or finer than its floor."));
                    }
                    key.push(cell.to_owned());
                }
                Role::Sensitive { .. } => answers.push(cell.to_owned()),
                _ => {}
            }
        }
        let group = groups.entry(key).or_default();
        group.rows += 1;
        *group.people.entry(person).or_default() += 1;
        group.answers.resize_with(answers.len(), BTreeMap::new);
        for (column, answer) in group.answers.iter_mut().zip(answers) {
            column.entry(answer).or_default().insert(person);
        }
    }
    if rows.next().is_some() {
        return Err(broken("It lacks a row."));
    }
    let dropped = (beside.table.rows() - seen.len()) as u64 * 1000;
    if dropped > u64::from(beside.policy.drop_cap) * beside.table.rows() as u64 {
        return Err(broken("More rows were left out than may be."));
    }
    let sensitive: Vec<&Role> =
        roles.into_iter().filter(|role| matches!(role, Role::Sensitive { .. })).collect();
    groups.values().try_for_each(|group| holds(group, &sensitive, beside.policy))
}

/// The value of a row in the records file.
fn original<'a>(table: &'a Table, name: &str, row: usize) -> Option<&'a str> {
    let quasi = table.input.quasi.iter().find(|quasi| quasi.name == name)?;
    Some(quasi.hierarchy.label(*quasi.leaves.get(row)?))
}

fn holds(group: &Group, sensitive: &[&Role], policy: &Policy) -> Result<(), Fault> {
    let broken = |problem: &str| Err(Fault::DoesNotHold { problem: problem.to_owned() });
    let people = group.people.len() as u64;
    if people < u64::from(policy.k) {
        return broken("A group has fewer people than k.");
    }
    let most = group.people.values().copied().max().unwrap_or(0);
    if most * 1000 > u64::from(policy.dominance) * group.rows {
        return broken("One person has too large a share of a group.");
    }
    if policy.l < 2 {
        return Ok(());
    }
    for (answers, role) in group.answers.iter().zip(sensitive) {
        if (answers.len() as u64) < u64::from(policy.l) {
            return broken("A group has too few different answers.");
        }
        let Role::Sensitive { separator, none } = role else { continue };
        let mut items: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (answer, people) in answers {
            let parts: Vec<&str> = match separator {
                Some(separator) => answer.split(separator.as_str()).collect(),
                None => vec![answer],
            };
            for item in parts {
                items.entry(item).or_default().extend(people);
            }
        }
        let shared = items.iter().filter(|(item, _)| Some(**item) != none.as_deref());
        let most = shared.map(|(_, people)| people.len() as u64).max().unwrap_or(0);
        if most * 1000 > u64::from(policy.homogeneity) * people {
            return broken("Too many people of a group share one item.");
        }
    }
    Ok(())
}
