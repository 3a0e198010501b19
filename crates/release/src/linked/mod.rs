//! What tables of different topics tell about each other, where answers hang together.
//!
//! The audit of all tables takes each topic for itself. Some are not. Topics that ask whether a
//! question has some of its answers ([`crate::Named`]): whoever has a code of a group has the group,
//! and all of them say the same where there is no answer. So a code's table taken from its group's
//! says how many episodes have another code of that group, exactly. And an answer that says something
//! of another ([`crate::Follows`]): where nobody talked to the child there are no reasons, so that
//! the table of a reason says how many conversations there were, of whatever outcome.
//!
//! Two questions are asked here:
//!
//! 1. *Two answers as one variable* (`pair`). For a code and each wider topic of its question, for
//!    each topic and one that tells the reasons for no answer apart, and for each answer and what it
//!    says something of, what the tables of both show is written over the pairs of codes that an
//!    episode can have, and goes through [`crate::audit`] as tables of one variable.
//! 2. *A group and all of its parts* (`cover`). Where the widest topics in a group, or in all that
//!    were answered, have every code of it between them, what they add up to beyond it are the
//!    episodes with several. Of two, they are known exactly. Of more, only that they are no more
//!    than that.
//!
//! With a demographic the first question is asked of each of its groups too, by the tables that are
//! crossed with it: who has a code of the one topic has it of the wider one at fifteen as at any age.
//!
//! Answers are compared by two: three that hang together, as two levels of risk and which of them is
//! the higher, may say more.

mod asked;
mod cover;
mod pair;

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{AuditFault, Exposure, PublishedTable, PublishedYear, Shows};
use crate::{Follows, Profile, Row, Topic};
use asked::Asked;

/// A topic of a question with several answers.
struct Named<'a> {
    topic: &'a Topic,
    asked: Asked<'a>,
}

impl Named<'_> {
    /// The codes that make it a yes.
    fn codes(&self) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.topic.names.as_ref().map_or(&NONE, |named| &named.codes)
    }

    /// Whether who has an answer of this topic has one of the other.
    fn lies_in(&self, wider: &Self) -> bool {
        self.codes().is_subset(wider.codes())
    }

    /// Whether nothing that another topic shows can be taken from what this one does: both show the
    /// same reasons for no answer, and either says nothing of what the other is a part of.
    fn stands_apart_from(&self, other: &Self) -> bool {
        let same = self.asked.absences().is_some_and(|mine| other.asked.absences() == Some(mine));
        same && !(self.lies_in(other) && self.asked.is_told() && other.asked.is_told())
    }
}

/// One year, or one group of it.
#[derive(Clone, Copy)]
struct Within<'a> {
    profile: &'a Profile,
    published: &'a PublishedYear,
    rows: &'a [Row],
    k: u32,
}

/// Every group of fewer than k children that topics give away together. The first table of each is
/// the one to merge further.
///
/// # Errors
/// The tables or the rows do not hang together.
pub(crate) fn exposed(
    profile: &Profile,
    published: &PublishedYear,
    rows: &[Row],
    k: u32,
) -> Result<Vec<Exposure>, AuditFault> {
    let all = Within { profile, published, rows, k };
    let questions = all.questions()?;
    let mut found = all.pairs(&questions)?;
    for topics in questions.values() {
        found.extend(cover::told(topics, published, rows, k));
    }
    for (by, codes) in all.groups() {
        let (year, rows) = all.of_group((by, &codes));
        let group = Within { published: &year, rows: &rows, ..all };
        found.extend(group.pairs(&group.questions()?)?);
    }
    Ok(found)
}

impl<'a> Within<'a> {
    /// The topics of each question that have a table here.
    fn questions(&self) -> Result<BTreeMap<&'a str, Vec<Named<'a>>>, AuditFault> {
        let mut questions: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
        for topic in &self.profile.topics {
            let Some(named) = &topic.names else { continue };
            let asked = Asked::of(&topic.variable, self.published, self.rows)?;
            if !asked.tables.is_empty() {
                questions.entry(&named.question).or_default().push(Named { topic, asked });
            }
        }
        Ok(questions)
    }

    /// What any two answers give away together.
    fn pairs(
        &self,
        questions: &BTreeMap<&'a str, Vec<Named<'a>>>,
    ) -> Result<Vec<Exposure>, AuditFault> {
        let mut found = Vec::new();
        for topics in questions.values() {
            found.extend(self.of_one_question(topics)?);
        }
        for follows in &self.profile.follows {
            let of = Asked::of(&follows.of, self.published, self.rows)?;
            if of.tables.is_empty() {
                continue;
            }
            let question = self.question_of(follows);
            if let Some(topics) = question.and_then(|question| questions.get(question)) {
                let mut compared: Vec<&Asked<'_>> = Vec::new();
                for Named { asked, .. } in topics {
                    // Topics that show the same reasons for no answer would say the same.
                    if !compared.iter().any(|known| known.is_answered_as(asked)) {
                        compared.push(asked);
                        found.extend(self.following(follows, asked, &of)?);
                    }
                }
            } else {
                let asked = Asked::of(&follows.variable, self.published, self.rows)?;
                if !asked.tables.is_empty() {
                    found.extend(self.following(follows, &asked, &of)?);
                }
            }
        }
        Ok(found)
    }

    /// The question of which all topics follow: yes and no are not told apart.
    fn question_of(&self, follows: &Follows) -> Option<&'a str> {
        let mut topics = self.profile.topics.iter();
        let topic = topics.find(|topic| topic.variable == follows.variable)?;
        let named = topic.names.as_ref().filter(|_| !follows.tells(asked::YES, asked::NO));
        named.map(|named| named.question.as_str())
    }

    fn following(
        &self,
        follows: &Follows,
        asked: &Asked<'_>,
        of: &Asked<'_>,
    ) -> Result<Vec<Exposure>, AuditFault> {
        // A topic is merged rather than what others are crossed with, and one answer of a question
        // rather than all that rest on it.
        let is_topic = self.profile.topics.iter().any(|topic| topic.variable == asked.variable);
        let (mine, theirs) = (asked.files(), of.files());
        let merge = match is_topic && self.question_of(follows).is_none() {
            true => [mine, theirs].concat(),
            false => [theirs, mine].concat(),
        };
        let together = |one: &str, other: &str| follows.allows(one, other);
        pair::told((of, asked), &together, &merge, self.published, self.rows, self.k)
    }

    /// What any two topics of one question give away together.
    fn of_one_question(&self, topics: &[Named<'_>]) -> Result<Vec<Exposure>, AuditFault> {
        let mut found = Vec::new();
        let finest = topics.iter().max_by_key(|one| (one.asked.reasons(), !one.topic.alone));
        for one in topics {
            let wider = topics
                .iter()
                .filter(|other| other.codes().len() > one.codes().len() && one.lies_in(other));
            let others = wider.chain(finest.filter(|finest| finest.topic.id != one.topic.id));
            let mut compared: BTreeSet<&str> = BTreeSet::new();
            for other in others {
                if !compared.insert(&other.topic.id) || one.stands_apart_from(other) {
                    continue;
                }
                let mut merge = one.asked.files();
                if other.topic.alone {
                    merge.extend(other.asked.files());
                }
                let nested = one.lies_in(other);
                let answered = |code: &str| code == asked::YES || code == asked::NO;
                let together = |mine: &str, theirs: &str| match (answered(mine), answered(theirs)) {
                    (true, true) => !(nested && mine == asked::YES && theirs == asked::NO),
                    _ => mine == theirs,
                };
                let both = (&one.asked, &other.asked);
                found.extend(pair::told(
                    both,
                    &together,
                    &merge,
                    self.published,
                    self.rows,
                    self.k,
                )?);
            }
        }
        Ok(found)
    }

    /// Whether an answer hangs together with another.
    fn is_linked(&self, variable: &str) -> bool {
        let named = |topic: &Topic| topic.names.is_some() && topic.variable == variable;
        let follows = |follows: &Follows| follows.variable == variable || follows.of == variable;
        self.profile.topics.iter().any(named) || self.profile.follows.iter().any(follows)
    }

    /// What a table is crossed with, if it shows answers that hang together with others.
    fn crossed<'t>(&self, table: &'t PublishedTable) -> impl Iterator<Item = &'t Shows> {
        let by = |shows: &Shows| {
            self.profile.by.iter().any(|by| by.variable == shows.variable)
                && table.shows.iter().any(|other| {
                    other.variable != shows.variable && self.is_linked(&other.variable)
                })
        };
        table.shows.iter().filter(move |shows| by(shows))
    }

    /// Every group of a demographic that a table of such answers is crossed with, as it is shown.
    fn groups(&self) -> BTreeSet<(&'a str, BTreeSet<&'a str>)> {
        let mut groups = BTreeSet::new();
        for by in self.published.tables.iter().flat_map(|table| self.crossed(table)) {
            for shown in by.codes.values() {
                let codes = by.codes.iter().filter(|(_, to)| *to == shown);
                groups
                    .insert((by.variable.as_str(), codes.map(|(code, _)| code.as_str()).collect()));
            }
        }
        groups
    }

    /// The rows of one group, with the tables that show it whole: as one group or as several.
    fn of_group(&self, (variable, group): (&str, &BTreeSet<&str>)) -> (PublishedYear, Vec<Row>) {
        let whole = |by: &Shows| {
            let inside = |code: &str| group.contains(code);
            let shown = by.codes.iter().filter(|(code, _)| inside(code));
            let to: BTreeSet<&String> = shown.map(|(_, to)| to).collect();
            by.variable == variable
                && by.codes.iter().all(|(code, shown)| inside(code) == to.contains(shown))
        };
        let shown = |table: &&PublishedTable| self.crossed(table).any(whole);
        let tables = self.published.tables.iter().filter(shown).map(|table| {
            // Within the group it says nothing.
            let shows = table.shows.iter().filter(|shows| shows.variable != variable);
            PublishedTable { shows: shows.cloned().collect(), ..table.clone() }
        });
        let within: Vec<Row> = self
            .rows
            .iter()
            .filter(|row| {
                row.values.get(variable).is_some_and(|code| group.contains(code.as_str()))
            })
            .cloned()
            .collect();
        let year = PublishedYear {
            episodes: count(within.len()),
            children: count(within.iter().map(|row| row.child).collect::<BTreeSet<_>>().len()),
            tables: tables.collect(),
            ..empty(self.published)
        };
        (year, within)
    }
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
