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
mod relations;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{AuditFault, Exposure, PublishedYear, Shows};
use crate::columns::Columns;
use crate::cuts::Answers;
use crate::{Profile, Row, Topic};
use asked::{Asked, Table};
use relations::Relation;

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

/// Asks what answers that hang together give away, as often as tables are merged further.
pub(crate) struct Linked<'a> {
    year: Year<'a>,
    /// Two answers of a group, and how each was shown, of which nothing could be worked out.
    safe: Safe,
}

/// What stays the same however tables are merged.
struct Year<'a> {
    profile: &'a Profile,
    columns: Columns<'a>,
    relations: Vec<Relation<'a>>,
    /// The variables that hang together with others.
    variables: BTreeSet<&'a str>,
    k: u32,
}

/// Group, and two of its answers, to how both were shown. No two answers are related in two ways: the
/// profile says it once ([`Profile::checked`]).
type Safe = BTreeMap<(String, String, String), Vec<[Ways; 2]>>;

/// What each code is shown as, in each way that tables show an answer.
type Ways = Vec<BTreeMap<String, String>>;

/// A demographic and some of its codes.
type Group<'a> = (&'a str, BTreeSet<&'a str>);

impl<'a> Linked<'a> {
    /// # Errors
    /// A row lacks an answer.
    pub(crate) fn new(
        profile: &'a Profile,
        answers: &'a BTreeMap<&'a str, Answers>,
        rows: &'a [Row],
        k: u32,
    ) -> Result<Self, AuditFault> {
        let named = profile.topics.iter().filter(|topic| topic.names.is_some());
        let follows = profile.follows.iter().flat_map(|f| [f.variable.as_str(), f.of.as_str()]);
        let variables: BTreeSet<&str> =
            named.map(|topic| topic.variable.as_str()).chain(follows).collect();
        let by = profile.by.iter().map(|by| by.variable.as_str());
        let all: BTreeSet<&str> = variables.iter().copied().chain(by).collect();
        let columns = Columns::of(all, rows)?;
        let relations = relations::all_of(profile, answers);
        let year = Year { profile, columns, relations, variables, k };
        Ok(Self { year, safe: BTreeMap::new() })
    }

    /// Every group of fewer than k children that topics give away together. The first table of each
    /// is the one to merge further.
    ///
    /// # Errors
    /// The tables or the rows do not hang together.
    pub(crate) fn exposed(
        &mut self,
        published: &PublishedYear,
    ) -> Result<Vec<Exposure>, AuditFault> {
        let Self { year, safe } = self;
        let tables = published.tables.iter();
        let tables = tables.map(|t| Table { id: &t.id, shows: t.shows.iter().collect() }).collect();
        let rows = (0..year.columns.children.len()).collect();
        let all = Within::new(year, published, String::new(), tables, rows);
        let questions = all.questions()?;
        let mut found = all.pairs(&questions, safe)?;
        for topics in questions.values() {
            found.extend(cover::told(topics, published, &year.columns.children, year.k));
        }
        for group in all.groups() {
            let group = all.of_group(&group)?;
            found.extend(group.pairs(&group.questions()?, safe)?);
        }
        Ok(found)
    }
}

/// One year, or one group of it.
struct Within<'a> {
    year: &'a Year<'a>,
    published: &'a PublishedYear,
    /// What the group is called here.
    group: String,
    tables: Vec<Table<'a>>,
    /// Places of its rows.
    rows: Vec<usize>,
    /// How many different children its rows have.
    children: u64,
}

impl<'a> Within<'a> {
    fn new(
        year: &'a Year<'a>,
        published: &'a PublishedYear,
        group: String,
        tables: Vec<Table<'a>>,
        rows: Vec<usize>,
    ) -> Self {
        let children = count(year.columns.children_of(rows.iter().copied()).len());
        Self { year, published, group, tables, rows, children }
    }

    fn asked(&self, variable: &'a str) -> Result<Asked<'a>, AuditFault> {
        Asked::of(variable, &self.tables, &self.year.columns, &self.rows)
    }

    /// The topics of each question that have a table here.
    fn questions(&self) -> Result<BTreeMap<&'a str, Vec<Named<'a>>>, AuditFault> {
        let mut questions: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
        for topic in &self.year.profile.topics {
            let Some(named) = &topic.names else { continue };
            let asked = self.asked(&topic.variable)?;
            if !asked.tables.is_empty() {
                questions.entry(&named.question).or_default().push(Named { topic, asked });
            }
        }
        Ok(questions)
    }

    /// What two answers give away together. `merge` are the tables to merge further: the first first, or
    /// either.
    fn pair(
        &self,
        (one, other): (&Asked<'_>, &Asked<'_>),
        together: pair::Together<'_>,
        (merge, either): (Vec<String>, bool),
        safe: &mut Safe,
    ) -> Result<Vec<Exposure>, AuditFault> {
        let names = [self.group.clone(), one.variable.to_owned(), other.variable.to_owned()];
        let known = safe.entry(names.into()).or_default();
        let is_shown_so =
            |ways: &[Ways; 2]| ways[0].iter().eq(one.maps()) && ways[1].iter().eq(other.maps());
        if known.iter().any(is_shown_so) {
            return Ok(Vec::new());
        }
        let year = PublishedYear {
            authority: self.published.authority.clone(),
            year: self.published.year.clone(),
            episodes: count(self.rows.len()),
            children: self.children,
            tables: Vec::new(),
        };
        let of = &self.year.columns.children;
        let rows: Vec<(usize, u64)> = self.rows.iter().map(|&row| (row, of[row])).collect();
        let mut found = pair::told((one, other), together, &rows, year, self.year.k)?;
        if found.is_empty() {
            known.push([one, other].map(|asked| asked.maps().cloned().collect()));
        }
        for exposure in &mut found {
            exposure.tables.clone_from(&merge);
            exposure.crossing = either;
        }
        Ok(found)
    }

    /// What any two answers give away together.
    fn pairs(
        &self,
        questions: &BTreeMap<&'a str, Vec<Named<'a>>>,
        safe: &mut Safe,
    ) -> Result<Vec<Exposure>, AuditFault> {
        let mut found = Vec::new();
        for topics in questions.values() {
            found.extend(self.of_one_question(topics, safe)?);
        }
        let mut alone: BTreeMap<&str, Asked<'_>> = BTreeMap::new();
        for name in self.year.relations.iter().flat_map(|related| [related.one, related.other]) {
            if let Entry::Vacant(place) = alone.entry(name) {
                place.insert(self.asked(name)?);
            }
        }
        let mut of_question: BTreeMap<&str, Vec<&Asked<'_>>> = BTreeMap::new();
        for (question, topics) in questions {
            let compared = of_question.entry(question).or_default();
            for Named { asked, .. } in topics {
                // Topics that show the same reasons for no answer would say the same.
                if !compared.iter().any(|known| known.is_answered_as(asked)) {
                    compared.push(asked);
                }
            }
        }
        for related in &self.year.relations {
            let standing = |name: &str| -> Vec<&Asked<'_>> {
                match self.question_of(related, name).and_then(|it| of_question.get(it)) {
                    Some(topics) => topics.clone(),
                    None => alone
                        .get(name)
                        .filter(|asked| !asked.tables.is_empty())
                        .into_iter()
                        .collect(),
                }
            };
            let others = standing(related.other);
            for one in standing(related.one) {
                for other in &others {
                    found.extend(self.related(related, (one, other), safe)?);
                }
            }
        }
        Ok(found)
    }

    /// The question of which an answer stands for all topics: yes and no are not told apart.
    fn question_of(&self, related: &Relation<'_>, name: &str) -> Option<&'a str> {
        let mut topics = self.year.profile.topics.iter();
        let topic = topics.find(|topic| topic.variable == name)?;
        let named = topic.names.as_ref()?;
        (!related.tells(name, asked::YES, asked::NO)).then_some(named.question.as_str())
    }

    fn related(
        &self,
        related: &Relation<'_>,
        (one, other): (&Asked<'_>, &Asked<'_>),
        safe: &mut Safe,
    ) -> Result<Vec<Exposure>, AuditFault> {
        // A topic is merged rather than what others are crossed with, and one answer of a question
        // rather than all that rest on it. Otherwise it is what follows from the other, if the
        // profile says so, and whatever loses less if not.
        let last = |asked: &Asked<'_>, name: &str| {
            let mut topics = self.year.profile.topics.iter();
            (
                !topics.any(|topic| topic.variable == asked.variable),
                self.question_of(related, name).is_some(),
            )
        };
        let (of_one, of_other) = (last(one, related.one), last(other, related.other));
        let either = of_one == of_other && !related.is_listed;
        let merge = match of_one < of_other {
            true => [one.files(), other.files()].concat(),
            false => [other.files(), one.files()].concat(),
        };
        let together = |one: &str, other: &str| related.allows(one, other);
        self.pair((one, other), &together, (merge, either), safe)
    }

    /// What any two topics of one question give away together.
    fn of_one_question(
        &self,
        topics: &[Named<'_>],
        safe: &mut Safe,
    ) -> Result<Vec<Exposure>, AuditFault> {
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
                found.extend(self.pair(both, &together, (merge, false), safe)?);
            }
        }
        Ok(found)
    }

    /// What a table is crossed with, if it shows answers that hang together with others.
    fn crossed<'t>(
        &self,
        table: &'t Table<'a>,
    ) -> impl Iterator<Item = &'a Shows> + use<'t, '_, 'a> {
        let by = |shows: &&Shows| {
            self.year.profile.by.iter().any(|by| by.variable == shows.variable)
                && table.shows.iter().any(|other| {
                    other.variable != shows.variable
                        && self.year.variables.contains(other.variable.as_str())
                })
        };
        table.shows.iter().copied().filter(by)
    }

    /// Every group of a demographic that a table of such answers is crossed with, as it is shown.
    fn groups(&self) -> BTreeSet<Group<'a>> {
        let mut groups = BTreeSet::new();
        for by in self.tables.iter().flat_map(|table| self.crossed(table)) {
            for shown in by.codes.values() {
                let codes = by.codes.iter().filter(|(_, to)| *to == shown);
                groups
                    .insert((by.variable.as_str(), codes.map(|(code, _)| code.as_str()).collect()));
            }
        }
        groups
    }

    /// The rows of one group, with the tables that show it whole: as one group or as several.
    fn of_group(&self, (variable, group): &Group<'a>) -> Result<Self, AuditFault> {
        let whole = |by: &Shows| {
            let inside = |code: &str| group.contains(code);
            let shown = by.codes.iter().filter(|(code, _)| inside(code));
            let to: BTreeSet<&String> = shown.map(|(_, to)| to).collect();
            by.variable == *variable
                && by.codes.iter().all(|(code, shown)| inside(code) == to.contains(shown))
        };
        let shown = |table: &&Table<'a>| self.crossed(table).any(whole);
        let tables = self.tables.iter().filter(shown).map(|table| {
            // Within the group it says nothing.
            let shows = table.shows.iter().filter(|shows| shows.variable != *variable);
            Table { id: table.id, shows: shows.copied().collect() }
        });
        let column = self.year.columns.get(variable)?;
        let inside = |row: &&usize| group.contains(column.codes[column.at[**row]]);
        let rows = self.rows.iter().filter(inside).copied().collect();
        let group = format!("{variable} {group:?}");
        Ok(Self::new(self.year, self.published, group, tables.collect(), rows))
    }
}

fn count(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}
