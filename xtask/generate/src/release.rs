//! What a receiver's program may expect of any release: its JSON Schema, and CSVW metadata for its CSV files.

use homeward_release::{Profile, Refusal, published_schema, statement};
use homeward_standard::Standard;
use serde_json::{Value, json};

/// The profile whose releases boroughs send to one another and to London.
const PROFILE: &str = "borough";

/// The files, with paths from the top of the repository.
pub fn files(standard: &Standard) -> Result<Vec<(String, String)>, Refusal> {
    let profile = Profile::from_standard(standard, PROFILE)?;
    let schema = published_schema(&profile)?;
    let metadata = metadata(&profile, &schema);
    Ok(vec![
        ("schemas/published/release.schema.json".to_owned(), format!("{schema:#}\n")),
        (
            "schemas/published/release-statement.schema.json".to_owned(),
            format!("{:#}\n", statement::published_schema()),
        ),
        ("schemas/published/release.csv-metadata.json".to_owned(), format!("{metadata:#}\n")),
    ])
}

/// CSVW metadata of all tables, told from the schema of their rows. It is read from within the folder of a release.
fn metadata(profile: &Profile, schema: &Value) -> Value {
    let defs = schema["$defs"].as_object().into_iter().flatten();
    let tables: Vec<Value> = defs
        .filter_map(|(name, rows)| Some((name.strip_prefix("row of ")?, rows)))
        .map(|(file, rows)| {
            let required = rows["required"].as_array().into_iter().flatten();
            let columns: Vec<Value> = required
                .filter_map(Value::as_str)
                .map(|name| column(profile, schema, name, &rows["properties"][name]))
                .collect();
            json!({
                "url": file,
                "dc:title": rows["title"],
                "tableSchema": { "columns": columns },
            })
        })
        .collect();
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "dc:title": format!("The CSV files of a London release, profile {} version {}", profile.id, profile.version),
        "dc:description": "Put this file into the folder of a release as csv-metadata.json. Each row of a table stands \
            for one episode. Each row of cells.csv is one group of one table, counted.",
        "dialect": { "encoding": "utf-8", "header": true },
        "tables": tables,
    })
}

fn column(profile: &Profile, schema: &Value, name: &str, rule: &Value) -> Value {
    let title = match name {
        "authority" => "Code of the authority (Office for National Statistics)",
        "year" => "Financial year",
        "topic" => "Topic",
        "answer" => "Code of the answer",
        "by" => "What the topic is crossed with, if anything",
        "by_value" => "Code of what it is crossed with",
        "children" => "Different children",
        "episodes" => "Episodes",
        other => profile.variable(other).map_or(other, |variable| variable.title.as_str()),
    };
    let named = rule["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    let rule = named.map_or(rule, |path| &schema["$defs"][path.replace("%20", " ")]);
    let codes: Option<Vec<&str>> =
        rule["enum"].as_array().map(|codes| codes.iter().filter_map(Value::as_str).collect());
    let datatype = match (codes, rule["pattern"].as_str()) {
        (Some(codes), _) => json!({ "base": "string", "format": format!("({})", codes.join("|")) }),
        (None, _) if matches!(name, "children" | "episodes") => json!("positiveInteger"),
        (None, Some(pattern)) => {
            json!({ "base": "string", "format": pattern.trim_matches(['^', '$']) })
        }
        (None, None) => json!("string"),
    };
    // Without a crossing, both columns are empty in cells.csv.
    let required = !matches!(name, "by" | "by_value");
    json!({
        "name": name,
        "titles": name,
        "dc:description": title,
        "datatype": datatype,
        "required": required,
    })
}
