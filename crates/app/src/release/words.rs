//! What a release says about itself, in the words of its maker.

use std::collections::BTreeMap;

use homeward_release::{MASKED, Manifest, Profile, TableEntry, Variable};
use homeward_standard::Absence;

use crate::api::release::TableLine;

/// A number as it crosses to the screen.
pub(super) fn number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The tables, one by one, and those of single codes together.
pub(super) fn tables(manifest: &Manifest) -> Vec<TableLine> {
    let single = singles(manifest);
    let each = manifest.tables.iter().filter(|table| !is_single(&single, table)).map(|table| {
        let words: Vec<String> =
            table.merges.iter().flat_map(|merge| &merge.words).map(|w| plain(w)).collect();
        TableLine {
            file: table.file.clone(),
            files: 1,
            title: table.title.clone(),
            rows: number(table.rows),
            merged: words.join(" "),
        }
    });
    let together = single.iter().filter_map(|(of, tables)| {
        let (first, last) = (tables.first()?, tables.last()?);
        let merged: Vec<String> = merged_of(tables)
            .into_iter()
            .map(|(words, labels)| match labels.len() == tables.len() {
                true => format!("In all: {words}"),
                false => format!("For {}: {words}", labels.join(", ")),
            })
            .collect();
        Some(TableLine {
            file: format!("{} to {}", first.file, last.file),
            files: u32::try_from(tables.len()).unwrap_or(u32::MAX),
            title: format!("{of}: each of {} by itself, a table for each", tables.len()),
            rows: number(first.rows),
            merged: merged.join(" "),
        })
    });
    each.chain(together).collect()
}

/// What is merged in several tables. What is so in one only is said beside that table, and of single codes for how
/// many of them.
pub(super) fn merged(manifest: &Manifest) -> Vec<String> {
    let single = singles(manifest);
    let mut merged: Vec<String> = Vec::new();
    let tables = manifest.tables.iter().filter(|table| !is_single(&single, table));
    for words in tables.flat_map(|table| &table.merges).flat_map(|m| &m.words) {
        let words = plain(words);
        if !words.contains("this table") && !merged.contains(&words) {
            merged.push(words);
        }
    }
    for (of, tables) in &single {
        for (words, labels) in merged_of(tables) {
            merged.push(format!("{of}, {} of {} by itself: {words}", labels.len(), tables.len()));
        }
    }
    merged
}

/// The tables of topics that are crossed with nothing, by the first part of their titles: one for each code of a list.
fn singles(manifest: &Manifest) -> BTreeMap<&str, Vec<&TableEntry>> {
    let mut of_topic: BTreeMap<&str, Vec<&TableEntry>> = BTreeMap::new();
    for table in &manifest.tables {
        of_topic.entry(&table.topic).or_default().push(table);
    }
    let mut single: BTreeMap<&str, Vec<&TableEntry>> = BTreeMap::new();
    for tables in of_topic.values() {
        if let [table] = tables.as_slice()
            && let Some((of, _)) = table.title.split_once(": ")
        {
            single.entry(of).or_default().push(table);
        }
    }
    // One by itself is a table like any other.
    single.retain(|_, tables| tables.len() > 1);
    single
}

fn is_single(single: &BTreeMap<&str, Vec<&TableEntry>>, table: &TableEntry) -> bool {
    single.values().flatten().any(|one| one.file == table.file)
}

/// What is merged in tables of single codes, with the codes for which it is.
fn merged_of<'m>(tables: &[&'m TableEntry]) -> BTreeMap<String, Vec<&'m str>> {
    let mut merged: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for table in tables {
        let label = table.title.split_once(": ").map_or(table.title.as_str(), |(_, label)| label);
        for words in table.merges.iter().flat_map(|merge| &merge.words) {
            let words = plain(words);
            let said = words.strip_prefix(&table.title).and_then(|words| words.strip_prefix(": "));
            merged.entry(said.unwrap_or(&words).to_owned()).or_default().push(label);
        }
    }
    merged
}

/// What people read for a code that a release may show.
pub(super) fn label(profile: &Profile, variable: &Variable, code: &str) -> String {
    if code == MASKED {
        return "masked".to_owned();
    }
    let step = profile
        .ladder(&variable.ladder)
        .and_then(|ladder| ladder.steps.iter().find(|step| step.code == code));
    match (step, Absence::from_code(code)) {
        (Some(step), _) => step.label.clone(),
        (None, Some(absence)) => absence.label().to_owned(),
        // The engine's own group of every reason why there is no answer.
        (None, None) => "No answer, for whatever reason".to_owned(),
    }
}

/// The words of a merge without the codes in brackets, which the receiver needs and the maker of
/// the release does not.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(" (") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from.get(2..).unwrap_or_default();
        let end = code.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        match end {
            Some(end) if end > 0 && code[end..].starts_with(')') => rest = &code[end + 1..],
            _ => {
                plain.push_str(" (");
                rest = code;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod words_of_a_merge {
    use super::plain;

    #[test]
    fn codes_in_brackets_are_left_out_and_other_brackets_stay() {
        assert_eq!(
            plain("Age: “15” and “16” are shown together as 15 to 17 (A15_17)."),
            "Age: “15” and “16” are shown together as 15 to 17."
        );
        assert_eq!(
            plain("Could not (unwell, asleep) talk (SUPP)"),
            "Could not (unwell, asleep) talk"
        );
        assert_eq!(plain("An open (bracket"), "An open (bracket");
        assert_eq!(plain("Nothing () in it"), "Nothing () in it");
    }
}
