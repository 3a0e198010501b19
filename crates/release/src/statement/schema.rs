//! The JSON Schema of a statement's manifest.

use serde_json::{Value, json};

use super::{STATEMENT, STATEMENT_SCHEMA, StatementManifest};

/// The schema of the statements of any authority and year, for whoever writes a program that reads
/// them. A statement does not carry it: it is the same for all.
#[must_use]
pub fn published_schema() -> Value {
    let mut schema = schemars::schema_for!(StatementManifest).to_value();
    schema["title"] = json!("manifest.json of a statement in place of a London release, layout 1");
    schema["properties"]["schema"]["const"] = json!(STATEMENT_SCHEMA);
    schema["properties"]["product"]["const"] = json!(STATEMENT);
    schema["properties"]["period"]["pattern"] = json!("^[0-9]{4}-[0-9]{2}$");
    schema["$defs"]["Authority"]["properties"]["code"]["pattern"] = json!("^E[0-9]{8}$");
    schema
}
