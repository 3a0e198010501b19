//! What each command does: it reads what was typed, asks `homeward-app`, and says what came back.

pub mod anonymise;
pub mod check;
pub mod demo;
pub mod dictionary;
pub mod figures;
pub mod import;
pub mod national;
pub mod release;
pub mod store;

use std::path::Path;

use homeward_app::api::door::Unlock;
use homeward_app::{Homeward, system_clock};
use secrecy::ExposeSecret as _;

use crate::args::StoreArgs;
use crate::out::{Stop, say_error};
use crate::passphrase;

/// The program over a store that is still closed.
fn closed(store: &Path) -> Result<Homeward, Stop> {
    Ok(Homeward::new(store.to_owned(), system_clock())?)
}

/// The program over an open store. Nothing else is read before the passphrase is right.
fn opened(open: &StoreArgs) -> Result<Homeward, Stop> {
    let home = closed(&open.store)?;
    if !open.store.exists() {
        return Err(Stop::Unreadable(
            "There is no store in that place. Check the file's name.".into(),
        ));
    }
    let passphrase = passphrase::of_a_store(open.passphrase_file.as_deref())?;
    let unlocked = home.unlock(Unlock { passphrase: passphrase.expose_secret().to_owned() })?;
    if let Some(warning) = unlocked.warning {
        say_error(&warning);
    }
    Ok(home)
}

/// A path as the use cases take it. One that is no text cannot be written into an answer.
fn text(path: &Path) -> Result<String, Stop> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Stop::Unreadable("A file name is not plain text (UTF-8). Rename the file or folder.".into())
    })
}
