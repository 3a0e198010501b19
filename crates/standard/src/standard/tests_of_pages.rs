//! The two pages for people outside: whole, without script, and with every link leading somewhere.

use std::collections::BTreeSet;

use super::{Standard, generate};
use crate::html::escape;
use crate::load::tests::built_in;
use crate::question_set::QuestionSet;

fn page(name: &str) -> String {
    let path = format!("published/{name}");
    generate(built_in()).into_iter().find(|file| file.path == path).unwrap().text
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect()
}

fn questions(standard: &Standard) -> impl Iterator<Item = (&QuestionSet, &crate::Question)> {
    standard.sets().flat_map(|set| set.questions_and_columns().map(move |question| (set, question)))
}

#[test]
fn the_pages_need_nothing_else_and_run_nothing() {
    for name in ["dictionary.html", "blank-form.html"] {
        let page = page(name);
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"), "{name}");
        for never in [
            "<script",
            "javascript:",
            " style=",
            " onclick",
            "http://",
            "https://",
            "url(",
            "@import",
        ] {
            assert!(!page.contains(never), "{name} has {never}");
        }
        assert_eq!(page.matches("<h1>").count(), 1);
        assert_eq!(page.matches("<caption>").count(), page.matches("<table>").count());
        for table in page.split("<table>").skip(1) {
            assert!(table.contains("<th scope=\"col\">") && table.contains("<th scope=\"row\">"));
        }
    }
}

#[test]
fn every_link_of_a_page_leads_somewhere_and_no_id_stands_twice() {
    for name in ["dictionary.html", "blank-form.html"] {
        let page = page(name);
        let ids = values(&page, "id");
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "{name}");
        for link in values(&page, "href") {
            match link.strip_prefix('#') {
                Some(id) => assert!(once.contains(id), "{name} links to {link}"),
                None => assert!(["dictionary.csv", "dictionary.json"].contains(&link), "{link}"),
            }
        }
    }
}

#[test]
fn the_dictionary_page_shows_every_question_code_and_derived_fact_with_its_source() {
    let standard = built_in();
    let page = page("dictionary.html");
    for (set, question) in questions(standard) {
        let id = format!(
            " id=\"q-{}-{}-{}\">{} ",
            set.id,
            set.version,
            question.id,
            escape(&question.label)
        );
        assert!(page.contains(&id), "{id}");
        for source in &question.source {
            assert!(page.contains(&escape(&source.document)), "{}", source.document);
        }
        for text in [&question.why, &question.definition, &question.hint].into_iter().flatten() {
            assert!(page.contains(&escape(text)), "{text}");
        }
    }
    for list in standard.lists() {
        let (_, shown) =
            page.split_once(&format!(" id=\"list-{}\"", list.id.replace('.', "-"))).unwrap();
        let (shown, _) = shown.split_once("</table>").unwrap();
        for code in &list.codes {
            assert!(shown.contains(&format!(
                "<code>{}</code></th><td>{}<",
                code.code,
                escape(&code.label)
            )));
        }
    }
    for fact in standard.all_derived() {
        assert!(page.contains(&escape(&fact.meaning)), "{}", fact.id);
    }
}

#[test]
fn what_could_not_be_verified_is_marked_so_on_the_page_and_in_the_table() {
    let standard = built_in();
    let page = page("dictionary.html");
    let mark = "<strong class=\"unverified\">Not verified</strong>";
    let of_questions: usize = standard
        .all_versions()
        .flat_map(QuestionSet::questions_and_columns)
        .filter(|question| question.unverified)
        .count();
    let of_codes =
        standard.lists().flat_map(|list| &list.codes).filter(|code| code.unverified).count();
    let of_lists = standard.lists().filter(|list| list.unverified).count();
    assert!(of_lists > 0);
    // Once more where the mark is explained.
    assert_eq!(page.matches(mark).count(), 1 + of_questions + of_codes + of_lists);
    let force = page.split_once(" id=\"list-police_force\"").unwrap().1;
    assert!(force.lines().next().unwrap().contains(mark));
}

#[test]
fn the_blank_form_has_room_for_every_question_of_a_return_and_its_marking_on_top_and_bottom() {
    let standard = built_in();
    let page = page("blank-form.html");
    for (set, question) in questions(standard) {
        let label = escape(&question.label);
        let expected = match set.rows_of(&question.id) {
            None => format!("{label} <code>{}.{}</code>", set.id, question.id),
            Some(_) => format!("<th scope=\"col\">{label}</th>"),
        };
        assert!(page.contains(&expected), "{expected}");
    }
    assert_eq!(
        page.matches("<p class=\"marking\">OFFICIAL-SENSITIVE when filled in</p>").count(),
        2
    );
}

#[test]
fn text_of_the_standard_is_shown_as_text() {
    assert_eq!(escape("<b>\"R&D\"</b> ‘it’s’"), "&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; ‘it’s’");
}
