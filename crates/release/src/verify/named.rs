//! Looks for tables of one question that give each other away, where it can have several answers.
//!
//! This is plain subtraction, apart from the engine's linear programmes: a code from a group that
//! it lies in, a reason for no answer from what it is masked with, two codes from their group. With
//! a demographic the first two are done in each of its groups.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Findings;
use super::tables::ReadTable;
use crate::{Named, Profile, Row};

/// What each code is shown as.
type Codes = BTreeMap<String, String>;

/// Whether the rows that something holds for are of fewer than k children, and of some.
type Few<'a> = dyn Fn(&dyn Fn(&Row) -> bool) -> bool + 'a;

/// One topic with the tables that are about it.
struct Part<'a> {
    named: &'a Named,
    variable: &'a str,
    /// File, and what each code is shown as.
    shown: Vec<(&'a str, &'a Codes)>,
    /// The same of those that are crossed with one demographic, with its name and codes.
    crossed: Vec<(&'a str, &'a Codes, &'a str, &'a Codes)>,
}

impl Part<'_> {
    /// The codes that a table shows as it shows this one.
    fn beside<'b>(map: &'b Codes, code: &str) -> BTreeSet<&'b str> {
        let to = map.get(code);
        map.iter().filter(|(_, other)| Some(*other) == to).map(|(code, _)| code.as_str()).collect()
    }

    /// The first table that says how many say yes.
    fn tells(&self) -> Option<&str> {
        self.shown.iter().find(|(_, map)| Self::tells_apart(map)).map(|(file, _)| *file)
    }

    /// Whether a table says how many say yes.
    fn tells_apart(map: &Codes) -> bool {
        Self::beside(map, "Y").len() == 1
    }

    /// The reasons for no answer that an answer is masked with, where nothing else is.
    fn masked_with<'b>(map: &'b Codes, answer: &str) -> Option<BTreeSet<&'b str>> {
        let mut masked = Self::beside(map, answer);
        masked.remove(answer);
        let only_reasons = !masked.is_empty() && !masked.contains("Y") && !masked.contains("N");
        only_reasons.then_some(masked)
    }

    /// Whether a table shows these codes with nothing else among them.
    fn shows_whole(map: &Codes, codes: &BTreeSet<&str>) -> bool {
        codes.iter().flat_map(|code| Self::beside(map, code)).collect::<BTreeSet<_>>() == *codes
    }

    fn says<'r>(&self, row: &'r Row) -> Option<&'r str> {
        row.values.get(self.variable).map(String::as_str)
    }
}

/// Goes through the tables of each question, with the store's rows.
pub(super) fn check(
    tables: &[ReadTable<'_>],
    profile: &Profile,
    rows: &[Row],
    k: u32,
    findings: &mut Findings,
) {
    let mut questions: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
    for topic in &profile.topics {
        let Some(named) = &topic.names else { continue };
        let own = || tables.iter().filter(|table| table.entry.topic == topic.id);
        let shown = own()
            .filter_map(|table| {
                Some((table.entry.file.as_str(), &table.entry.merges.first()?.codes))
            })
            .collect();
        let crossed = own()
            .filter_map(|table| match table.entry.merges.as_slice() {
                [answer, by] => {
                    let by = (by.variable.as_str(), &by.codes);
                    Some((table.entry.file.as_str(), &answer.codes, by.0, by.1))
                }
                _ => None,
            })
            .collect();
        let part = Part { named, variable: &topic.variable, shown, crossed };
        questions.entry(&named.question).or_default().push(part);
    }
    let few = |stands: &dyn Fn(&Row) -> bool| {
        let children: BTreeSet<u64> =
            rows.iter().filter(|row| stands(row)).map(|row| row.child).collect();
        !children.is_empty() && u64::try_from(children.len()).is_ok_and(|n| n < u64::from(k))
    };
    let mut say = |file: &str, how: &str| {
        findings.file(
            file,
            format!("{how} lets somebody work out a group of fewer than {k} children."),
        );
    };
    for parts in questions.values() {
        by_group(parts, &few, &mut say);
        for part in parts {
            let yes = |of: &Part<'_>, row: &Row| of.says(row) == Some("Y");
            if let Some(file) = part.tells() {
                let wider = parts.iter().filter(|whole| {
                    part.named.codes.len() < whole.named.codes.len()
                        && part.named.codes.is_subset(&whole.named.codes)
                        && whole.tells().is_some()
                });
                for whole in wider {
                    if few(&|row| yes(whole, row) && !yes(part, row)) {
                        say(file, "This table, taken from a wider one of the same question,");
                    }
                    let rest = parts.iter().find(|rest| {
                        rest.tells().is_some()
                            && rest.variable > part.variable
                            && rest.named.codes.is_disjoint(&part.named.codes)
                            && rest.named.codes.union(&part.named.codes).eq(&whole.named.codes)
                    });
                    if rest.is_some_and(|rest| few(&|row| yes(rest, row) && yes(part, row))) {
                        say(file, "This table, with the other half of a wider one,");
                    }
                }
            }
            for (file, map) in &part.shown {
                for answer in ["Y", "N"] {
                    let Some(masked) = Part::masked_with(map, answer) else { continue };
                    let whole_elsewhere = |other: &Part<'_>| {
                        other.shown.iter().any(|(_, map)| Part::shows_whole(map, &masked))
                    };
                    if parts.iter().any(whole_elsewhere)
                        && few(&|row| part.says(row) == Some(answer))
                    {
                        say(
                            file,
                            "What another table of the same question shows, taken from this one,",
                        );
                    }
                }
            }
        }
    }
}

/// The same within each group of a demographic, for every two tables that are crossed with it.
fn by_group(parts: &[Part<'_>], few: &Few<'_>, say: &mut dyn FnMut(&str, &str)) {
    for part in parts {
        for whole in parts.iter().filter(|whole| whole.variable != part.variable) {
            for (file, mine, by, narrow) in &part.crossed {
                for (_, theirs, _, wide) in whole.crossed.iter().filter(|other| other.2 == *by) {
                    let told = shown_by_both(narrow, wide).iter().any(|group| {
                        let of_group = |row: &Row| {
                            row.values.get(*by).is_some_and(|code| group.contains(code.as_str()))
                        };
                        let few = |stands: &dyn Fn(&Row) -> bool| {
                            few(&|row: &Row| of_group(row) && stands(row))
                        };
                        taken_from_wider((part, mine), (whole, theirs), &few)
                            || taken_from_masked((part, mine), theirs, &few)
                    });
                    if told {
                        say(file, "A group of this table, beside another of the same question,");
                    }
                }
            }
        }
    }
}

/// Whether a few have an answer of a wider topic and none of the narrower one.
fn taken_from_wider(
    (part, mine): (&Part<'_>, &Codes),
    (whole, theirs): (&Part<'_>, &Codes),
    few: &Few<'_>,
) -> bool {
    part.named.codes.is_subset(&whole.named.codes)
        && Part::tells_apart(mine)
        && Part::tells_apart(theirs)
        && few(&|row| whole.says(row) == Some("Y") && part.says(row) != Some("Y"))
}

/// Whether a few have an answer that is masked with reasons for none, which another table shows.
fn taken_from_masked((part, mine): (&Part<'_>, &Codes), theirs: &Codes, few: &Few<'_>) -> bool {
    ["Y", "N"].into_iter().any(|answer| {
        Part::masked_with(mine, answer).is_some_and(|masked| Part::shows_whole(theirs, &masked))
            && few(&|row| part.says(row) == Some(answer))
    })
}

/// The groups of one table that another shows whole, as one group or as several, and the reverse.
fn shown_by_both<'a>(one: &'a Codes, other: &'a Codes) -> BTreeSet<BTreeSet<&'a str>> {
    let groups = |map: &'a Codes| -> BTreeSet<BTreeSet<&'a str>> {
        map.keys().map(|code| Part::beside(map, code)).collect()
    };
    let whole_in = |map: &'a Codes, group: &BTreeSet<&str>| {
        group.iter().all(|code| Part::beside(map, code).is_subset(group))
    };
    let (mine, theirs) = (groups(one), groups(other));
    let mut both: BTreeSet<_> = mine.into_iter().filter(|group| whole_in(other, group)).collect();
    both.extend(theirs.into_iter().filter(|group| whole_in(one, group)));
    both
}
