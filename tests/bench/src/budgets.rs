//! The budgets of the design, what was measured, and whether it holds.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Milliseconds on the wall.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Seconds on the wall.
    #[serde(rename = "s")]
    Seconds,
    /// Seconds of work by the processor, over all its cores.
    #[serde(rename = "CPU s")]
    CpuSeconds,
    /// Millions of bytes.
    #[serde(rename = "MB")]
    Megabytes,
    /// How many times as much as plain SQLite, in the same run.
    #[serde(rename = "x plain SQLite")]
    TimesPlain,
}

impl Unit {
    fn show(self, number: f64) -> String {
        match self {
            Self::Milliseconds => format!("{number:.1} ms"),
            Self::Seconds => format!("{number:.1} s"),
            Self::CpuSeconds => format!("{number:.2} CPU s"),
            Self::Megabytes => format!("{number:.1} MB"),
            Self::TimesPlain => format!("{number:.2} x plain"),
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What is done.
    pub work: String,
    /// The number, if it was measured.
    pub measured: Option<f64>,
    /// What the number counts.
    pub unit: Unit,
    /// The most that it may be. None for a line that is there for information.
    pub budget: Option<f64>,
    /// More about the number, or why there is none.
    pub detail: String,
}

impl Line {
    /// A number that has a budget.
    pub fn budget(work: impl Into<String>, measured: f64, unit: Unit, budget: f64) -> Self {
        let (work, measured, budget) = (work.into(), Some(measured), Some(budget));
        Self { work, measured, unit, budget, detail: String::new() }
    }

    /// A number for information.
    pub fn number(work: impl Into<String>, measured: f64, unit: Unit) -> Self {
        let (work, measured) = (work.into(), Some(measured));
        Self { work, measured, unit, budget: None, detail: String::new() }
    }

    /// A budget for which there is no number here, and why.
    pub fn without(work: &str, unit: Unit, budget: Option<f64>, why: &str) -> Self {
        Self { work: work.into(), measured: None, unit, budget, detail: why.into() }
    }

    /// The same line with more about its number.
    pub fn about(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same line with something that is said first about its number.
    pub fn also(mut self, first: &str) -> Self {
        self.detail = format!("{first}; {}", self.detail);
        self
    }

    /// Whether the budget holds. None when there is no budget or nothing was measured.
    pub fn holds(&self) -> Option<bool> {
        Some(self.measured? <= self.budget?)
    }
}

/// Budgets of the design whose work does not exist, or is not done by this program.
pub fn not_measured() -> Vec<Line> {
    vec![Line::without(
        "anonymise 30,000 rows, k = 5",
        Unit::CpuSeconds,
        Some(4.0),
        "not measured here: `cargo xtask bench release` does, on tables of its own",
    )]
}

/// All that was measured in one run.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Episodes in the measured store.
    pub episodes: u32,
    /// Operating system and kind of processor.
    pub machine: String,
    /// Cores that the program may use.
    pub cores: usize,
    /// The lines.
    pub lines: Vec<Judged>,
}

/// A line with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// Whether the budget holds.
    pub holds: Option<bool>,
}

impl Report {
    /// Judges these lines.
    pub fn new(episodes: u32, lines: Vec<Line>) -> Self {
        Self {
            episodes,
            machine: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            lines: lines.into_iter().map(|line| Judged { holds: line.holds(), line }).collect(),
        }
    }

    /// Whether every budget that was measured holds.
    pub fn holds(&self) -> bool {
        self.lines.iter().all(|judged| judged.holds != Some(false))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 5]> = self.lines.iter().map(Judged::row).collect();
        let heading = ["Work", "Measured", "Budget", "Holds", "More"].map(str::to_owned);
        let width = |column: usize| {
            let all = rows.iter().chain(std::iter::once(&heading));
            all.map(|row| row.get(column).map_or(0, |cell| cell.chars().count())).max().unwrap_or(0)
        };
        let widths = [width(0), width(1), width(2), width(3)];
        writeln!(
            out,
            "Budgets at {} episodes, {}, {} cores\n",
            self.episodes, self.machine, self.cores
        )?;
        for row in std::iter::once(&heading).chain(&rows) {
            let [work, measured, budget, holds, more] = row;
            let [a, b, c, d] = widths;
            let text = format!("{work:<a$}  {measured:>b$}  {budget:>c$}  {holds:<d$}  {more}");
            writeln!(out, "{}", text.trim_end())?;
        }
        let broken = self.lines.iter().filter(|judged| judged.holds == Some(false)).count();
        match broken {
            0 => write!(out, "\nEvery budget that was measured holds."),
            1 => write!(out, "\n1 budget does not hold."),
            many => write!(out, "\n{many} budgets do not hold."),
        }
    }
}

impl Judged {
    fn row(&self) -> [String; 5] {
        let show = |number: Option<f64>| number.map(|number| self.line.unit.show(number));
        [
            self.line.work.clone(),
            show(self.line.measured).unwrap_or_else(|| "-".into()),
            show(self.line.budget).map_or_else(|| "-".into(), |budget| format!("<= {budget}")),
            match self.holds {
                Some(true) => "yes".into(),
                Some(false) => "NO".into(),
                None => "-".into(),
            },
            self.line.detail.clone(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(measured: f64) -> Line {
        Line::budget("a list", measured, Unit::Milliseconds, 50.0)
    }

    #[test]
    fn a_budget_holds_up_to_its_number() {
        assert_eq!(list(50.0).holds(), Some(true));
        assert_eq!(list(50.1).holds(), Some(false));
        assert_eq!(Line::number("a list", 900.0, Unit::Milliseconds).holds(), None);
        assert_eq!(Line::without("a list", Unit::Milliseconds, Some(1.0), "why").holds(), None);
    }

    #[test]
    fn a_measurement_without_a_number_keeps_no_budget() {
        assert_eq!(list(f64::NAN).holds(), Some(false));
    }

    #[test]
    fn one_broken_budget_breaks_the_report_and_stands_out_in_it() {
        let whole = Report::new(30_000, vec![list(2.0), list(51.0)]);
        assert!(!whole.holds());
        let text = whole.to_string();
        assert!(text.contains("2.0 ms  <= 50.0 ms  yes"), "{text}");
        assert!(text.contains("51.0 ms  <= 50.0 ms  NO"), "{text}");
        assert!(text.ends_with("1 budget does not hold."), "{text}");
        assert!(Report::new(1, vec![list(2.0)]).holds());
    }

    #[test]
    fn a_part_hands_over_its_lines_unchanged() {
        let lines = vec![list(2.5).about("of 200"), not_measured().remove(0)];
        let text = serde_json::to_string(&lines).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Line>>(&text).unwrap(), lines);
    }
}
