//! Looks at the bytes that were written, as a receiver would, with the people known beside them.
//! It shares no counting with the engine: groups are told apart by the text of the file, and a
//! label is looked up in the lines of the hierarchy files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::fault::Fault;
use super::policy::{Policy, Role};
use super::table::Table;

/// What is known beside the file.
pub(super) struct Beside<'a> {
    pub policy: &'a Policy,
    pub table: &'a Table,
    /// The row of the records file behind each written row.
    pub rows: &'a [u32],
}

/// What was found in the written file.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Found {
    /// Groups of rows that are alike in every quasi column.
    pub groups: u64,
    /// People in the smallest group: among so many stands whoever is looked for by these columns.
    pub fewest_people: u64,
    /// The largest share of the rows of a group that are one person's.
    pub largest_share_of_one_person: f64,
    /// The fewest different answers of a sensitive column in a group. None without such a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewest_answers: Option<u64>,
    /// The largest share of the people of a group who share an item that tells something. None
    /// without a sensitive column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_share_of_one_item: Option<f64>,
    /// Rows that fewer than k people share when every cell is known, those that leave as they are
    /// too.
    pub rows_found_by_all_cells: u64,
    /// Prosecutor risk: the chance to name the person behind a row whose quasi columns are known,
    /// at its highest.
    pub prosecutor_highest: f64,
    /// The same as the mean over all rows.
    pub prosecutor_mean: f64,
    /// Marketer risk: the share of people of all groups that a guess in each group names.
    pub marketer: f64,
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

/// Makes sure that the written file keeps every rule, and says what was found in it.
///
/// # Errors
/// The first rule that it does not keep.
pub(super) fn records(bytes: &[u8], beside: &Beside<'_>) -> Result<Found, Fault> {
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
        .table
        .lines
        .iter()
        .flat_map(|(column, rows)| {
            rows.iter().filter_map(|row| Some(((&**column, row.first()?.as_str()), &**row)))
        })
        .collect();

    let mut groups: BTreeMap<Vec<String>, Group> = BTreeMap::new();
    // Who stands behind each line of the file, and in how many rows.
    let mut whole: HashMap<String, (BTreeSet<u32>, u64)> = HashMap::new();
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
        let alike = whole.entry(record.iter().collect::<Vec<_>>().join("\u{1f}")).or_default();
        alike.0.insert(person);
        alike.1 += 1;
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
    let mut found = Found::nothing(&sensitive);
    for group in groups.values() {
        found.add(group, &sensitive);
        holds(group, &sensitive, beside.policy)?;
    }
    let all_rows = seen.len().max(1) as f64;
    let memberships: u64 = groups.values().map(|group| group.people.len() as u64).sum();
    found.prosecutor_mean /= all_rows;
    found.marketer = groups.len() as f64 / memberships.max(1) as f64;
    let few = |people: &BTreeSet<u32>| (people.len() as u64) < u64::from(beside.policy.k);
    found.rows_found_by_all_cells =
        whole.values().filter(|(people, _)| few(people)).map(|(_, rows)| rows).sum();
    Ok(found)
}

impl Found {
    fn nothing(sensitive: &[&Role]) -> Self {
        let any = !sensitive.is_empty();
        Self {
            groups: 0,
            fewest_people: 0,
            largest_share_of_one_person: 0.0,
            fewest_answers: any.then_some(u64::MAX),
            largest_share_of_one_item: any.then_some(0.0),
            rows_found_by_all_cells: 0,
            prosecutor_highest: 0.0,
            prosecutor_mean: 0.0,
            marketer: 0.0,
        }
    }

    fn add(&mut self, group: &Group, sensitive: &[&Role]) {
        let people = group.people.len() as u64;
        self.fewest_people = if self.groups == 0 { people } else { self.fewest_people.min(people) };
        self.groups += 1;
        let most = group.people.values().copied().max().unwrap_or(0);
        let share = most as f64 / group.rows.max(1) as f64;
        self.largest_share_of_one_person = self.largest_share_of_one_person.max(share);
        let one_in = 1.0 / people.max(1) as f64;
        self.prosecutor_highest = self.prosecutor_highest.max(one_in);
        // The mean is over rows; it is divided by their number at the end.
        self.prosecutor_mean += one_in * group.rows as f64;
        for (answers, role) in group.answers.iter().zip(sensitive) {
            let (different, shared) = answers_of(answers, role);
            self.fewest_answers = self.fewest_answers.map(|fewest| fewest.min(different));
            let share = shared as f64 * one_in;
            self.largest_share_of_one_item =
                self.largest_share_of_one_item.map(|largest| largest.max(share));
        }
    }
}

/// How many different answers there are, and how many people share the commonest item that tells
/// something.
fn answers_of(answers: &BTreeMap<String, BTreeSet<u32>>, role: &Role) -> (u64, u64) {
    let different = answers.len() as u64;
    let Role::Sensitive { separator, none } = role else { return (different, 0) };
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
    let telling = items.iter().filter(|(item, _)| Some(**item) != none.as_deref());
    (different, telling.map(|(_, people)| people.len() as u64).max().unwrap_or(0))
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
        let (different, shared) = answers_of(answers, role);
        if different < u64::from(policy.l) {
            return broken("A group has too few different answers.");
        }
        if shared * 1000 > u64::from(policy.homogeneity) * people {
            return broken("Too many people of a group share one item.");
        }
    }
    Ok(())
}
