//! An answer as [`Store`] writes it, beside the same rows written to plain SQLite.
//!
//! `cargo xtask bench` starts this with a copy of a filled store and the file of its passphrase,
//! and it prints JSON. It is in this package because only this package may name rusqlite.
//!
//! The plain side is the same SQLite (SQLCipher without a key is SQLite), the same schema and
//! content (SQLCipher's own export of the store), the same settings and the same folder. The two
//! take turns, write by write, so that whatever else the disk is doing meets both alike.
//!
//! Criterion is not used: it would run first one side and then the other, and what is wanted is a
//! ratio of percentiles of single commits, each of which is far longer than the clock is coarse.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program: printing is what it does"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use homeward_store::{Given, Op, Put, Store, StoreKey};
use homeward_vault::{KeyFile, SecretString, random_bytes, random_id};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::json;
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Answers that are written before anything is measured.
const WARM_UP: usize = 20;

/// Answers that are measured, each with a second writing of it, as somebody types on.
const ANSWERS: usize = 150;

/// The question that is answered. No rule rests on it.
const QUESTION: &str = "bench_words";

/// What settings design section 5 names, for the plain side.
const SETTINGS: &str = "
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = EXTRA;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16000;";

fn main() -> ExitCode {
    // cargo adds `--bench`, which says nothing here.
    let given: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [store, passphrase] = given.as_slice() else {
        // `cargo bench` and `cargo test --benches` start it with nothing to measure.
        println!("Nothing was measured. `cargo xtask bench` starts this with a store.");
        return ExitCode::SUCCESS;
    };
    match measure(Path::new(store), Path::new(passphrase)) {
        Ok(found) => {
            println!("{found}");
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("The commit could not be measured: {cause}.");
            ExitCode::FAILURE
        }
    }
}

fn measure(store: &Path, passphrase: &Path) -> Outcome<serde_json::Value> {
    let text = std::fs::read_to_string(passphrase)?;
    let passphrase = SecretString::from(text.lines().next().unwrap_or_default().to_owned());
    let key = || -> Outcome<StoreKey> {
        Ok(KeyFile::unlock(store, &passphrase, Utc::now().timestamp())?.key)
    };
    let plain_path = beside(store, "plain");
    export(store, &key()?, &plain_path)?;
    let records = records(&plain_path)?;

    let mut ours = Store::open(store, key()?)?;
    let person = ours.read()?.people()?.first().ok_or("the store names nobody")?.id;
    let plain = open_plain(&plain_path)?;
    let (mut our_times, mut plain_times) = (Vec::new(), Vec::new());
    for (at, record) in records.iter().enumerate() {
        for raw in ["I just needed it to be quiet", "I just needed it to be quiet for a bit."] {
            let write = Write { record: *record, person, raw, at: Utc::now() };
            let spent = clocked(|| write.to_ours(&mut ours))?;
            let plain_spent = clocked(|| write.to_plain(&plain))?;
            if at >= WARM_UP {
                our_times.push(spent);
                plain_times.push(plain_spent);
            }
        }
    }
    plain.close().map_err(|(_, cause)| cause)?;
    ours.close()?;
    let pages = must_be_alike(store, &key()?, &plain_path)?;
    let reads = reads(store, &key()?, &plain_path)?;
    std::fs::remove_file(&plain_path)?;
    Ok(json!({
        "writes": our_times.len(),
        "ours_ms": our_times.iter().map(ms).collect::<Vec<_>>(),
        "plain_ms": plain_times.iter().map(ms).collect::<Vec<_>>(),
        "pages": pages,
        "reads": reads,
    }))
}

fn clocked(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}

fn ms(spent: &Duration) -> f64 {
    spent.as_secs_f64() * 1000.0
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Opens the encrypted file as plainly as can be, below [`Store`].
fn open_encrypted(path: &Path, key: &StoreKey) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;")?;
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.sql_pragma_hex().as_str()))?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

fn open_plain(path: &Path) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.execute_batch(SETTINGS)?;
    connection.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?;
    let settings: (String, i64) = connection.query_row(
        "SELECT * FROM pragma_journal_mode, pragma_synchronous",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if settings != ("truncate".into(), 3) {
        return Err("plain SQLite did not take the settings".into());
    }
    Ok(connection)
}

/// Writes the content of the store to a plain file. Nobody in it is real.
fn export(store: &Path, key: &StoreKey, plain: &Path) -> Outcome<()> {
    if plain.exists() {
        std::fs::remove_file(plain)?;
    }
    let connection = open_encrypted(store, key)?;
    // An export fills its pages to the brim, so the store's are filled likewise: a full page that
    // has to be split costs more to write to than one with room.
    connection.execute_batch("VACUUM;")?;
    let path = plain.to_str().ok_or("the folder's name is not text")?;
    connection.execute("ATTACH DATABASE ?1 AS plain KEY ''", [path])?;
    connection.execute_batch("PRAGMA plain.synchronous = OFF; PRAGMA plain.journal_mode = OFF;")?;
    connection.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(()))?;
    connection.execute_batch("DETACH DATABASE plain;")?;
    connection.close().map_err(|(_, cause)| cause)?;
    let head = std::fs::read(plain)?;
    if !head.starts_with(b"SQLite format 3\0") {
        return Err("what should be plain SQLite is not".into());
    }
    std::fs::File::open(plain)?.sync_all()?;
    Ok(())
}

/// Records to write to, from all over the file: people open any of them.
fn records(plain: &Path) -> Outcome<Vec<Uuid>> {
    let connection = Connection::open(plain)?;
    let mut statement = connection.prepare(
        "SELECT id FROM (SELECT id, seq, row_number() OVER (ORDER BY seq) - 1 AS place,
                                count(*) OVER () AS many
                         FROM record WHERE kind = 'episode' AND state = 'draft')
         WHERE place % max(many / ?1, 1) = 0
         ORDER BY (seq * 7919) % 10007 LIMIT ?1",
    )?;
    let wanted = WARM_UP + ANSWERS;
    let found = statement.query_map([i64::try_from(wanted)?], |row| row.get(0))?;
    let found: Vec<Uuid> = found.collect::<Result<_, _>>()?;
    if found.len() < wanted {
        return Err(format!("the store has only {} episodes to write to", found.len()).into());
    }
    Ok(found)
}

/// One writing of an answer.
struct Write<'w> {
    record: Uuid,
    person: Uuid,
    raw: &'w str,
    at: DateTime<Utc>,
}

impl Write<'_> {
    fn to_ours(&self, store: &mut Store) -> Outcome<()> {
        let op = Op {
            id: random_id(),
            act: "answered".into(),
            by: self.person,
            at: self.at,
            subject: Some(self.record),
            detail: QUESTION.into(),
        };
        let value = json!(self.raw).to_string();
        let put = Put {
            record: self.record,
            question: QUESTION,
            item: None,
            raw: self.raw,
            given: Given::Value(&value),
            bind: None,
        };
        store.transact(&op, |tx| tx.put_answer(&put))?;
        Ok(())
    }

    /// The statements of [`Store::transact`] and `put_answer`, on plain SQLite. What they leave
    /// is compared at the end, row by row, with what the store left.
    fn to_plain(&self, connection: &Connection) -> Outcome<()> {
        let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let (op, at) = (random_id(), self.at.timestamp());
        let done: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM audit WHERE op = ?1)")?
            .query_row([op], |row| row.get(0))?;
        if done {
            return Err("an id came twice".into());
        }
        let record: i64 = connection
            .prepare_cached("SELECT seq, kind, state, version FROM record WHERE id = ?1")?
            .query_row([self.record], |row| row.get(0))?;
        let revision: Option<i64> = connection
            .prepare_cached(
                "SELECT revision, raw, value, absence, valid, by, opened_at, at, closed_at
                 FROM answer WHERE record = ?1 AND question = ?2 AND item = ?3
                 ORDER BY revision DESC LIMIT 1",
            )?
            .query_row(params![record, QUESTION, -1], |row| row.get(0))
            .optional()?;
        let by: i64 = connection
            .prepare_cached("SELECT seq FROM person WHERE id = ?1")?
            .query_row([self.person], |row| row.get(0))?;
        let value = json!(self.raw).to_string();
        match revision {
            None => connection
                .prepare_cached(
                    "INSERT INTO answer (record, question, item, revision, raw, value, absence,
                                         valid, by, opened_at, at, closed_at)
                     VALUES (?1, ?2, -1, 1, ?3, ?4, NULL, 1, ?5, ?6, ?6, NULL)",
                )?
                .execute(params![record, QUESTION, self.raw, value, by, at])?,
            Some(revision) => connection
                .prepare_cached(
                    "UPDATE answer SET raw = ?4, value = ?5, absence = NULL, valid = 1, at = ?6
                     WHERE record = ?1 AND question = ?2 AND item = -1 AND revision = ?3",
                )?
                .execute(params![record, QUESTION, revision, self.raw, value, at])?,
        };
        connection
            .prepare_cached(
                "UPDATE record SET updated_at = ?2, version = version + 1 WHERE seq = ?1",
            )?
            .execute(params![record, at])?;
        let (seq, prev): (i64, [u8; 32]) = connection
            .prepare_cached("SELECT seq, hash FROM audit_head WHERE only = 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // The chain over the entries is Homeward's own work; here any 32 bytes do.
        let hash: [u8; 32] = random_bytes();
        connection
            .prepare_cached(
                "INSERT INTO audit (seq, at, by, op, part, act, subject, detail, prev, hash)
                 VALUES (?1, ?2, ?3, ?4, 0, 'answered', ?5, ?6, ?7, ?8)",
            )?
            .execute(params![seq + 1, at, self.person, op, self.record, QUESTION, prev, hash])?;
        connection
            .prepare_cached(
                "INSERT INTO audit_head (only, seq, hash) VALUES (1, ?1, ?2)
                 ON CONFLICT (only) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            )?
            .execute(params![seq + 1, hash])?;
        begun.commit()?;
        Ok(())
    }
}

/// Makes sure that both sides did the same work: the day the store writes more, or less, than the
/// statements above, the ratio would be of two different things. Gives the pages of both files.
fn must_be_alike(store: &Path, key: &StoreKey, plain: &Path) -> Outcome<(i64, i64)> {
    let ours = open_encrypted(store, key)?;
    let plain = Connection::open(plain)?;
    let tables: Vec<String> = plain
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in &tables {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let count = |side: &Connection| side.query_row(&sql, [], |row| row.get::<_, i64>(0));
        if count(&ours)? != count(&plain)? {
            return Err(differs(table));
        }
    }
    let same = [
        (
            "answer",
            "SELECT group_concat(quote(record) || raw || value || revision || valid || at
                                        || opened_at || coalesce(closed_at, 'open'), '|')
                    FROM (SELECT * FROM answer WHERE question = 'bench_words' ORDER BY record)",
        ),
        (
            "record",
            "SELECT group_concat(seq || '.' || version || '.' || updated_at, '|')
                    FROM (SELECT * FROM record WHERE kind = 'episode' ORDER BY seq)",
        ),
        (
            "audit",
            "SELECT group_concat(seq || act || hex(subject) || detail || at, '|')
                   FROM (SELECT * FROM audit ORDER BY seq)",
        ),
    ];
    for (table, sql) in same {
        let read = |side: &Connection| side.query_row(sql, [], |row| row.get::<_, String>(0));
        if read(&ours)? != read(&plain)? {
            return Err(differs(table));
        }
    }
    let pages =
        |side: &Connection| side.query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0));
    Ok((pages(&ours)?, pages(&plain)?))
}

fn differs(table: &str) -> Box<dyn Error> {
    format!(
        "the store and the statements of this bench no longer write the same to the table {table}; \
         bring `to_plain` up to date with the store"
    )
    .into()
}

/// Reads of both files, below our own code, for information: the price of encryption alone.
fn reads(store: &Path, key: &StoreKey, plain_path: &Path) -> Outcome<serde_json::Value> {
    let mut open = (Vec::new(), Vec::new());
    for _ in 0..30 {
        let began = Instant::now();
        let ours = open_encrypted(store, key)?;
        open.0.push(ms(&began.elapsed()));
        ours.close().map_err(|(_, cause)| cause)?;
        let began = Instant::now();
        let plain = Connection::open(plain_path)?;
        plain.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        open.1.push(ms(&began.elapsed()));
        plain.close().map_err(|(_, cause)| cause)?;
    }
    let (ours, plain) = (open_encrypted(store, key)?, Connection::open(plain_path)?);
    for side in [&ours, &plain] {
        side.execute_batch("PRAGMA cache_size = -16000")?;
    }
    let ids: Vec<Uuid> = plain
        .prepare("SELECT id FROM record WHERE kind = 'conversation' ORDER BY id LIMIT 400")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // Ids are random, so in their order the records are all over the file.
    let answers = "SELECT count(raw) FROM answer
                   WHERE record = (SELECT seq FROM record WHERE id = ?1)";
    let mut points = (Vec::new(), Vec::new());
    for id in &ids {
        for (side, times) in [(&ours, &mut points.0), (&plain, &mut points.1)] {
            let began = Instant::now();
            side.prepare_cached(answers)?.query_row([id], |row| row.get::<_, i64>(0))?;
            times.push(ms(&began.elapsed()));
        }
    }
    let mut scans = (Vec::new(), Vec::new());
    for _ in 0..3 {
        for (side, times) in [(&ours, &mut scans.0), (&plain, &mut scans.1)] {
            let began = Instant::now();
            side.query_row("SELECT sum(length(raw)) FROM answer", [], |row| row.get::<_, i64>(0))?;
            times.push(ms(&began.elapsed()));
        }
    }
    let pair = |(ours, plain): (Vec<f64>, Vec<f64>)| json!({ "ours_ms": ours, "plain_ms": plain });
    Ok(json!({ "open": pair(open), "record": pair(points), "scan": pair(scans) }))
}
