//! Memory when nothing is done: after unlocking and *My work*, and after a day of looking around.

use std::path::Path;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::process;
use crate::stores;

const WORK: &str = "memory at rest, after unlock and My work";
const BUDGET: f64 = 150.0;

/// Argon2id has given its memory back by the time that this looks. Memory after many searches is
/// judged too, since nothing may grow but the page on screen.
pub fn lines(store: &Path, searches: u32) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    home.my_work()?;
    let Some(before) = process::memory() else {
        let why = "not measured: this system does not tell it in /proc";
        return Ok(vec![Line::without(WORK, Unit::Megabytes, Some(BUDGET), why)]);
    };
    for number in 0..searches {
        home.find_children(format!("child {}", number % 97))?;
    }
    let mut lines = vec![Line::budget(WORK, before.now, Unit::Megabytes, BUDGET).about(format!(
        "the window's own libraries aside; peak with Argon2id {:.0} MB",
        before.peak
    ))];
    if let Some(after) = process::memory() {
        lines.push(Line::budget(
            format!("the same after {searches} searches"),
            after.now,
            Unit::Megabytes,
            BUDGET,
        ));
    }
    Ok(lines)
}
