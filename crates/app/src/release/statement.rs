//! A year of too few children for anything else: the statement that says just that.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use homeward_casework::derived::{financial_year, financial_year_days};
use homeward_release::statement::{Statement, make};
use homeward_release::{Profile, Request, Version, verify};
use homeward_standard::Standard;
use homeward_vault::sha256_hex;

use super::preview;
use super::rows::Found;
use crate::api::release_preview::ReleasePreview;

/// What it is called on the screen.
pub(super) const NAME: &str = "Statement";

/// Makes it, and has it checked by other code.
///
/// # Errors
/// Why it cannot be made, in a sentence.
pub(super) fn made(
    profile: &Profile,
    standard: &Standard,
    request: &Request,
    found: &Found,
) -> Result<Statement, String> {
    // Tables count likely doubles as one child, since that is the safe side for them. For a
    // statement it is not: they may be two, and then it would not be true.
    let k = profile.policy.k;
    if u32::try_from(found.recorded).unwrap_or(u32::MAX) >= k {
        return Err(format!(
            "Some children with an episode in {} are likely doubles. Counted as one child each there are fewer than {k} children, too few for tables; counted apart there are not, so a statement that there are fewer may be untrue. Settle the likely doubles first, then look again.",
            request.period
        ));
    }
    // Without the older versions that asked the records: they would tell that there are some.
    let versions = Version::all_of(standard, &sha256_hex);
    let request = Request { versions, ..request.clone() };
    let statement =
        make(profile, &found.rows, &request, &sha256_hex).map_err(|refusal| refusal.to_string())?;
    let report = verify::check(&statement.files, profile, &sha256_hex, Some(&found.rows));
    if report.outcome != verify::Outcome::Holds {
        return Err(preview::not_its_own_check(&report));
    }
    Ok(statement)
}

/// Why no statement is made of a year before the records of this store begin: that it holds nothing
/// of the year does not say that few children went missing in it.
pub(super) fn before_the_records(period: &str) -> String {
    format!(
        "There is no episode of {period} in this store, nor of any year before it. Nobody can say from here that few children went missing in that year: it may be recorded in another program."
    )
}

/// Puts in what it says. Nothing but the caution depends on what was found.
pub(super) fn fill(preview: &mut ReleasePreview, statement: &Statement, found: &Found) {
    let manifest = &statement.manifest;
    preview.product = NAME.to_owned();
    preview.leaves = vec![
        format!("One sentence: “{}”", manifest.statement.words),
        "No table, no count and no number of any kind. A year in which no child went missing gives the same files."
            .to_owned(),
        "With it: who it is for and why, the versions of the questions and lists, and this report."
            .to_owned(),
        "Whoever adds up authorities counts this one among those with a statement.".to_owned(),
    ];
    preview.statement = Some(manifest.statement.words.clone());
    preview.caution = found.rows.is_empty().then(|| {
        format!(
            "There is no episode of {} in this store. Make sure that the year was recorded here, and not in another program, before this leaves.",
            manifest.period
        )
    });
}

/// Financial years for which there can be a release, newest first: those that hold an episode, and
/// those without one that are over and come after one that does.
pub(super) fn with_quiet_years(mut years: BTreeSet<String>, today: NaiveDate) -> Vec<String> {
    let now = financial_year(today);
    let mut year = years.first().cloned();
    while let Some(at) = year.filter(|year| *year < now) {
        let next = financial_year_days(&at).and_then(|(_, last)| last.succ_opt());
        years.insert(at);
        year = next.map(financial_year);
    }
    years.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_an_episode_can_be_stated_once_they_are_over() {
        let years = |held: &[&str], today: &str| {
            let held = held.iter().map(|year| (*year).to_owned()).collect();
            with_quiet_years(held, today.parse().unwrap())
        };
        assert_eq!(
            years(&["2022-23", "2024-25"], "2026-11-22"),
            ["2025-26", "2024-25", "2023-24", "2022-23"]
        );
        assert_eq!(years(&["2026-27"], "2026-11-22"), ["2026-27"]);
        assert_eq!(years(&["1998-99"], "2000-03-31"), ["1998-99"]);
        assert_eq!(years(&["1998-99"], "2000-04-01"), ["1999-00", "1998-99"]);
        assert!(years(&[], "2026-11-22").is_empty());
    }
}
