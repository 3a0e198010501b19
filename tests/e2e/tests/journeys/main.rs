//! The journeys of people through the real window. Run them with `cargo xtask e2e`, which builds
//! the programs that they need.
#![cfg(target_os = "linux")]

mod a_broken_standard;
mod a_power_cut;
mod a_release;
mod a_return;
mod an_import;
mod automation;
mod by_keys;
mod every_page;
mod kept_exactly;
mod other_pages;
mod stores;
mod typed;

use homeward_e2e::Outcome;
use std::future::Future;

/// Runs a journey to its end.
fn walk(journey: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(journey)
}
