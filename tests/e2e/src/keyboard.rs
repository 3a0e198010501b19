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
        self.client.perform_actions(press).await?;
        // WebKit moves the focus after it has answered.
        tokio::time::sleep(Duration::from_millis(40)).await;
        Ok(())
    }

    /// Presses a key while another is held, such as Ctrl and L.
    pub async fn key_with(&self, held: Key, key: char) -> Outcome {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held.into() })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held.into() });
        self.client.perform_actions(press).await?;
        Ok(())
    }

    /// Types where the focus is.
    pub async fn keys(&self, text: &str) -> Outcome {
        let mut typing = KeyActions::new("keyboard".to_owned());
        for letter in text.chars() {
            let letter = if letter == '\n' { Key::Enter.into() } else { letter };
            typing = typing
                .then(KeyAction::Down { value: letter })
                .then(KeyAction::Up { value: letter });
        }
        self.client.perform_actions(typing).await?;
        Ok(())
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
