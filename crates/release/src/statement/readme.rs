//! `README.txt` of a statement.

use std::fmt::Write;

use super::StatementManifest;
use crate::manifest::UNSIGNED;

/// The text, out of what the manifest says and nothing else.
pub(super) fn text(manifest: &StatementManifest) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut text, manifest);
    text
}

fn write(out: &mut String, manifest: &StatementManifest) -> std::fmt::Result {
    let StatementManifest { authority, period, receiver, purpose, agreement, made_on, .. } =
        manifest;
    writeln!(out, "Children who went missing: {}, {period}", authority.name)?;
    writeln!(out, "\nMade for {receiver} on {}.", made_on.format("%-d %B %Y"))?;
    writeln!(out, "What for: {purpose}")?;
    writeln!(out, "Shared under: {agreement}")?;
    writeln!(out, "\n{}", manifest.statement.words)?;
    writeln!(
        out,
        "
That is all that is said. Tables about so few children could point to one of them, so there are
no tables. There is no number either, and a year in which no child went missing reads the same.
It rests on the authority's records in Homeward. An authority that began with them within the year
may have earlier children of it elsewhere.

What is in this folder

manifest.json     the same for a program
risk-report.html  what attacks on these very files found
risk-report.json  the same for a program
README.txt        this page

How to use it

- When you add up authorities, say for how many of them there is only a statement.
- Do not put a number in its place, and do not count it as none: nobody can tell which it was.
- Do not ask for the number in another way. If more is needed, agree on more years, or on more
  authorities, that are released together.

What it does not protect against

{UNSIGNED}"
    )
}
