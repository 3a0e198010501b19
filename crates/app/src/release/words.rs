//! What a release says about itself, in the words of its maker.

use homeward_release::{MASKED, Manifest, Profile, Variable};
use homeward_standard::Absence;

use crate::api::release::TableLine;

/// A number as it crosses to the screen.
pub(super) fn number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The tables, one by one.
pub(super) fn tables(manifest: &Manifest) -> Vec<TableLine> {
    manifest
        .tables
        .iter()
        .map(|table| {
            let words: Vec<String> =
                table.merges.iter().flat_map(|merge| &merge.words).map(|w| plain(w)).collect();
            TableLine {
                file: table.file.clone(),
                title: table.title.clone(),
                rows: number(table.rows),
                merged: words.join(" "),
            }
        })
        .collect()
}

/// What is merged in several tables. What is so in one only is said beside that table.
pub(super) fn merged(manifest: &Manifest) -> Vec<String> {
    let mut merged: Vec<String> = Vec::new();
    for words in manifest.tables.iter().flat_map(|table| &table.merges).flat_map(|m| &m.words) {
        let words = plain(words);
        if !words.contains("this table") && !merged.contains(&words) {
            merged.push(words);
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
