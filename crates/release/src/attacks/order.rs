//! Somebody compares the order of rows: with that of the records, or of two tables with each other.
//!
//! A table that was shuffled by itself agrees with any other order only by chance, and how much
//! that is follows from its groups alone: the mean and the spread of a sum over matched places are
//! known exactly, for whatever the rows hold. What lies too far above that is no chance.

use super::reading::{Table, Tables};
use super::{Attack, Test};

/// How many standard deviations are no chance any more. Some ten thousand pairs are compared in a
/// release, and sums of few rows spread wider than a bell curve.
pub(super) const NO_CHANCE: f64 = 7.0;

/// The natural logarithm of a chance that is none: one in ten million.
pub(super) const NO_CHANCE_LOG: f64 = -16.0;

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
        for (order, far) in both_ways(&table.order).zip(scores.far(&table.order, &table.of_row)) {
            let same = order.eq(table.of_row.iter()) && chance_of(&table.order) < NO_CHANCE_LOG;
            tried(same || far > NO_CHANCE);
        }
        tried(runs(&table.order) < -NO_CHANCE);
        for (at, other) in tables.tables.iter().enumerate().skip(place + 1) {
            let scores = likely([table, other], [&sizes[place], &sizes[at]]);
            scores
                .far(&table.order, &other.order)
                .into_iter()
                .for_each(|far| tried(far > NO_CHANCE));
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
    spread: f64,
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
        let mut squares = 0.0;
        for a in 0..height {
            for b in 0..width {
                let apart = scores[a * width + b] - row_mean[a] - column_mean[b] + mean / all;
                squares += rows[a] * columns[b] * apart * apart;
            }
        }
        Self { scores, width, mean, spread: (squares / (all - 1.0)).sqrt() }
    }

    /// How many standard deviations the sum for two orders, place by place, lies above the mean:
    /// the one read from the front, and from the back.
    fn far(&self, one: &[usize], other: &[usize]) -> [f64; 2] {
        if self.spread <= 1e-9 || one.len() != other.len() {
            return [0.0, 0.0];
        }
        let score = |a: usize, b: usize| self.scores[a * self.width + b];
        let mut sums = [0.0, 0.0];
        for ((&front, &back), &b) in one.iter().zip(one.iter().rev()).zip(other) {
            sums[0] += score(front, b);
            sums[1] += score(back, b);
        }
        sums.map(|sum| (sum - self.mean) / self.spread)
    }
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

/// How many standard deviations the number of runs of like rows lies above the mean: far below it
/// where rows stand sorted or child by child (the runs test for several kinds).
pub(super) fn runs(order: &[usize]) -> f64 {
    let all = real(order.len() as u64);
    let sizes = sizes(order, order.iter().max().map_or(0, |most| most + 1));
    let power = |n: i32| -> f64 { sizes.iter().map(|size| size.powi(n)).sum() };
    let (squares, cubes) = (power(2), power(3));
    if all < 2.0 {
        return 0.0;
    }
    let mean = (all * (all + 1.0) - squares) / all;
    let spread = (squares * (squares + all * (all + 1.0)) - 2.0 * all * cubes - all.powi(3))
        / (all * all * (all - 1.0));
    if spread < 1e-9 {
        return 0.0;
    }
    let found = 1 + order.windows(2).filter(|two| two[0] != two[1]).count();
    (real(found as u64) - mean) / spread.sqrt()
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
    fn over_all_orders_a_deviation_has_mean_nought_and_spread_one() {
        let (one, other) = ([0, 0, 1, 2, 2, 2], [0, 1, 1, 1, 0, 2]);
        let score = |a: usize, b: usize| (a * 3 + b * b) as f64 + if a == b { 2.5 } else { 0.0 };
        let scores = Scores::new([&sizes(&one, 3), &sizes(&other, 3)], score);
        let far = |order: &Vec<usize>| scores.far(order, &other)[0];
        let found: Vec<f64> = orders(&one).iter().map(far).collect();
        let (mean, square) = mean_and_mean_square(&found);
        assert!(mean.abs() < 1e-9 && (square - 1.0).abs() < 1e-9, "{mean} {square}");
    }

    #[test]
    fn over_all_orders_the_runs_have_mean_nought_and_spread_one() {
        let found: Vec<f64> =
            orders(&[0, 0, 1, 2, 2, 2, 1]).iter().map(|order| runs(order)).collect();
        let (mean, square) = mean_and_mean_square(&found);
        assert!(mean.abs() < 1e-9 && (square - 1.0).abs() < 1e-9, "{mean} {square}");
    }

    #[test]
    fn the_chance_of_an_order_is_one_in_all_orders() {
        assert!((chance_of(&[0, 0, 1, 1]) - (1.0_f64 / 6.0).ln()).abs() < 1e-9);
    }
}
