//! Reads the files of `schemas/` and refuses a broken set.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::answer::Absence;
use crate::code_list::{Authorities, Code, CodeList};
use crate::derived::Derived;
use crate::fault::{Fault, Reason};
use crate::ladder::Ladder;
use crate::mapping::{NationalReturn, NationalReturns, Ssda903};
use crate::profile::ReleaseProfile;
use crate::question_set::{Question, QuestionSet, Source, Status};
use crate::standard::{HashOf, SchemaFile, Standard};
use crate::version_map::VersionMap;

mod check;
mod check_ladders;
mod check_rules;
mod check_screen;
mod check_versions;
mod each_code;
mod list_versions;
mod published;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_of_releases;
#[cfg(test)]
mod tests_of_versions;

pub use published::{Frozen, freeze};

/// The sets there are, in reading order. A rule may look at sets before its own.
pub(crate) const SETS: [&str; 5] = ["child", "episode", "ppi", "rhi", "support"];

/// The file that freezes published files: path to hash.
pub(crate) const HASHES: &str = "published-hashes.json";

/// Everything that was read, with the file it was read from.
#[derive(Default)]
pub(crate) struct Read {
    pub sets: Vec<(String, QuestionSet)>,
    pub lists: BTreeMap<String, (String, CodeList)>,
    pub ladders: BTreeMap<String, (String, Ladder)>,
    pub derived: BTreeMap<String, (String, Derived)>,
    pub authorities: Option<Authorities>,
    pub profiles: BTreeMap<String, (String, ReleaseProfile)>,
    pub ssda903: Option<(String, Ssda903)>,
    pub national: NationalReturns,
    pub maps: BTreeMap<String, (String, VersionMap)>,
    pub faults: Vec<Fault>,
}

impl Read {
    pub(crate) fn fault(&mut self, file: &str, place: impl Into<String>, reason: Reason) {
        self.faults.push(Fault { file: file.to_owned(), place: place.into(), reason });
    }
}

pub(crate) fn load(files: &[SchemaFile], hash: HashOf<'_>) -> Result<Standard, Vec<Fault>> {
    let mut read = Read::default();
    let mut published = Vec::new();
    for file in files {
        if let Some(status) = read_file(file, &mut read)
            && status == Status::Published
        {
            published.push(file);
        }
    }
    published::check(files, &published, hash, &mut read);
    make_lists(&mut read);
    list_versions::merge(&mut read);
    read.sets.sort_by_key(|(_, set)| (SETS.iter().position(|id| *id == set.id), set.version));
    let mut of_each = each_code::spell_out(&mut read);
    read.faults.append(&mut of_each);
    check::check(&mut read);
    finish(read)
}

fn finish(mut read: Read) -> Result<Standard, Vec<Fault>> {
    for id in SETS {
        if !read.sets.iter().any(|(_, set)| set.id == id) {
            read.fault(&format!("question-sets/{id}.v1.json"), "", Reason::MissingFile);
        }
    }
    let ssda903 = match read.ssda903.take() {
        Some((_, mapping)) => mapping,
        None => {
            read.fault("mappings/ssda903.json", "", Reason::MissingFile);
            return Err(read.faults);
        }
    };
    for id in NationalReturns::IDS {
        if !read.national.found.contains_key(id) {
            read.fault(&format!("mappings/{id}.json"), "", Reason::MissingFile);
        }
    }
    if !read.faults.is_empty() {
        return Err(read.faults);
    }
    fn plain<T>(map: BTreeMap<String, (String, T)>) -> BTreeMap<String, T> {
        map.into_iter().map(|(id, (_, value))| (id, value)).collect()
    }
    Ok(Standard {
        sets: read.sets.into_iter().map(|(_, set)| set).collect(),
        lists: plain(read.lists),
        ladders: plain(read.ladders),
        derived: plain(read.derived),
        authorities: read.authorities.map(|found| found.authorities).unwrap_or_default(),
        profiles: plain(read.profiles),
        ssda903,
        national: plain(read.national.found),
        maps: read.maps.into_values().map(|(_, map)| map).collect(),
    })
}

/// Reads one file into its place, and says whether it is frozen.
fn read_file(file: &SchemaFile, read: &mut Read) -> Option<Status> {
    let path = file.path.as_str();
    let generated = path.ends_with(".schema.json") || path.starts_with("published/");
    if generated || path == HASHES || !path.ends_with(".json") {
        return None;
    }
    let json = match serde_json::from_str::<Json>(&file.text) {
        Ok(Json::Object(mut object)) => {
            // Editors find the meta-schema by this key; it is no part of the data.
            object.remove("$schema");
            Json::Object(object)
        }
        Ok(_) => {
            read.fault(path, "", Reason::WrongShape("the file must hold one object".to_owned()));
            return None;
        }
        Err(error) => {
            read.fault(path, "", Reason::NotJson(error.to_string()));
            return None;
        }
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match folder {
        "question-sets" => {
            let set = question_set(path, json, read)?;
            let expected = format!("{}.v{}.json", set.id, set.version);
            named(path, name, expected, read);
            let status = set.status;
            read.sets.push((path.to_owned(), set));
            Some(status)
        }
        "codelists" if name == "authorities.json" => {
            let found: Authorities = typed(path, json, read)?;
            let status = found.status;
            read.authorities = Some(found);
            Some(status)
        }
        "codelists" => {
            let found: CodeList = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{id}.json"), read);
            keep(id, path, found, |read| &mut read.lists, read);
            Some(status)
        }
        "codelists/ladders" => {
            let found: Ladder = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{id}.json"), read);
            keep(id, path, found, |read| &mut read.ladders, read);
            Some(status)
        }
        "derived" => {
            let found: Derived = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{id}.json"), read);
            keep(id, path, found, |read| &mut read.derived, read);
            Some(status)
        }
        "release-profiles" => {
            let found: ReleaseProfile = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{id}.json"), read);
            keep(id, path, found, |read| &mut read.profiles, read);
            Some(status)
        }
        "mappings" if name == "ssda903.json" => {
            let found: Ssda903 = typed(path, json, read)?;
            let status = found.status;
            read.ssda903 = Some((path.to_owned(), found));
            Some(status)
        }
        "mappings"
            if NationalReturns::IDS.iter().any(|id| name.strip_suffix(".json") == Some(id)) =>
        {
            let found: NationalReturn = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{id}.json"), read);
            keep(id, path, found, |read| &mut read.national.found, read);
            Some(status)
        }
        "mappings" if name.contains(".v") => {
            let found: VersionMap = typed(path, json, read)?;
            let (id, status) = (found.id.clone(), found.status);
            named(path, name, format!("{}.json", found.expected_id()), read);
            keep(id, path, found, |read| &mut read.maps, read);
            Some(status)
        }
        _ => {
            read.fault(path, "", Reason::UnknownFile);
            None
        }
    }
}

fn typed<T: DeserializeOwned>(path: &str, json: Json, read: &mut Read) -> Option<T> {
    match serde_json::from_value(json) {
        Ok(found) => Some(found),
        Err(error) => {
            read.fault(path, "", Reason::WrongShape(error.to_string()));
            None
        }
    }
}

fn named(path: &str, name: &str, expected: String, read: &mut Read) {
    if name != expected {
        read.fault(path, "", Reason::WrongName(expected));
    }
}

fn keep<T>(
    id: String,
    path: &str,
    found: T,
    place: impl Fn(&mut Read) -> &mut BTreeMap<String, (String, T)>,
    read: &mut Read,
) {
    if place(read).insert(id.clone(), (path.to_owned(), found)).is_some() {
        read.fault(path, "", Reason::DoubleId(id));
    }
}

/// Reads a question set question by question, so that a fault names the question it is in.
fn question_set(path: &str, mut json: Json, read: &mut Read) -> Option<QuestionSet> {
    let before = read.faults.len();
    let mut taken: Vec<Vec<Question>> = Vec::new();
    if let Some(sections) = json.get_mut("sections").and_then(Json::as_array_mut) {
        for (at, section) in sections.iter_mut().enumerate() {
            let mut questions = Vec::new();
            if let Some(list) = section.get_mut("questions").and_then(Json::as_array_mut) {
                for (number, one) in std::mem::take(list).into_iter().enumerate() {
                    questions.extend(question(
                        path,
                        &format!("sections[{at}].questions[{number}]"),
                        one,
                        read,
                    ));
                }
            }
            taken.push(questions);
        }
    }
    let mut set: QuestionSet = typed(path, json, read)?;
    for (section, questions) in set.sections.iter_mut().zip(taken) {
        section.questions = questions;
    }
    (read.faults.len() == before).then_some(set)
}

fn question(path: &str, place: &str, mut json: Json, read: &mut Read) -> Option<Question> {
    let id = json.get("id").and_then(Json::as_str).unwrap_or("no id").to_owned();
    let place_named = format!("{place} ({id})");
    let object = match json.as_object_mut() {
        Some(object) => object,
        None => {
            read.fault(
                path,
                place_named,
                Reason::WrongShape("a question must be an object".to_owned()),
            );
            return None;
        }
    };
    if !object.contains_key("disclosure") {
        read.fault(path, place_named, Reason::NoDisclosure);
        return None;
    }
    let columns = match object.get_mut("columns").and_then(Json::as_array_mut) {
        Some(columns) => std::mem::take(columns),
        None => Vec::new(),
    };
    let columns = columns
        .into_iter()
        .enumerate()
        .filter_map(|(at, column)| question(path, &format!("{place}.columns[{at}]"), column, read))
        .collect();
    match serde_json::from_value::<Question>(json) {
        Ok(mut found) => {
            found.columns = columns;
            Some(found)
        }
        Err(error) => {
            read.fault(path, place_named, Reason::WrongShape(error.to_string()));
            None
        }
    }
}

/// Makes the list of authorities out of their file, and checks the list of absence codes.
fn make_lists(read: &mut Read) {
    match &read.authorities {
        None => read.fault("codelists/authorities.json", "", Reason::MissingFile),
        Some(found) => {
            let inside = found.authorities.iter().map(|authority| Code {
                broader: Some(authority.police_unit.clone()),
                ..code(&authority.gss, &authority.name, "London")
            });
            let outside =
                found.outside.iter().map(|area| code(&area.code, &area.label, "Outside London"));
            let list = CodeList {
                id: "authority".to_owned(),
                title: "Local authority".to_owned(),
                status: found.status,
                source: found.source.clone(),
                note: None,
                unverified: false,
                extends: None,
                before: None,
                retired: BTreeMap::new(),
                codes: inside.chain(outside).collect(),
            };
            read.lists.insert(list.id.clone(), ("codelists/authorities.json".to_owned(), list));
        }
    }
    // Absence codes are codes of every list's answers, so their own list is taken out of the usual check of codes.
    match read.lists.get("absence") {
        None => read.fault("codelists/absence.json", "", Reason::MissingFile),
        Some((path, list)) => {
            let of_file = list.codes.iter().map(|code| (code.code.as_str(), code.label.as_str()));
            let of_program =
                Absence::ALL.into_iter().map(|absence| (absence.code(), absence.label()));
            if !of_file.eq(of_program) {
                let path = path.clone();
                read.fault(&path, "codes", Reason::AbsenceCodes);
            }
        }
    }
}

fn code(code: &str, label: &str, group: &str) -> Code {
    Code {
        code: code.to_owned(),
        label: label.to_owned(),
        hint: None,
        group: Some(group.to_owned()),
        broader: None,
        valid_from: None,
        valid_to: None,
        exclusive: false,
        only_imported: false,
        side: None,
        elsewhere: BTreeMap::new(),
        unverified: false,
    }
}

/// Sources are shown as given; an empty one says nothing.
pub(crate) fn has_source(source: &[Source]) -> bool {
    source.iter().any(|one| !one.document.trim().is_empty())
}
