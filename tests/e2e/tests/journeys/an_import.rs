//! Journey (b): import two files, then write up a conversation that one of the children declined,
//! by keyboard alone.

use crate::stores::{empty, fixture, status_says};
use crate::typed::Typed;
use crate::walk;
use homeward_e2e::{Key, Outcome, Window, World};

/// A child of the fixture who went missing once.
const CHILD: &str = "EXAMPLE11";

#[test]
fn files_are_imported_and_a_declined_conversation_is_written_up_by_keyboard_alone() -> Outcome {
    walk(async {
        let world = World::new()?;
        let typed = Typed::new();
        let store = empty(&world, "worker")?;
        // Copies, so that what stands in them is inside this world.
        let header = world.path("files/header.csv");
        let missing = world.path("files/missing.csv");
        std::fs::copy(fixture("ssda903/header.csv"), &header)?;
        std::fs::copy(fixture("ssda903/missing.csv"), &missing)?;

        let window = Window::open(&world, &store).await?;
        window.on_page("Homeward is locked").await?;
        // The passphrase field has the focus already.
        window.keys(homeward_e2e::PASSPHRASE).await?;
        window.key(Key::Enter).await?;
        window.on_page("My work").await?;

        window.set_text_size("200 %").await?;
        import(&window, &header.display().to_string(), &missing.display().to_string()).await?;
        find_the_child(&window).await?;
        write_up(&window, &typed).await?;

        typed.stand_only_in(&world, &[])?;
        window.close().await?;
        typed.stand_only_in(&world, &[])?;
        status_says(&world, &store, "\"episodes\":43")?;
        status_says(&world, &store, "\"conversations\":1")
    })
}

async fn import(window: &Window, header: &str, missing: &str) -> Outcome {
    window.enter("Import").await?;
    window.on_page("Import missing episodes").await?;
    window.look("import").await?;
    window.reach("Header file").await?;
    window.keys(header).await?;
    window.reach("Missing file").await?;
    window.keys(missing).await?;
    window.key(Key::Enter).await?;
    window.sees("43 episodes").await?;
    window.look("import-found").await?;
    window.enter("Bring in 43 episodes").await?;
    window.sees("Find one of these children").await?;
    window.look("import-done").await
}

async fn find_the_child(window: &Window) -> Outcome {
    window.enter("Find one of these children").await?;
    window.on_page("Find a child").await?;
    window.reach("Name or local id").await?;
    window.keys(CHILD).await?;
    window.sees("1 child found").await?;
    window.look("find").await?;
    window.key(Key::Tab).await?;
    window.key(Key::Enter).await?;
    window.sees("Went missing").await?;
    window.sees("History").await?;
    window.look("child-of-an-import").await
}

async fn write_up(window: &Window, typed: &Typed) -> Outcome {
    window.enter("Start the return conversation").await?;
    window.on_page("Return conversation").await?;
    window.enter("The offer").await?;
    window.on_page("The offer").await?;
    window.choose_by_keys("Was a return conversation offered?", "Offered").await?;
    window.saved().await?;
    window.reach_under("When did the offer reach the child?", "Date").await?;
    window.keys("14 9 2025").await?;
    window.key(Key::Tab).await?;
    window
        .choose_by_keys("What came of the offer?", "Child said no; the carer's view was taken")
        .await?;
    window.saved().await?;
    window
        .choose_by_keys("Who delivers the return conversation?", "A commissioned charity")
        .await?;
    window.saved().await?;
    // From any field, Ctrl and Enter goes on.
    window.key_with(Key::Control, Key::Enter).await?;

    window.on_page("When the answer was no").await?;
    window.look("said-no").await?;
    window.choose_by_keys("Who said no?", "The child").await?;
    window.choose_by_keys("Was a parent or carer asked what they know?", "Yes").await?;
    window.saved().await?;
    window.reach("What did the parent or carer say?").await?;
    window.keys(&typed.carer_view).await?;
    window.saved().await?;
    window.look("carer-view").await?;
    window.key_with(Key::Control, Key::Enter).await?;

    window.on_page("Why they did not talk").await?;
    window
        .choose_by_keys("Why did they not want to talk, or not freely?", "Wants to keep it private")
        .await?;
    window.saved().await?;
    window.continue_until("Check answers").await?;
    window.sees(&typed.carer_view).await?;
    window.look("check-answers-declined").await?;
    window.enter("Mark ready for review").await?;
    window.sees("self-checked").await?;
    window.look("ready-for-review").await
}
