//! What this process uses, as Linux tells it. Elsewhere there is no number.

/// Ticks of the processor in a second, as `/proc` counts them: the same on every Linux that
/// Homeward runs on.
const TICKS: f64 = 100.0;

/// Memory in millions of bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// In use now.
    pub now: f64,
    /// The most that was in use since the start, or since [`forget_peak`].
    pub peak: f64,
}

/// The memory of this process that is really in use (resident).
pub fn memory() -> Option<Memory> {
    read_memory(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn read_memory(status: &str) -> Option<Memory> {
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes * 1024.0 / 1_000_000.0)
    };
    Some(Memory { now: of("VmRSS:")?, peak: of("VmHWM:")? })
}

/// Counts the peak of memory from here on. Without effect where Linux does not allow it.
pub fn forget_peak() {
    // A peak that goes too far back is too high a number, never too low a one.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Seconds of work by the processor so far, over all threads.
pub fn cpu_seconds() -> Option<f64> {
    read_cpu(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

fn read_cpu(stat: &str) -> Option<f64> {
    // The second field is the program's name in brackets, which may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    // Fields 14 and 15 of the line: user and system time. Two are before the bracket's end.
    let mut times = fields.split_ascii_whitespace().skip(11).map(str::parse::<f64>);
    let (user, system) = (times.next()?.ok()?, times.next()?.ok()?);
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_millions_of_bytes() {
        let status = "Name:\tbench\nVmHWM:\t  200000 kB\nVmRSS:\t  100000 kB\nThreads:\t1\n";
        assert_eq!(read_memory(status), Some(Memory { now: 102.4, peak: 204.8 }));
        assert_eq!(read_memory("Name:\tbench\n"), None);
    }

    #[test]
    fn processor_time_is_read_behind_any_name() {
        let stat = "12 (a ) b) S 1 12 12 0 -1 4194304 900 0 0 0 250 50 7 8 20 0 1 0 100 0";
        assert_eq!(read_cpu(stat), Some(3.0));
        assert_eq!(read_cpu("12 nothing"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_uses_memory_and_time() {
        let memory = memory().unwrap();
        assert!(memory.now > 0.1 && memory.peak >= memory.now * 0.9);
        assert!(cpu_seconds().unwrap() >= 0.0);
    }
}
