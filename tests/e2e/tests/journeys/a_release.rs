//! Journey (c): a release is looked at before anything is written, one person proposes it and
//! another approves it; a small store gets none and is told why, and `homeward check` accepts what
//! was made.

use crate::stores::{HACKNEY, demo, empty, fixture, homeward};
use crate::walk;
use homeward_e2e::{Outcome, PASSPHRASE, Window, World, last_financial_year};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Output;

/// Passphrase of the information-governance officer.
const SECOND: &str = "copper kettle orchard lantern";

const PURPOSE: &str = "Yearly figures for the borough";
const AGREEMENT: &str = "Example agreement of 1 April 2026";

#[test]
fn a_release_of_a_few_children_is_a_statement_and_their_records_are_refused() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "supervisor")?;
        import(&world, &store, 5)?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.press("Make a release").await?;
        ask_for_a_release(&window, "2025 to 2026").await?;
        window.worked_out("Before it leaves", "Nothing has been written yet.").await?;
        window.sees("This release will be a statement: fewer than five children").await?;
        assert!(window.has("button", "Ask for approval").await?, "it could not be proposed");
        window.look("release-statement").await?;
        window.press("Change the questions").await?;
        window.on_page("Make a release").await?;
        window.choose("What is released?", "Episode records").await?;
        window.press("Look at it before it leaves").await?;
        window.worked_out("Before it leaves", "Nothing has been written yet.").await?;
        window.sees("There are fewer than five children with an episode in 2025-26.").await?;
        window.sees("What stands in the way").await?;
        assert!(!window.has("button", "Ask for approval").await?, "it could be proposed");
        window.look("release-refused").await?;
        window.press("Change the questions").await?;
        window.on_page("Make a release").await?;
        assert_eq!(window.value("What is it for?").await?, PURPOSE);
        window.close().await
    })
}

#[test]
fn a_release_of_the_demo_store_is_looked_at_proposed_approved_made_and_holds() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        let_an_officer_in(&world, &store)?;

        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        window.look("my-work-of-the-demo").await?;
        window.press("Make a release").await?;
        window.on_page("Make a release").await?;
        // Without an answer, each field says what is missing.
        window.press("Look at it before it leaves").await?;
        window.sees("Say what it is for").await?;
        window.sees("Name the agreement").await?;
        ask_for_a_release(&window, &last_financial_year()).await?;
        window.worked_out("Before it leaves", "Nothing has been written yet.").await?;
        for said in [
            "Nobody can be told apart",
            "What leaves",
            "The smallest group",
            "Do small groups vanish first?",
            "Could a child be known from it?",
            AGREEMENT,
        ] {
            window.sees(said).await?;
        }
        window.look("before-it-leaves").await?;
        window.press("Ask for approval").await?;
        window.sees("Enter your passphrase").await?;
        window.fill("Your passphrase", PASSPHRASE).await?;
        window.press("Ask for approval").await?;
        window.worked_out("It waits for a second person", "Nothing has left").await?;
        window.look("release-proposed").await?;

        // Whoever proposed it can look at it and withdraw it, and cannot approve it.
        window.press("See what waits").await?;
        window.sees("Waits for somebody else").await?;
        let title = format!("Topic tables, Hackney, {}", last_financial_year());
        window.follow(&title).await?;
        window.worked_out("Before it leaves", "You proposed it, so you cannot approve it.").await?;
        assert!(!window.has("button", "Approve and write").await?, "their own could be approved");
        window.look("their-own-proposal").await?;
        window.lock_by_keys().await?;

        // The officer sees releases and figures, and no child.
        let window = Window::open(&world, &store).await?;
        window.unlock_with(SECOND).await?;
        window.on_page("Releases").await?;
        window.sees("Waits for you").await?;
        assert!(!window.has("link", "Find a child").await?, "an officer is led to children");
        window.look("releases-of-the-officer").await?;
        window.go_to("find").await?;
        window.until_heading_is_not("Releases").await?;
        assert!(!window.has("field", "Name or local id").await?, "an officer can find a child");
        window.go_to("release").await?;
        window.on_page("Releases").await?;
        window.follow(&title).await?;
        window.worked_out("Before it leaves", "Approve and write").await?;
        window.look("release-to-approve").await?;
        let out = world.path("files/release");
        std::fs::create_dir_all(&out)?;
        window.press("Choose… Folder").await?;
        window.answer_file_dialog("Folder to write it to", &out).await?;
        window.fill("Your passphrase", PASSPHRASE).await?;
        window.press("Approve and write").await?;
        // The passphrase of the other one is none.
        window.sees("That is not your passphrase.").await?;
        assert_eq!(std::fs::read_dir(&out)?.count(), 0, "something was written");
        window.fill("Your passphrase", SECOND).await?;
        window.press("Approve and write").await?;
        window.worked_out("The release is made", "risk-report.html").await?;
        window.look("release-made").await?;
        window.close().await?;

        read_the_report(&out)?;
        holds_until_it_is_damaged(&world, &store, &out)
    })
}

#[test]
fn a_proposal_is_refused_when_the_records_have_changed_since() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        let_an_officer_in(&world, &store)?;
        let asked = ["--authority", HACKNEY, "--period", "2025-26", "--to", "London Datastore"];
        let why = ["--purpose", PURPOSE, "--agreement", AGREEMENT];
        let words: Vec<&OsStr> = asked.iter().chain(&why).map(OsStr::new).collect();
        succeeded(homeward(&world, &["release", "propose"], &store, &words)?);
        import(&world, &store, usize::MAX)?;

        let window = Window::open(&world, &store).await?;
        window.unlock_with(SECOND).await?;
        window.on_page("Releases").await?;
        window.follow("Topic tables, Hackney, 2025 to 2026").await?;
        let changed = "The records have changed since it was looked at";
        window.worked_out("Before it leaves", changed).await?;
        window.sees("It cannot be approved.").await?;
        assert!(!window.has("button", "Approve and write").await?, "it could be approved");
        window.look("release-changed").await?;
        window.close().await
    })
}

/// The report that went with it, as somebody finds it in the folder. No page of the window may open
/// a file, so it is read as it lies there.
fn read_the_report(out: &Path) -> Outcome {
    let page = std::fs::read_to_string(out.join("risk-report.html"))?;
    for said in ["London Datastore", PURPOSE, AGREEMENT, "Can a child be singled out?"] {
        assert!(page.contains(said), "the report does not say {said}");
    }
    for from_outside in ["<script", "src=\"http", "href=\"http", "@import"] {
        assert!(!page.contains(from_outside), "the report asks for {from_outside}");
    }
    let data: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("risk-report.json"))?)
            .map_err(|fault| homeward_e2e::Fault::new(fault.to_string()))?;
    assert_eq!(data["purpose"], PURPOSE, "{data}");
    let manifest = std::fs::read_to_string(out.join("manifest.json"))?;
    for said in ["London Datastore", PURPOSE, AGREEMENT, "risk-report.html", "risk-report.json"] {
        assert!(manifest.contains(said), "the manifest does not say {said}");
    }
    Ok(())
}

fn holds_until_it_is_damaged(world: &World, store: &Path, out: &Path) -> Outcome {
    let alone = world.homeward(&[OsStr::new("check"), out.as_os_str()])?;
    assert_eq!(alone.status.code(), Some(0), "{alone:?}");
    let counted = homeward(world, &["check"], store, &[out.as_os_str()])?;
    assert_eq!(counted.status.code(), Some(0), "{counted:?}");

    // The control: damage is seen.
    let cells = out.join("cells.csv");
    let text = std::fs::read_to_string(&cells)?;
    let mut lines: Vec<&str> = text.lines().collect();
    lines.pop();
    std::fs::write(&cells, lines.join("\n"))?;
    let damaged = world.homeward(&[OsStr::new("check"), out.as_os_str()])?;
    assert_eq!(damaged.status.code(), Some(1), "{damaged:?}");
    Ok(())
}

fn succeeded(output: Output) {
    assert!(output.status.success(), "{output:?}");
}

/// An information-governance officer with a passphrase of their own.
fn let_an_officer_in(world: &World, store: &Path) -> Outcome {
    let theirs = world.bring("files/second", &format!("{SECOND}\n"))?;
    let who = ["--name", "Example Officer", "--role", "governance", "--their-passphrase-file"];
    let mut more: Vec<&OsStr> = who.iter().map(OsStr::new).collect();
    more.push(theirs.as_os_str());
    succeeded(homeward(world, &["store", "add-person"], store, &more)?);
    Ok(())
}

/// Brings in so many lines of the fixture, the heading among them, by the command line.
fn import(world: &World, store: &Path, lines: usize) -> Outcome {
    let all = std::fs::read_to_string(fixture("ssda903/missing.csv"))?;
    let few: Vec<&str> = all.lines().take(lines).collect();
    let missing = world.bring("files/missing.csv", &few.join("\n"))?;
    let header = fixture("ssda903/header.csv");
    let output = homeward(
        world,
        &["import", "ssda903", "--authority", HACKNEY, "--skip-wrong"],
        store,
        &[OsStr::new("--header"), header.as_os_str(), OsStr::new("--missing"), missing.as_os_str()],
    )?;
    succeeded(output);
    Ok(())
}

async fn ask_for_a_release(window: &Window, period: &str) -> Outcome {
    window.on_page("Make a release").await?;
    window.choose("What is released?", "Topic tables").await?;
    window.choose("Financial year", period).await?;
    window.tick("London Datastore").await?;
    window.fill("What is it for?", PURPOSE).await?;
    window.fill("Under which agreement?", AGREEMENT).await?;
    window.press("Look at it before it leaves").await
}
