//! Topics of one question that can have several answers, and each of its codes.

use std::collections::{BTreeMap, BTreeSet};

use homeward_release::verify::{self, Outcome};
use homeward_release::{
    ABSENCE_CODES, By, Follows, Ladder, Named, Policy, Profile, Release, Request, Row, Step, Tools,
    Topic, Variable, make,
};

use crate::sample::{self, Draws, hash};

const CODES: [&str; 3] = ["A", "B", "C"];

/// A group of three codes, each a topic of its own, of one question. `linked` is whether the engine
/// and the verifier are told so.
fn profile(linked: bool) -> Profile {
    let step = |code: &str, level, broader: Option<&str>| Step {
        code: code.into(),
        label: code.into(),
        level,
        broader: broader.map(Into::into),
    };
    let ladder = Ladder {
        id: "named".into(),
        title: "Named or not".into(),
        steps: vec![
            step("Y", 1, Some("ANSWERED")),
            step("N", 1, Some("ANSWERED")),
            step("ANSWERED", 2, None),
        ],
    };
    let topic = |id: &str, codes: &[&str]| Topic {
        id: id.into(),
        title: id.into(),
        variable: id.into(),
        pairs: false,
        telling: BTreeSet::new(),
        alone: true,
        names: linked.then(|| Named {
            question: "rhi.reason".into(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            all: CODES.into_iter().chain(["NONE"]).map(str::to_owned).collect(),
        }),
    };
    let topics =
        vec![topic("all", &CODES), topic("a", &["A"]), topic("b", &["B"]), topic("c", &["C"])];
    let variable = |topic: &Topic| Variable {
        name: topic.variable.clone(),
        title: topic.title.clone(),
        ladder: "named".into(),
        floor: 0,
        weight: 1,
    };
    Profile {
        policy: Policy { k: 5, largest_share_percent: 50 },
        variables: topics.iter().map(variable).collect(),
        by: Vec::new(),
        topics,
        ladders: vec![ladder],
        ..sample::profile()
    }
}

/// One row for each child: the codes that were named, or why there is none.
fn row(child: u64, said: Result<&[&str], &str>) -> Row {
    let yes = |named: bool| if named { "Y" } else { "N" }.to_owned();
    let mut values = BTreeMap::new();
    for code in CODES {
        let value = said.map_or_else(str::to_owned, |codes| yes(codes.contains(&code)));
        values.insert(code.to_lowercase(), value);
    }
    let any = said.map_or_else(str::to_owned, |codes| yes(!codes.is_empty()));
    values.insert("all".to_owned(), any);
    Row { child, values }
}

fn rows_of(said: &[(u64, Result<&[&str], &str>)]) -> Vec<Row> {
    let each = said.iter().flat_map(|(many, said)| (0..*many).map(move |_| *said));
    (0..).zip(each).map(|(child, said)| row(child, said)).collect()
}

fn made(profile: &Profile, rows: &[Row]) -> Release {
    let mut draws = Draws(1);
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    let request = Request { policy: None, ..sample::request() };
    make(profile, rows, &request, tools).unwrap()
}

fn shown(release: &Release, topic: &str) -> BTreeMap<String, String> {
    let table = release.manifest.tables.iter().find(|table| table.topic == topic).unwrap();
    table.merges[0].codes.clone()
}

/// Whether a table says how many say yes.
fn tells(release: &Release, topic: &str) -> bool {
    let codes = shown(release, topic);
    codes.iter().filter(|(_, to)| **to == codes["Y"]).count() == 1
}

#[test]
fn a_code_that_almost_all_of_its_group_have_is_hidden_beside_the_group() {
    let rows = rows_of(&[
        (20, Ok(&["A"])),
        (1, Ok(&["B"])),
        (1, Ok(&["C"])),
        (30, Ok(&[])),
        (9, Err("PEND")),
    ]);
    let (known, naive) = (profile(true), profile(false));
    let release = made(&known, &rows);
    assert!(tells(&release, "all"));
    assert!(!tells(&release, "a"), "22 less 20 are two children");
    assert_eq!(shown(&release, "b")["Y"], "ANSWERED", "one child, hidden and said so");
    assert_eq!(shown(&release, "b")["PEND"], "PEND", "why there is no answer is still told");
    let report = verify::check(&release.files, &known, &hash, Some(&rows));
    assert_eq!((report.outcome, report.problems), (Outcome::Holds, vec![]));

    // Made by who does not know that they belong together, and read by who does.
    let damaged = made(&naive, &rows);
    assert!(tells(&damaged, "a"));
    let report = verify::check(&damaged.files, &known, &hash, Some(&rows));
    assert_ne!(report.outcome, Outcome::Holds);
    assert!(report.problems.iter().any(|p| p.to_string().contains("taken from this one")));
}

#[test]
fn codes_that_a_few_children_have_together_are_not_all_shown() {
    // Everybody who names one names A, B or C alone but for two children, who name A and B.
    let rows = rows_of(&[
        (10, Ok(&["A"])),
        (12, Ok(&["B"])),
        (11, Ok(&["C"])),
        (2, Ok(&["A", "B"])),
        (30, Ok(&[])),
    ]);
    let release = made(&profile(true), &rows);
    assert!(!CODES.iter().all(|code| tells(&release, &code.to_lowercase())));
    let naive = made(&profile(false), &rows);
    assert!(CODES.iter().all(|code| tells(&naive, &code.to_lowercase())));
}

#[test]
fn no_code_taken_from_its_group_leaves_a_few_children_in_any_of_many_draws() {
    let profile = profile(true);
    let (mut hidden, mut told) = (0, 0);
    for seed in 0..300 {
        let mut draws = Draws(seed);
        let weights = [draws.below(9), draws.below(5), draws.below(30)];
        let rows: Vec<Row> = (0..60 + draws.below(60))
            .map(|at| {
                let codes: Vec<&str> = CODES
                    .into_iter()
                    .zip(weights)
                    .filter(|(_, weight)| draws.below(40) < *weight)
                    .map(|(code, _)| code)
                    .collect();
                let absent = draws.below(8) == 0;
                row(at % 45, if absent { Err("PEND") } else { Ok(&codes) })
            })
            .collect();
        let release = made(&profile, &rows);
        let report = verify::check(&release.files, &profile, &hash, Some(&rows));
        assert_eq!(report.problems, [], "seed {seed}");
        for code in CODES.map(str::to_lowercase) {
            if !tells(&release, &code) {
                hidden += 1;
                continue;
            }
            told += 1;
            // A plain count: who has the code, and who has another of its group only.
            let children = |stands: &dyn Fn(&Row) -> bool| {
                let all: BTreeSet<u64> =
                    rows.iter().filter(|row| stands(row)).map(|row| row.child).collect();
                all.len()
            };
            let has = children(&|row| row.values[&code] == "Y");
            assert!(has == 0 || has >= 5, "seed {seed}");
            let others = children(&|row| row.values["all"] == "Y" && row.values[&code] == "N");
            assert!(!tells(&release, "all") || others == 0 || others >= 5, "seed {seed}");
        }
    }
    assert!(hidden > 100 && told > 100, "{hidden} hidden, {told} told");
}

/// The same topics by sex. `masks` is whether an answer that is too small goes straight to what
/// is masked, where it may stand beside the reasons for no answer.
fn by_sex(linked: bool, masks: bool) -> Profile {
    let mut profile = profile(linked);
    for topic in &mut profile.topics {
        topic.alone = false;
    }
    let sex = |code: &str| Step { code: code.into(), label: code.into(), level: 1, broader: None };
    profile.ladders.push(Ladder {
        id: "sex".into(),
        title: "Sex".into(),
        steps: vec![sex("F"), sex("M")],
    });
    profile.variables.push(Variable {
        name: "sex".into(),
        title: "Sex".into(),
        ladder: "sex".into(),
        floor: 0,
        weight: 9,
    });
    profile.by.push(By { id: "sex".into(), title: "Sex".into(), variable: "sex".into() });
    if masks {
        profile.ladders[0].steps.retain(|step| step.code != "ANSWERED");
        for step in &mut profile.ladders[0].steps {
            step.broader = None;
        }
    }
    profile
}

fn of_sexes(
    female: &[(u64, Result<&[&str], &str>)],
    male: &[(u64, Result<&[&str], &str>)],
) -> Vec<Row> {
    let with = |said, sex: &str| {
        let mut rows = rows_of(said);
        for row in &mut rows {
            row.values.insert("sex".to_owned(), sex.to_owned());
        }
        rows
    };
    let mut rows = with(female, "F");
    rows.extend(with(male, "M"));
    for (child, row) in (0..).zip(&mut rows) {
        row.child = child;
    }
    rows
}

/// Made by who knows what hangs together it holds, and made by who does not it is found. Gives both,
/// and what is found.
fn holds_only_if_known(
    known: &Profile,
    naive: &Profile,
    rows: &[Row],
) -> (Release, Release, String) {
    let release = made(known, rows);
    let report = verify::check(&release.files, known, &hash, Some(rows));
    assert_eq!((report.outcome, report.problems), (Outcome::Holds, vec![]));
    let damaged = made(naive, rows);
    let report = verify::check(&damaged.files, known, &hash, Some(rows));
    assert_ne!(report.outcome, Outcome::Holds);
    (release, damaged, report.problems.iter().map(ToString::to_string).collect())
}

fn holds_only_where_topics_are_compared(masks: bool, rows: &[Row]) {
    let (known, naive) = (by_sex(true, masks), by_sex(false, masks));
    let (_, _, found) = holds_only_if_known(&known, &naive, rows);
    assert!(found.contains("A group of this table"), "{found}");
}

#[test]
fn a_code_that_almost_all_girls_of_its_group_have_is_hidden_though_not_almost_all_children() {
    // 12 girls less 10 are two girls. Of all children 32 less 22 are ten.
    let rows = of_sexes(
        &[(10, Ok(&["A"])), (2, Ok(&["B"])), (20, Ok(&[]))],
        &[(12, Ok(&["A"])), (8, Ok(&["B"])), (20, Ok(&[]))],
    );
    holds_only_where_topics_are_compared(false, &rows);
}

#[test]
fn a_few_girls_are_not_masked_with_reasons_for_no_answer_that_another_table_shows() {
    let rows = of_sexes(
        &[(10, Ok(&["A"])), (3, Ok(&["B"])), (20, Ok(&[])), (9, Err("PEND"))],
        &[(12, Ok(&["A"])), (14, Ok(&["B"])), (20, Ok(&[])), (11, Err("PEND"))],
    );
    holds_only_where_topics_are_compared(true, &rows);
}

#[test]
fn two_groups_that_all_answers_fall_into_do_not_tell_of_a_few_who_have_both() {
    let mut known = profile(true);
    known.topics.retain(|topic| ["a", "b"].contains(&topic.id.as_str()));
    for topic in &mut known.topics {
        topic.names.as_mut().unwrap().all.retain(|code| ["A", "B"].contains(&code.as_str()));
    }
    let mut naive = known.clone();
    naive.topics.iter_mut().for_each(|topic| topic.names = None);
    let few = [(20, Ok(&["A"][..])), (20, Ok(&["B"])), (3, Ok(&["A", "B"])), (9, Err("PEND"))];
    let (release, damaged, _) = holds_only_if_known(&known, &naive, &rows_of(&few));
    assert!(tells(&damaged, "a") && tells(&damaged, "b"), "23 and 23 of 43 are three with both");
    assert!(tells(&release, "a") != tells(&release, "b"), "one of them is enough to hide");

    let many = [(20, Ok(&["A"][..])), (20, Ok(&["B"])), (5, Ok(&["A", "B"])), (9, Err("PEND"))];
    let release = made(&known, &rows_of(&many));
    assert!(tells(&release, "a") && tells(&release, "b"), "five may be told of");

    // A second topic of one of the groups takes nothing of that away.
    for profile in [&mut known, &mut naive] {
        let also =
            Topic { id: "also".into(), variable: "also".into(), ..profile.topics[0].clone() };
        let variable = Variable { name: "also".into(), ..profile.variables[0].clone() };
        profile.topics.push(also);
        profile.variables.push(variable);
    }
    let first = known.topics[0].variable.clone();
    let mut rows = rows_of(&few);
    for row in &mut rows {
        row.values.insert("also".into(), row.values[&first].clone());
    }
    let (_, damaged, _) = holds_only_if_known(&known, &naive, &rows);
    assert!(tells(&damaged, "a") && tells(&damaged, "b") && tells(&damaged, "also"));
}

/// What came of an offer, whether that was a no, and a question that is asked only if it was not.
fn offers(linked: bool) -> Profile {
    let mut profile = profile(false);
    let step = |code: &str| Step { code: code.into(), label: code.into(), level: 1, broader: None };
    profile.ladders.push(Ladder {
        id: "outcome".into(),
        title: "Outcome".into(),
        steps: ["HELD", "CHILD_NO", "PARENT_NO", "NOT_DONE"].map(step).into(),
    });
    let (mut topics, mut variables) = (profile.topics.clone(), profile.variables.clone());
    for (place, id) in ["outcome", "said_no", "harm"].into_iter().enumerate() {
        topics[place].id = id.into();
        topics[place].variable = id.into();
        variables[place].name = id.into();
    }
    topics.truncate(3);
    variables.truncate(3);
    variables[0].ladder = "outcome".into();
    if linked {
        let then = |pairs: &[(&str, &str)]| {
            let codes = |to: &str| BTreeSet::from([to.to_owned()]);
            pairs.iter().map(|(is, to)| ((*is).to_owned(), codes(to))).collect()
        };
        let follows = |variable: &str, pairs: &[(&str, &str)]| Follows {
            variable: variable.into(),
            of: "outcome".into(),
            then: then(pairs),
        };
        let no = [("HELD", "N"), ("CHILD_NO", "Y"), ("PARENT_NO", "Y"), ("NOT_DONE", "N")];
        let unasked = [("CHILD_NO", "NAPP"), ("PARENT_NO", "NAPP"), ("NOT_DONE", "NAPP")];
        profile.follows = vec![follows("said_no", &no), follows("harm", &unasked)];
    }
    Profile { topics, variables, ..profile }
}

fn of_offers(many: &[(u64, [&str; 3])]) -> Vec<Row> {
    let each = many.iter().flat_map(|(many, said)| (0..*many).map(move |_| said));
    let values = |said: &[&str; 3]| {
        let named = ["outcome", "said_no", "harm"].into_iter().zip(said);
        named.map(|(name, code)| (name.to_owned(), (*code).to_owned())).collect()
    };
    (0..).zip(each).map(|(child, said)| Row { child, values: values(said) }).collect()
}

#[test]
fn an_answer_and_what_it_says_of_another_do_not_tell_of_a_few() {
    // Two whose parent said no are masked with those that were not done. 22 less 20 are these two.
    let rows = of_offers(&[
        (20, ["HELD", "N", "Y"]),
        (20, ["HELD", "N", "N"]),
        (20, ["CHILD_NO", "Y", "NAPP"]),
        (2, ["PARENT_NO", "Y", "NAPP"]),
        (12, ["NOT_DONE", "N", "NAPP"]),
    ]);
    let (release, damaged, _) = holds_only_if_known(&offers(true), &offers(false), &rows);
    assert!(tells(&damaged, "said_no"));
    assert_eq!(shown(&damaged, "outcome")["PARENT_NO"], "SUPP");
    assert!(!tells(&release, "said_no") || shown(&release, "outcome")["CHILD_NO"] == "SUPP");
}

#[test]
fn how_many_were_asked_does_not_tell_of_a_few_with_another_outcome() {
    // 43 were asked about harm although 40 conversations were held: three have an outcome that is
    // masked, and of which nothing is said.
    let rows = of_offers(&[
        (20, ["HELD", "N", "Y"]),
        (20, ["HELD", "N", "N"]),
        (12, ["CHILD_NO", "Y", "NAPP"]),
        (9, ["NOT_DONE", "N", "NAPP"]),
        (8, ["PEND", "PEND", "NAPP"]),
        (3, ["UNKN", "UNKN", "N"]),
    ]);
    let mut known = offers(true);
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let more = [("HELD", codes(&["Y", "N"])), ("PEND", codes(&["NAPP"]))];
    known.follows[1].then.extend(more.map(|(code, can_be)| (code.to_owned(), can_be)));
    let (release, damaged, _) = holds_only_if_known(&known, &offers(false), &rows);
    assert_eq!(shown(&damaged, "outcome")["UNKN"], shown(&damaged, "outcome")["PEND"]);
    assert_ne!(release.manifest.tables, damaged.manifest.tables);
}

#[test]
fn two_answers_that_follow_from_a_third_do_not_tell_of_a_few_of_it() {
    // No table shows what came of the offer. 25 were not asked about harm and 22 said no: the other
    // three were never met.
    let (mut known, mut naive) = (offers(true), offers(false));
    for profile in [&mut known, &mut naive] {
        profile.topics.retain(|topic| topic.id != "outcome");
    }
    for code in ABSENCE_CODES.map(str::to_owned) {
        let same = BTreeSet::from([code.clone()]);
        known.follows[0].then.insert(code.clone(), same);
        known.follows[1].then.insert(code, BTreeSet::from(["NAPP".to_owned()]));
    }
    let held = [(20, ["HELD", "N", "Y"]), (20, ["HELD", "N", "N"])];
    let others =
        |not_done| [(22, ["CHILD_NO", "Y", "NAPP"]), (not_done, ["NOT_DONE", "N", "NAPP"])];
    let few = of_offers(&[held, others(3)].concat());
    let (release, damaged, _) = holds_only_if_known(&known, &naive, &few);
    assert!(tells(&damaged, "said_no") && shown(&damaged, "harm")["NAPP"] == "NAPP");
    assert_ne!(release.manifest.tables, damaged.manifest.tables);

    let many = of_offers(&[held, others(5)].concat());
    assert!(tells(&made(&known, &many), "said_no"), "five may be told of");
}

#[test]
fn a_profile_that_says_twice_what_an_answer_says_of_another_is_refused() {
    let mut twice = offers(true);
    let again =
        Follows { variable: "outcome".into(), of: "harm".into(), ..twice.follows[1].clone() };
    twice.follows.push(again);
    let refusal = twice.checked().unwrap_err();
    assert!(refusal.to_string().contains("follows twice"), "{refusal}");
}

#[test]
fn an_episode_that_contradicts_what_the_profile_says_makes_no_release() {
    let rows = of_offers(&[(20, ["HELD", "N", "Y"]), (20, ["CHILD_NO", "N", "NAPP"])]);
    let mut draws = Draws(1);
    let tools = Tools { hash: &hash, below: &mut |n| draws.below(n) };
    let request = Request { policy: None, ..sample::request() };
    let refusal = make(&offers(true), &rows, &request, tools).unwrap_err();
    assert!(refusal.to_string().contains("outcome and said_no"), "{refusal}");
}
