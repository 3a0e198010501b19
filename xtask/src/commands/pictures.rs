//! `cargo xtask pictures`: a picture of every screen, for a person to look at.

use crate::build::{self, Variant};
use crate::setup::{self, Purpose, headless, screen};
use crate::steps::{Outcome, Stop, command, repository, run as run_step, section, target_folder};
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// Wider than the widest picture, and higher than what is shown of the longest page.
const SCREEN: &str = "1366x3100";

/// The pictures that the README shows, and which screen each is of.
const SHOWN: [(&str, &str); 6] = [
    ("add-a-return", "add-a-return"),
    ("check-answers", "conversation-check-answers"),
    ("my-work", "my-work"),
    ("release", "release-made"),
    ("report", "report"),
    ("return-conversation", "conversation"),
];

/// Sets up, builds, walks past every screen of a made-up borough, and leaves the pictures.
pub fn run() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err(Stop::because(
            "The pictures need WebKitGTK's driver, so they are taken on Linux only.",
        ));
    }
    setup::everything(Purpose::Drive)?;
    screen::build()?;
    let driven = build::programs(Variant::Driven, false)?;
    // Not in the place of the old ones, which go only when there are new ones.
    let new = target_folder().join("pictures");
    let fault = |error| Stop::because(format!("{} cannot be used: {error}.", new.display()));
    if new.exists() {
        std::fs::remove_dir_all(&new).map_err(fault)?;
    }
    std::fs::create_dir_all(&new).map_err(fault)?;
    let walked = section("Pictures of every screen", || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run_step(
            headless::under_screen_of(SCREEN, cargo)
                .args(["run", "--quiet", "--package", "homeward-e2e", "--bin", "homeward-pictures"])
                .env("HOMEWARD_DESKTOP", &driven.desktop)
                .env("HOMEWARD_CLI", &driven.cli)
                .env("HOMEWARD_PICTURES_OUT", &new),
        )
    });
    let out = repository().join("docs/screens");
    let put = put_in_place(&new, &out, walked.is_ok())
        .map_err(|error| Stop::because(format!("The pictures could not be copied: {error}.")))?;
    println!("\n{put} new pictures are in {}", out.display());
    walked?;
    for (name, screen) in SHOWN {
        // What a window shows at once, not the whole page.
        run_step(
            command("convert")
                .arg(out.join(format!("{screen}-1280.png")))
                .args(["-crop", "1280x900+0+0", "+repage", "-strip"])
                .arg(repository().join(format!("docs/{name}.png"))),
        )?;
    }
    Ok(())
}

/// Copies the new pictures over the old ones. Those that were not taken again go only if `all` went
/// well: then their screens are no more. Gives how many are new.
fn put_in_place(new: &Path, out: &Path, all: bool) -> io::Result<usize> {
    fs::create_dir_all(out)?;
    let mut taken = BTreeSet::new();
    for picture in fs::read_dir(new)? {
        let picture = picture?;
        fs::copy(picture.path(), out.join(picture.file_name()))?;
        taken.insert(picture.file_name());
    }
    if all && !taken.is_empty() {
        for old in fs::read_dir(out)? {
            let old = old?;
            if !taken.contains(&old.file_name()) {
                fs::remove_file(old.path())?;
            }
        }
    }
    Ok(taken.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(under: &Path, name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = under.join(name);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn old_pictures_go_only_when_every_new_one_is_there() {
        let place = tempfile::tempdir().unwrap();
        let new = folder(place.path(), "new", &[("child-1280.png", "new")]);
        let old = [("child-1280.png", "old"), ("gone-1280.png", "old")];
        let out = folder(place.path(), "out", &old);
        assert_eq!(put_in_place(&new, &out, false).unwrap(), 1);
        assert_eq!(names(&out), ["child-1280.png", "gone-1280.png"]);
        assert_eq!(fs::read_to_string(out.join("child-1280.png")).unwrap(), "new");
        assert_eq!(put_in_place(&new, &out, true).unwrap(), 1);
        assert_eq!(names(&out), ["child-1280.png"]);
    }

    #[test]
    fn a_walk_without_any_picture_takes_none_away() {
        let place = tempfile::tempdir().unwrap();
        let new = folder(place.path(), "new", &[]);
        let out = folder(place.path(), "out", &[("child-1280.png", "old")]);
        assert_eq!(put_in_place(&new, &out, true).unwrap(), 0);
        assert_eq!(names(&out), ["child-1280.png"]);
    }
}
