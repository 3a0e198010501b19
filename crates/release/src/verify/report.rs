//! What a check found, in sentences.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use crate::manifest::UNSIGNED;

/// More problems than this are counted, not listed.
const MOST_PROBLEMS: usize = 200;

/// What a check without the store's rows rests on.
pub(super) const FILES_ONLY: &str =
    "Only the files were read. Check it with the store to count children again.";

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The answer in one word.
    pub outcome: Outcome,
    /// What is wrong, in the order in which it was found. Empty when the release holds.
    pub problems: Vec<Problem>,
    /// What the check rests on and what it cannot see. Says that the release is not signed.
    pub notes: Vec<String>,
    /// Tables read.
    pub tables: usize,
    /// Episodes, by the manifest.
    pub episodes: u64,
    /// Whether children were counted again from the store's rows.
    pub children_counted: bool,
}

/// Whether a release holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Holds,
    /// Something is wrong.
    DoesNotHold,
    /// There is no manifest that can be read, so nothing can be said about the rest.
    CannotBeRead,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File within the release.
    pub file: String,
    /// Line of that file, the heading being line 1.
    pub line: Option<u64>,
    /// What is wrong, in a sentence. It never repeats a cell that is not a code of the lists.
    pub sentence: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.sentence),
            None => write!(f, "{}: {}", self.file, self.sentence),
        }
    }
}

impl Problem {
    pub(super) fn new(file: &str, sentence: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, sentence: sentence.into() }
    }
}

impl Report {
    pub(super) fn unreadable(problem: Problem) -> Self {
        Self {
            outcome: Outcome::CannotBeRead,
            problems: vec![problem],
            notes: vec![UNSIGNED.to_owned()],
            tables: 0,
            episodes: 0,
            children_counted: false,
        }
    }
}

/// Problems while they are being gathered.
#[derive(Debug, Default)]
pub(super) struct Findings {
    problems: Vec<Problem>,
    /// File and sentence of each problem, to its place and how often it was met.
    met: BTreeMap<(String, String), (usize, u64)>,
    beyond: usize,
}

impl Findings {
    /// Whether nothing is wrong so far.
    pub(super) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Something is wrong with a whole file.
    pub(super) fn file(&mut self, file: &str, sentence: impl Into<String>) {
        self.push(Problem::new(file, sentence), 1);
    }

    /// Something is wrong with one line of a file.
    pub(super) fn line(&mut self, file: &str, line: u64, sentence: impl Into<String>) {
        self.lines(file, line, 1, sentence);
    }

    /// Something is wrong with so many lines of a file, of which this is the first. If the same is
    /// wrong with more, the first line is named and the others are counted.
    pub(super) fn lines(&mut self, file: &str, first: u64, many: u64, sentence: impl Into<String>) {
        self.push(Problem { line: Some(first), ..Problem::new(file, sentence) }, many);
    }

    fn push(&mut self, problem: Problem, times: u64) {
        let place = self.problems.len();
        match self.met.entry((problem.file.clone(), problem.sentence.clone())) {
            Entry::Occupied(mut met) => met.get_mut().1 += times,
            Entry::Vacant(_) if place == MOST_PROBLEMS => self.beyond += 1,
            Entry::Vacant(new) => {
                new.insert((place, times));
                self.problems.push(problem);
            }
        }
    }

    pub(super) fn into_report(
        mut self,
        rests_on: &str,
        tables: usize,
        episodes: u64,
        children_counted: bool,
    ) -> Report {
        for (place, times) in self.met.into_values().filter(|(_, times)| *times > 1) {
            if let Some(problem) = self.problems.get_mut(place) {
                let more = match times - 1 {
                    1 => "once more".to_owned(),
                    more => format!("{more} times more"),
                };
                problem.sentence.push_str(&format!(" The same was found {more}."));
            }
        }
        let mut notes = Vec::new();
        if self.beyond > 0 {
            notes.push(format!("{} more problems are not listed.", self.beyond));
        }
        notes.push(rests_on.to_owned());
        notes.push(UNSIGNED.to_owned());
        Report {
            outcome: if self.problems.is_empty() { Outcome::Holds } else { Outcome::DoesNotHold },
            problems: self.problems,
            notes,
            tables,
            episodes,
            children_counted,
        }
    }
}
