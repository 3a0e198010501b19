//! The figures and the three national returns of a year: long jobs, so the processor's time counts.

use std::path::Path;
use std::time::Instant;

use homeward_app::api::figures::FiguresAsk;
use homeward_app::api::national::NationalAsk;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::process;
use crate::stores::{self, AUTHORITY, YEAR};

/// Counts the year, then makes each return once. The design has no budget for them.
pub fn lines(store: &Path) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    let mut lines = vec![spent("figures of a London year", || {
        let ask = FiguresAsk { authority: Some(AUTHORITY.into()), period: YEAR.into() };
        Ok(home.figures(ask)?.sentence)
    })?];
    for one in home.national_form()?.returns {
        lines.push(spent(&format!("national return of a London year: {}", one.label), || {
            let done = home.make_national_just_unlocked(NationalAsk {
                which: one.code.clone(),
                authority: AUTHORITY.into(),
                year: YEAR.into(),
                recipient: "Bench".into(),
                reason: "To measure it".into(),
                passphrase: None,
            })?;
            Ok(done.sentence)
        })?);
    }
    Ok(lines)
}

fn spent(work: &str, job: impl FnOnce() -> Result<String, Fault>) -> Result<Line, Fault> {
    process::forget_peak();
    let before = process::cpu_seconds();
    let began = Instant::now();
    let sentence = job()?;
    let wall = began.elapsed().as_secs_f64();
    let (Some(before), Some(after)) = (before, process::cpu_seconds()) else {
        let why = "not measured: this system does not tell it in /proc";
        return Ok(Line::without(work, Unit::CpuSeconds, None, why));
    };
    let peak = process::memory().map_or(f64::NAN, |memory| memory.peak);
    Ok(Line::number(work, after - before, Unit::CpuSeconds)
        .about(format!("for information: {wall:.1} s on the wall, peak {peak:.0} MB; {sentence}")))
}
