//! What is published is frozen: by the hash of its file, and by resting on published lists alone.

use std::collections::BTreeMap;

use super::check::fault;
use super::{HASHES, Read};
use crate::fault::{Fault, Reason};
use crate::question_set::Status;
use crate::standard::{HashOf, SchemaFile, Standard};

/// The bytes of a file as they are hashed. A checkout on Windows may turn line ends; that is no change of the content.
fn bytes(file: &SchemaFile) -> Vec<u8> {
    file.text.replace("\r\n", "\n").into_bytes()
}

/// A published file must have the hash it was published with, and none may disappear.
pub(super) fn check(
    files: &[SchemaFile],
    published: &[&SchemaFile],
    hash: HashOf<'_>,
    read: &mut Read,
) {
    let hashes = match hashes(files) {
        Ok(hashes) => hashes,
        Err(fault) => {
            read.faults.push(fault);
            return;
        }
    };
    for file in published {
        if !hashes.contains_key(&file.path) {
            read.fault(&file.path, "", Reason::PublishedWithoutHash);
        }
    }
    for (path, expected) in &hashes {
        match files.iter().find(|file| file.path == *path) {
            Some(file) if hash(&bytes(file)) == *expected => {}
            Some(_) => read.fault(path, "", Reason::PublishedChanged),
            None => read.fault(path, "", Reason::MissingFile),
        }
    }
}

/// A published set, and a published version of a list, may rest on published lists alone: what is frozen would
/// otherwise change with what is not.
pub(super) fn check_lists(read: &Read, faults: &mut Vec<Fault>) {
    let draft = |id: &str| read.lists.get(id).is_some_and(|(_, list)| list.status == Status::Draft);
    for (path, set) in read.sets.iter().filter(|(_, set)| set.status == Status::Published) {
        for question in set.questions_and_columns() {
            if let Some(list) = question.list.as_ref().filter(|list| draft(list)) {
                fault(faults, path, &question.id, Reason::PublishedOnDraft(list.clone()));
            }
        }
    }
    for (path, list) in read.lists.values() {
        if list.status == Status::Published
            && let Some(before) = list.extends.as_ref().filter(|before| draft(before))
        {
            fault(faults, path, "extends", Reason::PublishedOnDraft(before.clone()));
        }
    }
}

fn hashes(files: &[SchemaFile]) -> Result<BTreeMap<String, String>, Fault> {
    let broken = |reason| Fault { file: HASHES.to_owned(), place: String::new(), reason };
    let file = files.iter().find(|file| file.path == HASHES);
    let file = file.ok_or_else(|| broken(Reason::MissingFile))?;
    serde_json::from_str(&file.text).map_err(|error| broken(Reason::NotJson(error.to_string())))
}

/// What freezing gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The new text of `published-hashes.json`.
    pub hashes: SchemaFile,
    /// The files that were published and had no hash yet.
    pub newly: Vec<String>,
}

/// Gives every published file that has no hash yet its hash, and touches no other.
///
/// # Errors
///
/// Every fault of the standard as it would then be: a published file that has changed, a published set over a draft
/// list, or anything else that is wrong. Nothing is frozen then.
pub fn freeze(files: &[SchemaFile], hash: HashOf<'_>) -> Result<Frozen, Vec<Fault>> {
    let mut hashes = hashes(files).map_err(|fault| vec![fault])?;
    let mut newly = Vec::new();
    for file in files {
        if super::read_file(file, &mut Read::default()) == Some(Status::Published)
            && !hashes.contains_key(&file.path)
        {
            hashes.insert(file.path.clone(), hash(&bytes(file)));
            newly.push(file.path.clone());
        }
    }
    let json = serde_json::Value::Object(
        hashes.into_iter().map(|(path, hash)| (path, hash.into())).collect(),
    );
    let frozen = SchemaFile { path: HASHES.to_owned(), text: crate::meta_schema::pretty(&json) };
    let mut whole: Vec<SchemaFile> =
        files.iter().filter(|file| file.path != HASHES).cloned().collect();
    whole.push(frozen.clone());
    Standard::load(&whole, hash)?;
    Ok(Frozen { hashes: frozen, newly })
}
