//! Takes the profile of episode records and its ladders out of the London standard.

use std::collections::BTreeSet;

use homeward_standard::{RecordColumn, Standard};
use serde_json::Value;

use super::profile::{Known, RecordsPolicy, RecordsProfile, Told};
use super::schema;
use super::words::label_entries;
use crate::Refusal;
use crate::from_standard::{authorities, broken, ladder, percent};

impl RecordsProfile {
    /// The episode records of the release profile of that id, with their ladders.
    ///
    /// # Errors
    /// [`Refusal::ProfileBroken`] if there is none, or if it cannot be used.
    pub fn from_standard(standard: &Standard, id: &str) -> Result<Self, Refusal> {
        let found = standard.profile(id).ok_or_else(|| broken(id, "is not there"))?;
        let records = found.records.as_ref().ok_or_else(|| broken(id, "has no episode records"))?;
        let used: BTreeSet<&str> =
            records.known.iter().chain(&records.told).map(|c| c.ladder.as_str()).collect();
        let ladders =
            used.into_iter().map(|id| ladder(standard, id)).collect::<Result<Vec<_>, _>>()?;
        let profile = Self {
            id: found.id.clone(),
            version: found.version,
            title: records.title.clone(),
            policy: RecordsPolicy {
                k: found.k,
                l: records.l,
                largest_share_percent: percent(found.dominance),
                largest_answer_percent: percent(records.homogeneity),
                most_dropped_per_mille: per_mille(records.drop_cap),
            },
            known: records.known.iter().map(known).collect(),
            told: records.told.iter().map(told).collect(),
            ladders,
            authorities: authorities(standard),
        };
        profile.checked()?;
        Ok(profile)
    }

    /// The schema of the files of any authority and year under this profile, for whoever writes a
    /// program that reads them. Each release carries its own.
    ///
    /// # Errors
    /// [`Refusal::ProfileBroken`] if the profile cannot be used.
    pub fn published_schema(&self) -> Result<Value, Refusal> {
        schema::schema(&label_entries(self)?)
    }
}

/// The share in thousandths. It is rounded down, so that a release is never looser.
fn per_mille(share: f64) -> u32 {
    (0..=10).rev().find(|n| f64::from(*n) <= share * 1000.0).unwrap_or(0)
}

fn known(column: &RecordColumn) -> Known {
    Known {
        name: column.id.clone(),
        title: column.title.clone(),
        variable: column.variable.clone(),
        ladder: column.ladder.clone(),
        floor: column.floor,
        weight: column.weight,
        settles: column.settles.clone(),
    }
}

fn told(column: &RecordColumn) -> Told {
    Told {
        name: column.id.clone(),
        title: column.title.clone(),
        variable: column.variable.clone(),
        ladder: column.ladder.clone(),
        floor: column.floor,
        weight: column.weight,
        telling: column.telling.iter().cloned().collect(),
        diverse: column.diverse,
    }
}
