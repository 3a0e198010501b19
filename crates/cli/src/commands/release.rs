//! `homeward release`.

use homeward_app::api::release::ReleaseAsk;

use super::{opened, text};
use crate::args::ReleaseArgs;
use crate::out::{Out, Stop};
use crate::progress::watch;

/// Makes a release.
pub fn make(args: &ReleaseArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let ask = ReleaseAsk {
        authority: args.authority.clone(),
        period: args.period.clone(),
        receiver: args.to.clone(),
        out: text(&args.out)?,
        passphrase: None,
    };
    let done = watch(&home, "Making the release", || home.make_release_just_unlocked(ask));
    home.close();
    let done = done?;
    let mut out = Out::new();
    if args.json {
        out.json(&done)?;
    } else {
        out.line(&done.sentence)?;
        for words in &done.merged {
            out.line(words)?;
        }
        out.line("It is not signed: its hashes show damage, not forgery.")?;
    }
    out.finish()
}
