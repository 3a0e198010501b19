//! A section of a record as a page of questions.

use chrono::NaiveDate;
use homeward_casework::time;
use homeward_standard::{Answer, Kind, Moment, Problem, Question, Section, Stage, Value, Weight};

use crate::api::record::{self as api, Beside, Choice, PageView, QuestionView, RowGroup, RowView};
use crate::sheet::Sheet;
use crate::show;
use crate::tasks;

/// The made-up section that *Add a return* shows: what the police notification says.
pub const NOTIFICATION: &str = "notification";

/// The list of all authorities.
const AUTHORITY_LIST: &str = "authority";

/// Lists with more codes than this can be searched.
const LONGEST_LIST_AT_A_GLANCE: usize = 12;

/// How a page is framed.
#[derive(Debug, Clone)]
pub struct Frame {
    /// "Return conversation, Example Child 12".
    pub caption: String,
    /// Whether answers can be changed.
    pub open: bool,
    /// The authorities that the store works for. With one of them there is nothing to ask.
    pub authorities: Vec<String>,
    /// What to know about the record: that a newer version wrote it.
    pub notices: Vec<String>,
}

/// A section as a page. None if the set has no such section.
pub fn page(sheet: &Sheet<'_>, section: &str, frame: &Frame) -> Option<PageView> {
    if section == NOTIFICATION {
        return Some(notification(sheet, frame));
    }
    let found = sheet.set.section(section)?;
    let order: Vec<&Section> = sheet.sections().collect();
    let at = order.iter().position(|one| one.id == found.id);
    let neighbour = |step: isize| {
        let at = at?.checked_add_signed(step)?;
        order.get(at).map(|one| one.id.clone())
    };
    // Where all are rare, there is nothing to hide them behind.
    let all_rare = sheet.asked(found).all(|question| question.weight == Weight::Rare);
    let (questions, more) = sheet
        .asked(found)
        .map(|question| {
            (all_rare || stands_out(sheet, question), view(sheet, question, None, frame.open))
        })
        .partition::<Vec<_>, _>(|(main, _)| *main);
    Some(PageView {
        record: sheet.record.to_string(),
        section: found.id.clone(),
        title: found.title.clone(),
        caption: frame.caption.clone(),
        hint: found.hint.clone(),
        questions: questions.into_iter().map(|(_, view)| view).collect(),
        more: more.into_iter().map(|(_, view)| view).collect(),
        beside: beside(sheet, found),
        carry: None,
        notices: frame.notices.clone(),
        previous: neighbour(-1),
        next: neighbour(1),
        open: frame.open,
    })
}

/// A rare question stays behind "More questions" until it holds something.
fn stands_out(sheet: &Sheet<'_>, question: &Question) -> bool {
    question.weight != Weight::Rare || sheet.recorded(&question.id, None).is_some()
}

/// The answer that a section wants beside its questions, once there is one.
fn beside(sheet: &Sheet<'_>, section: &Section) -> Option<Beside> {
    let wanted = section.beside.as_deref()?;
    let home = sheet.set.sections.iter().find(|s| s.questions.iter().any(|q| q.id == wanted))?;
    let question = home.questions.iter().find(|question| question.id == wanted)?;
    let raw = &sheet.recorded(wanted, None)?.raw;
    (!raw.trim().is_empty()).then(|| Beside {
        label: question.label.clone(),
        text: raw.clone(),
        path: tasks::path(sheet, home, wanted, None),
    })
}

fn notification(sheet: &Sheet<'_>, frame: &Frame) -> PageView {
    PageView {
        record: sheet.record.to_string(),
        section: NOTIFICATION.to_owned(),
        title: sheet.set.title.clone(),
        caption: frame.caption.clone(),
        hint: None,
        questions: sheet
            .set
            .questions()
            .filter(|question| question.stage == Stage::Notification && sheet.asks(question))
            .filter(|question| !(frame.authorities.len() == 1 && asks_authority(question)))
            .map(|question| {
                let mut view = view(sheet, question, None, frame.open);
                if asks_authority(question) {
                    // A return is put down for one of the store's own authorities.
                    view.choices.retain(|choice| frame.authorities.contains(&choice.code));
                }
                view
            })
            .collect(),
        more: Vec::new(),
        beside: None,
        carry: None,
        notices: frame.notices.clone(),
        previous: None,
        next: None,
        open: frame.open,
    }
}

fn asks_authority(question: &Question) -> bool {
    question.list.as_deref() == Some(AUTHORITY_LIST)
}

/// The DOM id of a question's field.
pub fn field(question: &str, item: Option<u32>) -> String {
    item.map_or_else(|| format!("q-{question}"), |item| format!("q-{question}-{item}"))
}

/// A question with what stands under it.
pub fn view(sheet: &Sheet<'_>, question: &Question, item: Option<u32>, open: bool) -> QuestionView {
    let recorded = sheet.recorded(&question.id, item);
    let problem = sheet.problem(question, item);
    let raw = recorded.map(|r| r.raw.clone()).unwrap_or_default();
    let absence = recorded.and_then(|r| match &r.answer {
        Some(Answer::Absent(absence)) if r.valid => Some(absence.code().to_owned()),
        _ => None,
    });
    QuestionView {
        question: question.id.clone(),
        item: item.unwrap_or(0),
        field: field(&question.id, item),
        kind: kind(question.kind),
        label: question.label.clone(),
        hint: question.hint.clone(),
        why: question.why.clone(),
        definition: question.definition.clone(),
        filter: long_list(sheet, question),
        unit: question.unit.clone(),
        last: None,
        caution: None,
        flag: flag(sheet, question, item),
        choices: choices(sheet, question, item, &raw),
        absences: question
            .absences
            .iter()
            .map(|absence| Choice {
                code: absence.code().to_owned(),
                label: absence.label().to_owned(),
                hint: None,
                group: None,
            })
            .collect(),
        repeated_hour: matches!(problem, Some(Problem::RepeatedHour { .. })).then(twice),
        problem: problem.map(|p| p.to_string()),
        read_as: read_as(sheet, question, item, &raw),
        rows: (question.kind == Kind::Rows).then(|| rows(sheet, question, open)),
        raw,
        absence,
        open,
    }
}

fn rows(sheet: &Sheet<'_>, group: &Question, open: bool) -> RowGroup {
    let row_title = group.row_title.clone().unwrap_or_else(|| "row".to_owned());
    let rows = sheet
        .rows(&group.id)
        .into_iter()
        .enumerate()
        .map(|(index, item)| RowView {
            item,
            title: format!("{} {}", show::sentence_case(&row_title), index + 1),
            questions: sheet
                .columns(group, item)
                .into_iter()
                .map(|column| view(sheet, column, Some(item), open))
                .collect(),
        })
        .collect();
    RowGroup { row_title, rows }
}

fn kind(kind: Kind) -> api::Kind {
    match kind {
        Kind::Text => api::Kind::Text,
        Kind::LongText => api::Kind::LongText,
        Kind::Date => api::Kind::Date,
        Kind::Moment => api::Kind::Moment,
        Kind::Number => api::Kind::Number,
        Kind::Choice => api::Kind::Choice,
        Kind::Choices => api::Kind::Choices,
        Kind::Rows => api::Kind::Rows,
    }
}

/// Whether a list is too long to look through without searching.
fn long_list(sheet: &Sheet<'_>, question: &Question) -> bool {
    question
        .list
        .as_deref()
        .and_then(|list| sheet.standard.list(list))
        .is_some_and(|list| list.current(sheet.today).count() > LONGEST_LIST_AT_A_GLANCE)
}

/// The codes that may be chosen now. One that has ended, or that only an import can give, is shown
/// while it is the answer.
fn choices(sheet: &Sheet<'_>, question: &Question, item: Option<u32>, raw: &str) -> Vec<Choice> {
    let Some(list) = question.list.as_deref().and_then(|list| sheet.standard.list(list)) else {
        return Vec::new();
    };
    let chosen: Vec<&str> = raw.split(',').filter(|code| !code.is_empty()).collect();
    // A code that the list does not have is shown as it stands, so that it is seen and can be mended.
    let unlisted = chosen
        .iter()
        .filter(|code| list.code(code).is_none() && sheet.unlisted(question, item))
        .map(|code| Choice {
            code: (*code).to_owned(),
            label: (*code).to_owned(),
            hint: Some("Not in the list".to_owned()),
            group: None,
        });
    list.codes
        .iter()
        .filter(|code| {
            let ended = code.valid_to.is_some_and(|end| end < sheet.today);
            chosen.contains(&code.code.as_str()) || !(ended || code.only_imported)
        })
        .map(|code| Choice {
            code: code.code.clone(),
            label: code.label.clone(),
            hint: code.hint.clone(),
            group: code.group.clone(),
        })
        .chain(unlisted)
        .collect()
}

/// What is said beside an answer that its list no longer holds.
fn flag(sheet: &Sheet<'_>, question: &Question, item: Option<u32>) -> Option<String> {
    if sheet.unlisted(question, item) {
        Some("This answer is not in the list. It is kept as it was recorded.".to_owned())
    } else if sheet.ended(question, item) {
        Some("This answer is no longer offered. It is kept as it was recorded.".to_owned())
    } else {
        None
    }
}

fn twice() -> Vec<Choice> {
    [("1", "The first time, before the clocks went back"), ("2", "The second time, after")]
        .into_iter()
        .map(|(code, label)| Choice {
            code: code.to_owned(),
            label: label.to_owned(),
            hint: None,
            group: None,
        })
        .collect()
}

/// What was understood, for dates and times, so that a slip of the finger is seen at once.
fn read_as(sheet: &Sheet<'_>, question: &Question, item: Option<u32>, raw: &str) -> Option<String> {
    let recorded = sheet.recorded(&question.id, item).filter(|r| r.valid)?;
    let Some(Answer::Given(value @ (Value::Date(_) | Value::Moment(_)))) = &recorded.answer else {
        return None;
    };
    let in_full = match value {
        Value::Date(date) => weekday_and(*date),
        Value::Moment(Moment { date, time: None, .. }) => weekday_and(*date),
        Value::Moment(Moment { date, time: Some(time), .. }) => {
            format!("{} at {}", weekday_and(*date), time::show_time(*time))
        }
        _ => return None,
    };
    (in_full != raw).then_some(in_full)
}

fn weekday_and(date: NaiveDate) -> String {
    format!("{} {}", date.format("%A"), time::show_date(date))
}
