//! What the engine makes, and when it refuses.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::verify::Outcome;
use homeward_release::{MASKED, Policy, Refusal, Row, Tools, make};

use crate::sample::{
    Draws, borough, borough_release, checked, hash, made, manifest, profile, request, rows, text,
};

#[test]
fn a_release_of_a_boroughs_year_holds_with_and_without_the_store() {
    let release = borough_release();
    let alone = checked(&release.files, None);
    assert_eq!(alone.problems, []);
    assert_eq!(alone.outcome, Outcome::Holds);
    assert!(!alone.children_counted);
    let with_store = checked(&release.files, Some(&borough()));
    assert_eq!(with_store.problems, []);
    assert_eq!(with_store.outcome, Outcome::Holds);
    assert!(with_store.children_counted);
    assert_eq!(with_store.episodes, 900);
}

#[test]
fn every_check_says_that_an_unsigned_manifest_shows_damage_and_not_forgery() {
    let mut files = borough_release().files;
    let says = |files: &[_]| {
        checked(files, None).notes.iter().any(|n| n.contains("damage") && n.contains("forgery"))
    };
    assert!(says(&files));
    files.pop();
    assert!(says(&files));
    assert!(says(&[]));
}

#[test]
fn every_table_has_every_episode_and_no_column_but_its_own() {
    let release = borough_release();
    let tables: Vec<_> = release.files.iter().filter(|f| f.name.starts_with("tables/")).collect();
    assert_eq!(tables.len(), 3 * 4 + 3, "three topics alone and by three, and three pairs");
    for table in tables {
        let text = text(&release.files, &table.name);
        assert_eq!(text.lines().count(), 901, "{}", table.name);
        let heading = text.lines().next().unwrap();
        assert!(heading.starts_with("authority,year,"), "{heading}");
        assert!(heading.split(',').count() <= 5, "{heading}");
    }
}

#[test]
fn a_borough_keeps_sex_age_and_most_ethnic_groups_beside_the_outcome() {
    let release = borough_release();
    let values = |file: &str, column: usize| -> BTreeSet<String> {
        text(&release.files, file)
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(column).unwrap().to_owned())
            .collect()
    };
    for (file, least_answers, least_by) in [
        ("tables/rhi-by-age.csv", 2, 2),
        ("tables/rhi-by-sex.csv", 2, 2),
        ("tables/rhi-by-ethnic_group.csv", 2, 4),
        ("tables/population-by-ethnic_group.csv", 2, 4),
    ] {
        assert!(values(file, 2).len() >= least_answers, "{file}: {:?}", values(file, 2));
        assert!(values(file, 3).len() >= least_by, "{file}: {:?}", values(file, 3));
    }
}

#[test]
fn the_order_of_the_records_and_the_numbers_of_the_children_change_nothing() {
    let rows = borough();
    let mut turned: Vec<Row> = rows
        .iter()
        .rev()
        .map(|row| Row { child: 1_000_000 - row.child, values: row.values.clone() })
        .collect();
    turned.rotate_left(411);
    assert_eq!(made(&profile(), &rows, 9).unwrap(), made(&profile(), &turned, 9).unwrap());
}

#[test]
fn the_order_of_the_rows_does_not_follow_the_order_of_the_records() {
    // The records come in sorted by outcome, so a table that followed them would have all
    // declined conversations on one side of its middle.
    let mut rows = borough();
    rows.sort_by_key(|row| row.values["rhi_outcome"].clone());
    let release = made(&profile(), &rows, 5).unwrap();
    let text = text(&release.files, "tables/rhi.csv");
    let answers: Vec<&str> = text.lines().skip(1).map(|l| l.split(',').nth(2).unwrap()).collect();
    let declined = |half: &[&str]| half.iter().filter(|a| **a == "DECLINED").count();
    let (first, second) = (declined(&answers[..450]), declined(&answers[450..]));
    assert!(first + second > 150, "{first} {second}");
    assert!(first.abs_diff(second) < 60, "{first} {second}");
}

#[test]
fn another_key_gives_another_order_of_the_same_rows_and_the_same_counts() {
    let (one, other) =
        (made(&profile(), &borough(), 1).unwrap(), made(&profile(), &borough(), 2).unwrap());
    let again = made(&profile(), &borough(), 1).unwrap();
    assert_eq!(one, again);
    for (a, b) in one.files.iter().zip(&other.files) {
        assert_eq!(a.name, b.name);
        if a.name.starts_with("tables/") {
            let groups: BTreeSet<&str> = std::str::from_utf8(&a.bytes).unwrap().lines().collect();
            // A table of one group has one order only.
            assert!(a.bytes != b.bytes || groups.len() == 2, "{}", a.name);
            let sorted = |bytes: &[u8]| {
                let mut lines: Vec<Vec<u8>> =
                    bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
                lines.sort();
                lines
            };
            assert_eq!(sorted(&a.bytes), sorted(&b.bytes));
        }
    }
    assert_eq!(text(&one.files, "cells.csv"), text(&other.files, "cells.csv"));
}

#[test]
fn two_tables_are_never_in_the_same_order() {
    let release = borough_release();
    let column = |file: &str| -> Vec<bool> {
        let text = text(&release.files, file);
        text.lines().skip(1).map(|l| l.split(',').nth(2) == Some("ONCE")).collect()
    };
    let (alone, by_sex) = (column("tables/population.csv"), column("tables/population-by-sex.csv"));
    assert_eq!(alone.iter().filter(|o| **o).count(), by_sex.iter().filter(|o| **o).count());
    assert_ne!(alone, by_sex);
}

#[test]
fn the_masked_groups_of_one_answer_lie_within_one_another_in_all_tables() {
    for seed in 0..12 {
        let release = made(&profile(), &rows(60, 160, seed), 1).unwrap();
        let mut masks: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
        for merge in release.manifest.tables.iter().flat_map(|t| &t.merges) {
            let masked = merge.codes.iter().filter(|(_, to)| *to == MASKED);
            masks
                .entry(merge.variable.clone())
                .or_default()
                .push(masked.map(|(code, _)| code.clone()).collect());
        }
        for of_one in masks.values() {
            for (a, b) in of_one.iter().flat_map(|a| of_one.iter().map(move |b| (a, b))) {
                assert!(a.is_subset(b) || b.is_subset(a), "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn the_map_of_merges_lists_codes_that_no_episode_has() {
    let release = borough_release();
    let merges = &release.manifest.tables[0].merges[0];
    assert!(!borough().iter().any(|row| row.values["repeat_band"] == "PEND"));
    assert!(
        merges.codes.contains_key("PEND"),
        "a list of what occurs would give small groups away"
    );
}

#[test]
fn thirty_episodes_of_four_children_are_refused_in_a_sentence() {
    let refusal = made(&profile(), &rows(4, 30, 1), 1).unwrap_err();
    assert_eq!(refusal, Refusal::TooFewChildren { k: 5, period: "2025-26".into() });
    let sentence = refusal.to_string();
    assert!(sentence.starts_with("There are fewer than five children with an episode in 2025-26. Rows or tables of so few could point to one of them, so none were made."), "{sentence}");
}

#[test]
fn a_year_without_episodes_is_refused() {
    let refusal = made(&profile(), &[], 1).unwrap_err();
    assert_eq!(refusal, Refusal::NoEpisodes { period: "2025-26".into() });
    assert!(refusal.to_string().contains("no episode in 2025-26"));
}

#[test]
fn a_year_that_is_mostly_one_childs_is_refused() {
    let mut all = rows(6, 6, 1);
    let one = all[0].clone();
    all.extend(std::iter::repeat_n(one, 5));
    assert_eq!(
        made(&profile(), &all, 1).unwrap_err(),
        Refusal::OneChildStandsOut { percent: 50, period: "2025-26".into() }
    );
}

#[test]
fn five_children_alike_in_nothing_are_shown_as_one_group() {
    let mut few = rows(5, 5, 1);
    for (row, code) in few.iter_mut().zip(["A0_11", "A12_14", "A15", "A16", "UNKN"]) {
        row.values.insert("age".into(), code.into());
    }
    let release = made(&profile(), &few, 1).unwrap();
    let by_age = text(&release.files, "tables/rhi-by-age.csv");
    let groups: BTreeSet<&str> = by_age.lines().skip(1).collect();
    assert_eq!(groups.len(), 1, "{by_age}");
    assert!(by_age.lines().nth(1).unwrap().ends_with(",SUPP"), "{by_age}");
    assert_eq!(checked(&release.files, Some(&few)).problems, []);
}

#[test]
fn a_small_group_takes_company_and_leaves_the_large_ones_as_they_are() {
    let mut all = rows(120, 240, 3);
    for (at, row) in all.iter_mut().enumerate() {
        let code = match row.child % 3 {
            0 => "BCRB",
            1 => "WBRI",
            _ => "PEND",
        };
        row.values.insert("ethnicity".into(), if at < 2 { "OARA" } else { code }.into());
    }
    let release = made(&profile(), &all, 1).unwrap();
    let table = release
        .manifest
        .tables
        .iter()
        .find(|t| t.file == "tables/population-by-ethnic_group.csv")
        .unwrap();
    let codes = &table.merges[1].codes;
    assert_eq!(codes["OARA"], MASKED);
    assert_eq!(codes["PEND"], MASKED, "what is not known gives company first");
    assert_eq!(codes["BCRB"], "BLACK");
    assert_eq!(codes["WBRI"], "WHITE");
}

#[test]
fn tighter_rules_than_the_profiles_may_be_asked_for_and_looser_ones_not() {
    let ask = |k, largest_share_percent| {
        let mut draws = Draws(1);
        let mut request = request();
        request.policy = Some(Policy { k, largest_share_percent });
        make(
            &profile(),
            &borough(),
            &request,
            Tools { hash: &hash, below: &mut |n| draws.below(n) },
        )
    };
    let tighter = ask(10, 30).unwrap();
    assert_eq!(manifest(&tighter.files).policy.k, 10);
    assert_eq!(checked(&tighter.files, Some(&borough())).problems, []);
    let looser = Refusal::LooserThanProfile { k: 5, percent: 50 };
    assert_eq!(ask(4, 50).unwrap_err(), looser);
    assert_eq!(ask(5, 51).unwrap_err(), looser);
}

#[test]
fn a_request_that_makes_no_sense_is_refused() {
    let ask = |change: &dyn Fn(&mut homeward_release::Request)| {
        let mut draws = Draws(1);
        let mut request = request();
        change(&mut request);
        make(
            &profile(),
            &borough(),
            &request,
            Tools { hash: &hash, below: &mut |n| draws.below(n) },
        )
        .unwrap_err()
    };
    for period in ["2025", "2025-27", "25-26", "2025-2026", "", "2025-26 "] {
        assert_eq!(ask(&|r| r.period = period.into()), Refusal::NotAFinancialYear, "{period}");
    }
    for receiver in ["", "  ", "two\nlines", &"x".repeat(101)] {
        assert_eq!(ask(&|r| r.receiver = receiver.into()), Refusal::NoReceiver);
    }
    for purpose in ["", " ", "two\nlines", &"x".repeat(301)] {
        assert_eq!(ask(&|r| r.purpose = purpose.into()), Refusal::NoPurpose);
    }
    for agreement in ["", " ", "two\nlines", &"x".repeat(201)] {
        assert_eq!(ask(&|r| r.agreement = agreement.into()), Refusal::NoAgreement);
    }
    assert_eq!(ask(&|r| r.authority.code = "E09000099".into()), Refusal::NotAnAuthority);
    assert_eq!(ask(&|r| r.authority.name = "Camden".into()), Refusal::NotAnAuthority);
}

#[test]
fn an_episode_without_an_answer_or_with_a_foreign_code_stops_the_release() {
    let mut all = borough();
    all[7].values.remove("sex");
    assert_eq!(
        made(&profile(), &all, 1).unwrap_err(),
        Refusal::Unanswered { variable: "sex".into() }
    );
    for foreign in ["Example Child 12", "", "SUPP", "A15_17", "=1+1"] {
        let mut all = borough();
        all[7].values.insert("age".into(), foreign.into());
        let refusal = made(&profile(), &all, 1).unwrap_err();
        assert_eq!(refusal, Refusal::CodeWithoutStep { variable: "age".into() });
        assert!(foreign.is_empty() || !refusal.to_string().contains(foreign));
    }
}

#[test]
fn a_broken_profile_is_refused_before_anything_is_counted() {
    type Breaking = fn(&mut homeward_release::Profile);
    let breakings: [Breaking; 12] = [
        |p| p.policy.k = 1,
        |p| p.policy.largest_share_percent = 0,
        |p| p.topics.clear(),
        |p| p.topics[0].id = "../escape".into(),
        |p| p.topics[0].variable = "surname".into(),
        |p| p.topics[1].id = "population".into(),
        |p| p.variables[0].ladder = "missing".into(),
        |p| p.variables[0].weight = 0,
        |p| p.variables[1].name = "repeat_band".into(),
        |p| p.ladders[0].steps[0].code = "=cmd".into(),
        |p| p.ladders[0].steps[0].broader = Some("NOWHERE".into()),
        |p| {
            p.ladders[0].steps[4].broader = Some("NOT_HELD".into());
            p.ladders[0].steps[5].broader = Some("HELD".into());
        },
    ];
    for (number, breaking) in breakings.into_iter().enumerate() {
        let mut profile = profile();
        breaking(&mut profile);
        let refusal = made(&profile, &borough(), 1).unwrap_err();
        assert!(matches!(refusal, Refusal::ProfileBroken { .. }), "{number}: {refusal:?}");
    }
}

#[test]
fn a_ladder_with_more_ways_than_can_be_weighed_still_gives_a_release_that_holds() {
    let mut profile = profile();
    let broad: Vec<String> = (0..16).map(|n| format!("B{n}")).collect();
    let mut steps = Vec::new();
    for code in &broad {
        for leaf in 0..3 {
            steps.push((format!("{code}_{leaf}"), 0, Some(code.clone())));
        }
    }
    steps.extend(broad.iter().map(|code| (code.clone(), 1, None)));
    let ladder = profile.ladders.iter_mut().find(|l| l.id == "outcome").unwrap();
    ladder.steps = steps
        .into_iter()
        .map(|(code, level, broader)| homeward_release::Step {
            label: code.clone(),
            code,
            level,
            broader,
        })
        .collect();
    let mut draws = Draws(4);
    let mut all = rows(90, 200, 4);
    for row in &mut all {
        for name in ["rhi_outcome", "ppi_outcome"] {
            let code = format!("B{}_{}", draws.below(16).min(draws.below(16)), draws.below(3));
            row.values.insert(name.into(), code);
        }
    }
    let release = made(&profile, &all, 1).unwrap();
    let report = homeward_release::verify::check(&release.files, &profile, &hash, Some(&all));
    assert_eq!(report.problems, []);
    let shown: BTreeSet<&String> =
        release.manifest.tables.iter().find(|t| t.file == "tables/rhi.csv").unwrap().merges[0]
            .codes
            .values()
            .collect();
    assert!(shown.len() > 3, "{shown:?}");
}
