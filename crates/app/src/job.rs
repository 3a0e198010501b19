//! A long job: how far it is, and whether it was asked to stop.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::api::import::Progress;

/// The one long job that can run at a time. It is watched from another thread.
#[derive(Debug, Default)]
pub struct Job {
    running: AtomicBool,
    stop: AtomicBool,
    done: AtomicU32,
    of: AtomicU32,
}

/// A job that runs. Ends when dropped.
#[derive(Debug)]
pub struct Running<'j>(&'j Job);

impl Job {
    /// Begins a job. None while another one runs.
    pub fn begin(&self) -> Option<Running<'_>> {
        if self.running.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.stop.store(false, Ordering::Release);
        self.done.store(0, Ordering::Release);
        self.of.store(0, Ordering::Release);
        Some(Running(self))
    }

    /// Whether a job runs.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::Acquire)
    }

    /// How far it is. None when no job runs.
    pub fn progress(&self) -> Option<Progress> {
        self.is_running().then(|| Progress {
            done: self.done.load(Ordering::Acquire),
            of: self.of.load(Ordering::Acquire),
        })
    }

    /// Asks it to stop at its next batch.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }
}

impl Running<'_> {
    /// Says how far it is.
    pub fn at(&self, done: u32, of: u32) {
        self.0.of.store(of, Ordering::Release);
        self.0.done.store(done, Ordering::Release);
    }

    /// Whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Acquire)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_job_runs_at_a_time_and_can_be_stopped() {
        let job = Job::default();
        assert_eq!(job.progress(), None);
        let running = job.begin().unwrap();
        assert!(job.begin().is_none());
        running.at(3, 10);
        assert_eq!(job.progress(), Some(Progress { done: 3, of: 10 }));
        assert!(!running.is_stopped());
        job.stop();
        assert!(running.is_stopped());
        drop(running);
        assert_eq!(job.progress(), None);
        assert!(!job.begin().unwrap().is_stopped());
    }
}
