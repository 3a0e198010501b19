//! The system's own dialogs for choosing a file or a folder.

use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt as _, FilePath};

/// What a dialog is asked.
#[derive(serde::Deserialize)]
pub struct Ask {
    /// Its title.
    title: String,
    /// The name it proposes, when saving. Names nobody.
    #[serde(default)]
    file_name: String,
}

fn as_text(path: FilePath) -> Option<String> {
    path.into_path().ok().and_then(|p| p.to_str().map(str::to_owned))
}

/// An existing file.
pub fn file<R: Runtime>(app: &AppHandle<R>, ask: Ask) -> Option<String> {
    app.dialog().file().set_title(ask.title).blocking_pick_file().and_then(as_text)
}

/// A folder.
pub fn folder<R: Runtime>(app: &AppHandle<R>, ask: Ask) -> Option<String> {
    app.dialog().file().set_title(ask.title).blocking_pick_folder().and_then(as_text)
}

/// A file to be written.
pub fn save<R: Runtime>(app: &AppHandle<R>, ask: Ask) -> Option<String> {
    app.dialog()
        .file()
        .set_title(ask.title)
        .set_file_name(ask.file_name)
        .blocking_save_file()
        .and_then(as_text)
}
