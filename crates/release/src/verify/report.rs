//! What a check found, in sentences.

use std::fmt;

use crate::Manifest;
use crate::manifest::UNSIGNED;

/// More problems than this are counted, not listed.
const MOST_PROBLEMS: usize = 200;

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
    beyond: usize,
}

impl Findings {
    /// Something is wrong with a whole file.
    pub(super) fn file(&mut self, file: &str, sentence: impl Into<String>) {
        self.push(Problem::new(file, sentence));
    }

    /// Something is wrong with one line of a file.
    pub(super) fn line(&mut self, file: &str, line: u64, sentence: impl Into<String>) {
        self.push(Problem { line: Some(line), ..Problem::new(file, sentence) });
    }

    fn push(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.beyond += 1;
        }
    }

    pub(super) fn into_report(
        self,
        manifest: &Manifest,
        tables: usize,
        children_counted: bool,
    ) -> Report {
        let mut notes = Vec::new();
        if self.beyond > 0 {
            notes.push(format!("{} more problems are not listed.", self.beyond));
        }
        notes.push(
            if children_counted {
                "Children were counted again from the store, and every table was worked out again."
            } else {
                "Only the files were read. Check it with the store to count children again."
            }
            .to_owned(),
        );
        notes.push(UNSIGNED.to_owned());
        Report {
            outcome: if self.problems.is_empty() { Outcome::Holds } else { Outcome::DoesNotHold },
            problems: self.problems,
            notes,
            tables,
            episodes: manifest.totals.episodes,
            children_counted,
        }
    }
}
