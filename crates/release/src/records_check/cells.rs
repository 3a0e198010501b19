//! Whether a file keeps every rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::groups::parts;
use super::written::{Written, long};
use super::{Breach, Column, Kind, Problem};

/// Breaches, each with the first row and how often it was met.
#[derive(Default)]
struct Met(BTreeMap<Breach, (Option<u64>, u64)>);

impl Met {
    fn row(&mut self, row: usize, breach: Breach) {
        self.0.entry(breach).or_insert((Some(long(row) + 1), 0)).1 += 1;
    }

    fn whole(&mut self, breach: Breach) {
        self.0.entry(breach).or_insert((None, 0)).1 += 1;
    }
}

impl Written<'_> {
    /// Every rule that the file breaks; none if it may leave.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut met = Met::default();
        self.rows_are_somebodys(&mut met);
        for (at, column) in self.columns() {
            self.cells_are_true(at, column, &mut met);
        }
        self.groups_hold(&mut met);
        self.said_is_true(&mut met);
        let problem = |(breach, (row, times))| Problem { breach, row, times };
        met.0.into_iter().map(problem).collect()
    }

    /// Each row stands for another record, and not too many records stand for none.
    fn rows_are_somebodys(&self, met: &mut Met) {
        let mut seen = vec![false; self.beside.people.len()];
        for row in 0..self.rows() {
            let record = self.record(u32::try_from(row).unwrap_or(u32::MAX));
            match seen.get_mut(record) {
                Some(seen) if !*seen => *seen = true,
                _ => met.row(row, Breach::NobodysRow),
            }
        }
        let left_out = long(seen.iter().filter(|seen| !**seen).count());
        let most = long(seen.len()) * u64::from(self.beside.rules.drop_cap);
        if left_out * 1000 > most {
            met.whole(Breach::LeftOut);
        }
    }

    fn cells_are_true(&self, at: usize, column: &Column, met: &mut Met) {
        let mut known: HashMap<(&str, u32), Option<Breach>> = HashMap::new();
        let judge = Judge::of(column);
        for (row, &text) in self.cells[at].rows.iter().enumerate() {
            let record = self.record(u32::try_from(row).unwrap_or(u32::MAX));
            let Some(recorded) = (self.beside.recorded)(at, record) else {
                met.row(row, Breach::NobodysRow);
                continue;
            };
            let found = known.entry((recorded, text)).or_insert_with(|| {
                judge.breach(recorded, &self.cells[at].texts[super::written::place(text)])
            });
            if let Some(breach) = found {
                met.row(row, breach.clone());
            }
        }
    }

    fn groups_hold(&self, met: &mut Met) {
        let rules = &self.beside.rules;
        let sensitive = if rules.l > 1 { self.sensitive() } else { Vec::new() };
        let items: Vec<_> = sensitive.iter().map(|&column| self.items(column)).collect();
        let told = |(_, column): &(usize, &Column)| matches!(column.kind, Kind::Told { .. });
        let told: Vec<_> =
            self.columns().filter(told).map(|(at, _)| (at, self.items(at))).collect();
        for rows in self.groups() {
            let first = rows.iter().min().map_or(0, |row| super::written::place(*row));
            let people = self.people_of(rows);
            if people < u64::from(rules.k) {
                met.row(first, Breach::FewPeople);
            }
            if self.most_of_one(rows) * 1000 > long(rows.len()) * u64::from(rules.dominance) {
                met.row(first, Breach::Dominance);
            }
            if self.people_with_two(&told, rows).iter().any(|with| *with < u64::from(rules.k)) {
                met.row(first, Breach::FewWithItems);
            }
            for (&column, items) in sensitive.iter().zip(&items) {
                let name = || self.beside.columns[column].name.clone();
                let differ = self.must_differ(column, rows);
                if differ && self.answers_of(column, rows) < u64::from(rules.l) {
                    met.row(first, Breach::FewAnswers(name()));
                }
                let sharing = self.sharing(column, items, rows);
                if sharing * 1000 > people * u64::from(rules.homogeneity) {
                    met.row(first, Breach::Homogeneity(name()));
                }
            }
        }
    }

    fn said_is_true(&self, met: &mut Met) {
        let Some(said) = self.beside.said else { return };
        let groups = self.groups();
        let smallest = groups.iter().map(|rows| self.people_of(rows)).min().unwrap_or(0);
        let people: BTreeSet<u32> = self.beside.people.iter().copied().collect();
        let left_out = self.beside.people.len().saturating_sub(self.rows());
        for (what, said, found) in [
            ("rows", said.rows_written, long(self.rows())),
            ("rows left out", said.rows_left_out, long(left_out)),
            ("people", said.people, long(people.len())),
            ("groups", said.groups, long(groups.len())),
            ("people in the smallest group", said.smallest_group, smallest),
        ] {
            if said != found {
                met.whole(Breach::Said(what));
            }
        }
    }
}

/// What a column's cells may be.
struct Judge<'a> {
    column: &'a Column,
    /// The line of each recorded value.
    lines: HashMap<&'a str, &'a [String]>,
    /// Every label of the hierarchy.
    labels: BTreeSet<&'a str>,
}

impl<'a> Judge<'a> {
    fn of(column: &'a Column) -> Self {
        let lines: &[Vec<String>] = match &column.kind {
            Kind::Broader { lines, .. } => lines,
            _ => &[],
        };
        Self {
            column,
            lines: lines
                .iter()
                .filter_map(|line| Some((line.first()?.as_str(), &**line)))
                .collect(),
            labels: lines.iter().flatten().map(String::as_str).collect(),
        }
    }

    /// What is wrong with a cell that stands for this recorded value.
    fn breach(&self, recorded: &str, written: &str) -> Option<Breach> {
        let name = || self.column.name.clone();
        let (separator, codes) = match &self.column.kind {
            Kind::Broader { floor, .. } => {
                let line = self.lines.get(recorded).copied().unwrap_or_default();
                return match line.iter().rposition(|label| label == written) {
                    Some(level) if level >= *floor => None,
                    Some(_) => Some(Breach::FinerThanFloor(name())),
                    None if self.labels.contains(written) => Some(Breach::Untrue(name())),
                    None => Some(Breach::OutsideHierarchy(name())),
                };
            }
            Kind::Told { separator, labels, .. } => {
                return told_breach(separator, labels, recorded, written).map(|made| made(name()));
            }
            Kind::Sensitive { separator, codes, .. } | Kind::AsRecorded { separator, codes } => {
                (separator.as_deref(), codes)
            }
        };
        let written_parts = parts(written, separator);
        if codes.as_ref().is_some_and(|codes| written_parts.iter().any(|p| !codes.contains(*p))) {
            return Some(Breach::NoCode(name()));
        }
        // In alphabetical order, each item once: another order could tell who wrote it down.
        let mut expected = parts(recorded, separator);
        if separator.is_some() {
            expected.sort_unstable();
            expected.dedup();
            if expected.len() > 1 {
                expected.retain(|item| !item.is_empty());
            }
        }
        (written_parts != expected).then(|| Breach::NotAsRecorded(name()))
    }
}

/// What is wrong with a cell of items that may be broader than what was recorded: each code has a
/// label, each label a code, and none stands twice.
fn told_breach(
    separator: &str,
    labels: &BTreeMap<String, BTreeSet<String>>,
    recorded: &str,
    written: &str,
) -> Option<fn(String) -> Breach> {
    let shown: Vec<&str> = written.split(separator).collect();
    if shown.iter().any(|item| !labels.values().any(|labels| labels.contains(*item))) {
        return Some(Breach::OutsideHierarchy);
    }
    let codes = parts(recorded, Some(separator));
    let stands = |code: &&str, item: &&str| labels.get(*code).is_some_and(|l| l.contains(*item));
    let true_cell = codes.iter().all(|code| shown.iter().any(|item| stands(code, item)))
        && shown.iter().all(|item| codes.iter().any(|code| stands(code, item)));
    let once = shown.iter().collect::<BTreeSet<_>>().len() == shown.len();
    (!true_cell || !once).then_some(Breach::Untrue)
}
