//! Returns of any history: nothing breaks a rule untold, and no episode is lost.

use chrono::Days;

use super::*;

/// Days around two collection years, with and without a time.
fn any_moment() -> impl Strategy<Value = Moment> {
    (0u64..520, proptest::option::of((2u32..24, 0u32..60))).prop_map(|(days, time)| {
        let date = date("2024-10-01") + Days::new(days);
        let time = time.and_then(|(hour, minute)| chrono::NaiveTime::from_hms_opt(hour, minute, 0));
        Moment { date, time, which: None }
    })
}

fn any_child() -> impl Strategy<Value = Child> {
    (
        prop_oneof![
            8 => "[A-Ba-b][0-1]".prop_map(Some),
            1 => Just(None),
            1 => Just(Some("no id!".to_owned())),
        ],
        prop_oneof![
            6 => (0u64..6_000).prop_map(|days| Some(date("2006-06-01") + Days::new(days))),
            2 => (6_500u64..7_200).prop_map(|days| Some(date("2006-06-01") + Days::new(days))),
            1 => Just(None),
        ],
        prop_oneof![8 => Just(Some("CLA")), 1 => Just(Some("CIN")), 1 => Just(Some("UNKN")), 1 => Just(None)],
    )
        .prop_map(|(local_id, born, care)| Child {
            local_id,
            born,
            pupil_number: None,
            sex: Some("M".to_owned()),
            ethnicity: None,
            care_status: care.map(str::to_owned),
        })
}

fn any_episode(children: usize) -> impl Strategy<Value = Episode> {
    (
        0..children,
        prop_oneof![4 => Just("M"), 3 => Just("A"), 1 => Just("")],
        any_moment(),
        proptest::option::of(any_moment()),
        proptest::option::of(any_moment()),
        proptest::option::weighted(0.8, (any_moment(), 0u64..9, any::<bool>())),
        proptest::option::weighted(0.1, Just("ERROR".to_owned())),
    )
        .prop_map(|(child, kind, from, seen, located, end, close_reason)| Episode {
            last_seen: seen,
            located: located.filter(|_| kind == "M"),
            // Usually soon after the start, so that there is much that touches and overlaps.
            returned: end.map(|(wild, days, near)| {
                if near { Moment { date: from.date + Days::new(days), ..wild } } else { wild }
            }),
            close_reason,
            missing_from: from,
            ..episode(0, child, kind, "2025-01-01", "")
        })
}

fn any_history() -> impl Strategy<Value = History> {
    (proptest::collection::vec(any_child(), 1..5), 1usize..12).prop_flat_map(|(children, many)| {
        let of = children.len();
        proptest::collection::vec(any_episode(of), many).prop_map(move |mut episodes| {
            for (number, episode) in episodes.iter_mut().enumerate() {
                episode.record = id(1000 + number);
            }
            history(&children, episodes)
        })
    })
}

/// Episodes that follow one another, as those of a child do: gaps and lengths in minutes.
fn any_orderly() -> impl Strategy<Value = History> {
    let spells =
        proptest::collection::vec((1i64..20_000, 1i64..9_000, any::<bool>(), any::<bool>()), 1..14);
    proptest::collection::vec((spells, any::<bool>()), 1..4).prop_map(|children| {
        let mut episodes = Vec::new();
        for (child, (spells, open)) in children.iter().enumerate() {
            let mut now = crate::test_moments::utc("2024-11-01T06:00");
            for (at, (gap, length, away, timed)) in spells.iter().enumerate() {
                let start = now + chrono::TimeDelta::minutes(*gap);
                now = start + chrono::TimeDelta::minutes(*length);
                let moment = |at| {
                    let exact = crate::time::moment_at(at);
                    if *timed { exact } else { Moment::day(exact.date) }
                };
                let number = episodes.len();
                let last = at + 1 == spells.len();
                let mut one =
                    episode(number, child, if *away { "A" } else { "M" }, "2025-01-01", "");
                one.missing_from = moment(start);
                one.returned = (!(last && *open)).then(|| moment(now));
                episodes.push(one);
            }
        }
        let of: Vec<Child> = (0..children.len()).map(|n| looked_after(&format!("EX{n}"))).collect();
        history(&of, episodes)
    })
}

proptest! {
    /// Whatever was recorded: each rule that the files break is in the findings, by its line.
    #[test]
    fn no_rule_is_broken_that_is_not_told(history in any_history()) {
        for name in ["2024-25", "2025-26"] {
            let made = make(&history, name);
            let rules = broken(text(&made, "missing.csv"), text(&made, "header.csv"), &around(name));
            for (rule, line) in rules {
                let told = made.findings.iter().any(|finding| {
                    let of_rule = match rule {
                        1 => finding.kind == FindingKind::BirthDiffers,
                        _ => finding.rule.is_some_and(|told| told.contains(&rule.to_string())),
                    };
                    of_rule && finding.places.iter().any(|place| place.line == Some(line))
                });
                prop_assert!(told, "rule {rule} on line {line} of {}", text(&made, "missing.csv"));
            }
        }
    }

    /// Every episode of the year is in a row, in a count, or in a finding about its child.
    #[test]
    fn every_episode_is_accounted_for(history in any_history()) {
        let made = make(&history, "2025-26");
        let year = year("2025-26");
        let of_year = |episode: &&Episode| {
            let start = episode.missing_from.date.max(episode.last_seen.map_or(NaiveDate::MIN, |at| at.date));
            let found = if episode.dfe_missing_type.as_deref() == Some("A") { None } else { episode.located };
            let end = found.or(episode.returned).map(|at| at.date);
            start <= year.last && (start >= year.first || end.is_none_or(|end| end >= year.first))
        };
        let left_out: BTreeSet<Uuid> = made
            .findings
            .iter()
            .filter(|finding| finding.kind.is_left_out())
            .flat_map(|finding| finding.places.iter().map(|place| place.child))
            .collect();
        let in_year: Vec<&Episode> = history.episodes.iter().filter(of_year).collect();
        let counted = count(&made, "Episodes in them")
            + count(&made, "Episodes of children who are not")
            + count(&made, "Episodes recorded in error");
        let excused = in_year.iter().filter(|episode| left_out.contains(&episode.child)).count();
        prop_assert!(counted <= in_year.len());
        prop_assert!(in_year.len() <= counted + excused, "{} of {}", counted, in_year.len());
        let joined: usize = count(&made, "Episodes in them") - count(&made, "Rows");
        let told = made.findings.iter().any(|finding| finding.kind == FindingKind::Joined);
        prop_assert_eq!(joined > 0, told);
    }

    /// Histories without a fault break no rule, whole files and both years together, also when the
    /// episodes module says when care began and ended. Our own reader takes them back.
    #[test]
    fn an_orderly_history_breaks_no_rule_and_is_read_back(history in any_orderly()) {
        let before = make(&history, "2024-25");
        let after = make(&history, "2025-26");
        for (made, name, year_before) in
            [(&before, "2024-25", None), (&after, "2025-26", Some(text(&before, "missing.csv")))]
        {
            let mut around = Around { year_before, ..around(name) };
            for (record, child) in &history.children {
                let first = history.episodes.iter().filter(|e| e.child == *record).map(|e| e.missing_from.date).min();
                around.in_care.insert(child.local_id.clone().unwrap(), (first.unwrap(), None));
            }
            let missing = text(made, "missing.csv");
            prop_assert_eq!(
                broken(missing, text(made, "header.csv"), &around),
                BTreeSet::new(),
                "{}", missing
            );
            prop_assert!(kinds(made).iter().all(|(kind, _)| *kind == FindingKind::Joined), "{:?}", kinds(made));
            let options = Options {
                mapping: standard().ssda903(),
                today: date("2026-11-22"),
                limits: Limits::STANDARD,
            };
            let back = read(missing.as_bytes(), text(made, "header.csv").as_bytes(), options, &mut |_| {
                ControlFlow::Continue(())
            });
            // An empty file is still one with column names.
            let back = back.unwrap();
            prop_assert_eq!((&back.problems, &back.repeated), (&vec![], &vec![]));
            prop_assert_eq!(back.episodes.len(), count(made, "Rows"));
            prop_assert!(back.episodes.iter().all(|episode| episode.flags.is_empty()));
            let again: Vec<(String, NaiveDate, Option<NaiveDate>)> =
                back.episodes.iter().map(|e| (e.local_id.clone(), e.start, e.end)).collect();
            let rows: Vec<(String, NaiveDate, Option<NaiveDate>)> = sector_rules::read(missing)
                .into_iter()
                .map(|row| (row.child, row.start.unwrap(), row.end))
                .collect();
            prop_assert_eq!(again, rows);
        }
    }
}
