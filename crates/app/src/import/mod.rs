//! Bringing in files of the past.

pub(crate) mod entry;
mod files;
mod judged;
mod matching;
mod ssda903;
mod summary;

pub(crate) use ssda903::{commission_of, import_files};

#[cfg(test)]
mod tests;
