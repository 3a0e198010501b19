//! The report for the social worker: an open copy (design, invariant 6). It asks for a permission,
//! the passphrase, a reason and who it is for; it carries a marking; the audit knows of it.

use homeward_casework::{RecordKind, time};
use homeward_vault::sha256_hex;

use crate::answers::durably;
use crate::api::report::{Report, ReportAsk, ReportSection};
use crate::api::{ApiError, Line};
use crate::asks::SaveReport;
use crate::children::title;
use crate::derive;
use crate::door::write_private;
use crate::loading;
use crate::roles::Act;
use crate::session::Homeward;
use crate::tasks;

/// The marking of a document that names a child.
const MARKING: &str = "OFFICIAL-SENSITIVE";

impl Homeward {
    /// Makes the report of a return conversation.
    ///
    /// # Errors
    /// No reason or recipient was given, or the passphrase is not right.
    pub fn report(&self, ask: ReportAsk) -> Result<Report, ApiError> {
        let id = loading::id(&ask.record)?;
        let (reason, recipient) = (ask.reason.trim(), ask.recipient.trim());
        if recipient.is_empty() {
            return Err(ApiError::problem("Enter who the report is for."));
        }
        if reason.is_empty() {
            return Err(ApiError::problem("Enter why they need it. It is kept in the audit log."));
        }
        self.with(Act::OpenCopy, |_| Ok(()))?;
        self.re_authenticate(&ask.passphrase)?;
        self.with(Act::OpenCopy, |open| {
            let loaded = loading::record(open, self, id)?;
            if loaded.record.kind != RecordKind::Conversation {
                return Err(ApiError::refused("A report is made of a return conversation."));
            }
            let sheet = loading::sheet(open, self, &loaded)?;
            let mut sections = vec![ReportSection {
                title: "The child and the episode".into(),
                lines: about(self, open, &loaded)?,
            }];
            let derived = derive::lines(&sheet, RecordKind::Conversation);
            sections
                .push(ReportSection { title: "Worked out from the times".into(), lines: derived });
            for section in tasks::sections(&sheet) {
                let lines: Vec<Line> = section
                    .lines
                    .into_iter()
                    .filter(|line| !line.muted || line.value != tasks::NO_ANSWER)
                    .map(|line| Line { label: line.label, value: line.value, muted: line.muted })
                    .collect();
                if !lines.is_empty() {
                    sections.push(ReportSection { title: section.title, lines });
                }
            }
            let made = format!(
                "Made by {} for {} on {}.",
                open.me.name,
                recipient,
                time::show(self.now())
            );
            let state =
                crate::work::state_tag(loaded.record.state, loaded.record.self_checked).text;
            let title = format!("Report of a return conversation: {}", loaded.child_name);
            let foot = [
                made,
                format!("State of the record: {state}."),
                "Keep it in the child’s record and nowhere else.".to_owned(),
            ];
            let report = Report {
                marking: MARKING.into(),
                text: as_text(&title, &sections, &foot),
                html: as_html(&title, &sections, &foot),
                title,
                sections,
                // A file name stands in lists of recent files, so it names nobody.
                file_name: format!("return-conversation-{}.html", self.today()),
            };
            let mut op = self.op(open, "made an open copy: report for the social worker", Some(id));
            // The audit keeps why and for whom, as the person wrote it; that is its purpose. It
            // stands in the same encrypted file as the record.
            op.detail = format!("for: {recipient}; why: {reason}");
            let op_id = op.id;
            durably(open, |open| open.store.transact(&op, |_| Ok(())), op_id)?;
            open.given_out = Some(sha256_hex(report.html.as_bytes()));
            Ok(report)
        })
    }

    /// Saves the report that was just made as a file. Nothing else can be saved this way.
    ///
    /// # Errors
    /// It is not that report, or the file cannot be written.
    pub fn save_report(&self, ask: SaveReport) -> Result<(), ApiError> {
        let path = ask.path.trim();
        if path.is_empty() {
            return Err(ApiError::problem("Choose where to save the report."));
        }
        self.with(Act::OpenCopy, |open| {
            let is_the_one =
                open.given_out.as_deref() == Some(sha256_hex(ask.html.as_bytes()).as_str());
            if !is_the_one {
                return Err(ApiError::refused("Make the report again, then save it."));
            }
            write_private(std::path::Path::new(path), ask.html.as_bytes())?;
            let op = self.op(open, "saved an open copy as a file", None);
            durably(open, |open| open.store.transact(&op, |_| Ok(())), op.id)?;
            Ok(())
        })
    }
}

fn about(
    homeward: &Homeward,
    open: &crate::session::Open,
    loaded: &loading::Loaded<'_>,
) -> Result<Vec<Line>, ApiError> {
    let reader = open.store.read()?;
    let child = reader.child(loaded.child)?;
    let line = |label: &str, value: String| Line { label: label.into(), value, muted: false };
    let mut lines = vec![
        line("Child", loaded.child_name.clone()),
        line("Details", crate::children::who(&child, homeward)),
    ];
    for episode in &loaded.episodes {
        lines.push(line("Episode", title(&reader.episode(*episode)?)));
    }
    Ok(lines)
}

fn as_text(title: &str, sections: &[ReportSection], foot: &[String]) -> String {
    let mut text = format!("{MARKING}\n\n{title}\n");
    for section in sections {
        text.push_str(&format!("\n{}\n", section.title));
        for line in &section.lines {
            text.push_str(&format!("- {}: {}\n", line.label, line.value));
        }
    }
    text.push('\n');
    for line in foot {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(&format!("\n{MARKING}\n"));
    text
}

/// One self-contained file: no script, no picture, no address of anything else.
fn as_html(title: &str, sections: &[ReportSection], foot: &[String]) -> String {
    let mut body = String::new();
    for section in sections {
        body.push_str(&format!("<h2>{}</h2>\n<dl>\n", escape(&section.title)));
        for line in &section.lines {
            body.push_str(&format!(
                "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>\n",
                escape(&line.label),
                escape(&line.value)
            ));
        }
        body.push_str("</dl>\n");
    }
    let foot: String = foot.iter().map(|line| format!("<p>{}</p>\n", escape(line))).collect();
    let style = include_str!("report.css");
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{MARKING}: report</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n<p class=\"marking\">{MARKING}</p>\n<main>\n\
         <h1>{}</h1>\n{body}</main>\n<footer>\n{foot}</footer>\n<p class=\"marking\">{MARKING}</p>\n</body>\n</html>\n",
        escape(title)
    )
}

/// Text as HTML shows it. Everything a person typed goes through here.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_an_answer_is_shown_as_text() {
        let sections = [ReportSection {
            title: "Own words".into(),
            lines: vec![Line {
                label: "What they said".into(),
                value: "<script>alert('x')</script> & \"quoted\"".into(),
                muted: false,
            }],
        }];
        let html = as_html("Report", &sections, &[]);
        assert!(!html.contains("<script"));
        assert!(
            html.contains(
                "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"
            )
        );
        assert!(as_text("Report", &sections, &[]).contains("<script>alert('x')</script>"));
    }

    #[test]
    fn the_file_asks_for_nothing_from_outside() {
        let html = as_html("Report", &[], &[]);
        for word in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!html.contains(word), "{word}");
        }
        assert_eq!(html.matches(MARKING).count(), 3);
    }
}
