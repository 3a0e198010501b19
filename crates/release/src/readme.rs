//! `README.txt`: what a person who receives a release should know before using it.

use std::fmt::Write;

use crate::fault::in_words;
use crate::manifest::UNSIGNED;
use crate::profile::Profile;
use crate::{Ladder, Manifest};

/// The text. Lines end with a line feed; the longest are for the reader's program to wrap.
pub(crate) fn text(profile: &Profile, manifest: &Manifest) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, profile, manifest);
    text
}

fn write(out: &mut String, profile: &Profile, manifest: &Manifest) -> std::fmt::Result {
    let Manifest {
        authority, period, receiver, purpose, agreement, made_on, policy, totals, ..
    } = manifest;
    let least = in_words(policy.k);
    let share = policy.largest_share_percent;
    writeln!(out, "Children who went missing: {}, {period}", authority.name)?;
    writeln!(out, "\nMade for {receiver} on {}.", made_on.format("%-d %B %Y"))?;
    writeln!(out, "What for: {purpose}")?;
    writeln!(out, "Shared under: {agreement}\n")?;
    writeln!(
        out,
        "It is about {} episodes of {} children. An episode is one time a child went missing.",
        totals.episodes, totals.children
    )?;
    writeln!(out, "\nWhat is in this folder\n")?;
    writeln!(
        out,
        "manifest.json        what the release holds, and how codes were merged in each table"
    )?;
    writeln!(
        out,
        "cells.csv            every group of every table: its episodes, and at least how many children"
    )?;
    writeln!(
        out,
        "tables/              {} tables, each with one row an episode",
        manifest.tables.len()
    )?;
    writeln!(out, "release.schema.json  a JSON Schema of the manifest and of the rows")?;
    writeln!(
        out,
        "risk-report.html     what was merged, and what attacks on these very files found"
    )?;
    writeln!(out, "risk-report.json     the same for a program")?;
    writeln!(out, "README.txt           this page")?;
    writeln!(out, "\nHow to read the tables\n")?;
    writeln!(
        out,
        "- Every table has all {} episodes. No row was left out, so totals are exact and",
        totals.episodes
    )?;
    writeln!(out, "  tables of several authorities can be added up.")?;
    writeln!(
        out,
        "- Episodes add up over the answers of a table. Children do not: a child with several"
    )?;
    writeln!(out, "  episodes can stand in several groups.")?;
    let (k, most) = (policy.k, policy.k * 2 - 1);
    writeln!(
        out,
        "- Children of a group are said in steps of {k}: {k} stands for {k} to {most}. Exact counts could"
    )?;
    writeln!(
        out,
        "  tell how many are in all groups but one. The number of all children is exact."
    )?;
    writeln!(out, "- The rows are shuffled, and the tables cannot be joined row by row.")?;
    writeln!(
        out,
        "- Each group stands for at least {least} children, and no child has more than {share} per cent"
    )?;
    writeln!(out, "  of its rows. Where that was not so, codes were merged for the whole table.")?;
    writeln!(
        out,
        "- So one answer can be shown in more detail in one table than in another. Merge to the"
    )?;
    writeln!(out, "  broader code before you compare tables or authorities.")?;
    writeln!(
        out,
        "- SUPP means masked. It stands for the answers that the manifest lists for that table,"
    )?;
    writeln!(out, "  which were too few to show alone.")?;
    writeln!(out, "- A group that is not there has no episode.")?;
    writeln!(
        out,
        "- NASK not asked, ASKU asked and does not know, DECL asked and prefers not to say, PEND not"
    )?;
    writeln!(
        out,
        "  yet obtained, UNKN not known and NAPP not applicable are answers. They are never blank."
    )?;
    writeln!(out, "\nWhat it does not protect against\n")?;
    writeln!(out, "{UNSIGNED}")?;
    writeln!(out, "A child who is known to two authorities is counted by each of them.")?;
    writeln!(out, "Do not try to find out who a child is, and do not add anything that could.")?;
    writeln!(out, "\nThe tables\n")?;
    for table in &manifest.tables {
        writeln!(out, "{}", table.file)?;
        writeln!(out, "  {}", table.title)?;
        for words in table.merges.iter().flat_map(|merge| &merge.words) {
            writeln!(out, "  {words}")?;
        }
    }
    writeln!(out, "\nThe codes")?;
    for variable in &profile.variables {
        let Some(ladder) = profile.ladder(&variable.ladder).map(Ladder::completed) else {
            continue;
        };
        writeln!(out, "\n{} ({})", variable.title, variable.name)?;
        for step in &ladder.steps {
            writeln!(out, "  {:<12} {}", step.code, step.label)?;
        }
        writeln!(out, "  {:<12} Masked", crate::MASKED)?;
    }
    Ok(())
}
