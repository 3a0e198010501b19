//! The command-line program as a person or a script meets it: the real program, started anew for
//! each command, on real files.

// All of this is tests: the parts that several of them share are not marked so one by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod anonymised;
mod bad_input;
mod demos;
mod imports;
mod nationals;
mod releases;
mod stores;
mod words;
mod world;
