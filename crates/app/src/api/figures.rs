//! Your own figures: exact counts for people inside the authority.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::door::Authority;

/// What the page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FiguresForm {
    /// Authorities of this store.
    pub authorities: Vec<Authority>,
    /// Financial years that hold an episode, newest first.
    pub periods: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct FiguresAsk {
    /// GSS code. None counts all authorities of the store together.
    pub authority: Option<String>,
    /// Financial year, `2025-26`.
    pub period: String,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Figures {
    /// "Hackney, 2025 to 2026".
    pub title: String,
    /// That they are exact, and what to do instead when something is to leave.
    pub notice: String,
    /// "900 episodes of 285 children".
    pub sentence: String,
    /// Distinct children.
    pub children: u32,
    /// Episodes.
    pub episodes: u32,
    /// How they are counted, in sentences.
    pub notes: Vec<String>,
    /// Tables whose rows add up to all children and all episodes.
    pub tables: Vec<FigureTable>,
    /// Percentages, by what they are about.
    pub shares: Vec<FigureShares>,
    /// What was named, by kind: a conversation may name several, so these rows do not add up.
    pub named: Vec<FigureTable>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureTable {
    /// Handed back by nothing; tells tables apart.
    pub id: String,
    /// "Ethnic group".
    pub title: String,
    /// How this one is counted, when that needs saying.
    pub note: Option<String>,
    /// What the second number counts: "Episodes", or "Conversations".
    pub counted: String,
    /// The rows, the answers first and the absence codes last.
    pub rows: Vec<FigureRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureRow {
    /// The code, as in the standard.
    pub code: String,
    /// What it says.
    pub label: String,
    /// Distinct children.
    pub children: u32,
    /// "42.8%".
    pub children_percent: String,
    /// Episodes, or conversations.
    pub episodes: u32,
    /// "42.8%".
    pub episodes_percent: String,
    /// Whether it is an absence code: no answer, with the reason why there is none.
    pub absence: bool,
}

/// Percentages about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureShares {
    /// "The offer of a conversation".
    pub title: String,
    /// The percentages.
    pub lines: Vec<FigureShare>,
}

/// One percentage, with the number that it is of and the answers that are not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureShare {
    /// Tells it apart.
    pub id: String,
    /// What it is the share of.
    pub label: String,
    /// "62.3%", or "–" when there is no answer to count, or a number of hours.
    pub value: String,
    /// How many count.
    pub yes: Option<u32>,
    /// Of how many answers.
    pub n: u32,
    /// "8.1% (120)": how many have an absence code or no answer yet, of all it applies to.
    pub absent: String,
}
