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
    let found = match audit::of_release(files, manifest.policy.k, Some(rows)) {
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
