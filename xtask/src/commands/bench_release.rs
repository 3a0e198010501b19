//! `cargo xtask bench release`: the episode-record engine on the tables of the neutral benchmark.

use crate::steps::{Outcome, Stop, command, section};
use std::path::PathBuf;

/// Options of `cargo xtask bench release`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with b2k.csv, l30k.csv, n300k.csv and their hierarchies h_*.csv
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Folder for the anonymised tables and bench.json
    #[arg(long, value_name = "DIR2")]
    out: PathBuf,
}

/// Builds with optimisation, and anonymises each table in a process of its own.
pub fn run(options: &Options) -> Outcome {
    // The programs are started in the top folder; what was typed counts from where it was typed.
    let here = |path: &PathBuf| {
        std::path::absolute(path)
            .map_err(|error| Stop::because(format!("{} is no folder: {error}.", path.display())))
    };
    let (data, out) = (here(&options.data)?, here(&options.out)?);
    let what = ["--profile", "bench", "--package", "homeward-bench", "--bin", "homeward-bench"];
    let [program] =
        section("Build what measures", || super::bench::built(&what, ["homeward-bench"]))?;
    let status = command(&program)
        .args(["release", "--data"])
        .arg(&data)
        .arg("--out")
        .arg(&out)
        .status()
        .map_err(|error| Stop::because(format!("The bench could not be started: {error}.")))?;
    if status.success() {
        println!("\nWritten to {}, with bench.json.", out.display());
        Ok(())
    } else {
        Err(Stop::because("The tables could not be anonymised."))
    }
}
