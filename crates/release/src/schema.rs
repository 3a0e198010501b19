//! `release.schema.json`: what a receiver's program may expect of the files.

use serde_json::{Map, Value, json};

use crate::files::{CELL_COLUMNS, CELLS, SCHEMA, json_file};
use crate::profile::Profile;
use crate::tree::Tree;
use crate::{MASKED, Manifest, Refusal, Request};

/// A JSON Schema (2020-12). The document itself describes `manifest.json`; `$defs` holds the rows
/// of each CSV file, read as objects of column to text.
pub(crate) fn release_schema(profile: &Profile, request: &Request) -> Result<Vec<u8>, Refusal> {
    let schema = schema(
        profile,
        &json!({ "const": request.authority.code }),
        &json!({ "const": request.period }),
    )?;
    json_file(SCHEMA, &schema)
}

/// The schema of the releases of any authority and year under this profile, for whoever writes a program that reads
/// them. Each release carries its own, narrowed to its authority and year.
///
/// # Errors
/// [`Refusal::ProfileBroken`] if the profile cannot be used.
pub fn published_schema(profile: &Profile) -> Result<Value, Refusal> {
    let authority = json!({ "type": "string", "pattern": "^E[0-9]{8}$" });
    let year = json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" });
    schema(profile, &authority, &year)
}

fn schema(profile: &Profile, authority: &Value, year: &Value) -> Result<Value, Refusal> {
    let fault = || Refusal::CouldNotWrite { file: SCHEMA.to_owned() };
    let mut schema = schemars::schema_for!(Manifest).to_value();
    let root = schema.as_object_mut().ok_or_else(fault)?;
    root.insert("title".into(), "manifest.json of a London release, layout 1".into());
    let defs = root.entry("$defs").or_insert_with(|| Value::Object(Map::new()));
    let defs = defs.as_object_mut().ok_or_else(fault)?;
    for variable in &profile.variables {
        let tree = Tree::new(profile, variable)?;
        let codes: Vec<&str> = tree.nodes.iter().map(|n| n.code.as_str()).chain([MASKED]).collect();
        defs.insert(
            format!("answer {}", variable.name),
            json!({ "title": variable.title, "type": "string", "enum": codes }),
        );
    }
    let mut rows = |file: &str, title: &str, columns: Vec<(&str, Value)>| {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let properties: Map<String, Value> =
            columns.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        defs.insert(
            format!("row of {file}"),
            json!({
                "title": title,
                "type": "object",
                "properties": properties,
                "required": names,
                "additionalProperties": false,
            }),
        );
    };
    let fixed = [("authority", authority.clone()), ("year", year.clone())];
    for table in profile.tables() {
        let answers = table
            .variables()
            .into_iter()
            .map(|name| (name, json!({ "$ref": format!("#/$defs/answer%20{name}") })));
        rows(&table.file(), &table.title(), fixed.iter().cloned().chain(answers).collect());
    }
    let count = json!({ "type": "string", "pattern": "^[1-9][0-9]*$" });
    let mut at_least = count.clone();
    at_least["description"] =
        "So many different children at least: in steps of k, downwards.".into();
    let text = json!({ "type": "string" });
    let columns = CELL_COLUMNS
        .iter()
        .map(|&name| match name {
            "authority" => fixed[0].clone(),
            "year" => fixed[1].clone(),
            "children" => (name, at_least.clone()),
            "episodes" => (name, count.clone()),
            _ => (name, text.clone()),
        })
        .collect();
    rows(CELLS, "The groups of all tables, counted", columns);
    Ok(schema)
}
