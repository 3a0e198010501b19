//! The measures of topic tables.

use std::collections::BTreeMap;

use super::{Measure, ten_thousandths};
use crate::attacks::AttackFault;
use crate::{Manifest, ReleaseFile};

/// The children and episodes of each group of one table.
type Groups = Vec<(u64, u64)>;

pub(super) fn measures(files: &[ReleaseFile]) -> Result<Vec<Measure>, AttackFault> {
    let unreadable = |file: &str| AttackFault::Unreadable { file: file.to_owned() };
    let bytes = |name: &str| {
        let file = files.iter().find(|file| file.name == name);
        file.map(|file| file.bytes.as_slice()).ok_or_else(|| unreadable(name))
    };
    let manifest: Manifest =
        serde_json::from_slice(bytes("manifest.json")?).map_err(|_| unreadable("manifest.json"))?;
    let tables = groups(bytes("cells.csv")?).ok_or_else(|| unreadable("cells.csv"))?;

    let all = || tables.values().flatten();
    let fewest = all().map(|(children, _)| *children).min().unwrap_or(0);
    let rows: u128 = all().map(|(_, episodes)| u128::from(*episodes)).sum();
    // A group adds episodes / children; millionths keep the sum whole.
    let mean: u128 = all()
        .map(|(children, rows)| {
            (u128::from(*rows) * 1_000_000).div_ceil(u128::from(*children).max(1))
        })
        .sum();
    let marketer = tables.values().map(|groups| {
        let standing = groups.iter().map(|(children, _)| u128::from(*children)).sum();
        ten_thousandths(groups.len() as u128, standing)
    });
    let highest = ten_thousandths(u128::from(fewest > 0), u128::from(fewest));
    let whole = |id, ten_thousandths| Measure { id, of: None, ten_thousandths };
    let mut measures = vec![
        whole("prosecutor_highest", highest),
        whole("prosecutor_mean", ten_thousandths(mean, rows * 1_000_000)),
        whole("journalist", highest),
        whole("marketer", marketer.max().unwrap_or(0)),
    ];

    // Of each column: what is lost, and what could be.
    let mut lost: BTreeMap<&str, (u128, u128)> = BTreeMap::new();
    for entry in &manifest.tables {
        let mut reader = csv::Reader::from_reader(bytes(&entry.file)?);
        let heading = reader.headers().map_err(|_| unreadable(&entry.file))?.clone();
        let columns: Vec<(usize, BTreeMap<&str, u64>, u64, &str)> = entry
            .merges
            .iter()
            .map(|merge| {
                let place = heading.iter().position(|name| name == merge.variable)?;
                let mut widths: BTreeMap<&str, u64> = BTreeMap::new();
                for to in merge.codes.values() {
                    *widths.entry(to).or_default() += 1;
                }
                let most = u64::try_from(merge.codes.len()).ok()?.saturating_sub(1);
                Some((place, widths, most, merge.variable.as_str()))
            })
            .collect::<Option<_>>()
            .ok_or_else(|| unreadable(&entry.file))?;
        for record in reader.records() {
            let record = record.map_err(|_| unreadable(&entry.file))?;
            for (place, widths, most, variable) in &columns {
                let width = record.get(*place).and_then(|code| widths.get(code));
                let width = width.ok_or_else(|| unreadable(&entry.file))?;
                let sum = lost.entry(variable).or_default();
                sum.0 += u128::from(width.saturating_sub(1));
                sum.1 += u128::from(*most);
            }
        }
    }
    measures.extend(lost.into_iter().map(|(variable, (part, whole))| Measure {
        id: "ncp",
        of: Some(variable.to_owned()),
        ten_thousandths: ten_thousandths(part, whole),
    }));
    Ok(measures)
}

/// The groups of `cells.csv` by table.
fn groups(bytes: &[u8]) -> Option<BTreeMap<(String, String), Groups>> {
    let mut tables: BTreeMap<(String, String), Groups> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(bytes);
    let heading = reader.headers().ok()?.clone();
    let place = |name: &str| heading.iter().position(|column| column == name);
    let (topic, by) = (place("topic")?, place("by")?);
    let (children, episodes) = (place("children")?, place("episodes")?);
    for record in reader.records() {
        let record = record.ok()?;
        let group = (record[children].parse().ok()?, record[episodes].parse().ok()?);
        tables.entry((record[topic].to_owned(), record[by].to_owned())).or_default().push(group);
    }
    Some(tables)
}
