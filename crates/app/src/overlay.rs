//! A borough's own files of the standard: a folder beside the store, laid over the built-in files at start.
//!
//! `store.homeward.standard/` has the layout of `schemas/`. It may hold question sets, code lists and maps between
//! versions, and its own `published-hashes.json`. What decides about disclosure (ladders, derived variables, release
//! profiles) comes from the built-in files alone. If anything in the folder is wrong, nothing of it is used: Homeward
//! then opens on the built-in files, and says what to mend.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use homeward_standard::{Fault, Reason, SchemaFile, Standard, Status};

use crate::api::ApiError;
use crate::api::door::{StandardFault, StandardNotice};

/// What the name of the folder adds to that of the store.
const ENDING: &str = ".standard";

/// The file that freezes published files.
const HASHES: &str = "published-hashes.json";

/// The folders that may be laid over the built-in ones.
const FOLDERS: [&str; 3] = ["question-sets", "codelists", "mappings"];

/// The longest file that is read. The longest built-in one has a fifth of it.
const LONGEST: u64 = 1_000_000;

/// The most files that are read.
const MOST_FILES: usize = 200;

/// The most faults that are shown: who mends these finds the others next time.
const MOST_FAULTS: usize = 30;

/// The longest reason that is shown, in characters.
const LONGEST_REASON: usize = 300;

/// The standard that Homeward runs on.
pub(crate) struct InForce {
    pub(crate) standard: Standard,
    /// What is to be said about the borough's own files, if anything.
    pub(crate) notice: Option<StandardNotice>,
}

/// Loads the built-in files, with the folder beside the store laid over them if it is there and right.
///
/// # Errors
/// The built-in files are broken; says where.
pub(crate) fn load(store: &Path) -> Result<InForce, ApiError> {
    let folder = folder(store);
    let Some(own) = Own::read(&folder) else {
        return Ok(InForce { standard: built_in()?, notice: None });
    };
    let name = folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    match own.laid_over() {
        Ok((standard, drafts)) => {
            let notice = (!drafts.is_empty()).then(|| StandardNotice {
                using: format!(
                    "Homeward is using the files in “{name}” with its built-in standard."
                ),
                faults: Vec::new(),
                drafts,
            });
            Ok(InForce { standard, notice })
        }
        Err(mut faults) => {
            let more = faults.len().saturating_sub(MOST_FAULTS);
            faults.truncate(MOST_FAULTS);
            let rest = match more {
                0 => String::new(),
                more => format!(" There are {more} more faults than are shown here."),
            };
            Ok(InForce {
                standard: built_in()?,
                notice: Some(StandardNotice {
                    using: format!(
                        "Homeward is using its built-in standard. The files in “{name}” are not used until these faults are mended and Homeward is started again.{rest}"
                    ),
                    faults,
                    drafts: Vec::new(),
                }),
            })
        }
    }
}

/// The folder beside a store.
pub(crate) fn folder(store: &Path) -> PathBuf {
    let mut name = store.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ENDING);
    store.with_file_name(name)
}

/// The built-in standard.
///
/// # Errors
/// It is broken; says where.
pub(crate) fn built_in() -> Result<Standard, ApiError> {
    Standard::load(&Standard::built_in_files(), &homeward_vault::sha256_hex).map_err(|faults| {
        let places: Vec<String> = faults.iter().take(3).map(ToString::to_string).collect();
        ApiError::fault(format!("The built-in London standard is broken: {}", places.join("; ")))
    })
}

/// The files of the folder, and what could not be read.
#[derive(Default)]
struct Own {
    files: Vec<SchemaFile>,
    faults: Vec<StandardFault>,
}

impl Own {
    /// None when there is no such folder.
    fn read(folder: &Path) -> Option<Self> {
        let mut own = Self::default();
        match folder.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => own.say("", unreadable(&error)),
            Ok(_) => {
                own.walk(folder, "", 0);
                // The order in which a disk lists its files says nothing.
                own.files.sort_by(|a, b| a.path.cmp(&b.path));
                own.faults.sort_by(|a, b| a.file.cmp(&b.file));
            }
        }
        Some(own)
    }

    fn say(&mut self, file: &str, reason: impl Into<String>) {
        self.faults.push(StandardFault {
            file: file.to_owned(),
            place: String::new(),
            reason: reason.into(),
        });
    }

    fn walk(&mut self, folder: &Path, prefix: &str, depth: u32) {
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(error) => return self.say(prefix.trim_end_matches('/'), unreadable(&error)),
        };
        for entry in entries.flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                if depth < 2 {
                    self.walk(&entry.path(), &format!("{path}/"), depth + 1);
                }
            } else if path.ends_with(".json") {
                if self.files.len() + self.faults.len() >= MOST_FILES {
                    return self.say(&path, format!("there are more than {MOST_FILES} files"));
                }
                self.take(&entry.path(), path);
            }
        }
    }

    fn take(&mut self, file: &Path, path: String) {
        if !may_be_laid_over(&path) {
            return self.say(
                &path,
                "only question sets, code lists, maps between versions and published-hashes.json may stand in this folder",
            );
        }
        match text_of(file) {
            Ok(text) => self.files.push(SchemaFile { path, text }),
            Err(reason) => self.say(&path, reason),
        }
    }

    /// The standard with these files laid over the built-in ones, and what is a draft that asks nobody yet.
    fn laid_over(self) -> Result<(Standard, Vec<String>), Vec<StandardFault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let files = self.merged().map_err(|fault| vec![fault])?;
        let standard = Standard::load(&files, &homeward_vault::sha256_hex)
            .map_err(|faults| faults.iter().map(shown).collect::<Vec<_>>())?;
        let drafts = standard
            .all_versions()
            .filter(|set| set.status == Status::Draft)
            .filter(|set| {
                let path = format!("question-sets/{}.v{}.json", set.id, set.version);
                self.files.iter().any(|file| file.path == path)
            })
            .filter(|set| standard.set(&set.id).is_some_and(|now| now.version != set.version))
            .map(|set| {
                let (title, version) = (&set.title, set.version);
                format!(
                    "{title}, version {version}, is a draft. It asks nothing until it is published."
                )
            })
            .collect();
        Ok((standard, drafts))
    }

    fn merged(&self) -> Result<Vec<SchemaFile>, StandardFault> {
        let mut files: BTreeMap<String, String> =
            Standard::built_in_files().into_iter().map(|file| (file.path, file.text)).collect();
        let built_in = files.get(HASHES).cloned().unwrap_or_default();
        for file in &self.files {
            files.insert(file.path.clone(), file.text.clone());
        }
        if let Some(own) = self.files.iter().find(|file| file.path == HASHES) {
            let not_json = |error: serde_json::Error| {
                shown(&Fault {
                    file: HASHES.to_owned(),
                    place: String::new(),
                    reason: Reason::NotJson(error.to_string()),
                })
            };
            let mut hashes: BTreeMap<String, String> =
                serde_json::from_str(&own.text).map_err(not_json)?;
            // What London published stays published, whatever this folder says.
            let london: BTreeMap<String, String> =
                serde_json::from_str(&built_in).map_err(not_json)?;
            hashes.extend(london);
            let json = serde_json::to_string(&hashes).map_err(not_json)?;
            files.insert(HASHES.to_owned(), json);
        }
        Ok(files.into_iter().map(|(path, text)| SchemaFile { path, text }).collect())
    }
}

/// Whether a file of the folder may be laid over the built-in one.
fn may_be_laid_over(path: &str) -> bool {
    match path.rsplit_once('/') {
        None => path == HASHES,
        // How files of other systems are read is no matter of a version.
        Some(("mappings", name)) => name.contains(".v"),
        Some((folder, _)) => FOLDERS.contains(&folder),
    }
}

/// The text of a file, or why there is none. An editor's byte order mark is no part of it.
fn text_of(file: &Path) -> Result<String, String> {
    let is_file = file.metadata().map_err(|error| unreadable(&error))?.is_file();
    if !is_file {
        return Err("it is not a file".to_owned());
    }
    let open = std::fs::File::open(file).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    open.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(format!("the file is longer than {LONGEST} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn unreadable(error: &io::Error) -> String {
    format!("it could not be read ({})", error.kind())
}

fn shown(fault: &Fault) -> StandardFault {
    StandardFault {
        file: fault.file.clone(),
        place: fault.place.chars().take(LONGEST_REASON).collect(),
        reason: fault.reason.to_string().chars().take(LONGEST_REASON).collect(),
    }
}

#[cfg(test)]
mod tests;
