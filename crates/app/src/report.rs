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
use crate::open_copy::{self, Document, Leaving};
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
            let detail = format!("for: {recipient}; why: {reason}");
            let act = "made an open copy: report for the social worker";
            let document = Document {
                marking: MARKING,
                tab: "report",
                title,
                sections,
                foot: foot.to_vec(),
                file_name: format!("return-conversation-{}.html", self.today()),
            };
            open_copy::give_out(self, open, id, &Leaving { act, detail: &detail }, document)
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
