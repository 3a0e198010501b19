//! Reads a finished statement again: that it says its one sentence and nothing else, and, with the
//! store's rows, that it is true.

use chrono::Datelike;
use serde_json::Value;

use super::Report;
use super::manifest::{Heading, REPORTS, check_heading, check_versions, read_as};
use super::reading::check_files;
use super::report::{FILES_ONLY, Findings};
use crate::fault::in_words;
use crate::statement::{STATEMENT, STATEMENT_SCHEMA, StatementManifest};
use crate::{Profile, ReleaseFile, Row};

const FILE: &str = "manifest.json";
const README: &str = "README.txt";
const REPORT: &str = "risk-report.json";

/// What a manifest or a report calls what it counts or lists. None of it is in a statement.
const FIGURES: [&str; 14] = [
    "totals",
    "tables",
    "cells",
    "columns",
    "rows",
    "groups",
    "children",
    "episodes",
    "answers",
    "merged",
    "cost",
    "smallest_group",
    "small_groups",
    "measures",
];

/// The manifest of a statement, if these are the files of one: it says whose rows to take from the
/// store.
#[must_use]
pub fn statement_of(files: &[ReleaseFile]) -> Option<StatementManifest> {
    read_as(files, STATEMENT_SCHEMA).ok()
}

/// Whether the manifest says that this is a statement.
pub(super) fn is_one(files: &[ReleaseFile]) -> bool {
    let manifest = json(files, FILE);
    manifest.is_some_and(|manifest| manifest["schema"].as_str() == Some(STATEMENT_SCHEMA))
}

fn json(files: &[ReleaseFile], name: &str) -> Option<Value> {
    let file = files.iter().find(|file| file.name == name)?;
    serde_json::from_slice(&file.bytes).ok()
}

/// Checks the files of a statement.
pub(super) fn check(
    files: &[ReleaseFile],
    profile: &Profile,
    hash: &dyn Fn(&[u8]) -> String,
    rows: Option<&[Row]>,
) -> Report {
    let mut findings = Findings::default();
    let manifest: StatementManifest = match read_as(files, STATEMENT_SCHEMA) {
        Ok(manifest) => manifest,
        Err(problem) => {
            if json(files, FILE).is_none_or(|whole| !carries_figures(&whole)) {
                return Report::unreadable(problem);
            }
            findings.file(FILE, CARRIES_FIGURES);
            return findings.into_report(FILES_ONLY, 0, 0, false);
        }
    };
    let heading = Heading {
        profile: &manifest.profile,
        authority: &manifest.authority,
        period: &manifest.period,
        receiver: &manifest.receiver,
        purpose: &manifest.purpose,
        agreement: &manifest.agreement,
        signature: &manifest.signature,
    };
    check_heading(&heading, profile, &mut findings);
    check_versions(&manifest.versions, profile, hash, &mut findings);
    check_sentence(&manifest, profile, &mut findings);
    check_list(files, &manifest, hash, &mut findings);
    check_first_page(files, &manifest, &mut findings);
    if json(files, REPORT).is_some_and(|report| carries_figures(&report)) {
        findings.file(REPORT, CARRIES_FIGURES);
    }
    if let Some(rows) = rows {
        check_children(rows, manifest.k, &mut findings);
    }
    let rests_on = match rows {
        Some(_) => "Children were counted again from the store: they are few enough.",
        None => FILES_ONLY,
    };
    let rests_on = if findings.is_empty() { rests_on } else { FILES_READ };
    findings.into_report(rests_on, 0, 0, rows.is_some())
}

/// Said beside problems.
const FILES_READ: &str = "A statement says one sentence and carries no figure.";

const CARRIES_FIGURES: &str = "A statement carries no table, no total and no count, and this one does. It could tell how many children there were.";

/// Whether something is counted or listed in it.
fn carries_figures(value: &Value) -> bool {
    match value {
        Value::Object(parts) => parts.iter().any(|(name, part)| {
            let empty = part.is_null() || part.as_array().is_some_and(Vec::is_empty);
            (FIGURES.contains(&name.as_str()) && !empty) || carries_figures(part)
        }),
        Value::Array(items) => items.iter().any(carries_figures),
        _ => false,
    }
}

fn check_sentence(manifest: &StatementManifest, profile: &Profile, findings: &mut Findings) {
    let mut wrong = |sentence: &str| findings.file(FILE, sentence);
    if manifest.product != STATEMENT {
        wrong("It is not called a statement.");
    }
    if manifest.k < profile.policy.k {
        wrong("k is smaller than the profile allows, so the statement tells too much.");
    }
    if manifest.statement.fewer_than != manifest.k {
        wrong("It says another number than k. Then it could tell how many children there were.");
    }
    if !was_over(manifest) {
        wrong("It was made before the year was over, so it cannot be true of all of it.");
    }
    if manifest.statement.words != sentence(manifest) {
        wrong("Its words are not the ones that every statement of this year and k has.");
    }
}

/// The year that a financial year ends in has a first of April, and it was not made before that.
fn was_over(manifest: &StatementManifest) -> bool {
    let day = manifest.made_on;
    let ends = manifest.period.split('-').next().and_then(|first| first.parse::<i32>().ok());
    ends.and_then(|first| first.checked_add(1))
        .is_none_or(|year| (day.year(), day.month()) >= (year, 4))
}

fn sentence(manifest: &StatementManifest) -> String {
    let (k, year) = (in_words(manifest.k), &manifest.period);
    format!("Fewer than {k} children went missing in {year}. It may be none.")
}

fn check_list(
    files: &[ReleaseFile],
    manifest: &StatementManifest,
    hash: &dyn Fn(&[u8]) -> String,
    findings: &mut Findings,
) {
    let listed: Vec<(&str, &str)> =
        manifest.files.iter().map(|f| (f.file.as_str(), f.sha256.as_str())).collect();
    let names: Vec<&str> = listed.iter().map(|(name, _)| *name).collect();
    if names != [README] && names != [&[README][..], &REPORTS[..]].concat() {
        findings.file(
            FILE,
            "The manifest of a statement lists README.txt, with the two files of the risk report or with none, and nothing else.",
        );
    }
    check_files(files, &listed, hash, findings);
}

/// The first page holds the sentence, and no figure but those that the manifest says as well.
fn check_first_page(files: &[ReleaseFile], manifest: &StatementManifest, findings: &mut Findings) {
    let Some(file) = files.iter().find(|file| file.name == README) else { return };
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        findings.file(README, "It cannot be read as text.");
        return;
    };
    let sentence = sentence(manifest);
    if !text.contains(&sentence) {
        findings.file(README, "It does not say what the statement says.");
    }
    let made_on = manifest.made_on.format("%-d %B %Y").to_string();
    let mut rest = text.to_owned();
    for said in [
        sentence.as_str(),
        &manifest.receiver,
        &manifest.purpose,
        &manifest.agreement,
        &manifest.authority.name,
        &made_on,
        &manifest.period,
    ] {
        rest = rest.replace(said, "");
    }
    let words: Vec<&str> =
        rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let counted = words.windows(2).any(|pair| {
        let number = (1..=20).any(|n| in_words(n).eq_ignore_ascii_case(pair[0]));
        number && ["child", "children", "episode", "episodes"].contains(&pair[1])
    });
    if counted || rest.bytes().any(|byte| byte.is_ascii_digit()) {
        findings.file(README, CARRIES_FIGURES);
    }
}

fn check_children(rows: &[Row], k: u32, findings: &mut Findings) {
    let mut children: Vec<u64> = rows.iter().map(|row| row.child).collect();
    children.sort_unstable();
    children.dedup();
    if u32::try_from(children.len()).unwrap_or(u32::MAX) >= k {
        findings.file(
            FILE,
            format!(
                "The store has at least {} children in this year, so the statement is not true.",
                in_words(k)
            ),
        );
    }
}
