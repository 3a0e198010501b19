//! Children and episodes that look like the same one.
//!
//! The same child comes from the police notification, from the case system and from a charity,
//! each time spelled a little differently. This module points at likely doubles and says why. It
//! never merges anything: two children can share a name and a birthday, and only a person who
//! looks at both records can tell.

mod incidents;

pub use incidents::{SameIncident, Spell, overlaps, same_incident};

use chrono::{Datelike, NaiveDate};
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

/// What is compared of a child.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The random id of the record.
    pub id: Uuid,
    /// The GSS code of the responsible authority.
    pub authority: String,
    /// The id of the child in that authority's own system.
    pub local_id: Option<String>,
    /// Forename as typed. May be empty.
    pub forename: String,
    /// Surname as typed. May be empty.
    pub surname: String,
    /// Date of birth, when known.
    pub date_of_birth: Option<NaiveDate>,
}

/// Only the random id: a child's name must not reach a log by way of `{:?}`.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A record that may be the same child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The id of the other record.
    pub id: Uuid,
    /// Why, the strongest reason first. Never empty.
    pub reasons: Vec<Likeness>,
}

impl fmt::Display for Double {
    /// The reasons joined to a sentence part: "same date of birth and a similar name".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, reason) in self.reasons.iter().enumerate() {
            match place {
                0 => {}
                last if last + 1 == self.reasons.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "{reason}")?;
        }
        Ok(())
    }
}

/// One thing that two records share. Its `Display` is a sentence part without any value in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same id in the same authority's system.
    SameLocalId,
    /// The same name, apart from capitals, accents and punctuation.
    SameName,
    /// The same name with forename and surname the other way round.
    SwappedName,
    /// A name that differs by a slip or a short form.
    SimilarName,
    /// The same date of birth.
    SameBirthDate,
    /// The same date of birth with day and month the other way round.
    SwappedBirthDate,
    /// A date of birth that differs in one digit.
    SimilarBirthDate,
    /// At least one of the two dates of birth is not known.
    BirthDateNotKnown,
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameLocalId => "the same ID in this authority’s system",
            Self::SameName => "the same name",
            Self::SwappedName => "the same name with forename and surname swapped",
            Self::SimilarName => "a similar name",
            Self::SameBirthDate => "the same date of birth",
            Self::SwappedBirthDate => "a date of birth with day and month swapped",
            Self::SimilarBirthDate => "a date of birth that differs in one digit",
            Self::BirthDateNotKnown => "no date of birth to compare",
        })
    }
}

/// The records among `others` that may be the same child as `one`, the likeliest first.
///
/// * the same local id under the same authority is enough by itself;
/// * otherwise names *and* dates of birth must be alike, since either alone is common in a London
///   borough;
/// * a missing date of birth is enough beside the same name, and not beside a similar one;
/// * two different local ids under one authority speak against: that authority says that they are
///   two children. Such a pair is shown only when name and date of birth are both the same.
///
/// `one` itself (by id) is left out.
pub fn likely_doubles(one: &Person, others: &[Person]) -> Vec<Double> {
    let mine = Name::of(one);
    let mut found: Vec<(u32, Double)> = others
        .iter()
        .filter(|other| other.id != one.id)
        .filter_map(|other| {
            let reasons = compare(one, &mine, other)?;
            let weight = reasons.iter().map(|reason| reason.weight()).sum();
            Some((weight, Double { id: other.id, reasons }))
        })
        .collect();
    // The order is the same every time, whatever order the records came in.
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    found.into_iter().map(|(_, double)| double).collect()
}

impl Likeness {
    /// How much this says, only to put the likeliest record first.
    fn weight(self) -> u32 {
        match self {
            Self::SameLocalId => 100,
            Self::SameName => 30,
            Self::SwappedName => 25,
            Self::SimilarName => 15,
            Self::SameBirthDate => 20,
            Self::SwappedBirthDate => 12,
            Self::SimilarBirthDate => 10,
            Self::BirthDateNotKnown => 0,
        }
    }
}

fn compare(one: &Person, mine: &Name, other: &Person) -> Option<Vec<Likeness>> {
    let births = births(one.date_of_birth, other.date_of_birth);
    let ids = local_ids(one, other);
    // Most of a borough was born on another day: names are taken apart only for the rest.
    if births.is_none() && ids != Some(true) {
        return None;
    }
    let names = mine.likeness(&Name::of(other));
    let alike = match (names, births) {
        (Some(_), Some(Likeness::BirthDateNotKnown)) => {
            matches!(names, Some(Likeness::SameName | Likeness::SwappedName))
        }
        (Some(Likeness::SimilarName), Some(Likeness::SimilarBirthDate)) => false,
        (Some(_), Some(_)) => true,
        _ => false,
    };
    let shown = match ids {
        Some(true) => true,
        Some(false) => names == Some(Likeness::SameName) && births == Some(Likeness::SameBirthDate),
        None => alike,
    };
    if !shown {
        return None;
    }
    let same_id = (ids == Some(true)).then_some(Likeness::SameLocalId);
    let births = births.filter(|b| ids != Some(true) || *b != Likeness::BirthDateNotKnown);
    let mut reasons: Vec<_> = [same_id, births, names].into_iter().flatten().collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight()));
    Some(reasons)
}

/// Whether two local ids of one authority are the same. None when they cannot be compared.
fn local_ids(one: &Person, other: &Person) -> Option<bool> {
    if one.authority != other.authority {
        return None;
    }
    let plain = |id: &str| -> String {
        id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    let (mine, theirs) = (plain(one.local_id.as_deref()?), plain(other.local_id.as_deref()?));
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    Some(mine == theirs)
}

/// A name without what people write differently: capitals, accents, hyphens, apostrophes, spaces.
struct Name {
    forename: String,
    surname: String,
}

impl Name {
    fn of(person: &Person) -> Self {
        Self { forename: plain_name(&person.forename), surname: plain_name(&person.surname) }
    }

    fn likeness(&self, other: &Self) -> Option<Likeness> {
        let (mine, theirs) = (self.whole(), other.whole());
        if mine.is_empty() || theirs.is_empty() {
            return None;
        }
        if self.forename == other.forename && self.surname == other.surname {
            return Some(Likeness::SameName);
        }
        if self.forename == other.surname && self.surname == other.forename {
            return Some(Likeness::SwappedName);
        }
        // "Mary Ann Smith" and "Mary / Ann Smith": the same letters, parted differently.
        if mine == theirs {
            return Some(Likeness::SameName);
        }
        let pairs = |a: (&str, &str), b: (&str, &str)| {
            // A part that nobody typed speaks neither way, as long as the other part is there.
            let blank = |(x, y): (&str, &str)| x.is_empty() || y.is_empty();
            let fits = |pair: (&str, &str)| blank(pair) || alike(pair.0, pair.1);
            fits(a) && fits(b) && !(blank(a) && blank(b))
        };
        let straight = pairs((&self.forename, &other.forename), (&self.surname, &other.surname));
        let swapped = pairs((&self.forename, &other.surname), (&self.surname, &other.forename));
        (straight || swapped).then_some(Likeness::SimilarName)
    }

    fn whole(&self) -> String {
        format!("{}{}", self.forename, self.surname)
    }
}

/// Letters and digits only, in lower case, accents taken off.
fn plain_name(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether two parts of a name could be one part written twice: equal, one the beginning of the
/// other ("Alex", "Alexander"), or apart by a slip or two of the finger for their length.
fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    let shorter = a_len.min(b_len);
    // Numbers are not misspelled words: "Example Child 12" and "Example Child 13" are two.
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(a) != digits(b) {
        return false;
    }
    if shorter >= 3 && (a.starts_with(b) || b.starts_with(a)) {
        return true;
    }
    let allowed = match shorter {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    strsim::osa_distance(a, b) <= allowed
}

/// How alike two dates of birth are. None when they are plainly different.
fn births(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<Likeness> {
    let (Some(one), Some(other)) = (one, other) else { return Some(Likeness::BirthDateNotKnown) };
    if one == other {
        return Some(Likeness::SameBirthDate);
    }
    if one.year() == other.year() && one.month() == other.day() && one.day() == other.month() {
        return Some(Likeness::SwappedBirthDate);
    }
    let written = |date: NaiveDate| date.format("%d%m%Y").to_string();
    let apart = strsim::hamming(&written(one), &written(other));
    (apart == Ok(1)).then_some(Likeness::SimilarBirthDate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_moments::date;
    use proptest::prelude::*;

    fn person(number: u128, forename: &str, surname: &str, born: &str) -> Person {
        Person {
            id: Uuid::from_u128(number),
            authority: "E09000012".to_owned(),
            local_id: None,
            forename: forename.to_owned(),
            surname: surname.to_owned(),
            date_of_birth: (!born.is_empty()).then(|| date(born)),
        }
    }

    /// The reasons for the pair, in words, or "" when the pair is not shown.
    fn reasons(one: &Person, other: &Person) -> String {
        let found = likely_doubles(one, std::slice::from_ref(other));
        found.first().map(ToString::to_string).unwrap_or_default()
    }

    fn pair(one: (&str, &str, &str), other: (&str, &str, &str)) -> String {
        reasons(&person(1, one.0, one.1, one.2), &person(2, other.0, other.1, other.2))
    }

    #[test]
    fn a_name_spelled_another_way_is_the_same_name() {
        let one = ("Zoë", "O’Example-Child", "2011-03-04");
        let same = "the same name and the same date of birth";
        assert_eq!(pair(one, ("ZOE", "OExample Child", "2011-03-04")), same);
        assert_eq!(
            pair(("Mary Ann", "Example", "2011-03-04"), ("Mary", "Ann Example", "2011-03-04")),
            same
        );
        assert_eq!(
            pair(("Example", "Childe", "2011-03-04"), ("Childe", "Example", "2011-03-04")),
            "the same name with forename and surname swapped and the same date of birth"
        );
    }

    #[test]
    fn a_slip_of_the_finger_or_a_short_form_is_a_similar_name() {
        let similar = "the same date of birth and a similar name";
        for other in ["Exmaple", "Exampel", "Examplee", "Exam"] {
            assert_eq!(
                pair(("Example", "Childname", "2011-03-04"), (other, "Childname", "2011-03-04")),
                similar,
                "{other}"
            );
        }
        assert_eq!(
            pair(("", "Childname", "2011-03-04"), ("Example", "Childname", "2011-03-04")),
            similar
        );
        assert_eq!(
            pair(("Adam", "Childname", "2011-03-04"), ("Eve", "Childname", "2011-03-04")),
            ""
        );
    }

    #[test]
    fn numbered_example_children_are_not_doubles_of_each_other() {
        let born = "2011-03-04";
        assert_eq!(pair(("Example", "Child 12", born), ("Example", "Child 13", born)), "");
        assert_eq!(pair(("Example", "Child 1", born), ("Example", "Child 12", born)), "");
    }

    #[test]
    fn a_date_of_birth_may_be_swapped_or_one_digit_off() {
        let one = ("Example", "Childname", "2011-03-04");
        let with = |born| pair(one, ("Example", "Childname", born));
        assert_eq!(
            with("2011-04-03"),
            "the same name and a date of birth with day and month swapped"
        );
        assert_eq!(
            with("2011-03-14"),
            "the same name and a date of birth that differs in one digit"
        );
        assert_eq!(
            with("2010-03-04"),
            "the same name and a date of birth that differs in one digit"
        );
        assert_eq!(with("2010-05-04"), "");
        assert_eq!(with(""), "the same name and no date of birth to compare");
        // A similar name and a similar date together are too little, and so is either alone.
        assert_eq!(pair(one, ("Exmaple", "Childname", "2011-03-14")), "");
        assert_eq!(pair(one, ("Exmaple", "Childname", "")), "");
        assert_eq!(pair(one, ("", "", "2011-03-04")), "");
    }

    #[test]
    fn the_same_local_id_is_enough_under_one_authority_and_means_nothing_under_two() {
        let mut one = person(1, "Example", "Childname", "2011-03-04");
        let mut other = person(2, "Another", "Person", "2009-12-31");
        one.local_id = Some("lb 0012".to_owned());
        other.local_id = Some("LB0012".to_owned());
        assert_eq!(reasons(&one, &other), "the same ID in this authority’s system");
        other.authority = "E09000033".to_owned();
        assert_eq!(reasons(&one, &other), "");
    }

    #[test]
    fn two_ids_of_one_authority_speak_against_all_but_the_same_name_and_birthday() {
        let mut one = person(1, "Example", "Childname", "2011-03-04");
        let mut other = person(2, "Exmaple", "Childname", "2011-03-04");
        one.local_id = Some("A1".to_owned());
        other.local_id = Some("A2".to_owned());
        assert_eq!(reasons(&one, &other), "");
        other.forename = "EXAMPLE".to_owned();
        assert_eq!(reasons(&one, &other), "the same name and the same date of birth");
    }

    #[test]
    fn the_likeliest_record_comes_first_and_the_record_itself_not_at_all() {
        let one = person(1, "Example", "Childname", "2011-03-04");
        let others = [
            one.clone(),
            person(5, "Example", "Childname", "2011-03-14"),
            person(4, "Exmaple", "Childname", "2011-03-04"),
            person(3, "Example", "Childname", "2011-03-04"),
        ];
        let found: Vec<u128> =
            likely_doubles(&one, &others).iter().map(|double| double.id.as_u128()).collect();
        assert_eq!(found, [3, 5, 4]);
    }

    #[test]
    fn a_person_is_never_printed_with_a_name() {
        let shown = format!("{:?}", person(7, "Example", "Childname", "2011-03-04"));
        assert!(!shown.contains("Childname") && !shown.contains("2011"), "{shown}");
    }

    proptest! {
        /// Whoever is compared with whom, the answer is the same.
        #[test]
        fn likeness_has_no_direction(
            names in proptest::collection::vec("[a-cÀ-Å' -]{0,6}", 4),
            births in proptest::collection::vec(proptest::option::of(0i32..800), 2),
            ids in proptest::collection::vec(proptest::option::of("[A-B]{1,2}"), 2),
        ) {
            let make = |n: usize| Person {
                id: Uuid::from_u128(n as u128 + 1),
                authority: "E09000012".to_owned(),
                local_id: ids[n].clone(),
                forename: names[2 * n].clone(),
                surname: names[2 * n + 1].clone(),
                date_of_birth: births[n].and_then(|d| NaiveDate::from_num_days_from_ce_opt(734_000 + d)),
            };
            let (one, other) = (make(0), make(1));
            prop_assert_eq!(reasons(&one, &other), reasons(&other, &one));
        }
    }
}
