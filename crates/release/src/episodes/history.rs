//! What earlier releases of episode records showed, so that a reissue gives no change away.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::make::EpisodeRelease;
use super::manifest::ColumnKind;
use super::{EPISODES, EpisodeRow};

/// What one release of episode records showed of each episode. It stays inside the encrypted store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRecords {
    /// Every text that stands in `rows`.
    texts: Vec<String>,
    /// Episode to its child, what its known columns read together, and what each column of what was
    /// told reads: places in `texts`.
    rows: BTreeMap<u128, (u128, u32, Vec<u32>)>,
}

impl HeldRecords {
    /// What a release shows of the rows it was made from.
    #[must_use]
    pub fn of(release: &EpisodeRelease, rows: &[EpisodeRow]) -> Self {
        let csv = release.files.iter().find(|file| file.name == EPISODES);
        let text = csv.map_or("", |file| std::str::from_utf8(&file.bytes).unwrap_or_default());
        let told = release.manifest.columns.iter().filter(|c| c.kind == ColumnKind::Told).count();
        let lines: Vec<(Vec<&str>, &EpisodeRow)> = text
            .lines()
            .skip(1)
            .zip(&release.behind)
            .filter_map(|(line, behind)| Some((line.split(',').collect(), rows.get(*behind)?)))
            .collect();
        // In an order of their own: the same release, drawn in another order, is the same here.
        let mut texts = BTreeSet::new();
        let parts = |cells: &[&str]| -> Vec<String> {
            let (known, told) = cells.split_at(cells.len().saturating_sub(told));
            let told = told.iter().map(|cell| (*cell).to_owned());
            std::iter::once(known.join(",")).chain(told).collect()
        };
        for (cells, _) in &lines {
            texts.extend(parts(cells));
        }
        let texts: Vec<String> = texts.into_iter().collect();
        let place = |text: &String| {
            let found = texts.binary_search(text).unwrap_or(usize::MAX);
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let kept = lines.iter().map(|(cells, row)| {
            let places: Vec<u32> = parts(cells).iter().map(place).collect();
            let (known, told) = places.split_first().unwrap_or((&u32::MAX, &[]));
            (row.episode, (row.child, *known, told.to_vec()))
        });
        let rows = kept.collect();
        Self { texts, rows }
    }

    fn text(&self, place: u32) -> &str {
        let at = usize::try_from(place).unwrap_or(usize::MAX);
        self.texts.get(at).map_or("", String::as_str)
    }
}

/// The way of one row through the releases: what its known columns read in each, if it is there.
type Way<'a> = Vec<Option<&'a str>>;

/// What changed of one row in what was told: by release, what the columns read before and after.
type Change<'a> = Vec<(usize, Vec<(&'a str, &'a str)>)>;

/// About how many children `all` releases of one authority and period, taken together, show
/// something that fewer than `k` children share: a way through their groups, or a change in what
/// was told. None if about nobody.
#[must_use]
pub fn exposed_records(all: &[HeldRecords], k: u32) -> Option<usize> {
    if all.len() < 2 {
        return None;
    }
    let episodes: BTreeSet<u128> = all.iter().flat_map(|held| held.rows.keys()).copied().collect();
    let mut on_way: BTreeMap<Way<'_>, BTreeSet<u128>> = BTreeMap::new();
    let mut with: BTreeMap<(Way<'_>, Change<'_>), BTreeSet<u128>> = BTreeMap::new();
    for episode in episodes {
        let rows: Vec<_> = all.iter().map(|held| (held, held.rows.get(&episode))).collect();
        let Some((child, ..)) = rows.iter().rev().find_map(|(_, row)| *row) else { continue };
        let way: Way<'_> =
            rows.iter().map(|(held, row)| row.map(|(_, known, _)| held.text(*known))).collect();
        let mut change = Change::new();
        let there: Vec<_> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, (held, row))| row.map(|(_, _, told)| (at, *held, told)))
            .collect();
        for pair in there.windows(2) {
            let [(_, was, before), (at, is, after)] = pair else { continue };
            let texts = before.iter().zip(*after).map(|(b, a)| (was.text(*b), is.text(*a)));
            let texts: Vec<(&str, &str)> = texts.collect();
            if texts.iter().any(|(before, after)| before != after) {
                change.push((*at, texts));
            }
        }
        on_way.entry(way.clone()).or_default().insert(*child);
        if !change.is_empty() {
            with.entry((way, change)).or_default().insert(*child);
        }
    }
    let k = usize::try_from(k).unwrap_or(usize::MAX);
    let few: BTreeSet<u128> = on_way
        .into_values()
        .chain(with.into_values())
        .filter(|children| children.len() < k)
        .flatten()
        .collect();
    (!few.is_empty()).then_some(few.len())
}
