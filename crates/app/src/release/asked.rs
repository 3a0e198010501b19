//! What a release is to be of, checked word by word before anything is worked out.

use homeward_casework::derived::financial_year_days;
use homeward_release::{Authority, LONGEST_AGREEMENT, LONGEST_PURPOSE, LONGEST_RECEIVER};

use super::receivers;
use crate::api::ApiError;
use crate::api::release::{Product, ProductChoice, ReleaseFor};
use crate::session::{Homeward, Open};

/// What can be made.
pub(super) fn products() -> Vec<ProductChoice> {
    let choice = |of: Product, hint: &str| ProductChoice {
        product: of,
        label: product(of).to_owned(),
        hint: hint.to_owned(),
    };
    vec![
        choice(
            Product::TopicTables,
            "Many small tables, each about one question, alone or with one fact about the child. Their totals are exact, they need the fewest children, and no two tables can be joined.",
        ),
        choice(
            Product::EpisodeRecords,
            "One row for each episode with a few broad columns, for somebody who analyses them together. They need many children: with few they come out coarse.",
        ),
    ]
}

/// What is made, in words.
pub(super) fn product(product: Product) -> &'static str {
    match product {
        Product::TopicTables => "Topic tables",
        Product::EpisodeRecords => "Episode records",
    }
}

/// A release that can be worked out: every word of it is as it will stand in the manifest.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// As it was asked, with the receiver's name for its code, and nothing around the words.
    pub(super) asked: ReleaseFor,
    pub(super) authority: Authority,
}

impl Wanted {
    /// Checks what was typed.
    ///
    /// # Errors
    /// What has to be mended, to stand beside its field.
    pub(super) fn new(home: &Homeward, asked: &ReleaseFor) -> Result<Self, ApiError> {
        if !products().iter().any(|choice| choice.product == asked.product) {
            return Err(ApiError::problem("That cannot be made. Choose topic tables."));
        }
        let authority = home.authority(&asked.authority).ok_or_else(|| {
            ApiError::problem("That authority is not in the list. Choose one of the 33 in London.")
        })?;
        if financial_year_days(&asked.period).is_none() {
            return Err(ApiError::problem("The period must be a financial year, such as 2025-26."));
        }
        let receiver = one_line(
            &receivers::name(home.standard(), &asked.receiver),
            LONGEST_RECEIVER,
            "Say who it is for: the name of an organisation",
        )?;
        let purpose = one_line(&asked.purpose, LONGEST_PURPOSE, "Say what it is for")?;
        let agreement = one_line(
            &asked.agreement,
            LONGEST_AGREEMENT,
            "Name the agreement under which it is shared",
        )?;
        Ok(Self {
            asked: ReleaseFor {
                product: asked.product,
                authority: authority.code.clone(),
                period: asked.period.clone(),
                receiver,
                purpose,
                agreement,
            },
            authority: Authority { code: authority.code, name: authority.name },
        })
    }
}

/// Makes sure that this store works for the authority.
///
/// # Errors
/// It does not.
pub(super) fn must_be_ours(open: &Open, authority: &str) -> Result<(), ApiError> {
    crate::import::commission_of(open, authority).map(|_| ())
}

/// Some words without what stands around them, on one line.
fn one_line(text: &str, longest: usize, ask: &str) -> Result<String, ApiError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ApiError::problem(format!("{ask}. Name no child in it.")));
    }
    if text.chars().count() > longest || text.chars().any(char::is_control) {
        return Err(ApiError::problem(format!(
            "{ask}, on one line of at most {longest} characters. Name no child in it."
        )));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_trimmed_and_must_be_one_line_that_is_not_too_long() {
        assert_eq!(one_line("  Yearly figures ", 300, "Say").unwrap(), "Yearly figures");
        assert_eq!(one_line(&"ä".repeat(300), 300, "Say").unwrap().chars().count(), 300);
        for wrong in ["", "  \t ", "two\nlines", "a\u{7}bell", &"x".repeat(301)] {
            let problem = one_line(wrong, 300, "Say").unwrap_err();
            assert_eq!(problem.kind, crate::api::fault::Kind::Problem);
            assert!(problem.message.contains("Name no child"), "{}", problem.message);
        }
    }
}
