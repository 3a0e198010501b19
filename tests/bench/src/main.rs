//! Measures the budgets of the design on this machine and says which of them hold.
//!
//! `cargo xtask bench` builds and starts it. Each group of measurements runs in a process of its
//! own, so that the memory and the warm pages of one are not those of the next.
//!
//! Percentile loops instead of criterion: the budgets are percentiles of whole use cases that take
//! milliseconds and write to a disk, and ratios of two sides that take turns. Criterion's means of
//! many fast runs answer another question.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program: printing is what it does"
)]

mod budgets;
mod commit;
mod fault;
mod installer;
mod parts;
mod process;
mod release;
mod samples;
mod stores;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::budgets::{Line, Report};
use crate::fault::Fault;
use crate::parts::{Effort, Part};
use crate::stores::Kept;

/// Measures the budgets of the design.
#[derive(Parser)]
#[command(subcommand_negates_reqs = true, args_conflicts_with_subcommands = true)]
struct Ask {
    /// Something other than the budgets
    #[command(subcommand)]
    other: Option<Other>,
    /// Episodes in the measured store: a London year is 30,000
    #[arg(long, default_value_t = 30_000)]
    episodes: u32,
    /// Rows of the import
    #[arg(long, default_value_t = 100_000)]
    import_rows: u32,
    /// Where stores are kept from one run to the next
    #[arg(long, required = true)]
    folder: Option<PathBuf>,
    /// The program of crates/store that writes beside plain SQLite
    #[arg(long)]
    commit: Option<PathBuf>,
    /// The window, built so that it can be driven
    #[arg(long, requires = "pace")]
    desktop: Option<PathBuf>,
    /// The program of tests/e2e that measures the window
    #[arg(long)]
    pace: Option<PathBuf>,
    /// Where installers are put
    #[arg(long)]
    bundle: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Measure one part in this process; how the program calls itself
    #[arg(long, hide = true)]
    part: Option<Part>,
    /// The store that this part works on
    #[arg(long, hide = true)]
    store: Option<PathBuf>,
}

/// What is measured beside the budgets.
#[derive(Subcommand)]
enum Other {
    /// Anonymise the tables of the neutral benchmark
    Release(release::Ask),
}

fn main() -> ExitCode {
    let ask = Ask::parse();
    let done = match (&ask.other, ask.part) {
        (Some(Other::Release(ask)), _) => release::run(ask).map(|()| true),
        (None, Some(part)) => one_part(&ask, part).map(|()| true),
        (None, None) => whole(&ask),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

/// One part, printed as JSON for the process that started this one.
fn one_part(ask: &Ask, part: Part) -> Result<(), Fault> {
    let store = ask.store.as_deref().ok_or(Fault::NoStore)?;
    let lines = part.measure(store, Effort::full(ask.import_rows))?;
    println!("{}", serde_json::to_string(&lines)?);
    Ok(())
}

/// Everything. Says whether every budget that was measured holds.
fn whole(ask: &Ask) -> Result<bool, Fault> {
    let folder = ask.folder.as_deref().unwrap_or(Path::new("."));
    stores::sweep(folder)?;
    let london = Kept::london(folder, ask.episodes)?;
    let borough = Kept::borough(folder)?;
    let mut lines: Vec<Line> = Vec::new();
    {
        let copy = london.copy()?;
        if let Some(program) = &ask.commit {
            eprintln!("Measuring the commit beside plain SQLite");
            lines.extend(commit::lines(program, &copy.store())?);
        }
        for part in [Part::Unlock, Part::Rest, Part::Lists, Part::Sections, Part::Years] {
            lines.extend(part.in_a_process(copy.store(), ask.import_rows)?);
        }
        lines.extend(match (&ask.desktop, &ask.pace) {
            (Some(desktop), Some(pace)) => window::lines(pace, desktop, &copy.store())?,
            _ => window::not_measured(),
        });
        lines.extend(Part::LondonTables.in_a_process(copy.store(), ask.import_rows)?);
    }
    let copy = borough.copy()?;
    lines.extend(Part::BoroughTables.in_a_process(copy.store(), ask.import_rows)?);
    lines.extend(Part::Import.in_a_process(copy.store(), ask.import_rows)?);
    lines.push(installer::line(ask.bundle.as_deref()));
    lines.extend(budgets::not_measured());
    let report = Report::new(ask.episodes, lines);
    let json = serde_json::to_string_pretty(&report)?;
    fault::write(&folder.join("budgets.json"), &json)?;
    if ask.json {
        println!("{json}");
    } else {
        println!("{report}");
    }
    Ok(report.holds())
}
