//! A conversation that was held, some of it answered by the child, from the offer to ready for
//! review, and what comes out of it.

use super::{add_return, open_large};
use crate::stores::empty;
use crate::walk;
use homeward_e2e::{Key, Outcome, PASSPHRASE, Window, World};

/// What the child writes on a page of their own.
const WORDS: &str = "I was at the park. I was not lost.";

#[test]
fn a_conversation_is_written_up_by_keys_alone_with_pages_for_the_child() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "worker")?;
        let window = open_large(&world, &store).await?;
        add_return(&window, "Child 22").await?;
        window.enter("Start the return conversation").await?;
        window.on_page("Return conversation").await?;
        window.look("return conversation, large").await?;
        with_the_child(&window).await?;
        write_up(&window).await?;
        open_copies(&window).await?;
        window.close().await
    })
}

/// One question a page, in plain words; each may be skipped.
async fn with_the_child(window: &Window) -> Outcome {
    window.enter("With you: pages for the child").await?;
    window.on_page("These pages are for you").await?;
    window.look("with you, large").await?;
    window.enter("Start").await?;
    let mut seen = 0;
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        let ask = window.heading().await?;
        if ask == "Thank you" {
            break;
        }
        seen += 1;
        assert!(seen < 30, "the pages for the child never end");
        if seen <= 2 || ask.starts_with("How did you feel") {
            window.look(&ask).await?;
        }
        if ask.starts_with("In your own words") {
            window.to_question("In your own words").await?;
            window.keys(WORDS).await?;
            window.saved().await?;
            window.look(&ask).await?;
            window.enter("Next").await?;
        } else {
            window.enter("Skip this").await?;
        }
        window.until_heading_is_not(&ask).await?;
    }
    assert!(seen > 5, "the child was asked {seen} questions");
    window.look("thank you, large").await?;
    window.enter("Finish").await?;
    window.on_page("Return conversation").await
}

async fn write_up(window: &Window) -> Outcome {
    window.enter("The offer").await?;
    window.on_page("The offer").await?;
    window.digit("Was a return conversation offered?", "Offered").await?;
    window.write("When did the offer reach the child?", "y").await?;
    window.key(Key::Tab).await?;
    window.keys("11:30").await?;
    window.saved().await?;
    window.digit("What came of the offer?", "Held and finished").await?;
    window.digit("Who delivers the return conversation?", "A commissioned charity").await?;
    window.look("the offer, large").await?;
    window.continue_to("The conversation").await?;
    window.write("When did the conversation begin?", "t").await?;
    window.key(Key::Tab).await?;
    window.keys("0:05").await?;
    window.saved().await?;
    window.digit("How did you talk?", "Phone call").await?;
    window.digit("Who did you talk with?", "The child, alone").await?;
    window.digit("Did you explain who would see this", "Yes").await?;
    window.digit("How willing were they to talk?", "Talked willingly").await?;
    window.look("the conversation, large").await?;

    window.continue_to("What happened").await?;
    // The child's answer stands on the worker's page.
    assert_eq!(window.value("In the child's own words").await?, WORDS);
    window.write("What happened?", "They walked to the park after an argument.").await?;
    window.digit("How do they see it themselves?", "Was just out, or with friends").await?;
    window.look("what happened, large").await?;

    window.continue_to("Reasons").await?;
    window.add_row("Reasons for going missing").await?;
    window.search_list("What was the reason?", "Rules, curfew or boundaries").await?;
    window.digit("Whose view is it?", "The child's").await?;
    window.look("reasons, large").await?;

    window.continue_to("Harm and danger").await?;
    window.add_row("Harm or risk while they were missing").await?;
    window.search_list("What was the harm or risk?", "A risk in the home").await?;
    window.digit("How is it known?", "The child said so").await?;
    window.enter("More questions").await?;
    window.digit("Did you find a risk in the home?", "Yes").await?;
    window.look("harm, large").await?;
    window.continue_to("Acting now").await?;
    window
        .digit(
            "Did they disclose anything significant?",
            "Something of concern, but not significant",
        )
        .await?;
    window.look("acting, large").await?;
    window.continue_to("What helps").await?;
    window.digit("What helps them stay safe?", "Good friends").await?;
    window.digit("Did you tell them how to stay safe", "Yes").await?;
    window.look("what helps, large").await?;
    for page in ["Sharing it", "Your judgement", "Who held it", "Manager’s view"] {
        window.continue_to(page).await?;
        window.look(page).await?;
    }
    window.continue_to("Check answers").await?;
    window.look("check answers, large").await?;
    assert!(!window.shows("There is a problem").await?, "check answers finds a problem");
    // Ctrl and Enter does what the page is there for.
    window.key_with(Key::Control, Key::Enter).await?;
    window.sees("self-checked").await?;
    window.look("ready for review, large").await
}

/// The chronology, and the copy that the child may take, with its warning.
async fn open_copies(window: &Window) -> Outcome {
    window.enter("Back to all sections").await?;
    window.on_page("Return conversation").await?;
    window.enter("Chronology of the child").await?;
    window.on_page("Chronology").await?;
    window.sees("Went missing").await?;
    window.sees("Rules, curfew or boundaries").await?;
    window.look("chronology, large").await?;
    window.key_with(Key::Alt, Key::Left).await?;
    window.on_page("Return conversation").await?;
    window.enter("A copy for the child").await?;
    window.on_page("What I told you, and who sees it").await?;
    window.sees("home may not be safe").await?;
    assert!(window.has_warning().await?, "nothing warns that the home may not be safe");
    window.look("a copy for the child, large").await?;
    window.reach("I talked with the child about where the paper will be kept").await?;
    window.key(' ').await?;
    window.key(Key::Tab).await?;
    window.keys(PASSPHRASE).await?;
    window.key(Key::Enter).await?;
    window.sees("Give it to the child").await?;
    window.sees(WORDS).await?;
    window.look("the copy, large").await
}
