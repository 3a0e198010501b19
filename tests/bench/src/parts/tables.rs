//! The topic tables of a year: read out of the store, made, written, read back and verified.

use std::path::Path;
use std::time::Instant;

use homeward_app::api::release::{Product, ReleaseFor, TableLine};

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::process;
use crate::stores::{self, AUTHORITY, YEAR};

/// Whose year it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A borough's: it has a budget.
    Borough,
    /// All of London as if it were one borough: for information.
    London,
}

const WORK: &str = "topic tables of a borough-year";
const BUDGET: f64 = 5.0;

/// Makes a release as whoever approves one does, after it was looked at and proposed.
pub fn lines(store: &Path, size: Size) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    let asked = ReleaseFor {
        product: Product::TopicTables,
        authority: AUTHORITY.into(),
        period: YEAR.into(),
        receiver: "Bench".into(),
        purpose: "Measuring".into(),
        agreement: "None: nobody in it is real".into(),
    };
    let proposal = home.propose_release_just_unlocked(&asked)?.id;
    stores::go_on_as_second_person(&home)?;
    process::forget_peak();
    let before = process::cpu_seconds();
    let began = Instant::now();
    let done = home.approve_release_just_unlocked(&proposal, &store.with_file_name("release"))?;
    let wall = began.elapsed().as_secs_f64();
    let (Some(before), Some(after)) = (before, process::cpu_seconds()) else {
        let why = "not measured: this system does not tell it in /proc";
        return Ok(vec![Line::without(WORK, Unit::CpuSeconds, Some(BUDGET), why)]);
    };
    let peak = process::memory().map_or(f64::NAN, |memory| memory.peak);
    let counted = |many: Option<u32>| many.map_or_else(|| "few".to_owned(), |n| n.to_string());
    let (tables, episodes, children) =
        (TableLine::count(&done.tables), counted(done.episodes), counted(done.children));
    let about = format!(
        "{tables} tables, {episodes} episodes of {children} children, attacked and verified; {wall:.1} s on the wall, peak {peak:.0} MB"
    );
    let spent = after - before;
    Ok(vec![match size {
        Size::Borough => Line::budget(WORK, spent, Unit::CpuSeconds, BUDGET).about(about),
        Size::London => Line::number("topic tables of a London year", spent, Unit::CpuSeconds)
            .about(format!("for information: {about}")),
    }])
}
