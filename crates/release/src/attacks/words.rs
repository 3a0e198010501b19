//! What an attack is and what it found, in plain words.

use super::Attack;

impl Attack {
    /// Who attacks, in plain words.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.id {
            "one_incident" => "Somebody knows one time that a child went missing",
            "two_incidents" => "Somebody knows two times that the same child went missing",
            "three_incidents" => "Somebody knows three times that the same child went missing",
            "eight_facts" => "Somebody knows any eight facts about one time a child went missing",
            "two_items" => "Somebody knows any two things that were said of a child",
            "row_order" => "Somebody compares the order of the rows",
            "crossing" => "Somebody takes one table from another",
            "homogeneity" => "Somebody looks for a group in which everybody shares a harm",
            "skew" => "Somebody looks for a group in which a harm is far more common",
            "dominance" => "Somebody looks for a group that is mostly about one child",
            "own_algorithm" => "Somebody knows how groups are merged and works backwards",
            "any_row" => "Somebody looks for a row to begin with",
            "how_many" => "Somebody makes the same files for each number of children it can be",
            _ => "Somebody looks for a child",
        }
    }

    /// What it found, in one sentence with the figures.
    #[must_use]
    pub fn found(&self) -> String {
        if self.tried == 0 {
            return "There was nothing to try it on.".to_owned();
        }
        let broken = number(self.below_k);
        let tries = match self.tried {
            1 => "1 try".to_owned(),
            tries => format!("{} tries", number(tries)),
        };
        let was = if self.below_k == 1 { "was" } else { "were" };
        let fewest = self.fewest.map(children).unwrap_or_default();
        let share = percent(self.share.unwrap_or(0));
        match (self.id, self.holds()) {
            ("row_order", true) => format!("{tries} found no order that is not chance."),
            ("row_order", false) => {
                format!("{broken} of {tries} found an order that is not chance.")
            }
            ("homogeneity", true) => {
                format!("{tries}: at most {share} of the children of a group share a harm.")
            }
            ("homogeneity", false) => {
                format!(
                    "In {broken} of {tries}, too many children of a group share a harm: up to {share}."
                )
            }
            ("skew", true) => format!(
                "{tries}: in no group do nearly all children have a harm that at most half as many have among all; the largest share is {share}."
            ),
            ("skew", false) => format!(
                "In {broken} of {tries}, nearly all children of a group have a harm that at most half as many have among all: up to {share}."
            ),
            ("dominance", true) => {
                format!("{tries}: no child has more than {share} of the rows of a group.")
            }
            ("dominance", false) => format!(
                "In {broken} of {tries}, one child has too many of the rows of a group: up to {share}."
            ),
            ("any_row", true) => format!("{tries} found no table, and so no row."),
            ("any_row", false) => format!("{broken} of {tries} found a file that can hold rows."),
            ("how_many", true) => {
                format!("{tries} gave the same files each time, that for no child among them.")
            }
            ("how_many", false) => {
                format!("{broken} of {tries} gave other files, so those numbers can be ruled out.")
            }
            (_, true) if self.fewest.is_none() => format!("{tries} found nobody."),
            (_, true) => format!("{tries} never came down to fewer than {fewest}."),
            (_, false) => format!(
                "{broken} of {tries} came down to too few children; the fewest {was} {fewest}."
            ),
        }
    }
}

fn children(many: u64) -> String {
    if many == 1 { "1 child".to_owned() } else { format!("{} children", number(many)) }
}

/// Ten-thousandths as per cent.
fn percent(share: u64) -> String {
    match share % 100 {
        0 => format!("{} per cent", share / 100),
        rest if rest % 10 == 0 => format!("{}.{} per cent", share / 100, rest / 10),
        rest => format!("{}.{rest:02} per cent", share / 100),
    }
}

/// With a comma after each three digits.
fn number(many: u64) -> String {
    let digits = many.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
