//! Who may depend on whom (`ARCHITECTURE.md`, invariants 1 and 2).

use crate::files::{none, top};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::process::Command;

/// Which packages of ours each package may use when it runs. Reading down is reading the layers up.
const ARROWS: &[(&str, &[&str])] = &[
    ("homeward-standard", &[]),
    ("homeward-vault", &[]),
    ("homeward-casework", &["homeward-standard"]),
    ("homeward-release", &["homeward-standard"]),
    ("homeward-store", &["homeward-casework", "homeward-standard", "homeward-vault"]),
    (
        "homeward-app",
        &[
            "homeward-casework",
            "homeward-release",
            "homeward-standard",
            "homeward-store",
            "homeward-vault",
        ],
    ),
    ("homeward-cli", &["homeward-app"]),
    ("homeward-desktop", &["homeward-app"]),
    // Around the product, not in it.
    (
        "homeward-generate",
        &["homeward-app", "homeward-release", "homeward-standard", "homeward-vault"],
    ),
    ("homeward-tests", &[]),
    ("homeward-e2e", &[]),
    // It measures the packages one by one, as well as the whole.
    ("homeward-bench", &["homeward-app", "homeward-standard", "homeward-store", "homeward-vault"]),
    ("xtask", &[]),
];

/// Crates that only one package of ours may name, in any kind of dependency.
const ONE_HOME: &[(&str, &[&str])] = &[
    ("homeward-store", &["rusqlite", "libsqlite3-sys"]),
    (
        "homeward-vault",
        &[
            "aes-gcm",
            "age",
            "argon2",
            "chacha20poly1305",
            "ed25519-dalek",
            "getrandom",
            "hkdf",
            "hmac",
            "rand",
            "rand_chacha",
            "rand_core",
            "ring",
            "sha2",
            "zxcvbn",
        ],
    ),
    (
        "homeward-desktop",
        &["tauri", "tauri-build", "tauri-plugin-dialog", "tauri-plugin-single-instance", "wry"],
    ),
    ("homeward-e2e", &["fantoccini"]),
];

/// Crates that speak to a network.
const SPEAKS_TO_A_NETWORK: &[&str] = &[
    "attohttpc",
    "curl",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tungstenite",
    "ureq",
];

fn workspace() -> Metadata {
    MetadataCommand::new().manifest_path(top().join("Cargo.toml")).no_deps().exec().unwrap()
}

fn names(package: &Package, kinds: &[DependencyKind]) -> Vec<String> {
    let used = package.dependencies.iter().filter(|used| kinds.contains(&used.kind));
    used.map(|used| used.name.clone()).collect()
}

#[test]
fn arrows_between_our_packages_go_down_only() {
    let workspace = workspace();
    let mut breaches = Vec::new();
    for package in &workspace.packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name.as_str())
        else {
            breaches.push(format!("{} has no line in this table", package.name));
            continue;
        };
        for used in names(package, &[DependencyKind::Normal, DependencyKind::Build]) {
            let ours = ARROWS.iter().any(|(name, _)| *name == used);
            if ours && !allowed.contains(&used.as_str()) {
                breaches.push(format!("{} must not use {used}", package.name));
            }
        }
    }
    none(&breaches, "Arrows between our packages go down only.");
    assert_eq!(workspace.packages.len(), ARROWS.len(), "a line of the table names no package");
}

#[test]
fn sql_cryptography_and_the_window_each_have_one_home() {
    let mut breaches = Vec::new();
    for package in &workspace().packages {
        let used = names(
            package,
            &[DependencyKind::Normal, DependencyKind::Build, DependencyKind::Development],
        );
        for (home, crates) in ONE_HOME {
            for named in crates.iter().filter(|named| used.iter().any(|used| used == *named)) {
                if package.name.as_str() != *home {
                    breaches.push(format!("{} names {named}, which only {home} may", package.name));
                }
            }
        }
    }
    none(
        &breaches,
        "Some crates have one home, so that one package need be read to judge their use.",
    );
}

#[test]
fn only_the_vault_makes_ids_by_chance() {
    let breaches: Vec<String> = workspace()
        .packages
        .iter()
        .filter(|package| package.name.as_str() != "homeward-vault")
        .flat_map(|package| &package.dependencies)
        .filter(|used| used.name == "uuid" && used.kind == DependencyKind::Normal)
        .flat_map(|used| used.features.clone())
        // v7 holds the time at which a record was made, and would tell it to whoever gets the id.
        .filter(|feature| feature == "v4" || feature == "v7" || feature.contains("rng"))
        .collect();
    none(&breaches, "A random id comes from homeward_vault::random_id.");
}

#[test]
fn what_is_shipped_speaks_to_no_network() {
    let mut breaches = Vec::new();
    for target in ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc"] {
        for package in ["homeward-desktop", "homeward-cli"] {
            let used = used_by(package, target);
            // Were the list empty, or of something else, nothing would be found in it.
            assert!(used.iter().any(|used| used == "rusqlite"), "{package} on {target}: {used:?}");
            for name in used.iter().filter(|used| SPEAKS_TO_A_NETWORK.contains(&used.as_str())) {
                // OpenSSL's ciphers are under SQLCipher by its C library, never by this crate.
                breaches.push(format!("{package} on {target} has {name}"));
            }
        }
    }
    none(&breaches, "Homeward speaks to no network.");
}

/// The crates that a package has when it runs on a system.
fn used_by(package: &str, target: &str) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .current_dir(top())
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--package", package, "--target", target])
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn every_package_keeps_the_lints_of_the_workspace() {
    let mut breaches = Vec::new();
    for package in &workspace().packages {
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        if !manifest.contains("[lints]\nworkspace = true") {
            breaches.push(package.name.to_string());
        }
    }
    none(&breaches, "Each Cargo.toml says [lints] workspace = true.");
}

#[test]
fn all_but_the_window_builds_without_webkit() {
    let workspace = workspace();
    let mut apart: Vec<&str> = workspace
        .workspace_packages()
        .iter()
        .filter(|package| !workspace.workspace_default_members.contains(&package.id))
        .map(|package| package.name.as_str())
        .collect();
    apart.sort_unstable();
    // The bench builds without it too; it is apart because it is only ever built with optimisation.
    assert_eq!(apart, ["homeward-bench", "homeward-desktop", "homeward-e2e"]);
}
