//! `README.txt` of episode records.

use std::fmt::Write;

use super::manifest::RecordsManifest;
use crate::fault::in_words;
use crate::manifest::UNSIGNED;

/// The text. Lines end with a line feed; the longest are for the reader's program to wrap.
pub(super) fn text(manifest: &RecordsManifest) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, manifest);
    text
}

fn write(out: &mut String, manifest: &RecordsManifest) -> std::fmt::Result {
    let RecordsManifest { authority, period, receiver, purpose, agreement, made_on, .. } = manifest;
    let (policy, totals) = (manifest.policy, manifest.totals);
    let least = in_words(policy.k);
    writeln!(out, "Episodes of children who went missing: {}, {period}", authority.name)?;
    writeln!(out, "\nMade for {receiver} on {}.", made_on.format("%-d %B %Y"))?;
    writeln!(out, "What for: {purpose}")?;
    writeln!(out, "Shared under: {agreement}\n")?;
    writeln!(
        out,
        "episodes.csv has {} rows, one for each time a child went missing. In the year there were {} episodes of {} children.",
        totals.rows, totals.episodes, totals.children
    )?;
    match totals.left_out {
        0 => writeln!(out, "No episode was left out.")?,
        1 => writeln!(out, "One episode was left out, since it stood out.")?,
        more => writeln!(out, "{more} episodes were left out, since they stood out.")?,
    }
    writeln!(out, "\nWhat is in this folder\n")?;
    writeln!(out, "manifest.json        what the release holds, and what each label stands for")?;
    writeln!(out, "episodes.csv         the rows, in an order drawn by chance")?;
    writeln!(out, "release.schema.json  a JSON Schema of the manifest and of a row")?;
    writeln!(
        out,
        "risk-report.html     what was merged, and what attacks on these very files found"
    )?;
    writeln!(out, "risk-report.json     the same for a program")?;
    writeln!(out, "README.txt           this page")?;
    writeln!(out, "\nHow to read the rows\n")?;
    writeln!(
        out,
        "- Rows that read alike in everything somebody may know of a child stand for at least {least}"
    )?;
    writeln!(
        out,
        "  children, and no child has more than {} per cent of them. Where that was not so, labels",
        policy.largest_share_percent
    )?;
    writeln!(out, "  were made broader, for those rows only.")?;
    writeln!(
        out,
        "- So the same column is shown in more detail in one row than in another. Before you count,"
    )?;
    writeln!(out, "  merge to the broader labels; the manifest says what each stands for.")?;
    writeln!(
        out,
        "- Of what a child told, any two items that rows of such a group show stand for at least"
    )?;
    writeln!(out, "  {least} children of it. Items of one cell are parted by |.")?;
    writeln!(
        out,
        "- SUPP means masked: in a column of what was told it stands for whatever has no label of"
    )?;
    writeln!(out, "  its own in those rows, elsewhere for any answer.")?;
    writeln!(out, "- No two rows can be joined: nothing says which rows are one child's.")?;
    writeln!(
        out,
        "- PEND not yet obtained, NASK not asked, ASKU asked and does not know, DECL asked and"
    )?;
    writeln!(
        out,
        "  prefers not to say, UNKN not known and NAPP not applicable are answers, on their own or"
    )?;
    writeln!(out, "  merged as NOT_KNOWN or NO_ANSWER. They are never blank.")?;
    writeln!(
        out,
        "- For counts, use the topic tables of the same year where you have them: their totals are"
    )?;
    writeln!(out, "  exact.")?;
    writeln!(out, "\nWhat it does not protect against\n")?;
    writeln!(out, "{UNSIGNED}")?;
    writeln!(out, "A child who is known to two authorities is counted by each of them.")?;
    writeln!(out, "Do not try to find out who a child is, and do not add anything that could.")?;
    writeln!(out, "\nThe columns")?;
    for column in &manifest.columns {
        writeln!(out, "\n{} ({})", column.title, column.name)?;
        for words in &column.words {
            writeln!(out, "  {words}")?;
        }
        for label in &column.labels {
            writeln!(out, "  {:<16} {}", label.code, label.label)?;
        }
    }
    Ok(())
}
