//! One child's case from the notification to the report, with names and words that test a layout.

use super::album::Album;
use super::walk::Walk;
use homeward_e2e::{Outcome, PASSPHRASE, Window, day};

const SURNAME: &str = "Child Wolfeschlegelsteinhausen-Featherstonehaugh de la Fuente y Maldonado";
const ACCOUNT: &str = "After an argument about the phone they left by the back door and walked to the \
    park, where two friends were waiting. They took a bus to a flat they had not been to before. An \
    older person there bought food and offered to pay for new shoes.\n\nThey stayed until it was light, \
    then walked home because the phone was empty. They were cold and hungry, and had not slept.";
const OWN_WORDS: &str = "كنت أحتاج إلى بعض الهدوء فقط. I was not missing, I knew where I was 🙂";

/// Takes every screen of the case.
pub async fn a_whole_case(walk: &mut Walk<'_>) {
    let added = async |window: &Window, album: &Album| {
        add_return(window, album).await?;
        album.add(window, "child-new").await?;
        here(window).await
    };
    // Without the child there is nothing to show of the case.
    if let Some(child) = walk.part("a return to add", added).await {
        case_of(walk, &child).await;
    }
    walk.part("a child who is known", known_child).await;
}

async fn case_of(walk: &mut Walk<'_>, child: &str) {
    walk.part("the police prevention interview", async |window, album| {
        window.show(child).await?;
        window.press("Record the police prevention interview").await?;
        window.on_page("Police prevention interview").await?;
        let ppi = here(window).await?;
        police(window).await?;
        record(window, album, &ppi, "police-interview").await
    })
    .await;
    let begun = async |window: &Window, album: &Album| {
        window.show(child).await?;
        window.press("Start the return conversation").await?;
        window.on_page("Return conversation").await?;
        album.add(window, "conversation-begun").await?;
        here(window).await
    };
    let conversation = walk.part("the return conversation, begun", begun).await;
    if let Some(conversation) = &conversation {
        walk.part("the pages with the child", async |window, album| {
            with_you(window, album, conversation).await
        })
        .await;
        walk.part("the return conversation", async |window, album| {
            talk(window, album, conversation).await?;
            record(window, album, conversation, "conversation").await
        })
        .await;
    }
    walk.part("the episode", async |window, album| {
        window.show(child).await?;
        window.follow("Episode").await?;
        window.sees("When they went missing").await?;
        let episode = here(window).await?;
        not_opened(window, &episode).await?;
        record(window, album, &episode, "episode").await
    })
    .await;
    if let Some(conversation) = &conversation {
        walk.part("support and promises", async |window, album| {
            window.show(conversation).await?;
            window.press("Support and promises").await?;
            window.on_page("Support after the return").await?;
            let support = here(window).await?;
            promises(window, &support).await?;
            record(window, album, &support, "support").await
        })
        .await;
    }
    walk.part("the details", async |window, album| {
        window.show(child).await?;
        window.press("Details about the child").await?;
        window.on_page("The child").await?;
        let details = here(window).await?;
        record(window, album, &details, "details").await
    })
    .await;
    if let Some(conversation) = &conversation {
        walk.part("the end of the conversation, and the report", async |window, album| {
            finish(window, album, conversation).await
        })
        .await;
    }
    walk.part("the child and the chronology", async |window, album| {
        window.show(child).await?;
        album.add(window, "child").await?;
        album.remember(window, "child").await?;
        window.show(&child.replace("child/", "chronology/")).await?;
        album.add(window, "chronology").await
    })
    .await;
}

async fn here(window: &Window) -> Outcome<String> {
    Ok(window.address().await?.trim_start_matches("#/").to_owned())
}

/// A record's home, each of its sections that shows, and its check answers.
async fn record(window: &Window, album: &Album, path: &str, name: &str) -> Outcome {
    window.show(path).await?;
    album.add(window, name).await?;
    album.remember(window, name).await?;
    for section in window.links_to(&[&format!("{path}/")]).await? {
        window.show(&section).await?;
        let last = section.rsplit('/').next().unwrap_or_default().replace('_', "-");
        album.add(window, &format!("{name}-{last}")).await?;
        if last == "reasons" || last == "report" {
            album.remember(window, &format!("{name}-{last}")).await?;
        }
    }
    window.show(&path.replace("record/", "check/")).await?;
    album.add(window, &format!("{name}-check-answers")).await
}

async fn add_return(window: &Window, album: &Album) -> Outcome {
    window.go_to("").await?;
    window.on_page("My work").await?;
    album.remember(window, "my-work").await?;
    window.press("Add a return").await?;
    window.on_page("Add a return").await?;
    album.add(window, "add-a-return-empty").await?;
    window.answer("First name", "Example").await?;
    window.answer("Last name", "Child 31").await?;
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    album.add(window, "add-a-return-likely-doubles").await?;
    window.answer("Date of birth", "14 3 2011").await?;
    window.answer("First name", "عبد الرحمن Example").await?;
    window.answer("Last name", SURNAME).await?;
    window.answer("Number in your case system", "EX-9012").await?;
    window.answer_when("When did they go missing?", &day(2), "18:40").await?;
    window.answer_by("Are they back?", "Back").await?;
    window.fill_under("When did they come back?", "Time, if known", "25:99").await?;
    window.saved().await?;
    album.add(window, "add-a-return-not-read").await?;
    window.answer_when("When did they come back?", &day(1), "7.10am").await?;
    window.answer_when("When was the local authority first told?", &day(1), "9:05").await?;
    window.answer_by("Who told you?", "Police notification (Merlin)").await?;
    window.answer("Text of the police notification", "Pasted as it came.").await?;
    album.add(window, "add-a-return").await?;
    window.press("Add this return").await?;
    window.sees("Due in").await
}

async fn police(window: &Window) -> Outcome {
    window.follow("Whether it was held").await?;
    window.on_page("Whether it was held").await?;
    window.answer_by("Did the police hold a prevention interview?", "Yes").await?;
    window.answer_when("When was it held?", &day(1), "8:00").await?;
    window.answer_by("How do you know about it?", "From the police report (Merlin)").await?;
    window.press("Continue").await?;
    window.on_page("What the police told you").await?;
    window.answer_by("How was it held?", "Face to face").await?;
    window.answer_by("Who did the police speak to?", "The child, alone").await?;
    window.answer_by("How willing was the child to talk?", "Talked a little, guarded").await?;
    window.answer_by("Did the child disclose anything significant?", "Nothing disclosed").await?;
    window.answer_by("What came of it?", "Intelligence submitted").await
}

async fn with_you(window: &Window, album: &Album, conversation: &str) -> Outcome {
    window.show(&conversation.replace("record/", "with/")).await?;
    album.add(window, "with-you-welcome").await?;
    window.press("Start").await?;
    for n in 1..30 {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let ask = window.heading().await?;
        if ask == "Thank you" {
            return album.add(window, "with-you-thanks").await;
        }
        if ask.starts_with("In your own words") {
            window.paste("In your own words", OWN_WORDS).await?;
            window.saved().await?;
        }
        album.add(window, &format!("with-you-{n:02}")).await?;
        window.press("Next").await?;
        window.until_heading_is_not(&ask).await?;
    }
    Ok(())
}

async fn talk(window: &Window, album: &Album, conversation: &str) -> Outcome {
    window.show(conversation).await?;
    window.follow("The offer").await?;
    window.on_page("The offer").await?;
    window.answer_by("Was a return conversation offered?", "Offered").await?;
    window.answer_when("When did the offer reach the child?", &day(1), "11:30").await?;
    window.press("Add an attempt").await?;
    window.answer_when("When did you try?", &day(1), "10:15").await?;
    window.answer_by("How did you try?", "Phone call").await?;

    // Another answer opens other pages.
    window
        .answer_by("What came of the offer?", "Child said no; the carer's view was taken")
        .await?;
    window.press("Continue").await?;
    window.on_page("When the answer was no").await?;
    window.answer_by("Was a parent or carer asked what they know?", "Yes").await?;
    album.add(window, "conversation-said-no").await?;
    window.press("Continue").await?;
    window.on_page("Why they did not talk").await?;
    album.add(window, "conversation-why-not").await?;

    window.show(&format!("{conversation}/offer")).await?;
    window.answer_by("What came of the offer?", "Held and finished").await?;
    window.answer_by("Who delivers the return conversation?", "A commissioned charity").await?;
    window.press("Continue").await?;
    window.on_page("The conversation").await?;
    window.answer_when("When did the conversation begin?", &day(0), "0:05").await?;
    window.answer_by("How did you talk?", "Face to face").await?;
    window.answer_by("Who did you talk with?", "The child, with someone they chose").await?;
    window.answer_by("How willing were they to talk?", "Talked willingly").await?;
    window.press("Continue").await?;
    window.on_page("What happened").await?;
    window.paste("What happened?", ACCOUNT).await?;
    window.saved().await?;
    window.press("Continue").await?;
    window.on_page("Reasons").await?;
    window.press("Add a reason").await?;
    window.type_into("What was the reason?", "home").await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    album.add(window, "conversation-reasons-search").await?;
    window.fill("What was the reason?", "").await?;
    window.answer_from_list("What was the reason?", "Rules, curfew or boundaries").await?;
    window.answer_by("Whose view is it?", "The child's").await?;
    window.press("Continue").await?;
    window.on_page("Harm and danger").await?;
    window.press("Add a harm or risk").await?;
    window.answer_from_list("What was the harm or risk?", "A risk in the home").await?;
    window.press("Continue").await?;
    window.on_page("Acting now").await?;
    window.answer_by("Did they disclose anything significant?", "A significant disclosure").await?;
    window.press("Continue").await?;
    window.on_page("What helps").await?;
    window.answer_by("What helps them stay safe?", "Good friends").await
}

async fn not_opened(window: &Window, episode: &str) -> Outcome {
    window.show(&format!("{episode}/circumstances")).await?;
    window.answer_by("What kind of episode was it?", "Reported missing, but police").await?;
    window.answer_by("Was it reported to the police?", "Yes").await?;
    window.answer_by("What did the police do with the report?", "Did not open a report").await?;
    window.show(&format!("{episode}/report")).await?;
    window.answer_by("How was it reported?", "101 call").await?;
    window.answer_by("What reason was given", "They go missing often").await?;
    window.answer_by("Was the social worker told that no report was opened?", "No").await
}

async fn promises(window: &Window, support: &str) -> Outcome {
    window.show(&format!("{support}/promises")).await?;
    window.press("Add a promise").await?;
    window.answer("What did you promise?", "To ring on Friday about the youth club.").await?;
    window.answer("By when?", &day(0)).await?;
    window.show(&format!("{support}/plan")).await?;
    window.answer_by("Was a support plan made because of this return?", "Yes").await
}

/// What is still missing, then ready for review, the report, and the copy for the child.
async fn finish(window: &Window, album: &Album, conversation: &str) -> Outcome {
    window.show(&format!("{conversation}/conversation")).await?;
    window.answer_by("Did you explain who would see this", "Yes").await?;
    window.show(&format!("{conversation}/harm")).await?;
    window.answer_by("How is it known?", "The child said so").await?;
    window.show(&format!("{conversation}/acting")).await?;
    window.answer_by("Did they disclose anything significant?", "Something of concern").await?;
    window.show(&format!("{conversation}/account")).await?;
    window.answer_by("How do they see it themselves?", "Was just out, or with friends").await?;
    window.show(&format!("{conversation}/helps")).await?;
    window.answer_by("Did you tell them how to stay safe", "Yes").await?;
    window.to_check_answers().await?;
    album.add(window, "conversation-check-answers-done").await?;
    window.press("Mark ready for review").await?;
    window.sees("self-checked").await?;
    album.add(window, "conversation-ready").await?;
    window.show(conversation).await?;
    album.add(window, "conversation-read-only").await?;
    window.show(&format!("{conversation}/account")).await?;
    album.add(window, "conversation-account-read-only").await?;

    window.show(&conversation.replace("record/", "report/")).await?;
    window.fill("Who is it for?", "Example Social Worker, north team").await?;
    window.fill("Why do they need it?", "To plan support after the return").await?;
    album.add(window, "ask-for-report").await?;
    window.fill("Your passphrase", PASSPHRASE).await?;
    window.press("Make the report").await?;
    window.sees("OFFICIAL-SENSITIVE").await?;
    album.add(window, "report").await?;

    window.show(&conversation.replace("record/", "copy/")).await?;
    album.add(window, "ask-for-child-copy").await?;
    window.tick("I talked with the child").await?;
    window.fill("Your passphrase", PASSPHRASE).await?;
    window.press("Make the copy").await?;
    window.sees("Give it to the child").await?;
    album.add(window, "child-copy").await
}

/// A child of the demo store who has been missing before: what was known last time is offered.
async fn known_child(window: &Window, album: &Album) -> Outcome {
    window.go_to("find").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", "Example Child 31").await?;
    window.follow("Example Child 31").await?;
    window.on_page("Example Child 31").await?;
    album.add(window, "child-of-the-demo").await?;
    let child = here(window).await?;
    window.show(&child.replace("child/", "chronology/")).await?;
    album.add(window, "chronology-of-the-demo").await?;
    album.remember(window, "chronology").await?;
    window.show(&child).await?;
    window.press("Add a return for this child").await?;
    window.on_page("Add a return").await?;
    window.answer_when("When did they go missing?", &day(1), "21:15").await?;
    window.answer_by("Are they back?", "Back").await?;
    window.answer_when("When did they come back?", &day(0), "0:01").await?;
    album.add(window, "add-a-return-known-child").await?;
    window.press("Add this return").await?;
    window.on_page("Example Child 31").await?;
    window.press("Start the return conversation").await?;
    window.on_page("Return conversation").await?;
    window.follow("The offer").await?;
    window.on_page("The offer").await?;
    album.add(window, "conversation-known-from-last-time").await
}
