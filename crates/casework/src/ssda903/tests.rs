use super::*;
use crate::test_moments::{date, moment};
use crate::test_standard::standard;
use homeward_standard::{Absence, Value};
use proptest::prelude::*;

/// A file out of `tests/fixtures/ssda903`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/fixtures/ssda903/", $name)).as_slice()
    };
}

const MISSING: &[u8] = fixture!("missing.csv");
const HEADER: &[u8] = fixture!("header.csv");

/// The mapping that Homeward ships.
fn mapping() -> &'static Ssda903 {
    standard().ssda903()
}

fn read_with(missing: &[u8], header: &[u8], limits: Limits) -> Result<Contents, Refusal> {
    let options = Options { mapping: mapping(), today: date("2026-11-22"), limits };
    read(missing, header, options, &mut |_| ControlFlow::Continue(()))
}

fn contents(missing: &[u8], header: &[u8]) -> Contents {
    read_with(missing, header, Limits::STANDARD).unwrap()
}

fn refusal(missing: &[u8], header: &[u8]) -> String {
    read_with(missing, header, Limits::STANDARD).unwrap_err().to_string()
}

fn choice(code: &str) -> Answer {
    Answer::Given(Value::Choice(code.to_owned()))
}

#[test]
fn the_two_files_hold_43_episodes_of_39_children_and_one_overlaps() {
    let read = contents(MISSING, HEADER);
    assert_eq!((read.episodes.len(), read.children.len()), (43, 39));
    assert_eq!((read.missing_rows, read.header_rows), (43, 60));
    assert_eq!((&read.problems, &read.repeated), (&vec![], &vec![]));
    let flagged: Vec<_> = read.episodes.iter().filter(|e| !e.flags.is_empty()).collect();
    let [overlap] = flagged.as_slice() else { panic!("{} are flagged", flagged.len()) };
    assert_eq!((overlap.local_id.as_str(), overlap.start), ("EXAMPLE31", date("2025-11-20")));
    let Flag::Overlap { with: Some(line) } = overlap.flags[0] else { panic!("another flag") };
    let other = read.episodes.iter().find(|episode| episode.line == line).unwrap();
    assert_eq!((other.local_id.as_str(), other.end), ("EXAMPLE31", Some(date("2025-12-22"))));
    assert_eq!(
        Flag::Overlap { with: Some(7) }.to_string(),
        "It begins before the episode on line 7 has ended (rule 574)."
    );
    assert_eq!(read.episodes.iter().filter(|episode| episode.end.is_none()).count(), 1);
}

#[test]
fn only_children_with_an_episode_are_taken() {
    let read = contents(MISSING, HEADER);
    assert!(read.children.keys().all(|id| id.starts_with("EXAMPLE")));
    assert!(read.episodes.iter().all(|episode| read.children.contains_key(&episode.local_id)));
}

#[test]
fn sex_codes_of_old_and_new_years_mean_the_same() {
    let sexes = |code: &str| {
        let header = format!("CHILD,SEX,DOB,ETHNIC\nEXAMPLE11,{code},16/07/2014,WBRI\n");
        contents(MISSING, header.as_bytes()).children["EXAMPLE11"].sex.clone()
    };
    assert_eq!((sexes("1"), sexes("2")), (choice("M"), choice("F")));
    assert_eq!((sexes("m"), sexes("F"), sexes("U")), (choice("M"), choice("F"), choice("U")));
}

#[test]
fn refused_and_not_obtained_ethnic_groups_are_absences_and_not_codes() {
    let ethnicity = |code: &str| {
        let header = format!("CHILD,SEX,DOB,ETHNIC\nEXAMPLE11,1,16/07/2014,{code}\n");
        contents(MISSING, header.as_bytes()).children["EXAMPLE11"].ethnicity.clone()
    };
    assert_eq!(ethnicity("MWBC"), choice("MWBC"));
    assert_eq!(ethnicity("REFU"), Answer::Absent(Absence::Decl));
    assert_eq!(ethnicity("NOBT"), Answer::Absent(Absence::Pend));
}

#[test]
fn the_same_file_as_another_program_writes_it_holds_the_same() {
    let (plain, other) =
        (contents(MISSING, HEADER), contents(fixture!("missing-bom-crlf.csv"), HEADER));
    assert_eq!(plain, other);
}

#[test]
fn old_line_ends_and_a_missing_last_one_are_read() {
    let text = String::from_utf8(MISSING.to_vec()).unwrap();
    let returns = text.replace('\n', "\r");
    assert_eq!(contents(returns.as_bytes(), HEADER), contents(MISSING, HEADER));
    assert_eq!(contents(text.trim_end().as_bytes(), HEADER), contents(MISSING, HEADER));
}

#[test]
fn a_row_that_is_there_twice_counts_once_and_is_reported() {
    let read = contents(fixture!("missing-double-rows.csv"), HEADER);
    assert_eq!((read.episodes.len(), read.problems.len()), (43, 0));
    let lines: Vec<_> = read.repeated.iter().map(|row| (row.line, row.first)).collect();
    assert_eq!(lines, [(45, 5), (46, 10)]);
}

#[test]
fn each_row_that_cannot_be_read_is_named_by_line_and_column_and_reason() {
    let read = contents(fixture!("missing-bad-rows.csv"), HEADER);
    let found: Vec<_> = read
        .problems
        .iter()
        .map(|problem| (problem.line, problem.column.unwrap_or("-"), problem.code))
        .collect();
    let expected = [
        (3, "MIS_START", ProblemCode::NoSuchDate),
        (4, "MIS_START", ProblemCode::IsoDate),
        (5, "MIS_START", ProblemCode::ShortYear),
        (6, "MIS_START", ProblemCode::DateForm),
        (7, "MIS_START", ProblemCode::Blank),
        (8, "MIS_START", ProblemCode::FarDate),
        (9, "MISSING", ProblemCode::MissingType),
        (10, "CHILD", ProblemCode::Blank),
        (11, "CHILD", ProblemCode::LocalId),
        (12, "CHILD", ProblemCode::LocalId),
        (13, "-", ProblemCode::FieldCount),
        (14, "-", ProblemCode::FieldCount),
        (15, "-", ProblemCode::OpenQuote),
        (16, "DOB", ProblemCode::BirthDateDiffers),
        (17, "MIS_END", ProblemCode::EndDiffers),
    ];
    assert_eq!(found, expected);
    // The line of commas is no row, and the rows around the wrong ones are read.
    let lines: Vec<_> = read.episodes.iter().map(|episode| (episode.line, episode.end)).collect();
    assert_eq!(lines, [(2, Some(date("2025-06-05"))), (19, None)]);
    assert_eq!(read.missing_rows, 17);
}

#[test]
fn a_row_that_breaks_a_rule_of_the_return_comes_in_with_a_flag() {
    let read = contents(fixture!("missing-broken-rules.csv"), HEADER);
    assert_eq!(read.problems, []);
    let flags: Vec<_> = read.episodes.iter().map(|e| (e.line, e.flags.as_slice())).collect();
    let expected: [(u64, &[Flag]); 9] = [
        (2, &[Flag::EndBeforeStart]),
        (3, &[Flag::StartBeforeBirth]),
        (4, &[]),
        (5, &[Flag::Overlap { with: Some(4) }]),
        (6, &[Flag::NotInHeader]),
        (7, &[Flag::InFuture]),
        (8, &[Flag::NotInHeader, Flag::AdultAtStart]),
        (9, &[]),
        // It begins on the day the one before ends: the child may have left again at night.
        (10, &[]),
    ];
    assert_eq!(flags, expected);
    let child = &read.children["NOTINHEADER1"];
    assert_eq!((child.line, child.date_of_birth), (None, date("2011-04-03")));
    assert_eq!(child.sex, Answer::Absent(Absence::Unkn));
}

#[test]
fn wrong_header_rows_are_named_only_for_children_with_an_episode() {
    let read = contents(MISSING, fixture!("header-bad-rows.csv"));
    let mut codes: Vec<_> =
        read.problems.iter().map(|p| (p.file, p.column.unwrap_or("-"), p.code.as_str())).collect();
    codes.sort();
    assert_eq!(
        codes,
        [
            (File::Missing, "DOB", "birth_date_differs"),
            (File::Header, "-", "child_differs"),
            (File::Header, "DOB", "no_such_date"),
            (File::Header, "ETHNIC", "ethnicity"),
            (File::Header, "SEX", "sex"),
        ]
    );
    assert_eq!(read.repeated.len(), 1);
    assert_eq!(read.children["EXAMPLE04"].flags, [Flag::SexBlank]);
    assert_eq!(read.children["EXAMPLE05"].flags, [Flag::EthnicityBlank]);
    // The child of whom only the header row is wrong still has an episode, and it says so.
    let first = read.episodes.iter().find(|e| e.local_id == "EXAMPLE01").unwrap();
    assert_eq!(first.flags, [Flag::NotInHeader]);
}

#[test]
fn a_file_that_cannot_be_read_gets_one_clear_sentence() {
    let expected = [
        (
            fixture!("missing-empty.csv"),
            "missing.csv is empty; choose the file that holds the rows of the return",
        ),
        (
            b"\xef\xbb\xbf\r\n,,\r\n",
            "missing.csv is empty; choose the file that holds the rows of the return",
        ),
        (
            fixture!("missing-utf16.csv"),
            "missing.csv is saved as UTF-16; open it and save it again as “CSV UTF-8”",
        ),
        (
            b"C\0H\0I\0L\0D\0",
            "missing.csv is saved as UTF-16; open it and save it again as “CSV UTF-8”",
        ),
        (
            fixture!("missing-latin1.csv"),
            "line 4 of missing.csv is not UTF-8; open the file and save it again as “CSV UTF-8”",
        ),
        (
            fixture!("missing-no-end-column.csv"),
            "missing.csv has no column MIS_END; its first line must name every column of the return",
        ),
        (
            fixture!("missing-semicolons.csv"),
            "the columns of missing.csv are not separated by commas; save it again as “CSV UTF-8”",
        ),
        (
            b"PK\x03\x04rest of a workbook",
            "missing.csv is a spreadsheet, not a CSV file; open it and save it as “CSV UTF-8”",
        ),
        (
            b"CHILD,DOB,DOB,MISSING,MIS_START,MIS_END\n",
            "missing.csv has the column DOB twice; delete the one that does not belong there",
        ),
        (
            b"CHILD,DOB,MISSING,MIS_START,MIS_END\nA1,\0\0\0,M,,\n",
            "missing.csv is not a CSV text file; check that it is the right file",
        ),
        (HEADER, "header.csv and missing.csv are the wrong way round; choose them again"),
    ];
    for (missing, sentence) in expected {
        assert_eq!(refusal(missing, HEADER), sentence);
    }
    assert_eq!(
        refusal(MISSING, b"CHILD,SEX,DOB\n"),
        "header.csv has no column ETHNIC; its first line must name every column of the return"
    );
    assert_eq!(
        refusal(MISSING, b""),
        "header.csv is empty; choose the file that holds the rows of the return"
    );
}

#[test]
fn column_names_without_rows_are_an_empty_return_and_no_fault() {
    let read = contents(b"CHILD,DOB,MISSING,MIS_START,MIS_END\n", HEADER);
    assert_eq!((read.episodes.len(), read.children.len(), read.problems.len()), (0, 0, 0));
}

/// A file without an end, made as it is read.
struct Endless {
    sent: u64,
    row: &'static [u8],
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for byte in buffer.iter_mut() {
            let names = b"CHILD,DOB,MISSING,MIS_START,MIS_END\n";
            let at = self.sent as usize;
            *byte = match names.get(at) {
                Some(byte) => *byte,
                None => self.row[(at - names.len()) % self.row.len()],
            };
            self.sent += 1;
        }
        Ok(buffer.len())
    }
}

fn read_endless(row: &'static [u8], limits: Limits) -> Refusal {
    let options = Options { mapping: mapping(), today: date("2026-11-22"), limits };
    let file = Endless { sent: 0, row };
    read(file, HEADER, options, &mut |_| ControlFlow::Continue(())).unwrap_err()
}

#[test]
fn a_file_without_an_end_is_refused_at_the_limit() {
    let limits = Limits { bytes: 1 << 20, ..Limits::STANDARD };
    let refused = read_endless(b"EXAMPLE1,01/01/2012,M,01/01/2025,02/01/2025\n", limits);
    assert_eq!(
        refused.to_string(),
        "missing.csv is larger than 1 MB, which no return is; check that it is the right file"
    );
    // Neither a line that never ends nor an open quotation mark takes the rest of the file along.
    assert_eq!(read_endless(b"\"x", limits).code(), "too_large");
    let limits = Limits { rows: 10, ..Limits::STANDARD };
    let refused = read_endless(b"EXAMPLE1,01/01/2012,M,01/01/2025,02/01/2025\n", limits);
    assert_eq!(
        refused.to_string(),
        "missing.csv has more than 10 rows; split it into years and bring them in one by one"
    );
}

#[test]
fn a_line_or_a_field_that_is_far_too_long_is_one_wrong_row() {
    let long = "X".repeat(70_000);
    let field = "X".repeat(201);
    let missing = format!(
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n{long}\n{field},,,,\n\
         EXAMPLE11,16/07/2014,M,01/05/2025,\n"
    );
    let read = contents(missing.as_bytes(), HEADER);
    let codes: Vec<_> = read.problems.iter().map(|problem| (problem.line, problem.code)).collect();
    assert_eq!(codes, [(2, ProblemCode::LineTooLong), (3, ProblemCode::FieldTooLong)]);
    assert_eq!(read.episodes.len(), 1);
}

#[test]
fn the_caller_hears_of_progress_and_can_stop_it() {
    let options =
        Options { mapping: mapping(), today: date("2026-11-22"), limits: Limits::STANDARD };
    let mut rows: String = "CHILD,DOB,MISSING,MIS_START,MIS_END\n".to_owned();
    for n in 0..5_000 {
        rows.push_str(&format!("P{n},01/01/2012,M,01/01/2025,02/01/2025\n"));
    }
    let mut heard = Vec::new();
    let read_all = read(rows.as_bytes(), HEADER, options, &mut |progress| {
        heard.push((progress.file, progress.rows));
        ControlFlow::Continue(())
    });
    assert_eq!(read_all.unwrap().episodes.len(), 5_000);
    let missing = File::Missing;
    assert_eq!(heard, [(missing, 2_000), (missing, 4_000), (missing, 5_000), (File::Header, 60)]);
    let stopped = read(rows.as_bytes(), HEADER, options, &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Err(Refusal::Cancelled));
}

#[test]
fn an_episode_of_the_store_is_found_again_by_child_start_and_type() {
    let read = contents(MISSING, HEADER);
    let episode = read.episodes.iter().find(|e| e.start == date("2025-11-20")).unwrap();
    assert!(same_episode(episode, &moment("2025-11-20"), Some("M")));
    assert!(same_episode(episode, &moment("2025-11-20T23:50"), Some("M")));
    assert!(!same_episode(episode, &moment("2025-11-20"), Some("A")));
    assert!(!same_episode(episode, &moment("2025-11-21"), Some("M")));
    assert!(!same_episode(episode, &moment("2025-11-20"), None));

    let span = |a: &str, b: Option<&str>| (moment(a), b.map(moment));
    assert!(overlaps_any(episode, &[span("2025-11-10", Some("2025-11-25"))]));
    assert!(overlaps_any(episode, &[span("2025-11-10", None)]));
    assert!(!overlaps_any(episode, &[span("2025-11-10", Some("2025-11-20"))]));
    assert!(!overlaps_any(episode, &[span("2025-12-04T12:00", None)]));
    assert!(!overlaps_any(episode, &[]));
}

#[test]
fn no_sentence_holds_a_value_out_of_a_file() {
    let read = contents(fixture!("missing-bad-rows.csv"), fixture!("header-bad-rows.csv"));
    assert!(read.problems.len() > 15);
    for problem in &read.problems {
        let said = format!("{problem} {problem:?} {read:?}");
        for value in ["EXAMPLE", "2009", "31/02", "QQQQ", "surplus", "WBRI", "2025-06"] {
            assert!(!said.contains(value), "{said}");
        }
    }
}

#[test]
fn every_reason_has_a_name_and_a_sentence_of_its_own() {
    let names: std::collections::BTreeSet<_> =
        ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    let sentences: std::collections::BTreeSet<_> =
        ProblemCode::ALL.iter().map(|code| code.sentence()).collect();
    assert_eq!((names.len(), sentences.len()), (ProblemCode::ALL.len(), ProblemCode::ALL.len()));
    assert!(sentences.iter().all(|sentence| sentence.ends_with('.')));
}

#[test]
fn the_reader_uses_the_columns_that_the_mapping_names() {
    let mapping = mapping();
    assert_eq!(mapping.header_columns, ["CHILD", "SEX", "DOB", "ETHNIC"]);
    assert_eq!(mapping.missing_columns, ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]);
    assert_eq!(mapping.date_format, "%d/%m/%Y");
}

/// A row of `missing.csv` as another program would write it.
fn written(episode: &Episode) -> String {
    let date = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
    format!(
        "{},{},{},{},{}\n",
        episode.local_id,
        date(episode.date_of_birth),
        episode.dfe_missing_type,
        date(episode.start),
        episode.end.map(date).unwrap_or_default()
    )
}

/// Lines that are nearly, or quite, rows of the return.
fn any_row() -> impl Strategy<Value = String> {
    let date = prop_oneof![
        6 => (1u32..29, 1u32..13, 2000i32..2027).prop_map(|(d, m, y)| format!("{d:02}/{m:02}/{y}")),
        1 => "[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}",
        1 => Just(String::new()),
    ];
    let id = prop_oneof![4 => "[A-C][0-9]", 1 => "[a-z0-9 \"]{0,4}"];
    let kind = prop_oneof![4 => "[MA]", 1 => "[a-zé]{0,2}"];
    (id, date.clone(), kind, date.clone(), date)
        .prop_map(|(id, born, kind, start, end)| format!("{id},{born},{kind},{start},{end}\n"))
}

proptest! {
    /// Whatever bytes the two files hold, the reader ends with contents or a refusal.
    #[test]
    fn no_bytes_make_the_reader_fall_over(
        missing in proptest::collection::vec(any::<u8>(), 0..400),
        header in proptest::collection::vec(any::<u8>(), 0..400),
        names in any::<bool>(),
    ) {
        let with = |names: &[u8], rest: &[u8]| [names, rest].concat();
        let (missing, header) = match names {
            true => (
                with(b"CHILD,DOB,MISSING,MIS_START,MIS_END\n", &missing),
                with(b"CHILD,SEX,DOB,ETHNIC\n", &header),
            ),
            false => (missing, header),
        };
        let limits = Limits { bytes: 300, rows: 20, line: 50, field: 20 };
        let _ = read_with(&missing, &header, limits);
        let _ = read_with(&missing, &header, Limits::STANDARD);
    }

    /// What is accepted can be written out and read in again, and is the same; and every row is
    /// accounted for as an episode, a problem or a repeated row.
    #[test]
    fn what_is_accepted_is_read_again_the_same(rows in proptest::collection::vec(any_row(), 0..30)) {
        let names = "CHILD,DOB,MISSING,MIS_START,MIS_END\n";
        let first = contents(format!("{names}{}", rows.concat()).as_bytes(), HEADER);
        let wrong = first.problems.iter().filter(|p| p.file == File::Missing).count();
        prop_assert_eq!(
            first.episodes.len() + wrong + first.repeated.len(),
            first.missing_rows as usize
        );
        let again: String = first.episodes.iter().map(written).collect();
        let second = contents(format!("{names}{again}").as_bytes(), HEADER);
        prop_assert_eq!(&second.problems, &vec![]);
        prop_assert_eq!(&second.repeated, &vec![]);
        prop_assert_eq!(second.children.len(), first.children.len());
        // Lines move up, so everything but the lines is compared.
        let plain = |contents: &Contents| -> Vec<Episode> {
            contents.episodes.iter().cloned().map(|mut episode| {
                episode.line = 0;
                episode.flags.iter_mut().for_each(|flag| if let Flag::Overlap { with } = flag {
                    *with = None;
                });
                episode
            }).collect()
        };
        prop_assert_eq!(plain(&first), plain(&second));
    }

    /// A date is read exactly when the calendar has it and it is written in full.
    #[test]
    fn every_day_is_read_back_from_its_written_form(offset in 0u64..20_000) {
        let day = date("1970-01-01") + chrono::Days::new(offset);
        prop_assert_eq!(row::read_date(&day.format("%d/%m/%Y").to_string()), Ok(day));
        prop_assert!(row::read_date(&day.format("%Y-%m-%d").to_string()).is_err());
        prop_assert!(row::read_date(&day.format("%d/%m/%y").to_string()).is_err());
        prop_assert!(row::read_date(&day.format("%d-%m-%Y").to_string()).is_err());
    }
}

#[test]
fn every_rule_over_dates_is_one_that_an_entered_episode_is_held_to() {
    let names: Vec<_> = [
        Flag::Overlap { with: Some(2) },
        Flag::EndBeforeStart,
        Flag::StartBeforeBirth,
        Flag::AdultAtStart,
        Flag::InFuture,
    ]
    .into_iter()
    .map(|flag| flag.check().map(|check| check.id))
    .collect();
    let expected = [
        "overlaps_another",
        "returned_before_missing",
        "born_after_missing",
        "no_child_at_start",
        "missing_in_the_future",
    ];
    assert_eq!(names, expected.map(Some));
    for flag in [Flag::NotInHeader, Flag::SexBlank, Flag::EthnicityBlank] {
        assert!(flag.check().is_none());
    }
}
