//! `homeward demo`.

use homeward_app::demo::{DemoAsk, Mix, make};
use secrecy::ExposeSecret as _;

use super::{closed, text};
use crate::args::DemoArgs;
use crate::out::{Out, Stop};
use crate::passphrase;
use crate::progress::watch;

/// Makes a store of invented children.
pub fn store(args: &DemoArgs) -> Result<(), Stop> {
    // Nothing in it is anybody's, so the deliberate second at each unlock is not needed.
    let home = closed(&args.open.store)?.with_least_work();
    let (passphrase, _) = passphrase::of_a_new_store(args.open.passphrase_file.as_deref())?;
    let ask = DemoAsk {
        authority: args.authority.clone(),
        seed: args.seed,
        children: args.children,
        episodes: args.episodes,
        year: args.year.clone(),
        mix: Mix::Whole,
        passphrase: passphrase.expose_secret().to_owned(),
        recovery_path: text(&args.recovery_out)?,
    };
    let done = watch(&home, "Inventing children", || make(&home, ask));
    home.close();
    let done = done?;
    let mut out = Out::new();
    if args.json {
        out.json(&done)?;
    } else {
        out.line(&done.sentence)?;
    }
    out.finish()
}
