//! Building the app and its command-line program.

use crate::steps::{Outcome, Stop, cargo, run, section, target_folder};
use std::path::{Path, PathBuf};

/// Which desktop program is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// As people get it: it refuses to start where a program could take hold of its window.
    Shipped,
    /// With the feature `e2e`, so that a test can press its buttons. Never given to anyone.
    Driven,
}

impl Variant {
    fn features(self) -> &'static str {
        match self {
            Self::Shipped => "homeward-desktop/custom-protocol",
            Self::Driven => "homeward-desktop/custom-protocol,homeward-desktop/e2e",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Driven => "driven",
        }
    }
}

/// Where the programs are after a build.
#[derive(Debug)]
pub struct Programs {
    /// `homeward-desktop`, the window.
    pub desktop: PathBuf,
    /// `homeward`, the command line.
    pub cli: PathBuf,
}

/// Builds both programs. The screen must have been built before, since the window embeds it.
pub fn programs(variant: Variant, release: bool) -> Outcome<Programs> {
    let title = match variant {
        Variant::Shipped => "Build the app",
        Variant::Driven => "Build the app so that tests can drive it",
    };
    section(title, || {
        let mut build = cargo();
        build.args(["build", "--package", "homeward-desktop", "--package", "homeward-cli"]);
        build.args(["--features", variant.features()]);
        if release {
            build.arg("--release");
        }
        run(&mut build)?;
        let profile = if release { "release" } else { "debug" };
        let built = target_folder().join(profile);
        // Both variants are built under one name, so each is kept in a folder of its own.
        let kept = built.join(variant.folder());
        Ok(Programs {
            desktop: keep(&built, &kept, "homeward-desktop")?,
            cli: keep(&built, &kept, "homeward")?,
        })
    })
}

fn keep(built: &Path, kept: &Path, name: &str) -> Outcome<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let (from, to) = (built.join(&name), kept.join(&name));
    // A copy over a program that is running fails; removing its name first does not.
    let copied = std::fs::create_dir_all(kept).and_then(|()| {
        let _ = std::fs::remove_file(&to);
        std::fs::copy(&from, &to)
    });
    match copied {
        Ok(_) => Ok(to),
        Err(error) => Err(Stop::because(format!(
            "Could not copy {} to {}: {error}.",
            from.display(),
            to.display()
        ))),
    }
}
