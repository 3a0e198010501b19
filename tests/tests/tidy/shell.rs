//! The shell forwards and decides nothing (`ARCHITECTURE.md`, invariant 3).

use crate::files::{none, top, under};
use serde_json::Value;
use std::collections::BTreeSet;

fn read(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap()
}

#[test]
fn a_command_of_the_shell_decides_nothing() {
    let text = read("src-tauri/src/commands.rs");
    let mut breaches = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let mut words = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        if words.any(|word| matches!(word, "if" | "match" | "else" | "while" | "for" | "loop")) {
            breaches.push(format!("src-tauri/src/commands.rs:{}: {}", at + 1, line.trim()));
        }
    }
    assert!(text.contains("fn all()"), "the commands are no longer where this test looks");
    none(&breaches, "A command unpacks, calls one function of `app`, and returns.");
}

/// The commands that `build.rs` names.
fn named_in_build() -> BTreeSet<String> {
    let text = read("src-tauri/build.rs");
    let list = text.split("COMMANDS: &[&str] = &[").nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_window_may_ask_for_the_named_commands_and_for_nothing_else() {
    let mut permissions = BTreeSet::new();
    for file in under("src-tauri/capabilities") {
        let capability: Value = serde_json::from_str(&file.text).unwrap();
        for permission in capability["permissions"].as_array().unwrap() {
            permissions.insert(permission.as_str().unwrap().to_owned());
        }
    }
    let wanted: BTreeSet<String> =
        named_in_build().iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    assert!(wanted.len() > 10, "build.rs names too few commands");
    let beyond: Vec<&String> = permissions.difference(&wanted).collect();
    // The last one is for Ctrl and +: people who need larger text have no other way to it.
    let allowed = [
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "core:webview:allow-set-webview-zoom",
    ];
    let beyond: Vec<&&String> =
        beyond.iter().filter(|permission| !allowed.contains(&permission.as_str())).collect();
    assert!(beyond.is_empty(), "the window may do what no command of ours does: {beyond:?}");
    let unused: Vec<&String> = wanted.difference(&permissions).collect();
    assert!(unused.is_empty(), "these commands cannot be called: {unused:?}");
}

#[test]
fn only_the_agreed_plugins_are_registered() {
    let mut registered = BTreeSet::new();
    for file in under("src-tauri/src") {
        for (_, line) in file.lines().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for part in line.split("tauri_plugin_").skip(1) {
                let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
                registered.insert(name.unwrap_or_default().to_owned());
            }
        }
    }
    let agreed = BTreeSet::from(["dialog".to_owned(), "single_instance".to_owned()]);
    assert_eq!(registered, agreed);
}

#[test]
fn the_window_is_built_with_a_strict_policy_and_frozen_prototypes() {
    let config: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).unwrap();
    let security = &config["app"]["security"];
    assert_eq!(security["freezePrototype"], Value::Bool(true));
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for (what, sources) in policy {
        let sources = sources.as_str().unwrap();
        for loose in ["unsafe-inline", "unsafe-eval", "*", "https:", "data:", "blob:"] {
            assert!(!sources.contains(loose), "{what} allows {loose}");
        }
    }
    assert!(config["app"]["withGlobalTauri"] != Value::Bool(true));
}
