//! The desktop shell: a window, its capabilities, and one-line commands over `homeward-app`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod choose;
mod commands;
#[cfg(target_os = "linux")]
mod drawing;
mod idle;
mod start;
mod web_folder;
mod window;

fn main() -> std::process::ExitCode {
    #[cfg(target_os = "linux")]
    drawing::suit_the_machine();
    match start::check_surroundings().and_then(|()| start::run()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(refusal) => refusal.say(),
    }
}
