//! Rules that the whole repository keeps. Each test is one rule; `CONTRIBUTING.md` gives the reasons.

// All of this is tests: the parts that several of them share are not marked so one by one.
#![allow(clippy::unwrap_used)]

mod arrows;
mod documents;
mod files;
mod purity;
mod screen;
mod shell;
mod words;
