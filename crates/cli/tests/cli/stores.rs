use crate::world::{AUTHORITY, PASSPHRASE, World};

#[test]
fn a_store_is_made_with_its_key_files_and_a_recovery_file_only_its_owner_can_read() {
    let world = World::with_store("worker");
    for name in ["store.homeward", "store.homeward.keys-a", "store.homeward.keys-b", "recovery.txt"]
    {
        let about = std::fs::metadata(world.path(name)).unwrap();
        assert!(about.len() > 0, "{name}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(about.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    let recovery = std::fs::read_to_string(world.path("recovery.txt")).unwrap();
    assert!(recovery.contains("AGE-SECRET-KEY-1"));
    assert!(!recovery.contains(PASSPHRASE));
}

#[test]
fn a_new_store_is_empty_and_says_so_in_json_and_in_words() {
    let world = World::with_store("supervisor");
    let status = world.status();
    for what in ["children", "episodes", "conversations"] {
        assert_eq!(status[what], 0, "{what}");
    }
    assert!(status["schema"].as_u64().unwrap() >= 1);
    assert_eq!(status["role"], "supervisor");
    assert_eq!(status["authorities"][0], AUTHORITY);
    let words = world.on_store(&["store", "status"]).done().out;
    assert!(words.contains("Children: 0") && words.contains("Episodes: 0"), "{words}");
}

#[test]
fn a_store_can_have_several_authorities_and_the_organisations_own_recovery_key() {
    let world = World::new();
    let made = world.on_store(&[
        "store",
        "create",
        "--user",
        "Alex Example",
        "--role",
        "worker",
        "--authority",
        "E09000012",
        "--authority",
        "E09000030",
        "--recovery-recipient",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    ]);
    made.done();
    assert_eq!(world.status()["authorities"].as_array().unwrap().len(), 2);
    assert!(!world.path("recovery.txt").exists());
}

#[test]
fn what_is_wrong_with_a_new_store_is_said_and_leaves_nothing_behind() {
    let world = World::new();
    world.write("weak.txt", "password1234\n");
    let before = world.files();
    let attempt = |more: &[&str], phrase: &str| {
        let words = ["store", "create", "--store", "store.homeward", "--user", "Alex Example"];
        world.run(&[&words[..], &["--passphrase-file", phrase], more].concat())
    };
    let whole = |authority, phrase| {
        let more = ["--role", "worker", "--authority", authority, "--recovery-out", "recovery.txt"];
        attempt(&more, phrase)
    };
    whole("E09000012", "weak.txt").refused(1);
    let sentence = whole("E99999999", "phrase.txt").refused(1);
    assert!(sentence.contains("authority"), "{sentence}");
    let missing = whole("E09000012", "nothing.txt").refused(2);
    assert!(missing.contains("passphrase file"), "{missing}");
    // Without any way back in, clap already refuses it.
    assert_eq!(attempt(&["--role", "worker", "--authority", "E09000012"], "phrase.txt").code, 2);
    let recipient =
        ["--role", "worker", "--authority", "E09000012", "--recovery-recipient", "age1no"];
    attempt(&recipient, "phrase.txt").refused(1);
    assert_eq!(world.files(), before);
}

#[test]
fn a_store_is_never_written_over() {
    let world = World::with_store("worker");
    let before = world.files();
    let again = world.on_store(&[
        "store",
        "create",
        "--user",
        "Other Example",
        "--role",
        "worker",
        "--authority",
        AUTHORITY,
        "--recovery-out",
        "other-recovery.txt",
    ]);
    assert!(again.refused(1).contains("already"));
    let demo = world.demo("store.homeward", 2, 3, 1);
    assert!(demo.refused(1).contains("already"));
    assert_eq!(world.files(), before);
}

#[test]
fn a_forgotten_passphrase_is_mended_with_the_recovery_file_and_with_no_other_file() {
    let world = World::with_store("worker");
    let store = world.path("store.homeward").display().to_string();
    let new = world.write("new-phrase.txt", "amber kettle window thistle\n");
    let new = new.display().to_string();
    let recover = |file: &str| {
        world.run(&[
            "store",
            "recover",
            "--store",
            &store,
            "--recovery-file",
            file,
            "--passphrase-file",
            &new,
        ])
    };
    let other = world.write("other.txt", "not a recovery file").display().to_string();
    let before = world.files();
    assert!(recover(&other).refused(1).contains("No recovery key was found"));
    assert_eq!(world.files(), before);

    let recovery = world.path("recovery.txt").display().to_string();
    assert!(recover(&recovery).done().out.contains("The new passphrase opens the store"));
    let status = ["store", "status", "--store", &store, "--passphrase-file", &new];
    world.run(&status).done();
    assert!(world.on_store(&["store", "status"]).refused(1).contains("not right"));
}

#[test]
fn a_broken_file_of_a_borough_is_named_in_the_status_and_stops_nothing() {
    let world = World::with_store("worker");
    assert!(world.status()["standard"].is_null());
    std::fs::create_dir_all(world.path("store.homeward.standard/question-sets")).unwrap();
    world.write("store.homeward.standard/question-sets/rhi.v101.json", "{ \"id\": ");
    let status = world.status();
    let fault = &status["standard"]["faults"][0];
    assert_eq!(fault["file"], "question-sets/rhi.v101.json");
    let words = world.on_store(&["store", "status"]).done().out;
    assert!(words.contains("Homeward is using its built-in standard."), "{words}");
    assert!(words.contains("  question-sets/rhi.v101.json: this is not JSON"), "{words}");
    assert!(words.contains("New records are asked by: child version 1"), "{words}");
}
