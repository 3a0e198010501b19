//! How long the window takes, as a person would see it: from following a link until the page is
//! painted, and from the start of the program until its first page is.

use crate::{Fault, Outcome, Window};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// Follows the link to `arguments[0]` and answers with the milliseconds until the page stands and
/// two frames went by: the second begins when the first, with the page in it, is painted.
///
/// The page that leaves marks its heading, so that it is not taken for the one that comes.
const FOLLOW: &str = "
const [path, expected, done] = arguments;
const link = document.querySelector(`main a[href='#/${path}']`);
if (!link) { done(null); return; }
document.querySelector('h1')?.setAttribute('data-left', '');
const began = performance.now();
const stands = () => {
  const heading = document.querySelector('h1');
  return heading !== null && !heading.hasAttribute('data-left') && heading.textContent !== ''
    && document.querySelectorAll('main .hw-question').length >= expected;
};
let watch = null;
const look = () => {
  if (!stands()) return false;
  watch?.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => done({
    painted: performance.now() - began,
    elements: document.querySelectorAll('main *').length,
    questions: document.querySelectorAll('main .hw-question').length,
  })));
  return true;
};
link.click();
if (!look()) {
  watch = new MutationObserver(() => look());
  watch.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
}
";

/// A page that was painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Painted {
    /// Milliseconds from following the link.
    pub milliseconds: f64,
    /// Elements that the page consists of.
    pub elements: u64,
    /// Questions that stand on it.
    pub questions: u64,
}

impl Window {
    /// Follows the link of this page to a path, and says how long it took until the page with at
    /// least so many questions was painted.
    pub async fn painted_after_following(&self, path: &str, questions: usize) -> Outcome<Painted> {
        let told = self.client.execute_async(FOLLOW, vec![json!(path), json!(questions)]).await?;
        let number = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
        let milliseconds = told
            .get("painted")
            .and_then(Value::as_f64)
            .ok_or_else(|| Fault::new("the page has no link to the one that is to be measured"))?;
        Ok(Painted { milliseconds, elements: number("elements"), questions: number("questions") })
    }

    /// When this window had read the screen's own program and began to run it, in milliseconds from
    /// `began`. The web view tells no moment after it that stays to be read.
    pub async fn screen_ran_since(&self, began: SystemTime) -> Outcome<f64> {
        let at = self
            .script(
                "const [page] = performance.getEntriesByType('navigation'); \
                 return performance.timeOrigin + page.domContentLoadedEventEnd;",
                vec![],
            )
            .await?;
        let at =
            at.as_f64().ok_or_else(|| Fault::new("the web view tells no time of its start"))?;
        let began = began.duration_since(UNIX_EPOCH).map_err(|_| Fault::new("no clock"))?;
        Ok(at - began.as_secs_f64() * 1000.0)
    }
}
