//! Checks episode records that are on the disk, as whoever got them can: what the files say of
//! themselves and of each other. Whether a row stands for what was recorded was checked when they
//! were made, with the records at hand; nothing in the files leads back to those.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::ReleaseFile;
use homeward_release::episodes::{
    ColumnKind, EPISODES, RECORDS_SCHEMA, RecordsManifest, RecordsProfile, SEPARATOR,
};
use homeward_vault::sha256_hex;

const MANIFEST: &str = "manifest.json";

/// The files beside the manifest that a release of episode records has, in any order.
const OTHERS: [&str; 5] =
    [EPISODES, "release.schema.json", "README.txt", "risk-report.html", "risk-report.json"];

/// The manifest, if these are the files of episode records.
pub(super) fn manifest_of(files: &[ReleaseFile]) -> Option<RecordsManifest> {
    let file = files.iter().find(|file| file.name == MANIFEST)?;
    let manifest: RecordsManifest = serde_json::from_slice(&file.bytes).ok()?;
    (manifest.schema == RECORDS_SCHEMA).then_some(manifest)
}

/// What is wrong with the files, a line each. `counted` is how many episodes and children the store
/// has, if there is one.
pub(super) fn problems(
    files: &[ReleaseFile],
    manifest: &RecordsManifest,
    profile: &RecordsProfile,
    counted: Option<(usize, usize)>,
) -> Vec<String> {
    let mut problems = heading(manifest, profile);
    problems.extend(listed(files, manifest));
    match files.iter().find(|file| file.name == EPISODES) {
        Some(file) => problems.extend(rows(&file.bytes, manifest)),
        None => problems.push(format!("{EPISODES}: It is not there.")),
    }
    if let Some((episodes, children)) = counted {
        let totals = manifest.totals;
        if totals.episodes != as_u64(episodes) || totals.children != as_u64(children) {
            problems.push(format!(
                "{MANIFEST}: The store has other episodes or children in this year."
            ));
        }
    }
    problems
}

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn heading(manifest: &RecordsManifest, profile: &RecordsProfile) -> Vec<String> {
    let made = &manifest.profile;
    let mut wrong = Vec::new();
    let mut say = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{MANIFEST}: {what}"));
        }
    };
    say(
        made.id == profile.id && made.version == profile.version,
        "The release was made under another profile, or another version of it, than this program has.",
    );
    say(manifest.policy == profile.policy, "The rules are not those of the profile.");
    say(
        profile.authorities.contains(&manifest.authority),
        "The authority is none of those of the profile.",
    );
    let lines = [&manifest.receiver, &manifest.purpose, &manifest.agreement];
    say(
        lines.iter().all(|line| !line.trim().is_empty()),
        "It does not say who the release is for, why and under which agreement.",
    );
    wrong
}

fn listed(files: &[ReleaseFile], manifest: &RecordsManifest) -> Vec<String> {
    let mut wrong = Vec::new();
    let names: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.file.as_str()).collect();
    if names != BTreeSet::from(OTHERS) || names.len() != manifest.files.len() {
        wrong.push(format!("{MANIFEST}: It does not list the files that such a release has."));
    }
    for entry in &manifest.files {
        match files.iter().find(|file| file.name == entry.file) {
            None => wrong.push(format!("{MANIFEST}: A file that it lists is not there.")),
            Some(file) if sha256_hex(&file.bytes) != entry.sha256 => {
                wrong.push(format!("{}: It is not as it was made.", known(&file.name)));
            }
            Some(_) => {}
        }
    }
    for file in files {
        if file.name != MANIFEST && !names.contains(file.name.as_str()) {
            wrong.push(format!("{}: The manifest does not list it.", known(&file.name)));
        }
    }
    wrong
}

/// A name that a release has; any other could tell something and is not repeated.
fn known(name: &str) -> &str {
    OTHERS.into_iter().find(|other| *other == name).unwrap_or("A file")
}

fn rows(bytes: &[u8], manifest: &RecordsManifest) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let say = |what: &str| format!("{EPISODES}: {what}");
    let columns = &manifest.columns;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    if !reader.headers().is_ok_and(|heading| heading.iter().eq(names.iter().copied())) {
        return vec![say("Its columns are not those that the manifest lists.")];
    }
    let mut wrong = BTreeSet::new();
    let mut groups: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    let mut many: u64 = 0;
    for line in reader.records() {
        let Ok(line) = line else { return vec![say("It cannot be read to its end.")] };
        many += 1;
        let mut known = Vec::new();
        for (column, cell) in columns.iter().zip(&line) {
            let is_label = |item: &str| column.labels.iter().any(|label| label.code == item);
            let right = match (column.kind, &column.separator) {
                (ColumnKind::Same, _) => cell == manifest.authority.code,
                (_, None) => is_label(cell),
                (_, Some(_)) => cell.split(SEPARATOR).all(is_label),
            };
            if !right {
                wrong.insert(say("A cell holds something that the manifest does not list."));
            }
            if column.kind == ColumnKind::Known {
                known.push(cell.to_owned());
            }
        }
        *groups.entry(known).or_default() += 1;
    }
    let totals = manifest.totals;
    let adds_up = totals.rows == many
        && totals.rows + totals.left_out == totals.episodes
        && totals.groups == as_u64(groups.len());
    if !adds_up {
        wrong.insert(say("It does not add up to what the manifest says."));
    }
    // Each child of a group has a row at least.
    if groups.values().any(|rows| *rows < u64::from(manifest.policy.k)) {
        wrong.insert(say("A group of rows that read alike is too small."));
    }
    wrong.into_iter().collect()
}
