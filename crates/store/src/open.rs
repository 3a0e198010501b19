//! Making, opening and closing the file, and the settings that protect it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use homeward_vault::{StoreKey, Zeroizing, random_bytes};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use uuid::Uuid;

use crate::migrate::{self, Step};
use crate::read::Reader;
use crate::{Fault, SCHEMA};

/// "HMWD": how SQLite's own tools tell whose file it is, once decrypted.
pub(crate) const APPLICATION_ID: i64 = 0x484d_5744;

/// The first eight bytes of every store. SQLCipher begins a file with 16 bytes of salt; half of
/// ours is this mark, so that any other file is told apart from a wrong key before a key is
/// tried. The key itself is 256 random bits and does not rest on the salt.
const MARK: &[u8; 8] = b"HOMEWARD";

/// How an unencrypted SQLite file begins.
const PLAIN_MARK: &[u8; 16] = b"SQLite format 3\0";

/// How long to wait for a file that another process is just letting go of.
const PATIENCE: Duration = Duration::from_millis(300);

/// How many times [`PATIENCE`] a look of another program into a store that was just made may take.
const LOOKS_OF_OTHERS: u32 = 30;

/// The stores that this process has open. A second look at the same file must not even open it:
/// on Unix, closing any handle of a file drops every lock the process holds on it, and with them
/// the promise that nobody else writes.
static OPEN_HERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

struct Held(PathBuf);

impl Held {
    fn take(path: &Path) -> Result<Self, Fault> {
        let path = fs::canonicalize(path)?;
        let mut open = OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner);
        if open.insert(path.clone()) { Ok(Self(path)) } else { Err(Fault::InUse) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// What the two integrity checks found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integrity {
    /// Pages whose content and seal do not belong together.
    pub damaged_pages: u32,
    /// Structures of the database that contradict each other.
    pub broken_structures: u32,
}

impl Integrity {
    /// Whether nothing is wrong.
    pub fn is_sound(self) -> bool {
        self.damaged_pages == 0 && self.broken_structures == 0
    }
}

/// An open store. Dropping it closes the file and wipes the key.
pub struct Store {
    // Before `held`, so that the file is closed before another may open it.
    connection: Option<Connection>,
    held: Held,
    key: StoreKey,
    id: Uuid,
    in_doubt: bool,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A store's file, open and up to date, before its key is kept beside it.
struct Opened {
    connection: Connection,
    held: Held,
    id: Uuid,
}

impl Opened {
    fn at(path: &Path, key: &StoreKey, steps: &[Step]) -> Result<Self, Fault> {
        let held = Held::take(path)?;
        look_at_first_bytes(&held.0)?;
        close_to_others(&held.0)?;
        let mut connection = connect_to_store(&held.0, key)?;
        let known = migrate::newest(steps);
        let found = migrate::found(&connection, APPLICATION_ID)?;
        if found > known {
            return Err(Fault::NewerStore { found, known });
        }
        if found < known {
            // Closed for the copy: no journal is left beside it, and Windows lets it be read.
            connection.close().map_err(|(_, cause)| Fault::from(cause))?;
            copy_aside(&held.0, found)?;
            connection = connect_to_store(&held.0, key)?;
            migrate::bring_up(&mut connection, steps, found)?;
        }
        let id = connection
            .query_row("SELECT value FROM meta WHERE name = 'store'", [], |row| row.get(0))
            .optional()?
            .ok_or(Fault::NotAStore)?;
        Ok(Self { connection, held, id })
    }

    fn with(self, key: StoreKey) -> Store {
        let Self { connection, held, id } = self;
        Store { connection: Some(connection), held, key, id, in_doubt: false }
    }
}

impl Store {
    /// Makes a new store named `id` at `path` and opens it. The file is readable by its owner
    /// alone.
    ///
    /// # Errors
    /// [`Fault::AlreadyThere`] when there is a file already, [`Fault::CannotEncrypt`] when the
    /// build lacks SQLCipher, and the faults of the disk.
    pub fn create(path: &Path, key: StoreKey, id: Uuid) -> Result<Self, Fault> {
        if path.try_exists()? {
            return Err(Fault::AlreadyThere);
        }
        // Made beside its place and moved there when whole: a crash leaves no half store.
        let unfinished = beside(path, ".new");
        for old in [unfinished.clone(), beside(&unfinished, "-journal")] {
            match fs::remove_file(old) {
                Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                    return Err(cause.into());
                }
                _ => {}
            }
        }
        owner_only_file(&unfinished)?;
        let made = Self::fill(&unfinished, &key, id, migrate::STEPS);
        if made.is_err() {
            // The half-made file holds nothing yet; the first fault is the one to tell.
            let _ = fs::remove_file(&unfinished);
        }
        made?;
        fs::rename(&unfinished, path)?;
        // A truncated journal is empty by now; beside the renamed file it is litter.
        let _ = fs::remove_file(beside(&unfinished, "-journal"));
        sync_folder(path)?;
        Self::open_once_free(path, key)
    }

    /// Opens the store that was just made. Between its coming into place and its opening another
    /// program may look into it, for as long as that takes: making it must not fail of that.
    fn open_once_free(path: &Path, key: StoreKey) -> Result<Self, Fault> {
        for _ in 0..LOOKS_OF_OTHERS {
            match Opened::at(path, &key, migrate::STEPS) {
                Err(Fault::InUse) => std::thread::sleep(PATIENCE),
                opened => return opened.map(|opened| opened.with(key)),
            }
        }
        Self::open(path, key)
    }

    fn fill(path: &Path, key: &StoreKey, id: Uuid, steps: &[Step]) -> Result<(), Fault> {
        let path = fs::canonicalize(path)?;
        let mut connection = connect(&path)?;
        unlock(&connection, key, true)?;
        protect(&connection)?;
        migrate::fill(&mut connection, steps, APPLICATION_ID, id)?;
        connection.close().map_err(|(_, cause)| cause.into())
    }

    /// Tells other files apart from a store, before a passphrase is asked for or counted as wrong.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::Empty`], [`Fault::Plain`], [`Fault::NotAStore`] or
    /// [`Fault::InUse`] when this process has it open.
    pub fn look(path: &Path) -> Result<(), Fault> {
        let held = Held::take(path)?;
        look_at_first_bytes(&held.0)
    }

    /// Opens the store at `path`, and brings it up to date when an older app wrote it, after
    /// making a copy of the file beside it.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::Empty`], [`Fault::Plain`], [`Fault::NotAStore`],
    /// [`Fault::WrongKey`], [`Fault::InUse`], [`Fault::NewerStore`], [`Fault::CannotEncrypt`] or
    /// a fault of the disk. On each of them the file is as it was.
    pub fn open(path: &Path, key: StoreKey) -> Result<Self, Fault> {
        Self::open_with(path, key, migrate::STEPS)
    }

    pub(crate) fn open_with(path: &Path, key: StoreKey, steps: &[Step]) -> Result<Self, Fault> {
        Ok(Opened::at(path, &key, steps)?.with(key))
    }

    /// Closes and opens the file again. After a fault that [`Fault::is_in_doubt`], this and
    /// [`Reader::was_done`] tell whether the last write is there.
    ///
    /// # Errors
    /// As for [`Store::open`]. The store is then closed; `reopen` may be tried again.
    pub fn reopen(&mut self) -> Result<(), Fault> {
        if let Some(old) = self.connection.take() {
            // A connection that fails to close gives the file up all the same when dropped.
            drop(old);
        }
        self.connection = Some(connect_to_store(&self.held.0, &self.key)?);
        self.in_doubt = false;
        Ok(())
    }

    /// Closes the store. Dropping it does the same without telling of a fault.
    ///
    /// # Errors
    /// A fault of the disk while the last lock is let go.
    pub fn close(mut self) -> Result<(), Fault> {
        match self.connection.take() {
            Some(connection) => connection.close().map_err(|(_, cause)| cause.into()),
            None => Ok(()),
        }
    }

    /// The random id of this store, which its key file carries too.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The key of this store, for subkeys and for another key slot.
    pub fn key(&self) -> &StoreKey {
        &self.key
    }

    /// Asks questions. Nothing that is done through a [`Reader`] changes the store.
    ///
    /// # Errors
    /// [`Fault::MustReopen`] when an attempt to reopen the store failed.
    pub fn read(&self) -> Result<Reader<'_>, Fault> {
        Ok(Reader::over(self.connection()?, self.id))
    }

    /// Reads every page and every structure. Takes about a second for each 100 MB.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when even the check cannot be made, or a fault of the disk.
    pub fn integrity_check(&self) -> Result<Integrity, Fault> {
        let connection = self.connection()?;
        // Each answers with a row a problem; the second says "ok" when there is none.
        let damaged_pages = count_rows(connection, "PRAGMA cipher_integrity_check", None)?;
        let mut broken_structures = 0_u32;
        for (sql, fine) in
            [("PRAGMA integrity_check", Some("ok")), ("PRAGMA foreign_key_check", None)]
        {
            let broken = match count_rows(connection, sql, fine) {
                // A page whose seal is broken ends the walk over the structures.
                Err(Fault::Damaged) => 1,
                counted => counted?,
            };
            broken_structures = broken_structures.saturating_add(broken);
        }
        Ok(Integrity { damaged_pages, broken_structures })
    }

    pub(crate) fn connection(&self) -> Result<&Connection, Fault> {
        self.connection.as_ref().ok_or(Fault::MustReopen)
    }

    pub(crate) fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    pub(crate) fn doubt(&mut self) {
        self.in_doubt = true;
    }
}

fn count_rows(connection: &Connection, sql: &str, fine: Option<&str>) -> Result<u32, Fault> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut count = 0_u32;
    while let Some(row) = rows.next()? {
        let said_fine = match fine {
            Some(fine) => row.get_ref(0)?.as_str().is_ok_and(|said| said == fine),
            None => false,
        };
        if !said_fine {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

fn connect(path: &Path) -> Result<Connection, Fault> {
    // Never CREATE: a store that went missing is told, not quietly begun anew. The path is
    // absolute here, so that SQLite cannot take it for a URI with options in it.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn connect_to_store(path: &Path, key: &StoreKey) -> Result<Connection, Fault> {
    let connection = connect(path)?;
    unlock(&connection, key, false)?;
    protect(&connection)?;
    Ok(connection)
}

/// Gives the key, and proves by a first read that it is the right one.
fn unlock(connection: &Connection, key: &StoreKey, new: bool) -> Result<(), Fault> {
    // Both before the key: the first keeps a wrong key from being written to the terminal, the
    // second wipes what SQLCipher frees.
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;")?;
    let mut sql = Zeroizing::new(String::with_capacity(100));
    sql.push_str("PRAGMA key = \"x'");
    sql.push_str(&key.sql_pragma_hex());
    sql.push_str("'\"");
    connection.execute_batch(&sql)?;
    if new {
        let random: [u8; 8] = random_bytes();
        let mut salt = String::with_capacity(80);
        salt.push_str("PRAGMA cipher_salt = \"x'");
        for byte in MARK.iter().chain(&random) {
            salt.push_str(&format!("{byte:02x}"));
        }
        salt.push_str("'\"");
        connection.execute_batch(&salt)?;
    }
    let cipher: Option<String> =
        connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(Fault::CannotEncrypt);
    }
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE;")?;
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Ok(()) => Ok(()),
        Err(cause) => Err(match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Fault::WrongKey,
            _ => cause.into(),
        }),
    }
}

/// Puts the protective settings of design section 5 in force, and checks that they are.
fn protect(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch(
        "PRAGMA synchronous = EXTRA;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA mmap_size = 0;
         PRAGMA cache_size = -16000;",
    )?;
    let mode: String =
        connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get(0))?;
    if mode != "truncate" {
        return Err(Fault::SettingRefused("journal_mode"));
    }
    for (option, wanted, name) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true, "defensive"),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false, "trusted_schema"),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false, "fts3_tokenizer"),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false, "attach_create"),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false, "attach_write"),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false, "dqs_dml"),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false, "dqs_ddl"),
    ] {
        if connection.set_db_config(option, wanted)? != wanted {
            return Err(Fault::SettingRefused(name));
        }
    }
    for (name, wanted) in SETTINGS {
        let sql = format!("PRAGMA {name}");
        let found: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        if found != *wanted {
            return Err(Fault::SettingRefused(name));
        }
    }
    // Takes the lock now and keeps it (locking_mode): two windows on one store are told apart at
    // the door, not at the first write.
    connection.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?;
    Ok(())
}

/// Settings that answer with a number, and the number they must answer.
const SETTINGS: &[(&str, i64)] = &[
    ("synchronous", 3),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("temp_store", 2),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
];

/// Tells other files apart before any key is tried.
fn look_at_first_bytes(path: &Path) -> Result<(), Fault> {
    let mut first = Vec::with_capacity(PLAIN_MARK.len());
    File::open(path)?.take(PLAIN_MARK.len() as u64).read_to_end(&mut first)?;
    if first.is_empty() {
        Err(Fault::Empty)
    } else if first.starts_with(PLAIN_MARK) {
        Err(Fault::Plain)
    } else if first.starts_with(MARK) {
        Ok(())
    } else {
        Err(Fault::NotAStore)
    }
}

fn copy_aside(path: &Path, schema: u32) -> Result<(), Fault> {
    let unfinished = beside(path, ".copy");
    let copy = beside(path, &format!(".schema-{schema}"));
    if unfinished.try_exists()? {
        fs::remove_file(&unfinished)?;
    }
    let mut to = owner_only_file(&unfinished)?;
    std::io::copy(&mut File::open(path)?, &mut to)?;
    to.sync_all()?;
    fs::rename(&unfinished, &copy)?;
    sync_folder(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(ending);
    PathBuf::from(name)
}

fn owner_only_file(path: &Path) -> Result<File, Fault> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// Takes away what others may do with a file that was copied or restored too openly.
fn close_to_others(path: &Path) -> Result<(), Fault> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes a new name in a folder durable. Windows keeps names durable by itself.
fn sync_folder(path: &Path) -> Result<(), Fault> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

const _: () = assert!(SCHEMA > 0);

#[cfg(test)]
mod tests;
