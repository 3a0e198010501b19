//! The system's own dialogs, which no WebDriver reaches: real keys are sent to them.

use crate::{Fault, Outcome, Window};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

impl Window {
    /// Types a path into the file dialog of this title, and accepts it.
    ///
    /// In GTK's dialog Ctrl+L goes to the field that takes a whole path, whatever it is choosing.
    pub async fn answer_file_dialog(&self, title: &str, path: &Path) -> Outcome {
        let dialog = wait_for_dialog(title).await?;
        let path = path.to_str().ok_or_else(|| Fault::new("a path that cannot be typed"))?;
        // The dialog paints, and reads its folder, before it listens.
        pause(800).await;
        xdotool(&["windowfocus", "--sync", &dialog])?;
        // From its list of recent files GTK accepts no typed folder, so it is sent home first.
        xdotool(&["key", "--delay", "50", "alt+Home"])?;
        pause(300).await;
        xdotool(&["key", "--delay", "50", "ctrl+l", "ctrl+a"])?;
        xdotool(&["type", "--delay", "12", path])?;
        for _ in 0..4 {
            // The first Return may only close a list of suggestions.
            pause(400).await;
            xdotool(&["key", "Return"])?;
            let began = Instant::now();
            while began.elapsed() < Duration::from_secs(3) {
                if windows_titled(title).is_empty() {
                    return Ok(());
                }
                pause(100).await;
            }
        }
        Err(Fault::new(format!("the dialog \"{title}\" did not accept the path")))
    }
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
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
        pause(100).await;
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
