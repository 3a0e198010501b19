//! The whole standard, loaded and checked.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::code_list::{Authority, CodeList};
use crate::derived::Derived;
use crate::fault::Fault;
use crate::ladder::Ladder;
use crate::mapping::{NationalReturn, Ssda903};
use crate::profile::ReleaseProfile;
use crate::question_set::{QuestionSet, Status};
use crate::version_map::VersionMap;
use crate::{answers_schema, dictionary, load, meta_schema};

/// The folders of data in `schemas/` as they were when this crate was built. Generated files stay out of the program.
static FOLDERS: [(&str, Dir<'_>); 5] = [
    ("question-sets", include_dir!("$CARGO_MANIFEST_DIR/../../schemas/question-sets")),
    ("codelists", include_dir!("$CARGO_MANIFEST_DIR/../../schemas/codelists")),
    ("derived", include_dir!("$CARGO_MANIFEST_DIR/../../schemas/derived")),
    ("release-profiles", include_dir!("$CARGO_MANIFEST_DIR/../../schemas/release-profiles")),
    ("mappings", include_dir!("$CARGO_MANIFEST_DIR/../../schemas/mappings")),
];

/// The hashes of the published files.
const HASHES: &str = include_str!("../../../schemas/published-hashes.json");

/// A file of `schemas/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFile {
    /// Relative to `schemas/`, with `/` between folders.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The lower-case hexadecimal SHA-256 of some bytes. This crate holds no cryptography, so the caller lends it.
pub type HashOf<'a> = &'a dyn Fn(&[u8]) -> String;

/// The question sets, code lists, ladders, derived variables, profiles and mappings, all checked against one another.
#[derive(Debug, Clone)]
pub struct Standard {
    /// In reading order of the sets, then by version.
    pub(crate) sets: Vec<QuestionSet>,
    pub(crate) lists: BTreeMap<String, CodeList>,
    pub(crate) ladders: BTreeMap<String, Ladder>,
    pub(crate) derived: BTreeMap<String, Derived>,
    pub(crate) authorities: Vec<Authority>,
    pub(crate) profiles: BTreeMap<String, ReleaseProfile>,
    pub(crate) ssda903: Ssda903,
    pub(crate) national: BTreeMap<String, NationalReturn>,
    pub(crate) maps: Vec<VersionMap>,
}

impl Standard {
    /// The files this crate was built with.
    pub fn built_in_files() -> Vec<SchemaFile> {
        let hashes = SchemaFile { path: load::HASHES.to_owned(), text: HASHES.to_owned() };
        let mut files = vec![hashes];
        for (folder, dir) in &FOLDERS {
            collect(folder, dir, &mut files);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The built-in standard with its published files frozen anew by this hash: for tests of packages that hold no
    /// SHA-256. That the files are those that were published is held where there is one, by `homeward-app`.
    ///
    /// # Errors
    ///
    /// As for [`Standard::load`].
    pub fn built_in_frozen_by(hash: HashOf<'_>) -> Result<Standard, Vec<Fault>> {
        let mut files = Self::built_in_files();
        files.retain(|file| file.path != load::HASHES);
        files.push(SchemaFile { path: load::HASHES.to_owned(), text: "{}".to_owned() });
        let frozen = load::freeze(&files, hash)?;
        files.retain(|file| file.path != load::HASHES);
        files.push(frozen.hashes);
        Self::load(&files, hash)
    }

    /// Reads and checks the files of a standard.
    ///
    /// Generated files (`*.schema.json`, `published/`) are passed over.
    ///
    /// # Errors
    ///
    /// Every fault found, each naming file, place and reason. A standard with a fault is not used at all.
    pub fn load(files: &[SchemaFile], hash: HashOf<'_>) -> Result<Standard, Vec<Fault>> {
        load::load(files, hash)
    }

    /// The version of each set that asks new records, in the order child, episode, ppi, rhi, support.
    pub fn sets(&self) -> impl Iterator<Item = &QuestionSet> {
        load::SETS.iter().filter_map(|id| self.set(id))
    }

    /// Every version of every set.
    pub fn all_versions(&self) -> impl Iterator<Item = &QuestionSet> {
        self.sets.iter()
    }

    /// The version of a set that asks new records: the newest published one. While none is published it is the first
    /// draft, so that a draft of a later version asks nobody before its time.
    pub fn set(&self, id: &str) -> Option<&QuestionSet> {
        let mut versions = self.sets.iter().filter(|set| set.id == id);
        versions.clone().rfind(|set| set.status == Status::Published).or_else(|| versions.next())
    }

    /// The newest version of a set, draft or not.
    pub fn newest(&self, id: &str) -> Option<&QuestionSet> {
        self.sets.iter().rfind(|set| set.id == id)
    }

    /// One version of a set.
    pub fn set_version(&self, id: &str, version: u32) -> Option<&QuestionSet> {
        self.sets.iter().find(|set| set.id == id && set.version == version)
    }

    /// A code list. `authority` and `absence` are lists too.
    pub fn list(&self, id: &str) -> Option<&CodeList> {
        self.lists.get(id)
    }

    /// All code lists, by id.
    pub fn lists(&self) -> impl Iterator<Item = &CodeList> {
        self.lists.values()
    }

    /// A ladder.
    pub fn ladder(&self, id: &str) -> Option<&Ladder> {
        self.ladders.get(id)
    }

    /// All ladders, by id.
    pub fn ladders(&self) -> impl Iterator<Item = &Ladder> {
        self.ladders.values()
    }

    /// A derived variable.
    pub fn derived(&self, id: &str) -> Option<&Derived> {
        self.derived.get(id)
    }

    /// All derived variables, by id.
    pub fn all_derived(&self) -> impl Iterator<Item = &Derived> {
        self.derived.values()
    }

    /// The 33 authorities of London, by their ONS code.
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// The authority with this ONS code.
    pub fn authority(&self, gss: &str) -> Option<&Authority> {
        self.authorities.iter().find(|authority| authority.gss == gss)
    }

    /// A release profile, such as `borough`.
    pub fn profile(&self, id: &str) -> Option<&ReleaseProfile> {
        self.profiles.get(id)
    }

    /// How the SSDA903 files are read.
    pub fn ssda903(&self) -> &Ssda903 {
        &self.ssda903
    }

    /// A national return that is written and never read: `ssd_missing` or `annex_a`.
    pub fn national_return(&self, id: &str) -> Option<&NationalReturn> {
        self.national.get(id)
    }
}

fn collect(folder: &str, dir: &Dir<'_>, files: &mut Vec<SchemaFile>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            files.push(SchemaFile { path: format!("{folder}/{path}"), text: text.to_owned() });
        }
    }
    for inner in dir.dirs() {
        collect(folder, inner, files);
    }
}

/// Every file that is generated from the standard and kept in `schemas/`: meta-schemas, answers schemas, the dictionary.
pub fn generate(standard: &Standard) -> Vec<SchemaFile> {
    let mut files = meta_schema::files();
    files.extend(answers_schema::files(standard));
    files.extend(dictionary::files(standard));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_pages;
#[cfg(test)]
mod tests_of_sources;
