//! The system's own dialogs, which no WebDriver reaches: real keys are sent to them.

use crate::{Fault, Outcome, Window};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

impl Window {
    /// Types a path into the file dialog of this title, and accepts it.
    ///
    /// GTK's dialog takes a whole path at once: a slash opens the field for one when choosing a
    /// file, and when saving the field is there and selected.
    pub async fn answer_file_dialog(&self, title: &str, path: &Path) -> Outcome {
        let dialog = wait_for_dialog(title).await?;
        let path = path.to_str().ok_or_else(|| Fault::new("a path that cannot be typed"))?;
        xdotool(&["windowfocus", "--sync", &dialog])?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        xdotool(&["key", "ctrl+a"])?;
        xdotool(&["type", "--delay", "8", path])?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        xdotool(&["key", "Return"])?;
        let began = Instant::now();
        while !windows_titled(title).is_empty() {
            if began.elapsed() > Duration::from_secs(15) {
                return Err(Fault::new(format!("the dialog \"{title}\" did not accept the path")));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }
}

async fn wait_for_dialog(title: &str) -> Outcome<String> {
    let began = Instant::now();
    loop {
        if let Some(window) = windows_titled(title).pop() {
            return Ok(window);
        }
        if began.elapsed() > Duration::from_secs(20) {
            return Err(Fault::new(format!("no dialog \"{title}\" opened")));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn windows_titled(title: &str) -> Vec<String> {
    let pattern = format!("^{title}$");
    let found =
        Command::new("xdotool").args(["search", "--onlyvisible", "--name", &pattern]).output();
    match found {
        Ok(output) => String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    }
}

fn xdotool(arguments: &[&str]) -> Outcome {
    let status = Command::new("xdotool").args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("xdotool {arguments:?} failed"))) }
}
