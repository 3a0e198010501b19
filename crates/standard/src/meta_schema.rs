//! The schemas of the schema files themselves, generated from the types of this crate.

use schemars::{Schema, schema_for};
use serde_json::{Value as Json, json};

use crate::code_list::{Authorities, CodeList};
use crate::derived::Derived;
use crate::ladder::Ladder;
use crate::mapping::{NationalReturn, Ssda903};
use crate::profile::ReleaseProfile;
use crate::question_set::QuestionSet;
use crate::standard::SchemaFile;
use crate::version_map::VersionMap;

/// One schema (JSON Schema 2020-12) a kind of file. Each file of data names its own in `$schema`.
pub fn files() -> Vec<SchemaFile> {
    vec![
        file("question-set", schema_for!(QuestionSet)),
        file("code-list", schema_for!(CodeList)),
        file("authorities", schema_for!(Authorities)),
        file("ladder", schema_for!(Ladder)),
        file("derived", schema_for!(Derived)),
        file("release-profile", schema_for!(ReleaseProfile)),
        file("ssda903", schema_for!(Ssda903)),
        file("national-return", schema_for!(NationalReturn)),
        file("version-map", schema_for!(VersionMap)),
    ]
}

fn file(name: &str, schema: Schema) -> SchemaFile {
    let mut json = schema.to_value();
    // The types refuse unknown keys, and the loader takes this one away before they see it.
    if let Some(properties) = json.get_mut("properties").and_then(Json::as_object_mut) {
        properties.insert(
            "$schema".to_owned(),
            json!({ "description": "This schema, so that editors find it.", "type": "string" }),
        );
    }
    SchemaFile { path: format!("{name}.schema.json"), text: pretty(&json) }
}

/// JSON as it is kept in `schemas/`: two spaces a level, and a line end at the end.
pub(crate) fn pretty(json: &Json) -> String {
    format!("{json:#}\n")
}
