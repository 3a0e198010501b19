//! Takes a picture of every screen of Homeward, whole, at 1280 and at 800 pixels. Started by
//! `cargo xtask pictures`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells the person at the terminal what it does"
)]

#[cfg(target_os = "linux")]
#[path = "pictures/linux.rs"]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    match linux::take() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window can be driven on Linux only.");
}
