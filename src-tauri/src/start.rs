//! What must hold before a window opens, and the run of the program.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use homeward_app::Homeward;
use tauri::{Manager as _, RunEvent};

use crate::{commands, idle, web_folder::WebFolder, window};

/// Why the program did not start.
pub struct Refusal {
    code: u8,
    sentence: String,
}

impl Refusal {
    fn new(code: u8, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into() }
    }

    /// Says it where a person who started it from a terminal sees it.
    pub fn say(self) -> ExitCode {
        let _ = writeln!(std::io::stderr(), "Homeward did not start: {}", self.sentence);
        ExitCode::from(self.code)
    }
}

/// Variables by which another program could take hold of the web view. A build for the tests
/// (feature `e2e`) allows them; every other build refuses to start, since otherwise any program
/// of the same user could read the screen.
#[cfg(not(feature = "e2e"))]
const AUTOMATION: [&str; 3] =
    ["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"];

/// Refuses automation, and a machine without a display.
pub fn check_surroundings() -> Result<(), Refusal> {
    #[cfg(not(feature = "e2e"))]
    for name in AUTOMATION {
        if std::env::var_os(name).is_some() {
            return Err(Refusal::new(
                64,
                format!(
                    "{name} is set. Another program could read the screen. Unset it and start again."
                ),
            ));
        }
    }
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(Refusal::new(
            69,
            "there is no display. Start it on a desktop, or use `cargo xtask run --demo`, which brings its own.",
        ));
    }
    Ok(())
}

/// The store to open: `--store FILE`, else `HOMEWARD_STORE`, else the usual place.
fn store_path() -> PathBuf {
    let mut args = std::env::args_os().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--store"
            && let Some(path) = args.next()
        {
            return path.into();
        }
    }
    std::env::var_os("HOMEWARD_STORE").map_or_else(homeward_app::usual_store, PathBuf::from)
}

/// Opens the window and stays until it is closed.
pub fn run() -> Result<(), Refusal> {
    let store = store_path();
    let instance = homeward_app::instance_name(&store);
    let homeward = Homeward::new(store, homeward_app::system_clock())
        .map_err(|e| Refusal::new(70, e.message))?;
    let folder = WebFolder::fresh().map_err(|_| {
        Refusal::new(
            73,
            "no private folder could be made for the web view. Check that the disk is not full.",
        )
    })?;
    let data_directory = folder.path().to_owned();

    let app = tauri::Builder::default()
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .dbus_id(instance)
                .callback(|app, _args, _folder| window::bring_forward(app))
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .manage(homeward)
        .invoke_handler(commands::all())
        .setup(move |app| {
            window::open(app.handle(), data_directory)?;
            idle::watch(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|_| {
            Refusal::new(70, "the window could not be made. Check that WebKitGTK 4.1 is installed.")
        })?;

    let mut folder = Some(folder);
    app.run(move |handle, event| {
        if let RunEvent::Exit = event {
            handle.state::<Homeward>().close();
            drop(folder.take());
        }
    });
    Ok(())
}
