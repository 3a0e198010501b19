//! Journeys by keyboard alone, with text at twice its size and axe on every page.

mod conversation;
mod national;
mod police;

use homeward_e2e::{Key, Outcome, PASSPHRASE, Window, World};
use std::path::Path;

/// Unlocks and makes text twice as large, by keys.
async fn open_large(world: &World, store: &Path) -> Outcome<Window> {
    let window = Window::open(world, store).await?;
    window.on_page("Homeward is locked").await?;
    // The passphrase field has the focus already.
    window.keys(PASSPHRASE).await?;
    window.key(Key::Enter).await?;
    window.on_page("My work").await?;
    window.set_text_size("200 %").await?;
    window.look("my work, large").await?;
    Ok(window)
}

/// Adds a return of a new child by keys, up to the page of the child.
async fn add_return(window: &Window, surname: &str) -> Outcome {
    window.enter("Add a return").await?;
    window.on_page("Add a return").await?;
    window.write("First name", "Example").await?;
    window.write("Last name", surname).await?;
    window.write("Date of birth", "14 3 2011").await?;
    window.write("Number in your case system", &format!("EX{}", surname.len())).await?;
    window.write("When did they go missing?", "y").await?;
    window.key(Key::Tab).await?;
    window.keys("1:10").await?;
    window.saved().await?;
    window.digit("Are they back?", "Back").await?;
    window.write("When did they come back?", "y").await?;
    window.key(Key::Tab).await?;
    window.keys("7.10am").await?;
    window.saved().await?;
    window.write("When was the local authority first told?", "y").await?;
    window.key(Key::Tab).await?;
    window.keys("9:05").await?;
    window.saved().await?;
    window.digit("Who told you?", "Police notification (Merlin)").await?;
    window.look("add a return, large").await?;
    window.continue_to(&format!("Example {surname}")).await
}
