//! Walks the main job through the real window of a demo store and leaves what a person would have
//! in hand at the end: pictures, a report, a release. Started by `cargo xtask run --demo` where
//! there is no display.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells the person at the terminal what it does"
)]

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    match linux::walk() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window can be driven on Linux only.");
}

#[cfg(target_os = "linux")]
mod linux {
    use homeward_e2e::{Fault, Outcome, Window, World, day, last_financial_year};
    use std::ffi::OsStr;
    use std::path::{Path, PathBuf};

    /// What `cargo xtask run --demo` has prepared.
    struct Prepared {
        store: PathBuf,
        passphrase: String,
        out: PathBuf,
    }

    fn prepared() -> Outcome<Prepared> {
        let ask = |name: &str| {
            std::env::var(name).map_err(|_| {
                Fault::new(format!("{name} is not set. Use `cargo xtask run --demo`."))
            })
        };
        Ok(Prepared {
            store: ask("HOMEWARD_WALK_STORE")?.into(),
            passphrase: ask("HOMEWARD_WALK_PASSPHRASE")?,
            out: ask("HOMEWARD_WALK_OUT")?.into(),
        })
    }

    pub fn walk() -> Outcome {
        let prepared = prepared()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(walk_through(&prepared))
    }

    async fn walk_through(prepared: &Prepared) -> Outcome {
        let out = prepared.out.as_path();
        if out.exists() {
            std::fs::remove_dir_all(out)?;
        }
        std::fs::create_dir_all(out)?;
        let world = World::new()?;
        let window = Window::open(&world, &prepared.store).await?;
        unlock(&window, prepared).await?;
        add_a_return(&window, out).await?;
        write_up(&window, out).await?;
        report(&window, prepared).await?;
        propose(&window, prepared).await?;
        window.close().await?;
        approve(&world, prepared)?;
        check(&world, &out.join("release"))
    }

    async fn picture(window: &Window, out: &Path, name: &str, says: &str) -> Outcome {
        window.to_the_top().await?;
        let file = format!("{name}.png");
        window.picture(&out.join(&file)).await?;
        println!("  {file:<28} {says}");
        Ok(())
    }

    async fn unlock(window: &Window, prepared: &Prepared) -> Outcome {
        let out = &prepared.out;
        window.on_page("Homeward is locked").await?;
        picture(window, out, "01-unlock", "the passphrase is asked for").await?;
        window.unlock_with(&prepared.passphrase).await?;
        window.on_page("My work").await?;
        picture(window, out, "02-my-work", "what is due, first things first").await
    }

    async fn add_a_return(window: &Window, out: &Path) -> Outcome {
        window.press("Add a return").await?;
        window.on_page("Add a return").await?;
        window.answer("First name", "Example").await?;
        window.answer("Last name", "Child 9001").await?;
        window.answer("Date of birth", "14 3 2011").await?;
        window.answer("Number in your case system", "EX9001").await?;
        window.answer_when("When did they go missing?", &day(2), "18:40").await?;
        window.answer_by("Are they back?", "Back").await?;
        window.answer_when("When did they come back?", &day(1), "7.10am").await?;
        picture(window, out, "03-add-a-return", "a return from a police notification").await?;
        window.press("Add this return").await?;
        window.on_page("Example Child 9001").await?;
        picture(window, out, "04-child", "the child, with the clock of the return").await
    }

    async fn write_up(window: &Window, out: &Path) -> Outcome {
        window.press("Start the return conversation").await?;
        window.on_page("Return conversation").await?;
        window.follow("The offer").await?;
        window.on_page("The offer").await?;
        window.answer_by("Was a return conversation offered?", "Offered").await?;
        window.answer_when("When did the offer reach the child?", &day(1), "11:30").await?;
        window.answer_by("What came of the offer?", "Held and finished").await?;
        window.answer_by("Who delivers the return conversation?", "A commissioned charity").await?;
        picture(window, out, "05-the-offer", "offered, and what came of it").await?;
        window.press("Continue").await?;
        window.on_page("The conversation").await?;
        window.answer_when("When did the conversation begin?", &day(0), "0:05").await?;
        window.answer_by("How did you talk?", "Face to face").await?;
        window.answer_by("Who did you talk with?", "The child, alone").await?;
        window.answer_by("How willing were they to talk?", "Talked willingly").await?;
        window.press("Continue").await?;
        window.on_page("What happened").await?;
        let account = "After an argument about the phone they walked to the park and stayed there.";
        window.answer("What happened?", account).await?;
        let words = "I was not missing, I was at the park. I just wanted some quiet.";
        window.answer("In the child's own words", words).await?;
        picture(window, out, "06-what-happened", "the account, saved as it is typed").await?;
        window.press("Continue").await?;
        window.on_page("Reasons").await?;
        window.press("Add a reason").await?;
        window.answer_from_list("What was the reason?", "Rules, curfew or boundaries").await?;
        window.answer_by("Whose view is it?", "The child's").await?;
        picture(window, out, "07-reasons", "why, with the account beside it").await?;
        window.to_check_answers().await?;
        picture(window, out, "08-check-answers", "what is still missing, each with a link").await
    }

    async fn report(window: &Window, prepared: &Prepared) -> Outcome {
        let out = &prepared.out;
        window.follow("Back to all sections").await?;
        window.on_page("Return conversation").await?;
        picture(window, out, "09-return-conversation", "the record, section by section").await?;
        window.press("Report for the social worker").await?;
        window.on_page("Report for the social worker").await?;
        window.fill("Who is it for?", "Example Social Worker, north team").await?;
        window.fill("Why do they need it?", "To plan support after the return").await?;
        window.fill("Your passphrase", &prepared.passphrase).await?;
        window.press("Make the report").await?;
        window.sees("OFFICIAL-SENSITIVE").await?;
        picture(window, out, "10-report", "the report for the social worker").await?;
        let path = out.join("report.html");
        window.fill("As a file", &path.display().to_string()).await?;
        window.press("Save the file").await?;
        window.sees("Saved. The file is not encrypted").await?;
        println!("  {:<28} the same report as a file", "report.html");
        Ok(())
    }

    async fn propose(window: &Window, prepared: &Prepared) -> Outcome {
        let out = &prepared.out;
        window.follow("My work").await?;
        window.on_page("My work").await?;
        window.press("Make a release").await?;
        window.on_page("Make a release").await?;
        window.choose("What is released?", "Topic tables").await?;
        // The year before this one is complete.
        window.choose("Financial year", &last_financial_year()).await?;
        window.tick("London Datastore").await?;
        window.fill("What is it for?", "Yearly figures for the borough").await?;
        window.fill("Under which agreement?", "Example agreement of 1 April 2026").await?;
        picture(window, out, "11-make-a-release", "who the release is for, and why").await?;
        window.press("Look at it before it leaves").await?;
        window.worked_out("Before it leaves", "Nobody can be told apart").await?;
        picture(window, out, "12-before-it-leaves", "the release, and nothing is written").await?;
        window.fill("Your passphrase", &prepared.passphrase).await?;
        window.press("Ask for approval").await?;
        window.worked_out("It waits for a second person", "Nothing has left").await
    }

    /// The information-governance officer of the demo, who approves on the command line.
    const OFFICER: &str = "velvet harbour thistle beacon";

    fn approve(world: &World, prepared: &Prepared) -> Outcome {
        let mine = world.bring("files/mine", &format!("{}\n", prepared.passphrase))?;
        let theirs = world.bring("files/theirs", &format!("{OFFICER}\n"))?;
        let run = |words: &[&str], as_whom: &Path, more: &[&OsStr]| {
            let mut all: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
            all.extend([OsStr::new("--store"), prepared.store.as_os_str()]);
            all.extend([OsStr::new("--passphrase-file"), as_whom.as_os_str()]);
            all.extend(more);
            world.homeward(&all)
        };
        // From an earlier walk they may be there already.
        run(
            &["store", "add-person", "--name", "Example Officer", "--role", "governance"],
            &mine,
            &[OsStr::new("--their-passphrase-file"), theirs.as_os_str()],
        )?;
        let waiting = run(&["release", "waiting", "--json"], &theirs, &[])?;
        let waiting: serde_json::Value = serde_json::from_slice(&waiting.stdout)
            .map_err(|_| Fault::new("nothing waits for the officer"))?;
        let newest = waiting.as_array().and_then(|all| all.last());
        let id = newest.and_then(|one| one["id"].as_str());
        let id = id.ok_or_else(|| Fault::new("nothing waits for the officer"))?;
        let folder = prepared.out.join("release");
        let more = [OsStr::new("--out"), folder.as_os_str()];
        let approved = run(&["release", "approve", "--proposal", id], &theirs, &more)?;
        if !approved.status.success() {
            let said = String::from_utf8_lossy(&approved.stderr).into_owned();
            return Err(Fault::new(format!("the release was not approved: {said}")));
        }
        println!("  {:<28} anonymised tables, approved by a second person", "release/");
        println!("  {:<28} what was found out about them", "release/risk-report.html");
        Ok(())
    }

    fn check(world: &World, release: &Path) -> Outcome {
        let checked = world.homeward(&[OsStr::new("check"), release.as_os_str()])?;
        print!("{}", String::from_utf8_lossy(&checked.stdout));
        if checked.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        Err(Fault::new(format!("`homeward check` does not accept the release: {said}")))
    }
}
