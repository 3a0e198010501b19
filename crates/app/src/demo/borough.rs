//! Who went missing: invented children whose numbers are those of the London Assembly's report.
//!
//! The published figures count incidents, so a child's age, sex and ethnic group are drawn from what
//! is still to be given out, children with most incidents first: at the end every published number
//! is met exactly, at every size that leaves enough children with one incident.

use homeward_vault::Seeded;

use super::published::{Published, Urn};
use crate::api::ApiError;

/// An invented child, before there are dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Counts from 1: "Example Child 12", `EX000012`.
    pub number: u32,
    /// Completed years at the middle of the child's time of going missing.
    pub age: u8,
    /// A code of the list `sex`, or an absence code.
    pub sex: String,
    /// A code of the list `gender_identity`, for children who are transgender.
    pub gender: Option<String>,
    /// A code of the list `ethnicity`, or an absence code.
    pub ethnicity: String,
    /// A code of the list `care_status`.
    pub care_status: &'static str,
    /// How many episodes.
    pub episodes: u32,
}

impl Child {
    /// Whether the child lives in care.
    pub fn in_care(&self) -> bool {
        self.care_status == "CLA"
    }
}

/// The outcome of a long-tailed draw, each row one time in twenty: how many episodes a child has
/// who has more than one (a log-normal with median 2.5 and a standard deviation of 1.15).
const REPEATS: [u32; 20] = [2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 9, 11, 14, 0];

/// The last of the twenty, drawn again: the few children who are reported nearly every week.
const FREQUENT: [u32; 10] = [17, 19, 21, 23, 25, 29, 35, 43, 52, 60];

/// A child has at most this many, unless so few children were asked for that they must.
const MOST: u32 = 60;

/// Makes `children` children with `episodes` episodes between them, at least one each.
///
/// # Errors
/// The published figures are broken: a fault in this program.
pub fn children(
    seeded: &mut Seeded,
    published: &Published,
    children: u32,
    episodes: u32,
) -> Result<Vec<Child>, ApiError> {
    let mut counts = episode_counts(seeded, children, episodes);
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let total = u64::from(episodes);
    let mut ages = Urn::new(&published.age, total);
    let mut genders = Urn::new(&published.boys_girls_transgender, total);
    let mut ethnicities = Urn::new(&published.ethnicity, total);
    let mut made = Vec::with_capacity(counts.len());
    for episodes in counts {
        let age = ages.draw(seeded, episodes).parse().map_err(|_| {
            ApiError::fault("The figures of the demo hold an age that is no number.")
        })?;
        let gender = genders.draw(seeded, episodes);
        let (sex, gender) = sex_and_gender(seeded, gender);
        made.push(Child {
            number: 0,
            age,
            sex,
            gender,
            ethnicity: ethnicities.draw(seeded, episodes).to_owned(),
            care_status: care_status(seeded, age, episodes),
            episodes,
        });
    }
    // Otherwise the lowest numbers would be the children who go missing most.
    seeded.shuffle(&mut made);
    for (number, child) in (1..).zip(&mut made) {
        child.number = number;
    }
    Ok(made)
}

/// What sex the transgender children of the report have is not published: it is drawn evenly.
fn sex_and_gender(seeded: &mut Seeded, code: &str) -> (String, Option<String>) {
    match code {
        "BOYS" => ("M".to_owned(), None),
        "GIRLS" => ("F".to_owned(), None),
        "TRANS_GIRL" | "TRANS_BOY" => {
            let sex = if seeded.chance(1, 2) { "M" } else { "F" };
            (sex.to_owned(), Some(code.to_owned()))
        }
        absence => (absence.to_owned(), None),
    }
}

/// Looked-after children are over-represented, the more so the more often a child goes missing.
fn care_status(seeded: &mut Seeded, age: u8, episodes: u32) -> &'static str {
    let looked_after = (16 + 12 * u64::from(episodes).ilog2().min(5)).min(75);
    if seeded.chance(u64::from(looked_after), 100) {
        return "CLA";
    }
    let older = [("CIN", 24), ("CPP", 12), ("EH", 17), ("CLOSED", 15), ("NONE", 28), ("KIN", 4)];
    let younger = [("CIN", 28), ("CPP", 20), ("EH", 20), ("CLOSED", 8), ("NONE", 20), ("KIN", 4)];
    weighted(seeded, if age < 12 { &younger } else { &older })
}

/// One of `items`, each as likely as its weight says.
pub fn weighted<T: Copy>(seeded: &mut Seeded, items: &[(T, u64)]) -> T {
    let all: u64 = items.iter().map(|(_, weight)| weight).sum();
    let mut at = seeded.below(all);
    for (item, weight) in items {
        if at < *weight {
            return *item;
        }
        at -= weight;
    }
    // The weights add up to `all`, and `at` is below it.
    items[0].0
}

fn episode_counts(seeded: &mut Seeded, children: u32, episodes: u32) -> Vec<u32> {
    let most = MOST.max(episodes.div_ceil(children.max(1)).saturating_mul(2));
    let mut counts: Vec<u32> = (0..children)
        .map(|_| {
            if seeded.chance(55, 100) {
                return 1;
            }
            match seeded.pick(&REPEATS).copied().unwrap_or(2) {
                0 => seeded.pick(&FREQUENT).copied().unwrap_or(17),
                few => few,
            }
        })
        .collect();
    let sum = |counts: &[u32]| counts.iter().map(|n| u64::from(*n)).sum::<u64>();
    let wanted = u64::from(episodes);
    let mut have = sum(&counts);
    let mut order: Vec<usize> = (0..counts.len()).collect();
    while have != wanted {
        seeded.shuffle(&mut order);
        let before = have;
        for at in &order {
            if have == wanted {
                break;
            }
            let count = &mut counts[*at];
            // Children with one episode stay with one for as long as others can give or take.
            if have < wanted && *count > 1 && *count < most {
                *count += 1;
                have += 1;
            } else if have > wanted && *count > 2 {
                *count -= 1;
                have -= 1;
            }
        }
        if before == have {
            level(&mut counts, &order, &mut have, wanted);
        }
    }
    counts
}

/// Moves counts of one, when nothing else is left to move.
fn level(counts: &mut [u32], order: &[usize], have: &mut u64, wanted: u64) {
    for at in order {
        if *have == wanted {
            return;
        }
        let count = &mut counts[*at];
        if *have < wanted {
            *count += 1;
            *have += 1;
        } else if *count > 1 {
            *count -= 1;
            *have -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(children: &[Child], of: impl Fn(&Child) -> bool) -> f64 {
        let all: u32 = children.iter().map(|c| c.episodes).sum();
        let some: u32 = children.iter().filter(|c| of(c)).map(|c| c.episodes).sum();
        f64::from(some) * 100.0 / f64::from(all)
    }

    fn made(seed: u64, wanted: u32, episodes: u32) -> Vec<Child> {
        let published = Published::built_in().unwrap();
        children(&mut Seeded::new(seed), &published, wanted, episodes).unwrap()
    }

    fn incidents(children: &[Child], of: impl Fn(&Child) -> bool) -> u32 {
        children.iter().filter(|child| of(child)).map(|child| child.episodes).sum()
    }

    #[test]
    fn a_london_year_has_exactly_the_numbers_of_the_report() {
        let london = made(3, 9_370, 29_455);
        assert_eq!(london.len(), 9_370);
        let of = |of: &dyn Fn(&Child) -> bool| incidents(&london, of);
        assert_eq!(of(&|_| true), 29_455);
        assert_eq!(of(&|c| c.sex == "M" && c.gender.is_none()), 14_655);
        assert_eq!(of(&|c| c.sex == "F" && c.gender.is_none()), 14_581);
        assert_eq!(of(&|c| c.gender.is_some()), 200);
        assert_eq!(of(&|c| ["NASK", "DECL"].contains(&c.sex.as_str())), 19);
        assert_eq!(of(&|c| ["BAFR", "BCRB", "BOTH"].contains(&c.ethnicity.as_str())), 12_618);
        assert_eq!(of(&|c| c.ethnicity.starts_with('W')), 10_891);
        // 68 % and 2.4 % of 29,455.
        assert_eq!(of(&|c| c.age >= 15), 20_029);
        assert_eq!(of(&|c| c.age <= 11), 707);
        let aged = |age| of(&|c| c.age == age);
        assert!(aged(17) > aged(16) && aged(16) > aged(15));
    }

    #[test]
    fn a_smaller_demo_keeps_the_shares() {
        let borough = made(3, 285, 900);
        let near = |of: &dyn Fn(&Child) -> bool, published: f64| {
            let found = share(&borough, of);
            assert!((found - published).abs() < 0.3, "{found} is not near {published}");
        };
        near(&|c| c.age >= 15, 68.0);
        near(&|c| c.age <= 11, 2.4);
        near(&|c| ["BAFR", "BCRB", "BOTH"].contains(&c.ethnicity.as_str()), 42.84);
        near(&|c| c.ethnicity.starts_with('W'), 36.98);
        near(&|c| c.sex == "M" && c.gender.is_none(), 49.75);
        near(&|c| c.gender.is_some(), 0.68);
    }

    #[test]
    fn half_of_the_children_go_missing_once_and_a_few_nearly_every_week() {
        let london = made(4, 9_370, 29_455);
        let mut counts: Vec<u32> = london.iter().map(|c| c.episodes).collect();
        counts.sort_unstable();
        assert_eq!(counts[counts.len() / 2], 1);
        assert!(*counts.last().unwrap() > 30, "{:?}", counts.last());
    }

    #[test]
    fn the_same_seed_makes_the_same_children_and_another_makes_others() {
        let make = |seed| made(seed, 285, 900);
        assert_eq!(make(7), make(7));
        assert_ne!(make(7), make(8));
    }

    #[test]
    fn every_size_adds_up() {
        for (wanted, episodes) in
            [(1, 1), (1, 200), (5, 5), (7, 8), (285, 900), (400, 401), (3, 900)]
        {
            let made = made(1, wanted, episodes);
            assert_eq!(made.len(), usize::try_from(wanted).unwrap());
            assert_eq!(made.iter().map(|c| c.episodes).sum::<u32>(), episodes);
            assert!(made.iter().all(|c| c.episodes >= 1));
        }
    }
}
