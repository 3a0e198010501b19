mod cases;
mod of_children;
mod of_conversations;
mod of_interviews_and_support;
mod whole;

use self::cases::pairs;
use super::*;
use crate::test_moments::{moment, utc};
use crate::test_standard::standard;
use homeward_standard::{Absence, Answer, Kind, Needed, Question, Reference, Value};
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
            let answer = match text.strip_prefix('!') {
                Some(code) => Answer::Absent(Absence::from_code(code).unwrap()),
                None => Answer::Given(value(kind(set, id), text)),
            };
            ((id.to_owned(), row), answer)
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

/// What a question or a derived fact holds. A fact that a rule looks at is a code.
fn kind(set: &str, id: &str) -> Kind {
    if id.starts_with("derived.") { Kind::Choice } else { question(set, id).kind }
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
    let found = check_whole(standard().set(set).unwrap(), &facts, &around);
    let contradictions = found.iter().filter(|one| one.check.about == About::Contradiction);
    contradictions.map(|finding| (finding.check.id, finding.item)).collect()
}

/// Ids of the rules that miss an answer, with their rows.
fn missed(set: &'static str, answers: &[(&str, &str)]) -> Vec<(&'static str, Option<u32>)> {
    let around = Around { now: utc("2026-11-22T12:00"), other_episodes: &[] };
    let found = check_whole(standard().set(set).unwrap(), &Written::new(set, answers), &around);
    let missing = found.iter().filter(|one| one.check.about == About::Missing);
    missing.map(|finding| (finding.check.id, finding.item)).collect()
}

fn found(set: &'static str, answers: &[(&str, &str)]) -> Vec<(&'static str, Option<u32>)> {
    let other = (moment("2026-03-01"), Some(moment("2026-03-10")));
    found_among(set, answers, &[other])
}

#[test]
fn every_rule_is_broken_by_one_case_and_kept_by_another() {
    let all_pairs = pairs();
    let pairs: BTreeMap<_, _> = all_pairs.iter().map(|pair| (pair.id, pair)).collect();
    assert_eq!(pairs.len(), all_pairs.len(), "a rule has two pairs");
    let ids: BTreeSet<_> = all().map(|check| check.id).collect();
    assert_eq!(ids, pairs.keys().copied().collect());
    for check in all() {
        let (set, pair) = (check.kind.set_id(), &pairs[check.id]);
        let expected: Vec<_> = pair.rows.iter().map(|row| (check.id, *row)).collect();
        match check.about {
            About::Contradiction => {
                assert_eq!(found(set, pair.broken), expected, "broken case of {}", check.id);
            }
            // Other answers may be missing too.
            About::Missing => {
                let mut missing = missed(set, pair.broken);
                missing.retain(|(id, _)| *id == check.id);
                assert_eq!(missing, expected, "broken case of {}", check.id);
                let ids = missed(set, pair.sound);
                assert!(ids.iter().all(|(id, _)| *id != check.id), "sound case of {}", check.id);
            }
        }
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
                let id = key.split('#').next().unwrap();
                if id.starts_with("derived.") || text.starts_with('!') {
                    continue;
                }
                let asked = question(set, id);
                let Some(list) = &asked.list else { continue };
                if asked.kind == Kind::Rows {
                    continue;
                }
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
fn the_kind_of_episode_agrees_with_the_police_report() {
    let differs = |kind, reported, outcome| {
        let answers = [
            ("episode_type", kind),
            ("reported_to_police", reported),
            ("police_report_outcome", outcome),
        ];
        !found("episode", &answers).is_empty()
    };
    assert!(differs("NOT_OPENED", "N", "NOT_OPENED"));
    assert!(differs("UNREPORTED", "Y", "MISSING_OPENED"));
    // What the police did is asked only of a report that was made.
    assert!(!differs("UNREPORTED", "N", "MISSING_OPENED"));
    assert!(!differs("MISSING_HOME", "Y", "MISSING_OPENED"));
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
