//! Somebody compares the order of rows: with that of the records, or of two tables with each other.
//!
//! A table that was shuffled by itself agrees with any other order only by chance, and how much
//! that is follows from its groups alone: the mean and the spread of a sum over matched places are
//! known exactly, for whatever the rows hold. What lies too far above that is no chance.

use std::collections::HashMap;

use super::reading::{Table, Tables};
use super::{Attack, Test};

/// How many standard deviations are no chance any more. Some ten thousand pairs are compared in a
/// release, and sums of few rows spread wider than a bell curve.
const NO_CHANCE: f64 = 7.0;

/// The natural logarithm of a chance that is none: one in ten million.
const NO_CHANCE_LOG: f64 = -16.0;

/// Whether any table stands in the order of the records or of another table, from the front or from
/// the back, or has like rows beside each other.
pub(super) fn row_order(tables: &Tables<'_>) -> Attack {
    let mut attack = Attack::new(Test::Linking, "row_order");
    let mut tried = |found: bool| {
        attack.tried += 1;
        attack.below_k += u64::from(found);
    };
    for (place, table) in tables.tables.iter().enumerate() {
        let alike = |a: usize, b: usize| f64::from(u8::from(a == b));
        for order in both_ways(&table.order) {
            let same = order == table.of_row && chance_of(&order) < NO_CHANCE_LOG;
            tried(same || deviation(&order, &table.of_row, alike) > NO_CHANCE);
        }
        tried(runs(&table.order) < -NO_CHANCE);
        for other in &tables.tables[place + 1..] {
            let likely = likely(table, other);
            for order in both_ways(&table.order) {
                tried(deviation(&order, &other.order, &likely) > NO_CHANCE);
            }
        }
    }
    attack
}

fn both_ways(order: &[usize]) -> [Vec<usize>; 2] {
    [order.to_vec(), order.iter().rev().copied().collect()]
}

/// How likely rows of two groups belong to the same episode, against chance, as a logarithm.
fn likely(one: &Table, other: &Table) -> impl Fn(usize, usize) -> f64 {
    let mut together: HashMap<(usize, usize), f64> = HashMap::new();
    for (a, b) in one.of_row.iter().zip(&other.of_row) {
        *together.entry((*a, *b)).or_default() += 1.0;
    }
    let all = real(one.of_row.len() as u64);
    let sizes = |table: &Table| -> Vec<f64> { table.groups.iter().map(|g| real(g.rows)).collect() };
    let (first, second) = (sizes(one), sizes(other));
    move |a, b| {
        let both = together.get(&(a, b)).copied().unwrap_or(0.0);
        ((both + 0.5) * all / (first[a] * second[b])).ln()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2 to the 52")]
fn real(count: u64) -> f64 {
    count as f64
}

fn sizes(order: &[usize]) -> Vec<f64> {
    let mut sizes = vec![0.0; order.iter().max().map_or(0, |most| most + 1)];
    for &at in order {
        sizes[at] += 1.0;
    }
    sizes
}

/// How many standard deviations the sum of the scores of two orders, place by place, lies above the
/// mean over all orders of the one (Hoeffding's theorem on sums over a random permutation).
fn deviation(one: &[usize], other: &[usize], score: impl Fn(usize, usize) -> f64) -> f64 {
    let all = real(one.len() as u64);
    let (a_sizes, b_sizes) = (sizes(one), sizes(other));
    if one.len() != other.len() || one.len() < 2 {
        return 0.0;
    }
    let used =
        |sizes: &[f64]| -> Vec<usize> { (0..sizes.len()).filter(|at| sizes[*at] > 0.0).collect() };
    let (used_a, used_b) = (used(&a_sizes), used(&b_sizes));
    let scores: Vec<Vec<f64>> =
        used_a.iter().map(|&a| used_b.iter().map(|&b| score(a, b)).collect()).collect();
    let row_mean: Vec<f64> = scores
        .iter()
        .map(|row| row.iter().zip(&used_b).map(|(s, &b)| s * b_sizes[b]).sum::<f64>() / all)
        .collect();
    let column_mean: Vec<f64> = (0..used_b.len())
        .map(|b| used_a.iter().zip(&scores).map(|(&a, row)| row[b] * a_sizes[a]).sum::<f64>() / all)
        .collect();
    let mean: f64 = used_a.iter().zip(&row_mean).map(|(&a, m)| m * a_sizes[a]).sum::<f64>() / all;
    let mut spread = 0.0;
    for (at, &a) in used_a.iter().enumerate() {
        for (bt, &b) in used_b.iter().enumerate() {
            let apart = scores[at][bt] - row_mean[at] - column_mean[bt] + mean;
            spread += a_sizes[a] * b_sizes[b] * apart * apart;
        }
    }
    let deviation = (spread / (all - 1.0)).sqrt();
    if deviation < 1e-9 {
        return 0.0;
    }
    let sum: f64 = one.iter().zip(other).map(|(&a, &b)| score(a, b)).sum();
    (sum - mean * all) / deviation
}

/// The logarithm of the chance that a shuffle gives just this order of groups.
fn chance_of(order: &[usize]) -> f64 {
    let log_of_factorial = |n: f64| -> f64 {
        let mut log = 0.0;
        let mut factor = 2.0;
        while factor <= n {
            log += f64::ln(factor);
            factor += 1.0;
        }
        log
    };
    let ways: f64 = sizes(order).into_iter().map(log_of_factorial).sum();
    ways - log_of_factorial(real(order.len() as u64))
}

/// How many standard deviations the number of runs of like rows lies above the mean: far below it
/// where rows stand sorted or child by child (the runs test for several kinds).
fn runs(order: &[usize]) -> f64 {
    let all = real(order.len() as u64);
    let sizes = sizes(order);
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
        let found: Vec<f64> =
            orders(&one).iter().map(|order| deviation(order, &other, score)).collect();
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
