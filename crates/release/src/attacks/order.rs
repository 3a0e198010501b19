//! Somebody compares the order of rows: with that of the records, or of two tables with each other.
//!
//! A table that was shuffled by itself agrees with any other order only by chance, and how much
//! that is follows from its groups alone: the mean and the spread of a sum over matched places are
//! known exactly, for whatever the rows hold. What lies too far above that is no chance. How far is
//! too far is asked with Bennett's inequality, and not in standard deviations: where groups are small
//! two or three rows that meet by chance are many deviations, and would stop a release that is safe.

use super::reading::{Table, Tables};
use super::{Attack, Test};

/// The natural logarithm of a chance that is none, of the more than a hundred thousand comparisons of a
/// release: for a bell curve, seven standard deviations.
pub(super) const NO_CHANCE: f64 = -24.5;

/// The same of one order, whose chance is known exactly and which is compared with one other only: one in
/// ten million.
pub(super) const NO_CHANCE_OF_ONE: f64 = -16.0;

/// Whether any table stands in the order of the records or of another table, from the front or from
/// the back, or has like rows beside each other.
pub(super) fn row_order(tables: &Tables<'_>) -> Attack {
    let mut attack = Attack::new(Test::Linking, "row_order");
    let mut tried = |found: bool| {
        attack.tried += 1;
        attack.below_k += u64::from(found);
    };
    // Episodes stand behind the rows, so a group has as many of them as rows.
    let sizes: Vec<Vec<f64>> =
        tables.tables.iter().map(|table| sizes(&table.order, table.groups.len())).collect();
    for (place, table) in tables.tables.iter().enumerate() {
        let alike = |a, b| if a == b { 1.0 } else { 0.0 };
        let scores = Scores::new([&sizes[place], &sizes[place]], alike);
        for (order, chance) in
            both_ways(&table.order).zip(scores.chances(&table.order, &table.of_row))
        {
            let same = order.eq(table.of_row.iter()) && chance_of(&table.order) < NO_CHANCE_OF_ONE;
            tried(same || chance < NO_CHANCE);
        }
        tried(chance_of_runs(&table.order) < NO_CHANCE);
        for (at, other) in tables.tables.iter().enumerate().skip(place + 1) {
            let scores = likely([table, other], [&sizes[place], &sizes[at]]);
            let chances = scores.chances(&table.order, &other.order);
            chances.into_iter().for_each(|chance| tried(chance < NO_CHANCE));
        }
    }
    attack
}

fn both_ways(order: &[usize]) -> impl Iterator<Item = Box<dyn Iterator<Item = &usize> + '_>> {
    let ways: [Box<dyn Iterator<Item = &usize>>; 2] =
        [Box::new(order.iter()), Box::new(order.iter().rev())];
    ways.into_iter()
}

/// How likely rows of two groups belong to the same episode, against chance, as a logarithm.
fn likely([one, other]: [&Table; 2], sizes: [&[f64]; 2]) -> Scores {
    let [first, second] = sizes;
    let mut together = vec![0_u32; first.len() * second.len()];
    for (a, b) in one.of_row.iter().zip(&other.of_row) {
        together[a * second.len() + b] += 1;
    }
    let all = real(one.of_row.len() as u64);
    Scores::new(sizes, |a, b| {
        let together = f64::from(together[a * second.len() + b]);
        ((together + 0.5) * all / (first[a] * second[b]).max(1.0)).ln()
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2 to the 52")]
fn real(count: u64) -> f64 {
    count as f64
}

fn sizes(order: &[usize], many: usize) -> Vec<f64> {
    let mut sizes = vec![0.0; many];
    for &at in order {
        sizes[at] += 1.0;
    }
    sizes
}

/// A score for each two groups, with the mean and spread of their sum over all orders (Hoeffding's
/// theorem on sums over a random permutation).
struct Scores {
    scores: Vec<f64>,
    width: usize,
    mean: f64,
    /// Of the sum.
    variance: f64,
    /// The most that two rows which meet add to the sum above what they add on average.
    most: f64,
}

impl Scores {
    /// `sizes` is how many rows each group has, of either.
    fn new([rows, columns]: [&[f64]; 2], score: impl Fn(usize, usize) -> f64) -> Self {
        let (height, width) = (rows.len(), columns.len());
        let all = rows.iter().sum::<f64>().max(2.0);
        let scores: Vec<f64> =
            (0..height * width).map(|at| score(at / width, at % width)).collect();
        let mut row_mean = vec![0.0; height];
        let mut column_mean = vec![0.0; width];
        let mut mean = 0.0;
        for a in 0..height {
            for b in 0..width {
                let score = scores[a * width + b];
                row_mean[a] += score * columns[b] / all;
                column_mean[b] += score * rows[a] / all;
                mean += score * rows[a] * columns[b] / all;
            }
        }
        let (mut squares, mut most) = (0.0, 0.0_f64);
        for a in 0..height {
            for b in 0..width {
                let apart = scores[a * width + b] - row_mean[a] - column_mean[b] + mean / all;
                squares += rows[a] * columns[b] * apart * apart;
                if rows[a] * columns[b] > 0.0 {
                    most = most.max(apart);
                }
            }
        }
        Self { scores, width, mean, variance: squares / (all - 1.0), most }
    }

    /// How far the sum for two orders, place by place, lies above the mean: the one read from the front,
    /// and from the back.
    fn above(&self, one: &[usize], other: &[usize]) -> [f64; 2] {
        let score = |a: usize, b: usize| self.scores[a * self.width + b];
        let mut sums = [0.0, 0.0];
        for ((&front, &back), &b) in one.iter().zip(one.iter().rev()).zip(other) {
            sums[0] += score(front, b);
            sums[1] += score(back, b);
        }
        sums.map(|sum| sum - self.mean)
    }

    /// The logarithm of the chance that a sum lies so far above the mean.
    fn chances(&self, one: &[usize], other: &[usize]) -> [f64; 2] {
        if one.len() != other.len() {
            return [0.0, 0.0];
        }
        self.above(one, other).map(|above| tail(above, self.variance, self.most))
    }
}

/// The logarithm of a bound for the chance that a sum lies so far above its mean, by the variance of
/// the sum and the most that one of its parts adds (Bennett's inequality). It is that of a bell curve
/// where parts are small, and that of rare events where one part is a large share of the spread.
fn tail(above: f64, variance: f64, most: f64) -> f64 {
    if variance <= 1e-18 || most <= 0.0 || above <= 0.0 {
        return 0.0;
    }
    let far = most * above / variance;
    -variance / (most * most) * ((1.0 + far) * far.ln_1p() - far)
}

/// The logarithm of the chance that a shuffle gives just this order of groups.
pub(super) fn chance_of(order: &[usize]) -> f64 {
    let log_of_factorial = |n: f64| -> f64 {
        let mut log = 0.0;
        let mut factor = 2.0;
        while factor <= n {
            log += f64::ln(factor);
            factor += 1.0;
        }
        log
    };
    let many = order.iter().max().map_or(0, |most| most + 1);
    let ways: f64 = sizes(order, many).into_iter().map(log_of_factorial).sum();
    ways - log_of_factorial(real(order.len() as u64))
}

/// The logarithm of the chance that rows of a kind stand beside each other so often: far below nought
/// where rows stand sorted or child by child.
pub(super) fn chance_of_runs(order: &[usize]) -> f64 {
    // Two rows of a kind that meet make a run less, and another where they part what stood between.
    let (below, variance) = runs(order);
    tail(below, variance, 2.0)
}

/// How far the number of runs of like rows lies below the mean, and its variance (the runs test for
/// several kinds).
fn runs(order: &[usize]) -> (f64, f64) {
    let all = real(order.len() as u64);
    let sizes = sizes(order, order.iter().max().map_or(0, |most| most + 1));
    let power = |n: i32| -> f64 { sizes.iter().map(|size| size.powi(n)).sum() };
    let (squares, cubes) = (power(2), power(3));
    if all < 2.0 {
        return (0.0, 0.0);
    }
    let mean = (all * (all + 1.0) - squares) / all;
    let variance = (squares * (squares + all * (all + 1.0)) - 2.0 * all * cubes - all.powi(3))
        / (all * all * (all - 1.0));
    let found = 1 + order.windows(2).filter(|two| two[0] != two[1]).count();
    (mean - real(found as u64), variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All orders of some rows.
    fn orders(of: &[usize]) -> Vec<Vec<usize>> {
        if of.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for at in 0..of.len() {
            let mut rest = of.to_vec();
            let first = rest.remove(at);
            all.extend(orders(&rest).into_iter().map(|mut order| {
                order.insert(0, first);
                order
            }));
        }
        all
    }

    fn mean_and_mean_square(values: &[f64]) -> (f64, f64) {
        let many = values.len() as f64;
        (values.iter().sum::<f64>() / many, values.iter().map(|v| v * v).sum::<f64>() / many)
    }

    #[test]
    fn over_all_orders_a_sum_has_its_mean_and_its_variance() {
        let (one, other) = ([0, 0, 1, 2, 2, 2], [0, 1, 1, 1, 0, 2]);
        let score = |a: usize, b: usize| (a * 3 + b * b) as f64 + if a == b { 2.5 } else { 0.0 };
        let scores = Scores::new([&sizes(&one, 3), &sizes(&other, 3)], score);
        let found: Vec<f64> =
            orders(&one).iter().map(|order| scores.above(order, &other)[0]).collect();
        let (mean, square) = mean_and_mean_square(&found);
        assert!(mean.abs() < 1e-9, "{mean}");
        assert!((square - scores.variance).abs() < 1e-9, "{square} {}", scores.variance);
    }

    #[test]
    fn over_all_orders_the_runs_have_their_mean_and_their_variance() {
        let all = orders(&[0, 0, 1, 2, 2, 2, 1]);
        let found: Vec<f64> = all.iter().map(|order| runs(order).0).collect();
        let (mean, square) = mean_and_mean_square(&found);
        let variance = runs(&all[0]).1;
        assert!(mean.abs() < 1e-9 && (square - variance).abs() < 1e-9, "{mean} {square}");
    }

    #[test]
    fn a_bound_is_that_of_a_bell_curve_for_small_parts_and_of_rare_events_for_large_ones() {
        // Seven deviations, of ten thousand small parts.
        assert!((tail(7.0, 1.0, 0.001) - -24.5).abs() < 0.1);
        // Three rows that meet where a tenth of one was to be expected: more than nine deviations,
        // and still a chance of one in some thousands.
        let chance = tail(2.9, 0.1, 1.0);
        assert!((-9.0..-5.0).contains(&chance), "{chance}");
        assert!(tail(0.0, 1.0, 1.0).abs() < 1e-12 && tail(-1.0, 1.0, 1.0).abs() < 1e-12);
    }

    /// Two tables of 887 rows, shuffled each by itself, in which ten rows say yes.
    #[test]
    fn small_groups_that_meet_by_chance_are_no_order() {
        let yes = |at: &[usize]| -> Vec<usize> {
            (0..887).map(|row| usize::from(at.contains(&row))).collect()
        };
        let one = yes(&[3, 90, 91, 200, 300, 301, 500, 600, 700, 886]);
        let other = yes(&[3, 90, 91, 250, 350, 400, 550, 650, 750, 800]);
        let sizes = [877.0, 10.0];
        let scores = Scores::new([&sizes, &sizes], |a, b| if a == b { 3.0 } else { 0.0 });
        let deviations = scores.above(&one, &other)[0] / scores.variance.sqrt();
        assert!(deviations > 7.0, "{deviations}");
        assert!(scores.chances(&one, &other)[0] > NO_CHANCE);
        assert!(scores.chances(&one, &one)[0] < NO_CHANCE);
        assert!(chance_of_runs(&one) > NO_CHANCE);
        assert!(chance_of_runs(&yes(&(20..30).collect::<Vec<_>>())) < NO_CHANCE);
    }

    /// As many rows as a borough's year has, and as few yes as a table of a single reason.
    #[test]
    fn of_many_tables_with_few_yes_none_is_said_to_have_an_order_by_chance() {
        let (rows, mut state) = (887_usize, 7_u64);
        let mut below = |many: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % many as u64).unwrap()
        };
        let tables: Vec<Vec<usize>> = (0..200)
            .map(|table| {
                let mut order: Vec<usize> =
                    (0..rows).map(|row| usize::from(row < 6 + table % 25)).collect();
                (1..rows).rev().for_each(|at| order.swap(at, below(at + 1)));
                order
            })
            .collect();
        let mut far_in_deviations = 0;
        for (place, one) in tables.iter().enumerate() {
            assert!(chance_of_runs(one) > NO_CHANCE);
            for other in &tables[place + 1..] {
                let scores = Scores::new([&sizes(one, 2), &sizes(other, 2)], |a, b| (a * b) as f64);
                for (above, chance) in
                    scores.above(one, other).into_iter().zip(scores.chances(one, other))
                {
                    far_in_deviations += usize::from(above > 7.0 * scores.variance.sqrt());
                    assert!(chance > NO_CHANCE, "{chance}");
                }
            }
        }
        assert!(far_in_deviations > 0, "these tables try nothing");
    }

    #[test]
    fn the_chance_of_an_order_is_one_in_all_orders() {
        assert!((chance_of(&[0, 0, 1, 1]) - (1.0_f64 / 6.0).ln()).abs() < 1e-9);
    }
}
