//! `homeward check`.

use homeward_app::release::Outcome;

use super::{closed, opened};
use crate::args::{CheckArgs, StoreArgs};
use crate::out::{Out, Stop, say_error};
use crate::progress::watch;

/// Checks a release. Says each problem on a line of its own.
pub fn release(args: &CheckArgs) -> Result<(), Stop> {
    let home = match &args.store {
        None => closed(std::path::Path::new(""))?,
        // Without the store nothing can be said about its children: that is not the same as a
        // release that does not hold.
        Some(store) => opened(&StoreArgs {
            store: store.clone(),
            passphrase_file: args.passphrase_file.clone(),
        })
        .map_err(as_unreadable)?,
    };
    let checked = watch(&home, "Checking", || home.check_release(&args.dir));
    home.close();
    let checked = checked.map_err(Stop::from).map_err(as_unreadable)?;
    let mut out = Out::new();
    if args.json {
        out.json(&checked)?;
    } else {
        for problem in &checked.problems {
            out.line(problem)?;
        }
        if checked.outcome != Outcome::CannotBeRead {
            out.line(&checked.sentence)?;
        }
        for note in &checked.notes {
            out.line(note)?;
        }
    }
    out.finish()?;
    match checked.outcome {
        Outcome::Holds => Ok(()),
        Outcome::DoesNotHold => Err(Stop::Said(1)),
        Outcome::CannotBeRead => {
            say_error(&checked.sentence);
            Err(Stop::Said(2))
        }
    }
}

/// Exit code 1 means that the release was read and does not hold, and nothing else.
fn as_unreadable(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(sentence) => Stop::Unreadable(sentence),
        other => other,
    }
}
