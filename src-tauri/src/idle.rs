//! The second line of the idle lock. The screen locks itself after the idle time; this locks even
//! if the screen has stopped to answer.

use std::time::Duration;

use homeward_app::Homeward;
use tauri::{AppHandle, Manager as _};

/// How often it looks.
const LOOK: Duration = Duration::from_secs(5);

/// Starts the watch on a thread of its own.
pub fn watch(app: AppHandle) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LOOK);
            if app.state::<Homeward>().lock_if_idle() {
                restart(&app);
            }
        }
    });
}

/// Ends this process, whose memory has held the key and the answers, and starts an empty one.
/// A window under test is only ended: the driver starts the next one itself.
pub fn restart(app: &AppHandle) {
    if cfg!(feature = "e2e") {
        app.exit(0);
    } else {
        app.request_restart();
    }
}
