//! Memory when nothing is done: after unlocking and *My work*, and after a day of looking around.

use std::path::Path;

use crate::budgets::{Line, Unit};
use crate::fault::Fault;
use crate::process;
use crate::stores;

const WORK: &str = "memory at rest, after unlock and My work";
const BUDGET: f64 = 150.0;

/// Searches after which memory is looked at once more: nothing grows but the page on screen.
const SEARCHES: u32 = 1_000;

/// Argon2id has given its memory back by the time that this looks.
pub fn lines(store: &Path) -> Result<Vec<Line>, Fault> {
    let home = stores::home(store)?;
    stores::unlock(&home)?;
    home.my_work()?;
    let Some(before) = process::memory() else {
        let why = "not measured: this system does not tell it in /proc";
        return Ok(vec![Line::without(WORK, Unit::Megabytes, Some(BUDGET), why)]);
    };
    for number in 0..SEARCHES {
        home.find_children(format!("child {}", number % 97))?;
    }
    let mut lines = vec![Line::budget(WORK, before.now, Unit::Megabytes, BUDGET).about(format!(
        "the window's own libraries aside; peak with Argon2id {:.0} MB",
        before.peak
    ))];
    if let Some(after) = process::memory() {
        lines.push(Line::budget(
            format!("the same after {SEARCHES} searches"),
            after.now,
            Unit::Megabytes,
            BUDGET,
        ));
    }
    Ok(lines)
}
