//! Looks for tables of answers that hang together and give each other away.
//!
//! This is plain subtraction, apart from the engine's linear programmes: from what one table shows as
//! one, or from all of it that something of another lies in, whatever the other shows of it is taken
//! away, and the rest is counted. With a demographic the
//! same is done in each of its groups. And the parts of a group are added up against it.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Findings;
use super::tables::ReadTable;
use crate::{ABSENCE_CODES, Named, Profile, Row};

/// What each code is shown as.
type Codes = BTreeMap<String, String>;

/// A code of the one answer and a code of the other, for some that episodes can have.
type Pairs<'a> = BTreeSet<(&'a str, &'a str)>;

/// The children of each pair of codes that episodes have.
type Children<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<u64>>;

/// How one table shows an answer.
#[derive(Clone)]
struct Shown<'a> {
    file: &'a str,
    codes: &'a Codes,
    /// What else the table shows: variable, and what its codes are shown as.
    beside: Vec<(&'a str, &'a Codes)>,
}

/// Two answers of one episode, of which one says something of the other.
struct Two<'a> {
    one: &'a str,
    other: &'a str,
    together: Together<'a>,
}

/// Whether an episode can have a code of the one answer and a code of the other.
type Together<'a> = Box<dyn Fn(&str, &str) -> bool + 'a>;

/// Goes through the tables of answers that hang together, with the store's rows.
pub(super) fn check(
    tables: &[ReadTable<'_>],
    profile: &Profile,
    rows: &[Row],
    k: u32,
    findings: &mut Findings,
) {
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for two in all_of(profile) {
        let (ones, others) = (shown(tables, two.one), shown(tables, two.other));
        if let Some(file) = taken_away(&two, &ones, &others, rows.iter(), k) {
            told.insert((file, "What another table shows, taken from this one,"));
        }
        for (by, group) in groups_of(&ones, &others) {
            let rows = rows.iter().filter(|row| says(row, by).is_some_and(|c| group.contains(c)));
            if let Some(file) =
                taken_away(&two, &within(&ones, by, &group), &within(&others, by, &group), rows, k)
            {
                told.insert((file, "A group of this table, beside another table,"));
            }
        }
    }
    for topics in questions(profile).values() {
        let topics =
            topics.iter().map(|(variable, named)| (*variable, *named, shown(tables, variable)));
        if let Some(file) = added_up(&topics.collect::<Vec<_>>(), rows, k) {
            told.insert((file, "This table, with others of parts of the same group,"));
        }
    }
    for (file, how) in told {
        findings.file(
            file,
            format!("{how} lets somebody work out a group of fewer than {k} children."),
        );
    }
}

impl<'a> Shown<'a> {
    /// The codes that are shown as this one is.
    fn around(&self, code: &str) -> BTreeSet<&'a str> {
        around(self.codes, code)
    }
}

fn around<'a>(codes: &'a Codes, code: &str) -> BTreeSet<&'a str> {
    let to = codes.get(code);
    codes.iter().filter(|(_, other)| Some(*other) == to).map(|(code, _)| code.as_str()).collect()
}

fn says<'r>(row: &'r Row, variable: &str) -> Option<&'r str> {
    row.values.get(variable).map(String::as_str)
}

/// Every two answers that hang together, as the profile says.
fn all_of(profile: &Profile) -> Vec<Two<'_>> {
    let mut all = Vec::new();
    for topics in questions(profile).into_values() {
        for (at, (one, mine)) in topics.iter().enumerate() {
            for (other, theirs) in &topics[at + 1..] {
                let (in_other, in_one) =
                    (mine.codes.is_subset(&theirs.codes), theirs.codes.is_subset(&mine.codes));
                let together = move |a: &str, b: &str| {
                    if ABSENCE_CODES.contains(&a) || ABSENCE_CODES.contains(&b) {
                        return a == b;
                    }
                    !(in_other && (a, b) == ("Y", "N") || in_one && (a, b) == ("N", "Y"))
                };
                all.push(Two { one, other, together: Box::new(together) });
            }
        }
    }
    for follows in &profile.follows {
        let together =
            |of: &str, code: &str| follows.then.get(of).is_none_or(|codes| codes.contains(code));
        let question = profile
            .topics
            .iter()
            .find(|topic| topic.variable == follows.variable)
            .and_then(|topic| topic.names.as_ref())
            .filter(|_| follows.then.values().all(|to| to.contains("Y") == to.contains("N")))
            .map(|named| named.question.as_str());
        let same = |topic: &&crate::Topic| {
            topic.names.as_ref().is_some_and(|named| Some(named.question.as_str()) == question)
        };
        let variables = profile.topics.iter().filter(same).map(|topic| topic.variable.as_str());
        let only = question.is_none().then_some(follows.variable.as_str());
        for other in variables.chain(only) {
            all.push(Two { one: &follows.of, other, together: Box::new(together) });
        }
    }
    all
}

/// The topics of each question with several answers.
fn questions(profile: &Profile) -> BTreeMap<&str, Vec<(&str, &Named)>> {
    let mut questions: BTreeMap<&str, Vec<(&str, &Named)>> = BTreeMap::new();
    for topic in &profile.topics {
        if let Some(named) = &topic.names {
            questions.entry(&named.question).or_default().push((&topic.variable, named));
        }
    }
    questions
}

/// How each table shows an answer.
fn shown<'a>(tables: &'a [ReadTable<'_>], variable: &str) -> Vec<Shown<'a>> {
    let of_table = |table: &'a ReadTable<'_>| {
        let merges = &table.entry.merges;
        let own = merges.iter().find(|merge| merge.variable == variable)?;
        let others = merges.iter().filter(|merge| merge.variable != variable);
        let beside = others.map(|merge| (merge.variable.as_str(), &merge.codes)).collect();
        Some(Shown { file: &table.entry.file, codes: &own.codes, beside })
    };
    tables.iter().filter_map(of_table).collect()
}

/// The groups, of whatever both answers are crossed with, that tables of both show whole.
fn groups_of<'a>(
    ones: &[Shown<'a>],
    others: &[Shown<'a>],
) -> BTreeSet<(&'a str, BTreeSet<&'a str>)> {
    let of = |all: &[Shown<'a>]| -> BTreeSet<(&'a str, BTreeSet<&'a str>)> {
        let beside = all.iter().flat_map(|shown| &shown.beside);
        beside.flat_map(|(by, codes)| codes.keys().map(|code| (*by, around(codes, code)))).collect()
    };
    let in_some = |all: &[Shown<'a>], (by, group): &(&str, BTreeSet<&str>)| {
        let mut beside = all.iter().flat_map(|shown| &shown.beside);
        beside.any(|(other, codes)| other == by && whole_in(codes, group))
    };
    let mut both = of(ones);
    both.extend(of(others));
    both.retain(|group| in_some(ones, group) && in_some(others, group));
    both
}

/// Those of the tables that show a group whole.
fn within<'a>(all: &[Shown<'a>], by: &str, group: &BTreeSet<&str>) -> Vec<Shown<'a>> {
    let whole = |shown: &&Shown<'_>| {
        shown.beside.iter().any(|(other, codes)| *other == by && whole_in(codes, group))
    };
    all.iter().filter(whole).cloned().collect()
}

/// Whether a table shows these codes as one group or as several, with nothing else among them.
fn whole_in(codes: &Codes, group: &BTreeSet<&str>) -> bool {
    group.iter().all(|code| around(codes, code).is_subset(group))
}

/// A table from which another, taken away, leaves a few children.
fn taken_away<'a, 'r>(
    two: &Two<'_>,
    ones: &[Shown<'a>],
    others: &[Shown<'a>],
    rows: impl Iterator<Item = &'r Row>,
    k: u32,
) -> Option<&'a str> {
    if ones.is_empty() || others.is_empty() {
        return None;
    }
    let mut children: Children<'_> = BTreeMap::new();
    for row in rows {
        if let (Some(one), Some(other)) = (says(row, two.one), says(row, two.other)) {
            children.entry((one, other)).or_default().insert(row.child);
        }
    }
    let mut pairs = Pairs::new();
    for one in ones.iter().flat_map(|shown| shown.codes.keys()) {
        for other in others.iter().flat_map(|shown| shown.codes.keys()) {
            if (two.together)(one, other) {
                pairs.insert((one, other));
            }
        }
    }
    // The pairs that each table shows together, whichever of the two answers it shows.
    let of_one: Vec<Vec<Pairs<'_>>> =
        ones.iter().map(|shown| parted(&pairs, |pair| shown.codes.get(pair.0))).collect();
    let of_other: Vec<Vec<Pairs<'_>>> =
        others.iter().map(|shown| parted(&pairs, |pair| shown.codes.get(pair.1))).collect();
    let leaves_few = |mine: &[Pairs<'_>], theirs: &[Pairs<'_>]| {
        // What one table shows as one, and all that another shows as one lies in.
        let touched = theirs.iter().map(|part| {
            let groups = mine.iter().filter(|group| !group.is_disjoint(part));
            groups.flatten().copied().collect::<Pairs<'_>>()
        });
        mine.iter().cloned().chain(touched).any(|group| {
            let inside: Vec<_> = theirs.iter().filter(|part| part.is_subset(&group)).collect();
            let taken = |pair: &&(&str, &str)| inside.iter().any(|part| part.contains(*pair));
            let rest = group.iter().filter(|pair| !taken(pair));
            let left: BTreeSet<u64> =
                rest.filter_map(|pair| children.get(pair)).flatten().copied().collect();
            !inside.is_empty() && is_few(&left, k)
        })
    };
    for (one, mine) in ones.iter().zip(&of_one) {
        for (other, theirs) in others.iter().zip(&of_other) {
            if leaves_few(mine, theirs) {
                return Some(one.file);
            }
            if leaves_few(theirs, mine) {
                return Some(other.file);
            }
        }
    }
    None
}

/// Pairs of codes by what a table shows of them.
fn parted<'a>(
    pairs: &Pairs<'a>,
    shown: impl Fn(&(&'a str, &'a str)) -> Option<&'a String>,
) -> Vec<Pairs<'a>> {
    let mut parts: BTreeMap<Option<&String>, Pairs<'_>> = BTreeMap::new();
    for pair in pairs {
        parts.entry(shown(pair)).or_default().insert(*pair);
    }
    parts.into_values().collect()
}

fn is_few(children: &BTreeSet<u64>, k: u32) -> bool {
    !children.is_empty() && u64::try_from(children.len()).is_ok_and(|n| n < u64::from(k))
}

/// A table that, with those of the other parts of a group, says that a few children have several.
fn added_up<'a>(
    topics: &[(&str, &Named, Vec<Shown<'a>>)],
    rows: &[Row],
    k: u32,
) -> Option<&'a str> {
    let tells = |shown: &&Shown<'_>| shown.around("Y").len() == 1;
    let given = |shown: &Shown<'_>| {
        let given: BTreeSet<&str> = ["Y", "N"].iter().flat_map(|code| shown.around(code)).collect();
        given.len() == 2
    };
    let mut told: Vec<(&str, &BTreeSet<String>, &'a str)> = Vec::new();
    let mut wholes: Vec<(BTreeSet<&String>, &str, bool)> = Vec::new();
    for (variable, named, all) in topics {
        if let Some(shown) = all.iter().find(tells) {
            told.push((variable, &named.codes, shown.file));
            wholes.push((named.codes.iter().collect(), variable, false));
        }
        if all.iter().any(given) {
            wholes.push((named.all.iter().collect(), variable, true));
        }
    }
    told.sort_by_key(|(_, codes, _)| std::cmp::Reverse(codes.len()));
    for (codes, variable, answered) in wholes {
        // The widest parts first, as long as nothing is taken twice.
        let mut left = codes.clone();
        let mut parts = Vec::new();
        for (part, mine, file) in &told {
            if mine.len() < codes.len() && mine.iter().all(|code| left.contains(code)) {
                left.retain(|code| !mine.contains(*code));
                parts.push((*part, *file));
            }
        }
        if !left.is_empty() {
            continue;
        }
        let yes = |row: &Row, part: &str| says(row, part) == Some("Y");
        let many = |part: &str| rows.iter().filter(|row| yes(row, part)).count();
        parts.retain(|(part, _)| many(part) > 0);
        let in_whole = rows
            .iter()
            .filter(|row| yes(row, variable) || (answered && says(row, variable) == Some("N")));
        let beyond = parts.iter().map(|(part, _)| many(part)).sum::<usize>();
        let beyond = beyond.saturating_sub(in_whole.count());
        let several: BTreeSet<u64> = rows
            .iter()
            .filter(|row| parts.iter().filter(|(part, _)| yes(row, part)).count() > 1)
            .map(|row| row.child)
            .collect();
        let bounded = beyond > 0 && u64::try_from(beyond).is_ok_and(|n| n < u64::from(k));
        if bounded || (parts.len() == 2 && is_few(&several, k)) {
            return parts.first().map(|(_, file)| *file);
        }
    }
    None
}
