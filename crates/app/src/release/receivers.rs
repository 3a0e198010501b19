//! Who a release can be for: the list `release_receiver` of the standard. Any other organisation can
//! be named on the command line.

use homeward_standard::Standard;

use crate::api::release::Receiver;

const LIST: &str = "release_receiver";

/// All of them, for the page.
pub(super) fn all(standard: &Standard) -> Vec<Receiver> {
    standard
        .list(LIST)
        .into_iter()
        .flat_map(|list| &list.codes)
        .map(|one| Receiver { code: one.code.clone(), label: one.label.clone() })
        .collect()
}

/// The name that goes into the manifest: a receiver's own, or the one that was given.
pub(super) fn name(standard: &Standard, given: &str) -> String {
    let given = given.trim();
    all(standard)
        .into_iter()
        .find(|one| one.code.eq_ignore_ascii_case(given) || one.label.eq_ignore_ascii_case(given))
        .map_or_else(|| given.to_owned(), |one| one.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_is_known_by_code_or_name_and_any_other_is_taken_as_given() {
        let standard = crate::overlay::built_in().unwrap();
        assert!(all(&standard).len() >= 4);
        assert_eq!(name(&standard, "london_datastore"), "London Datastore");
        assert_eq!(name(&standard, " london datastore "), "London Datastore");
        assert_eq!(name(&standard, "Example Partnership"), "Example Partnership");
    }
}
