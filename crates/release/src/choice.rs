//! Chooses how every table of a release is shown, so that all of them together may be.
//!
//! Each table by itself is merged by `merge`. Then all tables together are audited by linear
//! programming: a table from which a group that is too small could be worked out is merged further,
//! and all are audited again, until nothing is exposed.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{
    Audit, Exposure, PublishedGroup, PublishedTable, PublishedYear, Question, Shows, audit,
};
use crate::classes::{Class, Counts};
use crate::cuts::{Answers, Cut};
use crate::linked::Linked;
use crate::merge;
use crate::profile::Table;
use crate::{Policy, Profile, Refusal, Request, Row};

/// So often tables are merged further before the release is refused. Each round merges at least one
/// table further, and of 300 made-up boroughs none took more than a handful.
const MOST_ROUNDS: u32 = 60;

/// How one table is shown.
pub(crate) struct Choice<'p, 'a> {
    pub table: Table<'p>,
    pub answers: Vec<&'a Answers>,
    pub cuts: Vec<&'a Cut>,
    /// Each group with rows, as places in [`Answers::groups`], in the order of the ladders.
    pub groups: Vec<(Vec<usize>, Class)>,
}

/// What auditing all tables together took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audited {
    /// Groups of fewer than k children that were asked about. None can be worked out.
    pub groups: usize,
    /// Linear programmes that were solved.
    pub solved: usize,
    /// Files of the tables that were merged further so that it is so.
    pub merged_further: BTreeSet<String>,
}

/// Everything that tables are chosen from.
pub(crate) struct Tables<'a> {
    pub profile: &'a Profile,
    pub policy: Policy,
    pub request: &'a Request,
    pub rows: &'a [Row],
    /// The children of the rows, numbered from 0.
    pub children: &'a [usize],
    pub answers: &'a BTreeMap<&'a str, Answers>,
    /// All rows together.
    pub all: Class,
}

impl<'a> Tables<'a> {
    /// Chooses.
    pub(crate) fn choose(&self) -> Result<(Vec<Choice<'a, 'a>>, Audited), Refusal> {
        let mut choices: Vec<Choice<'a, 'a>> = self
            .profile
            .tables()
            .into_iter()
            .map(|table| self.table(table, None))
            .collect::<Result<_, _>>()?;
        let mut audited = Audited::default();
        let mut hanging_together =
            Linked::new(self.profile, self.answers, self.rows, self.policy.k)
                .map_err(Refusal::NotAudited)?;
        for _ in 0..MOST_ROUNDS {
            let published = self.published(&choices);
            let linked = hanging_together.exposed(&published).map_err(Refusal::NotAudited)?;
            // All tables together take longest, so they are asked once nothing smaller is left.
            let found = match linked.is_empty() {
                true => self.audit(&published)?,
                false => Audit { exposures: linked, ..Audit::default() },
            };
            audited.solved += found.solved;
            if found.exposures.is_empty() {
                audited.groups = found.asked;
                return Ok((choices, audited));
            }
            // Each table once a round: what one step settles need not be settled twice.
            let mut stepped = BTreeSet::new();
            for exposure in &found.exposures {
                if exposure.tables.iter().any(|file| stepped.contains(file)) {
                    continue;
                }
                let file = self.merge_further(&mut choices, exposure)?;
                audited.merged_further.insert(file.clone());
                stepped.insert(file);
            }
        }
        Err(Refusal::TablesTellTogether { k: self.policy.k, period: self.request.period.clone() })
    }

    fn audit(&self, published: &PublishedYear) -> Result<Audit, Refusal> {
        let question =
            Question { published, k: self.policy.k, rows: Some(self.rows), crossings: true };
        audit(&question).map_err(Refusal::NotAudited)
    }

    /// All that the tables say, as the reader of the files will have it.
    fn published(&self, choices: &[Choice<'a, 'a>]) -> PublishedYear {
        let tables = choices
            .iter()
            .map(|choice| PublishedTable {
                id: choice.table.file(),
                shows: choice
                    .answers
                    .iter()
                    .zip(&choice.cuts)
                    .map(|(answers, cut)| Shows {
                        variable: answers.tree.variable.name.clone(),
                        codes: answers.shown(cut),
                    })
                    .collect(),
                groups: choice
                    .groups
                    .iter()
                    .map(|(at, class)| PublishedGroup {
                        codes: codes_of(at, &choice.answers)
                            .into_iter()
                            .map(str::to_owned)
                            .collect(),
                        children: class.children,
                        episodes: class.rows,
                    })
                    .collect(),
                withheld: Vec::new(),
            })
            .collect();
        PublishedYear {
            authority: self.request.authority.code.clone(),
            year: self.request.period.clone(),
            episodes: self.all.rows,
            children: self.all.children,
            tables,
        }
    }

    /// Merges one of the tables of an exposure one step further, and names it: the one that shows
    /// all of the group if there is one, otherwise the one that loses least.
    fn merge_further(
        &self,
        choices: &mut [Choice<'a, 'a>],
        exposure: &Exposure,
    ) -> Result<String, Refusal> {
        let mut best: Option<(u64, usize, Choice<'a, 'a>)> = None;
        for file in &exposure.tables {
            let Some(place) = choices.iter().position(|choice| choice.table.file() == *file) else {
                continue;
            };
            let now = &choices[place];
            let Ok(next) = self.table(now.table.clone(), Some(&now.cuts)) else { continue };
            let more = loss(&next.cuts).saturating_sub(loss(&now.cuts));
            if best.as_ref().is_none_or(|(least, _, _)| more < *least) {
                best = Some((more, place, next));
            }
            if !exposure.crossing {
                break;
            }
        }
        let Some((_, place, next)) = best else {
            return Err(Refusal::TablesTellTogether {
                k: self.policy.k,
                period: self.request.period.clone(),
            });
        };
        let file = next.table.file();
        choices[place] = next;
        Ok(file)
    }

    /// The best way to show one table, or the best that is coarser than another way.
    fn table(
        &self,
        table: Table<'a>,
        coarser_than: Option<&[&Cut]>,
    ) -> Result<Choice<'a, 'a>, Refusal> {
        let fault = || Refusal::CouldNotWrite { file: table.file() };
        let answers = table
            .variables()
            .iter()
            .map(|name| self.answers.get(name))
            .collect::<Option<Vec<&Answers>>>()
            .ok_or_else(fault)?;
        let mut counts = Counts::new(self.children, &answers);
        let telling = answers.first().map(|a| a.telling(&table.topic.telling)).unwrap_or_default();
        let allowed =
            |cuts: &[&Cut]| coarser_than.is_none_or(|finer| is_coarser(cuts, finer, &answers));
        let cuts = merge::choose(&answers, &mut counts, self.policy, &telling, &allowed)
            .ok_or_else(fault)?;
        let mut groups = Vec::new();
        for at in groups_of(&answers, &cuts) {
            let leaves: Vec<&[usize]> =
                at.iter().zip(&answers).map(|(&g, a)| a.groups[g].leaves.as_slice()).collect();
            let class = counts.class(&leaves);
            if class.rows > 0 {
                groups.push((at, class));
            }
        }
        Ok(Choice { table, answers, cuts, groups })
    }
}

fn loss(cuts: &[&Cut]) -> u64 {
    cuts.iter().map(|cut| cut.loss).sum()
}

/// The codes of one group, in the order of the table's columns.
pub(crate) fn codes_of<'a>(at: &[usize], answers: &[&'a Answers]) -> Vec<&'a str> {
    at.iter().zip(answers).map(|(&g, a)| a.groups[g].code.as_str()).collect()
}

/// Whether every group of some cuts lies in a group of others, which are not the same.
fn is_coarser(cuts: &[&Cut], finer: &[&Cut], answers: &[&Answers]) -> bool {
    let lies_in = |((cut, fine), answers): ((&&Cut, &&Cut), &&Answers)| {
        fine.groups.iter().all(|&f| {
            cut.groups.iter().any(|&c| {
                f == c || {
                    let wide = &answers.groups[c].leaves;
                    answers.groups[f].leaves.iter().all(|leaf| wide.contains(leaf))
                }
            })
        })
    };
    cuts.iter().zip(finer).any(|(cut, fine)| cut.groups != fine.groups)
        && cuts.iter().zip(finer).zip(answers).all(lies_in)
}

/// Every combination of groups of some cuts, in the order of the ladders.
fn groups_of(answers: &[&Answers], cuts: &[&Cut]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for (cut, answers) in cuts.iter().zip(answers) {
        let mut groups = cut.groups.clone();
        groups.sort_by_key(|&g| (answers.groups[g].node.is_none(), g));
        all = all
            .into_iter()
            .flat_map(|start| {
                groups.iter().map(move |&g| start.iter().copied().chain([g]).collect())
            })
            .collect();
    }
    all
}
