//! The data dictionary: every question, derived variable and code in one table, for people and programs outside.

use crate::standard::{SchemaFile, Standard};

/// `published/dictionary.json` and `published/dictionary.csv`.
pub fn files(_standard: &Standard) -> Vec<SchemaFile> {
    Vec::new()
}
