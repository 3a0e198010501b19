//! Checks of lists, question sets, derived variables, profiles and mappings against one another.

use std::collections::BTreeMap;

use super::{
    Read, SETS, check_ladders, check_rules, check_screen, check_versions, has_source, published,
};
use crate::answer::Absence;
use crate::bind::BINDS;
use crate::code_list::{CodeList, list_version};
use crate::fault::{Fault, Reason};
use crate::ladder::Ladder;
use crate::mapping::{NamedCode, codes_of, codes_written_in_ssda903};
use crate::profile::{RecordColumn, ReleaseProfile, TopicSource};
use crate::question_set::{Disclosure, DisclosureRule, Kind, Question, QuestionSet};

pub(super) fn check(read: &mut Read) {
    let mut faults = Vec::new();
    lists(read, &mut faults);
    check_ladders::check(read, &mut faults);
    derived(read, &mut faults);
    sets(read, &mut faults);
    check_rules::check(read, &mut faults);
    check_screen::check(read, &mut faults);
    profiles(read, &mut faults);
    mapping(read, &mut faults);
    published::check_lists(read, &mut faults);
    // Two versions are compared once each is whole by itself: a broken one would differ everywhere.
    if faults.is_empty() && read.faults.is_empty() {
        check_versions::check(read, &mut faults);
    }
    read.faults.append(&mut faults);
}

pub(super) fn fault(faults: &mut Vec<Fault>, file: &str, place: impl Into<String>, reason: Reason) {
    faults.push(Fault { file: file.to_owned(), place: place.into(), reason });
}

pub(super) fn list<'a>(read: &'a Read, id: &str) -> Option<&'a CodeList> {
    read.lists.get(id).map(|(_, list)| list)
}

pub(super) fn ladder<'a>(read: &'a Read, id: &str) -> Option<&'a Ladder> {
    read.ladders.get(id).map(|(_, ladder)| ladder)
}

fn lists(read: &Read, faults: &mut Vec<Fault>) {
    for (path, list) in read.lists.values() {
        if !has_source(&list.source) {
            fault(
                faults,
                path,
                "source",
                Reason::WrongShape("a list must name its source".to_owned()),
            );
        }
        for (at, code) in list.codes.iter().enumerate() {
            // A newer version of a list holds the codes before it too, so that a number would mislead.
            let place = match &list.extends {
                None => format!("codes[{at}] ({})", code.code),
                Some(_) => format!("codes ({})", code.code),
            };
            let well_formed = !code.code.is_empty()
                && code.code.bytes().all(|b| {
                    b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_' || b == b'-'
                })
                && (Absence::from_code(&code.code).is_none() || list.id == "absence");
            if !well_formed {
                fault(faults, path, &place, Reason::BadCode(code.code.clone()));
            }
            if list.codes.iter().take(at).any(|earlier| earlier.code == code.code) {
                fault(faults, path, &place, Reason::DoubleCode(code.code.clone()));
            }
        }
    }
}

fn derived(read: &Read, faults: &mut Vec<Fault>) {
    for (path, variable) in read.derived.values() {
        match &variable.list {
            Some(id) if list(read, id).is_none() => {
                fault(faults, path, "list", Reason::UnknownList(id.clone()))
            }
            None if variable.kind == crate::DerivedKind::Choice => {
                fault(faults, path, "list", Reason::ChoiceWithoutList);
            }
            _ => {}
        }
        disclosure(
            read,
            path,
            "disclosure",
            &variable.disclosure,
            variable.list.as_deref(),
            faults,
        );
    }
}

fn disclosure(
    read: &Read,
    path: &str,
    place: &str,
    rule: &DisclosureRule,
    of_list: Option<&str>,
    faults: &mut Vec<Fault>,
) {
    let Some(id) = &rule.ladder else {
        if let Some(floor) = rule.floor {
            fault(faults, path, place, Reason::BadFloor { floor, least: 0, most: 0 });
        }
        return;
    };
    match ladder(read, id) {
        None => fault(faults, path, place, Reason::UnknownLadder(id.clone())),
        Some(found) => {
            // A newer list may keep the ladder: a release counts each added code as an older one.
            if of_list.map(|id| list_version(id).0) != Some(list_version(&found.list).0) {
                let reason =
                    Reason::LadderOfOtherList { ladder: id.clone(), list: found.list.clone() };
                fault(faults, path, place, reason);
            }
            if let Some(floor) = rule.floor
                && floor > found.top()
            {
                fault(faults, path, place, Reason::BadFloor { floor, least: 0, most: found.top() });
            }
        }
    }
}

fn sets(read: &Read, faults: &mut Vec<Fault>) {
    for (number, (path, set)) in read.sets.iter().enumerate() {
        if !SETS.contains(&set.id.as_str()) {
            fault(faults, path, "id", Reason::UnknownFile);
        }
        if read
            .sets
            .iter()
            .take(number)
            .any(|(_, other)| other.id == set.id && other.version == set.version)
        {
            fault(
                faults,
                path,
                "version",
                Reason::DoubleId(format!("{}.v{}", set.id, set.version)),
            );
        }
        if set.version == 0 {
            fault(faults, path, "version", Reason::OutOfRange("version"));
        }
        let mut ids: Vec<&str> = Vec::new();
        let mut binds: Vec<&str> = Vec::new();
        for (at, section) in set.sections.iter().enumerate() {
            let earlier = set.sections.iter().take(at);
            if earlier.clone().any(|other| other.id == section.id) {
                let place = format!("sections[{at}] ({})", section.id);
                fault(faults, path, place, Reason::DoubleId(section.id.clone()));
            }
            for (number, question) in section.questions.iter().enumerate() {
                let place = format!("sections[{at}].questions[{number}]");
                one(read, path, set, &place, question, None, faults);
                note(path, &place, question, &mut ids, &mut binds, faults);
                for (number, column) in question.columns.iter().enumerate() {
                    let place = format!("{place}.columns[{number}]");
                    one(read, path, set, &place, column, Some(question), faults);
                    note(path, &place, column, &mut ids, &mut binds, faults);
                }
            }
        }
    }
}

/// Notes an id and a bind, and refuses the second of either.
fn note<'a>(
    path: &str,
    place: &str,
    question: &'a Question,
    ids: &mut Vec<&'a str>,
    binds: &mut Vec<&'a str>,
    faults: &mut Vec<Fault>,
) {
    let place = format!("{place} ({})", question.id);
    if ids.contains(&question.id.as_str()) {
        fault(faults, path, &place, Reason::DoubleId(question.id.clone()));
    }
    ids.push(&question.id);
    if let Some(bind) = &question.bind {
        if binds.contains(&bind.as_str()) {
            fault(faults, path, &place, Reason::DoubleBind(bind.clone()));
        }
        binds.push(bind);
    }
}

fn one(
    read: &Read,
    path: &str,
    set: &QuestionSet,
    place: &str,
    question: &Question,
    rows: Option<&Question>,
    faults: &mut Vec<Fault>,
) {
    let place = format!("{place} ({})", question.id);
    let mut say = |reason: Reason| fault(faults, path, &place, reason);
    let id_is_a_word =
        question.id.parse::<crate::Reference>().is_ok_and(|reference| reference.set.is_none());
    if !id_is_a_word {
        say(Reason::WrongShape("an id is made of a-z, 0-9 and _".to_owned()));
    }
    let is_choice = matches!(question.kind, Kind::Choice | Kind::Choices);
    match &question.list {
        None if is_choice => say(Reason::ChoiceWithoutList),
        Some(_) if !is_choice => say(Reason::ListOnOtherKind),
        Some(id) if list(read, id).is_none() => say(Reason::UnknownList(id.clone())),
        _ => {}
    }
    if question.kind == Kind::Rows {
        if rows.is_some() {
            say(Reason::ColumnsOnOtherKind);
        } else if question.columns.is_empty() || question.row_title.is_none() {
            say(Reason::RowsWithoutColumns);
        }
    } else if !question.columns.is_empty() || question.row_title.is_some() {
        say(Reason::ColumnsOnOtherKind);
    }
    if question.kind.is_free_text() && question.disclosure.class != Disclosure::Drop {
        say(Reason::FreeTextMustDrop);
    }
    if let Some(absence) =
        question.absences.iter().find(|absence| matches!(absence, Absence::Napp | Absence::Supp))
    {
        say(Reason::AbsenceNotChosen(absence.code().to_owned()));
    }
    if let Some(bind) = &question.bind {
        let fits = BINDS
            .iter()
            .any(|known| known.name == bind && known.set == set.id && known.kind == question.kind);
        if !fits || rows.is_some() {
            say(Reason::BadBind(bind.clone()));
        }
    }
    if !has_source(&question.source) {
        say(Reason::WrongShape("a question must name its source".to_owned()));
    }
    disclosure(read, path, &place, &question.disclosure, question.list.as_deref(), faults);
}

fn profiles(read: &Read, faults: &mut Vec<Fault>) {
    for (path, profile) in read.profiles.values() {
        if profile.k < 2 {
            fault(faults, path, "k", Reason::OutOfRange("k"));
        }
        if !(profile.dominance > 0.0 && profile.dominance <= 1.0) {
            fault(faults, path, "dominance", Reason::OutOfRange("dominance"));
        }
        let topics = profile.topics.iter().enumerate().map(|(at, topic)| {
            let place = format!("topics[{at}] ({})", topic.id);
            let names = topic.names.as_slice();
            (place, &topic.id, &topic.source, names, &topic.list, &topic.ladder, topic.floor)
        });
        let bys = profile.by.iter().enumerate().map(|(at, by)| {
            let place = format!("by[{at}] ({})", by.id);
            (place, &by.id, &by.source, &[][..], &by.list, &by.ladder, by.floor)
        });
        records(read, path, profile, faults);
        follows(read, path, profile, faults);
        two_of_one_answer(path, profile, faults);
        let records = record_columns(profile).map(|(place, column)| {
            let names = column.names.as_slice();
            (place, &column.id, &column.source, names, &column.list, &column.ladder, column.floor)
        });
        let mut ids: Vec<(bool, &String)> = Vec::new();
        for (place, id, source, names, of_list, of_ladder, floor) in
            topics.chain(bys).chain(records)
        {
            let mut say = |reason: Reason| fault(faults, path, &place, reason);
            // A column of the records may be called as a topic is.
            let key = (place.starts_with("records"), id);
            if ids.contains(&key) {
                say(Reason::DoubleId(id.clone()));
            }
            ids.push(key);
            let Some((found_list, rule)) = origin(read, source) else {
                say(Reason::RuleUnknown(source.to_string()));
                continue;
            };
            // Of a question, any version of its list will do; that every code counts is checked with the versions.
            let same_list = match source {
                _ if !names.is_empty() => of_list == "yn",
                TopicSource::Derived(_) => found_list == Some(of_list.as_str()),
                TopicSource::Question { .. } => {
                    found_list.map(|id| list_version(id).0) == Some(list_version(of_list).0)
                }
            };
            if !same_list || list(read, of_list).is_none() {
                say(Reason::UnknownList(of_list.clone()));
            }
            for name in names {
                let is_code = found_list
                    .and_then(|id| list(read, id))
                    .is_some_and(|l| l.code(name).is_some());
                let ladder = rule.ladder.as_ref().and_then(|id| ladder(read, id));
                if !is_code && !ladder.is_some_and(|ladder| ladder.is_group(name)) {
                    let list = found_list.unwrap_or_default().to_owned();
                    say(Reason::UnknownCode { list, code: name.clone() });
                }
            }
            if matches!(rule.class, Disclosure::Drop | Disclosure::Direct | Disclosure::Key) {
                say(Reason::WrongShape("this answer can never leave".to_owned()));
            }
            match ladder(read, of_ladder) {
                None => say(Reason::UnknownLadder(of_ladder.clone())),
                Some(found) if found.list != *of_list => {
                    say(Reason::LadderOfOtherList {
                        ladder: of_ladder.clone(),
                        list: found.list.clone(),
                    });
                }
                Some(found) => {
                    // A profile may only tighten what the question itself says.
                    let least = if rule.ladder.as_ref() == Some(of_ladder) {
                        rule.floor.unwrap_or(0)
                    } else {
                        0
                    };
                    if floor < least || floor > found.top() {
                        say(Reason::BadFloor { floor, least, most: found.top() });
                    }
                }
            }
        }
    }
}

/// Every column of a profile's episode records, with its place in the file.
fn record_columns(profile: &ReleaseProfile) -> impl Iterator<Item = (String, &RecordColumn)> {
    profile.records.iter().flat_map(|records| {
        let place = |part: &str, at: usize, column: &RecordColumn| {
            format!("records.{part}[{at}] ({})", column.id)
        };
        let known = records.known.iter().enumerate();
        let told = records.told.iter().enumerate();
        known
            .map(move |(at, column)| (place("known", at, column), column))
            .chain(told.map(move |(at, column)| (place("told", at, column), column)))
    })
}

/// The rules of episode records.
fn records(read: &Read, path: &str, profile: &ReleaseProfile, faults: &mut Vec<Fault>) {
    let Some(records) = &profile.records else { return };
    for (name, share, most) in
        [("homogeneity", records.homogeneity, 1.0), ("drop_cap", records.drop_cap, 0.01)]
    {
        if !(share >= 0.0 && share <= most) {
            fault(faults, path, format!("records.{name}"), Reason::OutOfRange(name));
        }
    }
    if records.l == 0 {
        fault(faults, path, "records.l", Reason::OutOfRange("l"));
    }
    for (place, column) in record_columns(profile) {
        if !(1..=1_000).contains(&column.weight) {
            fault(faults, path, format!("{place}.weight"), Reason::OutOfRange("weight"));
        }
        for code in &column.telling {
            let is_code = list(read, &column.list).is_some_and(|list| list.code(code).is_some());
            let is_group = ladder(read, &column.ladder).is_some_and(|l| l.is_group(code));
            if !is_code && !is_group {
                let (list, code) = (column.list.clone(), code.clone());
                fault(faults, path, format!("{place}.telling"), Reason::UnknownCode { list, code });
            }
        }
    }
}

/// What answers say of each other names columns that are there, and codes that they can have.
fn follows(read: &Read, path: &str, profile: &ReleaseProfile, faults: &mut Vec<Fault>) {
    let topics = profile.topics.iter().map(|topic| (&topic.variable, &topic.list));
    let columns: BTreeMap<&String, &String> =
        topics.chain(profile.by.iter().map(|by| (&by.variable, &by.list))).collect();
    for (at, follows) in profile.follows.iter().enumerate() {
        let mut check =
            |part: &str, variable: &String, codes: &mut dyn Iterator<Item = &String>| {
                let place = format!("follows[{at}].{part}");
                let Some(of_list) = columns.get(variable) else {
                    return fault(faults, path, place, Reason::RuleUnknown(variable.clone()));
                };
                for code in codes {
                    let is_code = list(read, of_list).is_some_and(|list| list.code(code).is_some());
                    if !is_code && Absence::from_code(code).is_none() {
                        let (list, code) = ((*of_list).clone(), code.clone());
                        fault(faults, path, &place, Reason::UnknownCode { list, code });
                    }
                }
            };
        check("of", &follows.of, &mut follows.then.iter().flat_map(|then| &then.is));
        for variable in &follows.variables {
            let codes = &mut follows.then.iter().flat_map(|then| &then.can_be);
            check("variables", variable, codes);
        }
    }
}

/// Two columns of one answer tell of each other. Those that are a yes or no of it are held against each other anyway.
fn two_of_one_answer(path: &str, profile: &ReleaseProfile, faults: &mut Vec<Fault>) {
    let topics = profile.topics.iter();
    let topics = topics.map(|topic| (&topic.variable, &topic.source, !topic.names.is_empty()));
    let by = profile.by.iter().map(|by| (&by.variable, &by.source, false));
    let columns: Vec<_> = topics.chain(by).collect();
    for (at, (one, source, is_named)) in columns.iter().enumerate() {
        for (other, of, other_is_named) in &columns[at + 1..] {
            let linked = profile.follows.iter().any(|follows| {
                let has = |of: &String, other: &String| {
                    follows.of == *of && follows.variables.contains(other)
                };
                has(one, other) || has(other, one)
            });
            if source == of && one != other && !(*is_named && *other_is_named) && !linked {
                let reason = format!(
                    "`{one}` and `{other}` are of one answer, and no line says what it says of both"
                );
                fault(faults, path, "follows", Reason::WrongShape(reason));
            }
        }
    }
}

/// The list and the disclosure rule of what a release takes its value from.
pub(super) fn origin<'a>(
    read: &'a Read,
    source: &TopicSource,
) -> Option<(Option<&'a str>, &'a DisclosureRule)> {
    match source {
        TopicSource::Derived(id) => {
            let (_, found) = read.derived.get(id)?;
            Some((found.list.as_deref(), &found.disclosure))
        }
        TopicSource::Question { set, id } => {
            // The newest version that asks it.
            let mut versions = read.sets.iter().rev().filter(|(_, found)| found.id == *set);
            let found = versions.find_map(|(_, set)| set.question(id))?;
            Some((found.list.as_deref(), &found.disclosure))
        }
    }
}

fn mapping(read: &Read, faults: &mut Vec<Fault>) {
    let Some((path, mapping)) = &read.ssda903 else { return };
    let mut known = |place: String, id: &str, code: &str, absence_too: bool| {
        let found = list(read, id).is_some_and(|list| list.code(code).is_some());
        let is_absence = absence_too && Absence::from_code(code).is_some();
        if !found && !is_absence {
            fault(
                faults,
                path,
                place,
                Reason::UnknownCode { list: id.to_owned(), code: code.to_owned() },
            );
        }
    };
    for (at, sex) in mapping.sex.iter().enumerate() {
        known(format!("sex[{at}]"), "sex", &sex.sex, false);
    }
    for (code, codes) in &mapping.missing {
        known(format!("missing.{code}"), "episode_type", &codes.episode_type, false);
        known(format!("missing.{code}"), "dfe_missing_type", &codes.dfe_missing_type, false);
    }
    for (dfe, code) in &mapping.ethnicity {
        known(format!("ethnicity.{dfe}"), "ethnicity", code, true);
    }
    known("care_status".to_owned(), "care_status", &mapping.care_status, false);
    for named in codes_written_in_ssda903(mapping) {
        known(named.place, named.list, named.code, named.absence_too);
    }
    for (path, mapping) in read.national.found.values() {
        for NamedCode { place, list: id, code, absence_too } in codes_of(mapping) {
            let found = list(read, id).is_some_and(|list| list.code(code).is_some());
            let allowed = found || (absence_too && Absence::from_code(code).is_some());
            if !allowed {
                let reason = Reason::UnknownCode { list: id.to_owned(), code: code.to_owned() };
                fault(faults, path, place, reason);
            }
        }
    }
}
