//! Reads finished episode records again, and says whether they keep every rule.
//!
//! Code apart from what makes them: it reads the text of the file and the recorded codes, climbs
//! the ladders code by code, and counts children with sets. It calls nothing of the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::manifest::RecordsManifest;
use super::profile::{AUTHORITY, RecordsProfile, Told};
use super::{EPISODES, EpisodeRow, SEPARATOR};
use crate::{ABSENCE_CODES, Ladder, MASKED, ReleaseFile};

/// A rule that a file of episode records breaks. None holds a value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordsFault {
    /// A file is not there, or cannot be read.
    Unreadable(&'static str),
    /// Other columns than the profile has.
    Columns,
    /// A row stands for no episode, or for one that another row stands for.
    NobodysRow,
    /// More rows were left out than may be, or so few children's that they can be told.
    LeftOut,
    /// The manifest adds up to something else.
    Totals,
    /// A label that no code of the ladder has at or above its floor.
    NoLabel(String),
    /// A label that does not stand for what was recorded.
    Untrue(String),
    /// A group has fewer children than k.
    FewChildren,
    /// One child has too large a share of a group.
    Dominance,
    /// One or two items of what was told single out fewer children than k.
    FewWithItems(String),
    /// Too many children of a group share an item that says that something bad happened.
    Shared(String),
    /// Too few different answers in a group.
    FewAnswers(String),
}

impl fmt::Display for RecordsFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(file) => write!(out, "{file} cannot be read"),
            Self::Columns => write!(out, "its columns are not those that may leave"),
            Self::NobodysRow => write!(out, "it has a row that stands for no episode of its own"),
            Self::LeftOut => write!(out, "more episodes were left out than may be"),
            Self::Totals => write!(out, "its manifest adds up to something else"),
            Self::NoLabel(column) => write!(out, "{column} has a label that may not leave"),
            Self::Untrue(column) => {
                write!(out, "{column} has a label that does not stand for what was recorded")
            }
            Self::FewChildren => write!(out, "a group has too few children"),
            Self::Dominance => write!(out, "one child has too large a share of a group"),
            Self::FewWithItems(column) => {
                write!(out, "items of {column} single out too few children")
            }
            Self::Shared(column) => write!(out, "too many children of a group share {column}"),
            Self::FewAnswers(column) => write!(out, "a group has too few answers of {column}"),
        }
    }
}

/// One written row with the episode behind it.
struct Line<'a> {
    cells: Vec<&'a str>,
    row: &'a EpisodeRow,
}

/// Every rule that finished episode records break; none if they may leave. `behind` gives the place
/// in `rows` of each written row.
#[must_use]
pub fn check(
    files: &[ReleaseFile],
    profile: &RecordsProfile,
    rows: &[EpisodeRow],
    behind: &[usize],
) -> BTreeSet<RecordsFault> {
    let mut faults = BTreeSet::new();
    let bytes = |name: &str| files.iter().find(|file| file.name == name).map(|f| &f.bytes);
    let Some(text) = bytes(EPISODES).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return BTreeSet::from([RecordsFault::Unreadable(EPISODES)]);
    };
    let manifest: Option<RecordsManifest> =
        bytes("manifest.json").and_then(|bytes| serde_json::from_slice(bytes).ok());
    let Some(manifest) = manifest else {
        return BTreeSet::from([RecordsFault::Unreadable("manifest.json")]);
    };
    let headings = profile.columns();
    let mut lines = text.lines();
    if !lines.next().is_some_and(|line| line.split(',').eq(headings.iter().copied())) {
        return BTreeSet::from([RecordsFault::Columns]);
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut written: Vec<Line<'_>> = Vec::new();
    let mut behind_each = behind.iter();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if cells.len() != headings.len() {
            faults.insert(RecordsFault::Columns);
            continue;
        }
        match behind_each.next().filter(|at| seen.insert(**at)).and_then(|at| rows.get(*at)) {
            Some(row) => written.push(Line { cells, row }),
            None => {
                faults.insert(RecordsFault::NobodysRow);
            }
        }
    }
    left_out(profile, rows, &written, &manifest, &mut faults);
    cells(profile, &manifest, &written, &mut faults);
    groups(profile, &written, &mut faults);
    faults
}

fn left_out(
    profile: &RecordsProfile,
    rows: &[EpisodeRow],
    written: &[Line<'_>],
    manifest: &RecordsManifest,
    faults: &mut BTreeSet<RecordsFault>,
) {
    let there: BTreeSet<u128> = written.iter().map(|line| line.row.episode).collect();
    let out: Vec<&EpisodeRow> = rows.iter().filter(|row| !there.contains(&row.episode)).collect();
    let children: BTreeSet<u128> = out.iter().map(|row| row.child).collect();
    let most = u64::from(profile.policy.most_dropped_per_mille);
    let few = !children.is_empty() && children.len() < size(profile.policy.k);
    if long(out.len()) * 1000 > most * long(rows.len()) || few {
        faults.insert(RecordsFault::LeftOut);
    }
    let all: BTreeSet<u128> = rows.iter().map(|row| row.child).collect();
    let totals = manifest.totals;
    let said = [totals.episodes, totals.children, totals.rows, totals.left_out];
    if said != [long(rows.len()), long(all.len()), long(written.len()), long(out.len())]
        || manifest.policy != profile.policy
    {
        faults.insert(RecordsFault::Totals);
    }
}

/// Every code above a code, itself first, with the level up to which it stands.
fn upwards<'l>(ladder: &'l Ladder, code: &str) -> Vec<(&'l str, u8)> {
    let mut found = Vec::new();
    let mut at = Some(code.to_owned());
    while let Some(step) = at.and_then(|at| ladder.steps.iter().find(|step| step.code == at)) {
        if found.len() > ladder.steps.len() {
            break;
        }
        found.push((step.code.as_str(), step.level));
        at = step.broader.clone();
    }
    found
}

/// The labels under which a recorded code may stand: those at or above the floor, and masked. A
/// code that ends below its floor stands as it is.
fn labels<'l>(ladder: &'l Ladder, floor: u8, code: &str) -> BTreeSet<&'l str> {
    let up = upwards(ladder, code);
    let high = up.iter().filter(|(_, level)| *level >= floor);
    let mut labels: BTreeSet<&str> = high.map(|(code, _)| *code).collect();
    if labels.is_empty() {
        labels.extend(up.last().map(|(code, _)| *code));
    }
    labels.insert(MASKED);
    labels
}

fn cells(
    profile: &RecordsProfile,
    manifest: &RecordsManifest,
    written: &[Line<'_>],
    faults: &mut BTreeSet<RecordsFault>,
) {
    let none = BTreeSet::new();
    for line in written {
        if line.cells[0] != manifest.authority.code {
            faults.insert(RecordsFault::Untrue(AUTHORITY.to_owned()));
        }
    }
    for (at, known) in (1..).zip(&profile.known) {
        let Some(ladder) = profile.ladder(&known.ladder).map(Ladder::completed) else { continue };
        for line in written {
            let code = line.row.codes.get(&known.variable).map_or("", String::as_str);
            judge(&ladder, known.floor, &known.name, code, line.cells[at], faults);
        }
    }
    for (at, told) in (1 + profile.known.len()..).zip(&profile.told) {
        let Some(ladder) = profile.ladder(&told.ladder).map(Ladder::completed) else { continue };
        for line in written {
            let codes = line.row.sets.get(&told.variable).unwrap_or(&none);
            let shown: Vec<&str> = line.cells[at].split(SEPARATOR).collect();
            let may_be: Vec<BTreeSet<&str>> =
                codes.iter().map(|code| labels(&ladder, told.floor, code)).collect();
            // Each code has a label, each label a code, and none stands twice.
            let has = |labels: &BTreeSet<&str>| shown.iter().any(|one| labels.contains(one));
            let stands = |one: &&str| may_be.iter().any(|labels| labels.contains(one));
            let once = shown.iter().collect::<BTreeSet<_>>().len() == shown.len();
            if !may_be.iter().all(has) || !shown.iter().all(stands) || !once {
                faults.insert(RecordsFault::Untrue(told.name.clone()));
            }
        }
    }
}

fn judge(
    ladder: &Ladder,
    floor: u8,
    name: &str,
    code: &str,
    shown: &str,
    faults: &mut BTreeSet<RecordsFault>,
) {
    if labels(ladder, floor, code).contains(shown) {
        return;
    }
    let is_label = ladder.steps.iter().any(|step| step.code == shown);
    faults.insert(if is_label {
        RecordsFault::Untrue(name.to_owned())
    } else {
        RecordsFault::NoLabel(name.to_owned())
    });
}

fn groups(profile: &RecordsProfile, written: &[Line<'_>], faults: &mut BTreeSet<RecordsFault>) {
    let known = 1 + profile.known.len();
    let mut alike: BTreeMap<&[&str], Vec<&Line<'_>>> = BTreeMap::new();
    for line in written {
        alike.entry(&line.cells[..known]).or_default().push(line);
    }
    let policy = profile.policy;
    for lines in alike.values() {
        let mut rows_of: BTreeMap<u128, u64> = BTreeMap::new();
        for line in lines {
            *rows_of.entry(line.row.child).or_default() += 1;
        }
        let children = long(rows_of.len());
        if children < u64::from(policy.k) {
            faults.insert(RecordsFault::FewChildren);
        }
        let most = rows_of.values().max().copied().unwrap_or(0);
        if most * 100 > long(lines.len()) * u64::from(policy.largest_share_percent) {
            faults.insert(RecordsFault::Dominance);
        }
        let mut with: BTreeMap<[(usize, &str); 2], BTreeSet<u128>> = BTreeMap::new();
        for line in lines {
            let items: Vec<(usize, &str)> = line.cells[known..]
                .iter()
                .enumerate()
                .flat_map(|(column, cell)| cell.split(SEPARATOR).map(move |item| (column, item)))
                .collect();
            for one in &items {
                for other in items.iter().filter(|other| one <= *other) {
                    with.entry([*one, *other]).or_default().insert(line.row.child);
                }
            }
        }
        for ([(column, _), _], of) in &with {
            if of.len() < size(policy.k) {
                faults.insert(RecordsFault::FewWithItems(profile.told[*column].name.clone()));
            }
        }
        for (at, told) in profile.told.iter().enumerate() {
            let Some(ladder) = profile.ladder(&told.ladder).map(Ladder::completed) else {
                continue;
            };
            let column = Column { at: known + at, told, ladder: &ladder };
            column.judge(lines, children, policy, faults);
        }
    }
}

/// A column of what was told, in one group.
struct Column<'a> {
    at: usize,
    told: &'a Told,
    ladder: &'a Ladder,
}

impl Column<'_> {
    fn judge(
        &self,
        lines: &[&Line<'_>],
        children: u64,
        policy: super::RecordsPolicy,
        faults: &mut BTreeSet<RecordsFault>,
    ) {
        let answers: BTreeSet<&str> = lines.iter().map(|line| line.cells[self.at]).collect();
        if answers.len() == 1 && answers.contains(MASKED) {
            return;
        }
        // What each item stands for in this group.
        let mut of: BTreeMap<&str, (BTreeSet<u128>, BTreeSet<&str>)> = BTreeMap::new();
        for line in lines {
            let codes = line.row.sets.get(&self.told.variable);
            let shown: Vec<&str> = line.cells[self.at].split(SEPARATOR).collect();
            for item in &shown {
                of.entry(item).or_default().0.insert(line.row.child);
            }
            for code in codes.into_iter().flatten() {
                let may_be = labels(self.ladder, self.told.floor, code);
                let item = shown.iter().find(|one| **one != MASKED && may_be.contains(*one));
                of.entry(item.unwrap_or(&MASKED)).or_default().1.insert(code);
            }
        }
        let tells = |code: &&str| {
            upwards(self.ladder, code).iter().any(|(up, _)| self.told.telling.contains(*up))
        };
        let most = u64::from(policy.largest_answer_percent);
        for (who, codes) in of.values() {
            if codes.iter().all(tells) && long(who.len()) * 100 > children * most {
                faults.insert(RecordsFault::Shared(self.told.name.clone()));
            }
        }
        let told = of.values().flat_map(|(_, codes)| codes).any(|c| !ABSENCE_CODES.contains(c));
        if self.told.diverse && told && answers.len() < size(policy.l) {
            faults.insert(RecordsFault::FewAnswers(self.told.name.clone()));
        }
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn long(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
