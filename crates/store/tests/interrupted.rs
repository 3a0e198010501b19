//! The process is killed at any moment, or the disk refuses in the middle of a write: what was
//! called saved is there.
//!
//! The tests start themselves as a second process that writes, and stop it. 40 kills in an
//! ordinary run; `HOMEWARD_KILL_POINTS=500` for the long one. `HOMEWARD_KILL_SEED` repeats the
//! choices of a run.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use homeward_store::{
    Commission, Fault, Given, NewRecord, Op, Origin, Person, Put, RecordKind, ReviewState, Store,
    StoreKey,
};
use homeward_vault::{Cost, KeyFile, Recovery, SecretString, Seeded, SlotName, random_id};
use tempfile::TempDir;
use uuid::Uuid;

const STORE: &str = "HOMEWARD_KILL_STORE";
const EARLY: &str = "HOMEWARD_KILL_EARLY";
const QUESTION: &str = "count";

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn passphrase() -> SecretString {
    SecretString::from("seven quiet lanterns over the river".to_string())
}

/// In memory where the system offers that: the kernel keeps what was written either way, and it
/// is the moment of the kill that is tested, not the disk.
fn folder() -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }
}

fn person() -> Uuid {
    Uuid::from_u128(1)
}

fn child() -> Uuid {
    Uuid::from_u128(2)
}

fn op(number: i64) -> Op {
    let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    // Six minutes apart, so that each answer is a revision of its own and none is overwritten.
    let at: DateTime<Utc> = start + TimeDelta::minutes(6 * number);
    let (act, detail) = ("put".to_string(), String::new());
    Op { id: random_id(), act, by: person(), at, subject: Some(child()), detail }
}

fn make(path: &Path) -> Outcome {
    let who = SlotName { user: person() };
    let made = KeyFile::create(path, &who, &passphrase(), Recovery::New, Cost::Floor)?;
    let mut store = Store::create(path, made.key, made.store)?;
    let commission = Uuid::from_u128(3);
    store.transact(&op(0), |tx| {
        let name = "Example Worker 1".to_string();
        tx.insert_person(&Person { id: person(), name, role: "worker".into() })?;
        tx.insert_commission(&Commission {
            id: commission,
            authority: "E09000012".into(),
            provider: "Example Borough".into(),
            from: None,
            to: None,
        })?;
        tx.insert_record(&NewRecord {
            id: child(),
            kind: RecordKind::Child,
            set_version: 1,
            commission,
            child: None,
            of: None,
            origin: Origin::Entered,
            state: ReviewState::Draft,
        })
    })?;
    Ok(store.close()?)
}

/// How many answers the store has, after proving that they are 1, 2, 3, ... and the store sound.
fn count(store: &Store) -> Result<i64, Box<dyn std::error::Error>> {
    let integrity = store.integrity_check()?;
    assert!(integrity.is_sound(), "{integrity:?}");
    let read = store.read()?;
    let chain = read.verify_chain()?;
    assert!(chain.holds(), "{chain:?}");
    let history = read.history(child(), QUESTION)?;
    for (number, entry) in (1_i64..).zip(&history) {
        assert_eq!(entry.answer.raw, number.to_string());
        assert_eq!(entry.answer.value, Some(number.to_string()));
    }
    let count = i64::try_from(history.len())?;
    // Each answer has its entry in the audit, and no entry is without its answer.
    assert_eq!(i64::try_from(chain.entries)?, count + 1);
    Ok(count)
}

/// The second process: opens the store, says what is there, and writes until it is stopped.
fn write_until_stopped(path: &Path, early: bool) -> Outcome {
    let unlocked = KeyFile::unlock(path, &passphrase(), 1_775_000_000)?;
    let mut store = Store::open(path, unlocked.key)?;
    let mut number = count(&store)?;
    let say = |word: &str, number: i64| -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{word} {number}")?;
        out.flush()
    };
    say("opened", number)?;
    loop {
        number += 1;
        let text = number.to_string();
        if early {
            say("saved", number)?;
        }
        let op = op(number);
        let written = store.transact(&op, |tx| {
            // Now one page, now many: being stopped in the middle of a long commit is another
            // case.
            let long = "x".repeat(usize::try_from(number % 13).unwrap_or(0) * 3_000);
            tx.set_setting("padding", &long)?;
            tx.put_answer(&Put {
                record: child(),
                question: QUESTION,
                item: None,
                raw: &text,
                given: Given::Value(&text),
                bind: None,
            })
        });
        match written {
            Ok(_) if early => {}
            Ok(_) => say("saved", number)?,
            Err(fault) => return find_out(&mut store, &op, number, &fault, say),
        }
    }
}

/// What the app does after a write that failed: it says neither saved nor not saved before it has
/// opened the store again and looked.
fn find_out(
    store: &mut Store,
    op: &Op,
    number: i64,
    fault: &Fault,
    say: impl Fn(&str, i64) -> std::io::Result<()>,
) -> Outcome {
    assert!(fault.is_in_doubt(), "{fault:?}");
    store.reopen()?;
    let done = store.read()?.was_done(op.id)?;
    assert_eq!(count(store)?, if done { number } else { number - 1 });
    say(if done { "done" } else { "not done" }, number)?;
    Ok(())
}

struct Writer {
    process: Child,
    lines: BufReader<ChildStdout>,
}

impl Writer {
    fn start(path: &Path, test: &str, early: bool) -> std::io::Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        if early {
            command.env(EARLY, "1");
        }
        Self::run(command, path, test)
    }

    fn run(mut command: Command, path: &Path, test: &str) -> std::io::Result<Self> {
        command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
        command.env(STORE, path).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let out = process.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        Ok(Self { process, lines: BufReader::new(out) })
    }

    /// The number of the next line that begins with `word`, or `None` at the end.
    fn next(&mut self, word: &str) -> Option<i64> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            // A line cut off by the kill was not said.
            let said = line.strip_suffix('\n')?;
            // The test runner's own words share the first line.
            if let Some((_, number)) = said.rsplit_once(&format!("{word} ")) {
                return number.parse().ok();
            }
        }
    }

    /// Kills the writer at once, and returns what it had said since.
    fn kill(mut self) -> std::io::Result<Option<i64>> {
        self.process.kill()?;
        self.process.wait()?;
        let mut last = None;
        while let Some(number) = self.next("saved") {
            last = Some(number);
        }
        Ok(last)
    }
}

fn number_from(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs the second process, when this is it, until it is stopped.
fn be_the_writer() -> Option<Outcome> {
    let path = PathBuf::from(env::var_os(STORE)?);
    Some(write_until_stopped(&path, env::var_os(EARLY).is_some()))
}

/// Kills a writer `points` times. Returns how many times something called saved was not there.
fn losses(test: &str, points: u64, early: bool) -> Result<u64, Box<dyn std::error::Error>> {
    let seed = number_from("HOMEWARD_KILL_SEED", 1);
    let mut seeded = Seeded::new(seed);
    let folder = folder()?;
    let path = folder.path().join("test.homeward");
    make(&path)?;
    let (mut said, mut lost, mut total) = (0, 0, 0_i64);
    for point in 0..points {
        let mut writer = Writer::start(&path, test, early)?;
        let hint = format!("seed {seed}, point {point}");
        if seeded.chance(1, 10) {
            // While it unlocks and opens, perhaps rolling back what the last kill left.
            sleep(Duration::from_millis(seeded.below(300)));
        } else {
            let found = writer.next("opened").ok_or(format!("it did not open: {hint}"))?;
            // The write at hand when it was killed may be there, or not. No other.
            if found < said {
                lost += 1;
            }
            assert!(early || (said..=said + 1).contains(&found), "{said} {found}: {hint}");
            said = found;
            for _ in 0..seeded.below(20) {
                said = writer.next("saved").ok_or(format!("it ended: {hint}"))?;
                total += 1;
            }
            sleep(Duration::from_micros(seeded.below(3_000)));
        }
        if let Some(last) = writer.kill()? {
            said = last;
        }
    }
    let unlocked = KeyFile::unlock(&path, &passphrase(), 1_775_000_000)?;
    let found = count(&Store::open(&path, unlocked.key)?)?;
    assert!(early || found >= said, "{said} {found}");
    assert!(total > i64::try_from(points)?, "hardly anything was written: {total}");
    Ok(lost)
}

#[test]
fn no_answer_called_saved_is_lost_when_the_process_is_killed() -> Outcome {
    if let Some(ended) = be_the_writer() {
        return ended;
    }
    let test = "no_answer_called_saved_is_lost_when_the_process_is_killed";
    assert_eq!(losses(test, number_from("HOMEWARD_KILL_POINTS", 40), false)?, 0);
    Ok(())
}

/// The system lets no file grow beyond a size that lies a little further each time, so that the
/// refusal meets every part of a write. It is the refusal of a full disk, at the same calls.
#[cfg(unix)]
#[test]
fn a_disk_that_refuses_in_the_middle_of_a_write_loses_nothing() -> Outcome {
    if let Some(ended) = be_the_writer() {
        return ended;
    }
    let test = "a_disk_that_refuses_in_the_middle_of_a_write_loses_nothing";
    let folder = folder()?;
    let path = folder.path().join("test.homeward");
    make(&path)?;
    let (mut said, mut refused) = (0, 0);
    for further in (1..=12).map(|step| step * 5) {
        // In blocks of 512 bytes. A refusal comes with a signal, which is not wanted here.
        let blocks = std::fs::metadata(&path)?.len() / 512 + further;
        let mut command = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        command.args(["-c", &script]).arg(env::current_exe()?);
        let mut writer = Writer::run(command, &path, test)?;
        assert_eq!(writer.next("opened"), Some(said), "{further}");
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut writer.lines, &mut rest)?;
        assert!(writer.process.wait()?.success(), "{further}: {rest}");
        for line in rest.lines() {
            let word = |word: &str| line.strip_prefix(word).and_then(|rest| rest.parse().ok());
            if let Some(number) = word("saved ").or(word("done ")) {
                said = number;
            }
            if let Some(number) = word("not done ") {
                assert_eq!(number, said + 1);
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "the disk never refused a write");
    Ok(())
}

#[test]
fn a_writer_that_says_saved_too_early_is_found_out() -> Outcome {
    if let Some(ended) = be_the_writer() {
        return ended;
    }
    let test = "a_writer_that_says_saved_too_early_is_found_out";
    assert!(losses(test, 12, true)? > 0);
    Ok(())
}

#[test]
fn another_process_finds_the_store_in_use_until_its_holder_is_gone() -> Outcome {
    if let Some(ended) = be_the_writer() {
        return ended;
    }
    let folder = folder()?;
    let path = folder.path().join("test.homeward");
    make(&path)?;
    let test = "another_process_finds_the_store_in_use_until_its_holder_is_gone";
    let mut writer = Writer::start(&path, test, false)?;
    assert_eq!(writer.next("opened"), Some(0));
    // The lock is met before the key, so any key will do here.
    let fault = Store::open(&path, StoreKey::random()?).err();
    assert_eq!(fault, Some(Fault::InUse));
    assert!(writer.next("saved").is_some());
    writer.kill()?;
    let fault = Store::open(&path, StoreKey::random()?).err();
    assert_eq!(fault, Some(Fault::WrongKey));
    let unlocked = KeyFile::unlock(&path, &passphrase(), 1_775_000_000)?;
    assert!(count(&Store::open(&path, unlocked.key)?)? > 0);
    Ok(())
}
