//! The packages of Debian and Ubuntu that Homeward needs, and installing those that are missing.

use super::Purpose;
use crate::steps::{Outcome, Stop, command, output_of, run};
use std::path::Path;
use std::process::Command;

/// One system package, and why Homeward needs it.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name for apt.
    pub name: &'static str,
    /// What it is for, as the end of "needed ...".
    pub why: &'static str,
}

const fn package(name: &'static str, why: &'static str) -> Package {
    Package { name, why }
}

/// What compiling and opening the window takes.
const TO_BUILD: &[Package] = &[
    package("build-essential", "to compile SQLCipher, the encrypted store"),
    package("libssl-dev", "to compile SQLCipher's encryption"),
    package("libwebkit2gtk-4.1-dev", "to show the window"),
    package("perl", "to compile a bundled OpenSSL for installers"),
    package("pkg-config", "to find the libraries above"),
];

/// What driving the window takes besides, where there may be no screen.
const TO_DRIVE: &[Package] = &[
    package("fonts-liberation", "to show text in the width of Arial"),
    package("imagemagick", "to take pictures of the whole screen"),
    package("python3-venv", "to check what is published with validators not written here"),
    package("webkit2gtk-driver", "to press the window's buttons from a test"),
    package("xauth", "to let only the test into the virtual screen"),
    package("xdotool", "to press real keys"),
    package("xvfb", "to have a virtual screen"),
];

/// The packages a purpose needs.
pub fn needed(purpose: Purpose) -> Vec<&'static Package> {
    match purpose {
        Purpose::Open => TO_BUILD.iter().collect(),
        Purpose::Drive => TO_BUILD.iter().chain(TO_DRIVE).collect(),
    }
}

/// The needed packages that are not fully installed, by what `dpkg-query` printed: a line
/// `name<TAB>status` a package. It leaves out packages that it has never heard of, and lists removed
/// ones as `deinstall ok config-files`.
pub fn missing<'p>(needed: &[&'p Package], dpkg_printed: &str) -> Vec<&'p Package> {
    let installed: Vec<&str> = dpkg_printed
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, status)| *status == "install ok installed")
        .map(|(name, _)| name)
        .collect();
    needed.iter().copied().filter(|package| !installed.contains(&package.name)).collect()
}

/// Installs what is missing, as root or by sudo, saying what and why before.
pub fn install_missing(purpose: Purpose) -> Outcome {
    let needed = needed(purpose);
    if !Path::new("/usr/bin/dpkg-query").exists() {
        return without_apt(&needed);
    }
    let missing = missing(&needed, &dpkg_printed(&needed));
    if missing.is_empty() {
        println!("System packages: all {} are installed.", needed.len());
        return Ok(());
    }
    println!("These system packages are missing and will be installed with apt-get:");
    for package in &missing {
        println!("  {:<24} {}", package.name, package.why);
    }
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing.iter().map(|package| package.name));
    run(&mut apt_get(&["update"])?)?;
    run(&mut apt_get(&install)?)
}

/// What dpkg knows of these packages. It exits with 1 when one is unknown, and that is no failure.
fn dpkg_printed(needed: &[&Package]) -> String {
    let mut query = command("dpkg-query");
    query.args(["--show", "--showformat=${Package}\t${Status}\n"]);
    query.args(needed.iter().map(|package| package.name));
    match query.output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
        Err(_) => String::new(),
    }
}

/// An apt-get that asks nothing, as root, or by sudo for anyone else.
fn apt_get(arguments: &[&str]) -> Outcome<Command> {
    let root = output_of(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut apt = if root {
        command("env")
    } else if output_of(command("sudo").arg("--version")).is_some() {
        let mut sudo = command("sudo");
        // sudo may ask for the password.
        sudo.stdin(std::process::Stdio::inherit()).arg("env");
        sudo
    } else {
        return Err(Stop::because(format!(
            "This needs root, and there is no sudo here. As root, type: apt-get update && apt-get {}",
            arguments.join(" ")
        )));
    };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    Ok(apt)
}

/// On a Linux without apt the packages have other names: check the one that decides, and name the rest.
fn without_apt(needed: &[&Package]) -> Outcome {
    let names: Vec<&str> = needed.iter().map(|package| package.name).collect();
    let webkit = output_of(command("pkg-config").args(["--modversion", "webkit2gtk-4.1"]));
    match webkit {
        Some(version) => {
            println!(
                "This Linux has no apt, so nothing was installed. WebKitGTK {} is here. \
                 If something else is missing, it is your system's form of: {}.",
                version.trim(),
                names.join(", ")
            );
            Ok(())
        }
        None => Err(Stop::because(format!(
            "This Linux has no apt, and WebKitGTK 4.1 was not found. \
             Install your system's form of these Debian packages, then type the same again: {}.",
            names.join(", ")
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(packages: &[&Package]) -> Vec<&'static str> {
        packages.iter().map(|package| package.name).collect()
    }

    #[test]
    fn on_a_bare_machine_everything_is_missing() {
        let needed = needed(Purpose::Open);
        assert_eq!(names(&missing(&needed, "")), names(&needed));
    }

    #[test]
    fn a_package_is_there_only_when_dpkg_says_installed() {
        let printed = "build-essential\tinstall ok installed\n\
                       perl\tdeinstall ok config-files\n\
                       libssl-dev\tinstall ok half-configured\n\
                       pkg-config\tinstall ok installed\n\
                       libwebkit2gtk-4.1-dev\tunknown ok not-installed\n";
        assert_eq!(
            names(&missing(&needed(Purpose::Open), printed)),
            ["libssl-dev", "libwebkit2gtk-4.1-dev", "perl"]
        );
    }

    #[test]
    fn a_machine_that_has_all_misses_nothing() {
        let needed = needed(Purpose::Drive);
        let printed: String = needed
            .iter()
            .map(|package| format!("{}\tinstall ok installed\n", package.name))
            .collect();
        assert!(missing(&needed, &printed).is_empty());
    }

    #[test]
    fn a_name_that_only_begins_alike_does_not_count() {
        let printed = "xvfb-extra\tinstall ok installed\n";
        assert!(names(&missing(&needed(Purpose::Drive), printed)).contains(&"xvfb"));
    }

    #[test]
    fn a_virtual_screen_is_asked_for_only_where_the_window_is_driven() {
        assert!(!names(&needed(Purpose::Open)).contains(&"xvfb"));
        assert!(names(&needed(Purpose::Drive)).contains(&"xvfb"));
        assert!(names(&needed(Purpose::Drive)).contains(&"libwebkit2gtk-4.1-dev"));
    }
}
