//! Fewer than k children in all: one sentence, the same whichever number it is.

use homeward_release::attacks::{self, AttackFault, Test};
use homeward_release::history::{Held, exposed};
use homeward_release::statement::{self, STATEMENT_SCHEMA, Statement, StatementManifest};
use homeward_release::verify::{self, Outcome, Report};
use homeward_release::{Policy, Refusal, ReleaseFile, Request, Row, measures};
use proptest::prelude::*;

use crate::sample::{checked, hash, made, profile, put, request, rows, text};

type Files = Vec<ReleaseFile>;

fn stated(rows: &[Row], request: &Request) -> Result<Statement, Refusal> {
    statement::make(&profile(), rows, request, &hash)
}

fn of_none() -> Files {
    stated(&[], &request()).unwrap().files
}

/// The manifest with something changed, and the hashes written anew.
fn changed(mut files: Files, change: impl Fn(&mut serde_json::Value)) -> Files {
    let mut manifest: serde_json::Value =
        serde_json::from_str(&text(&files, "manifest.json")).unwrap();
    for entry in manifest["files"].as_array_mut().unwrap() {
        let name = entry["file"].as_str().unwrap().to_owned();
        if let Some(file) = files.iter().find(|file| file.name == name) {
            entry["sha256"] = hash(&file.bytes).into();
        }
    }
    change(&mut manifest);
    put(&mut files, "manifest.json", &manifest.to_string());
    files
}

#[track_caller]
fn found(report: &Report, words: &str) {
    assert_eq!(report.outcome, Outcome::DoesNotHold, "{:?}", report.problems);
    let lines: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert!(lines.iter().any(|line| line.contains(words)), "no “{words}” in {lines:#?}");
}

#[test]
fn a_statement_says_that_there_are_fewer_than_five_children_and_nothing_else() {
    let made = stated(&rows(4, 12, 1), &request()).unwrap();
    let names: Vec<&str> = made.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["manifest.json", "README.txt"]);
    let manifest = &made.manifest;
    assert_eq!(manifest.schema, STATEMENT_SCHEMA);
    assert_eq!((manifest.k, manifest.statement.fewer_than), (5, 5));
    let sentence = "Fewer than five children went missing in 2025-26. It may be none.";
    assert_eq!(manifest.statement.words, sentence);
    assert!(text(&made.files, "README.txt").contains(&format!("\n{sentence}\n")));
    let read: StatementManifest =
        serde_json::from_str(&text(&made.files, "manifest.json")).unwrap();
    assert_eq!(read, *manifest);
    insta::assert_snapshot!(text(&made.files, "README.txt"));
}

#[test]
fn the_manifest_of_a_statement_fits_its_published_schema_and_one_with_totals_does_not() {
    let fits = jsonschema::validator_for(&statement::published_schema()).unwrap();
    let mut manifest: serde_json::Value =
        serde_json::from_str(&text(&of_none(), "manifest.json")).unwrap();
    assert!(fits.is_valid(&manifest));
    manifest["period"] = "2025".into();
    assert!(!fits.is_valid(&manifest));
    manifest["period"] = "2025-26".into();
    manifest["totals"] = serde_json::json!({ "children": 4 });
    assert!(!fits.is_valid(&manifest));
}

#[test]
fn a_right_statement_passes_with_and_without_the_store() {
    for children in 0..5 {
        let rows = if children == 0 { vec![] } else { rows(children, children * 3, children) };
        let mut made = stated(&rows, &request()).unwrap();
        for rows in [None, Some(rows.as_slice())] {
            let report = checked(&made.files, rows);
            assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.problems);
            assert_eq!((report.tables, report.episodes), (0, 0));
            assert_eq!(report.children_counted, rows.is_some());
        }
        made.add_report(b"<p>Report".to_vec(), b"{\"episodes\":null}".to_vec(), &hash).unwrap();
        assert_eq!(made.files.len(), 4);
        assert_eq!(checked(&made.files, Some(&rows)).outcome, Outcome::Holds);
        assert_eq!(verify::statement_of(&made.files).as_ref(), Some(&made.manifest));
    }
}

#[test]
fn of_five_children_there_is_no_statement_and_of_four_there_are_no_tables() {
    let five = stated(&rows(5, 9, 2), &request());
    assert_eq!(five, Err(Refusal::NotFewEnough { k: 5, period: "2025-26".into() }));
    let sentence = five.unwrap_err().to_string();
    assert!(sentence.starts_with("There are at least five children with an episode"), "{sentence}");
    let four = made(&profile(), &rows(4, 12, 2), 1);
    assert_eq!(four, Err(Refusal::TooFewChildren { k: 5, period: "2025-26".into() }));
    assert!(four.unwrap_err().to_string().contains("a statement that says just that"));
    // A stricter rule than the profile's: nine are fewer than ten.
    let strict = Policy { k: 10, ..profile().policy };
    let nine = stated(&rows(9, 20, 2), &Request { policy: Some(strict), ..request() }).unwrap();
    assert_eq!(nine.manifest.statement.fewer_than, 10);
    assert_eq!(checked(&nine.files, Some(&rows(9, 20, 2))).outcome, Outcome::Holds);
    let loose = Policy { k: 4, ..profile().policy };
    let loose = stated(&[], &Request { policy: Some(loose), ..request() });
    assert!(matches!(loose, Err(Refusal::LooserThanProfile { .. })));
}

#[test]
fn a_year_that_is_not_over_has_no_statement() {
    let on = |day: &str| Request { made_on: day.parse().unwrap(), ..request() };
    let early = stated(&[], &on("2026-03-31"));
    assert_eq!(early, Err(Refusal::NotOver { period: "2025-26".into() }));
    assert_eq!(checked(&stated(&[], &on("2026-04-01")).unwrap().files, None).problems, []);
}

#[test]
fn a_statement_where_there_are_five_children_is_found_with_the_store() {
    let report = checked(&of_none(), Some(&rows(5, 9, 2)));
    found(
        &report,
        "The store has at least five children in this year, so the statement is not true.",
    );
}

#[test]
fn a_statement_that_carries_figures_is_found() {
    let carries = "carries no table, no total and no count";
    for (name, figure) in [
        ("totals", serde_json::json!({ "episodes": 12, "children": 4 })),
        ("children", 3.into()),
        ("tables", serde_json::json!([{ "file": "tables/rhi.csv" }])),
    ] {
        let files = changed(of_none(), |manifest| manifest[name] = figure.clone());
        found(&checked(&files, None), carries);
    }
    let files = changed(of_none(), |manifest| manifest["statement"]["episodes"] = 12.into());
    found(&checked(&files, None), carries);
    // Where no figure has a name, it is in the wrong layout all the same.
    let files = changed(of_none(), |manifest| manifest["four"] = true.into());
    assert_eq!(checked(&files, None).outcome, Outcome::CannotBeRead);
    // An empty list counts nothing.
    for line in ["They had 12 episodes.", "It was Four children.", "There is one child."] {
        let mut files = of_none();
        let page = format!("{}{line}\n", text(&files, "README.txt"));
        put(&mut files, "README.txt", &page);
        found(&checked(&changed(files, |_| ()), None), carries);
    }
    let mut made = stated(&[], &request()).unwrap();
    made.add_report(b"<p>".to_vec(), b"{\"groups\":[{\"children\":4}]}".to_vec(), &hash).unwrap();
    found(&checked(&made.files, None), carries);
}

#[test]
fn a_file_beside_a_statement_is_found() {
    let mut files = of_none();
    files.push(ReleaseFile { name: "cells.csv".into(), bytes: b"children\n4\n".to_vec() });
    found(&checked(&files, None), "does not belong to the release");
    let listed = changed(files, |manifest| {
        let entry = serde_json::json!({ "file": "cells.csv", "sha256": hash(b"children\n4\n") });
        manifest["files"].as_array_mut().unwrap().push(entry);
    });
    found(&checked(&listed, None), "lists README.txt");
}

#[test]
fn a_statement_of_another_number_or_in_other_words_is_found() {
    for (change, words) in [
        (("/statement/fewer_than", 3.into()), "another number than k"),
        (("/k", 4.into()), "k is smaller than the profile allows"),
        (("/statement/words", "One child went missing in 2025-26.".into()), "Its words are not"),
        (("/product", "topic tables".into()), "not called a statement"),
        (("/made_on", "2026-03-31".into()), "before the year was over"),
        (("/period", "2025".into()), "The period is not a financial year."),
        (("/authority/name", "Camden".into()), "The authority is none"),
        (("/receiver", "".into()), "The receiver is not"),
        (("/signature/signed", true.into()), "statement on signing"),
        (("/profile/version", 9.into()), "another profile"),
        (("/files/0/sha256", "0".repeat(64).into()), "changed or damaged"),
        (("/versions", serde_json::json!([])), "not made with the ladder"),
    ] {
        let (at, value): (&str, serde_json::Value) = change;
        let files = changed(of_none(), |manifest| {
            *manifest.pointer_mut(at).unwrap() = value.clone();
        });
        found(&checked(&files, None), words);
    }
    let mut files = of_none();
    let page = text(&files, "README.txt").replace("Fewer than five", "Fewer than three");
    put(&mut files, "README.txt", &page);
    found(&checked(&changed(files, |_| ()), None), "does not say what the statement says");
}

#[test]
fn an_empty_release_of_tables_is_no_statement() {
    let files = changed(crate::sample::borough_release().files, |manifest| {
        manifest["tables"] = serde_json::json!([]);
        manifest["totals"] = serde_json::json!({ "episodes": 0, "children": 0 });
    });
    found(&checked(&files, None), "no tables, only a statement that says so");
    found(&checked(&files, None), "which every release of this profile has");
}

#[test]
fn the_attacks_find_nothing_in_a_statement_and_find_what_was_added() {
    let good = of_none();
    let found = attacks::on_statement(&good, &profile(), &hash).unwrap();
    assert!(found.iter().all(attacks::Attack::holds), "{found:?}");
    let tried: Vec<(Test, u64)> = found.iter().map(|one| (one.test, one.tried)).collect();
    assert_eq!(tried, [(Test::SinglingOut, 2), (Test::Inference, 5)]);
    // None but the one that is told by the bytes is left.
    let mut told = good.clone();
    told.push(ReleaseFile { name: "tables/rhi.csv".into(), bytes: Vec::new() });
    let found = attacks::on_statement(&told, &profile(), &hash).unwrap();
    assert_eq!(found.iter().map(|one| one.below_k).collect::<Vec<_>>(), [1, 5]);
    for one in &found {
        assert!(one.found().ends_with('.') && !one.title().contains("looks for a child"));
    }
}

#[test]
fn what_reads_tables_says_that_a_statement_has_none() {
    let fault = AttackFault::Unreadable { file: "manifest.json".into() };
    assert_eq!(attacks::on_tables(&of_none(), &profile(), &[], 5), Err(fault.clone()));
    assert_eq!(measures::of_tables(&of_none()), Err(fault));
    assert!(verify::manifest_of(&of_none()).is_none());
    assert!(verify::statement_of(&crate::sample::borough_release().files).is_none());
}

/// What a release of tables shows of rows whose episodes have these ids.
fn held(rows: &[Row]) -> Held {
    let manifest = made(&profile(), rows, 1).unwrap().manifest;
    let ids: Vec<(u128, u128)> =
        (0..).zip(rows).map(|(at, row)| (at, u128::from(row.child))).collect();
    Held::of(&manifest, rows, &ids)
}

#[test]
fn tables_may_follow_a_statement_once_there_are_five_children_and_the_other_way_round() {
    let tables = held(&rows(5, 12, 6));
    let statement = Held::of_statement();
    assert_eq!(exposed(&[statement.clone(), tables.clone()], 5), None);
    assert_eq!(exposed(&[tables.clone(), statement.clone()], 5), None);
    assert_eq!(exposed(&[tables.clone(), statement, tables], 5), None);
}

#[test]
fn a_statement_in_between_does_not_hide_what_two_tables_tell_of_a_few() {
    let all = rows(20, 45, 3);
    let fewer: Vec<Row> = all.iter().filter(|row| row.child != all[0].child).cloned().collect();
    let ids = |rows: &[Row]| -> Vec<(u128, u128)> {
        let place = |row: &Row| all.iter().position(|one| one == row).unwrap();
        rows.iter().map(|row| (place(row) as u128, u128::from(row.child))).collect()
    };
    let held =
        |rows: &[Row]| Held::of(&made(&profile(), rows, 1).unwrap().manifest, rows, &ids(rows));
    let apart = [held(&fewer), Held::of_statement(), held(&all)];
    assert!(exposed(&apart, 5).is_some_and(|few| few.children > 0));
    let same = [held(&all), Held::of_statement(), held(&all)];
    assert_eq!(exposed(&same, 5), None);
}

/// The holder of a statement and of later tables of n children can only bound how many came late.
/// That bound always reaches n, so that a late group of fewer than k children never shows.
#[test]
fn a_statement_and_later_tables_never_tell_that_fewer_than_five_children_came_late() {
    let k = 5_u64;
    for after in k..40 {
        // What each number of children before leaves, as far as the statement allows it.
        let late: Vec<u64> = (0..after)
            .filter(|before| stated(&rows_of(*before), &request()).is_ok())
            .map(|before| after - before)
            .collect();
        assert_eq!(late.iter().max(), Some(&after), "all of them may have come late");
        assert!(late.iter().any(|late| *late >= k));
    }
}

fn rows_of(children: u64) -> Vec<Row> {
    (0..children).map(|child| Row { child, values: Default::default() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever happened to up to four children, however often, in whatever order.
    #[test]
    fn none_to_four_children_make_the_same_bytes(
        children in 1_u64..5,
        more in 0_u64..60,
        seed in 0_u64..1_000_000,
        turned in any::<bool>(),
    ) {
        let mut rows = rows(children, children + more, seed);
        if turned {
            rows.reverse();
        }
        let made = stated(&rows, &request()).unwrap();
        prop_assert_eq!(&made.files, &of_none());
        prop_assert_eq!(checked(&made.files, Some(&rows)), checked(&made.files, Some(&[])));
    }
}
