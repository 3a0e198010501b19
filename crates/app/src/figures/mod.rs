//! Your own figures: an exact count of a financial year, for people inside the authority.
//!
//! Every table adds up to the same number of children and of episodes, and every percentage stands
//! beside the number it is of and the share of answers that are not there (data standard 7.8).
//! Nothing of this leaves: what leaves is a release.

mod episode;
mod read;
mod records;
mod shares;
mod tables;

use homeward_casework::figures::Count;

use crate::answers::durably;
use crate::api::ApiError;
use crate::api::figures::{Figures, FiguresAsk, FiguresForm};
use crate::release::periods_of;
use crate::roles::Act;
use crate::session::Homeward;
use crate::show;

/// Said wherever figures are shown.
const NOTICE: &str =
    "These are exact counts for your own use. For anything that leaves, make a release.";

/// How it is counted.
const NOTES: [&str; 5] = [
    "An episode counts in the financial year in which the child went missing.",
    "A child counts once in each table: ethnic group, sex and care status are those recorded now, and age is that at the child’s first episode of the year. So the rows of every table add up to all children.",
    "An answer that is not there is a row of its own, with the reason.",
    "Records count whether or not somebody has read them. Of several conversations or police interviews about one episode, the last counts.",
    "Children who may be in the store twice are not put together here. A release counts likely doubles as one child.",
];

impl Homeward {
    /// What the page *Figures* offers.
    ///
    /// # Errors
    /// This person may not see figures, or the store cannot be read.
    pub fn figures_form(&self) -> Result<FiguresForm, ApiError> {
        let authorities = self.with(Act::Figures, |open| Ok(open.me.authorities.clone()))?;
        let mut periods = std::collections::BTreeSet::new();
        for authority in &authorities {
            // One authority at a time, so that other commands get their turn.
            periods.extend(self.with(Act::Figures, |open| {
                periods_of(open.store.read()?, &authority.code, self.today())
            })?);
        }
        Ok(FiguresForm { authorities, periods: periods.into_iter().rev().collect() })
    }

    /// Counts a financial year of one authority of this store, or of all.
    ///
    /// # Errors
    /// This person may not see figures, the period is no financial year, it was stopped, or the
    /// store cannot be read.
    pub fn figures(&self, ask: FiguresAsk) -> Result<Figures, ApiError> {
        let own = self.with(Act::Figures, |open| Ok(open.me.authorities.clone()))?;
        let asked: Vec<_> = own
            .iter()
            .filter(|one| ask.authority.as_ref().is_none_or(|code| *code == one.code))
            .cloned()
            .collect();
        if asked.is_empty() {
            return Err(ApiError::problem("Choose an authority of this store."));
        }
        let running = self.job.begin().ok_or_else(|| {
            ApiError::refused(
                "Another import, release or count is under way. Wait until it is done.",
            )
        })?;
        let found = read::count(self, &asked, &ask.period, &running)?;
        self.with(Act::Figures, |open| {
            let mut op = self.op(open, "counted figures", None);
            let whose = ask.authority.as_deref().unwrap_or("all");
            op.detail = format!("{whose} {}", ask.period);
            let id = op.id;
            durably(open, |open| open.store.transact(&op, |_| Ok(())), id)?;
            Ok(())
        })?;
        let Count { episodes, children } = found.tally.total();
        let name = match (asked.as_slice(), &ask.authority) {
            ([one], _) => one.name.clone(),
            (many, _) => format!("All {} authorities of this store", many.len()),
        };
        Ok(Figures {
            title: format!("{name}, {}", in_words(&ask.period)),
            notice: NOTICE.to_owned(),
            sentence: format!(
                "{} of {}",
                counted(episodes, "episode", "episodes"),
                counted(children, "child", "children")
            ),
            children: small(children),
            episodes: small(episodes),
            notes: NOTES.map(str::to_owned).to_vec(),
            tables: tables::all(self.standard(), &found, &asked),
            shares: shares::all(self.standard(), &found),
            named: tables::named(self.standard(), &found),
        })
    }
}

/// "2025 to 2026".
fn in_words(period: &str) -> String {
    match period.split_once('-') {
        Some((first, next)) if first.len() == 4 => {
            format!("{first} to {}{next}", first.get(..2).unwrap_or_default())
        }
        _ => period.to_owned(),
    }
}

fn counted(number: u64, one: &str, many: &str) -> String {
    show::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
}

/// A count as it crosses. No store holds more than four thousand million of anything.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// "42.8%", of tenths of a percent.
fn percent(per_thousand: u64) -> String {
    format!("{}.{}%", per_thousand / 10, per_thousand % 10)
}

#[cfg(test)]
mod tests;
