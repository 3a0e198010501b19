//! Checks that each ladder takes in every code at every level and ends in `SUPP`.

use super::Read;
use super::check::{fault, list};
use crate::answer::Absence;
use crate::fault::{Fault, Reason};

pub(super) fn check(read: &Read, faults: &mut Vec<Fault>) {
    for (path, ladder) in read.ladders.values() {
        let Some(list) = list(read, &ladder.list) else {
            fault(faults, path, "list", Reason::UnknownList(ladder.list.clone()));
            continue;
        };
        // SUPP is what a ladder ends in, so it is no leaf.
        let absences = Absence::ALL.into_iter().filter(|absence| *absence != Absence::Supp);
        let mut below: Vec<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
        absences.for_each(|absence| below.push(absence.code()));
        for (at, level) in ladder.levels.iter().enumerate() {
            let place = format!("levels[{at}]");
            for code in &below {
                let times =
                    level.groups.iter().flat_map(|group| &group.of).filter(|of| of == code).count();
                if times != 1 {
                    fault(faults, path, &place, Reason::LadderNotWhole((*code).to_owned()));
                }
            }
            for of in level.groups.iter().flat_map(|group| &group.of) {
                if !below.contains(&of.as_str()) {
                    fault(faults, path, &place, Reason::LadderStranger(of.clone()));
                }
            }
            below = Vec::new();
            for group in &level.groups {
                if below.contains(&group.code.as_str()) {
                    fault(faults, path, &place, Reason::DoubleCode(group.code.clone()));
                }
                below.push(&group.code);
            }
        }
        if below != [Absence::Supp.code()] {
            fault(faults, path, "levels", Reason::LadderTop);
        }
    }
}
