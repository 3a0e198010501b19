//! The episode-record engine against a checker that counts the plain way.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::records::{
    Hierarchy, Input, Outcome, Quasi, Refusal, Rules, Sensitive, anonymise,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn hierarchy(lines: &[&str]) -> Result<Hierarchy, Refusal> {
    let rows: Vec<Vec<String>> =
        lines.iter().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    Hierarchy::new("age", &rows)
}

const AGES: [&str; 6] =
    ["11;0-14;*", "13;0-14;*", "14;0-14;*", "15;15-17;*", "16;15-17;*", "17;15-17;*"];
const SEXES: [&str; 3] = ["M;*", "F;*", "U;*"];
const AREAS: [&str; 5] =
    ["A;North;Inner;*", "B;North;Inner;*", "C;South;Inner;*", "D;Outer;Outer;*", "E;Outer;Outer;*"];

/// One row as it is drawn: person, age, sex, area, harms as bits.
type Drawn = (u32, u32, u32, u32, u8);

fn input(rows: &[Drawn], floor: u8) -> Input {
    let quasi = |name: &str, lines: &[&str], floor: u8, weight, leaf: fn(&Drawn) -> u32| Quasi {
        name: name.to_owned(),
        hierarchy: hierarchy(lines).unwrap(),
        floor,
        weight,
        leaves: rows.iter().map(leaf).collect(),
    };
    let set = |bits: u8| -> Vec<u32> {
        let items: Vec<u32> = (1..4).filter(|item| bits >> item & 1 == 1).collect();
        if items.is_empty() { vec![0] } else { items }
    };
    Input {
        people: rows.iter().map(|row| row.0).collect(),
        quasi: vec![
            quasi("age", &AGES, floor, 1000, |row| row.1),
            quasi("sex", &SEXES, 0, 500, |row| row.2),
            quasi("area", &AREAS, 0, 2500, |row| row.3),
        ],
        sensitive: vec![Sensitive {
            name: "harms".into(),
            items: ["None", "Harm", "Loss", "Debt"].map(str::to_owned).to_vec(),
            none: Some(0),
            sets: rows.iter().map(|row| set(row.4)).collect(),
        }],
    }
}

fn some_rows() -> impl Strategy<Value = Vec<Drawn>> {
    (1..25_u32)
        .prop_flat_map(|people| vec((0..people, 0..6_u32, 0..3_u32, 0..5_u32, 0..16_u8), 0..90))
}

fn some_rules() -> impl Strategy<Value = Rules> {
    (1..8_u32, 1..4_u32, 200..=1000_u32, 300..=1000_u32, 0..=300_u32).prop_map(
        |(k, l, dominance, homogeneity, drop_cap)| Rules { k, l, dominance, homogeneity, drop_cap },
    )
}

/// Everything that an outcome must hold, counted the plain way. Gives the first thing that does not.
fn wrong(input: &Input, rules: &Rules, outcome: &Outcome) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut by_labels: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    for class in &outcome.classes {
        for row in &class.rows {
            if !seen.insert(*row) {
                return Some("a row stands twice".into());
            }
            for (quasi, node) in input.quasi.iter().zip(&class.nodes) {
                if !quasi.hierarchy.covers(*node, quasi.leaves[*row as usize]) {
                    return Some("a label is not true".into());
                }
            }
        }
        let labels = input.quasi.iter().zip(&class.nodes);
        let labels = labels.map(|(q, node)| q.hierarchy.label(*node).to_owned()).collect();
        by_labels.entry(labels).or_default().extend(&class.rows);
    }
    seen.extend(&outcome.dropped);
    if seen.len() != input.people.len() {
        return Some("a row is missing, or dropped and kept".into());
    }
    if outcome.dropped.len() * 1000 > input.people.len() * rules.drop_cap as usize {
        return Some("more is dropped than may be".into());
    }
    for (labels, rows) in &by_labels {
        if AGES.iter().any(|line| line.split(';').next() == Some(labels[0].as_str()))
            && input.quasi[0].floor > 0
        {
            return Some("a label lies below the floor".into());
        }
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        for row in rows {
            *times.entry(input.people[*row as usize]).or_default() += 1;
        }
        if times.len() < rules.k as usize {
            return Some("a class has too few people".into());
        }
        if times.values().any(|one| one * 1000 > rows.len() * rules.dominance as usize) {
            return Some("one person has too many rows of a class".into());
        }
        if rules.l < 2 {
            continue;
        }
        let sets = &input.sensitive[0].sets;
        let different: BTreeSet<&Vec<u32>> = rows.iter().map(|row| &sets[*row as usize]).collect();
        if different.len() < rules.l as usize {
            return Some("a class has too few different answers".into());
        }
        for item in 1..4 {
            let with: BTreeSet<u32> = rows
                .iter()
                .filter(|row| sets[**row as usize].contains(&item))
                .map(|row| input.people[*row as usize])
                .collect();
            if with.len() * 1000 > times.len() * rules.homogeneity as usize {
                return Some("too many people of a class share an item".into());
            }
        }
    }
    None
}

/// What is written of an outcome: labels with how many rows of which sets, and what is dropped.
fn shown(input: &Input, outcome: &Outcome) -> Vec<String> {
    let mut lines: Vec<String> = outcome
        .classes
        .iter()
        .flat_map(|class| class.rows.iter().map(move |row| (class, *row)))
        .map(|(class, row)| {
            let row = row as usize;
            let leaves: Vec<u32> = input.quasi.iter().map(|q| q.leaves[row]).collect();
            format!("{:?} {leaves:?} {:?}", class.nodes, input.sensitive[0].sets[row])
        })
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn every_class_of_ten_thousand_tables_and_policies_holds_every_rule(
        rows in some_rows(), rules in some_rules(), floor in 0..2_u8,
    ) {
        let input = input(&rows, floor);
        let people: BTreeSet<u32> = input.people.iter().copied().collect();
        match anonymise(&input, &rules) {
            Ok(outcome) => prop_assert_eq!(wrong(&input, &rules, &outcome), None),
            Err(Refusal::NoRows) => prop_assert!(rows.is_empty()),
            Err(Refusal::TooFewPeople { .. }) => prop_assert!(people.len() < rules.k as usize),
            Err(Refusal::TooManyDropped { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
        // The same with no rule but k, so that a refusal is not the usual end.
        let rules = Rules { l: 1, dominance: 1000, homogeneity: 1000, ..rules };
        match anonymise(&input, &rules) {
            Ok(outcome) => prop_assert_eq!(wrong(&input, &rules, &outcome), None),
            Err(_) => prop_assert!(people.len() < rules.k as usize),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn neither_the_order_of_the_rows_nor_the_numbers_of_the_people_change_what_is_shown(
        rows in some_rows(), rules in some_rules(), turn in 0..90_usize,
    ) {
        let mut other: Vec<Drawn> = rows.clone();
        if !other.is_empty() {
            let turn = turn % other.len();
            other.rotate_left(turn);
        }
        for row in &mut other {
            row.0 = 1000 - row.0 * 7;
        }
        let (one, two) = (input(&rows, 0), input(&other, 0));
        match (anonymise(&one, &rules), anonymise(&two, &rules)) {
            (Ok(a), Ok(b)) => {
                prop_assert_eq!(shown(&one, &a), shown(&two, &b));
                prop_assert_eq!(a.loss, b.loss);
            }
            (a, b) => prop_assert_eq!(a.err(), b.err()),
        }
    }

    #[test]
    fn any_lines_make_a_hierarchy_or_a_sentence(
        lines in vec(vec("[a-c*]{0,2}", 0..5), 0..8),
    ) {
        if let Ok(made) = Hierarchy::new("any", &lines) {
            prop_assert_eq!(made.leaves(), lines.len());
            for line in &lines {
                let leaf = made.leaf(&line[0]).unwrap();
                for label in line {
                    let node = (0..made.nodes()).find(|n| made.label(*n as u32) == label).unwrap();
                    prop_assert!(made.covers(node as u32, leaf));
                }
            }
        }
    }
}

fn rules(k: u32) -> Rules {
    Rules { k, l: 1, dominance: 1000, homogeneity: 1000, drop_cap: 0 }
}

/// So many people with one row each, all with the same answers but for the age.
fn people(ages: &[(u32, u32)]) -> Vec<Drawn> {
    let each = ages.iter().flat_map(|(age, many)| (0..*many).map(move |_| *age));
    (0..).zip(each).map(|(person, age)| (person, age, 0, 0, 0)).collect()
}

#[test]
fn rows_that_hold_as_they_are_lose_nothing() {
    let input = input(&people(&[(0, 5), (4, 6)]), 0);
    let outcome = anonymise(&input, &rules(5)).unwrap();
    assert_eq!((outcome.loss.plain, outcome.classes.len()), (0, 2));
}

#[test]
fn a_floor_is_never_undercut() {
    let input = input(&people(&[(0, 5), (4, 6)]), 1);
    let outcome = anonymise(&input, &rules(5)).unwrap();
    let label = |class: usize| input.quasi[0].hierarchy.label(outcome.classes[class].nodes[0]);
    assert_eq!((label(0), label(1)), ("0-14", "15-17"));
}

#[test]
fn a_child_with_most_rows_of_a_class_makes_it_larger() {
    let mut rows = people(&[(3, 5), (4, 5)]);
    rows.extend((0..6).map(|_| (0, 3, 0, 0, 0)));
    let input = input(&rows, 0);
    let finest = anonymise(&input, &rules(5)).unwrap();
    assert_eq!(finest.classes.len(), 2, "the rule is not asked for");
    let outcome = anonymise(&input, &Rules { dominance: 500, ..rules(5) }).unwrap();
    assert_eq!(outcome.classes.len(), 1);
}

#[test]
fn a_class_whose_children_all_share_a_harm_is_not_made() {
    let mut rows = people(&[(3, 6), (4, 6)]);
    for (row, harm) in rows.iter_mut().zip([2, 2, 2, 2, 2, 10, 0, 0, 0, 0, 0, 4]) {
        row.4 = harm;
    }
    let input = input(&rows, 0);
    assert_eq!(anonymise(&input, &Rules { l: 2, ..rules(5) }).unwrap().classes.len(), 2);
    let outcome = anonymise(&input, &Rules { l: 2, homogeneity: 800, ..rules(5) }).unwrap();
    assert_eq!(outcome.classes.len(), 1, "all six in the first class share a harm");
}

#[test]
fn fewer_people_than_a_class_needs_are_refused_in_a_sentence() {
    let input = input(&people(&[(0, 4)]), 0);
    let refused = anonymise(&input, &rules(5)).unwrap_err();
    assert_eq!(refused, Refusal::TooFewPeople { people: 4, k: 5 });
    assert!(refused.to_string().starts_with("There are 4 different people"));
}

#[test]
fn above_the_drop_cap_there_is_no_outcome_and_the_sentence_names_the_kind_of_row() {
    // One child has all rows, so no class holds.
    let mut rows = people(&[(0, 5)]);
    rows.extend((0..40).map(|_| (0, 1, 0, 0, 0)));
    let refused = anonymise(&input(&rows, 0), &Rules { dominance: 500, ..rules(5) }).unwrap_err();
    let Refusal::TooManyDropped { dropped, .. } = &refused else { panic!("{refused}") };
    assert!(*dropped > 0);
    assert!(refused.to_string().contains("age \u{201c}0-14\u{201d}"), "{refused}");
}

#[test]
fn a_refusal_never_names_a_label_that_fewer_people_share_than_a_class_needs() {
    // One child has all rows that stand in the way, and is the only one of that sex and age.
    let mut rows = people(&[(0, 5)]);
    rows.extend((0..40).map(|_| (7, 5, 2, 0, 0)));
    let refused = anonymise(&input(&rows, 0), &Rules { dominance: 500, ..rules(5) }).unwrap_err();
    let Refusal::TooManyDropped { kinds, .. } = &refused else { panic!("{refused}") };
    assert!(kinds.contains("age") && kinds.contains("sex"), "{kinds}");
    assert!(!kinds.contains("15-17") && !kinds.contains("\u{201c}U"), "{kinds}");
}

#[test]
fn a_broken_hierarchy_is_refused_with_its_reason() {
    for (lines, reason) in [
        (vec![], "no lines"),
        (vec!["a;*", "b;x;*"], "different lengths"),
        (vec!["a;x", "b;x"], "does not end with *"),
        (vec!["a;*", "a;*"], "lists a leaf twice"),
        (vec!["a;x;*", "b;;*"], "empty label"),
        (vec!["a;x;y;*", "b;x;z;*"], "is not nested"),
        (vec!["a;x;x;*", "b;y;x;*"], "one label for two different groups"),
    ] {
        let refused = hierarchy(&lines).unwrap_err().to_string();
        assert!(refused.contains(reason), "{lines:?}: {refused}");
    }
}

#[test]
fn rules_and_columns_that_cannot_be_are_refused() {
    let input = input(&people(&[(0, 9)]), 0);
    let good = rules(5);
    for bad in [
        Rules { k: 0, ..good },
        Rules { l: 0, ..good },
        Rules { dominance: 0, ..good },
        Rules { dominance: 1001, ..good },
        Rules { homogeneity: 0, ..good },
        Rules { drop_cap: 1001, ..good },
    ] {
        assert!(matches!(anonymise(&input, &bad), Err(Refusal::RuleBroken { .. })), "{bad:?}");
    }
    let mut short = input.clone();
    short.quasi[0].leaves.pop();
    assert!(matches!(anonymise(&short, &good), Err(Refusal::ColumnBroken { .. })));
    let mut high = input;
    high.quasi[1].floor = 2;
    assert!(matches!(anonymise(&high, &good), Err(Refusal::FloorTooHigh { .. })));
}
