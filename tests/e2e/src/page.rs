//! Steps by mouse and keys on what the page shows, found by accessible names.

use crate::{Fault, Outcome, Window};
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::time::Duration;

/// How a script hands back an element (WebDriver specification, section 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Window {
    /// Runs a script that may use the words of `page.js`.
    pub(crate) async fn script(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        let script = format!("{}\n{body}", include_str!("page.js"));
        Ok(self.client.execute(&script, arguments).await?)
    }

    /// The page's main heading.
    pub async fn heading(&self) -> Outcome<String> {
        let text = self.script("return squash(document.querySelector('h1')?.textContent);", vec![]);
        Ok(text.await?.as_str().unwrap_or_default().to_owned())
    }

    /// All text that is shown, line by line.
    pub async fn text(&self) -> Outcome<String> {
        let text = self.script("return document.body.innerText;", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a page by its heading.
    pub async fn on_page(&self, heading: &str) -> Outcome {
        self.until(&format!("the page \"{heading}\" shows"), async || {
            Ok(self.heading().await?.contains(heading))
        })
        .await
    }

    /// Waits until another page than this one shows.
    pub async fn until_heading_is_not(&self, heading: &str) -> Outcome {
        self.until(&format!("the page after \"{heading}\" shows"), async || {
            let now = self.heading().await?;
            Ok(!now.is_empty() && now != heading)
        })
        .await
    }

    /// Whether the page gives a warning that is marked as one.
    pub async fn has_warning(&self) -> Outcome<bool> {
        let warns =
            self.script("return document.querySelector('.govuk-warning-text') !== null;", vec![]);
        Ok(warns.await? == Value::Bool(true))
    }

    /// Waits until this stands on the page, whatever the line breaks.
    pub async fn sees(&self, wanted: &str) -> Outcome {
        self.until(&format!("\"{wanted}\" shows"), async || {
            let shown = self.text().await?;
            Ok(squash(&shown).contains(wanted))
        })
        .await
    }

    /// Whether this stands on the page now.
    pub async fn shows(&self, wanted: &str) -> Outcome<bool> {
        Ok(squash(&self.text().await?).contains(wanted))
    }

    /// Waits for something to be there and gives it. `group` is the legend it stands under.
    pub(crate) async fn find(
        &self,
        kind: &str,
        name: &str,
        group: Option<&str>,
    ) -> Outcome<Element> {
        let mut found = None;
        self.until(&format!("a {kind} \"{name}\" is there"), async || {
            let node = self
                .script(
                    "return find(arguments[0], arguments[1], arguments[2]);",
                    vec![json!(kind), json!(name), json!(group)],
                )
                .await?;
            found = node.get(ELEMENT).and_then(Value::as_str).map(str::to_owned);
            Ok(found.is_some())
        })
        .await?;
        let id = found.ok_or_else(|| Fault::new(format!("a {kind} \"{name}\" went away")))?;
        Ok(Element::from_element_id(self.client.clone(), id.into()))
    }

    /// Whether there is such a thing on the page now.
    pub async fn has(&self, kind: &str, name: &str) -> Outcome<bool> {
        let node = self
            .script(
                "return find(arguments[0], arguments[1], null) !== null;",
                vec![json!(kind), json!(name)],
            )
            .await?;
        Ok(node == Value::Bool(true))
    }

    /// Clicks something, once more if the page was just drawn anew under it.
    async fn click(&self, kind: &str, name: &str, group: Option<&str>) -> Outcome {
        for _ in 0..20 {
            match self.find(kind, name, group).await?.click().await {
                Ok(()) => return Ok(()),
                // The page was drawn or laid out anew meanwhile, as after another size.
                Err(error)
                    if error.is_stale_element_reference()
                        || error.is_element_not_interactable() =>
                {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => {
                    let doing = format!("clicking the {kind} \"{name}\"");
                    return Err(Fault::from(error).while_doing(&doing));
                }
            }
        }
        Err(Fault::new(format!("the {kind} \"{name}\" could not be clicked for two seconds")))
    }

    /// Presses a button by what it says.
    pub async fn press(&self, name: &str) -> Outcome {
        self.click("button", name, None).await
    }

    /// Follows a link by what it says.
    pub async fn follow(&self, name: &str) -> Outcome {
        self.click("link", name, None).await
    }

    /// Chooses a radio or ticks a box by its label, under a question.
    pub async fn choose(&self, question: &str, label: &str) -> Outcome {
        self.click("option", label, Some(question)).await
    }

    /// Ticks a box or chooses a radio by its label alone.
    pub async fn tick(&self, label: &str) -> Outcome {
        self.click("option", label, None).await
    }

    /// Empties a field and types into it, then leaves it.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        self.fill_in(None, label, text).await
    }

    /// The same for a field under a legend, such as the day of a date.
    pub async fn fill_under(&self, legend: &str, label: &str, text: &str) -> Outcome {
        self.fill_in(Some(legend), label, text).await
    }

    async fn fill_in(&self, legend: Option<&str>, label: &str, text: &str) -> Outcome {
        let field = self.find("field", label, legend).await?;
        field.clear().await?;
        if !text.is_empty() {
            field.send_keys(text).await?;
        }
        self.script("document.activeElement?.blur();", vec![]).await?;
        Ok(())
    }

    /// Types at the end of a field and stays in it.
    pub async fn type_into(&self, label: &str, text: &str) -> Outcome {
        Ok(self.find("field", label, None).await?.send_keys(text).await?)
    }

    /// Puts a text into a field at once, as pasting does, and leaves the field.
    pub async fn paste(&self, label: &str, text: &str) -> Outcome {
        let pasted = self
            .script(
                "const at = find('field', arguments[0]); if (!at) return false; at.focus(); \
                 at.value = arguments[1]; at.dispatchEvent(new InputEvent('input', { bubbles: true })); \
                 at.blur(); return true;",
                vec![json!(label), json!(text)],
            )
            .await?;
        if pasted == Value::Bool(true) {
            return Ok(());
        }
        Err(Fault::new(format!("there is no field \"{label}\" to paste into")))
    }

    /// What stands in a field.
    pub async fn value(&self, label: &str) -> Outcome<String> {
        let value = self.find("field", label, None).await?.prop("value").await?;
        Ok(value.unwrap_or_default())
    }

    /// Chooses from a list that drops down.
    pub async fn select(&self, label: &str, option: &str) -> Outcome {
        Ok(self.find("field", label, None).await?.select_by_label(option).await?)
    }

    /// Goes to a path of the screen as if it had been typed into an address bar.
    pub async fn go_to(&self, path: &str) -> Outcome {
        self.script("location.hash = `#/${arguments[0]}`;", vec![json!(path)]).await?;
        Ok(())
    }

    /// Goes to a path and waits until its page shows.
    pub async fn show(&self, path: &str) -> Outcome {
        // The page that leaves takes its mark with it.
        self.script("document.querySelector('h1')?.setAttribute('data-left', '');", vec![]).await?;
        if self.address().await?.trim_start_matches("#/") == path {
            self.go_to("nowhere").await?;
        }
        self.go_to(path).await?;
        self.until(&format!("the page of {path} shows"), async || {
            let shows = "const h1 = document.querySelector('h1'); \
                         return h1 !== null && !h1.hasAttribute('data-left') && h1.textContent !== '';";
            Ok(self.script(shows, vec![]).await? == Value::Bool(true))
        })
        .await
    }

    /// The paths that links and buttons of the page lead to, if they begin like one of these.
    pub async fn links_to(&self, beginnings: &[&str]) -> Outcome<Vec<String>> {
        let found = self
            .script(
                "return [...document.querySelectorAll('main a[href^=\"#/\"]')] \
                 .map((link) => link.getAttribute('href').slice(2)) \
                 .filter((path) => arguments[0].some((beginning) => path.startsWith(beginning)));",
                vec![json!(beginnings)],
            )
            .await?;
        let mut paths: Vec<String> = Vec::new();
        for path in found.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !paths.iter().any(|one| one == path) {
                paths.push(path.to_owned());
            }
        }
        Ok(paths)
    }

    /// Opens everything on the page that is folded away.
    pub async fn open_details(&self) -> Outcome {
        let open = "document.querySelectorAll('details').forEach((one) => (one.open = true));";
        self.script(open, vec![]).await?;
        Ok(())
    }

    /// Shows another text wherever this one stands on the page, such as for a folder of this machine.
    pub async fn show_instead(&self, text: &str, instead: &str) -> Outcome {
        self.script(
            "const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
             while (walk.nextNode()) { \
               const node = walk.currentNode; \
               if (node.data.includes(arguments[0])) node.data = node.data.replaceAll(arguments[0], arguments[1]); \
             } \
             for (const field of document.querySelectorAll('input')) \
               if (field.value.includes(arguments[0])) \
                 field.value = field.value.replaceAll(arguments[0], arguments[1]);",
            vec![json!(text), json!(instead)],
        )
        .await?;
        Ok(())
    }

    /// The window's title.
    pub async fn title(&self) -> Outcome<String> {
        Ok(self.client.title().await?)
    }

    /// Where the page is, as the screen addresses it.
    pub async fn address(&self) -> Outcome<String> {
        let hash = self.script("return location.hash;", vec![]).await?;
        Ok(hash.as_str().unwrap_or_default().to_owned())
    }
}

/// Text with every run of spaces and line breaks as one space.
pub(crate) fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
