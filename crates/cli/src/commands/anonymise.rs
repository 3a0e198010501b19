//! `homeward anonymise`.

use homeward_app::anonymise::{self, Ask};

use crate::args::AnonymiseArgs;
use crate::out::{Out, Stop};

/// Anonymises a table. Needs no store.
pub fn table(args: &AnonymiseArgs) -> Result<(), Stop> {
    let done = anonymise::make(&Ask {
        records: args.records.clone(),
        policy: args.policy.clone(),
        out: args.out.clone(),
    })?;
    let mut out = Out::new();
    if args.json {
        out.json(&done)?;
    } else {
        for sentence in &done.sentences {
            out.line(sentence)?;
        }
    }
    out.finish()
}
