//! The measures of a written file of records.

use std::collections::HashMap;

use super::{Measure, ten_thousandths};
use crate::records_check::{Kind, Written};

pub(super) fn measures(written: &Written<'_>) -> Vec<Measure> {
    let groups = written.groups();
    let people: Vec<u64> = groups.iter().map(|rows| written.people_of(rows)).collect();
    let fewest = people.iter().copied().min().unwrap_or(0);
    let mean: u128 = groups
        .iter()
        .zip(&people)
        .map(|(rows, people)| (rows.len() as u128 * 1_000_000).div_ceil(u128::from(*people).max(1)))
        .sum();
    let highest = ten_thousandths(u128::from(fewest > 0), u128::from(fewest));
    let standing: u128 = people.iter().map(|people| u128::from(*people)).sum();
    let whole = |id, ten_thousandths| Measure { id, of: None, ten_thousandths };
    let mut measures = vec![
        whole("prosecutor_highest", highest),
        whole("prosecutor_mean", ten_thousandths(mean, written.rows() as u128 * 1_000_000)),
        whole("journalist", highest),
        whole("marketer", ten_thousandths(groups.len() as u128, standing)),
    ];
    for (at, column) in written.columns() {
        let Kind::Broader { lines, .. } = &column.kind else { continue };
        let most = lines.len().saturating_sub(1) as u128;
        let mut widths: HashMap<&str, u128> = HashMap::new();
        for line in lines {
            // A label that stands on several levels covers the same leaves on each.
            let mut labels: Vec<&str> = line.iter().map(String::as_str).collect();
            labels.dedup();
            labels.into_iter().for_each(|label| *widths.entry(label).or_default() += 1);
        }
        let of_text: Vec<u128> = written.cells[at]
            .texts
            .iter()
            .map(|text| widths.get(text.as_str()).copied().unwrap_or(1).saturating_sub(1))
            .collect();
        let lost: u128 = written.cells[at]
            .rows
            .iter()
            .map(|&text| of_text[usize::try_from(text).unwrap_or(usize::MAX)])
            .sum();
        // What was left out is all lost.
        let records = written.beside.people.len() as u128;
        let out = records.saturating_sub(written.rows() as u128) * most;
        let name = Some(column.name.clone());
        let ten_thousandths = ten_thousandths(lost + out, records * most);
        measures.push(Measure { id: "ncp", of: name, ten_thousandths });
    }
    measures
}
