//! The consistency checks over what an import brings, row by row, before anything is written: the
//! same ones as beside a question and at *check answers*.
//!
//! A file of the past holds a few columns of many, so a rule speaks only where everything that it
//! looks at in the record is answered. What is missing is nobody's fault here.

use std::collections::{BTreeMap, BTreeSet};

use homeward_casework::checks::{self, Around, Check};
use homeward_casework::ssda903::Contents;
use homeward_standard::{Answer, Facts, Moment, Reference};

use super::entry::Entry;
use super::matching::{Fate, Known};
use super::ssda903::{child_entry, episode_entry};
use crate::api::ApiError;
use crate::session::Homeward;

/// The rules that rows of a file break, by line.
pub(crate) type Broken = BTreeMap<u64, Vec<&'static Check>>;

/// The rules that a file's new episodes and children break, beside those that the return has itself.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// By line of `missing.csv`.
    pub(crate) episodes: Broken,
    /// By line of `header.csv`.
    pub(crate) children: Broken,
}

/// Runs the checks.
///
/// # Errors
/// The standard has no questions about a child or an episode.
pub(crate) fn judge(
    home: &Homeward,
    authority: &str,
    contents: &Contents,
    fates: &[Fate],
    known: &BTreeMap<String, Known>,
) -> Result<Judged, ApiError> {
    let mut times: BTreeMap<&str, Vec<(Moment, Option<Moment>)>> = BTreeMap::new();
    for episode in &contents.episodes {
        let time = (Moment::day(episode.start), episode.end.map(Moment::day));
        times.entry(&episode.local_id).or_default().push(time);
    }
    let mut judged = Judged::default();
    let mut children: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
    for (episode, fate) in contents.episodes.iter().zip(fates) {
        if !matches!(fate, Fate::New { .. }) {
            continue;
        }
        let Some(child) = contents.children.get(&episode.local_id) else { continue };
        if !children.contains_key(episode.local_id.as_str()) {
            let entry = child_entry(home, authority, child)?;
            let is_new = known.get(&episode.local_id).is_none_or(|known| known.child.is_none());
            if let (true, Some(line)) = (is_new, child.line) {
                let said: BTreeSet<u16> = child.flags.iter().filter_map(|f| f.rule()).collect();
                let facts = Row { own: &entry, child: None };
                put(&mut judged.children, line, broken(home, &facts, &[], &said));
            }
            children.insert(&episode.local_id, entry);
        }
        let mine = (Moment::day(episode.start), episode.end.map(Moment::day));
        // This one last, so that the others stand together.
        let times = times.get_mut(episode.local_id.as_str()).map_or(&mut [][..], Vec::as_mut_slice);
        if let Some(at) = times.iter().position(|other| *other == mine) {
            times.swap(at, times.len() - 1);
        }
        let others = times.split_last().map_or(&[][..], |(_, others)| others);
        let own = episode_entry(home, episode)?;
        let facts = Row { own: &own, child: children.get(episode.local_id.as_str()) };
        let said: BTreeSet<u16> = episode.flags.iter().filter_map(|f| f.rule()).collect();
        put(&mut judged.episodes, episode.line, broken(home, &facts, others, &said));
    }
    Ok(judged)
}

fn put(to: &mut Broken, line: u64, broken: Vec<&'static Check>) {
    if !broken.is_empty() {
        to.insert(line, broken);
    }
}

/// The rules that one record breaks, without those of the return that were `said` already.
fn broken(
    home: &Homeward,
    facts: &Row<'_>,
    others: &[(Moment, Option<Moment>)],
    said: &BTreeSet<u16>,
) -> Vec<&'static Check> {
    let around = Around { now: home.now(), other_episodes: others };
    let set = facts.own.set();
    checks::check(set, facts, &around)
        .into_iter()
        .map(|finding| finding.check)
        .filter(|check| check.ssda903.iter().all(|rule| !said.contains(rule)))
        .filter(|check| check.own_questions(set).all(|id| facts.own.answer(id).is_some()))
        .collect()
}

/// The answers of a row and of its child.
struct Row<'a> {
    own: &'a Entry<'a>,
    child: Option<&'a Entry<'a>>,
}

impl Facts for Row<'_> {
    fn answer(&self, reference: &Reference, item: Option<u32>) -> Option<Answer> {
        if item.is_some() {
            return None;
        }
        let of = match reference.set.as_deref() {
            None => Some(self.own),
            Some(set) if set == self.own.set().id => Some(self.own),
            Some("child") => self.child,
            Some(_) => None,
        };
        of?.answer(&reference.id).cloned()
    }
}
