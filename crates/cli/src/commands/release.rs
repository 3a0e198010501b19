//! `homeward release preview`, `propose`, `waiting`, `approve` and `withdraw`.

use homeward_app::api::release::{Product, Proposal, ReleaseFor};
use homeward_app::api::release_preview::ReleasePreview;

use super::{opened, text};
use crate::args::{self, ApproveArgs, ReleaseArgs, WaitingArgs, WithdrawArgs};
use crate::out::{Out, Stop};
use crate::progress::watch;

fn asked(args: &ReleaseArgs) -> ReleaseFor {
    ReleaseFor {
        product: match args.product {
            args::Product::TopicTables => Product::TopicTables,
            args::Product::EpisodeRecords => Product::EpisodeRecords,
        },
        authority: args.authority.clone(),
        period: args.period.clone(),
        receiver: args.to.clone(),
        purpose: args.purpose.clone(),
        agreement: args.agreement.clone(),
    }
}

/// Looks at what a release would be.
pub fn preview(args: &ReleaseArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let preview = watch(&home, "Working it out", || home.preview_release(asked(args)));
    home.close();
    tell(&preview?, args.json)
}

/// Says what a release would be. One that may not leave is exit code 1, with the reason.
fn tell(preview: &ReleasePreview, json: bool) -> Result<(), Stop> {
    let mut out = Out::new();
    if json {
        out.json(preview)?;
    } else if preview.holds {
        words(&mut out, preview)?;
    }
    out.finish()?;
    match (preview.holds, json) {
        (true, _) => Ok(()),
        (false, true) => Err(Stop::Said(1)),
        (false, false) => Err(Stop::Refused(preview.verdict.clone())),
    }
}

fn words(out: &mut Out, preview: &ReleasePreview) -> Result<(), Stop> {
    out.line(&format!(
        "{}, {}, {}, for {}.",
        preview.product, preview.authority.name, preview.period, preview.receiver
    ))?;
    out.line(&preview.verdict)?;
    if let Some(caution) = &preview.caution {
        out.line(caution)?;
    }
    out.line("")?;
    out.line("What leaves:")?;
    for line in &preview.leaves {
        out.line(&format!("  {line}"))?;
    }
    if preview.statement.is_none() {
        out.line(&format!(
            "  {} kinds of answers are merged; with --json you see which.",
            preview.merged.len()
        ))?;
    }
    if let Some(cost) = &preview.cost {
        out.line(&format!(
            "  Of {} answers {} stand as recorded and {} are masked; the others are merged.",
            cost.answers, cost.as_recorded, cost.masked
        ))?;
    }
    if let Some(smallest) = &preview.smallest {
        out.line(&format!(
            "  The smallest group has {} children: {}, {}.",
            smallest.children, smallest.table, smallest.group
        ))?;
    }
    for test in &preview.tests {
        out.line("")?;
        out.line(&format!("{} {}", test.title, test.words))?;
        for finding in &test.findings {
            out.line(&format!("  {}: {}", finding.title, finding.found))?;
        }
    }
    out.line("")?;
    out.line("Nothing was written.")
}

/// Asks a second person to approve a release.
pub fn propose(args: &ReleaseArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let proposed =
        watch(&home, "Working it out", || home.propose_release_just_unlocked(&asked(args)));
    let second = home.release_form().map(|form| form.has_second_person);
    home.close();
    let proposed = proposed?;
    let mut out = Out::new();
    if args.json {
        out.json(&proposed)?;
        return out.finish();
    }
    one(&mut out, &proposed)?;
    out.line("Nothing has left. Somebody else of this store looks at it and approves it.")?;
    if !second? {
        out.line("There is nobody yet who may: let them in with `homeward store add-person`.")?;
    }
    out.finish()
}

fn one(out: &mut Out, proposal: &Proposal) -> Result<(), Stop> {
    out.line(&format!("{}  {}", proposal.id, proposal.product))?;
    for (what, value) in [
        ("Authority", &proposal.authority.name),
        ("Year", &proposal.period),
        ("For", &proposal.receiver),
        ("Purpose", &proposal.purpose),
        ("Agreement", &proposal.agreement),
    ] {
        out.line(&format!("  {what}: {value}"))?;
    }
    out.line(&format!("  Proposed: by {} on {}", proposal.by, proposal.at))
}

/// Says what waits, or looks at one of those.
pub fn waiting(args: &WaitingArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    if let Some(id) = &args.proposal {
        let preview = watch(&home, "Working it out", || home.look_at_proposal(id.clone()));
        home.close();
        return tell(&preview?, args.json);
    }
    let form = home.release_form();
    home.close();
    let waiting = form?.waiting;
    let mut out = Out::new();
    if args.json {
        out.json(&waiting)?;
        return out.finish();
    }
    if waiting.is_empty() {
        out.line("No release waits for a second person.")?;
    }
    for proposal in &waiting {
        one(&mut out, proposal)?;
        if proposal.mine {
            out.line("  You proposed it, so somebody else approves it.")?;
        }
    }
    out.finish()
}

/// Approves a release and writes it.
pub fn approve(args: &ApproveArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    // It is said again where it is, so its name must be text.
    text(&args.out)?;
    let done = watch(&home, "Making the release", || {
        home.approve_release_just_unlocked(&args.proposal, &args.out)
    });
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
        out.line(&format!("What was found out about it: {}", done.report))?;
        out.line("It is not signed: its hashes show damage, not forgery.")?;
    }
    out.finish()
}

/// Takes a proposal back.
pub fn withdraw(args: &WithdrawArgs) -> Result<(), Stop> {
    let home = opened(&args.open)?;
    let withdrawn = home.withdraw_release(args.proposal.clone());
    let waiting = home.release_form().map(|form| form.waiting);
    home.close();
    withdrawn?;
    let mut out = Out::new();
    if args.json {
        out.json(&waiting?)?;
    } else {
        out.line("It was withdrawn. Nothing has left.")?;
    }
    out.finish()
}
