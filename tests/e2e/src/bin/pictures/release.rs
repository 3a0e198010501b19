//! A release from the question to the files, by two people, and one that is refused.

use super::album::Album;
use homeward_e2e::{Fault, Outcome, PASSPHRASE, Window, World, last_financial_year};
use std::ffi::OsStr;
use std::path::Path;

/// Passphrase of the information-governance officer.
const SECOND: &str = "copper kettle orchard lantern";

/// Lets an information-governance officer in, while nobody has the store open.
pub fn let_an_officer_in(world: &World, store: &Path) -> Outcome {
    let theirs = world.bring("files/second", &format!("{SECOND}\n"))?;
    let who = ["--name", "Example Officer", "--role", "governance", "--their-passphrase-file"];
    let mut more: Vec<&OsStr> = who.iter().map(OsStr::new).collect();
    more.push(theirs.as_os_str());
    homeward(world, &["store", "add-person"], store, &more)
}

/// A supervisor asks for one, looks at it and proposes it.
pub async fn asked_for(window: &Window, album: &Album) -> Outcome {
    window.show("release").await?;
    ask(window, &last_financial_year()).await?;
    album.add(window, "make-a-release").await?;
    window.press("Look at it before it leaves").await?;
    window.worked_out("Before it leaves", "Nothing has been written yet.").await?;
    album.add(window, "release-preview").await?;
    window.press("Ask for approval").await?;
    window.sees("Enter your passphrase").await?;
    window.fill("Your passphrase", PASSPHRASE).await?;
    window.press("Ask for approval").await?;
    window.worked_out("It waits for a second person", "Nothing has left").await?;
    album.add(window, "release-proposed").await?;
    window.press("See what waits").await?;
    window.sees("Waits for somebody else").await?;
    album.add(window, "release-waits").await?;
    window.follow(&title()).await?;
    window.worked_out("Before it leaves", "You proposed it, so you cannot approve it.").await?;
    album.add(window, "release-own-proposal").await
}

/// The officer looks at it and approves it.
pub async fn approved(world: &World, store: &Path, album: &Album) -> Outcome {
    let window = Window::open(world, store).await?;
    window.unlock_with(SECOND).await?;
    window.on_page("Releases").await?;
    window.sees("Waits for you").await?;
    album.add(&window, "releases-of-an-officer").await?;
    window.follow(&title()).await?;
    window.worked_out("Before it leaves", "Approve and write").await?;
    let out = world.path("files/release");
    window.fill("Folder to write it to", &out.display().to_string()).await?;
    album.add(&window, "approve-a-release").await?;
    window.fill("Your passphrase", SECOND).await?;
    window.press("Approve and write").await?;
    window.worked_out("The release is made", "risk-report.html").await?;
    album.add(&window, "release-made").await?;
    // What goes with the release, as a browser shows it.
    window.show_written(&std::fs::read_to_string(out.join("risk-report.html"))?).await?;
    window.on_page("Risk report").await?;
    album.add(&window, "risk-report").await?;
    window.close().await
}

/// A store of too few children gets a statement, and is told why it gets no episode records.
pub async fn refused(world: &World, album: &Album) -> Outcome {
    let store = world.path("files/small.homeward");
    let recovery = world.path("files/small-recovery.txt");
    let who = ["--user", "Example Worker", "--role", "supervisor", "--authority", "E09000012"];
    let mut more: Vec<&OsStr> = who.iter().map(OsStr::new).collect();
    more.extend([OsStr::new("--recovery-out"), recovery.as_os_str()]);
    homeward(world, &["store", "create"], &store, &more)?;
    let fixture =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/ssda903").join(name);
    let all = std::fs::read_to_string(fixture("missing.csv"))?;
    let few: Vec<&str> = all.lines().take(5).collect();
    let missing = world.bring("files/missing.csv", &few.join("\n"))?;
    let header = fixture("header.csv");
    let files =
        [OsStr::new("--header"), header.as_os_str(), OsStr::new("--missing"), missing.as_os_str()];
    let import = ["import", "ssda903", "--authority", "E09000012", "--skip-wrong"];
    homeward(world, &import, &store, &files)?;

    let window = Window::open(world, &store).await?;
    window.unlock().await?;
    window.show("release").await?;
    ask(&window, "2025 to 2026").await?;
    window.press("Look at it before it leaves").await?;
    window.worked_out("Before it leaves", "This release will be a statement").await?;
    album.add(&window, "release-statement").await?;
    window.press("Change the questions").await?;
    window.choose("What is released?", "Episode records").await?;
    window.press("Look at it before it leaves").await?;
    window.worked_out("Before it leaves", "There are fewer than five children").await?;
    album.add(&window, "release-refused").await?;
    window.close().await
}

/// What the proposal is called where it waits.
fn title() -> String {
    format!("Topic tables, Hackney, {}", last_financial_year())
}

async fn ask(window: &Window, period: &str) -> Outcome {
    window.on_page("Make a release").await?;
    window.choose("What is released?", "Topic tables").await?;
    window.choose("What is released?", "Topic tables").await?;
    window.choose("Financial year", period).await?;
    window.tick("London Datastore").await?;
    window.fill("What is it for?", "Yearly figures for the borough").await?;
    window.fill("Under which agreement?", "Example agreement of 1 April 2026").await
}

fn homeward(world: &World, command: &[&str], store: &Path, more: &[&OsStr]) -> Outcome {
    let passphrase = world.bring("files/passphrase", &format!("{PASSPHRASE}\n"))?;
    let mut line: Vec<&OsStr> = command.iter().map(OsStr::new).collect();
    line.extend([OsStr::new("--store"), store.as_os_str()]);
    line.extend([OsStr::new("--passphrase-file"), passphrase.as_os_str()]);
    line.extend(more);
    let done = world.homeward(&line)?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(Fault::new(format!("homeward {} failed: {said}", command.join(" "))))
}
