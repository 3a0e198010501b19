//! Anonymising any table by a policy: files in, a folder out, whole or not at all.
//!
//! Needs no store and no passphrase. The engine is that of the episode records
//! ([`homeward_release::records`]); here are only the files around it. Everything that the policy
//! does not allow is refused: a column without a role, a key that is not known, a value outside its
//! hierarchy. What is said about a refusal names a kind of file, a column and a line, and never what
//! stands in a row.

mod check;
mod fault;
mod json;
mod manifest;
mod page;
mod place;
mod policy;
mod report;
mod table;
mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use homeward_release::records::Outcome;
pub use homeward_release::records_check::Found;
use homeward_release::records_check::Said;
use homeward_release::{FileEntry, ReleaseFile};
use homeward_vault::{Seeded, random_bytes, sha256, sha256_hex};
use serde::Serialize;
use zeroize::Zeroizing;

pub use fault::{Fault, File};
pub use manifest::{Counts, Kept, Manifest};
pub use policy::{Column, Policy, Role, Shuffle};
pub use report::{Loss, Measured, Report, Tried, loss};
pub use table::{LeftOut, Table};

use check::Checked;

use crate::api::ApiError;
use crate::new_folder::{must_be_new, parent};
use crate::release::folder::Unplaced;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The table, as CSV with a heading.
    pub records: PathBuf,
    /// The policy, as JSON, with its hierarchies beside it.
    pub policy: PathBuf,
    /// The folder to write; new or empty.
    pub out: PathBuf,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Done {
    /// How much it is.
    pub counts: Counts,
    /// What being made broader costs.
    pub loss: Loss,
    /// What the report comes to.
    pub sentences: Vec<String>,
}

/// Reads the files of a policy: the policy, the table and the hierarchies, with their hashes.
struct Read {
    policy: Policy,
    policy_sha256: String,
    table: Table,
    /// The hash of each hierarchy file, by its name.
    hierarchies: BTreeMap<String, String>,
    /// The records file, for the check to read again.
    records: Zeroizing<Vec<u8>>,
    /// Hashed, it takes part in the order of the rows. Never written: who guessed the whole table
    /// could see that the guess was right.
    records_sha256: Zeroizing<String>,
}

/// Anonymises a table.
///
/// # Errors
/// The first thing that is wrong with one of the files, the rules cannot be kept, or the disk
/// failed. Nothing is left in the place then.
pub fn make(ask: &Ask) -> Result<Done, ApiError> {
    must_be_new(&ask.out, "Choose a folder for the anonymised records.")?;
    let read = read(ask)?;
    let outcome = read.table.anonymise()?;
    let order = order(&read, &outcome);
    let records = records_csv(&read.table, &outcome, &order)?;

    let unplaced = Unplaced::write(&ask.out, &[file("records.csv", records)])?;
    // From here on, what stands on the disk is looked at, and not what was meant to.
    let written = unplaced.read_one("records.csv")?;
    let people = report::people(&read.table, &outcome);
    let counts = report::counts(&read.table, &outcome, &people);
    let checked = check(&written, &read, &order, Some(said(counts)))?;
    let report = report(&read, &outcome, &people, checked);
    let more = vec![
        file("risk-report.html", page::html(&report).into_bytes()),
        file("risk-report.json", json_bytes(&report)?),
    ];
    let hash =
        |name: &str, bytes: &[u8]| FileEntry { file: name.to_owned(), sha256: sha256_hex(bytes) };
    let mut files = vec![hash("records.csv", &written)];
    files.extend(more.iter().map(|file| hash(&file.name, &file.bytes)));
    let manifest = Manifest {
        format: manifest::FORMAT,
        made_by: format!("Homeward {}", env!("CARGO_PKG_VERSION")),
        rules: report.rules,
        policy_sha256: read.policy_sha256.clone(),
        columns: manifest::columns(&read.table, &read.policy, &outcome, &read.hierarchies),
        left_out: report.left_out.clone(),
        counts: report.counts,
        files,
    };
    unplaced.add(&more)?;
    unplaced.add(&[file("manifest.json", json_bytes(&manifest)?)])?;
    unplaced.place(&ask.out)?;
    Ok(Done { counts: report.counts, sentences: page::summary(&report), loss: report.loss })
}

fn read(ask: &Ask) -> Result<Read, ApiError> {
    let policy = place::read(&ask.policy, File::Policy, None)?;
    let policy_sha256 = sha256_hex(&policy);
    let policy = Policy::parse(text::text(&policy, File::Policy, None)?)?;
    let records = Zeroizing::new(place::read(&ask.records, File::Records, None)?);
    let records_sha256 = Zeroizing::new(sha256_hex(&records));
    let mut hierarchies = BTreeMap::new();
    let beside: &Path = parent(&ask.policy);
    let table = Table::read(&records, &policy, |name, column| {
        let bytes = place::read(&beside.join(name), File::Hierarchy, Some(column))?;
        hierarchies.insert(name.to_owned(), sha256_hex(&bytes));
        Ok(bytes)
    })?;
    Ok(Read { policy, policy_sha256, table, hierarchies, records, records_sha256 })
}

/// The rows that leave, in an order drawn from the key.
fn order(read: &Read, outcome: &Outcome) -> Vec<(u32, u32)> {
    let mut rows = Table::kept(outcome);
    Seeded::from_key(*order_key(read)).shuffle(&mut rows);
    rows
}

/// What the order is drawn from: the policy's key, or chance, and all that was read. So the same
/// key gives another table another order, and nothing is learned from two of them side by side.
fn order_key(read: &Read) -> Zeroizing<[u8; 32]> {
    let mut drawn_from = Zeroizing::new(b"homeward/anonymise/order/v1".to_vec());
    match &read.policy.shuffle {
        Some(key) => drawn_from.extend_from_slice(key.bytes()),
        None => drawn_from.extend_from_slice(&*Zeroizing::new(random_bytes::<32>())),
    }
    drawn_from.extend_from_slice(read.records_sha256.as_bytes());
    drawn_from.extend_from_slice(read.policy_sha256.as_bytes());
    for hash in read.hierarchies.values() {
        drawn_from.extend_from_slice(hash.as_bytes());
    }
    Zeroizing::new(sha256(&drawn_from))
}

/// `records.csv`.
fn records_csv(table: &Table, outcome: &Outcome, order: &[(u32, u32)]) -> Result<Vec<u8>, Fault> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(table.heading()).map_err(|_| Fault::NotMade)?;
    for (row, class) in order {
        csv.write_record(table.cells(outcome, *row, *class)).map_err(|_| Fault::NotMade)?;
    }
    csv.into_inner().map_err(|_| Fault::NotMade)
}

/// Nothing turns this off.
fn check(
    written: &[u8],
    read: &Read,
    order: &[(u32, u32)],
    said: Option<Said>,
) -> Result<Checked, Fault> {
    let rows: Vec<u32> = order.iter().map(|(row, _)| *row).collect();
    let Read { policy, table, records, .. } = read;
    check::records(written, &check::Source { policy, table, records, rows: &rows, said })
}

fn said(counts: Counts) -> Said {
    Said {
        rows_written: counts.rows_written,
        rows_left_out: counts.rows_left_out,
        people: counts.people,
        groups: counts.groups,
        smallest_group: counts.smallest_group,
    }
}

fn report(read: &Read, outcome: &Outcome, people: &[u64], checked: Checked) -> Report {
    let table = &read.table;
    let quasi = |name: &str| matches!(read.policy.role(name), Some(Role::Quasi { .. }));
    let left_out = &table.left_out;
    Report {
        format: report::FORMAT,
        rules: Kept::of(&read.policy),
        counts: report::counts(table, outcome, people),
        as_they_are: table.heading().filter(|name| !quasi(name)).map(str::to_owned).collect(),
        left_out: left_out.identifiers.iter().chain(&left_out.dropped).cloned().collect(),
        groups: report::bands(read.policy.k, outcome, people),
        loss: loss(table, outcome),
        found: checked.found,
        attacks: checked.attacks,
        measures: checked.measures,
    }
}

fn file(name: &str, bytes: Vec<u8>) -> ReleaseFile {
    ReleaseFile { name: name.to_owned(), bytes }
}

fn json_bytes(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|_| Fault::NotMade)?;
    bytes.push(b'\n');
    Ok(bytes)
}
