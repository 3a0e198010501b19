//! Who a release can be for.

use crate::api::release::Receiver;

/// Who the London release was thought out for (design, section 7; Recommendation 1 asks for a
/// yearly dataset for London). Any other organisation can be named on the command line.
const RECEIVERS: [(&str, &str); 4] = [
    ("london_datastore", "London Datastore"),
    ("mopac", "Mayor’s Office for Policing and Crime"),
    ("liia", "London Innovation and Improvement Alliance"),
    ("partnership", "Local safeguarding partnership"),
];

/// All of them, for the page.
pub(super) fn all() -> Vec<Receiver> {
    RECEIVERS
        .iter()
        .map(|(code, label)| Receiver { code: (*code).to_owned(), label: (*label).to_owned() })
        .collect()
}

/// The name that goes into the manifest: a receiver's own, or the one that was given.
pub(super) fn name(given: &str) -> String {
    let given = given.trim();
    RECEIVERS
        .iter()
        .find(|(code, label)| code.eq_ignore_ascii_case(given) || label.eq_ignore_ascii_case(given))
        .map_or_else(|| given.to_owned(), |(_, label)| (*label).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_is_known_by_code_or_name_and_any_other_is_taken_as_given() {
        assert_eq!(name("london_datastore"), "London Datastore");
        assert_eq!(name(" london datastore "), "London Datastore");
        assert_eq!(name("Example Partnership"), "Example Partnership");
    }
}
