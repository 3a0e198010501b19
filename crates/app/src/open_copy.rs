//! What every open copy on paper is made of: a marking, a title, sections of lines, and a foot; as
//! text to select, and as one HTML file that asks for nothing from outside.

use homeward_vault::sha256_hex;
use uuid::Uuid;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::report::{Report, ReportSection};
use crate::session::{Homeward, Open};

/// An open copy before it is written down.
pub struct Document {
    /// Stands at the top and at the bottom.
    pub marking: &'static str,
    /// What the window of a browser calls it. It names nobody.
    pub tab: &'static str,
    /// The heading.
    pub title: String,
    /// What it holds.
    pub sections: Vec<ReportSection>,
    /// Who made it, for whom, and what to do with it.
    pub foot: Vec<String>,
    /// A file name stands in lists of recent files, so it names nobody.
    pub file_name: String,
}

/// Why a copy leaves, for the audit.
pub struct Leaving<'a> {
    /// What kind of copy it is.
    pub act: &'static str,
    /// For whom and why, as the person wrote it.
    pub detail: &'a str,
}

/// Gives the copy out: its audit entry first, then the copy, which alone can be saved afterwards.
pub fn give_out(
    homeward: &Homeward,
    open: &mut Open,
    record: Uuid,
    leaving: &Leaving<'_>,
    document: Document,
) -> Result<Report, ApiError> {
    let report = Report {
        marking: document.marking.into(),
        text: as_text(&document),
        html: as_html(&document),
        title: document.title,
        sections: document.sections,
        file_name: document.file_name,
    };
    let mut op = homeward.op(open, leaving.act, Some(record));
    // The audit keeps why and for whom, as the person wrote it; that is its purpose. It stands in
    // the same encrypted file as the record.
    op.detail = leaving.detail.to_owned();
    let id = op.id;
    durably(open, |open| open.store.transact(&op, |_| Ok(())), id)?;
    open.given_out = Some(sha256_hex(report.html.as_bytes()));
    Ok(report)
}

fn as_text(document: &Document) -> String {
    let Document { marking, title, sections, foot, .. } = document;
    let mut text = format!("{marking}\n\n{title}\n");
    for section in sections {
        text.push_str(&format!("\n{}\n", section.title));
        for line in &section.lines {
            if line.label.is_empty() {
                text.push_str(&format!("- {}\n", line.value));
            } else {
                text.push_str(&format!("- {}: {}\n", line.label, line.value));
            }
        }
    }
    text.push('\n');
    for line in foot {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(&format!("\n{marking}\n"));
    text
}

/// One self-contained file: no script, no picture, no address of anything else.
fn as_html(document: &Document) -> String {
    let Document { marking, tab, title, sections, foot, .. } = document;
    let mut body = String::new();
    for section in sections {
        body.push_str(&format!("<h2>{}</h2>\n", escape(&section.title)));
        let (named, plain): (Vec<_>, Vec<_>) =
            section.lines.iter().partition(|line| !line.label.is_empty());
        for line in plain {
            body.push_str(&format!("<p dir=\"auto\">{}</p>\n", escape(&line.value)));
        }
        if named.is_empty() {
            continue;
        }
        body.push_str("<dl>\n");
        for line in named {
            body.push_str(&format!(
                "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>\n",
                escape(&line.label),
                escape(&line.value)
            ));
        }
        body.push_str("</dl>\n");
    }
    let foot: String = foot.iter().map(|line| format!("<p>{}</p>\n", escape(line))).collect();
    // Each sheet has the marking in its margin where the browser prints margins, since one may be
    // taken away alone.
    let style = include_str!("report.css");
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{marking}: {tab}</title>\n\
         <style>\n@page {{ @top-center {{ content: \"{marking}\"; }} }}\n{style}</style>\n</head>\n<body>\n<p class=\"marking\">{marking}</p>\n<main>\n\
         <h1>{}</h1>\n{body}</main>\n<footer>\n{foot}</footer>\n<p class=\"marking\">{marking}</p>\n</body>\n</html>\n",
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
    use crate::api::Line;

    fn document(sections: Vec<ReportSection>) -> Document {
        Document {
            marking: "PRIVATE",
            tab: "copy",
            title: "Report".into(),
            sections,
            foot: Vec::new(),
            file_name: "copy.html".into(),
        }
    }

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
        let document = document(sections.to_vec());
        let html = as_html(&document);
        assert!(!html.contains("<script"));
        assert!(
            html.contains(
                "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"
            )
        );
        assert!(as_text(&document).contains("<script>alert('x')</script>"));
    }

    #[test]
    fn the_file_asks_for_nothing_from_outside() {
        let html = as_html(&document(Vec::new()));
        for word in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!html.contains(word), "{word}");
        }
        // In its title, at its beginning and end, and in the margin of each sheet.
        assert_eq!(html.matches("PRIVATE").count(), 4);
    }
}
