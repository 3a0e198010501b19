//! `homeward figures`.

use homeward_app::api::figures::{FigureShare, FigureTable, FiguresAsk};

use super::opened;
use crate::args::FiguresArgs;
use crate::out::{Out, Stop};
use crate::progress::watch;

/// Counts a year and says what came of it.
pub fn count(args: &FiguresArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let ask = FiguresAsk { authority: args.authority.clone(), period: args.period.clone() };
    let figures = watch(&home, "Counting", || home.figures(ask));
    home.close();
    let figures = figures?;
    let mut out = Out::new();
    if args.json {
        out.json(&figures)?;
        return out.finish();
    }
    out.line(&figures.title)?;
    out.line(&figures.notice)?;
    out.line("")?;
    out.line(&figures.sentence)?;
    for note in &figures.notes {
        out.line(note)?;
    }
    for one in figures.tables.iter().chain(&figures.named) {
        table(&mut out, one)?;
    }
    for group in &figures.shares {
        out.line("")?;
        out.line(&group.title)?;
        for line in &group.lines {
            share(&mut out, line)?;
        }
    }
    out.finish()
}

fn table(out: &mut Out, table: &FigureTable) -> Result<(), Stop> {
    out.line("")?;
    out.line(&table.title)?;
    if let Some(note) = &table.note {
        out.line(note)?;
    }
    let wide = table.rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0);
    out.line(&format!("  {:wide$}  {:>9}  {:>7}  {:>9}", "", "Children", "", table.counted))?;
    for row in &table.rows {
        out.line(&format!(
            "  {:wide$}  {:>9}  {:>7}  {:>9}  {:>7}",
            row.label, row.children, row.children_percent, row.episodes, row.episodes_percent
        ))?;
    }
    Ok(())
}

fn share(out: &mut Out, line: &FigureShare) -> Result<(), Stop> {
    out.line(&format!("  {}: {} of {}; no answer: {}", line.label, line.value, line.n, line.absent))
}
