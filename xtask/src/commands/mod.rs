//! One file a command.

pub mod bench;
pub mod bench_release;
pub mod bundle;
pub mod check;
pub mod e2e;
pub mod freeze;
pub mod generate;
pub mod pictures;
pub mod run;
pub mod test;
pub mod torture;
pub mod validators;
