//! What is typed is kept to the letter, whatever it is; and what was taken away comes back.

use crate::stores::empty;
use crate::walk;
use homeward_e2e::{Fault, Outcome, Window, World, day};

const ACCOUNT: &str = "What happened?";
const MARKUP: &str = "<script>document.title = 'run'</script><b>not bold</b> &amp; \"quoted\"";

#[test]
fn text_of_any_length_and_script_is_kept_exactly_and_rows_come_back() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "worker")?;
        let window = Window::open(&world, &store).await?;
        window.unlock().await?;
        let record = conversation(&window).await?;
        texts(&window, &record).await?;
        rows(&window, &record).await?;
        window.close().await
    })
}

/// A return and its conversation that was held; gives the path of the record.
async fn conversation(window: &Window) -> Outcome<String> {
    window.press("Add a return").await?;
    window.on_page("Add a return").await?;
    window.answer("First name", "عبد الرحمن").await?;
    window.answer("Last name", "Example-Featherstonehaugh 👩🏽‍🚀 Child 23").await?;
    window.answer_when("When did they go missing?", &day(2), "18:40").await?;
    window.answer_by("Are they back?", "Back").await?;
    window.answer_when("When did they come back?", &day(1), "7.10am").await?;
    window.press("Add this return").await?;
    window.sees("عبد الرحمن").await?;
    window.look("a child with a long name in two directions").await?;
    window.until_pressed("Start the return conversation", "Return conversation").await?;
    let record = window.address().await?.trim_start_matches("#/").to_owned();
    window.follow("The offer").await?;
    window.on_page("The offer").await?;
    window.answer_by("Was a return conversation offered?", "Offered").await?;
    window.answer_by("What came of the offer?", "Held and finished").await?;
    Ok(record)
}

async fn texts(window: &Window, record: &str) -> Outcome {
    let long = "Walked on. ".repeat(18_182);
    let strange = format!(
        "{MARKUP}\n‏قالت إنها كانت في الحديقة‏ then \u{202e}turned\u{202c} back. \
         👩🏽‍🚀🏳️‍🌈 é e\u{301} 漢字 \u{1}\u{7}\u{1b}[31m \u{feff}\u{200b} tab\there.\n\n  two spaces  "
    );
    assert!(long.chars().count() > 200_000);
    for (what, text) in [("200,000 characters", long), ("strange characters", strange)] {
        open(window, record).await?;
        window.paste(ACCOUNT, &text).await?;
        window.saved().await?;
        window.go_to("").await?;
        window.on_page("My work").await?;
        open(window, record).await?;
        let kept = window.value(ACCOUNT).await?;
        if kept != text {
            return Err(Fault::new(format!(
                "{what}: {} characters were typed and {} came back",
                text.chars().count(),
                kept.chars().count()
            )));
        }
    }
    window.look("a text in every script").await?;
    window.to_check_answers().await?;
    window.sees("<script>document.title = 'run'</script><b>not bold</b> &amp;").await?;
    assert_eq!(window.title().await?, "Check answers – Homeward", "typed markup was run");
    window.look("check answers with markup as text").await
}

async fn open(window: &Window, record: &str) -> Outcome {
    window.go_to(record).await?;
    window.on_page("Return conversation").await?;
    window.follow(ACCOUNT.trim_end_matches('?')).await?;
    window.on_page("What happened").await
}

async fn rows(window: &Window, record: &str) -> Outcome {
    open(window, record).await?;
    window.until_pressed("Continue", "Reasons").await?;
    window.press("Add a reason").await?;
    window.answer_from_list("What was the reason?", "Rules, curfew or boundaries").await?;
    window.press("Remove").await?;
    window.sees("removed.").await?;
    assert!(!window.has("field", "What was the reason?").await?, "the row still stands there");
    window.look("a row that was removed").await?;
    window.press("Undo").await?;
    window
        .until("the row is back", async || window.has("field", "What was the reason?").await)
        .await?;
    assert_eq!(window.value("What was the reason?").await?, "Rules, curfew or boundaries");
    Ok(())
}
