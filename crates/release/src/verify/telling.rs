//! Looks for a table that says of everybody in a group that something bad happened to them.

use std::collections::BTreeMap;

use super::report::Findings;
use super::tables::{ReadTable, group_words};
use crate::Profile;

/// Goes through the tables whose topic has answers that tell of harm.
pub(super) fn check(tables: &[ReadTable<'_>], profile: &Profile, findings: &mut Findings) {
    for table in tables {
        let topic = profile.topics.iter().find(|topic| topic.id == table.entry.topic);
        let (Some(topic), Some(merge)) = (topic, table.entry.merges.first()) else { continue };
        if topic.telling.is_empty() {
            continue;
        }
        // An answer leaves it open when it also stands for a code that tells of no harm.
        let leaves_open = |shown: &str| {
            merge.codes.iter().any(|(code, to)| to == shown && !topic.telling.contains(code))
        };
        let mut open: BTreeMap<&[String], (bool, u64)> = BTreeMap::new();
        for (group, found) in &table.groups {
            let Some((answer, by)) = group.split_first() else { continue };
            let place = open.entry(by).or_insert((false, found.line));
            place.0 |= leaves_open(answer);
        }
        for (by, (_, line)) in open.into_iter().filter(|(_, (open, _))| !open) {
            let whom = match by {
                [] => "in this table".to_owned(),
                by => format!("of {}", group_words(by)),
            };
            findings.line(
                &table.entry.file,
                line,
                format!("Every child {whom} has an answer that tells of harm."),
            );
        }
    }
}
