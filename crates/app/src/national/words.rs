//! The sentences that are saved beside a return. No value of a record stands in them.

use homeward_casework::national::{Made, look_before_you_submit};
use homeward_casework::time;

use super::About;
use crate::session::Homeward;
use crate::show;

/// The marking of files that name children.
const MARKING: &str = "OFFICIAL-SENSITIVE";

/// The name of the statement of what is lost.
pub(super) const LOSSES: &str = "what-this-loses.txt";

/// The name of the list of what was found.
pub(super) const FINDINGS: &str = "look-before-you-submit.txt";

/// Every file of a return with its text: those of the return first, then the sentences.
pub(super) fn files(home: &Homeward, about: &About<'_>, made: &Made) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        made.files.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
    files.push((LOSSES.to_owned(), losses(home, about, made)));
    if !made.findings.is_empty() {
        files.push((FINDINGS.to_owned(), findings(about, made)));
    }
    files
}

/// Where to look.
pub(super) fn place(file: &str, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{file}, line {line}"),
        None => "A child’s record".to_owned(),
    }
}

fn losses(home: &Homeward, about: &About<'_>, made: &Made) -> String {
    let name = home
        .authority(about.authority)
        .map_or_else(|| about.authority.to_owned(), |authority| authority.name);
    let mut text = format!(
        "{MARKING}\n\n{}\n{name}. Made on {}, from what was recorded by then.\n\nWhat this return loses\n\n",
        about.title(),
        time::show_date(home.today())
    );
    for loss in &made.losses {
        text.push_str(&format!("- {loss}\n"));
    }
    text.push_str("\nWhat was counted\n\n");
    for (label, many) in &made.counts {
        text.push_str(&format!("- {label}: {many}\n"));
    }
    if !made.findings.is_empty() {
        text.push_str(&format!("\nWhat needs a look is in {FINDINGS}.\n"));
    }
    text
}

fn findings(about: &About<'_>, made: &Made) -> String {
    let first = look_before_you_submit(&made.findings)
        .unwrap_or_else(|| "No row needs a look before you submit.".to_owned());
    let mut text = format!("{MARKING}\n\n{}\n{first}\n", about.title());
    for finding in &made.findings {
        let rule = finding.rule.map_or_else(String::new, |rule| format!("Rule {rule}. "));
        text.push_str(&format!("\n{rule}{}\n", finding.kind.sentence()));
        let lines: Vec<String> = finding
            .places
            .iter()
            .filter_map(|at| Some(format!("- {}\n", place(&finding.file, Some(at.line?)))))
            .collect();
        text.push_str(&lines.concat());
        let others = finding.count.saturating_sub(lines.len());
        if others > 0 {
            let others = show::count(others, "record", "records");
            text.push_str(&format!("- {others} not in the file; Homeward shows which\n"));
        }
    }
    text
}
