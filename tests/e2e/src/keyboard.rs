//! Steps by keys alone, as somebody takes them who has no mouse.

use crate::{Fault, Outcome, Window};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::time::Duration;

/// More stops than any page has: the search for a field has gone in a circle by then.
const MOST_STOPS: usize = 250;

impl Window {
    /// Presses and lets go of one key, wherever the focus is.
    pub async fn key(&self, key: impl Into<char>) -> Outcome {
        let key = key.into();
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.pressed(presses_of(key));
        self.client.perform_actions(press).await?;
        // WebKit moves the focus after it has answered.
        tokio::time::sleep(Duration::from_millis(40)).await;
        Ok(())
    }

    /// Presses a key while another is held, such as Ctrl and L.
    pub async fn key_with(&self, held: Key, key: impl Into<char>) -> Outcome {
        let key = key.into();
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held.into() })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held.into() });
        self.pressed(1 + presses_of(key));
        self.client.perform_actions(press).await?;
        tokio::time::sleep(Duration::from_millis(40)).await;
        Ok(())
    }

    /// Types where the focus is.
    pub async fn keys(&self, text: &str) -> Outcome {
        let mut typing = KeyActions::new("keyboard".to_owned());
        for letter in text.chars() {
            let letter = if letter == '\n' { Key::Enter.into() } else { letter };
            self.pressed(presses_of(letter));
            typing = typing
                .then(KeyAction::Down { value: letter })
                .then(KeyAction::Up { value: letter });
        }
        self.client.perform_actions(typing).await?;
        Ok(())
    }

    fn pressed(&self, keys: usize) {
        self.presses.set(self.presses.get() + keys);
    }

    /// Keys pressed so far in this window, each letter and each held key counted.
    pub fn presses(&self) -> usize {
        self.presses.get()
    }

    /// Goes to the next question by Alt and the arrow, until it is this one.
    pub async fn to_question(&self, question: &str) -> Outcome {
        let mut passed = Vec::new();
        for _ in 0..MOST_STOPS {
            self.key_with(Key::Alt, Key::Down).await?;
            let (name, legend) = self.focus().await?;
            if legend.starts_with(question) || name.starts_with(question) {
                return Ok(());
            }
            let now = if legend.is_empty() { name } else { legend };
            if passed.last() == Some(&now) {
                break;
            }
            passed.push(now);
        }
        Err(Fault::new(format!("Alt and Down never came to \"{question}\" after {passed:?}")))
    }

    /// Answers by the digit that stands beside a choice, and waits for the save.
    pub async fn digit(&self, question: &str, choice: &str) -> Outcome {
        self.to_question(question).await?;
        let digit = self
            .script(
                "const of = document.activeElement; \
                 const group = [...document.querySelectorAll('input')].filter((n) => n.name === of.name); \
                 return group.findIndex((n) => nameOf(n) === arguments[0] || \
                   nameOf(n).startsWith(`${arguments[0]} `)) + 1;",
                vec![json!(choice)],
            )
            .await?;
        let digit = digit.as_u64().and_then(|digit| char::from_digit(digit.try_into().ok()?, 10));
        match digit {
            Some(digit) if digit != '0' => self.key(digit).await?,
            _ => return Err(Fault::new(format!("\"{choice}\" of \"{question}\" has no digit"))),
        }
        let chosen = self.script("return document.activeElement.checked === true;", vec![]).await?;
        if chosen != Value::Bool(true) {
            return Err(Fault::new(format!(
                "its digit did not choose \"{choice}\" of \"{question}\""
            )));
        }
        self.saved().await
    }

    /// Types into the field of a question, and waits for the save.
    pub async fn write(&self, question: &str, text: &str) -> Outcome {
        self.to_question(question).await?;
        self.keys(text).await?;
        self.saved().await
    }

    /// Types a choice of a long list, takes it from the list, and waits for the save.
    pub async fn search_list(&self, question: &str, choice: &str) -> Outcome {
        let (name, _) = self.focus().await?;
        if !name.starts_with(question) {
            self.to_question(question).await?;
        }
        self.keys(choice).await?;
        self.take_from_list(choice).await?;
        self.saved().await
    }

    /// Ticks a box of a long list by typing what it says into the search of the list.
    pub async fn search_boxes(&self, question: &str, choice: &str) -> Outcome {
        self.to_question(question).await?;
        self.keys(choice).await?;
        self.reach(choice).await?;
        self.key(' ').await?;
        self.saved().await
    }

    /// Adds a row to a question of rows; the focus is then on its first field.
    pub async fn add_row(&self, question: &str) -> Outcome {
        self.to_question(question).await?;
        let rows = "return document.querySelectorAll('.hw-row').length;";
        let before = self.script(rows, vec![]).await?;
        self.key(Key::Enter).await?;
        self.until("a row is added", async || {
            let focus = self.script("return document.activeElement.tagName;", vec![]).await?;
            Ok(self.script(rows, vec![]).await? != before && focus != json!("BUTTON"))
        })
        .await
    }

    /// Sets the size of text on the display page, by keys.
    pub async fn set_text_size(&self, size: &str) -> Outcome {
        self.enter("Display").await?;
        self.choose_by_keys("Size of text", size).await?;
        self.key(Key::Escape).await?;
        self.until("the text is larger", async || {
            let class = self.script("return document.documentElement.className;", vec![]).await?;
            Ok(class.as_str().is_some_and(|class| class.contains("hw-text-")))
        })
        .await
    }

    /// Ctrl and Enter: on to the next page, which has this heading.
    pub async fn continue_to(&self, page: &str) -> Outcome {
        self.key_with(Key::Control, Key::Enter).await?;
        self.on_page(page).await
    }

    /// Ctrl and Enter, past pages that have nothing to say, until the one of this heading.
    pub async fn continue_until(&self, page: &str) -> Outcome {
        for _ in 0..12 {
            let before = self.address().await?;
            self.key_with(Key::Control, Key::Enter).await?;
            self.until("another page shows", async || {
                Ok(self.address().await? != before && !self.heading().await?.is_empty())
            })
            .await?;
            // The address comes before what it leads to.
            tokio::time::sleep(Duration::from_millis(250)).await;
            if self.heading().await?.contains(page) {
                return Ok(());
            }
        }
        Err(Fault::new(format!("Continue never came to \"{page}\"")))
    }

    /// Name of what has the focus, and the legend it stands under.
    pub async fn focus(&self) -> Outcome<(String, String)> {
        let focus = self
            .script("const at = document.activeElement; return [nameOf(at), legendOf(at)];", vec![])
            .await?;
        let text = |at: usize| focus.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok((text(0), text(1)))
    }

    /// Tabs forward until the focus is on what has this name.
    pub async fn reach(&self, name: &str) -> Outcome {
        self.reach_where(&format!("\"{name}\""), |focus, _| focus == name).await
    }

    /// Tabs forward until the focus is on a field of this name under this legend.
    pub async fn reach_under(&self, legend: &str, name: &str) -> Outcome {
        self.reach_where(&format!("\"{name}\" under \"{legend}\""), |focus, at| {
            focus == name && at.starts_with(legend)
        })
        .await
    }

    async fn reach_where(&self, what: &str, is_it: impl Fn(&str, &str) -> bool) -> Outcome {
        let mut passed = Vec::new();
        for _ in 0..MOST_STOPS {
            let (name, legend) = self.focus().await?;
            if is_it(&name, &legend) {
                return Ok(());
            }
            passed.push(name);
            self.key(Key::Tab).await?;
        }
        passed.truncate(60);
        Err(Fault::new(format!("Tab never came to {what}. It passed: {}", passed.join(" | "))))
    }

    /// Chooses a radio under a question with Tab, the arrows and the space bar.
    pub async fn choose_by_keys(&self, question: &str, label: &str) -> Outcome {
        self.reach_where(&format!("the choices of \"{question}\""), |_, at| {
            at.starts_with(question)
        })
        .await?;
        let mut arrow = Key::Down;
        for _ in 0..MOST_STOPS {
            let (name, legend) = self.focus().await?;
            if !legend.starts_with(question) {
                break;
            }
            if name == label {
                let chosen =
                    self.script("return document.activeElement.checked === true;", vec![]).await?;
                if chosen != Value::Bool(true) {
                    self.key(' ').await?;
                }
                return Ok(());
            }
            let kind = self.script("return document.activeElement.type;", vec![]).await?;
            // Radios are walked with the arrows, boxes with Tab.
            let next = if kind == json!("radio") { arrow } else { Key::Tab };
            self.key(next).await?;
            // WebKit stops at the last radio instead of going round.
            if self.focus().await?.0 == name {
                arrow = Key::Up;
            }
        }
        Err(Fault::new(format!("keys never came to \"{label}\" of \"{question}\"")))
    }

    /// Presses a button or follows a link with Tab and Enter.
    pub async fn enter(&self, name: &str) -> Outcome {
        self.reach(name).await?;
        self.key(Key::Enter).await
    }
}

/// A capital is typed with Shift, which is a key too.
fn presses_of(key: char) -> usize {
    1 + usize::from(key.is_uppercase())
}
