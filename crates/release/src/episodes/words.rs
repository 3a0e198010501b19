//! What was merged in episode records, in plain words, and what each label stands for.

use super::columns::{KnownColumn, ToldColumn, place};
use super::make::Labelled;
use super::manifest::{ColumnEntry, ColumnKind, LabelEntry};
use super::profile::{AUTHORITY, RecordsProfile};
use super::{SEPARATOR, told};
use crate::profile::Ladder;
use crate::tree::Tree;
use crate::{Authority, MASKED, Refusal};

/// How many rows show an answer in its finest groups, in broader ones, and not at all.
#[derive(Debug, Clone, Copy, Default)]
struct Rows {
    finest: u64,
    broader: u64,
    masked: u64,
}

impl Rows {
    fn words(self, title: &str, rows: &str) -> String {
        let Self { finest, broader, masked } = self;
        let all = finest + broader + masked;
        let mut parts = Vec::new();
        if all == 0 {
            return format!("{title}: nothing to show.");
        }
        if finest == all {
            return format!("{title}: shown in all of {all} {rows}.");
        }
        if masked == all {
            return format!("{title}: masked in all of {all} {rows}.");
        }
        if finest > 0 {
            parts.push(format!("shown in {finest}"));
        }
        if broader > 0 {
            parts.push(format!("merged with other answers in {broader}"));
        }
        if masked > 0 {
            parts.push(format!("masked in {masked}"));
        }
        let last = parts.pop().unwrap_or_default();
        let first =
            if parts.is_empty() { String::new() } else { format!("{} and ", parts.join(", ")) };
        format!("{title}: {first}{last} of {all} {rows}.")
    }
}

/// Every column with its labels, in the order of the file.
pub(super) fn columns(
    authority: &Authority,
    known: &[KnownColumn<'_>],
    told: &[ToldColumn<'_>],
    groups: &[Labelled],
) -> Vec<ColumnEntry> {
    let same = ColumnEntry {
        name: AUTHORITY.to_owned(),
        title: "Authority".to_owned(),
        kind: ColumnKind::Same,
        separator: None,
        words: Vec::new(),
        labels: vec![LabelEntry {
            code: authority.code.clone(),
            label: authority.name.clone(),
            stands_for: vec![authority.code.clone()],
        }],
    };
    let mut all = vec![same];
    for (at, column) in known.iter().enumerate() {
        let mut rows = Rows::default();
        for group in groups {
            let node = group.class.nodes[at];
            let many = u64::try_from(group.class.rows.len()).unwrap_or(u64::MAX);
            *match column.hierarchy.width(node) {
                1 => &mut rows.finest,
                _ if column.label(node) == MASKED => &mut rows.masked,
                _ => &mut rows.broader,
            } += many;
        }
        all.push(ColumnEntry {
            name: column.known.name.clone(),
            title: column.known.title.clone(),
            kind: ColumnKind::Known,
            separator: None,
            words: vec![rows.words(&column.known.title, "rows")],
            labels: labels(&column.ladder, &column.tree),
        });
    }
    for (at, column) in told.iter().enumerate() {
        let mut rows = Rows::default();
        for group in groups {
            for row in &group.class.rows {
                // That there is no answer is not what somebody wants to read here.
                if column.is_no_answer(place(*row)) {
                    continue;
                }
                let set = &column.sets[place(*row)];
                let shown = told::shown(&group.cuts[at], set);
                let fine = |(masked, node): &(bool, usize)| {
                    !masked && column.tree.nodes[*node].leaves.len() == 1
                };
                *if shown.iter().all(fine) {
                    &mut rows.finest
                } else if shown.iter().all(|(masked, _)| *masked) {
                    &mut rows.masked
                } else {
                    &mut rows.broader
                } += 1;
            }
        }
        all.push(ColumnEntry {
            name: column.told.name.clone(),
            title: column.told.title.clone(),
            kind: ColumnKind::Told,
            separator: Some(SEPARATOR.to_owned()),
            words: vec![rows.words(&column.told.title, "rows with an answer")],
            labels: labels(&column.ladder, &column.tree),
        });
    }
    all
}

/// Every column with its labels, for no authority and no rows of its own.
pub(super) fn label_entries(profile: &RecordsProfile) -> Result<Vec<ColumnEntry>, Refusal> {
    let known = profile.known.iter().map(|known| KnownColumn::new(profile, known, &[]));
    let told = profile.told.iter().map(|told| ToldColumn::new(profile, told, &[]));
    let (known, told) =
        (known.collect::<Result<Vec<_>, _>>()?, told.collect::<Result<Vec<_>, _>>()?);
    let any = Authority { code: String::new(), name: String::new() };
    let mut columns = columns(&any, &known, &told, &[]);
    for column in &mut columns {
        column.words.clear();
    }
    if let Some(authority) = columns.first_mut() {
        let all = profile.authorities.iter().map(|a| LabelEntry {
            code: a.code.clone(),
            label: a.name.clone(),
            stands_for: vec![a.code.clone()],
        });
        authority.labels = all.collect();
    }
    Ok(columns)
}

/// Every label of a tree with the codes that it stands for.
fn labels(ladder: &Ladder, tree: &Tree) -> Vec<LabelEntry> {
    let under = |leaves: &[usize]| -> Vec<String> {
        let steps = ladder.steps.iter().map(|step| &step.code);
        let is_under = |code: &&String| tree.leaf_of.get(*code).is_some_and(|l| leaves.contains(l));
        steps.filter(is_under).cloned().collect()
    };
    let node = |node: &crate::tree::Node| LabelEntry {
        code: node.code.clone(),
        label: node.label.clone(),
        stands_for: under(&node.leaves),
    };
    let every: Vec<usize> = (0..tree.leaves.len()).collect();
    let masked = LabelEntry {
        code: MASKED.to_owned(),
        label: "Masked".to_owned(),
        stands_for: under(&every),
    };
    tree.nodes.iter().map(node).chain([masked]).collect()
}
