//! Makes a release: rows in, files out.

use std::collections::{BTreeMap, BTreeSet};

use crate::choice::{Audited, Choice, Tables, codes_of};
use crate::classes::{Class, Counts};
use crate::cuts::{Answers, Cut};
use crate::files::{
    CELLS, CellLine, MANIFEST, README, SCHEMA, add_reports, at_least, cells_csv, put_manifest,
    shuffle, table_csv,
};
use crate::manifest::MANIFEST_SCHEMA;
use crate::profile::Table;
use crate::tree::Tree;
use crate::{
    FileEntry, Made, Manifest, Merge, Policy, Profile, Refusal, Request, Row, Signature,
    TableEntry, Tools, Totals, Version, readme, schema,
};

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFile {
    /// Its name within the release, with `/` between folder and file.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A finished release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Every file, `manifest.json` first.
    pub files: Vec<ReleaseFile>,
    /// What the manifest says, for a preview before anything is written.
    pub manifest: Manifest,
    /// What auditing all tables together took.
    pub audited: Audited,
}

impl Release {
    /// Adds what was found out about the finished files: `risk-report.html` and `.json`.
    ///
    /// # Errors
    /// [`Refusal::CouldNotWrite`], never for a release that [`make`] made.
    pub fn add_report(
        &mut self,
        html: Vec<u8>,
        json: Vec<u8>,
        hash: &dyn Fn(&[u8]) -> String,
    ) -> Result<(), Refusal> {
        add_reports(&mut self.files, &mut self.manifest.files, [html, json], hash);
        put_manifest(&mut self.files, self.manifest.bytes()?)
    }
}

/// Makes the topic tables of `profile` from `rows`, one row an episode.
///
/// The same rows (in any order), profile, request and draws give the same bytes. Nothing in the
/// files depends on the order of the rows or on the numbers the children have.
///
/// # Errors
/// A [`Refusal`], whose text can be shown as it is.
pub fn make(
    profile: &Profile,
    rows: &[Row],
    request: &Request,
    tools: Tools<'_>,
) -> Result<Release, Refusal> {
    profile.checked()?;
    let policy = request.checked(profile)?;
    let children = numbered(rows);
    let all = Counts::new(&children, &[]).class(&[]);
    refuse_if_too_few(all, policy, &request.period)?;

    let answers = all_answers(profile, rows, &children, policy)?;
    let tables =
        Tables { profile, policy, request, rows, children: &children, answers: &answers, all };
    let (choices, audited) = tables.choose()?;
    Writer { profile, request, policy, tools }.write(all, &choices, audited)
}

/// The children of the rows, numbered from 0.
fn numbered(rows: &[Row]) -> Vec<usize> {
    let distinct: BTreeSet<u64> = rows.iter().map(|row| row.child).collect();
    let number: BTreeMap<u64, usize> =
        distinct.into_iter().enumerate().map(|(at, child)| (child, at)).collect();
    rows.iter().filter_map(|row| number.get(&row.child).copied()).collect()
}

fn refuse_if_too_few(all: Class, policy: Policy, period: &str) -> Result<(), Refusal> {
    let period = period.to_owned();
    if all.rows == 0 {
        return Err(Refusal::NoEpisodes { period });
    }
    if all.children < u64::from(policy.k) {
        return Err(Refusal::TooFewChildren { k: policy.k, period });
    }
    if !all.holds(policy) {
        return Err(Refusal::OneChildStandsOut { percent: policy.largest_share_percent, period });
    }
    Ok(())
}

fn all_answers<'a>(
    profile: &'a Profile,
    rows: &[Row],
    children: &[usize],
    policy: Policy,
) -> Result<BTreeMap<&'a str, Answers>, Refusal> {
    let mut answers = BTreeMap::new();
    for variable in &profile.variables {
        let tree = Tree::new(profile, variable)?;
        answers.insert(variable.name.as_str(), Answers::new(tree, rows, children, policy)?);
    }
    Ok(answers)
}

/// Puts the files together.
struct Writer<'a, 't> {
    profile: &'a Profile,
    request: &'a Request,
    policy: Policy,
    tools: Tools<'t>,
}

impl Writer<'_, '_> {
    fn write(
        mut self,
        all: Class,
        choices: &[Choice<'_, '_>],
        audited: Audited,
    ) -> Result<Release, Refusal> {
        let mut files = Vec::new();
        let mut cells = Vec::new();
        let mut entries = Vec::new();
        for choice in choices {
            let (file, entry) = self.table(choice, &mut cells)?;
            files.push(file);
            entries.push(entry);
        }
        files.push(ReleaseFile { name: CELLS.into(), bytes: cells_csv(&cells)? });
        let schema = schema::release_schema(self.profile, self.request)?;
        files.push(ReleaseFile { name: SCHEMA.into(), bytes: schema });

        let mut manifest = Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            authority: self.request.authority.clone(),
            period: self.request.period.clone(),
            receiver: self.request.receiver.clone(),
            purpose: self.request.purpose.clone(),
            agreement: self.request.agreement.clone(),
            made_on: self.request.made_on,
            profile: Made { id: self.profile.id.clone(), version: self.profile.version },
            policy: self.policy,
            totals: Totals { episodes: all.rows, children: all.children },
            tables: entries,
            files: Vec::new(),
            versions: Version::with_ladders(
                &self.request.versions,
                &self.profile.ladders,
                self.tools.hash,
            ),
            signature: Signature::unsigned(),
        };
        let text = readme::text(self.profile, &manifest);
        files.push(ReleaseFile { name: README.into(), bytes: text.into_bytes() });
        manifest.files = files[manifest.tables.len()..]
            .iter()
            .map(|f| FileEntry { file: f.name.clone(), sha256: (self.tools.hash)(&f.bytes) })
            .collect();
        files.insert(0, ReleaseFile { name: MANIFEST.into(), bytes: manifest.bytes()? });
        Ok(Release { files, manifest, audited })
    }

    /// Writes one table, and adds its groups to `cells`.
    fn table(
        &mut self,
        choice: &Choice<'_, '_>,
        cells: &mut Vec<CellLine>,
    ) -> Result<(ReleaseFile, TableEntry), Refusal> {
        let Choice { table, answers, cuts, groups } = choice;
        let file = table.file();
        let mut shown: Vec<Vec<&str>> = Vec::new();
        let mut rows: Vec<usize> = Vec::new();
        for (at, class) in groups {
            let codes = codes_of(at, answers);
            cells.push(self.cell(table, &codes, *class));
            rows.extend((0..class.rows).map(|_| shown.len()));
            shown.push(codes);
        }
        // The rows stand group by group here, so the order of the records is gone already.
        shuffle(&mut rows, self.tools.below);
        let columns: Vec<String> =
            ["authority", "year"].into_iter().chain(table.variables()).map(str::to_owned).collect();
        let Request { authority, period, .. } = self.request;
        let bytes = table_csv(&file, &columns, [&authority.code, period], &shown, &rows)?;
        let entry = TableEntry {
            file: file.clone(),
            topic: table.topic.id.clone(),
            title: table.title(),
            by: table.by.iter().map(|by| by.id.clone()).collect(),
            columns,
            rows: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            sha256: (self.tools.hash)(&bytes),
            merges: answers.iter().zip(cuts).map(|(a, cut)| merge_of(a, cut)).collect(),
        };
        Ok((ReleaseFile { name: file, bytes }, entry))
    }

    fn cell(&self, table: &Table<'_>, codes: &[&str], class: Class) -> CellLine {
        let by: Vec<&str> = table.by.iter().map(|by| by.id.as_str()).collect();
        CellLine {
            authority: self.request.authority.code.clone(),
            year: self.request.period.clone(),
            topic: table.topic.id.clone(),
            answer: codes.first().copied().unwrap_or_default().to_owned(),
            by: if by.is_empty() { "none".to_owned() } else { by.join("+") },
            by_value: if by.is_empty() { "ALL".to_owned() } else { codes[1..].join("+") },
            children: at_least(class.children, self.policy.k),
            episodes: class.rows,
        }
    }
}

/// What the manifest says about one answer of one table.
fn merge_of(answers: &Answers, cut: &Cut) -> Merge {
    let tree = &answers.tree;
    let title = &tree.variable.title;
    let mut words = Vec::new();
    if tree.floored {
        words.push(format!("{title}: shown in broad groups in every table of this profile."));
    }
    for &group in &cut.groups {
        let group = &answers.groups[group];
        let (parts, shown) = match group.node {
            Some(node) if tree.nodes[node].below.is_empty() => continue,
            Some(node) => {
                let labels =
                    group.leaves.iter().map(|&l| tree.nodes[tree.leaves[l]].label.as_str());
                (labels.collect::<Vec<_>>(), format!("{} ({})", tree.nodes[node].label, group.code))
            }
            None if cut.groups.len() == 1 => {
                words.push(format!("{title}: all answers are masked (SUPP) in this table."));
                continue;
            }
            None => {
                let inside = |b: &&usize| {
                    tree.nodes[**b].leaves.iter().all(|leaf| group.leaves.contains(leaf))
                };
                let labels =
                    tree.branches.iter().filter(inside).map(|&b| tree.nodes[b].label.as_str());
                (labels.collect(), "masked (SUPP)".to_owned())
            }
        };
        words.push(format!("{title}: {} are shown together as {shown}.", listed(&parts)));
    }
    Merge { variable: tree.variable.name.clone(), words, codes: answers.shown(cut) }
}

/// "a, b and c", each in quotation marks since labels hold commas themselves.
fn listed(parts: &[&str]) -> String {
    let quoted: Vec<String> = parts.iter().map(|part| format!("\u{201c}{part}\u{201d}")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
