//! The real window: how soon after its start it can be used, and how soon a page is painted.
//! Measured by the program `pace` of tests/e2e, the one package that drives the window. Here its
//! times become lines.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::json;

use crate::budgets::{Line, Unit};
use crate::fault::{Fault, disk};
use crate::parts::sections::Largest;
use crate::samples::Samples;
use crate::stores::passphrase_file;

const START: &str = "window usable after start, half of them";
const START_BUDGET: f64 = 1.0;
const PAINT: &str = "largest section painted after its link";
const PAINT_BUDGET: f64 = 100.0;

/// Starts of the window. Each is a new process with nothing kept for its web view.
const STARTS: usize = 9;

/// How often each page is painted.
const TIMES: usize = 25;

/// Pages that are painted.
const PAGES: usize = 3;

#[derive(Deserialize)]
struct Found {
    ran_ms: Vec<f64>,
    usable_ms: Vec<f64>,
    pages: Vec<Painted>,
}

#[derive(Deserialize)]
struct Painted {
    paint_ms: Vec<f64>,
    elements: Option<u64>,
    questions: Option<u64>,
}

/// The lines where no window can be opened.
pub fn not_measured() -> Vec<Line> {
    let why = "not measured: no window was given";
    vec![
        Line::without(START, Unit::Seconds, Some(START_BUDGET), why),
        Line::without(PAINT, Unit::Milliseconds, Some(PAINT_BUDGET), why),
    ]
}

/// Starts the program on a store that it may change.
pub fn lines(pace: &Path, desktop: &Path, store: &Path) -> Result<Vec<Line>, Fault> {
    let largest = Largest::find(store)?;
    let pages: Vec<_> = largest
        .pages
        .iter()
        .take(PAGES)
        .map(|page| {
            let from = format!("record/{}", page.place.record);
            let to = format!("{from}/{}", page.place.section);
            json!({ "from": from, "to": to, "questions": page.questions })
        })
        .collect();
    let passphrase = passphrase_file(store);
    let passphrase = std::fs::read_to_string(&passphrase).map_err(disk(&passphrase))?;
    let ask = json!({
        "store": store, "passphrase": passphrase.trim(),
        "starts": STARTS, "times": TIMES, "pages": pages,
    });
    eprintln!("Measuring: window");
    let output = Command::new(pace)
        .arg(ask.to_string())
        .env("HOMEWARD_DESKTOP", desktop)
        .stderr(Stdio::inherit())
        .output()
        .map_err(disk(pace))?;
    if !output.status.success() {
        return Err(Fault::Part { part: "the window".into(), status: output.status.to_string() });
    }
    Ok(told(serde_json::from_slice(&output.stdout)?))
}

fn told(found: Found) -> Vec<Line> {
    let (usable, ran) = (Samples::of(found.usable_ms), Samples::of(found.ran_ms));
    let (elements, questions) = found.pages.iter().fold((0, 0), |(elements, questions), page| {
        let (more, asked) = (page.elements.unwrap_or(0), page.questions.unwrap_or(0));
        (elements.max(more), questions.max(asked))
    });
    // The first time warms up.
    let painted = found.pages.into_iter().flat_map(|page| page.paint_ms.into_iter().skip(1));
    let painted = Samples::of(painted.collect());
    vec![
        Line::budget(START, usable.percentile(50) / 1000.0, Unit::Seconds, START_BUDGET).about(
            format!(
                "{}; as the driver sees it, its own start included; its screen runs after {:.0} ms",
                usable.words(),
                ran.percentile(50)
            ),
        ),
        Line::budget(PAINT, painted.percentile(95), Unit::Milliseconds, PAINT_BUDGET).about(
            format!(
                "{questions} questions, {elements} elements; two frames included; {}; drawn by software on a virtual screen",
                painted.words()
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_start_and_a_slow_paint_break_their_budgets() {
        let found = |start: f64, paint: f64| Found {
            ran_ms: vec![start],
            usable_ms: vec![start],
            pages: vec![Painted {
                paint_ms: vec![9_000.0, paint],
                elements: Some(900),
                questions: Some(40),
            }],
        };
        let verdicts = |start, paint| -> Vec<Option<bool>> {
            told(found(start, paint)).iter().map(Line::holds).collect()
        };
        assert_eq!(verdicts(1_000.0, 100.0), [Some(true), Some(true)]);
        assert_eq!(verdicts(1_001.0, 100.1), [Some(false), Some(false)]);
        assert!(not_measured().iter().all(|line| line.holds().is_none()));
    }
}
