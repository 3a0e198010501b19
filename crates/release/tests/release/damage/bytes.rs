//! Files that were written again, cut short or blown up, and how a report is kept readable.

use super::*;

#[test]
fn a_manifest_that_is_cut_short_is_found() {
    let mut files = borough_release().files;
    let half = files[0].bytes.len() / 2;
    files[0].bytes.truncate(half);
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json, line",
        "cut short or is not JSON",
    );
    files[0].bytes.clear();
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "cut short or is not JSON",
    );
}

#[test]
fn no_manifest_at_all_is_found() {
    let mut files = borough_release().files;
    files.remove(0);
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "There is no manifest here",
    );
    found(
        &checked(&files, Some(&borough())),
        Outcome::CannotBeRead,
        "manifest.json",
        "no manifest",
    );
}

#[test]
fn a_manifest_of_another_layout_is_found() {
    let mut files = borough_release().files;
    change(&mut files, "manifest.json", |t| t.replacen("london-release-1", "london-release-9", 1));
    found(
        &checked(&files, None),
        Outcome::CannotBeRead,
        "manifest.json",
        "not of the layout london-release-1",
    );
}

#[test]
fn a_byte_order_mark_is_found() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| format!("\u{feff}{t}"));
    cover_up(&mut files);
    does_not_hold(&files, "tables/rhi.csv, line 1", "byte order mark");
    change(&mut files, "manifest.json", |t| format!("\u{feff}{t}"));
    found(&checked(&files, None), Outcome::CannotBeRead, "manifest.json", "byte order mark");
}

#[test]
fn a_table_that_a_spreadsheet_wrote_again_is_found() {
    type Oddity = (fn(&str) -> String, &'static str);
    let oddities: [Oddity; 5] = [
        (|t| t.replace('\n', "\r\n"), "ends in another way"),
        (|t| t.replace("DONE", "\"DONE\""), "quotation mark"),
        (|t| t.replacen('\n', "\n\n", 1), "blank line"),
        (|t| t.trim_end().to_owned(), "cut short"),
        (|_| String::new(), "empty"),
    ];
    for (oddity, words) in oddities {
        let mut files = borough_release().files;
        change(&mut files, RHI, oddity);
        cover_up(&mut files);
        does_not_hold(&files, RHI, words);
    }
}

#[test]
fn a_file_or_a_folder_that_is_too_large_is_not_read() {
    let too_many = usize::try_from(LARGEST_FILE).unwrap() + 1;
    let mut files = borough_release().files;
    files.iter_mut().find(|f| f.name == RHI).unwrap().bytes = vec![b'a'; too_many];
    does_not_hold(&files, RHI, "too large for a release and was not read");
    files[0].bytes = vec![b' '; too_many];
    found(&checked(&files, None), Outcome::CannotBeRead, "manifest.json", "too large");
    let many =
        vec![ReleaseFile { name: "manifest.json".into(), bytes: Vec::new() }; MOST_FILES + 1];
    found(&checked(&many, None), Outcome::CannotBeRead, "manifest.json", "more than 500 files");
}

#[test]
fn what_is_wrong_on_every_line_is_said_once() {
    let mut files = borough_release().files;
    change(&mut files, RHI, |t| t.replace("2025-26", "2024-25"));
    cover_up(&mut files);
    let report = checked(&files, None);
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    found(
        &report,
        Outcome::DoesNotHold,
        "tables/rhi.csv, line 2",
        "The same was found 899 times more",
    );
}

#[test]
fn a_long_list_of_problems_ends_with_how_many_more_there_are() {
    let mut files = borough_release().files;
    files
        .extend((0..205).map(|n| ReleaseFile { name: format!("extra{n}.csv"), bytes: Vec::new() }));
    let report = checked(&files, None);
    assert_eq!(report.problems.len(), 200);
    assert!(report.notes.contains(&"5 more problems are not listed.".to_owned()));
}
