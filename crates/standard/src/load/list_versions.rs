//! Newer versions of a list: a file `mode.v2.json` says what is added to `mode` and what ends.

use super::Read;
use super::check::fault;
use crate::code_list::{Code, CodeList, list_version};
use crate::fault::Reason;

/// Gives every newer version of a list all its codes: those of the version before, and what its file adds.
pub(super) fn merge(read: &mut Read) {
    let mut newer: Vec<(u32, String)> = read
        .lists
        .values()
        .filter(|(_, list)| list.extends.is_some() || list_version(&list.id).1 > 1)
        .map(|(_, list)| (list_version(&list.id).1, list.id.clone()))
        .collect();
    // The version before is whole by then, however many there are.
    newer.sort();
    for (_, id) in newer {
        let Some((path, list)) = read.lists.get(&id).cloned() else { continue };
        let before = version_before(&id);
        let found = before.as_ref().and_then(|before| read.lists.get(before));
        let (Some(before), true) = (found, list.extends == before) else {
            let expected = before.unwrap_or_else(|| format!("{id}.v2"));
            fault(&mut read.faults, &path, "extends", Reason::NotTheVersionBefore(expected));
            continue;
        };
        let (codes, reasons) = whole(&before.1, &list);
        for (place, reason) in reasons {
            fault(&mut read.faults, &path, place, reason);
        }
        if let Some((_, list)) = read.lists.get_mut(&id) {
            list.codes = codes;
        }
    }
}

/// `mode` for `mode.v2`, `mode.v2` for `mode.v3`, and none for `mode`.
fn version_before(id: &str) -> Option<String> {
    match list_version(id) {
        (_, 1) => None,
        (name, 2) => Some(name.to_owned()),
        (name, version) => Some(format!("{name}.v{}", version - 1)),
    }
}

/// All codes of a newer version, and what is wrong with its file.
fn whole(before: &CodeList, list: &CodeList) -> (Vec<Code>, Vec<(&'static str, Reason)>) {
    let mut reasons = Vec::new();
    let known = |code: &String| before.code(code).is_some();
    let unknown =
        |code: &String| Reason::UnknownCode { list: before.id.clone(), code: code.clone() };
    for code in list.retired.keys().filter(|code| !known(code)) {
        reasons.push(("retired", unknown(code)));
    }
    for code in list.before.iter().filter(|code| !known(code)) {
        reasons.push(("before", unknown(code)));
    }
    let mut codes = before.codes.clone();
    for code in &mut codes {
        if let Some(last) = list.retired.get(&code.code) {
            code.valid_to = Some(code.valid_to.map_or(*last, |earlier| earlier.min(*last)));
        }
    }
    let at = list.before.as_ref().and_then(|b| codes.iter().position(|code| code.code == *b));
    let at = at.unwrap_or(codes.len());
    codes.splice(at..at, list.codes.iter().cloned());
    (codes, reasons)
}
