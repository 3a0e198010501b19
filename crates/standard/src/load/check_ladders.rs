//! Checks that each ladder takes in every code at every level and ends in `SUPP`.

use super::Read;
use super::check::{fault, list};
use crate::answer::Absence;
use crate::fault::{Fault, Reason};
use crate::ladder::Level;

pub(super) fn check(read: &Read, faults: &mut Vec<Fault>) {
    for (path, ladder) in read.ladders.values() {
        let Some(list) = list(read, &ladder.list) else {
            fault(faults, path, "list", Reason::UnknownList(ladder.list.clone()));
            continue;
        };
        // SUPP is what a ladder ends in, so it is no leaf.
        let absences = Absence::ALL.into_iter().filter(|absence| *absence != Absence::Supp);
        let mut leaves: Vec<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
        absences.for_each(|absence| leaves.push(absence.code()));
        // Each leaf with what it has become at the level reached.
        let mut climbed: Vec<(&str, &str)> = leaves.iter().map(|leaf| (*leaf, *leaf)).collect();
        let mut below = leaves.clone();
        for (at, level) in ladder.levels.iter().enumerate() {
            let place = format!("levels[{at}]");
            for code in &below {
                let times = members(level).filter(|(_, of)| of == code).count();
                if times != 1 {
                    fault(faults, path, &place, Reason::LadderNotWhole((*code).to_owned()));
                }
            }
            for (_, of) in members(level).filter(|(_, of)| !below.contains(of)) {
                fault(faults, path, &place, Reason::LadderStranger(of.to_owned()));
            }
            for step in &mut climbed {
                if let Some((code, _)) = members(level).find(|(_, of)| *of == step.1) {
                    step.1 = code;
                }
            }
            below = Vec::new();
            for group in &level.groups {
                let code = group.code.as_str();
                let takes_in_more = climbed.iter().any(|(leaf, now)| *now == code && *leaf != code);
                // Printed alone, a code must not mean one thing at one level and more at the next.
                if below.contains(&code) || (leaves.contains(&code) && takes_in_more) {
                    fault(faults, path, &place, Reason::DoubleCode(group.code.clone()));
                }
                below.push(code);
            }
        }
        if below != [Absence::Supp.code()] {
            fault(faults, path, "levels", Reason::LadderTop);
        }
    }
}

/// Each code of the level below, with the code of its group.
fn members(level: &Level) -> impl Iterator<Item = (&str, &str)> {
    level
        .groups
        .iter()
        .flat_map(|group| group.of.iter().map(|of| (group.code.as_str(), of.as_str())))
}
