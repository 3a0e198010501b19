//! The schemas of the schema files themselves, generated from the types of this crate.

use crate::standard::SchemaFile;

/// One schema a kind of file.
pub fn files() -> Vec<SchemaFile> {
    Vec::new()
}
