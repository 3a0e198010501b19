//! Each kind of bad input of a store gets one sentence and changes nothing.

use homeward_app::api::door::Unlock;
use homeward_app::{Homeward, system_clock};

use crate::world::{PASSPHRASE, World, fixture};

fn status_of(world: &World, store: &str, phrase: &str) -> crate::world::Said {
    world.run(&["store", "status", "--store", store, "--passphrase-file", phrase])
}

#[test]
fn a_wrong_passphrase_is_told_at_once_and_later_to_the_owner() {
    let world = World::with_demo(1, 1, 1);
    world.write("wrong.txt", "not the passphrase at all\n");
    let before = std::fs::read(world.path("store.homeward")).unwrap();
    let sentence = status_of(&world, "store.homeward", "wrong.txt").refused(1);
    assert!(sentence.contains("passphrase is not right"), "{sentence}");
    assert_eq!(std::fs::read(world.path("store.homeward")).unwrap(), before);
    let right = world.on_store(&["store", "status", "--json"]).done();
    assert!(right.error.contains("1 wrong passphrase"), "{}", right.error);
}

#[test]
fn the_files_of_an_import_are_not_looked_at_before_the_passphrase_is_right() {
    let world = World::with_demo(1, 1, 1);
    world.write("wrong.txt", "not the passphrase at all\n");
    let said = world.run(&[
        "import",
        "ssda903",
        "--store",
        "store.homeward",
        "--passphrase-file",
        "wrong.txt",
        "--authority",
        "E09000012",
        "--header",
        "nothing.csv",
        "--missing",
        "nothing.csv",
    ]);
    assert!(said.refused(1).contains("passphrase"));
}

#[test]
fn a_file_that_is_no_store_is_left_as_it_was() {
    let world = World::with_demo(1, 1, 1);
    world.write("letter.txt", "Dear reader, this is a letter and no store.");
    world.write("empty.homeward", "");
    world.write("plain.db", b"SQLite format 3\0 and what follows");
    for (file, hint) in [
        ("letter.txt", "not a Homeward store"),
        ("empty.homeward", "not a Homeward store"),
        ("plain.db", "not encrypted"),
    ] {
        let before = world.files();
        let sentence = status_of(&world, file, "phrase.txt").refused(1);
        assert!(sentence.contains(hint), "{file}: {sentence}");
        assert_eq!(world.files(), before);
    }
    let sentence = status_of(&world, "nowhere.homeward", "phrase.txt").refused(2);
    assert!(sentence.contains("no store in that place"), "{sentence}");
}

#[test]
fn a_store_whose_key_files_are_gone_or_of_another_store_says_so() {
    let world = World::with_demo(1, 1, 1);
    for ending in ["keys-a", "keys-b"] {
        std::fs::rename(
            world.path(&format!("store.homeward.{ending}")),
            world.path(&format!("kept.{ending}")),
        )
        .unwrap();
    }
    let before = world.files();
    let sentence = status_of(&world, "store.homeward", "phrase.txt").refused(1);
    assert!(sentence.contains("key file"), "{sentence}");
    assert_eq!(world.files(), before);

    let other = World::with_demo(1, 1, 1);
    for ending in ["keys-a", "keys-b"] {
        let name = format!("store.homeward.{ending}");
        std::fs::copy(other.path(&name), world.path(&name)).unwrap();
    }
    let before = std::fs::read(world.path("store.homeward")).unwrap();
    let sentence = status_of(&world, "store.homeward", "phrase.txt").refused(1);
    assert!(sentence.contains("key file"), "{sentence}");
    assert_eq!(std::fs::read(world.path("store.homeward")).unwrap(), before);
}

#[test]
fn a_passphrase_file_that_is_empty_or_no_text_is_told() {
    let world = World::with_demo(1, 1, 1);
    world.write("empty.txt", "\n");
    world.write("bytes.bin", [0xff, 0xfe, 0x00, 0x0a]);
    assert!(status_of(&world, "store.homeward", "empty.txt").refused(2).contains("empty"));
    assert!(status_of(&world, "store.homeward", "bytes.bin").refused(2).contains("UTF-8"));
}

#[test]
fn a_store_that_another_program_has_open_says_so() {
    let world = World::with_demo(1, 1, 1);
    // This process is the other program: it holds the store for as long as the second one asks.
    let first = Homeward::new(world.path("store.homeward"), system_clock()).unwrap();
    first.unlock(Unlock { passphrase: PASSPHRASE.to_owned() }).unwrap();
    let sentence = status_of(&world, "store.homeward", "phrase.txt").refused(1);
    assert!(sentence.contains("open in another window"), "{sentence}");
    first.close();
    status_of(&world, "store.homeward", "phrase.txt").done();
}

#[test]
fn an_import_from_files_that_are_not_there_names_the_file_and_no_path() {
    let world = World::with_demo(1, 1, 1);
    let said = world.import(&world.path("none/header.csv"), &fixture("missing.csv"), &[]);
    let sentence = said.refused(1);
    assert!(sentence.starts_with("header.csv is not in that place"), "{sentence}");
    assert!(!sentence.contains("none/"));
    let folder = world.import(&fixture("header.csv"), &world.path(""), &[]);
    assert!(folder.refused(1).starts_with("missing.csv is not a file"));
}
