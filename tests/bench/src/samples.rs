//! Measured times and what is said of them.

use std::time::Instant;

/// Measured times in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Of these times.
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that `percent` of the measurements stayed at or below (nearest rank). NaN when
    /// there is none, which keeps no budget.
    pub fn percentile(&self, percent: u32) -> f64 {
        let rank = (self.0.len() * percent as usize).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// "half 2.1 ms, at most 9.0 ms, of 200".
    pub fn words(&self) -> String {
        format!(
            "half {:.1} ms, at most {:.1} ms, of {}",
            self.percentile(50),
            self.percentile(100),
            self.count()
        )
    }
}

/// Does something once for each of `with`, and measures all but the first tenth, which warm up.
pub fn clocked<T, E>(
    with: impl IntoIterator<Item = T>,
    mut work: impl FnMut(T) -> Result<(), E>,
) -> Result<Samples, E> {
    let mut times = Vec::new();
    for one in with {
        let began = Instant::now();
        work(one)?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let warm_up = times.len() / 10;
    Ok(Samples::of(times.split_off(warm_up)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_measured_times() {
        let samples = Samples::of((1..=100).rev().map(f64::from).collect());
        assert_eq!(
            [1, 50, 95, 100].map(|percent| samples.percentile(percent)),
            [1.0, 50.0, 95.0, 100.0]
        );
        let few = Samples::of(vec![3.0, 1.0, 2.0]);
        assert_eq!([50, 95].map(|percent| few.percentile(percent)), [2.0, 3.0]);
        assert!(Samples::default().percentile(95).is_nan());
    }

    #[test]
    fn the_first_tenth_is_not_counted() {
        let samples = clocked(0..50, |_| Ok::<(), ()>(())).unwrap();
        assert_eq!(samples.count(), 45);
    }

    #[test]
    fn a_failure_ends_the_measuring() {
        let ended = clocked(0..50, |at| if at == 7 { Err(at) } else { Ok(()) });
        assert_eq!(ended.unwrap_err(), 7);
    }
}
