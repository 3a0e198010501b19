//! The pages that no other journey comes by, so that axe and a pair of eyes have seen every one.

use crate::stores::demo;
use crate::walk;
use homeward_e2e::{Key, Outcome, Window, World, day};

#[test]
fn every_other_page_opens_and_is_accessible() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.on_page("My work").await?;
        keys(&window).await?;
        child_and_records(&window).await?;
        police_and_support(&window).await?;
        no_such_page(&window).await?;
        window.close().await
    })
}

async fn keys(window: &Window) -> Outcome {
    window.press("Keys").await?;
    window.sees("Lock Homeward now").await?;
    window.look("keys").await?;
    window.key(Key::Escape).await
}

async fn child_and_records(window: &Window) -> Outcome {
    window.follow("Find a child").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", "Example Child 31").await?;
    window.follow("Example Child 31").await?;
    window.on_page("Example Child 31").await?;
    window.look("child-of-the-demo").await?;

    window.press("Details about the child").await?;
    window.on_page("The child").await?;
    window.look("child-record").await?;
    window.follow("Who they are").await?;
    window.on_page("Who they are").await?;
    window.look("child-who").await?;
    window.press("Continue").await?;
    window.on_page("About them").await?;
    window.look("child-about").await?;

    window.to_check_answers().await?;
    window.look("child-check-answers").await
}

/// A second return of a child who is known, and the records about it that journey (a) leaves out.
async fn police_and_support(window: &Window) -> Outcome {
    window.follow("Find a child").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", "Example Child 31").await?;
    window.follow("Example Child 31").await?;
    window.on_page("Example Child 31").await?;
    window.press("Add a return for this child").await?;
    window.on_page("Add a return").await?;
    window.sees("This return is for Example Child 31.").await?;
    window.answer_when("When did they go missing?", &day(1), "21:15").await?;
    window.answer_by("Are they back?", "Back").await?;
    window.answer_when("When did they come back?", &day(0), "0:01").await?;
    window.look("add-a-return-for-a-known-child").await?;
    window.press("Add this return").await?;
    window.on_page("Example Child 31").await?;
    let child = window.address().await?;

    window.press("Record the police prevention interview").await?;
    window.on_page("Police prevention interview").await?;
    window.look("police-prevention-interview").await?;
    window.follow("Whether it was held").await?;
    window.answer_by("Did the police hold a prevention interview?", "Yes").await?;
    window.look("police-held").await?;
    window.press("Continue").await?;
    window.on_page("What the police told you").await?;
    window.look("police-review").await?;

    window.go_to(child.trim_start_matches("#/")).await?;
    window.on_page("Example Child 31").await?;
    window.press("Start the return conversation").await?;
    window.on_page("Return conversation").await?;
    known_from_last_time(window).await?;
    window.press("Support and promises").await?;
    window.on_page("Support after the return").await?;
    window.look("support").await?;
    window.follow("Promises").await?;
    window.press("Add a promise").await?;
    window.answer("What did you promise?", "To ring on Friday.").await?;
    window.look("promises").await?;

    window.go_to(child.trim_start_matches("#/")).await?;
    window.on_page("Example Child 31").await?;
    window.follow("Went missing").await?;
    window.sees("Worked out").await?;
    window.look("episode").await
}

/// What was known last time stands there, and is brought over only when somebody says so.
async fn known_from_last_time(window: &Window) -> Outcome {
    const CLEAR: &str = "Clear the answer to Who delivers the return conversation?";
    window.follow("The offer").await?;
    window.on_page("The offer").await?;
    assert!(!window.has("button", CLEAR).await?, "it was brought over by itself");
    window.look("known from last time").await?;
    window.press("Use last time’s").await?;
    window.until("last time's answer is here", async || window.has("button", CLEAR).await).await?;
    window.follow("Back to all sections").await?;
    window.on_page("Return conversation").await
}

async fn no_such_page(window: &Window) -> Outcome {
    window.go_to("nowhere/at/all").await?;
    window.on_page("There is no such page").await?;
    window.look("no-such-page").await
}
