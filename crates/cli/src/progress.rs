//! A bar for whatever takes more than a second, on a terminal only.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use homeward_app::Homeward;
use indicatif::{ProgressBar, ProgressStyle};

/// Before this has passed nothing is drawn.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between two looks at how far it is.
const STEP: Duration = Duration::from_millis(100);

/// Runs a long job, and draws how far it is beside it.
pub fn watch<T>(home: &Homeward, what: &'static str, job: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return job();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| draw(home, what, &done));
        let given = job();
        done.store(true, Ordering::Release);
        given
    })
}

fn draw(home: &Homeward, what: &'static str, done: &AtomicBool) {
    let began = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    while !done.load(Ordering::Acquire) {
        std::thread::sleep(STEP);
        if began.elapsed() < PATIENCE {
            continue;
        }
        let bar = bar.get_or_insert_with(|| ProgressBar::new_spinner().with_message(what));
        match home.progress() {
            Ok(Some(progress)) if progress.of > 0 => {
                if let Ok(style) =
                    ProgressStyle::with_template("{msg} {bar:30} {pos} of {len}, {eta} left")
                {
                    bar.set_style(style);
                }
                bar.set_length(u64::from(progress.of));
                bar.set_position(u64::from(progress.done));
            }
            _ => bar.tick(),
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}
