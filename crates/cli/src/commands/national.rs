//! `homeward national`.

use homeward_app::api::ApiError;
use homeward_app::api::national::{NationalAsk, NationalDone, NationalFinding, SaveNational};
use serde::Serialize;

use super::{opened, text};
use crate::args::NationalArgs;
use crate::out::{Out, Stop};
use crate::progress::watch;

/// What `--json` writes.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    made: &'a NationalDone,
    out: &'a str,
}

/// Makes and saves a national return.
pub fn write(args: &NationalArgs, which: &str) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let ask = NationalAsk {
        which: which.to_owned(),
        authority: args.authority.clone(),
        year: args.year.clone(),
        recipient: args.to.clone(),
        reason: args.reason.clone(),
        passphrase: None,
    };
    let save = SaveNational {
        which: which.to_owned(),
        authority: args.authority.clone(),
        year: args.year.clone(),
        folder: text(&args.out)?,
    };
    let done: Result<_, ApiError> = watch(&home, "Making the return", || {
        let made = home.make_national_just_unlocked(ask)?;
        Ok((made, home.save_national(save)?))
    });
    home.close();
    let (made, saved) = done?;
    let mut out = Out::new();
    if args.json {
        out.json(&Written { made: &made, out: &saved.out })?;
        return out.finish();
    }
    out.line(&made.title)?;
    for count in &made.counts {
        out.line(&format!("{}: {}", count.label, count.number))?;
    }
    if let Some(look) = &made.look {
        out.line(look)?;
    }
    for finding in &made.findings {
        out.line(&line(finding))?;
    }
    out.line("What the return loses is in what-this-loses.txt.")?;
    out.line(&saved.sentence)?;
    out.finish()
}

fn line(finding: &NationalFinding) -> String {
    let rule = finding.rule.as_ref().map_or_else(String::new, |rule| format!("Rule {rule}: "));
    format!("{} × {rule}{}", finding.count, finding.sentence)
}
