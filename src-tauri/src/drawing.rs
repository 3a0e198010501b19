//! How pages are drawn on a machine without a graphics card.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// By this WebKit paints pages itself.
const PLAIN_PAINTING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Tells WebKit to paint pages itself where no graphics card would do it.
///
/// WebKit's usual way hands pictures over through buffers that a graphics card shares. Without
/// one, as on many virtual desktops, they are copied there and back: painting the largest page
/// took a fifth longer (p95 of 98 ms against 77 ms).
///
/// WebKit has to know it from its start. Told once the window is open, it ends the page's process
/// when the window gets another size while its first page loads (2.50.6, on screens of 1440 lines
/// and more). A program can safely set a variable for another one only, so this one begins again
/// in its own place, with the same process number.
pub fn suit_the_machine() {
    if std::env::var_os(PLAIN_PAINTING).is_some() || has_graphics_card(Path::new("/dev/dri")) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // Comes back only if it could not begin again; then pages are painted in the usual way.
    let _ = Command::new(program).args(std::env::args_os().skip(1)).env(PLAIN_PAINTING, "1").exec();
}

/// Whether the system offers a device that draws: `renderD128` and the like.
fn has_graphics_card(devices: &Path) -> bool {
    std::fs::read_dir(devices).is_ok_and(|mut found| {
        found.any(|device| {
            device.is_ok_and(|it| it.file_name().to_string_lossy().starts_with("renderD"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::has_graphics_card;

    #[test]
    fn a_machine_has_a_graphics_card_only_with_a_device_that_draws() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_graphics_card(&folder.path().join("none")));
        assert!(!has_graphics_card(folder.path()));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_graphics_card(folder.path()), "a screen alone does not draw");
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_graphics_card(folder.path()));
    }
}
