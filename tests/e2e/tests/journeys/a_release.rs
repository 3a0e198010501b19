//! Journey (c): a small store gets no release and is told why; the demo store gets one, and
//! `homeward check` accepts it.

use crate::stores::{HACKNEY, demo, empty, fixture, homeward};
use crate::walk;
use homeward_e2e::{Outcome, PASSPHRASE, Window, World, last_financial_year};
use std::ffi::OsStr;
use std::path::Path;

#[test]
fn a_release_of_a_few_children_is_refused_with_the_reason() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "supervisor")?;
        few_children(&world, &store)?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.press("Make a release").await?;
        let out = world.path("files/release");
        ask_for_a_release(&window, "2025 to 2026", &out).await?;
        window.press("Make the release").await?;
        window.sees("No release was made").await?;
        window.sees("There are fewer than five children with an episode in 2025-26.").await?;
        window.look("release-refused").await?;
        assert!(!out.join("manifest.json").exists(), "a refused release left files");
        window.close().await
    })
}

#[test]
fn a_release_of_the_demo_store_is_made_and_holds() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        window.look("my-work-of-the-demo").await?;
        window.press("Make a release").await?;
        let out = world.path("files/release");
        ask_for_a_release(&window, &last_financial_year(), &out).await?;
        window.look("make-a-release").await?;
        window.press("Make the release").await?;
        window.on_page("The release is made").await?;
        window.look("release-made").await?;
        window.close().await?;

        let alone = world.homeward(&[OsStr::new("check"), out.as_os_str()])?;
        assert_eq!(alone.status.code(), Some(0), "{alone:?}");
        let counted = homeward(&world, &["check"], &store, &[out.as_os_str()])?;
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
    })
}

/// Four episodes of as many children, by the command line.
fn few_children(world: &World, store: &Path) -> Outcome {
    let all = std::fs::read_to_string(fixture("ssda903/missing.csv"))?;
    let few: Vec<&str> = all.lines().take(5).collect();
    let missing = world.bring("files/missing.csv", &few.join("\n"))?;
    let header = fixture("ssda903/header.csv");
    let output = homeward(
        world,
        &["import", "ssda903", "--authority", HACKNEY],
        store,
        &[OsStr::new("--header"), header.as_os_str(), OsStr::new("--missing"), missing.as_os_str()],
    )?;
    assert!(output.status.success(), "{output:?}");
    Ok(())
}

async fn ask_for_a_release(window: &Window, period: &str, out: &Path) -> Outcome {
    window.on_page("Make a release").await?;
    window.choose("Financial year", period).await?;
    window.tick("London Datastore").await?;
    std::fs::create_dir_all(out)?;
    window.press("Choose… Folder").await?;
    window.answer_file_dialog("Folder to write it to", out).await?;
    window.fill("Your passphrase", PASSPHRASE).await
}
