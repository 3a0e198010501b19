//! Done when (1): everything that the sources call for is in the standard, or stands among the deliberate differences.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Standard;
use crate::load::tests::built_in;

/// The lines of a fixture, without its heading.
fn lines(name: &str) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/standard");
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// `(kind, of, name)` to the reason: a field of a part of the sources, or a code of a list.
fn differences() -> BTreeMap<(String, String, String), String> {
    lines("differences.csv")
        .into_iter()
        .map(|line| {
            let [kind, of, name, reason] = <[String; 4]>::try_from(line).unwrap();
            ((kind, of, name), reason)
        })
        .collect()
}

/// Where a field stands: `child`, `rhi.reasons` for a column of rows, or `derived`. The set of its own part goes first.
fn home(standard: &Standard, part: &str, field: &str) -> Option<String> {
    // The first versions hold what the sources call for. A later one may retire a question, which does not
    // take it out of the standard: records of the first keep it.
    let mut sets: Vec<_> = standard.all_versions().filter(|set| set.version == 1).collect();
    sets.sort_by_key(|set| set.id != part);
    for set in sets {
        if set.questions().any(|question| question.id == field) {
            return Some(set.id.clone());
        }
        if let Some(rows) = set.rows_of(field) {
            return Some(format!("{}.{}", set.id, rows.id));
        }
    }
    standard.derived(field).map(|_| "derived".to_owned())
}

#[test]
fn each_of_the_253_fields_of_the_sources_has_its_home_or_a_reason_why_not() {
    let standard = built_in();
    let differences = differences();
    let fields = lines("fields.csv");
    // The sources write "duration_minutes, as duration_band" as one field; here they are two.
    assert_eq!(fields.len(), 253 + 1);
    let mut wrong = Vec::new();
    for line in &fields {
        let [part, field, given] = line.as_slice() else { panic!("{line:?}") };
        let is_different =
            differences.contains_key(&("field".to_owned(), part.clone(), field.clone()));
        let found = home(standard, part, field);
        let expected =
            if is_different { "difference" } else { found.as_deref().unwrap_or("nowhere") };
        if expected != given || expected == "nowhere" {
            wrong.push(format!("{part}.{field}: {expected}, and the list says {given}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), fields.len(), wrong.join("\n"));
}

#[test]
fn each_of_the_851_codes_of_the_sources_stands_in_its_list_or_has_a_reason_why_not() {
    let standard = built_in();
    let differences = differences();
    let codes = lines("codes.csv");
    assert_eq!(codes.len(), 851);
    let lists: BTreeSet<&String> = codes.iter().map(|line| &line[0]).collect();
    // The other lists of the sources are those of `other-codes.csv`, the authorities and the ethnic groups.
    assert_eq!(lists.len(), 85);
    let missing: Vec<String> = codes
        .iter()
        .filter(|line| {
            let stands = standard.list(&line[0]).is_some_and(|list| list.code(&line[1]).is_some());
            let key = ("code".to_owned(), line[0].clone(), line[1].clone());
            !stands && !differences.contains_key(&key)
        })
        .map(|line| line.join(" "))
        .collect();
    assert!(missing.is_empty(), "{}: {}", missing.len(), missing.join(", "));
}

#[test]
fn no_difference_is_stale_and_each_says_why() {
    let standard = built_in();
    let fields: BTreeSet<Vec<String>> =
        lines("fields.csv").into_iter().map(|line| line[..2].to_vec()).collect();
    let codes: BTreeSet<Vec<String>> = lines("codes.csv").into_iter().collect();
    for ((kind, of, name), reason) in differences() {
        let key = vec![of.clone(), name.clone()];
        match kind.as_str() {
            "field" => {
                assert!(fields.contains(&key), "{of}.{name} is no field of the sources");
                assert_eq!(home(standard, &of, &name), None, "{of}.{name} is there after all");
            }
            "code" => {
                assert!(codes.contains(&key), "{name} is no code of {of} in the sources");
                let list = standard.list(&of);
                let stands = list.is_some_and(|list| list.code(&name).is_some());
                assert!(!stands, "{name} stands in {of} after all");
            }
            other => panic!("{other} is neither field nor code"),
        }
        assert!(reason.len() > 20 && reason.ends_with('.'), "{of}.{name}: {reason}");
    }
}

#[test]
fn the_33_authorities_of_london_have_their_names_numbers_and_police_units() {
    let standard = built_in();
    let found: Vec<Vec<String>> = standard
        .authorities()
        .iter()
        .map(|one| {
            [&one.gss, &one.name, &one.liia, &one.dfe_la, &one.police_unit]
                .map(String::clone)
                .into()
        })
        .collect();
    assert_eq!(found.len(), 33);
    assert_eq!(found, lines("authorities.csv"));
    let units = standard.list("police_unit").unwrap();
    assert_eq!(units.codes.len(), 13);
    for authority in standard.authorities() {
        assert!(units.code(&authority.police_unit).is_some(), "{}", authority.name);
    }
}

#[test]
fn the_20_ethnic_groups_have_their_four_mappings() {
    let standard = built_in();
    let list = standard.list("ethnicity").unwrap();
    let expected = lines("ethnicity.csv");
    assert_eq!(expected.len(), 20);
    for line in expected {
        let code = list.code(&line[0]).unwrap();
        let elsewhere = |system: &str| code.elsewhere.get(system).cloned().unwrap_or_default();
        let found = [
            code.code.clone(),
            elsewhere("dfe"),
            elsewhere("ons_2021"),
            elsewhere("police_sde"),
            code.broader.clone().unwrap_or_default(),
        ];
        assert_eq!(found.as_slice(), line);
    }
}

#[test]
fn absence_codes_languages_forces_and_police_units_are_whole() {
    let standard = built_in();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines("other-codes.csv") {
        let list = standard.list(&line[0]).unwrap();
        assert!(list.code(&line[1]).is_some(), "{} has no {}", line[0], line[1]);
        *counts.entry(line[0].clone()).or_default() += 1;
    }
    let counts: Vec<(&str, usize)> =
        counts.iter().map(|(list, count)| (list.as_str(), *count)).collect();
    let expected = [("absence", 7), ("language", 32), ("police_force", 46), ("police_unit", 13)];
    assert_eq!(counts, expected);
}
