//! What the caller hands in: the rows, what is asked for, and two tools that a pure crate lacks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::profile::is_code;
use crate::{Policy, Profile, Refusal, Version};

/// One episode, as the engine sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which child: an opaque number that holds for this release only and is never written.
    /// Likely doubles that nobody has settled get one number, so that they count as one child.
    pub child: u64,
    /// Variable to leaf code or absence code. Every variable of the profile has one.
    pub values: BTreeMap<String, String>,
}

/// What is to be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whose children these are.
    pub authority: Authority,
    /// The financial year, such as `2025-26`.
    pub period: String,
    /// Who gets it: the name of an organisation.
    pub receiver: String,
    /// What they need it for, on one line of at most [`LONGEST_PURPOSE`] characters.
    pub purpose: String,
    /// The agreement under which it is shared, on one line of at most [`LONGEST_AGREEMENT`]
    /// characters.
    pub agreement: String,
    /// The day on which it is made.
    pub made_on: NaiveDate,
    /// The rules to hold, no looser than the profile's. None takes the profile's own.
    pub policy: Option<Policy>,
    /// The question sets and lists in use, for the manifest.
    pub versions: Vec<Version>,
}

/// A local authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// GSS code, such as `E09000012`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What only `homeward-vault` can do, handed in as values.
pub struct Tools<'a> {
    /// Lower-case hexadecimal SHA-256 of some bytes.
    pub hash: &'a dyn Fn(&[u8]) -> String,
    /// Draws a whole number below its argument, which is never 0, evenly. The draws shuffle the
    /// rows of one table after another and are never started again, so each table has an order of
    /// its own. Give it a cryptographic generator with a key made for this release. A table is
    /// put in order before it is shuffled, so not even a bad generator could let the order of the
    /// records through.
    pub below: &'a mut dyn FnMut(u64) -> u64,
}

/// The longest name of a receiver, in characters.
pub const LONGEST_RECEIVER: usize = 100;

/// The longest purpose, in characters.
pub const LONGEST_PURPOSE: usize = 300;

/// The longest name of an agreement, in characters.
pub const LONGEST_AGREEMENT: usize = 200;

/// Whether some text says something, on one line of at most so many characters.
pub(crate) fn is_one_line(text: &str, longest: usize) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= longest
        && !text.chars().any(char::is_control)
}

impl Request {
    /// Checks what was asked for, and gives the rules to hold.
    pub(crate) fn checked(&self, profile: &Profile) -> Result<Policy, Refusal> {
        self.checked_for(&profile.authorities)?;
        let policy = self.policy.unwrap_or(profile.policy);
        let loosest = profile.policy;
        if policy.k < loosest.k || policy.largest_share_percent > loosest.largest_share_percent {
            return Err(Refusal::LooserThanProfile {
                k: loosest.k,
                percent: loosest.largest_share_percent,
            });
        }
        Ok(policy)
    }

    /// Checks all of it but the rules.
    pub(crate) fn checked_for(&self, authorities: &[Authority]) -> Result<(), Refusal> {
        if !is_code(&self.authority.code) || !authorities.contains(&self.authority) {
            return Err(Refusal::NotAnAuthority);
        }
        if !is_financial_year(&self.period) {
            return Err(Refusal::NotAFinancialYear);
        }
        if !is_one_line(&self.receiver, LONGEST_RECEIVER) {
            return Err(Refusal::NoReceiver);
        }
        if !is_one_line(&self.purpose, LONGEST_PURPOSE) {
            return Err(Refusal::NoPurpose);
        }
        if !is_one_line(&self.agreement, LONGEST_AGREEMENT) {
            return Err(Refusal::NoAgreement);
        }
        Ok(())
    }
}

/// Whether some text is a financial year such as `2025-26`: the second year follows the first.
pub(crate) fn is_financial_year(text: &str) -> bool {
    let Some((first, second)) = text.split_once('-') else { return false };
    let digits = |t: &str, many| t.len() == many && t.bytes().all(|b| b.is_ascii_digit());
    digits(first, 4)
        && digits(second, 2)
        && first.parse::<u32>().is_ok_and(|year| format!("{:02}", (year + 1) % 100) == second)
}
