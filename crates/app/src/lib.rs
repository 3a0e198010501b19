//! Use cases of Homeward: what the window and the command line can ask for. No Tauri, no window.
//!
//! [`Homeward`] is the one value that both hold. Each use case is a method on it, in the module
//! named after what a person does: [`door`], [`returns`], [`answers`], [`records`], [`report`].

mod about;
pub mod anonymise;
pub mod answers;
pub mod api;
pub mod asks;
mod carry;
pub mod child_copy;
pub mod children;
mod chronology;
mod contradictions;
pub mod demo;
mod derive;
pub mod door;
mod faults;
pub mod figures;
pub mod import;
mod job;
mod loading;
mod long_jobs;
mod look;
pub mod national;
mod new_folder;
mod open_copy;
mod overlay;
mod pages;
pub mod people;
mod projections;
pub mod records;
pub mod release;
pub mod report;
pub mod returns;
pub mod roles;
mod session;
mod sheet;
mod show;
pub mod status;
#[cfg(test)]
mod store_for_tests;
mod tasks;
mod with_you;
pub mod work;
mod year;

pub use door::{NOT_YET, instance_name, system_clock, usual_store};
pub use session::{Homeward, IDLE_MINUTES, Now, Open};
