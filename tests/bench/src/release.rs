//! The engine of the episode records on the tables of the neutral benchmark: what each loses, and
//! what it costs. Each table is anonymised in a process of its own, so that processor time and the
//! peak of memory are its own: reading, the engine and writing, without the report.
//!
//! The written tables carry `rid`, the number of the row in the original, by which the neutral
//! scorer finds the row again. Only a benchmark does that: no other code can write it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use homeward_app::anonymise::{Fault as Refused, File, Policy, Table, loss};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::{Fault, disk};
use crate::process::{cpu_seconds, memory};

/// Options of the measurement.
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Folder with b2k.csv, l30k.csv, n300k.csv and the hierarchies h_*.csv
    #[arg(long)]
    data: PathBuf,
    /// Folder for the anonymised tables and bench.json
    #[arg(long)]
    out: PathBuf,
    /// Anonymise this one in this process; how the program calls itself
    #[arg(long, hide = true)]
    one: Option<String>,
}

/// One table under one policy.
#[derive(Debug, Clone, Copy)]
struct Set {
    name: &'static str,
    table: &'static str,
    month: &'static str,
    k: u32,
    l: u32,
    dominance: f64,
    /// Only so many rows from the beginning of the table, whose rows stand in no order.
    first: Option<usize>,
}

const fn set(name: &'static str, table: &'static str, k: u32) -> Set {
    Set { name, table, month: "h_month1.csv", k, l: 1, dominance: 1.0, first: None }
}

const fn with_harms(set: Set) -> Set {
    Set { l: 2, dominance: 0.5, ..set }
}

/// Those that the neutral scorer compares with other tools.
const SETS: [Set; 7] = [
    set("b2k-k5", "b2k", 5),
    set("b2k-k10", "b2k", 10),
    with_harms(set("b2k-k5-l2", "b2k", 5)),
    set("l30k-k5", "l30k", 5),
    set("l30k-k10", "l30k", 10),
    with_harms(set("l30k-k5-l2", "l30k", 5)),
    N300K,
];

const N300K: Set = Set { month: "h_month10.csv", ..set("n300k-k5", "n300k", 5) };

/// The beginnings of the largest table, to show how time and memory grow with the rows. Up to
/// 100,000 rows every way of grouping is tried, above that only the one from the top down.
const GROWTH: [Set; 2] = [
    Set { name: "n300k-k5-first-30000", first: Some(30_000), ..N300K },
    Set { name: "n300k-k5-first-100000", first: Some(100_000), ..N300K },
];

/// What was measured of one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Measured {
    set: String,
    rows: u64,
    /// Normalised certainty penalty, every column alike; rows left out count as lost whole.
    ncp: f64,
    dropped: u64,
    groups: u64,
    /// Of the whole process: reading, the engine and writing.
    cpu_seconds: Option<f64>,
    /// Of the engine alone.
    engine_cpu_seconds: Option<f64>,
    /// Millions of bytes.
    peak_memory_mb: Option<f64>,
    /// Of the largest table: the same of ever more of its rows, the whole table last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    growth: Vec<Grown>,
}

/// What so many rows of one table took.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Grown {
    rows: u64,
    ncp: f64,
    cpu_seconds: Option<f64>,
    engine_cpu_seconds: Option<f64>,
    peak_memory_mb: Option<f64>,
}

impl From<&Measured> for Grown {
    fn from(of: &Measured) -> Self {
        Self {
            rows: of.rows,
            ncp: of.ncp,
            cpu_seconds: of.cpu_seconds,
            engine_cpu_seconds: of.engine_cpu_seconds,
            peak_memory_mb: of.peak_memory_mb,
        }
    }
}

/// Measures all, or one.
pub fn run(ask: &Ask) -> Result<(), Fault> {
    match &ask.one {
        Some(name) => {
            let set = SETS.iter().chain(&GROWTH).find(|set| set.name == name.as_str());
            let set = set.ok_or_else(|| Fault::Refused(format!("There is no table {name}.")))?;
            println!("{}", serde_json::to_string(&one(ask, *set)?)?);
            Ok(())
        }
        None => all(ask),
    }
}

fn all(ask: &Ask) -> Result<(), Fault> {
    std::fs::create_dir_all(&ask.out).map_err(disk(&ask.out))?;
    let mut measured = Vec::new();
    println!(
        "{:<12} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "table", "NCP", "dropped", "CPU s", "engine", "peak MB"
    );
    for set in SETS {
        let one = in_its_own_process(ask, set)?;
        println!(
            "{:<12} {:>8.4} {:>8} {:>8} {:>8} {:>9}",
            one.set,
            one.ncp,
            one.dropped,
            number(one.cpu_seconds),
            number(one.engine_cpu_seconds),
            number(one.peak_memory_mb),
        );
        measured.push(one);
    }
    if let Some(whole) = measured.iter_mut().find(|one| one.set == N300K.name) {
        whole.growth = growth(ask, whole)?;
    }
    let text = serde_json::to_string_pretty(&measured)?;
    crate::fault::write(&ask.out.join("bench.json"), &text)
}

/// Measures the beginnings of the largest table, and shows them before the whole of it.
fn growth(ask: &Ask, whole: &Measured) -> Result<Vec<Grown>, Fault> {
    let mut growth = Vec::new();
    println!(
        "\n{:<12} {:>8} {:>8} {:>8} {:>9} {:>12}",
        "rows", "NCP", "CPU s", "engine", "peak MB", "us a row"
    );
    let beginnings = GROWTH.map(|set| {
        let one = in_its_own_process(ask, set)?;
        // Its time is wanted, and no table that other programs would take for a set of its own.
        let path = ask.out.join(format!("{}.csv", set.name));
        std::fs::remove_file(&path).map_err(disk(&path))?;
        Ok::<_, Fault>(one)
    });
    for one in beginnings.into_iter().chain([Ok(whole.clone())]) {
        let one = Grown::from(&one?);
        #[allow(clippy::cast_precision_loss, reason = "a table has fewer rows than 2^52")]
        let a_row = one.cpu_seconds.map(|seconds| seconds * 1e6 / one.rows as f64);
        println!(
            "{:<12} {:>8.4} {:>8} {:>8} {:>9} {:>12}",
            one.rows,
            one.ncp,
            number(one.cpu_seconds),
            number(one.engine_cpu_seconds),
            number(one.peak_memory_mb),
            number(a_row),
        );
        growth.push(one);
    }
    Ok(growth)
}

fn number(number: Option<f64>) -> String {
    number.map_or("-".into(), |number| format!("{number:.2}"))
}

fn in_its_own_process(ask: &Ask, set: Set) -> Result<Measured, Fault> {
    let program = std::env::current_exe().map_err(disk(Path::new("this program")))?;
    let output = Command::new(&program)
        .args(["release", "--one", set.name, "--data"])
        .arg(&ask.data)
        .arg("--out")
        .arg(&ask.out)
        .stderr(Stdio::inherit())
        .output()
        .map_err(disk(&program))?;
    if output.status.success() {
        return Ok(serde_json::from_slice(&output.stdout)?);
    }
    Err(Fault::Part { part: set.name.to_owned(), status: output.status.to_string() })
}

/// The policy of a table, as a file would have it.
fn policy(set: Set) -> String {
    let quasi = |file: String| json!({"role": "quasi", "hierarchy": file});
    let mut columns = serde_json::Map::new();
    for name in ["age", "sex", "ethnicity", "home", "from", "placement", "duration"] {
        columns.insert(name.into(), quasi(format!("h_{name}.csv")));
    }
    columns.insert("month".into(), quasi(set.month.into()));
    columns.insert("child".into(), json!({"role": "identifier"}));
    columns.insert("reasons".into(), json!({"role": "plain", "separator": "|"}));
    columns.insert("disclosure".into(), json!({"role": "plain"}));
    let harms = if set.l > 1 {
        json!({"role": "sensitive", "separator": "|", "none": "None disclosed"})
    } else {
        json!({"role": "plain", "separator": "|"})
    };
    columns.insert("harms".into(), harms);
    let rules = json!({
        "person": "child", "k": set.k, "l": set.l, "dominance": set.dominance, "columns": columns
    });
    rules.to_string()
}

fn one(ask: &Ask, set: Set) -> Result<Measured, Fault> {
    let policy = Policy::parse(&policy(set)).map_err(refused)?;
    let read = |name: &str| {
        let path = ask.data.join(name);
        std::fs::read(&path).map_err(disk(&path))
    };
    let mut records = read(&format!("{}.csv", set.table))?;
    if let Some(first) = set.first {
        records.truncate(beginning(&records, first));
        records.shrink_to_fit();
    }
    let table = Table::read(&records, &policy, |name, column| {
        let (file, column) = (File::Hierarchy, Some(column.to_owned()));
        read(name).map_err(|_| Refused::Unreadable { file, column })
    })
    .map_err(refused)?;
    drop(records);
    let before = cpu_seconds();
    let outcome = table.anonymise().map_err(refused)?;
    let engine_cpu_seconds = cpu_seconds().zip(before).map(|(now, before)| now - before);

    let path = ask.out.join(format!("{}.csv", set.name));
    let not_written = |error: csv::Error| disk(&path)(error.into());
    let mut csv = csv::Writer::from_path(&path).map_err(not_written)?;
    csv.write_record(std::iter::once("rid").chain(table.heading())).map_err(not_written)?;
    for (row, class) in Table::kept(&outcome) {
        let number = row.to_string();
        let cells = table.cells(&outcome, row, class);
        csv.write_record(std::iter::once(number.as_str()).chain(cells)).map_err(not_written)?;
    }
    csv.flush().map_err(disk(&path))?;
    Ok(Measured {
        set: set.name.into(),
        rows: table.rows() as u64,
        ncp: loss(&table, &outcome).all,
        dropped: outcome.dropped.len() as u64,
        groups: outcome.classes.len() as u64,
        cpu_seconds: cpu_seconds(),
        engine_cpu_seconds,
        peak_memory_mb: memory().map(|memory| memory.peak),
        growth: Vec::new(),
    })
}

/// How many bytes the heading and so many rows of a table take, of which no cell has a line break.
fn beginning(table: &[u8], rows: usize) -> usize {
    let ends = table.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    ends.into_iter().nth(rows).unwrap_or(table.len())
}

fn refused(refused: Refused) -> Fault {
    Fault::Refused(refused.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_of_the_benchmark_is_one_that_the_program_takes() {
        for set in SETS.into_iter().chain(GROWTH) {
            let policy = Policy::parse(&policy(set)).unwrap();
            assert_eq!((policy.k, policy.l), (set.k, set.l), "{}", set.name);
            assert_eq!(policy.dominance, if set.l == 2 { 500 } else { 1000 });
            assert_eq!(policy.columns.len(), 12);
        }
    }

    #[test]
    fn the_beginning_of_a_table_is_its_heading_and_so_many_rows() {
        let table = b"a,b\n1,2\n3,4\n5,6";
        assert_eq!(&table[..beginning(table, 0)], b"a,b\n");
        assert_eq!(&table[..beginning(table, 2)], b"a,b\n1,2\n3,4\n");
        assert_eq!(beginning(table, 9), table.len());
    }
}
