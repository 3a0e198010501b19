//! Journey (a): first start, add a return, write it up, lock and unlock, check answers, report.

use crate::walk;
use homeward_e2e::{Outcome, Window, World, day};

#[test]
fn a_return_is_added_written_up_checked_and_reported() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = world.store();
        let window = Window::open(&world, &store).await?;
        window.first_start("Example Worker", "Worker", &world.path("files/recovery.txt")).await?;
        window.look("my-work-empty").await?;

        window.press("Add a return").await?;
        window.on_page("Add a return").await?;
        println!("{}", window.text().await?);
        window.answer("First name", "Example").await?;
        window.answer("Last name", "Child Twelve").await?;
        window.answer("Date of birth", "14 3 2011").await?;
        window.answer("Number in your case system", "EX-12").await?;
        window.answer_when("When did they go missing?", &day(2), "18:40").await?;
        window.answer_by("Are they back?", "Back").await?;
        window.answer_when("When did they come back?", &day(1), "7.10am").await?;
        window.answer_when("When was the local authority first told?", &day(1), "9:05").await?;
        window.answer_by("Who told you?", "Police notification (Merlin)").await?;
        println!("{}", window.text().await?);
        window.look("add-a-return").await?;
        window.press("Add this return").await?;
        window.on_page("Example Child Twelve").await?;
        println!("{}", window.text().await?);
        window.look("child").await?;
        window.press("Start the return conversation").await?;
        window.on_page("Return conversation").await?;
        println!("{}", window.text().await?);
        window.look("record").await?;
        window.close().await
    })
}
