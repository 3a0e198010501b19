//! Journey (a): first start, add a return, write it up, lock and unlock, check answers, report.

use crate::stores::status_says;
use crate::typed::{BORN, Typed};
use crate::walk;
use homeward_e2e::{Key, Outcome, Window, World, day};
use std::path::Path;

#[test]
fn a_return_is_added_written_up_checked_and_reported() -> Outcome {
    walk(async {
        let world = World::new()?;
        let typed = Typed::new();
        let report = world.path("files/report.html");

        let window = Window::open(&world, &world.store()).await?;
        let recovery = world.path("files/recovery.txt");
        window.first_start("Example Worker", "Worker", &recovery).await?;
        assert!(recovery.is_file(), "the recovery file is not where it was saved");
        window.look("my-work-empty").await?;

        add_the_return(&window, &typed).await?;
        start_the_conversation(&window, &typed).await?;
        let window = write_up(window, &world, &typed).await?;
        check_answers(&window).await?;
        make_the_report(&window, &typed, &report).await?;

        // While it runs, and once it has gone.
        typed.stand_only_in(&world, std::slice::from_ref(&report))?;
        window.close().await?;
        typed.stand_only_in(&world, std::slice::from_ref(&report))?;
        status_says(&world, &world.store(), "\"conversations\":1")
    })
}

async fn add_the_return(window: &Window, typed: &Typed) -> Outcome {
    window.press("Add a return").await?;
    window.on_page("Add a return").await?;
    window.answer("First name", "Example").await?;
    window.answer("Last name", &typed.surname).await?;
    window.answer("Date of birth", BORN).await?;
    window.answer("Number in your case system", "EX-12").await?;
    window.answer_when("When did they go missing?", &day(2), "18:40").await?;
    window.answer_by("Are they back?", "Back").await?;
    // What cannot be read is kept, and said beside the question.
    window.fill_under("When did they come back?", "Time, if known", "25:99").await?;
    window.saved().await?;
    window.answer_when("When did they come back?", &day(1), "7.10am").await?;
    window.answer_when("When was the local authority first told?", &day(1), "9:05").await?;
    window.answer_by("Who told you?", "Police notification (Merlin)").await?;
    window.answer("Text of the police notification", &typed.notification).await?;
    window.look("add-a-return").await?;
    window.press("Add this return").await?;
    window.on_page(&typed.name()).await?;
    window.sees("Due in").await?;
    window.look("child").await
}

async fn start_the_conversation(window: &Window, typed: &Typed) -> Outcome {
    // From the list of what is due, as on any other day.
    window.follow("My work").await?;
    window.on_page("My work").await?;
    window.sees("Due in").await?;
    window.look("my-work").await?;
    window.follow(&typed.name()).await?;
    window.until_pressed("Start the return conversation", "Return conversation").await?;
    window.look("record").await?;
    window.follow("The offer").await?;
    window.on_page("The offer").await?;
    window.answer_by("Was a return conversation offered?", "Offered").await?;
    window.answer_when("When did the offer reach the child?", &day(1), "11:30").await?;
    window.answer_by("What came of the offer?", "Held and finished").await?;
    window.answer_by("Who delivers the return conversation?", "A commissioned charity").await?;
    window.look("offer").await?;
    window.press("Continue").await?;
    window.on_page("The conversation").await
}

/// Writes up the rest, and locks in the middle of a sentence.
async fn write_up(window: Window, world: &World, typed: &Typed) -> Outcome<Window> {
    window.answer_when("When did the conversation begin?", &day(0), "0:05").await?;
    window.answer_by("How did you talk?", "Face to face").await?;
    window.answer_by("Who did you talk with?", "The child, alone").await?;
    window
        .answer_by(
            "Did you explain who would see this, and when you would have to tell someone?",
            "Yes",
        )
        .await?;
    window.answer_by("How willing were they to talk?", "Talked willingly").await?;
    window.press("Continue").await?;
    window.on_page("What happened").await?;
    window.type_into("What happened?", &typed.account).await?;
    for _ in 0..5 {
        window.key(Key::Left).await?;
    }
    let before = (window.address().await?, window.caret().await?);
    assert_eq!(before.1.1, typed.account.len() as u64 - 5, "the caret is not where keys put it");

    // Nothing is waited for: locking itself saves what was typed.
    window.lock_by_keys().await?;
    typed.stand_only_in(world, &[])?;
    let window = Window::open(world, &world.store()).await?;
    window.on_page("Homeward is locked").await?;
    window.look("locked").await?;
    window.fill("Passphrase", "not the passphrase at all").await?;
    window.press("Unlock").await?;
    window.sees("passphrase").await?;
    window.waited_out().await?;
    window.look("locked-wrong-passphrase").await?;
    window.unlock().await?;
    window.on_page("What happened").await?;
    window.caret_is_at(&before.1).await?;
    assert_eq!(window.address().await?, before.0);
    assert_eq!(window.value("What happened?").await?, typed.account);

    window.answer("In the child's own words", &typed.own_words).await?;
    window.answer_by("How do they see it themselves?", "Was just out, or with friends").await?;
    window.look("what-happened").await?;
    window.press("Continue").await?;
    window.on_page("Reasons").await?;
    window.press("Add a reason").await?;
    window.answer_from_list("What was the reason?", "Rules, curfew or boundaries").await?;
    window.answer_by("Whose view is it?", "The child's").await?;
    window.look("reasons").await?;
    window.press("Continue").await?;
    window.on_page("Harm and danger").await?;
    window.look("harm").await?;
    window.press("Continue").await?;
    window.on_page("Acting now").await?;
    window.answer_by("Did they disclose anything significant?", "Nothing disclosed").await?;
    window.look("acting").await?;
    window.press("Continue").await?;
    window.on_page("What helps").await?;
    window.answer_by("What helps them stay safe?", "Good friends").await?;
    window.look("helps").await?;
    window.to_check_answers().await?;
    Ok(window)
}

/// Some answers were left out on purpose: each is said, with a link to its question.
async fn check_answers(window: &Window) -> Outcome {
    window.sees("There is a problem").await?;
    window.look("check-answers-problems").await?;
    assert!(!window.has("button", "Mark ready for review").await?, "problems do not block");

    window.follow("Answer “Harm or risk while they were missing”").await?;
    window.on_page("Harm and danger").await?;
    window.press("Add a harm or risk").await?;
    window
        .answer_from_list("What was the harm or risk?", "No harm or risk found after asking")
        .await?;
    window.look("harm").await?;
    window.to_check_answers().await?;
    window.follow("Answer “Did you tell them how to stay safe").await?;
    window.on_page("What helps").await?;
    window.answer_by("Did you tell them how to stay safe", "Yes").await?;
    window.to_check_answers().await?;
    window.look("check-answers").await?;
    window.press("Mark ready for review").await?;
    window.sees("self-checked").await?;
    window.look("ready-for-review").await
}

async fn make_the_report(window: &Window, typed: &Typed, path: &Path) -> Outcome {
    window.press("Report for the social worker").await?;
    window.on_page("Report for the social worker").await?;
    window.fill("Who is it for?", "Example Social Worker, north team").await?;
    window.fill("Why do they need it?", "To plan support after the return").await?;
    window.fill("Your passphrase", homeward_e2e::PASSPHRASE).await?;
    window.look("ask-for-report").await?;
    window.press("Make the report").await?;
    window.sees("OFFICIAL-SENSITIVE").await?;
    window.sees(&typed.account).await?;
    window.look("report").await?;
    window.press("Choose… As a file").await?;
    window.answer_file_dialog("As a file, to save or send by secure email", path).await?;
    window.press("Save the file").await?;
    window.sees("Saved. The file is not encrypted").await?;
    let html = std::fs::read_to_string(path)?;
    assert!(html.contains(&typed.account) && html.contains("OFFICIAL-SENSITIVE"), "{html}");
    assert!(!html.contains("http:") && !html.contains("https:"), "the report loads something");
    Ok(())
}
