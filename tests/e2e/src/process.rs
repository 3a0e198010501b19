//! Programs that are started for a journey, and ended with all that they have started.

use crate::{Fault, Outcome};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A program in a process group of its own. Dropping it ends the whole group, since a web view has
/// processes besides the one that was started.
#[derive(Debug)]
pub struct Program {
    child: Child,
    name: &'static str,
}

impl Program {
    /// Starts it. The name is for messages.
    pub fn start(command: &mut Command, name: &'static str) -> Outcome<Self> {
        command.process_group(0).stdin(Stdio::null());
        match command.spawn() {
            Ok(child) => Ok(Self { child, name }),
            Err(error) => Err(Fault::new(format!("{name} could not be started: {error}"))),
        }
    }

    /// Ends the whole group at once, as a power cut would.
    pub fn kill(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let _ = self.child.wait();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for it to end by itself.
    pub fn wait(&mut self, limit: Duration) -> Outcome<ExitStatus> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if began.elapsed() > limit {
                return Err(Fault::new(format!("{} did not end by itself", self.name)));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
