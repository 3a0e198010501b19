use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::{Problem, TEXT_LIMIT, read};
use crate::answer::Value;
use crate::load::tests::built_in;
use crate::moment::tests::any_moment;
use crate::question_set::{Kind, Question};
use crate::standard::Standard;

fn today() -> NaiveDate {
    day(2026, 11, 22)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn find(standard: &Standard, set: &str, id: &str) -> Question {
    standard.set(set).unwrap().question(id).unwrap().clone()
}

/// One question of each kind. No set asks for a number yet, so one is made.
fn of_each_kind(standard: &Standard) -> Vec<Question> {
    let mut number = find(standard, "child", "known_as");
    number.kind = Kind::Number;
    vec![
        find(standard, "child", "forename"),
        find(standard, "rhi", "child_words"),
        find(standard, "child", "date_of_birth"),
        find(standard, "episode", "returned_at"),
        number,
        find(standard, "episode", "episode_status"),
        find(standard, "rhi", "protective"),
        find(standard, "rhi", "reasons"),
    ]
}

fn date(raw: &str) -> Result<NaiveDate, Problem> {
    let standard = built_in();
    match read(&find(standard, "child", "date_of_birth"), standard, raw, today())? {
        Some(Value::Date(date)) => Ok(date),
        other => panic!("{other:?}"),
    }
}

fn moment(raw: &str) -> Result<String, Problem> {
    let standard = built_in();
    match read(&find(standard, "episode", "returned_at"), standard, raw, today())? {
        Some(Value::Moment(moment)) => Ok(moment.to_string()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn blank_is_no_answer_of_any_kind() {
    let standard = built_in();
    let questions = of_each_kind(standard);
    assert_eq!(questions.iter().map(|question| question.kind).collect::<Vec<_>>(), Kind::ALL);
    for question in questions {
        for raw in ["", " ", "\t", "\n", "\n\n", " \n "] {
            assert_eq!(read(&question, standard, raw, today()), Ok(None), "{:?}", question.kind);
        }
    }
}

#[test]
fn a_date_is_read_however_people_write_it() {
    for raw in [
        "27 3 2026",
        "27/3/26",
        "27/03/2026",
        "27-03-2026",
        "27.3.2026",
        "27 Jan 2026",
        "27 January 2026",
        "27th January 2026",
        "27th of Jan, 2026",
        "January 27 2026",
        "27jan2026",
        "2026-03-27",
        "2026/3/27",
        "Friday 27 March 2026",
        "fri 27 mar 26",
        " 27  3  2026 ",
        "27 MARCH 2026",
    ] {
        let month = if raw.to_lowercase().contains("jan") { 1 } else { 3 };
        assert_eq!(date(raw), Ok(day(2026, month, 27)), "{raw}");
    }
    assert_eq!(date("today"), Ok(today()));
    assert_eq!(date("Yesterday"), Ok(day(2026, 11, 21)));
    assert_eq!(date("29 2 2024"), Ok(day(2024, 2, 29)));
}

#[test]
fn a_year_of_two_digits_is_the_one_that_can_be_meant() {
    assert_eq!(date("1/2/09"), Ok(day(2009, 2, 1)));
    assert_eq!(date("1/2/99"), Ok(day(1999, 2, 1)));
    assert_eq!(date("1/2/27"), Ok(day(2027, 2, 1)));
}

#[test]
fn what_is_no_date_is_said_calmly() {
    let label = || "Date of birth".to_owned();
    for raw in
        ["soon", "27", "march", "27 3 2026 5", "1e9 3 2026", "27_3_2026", "2026", "127 3 2026"]
    {
        assert_eq!(date(raw), Err(Problem::NotADate { label: label() }), "{raw}");
    }
    assert_eq!(date("27 3"), Err(Problem::NoYear { label: label() }));
    assert_eq!(date("27 March"), Err(Problem::NoYear { label: label() }));
    for raw in ["29 2 2026", "31 4 2026", "0 1 2026", "1 13 2026", "32 1 2026"] {
        assert_eq!(date(raw), Err(Problem::NoSuchDay { label: label() }), "{raw}");
    }
    for raw in ["27 3 0206", "27 3 206", "27 3 1899", "27 3 2101", "27 3 20265"] {
        assert_eq!(date(raw), Err(Problem::YearOutOfRange { label: label() }), "{raw}");
    }
    assert_eq!(date("Monday 27 March 2026"), Err(Problem::OtherWeekday { label: label() }));
}

#[test]
fn a_time_is_read_however_people_write_it() {
    for (raw, time) in [
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("1430", "14:30"),
        ("2:30pm", "14:30"),
        ("2.30pm", "14:30"),
        ("2:30 PM", "14:30"),
        ("2.30 p.m.", "14:30"),
        ("230pm", "14:30"),
        ("14h30", "14:30"),
        ("1430hrs", "14:30"),
        ("2pm", "14:00"),
        ("14", "14:00"),
        ("2 am", "02:00"),
        ("9:05", "09:05"),
        ("905", "09:05"),
        ("0905", "09:05"),
        ("midday", "12:00"),
        ("Noon", "12:00"),
        ("12pm", "12:00"),
        ("12am", "00:00"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("0000", "00:00"),
    ] {
        assert_eq!(moment(&format!("27 3 2026\n{raw}")), Ok(format!("2026-03-27T{time}")), "{raw}");
    }
}

#[test]
fn what_is_no_time_is_said_calmly() {
    let label = || "When did they come back?".to_owned();
    for raw in [
        "later", "25:00", "14:60", "14:5", "1:2:3", "13pm", "0am", "14:30pm", "12345", "1460",
        ":30",
    ] {
        let found = moment(&format!("27 3 2026\n{raw}"));
        assert_eq!(found, Err(Problem::NotATime { label: label() }), "{raw}");
    }
    for raw in ["2", "12", "9h"] {
        let found = moment(&format!("27 3 2026\n{raw}"));
        assert_eq!(found, Err(Problem::MorningOrAfternoon { label: label() }), "{raw}");
    }
    for raw in ["midnight", "24:00", "12 midnight"] {
        let found = moment(&format!("27 3 2026\n{raw}"));
        assert_eq!(found, Err(Problem::Midnight { label: label() }), "{raw}");
    }
    assert_eq!(moment("\n14:30"), Err(Problem::TimeWithoutDate { label: label() }));
}

#[test]
fn a_date_without_a_time_is_never_midnight() {
    for raw in ["27 3 2026", "27 3 2026\n", "27 3 2026\n \n", "27 3 2026\n\n1"] {
        assert_eq!(moment(raw).unwrap(), "2026-03-27", "{raw:?}");
    }
}

#[test]
fn the_hour_that_the_clocks_repeat_asks_which_one() {
    for time in ["01:00", "01:30", "1:59am"] {
        let found = moment(&format!("25 10 2026\n{time}"));
        assert!(matches!(found, Err(Problem::RepeatedHour { .. })), "{time}: {found:?}");
    }
    assert_eq!(moment("25 10 2026\n01:30\n1").unwrap(), "2026-10-25T01:30/1");
    assert_eq!(moment("25 10 2026\n01:30\n2").unwrap(), "2026-10-25T01:30/2");
    for time in ["00:59", "02:00"] {
        assert_eq!(moment(&format!("25 10 2026\n{time}")).unwrap(), format!("2026-10-25T{time}"));
    }
    // On any other day the third line says nothing.
    assert_eq!(moment("26 10 2026\n01:30\n2").unwrap(), "2026-10-26T01:30");
}

#[test]
fn the_hour_that_the_clocks_skip_is_a_problem() {
    for time in ["01:00", "01:30", "01:59"] {
        let found = moment(&format!("29 3 2026\n{time}"));
        assert!(matches!(found, Err(Problem::SkippedHour { .. })), "{time}: {found:?}");
    }
    assert_eq!(moment("29 3 2026\n00:59").unwrap(), "2026-03-29T00:59");
    assert_eq!(moment("29 3 2026\n02:00").unwrap(), "2026-03-29T02:00");
}

#[test]
fn text_is_kept_exactly_in_any_script() {
    let standard = built_in();
    let question = find(standard, "rhi", "child_words");
    for raw in
        ["  كنت خائفة\u{200f} 👩‍👧  ", "Zażółć\r\ngęślą\n\n", "አማርኛ", "=cmd()", "a\u{0}b", "e\u{301}"]
    {
        assert_eq!(read(&question, standard, raw, today()), Ok(Some(Value::Text(raw.to_owned()))));
    }
    let longest = "字".repeat(TEXT_LIMIT);
    assert_eq!(
        read(&question, standard, &longest, today()),
        Ok(Some(Value::Text(longest.clone())))
    );
    let longer = longest + "字";
    assert!(matches!(read(&question, standard, &longer, today()), Err(Problem::TooLong { .. })));
}

#[test]
fn a_choice_is_one_code_of_its_list() {
    let standard = built_in();
    let question = find(standard, "episode", "episode_status");
    assert_eq!(read(&question, standard, "OPEN", today()), Ok(Some(Value::Choice("OPEN".into()))));
    for raw in ["open", "OPEN,CLOSED", "DECL", "Still missing"] {
        assert!(
            matches!(read(&question, standard, raw, today()), Err(Problem::NotInList { .. })),
            "{raw}"
        );
    }
}

#[test]
fn choices_are_kept_once_each_in_the_order_of_the_list() {
    let standard = built_in();
    let question = find(standard, "rhi", "protective");
    let codes = |codes: &[&str]| {
        Ok(Some(Value::Choices(codes.iter().map(|code| (*code).to_owned()).collect())))
    };
    assert_eq!(
        read(&question, standard, "PHONE, TRUSTED,PHONE", today()),
        codes(&["TRUSTED", "PHONE"])
    );
    assert_eq!(read(&question, standard, "NONE", today()), codes(&["NONE"]));
    assert_eq!(read(&question, standard, " , ", today()), Ok(None));
    assert!(matches!(
        read(&question, standard, "NONE,PHONE", today()),
        Err(Problem::NotBoth { .. })
    ));
    assert!(matches!(
        read(&question, standard, "PHONE,FISH", today()),
        Err(Problem::NotInList { .. })
    ));
}

#[test]
fn numbers_and_rows_are_read() {
    let standard = built_in();
    let questions = of_each_kind(standard);
    let (number, rows) = (&questions[4], &questions[7]);
    for (raw, value) in [("3", 3), (" 12 ", 12), ("-4", -4), ("1,234", 1234), ("007", 7)] {
        assert_eq!(read(number, standard, raw, today()), Ok(Some(Value::Number(value))), "{raw}");
    }
    for raw in ["three", "1,5", "1.5", "--2", "1,,234", ",234", "99999999999999999999", "12,34,567"]
    {
        assert!(
            matches!(read(number, standard, raw, today()), Err(Problem::NotANumber { .. })),
            "{raw}"
        );
    }
    assert_eq!(read(rows, standard, "3, 1,2", today()), Ok(Some(Value::Rows(vec![3, 1, 2]))));
    for raw in ["1,1", "-1", "1,", "x", "1000000"] {
        assert!(
            matches!(read(rows, standard, raw, today()), Err(Problem::NotRows { .. })),
            "{raw}"
        );
    }
}

#[test]
fn a_number_keeps_to_its_range() {
    let standard = built_in();
    let mut minutes = find(standard, "child", "known_as");
    minutes.kind = Kind::Number;
    minutes.label = "Length in minutes".to_owned();
    minutes.range = Some((0, 600));
    for (raw, number) in [("0", 0), ("600", 600), (" 45 ", 45)] {
        assert_eq!(read(&minutes, standard, raw, today()), Ok(Some(Value::Number(number))));
    }
    for raw in ["-1", "601", "1,000,000"] {
        let problem = read(&minutes, standard, raw, today()).unwrap_err();
        let expected = "Enter a number from 0 to 600 for ‘Length in minutes’";
        assert_eq!(problem.to_string(), expected, "{raw}");
    }
    minutes.range = None;
    let most = crate::MOST_EXACT;
    assert_eq!(read(&minutes, standard, &most.to_string(), today()), Ok(Some(Value::Number(most))));
    assert!(read(&minutes, standard, &(most + 1).to_string(), today()).is_err());
}

#[test]
fn problems_say_what_to_do() {
    let label = || "Date of birth".to_owned();
    let all = [
        Problem::NotADate { label: label() },
        Problem::NoYear { label: label() },
        Problem::NoSuchDay { label: label() },
        Problem::YearOutOfRange { label: label() },
        Problem::OtherWeekday { label: label() },
        Problem::TimeWithoutDate { label: label() },
        Problem::NotATime { label: label() },
        Problem::MorningOrAfternoon { label: label() },
        Problem::Midnight { label: label() },
        Problem::RepeatedHour { label: label() },
        Problem::SkippedHour { label: label() },
        Problem::NotANumber { label: label() },
        Problem::OutOfRange { label: label(), least: 0, most: 600 },
        Problem::NotInList { label: label() },
        Problem::NotBoth { label: label(), exclusive: "None named".to_owned() },
        Problem::TooLong { label: label() },
        Problem::NotRows { label: label() },
    ];
    insta::assert_snapshot!(all.map(|problem| problem.to_string()).join("\n"));
}

proptest! {
    #[test]
    fn nothing_typed_makes_reading_panic_or_echoes_it(
        any in "\\PC{0,40}",
        near in "[0-9 /.:,apm\n-]{0,24}",
        wordy in "([0-9]{1,4}|[/ .:,-]|jan|mon|st|of|today|am|pm|h|\n){0,8}",
    ) {
        let standard = built_in();
        for question in of_each_kind(standard) {
            for raw in [&any, &near, &wordy] {
                match read(&question, standard, raw, today()) {
                    Ok(Some(value)) => prop_assert!(value.is_of(question.kind)),
                    Ok(None) => {}
                    Err(problem) => {
                        let typed: String = raw.split_whitespace().collect();
                        // Longer than anything our own examples could share with it by chance.
                        prop_assert!(typed.chars().count() < 9 || !problem.to_string().contains(&typed));
                    }
                }
            }
        }
    }

    #[test]
    fn any_day_is_read_in_every_form(moment in any_moment()) {
        let day = moment.date;
        let standard = built_in();
        let question = find(standard, "child", "date_of_birth");
        for form in ["%-d %-m %Y", "%d/%m/%Y", "%-d %b %Y", "%A %-d %B %Y", "%Y-%m-%d", "%B %-d, %Y"] {
            let raw = day.format(form).to_string();
            prop_assert_eq!(read(&question, standard, &raw, today()), Ok(Some(Value::Date(day))), "{}", raw);
        }
        let short = day.format("%d/%m/%y").to_string();
        let Ok(Some(Value::Date(found))) = read(&question, standard, &short, today()) else {
            // 29 February may fall in another century's ordinary year.
            prop_assert_eq!((day.month(), day.day()), (2, 29));
            return Ok(());
        };
        prop_assert_eq!(found.year().rem_euclid(100), day.year().rem_euclid(100));
    }

    #[test]
    fn any_moment_is_read_back_from_its_parts(moment in any_moment()) {
        let standard = built_in();
        let question = find(standard, "episode", "returned_at");
        let time = moment.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
        let raw = format!("{}\n{time}", moment.date.format("%-d %-m %Y"));
        match read(&question, standard, &raw, today()) {
            Ok(Some(Value::Moment(found))) => {
                prop_assert_eq!((found.date, found.time, found.which), (moment.date, moment.time, None));
            }
            Err(Problem::RepeatedHour { .. }) => {
                for which in ["1", "2"] {
                    let found = read(&question, standard, &format!("{raw}\n{which}"), today());
                    let Ok(Some(Value::Moment(found))) = found else { panic!("{found:?}") };
                    let ending = format!("/{which}");
                    prop_assert!(found.to_string().ends_with(&ending));
                }
            }
            other => prop_assert!(matches!(other, Err(Problem::SkippedHour { .. })), "{:?}", other),
        }
    }
}
