//! How the screen looks for the person whose store it is: size of text and colours.
//!
//! Kept in the store: the web view keeps nothing, and before unlocking the system's look is used.

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::look::{Look, Theme};
use crate::roles::Act;
use crate::session::Homeward;

/// The sizes of text that are offered, in percent.
const SIZES: [u16; 4] = [100, 125, 150, 200];

/// What is used until somebody chooses.
const USUAL: Look = Look { text: 100, theme: Theme::System };

impl Homeward {
    /// How the screen looks.
    ///
    /// # Errors
    /// The store is locked, or the disk failed.
    pub fn look(&self) -> Result<Look, ApiError> {
        self.with(Act::Enter, |open| {
            let kept = open.store.read()?.setting(&name(open.person))?;
            // A look that this version does not know is no reason to keep somebody out.
            let look = kept.and_then(|text| serde_json::from_str(&text).ok());
            Ok(look.filter(|look: &Look| SIZES.contains(&look.text)).unwrap_or(USUAL))
        })
    }

    /// Chooses how the screen looks.
    ///
    /// # Errors
    /// The size is not one of those offered, or the disk failed.
    pub fn set_look(&self, look: Look) -> Result<Look, ApiError> {
        if !SIZES.contains(&look.text) {
            return Err(ApiError::problem("Choose a size of text from the list."));
        }
        let text = serde_json::to_string(&look)
            .map_err(|_| ApiError::fault("The display could not be saved. Try again."))?;
        self.with(Act::Enter, |open| {
            let name = name(open.person);
            let op = self.op(open, "chose the display", None);
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |tx| tx.set_setting(&name, &text)), id)?;
            Ok(look)
        })
    }
}

fn name(person: uuid::Uuid) -> String {
    format!("look.{person}")
}
