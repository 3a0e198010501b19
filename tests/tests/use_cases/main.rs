//! Use cases over `homeward-app`, with the real store, keys and files, and no window.

// All of this is tests: the parts that several of them share are not marked so one by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod across;
mod answers;
mod door;
mod figures;
mod life;
mod national;
mod report;
mod returns;
#[path = "../../../crates/casework/src/national/sector_rules.rs"]
mod sector_rules;
mod versions;
mod weight;
mod world;
