//! The data dictionary as one HTML page that needs nothing else: no script, no other file, no network.

use crate::answer::Absence;
use crate::code_list::{Code, CodeList, Side};
use crate::html::{Page, escape};
use crate::ladder::Ladder;
use crate::question_set::{Kind, Question, QuestionSet, Section};
use crate::standard::Standard;
use crate::words;

const STYLE: &str = include_str!("dictionary_page.css");

const TITLE: &str = "Data dictionary: the London standard for missing children";

/// What stands beside everything whose source could not be checked.
const UNVERIFIED: &str = "<strong class=\"unverified\">Not verified</strong>";

/// The page.
pub fn html(standard: &Standard) -> String {
    let mut page = Page::begin(TITLE, STYLE, "");
    page.element("h1", TITLE);
    page.line(
        "<p>Every question, every code and every fact that is worked out, with where it comes from and what may leave of \
         it. To search, use the search of your browser. The same is in <a href=\"dictionary.csv\">dictionary.csv</a> and \
         <a href=\"dictionary.json\">dictionary.json</a>.</p>",
    );
    page.line(&format!(
        "<p>What is marked {UNVERIFIED} rests on a source that could not be checked.</p>"
    ));
    contents(&mut page, standard);
    absences(&mut page, standard);
    for set in standard.all_versions() {
        question_set(&mut page, standard, set);
    }
    page.element("h2 id=\"derived\"", "Facts that are worked out");
    page.line(
        "<p>Nobody types these. Each is worked out from answers, always in the same way.</p>",
    );
    for fact in standard.all_derived() {
        page.line(&format!(
            "<h3 id=\"derived-{}\">{} <code>{}</code></h3>\n<dl>",
            escape(&fact.id),
            escape(&fact.label),
            escape(&fact.id)
        ));
        page.term("Meaning", &escape(&fact.meaning));
        page.term("Codes", &fact.list.as_deref().map(list_link).unwrap_or_default());
        page.term("What may leave", &escape(&words::disclosure(&fact.disclosure)));
        page.term("Ladder", &ladder_link(fact.disclosure.ladder.as_deref()));
        page.term("Source", &escape(&words::sources(&fact.source)));
        page.line("</dl>");
    }
    page.element("h2 id=\"lists\"", "Code lists");
    for list in standard.lists() {
        code_list(&mut page, list);
    }
    page.element("h2 id=\"ladders\"", "Ladders");
    page.line(
        "<p>How answers are made broader until enough children share them. SUPP means hidden.</p>",
    );
    for found in standard.ladders() {
        ladder(&mut page, standard, found);
    }
    page.end()
}

fn contents(page: &mut Page, standard: &Standard) {
    page.line("<nav aria-label=\"Contents\">\n<ul>");
    page.line("<li><a href=\"#absences\">Reasons for having no answer</a></li>");
    for set in standard.all_versions() {
        let count = set.questions_and_columns().count();
        page.line(&format!(
            "<li><a href=\"#set-{}-{}\">{}</a>: {count} questions</li>",
            set.id,
            set.version,
            escape(&set_title(set))
        ));
    }
    let derived = standard.all_derived().count();
    page.line(&format!("<li><a href=\"#derived\">Facts that are worked out</a>: {derived}</li>"));
    let codes: usize = standard.lists().map(|list| list.codes.len()).sum();
    let lists = standard.lists().count();
    page.line(&format!("<li><a href=\"#lists\">Code lists</a>: {lists}, with {codes} codes</li>"));
    let ladders = standard.ladders().count();
    page.line(&format!("<li><a href=\"#ladders\">Ladders</a>: {ladders}</li>\n</ul>\n</nav>"));
}

fn absences(page: &mut Page, standard: &Standard) {
    page.element("h2 id=\"absences\"", "Reasons for having no answer");
    page.line(
        "<p>Blank is not an answer. One scheme says why there is none, for every question.</p>",
    );
    let hints = standard.list("absence");
    let rows: Vec<Vec<String>> = Absence::ALL
        .into_iter()
        .map(|absence| {
            let hint = hints.and_then(|list| list.code(absence.code())?.hint.clone());
            vec![
                format!("<code>{}</code>", absence.code()),
                absence.label().to_owned(),
                escape(&hint.unwrap_or_default()),
            ]
        })
        .collect();
    page.table("Absence codes", &["Code", "Words", "Meaning"], &rows);
}

fn set_title(set: &QuestionSet) -> String {
    format!("{} (version {}, {})", set.title, set.version, words::status(set.status))
}

fn question_set(page: &mut Page, standard: &Standard, set: &QuestionSet) {
    let anchor = format!("h2 id=\"set-{}-{}\"", set.id, set.version);
    page.element(&anchor, &set_title(set));
    for section in &set.sections {
        page.element("h3", &section.title);
        if let Some(hint) = &section.hint {
            page.element("p", hint);
        }
        for question in &section.questions {
            one(page, standard, set, section, None, question);
            for column in &question.columns {
                one(page, standard, set, section, Some(question), column);
            }
        }
    }
}

fn one(
    page: &mut Page,
    standard: &Standard,
    set: &QuestionSet,
    section: &Section,
    rows: Option<&Question>,
    question: &Question,
) {
    let level = if rows.is_some() { "h5" } else { "h4" };
    let mark = if question.unverified { UNVERIFIED } else { "" };
    page.line(&format!(
        "<{level} id=\"q-{}-{}-{}\">{} <code>{}</code> {mark}</{level}>\n<dl>",
        set.id,
        set.version,
        escape(&question.id),
        escape(&question.label),
        escape(&question.id),
    ));
    page.term("Hint", &escape(question.hint.as_deref().unwrap_or_default()));
    page.term("Why it is asked", &escape(question.why.as_deref().unwrap_or_default()));
    page.term("Definition", &escape(question.definition.as_deref().unwrap_or_default()));
    page.term("To the child", &escape(question.with_child.as_deref().unwrap_or_default()));
    page.term("Answer", &answer(question));
    let asked = words::asked(standard, set, section, rows, question);
    page.term("When", &escape(&asked));
    let needed = match question.needed {
        crate::Needed::No => "May stay unanswered.",
        crate::Needed::AtCheck => "Check answers wants an answer, or the reason why there is none.",
    };
    page.term("Needed", needed);
    page.term(
        "How often it matters",
        &format!(
            "{}, at the stage ‘{}’",
            words::weight(question.weight),
            words::stage(question.stage)
        ),
    );
    let absences: Vec<String> = question
        .absences
        .iter()
        .map(|absence| format!("{} (<code>{}</code>)", absence.label(), absence.code()))
        .collect();
    page.term("Without an answer", &absences.join(", "));
    page.term("What may leave", &escape(&words::disclosure(&question.disclosure)));
    page.term("Ladder", &ladder_link(question.disclosure.ladder.as_deref()));
    page.term("Source", &escape(&words::sources(&question.source)));
    page.line("</dl>");
}

fn answer(question: &Question) -> String {
    let kind = words::kind(question.kind);
    match question.kind {
        Kind::Choice | Kind::Choices => {
            let list = question.list.as_deref().map(list_link).unwrap_or_default();
            format!("{kind} of {list}")
        }
        Kind::Number => {
            let unit = question.unit.as_deref().map(|unit| format!(" of {}", escape(unit)));
            let range = question.range.map(|(least, most)| format!(", from {least} to {most}"));
            format!("{kind}{}{}", unit.unwrap_or_default(), range.unwrap_or_default())
        }
        Kind::Rows => {
            let row = question.row_title.as_deref().unwrap_or("row");
            format!("{kind}: the questions below, for each {}", escape(row))
        }
        _ => kind.to_owned(),
    }
}

fn list_link(list: &str) -> String {
    format!("<a href=\"#list-{}\"><code>{}</code></a>", anchor(list), escape(list))
}

/// The id of a list as a place on the page: that of a newer version has a dot, which style sheets and links stumble on.
fn anchor(list: &str) -> String {
    escape(list).replace('.', "-")
}

fn ladder_link(ladder: Option<&str>) -> String {
    ladder.map(escape).map_or_else(String::new, |ladder| {
        format!("<a href=\"#ladder-{ladder}\"><code>{ladder}</code></a>")
    })
}

fn code_list(page: &mut Page, list: &CodeList) {
    let mark = if list.unverified { UNVERIFIED } else { "" };
    let id = escape(&list.id);
    page.line(&format!(
        "<h3 id=\"list-{}\">{} <code>{id}</code> {mark}</h3>",
        anchor(&list.id),
        escape(&list.title)
    ));
    if let Some(note) = &list.note {
        page.element("p", note);
    }
    let rows: Vec<Vec<String>> = list.codes.iter().map(code).collect();
    page.table(
        &format!("{}: {} codes, {}", list.title, list.codes.len(), words::status(list.status)),
        &["Code", "Words", "Group", "Notes"],
        &rows,
    );
    page.line(&format!("<p>Source: {}</p>", escape(&words::sources(&list.source))));
}

fn code(code: &Code) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if code.unverified {
        notes.push(UNVERIFIED.to_owned());
    }
    notes.extend(code.hint.as_deref().map(escape));
    notes.extend(code.side.map(|side| {
        match side {
            Side::Push => "Push: it drove the child away.",
            Side::Pull => "Pull: it drew the child to somebody or something.",
        }
        .to_owned()
    }));
    if code.exclusive {
        notes.push("Stands alone.".to_owned());
    }
    if code.only_imported {
        notes.push("Only from other systems; never offered.".to_owned());
    }
    notes.extend(code.broader.as_deref().map(|broader| format!("Broader: {}.", escape(broader))));
    notes.extend(code.valid_from.map(|day| format!("From {day}.")));
    notes.extend(code.valid_to.map(|day| format!("Until {day}.")));
    let elsewhere: Vec<String> = code
        .elsewhere
        .iter()
        .map(|(system, code)| format!("{} {}", escape(system), escape(code)))
        .collect();
    if !elsewhere.is_empty() {
        notes.push(format!("Elsewhere: {}.", elsewhere.join(", ")));
    }
    vec![
        format!("<code>{}</code>", escape(&code.code)),
        escape(&code.label),
        escape(code.group.as_deref().unwrap_or_default()),
        notes.join(" "),
    ]
}

fn ladder(page: &mut Page, standard: &Standard, ladder: &Ladder) {
    let id = escape(&ladder.id);
    page.line(&format!("<h3 id=\"ladder-{id}\">{} <code>{id}</code></h3>", escape(&ladder.title)));
    let list = standard.list(&ladder.list);
    let columns: Vec<String> = std::iter::once("0: the answer".to_owned())
        .chain(
            ladder
                .levels
                .iter()
                .enumerate()
                .map(|(at, level)| format!("{}: {}", at + 1, level.title)),
        )
        .collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = ladder
        .leaves()
        .map(|leaf| {
            let absence = Absence::from_code(leaf).map(Absence::label);
            let words = absence.or_else(|| list.and_then(|list| list.label(leaf)));
            let mut row = vec![escape(words.unwrap_or(leaf))];
            for level in 1..=ladder.top() {
                let code = ladder.at(leaf, level).unwrap_or_default();
                row.push(escape(ladder.label(code, level).unwrap_or(code)));
            }
            row
        })
        .collect();
    page.table(&format!("{}, level by level", ladder.title), &columns, &rows);
    page.line(&format!("<p>Source: {}</p>", escape(&words::sources(&ladder.source))));
}
