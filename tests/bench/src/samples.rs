//! Measured times and what is said of them.

use std::time::Instant;

use crate::process;

/// Measured times in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    times: Vec<f64>,
    /// Milliseconds of work by the processor for each, where the system tells them. On a machine
    /// that does other things too, this says what the wall does not.
    processor: Option<f64>,
}

impl Samples {
    /// Of these times.
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { times, processor: None }
    }

    /// The time that `percent` of the measurements stayed at or below (nearest rank). NaN when
    /// there is none, which keeps no budget.
    pub fn percentile(&self, percent: u32) -> f64 {
        let rank = (self.times.len() * percent as usize).div_ceil(100).max(1);
        self.times.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// "half 2.1 ms, at most 9.0 ms, of 200; processor 1.8 ms each".
    pub fn words(&self) -> String {
        let times = format!(
            "half {:.1} ms, at most {:.1} ms, of {}",
            self.percentile(50),
            self.percentile(100),
            self.count()
        );
        match self.processor {
            Some(processor) => format!("{times}; processor {processor:.1} ms each"),
            None => times,
        }
    }
}

/// Does something once for each of `with`, and measures all but the first tenth, which warm up.
pub fn clocked<T, E>(
    with: impl IntoIterator<Item = T>,
    mut work: impl FnMut(T) -> Result<(), E>,
) -> Result<Samples, E> {
    let mut times = Vec::new();
    let before = process::cpu_seconds();
    for one in with {
        let began = Instant::now();
        work(one)?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let spent = before.and_then(|before| Some(process::cpu_seconds()? - before));
    let all = times.len();
    let mut samples = Samples::of(times.split_off(all / 10));
    samples.processor = spent.map(|seconds| seconds * 1000.0 / all.max(1) as f64);
    Ok(samples)
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
