//! `risk-report.html`: the report as a page that needs nothing else. Everything in it is escaped.

use homeward_standard::html::{Page, escape};

use super::report::{Band, Report, Tried, number, percent};

const STYLE: &str = include_str!("page.css");
const TITLE: &str = "Risk report: anonymised records";

/// The page.
pub fn html(report: &Report) -> String {
    let mut page = Page::begin(TITLE, STYLE, "");
    page.element("h1", TITLE);
    for sentence in summary(report) {
        page.element("p", &sentence);
    }
    leaves(&mut page, report);
    merged(&mut page, report);
    groups(&mut page, report);
    attacks(&mut page, report);
    not_promised(&mut page);
    annex(&mut page, report);
    page.end()
}

/// What the report comes to, in a few sentences.
pub fn summary(report: &Report) -> Vec<String> {
    let (counts, rules) = (&report.counts, &report.rules);
    let mut sentences = vec![
        format!(
            "{} of {} people were read, and {} written in {}.",
            number(counts.rows_read, "row", "rows"),
            number(counts.people, "", ""),
            number(counts.rows_written, "row", "rows"),
            number(counts.groups, "group", "groups"),
        ),
        format!(
            "All rows of a group are alike in every column that was made broader. The \
             smallest group has {} people; the rule asks for at least {}. People are counted, not \
             rows.",
            number(counts.smallest_group, "", ""),
            rules.k,
        ),
    ];
    sentences.push(match counts.rows_left_out {
        0 => "No row was left out.".into(),
        left_out => format!(
            "{} could not be shown in any group that keeps the rules and {} left out.",
            number(left_out, "row", "rows"),
            if left_out == 1 { "was" } else { "were" },
        ),
    });
    sentences.push(if rules.dominance < 1.0 {
        format!("No person has more than {} of the rows of a group.", percent(rules.dominance))
    } else {
        "The policy sets no limit to how many rows of a group may be one person's. A group can be \
         mostly about one of its people."
            .into()
    });
    sentences.push(if rules.l > 1 {
        format!(
            "Every group has at least {} different answers in each sensitive column, and no item \
             that tells something is shared by more than {} of its people.",
            rules.l,
            percent(rules.homogeneity),
        )
    } else {
        "The policy does not ask that a group differs in a sensitive column. Whoever knows that a \
         person is in a group may learn an answer that the whole group shares."
            .into()
    });
    sentences
}

fn leaves(page: &mut Page, report: &Report) {
    page.element("h2", "What leaves");
    page.element(
        "p",
        &format!(
            "Made broader until enough people share it: {}.",
            list(report.loss.by_column.keys())
        ),
    );
    if !report.as_they_are.is_empty() {
        page.element(
            "p",
            &format!(
                "As it is, so look through it for names and for anything that only one person could \
                 have said: {}.",
                list(&report.as_they_are)
            ),
        );
    }
    page.element("p", &format!("Does not leave: {}.", list(&report.left_out)));
}

fn merged(page: &mut Page, report: &Report) {
    page.element("h2", "What is merged, and what that costs");
    page.element(
        "p",
        &format!(
            "Of the detail in these columns, {} is lost. 0 % would be every value as it was, 100 % \
             nothing but a star.",
            percent(report.loss.all)
        ),
    );
    let rows: Vec<Vec<String>> = report
        .loss
        .by_column
        .iter()
        .map(|(name, lost)| vec![escape(name), percent(*lost)])
        .collect();
    page.table("Detail lost in each column", &["Column", "Lost"], &rows);
}

fn groups(page: &mut Page, report: &Report) {
    page.element("h2", "How large the groups are");
    let rows: Vec<Vec<String>> = report
        .groups
        .iter()
        .map(|band| vec![people(band), number(band.groups, "", ""), number(band.rows, "", "")])
        .collect();
    page.table("Groups by the people in them", &["People", "Groups", "Rows"], &rows);
}

fn people(band: &Band) -> String {
    match band.to {
        Some(to) => format!("{} to {to}", band.from),
        None => format!("{} or more", band.from),
    }
}

fn attacks(page: &mut Page, report: &Report) {
    let (found, counts) = (&report.found, &report.counts);
    page.element("h2", "What somebody could find out");
    page.element("p", "This was tried on the written file, with the people behind its rows known.");
    let mut rows = vec![
        vec![
            "Knows every column that was made broader, and looks for a person".into(),
            format!("at least {} people to choose from", number(found.fewest_people, "", "")),
        ],
        vec![
            "Takes what a group says for what one of its people did".into(),
            format!(
                "right for up to {} of the rows of a group",
                percent(found.largest_share_of_one_person)
            ),
        ],
        vec![
            "Knows every cell of a row, those that leave as they are too".into(),
            format!(
                "fewer than {} people to choose from in {} of {} rows",
                report.rules.k,
                number(found.rows_found_by_all_cells, "", ""),
                number(counts.rows_written, "", "")
            ),
        ],
    ];
    if let (Some(answers), Some(item)) = (found.fewest_answers, found.largest_share_of_one_item) {
        rows.push(vec![
            "Knows that a person is in a group, and wants to learn a sensitive answer".into(),
            format!(
                "at least {} in each group; one item is shared by up to {} of a group's people",
                number(answers, "different answer", "different answers"),
                percent(item)
            ),
        ]);
    }
    page.table("What was tried, and what it finds", &["Somebody who", "Finds"], &rows);
    let rows: Vec<Vec<String>> = report
        .attacks
        .iter()
        .map(|tried| {
            let test = match tried.test {
                "singling_out" => "Singling out",
                "linking" => "Linking",
                _ => "Inference",
            };
            vec![test.to_owned(), who(tried).to_owned(), number(tried.tried, "", ""), finds(tried)]
        })
        .collect();
    let heading = ["Test", "Somebody who", "Tries", "Finds"];
    page.table(
        "Every attack, in the order of the Information Commissioner's tests",
        &heading,
        &rows,
    );
}

fn who(tried: &Tried) -> &'static str {
    match tried.attack {
        "one_incident" => "Knows one row of a person",
        "eight_facts" => "Knows any eight columns of a row that hold one fact each",
        "two_items" => "Knows the columns that were made broader, and any two items of a row",
        "dominance" => "Looks for a group that is mostly about one person",
        "two_incidents" => "Knows two rows of the same person",
        "three_incidents" => "Knows three rows of the same person",
        "row_order" => "Compares the order of the rows with that of the records",
        "homogeneity" => "Looks for a group in which everybody shares an item",
        "skew" => "Looks for a group in which an item is far more common than among all",
        _ => {
            "Knows how groups are made, and what was recorded of everybody but the sensitive items"
        }
    }
}

fn finds(tried: &Tried) -> String {
    if tried.tried == 0 {
        return "nothing to try it on".into();
    }
    let share = tried.largest_share.map(|share| percent(share as f64 / 10_000.0));
    match (tried.fewest_people, share, tried.broken) {
        (Some(fewest), _, 0) => format!("never fewer than {} people", number(fewest, "", "")),
        (Some(fewest), _, broken) => format!(
            "too few people in {} of the tries; the fewest are {}",
            number(broken, "", ""),
            number(fewest, "", ""),
        ),
        (None, Some(share), 0) => format!("at most {share} of a group"),
        (None, Some(share), broken) => {
            format!("too large a share in {} of the tries: up to {share}", number(broken, "", ""))
        }
        (None, None, 0) => "nothing that is not chance".into(),
        (None, None, broken) => {
            format!("an order that is not chance in {} of the tries", number(broken, "", ""))
        }
    }
}

fn not_promised(page: &mut Page) {
    page.element("h2", "What is not promised");
    page.line("<ul>");
    for sentence in [
        "Columns that leave as they are were not made safe. Whoever knows what stands in them of one \
         row can find that row.",
        "This table was not compared with others made of the same people. Two tables side by side can \
         show more than each alone.",
        "A person who has two different identifiers counts as two people.",
        "What a receiver knows from elsewhere is not known here.",
    ] {
        page.element("li", sentence);
    }
    page.line("</ul>");
}

fn annex(page: &mut Page, report: &Report) {
    page.element("h2", "Annex: measures for specialists");
    let rules = &report.rules;
    let line = |name: &str, value: String| vec![escape(name), escape(&value)];
    let rows = vec![
        line("k, in distinct people", rules.k.to_string()),
        line("l, distinct answers", rules.l.to_string()),
        line("Largest share of a group's rows from one person", rules.dominance.to_string()),
        line("Largest share of a group's people with one item", rules.homogeneity.to_string()),
        line("Largest share of rows left out", rules.drop_cap.to_string()),
        line("Normalised certainty penalty (mean)", format!("{:.4}", report.loss.all)),
    ];
    page.table("Rules and loss", &["Measure", "Value"], &rows);
    let rows: Vec<Vec<String>> = report
        .measures
        .iter()
        .map(|measured| {
            let name = match &measured.column {
                Some(column) => format!("{}: {column}", measured.name),
                None => measured.name.to_owned(),
            };
            line(&name, format!("{:.4}", measured.value))
        })
        .collect();
    page.table("Risks and loss, rounded up", &["Measure", "Value"], &rows);
}

fn list<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}
