//! `homeward import ssda903`.

use homeward_app::api::import::{ImportAsk, ImportProblem, ImportSummary};
use serde::Serialize;

use super::{opened, text};
use crate::args::ImportArgs;
use crate::out::{Out, Stop, say_error};
use crate::progress::watch;

/// What `--json` writes.
#[derive(Serialize)]
struct Imported<'a> {
    new: u32,
    already: u32,
    wrong: u32,
    flagged: u32,
    new_children: u32,
    written: bool,
    sentence: &'a str,
    problems: &'a [ImportProblem],
}

/// Brings in the files, or says what they would bring.
pub fn ssda903(args: &ImportArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let ask = ImportAsk {
        authority: args.authority.clone(),
        header: text(&args.header)?,
        missing: text(&args.missing)?,
        skip_wrong: args.skip_wrong,
        dry_run: args.dry_run,
    };
    let summary = watch(&home, "Reading and bringing in", || home.import_files(ask));
    home.close();
    let summary = summary?;
    let mut out = Out::new();
    if args.json {
        out.json(&Imported {
            new: summary.new,
            already: summary.already,
            wrong: summary.wrong,
            flagged: summary.flagged,
            new_children: summary.new_children,
            written: summary.written,
            sentence: &summary.sentence,
            problems: &summary.problems,
        })?;
    } else {
        for problem in &summary.problems {
            out.line(&line(problem))?;
        }
        out.line(&summary.sentence)?;
    }
    out.finish()?;
    if stopped_by_wrong_rows(&summary, args) {
        if args.json {
            say_error(&summary.sentence);
        } else {
            say_error(
                "Nothing was brought in. Mend the wrong rows, or leave them out with --skip-wrong.",
            );
        }
        return Err(Stop::Said(1));
    }
    Ok(())
}

/// A dry run has done what it was asked; anything else that wrong rows stopped has not.
fn stopped_by_wrong_rows(summary: &ImportSummary, args: &ImportArgs) -> bool {
    summary.wrong > 0 && !args.skip_wrong && !args.dry_run
}

fn line(problem: &ImportProblem) -> String {
    let column = problem.column.as_deref().map_or_else(String::new, |name| format!(", {name}"));
    format!("{}, line {}{column}: {}", problem.file, problem.line, problem.sentence)
}
