//! A bar for whatever takes more than a second, on a terminal only.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use homeward_app::api::import::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Before this has passed nothing is drawn.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws how far a command is.
pub struct Bar {
    what: &'static str,
    began: Instant,
    bar: RefCell<Option<ProgressBar>>,
}

impl Bar {
    /// A bar that is not drawn yet.
    pub fn new(what: &'static str) -> Self {
        Self { what, began: Instant::now(), bar: RefCell::new(None) }
    }

    /// Says how far it is. Always goes on: Ctrl+C ends the program between two batches.
    pub fn tell(&self, progress: Progress) -> bool {
        if self.began.elapsed() < PATIENCE {
            return true;
        }
        let mut drawn = self.bar.borrow_mut();
        let bar = drawn.get_or_insert_with(|| {
            // Hidden by itself when the error output is no terminal.
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len}, {eta} left") {
                bar.set_style(style);
            }
            bar.set_message(self.what);
            bar
        });
        bar.set_length(u64::from(progress.of));
        bar.set_position(u64::from(progress.done));
        true
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get_mut() {
            bar.finish_and_clear();
        }
    }
}
