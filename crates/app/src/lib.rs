//! Use cases of Homeward: what the window and the command line can ask for. No Tauri, no window.

pub mod api;
