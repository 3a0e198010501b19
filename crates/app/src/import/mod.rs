//! Bringing in files of the past.

pub(crate) mod entry;
mod files;
mod matching;
mod ssda903;
mod summary;

#[cfg(test)]
mod tests;

pub(crate) use ssda903::import_files;
