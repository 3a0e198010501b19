//! Episode records out of the store: made, and proven by a reader of its own.

use homeward_release::episodes::{
    self, EpisodeRelease, HeldRecords, RecordsProfile, exposed_records,
};
use homeward_release::history::Held;
use homeward_release::{Profile, Request, Tools, make as make_tables};
use homeward_vault::{Seeded, random_bytes, sha256_hex};

use super::PROFILE;
use super::rows::Found;
use crate::session::Homeward;
use crate::show;

/// Episode records that may leave, as they are in memory.
#[derive(Debug)]
pub(super) struct Worked {
    pub(super) release: EpisodeRelease,
    pub(super) profile: RecordsProfile,
    /// All that was and is shown of the period in episode records, for the ledger, this last.
    pub(super) held: Vec<HeldRecords>,
    /// The topic tables of the period that these records were held against, sent or not.
    pub(super) tables: Vec<Held>,
}

/// Makes the episode records of what was found in the store.
///
/// `tables` is what was released of topic tables of the period before, `records` of episode
/// records. The topic tables as they are now are looked at too, whether or not they were ever sent:
/// the two are held side by side.
///
/// # Errors
/// A sentence that says why there are none.
pub(super) fn make(
    home: &Homeward,
    request: &Request,
    found: &Found,
    tables: &[Held],
    records: &[HeldRecords],
) -> Result<Worked, String> {
    let of_tables =
        Profile::from_standard(home.standard(), PROFILE).map_err(|refusal| refusal.to_string())?;
    let profile = RecordsProfile::from_standard(home.standard(), PROFILE)
        .map_err(|refusal| refusal.to_string())?;
    // The order of the rows is drawn from a key that nobody ever has again.
    let mut draws = Seeded::from_key(random_bytes());
    let mut below = |many| draws.below(many);
    let now = make_tables(
        &of_tables,
        &found.rows,
        request,
        Tools { hash: &sha256_hex, below: &mut below },
    )
    .map_err(|refusal| refusal.to_string())?;
    let mut side_by_side = tables.to_vec();
    let now = Held::of(&now.manifest, &found.rows, &found.ids);
    if !side_by_side.contains(&now) {
        side_by_side.push(now);
    }
    let release = episodes::make(
        &profile,
        &found.records,
        &side_by_side,
        request,
        Tools { hash: &sha256_hex, below: &mut below },
    )
    .map_err(|refusal| refusal.to_string())?;
    let faults = episodes::check(&release.files, &profile, &found.records, &release.behind);
    if let Some(fault) = faults.first() {
        return Err(format!(
            "The episode records did not pass their own check ({fault}). Nothing was written. Please report this; do not release in another way."
        ));
    }
    let mut held = records.to_vec();
    let this = HeldRecords::of(&release, &found.records);
    if held.last() != Some(&this) {
        held.push(this);
    }
    if let Some(few) = exposed_records(&held, profile.policy.k) {
        let whom = show::count(few, "child", "children");
        return Err(format!(
            "Episode records of {} were released before. Side by side with what was sent then, these would show what changed about {whom} since, so they wait until enough other records have changed in the same way. Nothing has to be done; what was sent stays right for its day.",
            request.period
        ));
    }
    Ok(Worked { release, profile, held, tables: side_by_side })
}

impl Worked {
    /// What leaves, in plain sentences.
    pub(super) fn leaves(&self) -> Vec<String> {
        let totals = self.release.manifest.totals;
        let of = |number: u64, one: &str, many: &str| {
            show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
        };
        let mut leaves = vec![
            format!(
                "One table with {} of {} and {}, in an order drawn by chance. No two rows can be joined.",
                of(totals.rows, "row", "rows"),
                of(totals.episodes, "episode", "episodes"),
                of(totals.children, "child", "children"),
            ),
            format!(
                "The rows stand in {}. The smallest is of {}.",
                of(totals.groups, "group that reads alike", "groups that read alike"),
                of(totals.fewest_children, "child", "children"),
            ),
            "With it: what each label stands for, a schema of the row, and this report.".to_owned(),
            "No name, date, place, number of a child or own words.".to_owned(),
        ];
        if totals.left_out > 0 {
            leaves.push(format!(
                "{} left out, since no group could take them in.",
                of(totals.left_out, "episode was", "episodes were"),
            ));
        }
        leaves
    }

    /// What was merged, in plain sentences, and what to do where that is too much.
    pub(super) fn merged(&self) -> Vec<String> {
        let columns = &self.release.manifest.columns;
        let mut merged: Vec<String> =
            columns.iter().flat_map(|column| column.words.clone()).collect();
        let lost = self.release.loss / 10_000;
        merged.push(format!("All in all, {lost} per cent of what the rows could say is lost."));
        if self.release.manifest.totals.children < FEW {
            merged.push(
                "With so few children the rows come out coarse. The topic tables say more, and their totals are exact."
                    .to_owned(),
            );
        }
        merged
    }
}

/// With fewer children than this the topic tables are the better choice.
const FEW: u64 = 1_000;
