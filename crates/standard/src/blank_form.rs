//! A form for one return, to be printed and filled in by hand where there is no laptop.

use crate::code_list::{Code, CodeList};
use crate::html::{Page, escape};
use crate::question_set::{Kind, Question, QuestionSet, Section, Weight};
use crate::standard::Standard;
use crate::words;

const STYLE: &str = include_str!("blank_form.css");

const TITLE: &str = "Blank form for one return";

const MARKING: &str = "OFFICIAL-SENSITIVE when filled in";

/// A longer list is not printed: the answer is written out.
const MOST_BOXES: usize = 24;

/// How many rows of a repeating group there is room for.
const ROWS: usize = 3;

/// The page: the newest version of each set, and in each set what is asked every time before the rest.
pub fn html(standard: &Standard) -> String {
    let above = format!("<header><p class=\"marking\">{MARKING}</p></header>\n");
    let mut page = Page::begin(TITLE, STYLE, &above);
    page.element("h1", TITLE);
    let versions: Vec<String> = standard
        .sets()
        .map(|set| format!("{} version {}", set.title.to_lowercase(), set.version))
        .collect();
    page.element("p", &format!("London standard for missing children: {}.", versions.join(", ")));
    page.line(
        "<ul>\n<li>Write up the conversation afterwards. Do not fill this in in front of the child.</li>\n\
         <li>Leave out what you do not need. If there is no answer, tick why.</li>\n\
         <li>Copy it into Homeward as soon as you can. The small words beside each question say where it goes.</li>\n\
         <li>Then destroy the paper, as your organisation&#39;s rules say. Keep it locked away until then.</li>\n</ul>",
    );
    page.line("<p class=\"line\">Case number:</p>");
    for set in standard.sets() {
        page.element(&format!("h2 id=\"{}\"", set.id), &set.title);
        for (weight, title) in [
            (Weight::Core, "Every time"),
            (Weight::WhenRelevant, "When it matters"),
            (Weight::Rare, "Seldom"),
        ] {
            part(&mut page, standard, set, weight, title);
        }
    }
    page.element("p class=\"marking\"", MARKING);
    page.end()
}

fn part(page: &mut Page, standard: &Standard, set: &QuestionSet, weight: Weight, title: &str) {
    let questions: Vec<(&Section, &Question)> = set
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(move |question| (section, question)))
        .filter(|(_, question)| question.weight == weight)
        .collect();
    if questions.is_empty() {
        return;
    }
    page.element("h3", &format!("{}: {}", set.title, title.to_lowercase()));
    let mut last = None;
    for (section, question) in questions {
        if last != Some(&section.id) {
            page.element("h4", &section.title);
            last = Some(&section.id);
        }
        one(page, standard, set, section, question);
    }
}

fn one(
    page: &mut Page,
    standard: &Standard,
    set: &QuestionSet,
    section: &Section,
    question: &Question,
) {
    page.line("<div class=\"question\">");
    page.line(&format!(
        "<p class=\"label\">{} <code>{}.{}</code></p>",
        escape(&question.label),
        set.id,
        escape(&question.id)
    ));
    if question.when.is_some() || section.when.is_some() {
        let asked = words::asked(standard, set, section, None, question);
        page.element("p class=\"when\"", &asked);
    }
    for text in [&question.definition, &question.hint].into_iter().flatten() {
        page.element("p class=\"hint\"", text);
    }
    match question.kind {
        Kind::Rows => rows(page, question),
        _ => page.line(&space(standard, question)),
    }
    let absences: Vec<String> =
        question.absences.iter().map(|absence| tick(absence.label())).collect();
    if !absences.is_empty() {
        page.line(&format!("<ul class=\"ticks absences\">{}</ul>", absences.concat()));
    }
    page.line("</div>");
}

/// Where the answer goes.
fn space(standard: &Standard, question: &Question) -> String {
    let list = question.list.as_deref().and_then(|list| standard.list(list));
    match question.kind {
        Kind::Text | Kind::Rows => "<div class=\"answer-line\"></div>".to_owned(),
        Kind::LongText => "<div class=\"answer-box\"></div>".to_owned(),
        Kind::Date => "<p class=\"line\">Day ____ Month ____ Year ________</p>".to_owned(),
        Kind::Moment => "<p class=\"line\">Day ____ Month ____ Year ________ at ____ : ____ \
             (24 hours; leave the time empty if it is not known)</p>"
            .to_owned(),
        Kind::Number => {
            let unit = escape(question.unit.as_deref().unwrap_or_default());
            format!("<p class=\"line\">________ {unit}</p>")
        }
        Kind::Choice => choices(list, "Tick one"),
        Kind::Choices => choices(list, "Tick all that apply"),
    }
}

fn choices(list: Option<&CodeList>, how: &str) -> String {
    let codes: Vec<&Code> = list
        .into_iter()
        .flat_map(|list| &list.codes)
        .filter(|code| !code.only_imported && code.valid_to.is_none())
        .collect();
    if codes.len() > MOST_BOXES {
        let list = list.map(|list| list.title.to_lowercase()).unwrap_or_default();
        return format!(
            "<p class=\"hint\">Write it out. The list ‘{}’ is in the data dictionary.</p>\n\
             <div class=\"answer-line\"></div>",
            escape(&list)
        );
    }
    let mut html = format!("<p class=\"hint\">{how}</p>\n<ul class=\"ticks\">");
    let mut group: Option<&str> = None;
    for code in codes {
        if code.group.as_deref() != group {
            group = code.group.as_deref();
            if let Some(group) = group {
                html.push_str(&format!("<li class=\"group\">{}</li>", escape(group)));
            }
        }
        html.push_str(&tick(&code.label));
    }
    html.push_str("</ul>");
    html
}

fn tick(label: &str) -> String {
    format!("<li><span class=\"tick\"></span>{}</li>", escape(label))
}

fn rows(page: &mut Page, question: &Question) {
    let row = question.row_title.as_deref().unwrap_or("row");
    let columns: Vec<&str> = std::iter::once("Number")
        .chain(question.columns.iter().map(|column| column.label.as_str()))
        .collect();
    let lines: Vec<Vec<String>> = (1..=ROWS)
        .map(|number| {
            let mut line = vec![number.to_string()];
            line.resize(columns.len(), String::new());
            line
        })
        .collect();
    page.table(&format!("{}: one line for each {row}", question.label), &columns, &lines);
}
