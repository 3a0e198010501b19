//! What a machine must have before Homeward builds, and how it gets it.

pub mod headless;
pub mod node;
mod other_systems;
pub mod screen;
pub mod system_packages;
pub mod tools;
pub mod validators;

use crate::steps::{Outcome, section};

/// What a command is about to do, and so what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Compile the app and open it on the screen in front of the person.
    Open,
    /// Drive the real window where there may be no screen.
    Drive,
}

/// Makes sure of the system's libraries, Node and the screen's packages.
pub fn everything(purpose: Purpose) -> Outcome {
    section("What this machine needs", || {
        system(purpose)?;
        node::check()?;
        screen::install_packages()
    })
}

/// Makes sure of the system's libraries.
pub fn system(purpose: Purpose) -> Outcome {
    if cfg!(target_os = "linux") {
        system_packages::install_missing(purpose)
    } else {
        other_systems::check(purpose)
    }
}
