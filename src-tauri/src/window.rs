//! The one window.

use std::path::PathBuf;
use std::time::Duration;

use tauri::{
    AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

/// Its label, by which the capabilities know it.
pub const LABEL: &str = "main";

/// Opens the window: no autofill, no navigation away, nothing kept by the web view. Its title
/// never names a child, since titles stand in task bars.
pub fn open(app: &AppHandle, web_folder: PathBuf) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Homeward")
        .inner_size(1280.0, 860.0)
        .min_inner_size(400.0, 480.0)
        .data_directory(web_folder)
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        .devtools(false)
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_our_own)
        .build()?;
    let closing = window.clone();
    window.on_window_event(move |event| hold_closing(&closing, event));
    Ok(())
}

/// The screen sends what was typed a moment after the last key. Closing waits for that moment and
/// for the disk.
const BEFORE_CLOSING: Duration = Duration::from_millis(700);

fn hold_closing(window: &WebviewWindow, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    api.prevent_close();
    let window = window.clone();
    std::thread::spawn(move || {
        std::thread::sleep(BEFORE_CLOSING);
        let _ = window.destroy();
    });
}

/// Whether an address is the screen that is built into the program.
fn is_our_own(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows and Android serve the same under a made-up host.
        "http" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// A second start brings the first window forward instead.
pub fn bring_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use super::is_our_own;

    #[test]
    fn only_the_built_in_screen_may_be_shown() {
        let of = |text: &str| is_our_own(&tauri::Url::parse(text).unwrap());
        assert!(of("tauri://localhost/index.html"));
        assert!(of("http://tauri.localhost/index.html"));
        assert!(!of("https://example.org/"));
        assert!(!of("http://localhost:1420/"));
        assert!(!of("file:///etc/passwd"));
        assert!(!of("tauri://elsewhere/"));
    }
}
