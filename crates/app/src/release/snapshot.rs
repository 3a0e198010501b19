//! What the store remembers of the last release of a period, so that a second one cannot show
//! what changed about a few children.
//!
//! Two releases of one period side by side show their difference. When only a few children
//! changed in between, the difference is about them, however safe each release is by itself. So
//! a reissue waits until nothing, or at least k children, changed (design, section 7).

use std::collections::{BTreeMap, BTreeSet};

use homeward_vault::sha256_hex;
use uuid::Uuid;

use super::rows::Found;

/// Every child of a release with a hash of its rows. It stays inside the encrypted store.
pub(super) type Snapshot = BTreeMap<Uuid, String>;

/// The name under which the store keeps it.
pub(super) fn name(authority: &str, period: &str) -> String {
    format!("released {authority} {period}")
}

/// The snapshot of these rows.
pub(super) fn of(found: &Found) -> Snapshot {
    let mut lines: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (child, row) in found.children.iter().zip(&found.rows) {
        let line: Vec<String> =
            row.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        lines.entry(*child).or_default().push(line.join(";"));
    }
    lines
        .into_iter()
        .map(|(child, mut lines)| {
            lines.sort();
            (child, sha256_hex(lines.join("\n").as_bytes()))
        })
        .collect()
}

/// How many children are new, gone or changed between two releases.
pub(super) fn changed(before: &Snapshot, now: &Snapshot) -> usize {
    let children: BTreeSet<&Uuid> = before.keys().chain(now.keys()).collect();
    children.into_iter().filter(|child| before.get(child) != now.get(child)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_who_came_went_or_changed_counts_once() {
        let id = Uuid::from_u128;
        let before =
            Snapshot::from([(id(1), "a".into()), (id(2), "b".into()), (id(3), "c".into())]);
        assert_eq!(changed(&before, &before), 0);
        let now = Snapshot::from([(id(1), "a".into()), (id(2), "x".into()), (id(4), "d".into())]);
        assert_eq!(changed(&before, &now), 3);
    }
}
