//! Drives the real window of Homeward as a person would: by what the screen says.
//!
//! [`World`] is a machine of its own (home, temporary and runtime folders), [`Window`] an open
//! Homeward in it. What is pressed and filled is found by its accessible name, so a step that
//! passes here is one that a screen reader's user can take too.
//!
//! The window is WebKitGTK's and so is its driver: this runs on Linux only, by `cargo xtask e2e`.
#![cfg(target_os = "linux")]

mod axe;
mod dialogs;
mod fault;
mod keyboard;
pub mod leaks;
mod pace;
mod page;
mod pictures;
mod process;
mod steps;
mod window;
mod world;

pub use fantoccini::key::Key;
pub use fault::{Fault, Outcome};
pub use pace::Painted;
pub use process::Program;
pub use steps::{PASSPHRASE, day, last_financial_year};
pub use window::Window;
pub use world::{World, program};
