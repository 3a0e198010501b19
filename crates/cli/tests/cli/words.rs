//! Help, the dictionary, and an output that nobody reads to its end.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::world::World;

#[test]
fn help_shows_examples_and_exit_codes_for_every_command() {
    let world = World::new();
    for words in [
        &["--help"][..],
        &["store", "create", "--help"],
        &["store", "status", "--help"],
        &["import", "ssda903", "--help"],
        &["store", "add-person", "--help"],
        &["release", "--help"],
        &["release", "preview", "--help"],
        &["release", "propose", "--help"],
        &["release", "waiting", "--help"],
        &["release", "approve", "--help"],
        &["release", "withdraw", "--help"],
        &["check", "--help"],
        &["anonymise", "--help"],
        &["figures", "--help"],
        &["national", "ssda903", "--help"],
        &["national", "ssd-missing", "--help"],
        &["national", "annex-a", "--help"],
        &["demo", "--help"],
        &["dictionary", "--help"],
    ] {
        let help = world.run(words).done().out;
        assert!(help.contains("Examples:"), "{words:?}\n{help}");
        assert!(help.contains("Exit codes:"), "{words:?}\n{help}");
    }
}

#[test]
fn a_command_that_is_used_wrongly_exits_with_2() {
    let world = World::new();
    for words in [
        &[][..],
        &["stor"],
        &["check"],
        &["release"],
        &["dictionary", "--format", "xml"],
        &["demo", "--children", "0"],
    ] {
        let said = world.run(words);
        assert_eq!(said.code, 2, "{words:?}");
        assert!(said.out.is_empty(), "{words:?}: {}", said.out);
    }
}

#[test]
fn the_dictionary_is_a_table_or_data() {
    let world = World::new();
    let csv = world.run(&["dictionary", "--format", "csv"]).done().out;
    assert!(csv.lines().next().unwrap().contains("disclosure"));
    assert!(csv.contains("rhi_outcome") && csv.contains("missing_from_at"));
    let json = world.run(&["dictionary", "--format", "json"]).done().json();
    assert_eq!(json["sets"].as_array().unwrap().len(), 5);
}

#[test]
fn an_output_that_nobody_reads_to_its_end_ends_quietly() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_homeward"))
        .args(["dictionary", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = program.stdout.take().unwrap();
    let mut first = [0; 10];
    out.read_exact(&mut first).unwrap();
    drop(out);
    let mut said = String::new();
    program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(program.wait().unwrap().success());
    assert_eq!(said, "");
}

#[test]
fn without_a_terminal_a_passphrase_is_not_asked_for() {
    let world = World::with_store("worker");
    // A session of its own has no terminal to ask on.
    let said = Command::new("setsid")
        .arg(env!("CARGO_BIN_EXE_homeward"))
        .args(["store", "status", "--store", "store.homeward"])
        .current_dir(world.path(""))
        .stdin(Stdio::null())
        .output();
    // Where there is no `setsid` there is nothing to see.
    let Ok(said) = said else { return };
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("--passphrase-file"));
}
