//! What an import did, or would do, in words: the sentence, the list row by row, the file to save.

use std::collections::BTreeSet;

use homeward_casework::ssda903::{Contents, Episode, File, Flag, Refusal};

use super::judged::{Broken, Judged};
use super::matching::{Difference, Fate};
use crate::api::ApiError;
use crate::api::import::{ImportProblem, ImportSummary};
use crate::show;

/// Problems shown on screen. The list to save has them all.
const SHOWN: usize = 1_000;

/// A file that cannot be read at all.
pub(crate) fn refusal(refusal: &Refusal) -> ApiError {
    let sentence = refusal.to_string();
    // The name of a file is written as it is, also at the beginning.
    let begins_with_file =
        [File::Missing, File::Header].iter().any(|file| sentence.starts_with(file.name()));
    let sentence = if begins_with_file { sentence } else { show::sentence_case(&sentence) };
    ApiError::refused(format!("{sentence}."))
}

/// One row of the list to save.
struct ListRow {
    file: File,
    line: u64,
    outcome: &'static str,
    problems: Vec<ImportProblem>,
}

/// What was found in the files and in the store, before anything is written.
pub(crate) struct Findings {
    rows: Vec<ListRow>,
    /// Episodes that are new.
    pub(crate) new: u32,
    /// Episodes that are here already.
    pub(crate) already: u32,
    /// Rows that are wrong.
    pub(crate) wrong: u32,
    flagged: u32,
    new_children: u32,
    /// Children with a new episode, new or not.
    children: u32,
}

impl Findings {
    /// Puts together what the files say and what the store has.
    pub(crate) fn new(
        contents: &Contents,
        fates: &[Fate],
        judged: &Judged,
        new_children: usize,
    ) -> Self {
        let mut found = Self {
            rows: Vec::with_capacity(fates.len()),
            new: 0,
            already: 0,
            wrong: 0,
            flagged: 0,
            new_children: u32::try_from(new_children).unwrap_or(u32::MAX),
            children: 0,
        };
        for problem in &contents.problems {
            let told = problem_of(problem.file, problem.line, "wrong", &problem.to_string());
            found.wrong_row(
                problem.file,
                problem.line,
                ImportProblem { column: problem.column.map(str::to_owned), ..told },
            );
        }
        for repeated in &contents.repeated {
            let sentence = format!(
                "The same row is on line {} already. Delete one of the two.",
                repeated.first
            );
            found.wrong_row(
                repeated.file,
                repeated.line,
                problem_of(repeated.file, repeated.line, "double", &sentence),
            );
        }
        for (episode, fate) in contents.episodes.iter().zip(fates) {
            found.episode(episode, fate, judged);
        }
        let mut told = BTreeSet::new();
        for (episode, fate) in contents.episodes.iter().zip(fates) {
            if matches!(fate, Fate::New { .. }) && told.insert(&episode.local_id) {
                found.child(contents, episode, judged);
            }
        }
        found.children = u32::try_from(told.len()).unwrap_or(u32::MAX);
        found.rows.sort_by_key(|row| (row.file, row.line));
        found
    }

    fn wrong_row(&mut self, file: File, line: u64, problem: ImportProblem) {
        self.wrong += 1;
        self.rows.push(ListRow { file, line, outcome: "wrong", problems: vec![problem] });
    }

    fn episode(&mut self, episode: &Episode, fate: &Fate, judged: &Judged) {
        let line = episode.line;
        let note = |sentence: &str| problem_of(File::Missing, line, "flag", sentence);
        let (outcome, problems) = match fate {
            Fate::OtherChild => {
                let told = problem_of(
                    File::Missing,
                    line,
                    "wrong",
                    "The child with this ID is here with another date of birth. Find out which is right, and mend it in the file or here.",
                );
                return self.wrong_row(
                    File::Missing,
                    line,
                    ImportProblem { column: Some("DOB".into()), ..told },
                );
            }
            Fate::New { overlaps } => {
                self.new += 1;
                let mut flags: Vec<ImportProblem> =
                    episode.flags.iter().map(|flag| flag_of(File::Missing, line, *flag)).collect();
                if *overlaps {
                    flags.push(flag_of(File::Missing, line, Flag::Overlap { with: None }));
                }
                self.flagged += u32::from(!flags.is_empty());
                flags.extend(checks_of(File::Missing, line, &judged.episodes));
                ("new", flags)
            }
            Fate::Already { differs, .. } => {
                self.already += 1;
                let told = match differs {
                    Difference::None => None,
                    Difference::EndKnownNow(_) => Some(note(
                        "It is here already, as still missing. The day of the return is added.",
                    )),
                    Difference::EndNotHere => Some(note(
                        "It is here already, as still missing. The file has an end: put down the return in the record.",
                    )),
                    Difference::OtherEnd => Some(note(
                        "It is here already with another end. The record was left as it is.",
                    )),
                };
                ("already", told.into_iter().collect())
            }
        };
        self.rows.push(ListRow { file: File::Missing, line, outcome, problems });
    }

    /// What the header lacks about a child who is new.
    fn child(&mut self, contents: &Contents, episode: &Episode, judged: &Judged) {
        let Some(child) = contents.children.get(&episode.local_id) else { return };
        let Some(line) = child.line else { return };
        let flags = child.flags.iter().map(|flag| flag_of(File::Header, line, *flag));
        let problems: Vec<ImportProblem> =
            flags.chain(checks_of(File::Header, line, &judged.children)).collect();
        if problems.is_empty() {
            return;
        }
        self.rows.push(ListRow { file: File::Header, line, outcome: "child", problems });
    }

    /// The summary, once it is known how much was written: episodes, and whether it was stopped.
    pub(crate) fn summary(&self, told: Told) -> ImportSummary {
        let mut shown = Vec::new();
        // Wrong rows first: they are what stands in the way.
        for wanted in [true, false] {
            for row in self.rows.iter().filter(|row| (row.outcome == "wrong") == wanted) {
                shown.extend(row.problems.iter().take(SHOWN - shown.len()).cloned());
                if shown.len() == SHOWN {
                    break;
                }
            }
        }
        ImportSummary {
            new: self.new,
            already: self.already,
            wrong: self.wrong,
            flagged: self.flagged,
            new_children: self.new_children,
            problems: shown,
            written: matches!(told, Told::Written | Told::Stopped { .. }),
            sentence: self.sentence(told),
            list_csv: self.list(),
        }
    }

    fn sentence(&self, told: Told) -> String {
        let n = |number: u32, one: &str, many: &str| {
            show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
        };
        let is = |number: u32| if number == 1 { "is" } else { "are" };
        let new = match self.new {
            0 => "No episode is new".to_owned(),
            new => format!(
                "{} of {} {} new",
                n(new, "episode", "episodes"),
                n(self.children, "child", "children"),
                is(new)
            ),
        };
        let already = match self.already {
            0 => "none is here already".to_owned(),
            already => format!("{already} {} here already", is(already)),
        };
        let mut sentence = format!("{new}, {already}");
        if self.wrong > 0 {
            let rows = n(self.wrong, "row is", "rows are");
            sentence.push_str(&format!(", {rows} wrong"));
        }
        if self.flagged > 0 {
            let breaks = if self.flagged == 1 { "breaks" } else { "break" };
            let comes = if self.flagged == 1 { "comes" } else { "come" };
            sentence.push_str(&format!(
                ", {} {breaks} a rule of the return and {comes} in with a flag",
                self.flagged
            ));
        }
        sentence.push_str(match told {
            Told::OnlyLooked => ". Nothing was written: this was only a look.",
            Told::Refused => {
                ". Nothing was brought in: mend the wrong rows in the file, or leave them out."
            }
            Told::Written if self.new == 0 => ". Nothing had to be brought in.",
            Told::Written if self.wrong > 0 => {
                ". The new ones are in; the wrong rows were left out."
            }
            Told::Written => ". The new ones are in.",
            Told::Stopped { .. } => ".",
        });
        if let Told::Stopped { episodes } = told {
            sentence.push_str(&format!(
                " It was stopped when {} {} in. Bring in the same files again to go on.",
                n(episodes, "episode", "episodes"),
                if episodes == 1 { "was" } else { "were" }
            ));
        }
        sentence
    }

    /// Every row, with what becomes of it and why. No value out of a row stands in it.
    fn list(&self) -> String {
        let mut out = csv::Writer::from_writer(Vec::new());
        let mut written = out.write_record(["file", "line", "outcome", "column", "rule", "note"]);
        for row in &self.rows {
            let join = |pick: &dyn Fn(&ImportProblem) -> Option<String>| {
                row.problems.iter().filter_map(pick).collect::<Vec<_>>().join(" ")
            };
            let record = [
                row.file.name().to_owned(),
                row.line.to_string(),
                row.outcome.to_owned(),
                join(&|problem| problem.column.clone()),
                join(&|problem| problem.rule.clone()),
                join(&|problem| Some(problem.sentence.clone())),
            ];
            written = written.and_then(|()| out.write_record(&record));
        }
        // Writing to memory cannot fail, and the csv writer makes UTF-8 of UTF-8.
        written
            .ok()
            .and_then(|()| out.into_inner().ok())
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// How far an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// A dry run.
    OnlyLooked,
    /// A wrong row stopped everything.
    Refused,
    /// All of it.
    Written,
    /// As far as it came before it was stopped.
    Stopped {
        /// Episodes that are in.
        episodes: u32,
    },
}

fn problem_of(file: File, line: u64, severity: &str, sentence: &str) -> ImportProblem {
    ImportProblem {
        file: file.name().to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: None,
        severity: severity.to_owned(),
        rule: None,
        sentence: sentence.to_owned(),
    }
}

fn flag_of(file: File, line: u64, flag: Flag) -> ImportProblem {
    ImportProblem {
        rule: flag.rule().map(|rule| rule.to_string()),
        ..problem_of(file, line, "flag", &flag.to_string())
    }
}

/// The consistency checks that a line breaks: they come in and are looked at in the record.
fn checks_of(file: File, line: u64, broken: &Broken) -> impl Iterator<Item = ImportProblem> {
    broken.get(&line).into_iter().flatten().map(move |check| ImportProblem {
        rule: Some(check.id.to_owned()),
        ..problem_of(file, line, "check", check.sentence)
    })
}
