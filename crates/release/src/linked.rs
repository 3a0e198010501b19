//! What tables of one question tell about each other, where it can have several answers.
//!
//! The audit of all tables takes each topic for itself. Topics that ask whether a question has
//! some of its answers are not: whoever has a code of a group has the group, and all of them say
//! the same where there is no answer. So a code's table taken from its group's says how many
//! episodes have another code of that group, exactly.
//!
//! Two questions are asked here:
//!
//! 1. *Two topics as one variable.* For a code and each wider topic of its question, and for each
//!    topic and one that tells the reasons for no answer apart, what both tables show is written
//!    over the answers that an episode can have to both, and goes through [`crate::audit`] as two
//!    tables of one variable.
//! 2. *A group and all of its codes.* Where all codes of a topic are shown one by one, what they add
//!    up to beyond it are the episodes with several. Of two, they are known exactly. Of more, only
//!    that they are no more than that.
//!
//! Not asked is what groups of several codes add up to beyond a wider topic, or beyond all that
//! were answered: of two groups that tells exactly how many episodes have both. Nor are topics
//! compared that are one answer without being named so, as an outcome and whether it was a no.
//!
//! With a demographic the first question is asked of each of its groups too, by the tables that are
//! crossed with it: who has a code of the one topic has it of the wider one at fifteen as at any age.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{
    AuditFault, Exposure, How, PublishedGroup, PublishedTable, PublishedYear, Question, Shows,
    audit,
};
use crate::{ABSENCE_CODES, Named, Profile, Row, Topic};

const YES: &str = "Y";
const NO: &str = "N";

/// A topic of a question with several answers, with what its tables say of it alone.
struct Asked<'a> {
    topic: &'a Topic,
    named: &'a Named,
    /// The tables of the topic, each as if it were crossed with nothing, and each way of showing
    /// the answers once.
    tables: Vec<PublishedTable>,
    /// What each episode says.
    said: Vec<&'a str>,
}

impl Asked<'_> {
    /// Whether some table says how many say yes.
    fn is_told(&self) -> bool {
        self.tables.iter().any(|table| {
            let codes = &table.shows[0].codes;
            let yes = codes.get(YES);
            codes.iter().all(|(code, shown)| code == YES || Some(shown) != yes)
        })
    }

    /// Whether some table tells answers from reasons for none, and how many reasons it tells apart.
    fn reasons(&self) -> usize {
        let of_table = |table: &PublishedTable| {
            let codes = &table.shows[0].codes;
            let given: BTreeSet<&String> = [YES, NO].iter().filter_map(|c| codes.get(*c)).collect();
            let absent = codes.iter().filter(|(code, _)| ABSENCE_CODES.contains(&code.as_str()));
            let apart: BTreeSet<&String> =
                absent.map(|(_, shown)| shown).filter(|shown| !given.contains(shown)).collect();
            apart.len()
        };
        self.tables.iter().map(of_table).max().unwrap_or(0)
    }

    /// What is shown of reasons for no answer, table by table, if no answer is masked with them.
    fn absences(&self) -> Option<BTreeSet<BTreeSet<&str>>> {
        let mut shown = BTreeSet::new();
        for table in &self.tables {
            let codes = &table.shows[0].codes;
            for reason in ABSENCE_CODES.iter().filter(|reason| codes.contains_key(**reason)) {
                let to = codes.get(*reason);
                let beside = codes.iter().filter(|(_, other)| Some(*other) == to);
                shown.insert(beside.map(|(code, _)| code.as_str()).collect::<BTreeSet<_>>());
            }
        }
        let masked = shown.iter().any(|group| group.contains(YES) || group.contains(NO));
        (!masked).then_some(shown)
    }

    /// Whether nothing that another topic shows can be taken from what this one does: both show the
    /// same reasons for no answer, and either says nothing of what the other is a part of.
    fn stands_apart_from(&self, other: &Self) -> bool {
        let nested = self.named.codes.is_subset(&other.named.codes);
        let same = self.absences().is_some_and(|mine| other.absences() == Some(mine));
        same && !(nested && self.is_told() && other.is_told())
    }

    fn yes(&self, row: usize) -> bool {
        self.said.get(row) == Some(&YES)
    }
}

/// Every group of fewer than k children that topics of one question give away together. The first
/// table of each is the one to merge further.
///
/// # Errors
/// The tables or the rows do not hang together.
pub(crate) fn exposed(
    profile: &Profile,
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let mut found = Vec::new();
    for topics in questions(profile, published, rows)?.values() {
        found.extend(pairs(topics, published, rows, k)?);
        found.extend(topics.iter().filter_map(|whole| cover(whole, topics, published, rows, k)));
    }
    for (by, codes) in groups(profile, published) {
        let (year, within) = of_group(profile, published, rows, (by, &codes));
        for topics in questions(profile, &year, &within)?.values() {
            found.extend(pairs(topics, &year, &within, k)?);
        }
    }
    Ok(found)
}

/// The topics of each question that have a table here.
fn questions<'a>(
    profile: &'a Profile,
    published: &PublishedYear,
    rows: &'a [Row],
) -> Result<BTreeMap<&'a str, Vec<Asked<'a>>>, AuditFault> {
    let mut questions: BTreeMap<&str, Vec<Asked<'_>>> = BTreeMap::new();
    for topic in &profile.topics {
        let Some(named) = &topic.names else { continue };
        let asked = asked(topic, named, published, rows)?;
        if !asked.tables.is_empty() {
            questions.entry(&named.question).or_default().push(asked);
        }
    }
    Ok(questions)
}

/// What any two topics of one question give away together.
fn pairs(
    topics: &[Asked<'_>],
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let mut found = Vec::new();
    let finest = topics.iter().max_by_key(|asked| (asked.reasons(), !asked.topic.alone));
    for asked in topics {
        let wider = topics.iter().filter(|other| {
            other.named.codes.len() > asked.named.codes.len()
                && asked.named.codes.is_subset(&other.named.codes)
        });
        let others = wider.chain(finest.filter(|finest| finest.topic.id != asked.topic.id));
        let mut compared: BTreeSet<&str> = BTreeSet::new();
        for other in others {
            if compared.insert(&other.topic.id) && !asked.stands_apart_from(other) {
                found.extend(pair(asked, other, published, rows, k)?);
            }
        }
    }
    Ok(found)
}

/// Every group of a demographic that a table of these topics is crossed with, as it is shown.
fn groups<'a>(
    profile: &Profile,
    published: &'a PublishedYear,
) -> BTreeSet<(&'a str, BTreeSet<&'a str>)> {
    let mut groups = BTreeSet::new();
    for by in published.tables.iter().filter_map(|table| crossed(profile, table)) {
        for shown in by.codes.values() {
            let codes = by.codes.iter().filter(|(_, to)| *to == shown);
            groups.insert((by.variable.as_str(), codes.map(|(code, _)| code.as_str()).collect()));
        }
    }
    groups
}

/// The one demographic that a table of these topics is crossed with.
fn crossed<'a>(profile: &Profile, table: &'a PublishedTable) -> Option<&'a Shows> {
    let [answer, by] = table.shows.as_slice() else { return None };
    let mut topics = profile.topics.iter().filter(|topic| topic.names.is_some());
    topics.any(|topic| topic.variable == answer.variable).then_some(by)
}

/// The rows of one group, with the tables that show it whole: as one group or as several.
fn of_group(
    profile: &Profile,
    published: &PublishedYear,
    rows: &[Row],
    (variable, group): (&str, &BTreeSet<&str>),
) -> (PublishedYear, Vec<Row>) {
    let whole = |by: &Shows| {
        let to: BTreeSet<&String> = by
            .codes
            .iter()
            .filter(|(code, _)| group.contains(code.as_str()))
            .map(|p| p.1)
            .collect();
        by.variable == variable
            && by
                .codes
                .iter()
                .all(|(code, shown)| group.contains(code.as_str()) == to.contains(shown))
    };
    let shown = |table: &&PublishedTable| crossed(profile, table).is_some_and(whole);
    let within: Vec<Row> = rows
        .iter()
        .filter(|row| row.values.get(variable).is_some_and(|code| group.contains(code.as_str())))
        .cloned()
        .collect();
    let year = PublishedYear {
        episodes: count(within.len()),
        children: count(within.iter().map(|row| row.child).collect::<BTreeSet<_>>().len()),
        tables: published.tables.iter().filter(shown).cloned().collect(),
        ..empty(published)
    };
    (year, within)
}

/// What the tables of a topic say of it, whatever they are crossed with.
fn asked<'a>(
    topic: &'a Topic,
    named: &'a Named,
    published: &PublishedYear,
    rows: &'a [Row],
) -> Result<Asked<'a>, AuditFault> {
    let variable = &topic.variable;
    let said = rows
        .iter()
        .map(|row| row.values.get(variable).map(String::as_str))
        .collect::<Option<Vec<&str>>>()
        .ok_or_else(|| AuditFault::Episode { variable: variable.clone() })?;
    let mut tables: Vec<PublishedTable> = Vec::new();
    for table in &published.tables {
        // Other topics may be crossed with a variable of this one, but only its own begin with it.
        let Some(shows) = table.shows.first().filter(|shows| shows.variable == *variable) else {
            continue;
        };
        if tables.iter().any(|known| known.shows[0].codes == shows.codes) {
            continue;
        }
        let mut counted: BTreeMap<&str, (BTreeSet<u64>, u64)> = BTreeMap::new();
        for (code, row) in said.iter().zip(rows) {
            let shown = shows
                .codes
                .get(*code)
                .ok_or_else(|| AuditFault::Episode { variable: variable.clone() })?;
            let group = counted.entry(shown).or_default();
            group.0.insert(row.child);
            group.1 += 1;
        }
        let groups = counted.into_iter().map(|(code, (children, episodes))| PublishedGroup {
            codes: vec![code.to_owned()],
            children: count(children.len()),
            episodes,
        });
        tables.push(PublishedTable {
            id: table.id.clone(),
            shows: vec![shows.clone()],
            groups: groups.collect(),
            withheld: Vec::new(),
        });
    }
    Ok(Asked { topic, named, tables, said })
}

/// What two topics give away together. The one is narrower, or merged so that the other may tell of it.
fn pair(
    one: &Asked<'_>,
    other: &Asked<'_>,
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let both = format!("{} and {}", one.topic.id, other.topic.id);
    // Who has a code of the one has it of the wider one.
    let within = one.named.codes.is_subset(&other.named.codes);
    let mut answers: Vec<(String, [&str; 2])> =
        ABSENCE_CODES.iter().map(|code| ((*code).to_owned(), [*code, *code])).collect();
    for (mine, theirs) in [(YES, YES), (YES, NO), (NO, YES), (NO, NO)] {
        if !(within && mine == YES && theirs == NO) {
            answers.push((format!("{mine}{theirs}"), [mine, theirs]));
        }
    }
    let mut tables = Vec::new();
    for (place, asked) in [one, other].into_iter().enumerate() {
        for table in &asked.tables {
            let of = &table.shows[0].codes;
            let codes = answers
                .iter()
                .map(|(code, said)| Some((code.clone(), of.get(said[place])?.clone())))
                .collect::<Option<_>>()
                .ok_or_else(|| AuditFault::Table { table: table.id.clone() })?;
            let shows = vec![Shows { variable: both.clone(), codes }];
            tables.push(PublishedTable { shows, ..table.clone() });
        }
    }
    let mut seen = BTreeSet::new();
    let mut recoded = Vec::new();
    for ((row, mine), theirs) in rows.iter().zip(&one.said).zip(&other.said) {
        let code = if ABSENCE_CODES.contains(mine) && mine == theirs {
            (*mine).to_owned()
        } else {
            format!("{mine}{theirs}")
        };
        if !answers.iter().any(|(known, _)| *known == code) {
            return Err(AuditFault::Episode { variable: one.topic.variable.clone() });
        }
        // Only which children stand where is asked of the rows, so that once is enough.
        if seen.insert((row.child, code.clone())) {
            let values = BTreeMap::from([(both.clone(), code)]);
            recoded.push(Row { child: row.child, values });
        }
    }
    let year = PublishedYear { tables, ..empty(published) };
    let question = Question { published: &year, k, rows: Some(&recoded), crossings: false };
    let mut found = audit(&question)?.exposures;
    for exposure in &mut found {
        exposure.tables = files(one, other.topic.alone.then_some(other));
        exposure.crossing = false;
    }
    Ok(found)
}

/// What a topic and all of its codes give away, where each code has a topic of its own.
fn cover(
    whole: &Asked<'_>,
    topics: &[Asked<'_>],
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Option<Exposure> {
    if !whole.is_told() || whole.named.codes.len() < 2 {
        return None;
    }
    let single: Vec<&Asked<'_>> = topics
        .iter()
        .filter(|part| part.named.codes.len() == 1)
        .filter(|part| part.named.codes.is_subset(&whole.named.codes))
        .collect();
    let covered: BTreeSet<&String> = single.iter().flat_map(|part| &part.named.codes).collect();
    if covered.len() != whole.named.codes.len() || !single.iter().all(|part| part.is_told()) {
        return None;
    }
    let mut with_rows = 0_usize;
    let mut several: BTreeSet<u64> = BTreeSet::new();
    let mut sum = 0_usize;
    let mut used: Vec<bool> = vec![false; single.len()];
    for (at, row) in rows.iter().enumerate() {
        let mut here = 0;
        for (part, used) in single.iter().zip(&mut used) {
            if part.yes(at) {
                here += 1;
                *used = true;
            }
        }
        sum += here;
        with_rows += usize::from(whole.yes(at));
        if here > 1 {
            several.insert(row.child);
        }
    }
    let beyond = sum.saturating_sub(with_rows);
    let exact = used.iter().filter(|used| **used).count() == 2;
    let enough = usize::try_from(k).unwrap_or(usize::MAX);
    let told = if exact { several.len() < enough } else { beyond < enough };
    if beyond == 0 || !told {
        return None;
    }
    // The rarest of them is the one whose table tells the least.
    let rarest = single
        .iter()
        .filter(|part| part.topic.alone)
        .filter(|part| (0..rows.len()).any(|at| part.yes(at)))
        .min_by_key(|part| (0..rows.len()).filter(|at| part.yes(*at)).count())?;
    let beyond = i64::try_from(beyond).unwrap_or(i64::MAX);
    Some(Exposure {
        authority: published.authority.clone(),
        year: published.year.clone(),
        tables: files(rarest, None),
        cell: vec![(whole.topic.variable.clone(), vec![YES.to_owned()])],
        group: Vec::new(),
        crossing: false,
        how: if exact { How::Recovered } else { How::FewerThanK },
        episodes: (1, beyond),
        children_at_most: beyond,
    })
}

/// The files of a topic, and of another that can be merged in its stead.
fn files(one: &Asked<'_>, other: Option<&Asked<'_>>) -> Vec<String> {
    let tables = one.tables.iter().chain(other.into_iter().flat_map(|other| &other.tables));
    tables.map(|table| table.id.clone()).collect()
}

fn empty(published: &PublishedYear) -> PublishedYear {
    PublishedYear {
        authority: published.authority.clone(),
        year: published.year.clone(),
        episodes: published.episodes,
        children: published.children,
        tables: Vec::new(),
    }
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}
