//! Release topics that stand for each code of a list: one line of a profile becomes one topic a code.

use super::check::{fault, ladder, list, origin};
use super::{Fault, Read};
use crate::code_list::list_version;
use crate::fault::Reason;
use crate::profile::{EachCode, TopicSource};

/// Puts the topics among those of their profiles, and says what stands in the way.
pub(super) fn spell_out(read: &mut Read) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, profile) in read.profiles.values() {
        for (at, each) in profile.each.iter().enumerate() {
            check(read, path, &format!("each[{at}] ({})", each.id), each, &mut faults);
        }
    }
    let mut profiles = std::mem::take(&mut read.profiles);
    for (_, profile) in profiles.values_mut() {
        let codes = |id: &str| {
            let codes = list(read, id).map(|list| list.codes.as_slice()).unwrap_or_default();
            codes.iter().map(|code| (code.code.clone(), code.label.clone())).collect()
        };
        profile.spell_out(&codes, &|source, code, of| tells(read, source, code, of));
    }
    read.profiles = profiles;
    faults
}

/// Whether a code is one of some codes, or lies in one of some groups of its question's ladder.
fn tells(read: &Read, source: &TopicSource, code: &str, of: &[String]) -> bool {
    let rule = origin(read, source).and_then(|(_, rule)| rule.ladder.as_deref());
    let under = rule.and_then(|id| ladder(read, id));
    of.iter().any(|name| name == code || under.is_some_and(|ladder| ladder.is_under(code, name)))
}

fn check(read: &Read, path: &str, place: &str, each: &EachCode, faults: &mut Vec<Fault>) {
    let Some((of_question, rule)) = origin(read, &each.source) else {
        fault(faults, path, place, Reason::RuleUnknown(each.source.to_string()));
        return;
    };
    let same = of_question.map(|id| list_version(id).0) == Some(list_version(&each.codes).0);
    let Some(codes) = list(read, &each.codes).filter(|_| same) else {
        fault(faults, path, format!("{place}.codes"), Reason::UnknownList(each.codes.clone()));
        return;
    };
    let under = rule.ladder.as_deref().and_then(|id| ladder(read, id));
    let unknown = |code: &String| {
        let (list, code) = (each.codes.clone(), code.clone());
        Reason::UnknownCode { list, code }
    };
    for code in each.except.iter().filter(|code| codes.code(code).is_none()) {
        fault(faults, path, format!("{place}.except"), unknown(code));
    }
    for code in &each.telling {
        let known = codes.code(code).is_some() || under.is_some_and(|ladder| ladder.is_group(code));
        if !known {
            fault(faults, path, format!("{place}.telling"), unknown(code));
        }
    }
}
