//! Tests of the national returns. The rules of SSDA903 are tried by [`sector_rules`], which knows
//! nothing of the code that writes.

mod any_history;
#[path = "sector_rules.rs"]
mod sector_rules;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use proptest::prelude::*;

use self::sector_rules::{Around, broken};
use super::*;
use crate::ssda903::{Limits, Options, read};
use crate::test_moments::{date, moment};
use crate::test_standard::standard;

fn year(name: &str) -> Year {
    Year::named(name, date("2026-11-22")).unwrap()
}

fn looked_after(local_id: &str) -> Child {
    Child {
        local_id: Some(local_id.to_owned()),
        born: Some(date("2010-03-12")),
        pupil_number: None,
        sex: Some("F".to_owned()),
        ethnicity: Some("WROA".to_owned()),
        care_status: Some("CLA".to_owned()),
    }
}

fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

fn episode(number: usize, child: usize, kind: &str, start: &str, end: &str) -> Episode {
    Episode {
        record: id(1000 + number),
        child: id(child),
        episode_type: Some("MISSING_CARE".to_owned()),
        dfe_missing_type: (!kind.is_empty()).then(|| kind.to_owned()),
        missing_from: moment(start),
        last_seen: None,
        located: None,
        returned: (!end.is_empty()).then(|| moment(end)),
        close_reason: None,
        conversations: Vec::new(),
    }
}

fn history(children: &[Child], episodes: Vec<Episode>) -> History {
    let children = children.iter().cloned().enumerate().map(|(at, child)| (id(at), child));
    History { children: children.collect(), episodes, without_start: 0 }
}

fn make(history: &History, name: &str) -> Made {
    ssda903(history, standard().ssda903(), &year(name))
}

fn text<'m>(made: &'m Made, file: &str) -> &'m str {
    &made.files.iter().find(|found| found.name == file).unwrap().text
}

fn kinds(made: &Made) -> Vec<(FindingKind, usize)> {
    made.findings.iter().map(|finding| (finding.kind, finding.count)).collect()
}

fn count(made: &Made, what: &str) -> usize {
    made.counts.iter().find(|(label, _)| label.starts_with(what)).unwrap().1
}

fn around(name: &str) -> Around<'static> {
    let year = year(name);
    let in_care = std::collections::BTreeMap::new();
    Around { first: year.first, last: year.last, year_before: None, in_care }
}

#[test]
fn the_two_files_look_as_loaders_expect() {
    let episodes = vec![
        episode(1, 0, "M", "2025-06-03T22:10", "2025-06-05T09:00"),
        episode(2, 0, "A", "2025-07-01", ""),
    ];
    let made = make(&history(&[looked_after("EX000012")], episodes), "2025-26");
    assert_eq!(
        text(&made, "missing.csv"),
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n\
         EX000012,12/03/2010,M,03/06/2025,05/06/2025\n\
         EX000012,12/03/2010,A,01/07/2025,\n"
    );
    assert_eq!(
        text(&made, "header.csv"),
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nEX000012,F,12/03/2010,WROM,,,\n"
    );
    assert_eq!(kinds(&made), []);
}

#[test]
fn the_start_is_the_later_of_left_and_last_seen_and_the_end_is_when_a_missing_child_was_found() {
    let mut found = episode(1, 0, "M", "2025-06-03T22:10", "2025-06-07T09:00");
    found.last_seen = Some(moment("2025-06-04T00:30"));
    found.located = Some(moment("2025-06-06T23:00"));
    let mut away = episode(2, 0, "A", "2025-08-03T22:10", "2025-08-07T09:00");
    away.last_seen = Some(moment("2025-08-03T08:00"));
    away.located = Some(moment("2025-08-04T08:00"));
    let made = make(&history(&[looked_after("EX1")], vec![found, away]), "2025-26");
    let rows = sector_rules::read(text(&made, "missing.csv"));
    assert_eq!((rows[0].start, rows[0].end), (Some(date("2025-06-04")), Some(date("2025-06-06"))));
    assert_eq!((rows[1].start, rows[1].end), (Some(date("2025-08-03")), Some(date("2025-08-07"))));
}

#[test]
fn two_episodes_of_a_day_are_joined_and_told_and_others_that_touch_stay_apart() {
    let episodes = vec![
        episode(1, 0, "M", "2025-06-03T10:00", "2025-06-03T14:00"),
        episode(2, 0, "M", "2025-06-03T20:00", "2025-06-05T08:00"),
        episode(3, 0, "M", "2025-06-05T21:00", "2025-06-06T08:00"),
        episode(4, 0, "A", "2025-06-06T10:00", "2025-06-06T12:00"),
    ];
    let made = make(&history(&[looked_after("EX1")], episodes), "2025-26");
    let rows: Vec<&str> = text(&made, "missing.csv").lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "EX1,12/03/2010,M,03/06/2025,05/06/2025",
            "EX1,12/03/2010,M,05/06/2025,06/06/2025",
            "EX1,12/03/2010,A,06/06/2025,06/06/2025",
        ]
    );
    assert_eq!(kinds(&made), [(FindingKind::Joined, 1)]);
    assert_eq!((count(&made, "Rows"), count(&made, "Episodes in them")), (3, 4));
    assert_eq!(look_before_you_submit(&made.findings), None);
}

#[test]
fn rows_that_break_a_rule_are_in_the_file_and_in_the_findings() {
    let mut born_later = looked_after("EX2");
    born_later.born = Some(date("2025-09-01"));
    let mut nearly_18 = looked_after("EX3");
    nearly_18.born = Some(date("2007-10-10"));
    let episodes = vec![
        episode(1, 0, "M", "2025-06-01", "2025-06-10"),
        episode(2, 0, "M", "2025-06-05", "2025-06-20"),
        episode(3, 0, "", "2025-08-01", "2025-08-02"),
        episode(4, 0, "M", "2025-09-05", "2025-09-01"),
        episode(5, 1, "A", "2025-08-01", "2025-08-02"),
        episode(6, 2, "M", "2025-10-01", ""),
    ];
    let children = [looked_after("EX1"), born_later, nearly_18];
    let made = make(&history(&children, episodes), "2025-26");
    let missing = text(&made, "missing.csv");
    assert_eq!(missing.lines().count(), 7);
    assert_eq!(
        kinds(&made),
        [
            (FindingKind::Overlap, 2),
            (FindingKind::NoType, 1),
            (FindingKind::EndBeforeStart, 1),
            (FindingKind::OpenAt18, 1),
            (FindingKind::BeforeBirth, 1),
        ]
    );
    assert_eq!(
        look_before_you_submit(&made.findings).unwrap(),
        "6 rows need a look before you submit: rule 574 (2), rule 565 and 566 (1), rule 567 (1), rule 577 to 580 (1), rule 586 (1)."
    );
    let rules: BTreeSet<u16> = broken(missing, text(&made, "header.csv"), &around("2025-26"))
        .into_iter()
        .map(|(rule, _)| rule)
        .collect();
    assert_eq!(rules, BTreeSet::from([565, 566, 567, 574, 586]));
}

#[test]
fn what_cannot_be_written_is_told_and_never_dropped_in_silence() {
    let mut no_id = looked_after("EX1");
    no_id.local_id = None;
    let mut not_born = looked_after("EX2");
    not_born.born = None;
    let mut unknown = looked_after("EX3");
    unknown.care_status = Some("UNKN".to_owned());
    let mut at_home = looked_after("EX4");
    at_home.care_status = Some("CIN".to_owned());
    let mut grown = looked_after("EX5");
    grown.born = Some(date("2006-01-01"));
    let children = [no_id, looked_after("=EX(1)"), not_born, unknown, at_home, grown];
    let mut episodes: Vec<Episode> =
        (0..6).map(|child| episode(child, child, "M", "2025-06-01", "2025-06-02")).collect();
    episodes[5].missing_from = moment("2023-06-01");
    episodes[5].returned = None;
    let mut history = history(&children, episodes);
    history.without_start = 2;
    let made = make(&history, "2025-26");
    assert_eq!(text(&made, "missing.csv"), "CHILD,DOB,MISSING,MIS_START,MIS_END\n");
    assert_eq!(
        kinds(&made),
        [
            (FindingKind::NoLocalId, 1),
            (FindingKind::OddLocalId, 1),
            (FindingKind::NoBirth, 1),
            (FindingKind::CareNotKnown, 1),
            (FindingKind::AdultBeforeYear, 1),
            (FindingKind::NoStart, 2),
        ]
    );
    assert!(made.findings.iter().all(|finding| finding.kind.is_left_out()));
    assert_eq!(count(&made, "Episodes of children who are not looked after"), 1);
    assert_eq!(look_before_you_submit(&made.findings).unwrap(), "7 records are left out.");
}

#[test]
fn a_period_over_the_end_of_march_is_open_in_one_return_and_first_in_the_next() {
    let episodes = vec![
        episode(1, 0, "M", "2025-03-20", "2025-04-09"),
        episode(2, 0, "M", "2025-05-20", "2025-05-21"),
    ];
    let history = history(&[looked_after("EX1")], episodes);
    let (before, after) = (make(&history, "2024-25"), make(&history, "2025-26"));
    assert_eq!(text(&before, "missing.csv").lines().last(), Some("EX1,12/03/2010,M,20/03/2025,"));
    assert_eq!(count(&before, "Ended after the year"), 1);
    let around = Around { year_before: Some(text(&before, "missing.csv")), ..around("2025-26") };
    let missing = text(&after, "missing.csv");
    assert_eq!(broken(missing, text(&after, "header.csv"), &around), BTreeSet::new());
    // The checker sees it when that row is taken away.
    let without: String = missing
        .lines()
        .filter(|line| !line.contains("20/03/2025"))
        .fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(broken(&without, text(&after, "header.csv"), &around), BTreeSet::from([(576, 2)]));
}

#[test]
fn sex_has_the_codes_of_its_year_and_a_year_without_one_is_told() {
    let mut unknown = looked_after("EX2");
    unknown.sex = Some("U".to_owned());
    let children = [looked_after("EX1"), unknown];
    let of = |start: &str, end: &str, name: &str| {
        let episodes =
            (0..2).map(|child| episode(child, child, "M", start, end)).collect::<Vec<_>>();
        let made = make(&history(&children, episodes), name);
        let sexes: Vec<String> = text(&made, "header.csv")
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(1).unwrap().to_owned())
            .collect();
        (sexes, kinds(&made))
    };
    let old = of("2023-06-01", "2023-06-02", "2023-24");
    assert_eq!(old, (vec!["2".into(), String::new()], vec![(FindingKind::NoSex, 1)]));
    let new = of("2024-06-01", "2024-06-02", "2024-25");
    assert_eq!(new, (vec!["F".into(), "U".into()], vec![]));
}

#[test]
fn a_pupil_number_is_written_if_it_is_one() {
    let mut numbered = looked_after("EX1");
    numbered.pupil_number = Some("Z095096287583".to_owned());
    let mut odd = looked_after("EX2");
    odd.pupil_number = Some("=cmd".to_owned());
    let episodes = (0..2).map(|child| episode(child, child, "M", "2025-06-01", "2025-06-02"));
    let made = make(&history(&[numbered, odd], episodes.collect()), "2025-26");
    assert!(text(&made, "header.csv").contains("EX1,F,12/03/2010,WROM,Z095096287583,,\n"));
    assert!(text(&made, "header.csv").ends_with("EX2,F,12/03/2010,WROM,,,\n"));
    assert_eq!(kinds(&made), [(FindingKind::OddPupilNumber, 1)]);
}

#[test]
fn every_ethnic_group_and_absence_code_has_one_of_the_department() {
    let mapping = standard().ssda903();
    let list = standard().list("ethnicity").unwrap();
    let absences = homeward_standard::Absence::ALL.iter().map(|absence| absence.code());
    let never = ["NAPP", "SUPP"];
    for code in list.codes.iter().map(|code| code.code.as_str()).chain(absences) {
        let known = mapping.ethnicity_written.contains_key(code)
            || mapping.ethnicity.values().any(|here| here == code);
        assert!(known || never.contains(&code), "{code}");
    }
}

#[test]
fn every_offer_and_outcome_has_a_cell_in_both_returns() {
    for id in ["ssd_missing", "annex_a"] {
        let mapping = standard().national_return(id).unwrap();
        for (list, cells) in [("rhi_offer", &mapping.offered), ("rhi_outcome", &mapping.accepted)] {
            for code in &standard().list(list).unwrap().codes {
                assert!(cells.contains_key(&code.code), "{id}: {}", code.code);
            }
            assert!(cells.values().all(|cell| mapping.which_counts.contains(cell)));
        }
        if id == "ssd_missing" {
            for code in &standard().list("episode_type").unwrap().codes {
                assert!(mapping.types_otherwise.contains_key(&code.code), "{}", code.code);
            }
        }
    }
}

fn said(offer: &str, outcome: &str, signed_off: bool) -> Conversation {
    let code = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    Conversation { offer: code(offer), outcome: code(outcome), signed_off }
}

#[test]
fn four_facts_are_mapped_down_to_two_cells() {
    let cases = [
        ("OFFERED", "COMPLETED", "Y,Y", "Y,Y"),
        ("OFFERED", "PARTIAL", "Y,Y", "Y,Y"),
        ("OFFERED", "DECLINED", "Y,N", "Y,N"),
        ("OFFERED", "CARER_INFO", "Y,N", "Y,N"),
        ("OFFERED", "NOT_COMPLETED", "Y,", "Y,"),
        ("OFFERED", "PENDING", "Y,", "Y,"),
        ("NOT_OFFERED", "NOT_OFFERED", "N,NA", "N,"),
        ("NOT_OFFERED", "PR_DECLINED", "N,N", "N,N"),
        ("NAPP_DIED", "", "NA,NA", ","),
        ("NOT_DUE", "", ",", ","),
    ];
    for (offer, outcome, ssd, annex) in cases {
        let mut one = episode(1, 0, "M", "2025-06-03T22:10", "2025-06-05");
        one.conversations = vec![said(offer, outcome, true)];
        let history = history(&[looked_after("EX1")], vec![one]);
        let made = ssd_missing(
            &history,
            standard().national_return("ssd_missing").unwrap(),
            &year("2025-26"),
        );
        let line = made.files[0].text.lines().nth(1).unwrap().to_owned();
        assert_eq!(line, format!("{},EX1,2025-06-03T22:10:00,M,2025-06-05,{ssd}", id(1001)));
        let made =
            annex_a(&history, standard().national_return("annex_a").unwrap(), &year("2025-26"));
        assert_eq!(made.files[0].text.lines().nth(1), Some(format!("EX1,1,0,{annex}").as_str()));
    }
}

#[test]
fn what_nobody_signed_off_is_blank_and_told_and_of_several_conversations_the_best_counts() {
    let mut waiting = episode(1, 0, "M", "2025-06-03", "2025-06-05");
    waiting.conversations = vec![said("OFFERED", "COMPLETED", false)];
    let mut two = episode(2, 0, "M", "2025-07-03", "2025-07-05");
    two.conversations =
        vec![said("NOT_OFFERED", "NOT_OFFERED", true), said("OFFERED", "DECLINED", true)];
    let history = history(&[looked_after("EX1")], vec![waiting, two]);
    let made =
        ssd_missing(&history, standard().national_return("ssd_missing").unwrap(), &year("2025-26"));
    let ends: Vec<String> = made.files[0]
        .text
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(5).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(ends, [",", "Y,N"]);
    assert_eq!(kinds(&made), [(FindingKind::NotSignedOff, 1)]);
    assert!(made.findings.iter().all(|finding| finding.rule.is_none()));
}

#[test]
fn the_table_of_the_dataset_has_its_seven_columns_and_children_at_home_too() {
    let mut at_home = looked_after("EX1");
    at_home.care_status = Some("NONE".to_owned());
    let mut one = episode(1, 0, "", "2025-06-03", "");
    one.episode_type = Some("MISSING_HOME".to_owned());
    let made = ssd_missing(
        &history(&[at_home], vec![one]),
        standard().national_return("ssd_missing").unwrap(),
        &year("2025-26"),
    );
    assert_eq!(
        made.files[0].text,
        format!(
            "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,miss_missing_episode_end_date,miss_missing_rhi_offered,miss_missing_rhi_accepted\n{},EX1,2025-06-03,M,,,\n",
            id(1001)
        )
    );
}

#[test]
fn annex_a_counts_twelve_months_and_looks_at_the_last_episode() {
    let children = [looked_after("EX2"), looked_after("EX1")];
    let mut last = episode(3, 0, "A", "2025-11-01", "2025-11-02");
    last.conversations = vec![said("OFFERED", "DECLINED", true)];
    let episodes = vec![
        episode(1, 0, "M", "2025-06-01", "2025-06-02"),
        episode(2, 0, "M", "2025-06-03", "2025-06-04"),
        last,
        episode(4, 0, "M", "2025-03-31", "2025-04-02"),
        episode(5, 1, "M", "2026-03-31", ""),
    ];
    let mapping = standard().national_return("annex_a").unwrap();
    let history = history(&children, episodes);
    let made = annex_a(&history, mapping, &year("2025-26"));
    let lines: Vec<&str> = made.files[0].text.lines().collect();
    assert_eq!(
        lines,
        [
            "Child Unique ID,Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months,Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months,Was the child offered a Return Interview after their last missing episode (Y/N)?,Did the child accept a Return Interview after their last missing episode (Y/N)?",
            "EX1,1,0,,",
            "EX2,2,1,Y,N",
        ]
    );
    // While the year runs, the twelve months end today.
    let running = Year::named("2025-26", date("2025-11-01")).unwrap();
    assert_eq!(annex_a::twelve_months(&running), (date("2024-11-02"), date("2025-11-01")));
    assert!(annex_a(&history, mapping, &running).files[0].text.ends_with("\nEX2,3,1,Y,N\n"));
}

#[test]
fn a_year_that_has_not_begun_or_is_no_year_is_none() {
    let today = date("2026-03-31");
    assert!(Year::named("2025-26", today).is_some());
    for none in ["2026-27", "2025-27", "2025", "26-27", ""] {
        assert!(Year::named(none, today).is_none(), "{none}");
    }
}
