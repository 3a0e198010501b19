//! The walk past every screen.

#[path = "album.rs"]
mod album;
#[path = "case.rs"]
mod case;
#[path = "release.rs"]
mod release;
#[path = "walk.rs"]
mod walk;

use album::Album;
use homeward_e2e::{Fault, Key, Outcome, PASSPHRASE, Window, World, last_financial_year};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walk::{Walk, in_time};

/// Takes them all.
pub fn take() -> Outcome {
    let out = std::env::var_os("HOMEWARD_PICTURES_OUT").map(PathBuf::from).ok_or_else(|| {
        Fault::new("HOMEWARD_PICTURES_OUT is not set. Use `cargo xtask pictures`.")
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let world = World::new()?;
        let album = Album::new(&out, world.folder())?;
        if let Err(fault) = in_time(first_start(&world, &album)).await {
            album.note("the first start", &fault);
        }
        let store = demo(&world)?;
        if let Err(fault) = in_time(broken_standard(&world, &store, &album)).await {
            album.note("a broken standard", &fault);
        }
        release::let_an_officer_in(&world, &store)?;
        let mut walk = Walk::new(&world, &store, &album);
        walk.locked("the locked window", locked).await;
        walk.part("my work", work).await;
        case::a_whole_case(&mut walk).await;
        walk.part("a release to propose", release::asked_for).await;
        walk.part("the national returns", async |window, album| {
            national(&world, window, album).await
        })
        .await;
        walk.part("the figures", figures).await;
        walk.part("the dark", dark).await;
        walk.part("large text", large).await;
        walk.close().await?;
        // By another person, and in another store.
        if let Err(fault) = in_time(release::approved(&world, &store, &album)).await {
            album.note("a release to approve", &fault);
        }
        if let Err(fault) = in_time(release::refused(&world, &album)).await {
            album.note("a release that is refused", &fault);
        }
        album.close()
    })
}

async fn first_start(world: &World, album: &Album) -> Outcome {
    let window = Window::open(world, &world.store()).await?;
    window.on_page("Set up Homeward on this laptop").await?;
    album.add(&window, "first-start").await?;
    let recovery = world.path("files/recovery.txt");
    window.fill("Your name", "Example Worker").await?;
    window.choose("What you do", "Worker").await?;
    window.choose("Authorities that you work for", "Hackney").await?;
    window.fill("Passphrase", PASSPHRASE).await?;
    window.fill("The same passphrase again", PASSPHRASE).await?;
    window.fill("Where to save the recovery file", &recovery.display().to_string()).await?;
    window.press("Make the store").await?;
    window.on_page("Your store is ready").await?;
    album.add(&window, "store-ready").await?;
    window.press("Continue to My work").await?;
    window.on_page("My work").await?;
    album.add(&window, "my-work-empty").await?;
    window.follow("Find a child").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", "Nobody").await?;
    window.sees("0 children found").await?;
    album.add(&window, "find-nothing").await?;
    window.go_to("import").await?;
    window.on_page("Import missing episodes").await?;
    album.add(&window, "import").await?;
    let fixture =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/ssda903").join(name);
    window.fill("Header file", &fixture("header.csv").display().to_string()).await?;
    window.fill("Missing file", &fixture("missing.csv").display().to_string()).await?;
    window.press("Look at the files").await?;
    window.sees("43 episodes").await?;
    album.add(&window, "import-found").await?;
    window.press("Bring in 43 episodes").await?;
    window.sees("Find one of these children").await?;
    album.add(&window, "import-done").await?;
    window.close().await
}

fn demo(world: &World) -> Outcome<PathBuf> {
    let store = world.path("files/demo.homeward");
    let passphrase = world.bring("files/passphrase", &format!("{PASSPHRASE}\n"))?;
    let recovery = world.path("files/demo-recovery.txt");
    let numbers = ["demo", "--authority", "E09000012", "--seed", "2026", "--children", "285"];
    let mut line: Vec<&OsStr> = numbers.iter().map(OsStr::new).collect();
    line.extend(["--episodes", "900", "--store"].map(OsStr::new));
    line.push(store.as_os_str());
    line.extend([OsStr::new("--passphrase-file"), passphrase.as_os_str()]);
    line.extend([OsStr::new("--recovery-out"), recovery.as_os_str()]);
    let made = world.homeward(&line)?;
    if made.status.success() {
        return Ok(store);
    }
    Err(Fault::new(format!("homeward demo failed: {}", String::from_utf8_lossy(&made.stderr))))
}

async fn broken_standard(world: &World, store: &Path, album: &Album) -> Outcome {
    let mut folder = store.as_os_str().to_owned();
    folder.push(".standard");
    let folder = PathBuf::from(folder);
    let sets = folder.join("question-sets");
    std::fs::create_dir_all(&sets)?;
    std::fs::write(sets.join("rhi.v3.json"), "{\n  \"id\": \"rhi\",\n  \"version\": 3,,\n}\n")?;
    let seen = seen_broken(world, store, album).await;
    // Whatever was seen: the rest of the walk needs a standard that is whole.
    std::fs::remove_dir_all(folder)?;
    seen
}

async fn seen_broken(world: &World, store: &Path, album: &Album) -> Outcome {
    let window = Window::open(world, store).await?;
    window.on_page("Homeward is locked").await?;
    window.press("What to mend, file by file").await?;
    album.add(&window, "locked-broken-standard").await?;
    window.close().await
}

async fn locked(window: &Window, album: &Album) -> Outcome {
    window.on_page("Homeward is locked").await?;
    album.add(window, "locked").await?;
    window.fill("Passphrase", "not the passphrase at all").await?;
    window.press("Unlock").await?;
    window.waited_out().await?;
    album.add(window, "locked-wrong-passphrase").await?;
    window.unlock().await
}

async fn work(window: &Window, album: &Album) -> Outcome {
    window.on_page("My work").await?;
    album.add(window, "my-work").await?;
    window.press("Keys").await?;
    album.add(window, "keys").await?;
    window.key(Key::Escape).await?;
    window.press("Display").await?;
    album.add(window, "display").await?;
    window.key(Key::Escape).await?;
    window.follow("Find a child").await?;
    window.on_page("Find a child").await?;
    window.type_into("Name or local id", "Example Child 12").await?;
    window.sees("found").await?;
    album.add(window, "find").await?;
    window.go_to("nowhere").await?;
    window.on_page("There is no such page").await?;
    album.add(window, "no-such-page").await
}

async fn national(world: &World, window: &Window, album: &Album) -> Outcome {
    let returns = [
        ("SSDA903 Missing", "ssda903"),
        ("Standard Safeguarding Dataset", "safeguarding-dataset"),
        ("Annex A", "annex-a"),
    ];
    for (name, short) in returns {
        window.show("national").await?;
        if short == "ssda903" {
            album.add(window, "national-returns").await?;
        }
        window.choose("Which return?", name).await?;
        window.choose("Collection year", &last_financial_year()).await?;
        window.fill("Who is it for?", "Example Data Team").await?;
        window.fill("Why do they need it?", "The yearly return").await?;
        window.fill("Your passphrase", PASSPHRASE).await?;
        window.press("Make the return").await?;
        window.sees("What this return loses").await?;
        album.add(window, &format!("national-{short}")).await?;
    }
    let folder = world.path("files/returns");
    std::fs::create_dir(&folder)?;
    window.fill("Folder to write them to", &folder.display().to_string()).await?;
    window.press("Save the files").await?;
    window.sees("Saved").await?;
    album.add(window, "national-saved").await
}

async fn figures(window: &Window, album: &Album) -> Outcome {
    window.show("figures").await?;
    album.add(window, "figures").await?;
    window.choose("Financial year", &last_financial_year()).await?;
    window.press("Count").await?;
    window.sees("Share of children").await?;
    album.add(window, "figures-of-a-year").await
}

async fn dark(window: &Window, album: &Album) -> Outcome {
    look(window, album, ("Colours", "Light text on a dark page", "As this laptop is set"), "dark")
        .await
}

async fn large(window: &Window, album: &Album) -> Outcome {
    look(window, album, ("Size of text", "200 %", "Usual"), "200").await
}

/// Some screens again in another look: what is chosen by which words, and what is chosen usually.
async fn look(
    window: &Window,
    album: &Album,
    (legend, choice, usual): (&str, &str, &str),
    ending: &str,
) -> Outcome {
    window.press("Display").await?;
    window.choose(legend, choice).await?;
    window.press("Close").await?;
    for (name, path) in album.to_show_again() {
        let name = format!("{name}-{ending}");
        match window.show(&path).await {
            Ok(()) => album.add(window, &name).await?,
            Err(fault) => album.note(&name, &fault),
        }
    }
    window.press("Display").await?;
    window.choose(legend, usual).await?;
    window.press("Close").await
}
