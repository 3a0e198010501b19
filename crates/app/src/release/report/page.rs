//! `risk-report.html`: a page that needs nothing else, to read or to print. Everything in it is
//! escaped.

use homeward_standard::html::{Page, escape};

use super::picture::{Look, STRIPES, bar};
use super::words::{number, share, spoken_year};
use super::{ByItself, groups_in_order, of_tables};
use crate::api::release::TableLine;
use crate::api::release_preview::{
    MergingCost, ReleasePreview, RiskTest, SmallGroups, SmallestGroup,
};

/// Longer lists than this stand at the end.
const FEW: usize = 8;

/// The style of every report, and what this one has besides.
const STYLE: &str = concat!(include_str!("../../anonymise/page.css"), include_str!("page.css"));

/// The page.
pub fn risk_report_html(preview: &ReleasePreview) -> String {
    let of = format!(
        "{}, {}, {}",
        preview.product,
        preview.authority.name,
        spoken_year(&preview.period)
    );
    let mut page = Page::begin(&format!("Risk report: {of}"), STYLE, "");
    page.line(STRIPES);
    page.element("p class=\"caption\"", &of);
    page.element("h1", "Risk report");
    page.element(
        if preview.holds { "p class=\"verdict\"" } else { "p class=\"verdict stops\"" },
        &preview.verdict,
    );
    if !preview.holds {
        in_the_way(&mut page, preview);
    }
    in_short(&mut page, &preview.tests);
    what_it_is(&mut page, preview);
    leaves(&mut page, preview);
    // A statement has nothing that could be merged, no group, and no record behind it.
    if preview.statement.is_none() {
        merged(&mut page, preview);
        smallest(&mut page, preview.smallest.as_ref(), preview.k);
        small_groups(&mut page, &preview.small_groups, of_tables(preview));
    }
    tests(&mut page, &preview.tests, preview.statement.is_some());
    not_promised(&mut page);
    annex(&mut page, preview);
    page.end()
}

fn in_the_way(page: &mut Page, preview: &ReleasePreview) {
    page.element("h2", "What stands in the way");
    let failed: Vec<String> = preview
        .tests
        .iter()
        .flat_map(|test| &test.findings)
        .filter(|finding| !finding.holds)
        .map(|finding| format!("{}. {}", finding.title, finding.found))
        .collect();
    if failed.is_empty() {
        page.element("p", "What the first sentence says.");
    }
    list(page, &failed);
}

/// The answers to the three tests, before everything else. What they rest on comes further down.
fn in_short(page: &mut Page, tests: &[RiskTest]) {
    if tests.is_empty() {
        return;
    }
    page.line("<dl>");
    for test in tests {
        page.term(&test.title, &escape(&test.words));
    }
    page.line("</dl>");
}

fn what_it_is(page: &mut Page, preview: &ReleasePreview) {
    page.line("<dl>");
    let counted = |many: Option<u32>| many.map(number);
    for (term, means) in [
        ("Who it is for", Some(preview.receiver.clone())),
        ("What it is for", Some(preview.purpose.clone())),
        ("Agreement", Some(preview.agreement.clone())),
        ("Children", counted(preview.children)),
        ("Episodes", counted(preview.episodes)),
    ] {
        if let Some(means) = means {
            page.term(term, &escape(&means));
        }
    }
    page.line("</dl>");
}

fn leaves(page: &mut Page, preview: &ReleasePreview) {
    page.element("h2", "What leaves");
    list(page, &preview.leaves);
    match preview.tables.len() {
        0 => {}
        1..=FEW => tables(page, preview, "What leaves, table by table"),
        _ => page.line(&format!(
            "<p><a href=\"#tables\">The {} tables, and what is merged in each</a>, are listed at \
             the end.</p>",
            TableLine::count(&preview.tables)
        )),
    }
}

/// What leaves, table by table. Where what is merged is a long list, its lines are named by number.
fn tables(page: &mut Page, preview: &ReleasePreview, caption: &str) {
    let listed: &[String] = if preview.merged.len() > FEW { &preview.merged } else { &[] };
    let rows: Vec<Vec<Cell>> = preview
        .tables
        .iter()
        .map(|table| {
            vec![
                Cell::words(&table.title),
                Cell::words(&table.file),
                Cell::number(table.rows),
                Cell::words(&merged_in(&table.merged, listed)),
            ]
        })
        .collect();
    let columns = ["What it answers", "File", "Rows", "What is merged"];
    table(page, caption, &columns, &rows);
}

/// What is merged in one table: the numbers of those of its lines that are listed, and then the
/// rest in words.
fn merged_in(words: &str, listed: &[String]) -> String {
    let mut rest = words.to_owned();
    let mut longest_first: Vec<(usize, &String)> = listed.iter().enumerate().collect();
    // So that no line is found inside a longer one.
    longest_first.sort_by_key(|(_, line)| std::cmp::Reverse(line.len()));
    let mut numbers = Vec::new();
    for (at, line) in longest_first {
        if !line.is_empty() && rest.contains(line.as_str()) {
            rest = rest.replacen(line.as_str(), "", 1);
            numbers.push(at + 1);
        }
    }
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    match (numbers.is_empty(), rest.is_empty()) {
        (true, true) => "Nothing".into(),
        (true, false) => rest,
        (false, true) => numbers.join(", "),
        (false, false) => format!("{}. {rest}", numbers.join(", ")),
    }
}

fn merged(page: &mut Page, preview: &ReleasePreview) {
    page.element("h2", "What is merged, and what that costs");
    if let Some(cost) = preview.cost {
        page.element("p", WHAT_MERGING_IS);
        what_it_costs(page, cost);
    }
    match preview.merged.len() {
        0 if of_tables(preview) => page.element("p", "Nothing is merged in more than one table."),
        0 => page.element("p", "Nothing is merged."),
        1..=FEW => list(page, &preview.merged),
        many => page.line(&format!(
            "<p><a href=\"#merged\">What is merged, line by line</a> ({many}), is listed at the \
             end.</p>"
        )),
    }
}

/// Said before the figures. The screen says the same.
const WHAT_MERGING_IS: &str = "An answer is what one column says in one row. A merged answer is \
    shown as part of a broader group, so it is still true. A masked one is not shown.";

fn what_it_costs(page: &mut Page, cost: MergingCost) {
    let merged = cost.answers.saturating_sub(cost.as_recorded.saturating_add(cost.masked));
    let lines = [
        ("As recorded", cost.as_recorded, Look::Full),
        ("Merged with others", merged, Look::Striped),
        ("Masked", cost.masked, Look::Empty),
    ];
    let said: Vec<String> = lines
        .iter()
        .map(|(label, of, _)| format!("{} are {}", share(*of, cost.answers), label.to_lowercase()))
        .collect();
    let says = format!("Of {} answers {}.", number(cost.answers), said.join(", "));
    let parts: Vec<(u32, Look)> = lines.iter().map(|(_, of, look)| (*of, *look)).collect();
    page.line(&format!(
        "<div class=\"picture\">{}</div>",
        bar("bar", &parts, cost.answers, Some(&says))
    ));
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .map(|(label, of, look)| {
            vec![
                Cell::html(format!(
                    "<span class=\"swatch\">{}</span> {}",
                    bar("bar", &[(1, *look)], 1, None),
                    escape(label)
                )),
                Cell::number(*of),
                Cell::figure(&share(*of, cost.answers)),
            ]
        })
        .collect();
    table(
        page,
        &format!("How the {} answers leave", number(cost.answers)),
        &["Answers", "How many", "Share"],
        &rows,
    );
}

fn smallest(page: &mut Page, smallest: Option<&SmallestGroup>, k: u32) {
    page.element("h2", "The smallest group");
    let Some(smallest) = smallest else {
        page.element("p", "No group can be seen.");
        return;
    };
    page.element(
        "p",
        &format!(
            "The smallest group that can be seen has at least {} different children. The rule asks for \
             at least {}. Children are counted, not rows: a child who went missing ten times counts \
             once.",
            number(smallest.children),
            number(k)
        ),
    );
    page.element("p", &format!("It is in “{}”: {}.", smallest.table, smallest.group));
}

fn small_groups(page: &mut Page, questions: &[SmallGroups], of_tables: bool) {
    if questions.is_empty() {
        return;
    }
    page.element("h2", "Do small groups vanish first?");
    page.element(
        "p",
        "How many children a group has was shown to the people who proposed and approved the release. \
         It is not said here: where a group is merged, that number is what the merging hides.",
    );
    for question in questions {
        let rows: Vec<Vec<Cell>> = groups_in_order(question, of_tables)
            .into_iter()
            .map(|group| {
                vec![
                    Cell::words(&group.label),
                    if of_tables {
                        Cell::html(format!(
                            "<span class=\"kept\">{}</span> {} of {} tables",
                            bar("bar", &[(group.kept, Look::Full)], group.of, None),
                            number(group.kept),
                            number(group.of)
                        ))
                    } else {
                        Cell::words(ByItself::of(group).words())
                    },
                    Cell::words(if group.shown_as.is_empty() { "–" } else { &group.shown_as }),
                ]
            })
            .collect();
        table_of(
            page,
            " class=\"groups\"",
            &format!("<caption>{}</caption>", escape(&question.title)),
            &["Group", "Shown by itself in", "Otherwise shown as"],
            &rows,
        );
    }
}

fn tests(page: &mut Page, tests: &[RiskTest], of_statement: bool) {
    page.element("h2", "Could a child be known from it?");
    page.element(
        "p",
        if of_statement {
            "The Information Commissioner’s three questions, asked of the very files of the release."
        } else {
            "The Information Commissioner’s three questions. Each was tried on the very files of the \
             release, with the records behind them at hand."
        },
    );
    for (at, test) in tests.iter().enumerate() {
        page.element("h3", &format!("{}. {}", at + 1, test.title));
        page.element("p", &test.words);
        if test.findings.is_empty() {
            continue;
        }
        let rows: Vec<Vec<Cell>> = test
            .findings
            .iter()
            .map(|finding| {
                vec![
                    Cell::words(&finding.title),
                    Cell::words(&finding.found),
                    Cell::number(finding.tried),
                    Cell::figure(&finding.fewest.map_or_else(|| "–".into(), number)),
                    Cell::html(if finding.holds {
                        "Holds".into()
                    } else {
                        "<strong>Does not hold</strong>".into()
                    }),
                ]
            })
            .collect();
        tried(
            page,
            &format!("What was tried: {}", test.title),
            &["What was tried", "What it found", "Times tried", "Fewest children", "Result"],
            &rows,
        );
    }
}

/// What no release can promise. The screen says the same.
pub const NOT_PROMISED: [&str; 3] = [
    "A child known to two authorities is in the release of each, and counts as one child in each.",
    "What a receiver already knows is not known here. Somebody who knows a child well can find again \
     what they know.",
    "It was compared with what this store released before, and with no release of another store.",
];

fn not_promised(page: &mut Page) {
    page.element("h2", "What is not promised");
    list(page, &NOT_PROMISED.map(str::to_owned));
}

fn annex(page: &mut Page, preview: &ReleasePreview) {
    page.element(
        "h2",
        if preview.measures.is_empty() {
            "Annex: the rules it is made under"
        } else {
            "Annex: measures for specialists, and the rules it is made under"
        },
    );
    if !preview.measures.is_empty() {
        let rows: Vec<Vec<Cell>> = preview
            .measures
            .iter()
            .map(|measure| {
                vec![
                    Cell::words(&measure.name),
                    Cell::words(measure.of.as_deref().unwrap_or("The whole release")),
                    Cell::figure(&measure.value),
                ]
            })
            .collect();
        table(page, "Measures", &["Measure", "Of", "Value"], &rows);
    }
    if preview.merged.len() > FEW {
        page.element("h3 id=\"merged\"", "What is merged, line by line");
        page.line("<ol>");
        for line in &preview.merged {
            page.element("li", line);
        }
        page.line("</ol>");
    }
    if preview.tables.len() > FEW {
        page.element("h3 id=\"tables\"", "Table by table");
        let caption = if preview.merged.len() > FEW {
            "What leaves, table by table. A number is a line of the list above."
        } else {
            "What leaves, table by table"
        };
        tables(page, preview, caption);
    }
    if !preview.versions.is_empty() {
        let rows: Vec<Vec<Cell>> = preview
            .versions
            .iter()
            .map(|version| vec![Cell::words(&version.of), Cell::words(&version.is)])
            .collect();
        table(page, "Made under", &["What", "Version or SHA-256"], &rows);
    }
}

fn list(page: &mut Page, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.line("<ul>");
    for line in lines {
        page.element("li", line);
    }
    page.line("</ul>");
}

/// A cell of a table: HTML, and whether it stands to the right as figures do.
struct Cell {
    html: String,
    figure: bool,
}

impl Cell {
    fn words(text: &str) -> Self {
        Self { html: escape(text), figure: false }
    }

    fn figure(text: &str) -> Self {
        Self { html: escape(text), figure: true }
    }

    fn number(value: u32) -> Self {
        Self::figure(&number(value))
    }

    /// As it is: whoever calls escapes.
    fn html(html: String) -> Self {
        Self { html, figure: false }
    }
}

/// A table under its caption.
fn table(page: &mut Page, caption: &str, columns: &[&str], rows: &[Vec<Cell>]) {
    table_of(page, "", &format!("<caption>{}</caption>", escape(caption)), columns, rows);
}

/// A table right under the heading that says the same as its caption.
fn tried(page: &mut Page, caption: &str, columns: &[&str], rows: &[Vec<Cell>]) {
    let caption = format!("<caption><span class=\"unseen\">{}</span></caption>", escape(caption));
    table_of(page, " class=\"tried\"", &caption, columns, rows);
}

/// A table whose first cells head their rows. A wide one is scrolled by itself, by keyboard too.
fn table_of(page: &mut Page, class: &str, caption: &str, columns: &[&str], rows: &[Vec<Cell>]) {
    let figure = |figure: bool| if figure { " class=\"figure\"" } else { "" };
    let is_figure = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| cell.figure));
    page.line(&format!("<div class=\"wide\" tabindex=\"0\">\n<table{class}>\n{caption}"));
    let heads: String = columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!("<th scope=\"col\"{}>{}</th>", figure(is_figure(at)), escape(name))
        })
        .collect();
    page.line(&format!("<thead><tr>{heads}</tr></thead>\n<tbody>"));
    for row in rows {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(at, cell)| match at {
                0 => format!("<th scope=\"row\">{}</th>", cell.html),
                _ => format!("<td{}>{}</td>", figure(cell.figure), cell.html),
            })
            .collect();
        page.line(&format!("<tr>{cells}</tr>"));
    }
    page.line("</tbody>\n</table>\n</div>");
}
