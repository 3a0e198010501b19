//! Checks that two versions of a set differ in what their map says, and in nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::Read;
use super::check::{fault, list};
use crate::answer::Absence;
use crate::code_list::{CodeList, list_version};
use crate::fault::{Fault, Reason};
use crate::profile::TopicSource;
use crate::question_set::{Question, QuestionSet};
use crate::version_map::{QuestionChange, VersionMap};

/// A difference: the word of the change, and the id of the question or section.
type Difference = (&'static str, String);

pub(super) fn check(read: &Read, faults: &mut Vec<Fault>) {
    for pair in read.sets.windows(2) {
        let [(_, old), (_, new)] = pair else { continue };
        if old.id != new.id || old.version == new.version {
            continue;
        }
        let id = format!("{}.v{}-v{}", old.id, old.version, new.version);
        match read.maps.get(&id) {
            Some((path, map)) => compare(read, path, map, old, new, faults),
            None => fault(faults, &format!("mappings/{id}.json"), "", Reason::MissingFile),
        }
    }
    for (path, map) in read.maps.values() {
        let neighbours = read.sets.windows(2).any(|pair| {
            matches!(pair, [(_, old), (_, new)] if old.id == map.set && new.id == map.set
                && old.version == map.from && new.version == map.to)
        });
        if !neighbours {
            fault(faults, path, "from, to", Reason::NoSuchVersions(map.expected_id()));
        }
    }
    releases(read, faults);
}

fn compare(
    read: &Read,
    path: &str,
    map: &VersionMap,
    old: &QuestionSet,
    new: &QuestionSet,
    faults: &mut Vec<Fault>,
) {
    let named = |difference: &Difference| Reason::NotMapped {
        id: difference.1.clone(),
        change: difference.0,
    };
    let questions: Vec<Difference> =
        map.questions.iter().map(|change| (change.word(), change.question().to_owned())).collect();
    let moved: BTreeSet<&str> = map
        .questions
        .iter()
        .filter(|change| matches!(change, QuestionChange::Moved { .. }))
        .map(QuestionChange::question)
        .collect();
    let found = differing_questions(path, old, new, &moved, faults);
    for difference in found.iter().filter(|difference| !questions.contains(difference)) {
        fault(faults, path, "questions", named(difference));
    }
    for (at, difference) in questions.iter().enumerate() {
        let place = format!("questions[{at}] ({})", difference.1);
        if questions.iter().take(at).any(|other| other == difference) {
            fault(faults, path, &place, Reason::DoubleId(difference.1.clone()));
        }
        if !found.contains(difference) {
            fault(faults, path, &place, Reason::MappedButSame(difference.0));
        }
    }
    for (at, change) in map.questions.iter().enumerate() {
        let place = format!("questions[{at}] ({})", change.question());
        one(read, path, &place, change, old, new, faults);
    }

    let sections: Vec<Difference> =
        map.sections.iter().map(|change| (change.word(), change.section().to_owned())).collect();
    let found = differing_sections(old, new);
    for difference in found.iter().filter(|difference| !sections.contains(difference)) {
        fault(faults, path, "sections", named(difference));
    }
    for (at, difference) in sections.iter().enumerate() {
        let place = format!("sections[{at}] ({})", difference.1);
        if sections.iter().take(at).any(|other| other == difference) {
            fault(faults, path, &place, Reason::DoubleId(difference.1.clone()));
        }
        if !found.contains(difference) {
            fault(faults, path, &place, Reason::MappedButSame(difference.0));
        }
    }
    if old.title != new.title {
        fault(faults, path, "title", Reason::KeptForGood(new.id.clone()));
    }
}

/// A question with where it stands: its section and, for a column, its rows.
type Placed<'a> = BTreeMap<&'a str, (&'a Question, &'a str, Option<&'a str>)>;

fn placed(set: &QuestionSet) -> Placed<'_> {
    let mut placed = Placed::new();
    for section in &set.sections {
        for question in &section.questions {
            placed.insert(&question.id, (question, &section.id, None));
            for column in &question.columns {
                placed.insert(&column.id, (column, &section.id, Some(&question.id)));
            }
        }
    }
    placed
}

fn differing_questions(
    path: &str,
    old: &QuestionSet,
    new: &QuestionSet,
    moved: &BTreeSet<&str>,
    faults: &mut Vec<Fault>,
) -> BTreeSet<Difference> {
    let (olds, news) = (placed(old), placed(new));
    let mut found = BTreeSet::new();
    for id in olds.keys().filter(|id| !news.contains_key(*id)) {
        found.insert(("retired", (*id).to_owned()));
    }
    for (id, (now, section, rows)) in &news {
        let Some((was, old_section, old_rows)) = olds.get(id) else {
            found.insert(("added", (*id).to_owned()));
            continue;
        };
        // What may differ is taken over step by step; what is left never may.
        let mut was = Question { columns: Vec::new(), ..(*was).clone() };
        let now = Question { columns: Vec::new(), ..(*now).clone() };
        let mut step = |word: &'static str, take_over: &dyn Fn(&mut Question)| {
            let before = was.clone();
            take_over(&mut was);
            if was != before {
                found.insert((word, (*id).to_owned()));
            }
        };
        step("reworded", &|was| {
            was.label.clone_from(&now.label);
            was.hint.clone_from(&now.hint);
            was.why.clone_from(&now.why);
            was.definition.clone_from(&now.definition);
            was.with_child.clone_from(&now.with_child);
            was.row_title.clone_from(&now.row_title);
            was.unit.clone_from(&now.unit);
            was.source.clone_from(&now.source);
            was.unverified = now.unverified;
        });
        step("asked_differently", &|was| {
            was.when.clone_from(&now.when);
            was.weight = now.weight;
            was.stage = now.stage;
            was.needed = now.needed;
            was.absences.clone_from(&now.absences);
            was.range = now.range;
            was.carry = now.carry;
        });
        step("list_extended", &|was| was.list.clone_from(&now.list));
        if was != now || rows != old_rows {
            fault(faults, path, "questions", Reason::KeptForGood((*id).to_owned()));
        }
        if section != old_section {
            found.insert(("moved", (*id).to_owned()));
        }
    }
    // The order of the questions that both have. Those that are said to have moved may stand anywhere.
    let order = |set: &QuestionSet, without_moved: bool| -> Vec<String> {
        set.questions_and_columns()
            .map(|question| question.id.as_str())
            .filter(|id| olds.contains_key(id) && news.contains_key(id))
            .filter(|id| !(without_moved && moved.contains(id)))
            .map(str::to_owned)
            .collect()
    };
    let (was, now) = (order(old, true), order(new, true));
    if let Some((_, id)) = was.iter().zip(&now).find(|(was, now)| was != now) {
        found.insert(("moved", id.clone()));
    }
    if order(old, false) != order(new, false) {
        found.extend(moved.iter().map(|id| ("moved", (*id).to_owned())));
    }
    found
}

fn differing_sections(old: &QuestionSet, new: &QuestionSet) -> BTreeSet<Difference> {
    let mut found = BTreeSet::new();
    for was in &old.sections {
        let difference = match new.section(&was.id) {
            None => "retired",
            Some(now)
                if (&was.title, &was.hint, &was.when, &was.beside)
                    != (&now.title, &now.hint, &now.when, &now.beside) =>
            {
                "changed"
            }
            Some(_) => continue,
        };
        found.insert((difference, was.id.clone()));
    }
    for now in new.sections.iter().filter(|now| old.section(&now.id).is_none()) {
        found.insert(("added", now.id.clone()));
    }
    found
}

/// What an entry says beyond its word.
fn one(
    read: &Read,
    path: &str,
    place: &str,
    change: &QuestionChange,
    old: &QuestionSet,
    new: &QuestionSet,
    faults: &mut Vec<Fault>,
) {
    match change {
        QuestionChange::Retired { newer_records: absence, .. }
        | QuestionChange::Added { older_records: absence, .. } => {
            if !matches!(absence, Absence::Nask | Absence::Napp) {
                fault(faults, path, place, Reason::NotAskedAs(absence.code()));
            }
        }
        QuestionChange::ListExtended { question, codes } => {
            let of = |set: &QuestionSet| {
                set.question(question).and_then(|found| found.list.clone()).unwrap_or_default()
            };
            let (old_id, new_id) = (of(old), of(new));
            let newer = list_version(&old_id).0 == list_version(&new_id).0
                && list_version(&old_id).1 < list_version(&new_id).1;
            let (true, Some(was), Some(now)) = (newer, list(read, &old_id), list(read, &new_id))
            else {
                fault(faults, path, place, Reason::OtherList { old: old_id, new: new_id });
                return;
            };
            added_codes(path, place, codes, was, now, faults);
        }
        QuestionChange::Reworded { .. }
        | QuestionChange::AskedDifferently { .. }
        | QuestionChange::Moved { .. } => {}
    }
}

/// Every added code must be told what it counts as, and no other.
fn added_codes(
    path: &str,
    place: &str,
    codes: &BTreeMap<String, String>,
    was: &CodeList,
    now: &CodeList,
    faults: &mut Vec<Fault>,
) {
    let added = now.codes.iter().map(|code| &code.code).filter(|code| was.code(code).is_none());
    let added: BTreeSet<&String> = added.collect();
    for code in added.iter().filter(|code| !codes.contains_key(**code)) {
        fault(faults, path, place, Reason::CodeNotMapped((*code).clone()));
    }
    for (code, older) in codes {
        if !added.contains(code) {
            let reason = Reason::UnknownCode { list: now.id.clone(), code: code.clone() };
            fault(faults, path, format!("{place}.codes"), reason);
        }
        if older != code && was.code(older).is_none() {
            let reason = Reason::UnknownCode { list: was.id.clone(), code: older.clone() };
            fault(faults, path, format!("{place}.codes"), reason);
        }
    }
}

/// Every code that a record of any version may hold must count as one of the release's own list.
fn releases(read: &Read, faults: &mut Vec<Fault>) {
    for (path, profile) in read.profiles.values() {
        // What names codes of its own says yes or no, and a code it does not name is no.
        let topics = profile.topics.iter().filter(|topic| topic.names.is_empty());
        let topics = topics.map(|topic| (&topic.id, &topic.source, &topic.list));
        let by = profile.by.iter().map(|by| (&by.id, &by.source, &by.list));
        let records = profile.records.iter().flat_map(|r| r.known.iter().chain(&r.told));
        let records = records.filter(|column| column.names.is_empty());
        let records = records.map(|column| (&column.id, &column.source, &column.list));
        for (place, source, target) in topics.chain(by).chain(records) {
            let TopicSource::Question { set, id } = source else { continue };
            let Some(target) = list(read, target) else { continue };
            for (_, version) in read.sets.iter().filter(|(_, found)| found.id == *set) {
                let codes = version
                    .question(id)
                    .and_then(|question| list(read, question.list.as_deref()?))
                    .map(|list| list.codes.as_slice())
                    .unwrap_or_default();
                for code in codes {
                    if !counts(read, version, id, &code.code, target) {
                        let (list, code) = (target.id.clone(), code.code.clone());
                        fault(faults, path, place, Reason::UnknownCode { list, code });
                    }
                }
            }
        }
    }
}

fn counts(read: &Read, set: &QuestionSet, question: &str, code: &str, target: &CodeList) -> bool {
    let mut maps: Vec<&VersionMap> = read
        .maps
        .values()
        .map(|(_, map)| map)
        .filter(|map| map.set == set.id && map.to <= set.version)
        .collect();
    maps.sort_by_key(|map| std::cmp::Reverse(map.from));
    let mut code = code;
    target.code(code).is_some()
        || maps.into_iter().any(|map| {
            code = map.older_code(question, code);
            target.code(code).is_some()
        })
}
