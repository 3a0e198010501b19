//! Looks for typed words in the files that programs have left.

use crate::{Fault, Outcome};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file that holds a word it should not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The file.
    pub file: PathBuf,
    /// The word, and in which encoding it stands there.
    pub what: String,
}

/// Searches every file under a folder for each word, in UTF-8 and in UTF-16 of both byte orders.
/// With `since`, files that were last changed before are passed over.
///
/// Files that vanish while looking are no fault: programs clear up after themselves.
pub fn search(folder: &Path, words: &[String], since: Option<SystemTime>) -> Outcome<Vec<Leak>> {
    let patterns = patterns(words)?;
    let mut leaks = Vec::new();
    visit(folder, since, &mut |file| {
        if let Ok(bytes) = std::fs::read(file) {
            for (what, pattern) in &patterns {
                if holds(&bytes, pattern) {
                    leaks.push(Leak { file: file.to_path_buf(), what: what.clone() });
                }
            }
        }
    });
    leaks.sort();
    Ok(leaks)
}

/// The patterns of each word. An empty word would be found everywhere, a short one by chance.
fn patterns(words: &[String]) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut patterns = Vec::new();
    for word in words {
        if word.len() < 6 {
            return Err(Fault::new(format!("\"{word}\" is too short to be searched for")));
        }
        let wide: Vec<u16> = word.encode_utf16().collect();
        patterns.push((format!("{word} (UTF-8)"), word.as_bytes().to_vec()));
        patterns.push((
            format!("{word} (UTF-16, little end first)"),
            wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        ));
        patterns.push((
            format!("{word} (UTF-16, big end first)"),
            wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ));
    }
    Ok(patterns)
}

fn holds(bytes: &[u8], pattern: &[u8]) -> bool {
    let Some(first) = pattern.first() else { return false };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(pattern) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

fn visit(folder: &Path, since: Option<SystemTime>, see: &mut impl FnMut(&Path)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            visit(&entry.path(), since, see);
        } else if about.is_file() {
            let recent = match (since, about.modified()) {
                (Some(since), Ok(changed)) => changed >= since,
                _ => true,
            };
            if recent {
                see(&entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vec<String> {
        vec!["Wrenlow".to_owned()]
    }

    #[test]
    fn a_word_is_found_in_each_encoding_and_in_any_depth() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b/c");
        std::fs::create_dir_all(&deep).unwrap();
        let wide: Vec<u16> = "..Wrenlow..".encode_utf16().collect();
        std::fs::write(deep.join("one"), "xxWWrenlowxx").unwrap();
        std::fs::write(
            deep.join("two"),
            wide.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>(),
        )
        .unwrap();
        std::fs::write(
            folder.path().join("three"),
            [&[7_u8][..], &wide.iter().flat_map(|u| u.to_be_bytes()).collect::<Vec<_>>()].concat(),
        )
        .unwrap();
        std::fs::write(folder.path().join("four"), "Wrenlo w Wrenl").unwrap();
        let mut found: Vec<String> = search(folder.path(), &words(), None)
            .unwrap()
            .into_iter()
            .map(|leak| leak.file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        found.sort();
        found.dedup();
        assert_eq!(found, ["one", "three", "two"]);
    }

    #[test]
    fn what_was_there_before_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old"), "Wrenlow").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(3600);
        assert!(search(folder.path(), &words(), Some(later)).unwrap().is_empty());
        assert_eq!(search(folder.path(), &words(), None).unwrap().len(), 1);
    }

    #[test]
    fn a_word_that_chance_could_write_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(search(folder.path(), &["".to_owned()], None).is_err());
        assert!(search(folder.path(), &["Ann".to_owned()], None).is_err());
    }
}
