//! `homeward store create` and `homeward store status`.

use homeward_app::NOT_YET;
use homeward_app::api::door::{FirstStart, Role};
use secrecy::ExposeSecret as _;

use super::{closed, opened, text};
use crate::args::{self, CreateArgs, StatusArgs};
use crate::out::{Out, Stop, say_error};
use crate::passphrase;

/// Makes a store.
pub fn create(args: &CreateArgs) -> Result<(), Stop> {
    let home = closed(&args.open.store)?;
    let (passphrase, again) = passphrase::of_a_new_store(args.open.passphrase_file.as_deref())?;
    let made = home.create_store(FirstStart {
        name: args.user.clone(),
        role: match args.role {
            args::Role::Worker => Role::Worker,
            args::Role::Supervisor => Role::Supervisor,
        },
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
    }
    out.finish()
}
