//! Rules that the whole repository keeps. Each test is one rule; `CONTRIBUTING.md` gives the reasons.

mod arrows;
mod documents;
mod files;
mod purity;
mod screen;
mod shell;
mod words;
