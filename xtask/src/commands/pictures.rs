//! `cargo xtask pictures`: a picture of every screen, for a person to look at.

use crate::build::{self, Variant};
use crate::setup::{self, Purpose, headless, screen};
use crate::steps::{Outcome, Stop, command, repository, run as run_step, section};

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
    let out = repository().join("docs/screens");
    section("Pictures of every screen", || {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        run_step(
            headless::under_screen_of(SCREEN, cargo)
                .args(["run", "--quiet", "--package", "homeward-e2e", "--bin", "homeward-pictures"])
                .env("HOMEWARD_DESKTOP", &driven.desktop)
                .env("HOMEWARD_CLI", &driven.cli)
                .env("HOMEWARD_PICTURES_OUT", &out),
        )
    })?;
    for (name, screen) in SHOWN {
        // What a window shows at once, not the whole page.
        run_step(
            command("convert")
                .arg(out.join(format!("{screen}-1280.png")))
                .args(["-crop", "1280x900+0+0", "+repage", "-strip"])
                .arg(repository().join(format!("docs/{name}.png"))),
        )?;
    }
    println!("\nThe pictures are in {}", out.display());
    Ok(())
}
