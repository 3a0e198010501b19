//! A record as a task list: how far each section is, and what *check answers* says.

use homeward_standard::{Answer, Kind, Needed, Question, Section, Weight};

use crate::api::record::{CheckLine, CheckSection, Problem, Task};
use crate::api::{Tag, Tone};
use crate::pages::field;
use crate::sheet::Sheet;
use crate::show;

/// Shown where nothing has been answered.
pub const NO_ANSWER: &str = "No answer yet";

/// How far a section is.
pub fn task(sheet: &Sheet<'_>, section: &Section) -> Task {
    let mut asked = 0_usize;
    let mut answered = 0_usize;
    let mut expected_open = 0_usize;
    let mut expected = 0_usize;
    let mut problems = 0_usize;
    each(sheet, section, &mut |question, item| {
        let has = sheet.is_answered(question, item);
        let main = question.weight == Weight::Core || question.needed == Needed::AtCheck;
        if main || has {
            asked += 1;
            answered += usize::from(has);
        }
        if main {
            expected += 1;
            expected_open += usize::from(!has);
        }
        problems += usize::from(sheet.problem(question, item).is_some());
    });
    let (text, tone) = if problems > 0 {
        (show::count(problems, "problem", "problems"), Tone::Alert)
    } else if expected == 0 {
        // Nothing here has to be answered, so nothing here is ever complete.
        ("Optional".to_owned(), Tone::Quiet)
    } else if answered == 0 {
        ("Not started".to_owned(), Tone::Quiet)
    } else if expected_open > 0 {
        ("In progress".to_owned(), Tone::Soon)
    } else {
        ("Completed".to_owned(), Tone::Done)
    };
    Task {
        section: section.id.clone(),
        title: section.title.clone(),
        hint: section.hint.clone(),
        state: Tag { text, tone },
        count: match (asked, expected) {
            (0, _) => String::new(),
            (_, 0) => format!("{answered} answered"),
            _ => format!("{answered} of {asked} answered"),
        },
    }
}

/// Visits the questions that are asked now, those in rows included.
pub fn each<'a>(
    sheet: &'a Sheet<'_>,
    section: &'a Section,
    visit: &mut dyn FnMut(&'a Question, Option<u32>),
) {
    for question in sheet.asked(section) {
        visit(question, None);
        if question.kind == Kind::Rows {
            for item in sheet.rows(&question.id) {
                for column in sheet.columns(question, item) {
                    visit(column, Some(item));
                }
            }
        }
    }
}

/// What has to be mended before the record is ready: what cannot be read, and what is needed and
/// has neither an answer nor an absence code.
pub fn problems(sheet: &Sheet<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for section in sheet.sections() {
        each(sheet, section, &mut |question, item| {
            let sentence = match sheet.problem(question, item) {
                Some(problem) => problem.to_string(),
                None if question.needed == Needed::AtCheck
                    && !sheet.is_answered(question, item) =>
                {
                    format!("Answer “{}”", question.label)
                }
                None => return,
            };
            found.push(Problem { sentence, path: path(sheet, section, &question.id, item) });
        });
    }
    found
}

/// Where a question is on screen.
pub fn path(sheet: &Sheet<'_>, section: &Section, question: &str, item: Option<u32>) -> String {
    format!("record/{}/{}#{}", sheet.record, section.id, field(question, item))
}

/// Where the first of these questions is on screen, for a check that names several.
pub fn path_of_first(sheet: &Sheet<'_>, questions: &[&str], item: Option<u32>) -> String {
    for wanted in questions {
        for section in sheet.sections() {
            for question in sheet.asked(section) {
                if question.id == *wanted {
                    return path(sheet, section, wanted, None);
                }
                if question.columns.iter().any(|column| column.id == *wanted) {
                    return path(sheet, section, wanted, item);
                }
            }
        }
    }
    format!("record/{}", sheet.record)
}

/// All answers, section by section.
pub fn sections(sheet: &Sheet<'_>) -> Vec<CheckSection> {
    sheet
        .sections()
        .map(|section| CheckSection {
            section: section.id.clone(),
            title: section.title.clone(),
            lines: lines(sheet, section),
        })
        .filter(|section| !section.lines.is_empty())
        .collect()
}

fn lines(sheet: &Sheet<'_>, section: &Section) -> Vec<CheckLine> {
    let mut lines = Vec::new();
    for question in sheet.asked(section) {
        let answered = sheet.is_answered(question, None);
        if question.weight == Weight::Rare && !answered {
            continue;
        }
        if question.kind == Kind::Rows && !sheet.rows(&question.id).is_empty() {
            lines.extend(row_lines(sheet, section, question));
        } else {
            lines.push(line(sheet, section, question, None, &question.label));
        }
    }
    lines
}

fn row_lines(sheet: &Sheet<'_>, section: &Section, group: &Question) -> Vec<CheckLine> {
    let name = show::sentence_case(group.row_title.as_deref().unwrap_or(&group.label));
    sheet
        .rows(&group.id)
        .into_iter()
        .enumerate()
        .map(|(index, item)| CheckLine {
            label: format!("{name} {}", index + 1),
            value: row_text(sheet, group, item),
            muted: false,
            path: group
                .columns
                .first()
                .map_or_else(String::new, |column| path(sheet, section, &column.id, Some(item))),
        })
        .collect()
}

/// A row in one line: its answers with semicolons between.
pub fn row_text(sheet: &Sheet<'_>, group: &Question, item: u32) -> String {
    let parts: Vec<String> = sheet
        .columns(group, item)
        .into_iter()
        .filter_map(|column| {
            let answer = sheet.recorded(&column.id, Some(item))?.answer.as_ref()?;
            Some(show::answer(column, answer, sheet.standard))
        })
        .collect();
    if parts.is_empty() { "Nothing recorded in this row yet".to_owned() } else { parts.join("; ") }
}

fn line(
    sheet: &Sheet<'_>,
    section: &Section,
    question: &Question,
    item: Option<u32>,
    label: &str,
) -> CheckLine {
    let recorded = sheet.recorded(&question.id, item);
    let (value, muted) = match recorded.map(|r| (r, r.answer.as_ref())) {
        Some((r, Some(answer))) if r.valid => {
            (show::answer(question, answer, sheet.standard), matches!(answer, Answer::Absent(_)))
        }
        // What was typed is shown even when it could not be read: it is kept, and is to be mended.
        Some((r, _)) if !r.raw.trim().is_empty() => (r.raw.replace('\n', " "), false),
        _ => (NO_ANSWER.to_owned(), true),
    };
    CheckLine {
        label: label.to_owned(),
        value,
        muted,
        path: path(sheet, section, &question.id, item),
    }
}
