//! Every page in a narrow window, with large text and in the dark.

use crate::stores::{HACKNEY, demo, homeward};
use crate::walk;
use homeward_e2e::{Fault, Outcome, Window, World};
use std::ffi::OsStr;
use std::path::Path;

/// A child of the demo store who has gone missing more than once.
const CHILD: &str = "Example Child 31";

#[test]
fn every_page_reflows_at_320_pixels_and_with_large_text_and_can_be_read_in_the_dark() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        propose_a_release(&world, &store)?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        let pages = pages(&window).await?;
        if pages.len() < 30 {
            return Err(Fault::new(format!("only {} pages were found: {pages:?}", pages.len())));
        }

        // 512 pixels zoomed to 160 % are the 320 that WCAG asks for.
        window.size(512, 900).await?;
        window.zoom_in(3).await?;
        assert_eq!(window.width().await?, 320);
        reflow(&window, &pages, "320 pixels wide").await?;
        window.zoom_out(3).await?;

        window.size(800, 900).await?;
        window.press("Display").await?;
        window.choose("Size of text", "200 %").await?;
        window.press("Close").await?;
        reflow(&window, &pages, "800 pixels wide with text of 200 %").await?;

        window.size(1280, 900).await?;
        window.press("Display").await?;
        window.choose("Size of text", "Usual").await?;
        window.choose("Colours", "Light text on a dark page").await?;
        window.look("the display page in the dark").await?;
        window.press("Close").await?;
        for page in &pages {
            show(&window, page).await?;
            window
                .assert_accessible()
                .await
                .map_err(|fault| fault.while_doing(&format!("{page} in the dark")))?;
        }
        window.close().await
    })
}

/// A release that waits for a second person, so that there is a page on which to look at it.
fn propose_a_release(world: &World, store: &Path) -> Outcome {
    let words = [
        "--authority",
        HACKNEY,
        "--period",
        "2025-26",
        "--to",
        "London Datastore",
        "--purpose",
        "Yearly figures",
        "--agreement",
        "Example agreement",
    ];
    let words: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
    let proposed = homeward(world, &["release", "propose"], store, &words)?;
    assert!(proposed.status.success(), "{proposed:?}");
    Ok(())
}

/// Shows a page, and waits until all of it is there: a release is worked out anew each time.
async fn show(window: &Window, page: &str) -> Outcome {
    window.show(page).await?;
    if page.starts_with("release/") {
        window.worked_out("Before it leaves", "Nothing has been written yet.").await?;
    }
    Ok(())
}

/// Every page that can be reached from a child with a conversation, by its path, and the page of a
/// release that waits.
async fn pages(window: &Window) -> Outcome<Vec<String>> {
    let mut pages: Vec<String> =
        ["", "find", "import", "release", "national", "figures", "nowhere"]
            .map(str::to_owned)
            .into();
    window.show("release").await?;
    let waiting = window.links_to(&["release/"]).await?;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    pages.extend(waiting);
    window.show("").await?;
    window.follow("Find a child").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", CHILD).await?;
    window.follow(CHILD).await?;
    window.on_page(CHILD).await?;
    let child = window.address().await?.trim_start_matches("#/").to_owned();
    let on_child = window.links_to(&["record/", "chronology/"]).await?;
    pages.push(child);
    let mut kinds = Vec::new();
    for path in on_child {
        window.show(&path).await?;
        // One record of each kind has every section of its kind that shows.
        let kind = window.heading().await?;
        if kinds.contains(&kind) {
            continue;
        }
        kinds.push(kind);
        pages.push(path);
        let inside = ["record/", "check/", "with/", "copy/", "report/"];
        pages.extend(window.links_to(&inside).await?);
    }
    pages.sort();
    pages.dedup();
    Ok(pages)
}

async fn reflow(window: &Window, pages: &[String], how: &str) -> Outcome {
    let mut wide = Vec::new();
    for page in pages {
        show(window, page).await?;
        window.open_details().await?;
        if let Err(fault) = window.assert_nothing_is_cut_off(&window.heading().await?).await {
            wide.push(fault.to_string());
        }
    }
    if wide.is_empty() {
        return Ok(());
    }
    Err(Fault::new(format!("{how}, these scroll sideways:\n{}", wide.join("\n"))))
}
