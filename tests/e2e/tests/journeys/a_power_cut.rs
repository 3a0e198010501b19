//! The whole program is killed while somebody answers: what the screen had called saved is there.

use crate::stores::{empty, status_says};
use crate::walk;
use homeward_e2e::{Fault, Outcome, Window, World, day};
use std::time::Duration;

const FIELD: &str = "Text of the police notification";

/// How long after the last key stroke each kill comes, in milliseconds: before the hand has rested,
/// about when the answer is sent, and after.
const AFTER: [u64; 5] = [0, 200, 400, 430, 520];

#[test]
fn no_answer_that_the_screen_called_saved_is_lost_when_the_program_is_killed() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "worker")?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        window.press("Add a return").await?;
        window.on_page("Add a return").await?;
        window.answer("First name", "Example").await?;
        window.answer("Last name", "Child 12").await?;
        window.answer_when("When did they go missing?", &day(1), "").await?;
        window.close().await?;

        let mut called_saved = String::new();
        let mut typed = String::new();
        for (round, after) in AFTER.iter().enumerate() {
            let window = come_back(&world).await?;
            let found = window.value(FIELD).await?;
            if !found.starts_with(&called_saved) || !typed.starts_with(&found) {
                return Err(Fault::new(format!(
                    "saved was \"{called_saved}\", typed \"{typed}\", and \"{found}\" came back"
                )));
            }
            window.type_into(FIELD, &format!("Round {round} is saved. ")).await?;
            window.saved().await?;
            called_saved = window.value(FIELD).await?;
            window.type_into(FIELD, "This is not waited for. ").await?;
            typed = window.value(FIELD).await?;
            tokio::time::sleep(Duration::from_millis(*after)).await;
            window.kill();
        }
        let window = come_back(&world).await?;
        assert!(window.value(FIELD).await?.starts_with(&called_saved));
        assert!(called_saved.contains("Round 4 is saved."), "{called_saved}");
        window.close().await?;
        status_says(&world, &store, "\"episodes\":1")
    })
}

/// Opens the return again that was being added.
async fn come_back(world: &World) -> Outcome<Window> {
    let window = Window::open(world, &world.store()).await?;
    window.unlock().await?;
    window.follow("My work").await?;
    window.on_page("My work").await?;
    window.follow("Example Child 12").await?;
    window.on_page("Add a return").await?;
    Ok(window)
}
