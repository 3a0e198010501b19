//! Reads and checks `manifest.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::lists::Lists;
use super::report::{Findings, Problem};
use super::{LARGEST_FILE, MOST_FILES};
use crate::manifest::UNSIGNED;
use crate::profile::{Table, is_id};
use crate::request::{
    LONGEST_AGREEMENT, LONGEST_PURPOSE, LONGEST_RECEIVER, is_financial_year, is_one_line,
};
use crate::{
    Authority, MANIFEST_SCHEMA, Made, Manifest, Merge, Profile, ReleaseFile, Signature, TableEntry,
    Version, VersionOf,
};

const FILE: &str = "manifest.json";

/// The names of the report on the finished files, which a release has whole or not at all.
pub(super) const REPORTS: [&str; 2] = ["risk-report.html", "risk-report.json"];

/// The names of the files that are no tables, the manifest itself and the report aside.
pub(super) const OTHER_FILES: [&str; 3] = ["cells.csv", "release.schema.json", "README.txt"];

/// Reads the manifest, or says why it cannot be read.
pub(super) fn read(files: &[ReleaseFile]) -> Result<Manifest, Problem> {
    read_as(files, MANIFEST_SCHEMA)
}

/// Reads a manifest of one layout, or says why it cannot be read.
pub(super) fn read_as<T: DeserializeOwned>(
    files: &[ReleaseFile],
    layout: &str,
) -> Result<T, Problem> {
    let fault = |sentence: String| Err(Problem::new(FILE, sentence));
    if files.len() > MOST_FILES {
        return fault(format!("There are more than {MOST_FILES} files here, so none was read."));
    }
    let Some(file) = files.iter().find(|f| f.name == FILE) else {
        return fault(
            "There is no manifest here, so this is not a release that can be checked.".into(),
        );
    };
    if u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) > LARGEST_FILE {
        return fault("The manifest is too large to be one, so it was not read.".into());
    }
    if file.bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return fault("The manifest begins with a byte order mark. A program has written it again; ask for the folder as it was made.".into());
    }
    let whole: serde_json::Value = match serde_json::from_slice(&file.bytes) {
        Ok(value) => value,
        Err(error) => {
            let line = Some(u64::try_from(error.line()).unwrap_or(0)).filter(|line| *line > 0);
            let sentence =
                "The manifest is cut short or is not JSON. Ask for the folder again.".to_owned();
            return Err(Problem { line, ..Problem::new(FILE, sentence) });
        }
    };
    if whole.get("schema").and_then(|s| s.as_str()) != Some(layout) {
        return fault(format!(
            "The manifest is not of the layout {layout} that this version reads."
        ));
    }
    match serde_json::from_slice(&file.bytes) {
        Ok(manifest) => Ok(manifest),
        Err(error) => {
            let line = Some(u64::try_from(error.line()).unwrap_or(0)).filter(|line| *line > 0);
            let sentence =
                "The manifest lacks a part that every release has, or has one that none has.";
            Err(Problem { line, ..Problem::new(FILE, sentence) })
        }
    }
}

/// Checks what the manifest says against the profile.
pub(super) fn check(
    manifest: &Manifest,
    profile: &Profile,
    lists: &Lists<'_>,
    hash: &dyn Fn(&[u8]) -> String,
    findings: &mut Findings,
) {
    check_heading(&Heading::of(manifest), profile, findings);
    check_rules(manifest, profile, findings);
    check_versions(&manifest.versions, profile, hash, findings);

    let expected: BTreeMap<String, Table<'_>> =
        profile.tables().into_iter().map(|table| (table.file(), table)).collect();
    let mut seen = BTreeSet::new();
    for entry in &manifest.tables {
        let Some(table) = expected.get(&entry.file) else {
            findings.file(FILE, "The manifest lists a table that the profile does not have.");
            continue;
        };
        if !seen.insert(entry.file.as_str()) {
            findings.file(FILE, format!("The manifest lists {} twice.", entry.file));
        }
        check_entry(entry, table, manifest, lists, findings);
    }
    for file in expected.keys().filter(|file| !seen.contains(file.as_str())) {
        findings.file(
            FILE,
            format!("The manifest does not list {file}, which every release of this profile has."),
        );
    }
    let others: Vec<&str> = manifest.files.iter().map(|f| f.file.as_str()).collect();
    if others != OTHER_FILES && others != [&OTHER_FILES[..], &REPORTS[..]].concat() {
        findings.file(
            FILE,
            "The manifest does not list cells.csv, release.schema.json and README.txt once each, with the two files of the risk report or with none.",
        );
    }
}

/// What every manifest says of itself, whatever is released.
pub(super) struct Heading<'a> {
    pub profile: &'a Made,
    pub authority: &'a Authority,
    pub period: &'a str,
    pub receiver: &'a str,
    pub purpose: &'a str,
    pub agreement: &'a str,
    pub signature: &'a Signature,
}

impl<'a> Heading<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        Self {
            profile: &manifest.profile,
            authority: &manifest.authority,
            period: &manifest.period,
            receiver: &manifest.receiver,
            purpose: &manifest.purpose,
            agreement: &manifest.agreement,
            signature: &manifest.signature,
        }
    }
}

pub(super) fn check_heading(manifest: &Heading<'_>, profile: &Profile, findings: &mut Findings) {
    let mut wrong = |sentence: &str| findings.file(FILE, sentence);
    if manifest.profile.id != profile.id || manifest.profile.version != profile.version {
        wrong(
            "The release was made under another profile, or another version of it, than this program has.",
        );
    }
    if !profile.authorities.contains(manifest.authority) {
        wrong(
            "The authority is none that may make a release, or its name and code do not belong together.",
        );
    }
    if !is_financial_year(manifest.period) {
        wrong("The period is not a financial year.");
    }
    if !is_one_line(manifest.receiver, LONGEST_RECEIVER) {
        wrong("The receiver is not the name of an organisation on one line.");
    }
    if !is_one_line(manifest.purpose, LONGEST_PURPOSE) {
        wrong("What the release is for does not stand on one line.");
    }
    if !is_one_line(manifest.agreement, LONGEST_AGREEMENT) {
        wrong("The agreement under which the release is shared does not stand on one line.");
    }
    if manifest.signature.signed || manifest.signature.words != UNSIGNED {
        wrong(
            "The statement on signing is not the one that stands in every release of this layout, none of which is signed.",
        );
    }
}

fn check_rules(manifest: &Manifest, profile: &Profile, findings: &mut Findings) {
    let mut wrong = |sentence: &str| findings.file(FILE, sentence);
    if manifest.policy.k < profile.policy.k {
        wrong("k is smaller than the profile allows, so groups could be too small.");
    }
    if manifest.policy.largest_share_percent > profile.policy.largest_share_percent {
        wrong("The largest share of one child is larger than the profile allows.");
    }
    if manifest.totals.children < u64::from(profile.policy.k.max(manifest.policy.k)) {
        wrong(
            "There are fewer children in all than k, so there should be no tables, only a statement that says so.",
        );
    }
    if manifest.totals.children > manifest.totals.episodes {
        wrong("There are more children than episodes in all, which cannot be.");
    }
}

/// Names of versions are not free text either, and the ladders must be the ones of this program.
pub(super) fn check_versions(
    versions: &[Version],
    profile: &Profile,
    hash: &dyn Fn(&[u8]) -> String,
    findings: &mut Findings,
) {
    let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut seen = BTreeSet::new();
    for version in versions {
        if !is_id(&version.id)
            || !version.sha256.as_ref().is_none_or(is_hash)
            || !seen.insert((version.kind, version.id.as_str(), version.version))
        {
            findings.file(
                FILE,
                "The versions hold one that has no proper name or hash, or hold one twice.",
            );
            return;
        }
    }
    for ladder in &profile.ladders {
        let same = |v: &&Version| v.kind == VersionOf::Ladder && v.id == ladder.id;
        let expected = Some(ladder.fingerprint(hash));
        if versions.iter().find(same).is_none_or(|v| v.sha256 != expected) {
            findings.file(
                FILE,
                format!(
                    "The release was not made with the ladder {} that this program has.",
                    ladder.id
                ),
            );
        }
    }
}

fn check_entry(
    entry: &TableEntry,
    table: &Table<'_>,
    manifest: &Manifest,
    lists: &Lists<'_>,
    findings: &mut Findings,
) {
    let file = &entry.file;
    let variables = table.variables();
    let mut wrong =
        |what: &str| findings.file(FILE, format!("What it says about {file} is wrong: {what}."));
    let by: Vec<&str> = table.by.iter().map(|by| by.id.as_str()).collect();
    if entry.topic != table.topic.id || entry.by != by || entry.title != table.title() {
        wrong("its topic, title or what it is crossed with is another");
    }
    let columns: Vec<&str> =
        ["authority", "year"].into_iter().chain(variables.iter().copied()).collect();
    if entry.columns != columns {
        wrong("its columns are not the ones it may have");
    }
    if entry.rows != manifest.totals.episodes {
        wrong("its number of rows is not the number of episodes in all");
    }
    let merged: Vec<&str> = entry.merges.iter().map(|m| m.variable.as_str()).collect();
    if merged != variables {
        wrong("its merges are not those of its columns");
        return;
    }
    for merge in &entry.merges {
        let Some(codes) = lists.of(&merge.variable) else { continue };
        if let Some(fault) = codes.fault_of(&merge.codes) {
            wrong(&format!("the merging of {} {fault}", merge.variable));
        }
        if !merge.words.iter().all(|words| is_stock_sentence(words, merge, lists)) {
            wrong(&format!(
                "the words about {} hold something that is not from the lists",
                merge.variable
            ));
        }
    }
}

/// Whether a sentence about a merge is made of nothing but titles, labels and fixed words.
fn is_stock_sentence(words: &str, merge: &Merge, lists: &Lists<'_>) -> bool {
    let Some(codes) = lists.of(&merge.variable) else { return false };
    let Some(rest) = words.strip_prefix(&codes.title).and_then(|w| w.strip_prefix(": ")) else {
        return false;
    };
    if matches!(
        rest,
        "shown in broad groups in every table of this profile."
            | "all answers are masked (SUPP) in this table."
    ) {
        return true;
    }
    let Some((parts, shown)) = rest.rsplit_once(" are shown together as ") else { return false };
    let mut outside = parts.to_owned();
    for label in codes.labels.values() {
        outside = outside.replace(&format!("\u{201c}{label}\u{201d}"), "");
    }
    let names_only = outside.replace(" and ", "").chars().all(|c| matches!(c, ',' | ' '));
    let to = shown == "masked (SUPP)."
        || codes.labels.iter().any(|(code, label)| shown == format!("{label} ({code})."));
    names_only && to
}
