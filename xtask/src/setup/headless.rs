//! A virtual screen for a machine that has none.

use crate::steps::command;
use std::ffi::OsStr;
use std::process::Command;

/// Whether a person could see a window here.
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The program under a virtual screen of its own, which ends with it.
pub fn under_virtual_screen(program: impl AsRef<OsStr>) -> Command {
    under_screen_of("1366x1000", program)
}

/// The same on a screen of this size in pixels, such as `1366x6000`: no window grows past its screen.
pub fn under_screen_of(size: &str, program: impl AsRef<OsStr>) -> Command {
    let mut xvfb = command("xvfb-run");
    xvfb.args(["-a", "-s", &format!("-screen 0 {size}x24")]).arg(program);
    // A Wayland session would otherwise be preferred to the virtual screen.
    xvfb.env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    xvfb
}
