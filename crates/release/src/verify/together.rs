//! Checks by linear programming that all tables together give away no group that is too small.

use super::report::Findings;
use crate::audit::{self, AuditFault};
use crate::files::CELLS;
use crate::{Manifest, ReleaseFile, Row};

/// Audits the finished counts against the rows. Called only for files in which nothing else is
/// wrong, since the counts of others mean nothing.
pub(super) fn check(
    files: &[ReleaseFile],
    manifest: &Manifest,
    rows: &[Row],
    findings: &mut Findings,
) {
    let found = match audit::of_release(files, manifest.policy.k, rows) {
        Ok(found) => found,
        Err(AuditFault::Contradiction) => {
            findings.file(
                CELLS,
                "The counts of the tables cannot all be true of the same episodes. Some were changed.",
            );
            return;
        }
        Err(fault) => {
            findings.file(CELLS, fault.to_string());
            return;
        }
    };
    for exposure in found.exposures {
        let Some((first, others)) = exposure.tables.split_first() else { continue };
        let with = match others.first() {
            Some(_) => "Taken together with other tables, this one",
            None => "This table",
        };
        findings.file(
            first,
            format!(
                "{with} lets somebody work out a group of fewer than {} children.",
                manifest.policy.k
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::files::MANIFEST;
    use crate::{Authority, Made, Merge, Policy, Signature, TableEntry, Totals};

    /// A table of one variable that shows its three codes so.
    fn table(topic: &str, shown: [&str; 3]) -> TableEntry {
        let codes = ["A", "B", "C"].into_iter().zip(shown).map(|(a, b)| (a.into(), b.into()));
        TableEntry {
            file: format!("tables/{topic}.csv"),
            topic: topic.into(),
            title: topic.into(),
            by: Vec::new(),
            columns: Vec::new(),
            rows: 30,
            sha256: String::new(),
            merges: vec![Merge {
                variable: "answer".into(),
                words: Vec::new(),
                codes: codes.collect(),
            }],
        }
    }

    /// Thirty children with one episode each, of whom two hold B, shown in two tables.
    fn release(second: [&str; 3], cells: &str) -> (Vec<ReleaseFile>, Manifest, Vec<Row>) {
        let manifest = Manifest {
            schema: String::new(),
            authority: Authority { code: "E09000012".into(), name: "Hackney".into() },
            period: "2025-26".into(),
            receiver: String::new(),
            purpose: String::new(),
            agreement: String::new(),
            made_on: chrono::NaiveDate::MIN,
            profile: Made { id: "test".into(), version: 1 },
            policy: Policy { k: 5, largest_share_percent: 50 },
            totals: Totals { episodes: 30, children: 30 },
            tables: vec![table("one", ["AB", "AB", "C"]), table("two", second)],
            files: Vec::new(),
            versions: Vec::new(),
            signature: Signature::unsigned(),
        };
        let heading = "authority,year,topic,answer,by,by_value,children,episodes\n";
        let lines = cells.split_whitespace().map(|cell| format!("E09000012,2025-26,{cell}\n"));
        let cells = heading.to_owned() + &lines.collect::<String>();
        let files = vec![
            ReleaseFile { name: MANIFEST.into(), bytes: manifest.bytes().unwrap() },
            ReleaseFile { name: CELLS.into(), bytes: cells.into_bytes() },
        ];
        let rows = (0..30)
            .map(|child| {
                let code = ["A", "B", "C"][usize::from(child >= 10) + usize::from(child >= 12)];
                Row { child, values: BTreeMap::from([("answer".to_owned(), code.to_owned())]) }
            })
            .collect();
        (files, manifest, rows)
    }

    fn found(second: [&str; 3], cells: &str) -> Vec<String> {
        let (files, manifest, rows) = release(second, cells);
        let mut findings = Findings::default();
        check(&files, &manifest, &rows, &mut findings);
        let report = findings.into_report("", 2, 0, true);
        report.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_tables_of_which_one_taken_from_the_other_leaves_two_children_do_not_hold() {
        let cells =
            "one,AB,none,ALL,12,12 one,C,none,ALL,18,18 two,A,none,ALL,10,10 two,BC,none,ALL,20,20";
        let found = found(["A", "BC", "BC"], cells);
        assert!(!found.is_empty());
        for sentence in found {
            assert!(sentence.ends_with("work out a group of fewer than 5 children."), "{sentence}");
        }
    }

    #[test]
    fn two_tables_that_are_merged_alike_hold() {
        let cells =
            "one,AB,none,ALL,12,12 one,C,none,ALL,18,18 two,AB,none,ALL,12,12 two,C,none,ALL,18,18";
        assert_eq!(found(["AB", "AB", "C"], cells), [""; 0]);
    }

    #[test]
    fn counts_that_cannot_all_be_true_do_not_hold() {
        let cells =
            "one,AB,none,ALL,12,12 one,C,none,ALL,18,18 two,AB,none,ALL,13,13 two,C,none,ALL,17,17";
        assert!(found(["AB", "AB", "C"], cells)[0].contains("cannot all be true"));
    }
}
