//! Looks for tables of answers that hang together and give each other away.
//!
//! This is plain subtraction, apart from the engine's linear programmes: from what one table shows as
//! one, or from all of it that something of another lies in, whatever the other shows of it is taken
//! away, and the rest is counted. With a demographic the same is done in each of its groups. And the
//! parts of a group are added up against it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::report::Findings;
use super::said::Said;
use super::tables::ReadTable;
use crate::{ABSENCE_CODES, Follows, Named, Profile};

/// What each code is shown as.
type Codes = BTreeMap<String, String>;

/// Every code that an answer can have, by the answer.
type CodesOf<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Which of the groups of a table each of a list of pairs is in: pairs of a code of the one answer and a
/// code of the other.
type Grouped = Vec<usize>;

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
    said: &Said<'_>,
    k: u32,
    findings: &mut Findings,
) {
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let all: Vec<usize> = (0..said.children.len()).collect();
    let by_answer = by_answer(tables);
    let shown = |variable: &str| by_answer.get(variable).map_or(&[][..], Vec::as_slice);
    let codes = codes_of(profile, &by_answer);
    for two in all_of(profile, &codes) {
        let (ones, others) = (shown(two.one), shown(two.other));
        if let Some(file) = taken_away(&two, ones, others, (said, &all), k) {
            told.insert((file, "What another table shows, taken from this one,"));
        }
        for (by, group) in groups_of(ones, others) {
            let (ones, others) = (within(ones, by, &group), within(others, by, &group));
            let rows = said.with(by, &group);
            if let Some(file) = taken_away(&two, &ones, &others, (said, &rows), k) {
                told.insert((file, "A group of this table, beside another table,"));
            }
        }
    }
    for topics in questions(profile).values() {
        let topics = topics.iter().map(|(variable, named)| (*variable, *named, shown(variable)));
        if let Some(file) = added_up(&topics.collect::<Vec<_>>(), said, k) {
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

/// The children of each pair of codes of two variables, if some pair has a few: whatever is left when
/// one table is taken from another is put together of these.
fn children_with_few<'a>(
    two: &Two<'_>,
    (said, rows): (&Said<'a>, &[usize]),
    k: u32,
) -> Option<HashMap<(&'a str, &'a str), Vec<u64>>> {
    let (one, other) = (said.column(two.one)?, said.column(two.other)?);
    let mut cells: Vec<Vec<u64>> = vec![Vec::new(); one.codes.len() * other.codes.len()];
    for &row in rows {
        cells[one.of_row[row] * other.codes.len() + other.of_row[row]].push(said.children[row]);
    }
    for children in &mut cells {
        children.sort_unstable();
        children.dedup();
    }
    if !cells.iter().any(|children| is_few(children.len(), k)) {
        return None;
    }
    let pair = |at: usize| (one.codes[at / other.codes.len()], other.codes[at % other.codes.len()]);
    let told = cells.into_iter().enumerate().filter(|(_, children)| !children.is_empty());
    Some(told.map(|(at, children)| (pair(at), children)).collect())
}

/// Every two answers that hang together, as the profile says.
fn all_of<'a>(profile: &'a Profile, codes: &'a CodesOf<'a>) -> Vec<Two<'a>> {
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
    all.extend(related(profile, codes));
    all
}

/// Every two answers of which the profile says something of one another, itself or through a third.
fn related<'a>(profile: &'a Profile, codes: &'a CodesOf<'a>) -> Vec<Two<'a>> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for follows in &profile.follows {
        names.extend([follows.of.as_str(), follows.variable.as_str()]);
    }
    let mut all = Vec::new();
    for (one, other) in names.iter().flat_map(|one| names.range(*one..).map(move |o| (*one, *o))) {
        let said = Related::find(profile, one, other);
        let through: Vec<(Related<'_>, Related<'_>, &BTreeSet<&str>)> = names
            .iter()
            .filter_map(|third| {
                let to = Related::find(profile, one, third)?;
                Some((to, Related::find(profile, third, other)?, codes.get(third)?))
            })
            .collect();
        if one == other || said.is_none() && through.is_empty() {
            continue;
        }
        let can_be = |a: &str, b: &str| {
            said.as_ref().is_none_or(|said| said.allows(a, b))
                && through.iter().all(|(to, from, between)| {
                    between.iter().any(|code| to.allows(a, code) && from.allows(code, b))
                })
        };
        let (Some(ones), Some(others)) = (codes.get(one), codes.get(other)) else { continue };
        let all_pairs = ones.iter().flat_map(|a| others.iter().map(move |b| (*a, *b)));
        let pairs: BTreeSet<(&str, &str)> = all_pairs.filter(|(a, b)| can_be(a, b)).collect();
        let pairs = Rc::new(pairs);
        for one in standing_for(profile, one) {
            for other in standing_for(profile, other) {
                let pairs = Rc::clone(&pairs);
                let together = move |a: &str, b: &str| pairs.contains(&(a, b));
                all.push(Two { one, other, together: Box::new(together) });
            }
        }
    }
    all
}

/// What the profile itself says of two answers, whichever way round.
struct Related<'a> {
    follows: &'a Follows,
    is_turned: bool,
}

impl<'a> Related<'a> {
    fn find(profile: &'a Profile, one: &str, other: &str) -> Option<Self> {
        let is = |follows: &Follows, of: &str, variable: &str| {
            follows.of == of && follows.variable == variable
        };
        profile.follows.iter().find_map(|follows| {
            let is_turned = is(follows, other, one);
            (is_turned || is(follows, one, other)).then_some(Self { follows, is_turned })
        })
    }

    fn allows(&self, one: &str, other: &str) -> bool {
        match self.is_turned {
            true => self.follows.allows(other, one),
            false => self.follows.allows(one, other),
        }
    }
}

/// The answers that what is said of one is said of: all topics of its question, if nothing is said of
/// yes that is not said of no.
fn standing_for<'a>(profile: &'a Profile, name: &'a str) -> Vec<&'a str> {
    let topics = || profile.topics.iter();
    let of_question = topics()
        .find(|topic| topic.variable == name)
        .and_then(|topic| topic.names.as_ref())
        .filter(|_| {
            profile.follows.iter().all(|follows| {
                follows.of != name && (follows.variable != name || !follows.tells("Y", "N"))
            })
        })
        .map(|named| named.question.as_str());
    match of_question {
        None => vec![name],
        Some(question) => topics()
            .filter(|topic| topic.names.as_ref().is_some_and(|named| named.question == question))
            .map(|topic| topic.variable.as_str())
            .collect(),
    }
}

/// Every code that each answer can have: as tables show it, or, of one without a table, as its ladder
/// does.
fn codes_of<'a>(
    profile: &'a Profile,
    by_answer: &BTreeMap<&'a str, Vec<Shown<'a>>>,
) -> CodesOf<'a> {
    let mut all = CodesOf::new();
    for (name, shown) in by_answer {
        let codes = shown.iter().flat_map(|one| one.codes.keys());
        all.insert(name, codes.map(String::as_str).collect());
    }
    for name in profile.follows.iter().flat_map(|f| [f.of.as_str(), f.variable.as_str()]) {
        let ladder = profile.variable(name).and_then(|variable| profile.ladder(&variable.ladder));
        let steps = ladder.map_or(&[][..], |ladder| ladder.steps.as_slice());
        let broader: BTreeSet<&str> = steps.iter().filter_map(|s| s.broader.as_deref()).collect();
        let codes = steps.iter().map(|step| step.code.as_str()).chain(ABSENCE_CODES);
        let leaves = codes.filter(|code| !broader.contains(code));
        all.entry(name).or_insert_with(|| leaves.collect());
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

/// How each table shows an answer, by the answer.
fn by_answer<'a>(tables: &'a [ReadTable<'_>]) -> BTreeMap<&'a str, Vec<Shown<'a>>> {
    let mut all: BTreeMap<&str, Vec<Shown<'_>>> = BTreeMap::new();
    for table in tables {
        let merges = &table.entry.merges;
        for own in merges {
            let others = merges.iter().filter(|merge| merge.variable != own.variable);
            let beside = others.map(|merge| (merge.variable.as_str(), &merge.codes)).collect();
            let shown = Shown { file: &table.entry.file, codes: &own.codes, beside };
            all.entry(&own.variable).or_default().push(shown);
        }
    }
    all
}

/// The groups, of whatever both answers are crossed with, that tables of both show whole.
fn groups_of<'a>(
    ones: &[Shown<'a>],
    others: &[Shown<'a>],
) -> BTreeSet<(&'a str, BTreeSet<&'a str>)> {
    if [ones, others].iter().any(|all| all.iter().all(|shown| shown.beside.is_empty())) {
        return BTreeSet::new();
    }
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
fn taken_away<'a>(
    two: &Two<'_>,
    ones: &[Shown<'a>],
    others: &[Shown<'a>],
    (said, rows): (&Said<'_>, &[usize]),
    k: u32,
) -> Option<&'a str> {
    if ones.is_empty() || others.is_empty() {
        return None;
    }
    let children = children_with_few(two, (said, rows), k)?;
    let (ones, others) = (each_way_once(ones), each_way_once(others));
    let codes = |shown: &[&Shown<'a>]| -> BTreeSet<&'a str> {
        shown.iter().flat_map(|shown| shown.codes.keys()).map(String::as_str).collect()
    };
    let (mine, theirs) = (codes(&ones), codes(&others));
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for one in mine {
        let theirs = theirs.iter().filter(|other| (two.together)(one, other));
        pairs.extend(theirs.map(|other| (one, *other)));
    }
    let of: Vec<&[u64]> =
        pairs.iter().map(|pair| children.get(pair).map_or(&[][..], Vec::as_slice)).collect();
    // The pairs that each table shows together, whichever of the two answers it shows.
    let of_one: Vec<Grouped> =
        ones.iter().map(|shown| grouped(&pairs, |pair| shown.codes.get(pair.0))).collect();
    let of_other: Vec<Grouped> =
        others.iter().map(|shown| grouped(&pairs, |pair| shown.codes.get(pair.1))).collect();
    let leaves_few = |mine: &Grouped, theirs: &Grouped| {
        // The groups of the one that each group of the other lies in.
        let mut lies_in: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (mine, theirs) in mine.iter().zip(theirs) {
            lies_in.entry(*theirs).or_default().insert(*mine);
        }
        // What one table shows as one, and all that another shows as one lies in.
        let alone: BTreeSet<usize> = mine.iter().copied().collect();
        let alone = alone.into_iter().map(|group| BTreeSet::from([group]));
        let from: BTreeSet<BTreeSet<usize>> = alone.chain(lies_in.values().cloned()).collect();
        from.iter().any(|from| {
            let inside = lies_in.iter().filter(|(_, groups)| groups.is_subset(from));
            let taken: BTreeSet<usize> = inside.map(|(group, _)| *group).collect();
            let is_left =
                |pair: &usize| from.contains(&mine[*pair]) && !taken.contains(&theirs[*pair]);
            !taken.is_empty() && are_few((0..pairs.len()).filter(is_left).map(|pair| of[pair]), k)
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

/// Tables that show an answer the same way say the same of it.
fn each_way_once<'t, 'a>(all: &'t [Shown<'a>]) -> Vec<&'t Shown<'a>> {
    let mut once: Vec<&Shown<'_>> = Vec::new();
    for shown in all {
        if !once.iter().any(|known| known.codes == shown.codes) {
            once.push(shown);
        }
    }
    once
}

/// The group that a table shows each pair in, by number.
fn grouped<'a>(
    pairs: &[(&str, &str)],
    shown: impl Fn(&(&str, &str)) -> Option<&'a String>,
) -> Grouped {
    let mut places: BTreeMap<Option<&String>, usize> = BTreeMap::new();
    let mut place = |pair| {
        let next = places.len();
        *places.entry(shown(pair)).or_insert(next)
    };
    pairs.iter().map(&mut place).collect()
}

/// Whether all of these together are a few children.
fn are_few<'c>(all: impl Iterator<Item = &'c [u64]>, k: u32) -> bool {
    let mut together: BTreeSet<u64> = BTreeSet::new();
    for children in all {
        together.extend(children);
        if !children.is_empty() && !is_few(together.len(), k) {
            return false;
        }
    }
    is_few(together.len(), k)
}

fn is_few(children: usize, k: u32) -> bool {
    children > 0 && u64::try_from(children).is_ok_and(|n| n < u64::from(k))
}

/// A table that, with those of the other parts of a group, says that a few children have several.
fn added_up<'a>(
    topics: &[(&str, &Named, &[Shown<'a>])],
    said: &Said<'_>,
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
        // All that were answered are the same whichever topic tells of them.
        if all.iter().any(given) && !wholes.iter().any(|(_, _, answered)| *answered) {
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
        let mut with: BTreeMap<usize, usize> = BTreeMap::new();
        parts.retain(|(part, _)| {
            let rows = said.with(part, &BTreeSet::from(["Y"]));
            rows.iter().for_each(|row| *with.entry(*row).or_default() += 1);
            !rows.is_empty()
        });
        let yes = BTreeSet::from_iter(if answered { vec!["Y", "N"] } else { vec!["Y"] });
        let in_whole = said.with(variable, &yes).len();
        let beyond = with.values().sum::<usize>().saturating_sub(in_whole);
        let several: BTreeSet<u64> = with
            .iter()
            .filter(|(_, parts)| **parts > 1)
            .map(|(row, _)| said.children[*row])
            .collect();
        let bounded = beyond > 0 && u64::try_from(beyond).is_ok_and(|n| n < u64::from(k));
        if bounded || (parts.len() == 2 && is_few(several.len(), k)) {
            return parts.first().map(|(_, file)| *file);
        }
    }
    None
}
