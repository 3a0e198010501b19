//! An answer on the disk, beside plain SQLite: measured by the program in `crates/store/benches`,
//! which is the only package that may name rusqlite. Here its times become lines.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::budgets::{Line, Unit};
use crate::fault::{Fault, disk};
use crate::samples::Samples;
use crate::stores::passphrase_file;

#[derive(Deserialize)]
struct Both {
    ours_ms: Vec<f64>,
    plain_ms: Vec<f64>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(flatten)]
    commits: Both,
    reads: Reads,
}

#[derive(Deserialize)]
struct Reads {
    open: Both,
    record: Both,
    scan: Both,
}

/// Starts the program on a store that it may change.
pub fn lines(program: &Path, store: &Path) -> Result<Vec<Line>, Fault> {
    let output = Command::new(program)
        .arg(store)
        .arg(passphrase_file(store))
        .stderr(Stdio::inherit())
        .output()
        .map_err(disk(program))?;
    if !output.status.success() {
        return Err(Fault::Part { part: "the commit".into(), status: output.status.to_string() });
    }
    Ok(told(serde_json::from_slice(&output.stdout)?))
}

fn told(found: Found) -> Vec<Line> {
    let ours = Samples::of(found.commits.ours_ms);
    let plain = Samples::of(found.commits.plain_ms);
    let both = |percent| {
        format!("{:.1} ms against {:.1} ms", ours.percentile(percent), plain.percentile(percent))
    };
    let ratio = |percent| ours.percentile(percent) / plain.percentile(percent);
    let read = |work: &str, both: Both| {
        let (ours, plain) = (Samples::of(both.ours_ms), Samples::of(both.plain_ms));
        let (ours, plain) = (ours.percentile(50), plain.percentile(50));
        Line::number(work, ours / plain, Unit::TimesPlain)
            .about(format!("for information: {ours:.3} ms against {plain:.3} ms"))
    };
    vec![
        Line::budget("commit of an answer, half of them", ratio(50), Unit::TimesPlain, 1.5)
            .about(both(50)),
        Line::number("commit of an answer, 95 in 100", ratio(95), Unit::TimesPlain)
            .about(format!("for information: {}", both(95))),
        Line::budget("commit of an answer, p95", ours.percentile(95), Unit::Milliseconds, 100.0)
            .about(ours.words()),
        read("open a file and read its tables", found.reads.open),
        read("answers of one record", found.reads.record),
        read("all answers once", found.reads.scan),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_judged_by_its_half_and_its_p95() {
        let both = |ours: f64, plain: f64| Both { ours_ms: vec![ours], plain_ms: vec![plain] };
        let found = |ours, plain| Found {
            commits: both(ours, plain),
            reads: Reads { open: both(2.0, 1.0), record: both(2.0, 1.0), scan: both(2.0, 1.0) },
        };
        let verdicts = |ours, plain| -> Vec<Option<bool>> {
            told(found(ours, plain)).iter().take(3).map(Line::holds).collect()
        };
        assert_eq!(verdicts(30.0, 20.0), [Some(true), None, Some(true)]);
        assert_eq!(verdicts(31.0, 20.0), [Some(false), None, Some(true)]);
        assert_eq!(verdicts(101.0, 100.0), [Some(true), None, Some(false)]);
    }
}
