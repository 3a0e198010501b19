use homeward_vault::{Cost, KeyFile, Recovery, SecretString, SlotName, random_id};

use super::*;
use crate::testing::{World, folder};
use crate::{Given, RecordKind};

fn passphrase() -> SecretString {
    SecretString::from("seven quiet lanterns over the river".to_string())
}

/// A store whose key can be had again, as after a lock.
struct Kept {
    path: PathBuf,
    id: Uuid,
    _folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let folder = folder();
        let path = folder.path().join("test.homeward");
        let who = SlotName { user: random_id() };
        let made = KeyFile::create(&path, &who, &passphrase(), Recovery::New, Cost::Floor).unwrap();
        let store = Store::create(&path, made.key, made.store).unwrap();
        store.close().unwrap();
        Self { path, id: made.store, _folder: folder }
    }

    fn key(&self) -> StoreKey {
        KeyFile::unlock(&self.path, &passphrase(), 1_775_000_000).unwrap().key
    }

    fn open(&self) -> Result<Store, Fault> {
        Store::open(&self.path, self.key())
    }
}

fn ask(store: &Store, pragma: &str) -> String {
    let sql = format!("PRAGMA {pragma}");
    store
        .connection()
        .unwrap()
        .query_row(&sql, [], |row| {
            Ok(match row.get::<_, rusqlite::types::Value>(0)? {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        })
        .unwrap()
}

#[test]
fn every_protective_setting_is_in_force() {
    let store = World::new().store;
    for (pragma, wanted) in [
        ("locking_mode", "exclusive"),
        ("journal_mode", "truncate"),
        ("synchronous", "3"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("cipher_memory_security", "1"),
        ("cipher_log_level", "NONE"),
        ("application_id", "1213028164"),
        ("user_version", "2"),
        ("encoding", "UTF-8"),
    ] {
        assert_eq!(ask(&store, pragma), wanted, "{pragma}");
    }
    // Asking for it gives no row when memory mapping is not compiled in.
    let connection = store.connection().unwrap();
    let mapped: Option<i64> =
        connection.query_row("PRAGMA mmap_size", [], |row| row.get(0)).optional().unwrap();
    assert_eq!(mapped.unwrap_or(0), 0);
    assert!(!ask(&store, "cipher_version").is_empty());
    for (option, wanted) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        assert_eq!(connection.db_config(option).unwrap(), wanted, "{option:?}");
    }
}

#[test]
fn a_look_of_another_program_into_a_store_just_made_does_not_spoil_its_making() {
    let kept = Kept::new();
    let (looking, free) = (Held::take(&kept.path).unwrap(), PATIENCE);
    let other = std::thread::spawn(move || {
        std::thread::sleep(free);
        drop(looking);
    });
    let store = Store::open_once_free(&kept.path, kept.key()).unwrap();
    assert_eq!(store.id(), kept.id);
    other.join().unwrap();
}

#[test]
fn no_extension_can_be_loaded_and_no_file_attached() {
    let world = World::new();
    let connection = world.store.connection().unwrap();
    assert!(connection.query_row("SELECT load_extension('any')", [], |_| Ok(())).is_err());
    let other = world.path.with_extension("other");
    let attached = connection.execute("ATTACH ?1 AS other", [other.to_str()]);
    assert!(attached.is_err());
    assert!(!other.exists());
}

#[cfg(unix)]
#[test]
fn the_file_and_its_journal_are_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::new();
    world.child("Example", "Child 1");
    for entry in fs::read_dir(world.path.parent().unwrap()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_closed_to_them_when_opened() {
    use std::os::unix::fs::PermissionsExt;
    let kept = Kept::new();
    fs::set_permissions(&kept.path, fs::Permissions::from_mode(0o644)).unwrap();
    let _store = kept.open().unwrap();
    assert_eq!(fs::metadata(&kept.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_look_tells_a_store_from_other_files_without_a_key() {
    let kept = Kept::new();
    assert_eq!(Store::look(&kept.path), Ok(()));
    let store = kept.open().unwrap();
    assert_eq!(Store::look(&kept.path), Err(Fault::InUse));
    drop(store);
    fs::write(&kept.path, PLAIN_MARK).unwrap();
    assert_eq!(Store::look(&kept.path), Err(Fault::Plain));
    fs::write(&kept.path, b"").unwrap();
    assert_eq!(Store::look(&kept.path), Err(Fault::Empty));
    fs::remove_file(&kept.path).unwrap();
    assert_eq!(Store::look(&kept.path), Err(Fault::Missing));
}

#[test]
fn a_store_is_opened_again_with_its_key_and_keeps_its_id() {
    let kept = Kept::new();
    assert_eq!(kept.open().unwrap().id(), kept.id);
}

#[test]
fn a_store_is_never_made_over_another_file() {
    let kept = Kept::new();
    let before = fs::read(&kept.path).unwrap();
    let fault = Store::create(&kept.path, kept.key(), random_id()).unwrap_err();
    assert_eq!(fault, Fault::AlreadyThere);
    assert_eq!(fs::read(&kept.path).unwrap(), before);
}

#[test]
fn what_a_crash_left_of_an_unfinished_store_does_not_stand_in_the_way() {
    let folder = folder();
    let path = folder.path().join("test.homeward");
    fs::write(beside(&path, ".new"), b"half").unwrap();
    let store = Store::create(&path, StoreKey::random().unwrap(), random_id()).unwrap();
    assert!(!beside(&path, ".new").exists());
    assert!(store.integrity_check().unwrap().is_sound());
}

/// Each of these files gives its fault, and is afterwards as it was, with nothing beside it.
#[test]
fn a_file_that_cannot_be_opened_is_left_as_it_was() {
    let folder = folder();
    let path = folder.path().join("test.homeward");
    let plain = folder.path().join("plain");
    rusqlite::Connection::open(&plain).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let plain_bytes = fs::read(&plain).unwrap();
    fs::remove_file(&plain).unwrap();
    let mut noise = Vec::new();
    for _ in 0..512 {
        noise.extend(random_bytes::<32>());
    }
    let mut marked_noise = noise.clone();
    marked_noise[..8].copy_from_slice(MARK);
    let cases: [(&str, &[u8], Fault); 6] = [
        ("empty", b"", Fault::Empty),
        ("plain", &plain_bytes, Fault::Plain),
        ("noise", &noise, Fault::NotAStore),
        ("short", b"HOME", Fault::NotAStore),
        ("text", b"a letter about something else, not a store", Fault::NotAStore),
        // The mark alone does not make a store: without its seal it opens with no key.
        ("marked noise", &marked_noise, Fault::WrongKey),
    ];
    for (name, bytes, fault) in cases {
        fs::write(&path, bytes).unwrap();
        let found = Store::open(&path, StoreKey::random().unwrap()).unwrap_err();
        assert_eq!(found, fault, "{name}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{name}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{name}");
    }
    fs::remove_file(&path).unwrap();
    let found = Store::open(&path, StoreKey::random().unwrap()).unwrap_err();
    assert_eq!(found, Fault::Missing);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_wrong_key_opens_nothing_and_changes_nothing() {
    let kept = Kept::new();
    let before = fs::read(&kept.path).unwrap();
    let fault = Store::open(&kept.path, StoreKey::random().unwrap()).unwrap_err();
    assert_eq!(fault, Fault::WrongKey);
    assert_eq!(fs::read(&kept.path).unwrap(), before);
    kept.open().unwrap();
}

#[test]
fn the_store_of_a_newer_app_is_refused_and_left_as_it_was() {
    let kept = Kept::new();
    let store = kept.open().unwrap();
    store.connection().unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    store.close().unwrap();
    let before = fs::read(&kept.path).unwrap();
    let fault = kept.open().unwrap_err();
    assert_eq!(fault, Fault::NewerStore { found: 99, known: SCHEMA });
    assert_eq!(fs::read(&kept.path).unwrap(), before);
}

#[test]
fn an_encrypted_file_of_another_program_is_not_a_store() {
    let kept = Kept::new();
    let store = kept.open().unwrap();
    store.connection().unwrap().execute_batch("PRAGMA application_id = 7").unwrap();
    store.close().unwrap();
    assert_eq!(kept.open().unwrap_err(), Fault::NotAStore);
}

#[test]
fn a_second_open_is_told_that_the_store_is_in_use() {
    let kept = Kept::new();
    let first = kept.open().unwrap();
    assert_eq!(kept.open().unwrap_err(), Fault::InUse);
    // By another name of the same file, too.
    let roundabout = kept.path.parent().unwrap().join(".").join("test.homeward");
    assert_eq!(Store::open(&roundabout, kept.key()).unwrap_err(), Fault::InUse);
    drop(first);
    kept.open().unwrap();
}

const OLDER: &[Step] = migrate::STEPS;

fn newer(step: Step) -> Vec<Step> {
    OLDER.iter().copied().chain([step]).collect()
}

#[test]
fn an_older_store_is_copied_aside_and_brought_up_to_date() {
    let kept = Kept::new();
    let before = fs::read(&kept.path).unwrap();
    let steps = newer("CREATE TABLE added (a INTEGER) STRICT;");
    let store = Store::open_with(&kept.path, kept.key(), &steps).unwrap();
    assert_eq!(ask(&store, "user_version"), (SCHEMA + 1).to_string());
    store.connection().unwrap().execute_batch("INSERT INTO added VALUES (1)").unwrap();
    drop(store);
    let copy = beside(&kept.path, &format!(".schema-{SCHEMA}"));
    assert_eq!(fs::read(&copy).unwrap(), before);
    // The copy opens with the same key, in the older app.
    let kept_copy = Store::open(&copy, kept.key()).unwrap();
    assert_eq!(kept_copy.id(), kept.id);
    // And the older app refuses what was brought up to date.
    let fault = kept.open().unwrap_err();
    assert_eq!(fault, Fault::NewerStore { found: SCHEMA + 1, known: SCHEMA });
}

#[test]
fn a_release_from_before_there_were_two_people_to_one_stays_in_the_ledger() {
    let kept = Kept::new();
    fs::remove_file(&kept.path).unwrap();
    owner_only_file(&kept.path).unwrap();
    let first = migrate::STEPS.get(..1).unwrap();
    Store::fill(&kept.path, &kept.key(), kept.id, first).unwrap();
    let store = Store::open_with(&kept.path, kept.key(), first).unwrap();
    store
        .connection()
        .unwrap()
        .execute_batch(
            "INSERT INTO person (id, name, role) VALUES (randomblob(16), 'Example', 'supervisor');
             INSERT INTO release_ledger
               (id, authority, period, product, receiver, made_at, made_by, manifest_hash)
             SELECT randomblob(16), 'E09000012', '2024-25', 'topic tables', 'MOPAC', 1, seq, 'ab'
             FROM person;",
        )
        .unwrap();
    drop(store);
    let store = kept.open().unwrap();
    let [entry] = &store.read().unwrap().ledger("E09000012").unwrap()[..] else { panic!() };
    assert_eq!((&*entry.receiver, entry.proposed_by), ("MOPAC", None));
    assert_eq!((&*entry.purpose, &*entry.agreement), ("", ""));
}

#[test]
fn a_step_that_fails_leaves_the_store_at_its_schema() {
    let kept = Kept::new();
    let steps = newer("CREATE TABLE added (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);");
    assert!(Store::open_with(&kept.path, kept.key(), &steps).is_err());
    let store = kept.open().unwrap();
    assert_eq!(ask(&store, "user_version"), SCHEMA.to_string());
    assert!(store.connection().unwrap().prepare("SELECT * FROM added").is_err());
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved_and_is_cleared_up_by_reopening() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    world.put(child, "note", "saved", Given::Value("\"saved\""));
    let pages = ask(&world.store, "page_count");
    let connection = world.store.connection().unwrap();
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    let text = "long ".repeat(20_000);
    let op = world.op("put");
    let fault = world
        .store
        .transact(&op, |tx| {
            tx.put_answer(&crate::Put {
                record: child,
                question: "note",
                item: None,
                raw: &text,
                given: Given::Invalid,
                bind: None,
            })
        })
        .unwrap_err();
    assert_eq!(fault, Fault::DiskFull);
    assert!(fault.is_in_doubt());
    world.store.reopen().unwrap();
    assert!(!world.read().was_done(op.id).unwrap());
    assert_eq!(world.read().answers(child).unwrap()[0].raw, "saved");
    assert!(world.store.integrity_check().unwrap().is_sound());
    world.put(child, "note", "goes on", Given::Value("\"goes on\""));
}

#[test]
fn nothing_is_written_while_a_write_is_in_doubt() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    world.store.doubt();
    let op = world.op("put");
    let fault = world.store.transact(&op, |tx| tx.close_answers(child)).unwrap_err();
    assert_eq!(fault, Fault::MustReopen);
    world.store.reopen().unwrap();
    world.act(|tx| tx.close_answers(child));
}

#[test]
fn a_damaged_page_is_found() {
    let mut world = World::new();
    for number in 0..40 {
        world.child("Example", &format!("Child {number}"));
    }
    assert!(world.store.integrity_check().unwrap().is_sound());
    let World { store, path, _folder, .. } = world;
    let mut bytes = fs::read(&path).unwrap();
    // The file is taken away from under the open store, so its key need not be had again.
    let middle = bytes.len() / 4096 / 2 * 4096 + 1000;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let mut store = store;
    store.reopen().unwrap();
    let found = store.integrity_check().unwrap();
    assert_eq!(found.damaged_pages, 1);
    assert!(!found.is_sound());
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn nothing_that_was_typed_can_be_read_in_the_file() {
    const TYPED: [&str; 4] =
        ["Examplechildone", "Zebrasurname", "a secret told in Quietwords", "RHIquestionid"];
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let mut world = World::new();
    let child = world.child(TYPED[0], TYPED[1]);
    let json = format!("\"{}\"", TYPED[2]);
    world.put(child, TYPED[3], TYPED[2], Given::Value(&json));
    let mut bytes = world.bytes();
    for entry in fs::read_dir(world.path.parent().unwrap()).unwrap() {
        bytes.extend(fs::read(entry.unwrap().path()).unwrap());
    }
    for typed in TYPED {
        assert!(!holds(&bytes, typed.as_bytes()), "{typed}");
        assert!(!holds(&bytes, &wide(typed)), "{typed}");
    }
    for name in ["CREATE TABLE", "surname", "authority"] {
        assert!(!holds(&bytes, name.as_bytes()), "{name}");
    }
    // The same search finds the same words in a file that is not encrypted.
    let plain = world.path.with_extension("plain");
    let connection = rusqlite::Connection::open(&plain).unwrap();
    connection.execute_batch("CREATE TABLE answer (raw TEXT, wide BLOB)").unwrap();
    for typed in TYPED {
        connection.execute("INSERT INTO answer VALUES (?1, ?2)", (typed, wide(typed))).unwrap();
    }
    connection.close().unwrap();
    let bytes = fs::read(&plain).unwrap();
    for typed in TYPED {
        assert!(holds(&bytes, typed.as_bytes()) && holds(&bytes, &wide(typed)), "{typed}");
    }
    assert!(holds(&bytes, b"CREATE TABLE"));
}

#[test]
fn the_schema_is_the_one_that_was_looked_at() {
    let world = World::new();
    let mut statement = world
        .store
        .connection()
        .unwrap()
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
             ORDER BY type, name",
        )
        .unwrap();
    let schema: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    insta::assert_snapshot!(schema.join(";\n\n"));
}

#[test]
fn a_record_of_every_kind_can_be_counted() {
    let mut world = World::new();
    let child = world.child("Example", "Child 1");
    let episode = world.episode(child);
    let origin = crate::Origin::Entered;
    world.add(RecordKind::Ppi, Some(child), Some(episode), origin);
    let talk = world.add(RecordKind::Conversation, Some(child), None, origin);
    world.add(RecordKind::Support, Some(child), Some(talk), origin);
    let counts = world.read().counts().unwrap();
    assert_eq!(
        counts,
        crate::Counts {
            children: 1,
            episodes: 1,
            conversations: 1,
            ppis: 1,
            supports: 1,
            schema: SCHEMA
        }
    );
}
