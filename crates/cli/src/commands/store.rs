//! `homeward store create`, `status`, `recover` and `add-person`.

use std::io::Read as _;

use homeward_app::NOT_YET;
use homeward_app::api::ApiError;
use homeward_app::api::door::{FirstStart, Role, StandardNotice, Unlock};
use homeward_app::people::NewPerson;
use secrecy::{ExposeSecret as _, SecretString};

use super::{closed, opened, text};
use crate::args::{self, AddPersonArgs, CreateArgs, RecoverArgs, StatusArgs};
use crate::out::{Out, Stop, say_error};
use crate::passphrase;

/// Makes a store.
pub fn create(args: &CreateArgs) -> Result<(), Stop> {
    let home = closed(&args.open.store)?;
    let (passphrase, again) = passphrase::of_a_new_store(args.open.passphrase_file.as_deref())?;
    let made = home.create_store(FirstStart {
        name: args.user.clone(),
        role: role(args.role),
        authorities: args.authorities.clone(),
        passphrase: passphrase.expose_secret().to_owned(),
        passphrase_again: again.expose_secret().to_owned(),
        recovery_recipient: args.recovery_recipient.clone(),
        recovery_path: args.recovery_out.as_deref().map(text).transpose()?,
    })?;
    home.close();
    say_error(NOT_YET);
    let mut out = Out::new();
    out.line("The store was made.")?;
    out.line(&made.next)?;
    out.finish()
}

fn role(role: args::Role) -> Role {
    match role {
        args::Role::Worker => Role::Worker,
        args::Role::Supervisor => Role::Supervisor,
        args::Role::Governance => Role::Governance,
    }
}

/// Lets somebody else in.
pub fn add_person(args: &AddPersonArgs) -> Result<(), Stop> {
    let home = closed(&args.open.store)?;
    let mine = passphrase::of_a_store(args.open.passphrase_file.as_deref())?;
    home.unlock(Unlock { passphrase: mine.expose_secret().to_owned() })?;
    let (theirs, again) = passphrase::of_a_new_store(args.their_passphrase_file.as_deref())?;
    home.add_person(&NewPerson {
        name: &args.name,
        role: role(args.role),
        passphrase: theirs.expose_secret(),
        passphrase_again: again.expose_secret(),
        mine: mine.expose_secret(),
    })?;
    home.close();
    let mut out = Out::new();
    out.line("They can now open this store with their own passphrase.")?;
    out.finish()
}

/// A recovery file is a page of text: anything longer is another file.
const LONGEST_RECOVERY_FILE: u64 = 64 * 1024;

/// Sets a new passphrase with the recovery file.
pub fn recover(args: &RecoverArgs) -> Result<(), Stop> {
    let unreadable = || {
        Stop::Unreadable(
            "The recovery file could not be read. Check its name, and that it is the text file that was saved when the store was made."
                .into(),
        )
    };
    let home = closed(&args.store)?;
    let mut file = String::new();
    std::fs::File::open(&args.recovery_file)
        .and_then(|open| open.take(LONGEST_RECOVERY_FILE).read_to_string(&mut file))
        .map_err(|_| unreadable())?;
    let file = SecretString::from(file);
    let (passphrase, again) = passphrase::of_a_new_store(args.passphrase_file.as_deref())?;
    if passphrase.expose_secret() != again.expose_secret() {
        return Err(Stop::from(ApiError::problem(
            "The two passphrases are not the same. Nothing was changed.",
        )));
    }
    home.recover(file.expose_secret(), passphrase.expose_secret())?;
    let mut out = Out::new();
    out.line("The new passphrase opens the store. The old one no longer does.")?;
    out.line("The recovery file goes on working: keep it off this laptop.")?;
    out.finish()
}

/// Says what became of the borough's own files of the standard.
fn standard(out: &mut Out, notice: &StandardNotice) -> Result<(), Stop> {
    out.line(&notice.using)?;
    for fault in &notice.faults {
        let place = [&fault.file, &fault.place];
        let place: Vec<&str> =
            place.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        out.line(&format!("  {}: {}.", place.join(", "), fault.reason))?;
    }
    for draft in &notice.drafts {
        out.line(&format!("  {draft}"))?;
    }
    Ok(())
}

/// Says what is in a store.
pub fn status(args: &StatusArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let status = home.status()?;
    home.close();
    let mut out = Out::new();
    if args.json {
        out.json(&status)?;
    } else {
        for (what, number) in [
            ("Children", status.children),
            ("Episodes", status.episodes),
            ("Return conversations", status.conversations),
            ("Police prevention interviews", status.ppis),
            ("Support plans", status.supports),
            ("Episodes that ask for something", status.open),
            ("Schema", u64::from(status.schema)),
        ] {
            out.line(&format!("{what}: {number}"))?;
        }
        out.line(&format!("New records are asked by: {}", status.question_sets.join(", ")))?;
        if let Some(notice) = &status.standard {
            standard(&mut out, notice)?;
        }
    }
    out.finish()
}
