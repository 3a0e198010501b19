//! Windows and macOS: nothing is installed there, only named. Homeward has not been run on them yet.

use super::Purpose;
use crate::steps::{Outcome, Stop, command, output_of};

/// Names what is missing on a system where nothing is installed for the person.
pub fn check(purpose: Purpose) -> Outcome {
    if purpose == Purpose::Drive {
        println!("Journeys through the real window need WebKitGTK, so they run on Linux only.");
    }
    let missing = if cfg!(windows) { missing_on_windows() } else { missing_on_macos() };
    if missing.is_empty() {
        println!("Everything that can be checked here is in place.");
        return Ok(());
    }
    Err(Stop::because(format!(
        "Please install, then type the same again:\n  {}",
        missing.join("\n  ")
    )))
}

fn has(program: &str, argument: &str) -> bool {
    output_of(command(program).arg(argument)).is_some()
}

fn missing_on_windows() -> Vec<&'static str> {
    let mut missing = Vec::new();
    // SQLCipher compiles OpenSSL from source here, which takes a real Perl.
    if !has("perl", "--version") {
        missing.push("Strawberry Perl (to compile the encryption of the store)");
    }
    if std::env::var_os("VSINSTALLDIR").is_none() && !has("where", "cl.exe") && !visual_studio() {
        missing.push("Visual Studio Build Tools with \"Desktop development with C++\"");
    }
    if !webview2() {
        missing.push("the WebView2 runtime (part of Windows 11 and of an updated Windows 10)");
    }
    missing
}

/// rustc finds Visual Studio by itself when its installer's finder is there.
fn visual_studio() -> bool {
    std::env::var_os("ProgramFiles(x86)").is_some_and(|folder| {
        std::path::Path::new(&folder)
            .join("Microsoft Visual Studio")
            .join("Installer")
            .join("vswhere.exe")
            .exists()
    })
}

/// The runtime leaves its version under this key, for the machine or for the user.
fn webview2() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE", r"HKCU\Software"].iter().any(|root| {
        output_of(command("reg").args(["query", &format!(r"{root}\{CLIENT}"), "/v", "pv"]))
            .is_some()
    })
}

fn missing_on_macos() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !has("xcode-select", "-p") {
        missing.push("the Xcode command line tools: xcode-select --install");
    }
    if !has("perl", "--version") {
        missing.push("Perl (to compile the encryption of the store)");
    }
    missing
}
