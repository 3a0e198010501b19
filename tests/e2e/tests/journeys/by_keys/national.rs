//! A supervisor makes the three national returns and reads the figures of a year.

use super::open_large;
use crate::stores::demo;
use crate::walk;
use homeward_e2e::{Key, Outcome, PASSPHRASE, Window, World, last_financial_year};
use std::path::Path;

/// Each return: what it is called on the page, the file of it, and the head of that file.
const RETURNS: [(&str, &str, &str); 3] = [
    ("SSDA903 Missing", "missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END"),
    (
        "Standard Safeguarding Dataset, missing episodes",
        "ssd_missing.csv",
        "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,\
         miss_missing_episode_end_date,miss_missing_rhi_offered,miss_missing_rhi_accepted",
    ),
    (
        "Annex A, list 8, missing episodes",
        "annex-a-list-8-missing.csv",
        "Child Unique ID,Number of Episodes the Child has been 'Missing' from their Placement",
    ),
];

#[test]
fn a_supervisor_makes_the_three_national_returns_and_reads_the_figures() -> Outcome {
    walk(async {
        let world = World::new()?;
        let store = demo(&world)?;
        let window = open_large(&world, &store).await?;
        for (name, file, head) in RETURNS {
            let folder = world.path(&format!("files/{}", file.trim_end_matches(".csv")));
            std::fs::create_dir(&folder)?;
            national_return(&window, name, &folder).await?;
            let text = std::fs::read_to_string(folder.join(file))?;
            assert!(text.trim_start_matches('\u{feff}').starts_with(head), "{name}: {text:.200}");
            assert!(text.lines().count() > 10, "{name} has next to no rows");
        }
        figures(&window).await?;
        window.close().await
    })
}

async fn national_return(window: &Window, name: &str, folder: &Path) -> Outcome {
    window.enter("My work").await?;
    window.on_page("My work").await?;
    window.enter("National returns").await?;
    window.on_page("National returns").await?;
    window.look("national returns, large").await?;
    window.choose_by_keys("Which return?", name).await?;
    window.choose_by_keys("Collection year", &last_financial_year()).await?;
    window.reach("Who is it for?").await?;
    window.keys("Example Data Team").await?;
    window.key(Key::Tab).await?;
    window.keys("The yearly return").await?;
    window.key(Key::Tab).await?;
    window.keys(PASSPHRASE).await?;
    window.key_with(Key::Control, Key::Enter).await?;
    window.sees("What this return loses").await?;
    window.look(&format!("{name}, large")).await?;
    window.reach("Folder to write them to").await?;
    window.keys(&folder.display().to_string()).await?;
    window.key_with(Key::Control, Key::Enter).await?;
    window.sees("Saved").await?;
    window.look(&format!("{name} saved, large")).await
}

async fn figures(window: &Window) -> Outcome {
    window.enter("My work").await?;
    window.on_page("My work").await?;
    window.enter("Figures").await?;
    window.on_page("Figures").await?;
    window.look("figures, large").await?;
    window.choose_by_keys("Financial year", &last_financial_year()).await?;
    window.key_with(Key::Control, Key::Enter).await?;
    window.sees("Share of children").await?;
    window.look("figures of a year, large").await
}
