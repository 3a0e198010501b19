//! Which children are one for a release: the same record, or likely doubles nobody has settled.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use homeward_casework::doubles::{Person, likely_doubles};
use uuid::Uuid;

/// A number for each child, the same one for likely doubles. A release that counted one child
/// twice would call a group of four children five.
pub(super) fn numbers(people: &[Person]) -> HashMap<Uuid, u64> {
    let places: HashMap<Uuid, usize> =
        people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    let mut same = Same((0..people.len()).collect());
    let near = near_ones(people);
    for (at, person) in people.iter().enumerate() {
        let others: Vec<Person> = near
            .of(person)
            .into_iter()
            .filter(|other| *other != at)
            .filter_map(|other| people.get(other).cloned())
            .collect();
        for double in likely_doubles(person, &others) {
            if let Some(other) = places.get(&double.id) {
                same.join(at, *other);
            }
        }
    }
    places
        .into_iter()
        .map(|(id, at)| (id, u64::try_from(same.root(at)).unwrap_or(u64::MAX)))
        .collect()
}

/// Sets of the same.
struct Same(Vec<usize>);

impl Same {
    fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// Children by what two doubles always share, so that each is compared with a few and not with all.
struct Near {
    by_key: BTreeMap<String, Vec<usize>>,
    unborn: Vec<usize>,
    all: usize,
}

fn near_ones(people: &[Person]) -> Near {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut unborn = Vec::new();
    for (at, person) in people.iter().enumerate() {
        for key in keys(person) {
            by_key.entry(key).or_default().push(at);
        }
        if person.date_of_birth.is_none() {
            unborn.push(at);
        }
    }
    Near { by_key, unborn, all: people.len() }
}

impl Near {
    fn of(&self, person: &Person) -> Vec<usize> {
        // Without a date of birth there is only the name: everybody is near.
        if person.date_of_birth.is_none() {
            return (0..self.all).collect();
        }
        let mut found: Vec<usize> =
            keys(person).iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        found.extend(&self.unborn);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The local id; the date of birth with each digit left out in turn (a date that differs in one
/// digit shares one of them, the same date all); and, for days and months that may be swapped, the
/// two in order.
fn keys(person: &Person) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(local_id) = &person.local_id {
        let plain: String =
            local_id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        if !plain.is_empty() {
            keys.push(format!("id {} {plain}", person.authority));
        }
    }
    if let Some(born) = person.date_of_birth {
        keys.extend(date_keys(born));
    }
    keys
}

fn date_keys(born: NaiveDate) -> Vec<String> {
    let digits = born.format("%d%m%Y").to_string();
    let mut keys: Vec<String> = (0..digits.len())
        .map(|left_out| {
            digits.chars().enumerate().map(|(at, c)| if at == left_out { '.' } else { c }).collect()
        })
        .collect();
    let (day, month) = (born.day(), born.month());
    if day <= 12 {
        keys.push(format!("{} {} {}", born.year(), day.min(month), day.max(month)));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use homeward_vault::Seeded;

    fn person(number: u128, name: &str, born: Option<&str>) -> Person {
        Person {
            id: Uuid::from_u128(number),
            authority: "E09000012".to_owned(),
            local_id: None,
            forename: "Example".to_owned(),
            surname: name.to_owned(),
            date_of_birth: born.map(|born| born.parse().unwrap()),
        }
    }

    #[test]
    fn likely_doubles_count_as_one_child() {
        let people = [
            person(1, "Childname", Some("2010-04-03")),
            person(2, "Childnme", Some("2010-04-03")),
            person(3, "Other", Some("2010-04-03")),
            person(4, "Childname", Some("2010-03-04")),
            person(5, "Childname", None),
        ];
        let numbers = numbers(&people);
        let of = |n: u128| numbers[&Uuid::from_u128(n)];
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(4));
        assert_eq!(of(1), of(5));
        assert_ne!(of(1), of(3));
    }

    /// Looking at the near ones only finds what looking at everybody finds.
    #[test]
    fn no_double_is_missed_by_looking_at_the_near_ones_only() {
        let mut seeded = Seeded::new(9);
        let names = ["Childname", "Childnmae", "Other", "Another", "Chil"];
        let people: Vec<Person> = (0..400)
            .map(|number| {
                let born = format!(
                    "20{:02}-{:02}-{:02}",
                    8 + seeded.below(4),
                    1 + seeded.below(12),
                    1 + seeded.below(28)
                );
                let name = seeded.pick(&names).unwrap();
                let known = !seeded.chance(2, 100);
                person(number, name, known.then_some(born.as_str()))
            })
            .collect();
        let found = numbers(&people);
        let mut same = Same((0..people.len()).collect());
        for (at, person) in people.iter().enumerate() {
            for double in likely_doubles(person, &people) {
                same.join(at, usize::try_from(double.id.as_u128()).unwrap());
            }
        }
        for (at, person) in people.iter().enumerate() {
            assert_eq!(found[&person.id], u64::try_from(same.root(at)).unwrap());
        }
    }
}
