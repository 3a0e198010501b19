//! Steps that several journeys take.

use crate::{Outcome, Window, World};
use fantoccini::key::Key;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Passphrase of the stores that journeys make.
pub const PASSPHRASE: &str = "violet ladder seventeen harbour";

/// The day so many days ago, as a person types it.
pub fn day(days_ago: u64) -> String {
    let day = chrono::Local::now().date_naive() - chrono::Days::new(days_ago);
    day.format("%-d %-m %Y").to_string()
}

/// The financial year that ended last, as the screen writes it: `2025 to 2026`.
pub fn last_financial_year() -> String {
    use chrono::Datelike as _;
    let today = chrono::Local::now().date_naive();
    let this = if today.month() >= 4 { today.year() } else { today.year() - 1 };
    format!("{} to {this}", this - 1)
}

impl World {
    /// Where the store of a journey is.
    pub fn store(&self) -> PathBuf {
        self.path("files/journey.homeward")
    }
}

impl Window {
    /// Waits until a page shows and says this. What it says is worked out from all records of a
    /// year, and attacked, which takes a program that was not optimised longer than any other page.
    pub async fn worked_out(&self, heading: &str, said: &str) -> Outcome {
        for _ in 0..4 {
            if self.sees(said).await.is_ok() {
                break;
            }
        }
        self.on_page(heading).await?;
        self.sees(said).await
    }

    /// First start, up to *My work*. The recovery file goes to this path by the system's dialog.
    pub async fn first_start(&self, name: &str, role: &str, recovery: &Path) -> Outcome {
        self.on_page("Set up Homeward on this laptop").await?;
        self.fill("Your name", name).await?;
        self.choose("What you do", role).await?;
        self.choose("Authorities that you work for", "Hackney").await?;
        self.fill("Passphrase", PASSPHRASE).await?;
        self.fill("The same passphrase again", PASSPHRASE).await?;
        self.sees("Strong enough.").await?;
        self.press("Choose… Where to save the recovery file").await?;
        self.answer_file_dialog("Where to save the recovery file", recovery).await?;
        self.look("first-start").await?;
        self.press("Make the store").await?;
        self.on_page("Your store is ready").await?;
        self.look("store-ready").await?;
        self.press("Continue to My work").await?;
        self.on_page("My work").await
    }

    /// Unlocks with the passphrase of the journeys.
    pub async fn unlock(&self) -> Outcome {
        self.unlock_with(PASSPHRASE).await
    }

    /// Unlocks, and waits until the page that opens is there.
    pub async fn unlock_with(&self, passphrase: &str) -> Outcome {
        self.on_page("Homeward is locked").await?;
        self.fill("Passphrase", passphrase).await?;
        self.press("Unlock").await?;
        self.until("the passphrase opens the store", async || {
            let heading = self.heading().await?;
            Ok(!heading.is_empty() && !heading.contains("locked"))
        })
        .await
    }

    /// Waits until the screen says that what was given is in the store.
    pub async fn saved(&self) -> Outcome {
        self.until("the answer is saved", async || {
            let line = self
                .script("return squash(document.getElementById('save-line')?.textContent);", vec![])
                .await?;
            Ok(line.as_str().is_some_and(|line| line.starts_with("Saved ")))
        })
        .await
    }

    /// Answers a question of one field, and waits for the save.
    pub async fn answer(&self, question: &str, text: &str) -> Outcome {
        self.fill(question, text).await?;
        self.saved().await
    }

    /// Answers a question with a date, and a time where it is known.
    pub async fn answer_when(&self, question: &str, date: &str, time: &str) -> Outcome {
        self.fill_under(question, "Date", date).await?;
        if !time.is_empty() {
            self.fill_under(question, "Time, if known", time).await?;
        }
        self.saved().await
    }

    /// Answers by a radio or a box, and waits for the save.
    pub async fn answer_by(&self, question: &str, choice: &str) -> Outcome {
        self.choose(question, choice).await?;
        self.saved().await
    }

    /// Answers from a long list that is searched by typing, and waits for the save.
    pub async fn answer_from_list(&self, question: &str, choice: &str) -> Outcome {
        self.type_into(question, choice).await?;
        self.take_from_list(choice).await?;
        self.saved().await
    }

    /// Goes down the list that is open to this choice, and takes it.
    pub async fn take_from_list(&self, choice: &str) -> Outcome {
        let mut at = None;
        self.until(&format!("the list offers \"{choice}\""), async || {
            let place = self.script("return placeInList(arguments[0]);", vec![json!(choice)]);
            at = place.await?.as_u64();
            Ok(at.is_some())
        })
        .await?;
        for _ in 0..=at.unwrap_or_default() {
            self.key(Key::Down).await?;
        }
        self.key(Key::Enter).await
    }

    /// Presses something that leads to another page.
    pub async fn until_pressed(&self, button: &str, page: &str) -> Outcome {
        self.press(button).await?;
        self.on_page(page).await
    }

    /// Goes on from a section of a record to its check answers.
    pub async fn to_check_answers(&self) -> Outcome {
        let address = self.address().await?;
        let record = address.split('/').nth(2).unwrap_or_default();
        self.go_to(&format!("check/{record}")).await?;
        self.on_page("Check answers").await
    }

    /// Waits until another passphrase may be tried.
    pub async fn waited_out(&self) -> Outcome {
        self.until("another passphrase may be tried", async || {
            let may = self.script("return find('button', 'Unlock')?.disabled === false;", vec![]);
            Ok(may.await? == serde_json::Value::Bool(true))
        })
        .await
    }

    /// The field with the focus, and where the caret stands in it.
    pub async fn caret(&self) -> Outcome<(String, u64)> {
        let at = self
            .script(
                "const at = document.activeElement; return [nameOf(at), at.selectionStart ?? 0];",
                vec![],
            )
            .await?;
        let name = at.get(0).and_then(serde_json::Value::as_str).unwrap_or_default();
        let place = at.get(1).and_then(serde_json::Value::as_u64).unwrap_or_default();
        Ok((name.to_owned(), place))
    }

    /// Waits until the caret stands where it stood.
    pub async fn caret_is_at(&self, wanted: &(String, u64)) -> Outcome {
        self.until(&format!("the caret stands at {wanted:?}"), async || {
            Ok(self.caret().await? == *wanted)
        })
        .await
    }
}
