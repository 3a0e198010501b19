//! *What I told you, and who sees it*: one page for a child who wants one.
//!
//! It is an open copy like the report, so it asks for the passphrase and leaves an audit entry.
//! Paper can be found by somebody who must not see it, so the page says that first, and where the
//! record says that home is not safe, the copy is only made after that was talked about.

use homeward_casework::{RecordKind, time};
use homeward_standard::{Answer, Kind, Question, Value};

use crate::api::child_copy::{ChildCopyAsk, ChildCopyForm};
use crate::api::report::{Report, ReportSection};
use crate::api::{ApiError, Line};
use crate::children::audited_read;
use crate::loading::{self, Loaded};
use crate::open_copy::{self, Document, Leaving};
use crate::roles::Act;
use crate::session::{Homeward, Open};
use crate::sheet::Sheet;
use crate::show;

/// Stands at the top and at the bottom of the paper. Not a government marking: a child reads it.
const MARKING: &str = "PRIVATE";

/// Answers that say that home may not be safe for paper: the question and its code.
const NOT_SAFE: [(&str, &str); 2] = [("home_risk_found", "Y"), ("safety_seeking", "Y")];

/// Rows that say so too: the group, its column, and the codes. Harm, or fear of it, where the child
/// lives; a child who was told to leave or whose complaint is about care.
const NOT_SAFE_ROWS: [(&str, &str, &[&str]); 2] = [
    ("reasons", "reason", &["H02", "H03", "H04", "H05", "H06", "H10", "H13", "H15", "C07", "F01"]),
    ("harms", "harm", &["HBA", "HOME_RISK"]),
];

/// The groups of rows that the copy takes from the records.
const PROMISES: &str = "promises";
const SHARED: &str = "info_shared";

/// The code of a row that says that nobody was told.
const NOBODY: &str = "NONE";

impl Homeward {
    /// What to think of before a copy is made. Opening it is an audited read.
    ///
    /// # Errors
    /// The conversation is not here.
    pub fn child_copy_form(&self, record: String) -> Result<ChildCopyForm, ApiError> {
        let id = loading::id(&record)?;
        self.with(Act::OpenCopy, |open| {
            audited_read(self, open, id)?;
            let loaded = conversation(self, open, id)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            let not_safe = home_may_not_be_safe(&sheet);
            let mut warnings = vec![
                "Paper can be found. Ask the child where it will be kept, and who could read it."
                    .to_owned(),
                "The copy holds the child’s own words. Offer to read it out instead, or to keep it for the child."
                    .to_owned(),
            ];
            if not_safe {
                warnings.insert(
                    0,
                    "What is recorded says that home may not be safe. Do not let this go there unless you and the child are sure that it is."
                        .to_owned(),
                );
            }
            Ok(ChildCopyForm {
                record: id.to_string(),
                child: loaded.child_name.clone(),
                home_may_not_be_safe: not_safe,
                warnings,
            })
        })
    }

    /// Makes the copy for the child.
    ///
    /// # Errors
    /// The passphrase is not right, or where the paper will be was not talked about.
    pub fn child_copy(&self, ask: ChildCopyAsk) -> Result<Report, ApiError> {
        let id = loading::id(&ask.record)?;
        self.with(Act::OpenCopy, |_| Ok(()))?;
        if !ask.talked_about {
            return Err(ApiError::problem(
                "Talk with the child about where the paper will be kept, then say here that you did.",
            ));
        }
        self.re_authenticate(&ask.passphrase)?;
        self.with(Act::OpenCopy, |open| {
            let loaded = conversation(self, open, id)?;
            let sheet = loading::sheet(open, self, &loaded)?;
            let mut sections = vec![told(&sheet), seen_by(&sheet)];
            sections.extend(promised(self, open, id)?);
            sections.push(more());
            sections.retain(|section| !section.lines.is_empty());
            let document = Document {
                marking: MARKING,
                tab: "your copy",
                title: "What I told you, and who sees it".into(),
                sections,
                foot: vec![format!(
                    "You talked with {}. This was made for you on {}.",
                    open.me.name,
                    time::show_date(self.today())
                )],
                file_name: format!("your-copy-{}.html", self.today()),
            };
            let leaving = Leaving {
                act: "made an open copy: for the child",
                detail: "for: the child; why: the child wanted a copy",
            };
            open_copy::give_out(self, open, id, &leaving, document)
        })
    }
}

fn conversation<'s>(
    homeward: &'s Homeward,
    open: &Open,
    id: uuid::Uuid,
) -> Result<Loaded<'s>, ApiError> {
    let loaded = loading::record(open, homeward, id)?;
    if loaded.record.kind == RecordKind::Conversation {
        Ok(loaded)
    } else {
        Err(ApiError::refused("A copy for the child is made of a return conversation."))
    }
}

fn home_may_not_be_safe(sheet: &Sheet<'_>) -> bool {
    let said = NOT_SAFE.iter().any(|(question, code)| {
        let answer = sheet.answer_to(question).or_else(|| sheet.derived.get(*question));
        matches!(answer, Some(Answer::Given(Value::Choice(found))) if found == code)
    });
    said || NOT_SAFE_ROWS.iter().any(|(group, column, codes)| {
        sheet.rows(group).into_iter().any(|item| {
            let answer = sheet.recorded(column, Some(item)).and_then(|found| found.answer.as_ref());
            matches!(answer, Some(Answer::Given(Value::Choice(found))) if codes.contains(&found.as_str()))
        })
    })
}

/// What the child said: the answers to the questions that were put in the child's words.
fn told(sheet: &Sheet<'_>) -> ReportSection {
    let lines = sheet
        .set
        .questions()
        .filter(|question| question.kind != Kind::Rows && sheet.asks(question))
        .filter_map(|question| {
            let ask = question.with_child.as_ref()?;
            let answer = sheet.answer_to(&question.id)?;
            // What was not said is nobody's business on paper.
            let Answer::Given(_) = answer else { return None };
            Some(line(ask, show::answer(question, answer, sheet.standard)))
        })
        .collect();
    ReportSection { title: "What you told me".into(), lines }
}

fn seen_by(sheet: &Sheet<'_>) -> ReportSection {
    let mut lines = vec![
        line("", "Your social worker, or the person at the council who helps you, reads it.".into()),
        line(
            "",
            "If somebody is in danger, I have to tell the people who can stop it. I tell you first if I can."
                .into(),
        ),
    ];
    let shared = sheet.set.question(SHARED);
    for (column, item) in shared.into_iter().flat_map(|group| rows(sheet, group)) {
        let answer = sheet.recorded(&column.id, Some(item)).and_then(|found| found.answer.as_ref());
        match answer {
            // "Nobody" is an answer about the work, and no reader of the page.
            Some(Answer::Given(Value::Choice(code))) if code == NOBODY => {}
            Some(answer @ Answer::Given(_)) => {
                lines.push(line("I also told", show::answer(column, answer, sheet.standard)));
            }
            _ => {}
        }
    }
    ReportSection { title: "Who sees it".into(), lines }
}

/// The first column of each row of a group: what it is about.
fn rows<'a>(sheet: &'a Sheet<'_>, group: &'a Question) -> Vec<(&'a Question, u32)> {
    sheet
        .rows(&group.id)
        .into_iter()
        .filter_map(|item| Some((group.columns.first()?, item)))
        .collect()
}

/// What was promised to the child, out of the support plans of the conversation.
fn promised(
    homeward: &Homeward,
    open: &Open,
    conversation: uuid::Uuid,
) -> Result<Option<ReportSection>, ApiError> {
    let mut lines = Vec::new();
    for support in open.store.read()?.supports_of(conversation)? {
        let loaded = loading::record(open, homeward, support.id)?;
        let sheet = loading::sheet(open, homeward, &loaded)?;
        let Some(group) = loaded.set.question(PROMISES) else { continue };
        for (column, item) in rows(&sheet, group) {
            if let Some(answer @ Answer::Given(_)) =
                sheet.recorded(&column.id, Some(item)).and_then(|found| found.answer.as_ref())
            {
                lines.push(line("", show::answer(column, answer, sheet.standard)));
            }
        }
    }
    Ok((!lines.is_empty()).then(|| ReportSection { title: "What I said I would do".into(), lines }))
}

/// Who a child can turn to. The numbers are those that the charities publish.
fn more() -> ReportSection {
    ReportSection {
        title: "If you want to talk to somebody else".into(),
        lines: vec![
            line("Missing People", "Call or text 116 000. It is free.".into()),
            line("Childline", "Call 0800 1111. It is free.".into()),
            line("If you are in danger now", "Call 999.".into()),
            line(
                "",
                "You can ask for something here to be put right. Ask me, or anybody at the council."
                    .into(),
            ),
        ],
    }
}

fn line(label: &str, value: String) -> Line {
    Line { label: label.to_owned(), value, muted: false }
}
