//! What receivers build on: the manifest, the schema, the first page. A change here is a change
//! for them.

use serde_json::Value;

use crate::sample::{borough_release, checked, made, profile, rows, text};

/// Hashes change with every byte and say nothing to a reader.
fn without_hashes(mut value: Value) -> Value {
    match &mut value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                *inner = if key == "sha256" { "…".into() } else { without_hashes(inner.take()) };
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| *inner = without_hashes(inner.take())),
        _ => {}
    }
    value
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(&borough_release().files, file)).unwrap()
}

#[test]
fn the_manifest_is_as_it_was() {
    let mut manifest = without_hashes(json("manifest.json"));
    // Two tables show what there is to see.
    manifest["tables"].as_array_mut().unwrap().truncate(4);
    insta::assert_json_snapshot!(manifest);
}

#[test]
fn the_schema_is_as_it_was() {
    insta::assert_json_snapshot!(json("release.schema.json"));
}

#[test]
fn the_first_page_is_as_it_was() {
    insta::assert_snapshot!(text(&borough_release().files, "README.txt"));
}

#[test]
fn the_counts_are_as_they_were() {
    insta::assert_snapshot!(text(&borough_release().files, "cells.csv"));
}

#[test]
fn the_manifest_and_every_row_hold_to_the_schema_that_goes_with_them() {
    let few = rows(40, 90, 2);
    let release = made(&profile(), &few, 1).unwrap();
    assert_eq!(checked(&release.files, None).problems, []);
    let schema: Value = serde_json::from_str(&text(&release.files, "release.schema.json")).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let whole = jsonschema::validator_for(&schema).unwrap();
    let manifest: Value = serde_json::from_str(&text(&release.files, "manifest.json")).unwrap();
    assert!(whole.is_valid(&manifest));
    let mut changed = manifest.clone();
    changed["children"] = "named".into();
    assert!(!whole.is_valid(&changed), "a manifest may hold nothing else");

    let mut seen = 0;
    for file in release.files.iter().filter(|f| f.name.ends_with(".csv")) {
        let mut of_row = schema.clone();
        let of_row = of_row.as_object_mut().unwrap();
        let row = of_row["$defs"][format!("row of {}", file.name)].clone();
        let defs = of_row["$defs"].clone();
        let mut own = row.as_object().unwrap().clone();
        own.insert("$defs".into(), defs);
        let validator = jsonschema::validator_for(&Value::Object(own)).unwrap();
        let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
        let headings = reader.headers().unwrap().clone();
        for record in reader.records() {
            let record = record.unwrap();
            let row: serde_json::Map<String, Value> =
                headings.iter().map(str::to_owned).zip(record.iter().map(Value::from)).collect();
            assert!(validator.is_valid(&Value::Object(row.clone())), "{} {row:?}", file.name);
            let mut named = row.clone();
            named.insert("surname".into(), "Example".into());
            assert!(!validator.is_valid(&Value::Object(named)));
            let mut other = row;
            other.insert("authority".into(), "E09000007".into());
            assert!(!validator.is_valid(&Value::Object(other)));
            seen += 1;
        }
    }
    assert!(seen > 1_000, "{seen}");
}
