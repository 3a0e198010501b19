//! Names every command, so that what the window may ask for is an exact list.

/// The commands of `src/commands.rs`. One that is missing here cannot be called.
const COMMANDS: &[&str] = &[
    "start_state",
    "passphrase_strength",
    "create_store",
    "unlock",
    "lock",
    "at",
    "my_work",
    "find_children",
    "start_return",
    "return_draft",
    "choose_child",
    "finish_return",
    "child",
    "record",
    "page",
    "give",
    "add_row",
    "remove_row",
    "restore_row",
    "carry",
    "carry_page",
    "with_you",
    "chronology",
    "child_copy_form",
    "child_copy",
    "look",
    "set_look",
    "check_answers",
    "mark_ready",
    "act",
    "report",
    "save_report",
    "pick_file",
    "pick_folder",
    "pick_save",
    "import_files",
    "progress",
    "cancel",
    "save_list",
    "national_form",
    "make_national",
    "save_national",
    "release_form",
    "preview_release",
    "propose_release",
    "look_at_proposal",
    "approve_release",
    "withdraw_release",
    "figures_form",
    "figures",
];

fn main() {
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(fault) = tauri_build::try_build(attributes) {
        // A build script has nowhere else to say it.
        #[allow(clippy::panic)]
        {
            panic!("the shell could not be prepared: {fault:#}");
        }
    }
}
