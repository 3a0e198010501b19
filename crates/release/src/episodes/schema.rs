//! `release.schema.json` of episode records: what a receiver's program may expect.

use serde_json::{Map, Value, json};

use super::manifest::{ColumnEntry, ColumnKind, RecordsManifest};
use crate::Refusal;
use crate::files::SCHEMA;

/// A JSON Schema (2020-12). The document itself describes `manifest.json`; `$defs` holds the row of
/// `episodes.csv`, read as an object of column to text.
pub(super) fn schema(columns: &[ColumnEntry]) -> Result<Value, Refusal> {
    let fault = || Refusal::CouldNotWrite { file: SCHEMA.to_owned() };
    let mut schema = schemars::schema_for!(RecordsManifest).to_value();
    let root = schema.as_object_mut().ok_or_else(fault)?;
    root.insert("title".into(), "manifest.json of London episode records, layout 1".into());
    let defs = root.entry("$defs").or_insert_with(|| Value::Object(Map::new()));
    let defs = defs.as_object_mut().ok_or_else(fault)?;
    let properties: Map<String, Value> =
        columns.iter().map(|column| (column.name.clone(), cell(column))).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    defs.insert(
        "row of episodes.csv".into(),
        json!({
            "title": "One episode of a missing child",
            "type": "object",
            "properties": properties,
            "required": names,
            "additionalProperties": false,
        }),
    );
    Ok(schema)
}

fn cell(column: &ColumnEntry) -> Value {
    let codes: Vec<&str> = column.labels.iter().map(|label| label.code.as_str()).collect();
    match (column.kind, &column.separator) {
        (ColumnKind::Told, Some(separator)) => {
            // Codes hold letters, digits, `_`, `-` and `.` only.
            let any = codes.join("|").replace('.', "\\.");
            let separator = separator.replace('|', "\\|");
            json!({
                "title": column.title,
                "type": "string",
                "pattern": format!("^({any})({separator}({any}))*$"),
            })
        }
        _ => json!({ "title": column.title, "type": "string", "enum": codes }),
    }
}
