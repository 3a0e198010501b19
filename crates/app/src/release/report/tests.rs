use super::*;
use crate::api::door::Authority;
use crate::api::release::TableLine;
use crate::api::release_preview::{
    Measure, MergingCost, PolicyVersion, ReleasePreview, RiskFinding, RiskTest, SmallestGroup,
};

/// A small release of made-up figures.
fn preview() -> ReleasePreview {
    let group = |label: &str, children, kept, shown_as: &str| GroupKept {
        label: label.into(),
        children,
        kept,
        of: 24,
        shown_as: shown_as.into(),
    };
    let finding = |title: &str, found: &str, fewest| RiskFinding {
        title: title.into(),
        found: found.into(),
        tried: 1897,
        fewest,
        holds: true,
    };
    let test = |title: &str, words: &str, finding| RiskTest {
        title: title.into(),
        words: words.into(),
        findings: vec![finding],
    };
    ReleasePreview {
        product: "Topic tables".into(),
        authority: Authority { code: "E09000012".into(), name: "Example Borough".into() },
        period: "2025-26".into(),
        receiver: "London Datastore".into(),
        purpose: "Why children go missing".into(),
        agreement: "Example agreement of 1 April 2025".into(),
        k: 5,
        holds: true,
        verdict: "Nobody can be told apart in these tables.".into(),
        leaves: vec!["2 tables of 897 episodes and 285 children.".into()],
        statement: None,
        caution: None,
        episodes: Some(897),
        children: Some(285),
        tables: vec![
            TableLine {
                file: "tables/duration.csv".into(),
                files: 1,
                title: "How long children were missing".into(),
                rows: 897,
                merged: String::new(),
            },
            TableLine {
                file: "tables/duration-by-age.csv".into(),
                files: 1,
                title: "How long, by age".into(),
                rows: 897,
                merged: "Ages under 13 are one group".into(),
            },
        ],
        merged: vec!["Ages under 13 are one group.".into()],
        cost: Some(MergingCost { answers: 107_640, as_recorded: 102_258, masked: 12 }),
        smallest: Some(SmallestGroup {
            children: 5,
            table: "How long, by age".into(),
            group: "three days or more, 16 or 17".into(),
        }),
        small_groups: vec![SmallGroups {
            title: "Ethnic group".into(),
            groups: vec![
                group("Example group one", 2, 0, "Other, together with four more"),
                group("Example group two", 31, 17, "Two and three together"),
                group("Example group four", 777, 24, ""),
                group("An example group five", 1252, 24, ""),
            ],
        }],
        tests: vec![
            test(
                "Can a child be singled out?",
                "No. Nobody comes closer than five children.",
                finding(
                    "Somebody knows one time that a child went missing",
                    "It could be any of at least 5 children.",
                    Some(5),
                ),
            ),
            test(
                "Can two tables be linked?",
                "No. Nothing links them.",
                finding("Somebody looks at the order of rows", "It tells nothing.", None),
            ),
            test(
                "Can something be learned about a child?",
                "No more than about any other child.",
                finding("All children of a group share one harm", "No such group.", None),
            ),
        ],
        measures: vec![
            Measure { name: "Prosecutor risk, highest".into(), of: None, value: "0.2000".into() },
            Measure {
                name: "Normalised certainty penalty".into(),
                of: Some("Ethnic group".into()),
                value: "0.1412".into(),
            },
        ],
        versions: vec![PolicyVersion {
            of: "Release profile borough, version 1".into(),
            is: "ab".repeat(32),
        }],
        shown: "cd".repeat(32),
    }
}

#[test]
fn the_page_of_a_small_release_is_as_it_was() {
    insta::assert_snapshot!("risk-report.html", risk_report_html(&preview()));
}

#[test]
fn the_file_of_a_small_release_is_as_it_was() {
    insta::assert_snapshot!("risk-report.json", risk_report_json(&preview()).unwrap());
}

#[test]
fn a_report_tells_no_size_of_a_group_and_no_fingerprint_that_could_be_tried_out() {
    let one = preview();
    let mut other = preview();
    other.shown = "ef".repeat(32);
    for question in &mut other.small_groups {
        for (at, group) in question.groups.iter_mut().enumerate() {
            group.children = 9000 + u32::try_from(at).unwrap();
        }
        // From the smallest up, as it is handed over: another order of size.
        question.groups.reverse();
    }
    assert_eq!(risk_report_html(&one), risk_report_html(&other));
    assert_eq!(risk_report_json(&one).unwrap(), risk_report_json(&other).unwrap());
}

#[test]
fn a_report_of_records_tells_no_number_of_the_rows_of_a_group_either() {
    let mut one = preview();
    one.tables.truncate(1);
    let mut other = one.clone();
    for question in &mut other.small_groups {
        for group in &mut question.groups {
            // As little is shown of each as before, of another number of rows.
            (group.kept, group.of) = match group.kept {
                0 => (0, 3),
                kept if kept == group.of => (7, 7),
                _ => (1, 900),
            };
        }
    }
    let page = risk_report_html(&one);
    assert_eq!(page, risk_report_html(&other));
    assert_eq!(risk_report_json(&one).unwrap(), risk_report_json(&other).unwrap());
    assert!(page.contains("<td>in part</td>") && !page.contains("of 24"));
}

#[test]
fn what_is_written_anywhere_stays_text() {
    let hostile = "<img src=x onerror=alert(1)> & \"' onload=\"x\" </script><script>y()</script>";
    let mut value = serde_json::to_value(preview()).unwrap();
    replace_text(&mut value, hostile);
    let page = risk_report_html(&serde_json::from_value(value).unwrap());
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;"), "it is not shown");
    for sign in ["<img", "<script", "</script", "onload=\"x\""] {
        assert!(!page.contains(sign), "{sign} is markup");
    }
}

/// Every text of a value becomes another one.
fn replace_text(value: &mut serde_json::Value, by: &str) {
    match value {
        serde_json::Value::String(text) => *text = by.to_owned(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| replace_text(item, by)),
        serde_json::Value::Object(fields) => {
            fields.values_mut().for_each(|field| replace_text(field, by));
        }
        _ => {}
    }
}

#[test]
fn a_page_needs_nothing_else_and_runs_nothing() {
    let page = risk_report_html(&preview());
    for sign in ["http://", "https://", "src=", "@import", "<script", "<link", "style=\""] {
        assert!(!page.contains(sign), "the page has {sign}");
    }
    assert!(page.contains("@page { size: A4"));
}

#[test]
fn what_may_not_go_says_first_what_stands_in_the_way() {
    let mut preview = preview();
    preview.holds = false;
    preview.tests[0].findings[0].holds = false;
    preview.tests[0].findings[0].found = "Once it could be one child alone.".into();
    let page = risk_report_html(&preview);
    let way = page.find("What stands in the way").unwrap();
    assert!(way < page.find("What leaves").unwrap());
    assert!(page.contains(
        "<li>Somebody knows one time that a child went missing. Once it could be one child alone.</li>"
    ));
    assert!(page.contains("<strong>Does not hold</strong>"));
}

#[test]
fn long_lists_stand_at_the_end_with_a_link_to_them() {
    let mut preview = preview();
    preview.tables = vec![preview.tables[1].clone(); 282];
    preview.tables[7].merged = "Line 12 of many. Something of its own. Line 2 of many.".into();
    preview.merged = (1..=53).map(|n| format!("Line {n} of many.")).collect();
    let page = risk_report_html(&preview);
    let annex = page.find("<h2>Annex").unwrap();
    for (link, target, row) in [
        ("href=\"#tables\"", "id=\"tables\"", "tables/duration-by-age.csv"),
        ("href=\"#merged\"", "id=\"merged\"", "Line 53 of many."),
    ] {
        assert!(page.find(link).unwrap() < annex && page.find(target).unwrap() > annex);
        assert!(page.find(row).unwrap() > annex);
    }
    assert_eq!(page.matches("<td>tables/duration-by-age.csv</td>").count(), 282);
    // A table says the numbers of its lines, and what is in no list.
    assert!(page.contains("<td>2, 12. Something of its own.</td>"));
    assert_eq!(page.matches("<td>Ages under 13 are one group</td>").count(), 281);
}

#[test]
fn a_release_of_nothing_has_a_page_too() {
    let mut preview = preview();
    preview.tables.clear();
    preview.merged.clear();
    preview.leaves.clear();
    preview.small_groups.clear();
    preview.measures.clear();
    preview.versions.clear();
    preview.tests.clear();
    preview.cost = None;
    preview.smallest = None;
    let page = risk_report_html(&preview);
    assert!(page.contains("No group can be seen.") && page.contains("Nobody can be told apart"));
    assert!(!page.contains("<ul>\n</ul>") && !page.contains("Measures</caption>"));
}
