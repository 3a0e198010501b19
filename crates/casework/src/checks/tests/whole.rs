//! The list of rules as a whole.

use crate::checks::{About, Severity, all, by_id, by_ssda903};
use crate::test_standard::standard;
use std::collections::BTreeSet;

/// The rules of the national return that section 7.9 of the data standard and its section 2.2 name,
/// as far as what is recorded here can break them. 575 and 576 look at two years of returns.
const OF_THE_RETURN: [u16; 13] = [371, 564, 565, 566, 567, 570, 574, 577, 578, 579, 580, 581, 586];

#[test]
fn every_rule_of_the_national_return_is_held_by_one_here() {
    for rule in OF_THE_RETURN {
        assert!(by_ssda903(rule).next().is_some(), "nothing holds rule {rule}");
    }
    assert_eq!(by_ssda903(574).map(|check| check.id).collect::<Vec<_>>(), ["overlaps_another"]);
}

#[test]
fn every_rule_is_found_by_its_name() {
    for check in all() {
        assert_eq!(by_id(check.id).map(|found| found.id), Some(check.id));
    }
    assert!(by_id("nothing").is_none());
}

/// A rule that only says that an answer is missing blocks nothing unless the set needs the answer.
#[test]
fn what_is_missing_blocks_only_where_the_set_needs_it() {
    for check in all().filter(|check| check.about == About::Missing) {
        let set = standard().set(check.kind.set_id()).unwrap();
        let needed = set.question(check.questions[0]).unwrap().needed;
        let blocks = check.severity == Severity::Problem;
        assert!(!blocks || needed == homeward_standard::Needed::AtCheck, "{}", check.id);
    }
}

/// A code that excludes all others is held apart from them wherever several can be given.
#[test]
fn every_list_with_a_code_for_none_has_its_rule() {
    let held: BTreeSet<&str> = all()
        .filter(|c| c.about == About::Contradiction)
        .flat_map(|c| c.questions.iter().copied())
        .collect();
    for set in standard().sets() {
        for question in set.questions_and_columns() {
            let column = set.rows_of(&question.id).is_some();
            let several = question.kind == homeward_standard::Kind::Choices || column;
            let list = question.list.as_deref().and_then(|list| standard().list(list));
            if several && list.is_some_and(|list| list.codes.iter().any(|code| code.exclusive)) {
                assert!(held.contains(question.id.as_str()), "{}.{}", set.id, question.id);
            }
        }
    }
}
