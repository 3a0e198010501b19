//! Who went missing: invented children whose numbers are those of the London Assembly's report.
//!
//! The published figures count incidents: 29,455 of 9,370 children in 2022-23; 68 % of incidents
//! are of 15 to 17 year olds and 2.4 % of children up to 11; 43 % are of Black and 37 % of White
//! children; boys and girls are half each. They are kept at every size by drawing each child's
//! age, sex and ethnic group from what is still to be given out, children with most incidents
//! first, so that no single draw can carry a whole group away.

use homeward_vault::Seeded;

/// An invented child, before there are dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Counts from 1: "Example Child 12", `EX000012`.
    pub number: u32,
    /// Completed years at the middle of the child's time of going missing.
    pub age: u8,
    /// A code of the list `sex`.
    pub sex: &'static str,
    /// A code of the list `gender_identity`, for children who are transgender.
    pub gender: Option<&'static str>,
    /// A code of the list `ethnicity`, or an absence code.
    pub ethnicity: &'static str,
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

/// A code and how much of all incidents it has, in ten-thousandths.
type Share<T> = (T, u64);

/// T10 and T11 of the data standard: up to 11 2.4 %, 12 to 14 29.6 %, then 17 > 16 > 15.
const AGES: [Share<u8>; 14] = [
    (4, 6),
    (6, 9),
    (7, 12),
    (8, 18),
    (9, 30),
    (10, 55),
    (11, 110),
    (12, 500),
    (13, 960),
    (14, 1_500),
    (15, 2_000),
    (16, 2_280),
    (17, 2_519),
    (5, 1),
];

/// T04: 14,655 boys, 14,581 girls, 19 not known, of 29,455. What sex the transgender children of
/// the other 200 incidents have is not published; they are shared out evenly.
const SEXES: [Share<&str>; 3] = [("M", 5_009), ("F", 4_985), ("U", 6)];

/// T04: 200 of 29,455 incidents are of transgender children.
const GENDERS: [Share<Option<&str>>; 3] =
    [(None, 9_932), (Some("TRANS_GIRL"), 34), (Some("TRANS_BOY"), 34)];

/// T05 to T07: Black 42.84 %, White 36.98 %, everyone else 20.18 %, of which 1 % is not known.
const ETHNICITIES: [Share<&str>; 20] = [
    ("BAFR", 2_040),
    ("BCRB", 1_300),
    ("BOTH", 944),
    ("WBRI", 2_350),
    ("WOTH", 1_130),
    ("WIRI", 115),
    ("WIRT", 55),
    ("WROA", 48),
    ("MWBC", 400),
    ("MOTH", 260),
    ("MWBA", 170),
    ("MWAS", 110),
    ("ABAN", 290),
    ("AOTH", 210),
    ("APKN", 150),
    ("AIND", 110),
    ("CHNE", 28),
    ("OOTH", 130),
    ("OARA", 60),
    ("UNKN", 100),
];

/// The outcome of a long-tailed draw, each row one time in twenty: how many episodes a child has
/// who has more than one (a log-normal with median 2.5 and a standard deviation of 1.15).
const REPEATS: [u32; 20] = [2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 9, 11, 14, 0];

/// The last of the twenty, drawn again: the few children who are reported nearly every week.
const FREQUENT: [u32; 10] = [17, 19, 21, 23, 25, 29, 35, 43, 52, 60];

/// A child has at most this many, unless so few children were asked for that they must.
const MOST: u32 = 60;

/// Makes `children` children with `episodes` episodes between them, at least one each.
pub fn children(seeded: &mut Seeded, children: u32, episodes: u32) -> Vec<Child> {
    let mut counts = episode_counts(seeded, children, episodes);
    // Most first, so that the draws from what is left come out even.
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let total = u64::from(episodes);
    let mut ages = Urn::new(&AGES, total);
    let mut sexes = Urn::new(&SEXES, total);
    let mut genders = Urn::new(&GENDERS, total);
    let mut ethnicities = Urn::new(&ETHNICITIES, total);
    let mut made: Vec<Child> = counts
        .into_iter()
        .map(|episodes| {
            let age = ages.draw(seeded, episodes);
            Child {
                number: 0,
                age,
                sex: sexes.draw(seeded, episodes),
                gender: genders.draw(seeded, episodes),
                ethnicity: ethnicities.draw(seeded, episodes),
                care_status: care_status(seeded, age, episodes),
                episodes,
            }
        })
        .collect();
    // Otherwise the lowest numbers would be the children who go missing most.
    seeded.shuffle(&mut made);
    for (number, child) in (1..).zip(&mut made) {
        child.number = number;
    }
    made
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

/// What is still to be given out of each code, in incidents.
struct Urn<T> {
    left: Vec<(T, i64)>,
}

impl<T: Copy> Urn<T> {
    fn new(shares: &[Share<T>], total: u64) -> Self {
        let of: u64 = shares.iter().map(|(_, share)| share).sum();
        // In thousandths of an incident, so that rare codes keep their chance in small boroughs.
        let left = shares
            .iter()
            .map(|(code, share)| {
                (*code, i64::try_from(total * share * 1_000 / of).unwrap_or(i64::MAX))
            })
            .collect();
        Self { left }
    }

    fn draw(&mut self, seeded: &mut Seeded, incidents: u32) -> T {
        let weights: Vec<(usize, u64)> = self
            .left
            .iter()
            .enumerate()
            .map(|(at, (_, left))| (at, u64::try_from(*left).unwrap_or(0)))
            .collect();
        let at = if weights.iter().all(|(_, weight)| *weight == 0) {
            0
        } else {
            weighted(seeded, &weights)
        };
        let (code, left) = &mut self.left[at];
        *left -= i64::from(incidents) * 1_000;
        *code
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

    #[test]
    fn a_london_year_has_the_numbers_of_the_report() {
        let london = children(&mut Seeded::new(3), 9_370, 29_455);
        assert_eq!(london.len(), 9_370);
        assert_eq!(london.iter().map(|c| c.episodes).sum::<u32>(), 29_455);
        let near = |found: f64, published: f64| {
            assert!((found - published).abs() < 0.5, "{found} is not near {published}");
        };
        near(share(&london, |c| c.age >= 15), 68.0);
        near(share(&london, |c| c.age <= 11), 2.4);
        near(share(&london, |c| c.ethnicity.starts_with('B')), 42.84);
        near(share(&london, |c| c.ethnicity.starts_with('W')), 36.98);
        near(share(&london, |c| c.sex == "M"), 50.0);
        near(share(&london, |c| c.sex == "F"), 50.0);
        let of = |age| share(&london, |c| c.age == age);
        assert!(of(17) > of(16) && of(16) > of(15));
    }

    #[test]
    fn half_of_the_children_go_missing_once_and_a_few_nearly_every_week() {
        let london = children(&mut Seeded::new(4), 9_370, 29_455);
        let mut counts: Vec<u32> = london.iter().map(|c| c.episodes).collect();
        counts.sort_unstable();
        assert_eq!(counts[counts.len() / 2], 1);
        assert!(*counts.last().unwrap() > 30, "{:?}", counts.last());
    }

    #[test]
    fn the_same_seed_makes_the_same_children_and_another_makes_others() {
        let make = |seed| children(&mut Seeded::new(seed), 285, 900);
        assert_eq!(make(7), make(7));
        assert_ne!(make(7), make(8));
    }

    #[test]
    fn every_size_adds_up() {
        for (wanted, episodes) in
            [(1, 1), (1, 200), (5, 5), (7, 8), (285, 900), (400, 401), (3, 900)]
        {
            let made = children(&mut Seeded::new(1), wanted, episodes);
            assert_eq!(made.len(), usize::try_from(wanted).unwrap());
            assert_eq!(made.iter().map(|c| c.episodes).sum::<u32>(), episodes);
            assert!(made.iter().all(|c| c.episodes >= 1));
        }
    }
}
