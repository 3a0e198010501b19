//! The published figures that invented children keep to, and how codes are given out so that they
//! come out exactly. They are data: `london.json`.

use std::collections::BTreeMap;

use homeward_casework::figures::apportion;
use homeward_vault::Seeded;
use serde::Deserialize;

use super::borough::weighted;
use crate::api::ApiError;

/// What was published of London.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "source")]
    _source: Vec<String>,
    /// Children who went missing in 2022-23.
    pub children: u32,
    /// Times that they went missing.
    pub episodes: u32,
    /// Codes of the list `gender_identity`, `BOYS` and `GIRLS` for those of whom nobody asked, or
    /// an absence code.
    pub boys_girls_transgender: Vec<Group>,
    /// Codes of the list `ethnicity`, or an absence code.
    pub ethnicity: Vec<Group>,
    /// Ages.
    pub age: Vec<Group>,
    /// Children who live in each authority, by its GSS code.
    pub children_of_authority: BTreeMap<String, u64>,
}

/// A published number, and how it is shared out among codes that were not published.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    of: u64,
    codes: BTreeMap<String, u64>,
}

impl Published {
    /// The figures that come with the program.
    ///
    /// # Errors
    /// The file is broken, which a test holds off.
    pub fn built_in() -> Result<Self, ApiError> {
        serde_json::from_str(include_str!("london.json"))
            .map_err(|_| ApiError::fault("The figures of the demo are broken."))
    }
}

/// What is still to be given out of each code, in incidents.
///
/// Of each code there is exactly its part of all incidents. Children draw in the order of their
/// incidents, most first, and only codes of which enough is left, so that at the end each code is
/// used up: children with one incident fill what is left.
pub struct Urn<'p> {
    left: Vec<(&'p str, u64)>,
}

impl<'p> Urn<'p> {
    /// Shares `incidents` out among the groups, and each group's among its codes, in whole numbers.
    pub fn new(groups: &'p [Group], incidents: u64) -> Self {
        let weights: Vec<u64> = groups.iter().map(|group| group.of).collect();
        let mut left = Vec::new();
        for (group, of) in groups.iter().zip(apportion(incidents, &weights)) {
            let weights: Vec<u64> = group.codes.values().copied().collect();
            let parts = apportion(of, &weights);
            left.extend(group.codes.keys().map(String::as_str).zip(parts));
        }
        Self { left }
    }

    /// A code for a child with this many incidents. When no code has so many left, the one with
    /// most: so few children with so many incidents cannot be shared out exactly.
    pub fn draw(&mut self, seeded: &mut Seeded, incidents: u32) -> &'p str {
        let incidents = u64::from(incidents);
        let enough: Vec<(usize, u64)> = self
            .left
            .iter()
            .enumerate()
            .filter(|(_, (_, left))| *left >= incidents && *left > 0)
            .map(|(at, (_, left))| (at, *left))
            .collect();
        let at = if enough.is_empty() {
            let most = self.left.iter().enumerate().max_by_key(|(_, (_, left))| *left);
            most.map_or(0, |(at, _)| at)
        } else {
            weighted(seeded, &enough)
        };
        match self.left.get_mut(at) {
            Some((code, left)) => {
                *left = left.saturating_sub(incidents);
                code
            }
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_report() {
        let published = Published::built_in().unwrap();
        assert_eq!((published.children, published.episodes), (9_370, 29_455));
        let sum = |groups: &[Group]| groups.iter().map(|group| group.of).sum::<u64>();
        assert_eq!(sum(&published.boys_girls_transgender), 29_455);
        assert_eq!(sum(&published.ethnicity), 29_455);
        assert_eq!(published.children_of_authority.len(), 33);
    }

    #[test]
    fn every_code_is_used_up_when_children_with_one_incident_are_last() {
        let published = Published::built_in().unwrap();
        let mut urn = Urn::new(&published.ethnicity, 1_000);
        let mut seeded = Seeded::new(3);
        for incidents in [60, 40, 30, 20, 10, 10, 10, 5, 5, 5, 5].into_iter().chain([1; 800]) {
            urn.draw(&mut seeded, incidents);
        }
        assert!(urn.left.iter().all(|(_, left)| *left == 0), "{:?}", urn.left);
    }
}
