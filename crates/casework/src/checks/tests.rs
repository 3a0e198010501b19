use super::*;
use crate::test_moments::{moment, utc};
use crate::test_standard::standard;
use homeward_standard::{Answer, Kind, Needed, Question, Reference, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Answers written as text: "id" or "set.id", and "id#2" for a row.
struct Written {
    set: &'static str,
    answers: BTreeMap<(String, Option<u32>), Answer>,
}

impl Written {
    fn new(set: &'static str, answers: &[(&str, &str)]) -> Self {
        let read = |(key, text): &(&str, &str)| {
            let (id, row) = match key.split_once('#') {
                Some((id, row)) => (id, Some(row.parse().unwrap())),
                None => (*key, None),
            };
            let kind = question(set, id).kind;
            ((id.to_owned(), row), Answer::Given(value(kind, text)))
        };
        Self { set, answers: answers.iter().map(read).collect() }
    }
}

impl Facts for Written {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        assert_ne!(reference.set.as_deref(), Some(self.set), "own answers are asked for by id");
        self.answers.get(&(reference.to_string(), item)).cloned()
    }
}

/// The question `id` of `set`, or `other.id` of another one.
fn question(set: &str, id: &str) -> &'static Question {
    let (set, id) = id.split_once('.').unwrap_or((set, id));
    standard().set(set).unwrap().question(id).unwrap_or_else(|| panic!("no question {set}.{id}"))
}

fn value(kind: Kind, text: &str) -> Value {
    let list = || text.split(',').map(str::to_owned).collect::<Vec<_>>();
    match kind {
        Kind::Choices => Value::Choices(list()),
        Kind::Rows => Value::Rows(list().iter().map(|row| row.parse().unwrap()).collect()),
        kind => Value::from_json(kind, &serde_json::json!(text)).unwrap(),
    }
}

/// Ids of the findings, with their rows. It is noon on 22 November 2026.
fn found_among(
    set: &'static str,
    answers: &[(&str, &str)],
    other_episodes: &[(Moment, Option<Moment>)],
) -> Vec<(&'static str, Option<u32>)> {
    let around = Around { now: utc("2026-11-22T12:00"), other_episodes };
    let facts = Written::new(set, answers);
    let found = check(standard().set(set).unwrap(), &facts, &around);
    found.iter().map(|finding| (finding.check.id, finding.item)).collect()
}

fn found(set: &'static str, answers: &[(&str, &str)]) -> Vec<(&'static str, Option<u32>)> {
    let other = (moment("2026-03-01"), Some(moment("2026-03-10")));
    found_among(set, answers, &[other])
}

type Answers = &'static [(&'static str, &'static str)];

/// For each rule: the rows where it is broken, answers that break it and nothing else, and answers
/// as near to them as can be that break nothing.
struct Pair {
    id: &'static str,
    rows: &'static [Option<u32>],
    broken: Answers,
    sound: Answers,
}

const WHOLE: &[Option<u32>] = &[None];

fn pair(id: &'static str, broken: Answers, sound: Answers) -> Pair {
    Pair { id, rows: WHOLE, broken, sound }
}

fn child_and_episode() -> Vec<Pair> {
    vec![
        pair(
            "born_in_the_future",
            &[("date_of_birth", "2026-11-23")],
            &[("date_of_birth", "2026-11-22")],
        ),
        pair(
            "missing_in_the_future",
            &[("missing_from_at", "2026-11-22T12:01")],
            &[("missing_from_at", "2026-11-22")],
        ),
        pair(
            "returned_in_the_future",
            &[("missing_from_at", "2026-11-20"), ("returned_at", "2026-11-23")],
            &[("missing_from_at", "2026-11-20"), ("returned_at", "2026-11-22T12:00")],
        ),
        pair(
            "found_in_the_future",
            &[("located_at", "2026-11-23")],
            &[("located_at", "2026-11-22")],
        ),
        pair(
            "told_in_the_future",
            &[("la_notified_at", "2026-11-22T13:00")],
            &[("la_notified_at", "2026-11-22T11:00")],
        ),
        pair(
            "returned_before_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("returned_at", "2026-05-05T10:00")],
            &[("missing_from_at", "2026-05-05"), ("returned_at", "2026-05-05")],
        ),
        pair(
            "last_seen_after_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("last_seen_at", "2026-05-05T10:01")],
            &[("missing_from_at", "2026-05-05T10:00"), ("last_seen_at", "2026-05-05")],
        ),
        pair(
            "found_before_missing",
            &[("missing_from_at", "2026-05-05"), ("located_at", "2026-05-04")],
            &[("missing_from_at", "2026-05-05"), ("located_at", "2026-05-05")],
        ),
        pair(
            "found_after_return",
            &[
                ("missing_from_at", "2026-05-05"),
                ("located_at", "2026-05-07T10:01"),
                ("returned_at", "2026-05-07T10:00"),
            ],
            &[
                ("missing_from_at", "2026-05-05"),
                ("located_at", "2026-05-07T10:00"),
                ("returned_at", "2026-05-07T10:00"),
            ],
        ),
        pair(
            "told_before_missing",
            &[("missing_from_at", "2026-05-05T10:00"), ("la_notified_at", "2026-05-05T09:59")],
            &[("missing_from_at", "2026-05-05T10:00"), ("la_notified_at", "2026-05-05")],
        ),
        pair(
            "no_child_at_start",
            &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2008-05-05")],
            &[("missing_from_at", "2026-05-05"), ("child.date_of_birth", "2008-05-06")],
        ),
        pair(
            "overlaps_another",
            &[("missing_from_at", "2026-02-20"), ("episode_status", "OPEN")],
            &[("missing_from_at", "2026-02-20"), ("returned_at", "2026-03-01")],
        ),
        pair(
            "type_differs_from_dfe",
            &[
                ("child.care_status", "CLA"),
                ("episode_type", "MISSING_CARE"),
                ("dfe_missing_type", "A"),
            ],
            &[
                ("child.care_status", "CLA"),
                ("episode_type", "MISSING_CARE"),
                ("dfe_missing_type", "M"),
            ],
        ),
        pair(
            "care_without_care",
            &[("child.care_status", "CIN"), ("episode_type", "AWAY_AUTH")],
            &[("child.care_status", "CIN"), ("episode_type", "MISSING_HOME")],
        ),
        pair(
            "type_differs_from_police",
            &[
                ("episode_type", "NOT_OPENED"),
                ("reported_to_police", "Y"),
                ("police_report_outcome", "MISSING_OPENED"),
            ],
            &[
                ("episode_type", "NOT_OPENED"),
                ("reported_to_police", "Y"),
                ("police_report_outcome", "NOT_OPENED"),
            ],
        ),
    ]
}

fn interview_and_support() -> Vec<Pair> {
    vec![
        pair(
            "interview_in_the_future",
            &[("ppi_status", "Y"), ("ppi_at", "2026-11-23")],
            &[("ppi_status", "N"), ("ppi_at", "2026-11-23")],
        ),
        pair(
            "interview_before_found",
            &[
                ("ppi_status", "Y"),
                ("ppi_at", "2026-05-05T10:00"),
                ("episode.located_at", "2026-05-05T10:30"),
                ("episode.returned_at", "2026-05-05T12:00"),
            ],
            &[
                ("ppi_status", "Y"),
                ("ppi_at", "2026-05-05T10:30"),
                ("episode.located_at", "2026-05-05T10:30"),
                ("episode.returned_at", "2026-05-05T12:00"),
            ],
        ),
        pair(
            "interview_disclosure_without_action",
            &[("ppi_status", "Y"), ("ppi_disclosure", "SIGNIFICANT"), ("ppi_outcome", "NFA")],
            &[("ppi_status", "Y"), ("ppi_disclosure", "SIGNIFICANT"), ("ppi_outcome", "MASH")],
        ),
        Pair {
            id: "promise_kept_in_the_future",
            rows: &[Some(2)],
            broken: &[
                ("promises", "1,2"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_done_at#2", "2026-11-23"),
            ],
            sound: &[("promises", "1"), ("promise_done_at#1", "2026-11-22")],
        },
        Pair {
            id: "promise_told_in_the_future",
            rows: &[Some(1)],
            broken: &[
                ("promises", "1"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_told_at#1", "2026-12-22"),
            ],
            sound: &[
                ("promises", "1"),
                ("promise_done_at#1", "2026-11-22"),
                ("promise_told_at#1", "2026-11-22"),
            ],
        },
        pair(
            "plan_in_the_future",
            &[("support_plan_made", "Y"), ("support_plan_at", "2026-12-01")],
            &[("support_plan_made", "Y"), ("support_plan_at", "2026-11-01")],
        ),
        pair(
            "child_told_in_the_future",
            &[("rhi.wants_feedback", "Y"), ("told_child_what_happened_at", "2026-12-01")],
            &[("rhi.wants_feedback", "Y"), ("told_child_what_happened_at", "2026-11-22")],
        ),
        pair(
            "child_told_before_return",
            &[
                ("rhi.wants_feedback", "Y"),
                ("told_child_what_happened_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05T10:00"),
            ],
            &[
                ("rhi.wants_feedback", "Y"),
                ("told_child_what_happened_at", "2026-05-05"),
                ("episode.returned_at", "2026-05-05T10:00"),
            ],
        ),
    ]
}

fn conversation_times() -> Vec<Pair> {
    vec![
        pair(
            "offer_in_the_future",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-11-22T12:01"),
            ],
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_offered_at", "2026-11-22T12:01")],
        ),
        pair(
            "conversation_in_the_future",
            &[("rhi_outcome", "COMPLETED"), ("rhi_started_at", "2026-11-23")],
            &[("rhi_outcome", "DECLINED"), ("rhi_started_at", "2026-11-23")],
        ),
        Pair {
            id: "attempt_in_the_future",
            rows: &[Some(3)],
            broken: &[
                ("rhi_attempts", "1,3"),
                ("attempt_at#1", "2026-11-22"),
                ("attempt_at#3", "2026-11-23"),
            ],
            // The second row was taken out again; its answer is still there.
            sound: &[
                ("rhi_attempts", "1"),
                ("attempt_at#1", "2026-11-22"),
                ("attempt_at#2", "2026-11-23"),
            ],
        },
        pair(
            "conversation_before_return",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("episode.returned_at", "2026-05-05T10:01"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("episode.returned_at", "2026-05-05"),
            ],
        ),
        pair(
            "conversation_before_offer",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "COMPLETED"),
                ("rhi_offered_at", "2026-05-06"),
                ("rhi_started_at", "2026-05-05"),
            ],
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "COMPLETED"),
                ("rhi_offered_at", "2026-05-05"),
                ("rhi_started_at", "2026-05-05"),
            ],
        ),
        pair(
            "offer_before_return",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05"),
            ],
            // The child went missing again: that return is not asked for any more.
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "DECLINED"),
                ("rhi_offered_at", "2026-05-04"),
                ("episode.returned_at", "2026-05-05"),
                ("episode.episode_status", "OPEN"),
            ],
        ),
        pair(
            "acted_before_disclosure",
            &[
                ("rhi_outcome", "PARTIAL"),
                ("rhi_disclosure", "SIGNIFICANT"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("disclosure_acted_at", "2026-05-05T09:00"),
            ],
            &[
                ("rhi_outcome", "PARTIAL"),
                ("rhi_disclosure", "SOME"),
                ("rhi_started_at", "2026-05-05T10:00"),
                ("disclosure_acted_at", "2026-05-05T09:00"),
            ],
        ),
        pair(
            "acted_in_the_future",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("disclosure_acted_at", "2026-11-23"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("disclosure_acted_at", "2026-11-22"),
            ],
        ),
    ]
}

fn conversation() -> Vec<Pair> {
    vec![
        pair(
            "outcome_without_offer",
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_outcome", "DECLINED")],
            &[("rhi_offer", "NOT_OFFERED"), ("rhi_outcome", "NOT_OFFERED")],
        ),
        Pair {
            id: "offer_without_outcome",
            rows: WHOLE,
            broken: &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "NOT_OFFERED"),
                ("rhi_attempts", "1"),
                ("attempt_result#1", "REACHED"),
            ],
            sound: &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "NOT_COMPLETED"),
                ("rhi_attempts", "1"),
                ("attempt_result#1", "REACHED"),
            ],
        },
        pair(
            "offer_without_contact",
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "PENDING"),
                ("rhi_attempts", "1,2"),
                ("attempt_result#1", "LETTER"),
                ("attempt_result#2", "CARER"),
            ],
            &[
                ("rhi_offer", "OFFERED"),
                ("rhi_outcome", "PENDING"),
                ("rhi_attempts", "1,2"),
                ("attempt_result#1", "LETTER"),
                ("attempt_result#2", "REACHED"),
            ],
        ),
        pair(
            "parent_said_no",
            &[("rhi_outcome", "PR_DECLINED"), ("rhi_declined_by", "CHILD")],
            &[("rhi_outcome", "PR_DECLINED"), ("rhi_declined_by", "PARENT")],
        ),
        pair(
            "carer_view_not_asked",
            &[("rhi_outcome", "CARER_INFO"), ("carer_info_taken", "N")],
            &[("rhi_outcome", "DECLINED"), ("carer_info_taken", "N")],
        ),
        Pair {
            id: "same_reason_twice",
            rows: &[Some(4)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2,4"),
                ("reason#1", "H01"),
                ("reason#2", "C01"),
                ("reason#4", "H01"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason#1", "Z99"),
                ("reason#2", "Z99"),
            ],
        },
        Pair {
            id: "two_main_reasons",
            rows: &[Some(2)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason_main#1", "Y"),
                ("reason_main#2", "Y"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("reasons", "1,2"),
                ("reason_main#1", "Y"),
                ("reason_main#2", "N"),
            ],
        },
        Pair {
            id: "no_harm_and_harm",
            rows: &[Some(1)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "NONE"),
                ("harm#2", "CSE"),
            ],
            sound: &[("rhi_outcome", "COMPLETED"), ("harms", "1"), ("harm#1", "NONE")],
        },
        Pair {
            id: "same_harm_twice",
            rows: &[Some(2)],
            broken: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "CSE"),
                ("harm#2", "CSE"),
            ],
            sound: &[
                ("rhi_outcome", "COMPLETED"),
                ("harms", "1,2"),
                ("harm#1", "CSE"),
                ("harm#2", "CCE"),
            ],
        },
        pair(
            "danger_without_action",
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("immediate_action", "NONE"),
            ],
            &[
                ("rhi_outcome", "COMPLETED"),
                ("rhi_disclosure", "IMMEDIATE"),
                ("immediate_action", "E999"),
            ],
        ),
    ]
}

fn pairs() -> Vec<Pair> {
    [child_and_episode(), interview_and_support(), conversation_times(), conversation()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn every_rule_is_broken_by_one_case_and_kept_by_another() {
    let pairs: BTreeMap<_, _> = pairs().into_iter().map(|pair| (pair.id, pair)).collect();
    let ids: BTreeSet<_> = all().map(|check| check.id).collect();
    assert_eq!(ids, pairs.keys().copied().collect());
    for check in all() {
        let (set, pair) = (check.kind.set_id(), &pairs[check.id]);
        let expected: Vec<_> = pair.rows.iter().map(|row| (check.id, *row)).collect();
        assert_eq!(found(set, pair.broken), expected, "broken case of {}", check.id);
        assert_eq!(found(set, pair.sound), [], "sound case of {}", check.id);
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_points_to_questions_that_exist() {
    let mut ids = BTreeSet::new();
    for check in all() {
        assert!(ids.insert(check.id), "{} is there twice", check.id);
        assert!(check.sentence.ends_with('.') && !check.sentence.contains("  "), "{}", check.id);
        assert!(!check.questions.is_empty(), "{}", check.id);
        for id in check.questions {
            question(check.kind.set_id(), id);
        }
        let own = check.questions.first().unwrap();
        assert!(!own.contains('.'), "{} has nowhere to lead to", check.id);
    }
}

#[test]
fn every_code_of_a_case_stands_in_its_list() {
    for check in all() {
        let set = check.kind.set_id();
        for pair in pairs().iter().filter(|pair| pair.id == check.id) {
            for (key, text) in pair.broken.iter().chain(pair.sound) {
                let asked = question(set, key.split('#').next().unwrap());
                let Some(list) = &asked.list else { continue };
                let codes = &standard().list(list).unwrap().codes;
                for code in text.split(',') {
                    assert!(codes.iter().any(|known| known.code == code), "{key} has no {code}");
                }
            }
        }
    }
}

#[test]
fn problems_come_before_warnings() {
    let answers = [
        ("rhi_outcome", "COMPLETED"),
        ("reasons", "1,2"),
        ("reason#1", "H01"),
        ("reason#2", "H01"),
        ("harms", "1,2"),
        ("harm#1", "NONE"),
        ("harm#2", "CSE"),
    ];
    let expected = [("no_harm_and_harm", Some(1)), ("same_reason_twice", Some(2))];
    assert_eq!(found("rhi", &answers), expected);
}

#[test]
fn an_episode_without_a_known_return_overlaps_nothing_unless_it_is_open() {
    let later = [(moment("2026-05-01"), None)];
    let start = ("missing_from_at", "2026-02-20");
    let overlap = [("overlaps_another", None)];
    assert_eq!(found_among("episode", &[start, ("episode_status", "OPEN")], &later), overlap);
    assert_eq!(found_among("episode", &[start], &later), []);
    assert_eq!(found_among("episode", &[start, ("episode_status", "OPEN")], &[]), []);
}

/// Rules 7 and 8 of the data standard's section 7.9 say what a completed and a declined conversation
/// must hold. The questions say so themselves; this holds them to it.
#[test]
fn a_completed_and_a_declined_conversation_ask_for_what_the_data_standard_asks_for() {
    let set = standard().set("rhi").unwrap();
    let needed = |outcome: &str, ids: &[&str]| {
        let facts = Written::new("rhi", &[("rhi_offer", "OFFERED"), ("rhi_outcome", outcome)]);
        for id in ids {
            assert!(set.is_visible(id, &facts, None), "{id} is not asked after {outcome}");
            assert_eq!(question("rhi", id).needed, Needed::AtCheck, "{id}");
        }
    };
    needed("COMPLETED", &["reasons", "harms", "child_view_missing", "safety_info_given"]);
    needed("DECLINED", &["rhi_declined_by", "carer_info_taken", "nonengage_reason"]);
}

proptest! {
    /// Knowing less never makes a rule break: with times cut down to dates, nothing is found that was
    /// not found before.
    #[test]
    fn knowing_less_of_a_time_finds_nothing_new(
        times in proptest::collection::vec(0i64..20_000, 5)
    ) {
        let ids = ["missing_from_at", "returned_at", "located_at", "last_seen_at", "la_notified_at"];
        let exact: Vec<String> = times
            .iter()
            .map(|minutes| crate::time::moment_at(utc("2026-11-15T00:00") + chrono::TimeDelta::minutes(*minutes)).to_string())
            .collect();
        let with = |cut: usize| {
            let answers: Vec<(&str, &str)> =
                ids.iter().zip(&exact).map(|(id, text)| (*id, text.get(..cut).unwrap())).collect();
            found("episode", &answers).into_iter().collect::<BTreeSet<_>>()
        };
        prop_assert!(with(10).is_subset(&with(16)));
    }
}
