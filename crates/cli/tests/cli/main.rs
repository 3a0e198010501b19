//! The command-line program as a person or a script meets it: the real program, started anew for
//! each command, on real files.

mod bad_input;
mod demos;
mod imports;
mod releases;
mod stores;
mod words;
mod world;
