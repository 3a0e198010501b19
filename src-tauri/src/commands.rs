//! The commands of the window. Each unpacks, calls one function of `homeward-app`, and returns:
//! what may be done, and by whom, is decided there.
//!
//! All run on threads for work that blocks, so that no disk or key work holds up the window.

use homeward_app::Homeward;
use homeward_app::api::{
    ApiError,
    child_copy::{ChildCopyAsk, ChildCopyForm},
    chronology::Chronology,
    door::{Created, FirstStart, StartState, Strength, Unlock, Unlocked},
    figures::{Figures, FiguresAsk, FiguresForm},
    import::{ImportAsk, ImportSummary, Progress},
    look::Look,
    national::{NationalAsk, NationalDone, NationalForm, NationalSaved, SaveNational},
    place::Place,
    record::{CheckView, ChildView, Give, PageView, RecordView, Saved},
    release::{ApproveRelease, Proposal, ProposeRelease, ReleaseDone, ReleaseFor, ReleaseForm},
    release_preview::ReleasePreview,
    report::{Report, ReportAsk},
    returns::ReturnDraft,
    with_you::WithYou,
    work::{ChildHit, MyWork},
};
use homeward_app::asks::{
    ChooseChild, InSection, NewPassphrase, OneRow, OneRowGroup, SaveList, SaveReport,
};
use tauri::{AppHandle, Manager as _, Wry, ipc::Invoke};

use crate::{choose, idle};

/// What a command gives.
type Given<T> = Result<T, ApiError>;

/// Runs a use case on a thread for work that blocks. The few threads that answer the window stay
/// free: a long import must not keep a lock or a "cancel" waiting.
async fn apart<T: Send + 'static>(
    app: AppHandle,
    use_case: impl FnOnce(&Homeward) -> Given<T> + Send + 'static,
) -> Given<T> {
    tauri::async_runtime::spawn_blocking(move || use_case(&app.state::<Homeward>()))
        .await
        .unwrap_or_else(|_| Err(ApiError::fault("That could not be finished. Try again.")))
}

/// Declares commands that pass one value on to the function of the same name.
macro_rules! pass_on {
    ($($(#[$doc:meta])* $name:ident($ask:ty) -> $given:ty;)*) => { $(
        $(#[$doc])*
        #[tauri::command]
        async fn $name(app: AppHandle, ask: $ask) -> Given<$given> {
            apart(app, move |homeward| homeward.$name(ask)).await
        }
    )* };
}

/// Declares commands that take nothing.
macro_rules! just_ask {
    ($($(#[$doc:meta])* $name:ident() -> $given:ty;)*) => { $(
        $(#[$doc])*
        #[tauri::command]
        async fn $name(app: AppHandle) -> Given<$given> {
            apart(app, Homeward::$name).await
        }
    )* };
}

just_ask! {
    /// Which page opens the program.
    start_state() -> StartState;
    /// What is due, first things first.
    my_work() -> MyWork;
    /// How far a long job is.
    progress() -> Option<Progress>;
    /// Stops a long job.
    cancel() -> ();
    /// How the screen looks.
    look() -> Look;
    /// What the page National returns offers.
    national_form() -> NationalForm;
    /// What the release page offers.
    release_form() -> ReleaseForm;
    /// What the page of figures offers.
    figures_form() -> FiguresForm;
}

pass_on! {
    /// How strong a passphrase is.
    passphrase_strength(NewPassphrase) -> Strength;
    /// First start.
    create_store(FirstStart) -> Created;
    /// Opens the store.
    unlock(Unlock) -> Unlocked;
    /// Says that somebody is there, and where.
    at(Place) -> ();
    /// Finds children by name or local id.
    find_children(String) -> Vec<ChildHit>;
    /// Begins to add a return.
    start_return(Option<String>) -> ReturnDraft;
    /// A return that is being added.
    return_draft(String) -> ReturnDraft;
    /// Puts a return down for a child who is here already.
    choose_child(ChooseChild) -> ReturnDraft;
    /// The return is complete enough.
    finish_return(String) -> String;
    /// A child with episodes.
    child(String) -> ChildView;
    /// A record as a task list.
    record(String) -> RecordView;
    /// A section of a record.
    page(InSection) -> PageView;
    /// An answer.
    give(Give) -> Saved;
    /// Another row.
    add_row(OneRowGroup) -> PageView;
    /// Takes a row away. What stood in it is kept in the history.
    remove_row(OneRow) -> PageView;
    /// Brings a row back that was taken away.
    restore_row(OneRow) -> PageView;
    /// Uses last time's answer to one question.
    carry(OneRowGroup) -> PageView;
    /// Uses last time's answers to a page.
    carry_page(InSection) -> PageView;
    /// Pages to hold beside the child.
    with_you(String) -> WithYou;
    /// A child across episodes.
    chronology(String) -> Chronology;
    /// What to think of before a copy for the child is made.
    child_copy_form(String) -> ChildCopyForm;
    /// Makes the copy for the child.
    child_copy(ChildCopyAsk) -> Report;
    /// Chooses how the screen looks.
    set_look(Look) -> Look;
    /// Check answers.
    check_answers(String) -> CheckView;
    /// Ready for review.
    mark_ready(String) -> RecordView;
    /// Something offered as an action.
    act(String) -> String;
    /// The report for the social worker.
    report(ReportAsk) -> Report;
    /// Saves that report.
    save_report(SaveReport) -> ();
    /// Brings in files, or looks what they would bring.
    import_files(ImportAsk) -> ImportSummary;
    /// Saves the list of what an import found.
    save_list(SaveList) -> ();
    /// Makes a national return.
    make_national(NationalAsk) -> NationalDone;
    /// Saves that return.
    save_national(SaveNational) -> NationalSaved;
    /// Works a release out; nothing is written.
    preview_release(ReleaseFor) -> ReleasePreview;
    /// Asks a second person to approve a release.
    propose_release(ProposeRelease) -> Proposal;
    /// A proposed release, worked out anew.
    look_at_proposal(String) -> ReleasePreview;
    /// Approves a release that somebody else proposed, and writes it.
    approve_release(ApproveRelease) -> ReleaseDone;
    /// Takes a proposed release back.
    withdraw_release(String) -> ();
    /// Counts a year exactly, for people inside the authority.
    figures(FiguresAsk) -> Figures;
}

/// Locks: the store is closed, and the process that held it ends.
#[tauri::command]
async fn lock(app: AppHandle, ask: Option<Place>) -> Given<()> {
    let kept = apart(app.clone(), move |homeward| homeward.lock(ask)).await;
    // The store is closed even when the place could not be kept, so the process goes as well.
    idle::restart(&app);
    kept
}

/// Asks for a file.
#[tauri::command]
async fn pick_file(app: AppHandle, ask: choose::Ask) -> Given<Option<String>> {
    apart(app.clone(), move |_| Ok(choose::file(&app, ask))).await
}

/// Asks for a folder.
#[tauri::command]
async fn pick_folder(app: AppHandle, ask: choose::Ask) -> Given<Option<String>> {
    apart(app.clone(), move |_| Ok(choose::folder(&app, ask))).await
}

/// Asks where to save.
#[tauri::command]
async fn pick_save(app: AppHandle, ask: choose::Ask) -> Given<Option<String>> {
    apart(app.clone(), move |_| Ok(choose::save(&app, ask))).await
}

/// All of them. `build.rs` and `capabilities/main.json` name the same ones.
pub fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start_state,
        passphrase_strength,
        create_store,
        unlock,
        lock,
        at,
        my_work,
        find_children,
        start_return,
        return_draft,
        choose_child,
        finish_return,
        child,
        record,
        page,
        give,
        add_row,
        remove_row,
        restore_row,
        carry,
        carry_page,
        with_you,
        chronology,
        child_copy_form,
        child_copy,
        look,
        set_look,
        check_answers,
        mark_ready,
        act,
        report,
        save_report,
        pick_file,
        pick_folder,
        pick_save,
        import_files,
        progress,
        cancel,
        save_list,
        national_form,
        make_national,
        save_national,
        release_form,
        preview_release,
        propose_release,
        look_at_proposal,
        approve_release,
        withdraw_release,
        figures_form,
        figures,
    ]
}
