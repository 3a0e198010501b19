//! What the police did: an interview that is known at second hand, and a report they did not open.

use super::{add_return, open_large};
use crate::stores::empty;
use crate::walk;
use homeward_e2e::{Key, Outcome, Window, World};

/// The most key presses that an interview known at second hand may take.
const MOST_PRESSES: usize = 39;

#[test]
fn a_police_interview_at_second_hand_takes_fewer_than_40_key_presses() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = empty(&world, "worker")?;
        let window = open_large(&world, &store).await?;
        add_return(&window, "Child 21").await?;
        let child = window.address().await?;
        window.look("child, large").await?;
        window.enter("Record the police prevention interview").await?;
        window.on_page("Police prevention interview").await?;
        window.look("police prevention interview, large").await?;

        let before = window.presses();
        second_hand(&window).await?;
        let took = window.presses() - before;
        assert!(took <= MOST_PRESSES, "it took {took} key presses");

        window.sees("Police prevention interview").await?;
        assert!(!window.shows("There is a problem").await?, "check answers finds a problem");
        assert!(window.has("button", "Mark ready for review").await?, "it cannot be made ready");
        window.look("check answers of the interview, large").await?;
        each_page_is_accessible(&window).await?;

        window.go_to(child.trim_start_matches("#/")).await?;
        window.on_page("Example Child 21").await?;
        not_opened(&window).await?;
        window.close().await
    })
}

/// From the record's first page to answers that check answers accepts.
async fn second_hand(window: &Window) -> Outcome {
    window.enter("Whether it was held").await?;
    window.on_page("Whether it was held").await?;
    window.digit("Did the police hold a prevention interview?", "Yes").await?;
    window.write("When was it held?", "y").await?;
    window.digit("How do you know about it?", "From the police report (Merlin)").await?;
    window.continue_to("What the police told you").await?;
    window.digit("How was it held?", "Phone call").await?;
    window.digit("Who did the police speak to?", "The child, alone").await?;
    window.digit("How willing was the child to talk?", "Talked willingly").await?;
    window.digit("Did the child disclose anything significant?", "Nothing disclosed").await?;
    window.digit("What came of it?", "Record shared with children's services").await?;
    window.continue_to("What the interview covered").await?;
    window.continue_to("How it was carried out").await?;
    window.continue_to("What was passed on").await?;
    window.continue_to("Check answers").await
}

/// The pages that were gone past quickly.
async fn each_page_is_accessible(window: &Window) -> Outcome {
    window.enter("Back to all sections").await?;
    window.on_page("Police prevention interview").await?;
    window.enter("Whether it was held").await?;
    for page in [
        "Whether it was held",
        "What the police told you",
        "What the interview covered",
        "How it was carried out",
        "What was passed on",
    ] {
        window.on_page(page).await?;
        window.look(page).await?;
        window.key_with(Key::Control, Key::Enter).await?;
    }
    window.on_page("Check answers").await
}

/// The police did not open a report, and nobody told the social worker.
async fn not_opened(window: &Window) -> Outcome {
    window.enter("Episode").await?;
    window.sees("When they went missing").await?;
    window.enter("What kind of episode it was").await?;
    window.on_page("What kind of episode it was").await?;
    window
        .digit("What kind of episode was it?", "Reported missing, but police did not open a report")
        .await?;
    window.digit("Was it reported to the police?", "Yes").await?;
    window.digit("What did the police do with the report?", "Did not open a report").await?;
    window.look("a report that was not opened, large").await?;
    window.continue_until("The report to the police").await?;
    window.write("When was it first reported?", "y").await?;
    window.digit("How was it reported?", "101 call").await?;
    window.digit("Who reported it?", "Foster carer").await?;
    window.write("How long did they wait on the line?", "45").await?;
    window
        .search_boxes("What reason was given for not opening a report?", "They go missing often")
        .await?;
    window.digit("Was the social worker told that no report was opened?", "No").await?;
    window.look("the report to the police, large").await?;
    window.continue_until("Check answers").await?;
    window.sees("They go missing often").await?;
    window.sees("How long did they wait on the line? 45").await?;
    window.look("check answers of the episode, large").await
}
